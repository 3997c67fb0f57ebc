"""Sheets that hold different questions for the same people: joined, person by person.

Only an id, an e-mail address, an access code or a name that both sheets state says who is who; the
order of rows never does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import chain, combinations

from maturity.errors import Problem
from maturity.instrument import Instrument, normalised
from maturity.readers import table as roles
from maturity.readers.book import Book
from maturity.readers.handmade.drawn import REFUSED, choice_of
from maturity.readers.handmade.sheets import completed
from maturity.readers.naming import WEAK, kinds
from maturity.readers.plain import read_plain
from maturity.readers.sheet import Sheet, Value, as_written, is_blank, source
from maturity.readers.table import Column, Table

ID, EMAIL, TOKEN, NAME = "id", "email", "token", "name"
_KINDS = (ID, EMAIL, TOKEN, NAME)
# What unmasks keys that only look alike, such as the numbers of rows: other addresses beside them.
_SURER: Mapping[str, tuple[str, ...]] = {ID: (EMAIL, TOKEN, NAME), NAME: (EMAIL, TOKEN)}
_NO_ID = (roles.METADATA, "tool")
_FROM_SHEET = "FUNCTION_FROM_SHEET"

_Keys = Mapping[str, Sequence[str]]  # by kind, what each person is known by; empty where nothing
_Pairs = list[tuple[int, int]]  # people of two tables who are the same
_Places = Sequence[int | None]  # where each person of the joined table stood before, if anywhere


@dataclass(frozen=True)
class _Part:
    """A table, perhaps joined already: of which tables, and by which kinds of keys."""

    table: Table
    members: tuple[Table, ...]
    by: tuple[str, ...] = ()

    @cached_property
    def items(self) -> frozenset[str]:
        """The questions it asks."""
        return frozenset(c.target for c in self.table.columns if c.role == roles.ITEM)

    @cached_property
    def keys(self) -> _Keys:
        """What people are known by."""
        return {kind: list(_keys(self.table, kind)) for kind in _KINDS}

    @cached_property
    def unique(self) -> Mapping[str, Mapping[str, int]]:
        """By kind, the keys that one person has and nobody else, and whose they are."""
        found = {}
        for kind, keys in self.keys.items():
            open_ = [(k, n) for n, k in enumerate(keys) if k and n not in self.table.aside]
            times = Counter(key for key, _ in open_)
            found[kind] = {key: n for key, n in open_ if times[key] == 1}
        return found

    def details(self) -> Mapping[str, list[Column]]:
        """Return the columns that describe people, by what they say."""
        found = defaultdict(list)
        for column in self.table.columns:
            if column.role == roles.ATTRIBUTE:
                found[column.target].append(column)
        return found


def partners(tables: Sequence[Table], book: Book) -> list[Table]:
    """Return what was left alone for naming few questions, and holds people of another table.

    Parameters
    ----------
    tables : sequence of Table
        What the layouts made of a file.
    book : Book
        The file, with the sheets that are left.
    """
    open_ = [_Part(each, (each,)) for each in tables if _may_join(each)]
    weak = [
        named.sheet
        for named in (kinds(book.workbook, book.headers) if open_ and book.sheets else ())
        if named.kind == WEAK and named.across and named.sheet in book.sheets
    ]
    found = []
    for sheet in weak:
        alone = replace(book, workbook=replace(book.workbook, sheets=(sheet,)), sheets=(sheet,))
        for each in read_plain(alone):
            made = completed(each, (sheet,), book.instrument)
            part = _Part(made, (made,))
            if _may_join(made) and any(_tie(other, part, book.instrument) for other in open_):
                found.append(made)
    return found


def joined(tables: Sequence[Table], book: Book) -> list[Table]:
    """Return the tables of a file, those of the same people and different questions as one.

    Sheets that may be of the same people but do not say who is who stay apart and are named.
    """
    order = {sheet.name: n for n, sheet in enumerate(book.workbook.sheets)}
    open_ = sorted(filter(_may_join, tables), key=lambda each: order.get(each.sheet, len(order)))
    parts = _joined([_Part(each, (each,)) for each in open_], book)
    named = _apart(parts, book.instrument)
    place = {id(each): n for n, part in enumerate(parts) for each in part.members}
    made: dict[int, Table] = {}
    for n, part in enumerate(parts):
        whole = _finished(part, book, order) if len(part.members) > 1 else part.table
        made[n] = replace(whole, problems=(*whole.problems, *named[n])) if n in named else whole
    found: list[Table] = []
    for each in tables:
        whose = place.get(id(each))
        if whose is None:
            found.append(each)
        elif whose in made:  # where the first of its tables stood
            found.append(made.pop(whose))
    return found


def _may_join(found: Table) -> bool:
    """Tell whether a table may be a part of others: it holds people, and is no form of ours."""
    if found.layout == REFUSED or not found.size or found.properties.get("maturity_form"):
        return False
    return any(column.role == roles.ITEM for column in found.columns)


def _keys(found: Table, kind: str) -> Iterator[str]:
    """Yield what each person is known by, on the first sheet that says it."""
    by_sheet = defaultdict(list)
    for column in found.columns:
        if _kind(column) == kind:
            by_sheet[column.sheet].append(column.values)
    for n in range(found.size):
        said = (_key(kind, [values[n] for values in each]) for each in by_sheet.values())
        yield next(filter(None, said), "")


def _kind(column: Column) -> str:
    if column.role == roles.RESPONDENT:
        return ID
    return column.target if column.role == roles.PERSONAL else ""


def _key(kind: str, values: Sequence[Value]) -> str:
    """Return what somebody is known by, the words of a name in any order; empty for a mark."""
    text = " ".join(normalised(as_written(value)) for value in values if not is_blank(value))
    if kind == NAME:
        text = " ".join(sorted(text.replace(",", " ").split()))
    is_one = "@" in text if kind == EMAIL else any(map(str.isalnum, text))
    return text if is_one else ""


def _joined(parts: list[_Part], book: Book) -> list[_Part]:
    """Join two and two until no two are left that can be."""
    while True:
        pairs = combinations(range(len(parts)), 2)
        ties = ((a, b, _tie(parts[a], parts[b], book.instrument)) for a, b in pairs)
        a, b, kind = next((each for each in ties if each[2]), (0, 0, ""))
        if not kind:
            return parts
        parts[a] = _pair(parts[a], parts.pop(b), kind, book)


def _tie(one: _Part, other: _Part, instrument: Instrument) -> str:
    """Return the kind of key that ties the people of two tables, empty where they stay apart."""
    if one.items & other.items or one.table.sheets & other.table.sheets:
        return ""
    if _are_teams(one, other, instrument):
        return ""
    tied: dict[str, _Pairs] = {}
    for kind in _KINDS:
        mine, theirs = one.unique[kind], other.unique[kind]
        tied[kind] = [(mine[key], theirs[key]) for key in mine.keys() & theirs.keys()]
    sound = [
        k for k, pairs in tied.items() if pairs and _is_sound(one, other, k, pairs, instrument)
    ]
    return max(sound, key=lambda kind: len(tied[kind]), default="")


def _are_teams(one: _Part, other: _Part, instrument: Instrument) -> bool:
    """Tell whether two sheets bear the names of different functions."""
    mine, theirs = (
        {c.target: choice_of(instrument, c.target, c.sheet) for c in columns if _of_sheet(c)}
        for columns in (one.table.columns, other.table.columns)
    )
    return any(mine[each] != theirs[each] for each in mine.keys() & theirs.keys())


def _of_sheet(column: Column) -> bool:
    """Tell whether a detail is only the name of its sheet."""
    is_name = column.role == roles.ATTRIBUTE and column.header == column.sheet
    return is_name and all(value in {column.sheet, None} for value in column.values)


def _is_sound(one: _Part, other: _Part, kind: str, pairs: _Pairs, say: Instrument) -> bool:
    """Tell whether most people of one key are alike in what tells people apart better."""
    compared = [(one.keys[each], other.keys[each]) for each in _SURER.get(kind, ())]
    if kind == ID:
        mine, theirs = one.details(), other.details()
        compared += [
            (_first(say, each, mine[each]), _first(say, each, theirs[each]))
            for each in mine.keys() & theirs.keys()
        ]
    return not any(_mostly_differ([(a[n], b[m]) for n, m in pairs]) for a, b in compared)


def _mostly_differ(said: Sequence[tuple[str, str]]) -> bool:
    both = [a != b for a, b in said if a and b]
    return 2 * sum(both) > len(both)


def _first(instrument: Instrument, detail: str, columns: Sequence[Column]) -> list[str]:
    """Return what columns say of each person, the first that says anything; no sheet's name."""
    said = [column.values for column in columns if not _of_sheet(column)]
    meaning = cache(lambda value: _meaning(instrument, detail, value))
    return [
        next(filter(None, map(meaning, values)), "")
        for values in zip([None] * len(columns[0].values), *said, strict=True)
    ]


