"""Exports of survey tools, one module each: recognised by content, never by name or language.

A recogniser looks at the first rows of a sheet and says where the titles stand and what stands over
each column; ``refine`` then does what only this tool needs once the columns are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.exports import (
    google_forms,
    kobo,
    limesurvey,
    microsoft_forms,
    qualtrics,
    sphinx,
    surveymonkey,
    typeform,
)
from maturity.readers.exports.near import names_nearly
from maturity.readers.exports.top import Top, top_of
from maturity.readers.naming import is_ours
from maturity.readers.people_rows import Drawn, table_of
from maturity.readers.sheet import Sheet
from maturity.readers.stacked import parts_of
from maturity.readers.table import Table

__all__ = ["read_exports"]


@dataclass(frozen=True, slots=True)
class _Tool:
    """How a tool is recognised, and what is done with its table afterwards."""

    recognise: Callable[[Top], Drawn | None]
    refine: Callable[[Book, Drawn, Table], Table]


def _as_it_is(_book: Book, _drawn: Drawn, found: Table) -> Table:
    return found


# The surest signatures first: one that is known by little comes after those that say their name.
TOOLS: tuple[_Tool, ...] = (
    _Tool(qualtrics.recognise, qualtrics.refine),
    _Tool(surveymonkey.recognise, surveymonkey.refine),
    _Tool(kobo.recognise, kobo.refine),
    _Tool(limesurvey.recognise, limesurvey.refine),
    _Tool(typeform.recognise, _as_it_is),
    _Tool(sphinx.recognise, _as_it_is),
    _Tool(microsoft_forms.recognise, _as_it_is),
    _Tool(google_forms.recognise, _as_it_is),
)


def read_exports(book: Book) -> Iterator[Table]:
    """Yield a table per sheet that a survey tool exported and that asks this questionnaire."""
    if book.workbook.form:
        return
    for sheet in book.sheets:
        if sheet.hidden or not sheet.rows or is_ours(book.workbook, sheet):
            continue
        parts = [list(_read(book, part)) for part in parts_of(sheet, book.headers)]
        if all(parts):  # what stands below is not lost on a table that is none of the tool's
            yield from chain.from_iterable(parts)


def _read(book: Book, sheet: Sheet) -> Iterator[Table]:
    """Yield what a sheet holds if a tool exported it."""
    top = top_of(sheet, book.headers)
    for tool in TOOLS:
        drawn = tool.recognise(top)
        if drawn is None:
            continue
        found = table_of(book.path, drawn, book.headers)
        if _asks(found, book):
            yield tool.refine(book, drawn, found)
        break


def _asks(found: Table, book: Book) -> bool:
    """Tell whether a table asks something of the instrument: surely, nearly, or in two voices.

    A column whose text and code name two items is as like its suggestion as can be.
    """
    surely = any(c.role == table.ITEM or c.likeness == 1 for c in found.columns)
    return surely or names_nearly(found, book.headers)
