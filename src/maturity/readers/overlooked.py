"""What people overlook in a workbook: sheets left alone, hidden rows, merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.errors import Problem
from maturity.readers import table
from maturity.readers.headers import Headers
from maturity.readers.naming import HIDDEN, WEAK, is_ours, kinds
from maturity.readers.sheet import Area, Sheet, Workbook, as_written, cell_range, is_blank, source
from maturity.readers.table import Column, Table

_ONE_CELL = {table.ITEM, table.ATTRIBUTE, table.RESPONDENT}
_LEFT_ALONE = {HIDDEN: "SHEET_HIDDEN", WEAK: "SHEET_UNCLEAR"}


def overlooked(
    path: str, workbook: Workbook, tables: Sequence[Table], headers: Headers
) -> Iterator[Problem]:
    """Yield a problem for all that was not read, or not as its author sees it."""
    columns = [column for each in tables for column in each.columns]
    used = frozenset[str]().union(*(each.sheets for each in tables))
    for named in kinds(workbook, headers):
        code = _LEFT_ALONE.get(named.kind, "SHEET_IGNORED" if tables else "")
        sheet = named.sheet
        if code and sheet.name not in used and sheet.rows and not is_ours(workbook, sheet):
            params = {"count": str(max(named.across, named.down))}
            yield Problem(source(path, sheet.name), code, sheet.name, params)
    for sheet in workbook.sheets:
        here = [column for column in columns if column.sheet == sheet.name and column.rows]
        if here:
            yield from _hidden_rows(path, sheet, here)
            yield from _hidden_columns(path, sheet, here)
            yield from _merged(path, sheet, here)


def _hidden_rows(path: str, sheet: Sheet, columns: Sequence[Column]) -> Iterator[Problem]:
    used = {row for column in columns for row in column.rows} if sheet.hidden_rows else set()
    rows = sorted(sheet.hidden_rows & used)
    if rows:
        indices = [n for column in columns for n in _indices(column)]
        cells = cell_range((min(indices), max(indices)), (rows[0], rows[-1]))
        params = {"count": str(len(rows))}
        yield Problem(source(path, sheet.name, cells), "ROWS_HIDDEN", params=params)


def _hidden_columns(path: str, sheet: Sheet, columns: Sequence[Column]) -> Iterator[Problem]:
    """Name hidden columns that were read and hold something."""
    if not sheet.hidden_columns:
        return
    cells = [
        (row, column.index_of(n))
        for column in columns
        for n, row in enumerate(column.rows)
        if column.index_of(n) in sheet.hidden_columns and not is_blank(column.values[n])
    ]
    if cells:
        rows, indices = zip(*cells, strict=True)
        where = cell_range((min(indices), max(indices)), (min(rows), max(rows)))
        params = {"count": str(len(set(indices)))}
        yield Problem(source(path, sheet.name, where), "COLUMNS_HIDDEN", params=params)


def _indices(column: Column) -> Sequence[int]:
    return column.indices or (column.index,)


def _merged(path: str, sheet: Sheet, columns: Sequence[Column]) -> Iterator[Problem]:
    """Name merged areas that look like several answers and hold one: the first cell's."""
    for area in sheet.merged:
        found = sheet.at(area.first_row, area.first_column)
        if found is None:
            continue
        covered = {cell for column in columns for cell in _covered(area, column)}
        if len(covered) > 1:
            across, down = (area.first_column, area.last_column), (area.first_row, area.last_row)
            where = source(path, sheet.name, cell_range(across, down))
            yield Problem(where, "CELLS_MERGED", as_written(found))


def _covered(area: Area, column: Column) -> Iterator[tuple[int, int]]:
    """Yield the cells of a column that lie in a merged area, unless its value was given to all."""
    if column.role not in _ONE_CELL or not _may_meet(area, column):
        return
    for n, row in enumerate(column.rows):
        index = column.index_of(n)
        inside = area.first_column <= index <= area.last_column
        first = (row, index) == (area.first_row, area.first_column)
        given = column.role == table.ATTRIBUTE and not first and not is_blank(column.values[n])
        if inside and area.first_row <= row <= area.last_row and not given:
            yield row, index


def _may_meet(area: Area, column: Column) -> bool:
    indices = _indices(column)
    return area.first_column <= max(indices) and min(indices) <= area.last_column
