"""What stands in a table and is no answer to a question: unknown columns, rows above the titles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from maturity.errors import Param, Problem
from maturity.instrument import Scale
from maturity.language import LANGUAGES, Language
from maturity.readers import Column, Table, source
from maturity.readers import table as roles
from maturity.readers.headers import IGNORED as CONFIRMED_IGNORED
from maturity.readers.sheet import column_letter
from maturity.readers.table import Outside
from maturity.responses.code import UNREADABLE, Coder
from maturity.responses.masks import masked
from maturity.responses.table import Fates
from maturity.responses.tell import as_key

_Key = tuple[str, str, str, str, int]  # sheet, role, target, title, column


def stray_columns(
    table: Table, columns: Sequence[Column], fates: Fates, used: Sequence[bool]
) -> Iterator[Problem]:
    """Name every column whose cells are ignored; cells of a form below one title are one."""
    filled: dict[_Key, list[tuple[int, int]]] = defaultdict(list)
    first: dict[_Key, Column] = {}
    for n, column in enumerate(columns):
        if not (used[n] or column.fate):
            key = (column.sheet, column.role, column.target, column.header, column.index)
            first.setdefault(key, column)
            filled[key] += [
                (column.rows[i], column.index_of(i)) for i in np.flatnonzero(fates[n]).tolist()
            ]
    for key, cells in filled.items():
        if cells:
            rows, across = zip(*cells, strict=True)
            where = table.area(key[0], across, rows)
            yield _stray(first[key], where, len(cells))


def _stray(column: Column, where: str, count: int) -> Problem:
    title = column.header or column_letter(column.index)
    params = {"count": str(count)}
    if column.target == CONFIRMED_IGNORED:
        return Problem(where, "COLUMN_IGNORED", title, params)
    if column.role == roles.REPEATED:
        return Problem(where, "COLUMN_REPEATED", title, {"item": column.target})
    if column.role == roles.ITEM:
        return Problem(where, "ITEM_NOT_ASKED", title, {**params, "item": column.target})
    if column.suggestion:
        shares = {each: Language(each).percent(column.likeness) for each in LANGUAGES}
        line = f"{as_key(masked(title))}: {as_key(column.suggestion)}"
        asked: dict[str, Param] = {"item": column.suggestion, "likeness": shares, "line": line}
        return Problem(where, "COLUMN_FUZZY", title, {**params, **asked})
    return Problem(where, "COLUMN_UNKNOWN", title, params)


def outside(table: Table, scales: Mapping[int, Scale], coder: Coder) -> Iterator[Problem]:
    """Name what stands above the titles; it is grave when it can be read as answers."""
    by_sheet: dict[str, list[Outside]] = defaultdict(list)
    for cell in table.outside:
        by_sheet[cell.sheet].append(cell)
    for sheet, cells in by_sheet.items():
        answers: dict[int, int] = defaultdict(int)
        for cell in cells:
            if cell.index in scales:
                coded = coder.code(scales[cell.index], cell.value)
                answers[cell.row] += coded.filled and coded.reason != UNREADABLE
        looks_answered = 2 * max(answers.values(), default=0) >= len(scales) > 0
        where = table.area(sheet, [c.index for c in cells], [c.row for c in cells])
        code = "ANSWERS_OUTSIDE" if looks_answered else "CELLS_OUTSIDE"
        # Whatever stands around a table may be somebody's name: it is counted, never quoted.
        yield Problem(where, code, params={"count": str(len(cells))})


def missing_items(
    table: Table, items: Mapping[str, object], asked: frozenset[str]
) -> Iterator[Problem]:
    """Name what was asked and has no column, and a table in which nobody answered."""
    present = {column.target for column in table.columns if column.role == roles.ITEM}
    where = source(table.path, table.sheet, table.header_cells)
    if not table.size:
        yield Problem(where, "TABLE_EMPTY")
    for item in items:
        if item in asked - present:
            yield Problem(where, "COLUMN_MISSING", params={"item": item})
