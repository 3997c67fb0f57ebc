"""Values as they cross to the child process, and the results of formulas that openpyxl drops."""

from __future__ import annotations

from datetime import datetime

from maturity.readers.sheet import (
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Stored,
    Truth,
    Value,
    Workbook,
    as_written,
    cell_range,
)
from maturity.writers.annotated.text import escaped

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel has no zones
_DAY = 86_400


def stored_results(workbook: Workbook) -> dict[str, dict[str, tuple[str, str]]]:
    """Return, by sheet and cell, the kind and text of every result stored with a formula."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for sheet in workbook.sheets:
        results = {
            cell_range((column, column), (row, row)): _result(value.value)
            for row, cells in sheet.rows.items()
            for column, value in enumerate(cells)
            if isinstance(value, Formula) and value.value is not None
        }
        if results:
            found[sheet.name] = results
    return found


def _result(value: Stored) -> tuple[str, str]:
    """Return a result as a cell of OOXML holds it: its type, and its text."""
    match value:
        case Truth():
            return "b", str(int(value.value))
        case ErrorValue():
            return "e", value.text
        case Percent():
            return "n", repr(value.share)
        case Moment() if value.at is not None:
            return "n", repr((value.at - _EPOCH).total_seconds() / _DAY)
        case float():
            return "n", repr(value)
        case _:
            return "str", escaped(as_written(value))


def typed(value: Value) -> str | float | bool:
    """Return a correction as a plain value: what is no number or truth is kept as its text."""
    if isinstance(value, Formula):
        return typed(value.value)
    if isinstance(value, Truth):
        return value.value
    return value if isinstance(value, float) else as_written(value)
