"""Coded answers of one organisation and wave, and the count that proves nothing was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.readers import Column, Table, as_written, source
from maturity.readers import table as roles
from maturity.readers.sheet import Value, cell_range, column_letter
from maturity.responses.masks import Masks

# What may become of a cell; arrays hold a fate's number in this list. The first is an empty cell.
BLANK, ANSWERED, DONT_KNOW, NOT_APPLICABLE, UNREADABLE, IGNORED = (
    "",
    "answered",
    "dont_know",
    "not_applicable",
    "unreadable",
    "ignored",
)
FATES = (BLANK, ANSWERED, DONT_KNOW, NOT_APPLICABLE, UNREADABLE, IGNORED)
FATE = {fate: number for number, fate in enumerate(FATES)}
_ANSWERED = FATE[ANSWERED]

Fates = npt.NDArray[np.uint8]
Points = npt.NDArray[np.int64]


@dataclass(slots=True)
class Cells:
    """How many cells were filled and what became of them; the parts always add up to ``filled``."""

    filled: int = 0
    answered: int = 0
    dont_know: int = 0
    not_applicable: int = 0
    unreadable: int = 0
    ignored: int = 0

    def count(self, fate: str, times: int = 1) -> None:
        """Count filled cells by what became of them."""
        self.filled += times
        setattr(self, fate, getattr(self, fate) + times)

    def add(self, other: Cells) -> None:
        """Add another count."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def to_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


class Answer(NamedTuple):
    """One filled answer cell: its point before keying, or the ``missing_reason`` for having none.

    ``group`` is the respondent's function; ``item`` is empty in a column that is no item's,
    ``respondent`` in a row that is nobody's.
    """

    respondent: str
    group: str | None
    item: str
    answer: str
    response: int | None
    missing_reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person: ``attributes`` by id (None: not said or not known), and whether they count.

    ``has_own_id`` tells whether the id is one the file gives them, not a number of ours; ``form``
    is the short form they were asked, empty for the whole questionnaire; ``asked`` the items that
    stood before them, of which their function may skip some; None for all. ``seconds`` is how long
    they took, at most; None where the file does not say.
    """

    id: str
    source: str
    attributes: Mapping[str, str | None]
    included: bool
    reason: str | None
    form: str = ""
    asked: frozenset[str] | None = None
    has_own_id: bool = False
    seconds: float | None = None

    @property
    def group(self) -> str | None:
        """The function they work in."""
        return self.attributes.get("function")


@dataclass(frozen=True, slots=True)
class CodedTable:
    """The answer columns of one table: one row of ``fates`` and ``points`` per column.

    ``first`` is the position of its first respondent among all respondents. ``fates[n, i]`` is the
    number in :data:`FATES` of what became of a cell; where that is *answered*, ``points[n, i]`` is
    the point on the item's own scale, before keying.
    """

    table: Table
    first: int
    columns: tuple[Column, ...]
    fates: Fates
    points: Points

    @property
    def items(self) -> tuple[str, ...]:
        """The item each column answers, empty where it answers none."""
        return tuple(item_of(column) for column in self.columns)

    @property
    def counts(self) -> Cells:
        """What became of the filled cells, those of rows that are nobody included."""
        found = np.bincount(self.fates.ravel(), minlength=len(FATES)).tolist()
        cells = Cells()
        for fate, times in zip(FATES[1:], found[1:], strict=True):
            cells.count(fate, times)
        cells.count(IGNORED, sum(len(left.cells) for left in self.table.left))
        return cells


@dataclass(frozen=True, slots=True)
class FileCount:
    """One file and what became of its cells."""

    path: str
    sha256: str
    format: str | None
    respondents: int
    answers: Cells
    profile: Cells
    comment: Cells


@dataclass(frozen=True, slots=True)
class Responses:
    """Everything a PATH held, coded.

    Answers lie in ``tables`` as arrays: two million of them fit in some twenty megabytes.
    """

    instrument: Instrument
    files: tuple[FileCount, ...]
    respondents: tuple[Respondent, ...]
    tables: tuple[CodedTable, ...]
    problems: tuple[Problem, ...]
    masks: Masks = field(default_factory=Masks, repr=False, compare=False)

    @property
    def cells(self) -> Cells:
        """The counts of all files together."""
        total = Cells()
        for file in self.files:
            total.add(file.answers)
        return total

    @property
    def asked(self) -> Instrument:
        """The part of the instrument that somebody who counts was asked, or answered unasked."""
        forms = {person.form for person in self.respondents if person.included}
        if not forms or "" in forms:
            return self.instrument
        items = {item.id for form in forms for item in self.instrument.in_form(form).items}
        for coded in self.tables:
            told = (coded.fates > 0) & (coded.fates < FATE[IGNORED])
            answered = [bool(each.any()) for each in told]
            items |= {item for item, is_one in zip(coded.items, answered, strict=True) if is_one}
        return self.instrument.keeping(lambda item: item if item.id in items else None)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every filled answer cell at once; :meth:`each_answer` gives them one by one."""
        return tuple(self.each_answer())

    def each_answer(self, tell: Callable[[str], str] = str) -> Iterator[Answer]:
        """Yield every filled answer cell, respondent by respondent, then those of nobody.

        What gives a person away is hidden in what could not be read or is not used; ``tell`` may
        change what was written further.
        """
        plain, hidden = _Written(tell), _Written(lambda text: tell(self.masks.hide(text)))
        for coded in self.tables:
            yield from self._of_people(coded, plain, hidden)
            yield from _of_nobody(coded, hidden)

    def _of_people(self, coded: CodedTable, plain: _Written, hidden: _Written) -> Iterator[Answer]:
        shown = [plain if 0 < n < FATE[UNREADABLE] else hidden for n in range(len(FATES))]
        columns = [
            (_place(coded.table.path, column), column.written or column.values, item)
            for column, item in zip(coded.columns, coded.items, strict=True)
        ]
        cells = zip(coded.fates.T.tolist(), coded.points.T.tolist(), strict=True)
        for i, (fates, points) in enumerate(cells):
            person = self.respondents[coded.first + i]
            id_, group = plain.tell(person.id), person.group
            for (place, values, item), fate, point in zip(columns, fates, points, strict=True):
                if fate == _ANSWERED:
                    yield Answer(id_, group, item, shown[fate][values[i]], point, "", place(i))
                elif fate:
                    written = shown[fate][values[i]]
                    yield Answer(id_, group, item, written, None, FATES[fate], place(i))


