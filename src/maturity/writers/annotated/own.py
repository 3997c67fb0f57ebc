"""The client's own workbook, opened and annotated with openpyxl, its looks kept.

openpyxl is slow or fails on odd files, so this runs in a child process; what it drops that matters
to a second reading, the stored results of formulas, is put back into the package it wrote.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from maturity.readers.corrections import PROPERTY
from maturity.writers.annotated.front import Front, fields, set_up
from maturity.writers.annotated.marks import FILLS, Copy
from maturity.writers.annotated.paint import Paint, comment_size, paint
from maturity.writers.annotated.text import inert

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import PatternFill
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Results = Mapping[str, Mapping[str, Sequence[object]]]  # by sheet and cell: kind and text
_CORE = "docProps/core.xml"
_BORN = "2000-01-01T00:00:00Z"
_WHEN = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FORMULA = re.compile(
    r'(<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+")?)>(<f(?: [^>]*)?(?:/>|>[^<]*</f>))<v ?/></c>'
)


def write_own(package: BinaryIO, copy: Copy, target: Path) -> None:
    """Annotate a workbook and write it to ``target``.

    Raises
    ------
    Exception
        Whatever openpyxl raises on files that it does not understand; it has no list.
    """
    from openpyxl import load_workbook

    book = load_workbook(package, keep_vba=copy.macros, rich_text=True)
    if copy.dropped:
        del book[copy.dropped]
    for sheet, cell, value in copy.put:
        _put(book[sheet], cell, value)
    for name, found in paint(copy.marks).items():
        if name in book.sheetnames:
            _annotate(book[name], found)
    _add_front(book, copy)
    _mark_as_ours(book, copy.origin)
    draft = io.BytesIO()
    book.save(draft)
    parts = {sheet.title: f"xl/worksheets/sheet{n}.xml" for n, sheet in enumerate(book, start=1)}
    stored = {parts[name]: cells for name, cells in copy.stored.items() if name in parts}
    rewrite(draft, stored, target)


def _put(sheet: Worksheet, cell: str, value: object) -> None:
    """Write a correction of an earlier copy into the cell it was typed for."""
    if isinstance(value, str):
        inert(sheet[cell], value)
    else:
        sheet[cell].value = value


def _annotate(sheet: Worksheet, found: Paint) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {severity: PatternFill("solid", colour) for severity, colour in FILLS.items()}
    for (row, column), severity in found.fills.items():
        sheet.cell(row, column).fill = fills[severity]
    for (row, column), text in found.comments.items():
        cell = _shown(sheet, row, column)
        before = f"{cell.comment.text}\n\n" if cell.comment else ""
        width, height = comment_size(before + text)
        cell.comment = Comment(before + text, "maturity", height=height, width=width)
    _show_fills(sheet, found, fills)


def _shown(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that can be seen: of a merged area, the first."""
    from openpyxl.cell.cell import Cell

    cell = sheet.cell(row, column)
    if isinstance(cell, Cell):
        return cell
    area = next(each for each in sheet.merged_cells.ranges if cell.coordinate in each)
    first = sheet.cell(area.min_row, area.min_col)
    return cast("Cell", first)


def _show_fills(sheet: Worksheet, found: Paint, fills: Mapping[str, PatternFill]) -> None:
    """Let our fills win over the sheet's own conditional formats, which hide a cell's fill."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.worksheet.cell_range import MultiCellRange

    formats = [rule for each in sheet.conditional_formatting for rule in each.rules]
    if not formats:
        return
    for rule in formats:
        rule.priority += len(fills)
    for number, (severity, fill) in enumerate(fills.items(), start=1):
        cells = [cell for cell, grave in found.fills.items() if grave == severity]
        if not cells:
            continue
        ranges = MultiCellRange([sheet.cell(*cell).coordinate for cell in cells[:1000]])
        rule = FormulaRule(  # type: ignore[no-untyped-call]
            formula=["TRUE"], fill=_conditional(fill), stopIfTrue=True
        )
        sheet.conditional_formatting.add(str(ranges), rule)
        rule.priority = number


def _conditional(fill: PatternFill) -> PatternFill:
    """Return a fill as conditional formats want it: they show the background colour."""
    from openpyxl.styles import PatternFill

    return PatternFill("solid", bgColor=fill.fgColor)


def _add_front(book: Workbook, copy: Copy) -> None:
    sheet = book.create_sheet(copy.words["sheet"], 0)
    front, rows = Front(), list(fields(copy))
    for row, cells in enumerate(rows, start=1):
        for column, each in enumerate(cells, start=1):
            front.dress(sheet.cell(row, column), each)
    set_up(sheet, rows, copy.words["footer"])
    for other in book.worksheets:  # two selected sheets would be typed into at once
        other.sheet_view.tabSelected = other is sheet
    book.active = 0


def _mark_as_ours(book: Workbook, origin: str) -> None:
    """Say in a property what this is a copy of; the properties of our own forms stay."""
    from openpyxl.packaging.custom import StringProperty

    properties: Any = book.custom_doc_props  # type: ignore[attr-defined] # the stubs lack it
    if PROPERTY in properties.names:
        del properties[PROPERTY]
    properties.append(StringProperty(name=PROPERTY, value=origin))


def rewrite(draft: BinaryIO, stored: Results, to: Path) -> None:
    """Write the package anew: results of formulas in place, and no time of ours in it."""
    with zipfile.ZipFile(draft) as source, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _WHEN.sub(rf"\g<1>{_BORN}", content.decode()).encode()
            elif name in stored:
                content = _with_results(content.decode(), stored[name]).encode()
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)


def _with_results(sheet: str, results: Mapping[str, Sequence[object]]) -> str:
    def filled(match: re.Match[str]) -> str:
        if match[2] not in results:
            return match[0]
        kind, value = results[match[2]]
        of_kind = f' t="{kind}"' if kind != "n" else ""
        return f"{match[1]}{of_kind}>{match[3]}<v>{escape(str(value), quote=False)}</v></c>"

    return _FORMULA.sub(filled, sheet)
