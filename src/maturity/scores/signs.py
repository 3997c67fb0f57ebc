"""Signs of careless answers, looked for in every included respondent; who sees them is elsewhere.

What a sign is, is a formula of :mod:`maturity.scores.statistics.careless`; from where on it is one,
a cut-off of ``cutoffs.toml``. This module knows in which order questions were put.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maturity.responses import CodedTable
from maturity.scores.cutoffs import cutoffs
from maturity.scores.ground import Ground
from maturity.scores.matrix import Flags, Floats
from maturity.scores.statistics import careless

LONGSTRING, IRV, PERSON_TOTAL, MISSING, SECONDS = (
    "longstring",
    "irv",
    "person_total",
    "missing",
    "seconds",
)
SIGNS = (LONGSTRING, IRV, PERSON_TOTAL, MISSING, SECONDS)
_OURS = {"questionnaire", "collector"}  # layouts that ask in the order of the questionnaire
_UNORDERED = {"long"}  # layouts that do not say in which order was asked


@dataclass(frozen=True, slots=True)
class Looked:
    """By sign, the figure of each included respondent (NaN: not checked) and who shows it.

    ``not_checked`` gives the reason code of signs that could be checked in nobody.
    """

    values: Mapping[str, Floats]
    shown: Mapping[str, Flags]
    not_checked: Mapping[str, str]

    @property
    def flagged(self) -> Flags:
        """Who shows as many signs as it takes."""
        many: Flags = np.sum(list(self.shown.values()), axis=0) >= cutoffs("careless")["signs"]
        return many


def look(ground: Ground) -> Looked:
    """Look for every sign."""
    data, cuts = ground.data, cutoffs("careless")
    answered = (data.codes > 0).sum(axis=1)
    points = np.array([len(item.scale.points) for item in data.items], dtype=np.int64)
    variability = careless.response_variability(data.codes, points)
    correlation = careless.person_total(data.codes, points)
    runs, known = _runs(ground)
    values = {
        LONGSTRING: runs,
        IRV: np.where(answered >= cuts["irv_answers"], variability, np.nan),
        PERSON_TOTAL: np.where(answered >= cuts["person_total_items"], correlation, np.nan),
        MISSING: _missing(ground),
        SECONDS: _seconds(ground),
    }
    least = np.maximum(cuts["longstring"], data.asked.sum(axis=1) / cuts["longstring_part"])
    # Rounded, so that nobody is on the other side of a cut-off by the last digit of a sum.
    shown = {
        LONGSTRING: values[LONGSTRING] >= least,
        IRV: np.round(values[IRV], 9) < cuts["irv_below"],
        PERSON_TOTAL: np.round(values[PERSON_TOTAL], 9) < cuts["person_total_below"],
        MISSING: values[MISSING] > cuts["missing_above"],
        SECONDS: values[SECONDS] < cuts["seconds_below"],
    }
    codes = {LONGSTRING: "" if known else "ORDER_UNKNOWN", SECONDS: "NO_DURATION"}
    nobody = [sign for sign in SIGNS if np.isnan(values[sign]).all()]
    return Looked(values, shown, {sign: codes.get(sign) or "TOO_FEW_ITEMS" for sign in nobody})


def _missing(ground: Ground) -> Floats:
    """Return the share of what was asked, and applies, that was left blank; *don't know* is not."""
    data = ground.data
    applies = (data.asked & ~data.not_applicable).sum(axis=1)
    told = ((data.codes > 0) | data.dont_know).sum(axis=1)
    share: Floats = np.where(applies > 0, 1 - told / np.maximum(applies, 1), np.nan)
    return share


def _seconds(ground: Ground) -> Floats:
    """Return how long people took per item they gave any answer to."""
    data = ground.data
    people = (person for person in ground.responses.respondents if person.included)
    taken = np.array([np.nan if each.seconds is None else each.seconds for each in people])
    given = ((data.codes > 0) | data.dont_know | data.not_applicable).sum(axis=1)
    each: Floats = np.where(given > 0, taken / np.maximum(given, 1), np.nan)
    return each


def _runs(ground: Ground) -> tuple[Floats, bool]:
    """Return each person's longest run of one answer, and whether anybody's order is known.

    Not checked where so few items were asked that no run could be long enough.
    """
    data, fewest = ground.data, cutoffs("careless")["longstring"]
    found = np.full(len(data.respondents), np.nan)
    orders = _people_by_order(ground)
    for order, people in orders.items():
        seen = data.asked[np.ix_(people, order)]
        runs = careless.longstring(data.codes[np.ix_(people, order)], seen)
        found[people] = np.where(seen.sum(axis=1) >= fewest, runs, np.nan)
    return found, bool(orders)


def _people_by_order(ground: Ground) -> Mapping[tuple[int, ...], Sequence[int]]:
    """Put people together who were asked in one order, as column numbers; unknown ones left out."""
    row = np.cumsum([person.included for person in ground.responses.respondents]) - 1
    found: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for coded in ground.responses.tables:
        places = range(coded.first, coded.first + coded.table.size)
        people = [int(row[n]) for n in places if ground.responses.respondents[n].included]
        order = tuple(_order(coded, ground)) if people else ()
        if order:
            found[order] += people
    return found


def _order(coded: CodedTable, ground: Ground) -> Iterator[int]:
    """Yield the items of a table as they were put, nothing where the table does not say.

    Ours are put as in the questionnaire; others as their columns or rows stand. Sheets that were
    joined, and lists of answers, say nothing.
    """
    number = {item.id: n for n, item in enumerate(ground.data.items)}
    first = {
        item: (column.rows[0], column.index_of(0))
        for column, item in reversed(list(zip(coded.columns, coded.items, strict=True)))
        if item in number
    }
    if coded.table.layout in _OURS:
        yield from sorted(number[item] for item in first)
        return
    sheets = {column.sheet for column, item in zip(coded.columns, coded.items, strict=True) if item}
    if coded.table.layout not in _UNORDERED and len(sheets) == 1:
        yield from (number[item] for item in sorted(first, key=lambda item: first[item]))
