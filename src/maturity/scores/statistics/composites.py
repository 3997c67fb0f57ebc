"""Composite scores under other rules: harder items, other weights, no compensation."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_NULL = 1e-10  # of the largest singular value: below, people do not connect two sets of items


def item_centred(
    steps: Floats, answered: Flags, spans: Floats, weights: Floats, known: Flags
) -> Floats:
    """How much each person's mean owes to the items they left out, or were not asked.

    Every answer is taken to be a person's own height plus the ease of the item; both are fitted by
    least squares (people weigh alike, items by their weights), so that an item put to strong people
    only is not taken for an easy one. The correction is the mean ease of all items minus that of
    the items a person answered: added to their mean, it is what they would have had on all items.

    Parameters
    ----------
    steps : array, people by items
        Keyed answers as whole steps 0..span, 0 the least mature end; anything where not answered.
    answered : array of bool, people by items
    spans, weights : array, one value per item
        Steps from end to end; weight above 0.
    known : array of bool, one value per item
        Items whose ease may be worked out; the others are taken to be of average ease.

    Returns
    -------
    array, one value per person
        In points of 0..100, to be added to the person's mean. Exactly 0 for who answered
        everything. Items that no person connects are compared only among themselves.

    Notes
    -----
    With nothing missing, and wherever everybody was asked the same and people skip items without
    regard to their own height, this is the item-centred person mean
    ``mean(x_ij - mean_j) + mean of mean_j`` in expectation. Equal to R's
    ``lm(x ~ person + item, weights = w)`` with the persons' means of fitted values.

    Only whole numbers are added up over people, so their order changes nothing.

    References
    ----------
    Yates, F. (1933), The principles of orthogonality and confounding in replicated experiments,
    J. Agric. Sci. 23, 108-145: fitting constants in a two-way table with gaps.

    Examples
    --------
    >>> steps = np.array([[4.0, 2.0], [4.0, 2.0], [3.0, 0.0]])
    >>> answered = np.array([[True, True], [True, True], [True, False]])
    >>> item_centred(steps, answered, np.full(2, 4.0), np.ones(2), np.full(2, True)).round(9)
    array([  0.,   0., -25.])
    """
    packed = np.packbits(answered, axis=1)
    _, first, pattern = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    patterns, pattern = answered[first], pattern.ravel()
    people = np.bincount(pattern, minlength=len(first)).astype(np.float64)
    whole = np.where(answered, steps, 0.0)
    sums = np.array([np.bincount(pattern, column, len(first)) for column in whole.T])
    ease = np.zeros(len(weights))
    if known.any():
        values = 100 * sums[known].T / spans[known]
        ease[known] = _ease(patterns[:, known], people, values, weights[known])
    everything = np.ones(len(weights), dtype=bool)
    mean = _mean_ease(everything, ease, weights)
    owed = np.array([mean - _mean_ease(each, ease, weights) for each in patterns])
    corrections: Floats = owed[pattern]
    return corrections


def _ease(patterns: Flags, people: Floats, values: Floats, weights: Floats) -> Floats:
    """Fit the items' ease; weighted mean 0 among items that people connect.

    ``patterns`` are the different sets of items answered, ``people`` how many have each, ``values``
    their sums of answers per item. Eliminating the persons from the normal equations leaves one
    equation per item; scaled by the roots of the weights, the solution of least length is the one
    whose weighted mean is 0 in every connected part.
    """
    parts = patterns * weights
    totals = parts.sum(axis=1)
    some = totals > 0
    parts, totals = parts[some], totals[some, None]
    people, values = people[some, None], values[some]
    shares = people * parts / totals
    normal = np.diag((people * parts).sum(axis=0)) - parts.T @ shares
    person = (values * weights).sum(axis=1, keepdims=True) / totals
    right = (weights * values - parts * person).sum(axis=0)
    root = np.sqrt(weights)
    solved = np.linalg.lstsq(normal / np.outer(root, root), right / root, rcond=_NULL)[0]
    ease: Floats = solved / root
    return ease


def _mean_ease(which: Flags, ease: Floats, weights: Floats) -> float:
    total = math.fsum(weights[which])
    return math.fsum(ease[which] * weights[which]) / total if total else 0.0


def geometric_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the weighted geometric mean: a weak part is not made up for by a strong one.

    ``prod(x_d ** w_d)`` with weights that add up to 1; 0 as soon as one value is 0, since nothing
    makes up for nothing. Never outside the values, never above the arithmetic mean.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 6.

    Examples
    --------
    >>> round(geometric_mean([40, 90], [1, 1]), 9), geometric_mean([0, 90], [1, 1])
    (60.0, 0.0)
    """
    if min(values) <= 0:
        return 0.0
    total = math.fsum(weights)
    mean = math.exp(
        math.fsum(w * math.log(x) for x, w in zip(values, weights, strict=True)) / total
    )
    return min(max(mean, min(values)), max(values))


def other_weights(
    weights: Sequence[float], *, draws: int, concentration: float, seed: int
) -> Floats:
    """Draw other weights around the given ones, from Dirichlet(concentration * weights).

    Returns
    -------
    array, draws by parts
        Rows add up to 1; their mean is the given weights, and a part of weight w has a standard
        deviation of ``sqrt(w (1 - w) / (concentration + 1))``: .087 around .2 at concentration 20.

    References
    ----------
    Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators, J. R. Stat. Soc. A 168, 307-323.
    """
    dice = np.random.default_rng(seed)
    return dice.dirichlet(concentration * _normal(weights), size=draws)


def _normal(weights: Sequence[float]) -> Floats:
    return np.array([each / math.fsum(weights) for each in weights])


def level_changes(
    rows: Floats, weights: Sequence[float], others: Floats, cuts: Sequence[float]
) -> Floats:
    """Return how often other weights put a row into another level than the given ones do.

    Parameters
    ----------
    rows : array, things by parts
        Scores 0..100 of organisations or functions, none missing.
    weights : sequence
        One per part.
    others : array, draws by parts
        From :func:`other_weights`.
    cuts : sequence
        Where levels end, ascending; a score on a cut, to nine decimals, is in the upper one.

    Returns
    -------
    array, one value per row
        Share 0..1 of the draws.
    """

    def levels(composites: Floats) -> npt.NDArray[np.intp]:
        return np.searchsorted(np.asarray(cuts, dtype=float), np.round(composites, 9), "right")

    given = levels(rows @ _normal(weights))
    changed: Floats = (levels(rows @ others.T) != given[:, None]).mean(axis=1)
    return changed


def order_changes(rows: Floats, weights: Sequence[float], others: Floats) -> float | str:
    """Return the share of draws in which two rows change places; parameters as above.

    Rows that are equal under the given weights have no order, and cannot change it.
    """
    if len(rows) < 2:  # noqa: PLR2004 - an order takes two
        return "TOO_FEW_GROUPS"
    given = np.round(rows @ _normal(weights), 9)
    order = np.argsort(given, kind="stable")
    drawn = np.round(rows[order] @ others.T, 9)
    # the highest of all rows that stood strictly below, row by row
    highest = np.maximum.accumulate(drawn, axis=0)
    below = np.searchsorted(given[order], given[order], "left")
    passed = [drawn[n] < highest[start - 1] for n, start in enumerate(below) if start]
    return float(np.any(passed, axis=0).mean()) if passed else 0.0
