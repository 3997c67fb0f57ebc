"""Tables in, coded responses out; every cell that is not used is named in a problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from maturity.errors import Problem
from maturity.instrument import Attribute, Instrument, normalised
from maturity.readers import Column, Reading, Table, as_written, is_blank, source
from maturity.readers import table as roles
from maturity.readers.headers import IGNORED as CONFIRMED_IGNORED
from maturity.readers.sheet import column_letter
from maturity.readers.table import Outside
from maturity.responses.asked import Asked, asked_in, printed_problems
from maturity.responses.code import IGNORED, UNREADABLE, Coded, Coder, is_blank_mark
from maturity.responses.table import Answer, Cells, FileCount, Respondent, Responses

_PERSONAL = ("@",)


@dataclass(slots=True)
class _Person:
    """One respondent while the tables are gone through."""

    table: Table
    index: int
    asked: Asked
    written_id: str = ""
    shown_id: str = ""
    id: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)
    answers: list[tuple[Column, Coded, str]] = field(default_factory=list)
    reason: str | None = None

    @property
    def count(self) -> int:
        return sum(
            column.role == roles.ITEM and coded.filled and coded.reason != IGNORED
            for column, coded, _ in self.answers
        )

    def source(self) -> str:
        """Return the range of cells that are a person's answers; of several sheets, the first."""
        return self._area(self.table.sheet)

    def sources(self) -> Iterator[str]:
        """Yield the range of this person's answers on every sheet that holds some."""
        filled = (column.sheet for column, coded, _ in self.answers if coded.filled)
        yield from map(self._area, dict.fromkeys([self.table.sheet, *filled]))

    def _area(self, sheet: str) -> str:
        columns = [
            column
            for column in self.table.columns
            if column.role in roles.ANSWER_ROLES and column.sheet == sheet
        ]
        rows = [column.rows[self.index] for column in columns]
        return self.table.area(sheet, [column.index for column in columns], rows)


def code_responses(
    reading: Reading,
    instrument: Instrument,
    excluded: Mapping[str, str] | None = None,
    form: str = "",
) -> Responses:
    """Code everything that was read.

    Parameters
    ----------
    reading : Reading
        Tables of raw values with their cells.
    instrument : Instrument
        Scales, labels and missing reasons the values are matched to.
    excluded : mapping, optional
        Respondent id to the consultant's reason for leaving them out.
    form : str, optional
        Short form that tables were asked which do not say so themselves.

    Returns
    -------
    Responses
        One answer per filled answer cell; in every file the cells' fates add up to the filled ones.
    """
    builder = _Builder(instrument, form)
    for table in reading.tables:
        builder.table(table)
    builder.name_people()
    builder.set_aside(excluded or {})
    return builder.responses(reading)


