"""How two rounds of the same questions differ, whoever of the people is in both."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maturity.scores.statistics.intervals import Sampled

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]

PAIRED, OVERLAPPING, WELCH = "paired", "partially_overlapping", "welch"
_TAIL = 0.975
_NOTHING = 1e-20  # squared points: rounding noise of people who all changed alike
_FEWEST_PAIRS = 5  # a correlation of fewer is worth less than none: see `difference`
_NODES = 96  # of Gauss and Legendre within one level: four decimals even at a correlation of .999
_FARTHEST = 38.0  # standard errors; what lies beyond has no probability a computer could hold
_ALMOST_ONE = 0.999  # nearer, the integrand is a step that no polynomial follows


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean after minus mean before, with its standard error and degrees of freedom.

    ``variances`` are those of the two means, ``covariance`` what the people in both add. ``method``
    is ``paired``, ``partially_overlapping`` or ``welch``; ``n_matched`` people are in both.
    """

    mean: float
    se: float
    df: float
    method: str
    n_before: int
    n_after: int
    n_matched: int
    variances: tuple[float, float]
    covariance: float

    @property
    def certain(self) -> bool:
        """Whether everybody the means speak of answered in both waves."""
        return self.variances == (0.0, 0.0) and math.isinf(self.df)

    @property
    def together(self) -> float:
        """Correlation of the two means' errors, -1..1."""
        product = self.variances[0] * self.variances[1]
        return min(max(self.covariance / math.sqrt(product), -1.0), 1.0) if product > 0 else 0.0

    @property
    def interval(self) -> tuple[float, float] | str:
        """95 % t interval, or the reason code why there is none."""
        from scipy.special import stdtrit

        if self.certain:
            return (self.mean, self.mean)
        if self.se**2 < _NOTHING:
            return "NO_VARIANCE"
        half = float(stdtrit(self.df, _TAIL)) * self.se
        return (self.mean - half, self.mean + half)

    @property
    def p(self) -> float | str:
        """Probability of a difference as large, or larger, either way, had nothing changed."""
        from scipy.special import stdtr

        if self.se**2 < _NOTHING:
            return "CENSUS" if self.certain else "NO_VARIANCE"
        return float(2 * stdtr(self.df, -abs(self.mean) / self.se))


@dataclass(frozen=True, slots=True)
class Known:
    """Of how many people those who answered are a part; None: of endlessly many."""

    before: int | None = None
    after: int | None = None


def difference(
    before: Floats,
    after: Floats,
    pairs: Whole,
    known: Known | None = None,
    *,
    alike: bool = False,
) -> Difference | str:
    """Compare two means by as much as is known of who is in both.

    Everybody in both: the paired t test. Some: the partially overlapping one, with variance
    ``s1^2/n1 + s2^2/n2 - 2 r s1 s2 n12/(n1 n2)`` and ``r`` of the pairs. Nobody, or fewer than
    five: Welch's; a correlation of three or four pairs is noise.

    Parameters
    ----------
    before, after : array
        One value per person, none missing.
    pairs : array, pairs by 2
        Positions in ``before`` and ``after`` of the people in both.
    known : Known, optional
        Sizes of the population. Then the question is what *these* people said, and the finite
        population takes ``s^2/N`` off each variance and ``r s1 s2/N`` off the covariance.
    alike : bool, optional
        Whether both waves are taken to have one variance (T_new1, Student's test).

    Returns
    -------
    Difference or str
        A reason code when a wave has fewer than two people.

    References
    ----------
    Derrick, Russ, Toher and White (2017), Test statistics for the comparison of means for two
    samples that include both paired and independent observations, J. Mod. Appl. Stat. Methods
    16(1), 137-157, statistics T_new2 and T_new1; equal to ``Partover.test`` of R's package
    Partiallyoverlapping. Welch (1947), ``t.test``. Cochran (1977), Sampling Techniques, section
    12.11, for two samples that overlap in a finite population.
    """
    n1, n2, n12 = len(before), len(after), len(pairs)
    if min(n1, n2) < 2:  # noqa: PLR2004 - a variance takes two
        return "TOO_FEW_FOR_INTERVAL"
    known = known or Known()
    (m1, v1), (m2, v2) = moments(before), moments(after)
    freedom = n1 + n2 - 2.0
    if alike:
        v1 = v2 = ((n1 - 1) * v1 + (n2 - 1) * v2) / freedom
    else:
        freedom = _welch(v1 / n1, n1, v2 / n2, n2)
    method = PAIRED if n12 == n1 == n2 else OVERLAPPING if n12 >= _FEWEST_PAIRS else WELCH
    shared = 0.0
    if method != WELCH:
        shared = correlation(before[pairs[:, 0]], after[pairs[:, 1]]) * math.sqrt(v1 * v2)
    size = max(known.before or 0, known.after or 0) if known.before and known.after else 0
    covariance = shared * (n12 / (n1 * n2) - (1 / size if size else 0))
    variances = (v1 * _part(n1, known.before), v2 * _part(n2, known.after))
    variance = max(math.fsum((*variances, -2 * covariance)), 0.0)
    if method != WELCH:  # with nobody in one wave only, the pairs less one
        freedom = (n12 - 1) + (freedom - n12 + 1) / (n1 + n2) * (n1 + n2 - 2 * n12)
    if (n1, n2) == (known.before, known.after):
        freedom, variances, covariance, variance = math.inf, (0.0, 0.0), 0.0, 0.0
    return Difference(
        m2 - m1, math.sqrt(variance), freedom, method, n1, n2, n12, variances, covariance
    )


