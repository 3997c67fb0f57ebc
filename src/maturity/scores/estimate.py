"""From respondents' scores to the organisation's: mean of group means, its interval, the pooled mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maturity.scores.groups import merge_small, published
from maturity.scores.matrix import Floats

_FEWEST_FOR_INTERVAL = 3
_FEWEST_PER_STRATUM = 2
_TAIL = 0.975
_NOTHING = 1e-20  # squared score_100 points: rounding noise of people who all answered alike


@dataclass(frozen=True, slots=True)
class Population:
    """Who was asked: each respondent's published group, and the group's weight and headcount.

    ``headcount`` holds only groups whose headcount is known; ``weight`` only when headcounts are to
    weigh the groups, otherwise groups weigh the same.
    """

    groups: Sequence[str]
    k: int
    headcount: Mapping[str, int]
    by_headcount: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure of the organisation on 0..100.

    ``strata[i]`` is the group under which respondent ``i`` counts (None without a score),
    ``shares[i]`` what they add to the sampling error, ``merged`` which groups were put together.
    """

    mean: float | None
    pooled: float | None
    n: int
    by_group: Mapping[str, float]
    n_by_group: Mapping[str, int]
    merged: Mapping[str, str]
    strata: Sequence[str | None]
    shares: Floats


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
    valid = np.flatnonzero(~np.isnan(scores))
    labels = [population.groups[i] for i in valid]
    merged = merge_small(labels, population.k)
    names = np.array(published(labels, merged))
    shares = np.zeros(len(scores))
    strata: list[str | None] = [None] * len(scores)
    for i, name in zip(valid, names, strict=True):
        strata[i] = str(name)
    if len(valid) < population.k:
        return Estimate(None, None, len(valid), {}, {}, merged, strata, shares)
    means: dict[str, float] = {}
    counts: dict[str, int] = {}
    for name in sorted(set(names)):
        inside = valid[names == name]
        means[name], counts[name] = float(scores[inside].mean()), len(inside)
    weights = _weights(means, merged, population)
    for name, weight in weights.items():
        inside = valid[names == name]
        shares[inside] = weight * (scores[inside] - means[name]) / len(inside)
    mean = sum(weights[name] * means[name] for name in means)
    return Estimate(
        mean, float(scores[valid].mean()), len(valid), means, counts, merged, strata, shares
    )


def _weights(
    means: Mapping[str, float], merged: Mapping[str, str], population: Population
) -> dict[str, float]:
    sizes = dict.fromkeys(means, 1.0)
    if population.by_headcount:
        known = headcounts(merged, population.headcount)
        if set(known) == set(means):
            sizes = {name: float(known[name]) for name in means}
    total = sum(sizes.values())
    return {name: size / total for name, size in sizes.items()}


def headcounts(merged: Mapping[str, str], headcount: Mapping[str, int]) -> dict[str, int]:
    """Add up the headcounts of published groups; a group with an unknown part is left out."""
    parts: dict[str, list[str]] = {}
    for part, name in merged.items():
        parts.setdefault(name, []).append(part)
    return {
        name: sum(headcount[part] for part in inside)
        for name, inside in parts.items()
        if all(part in headcount for part in inside)
    }


def interval(
    mean: float, shares: Floats, strata: Sequence[str | None], sizes: Mapping[str, int]
) -> tuple[float, float] | str:
    """95 % t interval of a mean of group means, stratified by group.

    ``V = sum_h (1 - n_h/N_h) n_h/(n_h - 1) sum_i share_i**2`` with Satterthwaite's degrees of
    freedom ``V**2 / sum_h V_h**2/(n_h - 1)``; ``1 - n_h/N_h`` only where the headcount N_h is known.
    With one group and no headcount this is the ordinary t interval of a mean.

    Parameters
    ----------
    mean : float
        The estimate, 0..100.
    shares : array, one value per respondent
        Linearised shares (see :func:`estimate`).
    strata : sequence of str or None
        The group of each respondent, None for those without a score.
    sizes : mapping
        Headcount N_h of each group that has one.

    Returns
    -------
    tuple of float, or str
        Lower and upper end in score_100, or the reason code why there is none.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., sections 5.4 (stratified variance, equation
    5.16 for Satterthwaite's degrees of freedom) and 2.6 (finite population correction).
    """
    from scipy.special import stdtrit

    groups = np.array([stratum or "" for stratum in strata])
    names = sorted(set(groups) - {""})
    counts = {name: int((groups == name).sum()) for name in names}
    if sum(counts.values()) < _FEWEST_FOR_INTERVAL or min(counts.values()) < _FEWEST_PER_STRATUM:
        return "TOO_FEW_FOR_INTERVAL"
    parts = {name: _stratum(shares[groups == name], sizes.get(name)) for name in names}
    variance = sum(parts.values())
    if all(sizes.get(name) == counts[name] for name in names):
        return (mean, mean)
    if variance < _NOTHING:
        return "NO_VARIANCE"
    freedom = variance**2 / sum(part**2 / (counts[name] - 1) for name, part in parts.items())
    half = float(stdtrit(freedom, _TAIL)) * variance**0.5
    return (mean - half, mean + half)


def _stratum(shares: Floats, size: int | None) -> float:
    n = len(shares)
    finite = 1 - n / size if size else 1.0
    return finite * n / (n - 1) * float(shares @ shares)
