"""Columns of answers as arrays: every different value is worked out once, then looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maturity.instrument import Item
from maturity.readers import Column, is_blank
from maturity.readers.sheet import Value
from maturity.responses.code import Coded, Coder
from maturity.responses.facts import ColumnFacts, Diagnosis
from maturity.responses.recode import Recoding
from maturity.responses.table import ANSWERED, FATE, Fates, Points
from maturity.responses.told import speaks

Numbers = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Meant:
    """What the numbers of some cells mean, one array each; ``flagged`` have a problem to tell."""

    fates: Fates
    points: Points
    flagged: npt.NDArray[np.bool_]


class Meanings:
    """Numbers what cells can mean, so that a column is coded by looking its values up.

    A number stands for one :class:`Coded`; 0 is a blank cell.
    """

    def __init__(self, coder: Coder) -> None:
        self.coder = coder
        self.coded: list[Coded] = [Coded()]
        self._numbers: dict[Coded, int] = {Coded(): 0}
        self._known: dict[tuple[str, Recoding | None], _Lookup] = {}
        self._alike: dict[str, _Alike] = {}

    def number(self, coded: Coded) -> int:
        """Return the number of a meaning."""
        number = self._numbers.setdefault(coded, len(self.coded))
        if number == len(self.coded):
            self.coded.append(coded)
        return number

    def of_item(self, column: Column, item: Item, diagnosis: Diagnosis | None) -> Numbers:
        """Code the values of an item's column, as its diagnosis allows."""
        recoding = self.coder.recoding(column.header, item.id)
        if diagnosis:
            return _looked_up(_Lookup(self, item, recoding, diagnosis), column.values)
        key = (item.scale.id, recoding)
        if key not in self._known:
            self._known[key] = _Lookup(self, item, recoding)
        return _looked_up(self._known[key], column.values)

    def all_alike(self, reason: str, values: Sequence[Value]) -> Numbers:
        """Give all filled cells of a column one missing reason, whatever they hold."""
        if reason not in self._alike:
            self._alike[reason] = _Alike(self.number(Coded(reason=reason)))
        return _looked_up(self._alike[reason], values)

    def of(self, numbers: Numbers) -> Meant:
        """Turn numbers into fates, points, and flags where there is a problem to tell."""
        fates = [FATE[ANSWERED if each.point is not None else each.reason] for each in self.coded]
        points = [each.point or 0 for each in self.coded]
        flagged = [bool(each.problem) for each in self.coded]
        return Meant(
            np.array(fates, dtype=np.uint8)[numbers],
            np.array(points, dtype=np.int64)[numbers],
            np.array(flagged, dtype=bool)[numbers],
        )

    def facts(self, position: int, column: Column, item: Item) -> ColumnFacts:
        """Return an item's column as counted."""
        counts = Counter(column.values)
        for blank in [value for value in counts if is_blank(value)]:
            del counts[blank]
        recoding = self.coder.recoding(column.header, item.id)
        legends = tuple(filter(speaks, column.legends))
        return ColumnFacts(position, column.header, item.id, item.scale, counts, recoding, legends)


class _Lookup(dict[Value, int]):
    """Numbers of meanings by value; asked for an unknown value, it finds out."""

    def __init__(
        self,
        meanings: Meanings,
        item: Item,
        recoding: Recoding | None,
        diagnosis: Diagnosis | None = None,
    ) -> None:
        super().__init__()
        self.meanings, self.scale = meanings, item.scale
        self.recoding, self.diagnosis = recoding, diagnosis

    def __missing__(self, value: Value) -> int:
        coded = self.meanings.coder.code(self.scale, value, self.recoding)
        if self.diagnosis:
            coded = self.diagnosis.instead(value, coded)
        number = self[value] = self.meanings.number(coded)
        return number


class _Alike(dict[Value, int]):
    """The number of one meaning for every value that is not blank."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def __missing__(self, value: Value) -> int:
        number = self[value] = 0 if is_blank(value) else self.number
        return number


def _looked_up(known: dict[Value, int], values: Sequence[Value]) -> Numbers:
    # map over a method of the dict itself: no line of Python runs per cell
    return np.fromiter(map(known.__getitem__, values), np.uint32, count=len(values))