class _Builder:
    def __init__(self, instrument: Instrument, form: str) -> None:
        self.instrument, self.form = instrument, form
        self.items = {item.id: item for item in instrument.items}
        self.coder = Coder(instrument)
        self.people: list[_Person] = []
        self.problems: list[Problem] = []
        self.counts: dict[str, dict[str, Cells]] = defaultdict(
            lambda: {"answers": Cells(), "profile": Cells(), "comment": Cells()}
        )

    def table(self, table: Table) -> None:
        asked = asked_in(table, self.instrument, self.form)
        people = [_Person(table, n, asked) for n in range(table.size)]
        self.problems += printed_problems(table, self.instrument)
        self._check_items(table, asked)
        for column in table.columns:
            if column.role in roles.ANSWER_ROLES:
                self._answers(column, people)
            elif column.role == roles.COMMENT:
                self._comments(table, column)
            elif column.role != roles.METADATA:
                self._profile(table, column, people)
        self._check_columns(table)
        self._check_outside(table)
        if any(_is_personal(person.written_id) for person in people):
            for person in people:
                person.shown_id = ""
        self.people += people

    def _check_items(self, table: Table, asked: Asked) -> None:
        present = {column.target for column in table.columns if column.role == roles.ITEM}
        where = source(table.path, table.sheet, table.header_cells)
        if not table.size:
            self.problems.append(Problem(where, "TABLE_EMPTY"))
        self.problems += [
            Problem(where, "COLUMN_MISSING", params={"item": item})
            for item in self.items
            if item in asked.items - present
        ]

    def _answers(self, column: Column, people: Sequence[_Person]) -> None:
        """Code one column cell by cell.

        A column that is no item, or its second, or an item that is not asked here is ignored.
        """
        if self._is_asked(column):
            scale = self.items[column.target].scale
            for person, value in zip(people, column.values, strict=True):
                coded = self.coder.code(scale, value)
                if coded.filled or coded.problem:
                    person.answers.append((column, coded, as_written(value)))
            return
        for person, value in zip(people, column.values, strict=True):
            if not is_blank(value):
                person.answers.append((column, Coded(reason=IGNORED), as_written(value)))

    def _is_asked(self, column: Column) -> bool:
        return column.role == roles.ITEM and column.target in self.items

    def _check_columns(self, table: Table) -> None:
        """Name every column whose cells are ignored; cells of a form below one title are one."""
        filled: dict[tuple[str, str, str, str, int], list[int]] = defaultdict(list)
        for column in table.columns:
            if column.role in roles.ANSWER_ROLES and not self._is_asked(column):
                cells = zip(column.rows, column.values, strict=True)
                key = (column.sheet, column.role, column.target, column.header, column.index)
                filled[key] += [row for row, value in cells if not is_blank(value)]
        for (sheet, role, target, title, index), rows in filled.items():
            if rows:
                where = table.area(sheet, [index], rows)
                params = {"count": str(len(rows))}
                code = "COLUMN_IGNORED" if target == CONFIRMED_IGNORED else "COLUMN_UNKNOWN"
                if role == roles.REPEATED:
                    code, params = "COLUMN_REPEATED", {"item": target}
                if role == roles.ITEM:
                    code, params = "ITEM_NOT_ASKED", {**params, "item": target}
                self.problems.append(Problem(where, code, title or column_letter(index), params))

    def _check_outside(self, table: Table) -> None:
        """Name what stands above the titles; it is grave when it can be read as answers."""
        scales = {c.index: self.items[c.target].scale for c in table.columns if self._is_asked(c)}
        by_sheet: dict[str, list[Outside]] = defaultdict(list)
        for cell in table.outside:
            by_sheet[cell.sheet].append(cell)
        for sheet, cells in by_sheet.items():
            answers: dict[int, int] = defaultdict(int)
            for cell in cells:
                if cell.index in scales:
                    coded = self.coder.code(scales[cell.index], cell.value)
                    answers[cell.row] += coded.filled and coded.reason != UNREADABLE
            looks_answered = 2 * max(answers.values(), default=0) >= len(scales) > 0
            where = table.area(sheet, [c.index for c in cells], [c.row for c in cells])
            code = "ANSWERS_OUTSIDE" if looks_answered else "CELLS_OUTSIDE"
            params = {"count": str(len(cells))}
            self.problems.append(Problem(where, code, as_written(cells[0].value), params))

    def _comments(self, table: Table, column: Column) -> None:
        filled = sum(not is_blank(value) for value in column.values)
        self.counts[table.path]["comment"].count("answered", filled)

    def _profile(self, table: Table, column: Column, people: Sequence[_Person]) -> None:
        attribute = self.instrument.attribute(column.target)
        cells = self.counts[table.path]["profile"]
        for n, value in enumerate(column.values):
            written = as_written(value).strip()
            if is_blank(value) or is_blank_mark(value):
                continue
            if attribute is None:
                people[n].written_id = people[n].shown_id = written
                cells.count("answered")
                continue
            known = _choice(attribute, written)
            people[n].attributes[attribute.id] = known
            cells.count("answered" if known is not None else UNREADABLE)
            if known is None:
                self.problems.append(_unknown_choice(table.source(column, n), attribute, written))

    def name_people(self) -> None:
        """Keep the ids people were given; r001, r002… name the others, and tables with names."""
        taken = {person.shown_id for person in self.people}
        numbers = (number for n in count(1) if (number := f"r{n:03d}") not in taken)
        for person in self.people:
            person.id = person.shown_id or next(numbers)

    def set_aside(self, excluded: Mapping[str, str]) -> None:
        """Set aside who answered nothing, all but the fullest of one id, and the excluded."""
        by_id: dict[str, list[_Person]] = defaultdict(list)
        for person in self.people:
            by_id[person.written_id and normalised(person.written_id)].append(person)
            if person.count == 0:
                person.reason = "RESPONDENT_EMPTY"
                self.problems += [Problem(each, "RESPONDENT_EMPTY") for each in person.sources()]
        for written, same in by_id.items():
            if written and len(same) > 1:
                self._keep_fullest(same)
        for unknown in sorted(excluded.keys() - {person.id for person in self.people}):
            self.problems.append(Problem("decisions.yaml", "EXCLUSION_UNKNOWN", unknown))
        for person in self.people:
            why = excluded.get(person.id)
            if why is not None and person.reason is None:
                person.reason = "RESPONDENT_EXCLUDED"
                self.problems += [
                    Problem(where, person.reason, person.id, {"why": why})
                    for where in person.sources()
                ]

    def _keep_fullest(self, same: Sequence[_Person]) -> None:
        kept = max(same, key=lambda person: (person.count, same.index(person)))
        for person in same:
            if person is not kept and person.reason is None:
                person.reason = "RESPONDENT_REPEATED"
                params = {"kept": kept.source()}
                self.problems += [
                    Problem(where, person.reason, person.id, params) for where in person.sources()
                ]

    def responses(self, reading: Reading) -> Responses:
        respondents = [
            Respondent(
                person.id,
                person.source(),
                {each.id: person.attributes.get(each.id) for each in self.instrument.attributes},
                included=person.reason is None,
                reason=person.reason,
                form=person.asked.form,
                asked=person.asked.items,
            )
            for person in self.people
        ]
        answers = [answer for person in self.people for answer in self._coded(person)]
        return Responses(
            self.instrument,
            tuple(self._file(file.path, file.sha256, file.format) for file in reading.files),
            tuple(respondents),
            tuple(answers),
            (*reading.problems, *sorted(self.problems, key=lambda p: _reading_order(p.source))),
        )

    def _coded(self, person: _Person) -> Iterator[Answer]:
        """Yield a person's answers, counting each cell's fate and naming what could not be used."""
        cells = self.counts[person.table.path]["answers"]
        for column, coded, written in person.answers:
            where = person.table.source(column, person.index)
            if coded.problem and not (person.reason and coded.filled):
                self.problems.append(self._answer_problem(where, column.target, coded, written))
            if not coded.filled:
                continue
            reason = IGNORED if person.reason and coded.filled else coded.reason
            cells.count(reason or "answered")
            item = column.target if column.role == roles.ITEM else ""
            point = None if reason else coded.point
            group = person.attributes.get("function")
            yield Answer(person.id, item, written, point, reason, where, group)

    def _answer_problem(self, where: str, item: str, coded: Coded, written: str) -> Problem:
        scale = self.items[item].scale
        params = {"item": item, "min": str(scale.min), "max": str(scale.max)}
        return Problem(where, coded.problem, written, params)

    def _file(self, path: str, sha256: str, layout: str | None) -> FileCount:
        counts = self.counts[path]
        respondents = sum(person.table.path == path for person in self.people)
        return FileCount(path, sha256, layout, respondents, **counts)


