"""What is worth a second look in the rows of people who count: tests, half answers, one answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from maturity.errors import Problem
from maturity.instrument import Item, normalised
from maturity.readers import Column
from maturity.responses.columns import Meant
from maturity.responses.people import Person, listed
from maturity.responses.table import ANSWERED, FATE, item_of

PARTIAL, TEST, STRAIGHT = "ROW_PARTIAL", "RESPONDENT_TEST", "ROW_STRAIGHT"
_TESTS = listed("words", "test")
_ENOUGH = 10  # answers that are all the same; fewer may well be meant
_BETWEEN = re.compile(r"[\W\d_]+")
_MOST, _LEAST = np.iinfo(np.int64).max, np.iinfo(np.int64).min


def of_tests(people: Sequence[Person]) -> Iterator[Problem]:
    """Name who seems to have tried the form out: a guess, so that they count all the same."""
    for person in people:
        said = [person.written_id, *person.named, person.email.partition("@")[0]]
        word = next(filter(None, map(_test_word, said)), "")
        if word and person.reason is None:
            params = {"respondent": person.id}
            yield Problem(person.source(), TEST, word, params)


def _test_word(text: str) -> str:
    """Return the word that says *test* where a text says nothing else, empty where it does.

    >>> _test_word("TEST 2"), _test_word("Test Dupont")
    ('test', '')
    """
    words = [word for word in _BETWEEN.split(normalised(text)) if word]
    return words[0] if words and all(word in _TESTS for word in words) else ""


def of_partial(people: Sequence[Person]) -> Iterator[Problem]:
    """Name the people of one table who did not come to the end, all together."""
    partial = [each for each in people if each.complete is False and each.reason is None]
    if partial:
        yield _all_of(PARTIAL, partial)


def of_straight(
    people: Sequence[Person], columns: Sequence[Column], meant: Meant, items: dict[str, Item]
) -> Iterator[Problem]:
    """Name who gave one answer to everything, to questions that contradict each other too."""
    by_scale: dict[str, list[int]] = defaultdict(list)
    for n, column in enumerate(columns):
        if item_of(column) in items:
            by_scale[items[column.target].scale.id].append(n)
    found: set[int] = set()
    for chosen in by_scale.values():
        reverse = np.array([items[columns[n].target].reverse for n in chosen], dtype=bool)
        if reverse.any() and not reverse.all():
            found |= set(_alike(meant.fates[chosen], meant.points[chosen], reverse).tolist())
    straight = [each for each in people if each.index in found and each.reason is None]
    if straight:
        yield _all_of(STRAIGHT, straight)


def _alike(
    fates: npt.NDArray[np.uint8], points: npt.NDArray[np.int64], reverse: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Return the respondents whose answers to questions of one scale are all the same."""
    answered = fates == FATE[ANSWERED]
    least = np.where(answered, points, _MOST).min(axis=0)
    most = np.where(answered, points, _LEAST).max(axis=0)
    both = answered[reverse].any(axis=0) & answered[~reverse].any(axis=0)
    return np.flatnonzero((least == most) & both & (answered.sum(axis=0) >= _ENOUGH))


def _all_of(code: str, people: Sequence[Person]) -> Problem:
    first, last = people[0], people[-1]
    where = first.areas.of_run(first.index, last.index)
    return Problem(where, code, "", {"count": str(len(people))})
