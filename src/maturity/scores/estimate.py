"""From people's scores to the organisation's: mean of group means, interval, pooled mean."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from maturity.scores.groups import OTHER, merge_small, published
from maturity.scores.matrix import Floats
from maturity.scores.population import Population, Raking, headcounts
from maturity.scores.statistics.intervals import Sampled, Stratum, sampled
from maturity.scores.statistics.weights import residuals


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure of the organisation on 0..100, None when fewer than k people have a score.

    ``merged`` says under which name each published group counts here. ``strata[i]`` is the name
    under which respondent ``i`` counts (None without a score) and ``shares[i]`` what they add to
    the sampling error; ``unasked`` is, per stratum, the share of its people who gave no score
    (1 - n/N; 1 where N is unknown): the finite-population correction.
    """

    mean: float | None
    pooled: float | None
    n: int
    by_group: Mapping[str, float]
    n_by_group: Mapping[str, int]
    merged: Mapping[str, str]
    strata: Sequence[str | None]
    shares: Floats
    unasked: Mapping[str, float]
    weights: Mapping[str, float] = field(default_factory=dict)
    alone: Mapping[str, Stratum] = field(default_factory=dict)
    finest: Sequence[str | None] = ()


def estimate(scores: Floats, population: Population) -> Estimate:
    """Average respondents within groups, then groups.

    Groups with fewer than k scores here (though k respondents in all) are merged first, so that no
    published mean rests on fewer than k people. ``shares[i]`` is ``W_h (x_i - mean_h) / n_h``; sums
    of shares of several figures give the error of their sum. Raked weights count within groups,
    unless they would give fewer than k people away.

    Parameters
    ----------
    scores : array, one value per respondent
        0..100, NaN for none.
    population : Population
        Group of each respondent, k, headcounts.

    Returns
    -------
    Estimate
        ``mean`` None when fewer than k respondents have a score.
    """
    valid = [int(i) for i in np.flatnonzero(~np.isnan(scores))]
    labels = [population.groups[i] for i in valid]
    merged = merge_small(labels, population.k)
    groups = published(labels, merged)
    members: dict[str, list[int]] = {name: [] for name in sorted(set(merged.values()))}
    for i, name in zip(valid, groups, strict=True):
        members[name].append(i)
    strata = _strata(members, len(scores))
    shares = np.zeros(len(scores))
    if len(valid) < population.k:
        return Estimate(None, None, len(valid), {}, {}, merged, strata, shares, {})
    counts = {name: len(inside) for name, inside in members.items()}
    means = {name: math.fsum(scores[inside]) / counts[name] for name, inside in members.items()}
    weights = _weights(means, merged, population)
    unasked = _unasked(counts, headcounts(merged, population.sizes))
    alone = {}
    for name, inside in members.items():
        own = (scores[inside] - means[name]) / counts[name]
        alone[name] = Stratum(counts[name], math.fsum(own**2), unasked[name])
        shares[inside] = own
    centres, finest, raking = means, strata, population.raking
    if raking and not telling(raking.weights[valid], groups, population.k):
        centres = _raked_means(scores, members, raking)
        shares = _raked_shares(scores, members, alone, raking, population.groups)
        finest = [name and f"{name}/{raking.weights[i]}" for i, name in enumerate(strata)]
    for name, inside in members.items():
        shares[inside] *= weights[name]
    return Estimate(
        mean=weighted_mean((centres[name], weights[name]) for name in means),
        pooled=math.fsum(scores[valid]) / len(valid),
        n=len(valid),
        by_group=means,
        n_by_group=counts,
        merged=merged,
        strata=strata,
        shares=shares,
        unasked=unasked,
        weights=weights,
        alone=alone,
        finest=finest,
    )


def telling(weights: Floats, groups: Sequence[str], k: int) -> bool:
    """Tell whether a mean with unequal weights would reveal fewer than k people beside the groups'.

    Groups' sums can be taken from it with any factor; the people left are fewest when the factor
    is, in each group, the weight most of its people share.

    >>> telling(np.array([2.0] * 9 + [1.0] * 3), ["it"] * 12, 5)
    True
    >>> telling(np.array([2.0] * 9 + [1.0] * 6), ["it"] * 15, 5)
    False
    """
    people = Counter(zip(groups, weights.tolist(), strict=True))
    alike: dict[str, int] = {}
    for (group, _), n in people.items():
        alike[group] = max(alike.get(group, 0), n)
    return 0 < len(groups) - sum(alike.values()) < k


def _raked_means(
    scores: Floats, members: Mapping[str, Sequence[int]], raking: Raking
) -> dict[str, float]:
    """Return groups' means in which people count as they are raked."""
    each = raking.weights
    return {
        name: weighted_mean(zip(scores[inside].tolist(), each[inside].tolist(), strict=True))
        for name, inside in members.items()
    }


