"""Signs of careless answers, person by person: what many people do is one sum per item.

``codes`` are people by items: 0 where there is no answer, else 1 for the lowest point of the item's
scale, and so on, as answered – before keying, since what is worded the other way round is what
shows somebody who does not read. Rows are worked on column by column, so that a person's figures do
not depend on who else stands in the array.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.unsignedinteger]
Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_FEW_STEPS, _MANY_STEPS = 4, 5  # of scales of five and six points, which IRV is stated for
_NOTHING = 1e-12  # rounding noise of answers that are all alike


def longstring(codes: Codes, seen: Flags) -> Counts:
    """Return how many answers in a row are the same, the longest run of each person.

    Parameters
    ----------
    codes : array, people by items
        Items in the order in which they were presented.
    seen : array of bool, people by items
        An answer that is missing ends a run, an item that was not put to them does not.

    Returns
    -------
    array of int, one value per person
        0 for who answered nothing.

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39. Equal to the longest of R's ``rle``, as
    in ``longstring`` of the package careless.
    """
    last = np.zeros(len(codes), codes.dtype)
    run, longest = np.zeros((2, len(codes)), np.int64)
    for column, here in zip(codes.T, seen.T, strict=True):
        now = np.where(column == 0, 0, np.where(column == last, run + 1, 1))
        run, last = np.where(here, now, run), np.where(here, column, last)
        longest = np.maximum(longest, run)
    return longest


def response_variability(codes: Codes, points: Counts) -> Floats:
    """Return the standard deviation of each person's own answers (IRV), with n - 1.

    On scales of five or six points it is in scale points. Answers on shorter scales are first
    stretched to the range of five, those on longer ones compressed to that of six, so that one
    cut-off serves all, and people who meet several scales have one figure.

    Parameters
    ----------
    codes : array, people by items
    points : array of int, one value per item
        Points of its scale.

    Returns
    -------
    array of float, one value per person
        NaN for who gave fewer than two answers.

    References
    ----------
    Dunn, Heggestad, Shanock and Theilgard (2018), Journal of Business and Psychology 33. Equal to
    ``irv`` of R's package careless on scales of five or six points.
    """
    n, total, squares = np.zeros((3, len(codes)))
    steps = np.clip(points - 1, _FEW_STEPS, _MANY_STEPS) / (points - 1)
    for column, step in zip(codes.T, steps, strict=True):
        answered = column > 0
        place = np.where(answered, (column.astype(float) - 1) * step, 0.0)
        n += answered
        total += place
        squares += place**2
    enough = n > 1
    divisor = np.where(enough, n * (n - 1), 1.0)
    variance = np.maximum(n * squares - total**2, 0) / divisor
    found: Floats = np.where(enough, np.sqrt(variance), np.nan)
    return found


def person_total(codes: Codes, points: Counts) -> Floats:
    """Return the correlation of each person's answers with the other people's mean answers.

    Over the items that the person and somebody else answered; answers as shares of the scale's
    range, so that scales of different lengths may meet. Below 0, a person is low where others are
    high.

    Parameters
    ----------
    codes : array, people by items
    points : array of int, one value per item

    Returns
    -------
    array of float, one value per person
        -1..1; NaN where either side does not vary.

    References
    ----------
    Donlon and Fischer (1968), Educational and Psychological Measurement 28 (personal biserial
    correlation); Curran (2016), Journal of Experimental Social Psychology 66. ``cor(x[i, ],
    colMeans(x[-i, ]))`` in R.
    """
    answered = codes > 0
    n = answered.sum(axis=0)
    total = codes.sum(axis=0, dtype=np.int64) - n  # whole numbers: the same in any order
    sums = np.zeros((2, len(codes)))
    counted = np.zeros(len(codes))
    for j in range(codes.shape[1]):
        mine, others, valid = _pair(codes[:, j], int(n[j]), int(total[j]), int(points[j]))
        sums += np.where(valid, (mine, others), 0.0)
        counted += valid
    means = sums / np.maximum(counted, 1)
    own, theirs, both = np.zeros((3, len(codes)))
    for j in range(codes.shape[1]):
        mine, others, valid = _pair(codes[:, j], int(n[j]), int(total[j]), int(points[j]))
        x, y = np.where(valid, (mine, others) - means, 0.0)
        own, theirs, both = own + x * x, theirs + y * y, both + x * y
    varies = (own > _NOTHING) & (theirs > _NOTHING)
    found: Floats = np.where(varies, both / np.sqrt(np.where(varies, own * theirs, 1.0)), np.nan)
    return np.clip(found, -1, 1)


def _pair(column: Codes, n: int, total: int, points: int) -> tuple[Floats, Floats, Flags]:
    """Return own answers and the others' mean on 0..1, and for whom there are both."""
    steps, far = column.astype(float) - 1, points - 1
    return steps / far, (total - steps) / max(n - 1, 1) / far, (column > 0) & (n > 1)