def _meaning(instrument: Instrument, detail: str, value: Value) -> str:
    """Return the choice that a detail names, else its words; empty for none."""
    text = "" if is_blank(value) else as_written(value).strip()
    return (choice_of(instrument, detail, text) or normalised(text)) if text else ""


def _pair(one: _Part, other: _Part, kind: str, book: Book) -> _Part:
    """Join two tables; the one with more people comes first, the first of equals."""
    if other.table.size > one.table.size:
        one, other = other, one
    known = one.unique[kind]
    at = {known[key]: n for key, n in other.unique[kind].items() if key in known}
    if kind == ID:  # two people of one id who give different addresses are two people
        mine, theirs = one.keys[EMAIL], other.keys[EMAIL]
        at = {a: b for a, b in at.items() if not (mine[a] and theirs[b]) or mine[a] == theirs[b]}
    first, second = one.table, other.table
    met = set(at.values())
    more = [n for n in range(second.size) if n not in met]
    size = first.size
    mine_at: _Places = [*range(size), *[None] * len(more)]
    theirs_at: _Places = [*map(at.get, range(size)), *more]
    own_ids = kind != ID and any(
        one.keys[ID][a] and other.keys[ID][b] and one.keys[ID][a] != other.keys[ID][b]
        for a, b in at.items()
    )
    sheets = {sheet.name: sheet for sheet in book.workbook.sheets}
    columns = [*_moved(first, mine_at, sheets)]
    columns += (
        replace(c, role=_NO_ID[0], target=_NO_ID[1]) if own_ids and _kind(c) == ID else c
        for c in _moved(second, theirs_at, sheets)
    )
    whole = replace(
        first,
        size=size + len(more),
        columns=tuple(columns),
        properties={**second.properties, **first.properties},
        outside=(*first.outside, *second.outside),
        aside={**first.aside, **_aside(second, theirs_at)},
        left=(*first.left, *second.left),
        claimed=first.sheets | second.sheets,
        problems=(*first.problems, *second.problems),
    )
    return _Part(whole, (*one.members, *other.members), (*one.by, *other.by, kind))


