"""Respondents in rows: a plain table, and our collector whose header has two rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.headers import IGNORED, Headers, Meaning
from maturity.readers.naming import TABLE, kinds, named_in_rows
from maturity.readers.sheet import Sheet, Workbook, as_written, cell_range, is_blank
from maturity.readers.table import Column, Outside, Table

_ONE_COLUMN = {table.ITEM, table.ATTRIBUTE, table.RESPONDENT}
_UNKNOWN: Meaning = (table.UNKNOWN, "")


@dataclass(frozen=True, slots=True)
class _Title:
    """What stands above a column, and what it was taken for."""

    words: str
    role: str
    target: str

    def column(self, sheet: Sheet, index: int, rows: Sequence[int]) -> Column:
        """Return the column of a sheet with this title."""
        values = [sheet.at(row, index) for row in rows]
        return Column(self.words, self.role, self.target, sheet.name, index, rows, values)


def read_plain(book: Book) -> Iterator[Table]:
    """Yield one table per sheet that has a row of titles naming items."""
    for named in kinds(book.workbook, book.headers):
        if named.kind == TABLE and named.sheet in book.sheets:
            yield _table(book.path, book.workbook, named.sheet, book.headers)


def header_rows(sheet: Sheet, headers: Headers) -> list[int]:
    """Return the rows of titles, from the top.

    One row names most items; its neighbours belong to it when they name the same items in the same
    columns in other words. In the same words they are answers: ids may be numbers.
    """
    named = named_in_rows(sheet, headers)
    counts = {row: len(set(items.values())) for row, items in named.items()}
    best = next(row for row, count in counts.items() if 2 * count >= max(counts.values()))

    def agrees(row: int, other: int) -> bool:
        shared = named[row].keys() & named[other].keys()
        return all(
            named[row][n] == named[other][n] and sheet.at(row, n) != sheet.at(other, n)
            for n in shared
        )

    found = [best]
    for step in (-1, 1):
        row = best + step
        while (
            named.get(row, {}).keys() & named[best].keys()
            and (row < best or _only_titles(sheet, row, headers))
            and all(agrees(row, other) for other in found)
        ):
            found.append(row)
            row += step
    return sorted(found)


def _only_titles(sheet: Sheet, row: int, headers: Headers) -> bool:
    """Tell whether a row holds nothing but titles, not all of them numbers."""
    titles = [as_written(value) for value in sheet.rows[row] if not is_blank(value)]
    return all(map(headers.meanings, titles)) and not all(map(str.isdigit, titles))


def _table(path: str, workbook: Workbook, sheet: Sheet, headers: Headers) -> Table:
    header = header_rows(sheet, headers)
    titles = _titles(sheet, header, headers)
    ours = workbook.form == "collector" or len(header) > 1
    if not ours:  # a client's own column called Progress is not our formula
        titles = {
            n: replace(each, role=table.UNKNOWN) if each.role == table.METADATA else each
            for n, each in titles.items()
        }
    rows = [
        row
        for row, cells in sheet
        if row > header[-1]
        # Our collector counts each row's answers with a formula; that alone makes nobody.
        and any(not is_blank(v) and titles[n].role != table.METADATA for n, v in enumerate(cells))
    ]
    columns = tuple(title.column(sheet, n, rows) for n, title in titles.items())
    titled = [n for n, title in titles.items() if title.words]
    return Table(
        path,
        "collector" if ours else "table",
        sheet.name,
        len(rows),
        columns,
        cell_range((titled[0], titled[-1]), (header[-1], header[-1])),
        workbook.properties,
        [
            Outside(sheet.name, row, n, value)
            for row, cells in sheet
            for n, value in enumerate(cells)
            if row < header[0] and not is_blank(value)
        ],
    )


def _titles(sheet: Sheet, header: Sequence[int], headers: Headers) -> dict[int, _Title]:
    """Return what every column that holds anything is; the second column of an item is *repeated*.

    Columns that can be one thing only come first, so that an item called ``function`` and the
    function of the respondent each find theirs.
    """
    used = sorted(
        {
            n
            for row, cells in sheet
            if row >= header[0]
            for n, value in enumerate(cells)
            if not is_blank(value)
        }
    )
    words = {n: [as_written(sheet.at(row, n)).strip() for row in reversed(header)] for n in used}
    meanings = {n: _agreed([headers.meanings(each) for each in words[n] if each]) for n in used}
    taken: set[Meaning] = set()
    found: dict[int, _Title] = {}
    for n in sorted(used, key=lambda n: len(meanings[n]) > 1):
        meaning = next((each for each in meanings[n] if each not in taken), meanings[n][0])
        role, target = meaning
        if meaning in taken:
            role = table.REPEATED if role == table.ITEM else table.UNKNOWN
        elif role in _ONE_COLUMN:
            taken.add(meaning)
        found[n] = _Title(_spoken(words[n], meaning, headers), role, target)
    return {n: found[n] for n in used}


def _agreed(meanings: Sequence[Sequence[Meaning]]) -> Sequence[Meaning]:
    """Return what all titles of a column can mean, else what the lowest of them means."""
    known = [each for each in meanings if each]
    if not known:
        return [_UNKNOWN]
    ignored = (table.UNKNOWN, IGNORED)
    if any(ignored in each for each in known):
        return [ignored]
    return [each for each in known[0] if all(each in other for other in known)] or known[0]


def _spoken(words: Sequence[str], meaning: Meaning, headers: Headers) -> str:
    """Return the title that says what the column was taken for, else the first there is."""
    said = (each for each in words if each and meaning in headers.meanings(each))
    return next(said, next(filter(None, words), ""))
