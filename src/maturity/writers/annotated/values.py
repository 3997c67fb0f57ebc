"""A copy of values alone, at the addresses they have in the client's file.

For text tables, old and other programs' workbooks, and workbooks that openpyxl cannot keep: what
our own reading holds is written, row after row, so that size does not matter.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.readers.corrections import PROPERTY
from maturity.readers.sheet import (
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Sheet,
    Truth,
    Value,
    Workbook,
    as_written,
    cell_range,
    column_letter,
)
from maturity.writers.annotated.front import Field, Front, fields, set_up
from maturity.writers.annotated.marks import FILLS, Copy
from maturity.writers.annotated.own import rewrite
from maturity.writers.annotated.paint import Paint, comment_size, paint
from maturity.writers.annotated.text import escaped, inert

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS, _MOST_COLUMNS = 1 << 20, 1 << 14
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
_MEASURED, _NARROWEST, _WIDEST = 50, 8, 32  # rows, and characters of a column
_NOTHING = Paint({}, {})


def fits(workbook: Workbook) -> bool:
    """Tell whether Excel has room for every row and column of a file."""
    return all(
        max(sheet.rows, default=0) <= _MOST_ROWS
        and max(map(len, sheet.rows.values()), default=0) <= _MOST_COLUMNS
        for sheet in workbook.sheets
    )


def write_values(workbook: Workbook, names: Mapping[str, str], copy: Copy, target: Path) -> None:
    """Write the sheets of a reading, annotated; ``names`` gives those that Excel would refuse."""
    from openpyxl import Workbook as Book
    from openpyxl.packaging.custom import StringProperty

    book = Book(write_only=True)
    front, rows = Front(), list(fields(copy))
    first = book.create_sheet(copy.words["sheet"])
    set_up(first, rows, copy.words["footer"])
    for number, row in enumerate(rows, start=1):
        first.append([_dressed(first, front, each, (number, n)) for n, each in enumerate(row)])
    marked = paint(copy.marks)
    for sheet in workbook.sheets:
        name = names.get(sheet.name, sheet.name)
        _Writer(book.create_sheet(name), marked.get(name, _NOTHING)).write(sheet)
    for key, value in {**workbook.properties, PROPERTY: copy.origin}.items():
        book.custom_doc_props.append(  # type: ignore[attr-defined]
            StringProperty(name=key, value=value)
        )
    draft = io.BytesIO()
    book.save(draft)
    rewrite(draft, {}, target)


def _widths(sheet: Sheet) -> list[int]:
    """Return widths in which the first rows can be read."""
    rows = [cells for _, cells in islice(sheet, _MEASURED)]
    across = max(map(len, rows), default=0)
    lengths = [
        [len(as_written(cells[n])) for cells in rows if n < len(cells)] for n in range(across)
    ]
    return [min(max(*column, _NARROWEST) + 2, _WIDEST) for column in lengths]


def _dressed(sheet: Worksheet, front: Front, each: Field, at: tuple[int, int]) -> Cell:
    from openpyxl.cell import WriteOnlyCell

    cell: Cell = WriteOnlyCell(sheet)
    front.dress(cell, each)
    if cell.hyperlink:  # a cell that is only written does not know where it stands
        cell.hyperlink.ref = cell_range((at[1], at[1]), (at[0], at[0]))
    return cell


class _Writer:
    """Writes one sheet, row by row, with its fills and comments."""

    def __init__(self, sheet: Worksheet, found: Paint) -> None:
        from openpyxl.styles import PatternFill

        self.sheet, self.found = sheet, found
        self.fills = {each: PatternFill("solid", colour) for each, colour in FILLS.items()}
        self.marked: dict[int, int] = {}  # the last marked column of each row
        for row, column in found.fills:
            self.marked[row] = max(self.marked.get(row, 0), column)

    def write(self, sheet: Sheet) -> None:
        """Write every row up to the last that holds or shows anything."""
        from openpyxl.worksheet.cell_range import CellRange

        last = max([*sheet.rows, *self.marked], default=0)
        if sheet.hidden:
            self.sheet.sheet_state = "hidden"
        for row in sorted(sheet.hidden_rows):
            if row <= last:
                self.sheet.row_dimensions[row].hidden = True
        for column, width in enumerate(_widths(sheet)):
            self.sheet.column_dimensions[column_letter(column)].width = width
        for row in range(1, last + 1):
            cells = sheet.rows.get(row, [])
            width = max(len(cells), self.marked.get(row, 0))
            self.sheet.append([self._cell(sheet.at(row, n), row, n + 1) for n in range(width)])
        for area in sheet.merged:
            across, down = area[1::2], area[::2]
            self.sheet.merged_cells.ranges.add(CellRange(cell_range(across, down)))

    def _cell(self, value: Value, row: int, column: int) -> Cell | None:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.comments import Comment

        severity = self.found.fills.get((row, column))
        if value is None and severity is None:
            return None
        cell: Cell = WriteOnlyCell(self.sheet)
        _write(cell, value.value if isinstance(value, Formula) else value)
        if isinstance(value, Formula) and value.value is None:
            cell.value = "=NA()"  # a formula without a result stays one, and stays a problem
        if severity:
            cell.fill = self.fills[severity]
        if text := self.found.comments.get((row, column)):
            width, height = comment_size(text)
            cell.comment = Comment(text, "maturity", height=height, width=width)
        return cell


def _write(cell: Cell, value: Value) -> None:
    """Write a value so that it is read again as what it is."""
    match value:
        case str():
            inert(cell, value)
        case Truth():
            cell.value = value.value
        case Percent():
            cell.value, cell.number_format = value.share, "0.##%"
        case ErrorValue() if value.text in _ERRORS:
            cell.value = value.text
        case ErrorValue():
            inert(cell, value.text)
        case Moment() if value.at is not None:
            cell.value = value.at
            cell.number_format = "yyyy-mm-dd hh:mm" if " " in value.text else "yyyy-mm-dd"
        case Moment():
            inert(cell, escaped(value.text))
        case float():
            cell.value = value
