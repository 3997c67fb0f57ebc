"""One sheet per table: labels for people, codes for the import, and cells that help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.instrument.cells import Plain
from maturity.instrument.tables import ROOT, Column
from maturity.instrument.tabulate import Grid, Title
from maturity.instrument.titles import column_hint, column_label, sheet_name
from maturity.writers.instrument_workbook.book import Book
from maturity.writers.questionnaire.form import height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LABELS, CODES, FIRST = 0, 1, 2  # rows
SPARE = 500  # rows below the last that have dropdowns and formats too
_MOST_SHOWN = 10_000  # rows a dropdown looks through
_LONG, _SHORT = 60, 22  # characters
_LINE = 13.5  # points, the height of one line of 10-point text
_WIDTHS = {"text": 46, "labels": 26, "words": 30, "wholes": 18, "flag": 11, "choice": 13}
_NUMBERS = {"whole", "number"}


@dataclass(frozen=True, slots=True)
class Sheets:
    """Writes the sheets of a workbook."""

    book: Book
    grids: Mapping[str, Grid]

    def write(self, code: str, colour: str) -> None:
        """Add the sheet of a table."""
        sheet = self.book.add_sheet(sheet_name(code, self.book.say), landscape=True)
        sheet.set_tab_color(colour)
        sheet.repeat_rows(LABELS, CODES)
        sheet.set_row(LABELS, 30)
        if code == ROOT:
            self._card(sheet, self.grids[code])
        else:
            self._table(sheet, self.grids[code])

    def _table(self, sheet: Worksheet, grid: Grid) -> None:
        last = FIRST + len(grid.rows) - 1
        for place, title in enumerate(grid.titles):
            self._column(sheet, grid, place, title)
            self._offer(sheet, grid, (place, last + SPARE), title.column)
            for row, values in enumerate(grid.rows, start=FIRST):
                self._cell(sheet, (row, place), values[place], self._look(grid, title.column))
        widths = [_width(grid, *each) for each in enumerate(grid.titles)]
        for row, values in enumerate(grid.rows, start=FIRST):
            sheet.set_row(row, _height(values, widths))
        sheet.autofilter(CODES, 0, max(last, FIRST), len(grid.titles) - 1)
        sheet.freeze_panes(FIRST, _frozen(grid))

    def _column(self, sheet: Worksheet, grid: Grid, place: int, title: Title) -> None:
        label = column_label(grid.table.code, title.column.code, self.book.say)
        label = f"{label} [{title.language}]" if title.language else label
        look = self.book.looks[self._look(grid, title.column)]
        sheet.set_column(place, place, _width(grid, place, title), look)
        sheet.write_string(LABELS, place, label, self.book.looks["label"])
        sheet.write_string(CODES, place, title.code, self.book.looks["code"])
        note = self._note(grid, title)
        size = {"x_scale": 2.2, "y_scale": 0.3 + len(note) / 160, "author": ""}
        sheet.write_comment(LABELS, place, note, size)

    def _look(self, grid: Grid, column: Column) -> str:
        if column.kind in _NUMBERS and column.code != "level":
            return "number"
        return "name" if _is_name(grid, column) else "text"

    def _note(self, grid: Grid, title: Title) -> str:
        """Say what to write in a column."""
        column, say = title.column, self.book.say
        said = [column_hint(grid.table.code, column.code, say)]
        if column.choices:
            said.append(say("authoring.word.one_of", choices=", ".join(column.choices)))
        if column.spoken:
            key = "in_language" if title.language else "any_language"
            said.append(say(f"authoring.word.{key}", language=title.language))
        if column.kind in {"words", "wholes"}:
            by_comma = column.reference or column.kind == "wholes"
            said.append(say(f"authoring.word.{'by_comma' if by_comma else 'by_line'}"))
        optional = grid.table.code == "items" and column.code == "practice"
        if column.required and not optional:
            said.append(say("authoring.word.required"))
        elif column.standard not in (None, "", [], {}) and not isinstance(column.standard, dict):
            said.append(say("authoring.word.usual", value=self._shown(column.standard)))
        return " ".join(said)

    def _shown(self, value: object) -> str:
        if isinstance(value, bool):
            return self.book.say(f"authoring.word.{'yes' if value else 'no'}")
        return f"{value:g}" if isinstance(value, float) else str(value)

    def _cell(self, sheet: Worksheet, place: tuple[int, int], value: Plain, look: str) -> None:
        cell = self.book.looks[look]
        if value is None:
            sheet.write_blank(*place, None, cell)
        elif isinstance(value, bool | str):
            sheet.write_string(*place, self._shown(value), cell)
        else:
            sheet.write_number(*place, value, cell)

    def _offer(self, sheet: Worksheet, grid: Grid, place: tuple[int, int], column: Column) -> None:
        """Give a column its dropdown, or its word of warning."""
        offer = self._validation(grid, column)
        if offer:
            sheet.data_validation(FIRST, place[0], place[1], place[0], offer)

    def _validation(self, grid: Grid, column: Column) -> dict[str, Any] | None:
        say = self.book.say
        if column.kind in {"flag", "choice"}:
            words = [say("authoring.word.yes"), say("authoring.word.no")]
            listed = words if column.kind == "flag" else list(column.choices)
            choose = {"error_title": say("authoring.word.unlisted")}
            return {"validate": "list", "source": listed, **choose,
                    "error_message": say("authoring.word.choose")}  # fmt: skip
        if column.path == ("id",) or (column == grid.table.key and not column.reference):
            title, message = say("authoring.word.id"), say("authoring.word.id_hint")
            return {"validate": "any", "input_title": title, "input_message": message}
        owner = self.grids.get(column.reference)
        if owner is None or column.kind != "word" or owner.table.numbered:
            return None
        name = sheet_name(column.reference, say)
        return {
            "validate": "list",
            "source": _listed(owner, name),
            "error_type": "warning",
            "error_title": say("authoring.word.unlisted"),
            "error_message": say("authoring.word.unlisted_hint", sheet=name),
        }

    def _card(self, sheet: Worksheet, grid: Grid) -> None:
        """Write the table of one row the other way round: a field a row, a language a column."""
        languages = list(dict.fromkeys(t.language for t in grid.titles if t.language))
        values = ["", *languages]
        titles = ["# label", "code", *(f"value [{e}]" if e else "value" for e in values), "# hint"]
        labels = ["label", "code", *("value" for _ in values), "hint"]
        widths = [30, 22, 24, *(60 for _ in languages), 60]
        for place, (title, label) in enumerate(zip(titles, labels, strict=True)):
            said, (_, bracket, language) = (
                self.book.say(f"authoring.card.{label}"),
                title.partition(" ["),
            )
            sheet.set_column(place, place, widths[place])
            sheet.write_string(LABELS, place, said + bracket + language, self.book.looks["label"])
            sheet.write_string(CODES, place, title, self.book.looks["code"])
        cells = dict(zip((t.code for t in grid.titles), grid.rows[0], strict=True))
        for row, column in enumerate(grid.table.columns, start=FIRST):
            self._card_row(sheet, row, column, [*values], cells)
        sheet.freeze_panes(FIRST, 2)

    def _card_row(
        self,
        sheet: Worksheet,
        row: int,
        column: Column,
        languages: list[str],
        cells: Mapping[str, Plain],
    ) -> None:
        say = self.book.say
        self._cell(sheet, (row, 0), column_label(ROOT, column.code, say), "note")
        self._cell(sheet, (row, 1), column.code, "name")
        look = "number" if column.kind in _NUMBERS else "text"
        for place, language in enumerate(languages, start=2):
            code = f"{column.code} [{language}]" if language else column.code
            closed = bool(language) != column.spoken and len(languages) > 1 and code not in cells
            self._cell(sheet, (row, place), cells.get(code), "closed" if closed else look)
        hint = column_hint(ROOT, column.code, say)
        self._cell(sheet, (row, len(languages) + 2), hint, "note")
        values = [cells.get(f"{column.code} [{each}]") for each in languages]
        plain = cells.get(column.code)
        sheet.set_row(row, _height([plain, hint, *values], [24, *([60] * (len(values) + 1))]))


def _listed(grid: Grid, name: str) -> str:
    """Return the formula of the ids a sheet has at the moment, those added later included."""
    from xlsxwriter.utility import quote_sheetname, xl_col_to_name

    codes = [title.code for title in grid.titles]
    letter = xl_col_to_name(codes.index(grid.table.key.code if grid.table.key else "id"))
    cells = f"{quote_sheetname(name)}!${letter}${FIRST + 1}"
    return f"=OFFSET({cells},0,0,MAX(1,COUNTA({cells}:${letter}${_MOST_SHOWN})),1)"


def _is_name(grid: Grid, column: Column) -> bool:
    """Whether a column says what a row is or what it stands in."""
    return column == grid.table.key or column.code in grid.table.address or column.path == ("id",)


def _frozen(grid: Grid) -> int:
    """Return how many columns stay in view: up to the one that names the row, if they are few."""
    names = [place for place, title in enumerate(grid.titles) if _is_name(grid, title.column)]
    return min(max(names, default=-1) + 1, 3)


def _width(grid: Grid, place: int, title: Title) -> float:
    """Return a width at which a column can be read."""
    lines = [line for row in grid.rows for line in str(row[place] or "").split("\n")]
    longest = max(map(len, lines), default=0)
    if title.column.kind == "text" and longest > _LONG:
        return _WIDTHS["text"]
    least = max(min(len(title.code) + 4, _SHORT), 10)
    return min(max(longest + 3, least), _WIDTHS.get(title.column.kind, 34))


def _height(values: Sequence[Plain], widths: Sequence[float]) -> float:
    cells = [(_in_short(value), width) for value, width in zip(values, widths, strict=True)]
    return height(*cells, least=_LINE + 5, line=_LINE)


def _in_short(value: Plain) -> str:
    return value if isinstance(value, str) else ""
