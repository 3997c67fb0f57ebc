"""An instrument's workbook in: sheets and titles recognised in any language, cells made plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maturity.errors import Complaint
from maturity.instrument.cells import Cell, Plain
from maturity.instrument.gather import Rows, split_title
from maturity.instrument.tables import ROOT, tables
from maturity.instrument.titles import column_label, every_language, sheet_name
from maturity.instrument.words import normalised
from maturity.readers.sheet import (
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Sheet,
    Truth,
    Value,
    Workbook,
    as_written,
    cell_range,
    is_blank,
    source,
)

FORM = "instrument"
NOTE = "#"  # sheets and columns whose title begins so are the author's own notes
ORIGIN = "maturity_origin"
_TOP = 10  # rows among which the titles are looked for
CODE, VALUE = "code", "value"  # the titles of a sheet that has its fields in rows


@dataclass(slots=True)
class InstrumentReading:
    """What a workbook says of an instrument: its tables, and what cannot be understood.

    ``origin`` is what it remembers of the instrument it was made from, empty when that is gone;
    ``complete`` is whether every sheet and its titles were found.
    """

    tables: dict[str, Rows] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    origin: str = ""

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that everything else stands on."""
        missing = {"workbook.sheet_missing", "workbook.titles_missing"}
        return not any(each.key in missing for each in self.complaints)


def is_instrument(workbook: Workbook) -> bool:
    """Tell whether a workbook is an instrument: by its mark, else by the sheets it has."""
    return workbook.form == FORM or (not workbook.form and {ROOT, "items"} <= {*_known(workbook)})


def read_instrument_workbook(path: str, workbook: Workbook) -> InstrumentReading:
    """Read every sheet of an instrument's workbook; ``path`` names it in what is complained of."""
    reading = InstrumentReading()
    known = _known(workbook)
    for sheet in workbook.sheets:
        if as_written(sheet.at(1, 0)).startswith("maturity_"):
            reading.origin = _origin(sheet)
        elif sheet not in known.values() and not _is_note(sheet) and sheet.rows:
            complaint = Complaint(source(path, sheet.name), "workbook.sheet_unknown")
            reading.complaints.append(complaint)
    for code in tables():
        if code in known:
            reader = _SheetReader(path, known[code], code, reading.complaints)
            reading.tables[code] = Rows(source(path, known[code].name), reader.rows())
        else:
            names = " / ".join(dict.fromkeys(_names(code)))
            reading.complaints.append(Complaint(path, "workbook.sheet_missing", {"name": names}))
    return reading


def _names(code: str) -> list[str]:
    return [sheet_name(code, say) for say in every_language()]


def _known(workbook: Workbook) -> dict[str, Sheet]:
    """Return the sheets of the instrument's tables, recognised by name in any language."""
    named = {normalised(name): code for code in tables() for name in (code, *_names(code))}
    codes = ((named.get(normalised(sheet.name)), sheet) for sheet in workbook.sheets)
    return {code: sheet for code, sheet in codes if code}


def _is_note(sheet: Sheet) -> bool:
    guide = {normalised(say("authoring.guide.name")) for say in every_language()}
    return sheet.name.startswith(NOTE) or normalised(sheet.name) in guide


def _origin(sheet: Sheet) -> str:
    parts = (cells for _, cells in sheet if as_written(cells[0]) == ORIGIN)
    return "".join(as_written(cells[1]) for cells in parts)


def _meanings(code: str) -> dict[str, str]:
    """Return what the titles of a sheet may be: codes, or labels in any language."""
    table = tables()[code]
    if table.holds == "one":
        return {each: each for each in (CODE, VALUE)}
    labels = {
        normalised(column_label(code, column.code, say)): column.code
        for say in every_language()
        for column in table.titles
    }
    return {**labels, **{column.code: column.code for column in table.titles}}


