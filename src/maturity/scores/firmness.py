"""How firm the order of priorities is: under other weights, without a function, without a few.

Some of it rests on figures that are not published. Each of them could be: k people or more are
behind it, and beside what is published it singles out nobody. What leaves is only on which side
of the line between the first actions and the others each action comes to stand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from maturity.scores.estimate import Estimate, estimate, weighted_mean
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground, scored
from maturity.scores.kept import PriorityKept, PrioritySensitivity
from maturity.scores.matrix import respondent_scores
from maturity.scores.model import DimensionScore, PracticeScore
from maturity.scores.priority import Priority, priorities, weak_practices
from maturity.scores.quality import is_safe
from maturity.scores.seed import seed
from maturity.scores.statistics.composites import other_weights

_HERE = "/priority_sensitivity"


@dataclass(frozen=True, slots=True)
class Shaking:
    """How weights are drawn, how many actions are the first, when a place is fragile."""

    draws: int
    concentration_each: float
    first: int
    fragile_over: float

    def among(self, actions: int) -> int:
        """Return how many of so many actions are the first."""
        return min(self.first, (actions + 1) // 2)


@cache
def shaking() -> Shaking:
    """Return what ``sensitivity.toml`` says of priorities."""
    file = resources.files("maturity.scores") / "sensitivity.toml"
    return Shaking(**tomllib.loads(file.read_text(encoding="utf-8"))["priorities"])


def priority_sensitivity(
    ground: Ground,
    gate: Gate,
    dimensions: Sequence[DimensionScore],
    practices: Sequence[PracticeScore],
) -> PrioritySensitivity | None:
    """Try other choices and tell how often each action keeps its side of the line.

    Parameters
    ----------
    ground, gate : Ground, Gate
        The responses, and the way out.
    dimensions, practices : sequence
        As published.

    Returns
    -------
    PrioritySensitivity or None
        None where there is nothing to recommend.
    """
    ranked = _ranked(ground, dimensions, practices)
    if not ranked:
        return gate.passed(_HERE, None, "NO_ACTION")
    count = shaking().among(len(ranked))
    first = _first(ranked, count)
    weights = _under_weights(ground, ranked, count)
    without = [
        _first(_ranked(ground, dimensions, each), count)
        for each in _without_function(ground, practices)
    ]
    rest = _without_not_applicable(ground, practices)
    absent = None if isinstance(rest, str) else _first(_ranked(ground, dimensions, rest), count)
    kept = []
    for n, each in enumerate(ranked):
        id_ = each.action.id
        here, inside = f"{_HERE}/actions/{n}", id_ in first
        tries = [(id_ in other) == inside for other in without]
        share = sum(tries) / len(tries) if tries else "TOO_FEW_GROUPS"
        same = str(rest) if absent is None else (id_ in absent) == inside
        kept.append(
            PriorityKept(
                id_,
                weights[n],
                gate.known(f"{here}/functions", share),
                gate.known(f"{here}/not_applicable", same),
            )
        )
    return PrioritySensitivity(count, shaking().draws, len(without), tuple(kept))


def _ranked(
    ground: Ground, dimensions: Sequence[DimensionScore], practices: Sequence[PracticeScore]
) -> tuple[Priority, ...]:
    return priorities(tuple(weak_practices(ground.instrument, dimensions, practices)))


def _first(ranked: Sequence[Priority], count: int) -> set[str]:
    return {each.action.id for each in ranked[:count]}


def _under_weights(ground: Ground, ranked: Sequence[Priority], count: int) -> list[float]:
    """Return in what share of the draws each action is on the side of the line it is on."""
    known, instrument = shaking(), ground.instrument
    place = {each.id: n for n, each in enumerate(instrument.practices)}
    given = [each.weight for each in instrument.practices]
    drawn = other_weights(
        given,
        draws=known.draws,
        concentration=known.concentration_each * len(given),
        seed=seed(ground, "priorities"),
    )
    own = np.array([place[each.weak.practice.id] for each in ranked])
    plain = np.array([each.value / each.weak.practice.weight for each in ranked])
    # a stable sort leaves equal ones in the order of the ranking
    order = np.argsort(-np.round(plain * drawn[:, own] * len(given), 9), axis=1, kind="stable")
    inside = np.zeros(order.shape, dtype=bool)
    np.put_along_axis(inside, order[:, :count], values=True, axis=1)
    share = inside.mean(axis=0)
    return [float(each if n < count else 1 - each) for n, each in enumerate(share)]


def _without_function(
    ground: Ground, practices: Sequence[PracticeScore]
) -> Iterator[list[PracticeScore]]:
    """Yield the practices' scores without each function; k people or more are behind each.

    A practice to which the function does not contribute under its own name stays as it is.
    """
    found = ground.by_practice
    names = sorted({name for each in practices for name in _apart(found[each.id])})
    for name in names:
        yield [
            _moved(each, _shift(found[each.id], name)) if name in _apart(found[each.id]) else each
            for each in practices
        ]


def _apart(found: Estimate) -> Mapping[str, float]:
    """Return the groups of a figure, none where it has only one."""
    return found.by_group if len(found.by_group) > 1 else {}


def _shift(found: Estimate, left_out: str) -> float:
    """Return by how much a mean of groups' means moves when one of them is left out."""
    means, weights = found.by_group, found.weights
    whole = weighted_mean((means[name], weights[name]) for name in means)
    rest = weighted_mean((means[name], weights[name]) for name in means if name != left_out)
    return rest - whole


def _without_not_applicable(
    ground: Ground, practices: Sequence[PracticeScore]
) -> list[PracticeScore] | str:
    """Return the scores without people who said *not applicable* to a question of the practice.

    A practice in which they could be told apart stays as it is; the reason code where that is so
    of all, or where nobody said it.
    """
    data, least = ground.data, ground.instrument.rules.min_answered
    moved, said = [], False
    for practice, score in zip(ground.instrument.practices, practices, strict=True):
        items, found = scored(practice.items), ground.by_practice[practice.id]
        flagged = data.not_applicable[:, data.columns(items)].any(axis=1)
        flagged &= np.array([each is not None for each in found.strata], dtype=bool)
        said |= bool(flagged.any())
        shift = 0.0
        if score.score_100 is not None and flagged.any() and is_safe(found, flagged, ground.k):
            scores = np.where(flagged, np.nan, respondent_scores(data, items, least))
            mean = estimate(scores, ground.population).mean
            shift = 0.0 if mean is None or found.mean is None else mean - found.mean
        moved.append(_moved(score, shift))
    if all(new is old for new, old in zip(moved, practices, strict=True)):
        return "UNDER_K" if said else "NOBODY_NOT_APPLICABLE"
    return moved


def _moved(score: PracticeScore, shift: float) -> PracticeScore:
    """Return a practice's score moved, its interval with it."""
    if score.score_100 is None or not shift:
        return score
    ends = score.interval and (score.interval[0] + shift, score.interval[1] + shift)
    moved = min(max(score.score_100 + shift, 0.0), 100.0)
    return replace(score, score_100=moved, interval=ends)
