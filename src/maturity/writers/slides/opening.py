"""The first slides: cover, synthesis, who answered and how to read, levels."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import DimensionScore
from maturity.story import blocks, figures
from maturity.story.blocks import Paragraph, plain
from maturity.story.figures.style import FIRST, SECOND, level_colours, tint
from maturity.story.findings import findings, key_messages
from maturity.story.findings.found import Finding
from maturity.story.report import PARTS
from maturity.story.story import OTHER, Story
from maturity.writers.slides import reading
from maturity.writers.slides.pieces import (
    Band,
    Bars,
    Dots,
    Line,
    Piece,
    Series,
    Slide,
    Text,
)

_TINT = 0.4  # of a level's colour, behind the points


def cover(story: Story) -> Slide:
    """Say who was assessed, when and with what, and who may read it."""
    say, assessment, brand = story.say, story.assessment, story.edition.brand
    facts = say(
        "slides.cover_facts",
        wave=story.wave,
        version=story.instrument.version,
        people=say("slides.people", n=assessment.respondents.included),
    )
    marks = {"mark", "note"}
    said = [each for each in reading.of_part(story, "cover", Paragraph) if each.role in marks]
    contact = " – ".join(each for each in (brand.name, brand.contact) if each)
    lines = (Line(facts), *(Line(plain(each.text)) for each in said))
    lines = (*lines, Line(contact)) if contact else lines
    lead = [each for each in reading.of_part(story, "cover", Paragraph) if each.role == "plain"]
    return Slide(
        "Cover",
        assessment.name,
        {
            "Subtitle": Text((Line(story.text(story.instrument.title)),)),
            "Text": Text(lines, 16, 10),
        },
        (*(plain(each.text) for each in lead), say("slides.notes_deck")),
    )


# The synthesis


def summary(story: Story) -> Slide:
    """Say the level, three messages, the widest gap and the decision asked, on one slide."""
    say, overall = story.say, story.assessment.overall
    asked = reading.decision(story)
    if not story.scored:
        return _nothing(story, asked)
    messages = key_messages(story)
    told = [
        *(_rests(story, each) for each in messages),
        *reading.method(story, f"balance_{story.assessment.weighting}", "level_sure"),
        *reading.doubts(story),
    ]
    regions: dict[str, Piece] = {
        "Content": _tiles(story),
        "Text": Text(_numbered(story, messages), 19, 11),
        "Decision": Text((Line(asked, say("slides.decision_lead")),), 15, 11),
        "Source": Text((Line(_doubt(story) or say("slides.source", n=overall.n)),), 10, 9),
    }
    return Slide("Summary", _title(story), regions, tuple(told))


def _nothing(story: Story, asked: str) -> Slide:
    """Say why there is no result, and ask what to do about it."""
    say, reason = story.say, story.reason("overall", "score_100")
    lines = (
        Line(say("slides.nothing", reason=reason)),
        Line(asked, say("slides.decision_lead")),
    )
    notes = (say("slides.notes_masked", k=story.assessment.k), *reading.doubts(story))
    return Slide("Statement", say("slides.nothing_title"), {"Text": Text(lines, 24, 12)}, notes)


def _title(story: Story) -> str:
    """Say the level, and what is established of the dimensions: the weakest, a spread, neither."""
    say, overall = story.say, story.assessment.overall
    ranked = sorted(story.scored, key=_score)
    low, high = ranked[0], ranked[-1]
    fields = {
        "name": story.assessment.name,
        "low": story.dimension_label(low.id),
        "low_score": story.score(low.score_100),
        "high": story.dimension_label(high.id),
        "high_score": story.score(high.score_100),
    }
    found = {each.id if each.kind == "weakest" else each.kind for each in findings(story)}
    is_weakest = f"weakest-{low.id}" in found
    if overall.score_100 is None:
        return say(f"slides.summary_{'partial' if is_weakest else 'part'}", **fields)
    fields["level"] = story.likely(overall.score_100, overall.likely_levels)
    fields["score"] = story.score(overall.score_100)
    if is_weakest:
        return say("slides.summary_title", **fields)
    if "spread" in found:
        return say("slides.summary_spread", **fields)
    is_alike = len(ranked) > 1 and fields["low_score"] == fields["high_score"]
    close = is_alike or "no_standout" in found
    return say(f"slides.summary_{'close' if close else 'only'}", **fields)


def _score(dimension: DimensionScore) -> float:
    return dimension.score_100 or 0.0


def _tiles(story: Story) -> blocks.Tiles:
    """Take over the tiles of the synthesis."""
    return reading.of_part(story, "synthesis", blocks.Tiles)[0]


def _numbered(story: Story, messages: tuple[Finding, ...]) -> tuple[Line, ...]:
    if not messages:
        return (Line(story.say("report.synthesis.nothing_stands_out")),)
    return tuple(Line(each.sentence, bullet="number") for each in messages)


def _rests(story: Story, finding: Finding) -> str:
    """Repeat a message with what it rests on."""
    parts = [finding.sentence]
    if finding.rests_on:
        parts.append(story.say("slides.rests_on", list=" · ".join(finding.rests_on)))
    return " ".join([*parts, *filter(None, (finding.caveat,))])


def _doubt(story: Story) -> str:
    """Say the gravest caveat under the synthesis."""
    return next((story.say("slides.doubt", text=each) for each in reading.doubts(story)), "")


# Who answered, and how to read


def who(story: Story) -> Slide:
    """Say who answered, and what one must know before the first figure."""
    say, drawn = story.say, reading.chart(story, "who-answered")
    groups = [each for each in story.assessment.participation if each.group is not None]
    groups.sort(key=lambda each: each.group == OTHER)
    read = ("score", f"balance_{story.assessment.weighting}", "interval", "gap", "masked")
    lines = rules(story, *read)
    notes = (
        *reading.sentences(story.once(PARTS["who-answered"])),
        *reading.method(story, "score", "interval", "level_sure", "gap", "anonymity", "rounding"),
    )
    if drawn is None or len(groups) <= 1:
        title = say("slides.who_title", people=say("slides.people", n=_people(story)))
        return Slide("Statement", title, {"Text": Text(lines, 22, 12)}, notes)
    shares = [figures.share(each) for each in groups]
    known = all(share is not None for share in shares)
    rows = tuple(
        story.group_label(each.group or "")
        if not known
        else say(
            "slides.of_invited",
            group=story.group_label(each.group or ""),
            answered=story.count(each.answered),
            invited=story.count(each.invited),
        )
        for each in groups
    )
    values = tuple(shares) if known else tuple(float(each.answered) for each in groups)
    name = say(f"report.who.{'share' if known else 'answered'}")
    bars = Bars(
        rows,
        (Series(name, values, FIRST),),
        drawn.alt,
        number=_percent(story) if known else "0",
        most=1.0 if known else None,
    )
    source = say("slides.who_source_share" if known else "slides.who_source")
    regions: dict[str, Piece] = {
        "Content": bars,
        "Text": Text(lines, 15, 10),
        "Source": Text((Line(source),), 10, 8),
    }
    return Slide("Chart and text", drawn.title, regions, notes)


def _people(story: Story) -> int:
    return story.assessment.respondents.included


def _percent(story: Story) -> str:
    """Return how Excel writes a share in this language."""
    return "0\u202f%" if story.say.code == "fr" else "0%"


def rules(story: Story, *keys: str) -> tuple[Line, ...]:
    """Say, in a line each, what a score, an interval or a masked cell is."""
    say = story.say
    points = say.number(story.instrument.thresholds["finding_points"])
    return tuple(
        Line(
            say(f"slides.read.{key}", k=story.assessment.k, points=points),
            say(f"slides.lead.{'balance' if key.startswith('balance') else key}"),
            "dot",
        )
        for key in keys
    )


# The levels


def levels(story: Story) -> tuple[Slide, ...]:
    """Draw the levels under the synthesis' own title."""
    drawn = reading.chart(story, "synthesis")
    return () if drawn is None else (scored(story, drawn),)


