"""Text that stays text in a workbook, whatever it looks like."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl.cell import Cell

LONGEST = 32_767  # characters of a cell
_ESCAPE = re.compile(r"_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE, _HIGHEST, _FILLED = 15, 409, 1.06  # points of a line and of a row; narrow letters
_MEASURED = 5_000  # characters that fill the highest row
_LOOKS_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n")


def escaped(text: str) -> str:
    r"""Return text as OOXML keeps it: what XML forbids is written ``_x0007_``, as Excel does.

    >>> escaped("a\x07b"), escaped("_x0041_")
    ('a_x0007_b', '_x005F_x0041_')
    """
    kept = _ESCAPE.sub(lambda match: "_x005F" + match[0], text)
    kept = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", kept)
    return kept.replace("\r", "_x000D_")[:LONGEST]


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Return the points a row needs that wraps its texts, each in a column of so many characters.

    >>> height([("two words", 6), ("one", 9)])
    32
    """
    most = max((_lines(text, width) for text, width in texts), default=1)
    return min(2 + _LINE * most, _HIGHEST)


def _lines(text: str, width: float) -> int:
    wide = max(int(width * _FILLED), 4)
    return sum(max(len(textwrap.wrap(part, wide)), 1) for part in text[:_MEASURED].split("\n"))


def inert(cell: Cell, text: str) -> None:
    """Write text into a cell so that no program takes it for a formula, a number or an error."""
    cell.value = escaped(text)
    cell.data_type = "s"
    if text.startswith(_LOOKS_ACTIVE):
        cell.quotePrefix = True
