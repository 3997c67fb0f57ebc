"""From people's scores to the organisation's: mean of group means, interval, pooled mean."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maturity.scores.groups import OTHER, merge_small, published
from maturity.scores.matrix import Floats
from maturity.scores.population import Population, headcounts

_FEWEST_FOR_INTERVAL = 3
_FEWEST_PER_STRATUM = 2
_TAIL = 0.975
_NOTHING = 1e-20  # squared score_100 points: rounding noise of people who all answered alike


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


def estimate(scores: Floats, population: Population) -> Estimate:
    """Average respondents within groups, then groups.

    Groups with fewer than k scores here (though k respondents in all) are merged first, so that no
    published mean rests on fewer than k people. ``shares[i]`` is what respondent ``i`` adds to the
    sampling error: ``W_h (x_i - mean_h) / n_h``; sums of shares of several figures give the error
    of their sum.

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
    members: dict[str, list[int]] = {name: [] for name in sorted(set(merged.values()))}
    for i, name in zip(valid, published(labels, merged), strict=True):
        members[name].append(i)
    strata = _strata(members, len(scores))
    shares = np.zeros(len(scores))
    if len(valid) < population.k:
        return Estimate(None, None, len(valid), {}, {}, merged, strata, shares, {})
    counts = {name: len(inside) for name, inside in members.items()}
    means = {name: math.fsum(scores[inside]) / counts[name] for name, inside in members.items()}
    weights = _weights(means, merged, population)
    for name, inside in members.items():
        weight = weights[name] / sum(weights.values())
        shares[inside] = weight * (scores[inside] - means[name]) / counts[name]
    return Estimate(
        mean=weighted_mean((means[name], weights[name]) for name in means),
        pooled=math.fsum(scores[valid]) / len(valid),
        n=len(valid),
        by_group=means,
        n_by_group=counts,
        merged=merged,
        strata=strata,
        shares=shares,
        unasked=_unasked(counts, headcounts(merged, population.sizes)),
    )


def _strata(members: Mapping[str, Sequence[int]], size: int) -> list[str | None]:
    name_of = {i: name for name, inside in members.items() for i in inside}
    return [name_of.get(i) for i in range(size)]


def _weights(
    means: Mapping[str, float], merged: Mapping[str, str], population: Population
) -> Mapping[str, float]:
    if population.headcount is None:
        return dict.fromkeys(means, 1.0)
    return headcounts(merged, population.headcount)


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


def interval(found: Estimate) -> tuple[float, float] | str:
    """95 % t interval of a mean of group means, stratified by group.

    ``V_h = (1 - n_h/N_h) n_h/(n_h - 1) sum_i share_i**2``, ``V = sum_h V_h``, with Satterthwaite's
    degrees of freedom ``V**2 / sum_h V_h**2/(n_h - 1)``; ``1 - n_h/N_h`` only where the headcount
    N_h is known. With one group and no headcount this is the ordinary t interval of a mean.

    Parameters
    ----------
    found : Estimate
        A figure that has a mean.

    Returns
    -------
    tuple of float, or str
        Lower and upper end in score_100, or the reason code why there is none. When everybody was
        asked and answered, both ends are the mean.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., sections 5.4 (stratified variance, equation
    5.16 for Satterthwaite's degrees of freedom) and 2.6 (finite population correction). Equal to
    ``svymean`` of R's package survey (SE), with those degrees of freedom instead of n - H.
    """
    from scipy.special import stdtrit

    counts = found.n_by_group
    if found.mean is None:
        return "UNDER_K"
    if all(unasked == 0 for unasked in found.unasked.values()):
        return (found.mean, found.mean)
    if sum(counts.values()) < _FEWEST_FOR_INTERVAL or min(counts.values()) < _FEWEST_PER_STRATUM:
        return "TOO_FEW_FOR_INTERVAL"
    parts = {name: _stratum_variance(found, name) for name in counts}
    variance = sum(parts.values())
    if variance < _NOTHING:
        return "NO_VARIANCE"
    freedom = variance**2 / sum(part**2 / (counts[name] - 1) for name, part in parts.items())
    half = float(stdtrit(freedom, _TAIL)) * variance**0.5
    return (found.mean - half, found.mean + half)


def _stratum_variance(found: Estimate, name: str) -> float:
    inside = [i for i, stratum in enumerate(found.strata) if stratum == name]
    n = len(inside)
    squares = math.fsum(found.shares[inside] ** 2)
    return found.unasked[name] * n / (n - 1) * squares
