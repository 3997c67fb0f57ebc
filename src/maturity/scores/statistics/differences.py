"""How far two groups are apart, how sure that is, and whether chance alone could do it.

Everything is worked out from :class:`Sample`, whose values are sorted and whose sums are exact, so
that no result depends on the order in which people stand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ends = tuple[float, float]

CONFIDENCE = 0.95
ALPHA = 0.05
MOST_SPLITS = 200_000
DRAWS = 9_999
_LEAST = 2  # people of a group whose variance means anything
_DIGITS = 9  # scores closer than this are the same one, written by two roundings
_NOTHING = 1e-18  # a variance below is the noise of equal values
_PRECISION = 1e-13
_CHUNK = 1 << 20  # random numbers held at once


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """The values of one group, lowest first; ``variance`` has n - 1 below (0 for one value)."""

    values: Floats
    mean: float
    variance: float

    @property
    def n(self) -> int:
        """How many values there are."""
        return len(self.values)


def sample(values: Floats) -> Sample:
    """Sort a group's values and add them up exactly.

    Parameters
    ----------
    values : array, one or more numbers
        In any order; no NaN.

    Examples
    --------
    >>> sample(np.array([75.0, 25.0])).mean, sample(np.array([75.0, 25.0])).variance
    (50.0, 1250.0)
    """
    ordered: Floats = np.sort(values)
    n = len(ordered)
    mean = math.fsum(ordered) / n
    # Values that are all the same leave a mean of a rounding error beside them.
    mean = min(max(mean, float(ordered[0])), float(ordered[-1]))
    squares = math.fsum((ordered - mean) ** 2)
    variance = squares / (n - 1) if n >= _LEAST else 0.0
    return Sample(ordered, mean, variance if variance > _NOTHING else 0.0)


def welch(a: Sample, b: Sample, unasked: Ends = (1.0, 1.0)) -> tuple[float, float] | str:
    """Return the standard error of the difference of two means, and its degrees of freedom.

    ``V_g = u_g s_g**2 / n_g``; ``se = sqrt(V_a + V_b)``;
    ``df = (V_a + V_b)**2 / (V_a**2/(n_a - 1) + V_b**2/(n_b - 1))``.

    Parameters
    ----------
    a, b : Sample
        The two groups.
    unasked : tuple of float
        Share of each group's people who are not in the sample, ``1 - n/N``: the finite-population
        correction. 1 where N is not known or the group stands for more than itself.

    Returns
    -------
    tuple of float, or str
        Standard error and degrees of freedom, or ``CENSUS`` when nobody of either group is missing,
        ``TOO_FEW_FOR_INTERVAL`` for a group of one, ``NO_VARIANCE`` when nobody differs from their
        own group, or all who do are in a group that was asked to the last person.

    References
    ----------
    Welch, B. L. (1947). The generalization of "Student's" problem when several different population
    variances are involved. Biometrika, 34, 28-35. Equal to R's ``t.test(a, b)``. Correction:
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., section 2.6.
    """
    if unasked == (0.0, 0.0):
        return "CENSUS"
    if min(a.n, b.n) < _LEAST:
        return "TOO_FEW_FOR_INTERVAL"
    parts = [u * each.variance / each.n for u, each in zip(unasked, (a, b), strict=True)]
    variance = sum(parts)
    if variance == 0:
        return "NO_VARIANCE"
    shares = [(part / variance) ** 2 / (g.n - 1) for part, g in zip(parts, (a, b), strict=True)]
    return math.sqrt(variance), 1 / sum(shares)


def welch_interval(
    a: Sample, b: Sample, unasked: Ends = (1.0, 1.0), confidence: float = CONFIDENCE
) -> Ends | str:
    """Return the interval of ``a - b``; the point itself for a census; else a reason code.

    Examples
    --------
    >>> low, high = welch_interval(sample(np.array([40.0, 60])), sample(np.array([30.0, 50])))
    >>> round(low), round(high)
    (-51, 71)
    """
    from scipy.special import stdtrit

    difference, found = a.mean - b.mean, welch(a, b, unasked)
    if found == "CENSUS":
        return difference, difference
    if isinstance(found, str):
        return found
    error, freedom = found
    half = float(stdtrit(freedom, (1 + confidence) / 2)) * error
    return difference - half, difference + half


def welch_p(a: Sample, b: Sample, unasked: Ends = (1.0, 1.0)) -> float | str:
    """Return the two-sided p of Welch's t test, or why there is none (see :func:`welch`)."""
    from scipy.special import stdtr

    found = welch(a, b, unasked)
    if isinstance(found, str):
        return found
    error, freedom = found
    return 2 * float(stdtr(freedom, -abs(a.mean - b.mean) / error))


