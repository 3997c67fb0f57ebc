"""What every layout is turned into: respondents by columns, each value with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maturity.errors import Problem
from maturity.readers.sheet import Value, cell_range, column_letter, source

ITEM, ATTRIBUTE, RESPONDENT, COMMENT, METADATA, UNKNOWN, REPEATED = (
    "item",
    "attribute",
    "respondent",
    "comment",
    "metadata",
    "unknown",
    "repeated",
)
ANSWER_ROLES = {ITEM, UNKNOWN, REPEATED}


@dataclass(frozen=True, slots=True)
class Column:
    """One question or detail for every respondent of a table.

    ``role`` says what it is (item, attribute, respondent, comment, metadata, unknown, repeated),
    ``target`` which item or attribute; ``values[i]`` stands in row ``rows[i]`` of column ``index``.
    """

    header: str
    role: str
    target: str
    sheet: str
    index: int
    rows: Sequence[int]
    values: Sequence[Value]

    def cell(self, respondent: int) -> str:
        """Return ``C7`` for a respondent's value."""
        return f"{column_letter(self.index)}{self.rows[respondent]}"


@dataclass(frozen=True, slots=True)
class Outside:
    """A filled cell that stands above the titles of a table, or below the questions of a form."""

    sheet: str
    row: int
    index: int
    value: Value


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's respondents, or one respondent's form; ``layout`` names how it was recognised.

    A form may go on over further sheets: its columns say where they stand.
    """

    path: str
    layout: str
    sheet: str
    size: int
    columns: tuple[Column, ...]
    header_cells: str
    properties: Mapping[str, str] = field(default_factory=dict)
    outside: Sequence[Outside] = ()

    def source(self, column: Column, respondent: int) -> str:
        """Return the address of one respondent's value."""
        return source(self.path, column.sheet, column.cell(respondent))

    def area(self, sheet: str, columns: Sequence[int], rows: Sequence[int]) -> str:
        """Return the address of the smallest range that holds some columns and rows of a sheet."""
        across, down = (min(columns), max(columns)), (min(rows), max(rows))
        return source(self.path, sheet, cell_range(across, down))


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file: ``format`` is the layout recognised, None when it was not read."""

    path: str
    sha256: str
    format: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from a PATH, nothing interpreted yet."""

    files: tuple[FileReading, ...]
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]
