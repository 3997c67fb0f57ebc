"""Impact against effort: one numbered point per action, and what the numbers stand for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from maturity.story.advice.amounts import number
from maturity.story.advice.model import Recommendation
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Align, Canvas, height_of, width_of, wrap
from maturity.story.figures.hues import hue_keys, hues
from maturity.story.figures.legend import legend
from maturity.story.figures.style import INK, MUTED, RULE, SMALL, WIDTH, ink_on, paper, tint
from maturity.story.story import Story

_LEFT, _RIGHT, _TOP = 40.0, 306.0, 4.0  # of the plot
_LIST = 322.0  # where the names begin
_LEAST = 250.0  # how high the plot is at least
_RADIUS = 8.0
_PAD = 12.0  # between the plot's sides and the outermost points
_STRIP = 28.0  # above and below them, where the quadrants' names stand
_TICKS = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100, 150, 200, 300, 500)
_STEPS = 7  # marks on the axis of impact, at most
_RINGS, _ROUND = 9, 16  # where a number may go whose place is taken
_QUADRANTS = ("quick", "major", "filler", "later")


@dataclass(frozen=True, slots=True)
class _Plot:
    """The sheet's points of what is drawn: effort on a scale of ratios, impact from 0."""

    efforts: tuple[float, float]
    most: float
    bottom: float

    def x(self, effort: float) -> float:
        low, high = (math.log(each) for each in self.efforts)
        part = (math.log(effort) - low) / (high - low)
        return _LEFT + _PAD + part * (_RIGHT - _LEFT - 2 * _PAD)

    def y(self, impact: float) -> float:
        return self.bottom - _STRIP - impact / self.most * (self.bottom - _TOP - 2 * _STRIP)


@paper()
def priorities(story: Story, advised: Sequence[Recommendation]) -> Drawing:
    """Draw actions by person-days and impact; at least one, each with an impact over 0."""
    canvas = Canvas()
    names = [wrap(story.text(each.action.title), WIDTH - _LIST - 20, SMALL) for each in advised]
    heights = [height_of(name, SMALL) + 6 for name in names]
    plot = _plot(advised, max(_TOP + _LEAST, _TOP + sum(heights)))
    corners = _ground(canvas, story, plot, advised)
    _points(canvas, story, plot, advised, corners)
    y = _TOP
    for each, name, height in zip(advised, names, heights, strict=True):
        colour = hues(story)[each.dimension]
        _number(canvas, _LIST + _RADIUS, y + height / 2, each.rank, colour)
        canvas.text(_LIST + 20, y + height / 2, name, size=SMALL)
        y += height
    end = legend(
        canvas, hue_keys(story, {each.dimension for each in advised}), plot.bottom + 36, _LEFT
    )
    said = story.joined(_said(story, each) for each in advised)
    alt = story.say("advice.figure.priorities_alt", list=said)
    return canvas.finish(end + 2), alt, _table(story, advised)


def _plot(advised: Sequence[Recommendation], bottom: float) -> _Plot:
    efforts = [each.effort for each in advised]
    low, high = min(efforts), max(efforts)
    if high < 2 * low:  # a scale needs some width
        low, high = low / 1.5, high * 1.5
    return _Plot((low, high), max(each.impact for each in advised), bottom)


def _said(story: Story, each: Recommendation) -> str:
    return story.say(
        "advice.figure.point",
        rank=story.count(each.rank),
        action=story.text(each.action.title),
        impact=story.say.number(each.impact, 1),
        days=number(story, each.effort),
    )


# The ground: quadrants with their names, axes


def _ground(
    canvas: Canvas, story: Story, plot: _Plot, advised: Sequence[Recommendation]
) -> list[tuple[float, float, float, float]]:
    """Draw what the points stand on; return where the names of the quadrants are."""
    say, bottom = story.say, plot.bottom
    x = min(max(plot.x(median(each.effort for each in advised)), _LEFT + 80), _RIGHT - 80)
    y = min(max(plot.y(median(each.impact for each in advised)), _TOP + 40), bottom - 40)
    canvas.bar(_LEFT, _TOP, x - _LEFT, y - _TOP, tint("#28A197", 0.14))
    canvas.bar(_LEFT, _TOP, _RIGHT - _LEFT, bottom - _TOP, "none", edge=RULE)
    canvas.line((x, _TOP), (x, bottom), dashed=True)
    canvas.line((_LEFT, y), (_RIGHT, y), dashed=True)
    last = _LEFT
    for days in _TICKS:
        at, (low, high) = plot.x(days), plot.efforts
        if low <= days <= high and at - last > _PAD:
            last = at + width_of(say.number(days), SMALL)
            canvas.line((at, bottom), (at, bottom + 3), colour=MUTED)
            label = say.number(days)
            canvas.text(at, bottom + 9, label, align="center", size=SMALL, colour=MUTED)
    for points in _steps(plot.most):
        at, decimals = plot.y(points), 0 if plot.most >= _STEPS else 1
        canvas.line((_LEFT - 3, at), (_LEFT, at), colour=MUTED)
        label = say.number(points, decimals)
        canvas.text(_LEFT - 6, at, label, align="right", size=SMALL, colour=MUTED)
    middle = (_LEFT + _RIGHT) / 2
    effort, impact = say("advice.figure.effort"), say("advice.figure.impact")
    canvas.text(middle, bottom + 23, effort, align="center", size=SMALL, colour=MUTED)
    lowest = (bottom + _TOP + width_of(impact, SMALL)) / 2
    canvas.text(5, lowest, impact, size=SMALL, colour=MUTED, turned=True)
    return [
        _corner(canvas, say(f"advice.figure.{name}"), n, (x, y), bottom)
        for n, name in enumerate(_QUADRANTS)
    ]


