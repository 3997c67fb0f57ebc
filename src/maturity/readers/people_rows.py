"""Respondents in rows: from a sheet, its rows of titles and what stands in them, to a table."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from maturity.errors import Problem
from maturity.readers import table
from maturity.readers.far import far_cells, far_rows, near_columns, problems_of
from maturity.readers.handmade.rows import AGAIN, left_rows
from maturity.readers.headers import IGNORED, Headers
from maturity.readers.headings import Heading, Named, name_columns
from maturity.readers.personal import id_meaning, personal_kind
from maturity.readers.sheet import Sheet, Value, as_written, cell_range, is_blank, source
from maturity.readers.table import Column, Left, Outside, Table


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet recognised as a table: where its titles stand, and what stands over each column.

    ``why`` is the key of the sentence that says by what it was recognised. ``first`` is the first
    row that may hold a respondent.
    """

    sheet: Sheet
    layout: str
    header: Sequence[int]
    headings: Mapping[int, Heading]
    why: str = ""
    why_params: Mapping[str, str] = field(default_factory=dict)


# What a layout makes of the columns once they are read: it may change, split or add some.
Refine = Callable[[Table], Table]


def used_columns(sheet: Sheet, header: Sequence[int]) -> list[int]:
    """Return the columns that have a title or hold anything below one, without stray cells."""
    titled = {
        n
        for row in header
        for n, value in enumerate(sheet.rows.get(row, ()))
        if not is_blank(value)
    }
    top, untitled = min(header, default=0), set[int]()
    far = far_rows(sheet, header)
    width = max((len(cells) for row, cells in sheet.rows.items() if row not in far), default=0)
    others = [n for n in range(width) if n not in titled]
    for row, cells in sheet.rows.items() if others else ():
        if row < top or len(cells) <= others[0] or row in far:
            continue
        for n in others:
            if n >= len(cells):
                break
            if n not in untitled and not is_blank(cells[n]):
                untitled.add(n)
    return near_columns(sheet, header, sorted(titled | untitled))


def title_at(sheet: Sheet, row: int, column: int) -> str:
    """Return what a title says, without space around it."""
    return as_written(sheet.at(row, column)).strip()


def table_of(path: str, drawn: Drawn, headers: Headers, *, of_formulas: bool = False) -> Table:
    """Return the respondents of a recognised sheet.

    ``of_formulas`` when columns of metadata are calculated for every row: these alone make nobody.
    """
    sheet, header = drawn.sheet, drawn.header
    named = name_columns(drawn.headings, headers)
    left = left_rows(sheet, header, {n: each.role for n, each in named.items()})
    left = _without_people(drawn, left)
    lone = far_rows(sheet, header)
    left = tuple(each for each in left if not lone & set(each.rows))
    away = lone.union(*(each.rows for each in left))
    rows = _rows_of_people(sheet, header, away, named, of_formulas=of_formulas)
    columns = tuple(_columns(sheet, named, rows))
    columns, problems = _edited(path, columns)
    problems += tuple(problems_of(path, sheet, far_cells(sheet, header, named)))
    titled = [n for n in named if any(not is_blank(sheet.at(row, n)) for row in header)] or [0]
    return Table(
        path,
        drawn.layout,
        sheet.name,
        len(rows),
        columns,
        cell_range((min(titled), max(titled)), (header[-1], header[-1])),
        outside=_above(sheet, header[0]),
        why=drawn.why,
        why_params=drawn.why_params,
        header_rows=tuple(header),
        left=left,
        problems=problems,
    )


def _without_people(drawn: Drawn, left: Sequence[Left]) -> tuple[Left, ...]:
    """Keep the rows of people who chose what stands over their cells: titles say no more than that.

    A row of titles repeated has none of the details that a tool wrote for every answer.
    """
    details = [n for n, heading in drawn.headings.items() if heading.given]

    def is_somebody(row: int) -> bool:
        said = {n: title_at(drawn.sheet, row, n) for n in details}
        return any(t and t not in drawn.headings[n].titles for n, t in said.items())

    found = []
    for each in left:
        rows = [r for r in each.rows if each.code != AGAIN or not is_somebody(r)]
        cells = [cell for cell in each.cells if cell.row in rows]
        found += [replace(each, rows=rows, cells=cells)] if rows else []
    return tuple(found)


def _rows_of_people(
    sheet: Sheet,
    header: Sequence[int],
    away: Container[int],
    named: Mapping[int, Named],
    *,
    of_formulas: bool,
) -> list[int]:
    """Return the rows that hold anything in a column that is not calculated for everybody."""
    formulas = {n for n, each in named.items() if of_formulas and each.role == table.METADATA}
    width = max(named, default=0) + 1
    return [
        row
        for row, cells in sheet
        if row > header[-1]
        and row not in away
        and any(value is not None and not is_blank(value) for n, value in enumerate(cells[:width])
                if n not in formulas)
    ]  # fmt: skip


def _columns(sheet: Sheet, named: Mapping[int, Named], rows: list[int]) -> Iterator[Column]:
    cells = list(zip_longest(*(sheet.rows[row] for row in rows)))
    nothing: Sequence[Value] = (None,) * len(rows)
    for n, each in named.items():
        values = cells[n] if n < len(cells) else nothing
        role, target = _by_content(each, values)
        yield Column(
            each.header,
            role,
            target,
            sheet.name,
            n,
            rows,
            list(values),
            match=each.match,
            suggestion=each.suggestion if role == table.UNKNOWN else "",
            likeness=each.likeness if role == table.UNKNOWN else 0.0,
        )


def _by_content(named: Named, values: Sequence[Value]) -> tuple[str, str]:
    """Return a column's role once its cells were looked at: personal data needs no title."""
    if named.role == table.RESPONDENT:
        return id_meaning(values)
    if named.role == table.UNKNOWN and named.target != IGNORED and not named.suggestion:
        kind = personal_kind(values)
        if kind:
            return table.PERSONAL, kind
    return named.role, named.target


def _edited(
    path: str, columns: tuple[Column, ...]
) -> tuple[tuple[Column, ...], tuple[Problem, ...]]:
    """Name second columns that complete the first: the question was changed while people answered.

    Nobody answered both, so both are probably the same question; a person must say so.
    """
    first = {c.target: c for c in columns if c.role == table.ITEM}
    found: dict[int, Column] = {}
    problems: list[Problem] = []
    for column in columns:
        before = first.get(column.target)
        if column.role != table.REPEATED or before is None:
            continue
        rows = [r for r, v in zip(column.rows, column.values, strict=True) if not is_blank(v)]
        both = zip(before.values, column.values, strict=True)
        if not rows or any(not is_blank(a) and not is_blank(b) for a, b in both):
            continue
        found[column.index] = replace(column, fate="ignored")
        cells = cell_range((column.index, column.index), (min(rows), max(rows)))
        params = {"item": column.target, "count": str(len(rows))}
        where = source(path, column.sheet, cells)
        problems.append(Problem(where, "COLUMN_EDITED", column.header, params))
    return tuple(found.get(c.index, c) for c in columns), tuple(problems)


def _above(sheet: Sheet, top: int) -> list[Outside]:
    return [
        Outside(sheet.name, row, n, value)
        for row, cells in sheet
        if row < top
        for n, value in enumerate(cells)
        if not is_blank(value)
    ]
