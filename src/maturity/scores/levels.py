"""How sure a level is, and what those who kept silent could change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maturity.instrument import Item, Level
from maturity.scores.cutoffs import cutoffs
from maturity.scores.estimate import Estimate, sampling, weighted_mean
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.groups import OTHER
from maturity.scores.matrix import Floats
from maturity.scores.model import Interval, Share
from maturity.scores.population import headcounts
from maturity.scores.statistics.intervals import (
    level_probability,
    likely_levels,
    of_finite,
    wilson,
)


@dataclass(frozen=True, slots=True)
class Certainty:
    """A figure's interval, the probability of each level, and the likely ones; None if unknown."""

    interval: Interval | None
    level_probability: tuple[float, ...] | None
    likely_levels: tuple[int, ...] | None


CERTAINTY = ("interval", "level_probability", "likely_levels")


def certainty(gate: Gate, here: str, found: Estimate, levels: Sequence[Level]) -> Certainty:
    """Work out how sure a figure is; the gate learns why it is not, where it has a mean at all."""
    if found.mean is None:
        return Certainty(None, None, None)
    known = sampling(found)
    if isinstance(known, str):
        gate.closed(here, CERTAINTY, known)
        return Certainty(None, None, None)
    cuts = [level.below for level in levels if level.below is not None]
    probabilities = level_probability(known, cuts)
    likely = likely_levels(probabilities, cutoffs("levels")["likely"])
    return Certainty(known.interval(), probabilities, likely)


def silent_bounds(ground: Ground, found: Estimate, items: Sequence[Item]) -> Interval | str:
    """Return the score if everybody who gave none had given the worst, and the best.

    Groups weigh what they weigh in the score: ``sum W_h n_h/N_h m_h`` and, for the upper end,
    ``100 sum W_h (1 - n_h/N_h)`` more. Functions asked of which nobody answered are groups too.

    Parameters
    ----------
    ground : Ground
        Where the roster is.
    found : Estimate
        A figure that has a mean.
    items : sequence of Item
        What it is made of: a function that is asked none of them is not silent.

    Returns
    -------
    tuple of float or str
        Lower and upper bound in score_100, or the reason code why there is none.

    References
    ----------
    Manski, C. F. (1990). Nonparametric bounds on treatment effects. American Economic Review 80.
    """
    population = ground.population
    people = headcounts(found.merged, population.sizes)
    for name in sorted(found.merged):
        why = population.invited[name]
        if isinstance(why, str):
            return why
    heads = headcounts(found.merged, population.headcount or {})
    silent = {
        name: size
        for name, size in population.silent.items()
        if any(item.is_for(name) for item in items)
    }
    invited = _with_silent(people, silent, ground.k)
    low, spread, total = [], [], []
    for name, size in invited.items():
        more = size - people.get(name, 0)
        weight = 1.0 if population.headcount is None else heads.get(name, 0) + more
        answered = found.n_by_group.get(name, 0) / size
        low.append(weight * answered * found.by_group.get(name, 0.0))
        spread.append(weight * (1 - answered))
        total.append(weight)
    worst = math.fsum(low) / math.fsum(total)
    return worst, min(100.0, worst + 100 * math.fsum(spread) / math.fsum(total))


def overall_bounds(ground: Ground) -> Interval | str:
    """Return the bounds of all dimensions together: those who keep silent do so in each."""
    dimensions = ground.instrument.dimensions
    bounds = [silent_bounds(ground, ground.by_dimension[d.id], d.scored_items) for d in dimensions]
    ends = [each for each in bounds if not isinstance(each, str)]
    if len(ends) < len(bounds):
        return next(each for each in bounds if isinstance(each, str))
    weights = [each.weight for each in dimensions]
    low, high = zip(*ends, strict=True)
    return (
        weighted_mean(zip(low, weights, strict=True)),
        weighted_mean(zip(high, weights, strict=True)),
    )


def favourable(ground: Ground, item: Item, points: Floats) -> Share:
    """Return the share of those who answered above the middle of the scale, after keying.

    Its interval is Wilson's; where the roster says how many people were asked, it is exact, of all
    who answered or kept silent (those who do not know, or whom it does not concern, are no part).

    Parameters
    ----------
    ground : Ground
        Who was asked.
    item : Item
        The question.
    points : array, one value per respondent
        Scale points before keying, NaN for none; at least one is not.
    """
    answered = points[~np.isnan(points)]
    middle = (item.scale.min + item.scale.max) / 2
    count = int((answered < middle if item.reverse else answered > middle).sum())
    people = _asked(ground, item, points)
    ends = (
        wilson(count, len(answered)) if people is None else of_finite(count, len(answered), people)
    )
    return Share(count / len(answered), None if isinstance(ends, str) else ends)


def _asked(ground: Ground, item: Item, points: Floats) -> int | None:
    """Return how many people could have answered an item; None when that is not known."""
    data, roster = ground.data, ground.setting.roster
    column = data.columns([item])[0]
    if item.functions:
        inside = np.array([who in item.functions for who in data.functions], dtype=bool)
        known = all(function in roster for function in item.functions)
        people = sum(roster.get(function, 0) for function in item.functions) if known else None
    else:
        inside = np.ones(len(points), dtype=bool)
        invited = ground.population.invited[None]
        people = invited if isinstance(invited, int) else None
    answered = ~np.isnan(points)
    if people is None or not data.asked[inside, column].all() or answered[~inside].any():
        return None
    unable = (data.dont_know | data.not_applicable)[inside, column].sum()
    left = people - int(unable)
    return left if left >= answered.sum() else None


def _with_silent(people: Mapping[str, int], silent: Mapping[str, int], k: int) -> dict[str, int]:
    """Add the functions nobody answered for; those of fewer than k people join another."""
    invited = dict(people)
    smallest = min(people, key=lambda name: (people[name], name))
    for name in sorted(silent, key=lambda name: (silent[name] < k, name)):
        small = silent[name] < k
        where = (OTHER if OTHER in invited else smallest) if small else name
        invited[where] = invited.get(where, 0) + silent[name]
    return invited