def scored(story: Story, drawn: blocks.Chart) -> Slide:
    """Draw every dimension's score, interval and target on the bands of the levels."""
    say, scores = story.say, story.assessment.dimensions
    rows = tuple(_named(story, number) for number in range(len(scores)))
    values = tuple(each.score_100 for each in scores)
    score = Series(
        say("slides.score"),
        _rounded(values),
        FIRST,
        minus=tuple(_whisker(each, 0) for each in scores),
        plus=tuple(_whisker(each, 1) for each in scores),
        whisker=say("slides.interval"),
    )
    series = [score]
    if any(each.target is not None for each in scores):
        targets = tuple(each.target for each in scores)
        series.append(
            Series(
                say("slides.target"),
                _rounded(targets),
                SECOND,
                "diamond",
                labels=False,
            )
        )
    chart = Dots(rows, tuple(series), bands(story), drawn.alt)
    notes = (
        drawn.alt,
        *reading.method(story, "score", "interval", "level_sure"),
        *_chances(story),
        *reading.doubts(story),
    )
    source = Text((Line(drawn.caption),), 10, 8)
    return Slide("Chart", drawn.title, {"Content": chart, "Source": source}, notes)


def _named(story: Story, number: int) -> str:
    """Name a dimension with its level under it, or with the word for what is not there."""
    score = story.assessment.dimensions[number]
    label = story.dimension_label(score.id)
    if score.score_100 is None:
        return story.labelled(label, story.absent("dimensions", number, "score_100"))
    return story.labelled(label, story.likely(score.score_100, story.stated(score)))


def _rounded(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
    """Round what the cells of a chart hold to a tenth of a point."""
    return tuple(None if each is None else round(each, 1) for each in values)


def _whisker(score: DimensionScore, end: int) -> float:
    if score.score_100 is None or score.interval is None:
        return 0.0
    return round(abs(score.interval[end] - score.score_100), 1)


def bands(story: Story) -> tuple[Band, ...]:
    """Return one stripe per level, as high as the level is wide."""
    stripes, low = [], 0.0
    colours = level_colours(len(story.instrument.levels))
    for level, colour in zip(story.instrument.levels, colours, strict=True):
        high = 100.0 if level.below is None else level.below
        stripes.append(Band(story.numbered(level), high - low, tint(colour, _TINT)))
        low = high
    return tuple(stripes)


def _chances(story: Story) -> Iterator[str]:
    """Say how probable the levels of each dimension are."""
    for score in story.scored:
        if score.level_probability is None or not score.likely_levels:
            continue
        told = [
            story.labelled(
                story.text(story.level(number).label),
                story.probability(score.level_probability[number - 1]),
            )
            for number in score.likely_levels
        ]
        label = story.dimension_label(score.id)
        yield story.say("report.pair", first=label, second=story.say.listing(told))
