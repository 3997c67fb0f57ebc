"""The workbook inside a chart: what the slide shows, and nothing that Excel would work out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from maturity.writers.slides.runs import harmless

SHEET = "Sheet1"
Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the workbook: its letter, its heading, its values and how Excel writes them."""

    letter: str
    name: str
    values: Values
    number: str = "General"


def columns(
    named: Sequence[tuple[str, Values]], *, start: int = 0, number: str = "General"
) -> list[Column]:
    """Give rows of numbers their columns, from B on, ``start`` columns further."""
    return [
        Column(letter(n), name, values, number) for n, (name, values) in enumerate(named, start + 1)
    ]


def letter(number: int) -> str:
    """Name a column, A being 0.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    high, low = divmod(number, 26)
    return (chr(64 + high) if high else "") + chr(65 + low)


def workbook(rows: Sequence[str], filled: Sequence[Column], name: str = "") -> bytes:
    """Return the cells that a chart refers to, one row per name; no text is a formula or a link."""
    import xlsxwriter

    file = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, plain) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same input, same bytes
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 50)
        sheet.write_string(0, 0, name)
        for row, label in enumerate(rows, start=1):
            sheet.write_string(row, 0, harmless(label))
        for place, column in enumerate(filled, start=1):
            look = book.add_format({"num_format": column.number})
            sheet.write_string(0, place, harmless(column.name))
            for row, value in enumerate(column.values, start=1):
                if value is not None:
                    sheet.write_number(row, place, value, look)
    return file.getvalue()
