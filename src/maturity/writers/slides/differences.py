"""Where people do not see alike: functions side by side, and the mirror."""

from __future__ import annotations

from maturity.instrument.model import Mirror
from maturity.scores.model import Gap, GroupScore, MirrorScore
from maturity.story.figures.style import FIRST, SECOND, level_colours
from maturity.story.findings import SURE, gap_fields, verdict
from maturity.story.story import OTHER, Story
from maturity.writers.slides import reading
from maturity.writers.slides.pieces import Cell, Dots, Grid, Line, Pair, Piece, Series, Slide, Text

_MOST = 14  # rows of the table, the organisation among them
_STATEMENTS = 5


def functions(story: Story) -> tuple[Slide, ...]:
    """Show every function's score on every dimension as a table in the levels' colours."""
    drawn = reading.chart(story, "functions")
    if drawn is None:
        return ()
    grid, left = _heatmap(story, drawn.alt)
    source = " ".join([story.say("slides.heatmap_source", k=story.assessment.k), *left])
    notes = (*reading.method(story, "score", "gap", "anonymity"), *reading.doubts(story))
    regions: dict[str, Piece] = {
        "Content": Pair(grid, _key(story), 0.92, stacked=True),
        "Source": Text((Line(source),), 10, 8),
    }
    return (Slide("Table", drawn.title, regions, notes),)


def _heatmap(story: Story, alt: str) -> tuple[Grid, list[str]]:
    """Return the table, and what to say of rows that it has no room for."""
    say, assessment = story.say, story.assessment
    numbers = sorted(
        range(len(assessment.groups)),
        key=lambda n: (assessment.groups[n].suppressed, assessment.groups[n].id == OTHER, n),
    )
    rows = [_whole(story), *(_row(story, n) for n in numbers[: _MOST - 1])]
    more = len(numbers) - (_MOST - 1)
    labels = (story.dimension_label(each.id) for each in assessment.dimensions)
    header = (say("report.who.function"), say("report.figure.n"), *labels)
    widths = (3.2, 0.7, *[9.0 / len(assessment.dimensions)] * len(assessment.dimensions))
    left = [say("slides.rows_left", n=more)] if more > 0 else []
    return Grid(header, tuple(rows), widths, alt, 14, 8), left


def _whole(story: Story) -> tuple[Cell, ...]:
    n = story.count(story.assessment.overall.n)
    return (
        Cell(story.say("report.organisation"), strong=True),
        Cell(n, centred=True),
        *(
            _score(story, each.score_100, story.absent("dimensions", number, "score_100"))
            for number, each in enumerate(story.assessment.dimensions)
        ),
    )


def _row(story: Story, number: int) -> tuple[Cell, ...]:
    group: GroupScore = story.assessment.groups[number]
    return (
        Cell(story.group_label(group.id)),
        Cell(story.count(group.n), centred=True),
        *(
            _score(
                story,
                group.dimensions.get(each.id),
                story.absent("groups", number, "dimensions", each.id),
            )
            for each in story.assessment.dimensions
        ),
    )


def _score(story: Story, score: float | None, absent: str) -> Cell:
    if score is None:
        return Cell(absent, hatched=True, centred=True)
    colours = level_colours(len(story.instrument.levels))
    colour = colours[story.level_of(score).number - 1]
    return Cell(story.score(score), fill=colour, strong=True, centred=True)


def _key(story: Story) -> Grid:
    """Name the levels, each on its colour."""
    levels = story.instrument.levels
    colours = level_colours(len(levels))
    cells = tuple(
        Cell(story.numbered(level), fill=colour, centred=True)
        for level, colour in zip(levels, colours, strict=True)
    )
    alt = story.say.listing([cell.text for cell in cells])
    return Grid((), (cells,), (1.0,) * len(cells), alt, 11, 7)


# The mirror


def mirror(story: Story) -> tuple[Slide, ...]:
    """Show the statements that the two sides of a mirror see least alike."""
    found = [(each, rows) for each in story.instrument.mirrors if (rows := _seen(story, each))]
    if not found:
        return ()
    asked, rows = max(found, key=lambda each: _distance(each[1][0]))
    return (_mirror(story, asked, rows[:_STATEMENTS]),)


