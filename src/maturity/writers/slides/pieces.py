"""What stands on a slide, before anything is drawn: text, tiles, charts, tables.

Pieces know neither PowerPoint nor scores; every number a reader sees is written out already,
every value of a chart is published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from maturity.story.blocks import Tiles


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; ``lead`` are its first words, in bold, and ``bullet`` what stands before it."""

    text: str
    lead: str = ""
    bullet: Literal["", "dot", "number"] = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs, from ``size`` points down to ``least``; what does not fit goes to the notes."""

    lines: tuple[Line, ...]
    size: float = 16.0
    least: float = 11.0


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers of a chart; None is a gap.

    ``minus`` and ``plus`` are the lengths of the whiskers of each point.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    shape: Literal["circle", "square", "diamond"] = "circle"
    labels: bool = True
    minus: tuple[float, ...] = ()
    plus: tuple[float, ...] = ()
    whisker: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A stripe behind the points of a chart: ``height`` of it, from the top of the one below."""

    name: str
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Dots:
    """Points over named categories, 0 to 100, with whiskers, on bands."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    bands: tuple[Band, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars, first category on top: one series, or several stacked to 100 %.

    ``number`` is how Excel writes a value; ``most`` the end of the axis, None to leave it open.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    number: str = "0"
    most: float | None = None
    label_share: float = 0.45
    stacked: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point that a number names, at (``x``, ``y``)."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Scatter:
    """Numbered points on two axes."""

    points: tuple[Point, ...]
    x_title: str
    y_title: str
    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``fill`` is a colour, ``hatched`` says that something is hidden."""

    text: str
    fill: str = ""
    strong: bool = False
    hatched: bool = False
    centred: bool = False
    rows: int = 1  # how many rows it spans; the cells below it are left out of account


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``widths`` are in parts of the whole, a header cell above each, or none at all."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    alt: str
    size: float = 13.0
    least: float = 8.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pieces in one region, side by side or one under the other.

    ``share`` is what the first takes of the width, or of the height.
    """

    first: Piece
    second: Piece
    share: float
    stacked: bool = False


Piece = Text | Tiles | Dots | Bars | Scatter | Grid | Pair


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its layout, its finding as ``title``, what fills each region, what the notes say."""

    layout: str
    title: str
    regions: Mapping[str, Piece] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
