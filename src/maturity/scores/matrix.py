"""Coded responses as arrays: one row per included respondent, one column per item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from maturity.instrument import Instrument, Item
from maturity.responses import (
    ANSWERED,
    DONT_KNOW,
    FATE,
    NOT_APPLICABLE,
    Respondent,
    Responses,
)

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Included respondents by items.

    ``points`` as answered (NaN: none), ``percent`` the same after keying on 0..100, ``asked``
    whether the respondent's form and function are asked the item, or they answered it all the same;
    ``dont_know`` and ``not_applicable`` flags.
    """

    respondents: tuple[str, ...]
    functions: tuple[str | None, ...]
    items: tuple[Item, ...]
    points: Floats
    percent: Floats
    asked: Flags
    dont_know: Flags
    not_applicable: Flags

    def columns(self, items: Sequence[Item]) -> list[int]:
        """Return the column numbers of some items."""
        number = {item.id: n for n, item in enumerate(self.items)}
        return [number[item.id] for item in items]

    @property
    def keyed(self) -> Floats:
        """Scale points after keying: reversed items turned round on their declared bounds."""
        turned = np.array([item.scale.min + item.scale.max for item in self.items], dtype=float)
        reverse = np.array([item.reverse for item in self.items], dtype=bool)
        keyed: Floats = np.where(reverse, turned - self.points, self.points)
        return keyed


def matrix(responses: Responses, instrument: Instrument) -> Matrix:
    """Lay out the included respondents' responses, rows in the order they were read.

    No result depends on that order: whatever is added up over people is added up exactly
    (:func:`math.fsum`, or whole numbers).
    """
    included = [person for person in responses.respondents if person.included]
    items = instrument.items
    shape = (len(included), len(items))
    points = np.full(shape, np.nan)
    missing = {reason: np.zeros(shape, dtype=bool) for reason in (DONT_KNOW, NOT_APPLICABLE)}
    row = np.cumsum([person.included for person in responses.respondents]) - 1
    column = {item.id: n for n, item in enumerate(items)}
    for coded in responses.tables:
        people = slice(coded.first, coded.first + coded.table.size)
        counts = np.flatnonzero([each.included for each in responses.respondents[people]])
        for n, item in enumerate(coded.items):
            if item in column:
                here = (row[counts + coded.first], column[item])
                fates = coded.fates[n, counts]
                points[here] = np.where(fates == FATE[ANSWERED], coded.points[n, counts], np.nan)
                for reason, flags in missing.items():
                    flags[here] = fates == FATE[reason]
    asked = _asked(included, items) | ~np.isnan(points) | missing[DONT_KNOW]
    return Matrix(
        tuple(person.id for person in included),
        tuple(person.group for person in included),
        items,
        points,
        _percent(points, items),
        asked,
        missing[DONT_KNOW],
        missing[NOT_APPLICABLE],
    )


def _asked(people: Sequence[Respondent], items: Sequence[Item]) -> Flags:
    """Tell whom each item was put to: by the form they had, and the function they work in."""
    rows: dict[tuple[str | None, frozenset[str] | None], list[bool]] = {}
    for group, asked in {(person.group, person.asked) for person in people}:
        rows[group, asked] = [
            item.is_for(group) and (asked is None or item.id in asked) for item in items
        ]
    flags = [rows[person.group, person.asked] for person in people]
    return np.array(flags, dtype=bool).reshape(len(people), len(items))


def _percent(points: Floats, items: Sequence[Item]) -> Floats:
    """Percent of maximum possible after keying: (x - min) / (max - min) * 100, reversed turned."""
    low = np.array([item.scale.min for item in items], dtype=float)
    high = np.array([item.scale.max for item in items], dtype=float)
    reverse = np.array([item.reverse for item in items], dtype=bool)
    percent: Floats = np.where(reverse, high - points, points - low) / (high - low) * 100
    return percent


def respondent_scores(data: Matrix, items: Sequence[Item], min_answered: float) -> Floats:
    """Score every respondent on a set of items.

    Returns
    -------
    array, one value per respondent
        Weighted mean of answered items on 0..100; NaN where fewer than
        ``ceil(min_answered * asked)`` (not-applicable ones left out), or none, were answered.
    """
    columns = data.columns(items)
    weights = np.array([item.weight for item in items], dtype=float)
    percent = data.percent[:, columns]
    answered = ~np.isnan(percent)
    asked = (data.asked[:, columns] & ~data.not_applicable[:, columns]).sum(axis=1)
    # round first: 0.6 * 5 is 3.0000000000000004 on a computer, and nobody should lose a score to it
    needed = np.maximum(np.ceil(np.round(min_answered * asked, 9)), 1)
    # sum, not @: a matrix product may add up a row differently depending on where it stands
    total = (answered * weights).sum(axis=1)
    enough = (answered.sum(axis=1) >= needed) & (total > 0)
    mean = (np.where(answered, percent, 0.0) * weights).sum(axis=1) / np.where(enough, total, 1.0)
    scores: Floats = np.where(enough, np.clip(mean, 0, 100), np.nan)  # not 100.00000000000001
    return scores