def _seen(story: Story, asked: Mirror) -> list[MirrorScore]:
    """Return a mirror's statements that both sides may show, the widest gap first."""
    rows = [
        each
        for each in story.assessment.mirrors
        if each.mirror == asked.id and all(side.score_100 is not None for side in each.sides)
    ]
    return sorted(rows, key=lambda each: -_distance(each))


def _distance(seen: MirrorScore) -> float:
    first, second = (side.score_100 or 0.0 for side in seen.sides)
    return abs(first - second)


def _mirror(story: Story, asked: Mirror, rows: list[MirrorScore]) -> Slide:
    say = story.say
    first, second = (tuple(each.sides[n].score_100 or 0.0 for each in rows) for n in (0, 1))
    apart = tuple(round(b - a, 1) for a, b in zip(first, second, strict=True))
    names = [story.side_label(side) for side in asked.sides]
    chart = Dots(
        tuple(_statement(story, each) for each in rows),
        (
            Series(
                names[0],
                tuple(round(each, 1) for each in first),
                FIRST,
                minus=tuple(max(0.0, -each) for each in apart),
                plus=tuple(max(0.0, each) for each in apart),
                whisker=say("report.mirror.gap"),
            ),
            Series(names[1], tuple(round(each, 1) for each in second), SECOND, "square"),
        ),
        (),
        _alt(story, asked, rows),
    )
    notes = (chart.alt, *reading.method(story, "gap", "anonymity"))
    source = say("slides.mirror_source", sides=_people(story, asked, rows))
    regions: dict[str, Piece] = {"Content": chart, "Source": Text((Line(source),), 10, 8)}
    return Slide("Chart", _title(story, asked, rows), regions, notes)


def _gap(story: Story, seen: MirrorScore) -> Gap | None:
    kind = ("item", seen.item, seen.mirror)
    gaps = story.assessment.gaps
    return next((each for each in gaps if (each.kind, each.id, each.by) == kind), None)


def _title(story: Story, asked: Mirror, rows: list[MirrorScore]) -> str:
    """Say the widest gap that is a finding: one that holds, else a lead, else that none is."""
    label = story.text(asked.label)
    found = [gap for each in rows if (gap := _gap(story, each)) is not None and gap.finding]
    found.sort(key=lambda gap: verdict(story, gap) not in SURE)
    if not any(_gap(story, each) for each in rows):
        return story.say("report.mirror.title_plain_statement", mirror=label)
    if not found:
        return story.say("report.mirror.title_close_statement", mirror=label)
    told = "gap" if verdict(story, found[0]) in SURE else "lead"
    return story.say(f"report.mirror.title_{told}", mirror=label, **gap_fields(story, found[0]))


def _statement(story: Story, seen: MirrorScore) -> str:
    """Word a statement with its gap, marked where it goes beyond its interval."""
    gap = _gap(story, seen)
    points = story.say.number(_distance(seen))
    beyond = gap is not None and gap.finding
    detail = story.say(
        f"slides.{'gap_beyond' if beyond else 'gap_within'}",
        points=points,
        n=round(_distance(seen)),
    )
    return story.labelled(story.item_text(seen.item).rstrip("."), detail)


def _people(story: Story, asked: Mirror, rows: list[MirrorScore]) -> str:
    """Name both sides with the people behind their marks."""
    told = []
    for number, side in enumerate(asked.sides):
        counts = sorted({n for each in rows if (n := each.sides[number].n) is not None})
        low, high = story.count(counts[0]), story.count(counts[-1])
        people = low if low == high else story.say("report.range", low=low, high=high)
        told.append(story.labelled(story.side_label(side), story.say("report.n", n=people)))
    return story.say.listing(told)


def _alt(story: Story, asked: Mirror, rows: list[MirrorScore]) -> str:
    say = story.say
    first, second = (story.side_label(side) for side in asked.sides)
    said = [
        say(
            "report.mirror.alt_row",
            item=story.item_text(each.item).rstrip("."),
            first=first,
            a=story.score(each.sides[0].score_100),
            second=second,
            b=story.score(each.sides[1].score_100),
        )
        for each in rows
    ]
    return say("report.mirror.alt", mirror=story.text(asked.label), list=story.joined(said))
