"""What to do first: gap to the target x weight x confidence / effort, action by action.

Only published figures enter, so that whoever holds an assessment can work out the same order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturity.instrument import Instrument, Level, Practice
from maturity.instrument.knowledge import Action
from maturity.scores.by_dimension import level_of
from maturity.scores.model import DimensionScore, Interval, PracticeScore

UNSURE = 0.5
_DECIMALS = 9  # beyond them two priorities are equal
_NORMAL_95 = 1.959963984540054  # standard errors from the middle to the end of a 95 % interval


@dataclass(frozen=True, slots=True)
class Weak:
    """A practice under what is aimed at, with the actions that lead up from its level.

    ``target_100`` is the dimension's target, or, where none is ``stated``, the lower cut of the
    practice's next level.
    """

    practice: Practice
    score_100: float
    n: int
    level: int
    target_100: float
    stated: bool
    confidence: float
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Priority:
    """One action of a weak practice and what its place is made of; highest priority first.

    ``gap`` is the practice's distance to its target, shared alike by the actions of its step;
    ``impact`` is gap x weight x confidence, in points; ``value`` impact over person-days.
    """

    weak: Weak
    action: Action
    gap: float
    impact: float
    value: float


def confidence(score_100: float, interval: Interval | None, target_100: float) -> float:
    """Return how probable it is that a practice is really under its target, 0..1.

    ``Phi((target - score) / error)``, the error being a 1.96th of half the published interval. At
    .5 and .975 this is exactly what the t distribution behind the interval says (see
    :meth:`~maturity.scores.statistics.intervals.Sampled.below`), in between nearly. Without an
    interval it is one half: the least that any symmetric error leaves to a score under its target.

    Examples
    --------
    >>> round(confidence(40, (36, 44), 44), 3), confidence(40, None, 60)
    (0.975, 0.5)
    """
    if interval is None:
        return UNSURE
    error = (interval[1] - interval[0]) / 2 / _NORMAL_95
    if error <= 0:
        return float(score_100 < target_100)
    return math.erfc((score_100 - target_100) / error / math.sqrt(2)) / 2


def weak_practices(
    instrument: Instrument,
    dimensions: Sequence[DimensionScore],
    practices: Sequence[PracticeScore],
) -> Iterator[Weak]:
    """Yield the practices under their target that have an action to take, in the order asked."""
    targets, scores = {each.id: each.target for each in dimensions}, {p.id: p for p in practices}
    for practice in instrument.practices:
        score = scores.get(practice.id)
        if score is None or score.score_100 is None:
            continue
        level = level_of(score.score_100, instrument.levels)
        stated = targets[practice.dimension]
        target = cut_above(level, instrument.levels) if stated is None else stated
        actions = tuple(each for each in practice.actions if each.step == level)
        if actions and target is not None and round(target - score.score_100, _DECIMALS) > 0:
            yield Weak(
                practice,
                score.score_100,
                score.n,
                level,
                target,
                stated is not None,
                confidence(score.score_100, score.interval, target),
                actions,
            )


def cut_above(level: int, levels: Sequence[Level]) -> float | None:
    """Return the score at which the next level begins, None at the top."""
    return levels[level - 1].below


def priorities(
    weak: Sequence[Weak], weights: Mapping[str, float] | None = None
) -> tuple[Priority, ...]:
    """Rank the actions of weak practices.

    Parameters
    ----------
    weak : sequence of Weak
        In the order asked.
    weights : mapping of str to float, optional
        Of practices by id; by default those of the questionnaire.

    Returns
    -------
    tuple of Priority
        Of equal ones the action of fewer days first, then the one asked first.
    """
    found = [
        Priority(each, action, gap, impact, impact / action.days)
        for each in weak
        for gap in [(each.target_100 - each.score_100) / len(each.actions)]
        for weight in [each.practice.weight if weights is None else weights[each.practice.id]]
        for impact in [gap * weight * each.confidence]
        for action in each.actions
    ]
    return tuple(sorted(found, key=lambda one: (-round(one.value, _DECIMALS), one.action.days)))
