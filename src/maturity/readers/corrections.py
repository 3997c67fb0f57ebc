"""What a client typed on the first sheet of an annotated copy, put into the cells it is meant for.

That sheet names one cell a row, in hidden columns, with what stood there when it was written. A
correction counts only while that still stands there: in a sheet where rows have moved since, it
would else end in somebody else's answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from maturity.language import LANGUAGES, sentence
from maturity.readers.addresses import area_of
from maturity.readers.sheet import (
    Remark,
    Sheet,
    Value,
    Workbook,
    as_written,
    cell_range,
    is_blank,
)

PROPERTY = "maturity_corrections"  # of an annotated copy: the fingerprint of what it was made of
COPY_OF = "copy_of"  # the note of a workbook that says so
KEYS = ("maturity_sheet", "maturity_cell", "maturity_found")  # titles of the hidden columns
_TITLE_WITHIN = 40
_COMPARED = 32_000  # Excel keeps no longer text


@dataclass(frozen=True, slots=True)
class Correction:
    """A value typed for a cell: ``at`` is where it was typed, ``found`` what was to be corrected.

    ``sheet`` and ``cell`` are as the hidden columns have them, which a person may have spoiled.
    """

    at: tuple[int, int]
    sheet: str
    cell: str
    found: str
    value: Value


@dataclass(frozen=True, slots=True)
class Corrections:
    """The sheet of corrections of a workbook, and what is typed on it."""

    sheet: Sheet
    typed: tuple[Correction, ...]


@dataclass(slots=True)
class _Sheets:
    """The sheets of a workbook while corrections are put into them."""

    sheets: dict[str, Sheet]
    changed: dict[str, dict[int, list[Value]]] = field(default_factory=dict)

    def at(self, sheet: str, row: int, column: int) -> Value:
        cells = self._rows(sheet).get(row, ())
        return cells[column] if column < len(cells) else None

    def put(self, sheet: str, row: int, column: int, value: Value) -> None:
        rows = self.changed.setdefault(sheet, dict(self.sheets[sheet].rows))
        cells = list(rows.get(row, ()))
        cells += [None] * (column + 1 - len(cells))
        cells[column] = value
        rows[row] = cells

    def _rows(self, sheet: str) -> Mapping[int, list[Value]]:
        return self.changed.get(sheet, self.sheets[sheet].rows)

    def all(self) -> tuple[Sheet, ...]:
        return tuple(
            replace(each, rows=self.changed.get(each.name, each.rows))
            for each in self.sheets.values()
        )


def corrected(workbook: Workbook) -> Workbook:
    """Return a workbook with the corrections of its first sheet in place, and without that sheet.

    A workbook that is no annotated copy is returned as it is.
    """
    found = corrections_of(workbook)
    return put_in_place(workbook, found)[0] if found else workbook


def corrections_of(workbook: Workbook) -> Corrections | None:
    """Return what is typed on the sheet of corrections, None where there is no such sheet."""
    for sheet in workbook.sheets:
        place = _titles(sheet)
        if place:
            return Corrections(sheet, tuple(_typed(sheet, *place)))
    return None


def put_in_place(
    workbook: Workbook, found: Corrections
) -> tuple[Workbook, dict[tuple[str, int, int], Value]]:
    """Return the workbook with its corrections, and the new values by sheet, row and column."""
    kept = _Sheets({s.name: s for s in workbook.sheets if s is not found.sheet})
    remarks: list[Remark] = []
    done: dict[tuple[str, int, int], Value] = {}
    taken: list[Correction] = []
    for each in found.typed:
        area = area_of(each.cell)
        if each.sheet not in kept.sheets or area is None or area[:2] != area[2:]:
            remarks.append(_remark("CORRECTION_UNKNOWN", found, each, cell=each.cell or "–"))
            continue
        row, column = area[:2]
        now = kept.at(each.sheet, row, column)
        if _same(as_written(now), as_written(each.value)):
            continue  # corrected in the cell as well
        if not _same(as_written(now), each.found):
            params = {"cell": each.cell, "expected": each.found, "now": as_written(now)}
            remarks.append(_remark("CORRECTION_STALE", found, each, **params))
            continue
        kept.put(each.sheet, row, column, each.value)
        done[each.sheet, row, column] = each.value
        taken.append(each)
    if taken:
        rows, columns = zip(*(each.at for each in taken), strict=True)
        cells = cell_range((min(columns), max(columns)), (min(rows), max(rows)))
        count = {"count": str(len(taken))}
        remarks.append(Remark("CORRECTIONS_READ", "", count, found.sheet.name, cells))
    others = (each for each in workbook.remarks if each.sheet != found.sheet.name)
    remarks = [*others, *remarks]
    notes = {**workbook.notes, COPY_OF: workbook.properties.get(PROPERTY, "")}
    sheets = kept.all()
    return replace(workbook, sheets=sheets, remarks=tuple(remarks), notes=notes), done


def _remark(code: str, found: Corrections, each: Correction, **params: str) -> Remark:
    row, column = each.at
    cells = cell_range((column, column), (row, row))
    return Remark(code, as_written(each.value), params, found.sheet.name, cells)


def _same(one: str, other: str) -> bool:
    return " ".join(one.split())[:_COMPARED] == " ".join(other.split())[:_COMPARED]


def _titles(sheet: Sheet) -> tuple[int, int, int] | None:
    """Return the row of titles, the first hidden column and the column of corrections."""
    for row, cells in sheet:
        if row > _TITLE_WITHIN:
            return None
        words = [as_written(value) for value in cells]
        if KEYS[0] in words:
            first = words.index(KEYS[0])
            if tuple(words[first : first + len(KEYS)]) == KEYS:
                named = (
                    n
                    for n, word in enumerate(words)
                    if word in _told("annotated.column.correction")
                )
                return row, first, next(named, max(first - 1, 0))
    return None


@cache
def _told(key: str) -> frozenset[str]:
    return frozenset(sentence(key, language) for language in LANGUAGES)


def _typed(sheet: Sheet, top: int, keys: int, column: int) -> Iterator[Correction]:
    for row, _ in sheet:
        value = sheet.at(row, column)
        # Where nothing can be typed, our own words say so.
        if (
            row > top
            and not is_blank(value)
            and as_written(value) not in _told("annotated.in_place")
        ):
            words = [as_written(sheet.at(row, keys + n)) for n in range(len(KEYS))]
            yield Correction((row, column), words[0].strip(), words[1].strip(), words[2], value)
