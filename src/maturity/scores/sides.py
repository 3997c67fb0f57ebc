"""The two sides of a mirror in one figure: whose scores they are, when they may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturity.instrument import Mirror, Side
from maturity.scores.breakdown import Breakdown
from maturity.scores.estimate import Estimate
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.groups import OTHER
from maturity.scores.population import headcounts


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a mirror in one figure: the rows of its people in the matrix.

    ``unasked`` is the share of its people who gave no score: 1 - n/N, 1 where N is unknown.
    """

    id: str
    rows: Sequence[int]
    unasked: float


class Sides:
    """The mirrors' sides of one figure; what one of them shows, the next ones reckon with.

    Sides that are functions are the published ones among them. Those of another attribute are
    shown only where they take nobody away from the published functions (see
    :mod:`maturity.scores.breakdown`).
    """

    def __init__(self, ground: Ground, gate: Gate, figure: str, found: Estimate) -> None:
        self.ground, self.gate, self.figure, self.found = ground, gate, figure, found
        self._breakdown = Breakdown(found.finest or found.strata, ground.k)
        self._rows: dict[str, list[int]] = {name: [] for name in sorted(found.by_group)}
        for n, stratum in enumerate(found.strata):
            if stratum in self._rows:
                self._rows[stratum].append(n)

    def of(self, mirror: Mirror) -> tuple[Part | None, Part | None]:
        """Return both sides of a mirror, None for one that is not shown."""
        first, second = mirror.sides
        if self.found.mean is None:
            return None, None
        if first.attribute == "function":
            return self._people(first.id, first.values), self._people(second.id, second.values)
        return self._values(first, second)

    def functions(self) -> Iterator[Part]:
        """Yield the published functions, in alphabetical order; *other* is none."""
        for name in self._rows:
            part = self._people(name, (name,))
            if part:
                yield part

    def _people(self, id_: str, functions: Sequence[str]) -> Part | None:
        """Return the people of those of some functions that are published."""
        shown = {name for name in functions if name in self._rows and name != OTHER}
        rows = [n for name in sorted(shown) for n in self._rows[name]]
        sizes = headcounts(self.found.merged, self.ground.population.sizes)
        known = shown <= set(sizes)
        unasked = 1 - len(rows) / sum(sizes[name] for name in shown) if shown and known else 1.0
        return Part(id_, rows, unasked) if rows else None

    def _values(self, first: Side, second: Side) -> tuple[Part | None, Part | None]:
        people = [each for each in self.ground.responses.respondents if each.included]
        said = [person.attributes.get(first.attribute) for person in people]
        which = [1 if who in first.values else 2 if who in second.values else 0 for who in said]
        if not self._breakdown.admits(which):
            for side in (first, second):
                self.gate.hidden(f"{self.figure}/{side.id}", "UNDER_K")
            return None, None
        return self._side(first, which, 1), self._side(second, which, 2)

    def _side(self, side: Side, which: list[int], number: int) -> Part | None:
        strata = enumerate(zip(self.found.strata, which, strict=True))
        rows = [n for n, (stratum, each) in strata if stratum is not None and each == number]
        roster = self.ground.setting.roster_by.get(side.attribute, {})
        size = sum(roster.get(value, 0) for value in side.values)
        known = set(side.values) <= set(roster) and size >= which.count(number)
        return Part(side.id, rows, 1 - len(rows) / size if known else 1.0) if rows else None
