"""A column as it was counted, and what is found to be wrong with it as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from maturity.instrument import Scale
from maturity.readers.sheet import Value
from maturity.responses.code import UNREADABLE, Coded
from maturity.responses.recode import Recoding


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One item's column as counted: ``counts`` are the distinct values that are not blank.

    ``position`` is the caller's name for it, unique among the columns given together; ``item`` the
    item's id; ``recoding`` what ``mapping.yaml`` confirms (``coder.recoding(title, item)``);
    ``legends`` the texts of the sheet that may explain its numbers.
    """

    position: int
    title: str
    item: str
    scale: Scale
    counts: Mapping[Value, int]
    recoding: Recoding | None = None
    legends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why some values of a column, or all of them (``values`` None), are not coded cell by cell.

    These values are unreadable, unless ``taken``: then they are coded as usual, and only the
    problems of single cells are left out. Blank marks stay blank. Columns side by side with equal
    diagnoses have one cause: they are told together. ``details`` fill the message.
    """

    code: str
    details: Mapping[str, str] = field(default_factory=dict)
    values: frozenset[Value] | None = None
    taken: bool = False

    def covers(self, value: Value) -> bool:
        """Tell whether a value is explained by this diagnosis."""
        return self.values is None or value in self.values

    def instead(self, value: Value, coded: Coded) -> Coded:
        """Return what a cell means in a column so diagnosed, given what it means by itself."""
        if not coded.filled or not self.covers(value):
            return coded
        return replace(coded, problem="") if self.taken else Coded(reason=UNREADABLE)
