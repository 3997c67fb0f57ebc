"""Whether two breakdowns of the same people may both be shown without giving a few away.

Published functions are safe by themselves: each has k people or more, and so has every sum or
difference of them. A second breakdown – executives and staff – is safe by itself in the same way.
Together they may not be: if the executives are the people of the management board and one more
person, then executives minus board is that person's answer.

Draw every published function as a point on the left, every value of the other breakdown as a point
on the right, and between two points a line as thick as the number of people who are in both. Who
knows the sums of both breakdowns can give every point a number and add up the sums with these
numbers; of a person it then holds the number of their function plus that of their rank. Whatever
is worked out that way is about the people for whom this is not 0, that is, on the lines between
points whose numbers do not cancel out. Put the points whose numbers do cancel out (``x`` on the
left, ``-x`` on the right) into one bag each: the people are those on the lines from one bag to
another. Among them are all lines that leave one single bag, unless none does. So the fewest
people anything can be about is the thinnest *cut*: points in two bags, lines between the bags
that have anybody on them. When every cut that has anybody on it has k people or more, nothing
about fewer than k people follows from both breakdowns. When one has fewer, something about them
does: give the points of one bag 1 on the left and -1 on the right, those of the other bag 0, and
only the people of the cut are left. The rule is exact, not merely careful.

A mean in which people of one function count differently is a sum of its own. There the points on
the left are the functions cut further, by what their people weigh: then it is no news either.

To find the thinnest cut, try every way of putting the points of the shorter side into two bags;
each point of the other side then goes where fewer of its people are cut off.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

_MOST = 12  # points of the shorter side; 4,096 ways to put them into two bags

Counts = npt.NDArray[np.int64]


class Breakdown:
    """What is shown of one figure, so that nothing shown next takes people away from it.

    Parameters
    ----------
    groups : sequence
        Each respondent's published group in this figure, None for people it is not about.
    k : int
        Fewest people anything may be about.
    """

    def __init__(self, groups: Sequence[str | None], k: int) -> None:
        self.k = k
        self._groups = groups
        self._shown: list[tuple[Hashable, ...]] = [()] * len(groups)

    def admits(self, values: Sequence[Hashable]) -> bool:
        """Tell whether a further breakdown may be shown beside what is; if so, it is from now on.

        Several breakdowns beside the groups are judged as one that is as fine as all of them,
        which asks for more than is needed, never for less.

        Parameters
        ----------
        values : sequence
            What each respondent is in the further breakdown; people in none of its parts share a
            value too, since the rest follows from the whole.
        """
        finer = [(*old, new) for old, new in zip(self._shown, values, strict=True)]
        about = [n for n, group in enumerate(self._groups) if group is not None]
        cut = thinnest_cut([self._groups[n] for n in about], [finer[n] for n in about])
        if cut < self.k:
            return False
        self._shown = finer
        return True


def thinnest_cut(groups: Sequence[Hashable], values: Sequence[Hashable]) -> int:
    """Return the fewest people, but more than none, that two breakdowns tell something about.

    Parameters
    ----------
    groups, values : sequence
        What each person is in the one and in the other.

    Returns
    -------
    int
        0 when there is nobody, or when there are too many groups and values to tell.

    Examples
    --------
    >>> board, sales = ["board"] * 6, ["sales"] * 9
    >>> thinnest_cut(board + sales, ["executive"] * 6 + ["staff"] * 9)
    6
    >>> thinnest_cut(board + sales, ["executive"] * 7 + ["staff"] * 8)
    1
    """
    people = _people(groups, values)
    if not people.size or people.shape[0] > _MOST:
        return 0
    bags = np.arange(2 ** (people.shape[0] - 1))[:, None] >> np.arange(people.shape[0]) & 1
    inside = bags @ people  # the ways, by points of the longer side
    outside = people.sum(axis=0) - inside
    fewest = np.minimum(inside, outside).sum(axis=1)
    # Where a way cuts nobody, one point of the longer side in the other bag cuts all its people.
    return int(np.where(fewest > 0, fewest, people.sum(axis=0).min()).min())


def _people(groups: Sequence[Hashable], values: Sequence[Hashable]) -> Counts:
    """Count people by both, the shorter side in rows."""
    rows = {each: n for n, each in enumerate(dict.fromkeys(groups))}
    columns = {each: n for n, each in enumerate(dict.fromkeys(values))}
    people = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for group, value in zip(groups, values, strict=True):
        people[rows[group], columns[value]] += 1
    return people if people.shape[0] <= people.shape[1] else people.T