def hedges_g(a: Sample, b: Sample) -> float | str:
    """Return Hedges' g: the difference in pooled standard deviations, without its small bias.

    ``g = J(m) (mean_a - mean_b) / s``, ``s**2 = ((n_a-1) s_a**2 + (n_b-1) s_b**2) / m``,
    ``m = n_a + n_b - 2``, ``J(m) = Gamma(m/2) / (sqrt(m/2) Gamma((m-1)/2))``, exactly.

    Returns
    -------
    float or str
        ``NO_VARIANCE`` when nobody differs from their own group, ``TOO_FEW_FOR_INTERVAL`` for
        fewer than four people in all.

    References
    ----------
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size and related
    estimators. Journal of Educational Statistics, 6, 107-128. Equal to ``effectsize::hedges_g``.
    """
    pooled = _pooled(a, b)
    if isinstance(pooled, str):
        return pooled
    return _unbiased(a.n + b.n - 2) * (a.mean - b.mean) / pooled


def hedges_interval(a: Sample, b: Sample, confidence: float = CONFIDENCE) -> Ends | str:
    """Return the interval of Hedges' g, or why there is none (see :func:`hedges_g`).

    The ends are the two noncentralities under which the t that was found would lie on the edge of
    what is likely, times ``J(m) sqrt(1/n_a + 1/n_b)``. Both groups stand for endless ones.

    References
    ----------
    Steiger, J. H. and Fouladi, R. T. (1997). Noncentrality interval estimation and the evaluation
    of statistical models. As ``effectsize::hedges_g``, which seeks the ends less exactly.
    """
    pooled = _pooled(a, b)
    if isinstance(pooled, str):
        return pooled
    freedom, spread = a.n + b.n - 2, math.sqrt(1 / a.n + 1 / b.n)
    t = (a.mean - b.mean) / (pooled * spread)
    low, high = ((1 + sign * confidence) / 2 for sign in (1, -1))
    scale = _unbiased(freedom) * spread
    return _noncentrality(t, freedom, low) * scale, _noncentrality(t, freedom, high) * scale


def _pooled(a: Sample, b: Sample) -> float | str:
    if min(a.n, b.n) < _LEAST:
        return "TOO_FEW_FOR_INTERVAL"
    freedom = a.n + b.n - 2
    variance = ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / freedom
    return math.sqrt(variance) if variance > 0 else "NO_VARIANCE"


def _unbiased(freedom: int) -> float:
    half = freedom / 2
    return math.exp(math.lgamma(half) - math.lgamma(half - 0.5)) / math.sqrt(half)


def _noncentrality(t: float, freedom: int, share: float) -> float:
    """Return the noncentrality under which a share of all t lie below this one."""
    from scipy.optimize import brentq
    from scipy.special import nctdtr

    step = 3 * math.sqrt(1 + t * t / (2 * freedom))
    low, high = t - step, t + step
    while nctdtr(freedom, low, t) < share:
        low -= step
    while nctdtr(freedom, high, t) > share:
        high += step
    return float(
        brentq(
            lambda noncentrality: nctdtr(freedom, noncentrality, t) - share,
            low,
            high,
            xtol=_PRECISION,
            rtol=_PRECISION,
        )
    )


def cliffs_delta(a: Sample, b: Sample) -> float:
    """Return how much more often a value of a lies above one of b than below: -1..1.

    ``(pairs with a > b - pairs with a < b) / (n_a n_b)``; 0 when all are alike.

    References
    ----------
    Cliff, N. (1993). Dominance statistics. Psychological Bulletin, 114, 494-509. Equal to
    ``effectsize::cliffs_delta``.

    Examples
    --------
    >>> cliffs_delta(sample(np.array([3.0, 4, 5])), sample(np.array([1.0, 2, 3])))
    0.8888888888888888
    """
    ours, theirs = np.round(a.values, _DIGITS), np.round(b.values, _DIGITS)
    below = int(np.searchsorted(theirs, ours, "left").sum())
    above = a.n * b.n - int(np.searchsorted(theirs, ours, "right").sum())
    return (below - above) / (a.n * b.n)


