"""What to do first, and when: recommendations, the roadmap, what they would change."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.instrument.knowledge import Action


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One action worth taking now, with what its rank is made of.

    ``gap`` is in points of score_100 up to ``target_100``, shared alike by the actions of one step,
    so that none is counted twice; ``stated`` tells whether the dimension has that target or the
    next level's lower cut stands in for it. ``weight`` is that of the practice, ``confidence``
    0..1; ``impact`` is the product of the three, ``effort`` in person-days, ``priority`` impact
    over effort. ``finding`` is the id of the finding that its ``reason`` (a sentence) bears out.
    ``stable`` tells whether it stays among the first, or among the others, under the other choices
    that ``sensitivity`` (a sentence) names; ``kept`` in what share of them, 0..1, None where none
    was tried.

    What must come before others and is no weakness itself stands last: its gap and impact are 0,
    ``enables`` names the actions that wait for it, and ``score_100`` is None where it is masked.
    """

    rank: int
    action: Action
    practice: str
    dimension: str
    score_100: float | None
    target_100: float
    n: int
    gap: float
    weight: float
    confidence: float
    impact: float
    effort: float
    priority: float
    reason: str
    finding: str | None
    stable: bool
    sensitivity: str
    stated: bool = True
    kept: float | None = None
    after: tuple[str, ...] = ()
    enables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """An action on the roadmap, from its first day to its last, day 1 being the first of all.

    ``until`` is the last day of the period in which it ends.
    """

    recommendation: Recommendation
    start: int
    end: int
    until: int


@dataclass(frozen=True, slots=True)
class Period:
    """Part of the roadmap: its first and last day, its person-days, and those it uses."""

    since: int
    until: int
    capacity: float
    used: float


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What is done when, at most impact under the capacity.

    ``status`` is ``optimal``, ``unproven`` (good, but the search was cut short), ``empty`` (nothing
    to do) or ``infeasible`` (nothing fits); ``value`` is the impact planned; ``explained`` says in
    a few sentences why this plan and no other; ``left`` are the actions that did not fit, each with
    the reason.
    """

    status: str
    periods: tuple[Period, ...]
    scheduled: tuple[Scheduled, ...]
    left: tuple[tuple[Recommendation, str], ...]
    value: float
    explained: str


@dataclass(frozen=True, slots=True)
class Path:
    """The fewest practices whose improvement lifts a dimension one level.

    Each rises to the lower cut of the level that the dimension is to reach. ``practices`` are ids,
    most lifting first; empty where there is no way, and ``obstacle`` then says why: ``top`` (there
    is no next level), ``held`` (a critical question holds the level down), ``masked`` (one of its
    practices is) or ``far`` (its practices alone are not enough). ``effort`` is the person-days of
    the actions on their way, ``projected_100`` the dimension's score then.
    """

    dimension: str
    level: int
    practices: tuple[str, ...]
    score_100: float
    projected_100: float
    effort: float = 0.0
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class Projected:
    """A dimension now and if the actions of the roadmap succeed: an assumption, not a result.

    ``lifted`` are the practices that would rise.
    """

    dimension: str
    score_100: float
    level: int
    projected_100: float
    projected_level: int
    lifted: tuple[str, ...] = ()
