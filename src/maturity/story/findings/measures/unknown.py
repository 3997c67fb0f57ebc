"""How sure a share of “don’t know” is: all the people of a group, or those it stands for."""

from __future__ import annotations

from maturity.scores.model import Interval
from maturity.scores.statistics.intervals import of_bounded
from maturity.story.story import Story


def invited(story: Story, group: str | None = None) -> int | None:
    """Return how many were invited, of a function or in all; None where nobody says."""
    rows = story.assessment.participation
    return next((each.invited for each in rows if each.group == group), None)


def unsure_interval(rate: float | None, n: int | None, people: int | None) -> Interval | None:
    """Return the interval, at least 95 %, of a mean share of ``n`` of so many people."""
    if rate is None or not n:
        return None
    return of_bounded(rate, n, people if people is not None and people >= n else None)
