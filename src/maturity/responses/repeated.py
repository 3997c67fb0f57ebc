"""People who are here more than once: by their id, their e-mail address, or the whole file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from maturity.errors import Problem
from maturity.instrument import normalised
from maturity.readers import is_blank
from maturity.readers import table as roles
from maturity.responses.people import Person, listed, together

REPEATED, SHARED, COPIED = "RESPONDENT_REPEATED", "RESPONDENT_SHARED", "FILE_REPEATED"
PARTS = "RESPONDENT_PARTS"  # here more than once, with answers to other questions each time

# From here on an id or address says who gathered the answers, or what they have in common.
_MANY = 4
NOBODY = listed("words", "nobody")

_Key = tuple[str, str, str]  # kind, what is written, and the address that tells two of one id apart


def set_copies_aside(people: Sequence[Person], copies: Mapping[str, str]) -> Iterator[Problem]:
    """Set aside everybody in a file that is another one to the last byte; ``copies`` by path."""
    _tell_one_by_one(people)
    for path, original in copies.items():
        copied = [person for person in people if person.areas.table.path == path]
        for person in copied:
            person.reason = COPIED
        yield from together(copied, COPIED, original)


def _tell_one_by_one(people: Sequence[Person]) -> None:
    """Name the table's own sheet first for who only wrote on another one.

    Neighbours are told together by their range on the table's own sheet, where nothing of theirs
    stands; who has two sheets is told of alone, with both.
    """
    for person in people:
        first = person.areas.table.sheet
        if person.sheets and first not in person.sheets:
            person.sheets = [first, *person.sheets]


def keep_one_of_each(people: Sequence[Person], min_answered: float) -> Iterator[Problem]:
    """Set aside all but one of the answers of each person; the newest complete one is kept.

    Among equals the fullest is kept, then the last. Who is set aside already does not compete.
    """
    open_ = [person for person in people if person.reason is None]
    keys = {id(person): list(_keys(person)) for person in open_}
    _tell_apart(open_, keys)
    yield from _shared(open_, keys)
    for same in _same(open_, keys):
        yield from _keep_one(same, min_answered)


def _keys(person: Person) -> Iterator[_Key]:
    for kind in ("id", "email", "token"):
        plain = normalised(person.written_id if kind == "id" else getattr(person, kind))
        if plain and plain not in NOBODY:
            yield "email" if "@" in plain else kind, plain, ""


def _tell_apart(people: Sequence[Person], keys: dict[int, list[_Key]]) -> None:
    """Two people of one id who give different e-mail addresses are two people."""
    addresses: dict[_Key, set[str]] = defaultdict(set)
    for person in people:
        for key in keys[id(person)]:
            if key[0] == "id" and person.email:
                addresses[key].add(normalised(person.email))
    for person in people:
        keys[id(person)] = [
            (*key[:2], normalised(person.email)) if len(addresses[key]) > 1 else key
            for key in keys[id(person)]
        ]


def _shared(people: Sequence[Person], keys: dict[int, list[_Key]]) -> Iterator[Problem]:
    """Name an id or address that many rows of a table have: it tells nobody from the next."""
    counts = Counter((id(p.areas), key) for p in people for key in keys[id(p)])
    many = {key for (_, key), n in counts.items() if n >= _MANY}
    for key in sorted(many):
        for table in dict.fromkeys(p.areas for p in people if key in keys[id(p)]):
            same = [p for p in people if p.areas is table and key in keys[id(p)]]
            rows = (same[0].index, same[-1].index)
            found = same[0].id if key[0] == "id" and same[0].shown_id else ""
            where = table.of_run(*rows)
            yield Problem(where, SHARED, found, {"count": str(len(same))})
    for person in people:
        keys[id(person)] = [key for key in keys[id(person)] if key not in many]


def _same(people: Sequence[Person], keys: dict[int, list[_Key]]) -> list[list[Person]]:
    """Put together who shares an id, an address or a token, also by way of a third."""
    group: dict[int, list[int]] = {n: [n] for n in range(len(people))}
    first: dict[_Key, int] = {}
    for n, person in enumerate(people):
        for key in keys[id(person)]:
            mine, theirs = group[n], group[first.setdefault(key, n)]
            if mine is not theirs:
                theirs += mine
                group.update(dict.fromkeys(mine, theirs))
    unique = {id(each): sorted(each) for each in group.values() if len(each) > 1}
    return [[people[n] for n in each] for each in unique.values()]


def _keep_one(same: Sequence[Person], min_answered: float) -> Iterator[Problem]:
    _, kept = max(
        enumerate(same),
        key=lambda pair: (
            pair[1].is_complete(min_answered),
            pair[1].at or 0.0,
            pair[1].count,
            pair[0],
        ),
    )
    counted = _answered(kept)
    for person in same:
        if person is not kept:
            answered = _answered(person)
            is_part = answered and counted and not answered & counted
            person.reason = PARTS if is_part else REPEATED
            for where in person.sources():
                yield Problem(where, person.reason, person.id, {"kept": kept.source()})


def _answered(person: Person) -> set[str]:
    """Return the questions under which somebody wrote anything."""
    return {
        column.target
        for column in person.areas.table.columns
        if column.role == roles.ITEM and not is_blank(column.values[person.index])
    }