def _part(n: int, size: int | None) -> float:
    return 1 / n - (1 / size if size else 0)


def moments(values: Floats) -> tuple[float, float]:
    """Return the mean and the variance (n - 1), the same in whatever order the values come."""
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((values - mean) ** 2) / (len(values) - 1)


def correlation(before: Floats, after: Floats) -> float:
    """Pearson's r of pairs, 0 where one side does not vary."""
    left, right = before - math.fsum(before) / len(before), after - math.fsum(after) / len(after)
    squares = math.fsum(left**2), math.fsum(right**2)
    if min(squares) < _NOTHING:
        return 0.0
    r = math.fsum(left * right) / math.sqrt(squares[0] * squares[1])
    return min(max(r, -1.0), 1.0)


def _welch(first: float, n1: int, second: float, n2: int) -> float:
    """Welch and Satterthwaite's degrees of freedom, from the variances of the two means."""
    if first + second < _NOTHING:
        return n1 + n2 - 2.0
    return (first + second) ** 2 / (first**2 / (n1 - 1) + second**2 / (n2 - 1))


def stratified(parts: Sequence[tuple[float, Difference]]) -> Difference:
    """Add up the differences of strata, each times its weight (weights add up to 1).

    Variances and covariances add up with squared weights; degrees of freedom are Satterthwaite's,
    ``V^2 / sum(V_h^2 / df_h)``. One stratum comes back as it was.
    """
    if len(parts) == 1 and parts[0][0] == 1:
        return parts[0][1]
    variances = [weight**2 * each.se**2 for weight, each in parts]
    variance = math.fsum(variances)
    squares = math.fsum(v**2 / each.df for v, (_, each) in zip(variances, parts, strict=True))
    n_before, n_after, n_matched = (
        sum(getattr(each, name) for _, each in parts)
        for name in ("n_before", "n_after", "n_matched")
    )
    methods = {each.method for _, each in parts}
    freedom = float(n_before + n_after - 2 * len(parts))
    if all(each.certain for _, each in parts):
        freedom = math.inf
    return Difference(
        mean=math.fsum(weight * each.mean for weight, each in parts),
        se=math.sqrt(variance),
        df=variance**2 / squares if squares else freedom,
        method=methods.pop() if len(methods) == 1 else OVERLAPPING,
        n_before=n_before,
        n_after=n_after,
        n_matched=n_matched,
        variances=(
            math.fsum(weight**2 * each.variances[0] for weight, each in parts),
            math.fsum(weight**2 * each.variances[1] for weight, each in parts),
        ),
        covariance=math.fsum(weight**2 * each.covariance for weight, each in parts),
    )


