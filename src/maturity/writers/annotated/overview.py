"""One workbook of several tables, each a sheet with a title: how ``problems.xlsx`` is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.language import harmless
from maturity.writers.annotated.marks import FILLS
from maturity.writers.annotated.text import LONGEST, height

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_INK, _NAVY, _RULE = "#1F2933", "#12436D", "#B5CFE8"
_BORN = datetime(2000, 1, 1)  # noqa: DTZ001 - same input, same bytes
_NUMBER = "number"
_HEADER = {
    "bold": True,
    "font_color": "white",
    "bg_color": _NAVY,
    "text_wrap": True,
    "valign": "vcenter",
    "indent": 1,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page; ``severity`` colours its first cell of that kind."""

    cells: Sequence[str | int]
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: a title, lines below it, and a table with widths in characters."""

    name: str
    title: str
    lines: Sequence[str]
    header: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Row]
    coloured: int = -1


def write_pages(path: Path, pages: Sequence[Page], footer: str) -> None:
    """Write pages of text and numbers; nothing a client typed can become a formula or a link."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _BORN})
        looks = _looks(book)
        for page in pages:
            _write(book.add_worksheet(page.name), page, looks, footer)


def _looks(book: Workbook) -> Mapping[str, Format]:
    text = {"font_color": _INK, "text_wrap": True, "valign": "top"}
    ruled = {**text, "bottom": 1, "bottom_color": _RULE}
    found = {
        "title": {"font_size": 16, "bold": True, "font_color": _NAVY},
        "line": {"font_color": _INK, "font_size": 11},
        "header": _HEADER,
        "counted": {**_HEADER, "align": "right", "indent": 0},
        "cell": {**ruled, "align": "left", "indent": 1},
        _NUMBER: {**ruled, "align": "right"},
        **{
            name: {**ruled, "align": "left", "indent": 1, "bold": True, "bg_color": f"#{fill}"}
            for name, fill in FILLS.items()
        },
    }
    return {name: book.add_format(look) for name, look in found.items()}


def _write(sheet: Worksheet, page: Page, looks: Mapping[str, Format], footer: str) -> None:
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, page.title, looks["title"])
    sheet.set_row(0, 24)
    for number, line in enumerate(page.lines, start=1):
        sheet.write_string(number, 0, line[:LONGEST], looks["line"])
    top = len(page.lines) + 2
    sheet.set_row(top, height(zip(page.header, page.widths, strict=True)) + 4)
    for column, (words, width) in enumerate(zip(page.header, page.widths, strict=True)):
        sheet.set_column(column, column, width)
        counts = any(isinstance(row.cells[column], int) for row in page.rows[:1])
        sheet.write_string(top, column, words, looks["counted" if counts else "header"])
    for number, row in enumerate(page.rows, start=top + 1):
        sheet.set_row(number, height(zip(map(str, row.cells), page.widths, strict=True)))
        for column, value in enumerate(row.cells):
            coloured = column == page.coloured and row.severity
            _cell(sheet, (number, column), value, looks, row.severity if coloured else "")
    last = max(top + len(page.rows), top + 1)
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, last, len(page.header) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer(f"&C{footer}")


def _cell(
    sheet: Worksheet,
    at: tuple[int, int],
    value: str | int,
    looks: Mapping[str, Format],
    severity: str,
) -> None:
    if isinstance(value, int):
        sheet.write_number(*at, value, looks[_NUMBER])
    else:
        sheet.write_string(*at, _told(value), looks[severity or "cell"])


def _told(text: str) -> str:
    """Return a text that a cell can hold; control characters are shown, never obeyed."""
    return harmless(text, "\n")[:LONGEST]
