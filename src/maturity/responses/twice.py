"""Tables that hold the same answers: a second tab, the same data in two formats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from maturity.errors import Problem
from maturity.readers import table as roles
from maturity.responses.part import Part
from maturity.responses.people import Person, together
from maturity.responses.table import FATE, UNREADABLE

TWICE, ALIKE = "TABLE_REPEATED", "ANSWERS_REPEATED"
_PEOPLE, _ANSWERS = 3, 10  # below which two tables may well be alike by chance
_NEARLY = 0.8  # the share of a table that must be in the other

_Signature = tuple[bytes, tuple[tuple[str, str | None], ...]]


def of_tables(parts: Sequence[Part]) -> Iterator[Problem]:
    """Name people whose answers and details stand in an earlier table too.

    They are set aside where they also answered at the same moments; without dates two people may
    have answered alike, so that all count.
    """
    alike: dict[object, list[Part]] = defaultdict(list)
    for part in parts:
        if len(_open(part)) >= _PEOPLE:
            alike[tuple(sorted(_items(part)))].append(part)
    for same in alike.values():
        if len(same) > 1:
            yield from _among(same)


def _among(parts: Sequence[Part]) -> Iterator[Problem]:
    earlier: list[dict[_Signature, list[Person]]] = []
    for part in parts:
        signed = list(zip(_signatures(part), part.people, strict=True))
        signed = [(sign, person) for sign, person in signed if person.reason is None]
        for known in earlier:
            found = _shared(signed, known)
            size = min(len(signed), sum(map(len, known.values())))
            if len(found) >= max(_PEOPLE, _NEARLY * size) and _is_telling(found):
                yield from _named(found)
                break
        mine: dict[_Signature, list[Person]] = defaultdict(list)
        for sign, person in signed:
            if person.reason is None:
                mine[sign].append(person)
        earlier.append(mine)


def _shared(
    signed: Sequence[tuple[_Signature, Person]], known: dict[_Signature, list[Person]]
) -> list[tuple[Person, Person]]:
    """Return who stands in both tables, each person once: the later row and the earlier one."""
    left = {sign: list(people) for sign, people in known.items()}
    found: list[tuple[Person, Person]] = []
    for sign, person in signed:
        others = left.get(sign, [])
        twin = next((each for each in others if each.at == person.at), None)
        if twin is None and others:
            twin = others[0]
        if twin is not None:
            others.remove(twin)
            found.append((person, twin))
    return found


def _is_telling(found: Sequence[tuple[Person, Person]]) -> bool:
    dated = all(person.at is not None and person.at == twin.at for person, twin in found)
    return dated or sum(person.count for person, _ in found) >= _ANSWERS


def _named(found: Sequence[tuple[Person, Person]]) -> Iterator[Problem]:
    people, twins = zip(*found, strict=True)
    rows = [twin.index for twin in twins]
    kept = twins[0].areas.of_run(min(rows), max(rows))
    same = [person for person, twin in found if person.at is not None and person.at == twin.at]
    dated = len(same) == len(found)
    if dated:
        for person in people:
            person.reason = TWICE
    elif any(person.at is not None and twin.at is not None for person, twin in found):
        return  # other moments: other people, or the same ones again
    yield from together(people, TWICE if dated else ALIKE, params={"kept": kept})


def _open(part: Part) -> list[Person]:
    return [person for person in part.people if person.reason is None]


def _items(part: Part) -> dict[str, int]:
    """Return the row of each question in a part's arrays."""
    return {c.target: n for n, c in enumerate(part.columns) if c.role == roles.ITEM}


def _signatures(part: Part) -> Iterator[_Signature]:
    """Yield what each person answered and said of themselves."""
    rows = [n for _, n in sorted(_items(part).items())]
    fates, points = part.meant.fates[rows], part.meant.points[rows]
    told = (fates > 0) & (fates < FATE[UNREADABLE])
    answers = np.where(told, points * len(FATE) + fates, 0).T.copy()
    for person, row in zip(part.people, answers, strict=True):
        yield row.tobytes(), tuple(sorted(person.attributes.items()))
