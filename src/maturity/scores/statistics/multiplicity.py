"""Many tests at once: p values made larger by how many there were."""

from __future__ import annotations

from collections.abc import Sequence


def holm(values: Sequence[float | None]) -> list[float | None]:
    """Adjust p values so that hardly ever even one of them errs (family-wise error rate).

    Lowest first, ``p_(i) * (m - i + 1)``, never below the one before, at most 1.

    Parameters
    ----------
    values : sequence of float or None
        0..1; None is no test: it keeps its place and does not count in m.

    Returns
    -------
    list of float or None
        In the order given.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics, 6, 65-70. Equal to R's ``p.adjust(p, "holm")``.

    Examples
    --------
    >>> holm([0.01, None, 0.03, 0.04])
    [0.03, None, 0.06, 0.06]
    """
    order = _ascending(values)
    adjusted: list[float | None] = [None] * len(values)
    highest = 0.0
    for place, (value, n) in enumerate(order):
        highest = max(highest, min(1.0, value * (len(order) - place)))
        adjusted[n] = highest
    return adjusted


def benjamini_hochberg(values: Sequence[float | None]) -> list[float | None]:
    """Adjust p values so that few of those called small err (false discovery rate).

    Highest first, ``p_(i) * m / i``, never above the one before.

    Parameters and result as in :func:`holm`.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the
    Royal Statistical Society B, 57, 289-300. Equal to R's ``p.adjust(p, "BH")``.

    Examples
    --------
    >>> benjamini_hochberg([0.01, None, 0.04])
    [0.02, None, 0.04]
    """
    order = _ascending(values)
    adjusted: list[float | None] = [None] * len(values)
    lowest = 1.0
    for place, (value, n) in reversed(list(enumerate(order, start=1))):
        lowest = min(lowest, value * len(order) / place)
        adjusted[n] = lowest
    return adjusted


def _ascending(values: Sequence[float | None]) -> list[tuple[float, int]]:
    return sorted((value, n) for n, value in enumerate(values) if value is not None)
