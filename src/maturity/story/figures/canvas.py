"""A sheet measured in points, y growing downwards, on which figures are laid out.

Every text is measured before it is placed, so that a row is as high as its longest label and
nothing is clipped or overlaps, whatever the questionnaire says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

from maturity.story.figures.style import INK, PAPER, RULE, TEXT, WIDTH

LEADING = 1.25  # from one line to the next, in font sizes
_INCH = 72
_BLANKS = re.compile(r"[ \t\r\n]+")

Weight = Literal["normal", "bold"]
Align = Literal["left", "center", "right"]


@cache
def width_of(text: str, size: float = TEXT, weight: Weight = "normal") -> float:
    """Return how wide one line of text is, in points."""
    font = FontProperties(size=size, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def wrap(text: str, width: float, size: float = TEXT, weight: Weight = "normal") -> str:
    """Break a text into lines no wider than ``width``; a word that is too long is cut."""
    lines = [""]
    for word in _BLANKS.split(text.strip()):
        for part in _pieces(word, width, size, weight):
            longer = f"{lines[-1]} {part}".strip()
            if lines[-1] and width_of(longer, size, weight) > width:
                lines.append(part)
            else:
                lines[-1] = longer
    return "\n".join(lines)


def fits(text: str, width: float, size: float = TEXT, weight: Weight = "normal") -> bool:
    """Tell whether a text can be wrapped to ``width`` without cutting a word."""
    return all(width_of(word, size, weight) <= width for word in _BLANKS.split(text.strip()))


def height_of(text: str, size: float = TEXT) -> float:
    """Return how high a wrapped text stands, in points."""
    return (text.count("\n") + 1) * size * LEADING


def _pieces(word: str, width: float, size: float, weight: Weight) -> Iterator[str]:
    """Cut a word that does not fit on a line of its own."""
    piece = ""
    for letter in word:
        if piece and width_of(piece + letter, size, weight) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


class Canvas:
    """A figure being drawn; :meth:`finish` gives it its height."""

    def __init__(self) -> None:
        self.figure = Figure(facecolor=PAPER)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        align: Align = "left",
        size: float = TEXT,
        colour: str = INK,
        weight: Weight = "normal",
        turned: bool = False,
    ) -> None:
        """Write text, its middle at height ``y``; ``turned`` writes upwards from ``y``."""
        lines = text.split("\n")
        for number, line in enumerate(lines):
            shift = (number - (len(lines) - 1) / 2) * size * LEADING
            self.axes.text(
                x + shift if turned else x,
                y if turned else y + shift,
                line,
                ha="center" if turned else align,
                va="bottom" if turned else "center",
                rotation=90 if turned else 0,
                size=size,
                color=colour,
                weight=weight,
            )

    def bar(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: str,
        *,
        edge: str = PAPER,
        hatch: str | None = None,
    ) -> None:
        """Fill a rectangle whose upper left corner is at (``x``, ``y``)."""
        self.axes.add_patch(
            Rectangle((x, y), width, height, fc=colour, ec=edge, lw=0.6, hatch=hatch)
        )

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str = RULE,
        width: float = 0.6,
        dashed: bool = False,
    ) -> None:
        """Draw a straight line."""
        xs, ys = zip(start, end, strict=True)
        self.axes.add_line(Line2D(xs, ys, color=colour, lw=width, ls="--" if dashed else "-"))

    def mark(
        self, x: float, y: float, shape: str, colour: str, *, size: float = 7, hollow: bool = False
    ) -> None:
        """Put a marker (matplotlib's letters: ``o`` circle, ``s`` square, ``D`` diamond)."""
        fill, edge = (PAPER, colour) if hollow else (colour, PAPER)
        self.axes.add_line(
            Line2D([x], [y], marker=shape, ms=size, mfc=fill, mec=edge, mew=1.2, ls="none")
        )

    def finish(self, height: float) -> Figure:
        """Cut the sheet at ``height`` points and return the figure, at its final size."""
        self.figure.set_size_inches(WIDTH / _INCH, height / _INCH)
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(height, 0)
        return self.figure
