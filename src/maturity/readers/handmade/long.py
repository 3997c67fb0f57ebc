"""One row per answer: who, which question, what they answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby

from maturity.instrument import normalised
from maturity.readers import table
from maturity.readers.handmade.columns import is_answer_title, meaning_of
from maturity.readers.handmade.drawn import IGNORED, UNREADABLE, Drawn, Found, cells_of
from maturity.readers.handmade.identity import label_meaning
from maturity.readers.handmade.rows import left_rows
from maturity.readers.handmade.words import among
from maturity.readers.headers import Meaning
from maturity.readers.personal import id_meaning
from maturity.readers.sheet import Moment, Value, as_written, is_blank
from maturity.readers.table import Column, Left, Outside, Table

_DATE_FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%Y-%m-%dT%H:%M:%S",
)


_SPARSE, _FEW = 20, 100_000  # above, one person fills columns that are empty for all others


@dataclass(frozen=True, slots=True)
class _Titles:
    """Columns of a table of one answer a row; ``others`` holds what else is known of people."""

    row: int
    respondent: int
    identity: tuple[int, ...]
    questions: tuple[int, ...]
    answer: int
    date: int | None
    others: Mapping[int, Meaning]
    strangers: tuple[int, ...]


@dataclass(slots=True)
class _Gathered:
    """Answers by item, then respondent: the rows that hold them; and rows that fit nowhere."""

    people: dict[str, list[int]] = field(default_factory=dict)
    answers: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    unknown: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    nobody: list[int] = field(default_factory=list)
    left: tuple[Left, ...] = ()


def read_long(drawn: Drawn) -> Iterator[Table]:
    """Yield a table where rows are answers: titles say so, and people come back row after row."""
    titles = _titles(drawn)
    if titles is None:
        return
    gathered = _gathered(drawn, titles)
    again = any(len(rows) > 1 for rows in gathered.people.values())
    again = again or any(len(people) > 1 for people in gathered.answers.values())
    if not again or not gathered.answers:
        return
    found = Found()
    writer = _Writer(drawn, titles, gathered, found)
    writer.answers()
    writer.details()
    writer.nobody()
    found.outside += [
        Outside(drawn.sheet.name, row, n, value)
        for row, cells in drawn.sheet
        for n, value in enumerate(cells)
        if row < titles.row and not is_blank(value)
    ]
    yield found.table(drawn, "long", len(gathered.people), [titles.row])


def _titles(drawn: Drawn) -> _Titles | None:
    """Find the row of titles: it names the question and, elsewhere, an answer and a respondent."""
    for row, cells in drawn.sheet:
        if row >= drawn.listing.first:
            break
        words = {
            n: as_written(value).strip() for n, value in enumerate(cells) if not is_blank(value)
        }
        questions = [n for n in drawn.listing.columns if n in words]
        titled = [n for n, title in words.items() if n not in drawn.listing.columns]
        answers = [n for n in titled if is_answer_title(words[n])]
        meanings = {n: _meaning(words[n], drawn) for n in titled if n not in answers}
        people = [n for n, meaning in meanings.items() if meaning[0] == table.RESPONDENT]
        told = (n for n, each in meanings.items() if each[0] == table.PERSONAL)
        people += [n for n in told if meanings[n][1] != "private"]
        if questions and answers and people:
            answer = max(answers, key=lambda n: (_fits(drawn, n), -n))
            dates = [
                n for n, meaning in meanings.items() if meaning == (table.METADATA, "submitted")
            ]
            others = {n: m for n, m in meanings.items() if m[0] != table.UNKNOWN and n != people[0]}
            known = {people[0], answer, *others, *drawn.listing.columns}
            strangers = tuple(n for n in words if n not in known)
            date = dates[0] if dates else None
            named = [n for n in people if meanings[n][0] == meanings[people[0]][0]]
            identity = people[:1] if meanings[people[0]][0] == table.RESPONDENT else named
            return _Titles(
                row, people[0], tuple(identity), tuple(questions), answer, date, others, strangers
            )
    return None


def _meaning(title: str, drawn: Drawn) -> Meaning:
    if among(title, "titles", "date"):
        return table.METADATA, "submitted"
    if among(title, "titles", "respondent"):
        return table.RESPONDENT, ""
    return label_meaning(title, drawn.headers) or meaning_of(title, drawn.headers)


def _fits(drawn: Drawn, column: int) -> int:
    items = drawn.listing.items
    return sum(drawn.plausible.allows(items[row], drawn.sheet.at(row, column)) for row in items)


def _gathered(drawn: Drawn, titles: _Titles) -> _Gathered:
    sheet = drawn.sheet
    gathered = _Gathered(left=left_rows(sheet, [titles.row], _roles(titles)))
    nobody = {row for each in gathered.left for row in each.rows}
    item_of: Callable[[str], str | None] = cache(drawn.headers.item)
    merged = _covered(drawn, titles.respondent)
    for row, cells in sheet:
        if row <= titles.row or row in nobody or all(map(is_blank, cells)):
            continue
        named = [normalised(as_written(sheet.at(merged.get(row, row), n))) for n in titles.identity]
        person = " ".join(filter(None, named))
        if not person:
            gathered.nobody.append(row)
            continue
        gathered.people.setdefault(person, []).append(row)
        words = [as_written(sheet.at(row, n)).strip() for n in titles.questions]
        items = {item for word in words if word and (item := item_of(word))}
        if len(items) == 1:
            place = gathered.answers.setdefault(items.pop(), {})
        else:
            place = gathered.unknown.setdefault(" – ".join(filter(None, words)), {})
        if not is_blank(sheet.at(row, titles.answer)):
            place.setdefault(person, []).append(row)
    return gathered


def _roles(titles: _Titles) -> dict[int, str]:
    roles = {n: role for n, (role, _) in titles.others.items()}
    questions = dict.fromkeys(titles.questions, table.METADATA)
    return {**roles, **questions, titles.respondent: table.RESPONDENT, titles.answer: table.ITEM}


def _covered(drawn: Drawn, column: int) -> dict[int, int]:
    """Return, for rows whose cell is part of a merged one, the row in which its value stands."""
    found: dict[int, int] = {}
    for area in drawn.sheet.merged:
        if area.first_column <= column <= area.last_column:
            last = min(area.last_row, max(drawn.sheet.rows, default=0))
            found.update(dict.fromkeys(range(area.first_row, last + 1), area.first_row))
    return found


class _Writer:
    """Turns rows of answers into columns, one place for each person in every one."""

    def __init__(self, drawn: Drawn, titles: _Titles, gathered: _Gathered, found: Found) -> None:
        self.drawn, self.titles, self.gathered, self.found = drawn, titles, gathered, found
        self.sheet = drawn.sheet
        self.firsts = [rows[0] for rows in gathered.people.values()]
        self.places = {person: n for n, person in enumerate(gathered.people)}

    def column(
        self, named: tuple[str, str, str], index: int, rows: Mapping[str, int], fate: str = ""
    ) -> None:
        """Add a column: the value of each person that has a row, nothing for the others."""
        at = list(self.firsts)
        values: list[Value] = [None] * len(at)
        for person, row in rows.items():
            at[self.places[person]] = row
            values[self.places[person]] = self.sheet.at(row, index)
        header, role, target = named
        self.found.columns.append(
            Column(header, role, target, self.sheet.name, index, at, values, fate=fate)
        )

    def layers(
        self, named: tuple[str, str, str], index: int, rows: Mapping[str, Sequence[int]], fate: str
    ) -> None:
        """Add as many columns as the person with most rows needs."""
        depth, cells = max(map(len, rows.values()), default=0), sum(map(len, rows.values()))
        if depth * len(self.firsts) > _SPARSE * cells + _FEW:
            found = cells_of(self.sheet, sorted(r for each in rows.values() for r in each), [index])
            where = [cell.row for cell in found]
            left = Left(self.sheet.name, "COLUMN_ASIDE", where, named[0] or "–", found)
            self.found.left.append(left)
            return
        for n in range(depth):
            self.column(
                named, index, {p: each[n] for p, each in rows.items() if n < len(each)}, fate
            )

    def answers(self) -> None:
        index = self.titles.answer
        for item, people in self.gathered.answers.items():
            kept: dict[str, int] = {}
            older: dict[str, list[int]] = defaultdict(list)
            unsure: dict[str, list[int]] = {}
            for person, rows in people.items():
                newest = self._newest(rows)
                if newest is None:
                    unsure[person] = rows
                    self._tell(rows, "ANSWER_TWICE", item)
                    continue
                kept[person] = newest
                older[person] = [row for row in rows if row != newest]
                for row in older[person]:
                    self._tell([row], "ANSWER_AGAIN", item, kept=self.address(newest))
            title = self._question(item, people)
            self.column((title, table.ITEM, item), index, kept)
            self.layers((title, table.ITEM, item), index, unsure, UNREADABLE)
            self.layers((title, table.REPEATED, item), index, older, IGNORED)
        for title, people in self.gathered.unknown.items():
            self.layers((title, table.UNKNOWN, ""), index, people, "")

    def details(self) -> None:
        """Add who people are, what they say of themselves, remarks, and columns nobody knows."""
        titles, people = self.titles, self.gathered.people
        role, target = table.RESPONDENT, ""
        meaning = _meaning(self._title(titles.respondent), self.drawn)
        if meaning[0] == table.PERSONAL:
            role, target = meaning
        merged = _covered(self.drawn, titles.respondent)
        ids = [self.sheet.at(merged.get(row, row), titles.respondent) for row in self.firsts]
        if role == table.RESPONDENT:
            role, target = id_meaning(ids)
        first = {person: merged.get(rows[0], rows[0]) for person, rows in people.items()}
        self.column((self._title(titles.respondent), role, target), titles.respondent, first)
        for n, (role, target) in titles.others.items():
            filled = {
                p: [row for row in rows if self._filled(row, n)] for p, rows in people.items()
            }
            if role == table.COMMENT:
                self.layers((self._title(n), role, target), n, filled, "")
                continue
            self._same(n, role, filled)
            said = {person: rows[0] for person, rows in filled.items() if rows}
            self.column((self._title(n), role, target), n, said)
        for n in titles.strangers:
            filled = {
                p: [row for row in rows if self._filled(row, n)] for p, rows in people.items()
            }
            self.layers((self._title(n), table.UNKNOWN, ""), n, filled, "")

    def nobody(self) -> None:
        """Name rows without a respondent, and those that are none."""
        self.found.left += self.gathered.left
        for code, run in groupby(self.gathered.nobody, self._kind):
            rows = list(run)
            columns = (self.titles.answer, *self.titles.strangers)
            cells = cells_of(self.sheet, rows, columns)
            self.found.left.append(Left(self.sheet.name, code, rows, self._words(rows[0]), cells))

    def _words(self, row: int) -> str:
        return as_written(self.sheet.at(row, self.titles.answer)) or "–"

    def address(self, row: int) -> str:
        """Return the address of an answer."""
        return self.drawn.problem([(row, self.titles.answer)], "ANSWER_AGAIN").source

    def _kind(self, row: int) -> str:
        return "ANSWER_NOBODY" if self._filled(row, self.titles.answer) else "ROW_NOTE"

    def _filled(self, row: int, column: int) -> bool:
        return not is_blank(self.sheet.at(row, column))

    def _title(self, column: int) -> str:
        return as_written(self.sheet.at(self.titles.row, column)).strip()

    def _question(self, item: str, people: Mapping[str, Sequence[int]]) -> str:
        rows = [row for each in people.values() for row in each]
        words = [
            as_written(self.sheet.at(row, n)).strip()
            for row in rows[:1]
            for n in self.titles.questions
        ]
        return next(filter(None, words), item)

    def _tell(self, rows: Sequence[int], code: str, item: str, **params: str) -> None:
        written = " / ".join(as_written(self.sheet.at(row, self.titles.answer)) for row in rows)
        for row in rows:
            self.found.problems.append(
                self.drawn.problem([(row, self.titles.answer)], code, written, item=item, **params)
            )

    def _newest(self, rows: Sequence[int]) -> int | None:
        """Return the row that counts: the only one, the last by date, or any of the same."""
        if len(rows) == 1:
            return rows[0]
        if self.titles.date is not None:
            dates = [_moment(self.sheet.at(row, self.titles.date)) for row in rows]
            known = [date for date in dates if date is not None]
            if len(known) == len(rows) and known.count(max(known)) == 1:
                return rows[known.index(max(known))]
        said = {normalised(as_written(self.sheet.at(row, self.titles.answer))) for row in rows}
        return rows[-1] if len(said) == 1 else None

    def _same(self, column: int, role: str, filled: dict[str, list[int]]) -> None:
        """Drop what a person says of themselves in two ways, and name it."""
        if role != table.ATTRIBUTE:
            return
        for person, rows in filled.items():
            said = dict.fromkeys(normalised(as_written(self.sheet.at(row, column))) for row in rows)
            if len(said) > 1:
                cells = [(row, column) for row in rows]
                written = " / ".join(
                    dict.fromkeys(as_written(self.sheet.at(*each)) for each in cells)
                )
                self.found.problems.append(self.drawn.problem(cells, "DETAIL_DIFFERS", written))
                filled[person] = []


def _moment(value: Value) -> datetime | None:
    """Return a date, written as one or stored as one."""
    if isinstance(value, Moment):
        return value.at
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(as_written(value).strip(), form)  # noqa: DTZ007 - compared with its like
        except ValueError:
            continue
    return None
