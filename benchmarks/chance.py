"""Write the table of agreement beyond chance: how little people who answer at random can differ.

    .venv/bin/python benchmarks/chance.py

It writes ``src/maturity/scores/statistics/chance.toml`` in about a minute; nothing is drawn, so
every run writes the same. A table, because one value takes up to half a second (100 people, eleven
points) and an organisation of a hundred with blanks needs a dozen of them; looking one up takes
none.

How it is worked out. Let n people answer 0..A-1 at random, S be the sum of their answers and t the
whole number with ``n t <= S < n (t + 1)``. If m of them are above t, by u steps together, and the
others below or on it by v steps together, then ``S = n t + u - v`` and the average deviation is
``2 ((n - m) u + m v) / n**2``. The numbers of ways to be u steps above and v steps below are
convolutions, so no answers need to be enumerated.
"""
# ruff: noqa: INP001 - a script beside the package

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

TABLE = Path(__file__).parents[1] / "src/maturity/scores/statistics/chance.toml"
POINTS, PEOPLE, ALPHA = range(2, 12), range(3, 101), 0.05
HEAD = """\
# The largest average deviation around the mean (in scale points) that people who answer at random,
# every point being as likely, stay at or under no more than 1 time in 20. By number of points of
# the scale; the first value is for 3 people, the next for 4, the last for 100. -1: with so few
# people even full agreement is no rarer than that.
# Exact values, worked out by benchmarks/chance.py. The idea, and the same values by simulation:
# Dunlap, Burke and Smith-Crowe (2003), Accurate tests of statistical significance for rwg and
# average deviation interrater agreement indexes, Journal of Applied Psychology 88; function
# ad.m.sim of R's package multilevel.

[average_deviation]
"""

Floats = npt.NDArray[np.float64]


def probabilities(n: int, points: int) -> Floats:
    """Return the probability of each ``n**2 / 2 * AD`` of n random answers, a whole number."""
    found = np.zeros(n * n * points // 4 + n * points)
    found[0] = points * float(points) ** -n  # everybody on one point
    for t in range(points - 1):
        above, on_or_below = np.zeros(points - t), np.full(t + 1, 1 / points)
        above[1:] = 1 / points
        ups, downs = _sums(above, n), _sums(on_or_below, n)
        for m in range(1, n):
            weights = math.comb(n, m) * np.outer(ups[m], downs[n - m])
            u, v = np.indices(weights.shape)
            inside = (u >= v) & (u - v < n) & (weights > 0)
            reached = np.bincount(((n - m) * u + m * v)[inside], weights[inside])
            found[: len(reached)] += reached
    return found


def _sums(one: Floats, n: int) -> list[Floats]:
    """Return the distributions of the sum of 0, 1 … n draws from one."""
    found = [np.ones(1)]
    for _ in range(n):
        found.append(np.convolve(found[-1], one))
    return found


def critical(n: int, points: int) -> float:
    """Return the largest average deviation of probability 1 in 20 or less to stay at or under."""
    chances = probabilities(n, points)
    reached = np.flatnonzero((np.cumsum(chances) <= ALPHA) & (chances > 0))
    return 2 * int(reached[-1]) / n**2 if len(reached) else -1.0


def main() -> None:
    """Write the table."""
    values = {points: [round(critical(n, points), 6) for n in PEOPLE] for points in POINTS}
    lines = (f"{points} = {found}\n" for points, found in values.items())
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
