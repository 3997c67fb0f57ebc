"""Coded responses as arrays: one row per included respondent, one column per item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

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
from maturity.scores.statistics.moments import Codes, Key, Measured, measure

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)  # no slots: what several modules ask for is made once and kept
class Matrix:
    """Included respondents by items.

    ``codes`` 0 for no answer, else 1 for the lowest point of the item's scale, and so on, in as
    few bytes as the longest scale needs; ``asked`` whether the respondent's form and function are
    asked the item, or they answered it all the same; ``dont_know`` and ``not_applicable`` flags.
    An item's column lies together in memory.
    """

    respondents: tuple[str, ...]
    functions: tuple[str | None, ...]
    items: tuple[Item, ...]
    codes: Codes
    asked: Flags
    dont_know: Flags
    not_applicable: Flags

    def columns(self, items: Sequence[Item]) -> list[int]:
        """Return the column numbers of some items."""
        number = {item.id: n for n, item in enumerate(self.items)}
        return [number[item.id] for item in items]

    @cached_property
    def points(self) -> Floats:
        """Scale points as answered, NaN for none."""
        low = np.array([item.scale.min for item in self.items], dtype=float)
        points: Floats = np.where(self.codes > 0, self.codes + (low - 1), np.nan)
        return points

    @cached_property
    def keyed(self) -> Floats:
        """Scale points after keying: reversed items turned round on their declared bounds."""
        turned = np.array([item.scale.min + item.scale.max for item in self.items], dtype=float)
        reverse = np.array([item.reverse for item in self.items], dtype=bool)
        keyed: Floats = np.where(reverse, turned - self.points, self.points)
        return keyed

    @cached_property
    def percent(self) -> Floats:
        """Percent of maximum possible after keying, by declared bounds: 100 is the mature end."""
        low = np.array([item.scale.min for item in self.items], dtype=float)
        percent: Floats = (self.keyed - low) / key_of(self.items).spans * 100
        return percent

    @cached_property
    def fingerprint(self) -> bytes:
        """Digest of what people answered and where they work, in whatever order they come."""
        order = sorted(range(len(self.items)), key=lambda n: self.items[n].id)
        whole = sha256(repr([(self.items[n].id, self.items[n].scale.min) for n in order]).encode())
        little = self.codes.dtype.newbyteorder("<")
        missing = np.where(self.not_applicable, 2, self.dont_know)
        each = (self.codes, missing.astype(little))  # a person's answers, then why one is missing
        people = np.hstack([part[:, order].astype(little, order="C") for part in each])
        width, told = people.itemsize * 2 * len(order), people.tobytes()
        rows = [
            told[n * width : (n + 1) * width] + (function or "").encode()
            for n, function in enumerate(self.functions)
        ]
        whole.update(b"\n".join(sorted(rows)))
        return whole.digest()


def matrix(responses: Responses, instrument: Instrument) -> Matrix:
    """Lay out the included respondents' responses, rows in the order they were read.

    No result depends on that order: whatever is added up over people is added up exactly
    (:func:`math.fsum`, or whole numbers).
    """
    included = [person for person in responses.respondents if person.included]
    items = instrument.items
    shape = (len(included), len(items))
    most = max((item.scale.max - item.scale.min + 1 for item in items), default=1)
    codes = np.zeros(shape, dtype=np.min_scalar_type(most), order="F")
    missing = {reason: np.zeros(shape, bool, order="F") for reason in (DONT_KNOW, NOT_APPLICABLE)}
    row = np.cumsum([person.included for person in responses.respondents]) - 1
    column = {item.id: n for n, item in enumerate(items)}
    for coded in responses.tables:
        people = slice(coded.first, coded.first + coded.table.size)
        counts = np.flatnonzero([each.included for each in responses.respondents[people]])
        for n, item in enumerate(coded.items):
            if item in column:
                here = (row[counts + coded.first], column[item])
                fates = coded.fates[n, counts]
                above = coded.points[n, counts] - items[column[item]].scale.min
                codes[here] = np.where(fates == FATE[ANSWERED], above + 1, 0)
                for reason, flags in missing.items():
                    flags[here] = fates == FATE[reason]
    asked = np.asfortranarray(_asked(included, items) | (codes > 0) | missing[DONT_KNOW])
    return Matrix(
        tuple(person.id for person in included),
        tuple(person.group for person in included),
        items,
        codes,
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


def key_of(items: Sequence[Item]) -> Key:
    """Return what turns codes of some items into scores."""
    return Key(
        np.array([item.scale.max - item.scale.min for item in items], dtype=float),
        np.array([item.reverse for item in items], dtype=bool),
        np.array([item.weight for item in items], dtype=float),
    )


def measured(data: Matrix, items: Sequence[Item], min_answered: float) -> Measured:
    """Score every respondent on a set of items, and add up what their reliability rests on."""
    columns = data.columns(items)
    applies = data.asked.T[columns] & ~data.not_applicable.T[columns]
    return measure(data.codes.T[columns].T, key_of(items), applies.T, min_answered)


def respondent_scores(data: Matrix, items: Sequence[Item], min_answered: float) -> Floats:
    """Score every respondent on a set of items.

    Returns
    -------
    array, one value per respondent
        Weighted mean of answered items on 0..100; NaN where fewer than
        ``ceil(min_answered * asked)`` (not-applicable ones left out), or none, were answered.
    """
    return measured(data, items, min_answered).scores
