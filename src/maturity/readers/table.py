"""What every layout is turned into: respondents by columns, each value with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from maturity.errors import Problem
from maturity.readers.sheet import Value, cell_range, column_letter, source

ITEM, ATTRIBUTE, RESPONDENT, COMMENT, METADATA, PERSONAL, UNKNOWN, REPEATED = (
    "item",
    "attribute",
    "respondent",
    "comment",
    "metadata",
    "personal",
    "unknown",
    "repeated",
)
ANSWER_ROLES = {ITEM, UNKNOWN, REPEATED}

# How a title was matched, surest first. A fuzzy match is never taken: it is a suggestion.
ID, CONFIRMED, EXACT, NORMALISED, ALIAS, POSITION = (
    "id",
    "confirmed",
    "exact",
    "normalised",
    "alias",
    "position",
)


@dataclass(frozen=True, slots=True)
class Column:
    """One question or detail for every respondent of a table.

    ``role`` says what it is (item, attribute, respondent, comment, metadata, personal, unknown,
    repeated), ``target`` which item, attribute or kind of detail; ``values[i]`` stands in row
    ``rows[i]`` of column ``index``. ``match`` says how the title named the item; for a title that
    names none, ``suggestion`` is the item it resembles and ``likeness`` how much, 0 to 1.

    Where respondents stand side by side, ``indices[i]`` is each one's own column. ``fate``
    (``unreadable`` or ``ignored``) is what becomes of all filled cells of a column when the layout
    has already decided so and named them in ``Table.problems``; empty leaves it to the coding.

    ``legends`` are the texts elsewhere that may say what its numbers mean; ``written`` is what
    stands in the cells where ``values`` is what they stand for: a cross below a point.
    """

    header: str
    role: str
    target: str
    sheet: str
    index: int
    rows: Sequence[int]
    values: Sequence[Value]
    match: str = ""
    suggestion: str = ""
    likeness: float = 0.0
    indices: Sequence[int] = ()
    fate: str = ""
    legends: tuple[str, ...] = ()
    written: Sequence[Value] = ()

    def index_of(self, respondent: int) -> int:
        """Return the column of the sheet in which a respondent's value stands."""
        return self.indices[respondent] if self.indices else self.index

    def cell(self, respondent: int) -> str:
        """Return ``C7`` for a respondent's value."""
        return f"{column_letter(self.index_of(respondent))}{self.rows[respondent]}"


@dataclass(frozen=True, slots=True)
class Outside:
    """A filled cell that stands above the titles of a table, or below the questions of a form."""

    sheet: str
    row: int
    index: int
    value: Value


@dataclass(frozen=True, slots=True)
class Left:
    """Rows among the respondents that are nobody, such as totals: ``code`` says what they are.

    ``found`` is the word that gave them away; ``cells`` are their filled cells in the columns of
    answers: they count as filled and ignored.
    """

    sheet: str
    code: str
    rows: Sequence[int]
    found: str = ""
    cells: Sequence[Outside] = ()

    def problem(self, path: str) -> Problem:
        """Return the one problem that names these rows, over the range of their cells."""
        columns = [cell.index for cell in self.cells] or [0]
        across, down = (min(columns), max(columns)), (min(self.rows), max(self.rows))
        where = source(path, self.sheet, cell_range(across, down))
        return Problem(where, self.code, self.found, {"count": str(len(self.rows))})


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet's respondents, or one respondent's form; ``layout`` names how it was recognised.

    A form may go on over further sheets: its columns say where they stand. ``why`` is the key of a
    sentence that says by what the layout was recognised, ``why_params`` fill it; ``header_rows``
    hold the titles. ``aside`` gives respondents, by position, that do not count, and the problem
    code that says why; ``left`` are rows that are nobody; ``claimed`` names further sheets that
    belong to this table; ``problems`` are what recognising it brought up.
    """

    path: str
    layout: str
    sheet: str
    size: int
    columns: tuple[Column, ...]
    header_cells: str
    properties: Mapping[str, str] = field(default_factory=dict)
    outside: Sequence[Outside] = ()
    why: str = ""
    why_params: Mapping[str, str] = field(default_factory=dict)
    header_rows: tuple[int, ...] = ()
    aside: Mapping[int, str] = field(default_factory=dict)
    left: tuple[Left, ...] = ()
    claimed: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def sheets(self) -> frozenset[str]:
        """The names of the sheets this table was made of."""
        return self.claimed | {self.sheet} | {column.sheet for column in self.columns}

    def source(self, column: Column, respondent: int) -> str:
        """Return the address of one respondent's value."""
        return source(self.path, column.sheet, column.cell(respondent))

    def area(self, sheet: str, columns: Sequence[int], rows: Sequence[int]) -> str:
        """Return the address of the smallest range that holds some columns and rows of a sheet."""
        across, down = (min(columns), max(columns)), (min(rows), max(rows))
        return source(self.path, sheet, cell_range(across, down))


@dataclass(frozen=True, slots=True)
class FileReading:
    """One file: ``format`` is the layout recognised, None when it was not read.

    ``notes`` say how it was read, such as its encoding; ``sheets`` names what is in it.
    """

    path: str
    sha256: str
    format: str | None
    notes: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from a PATH, nothing interpreted yet."""

    files: tuple[FileReading, ...]
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]
