"""Coded answers of one organisation and wave, and the count that proves nothing was lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from maturity.errors import Problem
from maturity.instrument import Instrument


@dataclass(slots=True)
class Cells:
    """How many cells were filled and what became of them; the parts always add up to ``filled``."""

    filled: int = 0
    answered: int = 0
    dont_know: int = 0
    not_applicable: int = 0
    unreadable: int = 0
    ignored: int = 0

    def count(self, fate: str, times: int = 1) -> None:
        """Count filled cells by what became of them."""
        self.filled += times
        setattr(self, fate, getattr(self, fate) + times)

    def add(self, other: Cells) -> None:
        """Add another count."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def to_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One filled answer cell: its point before keying, or the ``missing_reason`` for having none.

    ``group`` is the respondent's function; ``item`` is empty in a column that is no item's.
    """

    respondent: str
    item: str
    answer: str
    response: int | None
    missing_reason: str
    source: str
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person: ``attributes`` by id (None: not said or not known), and whether they count.

    ``form`` is the short form they were asked, empty for the whole questionnaire; ``asked`` the
    items that stood before them, of which their function may skip some; None for all.
    """

    id: str
    source: str
    attributes: Mapping[str, str | None]
    included: bool
    reason: str | None
    form: str = ""
    asked: frozenset[str] | None = None

    @property
    def group(self) -> str | None:
        """The function they work in."""
        return self.attributes.get("function")


@dataclass(frozen=True, slots=True)
class FileCount:
    """One file and what became of its cells."""

    path: str
    sha256: str
    format: str | None
    respondents: int
    answers: Cells
    profile: Cells
    comment: Cells


@dataclass(frozen=True, slots=True)
class Responses:
    """Everything a PATH held, coded: one :class:`Answer` per filled answer cell."""

    instrument: Instrument
    files: tuple[FileCount, ...]
    respondents: tuple[Respondent, ...]
    answers: tuple[Answer, ...]
    problems: tuple[Problem, ...]

    @property
    def cells(self) -> Cells:
        """The counts of all files together."""
        total = Cells()
        for file in self.files:
            total.add(file.answers)
        return total

    @property
    def asked(self) -> Instrument:
        """The part of the instrument that somebody who counts was asked, or answered unasked."""
        forms = {person.form for person in self.respondents if person.included}
        if not forms or "" in forms:
            return self.instrument
        items = {item.id for form in forms for item in self.instrument.in_form(form).items}
        items |= {each.item for each in self.answers if each.missing_reason != "ignored"}
        return self.instrument.keeping(lambda item: item if item.id in items else None)
