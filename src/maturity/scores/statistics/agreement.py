"""How alike people answer: from counts of answers by point, so that nobody's place matters.

Counts are whole numbers, items by points of one scale, the lowest point first; every item has two
answers or more. Distances from the mean are taken as whole numbers too (``n x - sum``), so that
results are exact to the last rounding.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_FEWEST = 3  # people of the first critical value of the table
_ROUNDED = 5e-7  # critical values are printed with six decimals; what AD can be lies further apart
_ALIKE = 1e-9  # score_100 points: rounding noise of people who all have one score


def average_deviation(counts: Counts) -> Floats:
    """Return the mean distance from the mean, in scale points: ``AD_M = sum |x - mean| / n``.

    Parameters
    ----------
    counts : array of int, items by points

    Returns
    -------
    array of float, one value per item
        0 when all answer alike; half the scale's range when half stand at each end.

    References
    ----------
    Burke and Dunlap (2002), Organizational Research Methods 5, p. 159. Equal to ``ad.m`` of R's
    package multilevel.
    """
    far, n = _distances(counts)
    total: Floats = (counts * far).sum(axis=1) / n**2
    return total


def standard_deviation(counts: Counts) -> Floats:
    """Return the standard deviation in scale points, with n - 1; R's ``sd``."""
    deviation: Floats = np.sqrt(_variance(counts))
    return deviation


def consensus(counts: Counts) -> Floats:
    """Return Tastle and Wierman's consensus: 1 when all answer alike, 0 half and half at the ends.

    ``1 + sum p log2(1 - |x - mean| / width)``, width being the distance between both ends. Answers
    spread evenly over five points give .434: that is no agreement.

    Parameters
    ----------
    counts : array of int, items by points

    Returns
    -------
    array of float, one value per item
        0..1.

    References
    ----------
    Tastle and Wierman (2007), Consensus and dissention: a measure of ordinal dispersion,
    International Journal of Approximate Reasoning 45, equation 1.
    """
    far, n = _distances(counts)
    near = np.where(counts > 0, 1 - far / (n * (counts.shape[1] - 1))[:, None], 1.0)
    found = np.ones(len(counts))
    for shares, closeness in zip((counts / n[:, None]).T, near.T, strict=True):
        found += shares * np.log2(closeness)
    clipped: Floats = np.clip(found, 0, 1)
    return clipped


def variance_ratio(deviation: float, points: int) -> float:
    """Return a variance over that of answers spread evenly, ``(points**2 - 1) / 12``; 0 or more.

    Above 1 people differ more than if they had answered at random.

    Parameters
    ----------
    deviation : float
        The :func:`standard_deviation`.
    points : int
        Points of the scale.
    """
    return deviation**2 / ((points**2 - 1) / 12)


def rwg(ratio: float) -> float:
    """Return r_wg of a single item from its :func:`variance_ratio`: ``1 - ratio``, 0 at least.

    References
    ----------
    James, Demaree and Wolf (1984), Journal of Applied Psychology 69. Equal to ``rwg`` of R's
    package multilevel with ``ranvar = (points**2 - 1) / 12``.
    """
    return max(1 - ratio, 0.0)


def rwg_j(ratios: Sequence[float]) -> float:
    """Return r_wg(J) of J items together: ``J (1 - q) / (J (1 - q) + q)``, q their mean ratio.

    It rises with the number of items alone: with five items or more nearly every organisation
    passes the customary .70, whether people agree or not. A number for readers who know it.

    References
    ----------
    James, Demaree and Wolf (1984). Equal to ``rwg.j`` of R's package multilevel.
    """
    mean = min(math.fsum(ratios) / len(ratios), 1.0)
    agreed = len(ratios) * (1 - mean)
    return agreed / (agreed + mean)