def _choice(attribute: Attribute, written: str) -> str | None:
    """Return the id of an attribute's choice; free text stays as written."""
    if not attribute.choices:
        return written
    plain = normalised(written)
    for choice in attribute.choices:
        if plain in {
            normalised(word) for word in (choice.id, *choice.label.values(), *choice.aliases)
        }:
            return choice.id
    return None


def _unknown_choice(where: str, attribute: Attribute, written: str) -> Problem:
    languages = dict.fromkeys(language for choice in attribute.choices for language in choice.label)
    known = {
        language: ", ".join(choice.label.in_language(language) for choice in attribute.choices)
        for language in languages
    }
    return Problem(where, "GROUP_UNKNOWN", written, {"attribute": attribute.label, "known": known})


def _is_personal(written: str) -> bool:
    """Tell whether an id holds an address or two words: then it is a person's."""
    words = [word for word in written.replace(",", " ").split() if word.isalpha()]
    return any(mark in written for mark in _PERSONAL) or len(words) > 1


def _reading_order(where: str) -> tuple[str, str, int, str]:
    """Sort key of a source: file, sheet, row, column."""
    path, _, rest = where.partition("!")
    sheet, _, cells = rest.rpartition("!")
    first = cells.partition(":")[0]
    digits = "".join(char for char in first if char.isdigit())
    return path.casefold(), sheet, int(digits or 0), first.rjust(12)
