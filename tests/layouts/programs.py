"""The same sheets written by different programs: each has its own habits with the format."""

import csv
import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyexcelerate
import xlsxwriter
import xlwt
from odf import number, opendocument, style, table, text
from openpyxl.styles import numbers
from tests.layouts.grid import Error, Formula, Percent, shown


def write_openpyxl(path, book):
    """Shared strings; the result of a formula is never stored."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for grid in book.grids:
        sheet = made.create_sheet(grid.name)
        for (row, column), value in grid.cells.items():
            _put(sheet.cell(row, column), value)
        for area in grid.merged:
            sheet.merge_cells(
                start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3]
            )
        for row in grid.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        if grid.hidden:
            sheet.sheet_state = "hidden"
    made.active = next(n for n, grid in enumerate(book.grids) if not grid.hidden)
    made.save(path)


def _put(cell, value):
    if isinstance(value, Percent):
        cell.value, cell.number_format = value.share, numbers.FORMAT_PERCENTAGE
    elif isinstance(value, Error):
        cell.value, cell.data_type = value.text, "e"
    elif isinstance(value, Formula):
        cell.value = value.text
    else:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def write_xlsxwriter(path, book, **options):
    """Shared strings, the results of formulas stored."""
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, **options}) as made:
        looks = {
            kind: made.add_format({"num_format": code})
            for kind, code in {"percent": "0%", "date": 14, "moment": 22}.items()
        }
        for grid in book.grids:
            sheet = made.add_worksheet(grid.name)
            for place in sorted(grid.cells):
                _write(sheet, place, grid.cells[place], looks)
            if not options.get("constant_memory"):
                for area in grid.merged:
                    sheet.merge_range(*(each - 1 for each in area), "")
                    _write(sheet, area[:2], grid.cells.get(area[:2]), looks)
            for row in sorted(grid.hidden_rows):
                if not options.get("constant_memory"):
                    sheet.set_row(row - 1, None, None, {"hidden": True})
            if grid.hidden:
                sheet.hide()


def _write(sheet, place, value, looks):
    at = (place[0] - 1, place[1] - 1)
    if isinstance(value, Formula):
        sheet.write_formula(*at, value.text, None, "" if value.stored is None else value.stored)
    elif isinstance(value, Percent):
        sheet.write_number(*at, value.share, looks["percent"])
    elif isinstance(value, Error):
        sheet.write_formula(*at, "=NA()", None, value.text)
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value, looks["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(*at, value, looks["date"])
    elif isinstance(value, str):
        sheet.write_string(*at, value)
    elif value is not None:
        sheet.write_number(*at, value)


def write_inline(path, book):
    """Strings in the cells: what XlsxWriter makes of exports too big for memory."""
    write_xlsxwriter(path, book, constant_memory=True)


def write_pyexcelerate(path, book):
    """A fast writer that knows values only."""
    made = pyexcelerate.Workbook()
    for grid in book.grids:
        rows = [
            [_plain(grid.cells.get((row, column))) for column in range(1, grid.width + 1)]
            for row in range(1, grid.last_row + 1)
        ]
        made.new_sheet(grid.name, data=rows)
    made.save(str(path))


def _plain(value):
    if isinstance(value, Percent | Error):
        return shown(value)
    if isinstance(value, Formula):
        return value.stored
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - cells have no zone
    return value


def write_xls(path, book):
    """BIFF8, as old servers export it."""
    made = xlwt.Workbook(encoding="utf-8")
    looks = {
        kind: xlwt.easyxf(num_format_str=code)
        for kind, code in {"percent": "0%", "date": "DD/MM/YYYY", "moment": "DD/MM/YY H:MM"}.items()
    }
    for grid in book.grids:
        sheet = made.add_sheet(grid.name, cell_overwrite_ok=True)
        for (row, column), value in grid.cells.items():
            _write_xls(sheet, (row - 1, column - 1), value, looks)
        sheet.visibility = int(grid.hidden)
    made.save(str(path))


def _write_xls(sheet, at, value, looks):
    if isinstance(value, Percent):
        sheet.write(*at, value.share, looks["percent"])
    elif isinstance(value, Error):
        sheet.row(at[0]).set_cell_error(at[1], {"#REF!": 23, "#N/A": 42}[value.text])
    elif isinstance(value, Formula):
        sheet.write(*at, shown(value))
    elif isinstance(value, datetime):
        sheet.write(*at, value, looks["moment"])
    elif isinstance(value, date):
        sheet.write(*at, value, looks["date"])
    else:
        sheet.write(*at, value)


def write_ods(path, book):
    """OpenDocument, by odfpy."""
    made = opendocument.OpenDocumentSpreadsheet()
    made.automaticstyles.addElement(_percent_style())
    percent = style.Style(name="pc", family="table-cell", datastylename="P0")
    made.automaticstyles.addElement(percent)
    away = style.Style(name="away", family="table")
    away.addElement(style.TableProperties(display="false"))
    made.automaticstyles.addElement(away)
    for grid in book.grids:
        sheet = table.Table(name=grid.name, stylename=away if grid.hidden else None)
        for row in range(1, grid.last_row + 1):
            line = table.TableRow()
            for column in range(1, grid.width + 1):
                line.addElement(_ods_cell(grid.cells.get((row, column)), percent))
            sheet.addElement(line)
        made.spreadsheet.addElement(sheet)
    made.save(str(path))


def _percent_style():
    look = number.PercentageStyle(name="P0")
    look.addElement(number.Number(decimalplaces="0", minintegerdigits="1"))
    look.addElement(number.Text(text="%"))
    return look


def _ods_cell(value, percent):
    if value is None:
        return table.TableCell()
    if isinstance(value, bool):
        cell = table.TableCell(valuetype="boolean", booleanvalue=str(value).lower())
    elif isinstance(value, Percent):
        cell = table.TableCell(valuetype="percentage", value=value.share, stylename=percent)
    elif isinstance(value, int | float):
        cell = table.TableCell(valuetype="float", value=value)
    elif isinstance(value, date):
        cell = table.TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, Formula):
        cell = table.TableCell(
            valuetype="float", value=value.stored or 0, formula=f"of:{value.text}"
        )
    else:
        cell = table.TableCell(valuetype="string")
    for line in shown(value).split("\n"):
        cell.addElement(text.P(text=line))
    return cell


def write_csv(path, book):
    """A text file of the first sheet, as the tool's country and habits have it."""
    how, grid = book.text, book.grids[0]
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if how.quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=how.separator, quoting=quoting, lineterminator=how.newline)
    for row in range(1, grid.last_row + 1):
        values = [grid.cells.get((row, column)) for column in range(1, grid.width + 1)]
        writer.writerow([_csv_cell(value, how) for value in values])
    Path(path).write_bytes((out.getvalue() + how.end).encode(how.encoding))


def _csv_cell(value, how):
    if isinstance(value, datetime):
        return value.strftime(how.moment)
    if isinstance(value, float):
        return shown(value).replace(".", how.decimal)
    return shown(value)


PROGRAMS = {
    "openpyxl": ("xlsx", write_openpyxl),
    "xlsxwriter": ("xlsx", write_xlsxwriter),
    "inline": ("xlsx", write_inline),
    "pyexcelerate": ("xlsx", write_pyexcelerate),
    "xlwt": ("xls", write_xls),
    "odfpy": ("ods", write_ods),
    "csv": ("csv", write_csv),
}


def programs_for(book):
    """The programs that can say everything that is in a book."""
    return [
        name
        for name, (ending, _) in PROGRAMS.items()
        if ending in book.formats
        and not (name == "csv" and len(book.grids) > 1)
        and not (name == "pyexcelerate" and any(g.hidden or g.hidden_rows for g in book.grids))
    ]


def write(folder, stem, book, program):
    """Write a book and return its path."""
    ending, writer = PROGRAMS[program]
    path = Path(folder) / f"{stem}.{ending}"
    writer(path, book)
    return path