def permutation_p(a: Sample, b: Sample, seed: int) -> float | str:
    """Return the share of all splits of the people whose means lie as far apart as these.

    Everybody is thrown together and split again into groups of the same sizes, in every possible
    way; two-sided: splits with ``|difference| >= observed`` count, ties included. Up to
    200,000 splits all of them; beyond, 9,999 random ones, of which ``b`` count: ``(b + 1)/10,000``.

    Parameters
    ----------
    a, b : Sample
        The two groups.
    seed : int
        Where random splits start from.

    Returns
    -------
    float or str
        0..1; ``NO_VARIANCE`` when nobody differs from anybody, ``CANNOT_BE_TESTED`` when even the
        splits that lie farthest apart make up more than a twentieth of all.

    References
    ----------
    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical
    Applications in Genetics and Molecular Biology, 9, article 39. Equal to R's
    ``coin::oneway_test(distribution = "exact")``; ``scipy.stats.permutation_test`` doubles the
    smaller tail instead.
    """
    pooled: Floats = np.sort(np.concatenate([a.values, b.values]))
    pooled -= math.fsum(pooled) / len(pooled)  # so that a sum says how far it is from what is usual
    if not np.any(np.abs(pooled) > 10.0**-_DIGITS):
        return "NO_VARIANCE"
    size = min(a.n, b.n)
    # With everything around 0, |difference| grows with |sum of the smaller group| alone.
    observed = abs(a.mean - b.mean) * a.n * b.n / (a.n + b.n)
    farthest = max(abs(math.fsum(pooled[:size])), abs(math.fsum(pooled[-size:])))
    slack = 10.0**-_DIGITS * (1 + farthest)
    all_of_them = math.comb(len(pooled), size)
    if all_of_them <= MOST_SPLITS:
        counts = _splits(pooled, size, (farthest - slack, observed - slack))
        most, found = (count / all_of_them for count in counts)
    else:
        sums = np.abs(_random_sums(pooled, size, seed))
        most, found = (
            (1 + int((sums >= bound - slack).sum())) / (1 + DRAWS) for bound in (farthest, observed)
        )
    return found if most <= ALPHA else "CANNOT_BE_TESTED"


def _splits(values: Floats, size: int, bounds: Ends) -> list[int]:
    """Count the subsets of a size whose sum is as far from 0 as each bound, or farther.

    The values are cut into two halves, and the sums of all subsets of each worked out by size; a
    subset of the whole is one of either half, so that counting takes one search per subset of a
    half and no subset of the whole is ever written down.
    """
    half = len(values) // 2
    first, second = (_subset_sums(part, size) for part in (values[:half], values[half:]))
    counts = [0, 0]
    for sums, others in zip(first, reversed(second), strict=True):
        every = len(sums) * len(others)
        for n, bound in enumerate(bounds):
            if bound <= 0:
                counts[n] += every
                continue
            above = every - int(np.searchsorted(others, bound - sums, "left").sum())
            counts[n] += above + int(np.searchsorted(others, -bound - sums, "right").sum())
    return counts


def _subset_sums(values: Floats, most: int) -> list[Floats]:
    """Return the sums of all subsets of 0, 1, ... ``most`` values, each time lowest first."""
    sums: list[Floats] = [np.zeros(1), *(np.zeros(0) for _ in range(most))]
    for value in values:
        for size in range(most, 0, -1):
            sums[size] = np.concatenate([sums[size], sums[size - 1] + value])
    return [np.sort(each) for each in sums]


def _random_sums(values: Floats, size: int, seed: int) -> Floats:
    """Return the sums of random subsets of a size, each equally likely."""
    generator = np.random.default_rng(seed)
    rows = max(1, _CHUNK // len(values))
    found: list[Floats] = []
    for start in range(0, DRAWS, rows):
        numbers = generator.random((min(rows, DRAWS - start), len(values)))
        chosen = np.argpartition(numbers, size - 1, axis=1)[:, :size]
        found.append(values[chosen].sum(axis=1))
    return np.concatenate(found)
