"""Weights that make those who answered look like those who were invited.

People are counted in cells: one axis per attribute (function, rank…), one place per category.
Everybody in a cell weighs the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

CAP = 3.0  # times the mean weight
_CLOSE = 1e-9  # largest relative error a margin may have in the end
_CLOSER = 1e-12  # where it is left alone
_ROUNDS = 2_000


def post_stratified(counts: Counts, sizes: Sequence[float]) -> Floats:
    """Return what a person of each group weighs: ``N_h / n_h``; 0 where nobody answered.

    Equal to ``postStratify`` of R's package survey.

    >>> post_stratified(np.array([5, 10]), [20, 10]).tolist()
    [4.0, 1.0]
    """
    heads = np.asarray(sizes, dtype=np.float64)
    weights: Floats = np.where(counts > 0, heads / np.maximum(counts, 1), 0.0)
    return weights


def raked(counts: Counts, margins: Sequence[Sequence[float]]) -> Floats | str:
    """Return what a person of each cell weighs so that every margin adds up to what it should.

    Iterative proportional fitting from equal weights: each margin in turn is scaled to its totals,
    until no total is off by more than a billionth of itself.

    Parameters
    ----------
    counts : array of int, one axis per attribute
        People who answered, by cell.
    margins : sequence of sequences, one per axis
        People invited, by category; all add up to the same number.

    Returns
    -------
    array like ``counts``, or str
        0 where nobody answered. ``NOT_REPRESENTED`` when a category of invited people has nobody
        who answered, ``ROSTER_DIFFERS`` when margins do not add up to the same, ``NOT_CONVERGED``
        when no weights on these cells fit all margins.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known. Annals of Mathematical Statistics 11. Equal
    to ``rake``, and to ``calibrate(calfun = "raking")``, of R's package survey.

    Examples
    --------
    >>> raked(np.array([[4, 2], [1, 3]]), [[6, 14], [10, 10]]).round(3).tolist()
    [[1.177, 0.646], [5.292, 2.903]]
    """
    wanted = [np.asarray(margin, dtype=np.float64) for margin in margins]
    whole = math.fsum(wanted[0])
    if any(not math.isclose(math.fsum(each), whole, rel_tol=_CLOSE) for each in wanted):
        return "ROSTER_DIFFERS"
    if any(((margin > 0) & (_sums(counts, n) == 0)).any() for n, margin in enumerate(wanted)):
        return "NOT_REPRESENTED"
    people = counts.astype(np.float64)
    for _ in range(_ROUNDS):
        for axis, margin in enumerate(wanted):
            now = _sums(people, axis)
            factor = np.where(now > 0, margin / np.where(now > 0, now, 1.0), 0.0)
            people = people * _along(factor, axis, people.ndim)
        worst = max(_off(_sums(people, n), margin) for n, margin in enumerate(wanted))
        if worst < _CLOSER:
            break
    if worst >= _CLOSE:
        return "NOT_CONVERGED"
    return np.where(counts > 0, people / np.maximum(counts, 1), 0.0)


def _sums(table: npt.NDArray[np.generic], axis: int) -> Floats:
    others = tuple(n for n in range(table.ndim) if n != axis)
    found: Floats = table.sum(axis=others, dtype=np.float64)
    return found


def _along(values: Floats, axis: int, ndim: int) -> Floats:
    return values.reshape([-1 if n == axis else 1 for n in range(ndim)])


def _off(found: Floats, wanted: Floats) -> float:
    inside = wanted > 0
    return float(np.max(np.abs(found[inside] - wanted[inside]) / wanted[inside], initial=0.0))


def capped(weights: Floats, counts: Counts, cap: float = CAP) -> tuple[Floats, int]:
    """Cut weights to ``cap`` times their mean; what is cut is shared out evenly among the others.

    Whoever passes the cap by that is cut too, until nobody does; the sum stays the same. Equal to
    ``trimWeights(strict = TRUE)`` of R's package survey.

    Parameters
    ----------
    weights, counts : array
        What a person of each cell weighs, and how many they are.
    cap : float
        Over 1.

    Returns
    -------
    weights : array
        No weight over the cap.
    cut : int
        How many people weigh less than before.

    Examples
    --------
    >>> weights, cut = capped(np.array([1.0, 20.0]), np.array([9, 1]))
    >>> weights.round(3).tolist(), cut
    ([2.256, 8.7], 1)
    """
    people = math.fsum((weights * counts).ravel())
    most = cap * people / int(counts.sum())
    over = np.zeros(counts.shape, dtype=bool)
    weights = weights.copy()
    while (more := (weights > most * (1 + _CLOSE)) & ~over & (counts > 0)).any():
        over |= more
        weights[over] = most
        rest = counts > 0
        rest &= ~over
        lost = people - math.fsum((weights * counts).ravel())
        weights[rest] += lost / int(counts[rest].sum())
    return weights, int(counts[over].sum())


def design_effect(weights: Floats, counts: Counts) -> float:
    """Return Kish's ``n sum w**2 / (sum w)**2``: 1 when all weigh the same, more when not.

    ``n`` divided by it is the number of equal people that would be as precise.

    >>> design_effect(np.array([1.0, 3.0]), np.array([10, 10]))
    1.25

    References
    ----------
    Kish, L. (1965). Survey Sampling, section 11.7.
    """
    squares = math.fsum((weights**2 * counts).ravel())
    return int(counts.sum()) * squares / math.fsum((weights * counts).ravel()) ** 2


def residuals(values: Floats, cells: Sequence[Sequence[int]], base: Floats) -> Floats:
    """Return what the margins leave unexplained of people's values, for a raked mean's error.

    A raked mean is as precise as the mean of what is left when categories of all margins are taken
    out of the values by least squares (weights before raking): the standard error of a weighted
    mean of these residuals, with the raked weights, is that of the raked mean.

    Parameters
    ----------
    values : array, one per person
        Any unit.
    cells : sequence of sequences of int, one per margin
        Each person's category in each margin.
    base : array, one per person
        Weights before raking.

    Returns
    -------
    array, one per person
        In the unit of the values.

    References
    ----------
    Deville, J.-C. and Särndal, C.-E. (1992). Calibration estimators in survey sampling. JASA 87,
    376-382. Equal to ``svymean`` after ``calibrate(calfun = "raking")`` of R's package survey,
    whose residuals use the weights before calibration.
    """
    places = np.unique(np.array(cells, dtype=np.int64).T, axis=0, return_inverse=True)
    kinds, which = places[0], places[1].reshape(-1)
    # One equation per cell, not per person: the order of people then changes no digit.
    inside = [np.flatnonzero(which == cell) for cell in range(len(kinds))]
    heads = np.array([math.fsum(base[people]) for people in inside])
    means = np.array([math.fsum(base[p] * values[p]) for p in inside]) / heads
    columns = [
        kinds[:, axis] == category
        for axis in range(kinds.shape[1])
        for category in np.unique(kinds[:, axis])
    ]
    design = np.array(columns, dtype=np.float64).T
    root = np.sqrt(heads)
    found = np.linalg.lstsq(design * root[:, None], means * root, rcond=None)[0]
    left: Floats = values - (design @ found)[which]
    return left