@dataclass(slots=True)
class _SheetReader:
    path: str
    sheet: Sheet
    code: str
    complaints: list[Complaint]

    def rows(self) -> list[Mapping[str, Cell]]:
        """Return the filled rows below the titles, each cell by its title."""
        top, titles = self._titles()
        if not titles:
            self._complain("", "titles_missing", known=self._columns())
            return []
        notes = self._notes(top, titles)
        filled = [number for number in sorted(self.sheet.rows) if number > top]
        rows = [row for number in filled if (row := self._row(number, top, titles, notes))]
        return [self._card(rows)] if tables()[self.code].holds == "one" else rows

    def _titles(self) -> tuple[int, dict[int, str]]:
        """Return the row of the titles and their columns: the row that has most of them.

        Titles are codes; where their row is gone, the labels above it are understood too.
        """
        meanings = _meanings(self.code)
        found: tuple[int, dict[int, str]] = (0, {})
        for number, cells in self.sheet:
            if number > _TOP:
                break
            titles = {
                column: title
                for column, value in enumerate(cells)
                if (title := _title(as_written(value), meanings))
            }
            said = [as_written(value) for value in cells if not is_blank(value)]
            others = sum(not each.startswith(NOTE) for each in said) - len(titles)
            if len(titles) >= max(len(found[1]), 1) and len(titles) > others:
                found = number, titles
        return found

    def _notes(self, top: int, titles: dict[int, str]) -> set[int]:
        """Return the columns that are the author's own; complain of titles nobody understands."""
        notes: set[int] = set()
        for column, value in enumerate(self.sheet.rows.get(top, [])):
            found, where = as_written(value), cell_range((column, column), (top, top))
            earlier = [title for other, title in titles.items() if other < column]
            if is_blank(value):
                continue
            if column not in titles:
                notes.add(column)
                if not found.startswith(NOTE):
                    self._complain(where, "column_unknown", value=found, known=self._columns())
            elif titles[column] in earlier:
                self._complain(where, "column_twice", value=found)
        return notes

    def _columns(self) -> str:
        return ", ".join(column.code for column in tables()[self.code].titles)

    def _row(
        self, number: int, top: int, titles: Mapping[int, str], notes: set[int]
    ) -> Mapping[str, Cell] | None:
        """Return a row by title, None when nothing stands in it but notes."""
        row = {}
        for column, title in titles.items():
            cell = cell_range((column, column), (number, number))
            value = self._plain(self.sheet.at(number, column), cell)
            row[title] = Cell(value, source(self.path, self.sheet.name, cell))
        for column, found in enumerate(self.sheet.rows[number]):
            if column not in titles and column not in notes and not is_blank(found):
                cell = cell_range((column, column), (number, number))
                self._complain(cell, "untitled", value=as_written(found), row=str(top))
        return row if any(cell.value is not None for cell in row.values()) else None

    def _card(self, rows: list[Mapping[str, Cell]]) -> Mapping[str, Cell]:
        """Return the one row of a sheet that has a field a row, and a language a column."""
        card: dict[str, Cell] = {}
        known = {column.code: column for column in tables()[self.code].columns}
        for row in rows:
            name = row[CODE] if CODE in row else next(iter(row.values()))
            column = known.get(str(name.value or "").strip())
            if column is None:
                fields = {"value": str(name.value or ""), "known": ", ".join(known)}
                self.complaints.append(Complaint(name.place, "workbook.row_unknown", fields))
                continue
            for title, cell in row.items():
                base, language = split_title(title)
                if base == VALUE and (column.spoken or not language):
                    card[f"{column.code} [{language}]" if language else column.code] = cell
                elif base == VALUE and cell.value is not None:
                    fields = {"value": column.code}
                    self.complaints.append(Complaint(cell.place, "workbook.unspoken", fields))
        return card

    def _plain(self, value: Value, cell: str) -> Plain:
        """Return a cell's value as text, number or truth; complain of what Excel made of it."""
        if isinstance(value, Formula):
            if value.value is None:
                self._complain(cell, "formula")
            return self._plain(value.value, cell)
        if isinstance(value, ErrorValue):
            self._complain(cell, "error_value", value=value.text)
            return None
        if isinstance(value, Moment):
            self._complain(cell, "date", value=value.text)
            return None
        if isinstance(value, Percent):
            return value.share
        if isinstance(value, Truth):
            return value.value
        return None if value is None or is_blank(value) else value

    def _complain(self, cell: str, key: str, **fields: str) -> None:
        place = source(self.path, self.sheet.name, cell)
        self.complaints.append(Complaint(place, f"workbook.{key}", fields))


def _title(text: str, meanings: Mapping[str, str]) -> str:
    """Return the title a cell stands for, empty when it is none."""
    base, language = split_title(text.strip())
    code = meanings.get(base) or meanings.get(normalised(base), "")
    return f"{code} [{language}]" if code and language else code
