"""What a workbook of several sheets says by its sheets: whose they are, and which show how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.readers import table
from maturity.readers.handmade.drawn import choice_of, refused
from maturity.readers.handmade.words import bare, listed
from maturity.readers.sheet import (
    Area,
    Formula,
    Sheet,
    Value,
    as_written,
    cell_range,
    is_blank,
    source,
)
from maturity.readers.table import Column, Table


def kind_of_sheet(name: str) -> str:
    """Return ``template`` or ``example`` for a sheet that shows how it is done, else nothing."""
    words = {bare(name), *bare(name).replace("_", " ").split()}
    for kind in ("template", "example"):
        if words & listed("sheets", kind):
            return kind
    return ""


def is_answered(found: Table) -> bool:
    """Tell whether anybody answered anything in a table."""
    items = (column for column in found.columns if column.role in table.ANSWER_ROLES)
    return any(not is_blank(value) for column in items for value in column.values)


def left_alone(found: Table) -> Problem | None:
    """Return why a sheet is nobody's although it is laid out like the others, None if it is not."""
    kind = kind_of_sheet(found.sheet)
    if not kind or found.size > 1:
        return None
    code = "SHEET_EXAMPLE" if is_answered(found) else "SHEET_TEMPLATE"
    return Problem(source(found.path, found.sheet), code, found.sheet)


def without_copies(tables: Sequence[Table]) -> list[Table]:
    """Refuse the tables that only calculate what another table of the file holds as typed."""
    typed = any(found.size and not _is_calculated(found) for found in tables)
    return [_copy(found) if typed and _is_calculated(found) else found for found in tables]


def _is_calculated(found: Table) -> bool:
    if found.properties.get("maturity_form"):
        return False
    formulas = 0
    for column in found.columns:
        for value in column.values if column.role in table.ANSWER_ROLES else ():
            if not isinstance(value, Formula | None) and not is_blank(value):
                return False  # nearly always the first one
            formulas += value is not None and not is_blank(value)
    return formulas > 1


def _copy(found: Table) -> Table:
    where = source(found.path, found.sheet)
    return refused(found.path, found.sheet, Problem(where, "SHEET_CALCULATED", found.sheet))


def completed(found: Table, sheets: Sequence[Sheet], instrument: Instrument) -> Table:
    """Return a table with what its sheet says of all its people, by its name or merged cells."""
    if not found.size or found.properties.get("maturity_form"):
        return found
    merged = _unmerged(found, sheets)
    return _named_by_sheet(merged, instrument)


def _named_by_sheet(found: Table, instrument: Instrument) -> Table:
    """Take a sheet's name for what its people have in common, where no column says it."""
    said = {column.target for column in found.columns if column.role == table.ATTRIBUTE}
    named = [
        attribute
        for attribute in instrument.attributes
        if attribute.choices and choice_of(instrument, attribute.id, found.sheet) is not None
    ]
    items = [column for column in found.columns if column.role == table.ITEM]
    if len(named) != 1 or named[0].id in said or not items:
        return found
    attribute, beside = named[0], items[0]
    values = [found.sheet] * found.size
    column = Column(
        found.sheet, table.ATTRIBUTE, attribute.id, found.sheet, beside.index, beside.rows, values,
        indices=beside.indices,
    )  # fmt: skip
    params = {"attribute": attribute.label}
    where = source(found.path, found.sheet)
    problem = Problem(where, "FUNCTION_FROM_SHEET", found.sheet, params)
    return replace(found, columns=(*found.columns, column), problems=(*found.problems, problem))


def _unmerged(found: Table, sheets: Sequence[Sheet]) -> Table:
    """Give what stands in a merged cell to everybody beside it, for details only."""
    areas = {sheet.name: sheet.merged for sheet in sheets if sheet.merged}
    problems: list[Problem] = []
    columns = [
        _spread(found, column, areas[column.sheet], problems)
        if column.role == table.ATTRIBUTE and column.sheet in areas
        else column
        for column in found.columns
    ]
    return replace(found, columns=tuple(columns), problems=(*found.problems, *problems))


def _spread(found: Table, column: Column, areas: Sequence[Area], problems: list[Problem]) -> Column:
    values: list[Value] = list(column.values)
    for area in areas:
        inside = [n for n in range(found.size) if _holds(area, column, n)]
        first = next((values[n] for n in inside if not is_blank(values[n])), None)
        if len(inside) < 2 or first is None:  # noqa: PLR2004 - one cell says it of one person
            continue
        for n in inside:
            values[n] = first
        across, down = (area.first_column, area.last_column), (area.first_row, area.last_row)
        where = source(found.path, column.sheet, cell_range(across, down))
        params = {"count": str(len(inside))}
        problems.append(Problem(where, "DETAIL_MERGED", as_written(first), params))
    return replace(column, values=values)


def _holds(area: Area, column: Column, respondent: int) -> bool:
    row, index = column.rows[respondent], column.index_of(respondent)
    return area.first_row <= row <= area.last_row and area.first_column <= index <= area.last_column
