"""Everything sums over people can tell of a set of items, in one pass over their answers.

Answers are whole numbers, so products of blocks of them are whole numbers too: blocks are kept so
short that floating-point numbers hold these exactly, whatever the order they are added up in. No
result depends on the order of people, or on how a processor multiplies matrices.

A *code* is 0 where there is no answer, else 1 for the lowest point of the item's scale, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.unsignedinteger]

_ROWS = 8192  # of a block: what it takes stays in the processor's cache
_EXACT_SINGLE, _EXACT_DOUBLE = 2**24, 2**53  # whole numbers up to here are exact


@dataclass(frozen=True, slots=True)
class Key:
    """What turns codes into steps 0..span, 0 the least mature end, and steps into a score.

    One value per item: ``spans`` (largest step), ``reverse`` (the lowest point is the mature end),
    ``weights`` above 0.
    """

    spans: Floats
    reverse: Flags
    weights: Floats

    @property
    def signs(self) -> Floats:
        """1, or -1 for a reversed item: ``step = sign * code + offset`` where there is a code."""
        return np.where(self.reverse, -1.0, 1.0)

    @property
    def offsets(self) -> Floats:
        """-1, or span + 1 for a reversed item."""
        return np.where(self.reverse, self.spans + 1, -1.0)

    def of(self, which: Sequence[int]) -> Key:
        """Return that of some of the items."""
        return Key(self.spans[which], self.reverse[which], self.weights[which])


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums over people of the steps of items i and j, each over who answered both.

    ``counts[i, j]`` is how many those are, ``sums[i, j]`` the sum of i's steps, ``products[i, j]``
    the sum of i's steps times j's. Whole numbers, exact while people times squared span stays
    under 2**53. Of several samples, the sample is the first axis of each.
    """

    counts: Floats
    sums: Floats
    products: Floats

    @property
    def covariance(self) -> Floats:
        """Pairwise-complete covariances, n - 1 below; NaN where fewer than two answered both.

        Equal to R's ``cov(use = "pairwise")``. The dividend ``n sum(xy) - sum(x) sum(y)`` is a
        whole number, so nothing is lost to cancellation.
        """
        n = np.where(self.counts > 1, self.counts, np.nan)
        whole = self.counts * self.products - self.sums * np.swapaxes(self.sums, -1, -2)
        covariance: Floats = whole / (n * (n - 1))
        return covariance

    def of(self, which: Sequence[int]) -> Moments:
        """Return those of some of the items."""
        inside = np.ix_(which, which)
        return Moments(self.counts[inside], self.sums[inside], self.products[inside])


@dataclass(frozen=True, slots=True)
class Measured:
    """A set of items: ``scores`` has one value per person, 0..100, NaN for none."""

    scores: Floats
    moments: Moments


def measure(codes: Codes, key: Key, applies: Flags, min_answered: float) -> Measured:
    """Score people on a set of items, and add up what reliability is worked out from.

    Parameters
    ----------
    codes : array, people by items
        0 for no answer, else 1..span + 1. Quickest when an item's codes lie together in memory.
    key : Key
        Spans, direction and weights of the items.
    applies : array of bool, people by items
        Who was asked what, *not applicable* left out.
    min_answered : float
        Share 0..1 of the items asked that must be answered for a score (the half rule).

    Returns
    -------
    Measured
        A score is the weighted mean of answered items on 0..100; NaN where fewer than
        ``ceil(min_answered * asked)``, or none, were answered.
    """
    people, k = codes.shape
    # round first: 0.6 * 5 is 3.0000000000000004 on a computer, and nobody should lose a score to it
    needed = np.maximum(np.ceil(np.round(min_answered * np.arange(k + 1), 9)), 1)
    scores = np.full(people, np.nan)
    totals = np.zeros((2 * k, 2 * k))
    sorts = _sorts(key)
    for rows, block in _blocks(codes, key):
        totals += block @ block.T
        answered, scores[rows] = _score(block, sorts)
        asked = np.add.reduce(applies[rows].T, axis=0, dtype=np.uint16)
        scores[rows][answered < needed[asked]] = np.nan
    return Measured(scores, _keyed(totals, key))


