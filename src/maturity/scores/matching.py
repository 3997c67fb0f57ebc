"""Who of one wave is who of the next, and how many people a change is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from maturity.scores.ground import Ground
from maturity.scores.matrix import Floats, Matrix

_NOTHING = 1e-9  # points of 0..100: rounding noise of people who answered alike
_DENSE = 2  # whole numbers that fill half of their range are row numbers


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows of the people known to be in both waves, first wave's row to second's.

    ``reason`` says why nobody is, when ids do not allow it.
    """

    pairs: Mapping[int, int]
    reason: str | None = None

    def inside(self, first: Sequence[int], second: Sequence[int]) -> list[tuple[int, int]]:
        """Return positions in two lists of rows of the people who are in both lists."""
        place = {row: n for n, row in enumerate(second)}
        pairs = ((n, place.get(self.pairs.get(row, -1))) for n, row in enumerate(first))
        return [(n, other) for n, other in pairs if other is not None]


def match(before: Ground, after: Ground, *, trusted: bool | None = None) -> Matched:
    """Find the people of both waves by the ids their files give them.

    Ids of ours (r001, r002…) number the rows of a file and mean nothing across files; they never
    match. Nor do whole numbers that fill half of their range or more: most tools number rows so,
    from 1 again in each wave. Who has an id that another person of the wave has too is nobody.

    Parameters
    ----------
    before, after : Ground
        Both waves.
    trusted : bool, optional
        True takes whole numbers for people's own, False matches nobody.
    """
    if trusted is False:
        return Matched({}, "NOT_MATCHED_ON_REQUEST")
    first, second = _own_ids(before), _own_ids(after)
    if not first or not second:
        return Matched({}, "NO_OWN_IDS")
    if not trusted and (_number_rows(first) or _number_rows(second)):
        return Matched({}, "IDS_NUMBER_ROWS")
    return Matched({row: second[id_] for id_, row in first.items() if id_ in second})


def _own_ids(ground: Ground) -> dict[str, int]:
    included = [each for each in ground.responses.respondents if each.included]
    stated = [(each.id, n) for n, each in enumerate(included) if each.has_own_id]
    times = Counter(id_ for id_, _ in stated)
    return {id_: n for id_, n in stated if times[id_] == 1}


def _number_rows(ids: Mapping[str, int]) -> bool:
    if not all(id_.isascii() and id_.isdigit() for id_ in ids):
        return False
    numbers = [int(id_) for id_ in ids]
    return max(numbers) - min(numbers) < _DENSE * len(numbers)


def answer_rows(data: Matrix, items: Collection[str]) -> list[bytes]:
    """Return what each person answered to some items: equal where they answered all alike."""
    columns = sorted((each.id, n) for n, each in enumerate(data.items) if each.id in items)
    points = np.ascontiguousarray(data.points[:, [n for _, n in columns]])
    return [row.tobytes() for row in points]


@dataclass(frozen=True, slots=True)
class Moved:
    """What tells how many people a change is about: matches, scores, and everybody's answers."""

    matched: Matched
    scores: tuple[Floats, Floats]
    answers: tuple[Sequence[bytes], Sequence[bytes]]

    def count(self, first: Sequence[int], second: Sequence[int]) -> int:
        """Return how many people at least make the difference between two lists of rows.

        Matched people count when their score changed. Of the others, those count whose answers to
        all questions have no like in the other wave: whoever is new, or gone, or changed.
        """
        pairs = self.matched.inside(first, second)
        left, right = self.scores
        changed = sum(bool(abs(left[first[m]] - right[second[n]]) > _NOTHING) for m, n in pairs)
        gone = self._alone(0, first, {m for m, _ in pairs})
        come = self._alone(1, second, {n for _, n in pairs})
        return changed + max((gone - come).total(), (come - gone).total())

    def _alone(self, side: int, rows: Sequence[int], known: AbstractSet[int]) -> Counter[bytes]:
        """Count the answers of those of a list of rows who are not matched."""
        answers = self.answers[side]
        return Counter(answers[row] for n, row in enumerate(rows) if n not in known)
