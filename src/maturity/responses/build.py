"""Tables in, coded responses out; every cell that is not used is named in a problem."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.readers import FileReading, Reading, Table, is_blank
from maturity.readers import table as roles
from maturity.responses.areas import Areas
from maturity.responses.asked import asked_in, printed_problems
from maturity.responses.code import Coder
from maturity.responses.columns import Meanings
from maturity.responses.details import Details
from maturity.responses.masks import Masks
from maturity.responses.part import Part, diagnose_parts
from maturity.responses.people import UNREAD, Person, leave_out, name_people
from maturity.responses.recode import Stated
from maturity.responses.remarks import of_partial, of_straight, of_tests
from maturity.responses.repeated import COPIED, keep_one_of_each, set_copies_aside
from maturity.responses.strays import missing_items, outside, stray_columns
from maturity.responses.table import (
    ANSWERED,
    FATE,
    IGNORED,
    Cells,
    CodedTable,
    FileCount,
    Responses,
)
from maturity.responses.twice import of_tables


def code_responses(
    reading: Reading,
    instrument: Instrument,
    excluded: Mapping[str, str] | None = None,
    form: str = "",
    recodings: Mapping[str, Stated] | None = None,
) -> Responses:
    """Code everything that was read.

    Parameters
    ----------
    reading : Reading
        Tables of raw values with their cells.
    instrument : Instrument
        Scales, labels and missing reasons the values are matched to.
    excluded : mapping, optional
        Respondent id to the consultant's reason for leaving them out.
    form : str, optional
        Short form that tables were asked which do not say so themselves.
    recodings : mapping, optional
        What ``mapping.yaml`` confirms of columns on other scales than the instrument's.

    Returns
    -------
    Responses
        Every filled answer cell has one fate; in every file they add up to the filled ones.
    """
    builder = _Builder(instrument, form, recodings)
    for table in reading.tables:
        builder.table(table)
    builder.code()
    builder.set_aside(reading, excluded or {})
    return builder.responses(reading)


class _Builder:
    def __init__(
        self, instrument: Instrument, form: str, recodings: Mapping[str, Stated] | None
    ) -> None:
        self.instrument, self.form = instrument, form
        self.items = {item.id: item for item in instrument.items}
        self.meanings = Meanings(Coder(instrument, recodings))
        self.masks = Masks()
        self.details = Details(instrument, self.masks)
        self.parts: list[Part] = []
        self.people: list[Person] = []
        self.problems: list[Problem] = []
        self.profile: dict[str, Cells] = defaultdict(Cells)
        self.comments: dict[str, Cells] = defaultdict(Cells)

    def table(self, table: Table) -> None:
        """Take in a table: who is in it, and what it asks."""
        asked, areas = asked_in(table, self.instrument, self.form), Areas(table)
        people = [Person(areas, n, asked) for n in range(table.size)]
        self.problems += printed_problems(table, self.instrument)
        self.problems += missing_items(table, self.items, asked.items)
        self.details.read(table, people, self.profile[table.path], self.problems)
        for column in table.columns:
            if column.role == roles.COMMENT:
                filled = sum(not is_blank(value) for value in column.values)
                self.comments[table.path].count(ANSWERED, filled)
        self.parts.append(Part(table, people, self.items))
        self.people += people

    def code(self) -> None:
        """Code the cells, columns that are wrong as a whole first."""
        diagnose_parts(self.parts, self.meanings)
        for part in self.parts:
            part.code(self.meanings)
            table, scales = part.table, part.scales
            self.problems += stray_columns(table, part.columns, part.meant.fates, part.is_asked)
            self.problems += outside(table, scales, self.meanings.coder)
            self.problems += [left.problem(table.path) for left in table.left]
            self.problems += part.column_problems(self.meanings)

    def set_aside(self, reading: Reading, excluded: Mapping[str, str]) -> None:
        """Say who does not count, and what is worth a second look in those who do."""
        name_people(self.people)
        copies = {each.source: each.found for each in reading.problems if each.code == COPIED}
        least = self.instrument.rules.min_answered
        self.problems += set_copies_aside(self.people, copies)
        self.problems += leave_out(self.people, excluded)
        self.problems += keep_one_of_each(self.people, least)
        self.problems += of_tables(self.parts)
        self.problems += of_tests(self.people)
        for part in self.parts:
            self.problems += of_partial(part.people)
            self.problems += of_straight(part.people, part.columns, part.meant, self.items)

    def responses(self, reading: Reading) -> Responses:
        """Return everything, the problems in reading order and without personal data."""
        attributes = [each.id for each in self.instrument.attributes]
        tables = tuple(self._coded_tables())
        told = sorted(self.problems, key=lambda problem: _reading_order(problem.source))
        copied = {part.table.path for part in self.parts if part.people}
        read = [
            each for each in reading.problems if each.code != COPIED or each.source not in copied
        ]
        return Responses(
            self.instrument,
            tuple(self._files(reading.files, tables)),
            tuple(person.respondent(attributes) for person in self.people),
            tables,
            tuple(map(self.masks.problem, [*read, *told])),
            self.masks,
        )

    def _coded_tables(self) -> Iterator[CodedTable]:
        """Finish each table: what people wrote who do not count is ignored, the rest is told."""
        first = 0
        for part in self.parts:
            # What of them could not be read is told cell by cell: that is to be mended.
            kept = {None, UNREAD}
            away = np.array([person.reason not in kept for person in part.people], dtype=bool)
            fates = part.meant.fates
            told = part.meant.flagged & ~(away & (fates > 0))
            fates[(fates > 0) & away] = FATE[IGNORED]
            self.problems += part.cell_problems(told, self.meanings)
            yield CodedTable(part.table, first, tuple(part.columns), fates, part.meant.points)
            first += part.table.size

    def _files(
        self, files: Sequence[FileReading], tables: Sequence[CodedTable]
    ) -> Iterator[FileCount]:
        people = Counter(person.areas.table.path for person in self.people)
        answers: dict[str, Cells] = defaultdict(Cells)
        for coded in tables:
            answers[coded.table.path].add(coded.counts)
        for file in files:
            path = file.path
            counts = (answers[path], self.profile[path], self.comments[path])
            yield FileCount(path, file.sha256, file.format, people[path], *counts)


def _reading_order(where: str) -> tuple[str, str, int, str]:
    """Sort key of a source: file, sheet, row, column."""
    path, _, rest = where.partition("!")
    sheet, _, cells = rest.rpartition("!")
    first = cells.partition(":")[0]
    digits = "".join(char for char in first if char.isdigit())
    return path.casefold(), sheet, int(digits or 0), first.rjust(12)
