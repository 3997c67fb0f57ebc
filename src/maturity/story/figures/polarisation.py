"""Where opinions part: the statements answered the furthest from one another, and how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from maturity.scores.model import ItemScore
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.answers import bins
from maturity.story.figures.canvas import Canvas, Weight, height_of, wrap
from maturity.story.figures.legend import Key, legend, split
from maturity.story.figures.style import (
    INK,
    MUTED,
    SMALL,
    WIDTH,
    answer_colours,
    paper,
)
from maturity.story.story import Story

_TEXT = 212.0  # how wide a statement may be
_LEFT, _RIGHT = 262.0, 392.0  # where the columns of a distribution begin and end
_LOW, _HIGH = 254.0, 428.0  # right edges of the shares at both ends of the scale
_APART, _SIGN = 470.0, 437.0
_HEAD = 62.0  # how wide a column's head may be
_TALL = 24.0  # the highest column


@dataclass(frozen=True, slots=True)
class Ends:
    """The shares 0..1 of answers below the middle of a scale, on it and above it."""

    low: float
    middle: float
    high: float


def ends(story: Story, item: ItemScore) -> Ends:
    """Return how an item's published answers lie around the middle of its scale."""
    scale, counts = story.item(item.id).scale, item.distribution or {}
    total, middle = sum(counts.values()) or 1, (scale.min + scale.max) / 2
    low = sum(count for point, count in counts.items() if point < middle) / total
    high = sum(count for point, count in counts.items() if point > middle) / total
    return Ends(low, max(0.0, 1 - low - high), high)


@paper()
def polarisation(story: Story, items: Sequence[ItemScore]) -> Drawing:
    """Draw the distribution of each item, in the order given; all of them published."""
    said = story.joined(_said(story, each) for each in items)
    alt = story.say("figures.polarisation.alt", list=said)
    return _draw(story, items), alt, _table(story, items)


def _said(story: Story, item: ItemScore) -> str:
    say, around = story.say, ends(story, item)
    told = say(
        "figures.polarisation.alt_row",
        item=story.item_text(item.id).rstrip("."),
        low=say.percent(around.low),
        high=say.percent(around.high),
        consensus=story.index(item.consensus),
    )
    camps = say("report.figure.camps")
    return say("report.with", first=told, second=camps) if item.polarised else told


def _table(story: Story, items: Sequence[ItemScore]) -> Table:
    say = story.say
    keys = ("low", "middle", "high", "spread")
    return Table(
        caption=say("figures.polarisation.table"),
        header=(
            say("report.figure.statement"),
            *(say(f"figures.polarisation.{key}") for key in keys),
            say("report.figure.consensus"),
            say("figures.polarisation.camps"),
            say("report.figure.n"),
        ),
        rows=tuple(_cells(story, each) for each in items),
        numeric=(1, 2, 3, 4, 5, 7),
    )


def _cells(story: Story, item: ItemScore) -> tuple[str, ...]:
    say, around = story.say, ends(story, item)
    return (
        story.item_text(item.id),
        *(say.percent(share) for share in (around.low, around.middle, around.high)),
        story.index(item.sd),
        story.index(item.consensus),
        say(f"figures.polarisation.{'yes' if item.polarised else 'no'}"),
        story.count(item.n),
    )


# The drawing: a key, column heads, then one row per item


def _draw(story: Story, items: Sequence[ItemScore]) -> Figure:
    canvas = Canvas()
    y = _heads(canvas, story, items)
    most = max((max(_shares(story, each)) for each in items), default=1.0)
    for each in items:
        y = _row(canvas, story, each, y, most)
    return canvas.finish(y + 1)


def _heads(canvas: Canvas, story: Story, items: Sequence[ItemScore]) -> float:
    say, y = story.say, 0.0
    if any(each.polarised for each in items):
        y = legend(canvas, [Key(say("report.figure.camps"), "split")], y)
    low, high = (say(f"figures.polarisation.{end}") for end in ("low", "high"))
    names = (
        (_LOW, wrap(low, _HEAD, SMALL)),
        (_HIGH, wrap(high, _HEAD, SMALL)),
        (_APART, say("report.figure.consensus")),
        (WIDTH, say("report.figure.n")),
    )
    height = max(height_of(name, SMALL) for _, name in names)
    for x, name in names:
        middle = y + height - height_of(name, SMALL) / 2
        canvas.text(x, middle + 2, name, align="right", size=SMALL, colour=MUTED)
    canvas.line((0, y + height + 6), (WIDTH, y + height + 6))
    return y + height + 7


def _shares(story: Story, item: ItemScore) -> list[float]:
    counts: Mapping[int, int] = item.distribution or {}
    total = sum(counts.values()) or 1
    return [
        sum(counts.get(point, 0) for point in each) / total
        for each in bins(story.item(item.id).scale)
    ]


def _row(canvas: Canvas, story: Story, item: ItemScore, y: float, most: float) -> float:
    text = wrap(story.item_text(item.id), _TEXT, SMALL)
    height = max(_TALL + 8, height_of(text, SMALL) + 6)
    middle, around = y + height / 2, ends(story, item)
    canvas.text(0, middle, text, size=SMALL)
    _columns(canvas, _shares(story, item), middle + _TALL / 2, most)
    for x, share, other in ((_LOW, around.low, around.high), (_HIGH, around.high, around.low)):
        weight: Weight = "bold" if share >= other else "normal"
        canvas.text(x, middle, story.say.percent(share), align="right", size=SMALL, weight=weight)
    if item.polarised:
        split(canvas, _SIGN, middle)
    canvas.text(_APART, middle, story.index(item.consensus), align="right", size=SMALL)
    canvas.text(WIDTH, middle, story.count(item.n), align="right", size=SMALL, colour=MUTED)
    canvas.line((0, y + height), (WIDTH, y + height))
    return y + height


def _columns(canvas: Canvas, shares: Sequence[float], foot: float, most: float) -> None:
    """Draw one column per point, the tallest of the figure at full height."""
    step = (_RIGHT - _LEFT) / len(shares)
    for number, (share, colour) in enumerate(zip(shares, answer_colours(len(shares)), strict=True)):
        height = _TALL * share / most
        x = _LEFT + number * step + step * 0.08
        if share:
            canvas.bar(x, foot - height, step * 0.84, height, colour, edge=MUTED)
    canvas.line((_LEFT, foot), (_RIGHT, foot), colour=INK, width=0.8)