def _aside(found: Table, places: _Places) -> dict[int, str]:
    return {n: found.aside[p] for n, p in enumerate(places) if p is not None and p in found.aside}


def _moved(found: Table, places: _Places, sheets: Mapping[str, Sheet]) -> Iterator[Column]:
    """Yield columns with a place for everybody: who is not on a sheet has an empty cell below it.

    Columns that shared their rows share them still.
    """
    known: dict[tuple[int, int], list[int]] = {}

    def numbers(before: Sequence[int], gap: int) -> list[int]:
        key = (id(before), gap)
        if key not in known:
            known[key] = [gap if n is None else before[n] for n in places]
        return known[key]

    for column in found.columns:
        below, beside = _beyond(sheets.get(column.sheet), column)
        yield replace(
            column,
            rows=numbers(column.rows, column.rows[0] if column.indices else below),
            indices=numbers(column.indices, beside) if column.indices else (),
            values=[None if n is None else column.values[n] for n in places],
            written=[None if n is None else column.written[n] for n in places]
            if column.written
            else (),
        )


def _beyond(sheet: Sheet | None, column: Column) -> tuple[int, int]:
    """Return the first row and column of a sheet that hold nothing."""
    rows = sheet.rows if sheet else {}
    width = max(map(len, rows.values()), default=0) if column.indices else 0
    below = max(chain(rows, column.rows)) + 1
    return below, max([width, *(n + 1 for n in column.indices)])


