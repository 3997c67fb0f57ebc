"""Sheets as cells at places, and what is true of each cell, before any program writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from openpyxl.utils import get_column_letter

# What must become of an answer cell. An open cell may be read right or left aside, never read
# wrong; a lost one must not be read; both are named by a problem when they are not read. A spoiled
# cell is lost, and may bring its whole column in doubt.
ANSWERED, DONT_KNOW, NOT_APPLICABLE = "", "dont_know", "not_applicable"
LOST, OPEN, SPOILED = "lost", "open", "spoiled"


@dataclass(frozen=True)
class Formula:
    """A formula, and the result the program stored with it, None when it stored none."""

    text: str
    stored: object = None


@dataclass(frozen=True)
class Percent:
    share: float


@dataclass(frozen=True)
class Error:
    text: str = "#N/A"


@dataclass(frozen=True)
class Truth:
    """What is true of one filled answer cell; ``person`` and ``item`` are "" where it has none."""

    person: object
    item: str
    outcome: str
    point: int | None = None


@dataclass
class Grid:
    """One sheet: cells by (row, column), both counted from 1, and the truth about its answers."""

    name: str
    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    truth: dict[tuple[int, int], Truth] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False

    def put(self, row, column, value, truth=None):
        if value is None:
            return
        self.cells[row, column] = value
        if truth is not None:
            self.truth[row, column] = truth

    def line(self, row, values, column=1):
        for place, value in enumerate(values, column):
            self.put(row, place, value)

    @property
    def last_row(self):
        return max((row for row, _ in self.cells), default=0)

    @property
    def width(self):
        return max((column for _, column in self.cells), default=0)

    def address(self, place):
        return f"{get_column_letter(place[1])}{place[0]}"


@dataclass
class Text:
    """How a CSV is written: everything a program may choose."""

    separator: str = ","
    encoding: str = "utf-8"
    newline: str = "\r\n"
    quote_all: bool = False
    moment: str = "%Y-%m-%d %H:%M:%S"
    decimal: str = "."
    end: str = ""


@dataclass
class Book:
    """A file that is not written yet.

    ``planted`` are the personal data in it, ``excluded`` people who must not count, ``refused``
    says that nobody may come out of it; ``groups`` gives people's functions where they are told.
    """

    grids: list[Grid]
    planted: set[str] = field(default_factory=set)
    groups: dict[object, str | None] = field(default_factory=dict)
    excluded: set[object] = field(default_factory=set)
    refused: bool = False
    text: Text = field(default_factory=Text)
    formats: tuple[str, ...] = ("xlsx", "xls", "ods", "csv")

    @property
    def truths(self):
        return {
            (grid.name, place): truth for grid in self.grids for place, truth in grid.truth.items()
        }


def shown(value):
    """What a cell reads as in a text file, and in ``answer``."""
    if isinstance(value, Formula):
        return shown(value.stored)
    if isinstance(value, bool):
        return str(value).upper()
    ways = {
        Percent: lambda: f"{value.share * 100:g}%",
        Error: lambda: value.text,
        float: lambda: f"{value:.15g}",
        datetime: lambda: f"{value:%Y-%m-%d %H:%M:%S}",
        type(None): lambda: "",
    }
    return ways.get(type(value), lambda: str(value))()
