"""What every layout is turned into: respondents by columns, each value with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maturity.errors import Problem
from maturity.readers.sheet import Value, column_letter, source

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

    ``role`` says what it is (item, attribute, respondent, comment, metadata, unknown, repeated), ``target``
    which item or attribute; ``values[i]`` stands in row ``rows[i]`` of column ``index``.
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

    def cells(self) -> str:
        """Return the range of the whole column, ``C2:C40``."""
        letter = column_letter(self.index)
        return f"{letter}{self.rows[0]}:{letter}{self.rows[-1]}" if self.rows else letter


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's respondents, or one respondent's form; ``layout`` names how it was recognised."""

    path: str
    layout: str
    sheet: str
    size: int
    columns: tuple[Column, ...]
    header_cells: str
    properties: Mapping[str, str] = field(default_factory=dict)

    def source(self, column: Column, respondent: int) -> str:
        """Return the address of one respondent's value."""
        return source(self.path, column.sheet, column.cell(respondent))


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
