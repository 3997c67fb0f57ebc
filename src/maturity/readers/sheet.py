"""What a file holds before anyone interprets it: sheets of cells, each with its address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

# What nobody sees: every white space of Unicode, and marks without width.
_UNSEEN = (
    "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010))))
    + "\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\u00ad"
)


class BrokenFileError(Exception):
    """The file cannot be read: ``code`` is the problem code that says why, ``params`` fill it."""

    def __init__(
        self, code: str, why: str = "", params: Mapping[str, str | Mapping[str, str]] | None = None
    ) -> None:
        super().__init__(code, why, params)
        self.code = code
        self.why = why
        self.params = params or {}


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error cell such as ``#N/A``."""

    text: str


@dataclass(frozen=True, slots=True)
class Truth:
    """A cell that is TRUE or FALSE: a bool would be equal to the number 1 or 0."""

    value: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """A cell formatted as a date or a time."""

    at: datetime | None
    text: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A number formatted as a percentage; ``share`` 0.8 is shown as 80 %."""

    share: float


Stored = str | float | Truth | ErrorValue | Moment | Percent | None


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the value the program stored with it, None when it stored none."""

    value: Stored


Value = Stored | Formula


class Area(NamedTuple):
    """A rectangle of cells, both corners included; columns from 0."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``rows[7][2]`` is C7, rows numbered as in Excel, columns from 0; gaps are None.

    ``hidden_rows`` are those a filter or a person hid, ``hidden_columns`` likewise, ``merged`` the
    areas shown as one cell.
    """

    name: str
    rows: Mapping[int, list[Value]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()
    hidden_columns: frozenset[int] = frozenset()

    def at(self, row: int, column: int) -> Value:
        """Return a cell's value, None where there is no cell."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None

    def __iter__(self) -> Iterator[tuple[int, list[Value]]]:
        rows = self.rows
        return ((number, rows[number]) for number in sorted(rows))


@dataclass(frozen=True, slots=True)
class Remark:
    """What a format's reader wants said of a file: a problem code, and where in it if anywhere."""

    code: str
    found: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    cells: str = ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of one file and its custom properties.

    ``notes`` say how the file was read (``format``, ``encoding``, ``separator``); ``remarks`` are
    problems of the file itself.
    """

    sheets: tuple[Sheet, ...]
    properties: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    @property
    def form(self) -> str:
        """Which of our own forms this is; empty when it is none."""
        return self.properties.get("maturity_form", "")


def is_blank(value: Value) -> bool:
    """Tell whether a cell holds nothing a person can see.

    A formula that shows nothing is blank; one whose result was never stored is not.
    """
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip(_UNSEEN)
    return isinstance(value, Formula) and value.value is not None and is_blank(value.value)


def as_written(value: Value) -> str:
    """Return what a cell shows, numbers without needless decimals.

    >>> as_written(4.0), as_written(3.5), as_written(Truth(True)), as_written(Percent(0.8))
    ('4', '3.5', 'TRUE', '80%')
    """
    if isinstance(value, Formula):
        return as_written(value.value)
    if isinstance(value, Truth):
        return str(value.value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, Percent):
        return f"{value.share * 100:.15g}%"
    if isinstance(value, ErrorValue | Moment):
        return value.text
    return value or ""


@lru_cache(maxsize=1 << 14)
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


def cell_range(columns: tuple[int, int], rows: tuple[int, int]) -> str:
    """Return ``C7``, or ``C7:D9`` when first and last differ.

    >>> cell_range((2, 2), (7, 7)), cell_range((2, 3), (7, 9))
    ('C7', 'C7:D9')
    """
    first, last = (f"{column_letter(c)}{r}" for c, r in zip(columns, rows, strict=True))
    return first if first == last else f"{first}:{last}"


def source(path: str, sheet: str, cells: str = "") -> str:
    """Return ``file!sheet!cells``; a sheet name that holds ``!`` is quoted as Excel does."""
    if "!" in sheet:
        sheet = "'" + sheet.replace("'", "''") + "'"
    return "!".join(part for part in (path, sheet, cells) if part)
