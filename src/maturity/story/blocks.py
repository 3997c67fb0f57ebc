"""What a report is made of: a handful of frozen blocks that every renderer understands.

Everything printed arrives here as finished text in one language; a renderer escapes it, lays it
out and adds no word of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Run:
    """Words inside a text that are set alike."""

    text: str
    strong: bool = False
    emphasis: bool = False


Words = str | tuple[Run, ...]


def runs(words: Words) -> tuple[Run, ...]:
    """Return words as runs, whichever way they are given."""
    return (Run(words),) if isinstance(words, str) else words


def plain(words: Words) -> str:
    """Return words without what distinguishes some of them."""
    return "".join(run.text for run in runs(words))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``role`` says how much it weighs on the page, ``quote`` that others said it."""

    text: Words
    role: Literal["plain", "lead", "note", "warning", "mark", "quote"] = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences; ``ordered`` when their rank matters."""

    lines: tuple[Words, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure to remember: ``label`` above, ``value`` in large, ``detail`` below."""

    label: str
    value: str
    detail: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Two to four tiles side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One row per thing named in the first column; ``numeric`` lists the columns aligned right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure with its finding as ``title``, what it shows and rests on as ``caption``.

    ``alt`` says the same as the picture in words and ``table`` in numbers; neither holds more.
    """

    title: str
    caption: str
    figure: Figure
    alt: str
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    ``level`` 1 is the cover, 2 a page, 3 a part of it, 4 a detail that may wait folded.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    level: int = 2


Block = Paragraph | Bullets | Tiles | Table | Chart | Section
Drawing = tuple[Figure, str, Table]
