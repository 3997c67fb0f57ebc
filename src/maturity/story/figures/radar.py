"""The outline that committees expect: dimensions as axes from one centre, the target beside it.

It is an option, never alone: its shape depends on the order of the axes and its area on the square
of the scores, which is why it is drawn as lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from matplotlib.figure import Figure

from maturity.scores.model import DimensionScore
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Align, Canvas, height_of, wrap
from maturity.story.figures.legend import Key, legend
from maturity.story.figures.style import FIRST, MUTED, RULE, SECOND, SMALL, WIDTH, paper
from maturity.story.story import Story

FEWEST, MOST = 3, 8  # axes that make a shape, and that leave room for their names
_RADIUS, _CENTRE = 108.0, WIDTH / 2
_GAP, _WIDEST = 10.0, 130.0  # from the end of an axis to its name; the name's longest line


@paper()
def radar(story: Story, dimensions: Sequence[DimensionScore]) -> Drawing:
    """Draw the score of each dimension, and its target where there is one.

    A line stops before a dimension without a score, whose name says why.
    """
    said = story.joined(_said(story, each) for each in dimensions)
    alt = story.say("figures.radar.alt", list=said)
    return _draw(story, dimensions), alt, _table(story, dimensions)


def _word(story: Story, dimension: DimensionScore) -> str:
    """Write a dimension's score, or why it has none."""
    if dimension.score_100 is not None:
        return story.score(dimension.score_100)
    place = story.assessment.dimensions.index(dimension)
    return story.absent("dimensions", place, "score_100")


def _said(story: Story, dimension: DimensionScore) -> str:
    label, word = story.dimension_label(dimension.id), _word(story, dimension)
    if dimension.target is None:
        return story.say("report.cell", column=label, value=word)
    target = story.score(dimension.target)
    return story.say("figures.radar.alt_target", label=label, score=word, target=target)


def _table(story: Story, dimensions: Sequence[DimensionScore]) -> Table:
    say, aimed = story.say, any(each.target is not None for each in dimensions)
    keys = ("dimension", "score_100", *["target_100"] * aimed)
    return Table(
        caption=say("figures.radar.table"),
        header=tuple(say(f"report.figure.{key}") for key in keys),
        rows=tuple(
            (
                story.dimension_label(each.id),
                _word(story, each),
                *[story.score(each.target)] * aimed,
            )
            for each in dimensions
        ),
        numeric=tuple(range(1, 2 + aimed)),
    )


# The drawing: rings at the levels' cuts, one axis per dimension, two lines


def _draw(story: Story, dimensions: Sequence[DimensionScore]) -> Figure:
    canvas = Canvas()
    names = [
        "\n".join([wrap(story.dimension_label(each.id), _WIDEST, SMALL), _word(story, each)])
        for each in dimensions
    ]
    axes = [2 * pi * number / len(names) for number in range(len(names))]
    middle = height_of(names[0], SMALL) + _GAP + _RADIUS
    _rings(canvas, story, axes, middle)
    bottom = middle + _RADIUS
    for name, axis in zip(names, axes, strict=True):
        bottom = max(bottom, _name(canvas, name, axis, middle))
    scores = [each.score_100 for each in dimensions]
    targets = [each.target for each in dimensions]
    _outline(canvas, targets, axes, middle, target=True)
    _outline(canvas, scores, axes, middle, target=False)
    keys = [Key(story.say("report.figure.score"), "dot", FIRST)]
    if any(target is not None for target in targets):
        keys.append(Key(story.say("report.figure.target"), "diamond", SECOND))
    return canvas.finish(legend(canvas, keys, bottom + 8, _CENTRE - _RADIUS) + 2)


def _at(axis: float, score: float, middle: float) -> tuple[float, float]:
    """Return the point of a score 0..100 on an axis; the first axis points upwards."""
    reach = _RADIUS * score / 100
    return _CENTRE + reach * sin(axis), middle - reach * cos(axis)


def _rings(canvas: Canvas, story: Story, axes: Sequence[float], middle: float) -> None:
    cuts = [each.below for each in story.instrument.levels if each.below is not None]
    for cut in (*cuts, 100.0):
        ring = [_at(axis, cut, middle) for axis in axes]
        for start, end in zip(ring, [*ring[1:], ring[0]], strict=True):
            canvas.line(start, end)
    last = middle
    for cut in cuts:
        x, y = _at(axes[0], cut, middle)
        if last - y >= SMALL:
            label = story.cut(cut)
            canvas.text(x - 6, y, label, align="right", size=SMALL, colour=MUTED)
            last = y
    for axis in axes:
        canvas.line(_at(axis, 0, middle), _at(axis, 100, middle), colour=RULE)


def _name(canvas: Canvas, name: str, axis: float, middle: float) -> float:
    """Write a dimension's name and score beyond its axis; return where the name ends."""
    x, y = _CENTRE + (_RADIUS + _GAP) * sin(axis), middle - (_RADIUS + _GAP) * cos(axis)
    half = height_of(name, SMALL) / 2
    level = abs(sin(axis)) < 0.1  # noqa: PLR2004 - straight up or down
    align: Align = "center" if level else "left" if sin(axis) > 0 else "right"
    y -= half * cos(axis)
    canvas.text(x, y, name, align=align, size=SMALL)
    return y + half


def _outline(
    canvas: Canvas,
    values: Sequence[float | None],
    axes: Sequence[float],
    middle: float,
    *,
    target: bool,
) -> None:
    """Join the values of neighbouring axes, and mark each."""
    points = [
        None if value is None else _at(axis, value, middle)
        for value, axis in zip(values, axes, strict=True)
    ]
    colour = SECOND if target else FIRST
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        if start is not None and end is not None:
            canvas.line(start, end, colour=colour, width=1.6, dashed=target)
    for point in points:
        if point is not None:
            shape, size = ("D", 6) if target else ("o", 7)
            canvas.mark(*point, shape, colour, size=size, hollow=target)
