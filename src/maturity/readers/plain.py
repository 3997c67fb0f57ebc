"""Respondents in rows: the contract's plain table, and our collector whose header has two rows."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.readers import table
from maturity.readers.headers import Headers
from maturity.readers.sheet import Sheet, Workbook, as_written, column_letter, is_blank
from maturity.readers.table import Column, Table

_HEADER_WITHIN = 12
_ITEMS_NEEDED = 1


def read_plain(path: str, workbook: Workbook, headers: Headers) -> Iterator[Table]:
    """Yield one table per sheet that has a header row naming items."""
    for sheet in workbook.sheets:
        rows = header_rows(sheet, headers)
        if rows:
            yield _table(path, workbook, sheet, rows, headers)


def header_rows(sheet: Sheet, headers: Headers) -> list[int]:
    """Return the rows of titles: the one that names most items, and neighbours that name as many."""
    named = {
        row: len(
            {headers.item(as_written(value)) for value in cells if not is_blank(value)} - {None}
        )
        for row, cells in sheet
        if row <= _HEADER_WITHIN + min(sheet.rows, default=0)
    }
    best = max(named.values(), default=0)
    if best < _ITEMS_NEEDED:
        return []
    return [row for row, count in named.items() if count == best]


def _table(
    path: str, workbook: Workbook, sheet: Sheet, header: list[int], headers: Headers
) -> Table:
    width = max(len(cells) for _, cells in sheet)
    meanings = _meanings(sheet, header, width, headers)
    roles = {index: role for index, (_, role, _) in meanings.items()}
    form = workbook.properties.get("maturity_form", "")
    layout = "collector" if form == "collector" or len(header) > 1 else "table"
    # The collector's rows are printed before anyone fills them; elsewhere an id alone is a person.
    printed = {table.METADATA, *([table.RESPONDENT] if layout == "collector" else [])}
    rows = [
        row
        for row, cells in sheet
        if row > header[-1]
        and any(
            not is_blank(value) and roles[index] not in printed for index, value in enumerate(cells)
        )
    ]
    columns = tuple(
        Column(title, role, target, sheet.name, index, rows, [sheet.at(row, index) for row in rows])
        for index, (title, role, target) in meanings.items()
    )
    last = column_letter(max(width - 1, 0))
    header_cells = f"A{header[-1]}:{last}{header[-1]}"
    return Table(path, layout, sheet.name, len(rows), columns, header_cells, workbook.properties)


def _meanings(
    sheet: Sheet, header: list[int], width: int, headers: Headers
) -> dict[int, tuple[str, str, str]]:
    """Return title, role and target by column; the second column of an item is *repeated*."""
    found: dict[int, tuple[str, str, str]] = {}
    taken: set[tuple[str, str]] = set()
    for index in range(width):
        titles = [as_written(sheet.at(row, index)).strip() for row in reversed(header)]
        candidates = [(title, *headers.meaning(title)) for title in titles if title] or [
            ("", table.UNKNOWN, "")
        ]
        title, role, target = next((c for c in candidates if c[1] != table.UNKNOWN), candidates[0])
        if role in {table.ITEM, table.ATTRIBUTE, table.RESPONDENT}:
            if (role, target) in taken:
                role = table.REPEATED if role == table.ITEM else table.UNKNOWN
            taken.add((role, target))
        found[index] = (title, role, target)
    return found