def _raked_shares(
    scores: Floats,
    members: Mapping[str, Sequence[int]],
    alone: Mapping[str, Stratum],
    raking: Raking,
    everybody: Sequence[str],
) -> Floats:
    """Return what each respondent adds to the error of a raked mean, before their group's weight.

    Their weight w times what the margins leave unexplained of their score. Each stands for w
    people of whom one answered, so the finite-population correction is each person's own,
    ``1 - 1/w``; the group's, which comes in later, is taken out. Where a figure is not about all
    groups the other margins say nothing of it, and only the groups' means are taken away: an error
    that is rather too large.
    """
    shares = np.zeros(len(scores))
    people = [i for inside in members.values() for i in inside]
    cells = [[number for number, inside in enumerate(members.values()) for _ in inside]]
    if {everybody[i] for i in people} == set(everybody):
        cells += [[axis[i] for i in people] for axis in raking.cells[1:]]
    left = np.zeros(len(scores))
    left[people] = residuals(scores[people], cells, raking.base[people])
    for name, inside in members.items():
        unasked = alone[name].unasked
        part = raking.weights[inside] / math.fsum(raking.weights[inside])
        own = part * left[inside]
        own -= math.fsum(own) / len(own)
        if 0 < unasked < 1:
            own *= np.sqrt(np.maximum(0, 1 - (1 - unasked) / (len(own) * part)) / unasked)
        shares[inside] = own
    return shares


def _strata(members: Mapping[str, Sequence[int]], size: int) -> list[str | None]:
    name_of = {i: name for name, inside in members.items() for i in inside}
    return [name_of.get(i) for i in range(size)]


def _weights(
    groups: Collection[str], merged: Mapping[str, str], population: Population
) -> Mapping[str, float]:
    """Return what each group weighs, together 1."""
    if population.headcount is None:
        return dict.fromkeys(groups, 1 / len(groups))
    own = population.raking.totals if population.raking else population.headcount
    heads = headcounts(merged, own)
    total = math.fsum(heads[name] for name in groups)
    return {name: heads[name] / total for name in groups}


def _unasked(counts: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, float]:
    return {name: 1 - n / sizes[name] if name in sizes else 1.0 for name, n in counts.items()}


def weighted_mean(parts: Iterable[tuple[float, float]]) -> float:
    """Return the mean of (value, weight) pairs, never outside the values by a rounding error.

    >>> weighted_mean([(40, 1), (70, 2)])
    60.0
    """
    pairs = list(parts)
    values = [value for value, _ in pairs]
    total = math.fsum(weight for _, weight in pairs)
    mean = math.fsum(value * weight for value, weight in pairs) / total
    return min(max(mean, min(values)), max(values))


def composite(parts: Sequence[tuple[Estimate, float]], population: Population) -> Estimate:
    """Average several figures of the same respondents, each with its weight.

    A respondent's share is the weighted mean of their shares in the parts, so that answers of one
    person are not taken for independent ones. Groups that are merged in one part are one stratum
    here, and a stratum's finite-population correction is that of its least answered part.

    Returns
    -------
    Estimate
        ``mean`` None when a part has none; ``n`` counts people with a score in any part.
    """
    estimates = [each for each, _ in parts]
    joined = {
        group: OTHER if any(each.merged.get(group) == OTHER for each in estimates) else group
        for group in set(population.groups)
    }
    strata = [
        joined[group] if any(each.strata[i] for each in estimates) else None
        for i, group in enumerate(population.groups)
    ]
    counted = {name: strata.count(name) for name in sorted({each for each in strata if each})}
    shares = np.zeros(len(population.groups))
    n = sum(counted.values())
    means = [(each.mean, each.pooled, weight) for each, weight in parts]
    scored = [(m, p, weight) for m, p, weight in means if m is not None and p is not None]
    if len(scored) < len(parts):
        return Estimate(None, None, n, {}, counted, joined, strata, shares, {})
    total = math.fsum(weight for _, weight in parts)
    for each, weight in parts:
        shares += weight / total * each.shares
    sizes = headcounts(joined, population.sizes)
    return Estimate(
        mean=weighted_mean((mean, weight) for mean, _, weight in scored),
        pooled=weighted_mean((pooled, weight) for _, pooled, weight in scored),
        n=n,
        by_group={},
        n_by_group=counted,
        merged=joined,
        strata=strata,
        shares=shares,
        unasked={name: _least_answered(name, strata, estimates, sizes) for name in counted},
        weights=_weights(counted, joined, population),
    )


def _least_answered(
    name: str,
    strata: Sequence[str | None],
    estimates: Iterable[Estimate],
    sizes: Mapping[str, int],
) -> float:
    inside = [i for i, stratum in enumerate(strata) if stratum == name]
    answered = [sum(each.strata[i] is not None for i in inside) for each in estimates]
    return max(_unasked({name: n}, sizes)[name] for n in answered if n)


def sampling(found: Estimate) -> Sampled | str:
    """Return the t distribution of a figure, a mean of group means with its groups as strata.

    Returns
    -------
    Sampled or str
        Or the reason code why there is none; see :func:`~maturity.scores.statistics.intervals
        .sampled`. Certain when everybody was asked and answered.
    """
    if found.mean is None:
        return "UNDER_K"
    inside: dict[str, list[int]] = {name: [] for name in found.n_by_group}
    for i, stratum in enumerate(found.strata):
        if stratum is not None:
            inside[stratum].append(i)
    strata = [
        Stratum(
            len(people),
            math.fsum(found.shares[people] ** 2),
            found.unasked[name],
            found.weights[name],
        )
        for name, people in inside.items()
    ]
    return sampled(found.mean, strata)


def group_interval(found: Estimate, name: str) -> tuple[float, float] | str:
    """Return the 95 % interval of one group's mean, or the reason code why there is none."""
    if name not in found.by_group:
        return "UNDER_K"
    known = sampled(found.by_group[name], [found.alone[name]])
    return known if isinstance(known, str) else known.interval()


def interval(found: Estimate) -> tuple[float, float] | str:
    """Return the 95 % interval of a figure in score_100, or the reason code why there is none."""
    known = sampling(found)
    return known if isinstance(known, str) else known.interval()
