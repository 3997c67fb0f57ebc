"""Addresses said and understood: a source taken apart, many cells told as few ranges."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from maturity.readers.sheet import Area, cell_range, source

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_MAX_ROW, _MAX_COLUMN = 1 << 20, 1 << 14


@dataclass(frozen=True, slots=True)
class Where:
    """A source taken apart: a file, its sheet and the cells there, as much as it says."""

    path: str
    sheet: str = ""
    cells: str = ""

    @property
    def area(self) -> Area | None:
        """The cells as a rectangle; None where the source names none."""
        return area_of(self.cells)


def where(text: str, paths: Collection[str] = ()) -> Where:
    """Take ``file!sheet!C4`` apart; ``paths`` are known files, whose names may hold a ``!``.

    >>> where("a.xlsx!'what!'!C4")
    Where(path='a.xlsx', sheet='what!', cells='C4')
    >>> where("a!b.csv!csv!C4", ["a!b.csv"])
    Where(path='a!b.csv', sheet='csv', cells='C4')
    """
    path = text if text in paths else _known_start(text, paths) or text.partition("!")[0]
    rest = text[len(path) + 1 :]
    if rest.startswith("'"):
        quoted = re.match(r"'((?:[^']|'')*)'(?:!(.*))?", rest, re.DOTALL)
        if quoted and "!" in quoted[1]:
            return Where(path, quoted[1].replace("''", "'"), quoted[2] or "")
    sheet, _, cells = rest.partition("!")
    return Where(path, sheet, cells)


def _known_start(text: str, paths: Collection[str]) -> str:
    """Return the longest known path that a source begins with."""
    ends = [n for n, char in enumerate(text) if char == "!"]
    return next((text[:end] for end in reversed(ends) if text[:end] in paths), "")


def area_of(cells: str) -> Area | None:
    """Return ``C4`` or ``B2:C9`` as a rectangle, None for what is no address of a sheet.

    >>> area_of("B2:C9")
    Area(first_row=2, first_column=1, last_row=9, last_column=2)
    >>> area_of("ZZZ1"), area_of("A0")
    (None, None)
    """
    match = _CELLS.fullmatch(cells.strip())
    if match is None:
        return None
    first = (int(match[2]), _column(match[1]))
    last = (int(match[4]), _column(match[3])) if match[3] else first
    rows, columns = sorted((first[0], last[0])), sorted((first[1], last[1]))
    if rows[0] < 1 or rows[1] > _MAX_ROW or columns[1] >= _MAX_COLUMN:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def size(area: Area) -> int:
    """Return how many cells a rectangle has."""
    return (area.last_row - area.first_row + 1) * (area.last_column - area.first_column + 1)


def compressed(places: Iterable[Where]) -> list[Where]:
    """Return the same cells as few ranges, by file and sheet, down each column.

    Cells below each other become a range, equal ranges side by side a rectangle; a place without
    cells stays as it is, and nothing is told twice.

    >>> [each.cells for each in compressed(Where("a", "S", c) for c in ("F7", "F9", "F8", "G7"))]
    ['F7:F9', 'G7']
    """
    by_sheet: dict[tuple[str, str], dict[str, Area | None]] = defaultdict(dict)
    for each in places:
        by_sheet[each.path, each.sheet][each.cells] = each.area
    found = []
    for (path, sheet), cells in by_sheet.items():
        found += [Where(path, sheet, text) for text, area in cells.items() if area is None]
        areas = {area for area in cells.values() if area is not None}
        found += [Where(path, sheet, told(area)) for area in _joined(areas)]
    return found


def told(area: Area) -> str:
    """Return a rectangle as Excel writes it."""
    across, down = (area.first_column, area.last_column), (area.first_row, area.last_row)
    return cell_range(across, down)


def _joined(areas: Iterable[Area]) -> list[Area]:
    """Join rectangles below each other, then equal ones side by side."""
    down: list[Area] = []
    for area in sorted(areas, key=lambda a: (a.first_column, a.last_column, a.first_row)):
        last = down[-1] if down else None
        if last and last[1::2] == area[1::2] and area.first_row <= last.last_row + 1:
            down[-1] = last._replace(last_row=max(last.last_row, area.last_row))
        else:
            down.append(area)
    found: list[Area] = []
    for area in sorted(down, key=lambda a: (a.first_row, a.last_row, a.first_column)):
        last = found[-1] if found else None
        if last and last[::2] == area[::2] and area.first_column <= last.last_column + 1:
            found[-1] = last._replace(last_column=max(last.last_column, area.last_column))
        else:
            found.append(area)
    return sorted(found, key=lambda a: (a.first_column, a.first_row, a.last_column))


def sources(places: Iterable[Where]) -> list[str]:
    """Return compressed places as sources."""
    return [source(each.path, each.sheet, each.cells) for each in compressed(places)]


def listed(places: Iterable[Where], shown: int) -> dict[tuple[str, str], str]:
    """Return, by file and sheet, the cells as people read them, the rest being counted.

    >>> listed((Where("a", "S", f"F{n}") for n in (7, 12, 13, 20, 30, 31)), 2)
    {('a', 'S'): 'F7, F12:F13 (+3)'}
    """
    by_sheet: dict[tuple[str, str], list[Area]] = {}
    for each in compressed(places):
        areas = by_sheet.setdefault((each.path, each.sheet), [])
        if each.area:
            areas.append(each.area)
    return {key: _shortened(areas, shown) for key, areas in by_sheet.items()}


def _shortened(areas: list[Area], shown: int) -> str:
    text = ", ".join(told(area) for area in areas[:shown])
    rest = sum(map(size, areas[shown:]))
    return f"{text} (+{rest})" if rest else text
