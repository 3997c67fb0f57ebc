"""Respondents in rows: a plain table, and our collector whose header has two rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from maturity.instrument import normalised
from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.handmade.words import among
from maturity.readers.headers import Headers
from maturity.readers.headings import Heading
from maturity.readers.naming import TABLE, kinds, named_in_rows
from maturity.readers.people_rows import Drawn, table_of, title_at, used_columns
from maturity.readers.sheet import Sheet, Workbook, as_written, is_blank
from maturity.readers.stacked import tables_of
from maturity.readers.table import Table

_METADATA = (table.METADATA, "")


def read_plain(book: Book) -> Iterator[Table]:
    """Yield the tables of sheets that have a row of titles naming items: one, as a rule."""
    for named in kinds(book.workbook, book.headers):
        if named.kind == TABLE and named.sheet in book.sheets:
            for sheet in _tables(book.workbook, named.sheet, book.headers):
                yield _table(book.path, book.workbook, sheet, book.headers)


def _tables(workbook: Workbook, sheet: Sheet, headers: Headers) -> Iterator[Sheet]:
    """Yield what stands below each row of titles; our own collector has one."""
    if workbook.form:
        return iter([sheet])
    return tables_of(sheet, header_rows(sheet, headers), headers)


def header_rows(sheet: Sheet, headers: Headers) -> list[int]:
    """Return the rows of titles, from the top.

    One row names most items; its neighbours belong to it when they name the same items in the same
    columns in other words. In the same words they are answers: ids may be numbers. Rows of nothing
    but titles that name other items contradict each other, and make nobody either.
    """
    named = named_in_rows(sheet, headers)
    counts = {row: len(set(items.values())) for row, items in named.items()}
    best = next(row for row, count in counts.items() if 2 * count >= max(counts.values()))

    def agrees(row: int, other: int) -> bool:
        shared = named[row].keys() & named[other].keys()
        crossed = any(named[row][n] != named[other][n] for n in shared)
        if crossed and not _only_titles(sheet, row, headers):
            return False
        return all(sheet.at(row, n) != sheet.at(other, n) for n in shared)

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
    ours = workbook.form == "collector" or len(header) > 1
    banner = {} if ours else _banner(sheet, header[0])
    headings = {
        n: _heading(
            [title_at(sheet, row, n) for row in reversed(header)],
            banner.get(n, ""),
            headers,
            ours=ours,
        )
        for n in used_columns(sheet, header)
    }
    if banner:
        header = [header[0] - 1, *header]
    layout = "collector" if ours else "table"
    why = f"cli.layout_why.{'banner' if banner else layout}"
    drawn = Drawn(sheet, layout, header, headings, why, {"row": str(header[-1])})
    return replace(table_of(path, drawn, headers, of_formulas=ours), properties=workbook.properties)


def _heading(titles: Sequence[str], group: str, headers: Headers, *, ours: bool) -> Heading:
    """Return the heading of a column; below a group, words for an answer mean the group's."""
    heading = Heading(tuple(titles))
    if not ours and (table.METADATA, "") in headers.meanings(titles[0]):
        # A client's own column called Progress is not our formula.
        return Heading(tuple(titles), given=(table.UNKNOWN, ""), shown=titles[0])
    item = headers.item(group) if group else None
    if item is None or headers.item(titles[0]):
        return heading
    if among(titles[0], "titles", "comment"):
        return Heading(tuple(titles), given=(table.COMMENT, item), shown=titles[0])
    return Heading((group,)) if among(titles[0], "titles", "answer") or not titles[0] else heading


def _banner(sheet: Sheet, header: int) -> dict[int, str]:
    """Return the words of a row of groups just above the titles, by column; nothing if it is none.

    A group stands in a merged area, or over its first column; it is no title: at least one of
    them covers several columns, and nothing in the row is a number.
    """
    row = header - 1
    cells = sheet.rows.get(row, [])
    said = {n: as_written(value).strip() for n, value in enumerate(cells) if not is_blank(value)}
    areas = [area for area in sheet.merged if area.first_row <= row <= area.last_row]
    wide = [a for a in areas if a.first_column < a.last_column and a.first_column in said]
    titled = [n for n, value in enumerate(sheet.rows[header]) if not is_blank(value)]
    inside = [a for a in wide if a.last_column - a.first_column + 1 < len(titled)]
    if not inside or any(normalised(each).replace(".", "").isdigit() for each in said.values()):
        return {}
    found: dict[int, str] = {}
    for n, words in said.items():
        area = next((a for a in areas if a.first_column <= n <= a.last_column), None)
        covered = range(area.first_column, area.last_column + 1) if area else (n,)
        found |= dict.fromkeys(covered, words)
    return found