def _finished(part: _Part, book: Book, order: Mapping[str, int]) -> Table:
    """Say how a table was joined, of whom it is not known, and who is described in two ways."""
    whole = part.table
    sheets = sorted({each.sheet for each in part.members}, key=lambda name: order.get(name, 0))
    title = next((c.header for c in whole.columns if _kind(c) == part.by[0] and c.header), "–")
    params = {"count": str(whole.size), "title": title}
    where = source(whole.path, whole.sheet)
    named = [Problem(where, "SHEETS_JOINED", ", ".join(sheets), params)]
    dropped = {c.sheet for c in whole.columns if _of_sheet(c)}
    kept = [c for c in whole.columns if not _of_sheet(c)]
    before = [
        each
        for each in whole.problems
        if each.code != _FROM_SHEET
        or each.source not in {source(whole.path, name) for name in dropped}
    ]
    columns, differing = _agreeing(replace(whole, columns=tuple(kept)), book.instrument)
    named += differing
    named += _loose(part)
    return replace(whole, columns=columns, problems=(*before, *named))


def _agreeing(whole: Table, instrument: Instrument) -> tuple[tuple[Column, ...], list[Problem]]:
    """Blank what sheets say of a person in different ways, and name every such cell."""
    columns, problems = list(whole.columns), list[Problem]()
    by_detail = defaultdict(list)
    for place, column in enumerate(columns):
        if column.role == roles.ATTRIBUTE:
            by_detail[column.target].append(place)
    for detail, places in by_detail.items():
        said = [columns[place].values for place in places]
        for n, values in enumerate(zip(*said, strict=True) if len(places) > 1 else ()):
            if len({_meaning(instrument, detail, value) for value in values} - {""}) < 2:  # noqa: PLR2004
                continue
            texts = [as_written(value).strip() for value in values if not is_blank(value)]
            found = " / ".join(dict.fromkeys(texts))
            for place, value in zip(places, values, strict=True):
                if not is_blank(value):
                    where = whole.source(columns[place], n)
                    problems.append(Problem(where, "DETAIL_DIFFERS", found))
                    blanked = [*columns[place].values]
                    blanked[n] = None
                    columns[place] = replace(columns[place], values=blanked)
    return tuple(columns), problems


def _loose(part: _Part) -> Iterator[Problem]:
    """Name the rows of each sheet that nothing ties to the other sheets, nor to nobody there."""
    whole, by = part.table, dict.fromkeys(part.by)
    tied = {n for kind in by for n in part.unique[kind].values()} | whole.aside.keys()
    rows: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for n in range(whole.size):
        filled = [c for c in whole.columns if n not in tied and not is_blank(c.values[n])]
        for column in filled:
            rows[column.sheet].append((column.rows[n], column.index_of(n)))
    for sheet, cells in rows.items():
        down, across = zip(*cells, strict=True)
        side_by_side = any(c.indices for c in whole.columns if c.sheet == sheet)
        people = len(set(across if side_by_side else down))
        where = whole.area(sheet, across, down)
        yield Problem(where, "ROWS_UNJOINED", sheet, {"count": str(people)})


def _apart(parts: Sequence[_Part], instrument: Instrument) -> dict[int, list[Problem]]:
    """Name tables of as many people and different questions that have no kind of key in common."""
    found: dict[int, list[Problem]] = {}
    taken: set[int] = set()
    for n, first in enumerate(parts):
        same = [n]
        for m in range(n + 1, len(parts)):
            alike = all(_may_be_same(parts[k], parts[m], instrument) for k in same)
            if n not in taken and m not in taken and alike:
                same.append(m)
        if len(same) > 1:
            taken |= {*same}
            names = ", ".join(parts[k].table.sheet for k in same)
            where = source(first.table.path, first.table.sheet)
            params = {"count": str(first.table.size)}
            found[n] = [Problem(where, "SHEETS_UNJOINED", names, params)]
    return found


def _may_be_same(one: _Part, other: _Part, instrument: Instrument) -> bool:
    known = any(any(one.keys[kind]) and any(other.keys[kind]) for kind in _KINDS)
    return (
        one.table.size == other.table.size
        and not (known or one.items & other.items or one.table.sheets & other.table.sheets)
        and not _are_teams(one, other, instrument)
    )
