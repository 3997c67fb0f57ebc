"""What a file holds before anyone interprets it: sheets of cells, each with its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error cell such as ``#N/A``."""

    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell formatted as a date or a time."""

    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A number formatted as a percentage; ``share`` 0.8 is shown as 80 %."""

    share: float


Stored = str | float | bool | ErrorValue | Moment | Percent | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the value the program stored with it, None when it stored none."""

    value: Stored


Value = Stored | Formula


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[7][2]`` is C7. Rows are numbered as in Excel, columns from 0; gaps are None."""

    name: str
    rows: Mapping[int, list[Value]]
    hidden: bool = False

    def at(self, row: int, column: int) -> Value:
        """Return a cell's value, None where there is no cell."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]:
        return iter(sorted(self.rows.items()))


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of one file and its custom properties; ``kind`` names the file format."""

    kind: str
    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


def is_blank(value: Value) -> bool:
    """Tell whether a cell holds nothing a person can see; a formula always holds something."""
    return value is None or (
        isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u202f\u2007\u200b\ufeff")
    )


def as_written(value: Value) -> str:
    """Return what a cell shows, numbers without needless decimals.

    >>> as_written(4.0), as_written(3.5), as_written(True), as_written(Percent(0.8))
    ('4', '3.5', 'TRUE', '80%')
    """
    if isinstance(value, Formula):
        return as_written(value.value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, Percent):
        return f"{value.share * 100:.15g}%"
    if isinstance(value, ErrorValue | Moment):
        return value.text
    return value or ""


def column_letter(column: int) -> str:
    """Return a column's letters, counted from 0.

    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def source(path: str, sheet: str, cells: str = "") -> str:
    """Return ``file!sheet!cells``; a sheet name that holds ``!`` is quoted as Excel does."""
    if "!" in sheet:
        sheet = "'" + sheet.replace("'", "''") + "'"
    return "!".join(part for part in (path, sheet, cells) if part)
