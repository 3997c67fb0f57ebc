"""Workbooks drawn in Markdown and written by several programs, as clients send them.

A cell is what Excel would make of it when typed::

    4        a number            '4         text             TRUE       a truth value
    80%      a percentage        #N/A       an error         2026-04-03 a date
    =B2      a formula whose result was never stored         =B2 -> 4   one whose result was
    ␣        a no-break space    (nothing)  no cell          ⏎          a new line in a text
"""

import csv
import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.styles import numbers

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_LOOKS = {"percent": "0%", "date": 14}
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def drawn(drawing):
    """The cells of a Markdown table, row by row, as typed; a row of dashes is decoration."""
    lines = [line.strip() for line in drawing.strip().splitlines()]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in rows if not all(re.fullmatch(r":?-{3,}:?", cell) for cell in row)]


def as_text(cell):
    return cell.removeprefix("'").replace("␣", "\N{NO-BREAK SPACE}").replace("⏎", "\n")


def value(cell):
    """What a program stores for a typed cell: None, float, bool, date or str."""
    if cell in {"", "TRUE", "FALSE"}:
        return {"": None, "TRUE": True, "FALSE": False}[cell]
    if _NUMBER.fullmatch(cell):
        return float(cell) if "." in cell else int(cell)
    return date.fromisoformat(cell) if _DATE.fullmatch(cell) else as_text(cell)


def write_csv(path, drawing, *, separator=",", encoding="utf-8", before=""):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([as_text(cell) for cell in row] for row in drawn(drawing))
    Path(path).write_bytes((before + text.getvalue()).encode(encoding))
    return path


def write_openpyxl(path, **sheets):
    """One sheet per drawing; openpyxl never stores the result of a formula."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, drawing in sheets.items():
        sheet = book.create_sheet(title)
        for r, row in enumerate(drawn(drawing), 1):
            for c, typed in enumerate(row, 1):
                _put(sheet.cell(r, c), typed.partition(" -> ")[0] if typed[:1] == "=" else typed)
    book.save(path)
    return path


def _put(cell, typed):
    if re.fullmatch(r"\d+%", typed):
        cell.value, cell.number_format = int(typed[:-1]) / 100, numbers.FORMAT_PERCENTAGE
    elif typed:
        cell.value = value(typed)
        if typed.startswith("'"):
            cell.data_type = "s"


def write_xlsxwriter(path, _options=None, **sheets):
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, **(_options or {})}) as book:
        looks = {kind: book.add_format({"num_format": code}) for kind, code in _LOOKS.items()}
        for title, drawing in sheets.items():
            sheet = book.add_worksheet(title)
            for r, row in enumerate(drawn(drawing)):
                for c, typed in enumerate(row):
                    _write(sheet, (r, c), typed, looks)
    return path


def _write(sheet, place, typed, looks):
    if typed.startswith("="):
        formula, _, stored = typed.partition(" -> ")
        sheet.write_formula(*place, formula, None, value(stored) if stored else "")
    elif typed.startswith("#"):
        sheet.write_formula(*place, "=NA()", None, typed)
    elif re.fullmatch(r"\d+%", typed):
        sheet.write_number(*place, int(typed[:-1]) / 100, looks["percent"])
    elif isinstance(value(typed), date):
        sheet.write_datetime(*place, value(typed), looks["date"])
    elif isinstance(value(typed), str):
        sheet.write_string(*place, value(typed))
    elif typed:
        sheet.write(*place, value(typed))


def write_in_memory(path, **sheets):
    return write_xlsxwriter(path, {"in_memory": True}, **sheets)


def write_inline(path, **sheets):
    """Inline strings, no shared ones: what XlsxWriter makes of big exports."""
    return write_xlsxwriter(path, {"constant_memory": True}, **sheets)


WRITERS = (write_openpyxl, write_in_memory, write_inline)


def locked(path, password):
    """The same workbook behind a password, as Excel would keep it."""
    plain, sealed = io.BytesIO(Path(path).read_bytes()), io.BytesIO()
    OOXMLFile(plain).encrypt(password, sealed)
    Path(path).write_bytes(sealed.getvalue())
    return path
