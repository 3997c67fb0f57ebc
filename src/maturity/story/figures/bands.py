"""Scores as dots on the bands of the levels: dimensions, the organisation, practices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from maturity.scores.model import (
    DimensionScore,
    GroupScore,
    Interval,
    Overall,
    PracticeScore,
)
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, Weight, fits, height_of, width_of, wrap
from maturity.story.figures.legend import Key, legend
from maturity.story.figures.style import (
    FIRST,
    INK,
    MUTED,
    SECOND,
    SMALL,
    WIDTH,
    level_colours,
    paper,
    tint,
)
from maturity.story.story import Story

_LEFT, _RIGHT = 150.0, 414.0  # where 0 and 100 stand
_TINT = 0.4


@dataclass(frozen=True, slots=True)
class Row:
    """One label and its score 0..100, with what surrounds it.

    ``absent`` is the word shown where there is no score; ``likely`` and ``chances`` are the levels
    it may be and the probability of each level; ``apart`` draws a line above.
    """

    label: str
    score: float | None
    absent: str
    n: int | None = None
    interval: Interval | None = None
    likely: tuple[int, ...] | None = None
    chances: tuple[float, ...] | None = None
    target: float | None = None
    strong: bool = False
    apart: bool = False


@paper()
def levels(story: Story, dimensions: Sequence[DimensionScore], overall: Overall | None) -> Drawing:
    """Draw the score, interval and target of each dimension, the organisation first."""
    rows = [
        _dimension_row(story, each, apart=overall is not None and number == 0)
        for number, each in enumerate(dimensions)
    ]
    if overall is not None:
        rows.insert(0, _overall_row(story, overall))
    return _draw(story, rows), _alt(story, rows), _levels_table(story, rows, "dimension")


@paper()
def profile(story: Story, dimension: DimensionScore, scores: Sequence[PracticeScore]) -> Drawing:
    """Draw one dimension with its interval and target, and below it each of its practices."""
    whole = _dimension_row(story, dimension, strong=True)
    rows = [whole, *_practice_rows(story, scores, apart=0)]
    return (
        _draw(story, rows),
        _alt(story, rows),
        _levels_table(story, rows, "dimension_or_practice"),
    )


@paper()
def functions(story: Story, dimension: DimensionScore) -> Drawing:
    """Draw one dimension as the organisation and each published function see it, highest first."""
    groups = sorted(story.published, key=lambda each: _lowest_last(each.dimensions[dimension.id]))
    whole = replace(
        _dimension_row(story, dimension, strong=True),
        label=story.say("report.organisation"),
        target=None,
    )
    rows = [
        _function_row(story, each, dimension.id, apart=number == 0)
        for number, each in enumerate(groups)
    ]
    drawn = [whole, *rows]
    return _draw(story, drawn), _alt(story, drawn), _levels_table(story, drawn, "function")


@paper()
def practices(story: Story, scores: Sequence[PracticeScore], parts: int = 0) -> Drawing:
    """Draw the score of each practice; after the first ``parts`` of them a line is drawn."""
    rows = _practice_rows(story, scores, apart=parts or None)
    return _draw(story, rows), _alt(story, rows), _practices_table(story, scores)


def _dimension_row(
    story: Story, dimension: DimensionScore, *, strong: bool = False, apart: bool = False
) -> Row:
    return Row(
        story.dimension_label(dimension.id),
        dimension.score_100,
        _dimension_absent(story, dimension),
        dimension.n,
        dimension.interval,
        story.stated(dimension),
        None if dimension.capped_by else dimension.level_probability,
        dimension.target,
        strong=strong,
        apart=apart,
    )


def _overall_row(story: Story, overall: Overall) -> Row:
    return Row(
        story.say("report.organisation"),
        overall.score_100,
        story.absent("overall", "score_100"),
        overall.n,
        overall.interval,
        overall.likely_levels,
        overall.level_probability,
        strong=True,
    )


def _function_row(story: Story, group: GroupScore, dimension: str, *, apart: bool) -> Row:
    n = group.n_by_dimension.get(dimension, group.n)
    return Row(
        story.labelled(story.group_label(group.id), story.say("report.n", n=n)),
        group.dimensions[dimension],
        story.say("report.masked"),
        n,
        group.intervals.get(dimension),
        apart=apart,
    )


def _lowest_last(score: float | None) -> tuple[bool, float]:
    return score is None, -(score or 0.0)


def _practice_rows(story: Story, scores: Sequence[PracticeScore], apart: int | None) -> list[Row]:
    places = {each.id: number for number, each in enumerate(story.assessment.practices)}
    return [
        Row(
            story.practice_label(each.id),
            each.score_100,
            story.absent("practices", places[each.id], "score_100"),
            each.n,
            each.interval,
            apart=number == apart,
        )
        for number, each in enumerate(scores)
    ]


def _dimension_absent(story: Story, dimension: DimensionScore) -> str:
    place = [each.id for each in story.assessment.dimensions].index(dimension.id)
    return story.absent("dimensions", place, "score_100")


def _levels_table(story: Story, rows: Sequence[Row], first: str) -> Table:
    """One row per thing drawn; the target's column only where there is one."""
    say = story.say
    keys = [first, "score_100", "interval_95", "level", "n"]
    aimed = any(row.target is not None for row in rows)
    return Table(
        caption=say("report.figure.levels_table"),
        header=tuple(say(f"report.figure.{key}") for key in [*keys, *["target_100"] * aimed]),
        rows=tuple(
            (
                row.label,
                row.absent if row.score is None else story.score(row.score),
                story.range(row.interval),
                _chances(story, row),
                story.count(row.n),
                *[story.score(row.target)] * aimed,
            )
            for row in rows
        ),
        numeric=(1, 2, 4, *[5] * aimed),
    )


