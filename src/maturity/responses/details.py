"""What a table says of its people: function and the like, ids, and what tools add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from maturity.errors import Problem
from maturity.instrument import Attribute, Instrument
from maturity.readers import Column, Table, as_written, is_blank
from maturity.readers import table as roles
from maturity.readers.sheet import Value
from maturity.readers.signatures import words_of
from maturity.responses.choices import choice_of, unknown_choice
from maturity.responses.code import is_blank_mark
from maturity.responses.masks import Masks
from maturity.responses.moments import durations, elapsed, ended, finished, moments, progressed
from maturity.responses.people import Person, is_personal, listed
from maturity.responses.runs import runs
from maturity.responses.table import ANSWERED, UNREADABLE, Cells


class Details:
    """Reads the columns beside the answers; ``cells`` counts them, ``problems`` names the lost."""

    def __init__(self, instrument: Instrument, masks: Masks) -> None:
        self.instrument, self.masks = instrument, masks

    def read(
        self, table: Table, people: Sequence[Person], cells: Cells, problems: list[Problem]
    ) -> None:
        """Tell each person of a table what it says of them."""
        for column in table.columns:
            attribute = self.instrument.attribute(column.target)
            if column.role == roles.ATTRIBUTE and attribute:
                problems += _attribute(table, column, attribute, people, cells)
            elif column.role in {roles.RESPONDENT, roles.ATTRIBUTE}:
                _ids(column, people, cells)
            elif column.role == roles.PERSONAL:
                self._personal(column, people)
            elif column.role == roles.METADATA and table.size > 1:
                _of_tool(table, column, people)
        _time(table, people)
        if any(is_personal(person.written_id) for person in people):
            self.masks.learn("", {person.written_id for person in people})
            for person in people:
                person.shown_id = ""

    def _personal(self, column: Column, people: Sequence[Person]) -> None:
        written = [_written(value) for value in column.values]
        self.masks.learn(column.target, written)
        for person, text in zip(people, written, strict=True):
            if column.target == "email" and "@" in text:
                person.email = text
            elif column.target == "token":
                person.token = text
            elif column.target == "name" and text:
                person.named.append(text)


def _written(value: Value) -> str:
    """Return what a cell says of a person, empty where it says nothing."""
    return "" if is_blank(value) or is_blank_mark(value) else as_written(value).strip()


def _ids(column: Column, people: Sequence[Person], cells: Cells) -> None:
    for person, value in zip(people, column.values, strict=True):
        text = _written(value)
        if text:
            person.written_id = person.shown_id = text
            cells.count(ANSWERED)


def _attribute(
    table: Table, column: Column, attribute: Attribute, people: Sequence[Person], cells: Cells
) -> Iterable[Problem]:
    """Keep what people say of themselves; what is not on the list is named."""
    meant: dict[Value, str | None] = {}
    lost: list[int] = []
    for n, value in enumerate(column.values):
        if value not in meant:
            text = _written(value)
            meant[value] = choice_of(attribute, text) if text else ""
        known = meant[value]
        if known == "":
            continue
        people[n].attributes[attribute.id] = known
        cells.count(ANSWERED if known is not None else UNREADABLE)
        if known is None:
            lost.append(n)
    for where, run in runs(table.path, column, lost, lambda n: column.values[n]):
        told = unknown_choice(where, attribute, _written(column.values[run[0]]))
        yield replace(told, params={**told.params, "count": str(len(run))})


def _of_tool(table: Table, column: Column, people: Sequence[Person]) -> None:
    """Learn when people answered and whether to the end."""
    kind, values = column.target, column.values
    if kind in {"started", "finished", "submitted"}:
        for person, at in zip(people, moments(values), strict=True):
            person.at = max(person.at or 0.0, at or 0.0) or None
    says: dict[str, Callable[[Sequence[Value]], Iterable[bool | None]]] = {
        "complete": lambda each: finished(each, words_of("complete", "no")),
        "progress": progressed,
    }
    for each in ("submitted", "finished"):
        if table.layout in listed("unfinished", each):
            says[each] = ended
    if kind in says:
        for person, complete in zip(people, says[kind](values), strict=True):
            if complete is not None and person.complete is not False:
                person.complete = complete


def _time(table: Table, people: Sequence[Person]) -> None:
    """Learn how long people took: what the tool measured, else from the start to the end."""
    said: dict[str, Sequence[Value]] = {}
    for column in table.columns:
        if column.role == roles.METADATA:
            said.setdefault(column.target, column.values)
    end = said.get("finished", said.get("submitted"))
    if "seconds" in said:
        taken = durations(said["seconds"], in_seconds=True)
    elif "duration" in said:
        plain = table.layout in listed("timed", "seconds")
        taken = durations(said["duration"], in_seconds=plain)
    elif "started" in said and end is not None:
        taken = elapsed(said["started"], end)
    else:
        return
    for person, seconds in zip(people, taken, strict=True):
        person.seconds = seconds
