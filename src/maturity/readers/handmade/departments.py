"""One figure per department and question: a rounded mean, or what one person answered? Ask.

Functions are also what people say of themselves. A table is asked about where nothing else tells
its people apart, each function stands there once, and something speaks of departments: a total
below them, their names where an id is expected, or a title such as *Service*.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturity.errors import Problem
from maturity.instrument import Attribute
from maturity.readers.book import Book
from maturity.readers.handmade.drawn import Drawn, area, choice_of
from maturity.readers.handmade.rows import is_total_label, number_of
from maturity.readers.handmade.words import among, bare
from maturity.readers.sheet import Formula, Percent, Sheet, Value, as_written, is_blank
from maturity.readers.table import Table

UNSURE = "AGGREGATE_UNSURE"
_FEW, _SOME, _MOST = (
    2,
    3,
    2 / 3,
)  # departments where no title says what they are, and where one does
_TITLES_WITHIN = 12


@dataclass(frozen=True, slots=True)
class Departments:
    """Labels that are departments or people's functions, by what attribute, under what title."""

    attribute: Attribute
    first: str
    title: str

    def problem(self, where: str, count: str) -> Problem:
        """Return the question to ask, with the line that confirms that they are people."""
        title = self.title or self.attribute.id
        line = f"{json.dumps(title, ensure_ascii=False)}: {self.attribute.id}"
        return Problem(where, UNSURE, self.first, {"count": count, "title": title, "line": line})


def departments_in_rows(
    book: Book, sheet: Sheet, header: int, items: Mapping[int, str]
) -> Departments | None:
    """Return what stands before rows of figures if they may be departments, None if not."""
    rows = [cells for row, cells in sheet if row > header]
    width = max(map(len, rows), default=0)
    beside = [n for n in range(width) if n not in items and _is_filled(rows, n)]
    sums = [n for n in beside if is_total_label(_title(sheet, header, n))]
    if len(beside) - len(sums) != 1:
        return None
    (column,) = set(beside) - set(sums)
    said = [as_written(c[column]).strip() for c in rows if len(c) > column]
    labels = [label for label in said if label and not is_total_label(label)]
    found = _departments(book, labels, _title(sheet, header, column))
    closed = bool(sums) or len(labels) < sum(map(bool, said))
    return found if found and _speaks_of_many(book, found, len(labels), closed=closed) else None


def read_departments(drawn: Drawn) -> Iterator[Table]:
    """Refuse questions in rows beside one column of whole numbers per department."""
    listing, sheet = drawn.listing, drawn.sheet
    above = [row for row, _ in sheet if row < listing.first][-_TITLES_WITHIN:]
    columns = [n for n in listing.beside() if _are_figures(drawn, n)]
    titled = [r for r in above if 2 * sum(map(bool, _titles(sheet, r, columns))) > len(columns)]
    if len(titled) != 1:
        return
    labels = [each for each in _titles(sheet, titled[0], columns) if not is_total_label(each)]
    lead = (as_written(value).strip() for value in sheet.rows[titled[0]][: listing.right])
    found = _departments(drawn.book, labels, next(filter(None, reversed(list(lead))), ""))
    if found is None:
        return
    cells = [(row, n) for row in listing.items for n in columns if not is_blank(sheet.at(row, n))]
    where = area(drawn.book.path, sheet.name, cells)
    yield drawn.refused(found.problem(where, str(len(cells))))


def _speaks_of_many(book: Book, found: Departments, size: int, *, closed: bool) -> bool:
    """Tell whether rows may be departments; under a title for people's functions, if summed up."""
    headers, title = book.headers, found.title
    if headers.attribute(title) != found.attribute.id:
        return True
    own = headers.is_label(title, found.attribute.id) or bare(title) == bare(found.attribute.id)
    return size >= _SOME and (closed or (not own and among(title, "columns", "departments")))


def _departments(book: Book, labels: Sequence[str], title: str) -> Departments | None:
    """Return the attribute of which most labels are choices, each once."""
    if len(labels) < _FEW or len(set(map(bare, labels))) < len(labels):
        return None
    if title and book.headers.is_confirmed(title):
        return None
    for attribute in book.instrument.attributes:
        known = [each for each in labels if choice_of(book.instrument, attribute.id, each)]
        if len(known) >= _FEW and len(known) >= _MOST * len(labels):
            return Departments(attribute, known[0], title)
    return None


def _are_figures(drawn: Drawn, column: int) -> bool:
    cells = (drawn.sheet.at(row, column) for row in drawn.listing.items)
    filled = [value for value in cells if not is_blank(value)]
    figures = (isinstance(v, Formula | Percent) or number_of(v) is not None for v in filled)
    return len(filled) >= _FEW and all(figures)


def _is_filled(rows: Iterable[Sequence[Value]], column: int) -> bool:
    return any(column < len(cells) and not is_blank(cells[column]) for cells in rows)


def _titles(sheet: Sheet, row: int, columns: Sequence[int]) -> list[str]:
    return [_title(sheet, row, n) for n in columns]


def _title(sheet: Sheet, row: int, column: int) -> str:
    return as_written(sheet.at(row, column)).strip()