def _steps(most: float) -> Iterator[float]:
    """Yield round numbers from 0, a handful of them."""
    size = 10 ** math.floor(math.log10(most))
    step = next(each * size for each in (0.2, 0.5, 1, 2) if most <= each * size * _STEPS)
    yield from (n * step for n in range(int(most / step + 1e-9) + 1))


def _corner(
    canvas: Canvas, name: str, n: int, middle: tuple[float, float], bottom: float
) -> tuple[float, float, float, float]:
    """Write the name of a quadrant into its outer corner; return its box."""
    right, low = n % 2 == 1, n >= 2  # noqa: PLR2004 - two by two
    room = (_RIGHT - middle[0] if right else middle[0] - _LEFT) - 10
    text = wrap(name, room, SMALL, "bold")
    height = height_of(text, SMALL)
    width = max(width_of(line, SMALL, "bold") for line in text.split("\n"))
    y = bottom - 4 - height / 2 if low else _TOP + 4 + height / 2
    x = _RIGHT - 5 if right else _LEFT + 5
    align: Align = "right" if right else "left"
    canvas.text(x, y, text, align=align, size=SMALL, colour=MUTED, weight="bold")
    left = x - width if right else x
    return left, y - height / 2, left + width, y + height / 2


# The points


def _points(
    canvas: Canvas,
    story: Story,
    plot: _Plot,
    advised: Sequence[Recommendation],
    corners: Sequence[tuple[float, float, float, float]],
) -> None:
    """Put each number on its point, or beside it where another one stands, with a line to it."""
    spots = [(plot.x(each.effort), plot.y(each.impact)) for each in advised]
    placed: list[tuple[float, float]] = []
    for spot in spots:
        placed.append(_free(spot, placed, corners, plot))
    for (x, y), (left, top) in zip(spots, placed, strict=True):
        if (x, y) != (left, top):
            canvas.line((x, y), (left, top), colour=MUTED)
            canvas.mark(x, y, "o", INK, size=4)
    for each, (x, y) in zip(advised, placed, strict=True):
        _number(canvas, x, y, each.rank, hues(story)[each.dimension])


def _free(
    spot: tuple[float, float],
    placed: Sequence[tuple[float, float]],
    corners: Sequence[tuple[float, float, float, float]],
    plot: _Plot,
) -> tuple[float, float]:
    """Return the nearest place for a number on which nothing stands; the spot where none is."""
    for ring in range(_RINGS + 1):
        for step in range(_ROUND if ring else 1):
            angle = math.tau * step / _ROUND
            away = ring * 0.75 * 2 * _RADIUS
            x, y = spot[0] + away * math.cos(angle), spot[1] + away * math.sin(angle)
            inside = _LEFT + _RADIUS < x < _RIGHT - _RADIUS
            inside &= _TOP + _RADIUS < y < plot.bottom - _RADIUS
            apart = all(math.dist((x, y), other) > 2 * _RADIUS + 1 for other in placed)
            clear = all(
                x + _RADIUS < box[0] or x - _RADIUS > box[2]
                or y + _RADIUS < box[1] or y - _RADIUS > box[3]
                for box in corners
            )  # fmt: skip
            if inside and apart and clear:
                return x, y
    return spot


def _number(canvas: Canvas, x: float, y: float, rank: int, colour: str) -> None:
    canvas.mark(x, y, "o", colour, size=2 * _RADIUS)
    canvas.text(x, y, str(rank), align="center", size=SMALL, colour=ink_on(colour), weight="bold")


def _table(story: Story, advised: Sequence[Recommendation]) -> Table:
    say = story.say
    keys = ("rank", "action", "dimension", "effort", "impact", "priority")
    return Table(
        caption=say("advice.figure.priorities_table"),
        header=tuple(say(f"advice.head.{key}") for key in keys),
        rows=tuple(
            (
                story.count(each.rank),
                story.text(each.action.title),
                story.dimension_label(each.dimension),
                number(story, each.effort),
                say.number(each.impact, 1),
                say.number(each.priority, 1),
            )
            for each in advised
        ),
        numeric=(0, 3, 4, 5),
    )