def polarised(counts: Counts, consensus_below: float, ends_from: float) -> Flags:
    """Tell which items are answered in two camps.

    Consensus is under ``consensus_below``; or each end third of the points (rounded down, at least
    one point) holds ``ends_from`` of the answers or more, and holds them more densely than what
    lies between: answers spread evenly are no camps.
    """
    points, n = counts.shape[1], counts.sum(axis=1)
    third = max(points // 3, 1)
    low, high = counts[:, :third].sum(axis=1), counts[:, -third:].sum(axis=1)
    least, between = np.minimum(low, high), n - low - high
    denser = (least * (points - 2 * third) > between * third) | (points == 2 * third)
    found: Flags = (consensus(counts) < consensus_below) | (least >= ends_from * n) & denser
    return found


def critical_deviation(n: int, points: int) -> float | str:
    """Return the largest AD_M that random answers of n people stay at or under 1 time in 20.

    Answers at or under it agree more than chance would have it. The values are exact, worked out
    by ``benchmarks/chance.py``; for more people than the table has, that of its last column is
    used, which asks for a little more agreement than needed.

    Parameters
    ----------
    n : int
        People who answered.
    points : int
        Points of the scale.

    Returns
    -------
    float or str
        In scale points, or the reason code: ``TOO_FEW_TO_TELL`` where even full agreement is
        no rarer than that, ``NO_CRITICAL_VALUE`` for scales that the table has not.

    References
    ----------
    Dunlap, Burke and Smith-Crowe (2003), Journal of Applied Psychology 88; ``ad.m.sim`` of R's
    package multilevel simulates the same values (``ad.m.05``).
    """
    column = _table().get(points)
    if column is None:
        return "NO_CRITICAL_VALUE"
    found = column[min(n, _FEWEST + len(column) - 1) - _FEWEST] if n >= _FEWEST else -1.0
    return found if found >= 0 else "TOO_FEW_TO_TELL"


def beyond_chance(deviation: float, n: int, points: int) -> bool | str:
    """Tell whether an average deviation is one that random answers rarely reach, or why not told.

    >>> beyond_chance(0.7, 10, 5), beyond_chance(0.76, 10, 5), beyond_chance(0.0, 3, 2)
    (True, False, 'TOO_FEW_TO_TELL')
    """
    critical = critical_deviation(n, points)
    return critical if isinstance(critical, str) else deviation <= critical + _ROUNDED


@dataclass(frozen=True, slots=True)
class OneWay:
    """Intraclass correlations of people in groups, as computed: both may be negative.

    ``icc_1`` is the share of the differences between people that lies between groups, ``icc_2``
    how reliable the groups' means are (the reason code where all groups have one mean).
    """

    icc_1: float
    icc_2: float | str


def one_way(groups: Sequence[Sequence[float]]) -> OneWay | str:
    """Return ICC(1) and ICC(2) from a one-way analysis of variance.

    ``icc_1 = (MSB - MSW) / (MSB + (k - 1) MSW)``, ``icc_2 = (MSB - MSW) / MSB``; k is the mean
    number of people in a group.

    Parameters
    ----------
    groups : sequence of sequences of float
        The scores of each group's people.

    Returns
    -------
    OneWay or str
        ``TOO_FEW_GROUPS`` with fewer than two groups or nobody to spare, ``NO_VARIANCE`` when
        everybody has the same score.

    References
    ----------
    Shrout and Fleiss (1979), Psychological Bulletin 86, ICC(1,1) and ICC(1,k) of table 4; Bliese
    (2000). Equal to ``ICC1`` and ``ICC2`` of R's package multilevel, ``ICC`` of psych.
    """
    people = sum(map(len, groups))
    if len(groups) < 2 or people <= len(groups):  # noqa: PLR2004 - one group has no other
        return "TOO_FEW_GROUPS"
    values = [value for group in groups for value in group]
    if max(values) - min(values) < _ALIKE:
        return "NO_VARIANCE"
    whole = math.fsum(values) / people
    means = [math.fsum(group) / len(group) for group in groups]
    pairs = list(zip(groups, means, strict=True))
    between = math.fsum(len(group) * (mean - whole) ** 2 for group, mean in pairs)
    within = math.fsum((value - mean) ** 2 for group, mean in pairs for value in group)
    msb, msw = between / (len(groups) - 1), within / (people - len(groups))
    size = people / len(groups)
    icc_1 = (msb - msw) / (msb + (size - 1) * msw)
    return OneWay(icc_1, (msb - msw) / msb if msb > 0 else "NO_VARIANCE")


def _distances(counts: Counts) -> tuple[Counts, Counts]:
    """Return ``|n x - sum of x|`` per item and point, and n per item; x counts from 0."""
    points = np.arange(counts.shape[1])
    n = counts.sum(axis=1)
    total = (counts * points).sum(axis=1)
    return np.abs(n[:, None] * points - total[:, None]), n


def _variance(counts: Counts) -> Floats:
    points = np.arange(counts.shape[1])
    n, total = counts.sum(axis=1), (counts * points).sum(axis=1)
    squares = (counts * points**2).sum(axis=1)
    variance: Floats = (n * squares - total**2) / (n * (n - 1))
    return variance


@cache
def _table() -> Mapping[int, Sequence[float]]:
    """Return, by number of points, the critical values for 3, 4, 5… people; -1 where none is."""
    file = resources.files("maturity.scores.statistics") / "chance.toml"
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return {int(points): values for points, values in read["average_deviation"].items()}
