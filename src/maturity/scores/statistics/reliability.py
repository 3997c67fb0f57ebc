"""How well items hang together: alpha, what each item adds to it, and which items can be judged.

Everything is worked out from sums over people (:class:`Moments`), never from the people again.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from maturity.scores.statistics import resample
from maturity.scores.statistics.moments import Codes, Floats, Key, Moments

Places = npt.NDArray[np.intp]

_TAIL = 0.025
_FEWEST_ITEMS = 2
_NOTHING = 1e-12  # of the first eigenvalue: a second that is rounding noise


def together(moments: Moments, fewest: int) -> tuple[list[int], dict[int, str]]:
    """Choose the items that enough people answered together.

    Items that nobody answers differently are left out first (psych does so too: they would only
    count in k). Then, while two items have fewer than ``fewest`` joint answers, the item with most
    such neighbours goes; of several, the one with fewest answers, then the last.

    Parameters
    ----------
    moments : Moments
        Of all items of a scale.
    fewest : int
        Joint answers two items need.

    Returns
    -------
    tuple of list and dict
        Positions kept, and the reason code of each one left out.

    Examples
    --------
    Two common items, one asked of 40 people only, one of the other 60:

    >>> n = np.array([[99.0, 99, 39, 60], [99, 99, 39, 60], [39, 39, 39, 0], [60, 60, 0, 60]])
    >>> together(Moments(n, 2 * n, 5 * n), 30)
    ([0, 1, 3], {2: 'FEW_TOGETHER'})
    """
    variances = np.diag(moments.covariance)
    left: dict[int, str] = {int(n): "NO_VARIANCE" for n in np.flatnonzero(variances == 0)}
    kept = [n for n in range(len(variances)) if n not in left]
    while kept:
        counts = moments.of(kept).counts
        lonely = (counts < fewest).sum(axis=1)
        if not lonely.any():
            break
        worst = max(range(len(kept)), key=lambda n: (lonely[n], -counts[n, n], n))
        left[kept.pop(worst)] = "FEW_TOGETHER"
    return kept, left


def comparable(covariance: Floats, spans: Floats) -> Floats:
    """Put items of different scales on one: each on as many steps as the longest has.

    Alpha of items on one scale is not touched; that of several is alpha of scores on 0..100.
    """
    stretch = spans.max() / spans
    same: Floats = covariance * stretch[:, None] * stretch
    return same


def alpha(covariance: Floats) -> float | str:
    """Cronbach's alpha, raw: ``k/(k - 1) (1 - sum of variances / variance of the sum)``.

    Parameters
    ----------
    covariance : array, items by items
        Of keyed items, pairwise complete or not.

    Returns
    -------
    float or str
        At most 1, negative when items disagree; or ``ONE_ITEM``, ``NO_VARIANCE``.

    References
    ----------
    Cronbach, L. J. (1951). Psychometrika 16, 297-334. Equal to ``psych::alpha``, raw_alpha.
    """
    k = len(covariance)
    if k < _FEWEST_ITEMS:
        return "ONE_ITEM"
    total = float(covariance.sum())
    if total <= 0:  # items that cancel each other out
        return "NO_VARIANCE"
    return k / (k - 1) * (1 - float(np.trace(covariance)) / total)


def feldt(value: float, n: int, k: int) -> tuple[float, float]:
    """95 % interval of alpha: ``1 - (1 - alpha) F`` at both tails, n - 1 and (n - 1)(k - 1) df.

    Parameters
    ----------
    value : float
        Alpha of ``k`` items over ``n`` people, both 2 or more.

    References
    ----------
    Feldt, L. S. (1965). Psychometrika 30, 357-370; Feldt, Woodruff and Salih (1987). Applied
    Psychological Measurement 11, 93-103. Equal to ``psych::alpha.ci``.
    """
    from scipy.special import fdtri

    df = (n - 1, (n - 1) * (k - 1))
    low, high = (1 - (1 - value) * float(fdtri(*df, tail)) for tail in (1 - _TAIL, _TAIL))
    return low, high


def spearman_brown(covariance: Floats) -> float | str:
    """Reliability of two items: ``2 r / (1 + r)``; ``NOT_TWO_ITEMS``, or ``NO_VARIANCE``.

    Parameters
    ----------
    covariance : array, items by items
        Of people who answered both.

    References
    ----------
    Eisinga, te Grotenhuis and Pelzer (2013). Int. Journal of Public Health 58, 637-642.
    """
    if len(covariance) != _FEWEST_ITEMS:
        return "NOT_TWO_ITEMS"
    deviations = math.sqrt(covariance[0, 0] * covariance[1, 1])
    if deviations == 0 or covariance[0, 1] <= -deviations:
        return "NO_VARIANCE"
    r = float(covariance[0, 1]) / deviations
    return 2 * r / (1 + r)


def item_rest(covariance: Floats) -> list[float | str]:
    """Correlate every item with the sum of the others (corrected item-total correlation).

    Returns
    -------
    list of float or str
        -1..1; below 0 the item's key is probably wrong. ``NO_VARIANCE`` where the others do not
        vary. Equal to ``psych::alpha``, r.drop.
    """
    found = _item_rest(covariance).tolist()
    return ["NO_VARIANCE" if math.isnan(r) else r for r in found]


def _item_rest(covariance: Floats) -> Floats:
    own = np.diagonal(covariance, axis1=-2, axis2=-1)
    with_rest = covariance.sum(axis=-1) - own
    rest = covariance.sum(axis=(-2, -1))[..., None] - 2 * with_rest - own
    squares = np.where((rest > 0) & (own > 0), rest * own, np.nan)
    correlations: Floats = np.clip(with_rest / np.sqrt(squares), -1, 1)
    return correlations


def negative_share(codes: Codes, key: Key, start: int) -> Floats:
    """Return how sure it is that items go against the rest: 0..1 each.

    The share of resamples of people in which an item's correlation with the others is below 0.
    Where every pair of items was answered by people of its own, no formula tells.

    Parameters
    ----------
    codes : array, people by items
        As in :func:`maturity.scores.statistics.moments.measure`; in any order.
    key : Key
        Spans and direction of the items.
    start : int
        What the random generator starts from.

    References
    ----------
    Efron and Tibshirani (1993). An Introduction to the Bootstrap, chapter 13.
    """
    codes = codes[np.lexsort(codes.T)]
    there = (codes > 0).astype(np.float64)
    steps = (codes * key.signs + key.offsets) * there
    one, other = np.triu_indices(len(key.spans))
    pairs = [(left[:, one] * right[:, other]) for left, right in
             ((there, there), (steps, there), (there, steps), (steps, steps))]  # fmt: skip
    found = np.split(resample.sums(np.hstack(pairs), start), len(pairs), axis=1)
    counts, sums, turned, products = (_square(each, one, other) for each in found)
    sums = np.where(np.tri(len(key.spans), k=-1, dtype=bool), turned, sums)
    again = comparable(Moments(counts, sums, products).covariance, key.spans)
    share: Floats = (_item_rest(again) < 0).mean(axis=0)
    return share


def surely_negative(r: float, n: int) -> float:
    """Return how sure it is that a correlation over very many people is below 0: 0..1.

    ``P(Z < -r sqrt(n - 1) / (1 - r**2))``, which resampling comes to as n grows.

    >>> round(surely_negative(-0.02, 5001), 3)
    0.921
    """
    from scipy.special import ndtr

    return float(ndtr(-r * math.sqrt(n - 1) / max(1 - r**2, _NOTHING)))


def _square(pairs: Floats, one: Places, other: Places) -> Floats:
    """Lay out values of pairs of items as symmetric matrices, one per row."""
    k = int(other.max()) + 1
    square = np.empty((len(pairs), k, k))
    square[:, one, other] = square[:, other, one] = pairs
    return square


def alpha_if_dropped(covariance: Floats) -> list[float | str]:
    """Return alpha without each item in turn: ``ONE_ITEM`` or ``NO_VARIANCE`` as for alpha.

    Equal to ``psych::alpha``, alpha.drop.
    """
    k = len(covariance) - 1
    if k < _FEWEST_ITEMS:
        return ["ONE_ITEM"] * len(covariance)
    own = np.diag(covariance)
    totals = covariance.sum() - 2 * covariance.sum(axis=1) + own
    traces = own.sum() - own
    return [
        k / (k - 1) * (1 - trace / total) if total > 0 else "NO_VARIANCE"
        for trace, total in zip(traces.tolist(), totals.tolist(), strict=True)
    ]


def eigenvalue_ratio(covariance: Floats) -> float | str:
    """First eigenvalue of the correlations over the second: the larger, the more one thing.

    ``ONE_DIRECTION`` where there is no second one: all items say the same. Correlations are
    covariances over each item's own standard deviation, R's ``cov2cor``.
    """
    if len(covariance) < _FEWEST_ITEMS:
        return "ONE_ITEM"
    deviations = np.sqrt(np.diag(covariance))
    values = np.linalg.eigvalsh(covariance / deviations[:, None] / deviations)
    first, second = float(values[-1]), float(values[-2])
    return first / second if second > _NOTHING * first else "ONE_DIRECTION"
