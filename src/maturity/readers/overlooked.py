"""What people overlook in a workbook: sheets left alone, hidden rows, merged cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.errors import Problem
from maturity.readers import table
from maturity.readers.headers import Headers
from maturity.readers.naming import HIDDEN, WEAK, is_ours, kinds
from maturity.readers.sheet import Area, Sheet, Workbook, as_written, cell_range, source
from maturity.readers.table import Column, Table

_ONE_CELL = {table.ITEM, table.ATTRIBUTE, table.RESPONDENT}
_LEFT_ALONE = {HIDDEN: "SHEET_HIDDEN", WEAK: "SHEET_UNCLEAR"}


def overlooked(
    path: str, workbook: Workbook, tables: Sequence[Table], headers: Headers
) -> Iterator[Problem]:
    """Yield a problem for all that was not read, or not as its author sees it."""
    columns = [column for each in tables for column in each.columns]
    used = {column.sheet for column in columns}
    for named in kinds(workbook, headers):
        code = _LEFT_ALONE.get(named.kind, "SHEET_IGNORED" if tables else "")
        sheet = named.sheet
        if code and sheet.name not in used and sheet.rows and not is_ours(workbook, sheet):
            params = {"count": str(max(named.across, named.down))}
            yield Problem(source(path, sheet.name), code, sheet.name, params)
    for sheet in workbook.sheets:
        here = [column for column in columns if column.sheet == sheet.name]
        yield from _hidden_rows(path, sheet, here)
        yield from _merged(path, sheet, here)


def _hidden_rows(path: str, sheet: Sheet, columns: Sequence[Column]) -> Iterator[Problem]:
    used = {row for column in columns for row in column.rows} if sheet.hidden_rows else set()
    rows = sorted(sheet.hidden_rows & used)
    if rows:
        across = (min(column.index for column in columns), max(column.index for column in columns))
        cells = cell_range(across, (rows[0], rows[-1]))
        params = {"count": str(len(rows))}
        yield Problem(source(path, sheet.name, cells), "ROWS_HIDDEN", params=params)


def _merged(path: str, sheet: Sheet, columns: Sequence[Column]) -> Iterator[Problem]:
    """Name merged areas that look like several answers and hold one: the first cell's."""
    for area in sheet.merged:
        found = sheet.at(area.first_row, area.first_column)
        covered = sum(_covered(area, column) for column in columns if column.role in _ONE_CELL)
        if found is not None and covered > 1:
            across, down = (area.first_column, area.last_column), (area.first_row, area.last_row)
            where = source(path, sheet.name, cell_range(across, down))
            yield Problem(where, "CELLS_MERGED", as_written(found))


def _covered(area: Area, column: Column) -> int:
    if not area.first_column <= column.index <= area.last_column:
        return 0
    return sum(area.first_row <= row <= area.last_row for row in column.rows)
