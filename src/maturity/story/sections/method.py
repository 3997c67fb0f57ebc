"""How the figures are made, what they rest on, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.instrument.knowledge import FULL
from maturity.story.blocks import Block, Bullets, Paragraph, Section, Table
from maturity.story.findings import findings
from maturity.story.sections.formulas import formulas
from maturity.story.sections.trust import trust
from maturity.story.story import Story

_CELLS = ("filled", "answered", "dont_know", "not_applicable", "unreadable", "ignored")


def method(story: Story) -> Section:
    """Return the annex: rules, trust, cells, findings with their sources, articles, formulas."""
    say = story.say
    return Section(
        "method",
        say("report.method.title"),
        (
            Section("rules", say("report.method.rules"), (Bullets(_rules(story)),), 3),
            *trust(story),
            Section("cells", say("report.method.cells"), (_cells(story),), 3),
            Section("findings", say("report.method.findings"), (_findings(story),), 3),
            *_articles(story),
            *formulas(story),
        ),
    )


def _rules(story: Story) -> tuple[str, ...]:
    say, instrument = story.say, story.instrument
    questionnaire = say(
        "report.method.questionnaire",
        title=story.text(instrument.title),
        version=instrument.version,
        n=len(instrument.items),
        dimensions=say("report.method.dimensions", n=len(instrument.dimensions)),
    )
    person = say("report.method.person", share=say.percent(instrument.rules.min_answered))
    keys = ("group", "interval", "practices", "masking", "declared")
    others = (say(f"report.method.{key}", k=story.assessment.k) for key in keys)
    return (questionnaire, *_forms(story), *_profiles(story), person, *others, *_targets(story))


def _forms(story: Story) -> Iterator[str]:
    """Say which form was asked, unless everybody was asked everything."""
    say, counts = story.say, story.assessment.respondents.by_form
    if not set(counts) - {FULL}:
        return
    labels = {form.id: story.text(form.label) for form in story.instrument.forms}
    labels[FULL] = say("report.method.form_full")
    if len(counts) == 1:
        form = labels[next(iter(counts))]
        yield say("report.method.form_one", form=form, n=len(story.instrument.items))
        return
    each = [
        say("report.method.form_count", form=labels.get(form, form), n=n)
        for form, n in counts.items()
    ]
    yield say("report.method.forms", forms=say.listing(each))


def _profile_labels(story: Story) -> str:
    chosen = story.assessment.profiles
    labels = [story.text(each.label) for each in story.instrument.profiles if each.id in chosen]
    return story.say.listing(labels)


def _profiles(story: Story) -> Iterator[str]:
    if story.assessment.profiles:
        yield story.say("report.method.profiles", profiles=_profile_labels(story))


def _targets(story: Story) -> Iterator[str]:
    """Say who set the targets that the pages show."""
    for origin in ("engagement", "profile"):
        dimensions = [
            story.dimension_label(dimension)
            for dimension, stated in story.assessment.targets_from.items()
            if stated == origin
        ]
        if dimensions:
            yield story.say(
                f"report.method.targets_{origin}",
                dimensions=story.say.listing(dimensions),
                profiles=_profile_labels(story),
            )


def _cells(story: Story) -> Table:
    say, cells = story.say, story.assessment.cells
    return Table(
        caption=say("report.method.cells_table"),
        header=(say("report.method.cell"), say("report.method.count")),
        rows=tuple(
            (say(f"report.method.{key}"), story.count(cells[key])) for key in _CELLS if key in cells
        ),
        numeric=(1,),
    )


def _findings(story: Story) -> Block:
    say, found = story.say, findings(story)
    if not found:
        return Paragraph(say("report.method.no_findings"))
    return Table(
        caption=say("report.method.findings_table"),
        header=(
            say("report.method.finding"),
            say("figures.findings.why"),
            say("report.method.sources"),
        ),
        rows=tuple((each.sentence, each.why, " · ".join(each.rests_on)) for each in found),
    )


def _articles(story: Story) -> Iterator[Block]:
    articles = story.instrument.articles
    if not articles:
        return
    say = story.say
    table = Table(
        caption=say("report.method.articles_table"),
        header=tuple(say(f"report.method.{key}") for key in ("source", "article", "nature")),
        rows=tuple((key, each.title, story.text(each.nature)) for key, each in articles.items()),
    )
    yield Section("articles", say("report.method.articles"), (table,), 3)
