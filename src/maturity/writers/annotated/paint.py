"""Fills and comments on the cells of a copy: what is wrong shows where it is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturity.errors import SEVERITIES
from maturity.readers.addresses import area_of
from maturity.readers.sheet import Area
from maturity.writers.annotated.marks import MOST_COMMENTS, MOST_FILLED, Mark

_LONGEST_COMMENT = 1_500
_WIDE, _HIGH, _LINE = 320, 40, 42  # a comment's points, and characters on one of its lines

_Cell = tuple[int, int]  # row and column, both from 1 as openpyxl counts


@dataclass(frozen=True, slots=True)
class Paint:
    """What to do to the cells of one sheet: a severity to fill by, a text to say."""

    fills: Mapping[_Cell, str]
    comments: Mapping[_Cell, str]


def paint(marks: Sequence[Mark]) -> dict[str, Paint]:
    """Return, by sheet, every cell's fill (the gravest) and the comments on first cells."""
    fills: dict[str, dict[_Cell, str]] = defaultdict(dict)
    comments: dict[str, dict[_Cell, str]] = defaultdict(dict)
    said = 0
    for number, mark in enumerate(marks, start=1):
        area = area_of(mark.cells)
        if area is None:
            continue
        for cell in _cells(area):
            before = fills[mark.sheet].get(cell, mark.severity)
            fills[mark.sheet][cell] = min(before, mark.severity, key=SEVERITIES.index)
        key = area_of(mark.key[1]) or area
        first = (key.first_row, key.first_column + 1)
        fills[mark.sheet].setdefault(first, mark.severity)
        if said < MOST_COMMENTS:
            said += first not in comments[mark.sheet]
            text = f"{number}. {mark.message}\n→ {mark.remedy}"
            told = comments[mark.sheet].get(first)
            comments[mark.sheet][first] = f"{told}\n\n{text}" if told else text
    return {
        sheet: Paint(
            found, {cell: text[:_LONGEST_COMMENT] for cell, text in comments[sheet].items()}
        )
        for sheet, found in fills.items()
    }


def comment_size(text: str) -> tuple[int, int]:
    """Return a width and height in which a comment can be read."""
    lines = sum(1 + len(line) // _LINE for line in text.split("\n"))
    return _WIDE, min(_HIGH + 15 * lines, 400)


def _cells(area: Area) -> Iterator[_Cell]:
    """Yield the cells of an area, so many that the eye finds it."""
    told = 0
    for row in range(area.first_row, area.last_row + 1):
        for column in range(area.first_column + 1, area.last_column + 2):
            yield row, column
            told += 1
            if told >= MOST_FILLED:
                return
