"""One table on its way: its answer columns, diagnosed, coded, and told of where they are lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from maturity.errors import Problem
from maturity.instrument import Item, Scale
from maturity.readers import Column, Table, as_written
from maturity.readers import table as roles
from maturity.readers.sheet import Value
from maturity.responses.columns import Meanings, Meant, Numbers
from maturity.responses.diagnose import diagnose
from maturity.responses.facts import ColumnFacts, Diagnosis
from maturity.responses.people import Person
from maturity.responses.runs import area, runs
from maturity.responses.table import FATE, IGNORED, UNREADABLE
from maturity.responses.tell import answer_problem, column_problem, observed
from maturity.responses.told import speaks

# From here on the lost cells of one kind in one column are told as one: nobody mends them singly.
_MANY = 100


Flags = npt.NDArray[np.bool_]


class Part:
    """The answer columns of a table, and the people in its rows."""

    def __init__(self, table: Table, people: list[Person], items: Mapping[str, Item]) -> None:
        self.table, self.people, self.items = table, people, items
        self.columns = [column for column in table.columns if column.role in roles.ANSWER_ROLES]
        self.is_asked = [c.role == roles.ITEM and c.target in items for c in self.columns]
        self.diagnoses: dict[int, Diagnosis] = {}
        shape = (len(self.columns), table.size)
        self.numbers: Numbers = np.zeros(shape, np.uint32)
        self.meant = Meant(*(np.zeros(shape, kind) for kind in (np.uint8, np.int64, bool)))

    @property
    def scales(self) -> dict[int, Scale]:
        """The scales of the questions, by the column of the sheet they stand in."""
        return {column.index: self.items[column.target].scale for _, column in self._asked()}

    def _asked(self) -> Iterator[tuple[int, Column]]:
        return (
            pair for pair, one in zip(enumerate(self.columns), self.is_asked, strict=True) if one
        )

    def open_columns(self) -> Iterator[tuple[int, Column]]:
        """Yield the columns whose cells are to be coded, not decided by the layout."""
        return ((n, column) for n, column in self._asked() if not column.fate)

    def facts(self, meanings: Meanings) -> list[ColumnFacts]:
        """Return the columns to be coded as counted."""
        return [meanings.facts(n, each, self.items[each.target]) for n, each in self.open_columns()]

    def code(self, meanings: Meanings) -> None:
        """Code the answer columns, and count what of them each person answered."""
        to_code = {n for n, _ in self.open_columns()}
        for n, column in enumerate(self.columns):
            if n in to_code:
                item = self.items[column.target]
                self.numbers[n] = meanings.of_item(column, item, self.diagnoses.get(n))
            else:
                self.numbers[n] = meanings.all_alike(column.fate or IGNORED, column.values)
        self.meant = meanings.of(self.numbers)
        fates = self.meant.fates
        is_item = np.array([column.role == roles.ITEM for column in self.columns], dtype=bool)
        told = (fates > 0) & (fates < FATE[IGNORED])
        for person, answered in zip(self.people, told[is_item].sum(axis=0).tolist(), strict=True):
            person.count = answered
        self._tell_people(is_item if is_item.any() else ~is_item)
        if len({column.sheet for column in self.columns}) > 1:
            for person in self.people:
                filled = np.flatnonzero(fates[:, person.index]).tolist()
                person.sheets = list(dict.fromkeys(self.columns[n].sheet for n in filled))

    def _tell_people(self, asked: Flags) -> None:
        """Tell people whether they answered, and whether anything of it was read.

        In a table without a single question, everything may be an answer.
        """
        fates = self.meant.fates[asked]
        read = ((fates > 0) & (fates < FATE[UNREADABLE])).sum(axis=0).tolist()
        filled = (fates > 0).sum(axis=0).tolist()
        for person, is_read, is_filled in zip(self.people, read, filled, strict=True):
            person.is_read, person.is_filled = is_read > 0, is_filled > 0

    def column_problems(self, meanings: Meanings) -> Iterator[Problem]:
        """Yield one problem for columns side by side that share a diagnosis."""
        # groupby compares diagnoses; they hold a mapping and have no hash
        keyed = ((self.diagnoses.get(n), column.sheet, n) for n, column in self.open_columns())
        for (diagnosis, sheet), group in groupby(keyed, key=lambda each: each[:2]):
            if diagnosis is None:
                continue
            alike = [n for _, _, n in group]
            cells = [
                (self.columns[n].rows[i], self.columns[n].index_of(i))
                for n in alike
                for i in self._covered(n, diagnosis)
            ]
            if cells:
                rows, across = zip(*cells, strict=True)
                items = [self.items[self.columns[n].target] for n in alike]
                facts = [
                    meanings.facts(n, self.columns[n], item)
                    for n, item in zip(alike, items, strict=True)
                ]
                where = self.table.area(sheet, across, rows)
                yield column_problem(where, diagnosis, facts, meanings.coder)

    def _covered(self, n: int, diagnosis: Diagnosis) -> list[int]:
        """Return the respondents whose cells in a column a diagnosis explains."""
        filled = np.flatnonzero(self.meant.fates[n]).tolist()
        if diagnosis.values is None:
            return filled
        values = self.columns[n].values
        return [i for i in filled if values[i] in diagnosis.values]

    def cell_problems(self, told: Flags, meanings: Meanings) -> Iterator[Problem]:
        """Yield the problems of cells; neighbours with one cause are one, so are too many."""
        for n in np.flatnonzero(told.any(axis=1)).tolist():
            column, item = self.columns[n], self.items[self.columns[n].target]
            by_code: dict[str, list[int]] = defaultdict(list)
            for i in np.flatnonzero(told[n]).tolist():
                by_code[meanings.coded[self.numbers[n, i]].problem].append(i)
            for people in by_code.values():
                yield from self._cells(column, item, people, meanings)

    def _cells(
        self, column: Column, item: Item, people: Sequence[int], meanings: Meanings
    ) -> Iterator[Problem]:
        values, path = column.values, self.table.path
        known: dict[Value, Problem] = {}
        coder, recoding = meanings.coder, meanings.coder.recoding(column.header, item.id)
        found = list(runs(path, column, people, lambda i: values[i]))
        together = len(found) > _MANY
        for where, run in [(area(path, column, people), people)] if together else found:
            value = values[run[0]]
            if value not in known:
                coded = coder.code(item.scale, value, recoding)
                known[value] = answer_problem(where, item, coded, value, coder)
            told = known[value]
            if together:
                counted = Counter(as_written(values[i]).strip() for i in run)
                told = replace(told, found=observed(counted))
            yield replace(told, source=where, params={**told.params, "count": str(len(run))})


def diagnose_parts(parts: Sequence[Part], meanings: Meanings) -> None:
    """Diagnose every table's columns together; forms that were handed out alike as one table."""
    alike: dict[object, list[Part]] = defaultdict(list)
    for part in parts:
        titles = tuple(
            (c.header, c.target, tuple(filter(speaks, c.legends))) for _, c in part.open_columns()
        )
        key = (part.table.layout, titles) if part.table.size == 1 else id(part)
        alike[key].append(part)
    for same in alike.values():
        facts = [part.facts(meanings) for part in same]
        counted = facts[0] if len(same) == 1 else list(map(_added, zip(*facts, strict=True)))
        found = diagnose(counted, meanings.coder)
        for part in same:
            positions = [n for n, _ in part.open_columns()]
            part.diagnoses = {
                positions[k]: found[each.position]
                for k, each in enumerate(counted)
                if each.position in found
            }


def _added(columns: Sequence[ColumnFacts]) -> ColumnFacts:
    """Return one question of many forms as if it were one column."""
    counts: Counter[Value] = Counter()
    for column in columns:
        counts.update(column.counts)
    return replace(columns[0], counts=counts)
