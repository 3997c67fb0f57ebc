"""Which of several things stands apart: where no interval overlaps and the distance matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from maturity.scores.model import DimensionScore, Interval, PracticeScore
from maturity.story.story import Story

_SAME = 9  # decimals beyond which scores are equal


@dataclass(frozen=True, slots=True)
class Ranked:
    """A thing that can be compared: its score with its interval; ``least`` points are a distance.

    All of one list share ``least``.
    """

    id: str
    n: int
    value: float
    interval: Interval
    least: float

    def above(self, other: Ranked) -> bool:
        """Tell whether it is surely and markedly above another."""
        is_far = round(self.value - other.value, _SAME) >= self.least
        return is_far and self.interval[0] > other.interval[1]


def ranked(story: Story, scores: Iterable[DimensionScore | PracticeScore]) -> tuple[Ranked, ...]:
    """Return things from the highest to the lowest; none where one has a score and no interval."""
    scored = [each for each in scores if each.score_100 is not None]
    least = story.instrument.thresholds["gap_points"]
    found = [
        Ranked(each.id, each.n, each.score_100, each.interval, least)
        for each in scored
        if each.score_100 is not None and each.interval is not None
    ]
    if len(found) < len(scored):
        return ()
    return tuple(sorted(found, key=lambda each: -each.value))


def is_ahead(order: tuple[Ranked, ...]) -> bool:
    """Tell whether the first is above all others."""
    return len(order) > 1 and all(order[0].above(each) for each in order[1:])


def is_behind(order: tuple[Ranked, ...]) -> bool:
    """Tell whether the last is below all others."""
    return len(order) > 1 and all(each.above(order[-1]) for each in order[:-1])


def place(order: tuple[Ranked, ...], id_: str) -> str | None:
    """Return ``behind``, ``ahead`` or ``between``; None for what cannot be compared."""
    if len(order) < 2 or all(each.id != id_ for each in order):  # noqa: PLR2004 - two to compare
        return None
    if is_behind(order) and order[-1].id == id_:
        return "behind"
    return "ahead" if is_ahead(order) and order[0].id == id_ else "between"


def nearest(order: tuple[Ranked, ...], id_: str) -> float | None:
    """Return the points between a thing and the nearest of the others."""
    own = next((each.value for each in order if each.id == id_), None)
    apart = [abs(each.value - own) for each in order if own is not None and each.id != id_]
    return min(apart, default=None)
