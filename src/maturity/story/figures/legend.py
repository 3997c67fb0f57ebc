"""The key of a figure: marks with their words, laid out line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from maturity.story.figures.canvas import Canvas, width_of, wrap
from maturity.story.figures.style import INK, MUTED, SMALL, WIDTH

_ROW, _GAP, _MARK = 14.0, 9.0, 12.0
Shape = Literal["bar", "line", "dashed", "dot", "square", "diamond", "ring", "split", "none"]
MARKERS = {"dot": "o", "square": "s", "diamond": "D", "ring": "o"}


@dataclass(frozen=True, slots=True)
class Key:
    """One entry: the mark as it stands in the figure, and what it means."""

    label: str
    shape: Shape
    colour: str = INK
    edge: str = ""


def legend(canvas: Canvas, keys: Iterable[Key], y: float, left: float = 0) -> float:
    """Write the keys from left to right, on as many lines as needed; return where they end."""
    x = left
    for key in keys:
        space = 0 if key.shape == "none" else _MARK
        label = wrap(key.label, WIDTH - left - space, SMALL)
        width = space + max(width_of(line, SMALL) for line in label.split("\n"))
        if x > left and x + width > WIDTH:
            x, y = left, y + _ROW
        lines = label.count("\n")
        y += lines * SMALL * 0.625
        _mark(canvas, key, x, y + _ROW / 2)
        canvas.text(x + space, y + _ROW / 2, label, size=SMALL, colour=MUTED)
        y += lines * SMALL * 0.625
        x += width + _GAP
    return y + _ROW


def _mark(canvas: Canvas, key: Key, x: float, y: float) -> None:
    if key.shape == "bar":
        canvas.bar(x, y - 4, 9, 8, key.colour, edge=key.edge or key.colour)
    elif key.shape in ("line", "dashed"):
        dashed = key.shape == "dashed"
        canvas.line((x, y), (x + 8, y), colour=key.colour, width=1.4, dashed=dashed)
    elif key.shape in MARKERS:
        hollow = key.shape in ("diamond", "ring")
        canvas.mark(x + 5, y, MARKERS[key.shape], key.colour, size=6.5, hollow=hollow)
    elif key.shape == "split":
        split(canvas, x + 5, y)


def split(canvas: Canvas, x: float, y: float) -> None:
    """Mark answers in two camps: two points turned away from each other."""
    for shape, side in (("<", -3.2), (">", 3.2)):
        canvas.mark(x + side, y, shape, INK, size=7)