def _place(path: str, column: Column) -> Callable[[int], str]:
    """Return what writes the addresses of a column's cells, respondent by respondent."""
    before, rows = source(path, column.sheet, "!")[:-1], column.rows
    if column.indices:
        return lambda respondent: before + column.cell(respondent)
    before += column_letter(column.index)
    return lambda respondent: f"{before}{rows[respondent]}"


class _Written(dict[Value, str]):
    """What a cell shows, told once for every different value."""

    def __init__(self, tell: Callable[[str], str]) -> None:
        super().__init__()
        self.tell = tell

    def __missing__(self, value: Value) -> str:
        written = self[value] = self.tell(as_written(value))
        return written


def _of_nobody(coded: CodedTable, hidden: _Written) -> Iterator[Answer]:
    """Yield the filled cells of rows that are nobody, such as totals."""
    table = coded.table
    below = {(c.sheet, c.index): item_of(c) for c in coded.columns if not c.indices}
    beside = {(c.sheet, c.rows[0]): item_of(c) for c in coded.columns if c.indices}
    for left in table.left:
        for cell in left.cells:
            where = source(table.path, cell.sheet, cell_range((cell.index,) * 2, (cell.row,) * 2))
            item = below.get((cell.sheet, cell.index)) or beside.get((cell.sheet, cell.row), "")
            yield Answer("", None, item, hidden[cell.value], None, IGNORED, where)


def item_of(column: Column) -> str:
    """Return the item a column answers, empty when it answers none."""
    return column.target if column.role == roles.ITEM else ""
