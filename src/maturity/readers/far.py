"""Single cells far from a table: something typed or pasted by accident is nobody's answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from maturity.errors import Problem
from maturity.readers.sheet import Sheet, Value, cell_range, is_blank, source

_ROWS, _COLUMNS = 20, 10  # empty ones in between, from which on a cell is far
_FEW = 3  # cells that are single ones


def far_rows(sheet: Sheet, header: Sequence[int]) -> frozenset[int]:
    """Return the last rows of a sheet when they hold single cells far below everything else."""
    found: set[int] = set()
    lone: list[int] = []
    below = 0
    for row in sorted(sheet.rows, reverse=True):
        filled = _filled(sheet.rows[row])
        if not filled:
            continue
        if below and below - row > _ROWS:
            found |= set(lone)
            lone = []
        if filled > 1 or len(lone) == _FEW or row <= max(header, default=0):
            break
        lone.append(row)
        below = row
    return frozenset(found)


def near_columns(sheet: Sheet, header: Sequence[int], columns: Sequence[int]) -> list[int]:
    """Leave out the last of some columns where they hold single cells far beside the others.

    A column with a title and anything below it is none of these.
    """
    near = list(columns)
    for n in range(len(columns) - 1, 0, -1):
        if columns[n] - columns[n - 1] > _COLUMNS:
            beyond = columns[n:]
            cells = list(_cells(sheet, header, beyond))
            titled = {column for row, column in cells if row in header}
            if len(cells) > _FEW or any(c in titled and r not in header for r, c in cells):
                break
            near = list(columns[:n])
    return near


def far_cells(
    sheet: Sheet, header: Sequence[int], columns: Collection[int]
) -> list[tuple[int, int]]:
    """Return the single cells far from a table, by row and column; ``columns`` are its own."""
    away = far_rows(sheet, header)
    last = max(columns, default=0)
    first = min(header, default=0)
    return [
        (row, n)
        for row, cells in sheet
        if row in away or (row >= first and len(cells) - 1 > last + _COLUMNS)
        for n, value in enumerate(cells)
        if not is_blank(value) and (row in away or n > last + _COLUMNS)
    ]


def problems_of(path: str, sheet: Sheet, cells: Sequence[tuple[int, int]]) -> Iterator[Problem]:
    """Name each cell by itself: a range from one to the next would hold the whole table."""
    for row, n in cells:
        where = source(path, sheet.name, cell_range((n, n), (row, row)))
        yield Problem(where, "CELL_FAR")


def _filled(cells: Sequence[Value]) -> int:
    return sum(not is_blank(value) for value in cells if value is not None)


def _cells(
    sheet: Sheet, header: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the filled cells of some columns, from the titles on, as many as are few and one."""
    top, seen = min(header, default=0), 0
    for row, cells in sheet:
        if row < top or len(cells) <= columns[0]:
            continue
        for n in columns:
            if n < len(cells) and not is_blank(cells[n]):
                yield row, n
                seen += 1
        if seen > _FEW:
            return
