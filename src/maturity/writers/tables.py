"""Plain tables as ``.xlsx``: filters, frozen titles, readable widths, and text that stays text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

_WIDEST = 70
_HEADER = "#12436D"


def write_table(
    path: Path, name: str, header: Sequence[str], rows: Sequence[Sequence[str | int | float]]
) -> None:
    """Write one sheet of text and numbers; nothing a client typed can become a formula."""
    import xlsxwriter

    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same input, same bytes
        sheet = book.add_worksheet(name)
        title = book.add_format(
            {"bold": True, "font_color": "white", "bg_color": _HEADER, "text_wrap": True}
        )
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for column, text in enumerate(header):
            widest = max((len(str(row[column])) for row in rows), default=0)
            sheet.set_column(column, column, min(max(widest, len(text)) + 2, _WIDEST), cell)
            sheet.write_string(0, column, text, title)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value, cell)
                else:
                    sheet.write_number(number, column, value, cell)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