def moments(codes: Codes, key: Key, *, complete: bool = False) -> Moments:
    """Add up products of items only, or ``complete``: over people who answered all of them.

    Other parameters as in :func:`measure`.
    """
    k = codes.shape[1]
    totals = np.zeros((2 * k, 2 * k))
    for _, block in _blocks(codes, key):
        some = block * block[k:].min(axis=0) if complete else block
        totals += some @ some.T
    return _keyed(totals, key)


def _blocks(codes: Codes, key: Key) -> Iterator[tuple[slice, Floats]]:
    """Yield some people at a time: a row of codes per item, then a row of 1 (answered) or 0."""
    people, k = codes.shape
    square = (max(key.spans, default=0.0) + 1) ** 2
    single = square * _ROWS <= _EXACT_SINGLE
    rows = int(max(1, min(_ROWS, _EXACT_DOUBLE // square)))
    kept = np.empty((2 * k, rows), dtype=np.float32 if single else np.float64)
    for first in range(0, people, rows):
        some = codes[first : first + rows].T
        block = kept[:, : some.shape[1]]
        block[:k] = some
        np.not_equal(some, 0, out=block[k:], casting="unsafe")
        yield slice(first, first + rows), block


@dataclass(frozen=True, slots=True)
class _Sorts:
    """Items alike in span and weight: their steps are added up as whole numbers.

    ``lines`` makes a block's sums of steps, then its counts, of each sort; ``worth`` is what a step
    of each counts in a score, ``weights`` an answer.
    """

    lines: Floats
    worth: Floats
    weights: Floats


def _sorts(key: Key) -> _Sorts:
    weights = key.weights / max(key.weights, default=1.0)
    kinds = sorted(set(zip(key.spans.tolist(), weights.tolist(), strict=True)))
    own = list(zip(key.spans.tolist(), weights.tolist(), strict=True))
    member = np.array([[each == kind for each in own] for kind in kinds], dtype=np.float64)
    member = member.reshape(len(kinds), len(own))
    steps = np.hstack([member * key.signs, member * key.offsets])
    counts = np.hstack([np.zeros_like(member), member])
    return _Sorts(
        np.vstack([steps, counts]),
        np.array([span for span, _ in kinds]),
        np.array([weight for _, weight in kinds]),
    )


def _score(block: Floats, sorts: _Sorts) -> tuple[Floats, Floats]:
    """Return how many items each person answered, and their score (NaN: answered none)."""
    found = (sorts.lines.astype(block.dtype) @ block).astype(np.float64)
    size = len(sorts.worth)
    answered = np.zeros(block.shape[1])
    total, weight = np.zeros_like(answered), np.zeros_like(answered)
    # one sort after the other, not @: which of two roundings comes first must not depend on place
    for n in range(size):
        steps, count = found[n], found[size + n]
        answered += count
        weight += sorts.weights[n] * count
        total += sorts.weights[n] * (100 * steps / sorts.worth[n])
    weight[answered == 0] = np.nan
    return answered, np.clip(total / weight, 0, 100)  # not 100.00000000000001


def _keyed(totals: Floats, key: Key) -> Moments:
    """Turn sums of products of codes and flags into those of steps; whole numbers throughout."""
    k = len(key.spans)
    codes, mixed, counts = totals[:k, :k], totals[:k, k:], totals[k:, k:]
    sign, offset = key.signs[:, None], key.offsets[:, None]
    sums = sign * mixed + offset * counts
    # step_i step_j = (sign_i code_i + offset_i) (sign_j code_j + offset_j) where both answered
    products = (
        sign * codes * sign.T
        + sign * mixed * offset.T
        + offset * mixed.T * sign.T
        + offset * counts * offset.T
    )
    return Moments(counts, sums, products)