def _chances(story: Story, row: Row) -> str:
    """Name the likely levels, each with its probability."""
    if row.score is None or not row.likely or not row.chances:
        return story.likely(row.score, row.likely)
    return story.say.listing(
        [
            story.labelled(
                story.text(story.level(number).label), story.probability(row.chances[number - 1])
            )
            for number in row.likely
        ]
    )


def _practices_table(story: Story, scores: Sequence[PracticeScore]) -> Table:
    say = story.say
    keys = ("practice", "dimension", "score_100", "interval_95", "level", "n")
    return Table(
        caption=say("report.figure.practices_table"),
        header=tuple(say(f"report.figure.{key}") for key in keys),
        rows=tuple(
            (
                story.practice_label(each.id),
                story.dimension_label(each.dimension),
                story.score(each.score_100),
                story.range(each.interval),
                story.level_label(each.score_100),
                story.count(each.n),
            )
            for each in scores
        ),
        numeric=(2, 3, 5),
    )


def _alt(story: Story, rows: Sequence[Row]) -> str:
    said = story.joined(_said(story, row) for row in rows)
    return story.say("report.figure.levels_alt", list=said)


def _said(story: Story, row: Row) -> str:
    if row.score is None:
        return story.say("report.pair", first=row.label, second=row.absent)
    score, level = story.score(row.score), story.likely(row.score, row.likely)
    low, high = ("", "") if row.interval is None else story.bounds(row.interval)
    if low == high:
        return story.say("report.figure.levels_alt_row", label=row.label, score=score, level=level)
    key = "report.figure.levels_alt_interval"
    return story.say(key, label=row.label, score=score, level=level, low=low, high=high)


# The drawing, top to bottom: level names, rows on bands, axis, legend


