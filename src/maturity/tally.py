"""How many answers each question keeps, and which cells were lost: what effects are told from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from maturity.readers import Column
from maturity.readers.addresses import Where
from maturity.readers.sheet import Area, as_written
from maturity.responses import Responses
from maturity.responses.table import ANSWERED, FATE, UNREADABLE, CodedTable, item_of
from maturity.responses.wording import quoted

_Cell = tuple[int, int]  # row and column


@dataclass(frozen=True, slots=True)
class LostCell:
    """A filled answer cell that does not count, with what is written in it."""

    row: int
    column: int
    item: str
    written: str


@dataclass(frozen=True, slots=True)
class LostColumn:
    """The cells of one column that do not count; ``people`` are their positions in it."""

    column: Column
    item: str
    people: Sequence[int]

    @property
    def area(self) -> Area:
        """The rows they lie in."""
        rows, index = self.column.rows, self.column.index
        return Area(rows[self.people[0]], index, rows[self.people[-1]], index)

    def written(self) -> Counter[str]:
        """Count what is written in them."""
        values = self.column.values
        counts = Counter(values[n] for n in self.people)
        found: Counter[str] = Counter()
        for value, times in counts.items():
            found[quoted(as_written(value))] += times
        return found

    def cells(self) -> Iterator[LostCell]:
        """Yield them one by one."""
        column = self.column
        for n in self.people:
            written = quoted(as_written(column.values[n]))
            yield LostCell(column.rows[n], column.index_of(n), self.item, written)


@dataclass(slots=True)
class Lost:
    """The lost cells of one group of problems, by question and by what is written in them."""

    items: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class LostSheet:
    """What one sheet lost: whole columns of cells, and cells in rows that are nobody's."""

    columns: list[LostColumn] = field(default_factory=list)
    others: list[LostCell] = field(default_factory=list)

    def cells(self) -> Iterator[LostCell]:
        """Yield all of them."""
        for column in self.columns:
            yield from column.cells()
        yield from self.others


@dataclass(slots=True)
class _Index:
    """Which group of problems a cell of one sheet belongs to: the first that names it."""

    cells: dict[_Cell, int] = field(default_factory=dict)
    rows: dict[int, list[tuple[Area, int]]] = field(default_factory=lambda: defaultdict(list))
    blocks: list[tuple[Area, int]] = field(default_factory=list)
    outer: int | None = None
    specific: set[int] = field(default_factory=set)  # groups that speak of one question's answers
    _single: set[int] = field(default_factory=set)  # columns that hold problems of one cell
    _across: dict[int, list[tuple[Area, int]]] = field(default_factory=dict)

    def add(self, area: Area, group: int) -> None:
        if area[:2] == area[2:]:
            at = (area.first_row, area.first_column)
            known = self.cells.setdefault(at, group)
            if group in self.specific and known not in self.specific:
                self.cells[at] = group
            self._single.add(area.first_column)
        elif area.first_row == area.last_row:
            self.rows[area.first_row].append((area, group))
        else:
            self.blocks.append((area, group))

    def of_column(self, lost: LostColumn) -> int | None:
        """Return the group of all lost cells of a column, None where they must be told apart."""
        if lost.column.indices or lost.column.index in self._single or (lost.item and self.rows):
            return None
        wanted = lost.area
        for area, group in self._beside(lost.column.index):
            if area.first_row <= wanted.first_row and wanted.last_row <= area.last_row:
                return group
            if area.first_row <= wanted.last_row and wanted.first_row <= area.last_row:
                return None  # one names a part of them
        return None

    def of_cell(self, cell: LostCell) -> int | None:
        """Return the group of a cell: who speaks of its question, else of its row or column."""
        at = (cell.row, cell.column)
        if at in self.cells:
            return self.cells[at]
        rows, blocks = self.rows.get(cell.row, []), self._beside(cell.column)
        found = [
            group
            for area, group in ((*rows, *blocks) if cell.item else (*blocks, *rows))
            if area.first_column <= cell.column <= area.last_column
            and area.first_row <= cell.row <= area.last_row
        ]
        told = (group for group in found if group in self.specific)
        return next(told, found[0] if found else self.outer)

    def _beside(self, column: int) -> list[tuple[Area, int]]:
        if column not in self._across:
            beside = (
                each
                for each in self.blocks
                if each[0].first_column <= column <= each[0].last_column
            )
            self._across[column] = sorted(beside, key=lambda each: each[1] not in self.specific)
        return self._across[column]


@dataclass(frozen=True, slots=True)
class Tally:
    """``answered`` and ``filled`` count cells by question; ``lost`` are those that do not count.

    An empty question stands for columns that are none; sheets are named by file and sheet.
    """

    answered: Counter[str]
    filled: Counter[str]
    lost: dict[tuple[str, str], LostSheet]

    def lost_by(self, groups: Sequence[Sequence[Where]], specific: set[int]) -> list[Lost]:
        """Return, for each group of places, which lost cells lie there.

        A cell that several groups name belongs to a ``specific`` one, which speaks of its question.
        """
        found = [Lost() for _ in groups]
        indices = _indices(groups, specific)
        for (path, sheet), lost in self.lost.items():
            index = indices[path, sheet]
            if index.outer is None:
                index.outer = indices[path, ""].outer
            for column in lost.columns:
                group = index.of_column(column)
                if group is None:
                    _count_cells(column.cells(), index, found)
                else:
                    found[group].items[column.item] += len(column.people)
                    if column.item:
                        found[group].written.update(column.written())
            _count_cells(lost.others, index, found)
        return found


def _indices(
    groups: Sequence[Sequence[Where]], specific: set[int]
) -> dict[tuple[str, str], _Index]:
    found: dict[tuple[str, str], _Index] = defaultdict(lambda: _Index(specific=specific))
    for number, places in enumerate(groups):
        for each in places:
            index, area = found[each.path, each.sheet], each.area
            if area:
                index.add(area, number)
            elif index.outer is None:
                index.outer = number
    return found


def _count_cells(cells: Iterator[LostCell] | list[LostCell], index: _Index, to: list[Lost]) -> None:
    for cell in cells:
        group = index.of_cell(cell)
        if group is not None:
            to[group].items[cell.item] += 1
            to[group].written[cell.written] += 1


def tally(responses: Responses) -> Tally:
    """Count the answer cells of one organisation and wave."""
    found = Tally(Counter(), Counter(), defaultdict(LostSheet))
    for coded in responses.tables:
        for column, item, fates in zip(coded.columns, coded.items, coded.fates, strict=True):
            found.filled[item] += int(np.count_nonzero(fates))
            found.answered[item] += int(np.count_nonzero(fates == FATE[ANSWERED]))
            people = np.flatnonzero(fates >= FATE[UNREADABLE]).tolist()
            if people:
                sheet = found.lost[coded.table.path, column.sheet]
                sheet.columns.append(LostColumn(column, item, people))
        _add_nobodys(coded, found)
    return found


def _add_nobodys(coded: CodedTable, to: Tally) -> None:
    """Add the filled cells of rows that are nobody, such as totals."""
    items = {(each.sheet, each.index): item_of(each) for each in coded.columns if not each.indices}
    for left in coded.table.left:
        for cell in left.cells:
            item = items.get((cell.sheet, cell.index), "")
            to.filled[item] += 1
            written = quoted(as_written(cell.value))
            lost = LostCell(cell.row, cell.index, item, written)
            to.lost[coded.table.path, cell.sheet].others.append(lost)
