"""From the rows of a workbook to what the YAML would have said, each value with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maturity.errors import Complaint
from maturity.instrument.cells import Cell, decoded
from maturity.instrument.tables import ROOT, Column, Owner, Path, Table, tables
from maturity.instrument.yamlfile import Document, Where

Cells = Mapping[str, Cell]
_TITLE = re.compile(r"(.+) \[(.+)\]")


@dataclass(frozen=True, slots=True)
class Rows:
    """One sheet: where it is, and its rows by title (``text [fr]``)."""

    place: str
    cells: Sequence[Cells]


def split_title(code: str) -> tuple[str, str]:
    """Return the column and the language of a title, empty where it names none.

    >>> split_title("text [fr]"), split_title("weight")
    (('text', 'fr'), ('weight', ''))
    """
    match = _TITLE.fullmatch(code)
    return (match[1], match[2]) if match else (code, "")


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a row has become: its data, where it stands, and what it stands in."""

    data: Any
    where: Where
    above: Mapping[str, str]


@dataclass(slots=True)
class Gatherer:
    """Puts rows back into the things they belong to; ``complaints`` are those that fit nowhere."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Where, str] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    _things: dict[tuple[str, Path], _Thing] = field(default_factory=dict)

    def gather(self, sheets: Mapping[str, Rows]) -> Document:
        """Return what all sheets say together, :attr:`complaints` apart."""
        self.places[()] = sheets[ROOT].place
        self._things[ROOT, ()] = _Thing(self.data, (), {})
        for code, table in tables().items():
            if any(owner.table == ROOT for owner in table.owners):
                self._open(table, sheets[code].place)
            rows = sheets[code].cells
            for row in sorted(rows, key=_number) if table.numbered else rows:
                self._row(table, row)
        return Document(self.data, self.places, short=True)

    def _open(self, table: Table, place: str) -> None:
        """State what stands in the instrument itself: without rows it is empty, not left out."""
        zipped = [column.path for column in table.columns] if table.holds == "zip" else []
        for path in zipped or [table.owners[0].path]:
            _inside(self.data, path, [] if table.holds == "list" else {})
            self.places.setdefault(path, place)

    def _row(self, table: Table, row: Cells) -> None:
        if table.holds == "one":
            self._fill(table.columns, row, self.data, ())
            return
        named = (each for each in table.owners if all(_word(row, name) for name in each.address))
        owner = next(named, table.owners[-1])
        thing = self._things.get((owner.table, tuple(_word(row, each) for each in owner.address)))
        if thing is None:
            self._homeless(row, owner)
            return
        self._elsewhere(row, owner, thing)
        if table.holds == "zip":
            self._zip(table, row, thing)
        elif table.head:
            self._listed(table, row, owner)
        else:
            self._add(table, row, thing, owner)

    def _homeless(self, row: Cells, owner: Owner) -> None:
        column = owner.address[-1]
        found = _word(row, column)
        key = "owner_unknown" if found else "owner_missing"
        self._complain(_place(row, column), key, column=column, value=found)

    def _elsewhere(self, row: Cells, owner: Owner, thing: _Thing) -> None:
        """Complain of a row that says its owner stands in something where it does not."""
        for column, right in thing.above.items():
            if _word(row, column) not in {"", right}:
                said = {"owner": _word(row, owner.address[-1]), "right": right}
                self._complain(_place(row, column), "elsewhere", value=_word(row, column), **said)

    def _add(self, table: Table, row: Cells, thing: _Thing, owner: Owner) -> None:
        """Add one thing to the list or table it belongs to."""
        inner: Any = {}
        key: str | int
        if table.holds == "list":
            things = _inside(thing.data, owner.path, [])
            key = len(things)
            if table.numbered and _number(row) != key + 1:
                self._complain(_place(row, "level"), "level_gap", value=_word(row, "level"))
            things.append(inner)
        else:
            things, key = _inside(thing.data, owner.path, {}), self._key(table, row)
            if key in things:
                self._complain(_first(row), "twice", value=str(key))
            things[key] = inner
        where = (*thing.where, *owner.path, key)
        self.places[where] = _place(row, table.key.code) if table.key else _first(row)
        self._place_above(where, len(owner.path))
        if table.columns[0].path:
            self._fill(table.columns, row, inner, where)
        else:
            things[key] = self._needed(table.columns[0], row)
        if table.key and table.handle:
            called = tuple(_word(row, each) for each in (*table.handle[:-1], table.key.code))
            above = {**thing.above, **{each: _word(row, each) for each in owner.address}}
            self._things.setdefault((table.code, called), _Thing(inner, where, above))

    def _zip(self, table: Table, row: Cells, thing: _Thing) -> None:
        """Put a row's values under its key into several tables of its owner."""
        key = self._key(table, row)
        for column in table.columns:
            alone = len(table.columns) == 1
            value = self._needed(column, row) if alone else self._value(column, row)
            if value is None:
                continue
            place = _place(row, _titles(column, row)[0])
            by_language = value.items() if column.kind == "labels" else [(None, value)]
            for language, each in by_language:
                path = column.path if language is None else (*column.path, language)
                values = _inside(thing.data, path, {})
                if key in values:
                    self._complain(_first(row), "twice", value=str(key))
                values[key] = each
                self.places[*thing.where, *path, key] = place
                self._place_above((*thing.where, *path, key), len(path))

    def _listed(self, table: Table, row: Cells, owner: Owner) -> None:
        """Add to the thing without a name that the head of the row describes."""
        head: dict[str, Any] = {}
        self._fill(table.head, row, head, ())
        things = _inside(self.data, owner.path, [])
        codes = [column.code for column in table.head]
        same = ({code: each.get(code) for code in codes} for each in things)
        wanted = {code: head.get(code) for code in codes}
        number = next((n for n, each in enumerate(same) if each == wanted), len(things))
        if number == len(things):
            things.append(head)
            self.places[*owner.path, number] = _first(row)
            self._fill(table.head, row, {}, (*owner.path, number))
        if any(_word(row, title) for column in table.columns for title in _titles(column, row)):
            listed = _inside(things[number], table.inner, [])
            where: Where = (*owner.path, number, *table.inner, len(listed))
            listed.append({})
            self.places[where] = _first(row)
            self._place_above(where, len(table.inner))
            self._fill(table.columns, row, listed[-1], where)

    def _place_above(self, where: Where, steps: int) -> None:
        """Let the lists and tables a thing stands in stand where their first thing does."""
        for step in range(1, steps + 1):
            self.places.setdefault(where[:-step], self.places[where])

    def _fill(self, columns: Iterable[Column], row: Cells, inner: Any, where: Where) -> None:  # noqa: ANN401 - plain data
        for column in columns:
            titles = [title for title in _titles(column, row) if title in row]
            for title in titles:
                self.places.setdefault((*where, *column.path), row[title].place)
                if column.spoken:
                    language = self._language(column, title, row)
                    self.places[*where, *column.path, language] = row[title].place
            value = self._value(column, row)
            if value is not None:
                *path, last = column.path
                _inside(inner, path, {})[last] = value

    def _value(self, column: Column, row: Cells) -> Any:  # noqa: ANN401 - plain data
        """Return what a row says in a column, None when nothing."""
        if not column.spoken:
            cell = row.get(column.code)
            return decoded(column, cell.value) if cell else None
        said: dict[str, Any] = {}
        for title in _titles(column, row):
            if title in row and row[title].value is not None:
                language = self._language(column, title, row)
                if language in said:
                    self._complain(row[title].place, "language_twice", language=language)
                said[language] = decoded(column, row[title].value)
        return said or None

    def _needed(self, column: Column, row: Cells) -> Any:  # noqa: ANN401 - plain data
        """Return what a row says in the one column it is there for."""
        value = self._value(column, row)
        if value is None:
            place = _place(row, _titles(column, row)[0])
            self.complaints.append(Complaint(place, "yaml.missing", {"key": column.code}))
        return value

    def _language(self, column: Column, title: str, row: Cells) -> str:
        """Return a title's language; beside others, a text without one is in the first."""
        language = split_title(title)[1]
        filled = [each for each in _titles(column, row) if _word(row, each)]
        return language if language or len(filled) < 2 else self.data.get("language", "en")  # noqa: PLR2004

    def _key(self, table: Table, row: Cells) -> Any:  # noqa: ANN401 - a word or a whole number
        column = table.key or Column("id", "word")
        key = decoded(column, row[column.code].value) if column.code in row else None
        if not isinstance(key, int if column.kind == "whole" else str) or key == "":
            sentence = "yaml.missing" if key in {None, ""} else "yaml.whole_number"
            self.complaints.append(
                Complaint(_place(row, column.code), sentence, {"key": column.code})
            )
        return key

    def _complain(self, place: str, key: str, **fields: str) -> None:
        self.complaints.append(Complaint(place, f"workbook.{key}", fields))


def _titles(column: Column, row: Cells) -> list[str]:
    """Return the titles a row has for a column: one, or those of its languages."""
    if not column.spoken:
        return [column.code]
    return [title for title in row if split_title(title)[0] == column.code] or [column.code]


def _word(row: Cells, code: str) -> str:
    """Return what a cell says as a word, without the spaces around it."""
    value = row[code].value if code in row else None
    return "" if value is None else str(decoded(Column(code, "word"), value))


def _number(row: Cells) -> float:
    value = decoded(Column("level", "number"), row["level"].value) if "level" in row else 0
    return float(value) if isinstance(value, int | float) else 0.0


def _place(row: Cells, code: str) -> str:
    return row[code].place if code in row else _first(row)


def _first(row: Cells) -> str:
    """Return the place of the first filled cell of a row."""
    filled = (cell.place for cell in row.values() if cell.value is not None)
    return next(filled, next(iter(row.values())).place)


def _inside(data: Any, path: Iterable[str], new: Any) -> Any:  # noqa: ANN401 - plain data
    """Return what stands at a path; where nothing does, put something new there."""
    path = tuple(path)
    for step in path[:-1]:
        data = data.setdefault(step, {})
    return data.setdefault(path[-1], new) if path else data
