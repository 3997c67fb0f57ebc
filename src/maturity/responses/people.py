"""Who answered: their ids as shown, and who does not count."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import count
from math import ceil
from typing import Any

from maturity.errors import Param, Problem
from maturity.instrument import normalised
from maturity.responses.areas import Areas
from maturity.responses.asked import Asked
from maturity.responses.masks import masked
from maturity.responses.table import Respondent

EMPTY, EXCLUDED = "RESPONDENT_EMPTY", "RESPONDENT_EXCLUDED"
UNREAD = "RESPONDENT_UNREADABLE"


@dataclass(slots=True)
class Person:
    """One respondent while the tables are gone through.

    ``written_id`` is what the file calls them, ``shown_id`` the same unless it is personal;
    ``email`` and ``token`` tell them apart and are never shown, ``named`` is what they are called.
    ``complete``, ``at`` and ``seconds`` are what the file says of the end of their answer, of when
    it was (days) and how long it took; None when it does not. ``count`` is how many items they
    answered, ``sheets`` where; ``is_read`` tells whether any of it could be read, ``is_filled``
    whether there is any.
    ``reason`` is the problem code that says why they do not count.
    """

    areas: Areas
    index: int
    asked: Asked
    written_id: str = ""
    shown_id: str = ""
    id: str = ""
    email: str = ""
    token: str = ""
    named: list[str] = field(default_factory=list)
    attributes: dict[str, str | None] = field(default_factory=dict)
    complete: bool | None = None
    at: float | None = None
    seconds: float | None = None
    count: int = 0
    is_read: bool = False
    is_filled: bool = False
    sheets: Sequence[str] = ()
    reason: str | None = None

    def source(self) -> str:
        """Return the range of cells that are a person's answers; of several sheets, the first."""
        return self.areas.of(self.index)

    def sources(self) -> Iterator[str]:
        """Yield the range of this person's answers on every sheet that holds some."""
        first = self.areas.table.sheet
        for sheet in dict.fromkeys([first, *self.sheets]):
            yield self.areas.of(self.index, sheet)

    def is_complete(self, min_answered: float) -> bool:
        """Tell whether they came to the end; where the file does not say, whether they count."""
        if self.complete is not None:
            return self.complete
        return self.count >= ceil(round(min_answered * len(self.asked.items), 9))

    def respondent(self, attributes: Sequence[str]) -> Respondent:
        """Return the person as others know them."""
        return Respondent(
            self.id,
            self.source(),
            {each: self.attributes.get(each) for each in attributes},
            included=self.reason is None,
            reason=self.reason,
            form=self.asked.form,
            asked=self.asked.items,
            has_own_id=bool(self.shown_id),
            seconds=self.seconds,
        )


@cache
def listed(*place: str) -> frozenset[str]:
    """Return the words at one place of ``people.toml``, normalised."""
    file = resources.files("maturity.responses") / "people.toml"
    node: Any = tomllib.loads(file.read_text(encoding="utf-8"))
    for key in place:
        node = node[key]
    return frozenset(map(normalised, node))


def is_personal(written: str) -> bool:
    """Tell whether an id holds an address, a telephone number or two words: then it is a person's.

    >>> is_personal("Jean-Paul O'Neil"), is_personal("ann@example.org"), is_personal("R-7 b")
    (True, True, False)
    """
    plain = written.replace(",", " ").translate(dict.fromkeys(map(ord, "-'’.")))
    return len([word for word in plain.split() if word.isalpha()]) > 1 or masked(written) != written


def name_people(people: Sequence[Person]) -> None:
    """Keep the ids people were given; r001, r002… name the others, and tables with names."""
    taken = {person.shown_id for person in people}
    numbers = (number for n in count(1) if (number := f"r{n:03d}") not in taken)
    for person in people:
        person.id = person.shown_id or next(numbers)


def together(
    people: Iterable[Person], code: str, found: str = "", params: Mapping[str, Param] | None = None
) -> Iterator[Problem]:
    """Yield one problem for each run of people, in order, who stand next to each other."""
    for run in _runs(people):
        counted = {"count": str(len(run)), **(params or {})}
        first = run[0]
        if len(run) == 1:
            yield from (Problem(where, code, found, counted) for where in first.sources())
        else:
            where = first.areas.of_run(first.index, run[-1].index)
            yield Problem(where, code, found, counted)


def _runs(people: Iterable[Person]) -> Iterator[list[Person]]:
    run: list[Person] = []
    for person in people:
        last = run[-1] if run else person
        next_to = person.areas is last.areas and person.index == last.index + 1
        alone = len(person.sheets) > 1 or len(last.sheets) > 1
        if run and (alone or not next_to):
            yield run
            run = []
        run.append(person)
    if run:
        yield run


def leave_out(people: Sequence[Person], excluded: Mapping[str, str]) -> Iterator[Problem]:
    """Set aside whom a layout sets aside, who answered nothing readable, who is excluded."""
    aside: dict[str, list[Person]] = {}
    for person in people:
        code = person.areas.table.aside.get(person.index)
        if code is None and not person.is_read:
            code = UNREAD if person.is_filled else EMPTY
        if code is not None and person.reason is None:
            person.reason = code
            aside.setdefault(code, []).append(person)
    for code, same in aside.items():
        yield from together(same, code)
    for unknown in sorted(excluded.keys() - {person.id for person in people}):
        yield Problem("decisions.yaml", "EXCLUSION_UNKNOWN", unknown)
    for person in people:
        why = excluded.get(person.id)
        if why is not None and person.reason is None:
            person.reason = EXCLUDED
            for where in person.sources():
                yield Problem(where, EXCLUDED, person.id, {"why": why})
