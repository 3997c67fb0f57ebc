"""The bootstrap: what would have been found among other people like these.

People are drawn with replacement, as many as there are; how often each was drawn is a row of
weights, and one matrix product gives the sums of all columns in all resamples.
"""

from __future__ import annotations

import numpy as np

from maturity.scores.statistics.moments import Floats

DRAWS = 2000
_MOST = 4_000_000  # weights held at a time


def sums(columns: Floats, start: int, draws: int = DRAWS) -> Floats:
    """Add up columns over people in every resample.

    Parameters
    ----------
    columns : array, people by columns
        Whole numbers under 2**53 in all stay exact. Where answers are missing, 0, beside a column
        of 1 and 0 that counts them. The order of people decides who is drawn: sort them first.
    start : int
        What the random generator starts from.

    Returns
    -------
    array, draws by columns
        Divide by the sums of a count to have means.

    References
    ----------
    Efron, B. (1979). Annals of Statistics 7, 1-26. Equal to ``boot::boot`` with ``stype = "f"``.
    """
    n = len(columns)
    generator = np.random.default_rng(start)
    step = max(1, _MOST // max(n, 1))
    found = np.empty((draws, columns.shape[1]))
    for first in range(0, draws, step):
        some = min(step, draws - first)
        drawn = generator.integers(0, n, (some, n))
        drawn += np.arange(some)[:, None] * n
        weights = np.bincount(drawn.ravel(), minlength=some * n).reshape(some, n)
        found[first : first + some] = weights.astype(np.float64) @ columns
    return found
