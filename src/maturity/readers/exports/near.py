"""Sheets whose titles are nearly those of the questionnaire: never taken, never left in silence."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.readers.book import Book
from maturity.readers.exports.top import Top, top_of
from maturity.readers.headers import Headers
from maturity.readers.headings import Heading
from maturity.readers.naming import is_ours
from maturity.readers.people_rows import Drawn, table_of, used_columns
from maturity.readers.signatures import number_of
from maturity.readers.table import Table
from maturity.readers.titles import plain_title, words

_WORDS = 3  # words of a title that may resemble a question


def names_nearly(found: Table, headers: Headers) -> bool:
    """Tell whether a table's titles resemble enough items: it was probably meant to ask them."""
    near = {column.suggestion for column in found.columns if column.suggestion}
    return bool(near) and len(near) >= min(number_of("titles", "near_misses"), len(headers.items))


def read_near(book: Book) -> Iterator[Table]:
    """Yield sheets in which a row of titles resembles the items, all their columns unknown."""
    if book.workbook.form:
        return
    for sheet in book.sheets:
        if sheet.hidden or not sheet.rows or is_ours(book.workbook, sheet):
            continue
        top = top_of(sheet, book.headers)
        row = _row_of_titles(top)
        if row is None or top.next(row) is None:
            continue
        headings = {n: Heading((top.titles[row].get(n, ""),)) for n in used_columns(sheet, [row])}
        why, params = "cli.layout_why.near", {"row": str(row)}
        found = table_of(
            book.path, Drawn(sheet, "table", [row], headings, why, params), book.headers
        )
        if names_nearly(found, book.headers):
            yield found


def _row_of_titles(top: Top) -> int | None:
    """Return the first row that holds most phrases: titles, if the sheet is a table."""
    phrases = {
        row: sum(len(words(plain_title(title)).split()) >= _WORDS for title in titles.values())
        for row, titles in top.titles.items()
    }
    most = max(phrases.values(), default=0)
    return next((row for row, count in phrases.items() if 2 * count >= most > 0), None)
