"""How the figures are made, what they rest on, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.instrument.knowledge import FULL
from maturity.story.blocks import Block, Bullets, Paragraph, Section, Table
from maturity.story.findings import findings
from maturity.story.story import Story

_INDICES = ("alpha", "omega", "agreement")
_CELLS = ("filled", "answered", "dont_know", "not_applicable", "unreadable", "ignored")


def method(story: Story) -> Section:
    """Return the annex: rules, quality, cells, findings with their sources, articles."""
    say = story.say
    return Section(
        "method",
        say("report.method.title"),
        (
            Section("rules", say("report.method.rules"), (Bullets(_rules(story)),), 3),
            Section("quality", say("report.method.quality"), (_quality(story),), 3),
            *_absent(story),
            Section("cells", say("report.method.cells"), (_cells(story),), 3),
            Section("findings", say("report.method.findings"), (_findings(story),), 3),
            *_articles(story),
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


def _quality(story: Story) -> Table:
    """Return n and both means of each dimension, with the coefficients that were worked out."""
    say, dimensions = story.say, story.assessment.dimensions
    known = [
        name for name in _INDICES if any(getattr(each, name) is not None for each in dimensions)
    ]
    keys = ("n", "balanced", "per_person", *known)
    return Table(
        caption=say("report.method.quality_table"),
        header=(
            say("report.figure.dimension"),
            *(say(f"report.method.{key}") for key in keys),
        ),
        rows=tuple(
            (
                story.dimension_label(each.id),
                story.count(each.n),
                story.score(each.score_100),
                story.score(each.pooled_100),
                *(_index(story, getattr(each, name)) for name in known),
            )
            for each in dimensions
        ),
        numeric=tuple(range(1, len(keys) + 1)),
        note=say("report.method.quality_note") if known else "",
    )


def _index(story: Story, value: float | None) -> str:
    return story.say("report.none") if value is None else story.say.number(value, 2)


def _absent(story: Story) -> Iterator[Block]:
    """Say why scores, intervals and coefficients of whole dimensions are missing."""
    lines = dict.fromkeys(
        story.say(
            "report.pair",
            first=story.dimension_label(each.id),
            second=story.reason("dimensions", number, field),
        )
        for number, each in enumerate(story.assessment.dimensions)
        for field in ("score_100", "interval", *_INDICES)
        if getattr(each, field) is None
        and (field not in _INDICES or story.code("dimensions", number, field) != "NOT_COMPUTED")
    )
    if lines:
        yield Section("absent", story.say("report.method.absent"), (Bullets(tuple(lines)),), 3)


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
        header=(say("report.method.finding"), say("report.method.sources")),
        rows=tuple((each.sentence, " · ".join(each.rests_on)) for each in found),
    )


def _articles(story: Story) -> Iterator[Block]:
    articles = story.instrument.articles.values()
    if not articles:
        return
    say = story.say
    table = Table(
        caption=say("report.method.articles_table"),
        header=(say("report.method.article"), say("report.method.nature")),
        rows=tuple((each.title, story.text(each.nature)) for each in articles),
    )
    yield Section("articles", say("report.method.articles"), (table,), 3)
