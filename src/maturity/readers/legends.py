"""Texts outside the answers that may say what their numbers mean, handed to the columns concerned.

Nothing is understood here: a title over several columns, a line above a table or on a sheet of
notes is given to the columns it stands for, and whoever reads the answers judges what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from maturity.readers import table
from maturity.readers.sheet import Sheet, Value, Workbook, as_written, is_blank
from maturity.readers.table import Column, Table

_DOWN = {"form", "marks", "transposed", "long", "questionnaire"}  # one question a row
_BLOCKS = "cli.layout_why.blocks"  # ... but for these: one question a block of columns
_LONG = 3000  # characters of the longest note that is looked at
_NOTES = 300  # rows of a sheet of notes that are looked at
_KEY = 2  # filled cells of a row that explains one number: the number and its words
_NOT_TITLES = {table.COMMENT, table.PERSONAL, table.METADATA, table.ATTRIBUTE}
_ANSWERS = {table.ITEM, table.REPEATED}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text and whom it speaks for: some columns, or the questions of one row or below one."""

    text: str
    columns: frozenset[int] | None = None
    row: int = 0
    below: int = 0

    def is_for(self, column: Column) -> bool:
        """Tell whether the text speaks for a column."""
        if self.text in column.header:
            return False  # its own title is read as such
        row = column.rows[0] if column.rows else 0
        return (
            (self.columns is None or column.index in self.columns)
            and (not self.row or row == self.row)
            and row > self.below
        )


def with_legends(found: Table, workbook: Workbook, tables: Sequence[Table]) -> Table:
    """Return a table whose columns of answers know the texts that may explain their numbers.

    Our own forms say on several sheets what every scale means, and never something else.
    """
    items = [column for column in found.columns if column.role in _ANSWERS]
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    if workbook.form or not items or found.sheet not in sheets:
        return found
    down = found.layout in _DOWN and found.why != _BLOCKS
    texts = list((_beside if down else _above)(found, sheets[found.sheet], items))
    used = frozenset[str]().union(*(each.sheets for each in tables))
    for sheet in workbook.sheets:
        if sheet.name not in used and not sheet.hidden:
            rows = [row for row, _ in sheet][:_NOTES]
            texts += [_Text(text) for row in rows for _, text in _said(sheet, row)]
    if not texts:
        return found
    return replace(found, columns=tuple(_given(column, found, texts) for column in found.columns))


def _given(column: Column, found: Table, texts: Sequence[_Text]) -> Column:
    if column.role not in _ANSWERS or column.sheet != found.sheet:
        return column
    said = dict.fromkeys(each.text for each in texts if each.is_for(column))
    return replace(column, legends=(*column.legends, *said))


def _said(sheet: Sheet, row: int) -> Iterator[tuple[int, str]]:
    """Yield what a row says with a number in it; rows of ``1 | Agree`` as ``1 = Agree``."""
    key = _key(sheet, row)
    if key and (_key(sheet, row - 1) or _key(sheet, row + 1)):  # one alone may be an answer
        yield key
    for n, value in enumerate(sheet.rows.get(row, ())):
        written = as_written(value).strip()
        if _is_text(value) and any(map(str.isdigit, written)) and len(written) <= _LONG:
            yield n, written


def _key(sheet: Sheet, row: int) -> tuple[int, str] | None:
    """Return what a row of nothing but a number and words beside it explains."""
    cells = [(n, v) for n, v in enumerate(sheet.rows.get(row, ())) if not is_blank(v)]
    if len(cells) != _KEY:
        return None
    (first, number), (second, words) = cells
    written = as_written(number).strip()
    if not (written.isdigit() and _is_text(words) and second == first + 1):
        return None
    return first, f"{written} = {as_written(words).strip()}"


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value))


def _above(found: Table, sheet: Sheet, items: Sequence[Column]) -> Iterator[_Text]:
    """Yield what stands above the answers of people in rows: in the titles, and over them."""
    last = max(found.header_rows, default=0)
    roles = {column.index: column.role for column in found.columns}
    for row, cells in sheet:
        if row > last:
            break
        filled = [n for n, value in enumerate(cells) if not is_blank(value)]
        for n, text in _said(sheet, row):
            if row not in found.header_rows:
                alone = len(filled) == 1
                yield _Text(text, None if alone else _merged(sheet, row, n))
            elif row == last and roles.get(n) == table.RESPONDENT:
                yield _Text(text)
            else:
                after = next((each for each in filled if each > n), len(cells))
                spread = range(n, n + 1 if row == last else after)
                yield _Text(text, _merged(sheet, row, n) or frozenset(spread))
    yield from (_Text(text) for left in found.left for text in _notes(sheet, left.rows, items))


def _notes(sheet: Sheet, rows: Iterable[int], items: Sequence[Column]) -> Iterator[str]:
    """Yield what rows that are nobody say outside the answers: a footnote."""
    answers = {column.index for column in items}
    for row in rows:
        yield from (text for n, text in _said(sheet, row) if n not in answers)


def _merged(sheet: Sheet, row: int, column: int) -> frozenset[int] | None:
    """Return the columns of the merged area that begins in a cell, None when none does."""
    for area in sheet.merged:
        begins = (area.first_row, area.first_column) == (row, column)
        if begins and area.first_column < area.last_column:
            return frozenset(range(area.first_column, area.last_column + 1))
    return None


def _beside(found: Table, sheet: Sheet, items: Sequence[Column]) -> Iterator[_Text]:
    """Yield what stands around questions in rows: above, between, below, and beside each."""
    here = [column for column in items if column.sheet == sheet.name]
    asked = {row for column in here for row in column.rows}
    answers = {n for column in here for n in (column.indices or (column.index,))}
    if not asked:
        return
    left, first, last = min(answers), min(asked), max(asked)
    taken = {
        (row, column.index_of(n))
        for column in found.columns
        if column.role in _NOT_TITLES
        for n, row in enumerate(column.rows)
    }
    for row, _ in sheet:
        for n, text in _said(sheet, row):
            titles = row not in found.header_rows or n <= left or n in answers
            if not titles or (row, n) in taken or (row >= first and n in answers):
                continue
            if row in asked and found.layout != "long":
                yield _Text(text, row=row)
            elif row < first or (row > last and n < left):
                yield _Text(text)
            elif row not in asked and n < left:
                yield _Text(text, below=row)