def d_av(change: float, before: Floats, after: Floats) -> float | str:
    """Return a mean change in standard deviations: by the mean of both waves' variances.

    ``(m2 - m1) / sqrt((s1^2 + s2^2) / 2)``. It does not depend on who is in both waves, so it may
    be set beside effects of other studies.

    References
    ----------
    Cumming (2012), Understanding the New Statistics, p. 291.
    """
    if min(len(before), len(after)) < 2:  # noqa: PLR2004 - a variance takes two
        return "TOO_FEW_FOR_INTERVAL"
    variance = math.fsum(moments(each)[1] for each in (before, after)) / 2
    return "NO_VARIANCE" if variance < _NOTHING else change / math.sqrt(variance)


def d_z(before: Floats, after: Floats) -> float | str:
    """Mean of paired changes in their own standard deviations; what the paired t test sees.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, p. 48; equal to ``cohens_d(paired = TRUE)`` of R's
    package effectsize.
    """
    if len(before) < 2:  # noqa: PLR2004 - a variance takes two
        return "TOO_FEW_FOR_INTERVAL"
    mean, variance = moments(after - before)
    return "NO_VARIANCE" if variance < _NOTHING else mean / math.sqrt(variance)


def decomposition(
    shares: Iterable[tuple[float, float]], means: Iterable[tuple[float, float]]
) -> tuple[float, float]:
    """Split a difference of weighted means into change within groups and change of their mix.

    ``within = sum((p1 + p2)/2 (m2 - m1))``, ``mix = sum((p2 - p1) (m1 + m2)/2)``; together they are
    the difference, to the last digit but one, and neither wave is the yardstick.

    Parameters
    ----------
    shares, means : iterable of pairs
        For each group before and after; shares of a wave add up to 1.

    References
    ----------
    Kitagawa (1955), Components of a difference between two rates, J. Am. Stat. Assoc. 50,
    1168-1194.

    Examples
    --------
    Nobody changed, but those who score higher are more numerous now:

    >>> decomposition([(0.5, 0.25), (0.5, 0.75)], [(40, 40), (60, 60)])
    (0.0, 5.0)
    """
    both = list(zip(shares, means, strict=True))
    within = math.fsum((p1 + p2) / 2 * (m2 - m1) for (p1, p2), (m1, m2) in both)
    mix = math.fsum((p2 - p1) * (m1 + m2) / 2 for (p1, p2), (m1, m2) in both)
    return within, mix


def level_moves(
    before: Sampled, after: Sampled, cuts: Sequence[float], together: float = 0.0
) -> tuple[float, float]:
    """Return the probabilities that the level fell and that it rose.

    Each wave's mean lies around what was found as its t distribution says. For each level before,
    the probability of a higher (lower) one after is integrated over that level.

    Parameters
    ----------
    before, after : Sampled
        The means of both waves.
    cuts : sequence
        Where levels end, ascending.
    together : float, optional
        Correlation -1..1 of the two errors, high when the same people answered twice (a normal
        copula); it counts as .999 at most. At 0 this is ``sum over a < b of P1(a) P2(b)``.

    Returns
    -------
    tuple of float
        Down and up, 0..1; what is left is the same level.

    Examples
    --------
    >>> down, up = level_moves(Sampled(35, 2, 20), Sampled(45, 2, 20), [20, 40, 60, 80])
    >>> round(down, 4), round(up, 4)
    (0.0001, 0.9789)
    """
    from scipy.special import ndtr, ndtri

    below = [before.below(cut) for cut in cuts]
    above = [float(ndtri(after.below(cut))) for cut in cuts]
    rho = min(max(together, -_ALMOST_ONE), _ALMOST_ONE)
    spread = math.sqrt(1 - rho**2)
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    down, up = [], []
    for low, high, floor, roof in zip(
        [0.0, *below], [*below, 1.0], [-math.inf, *above], [*above, math.inf], strict=True
    ):
        z = np.clip(ndtri((low + high) / 2 + (high - low) / 2 * nodes), -_FARTHEST, _FARTHEST)
        inside = (high - low) / 2 * weights
        down.append(math.fsum(inside * ndtr((floor - rho * z) / spread)))
        up.append(math.fsum(inside * ndtr((rho * z - roof) / spread)))
    return min(max(math.fsum(down), 0.0), 1.0), min(max(math.fsum(up), 0.0), 1.0)