def _x(score: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * score / 100


def _draw(story: Story, rows: Sequence[Row]) -> Figure:
    canvas = Canvas()
    top = _names(canvas, story)
    labels = [wrap(row.label, _LEFT - 12, weight=_weight(row)) for row in rows]
    words = [wrap(_words(story, row), WIDTH - _RIGHT - 8, weight=_weight(row)) for row in rows]
    heights = [
        max(18.0, height_of(label) + 6, height_of(word) + 6)
        for label, word in zip(labels, words, strict=True)
    ]
    bottom = top + sum(heights)
    _bands(canvas, story, top, bottom)
    y = top
    for row, label, word, height in zip(rows, labels, words, heights, strict=True):
        _marks(canvas, row, y, height)
        colour = MUTED if row.score is None else INK
        canvas.text(0, y + height / 2, label, weight=_weight(row))
        canvas.text(_RIGHT + 8, y + height / 2, word, weight=_weight(row), colour=colour)
        y += height
    return canvas.finish(_legend(canvas, story, rows, bottom + 15))


def _weight(row: Row) -> Weight:
    return "bold" if row.strong else "normal"


def _words(story: Story, row: Row) -> str:
    if row.score is None:
        return row.absent
    score, level = story.score(row.score), story.level_of(row.score)
    name = story.likely(row.score, row.likely) if _room(story) else level.number
    return story.say("report.score_level", score=score, level=name)


def _edges(story: Story) -> list[tuple[float, float]]:
    cuts = [each.below for each in story.instrument.levels if each.below is not None]
    return list(zip([0.0, *cuts], [*cuts, 100.0], strict=True))


def _room(story: Story) -> bool:
    """Tell whether every level's name fits over its band."""
    return all(
        fits(story.text(level.label), _x(high) - _x(low) - 2, SMALL)
        for level, (low, high) in zip(story.instrument.levels, _edges(story), strict=True)
    )


def _names(canvas: Canvas, story: Story) -> float:
    """Write the levels' names, or their numbers where too long; return where bands begin."""
    room, edges = _room(story), _edges(story)
    names = [
        wrap(story.text(level.label), _x(high) - _x(low), SMALL) if room else str(level.number)
        for level, (low, high) in zip(story.instrument.levels, edges, strict=True)
    ]
    top = max(height_of(name, SMALL) for name in names) + 6
    for name, (low, high) in zip(names, edges, strict=True):
        middle = (_x(low) + _x(high)) / 2
        y = top - 4 - height_of(name, SMALL) / 2
        canvas.text(middle, y, name, align="center", size=SMALL, colour=MUTED)
    return top


def _bands(canvas: Canvas, story: Story, top: float, bottom: float) -> None:
    edges = _edges(story)
    for colour, (low, high) in zip(level_colours(len(edges)), edges, strict=True):
        width = _x(high) - _x(low)
        canvas.bar(_x(low), top, width, bottom - top, tint(colour, _TINT))
    last = -1.0
    for cut in [low for low, _ in edges] + [100.0]:
        if _x(cut) - last > width_of("100", SMALL) + 4:
            label = story.cut(cut)
            canvas.text(_x(cut), bottom + 8, label, align="center", size=SMALL, colour=MUTED)
            last = _x(cut)


def _marks(canvas: Canvas, row: Row, y: float, height: float) -> None:
    middle = y + height / 2
    if row.apart:
        canvas.line((0, y), (WIDTH, y), colour=MUTED)
    if row.interval is not None:
        low, high = (_x(bound) for bound in row.interval)
        canvas.line((low, middle), (high, middle), colour=FIRST, width=1.6)
        for end in (low, high):
            canvas.line((end, middle - 4), (end, middle + 4), colour=FIRST, width=1.6)
    if row.target is not None:
        canvas.mark(_x(row.target), middle, "D", SECOND, size=7, hollow=True)
    if row.score is not None:
        canvas.mark(_x(row.score), middle, "o", FIRST, size=8)


def _legend(canvas: Canvas, story: Story, rows: Sequence[Row], y: float) -> float:
    say = story.say
    keys = []
    if any(row.score is not None for row in rows):
        keys.append(Key(say("report.figure.score"), "dot", FIRST))
    if any(row.interval is not None for row in rows):
        keys.append(Key(say("report.figure.interval"), "line", FIRST))
    if any(row.target is not None for row in rows):
        keys.append(Key(say("report.figure.target"), "diamond", SECOND))
    if not _room(story):
        keys += [Key(story.numbered(level), "none") for level in story.instrument.levels]
    return legend(canvas, keys, y + 4, _LEFT) + 2
