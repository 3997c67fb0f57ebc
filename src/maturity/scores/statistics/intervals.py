"""How sure a figure is: t distributions of means, levels they may be in, intervals of shares.

Everybody a figure speaks of is one of N people, of whom n answered; intervals say where the figure
of all N may lie, as if chance had chosen who answered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

CONFIDENCE = 0.95
_TAIL = (1 - CONFIDENCE) / 2
_FEWEST = 3  # people in a group
_NOTHING = 1e-20  # squared points: rounding noise of people who all answered alike
_SAME = 1e-12  # probabilities that differ by less are equal


@dataclass(frozen=True, slots=True)
class Stratum:
    """What one group adds to the error of a mean of group means.

    ``n`` people answered; ``squares`` is the sum over them of ``(W (x - mean) / n) ** 2`` with the
    group's ``weight`` W, all groups' together 1; ``unasked`` is ``1 - n/N``, 1 where N is not
    known, 0 when all N answered.
    """

    n: int
    squares: float
    unasked: float
    weight: float = 1.0

    @property
    def variance(self) -> float:
        """``W**2 (1 - n/N) s**2 / n``, with the variance ``s**2`` over n - 1."""
        return self.unasked * self.n / (self.n - 1) * self.squares

    @property
    def alike(self) -> bool:
        """Whether everybody in it answered alike."""
        return self.squares < _NOTHING

    @property
    def leverage(self) -> float:
        """``W**2 (1 - n/N) / n``: what it would add if people differed by one unit."""
        return self.weight**2 * self.unasked / self.n


@dataclass(frozen=True, slots=True)
class Sampled:
    """A figure and its t distribution: standard ``error`` and degrees of ``freedom``.

    With an error of 0 it is certain: all it speaks of answered.
    """

    mean: float
    error: float
    freedom: float

    def below(self, value: float) -> float:
        """Return the probability that the figure of all N people is below a value, 0..1."""
        from scipy.special import stdtr

        if self.error == 0:
            return float(round(self.mean, 9) < value)
        return float(stdtr(self.freedom, (value - self.mean) / self.error))

    def interval(self) -> tuple[float, float]:
        """Return the 95 % t interval, in the unit of the mean.

        >>> low, high = Sampled(50.0, 2.0, 12.0).interval()
        >>> round(low, 3), round(high, 3)
        (45.642, 54.358)
        """
        from scipy.special import stdtrit

        half = float(stdtrit(self.freedom, 1 - _TAIL)) * self.error if self.error else 0.0
        return self.mean - half, self.mean + half


def sampled(mean: float, strata: Sequence[Stratum]) -> Sampled | str:
    """Return the t distribution of a mean of group means, groups being strata.

    ``V = sum V_h``, ``V_h = W_h**2 (1 - n_h/N_h) s_h**2 / n_h``. A group that answered alike to the
    last person, though not all were asked, is not certain: it gets the variance that the others
    have inside, pooled. Degrees of freedom are Satterthwaite's, ``V**2 / sum V_h**2/(n_h - 1)``;
    where a group's variance is borrowed, no more than they would be if all groups varied alike: a
    small group that happens to agree must not pass for a well-known one. With one stratum of
    unknown N it is the ordinary t of a mean.

    Parameters
    ----------
    mean : float
        The figure.
    strata : sequence of Stratum
        Its groups, weighed.

    Returns
    -------
    Sampled or str
        ``TOO_FEW_FOR_INTERVAL`` for fewer than 3 people in a group, ``NO_VARIANCE`` when everybody
        answered like their group though not all were asked.

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed., sections 5.4 (stratified variance, equation
    5.16 for Satterthwaite's degrees of freedom) and 2.6 (finite population correction). Equal to
    ``svymean`` of R's package survey (SE) where no group answers alike; what is done where one does
    is measured in ``benchmarks/coverage.py``.
    """
    if all(each.unasked == 0 for each in strata):
        return Sampled(mean, 0.0, math.inf)
    if min(each.n for each in strata) < _FEWEST:
        return "TOO_FEW_FOR_INTERVAL"
    if all(each.alike or each.unasked == 0 for each in strata):
        return "NO_VARIANCE"
    pooled = _pooled(strata)
    parts = [
        (each.leverage * pooled if each.alike else each.variance, each.n - 1) for each in strata
    ]
    error = math.sqrt(math.fsum(part for part, _ in parts))
    freedom = _freedom(parts)
    if any(each.alike and each.unasked for each in strata):
        freedom = min(freedom, _freedom([(each.leverage, each.n - 1) for each in strata]))
    return Sampled(mean, error, freedom)


def _pooled(strata: Sequence[Stratum]) -> float:
    """Return the variance inside groups, over all people: ``sum (n - 1) s**2 / sum (n - 1)``."""
    spread = [each.squares * (each.n / each.weight) ** 2 for each in strata]
    return math.fsum(spread) / sum(each.n - 1 for each in strata)


def _freedom(parts: Sequence[tuple[float, int]]) -> float:
    """Return Satterthwaite's degrees of freedom of a sum of variances, each with its own."""
    total = math.fsum(part for part, _ in parts)
    return total**2 / math.fsum(part**2 / freedom for part, freedom in parts)


def level_probability(found: Sampled, cuts: Sequence[float]) -> tuple[float, ...]:
    """Return how probable each level is, lowest first; together 1.

    ``P(level c) = T((cut above - mean) / error) - T((cut below - mean) / error)`` with the t
    distribution function T (R: ``diff(pt(...))``). A certain figure is in its level; on a cut it is
    in the upper one.

    Parameters
    ----------
    found : Sampled
        The figure.
    cuts : sequence of float
        Where each level but the first begins, ascending; none for a single level.

    Returns
    -------
    tuple of float
        One more than there are cuts.

    Examples
    --------
    >>> [round(p, 3) for p in level_probability(Sampled(58.0, 2.0, 13.0), [40, 60])]
    [0.0, 0.832, 0.168]
    """
    heights = [0.0, *(found.below(cut) for cut in cuts), 1.0]
    return tuple(max(0.0, above - below) for below, above in pairwise(heights))


def likely_levels(probabilities: Sequence[float], least: float) -> tuple[int, ...]:
    """Return the fewest neighbouring levels, 1..L, that hold at least ``least`` together.

    Of runs of the same length the most probable counts, the lower one when they are equal.

    >>> likely_levels([0.0, 0.83, 0.17], 0.8), likely_levels([0.01, 0.55, 0.44], 0.8)
    ((2,), (2, 3))
    """
    count = len(probabilities)
    for length in range(1, count):
        sums = [math.fsum(probabilities[at : at + length]) for at in range(count - length + 1)]
        highest = max(sums)
        if highest >= least - _SAME:
            first = next(at for at, each in enumerate(sums) if each >= highest - _SAME)
            return tuple(range(first + 1, first + length + 1))
    return tuple(range(1, count + 1))


def wilson(favourable: int, n: int) -> tuple[float, float] | str:
    """Return Wilson's 95 % interval of a share, 0..1; ``NO_ANSWER`` when n is 0.

    ``(p + z**2/2n ± z sqrt(p(1-p)/n + z**2/4n**2)) / (1 + z**2/n)``; never of width 0, never
    outside 0..1. Equal to ``prop.test(correct = FALSE)`` of R.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    JASA 22, 209-212.
    """
    from scipy.special import ndtri

    if n == 0:
        return "NO_ANSWER"
    z = float(ndtri(1 - _TAIL))
    share = favourable / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low = 0.0 if favourable == 0 else max(0.0, centre - half)
    return low, 1.0 if favourable == n else min(1.0, centre + half)


def of_finite(favourable: int, n: int, people: int) -> tuple[float, float] | str:
    """Return the exact 95 % interval of a share of N people of whom n answered, 0..1.

    All numbers K of N that would have given at least, and at most, as many favourable answers with
    a probability over 2.5 % each (Clopper and Pearson's way, for the hypergeometric distribution;
    R: ``phyper``). Whole people: the ends are K/N. It covers at least 95 % whatever the truth.

    Parameters
    ----------
    favourable, n : int
        How many of those who answered, and how many answered.
    people : int
        N: those who answered and those who kept silent.

    Returns
    -------
    tuple of float or str
        ``NO_ANSWER`` when n is 0, ``ROSTER_TOO_SMALL`` when n is more than N.

    Examples
    --------
    >>> low, high = of_finite(9, 14, 20)
    >>> round(low * 20), round(high * 20)
    (10, 15)
    """
    if n == 0:
        return "NO_ANSWER"
    if n > people:
        return "ROSTER_TOO_SMALL"
    # Upper ends are lower ends of the unfavourable, counted from the other side.
    low = _fewest(favourable, n, people)
    high = people - _fewest(n - favourable, n, people)
    return low / people, high / people


def _fewest(favourable: int, n: int, people: int) -> int:
    """Find the smallest K of N with ``P(X >= favourable) > 2.5 %``; it grows with K."""
    low, high = favourable, people - (n - favourable)
    while low < high:
        middle = (low + high) // 2
        if _at_least(favourable, n, middle, people) > _TAIL:
            high = middle
        else:
            low = middle + 1
    return low


def _at_least(favourable: int, n: int, marked: int, people: int) -> float:
    """Return P(X >= favourable) when n of N people are drawn and ``marked`` of them count."""
    import numpy as np
    from scipy.special import gammaln

    def ways(of: int, chosen: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
        found: np.typing.NDArray[np.float64] = (
            gammaln(of + 1.0) - gammaln(chosen + 1.0) - gammaln(of - chosen + 1.0)
        )
        return found

    drawn = np.arange(max(favourable, n - (people - marked)), min(n, marked) + 1, dtype=np.float64)
    logs = ways(marked, drawn) + ways(people - marked, n - drawn)
    return math.fsum(np.exp(logs - ways(people, np.array([float(n)]))))


def of_bounded(mean: float, n: int, people: int | None = None) -> tuple[float, float]:
    """Return an interval of at least 95 % of a mean of n people's shares, each 0..1.

    Shares between 0 and 1 with mean p vary at most as much as noughts and ones do, by p(1-p): so
    Wilson's interval of a share is never too narrow for them, and all that is needed is the mean.
    Where ``people`` could have been asked, the n count for as many as make up for that (Cochran's
    finite population correction), and the interval closes when everybody answered.

    References
    ----------
    Bhatia, R., and Davis, C. (2000). A better bound on the variance. American Mathematical Monthly
    107, 353-357. Cochran, W. G. (1977). Sampling techniques (3rd ed.), section 2.6.

    Examples
    --------
    >>> low, high = of_bounded(0.25, 40)
    >>> round(low, 3), round(high, 3)
    (0.142, 0.402)
    >>> of_bounded(0.25, 40, people=40)
    (0.25, 0.25)
    """
    from scipy.special import ndtri

    if people is not None and people <= n:
        return mean, mean
    size = n if people is None else n * (people - 1) / (people - n)
    z = float(ndtri(1 - _TAIL))
    centre = (mean + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z * math.sqrt(mean * (1 - mean) / size + z**2 / (4 * size**2)) / (1 + z**2 / size)
    return max(0.0, centre - half), min(1.0, centre + half)
