"""The door of the layouts people draw: which of them a sheet is, if any."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.readers.book import Book
from maturity.readers.handmade.aggregate import read_across, read_counts, read_means
from maturity.readers.handmade.departments import read_departments
from maturity.readers.handmade.drawn import REFUSED, Drawn, refused
from maturity.readers.handmade.forms import read_form
from maturity.readers.handmade.listing import Listing, listing_of
from maturity.readers.handmade.long import read_long
from maturity.readers.handmade.marks import grid_of, read_marks
from maturity.readers.handmade.plausible import Plausible
from maturity.readers.handmade.sheets import left_alone
from maturity.readers.handmade.transposed import read_transposed
from maturity.readers.table import Table

_ENOUGH = 2  # questions a sheet must list, where the questionnaire has as many


def read_handmade(book: Book) -> Iterator[Table]:
    """Yield the tables of sheets that list questions down their rows, whatever stands beside.

    Workbooks of our own are left to their own layout, and so are sheets that list far fewer
    questions than another: a word in a note must not make a respondent.
    """
    if book.workbook.form:
        return
    sheets = [sheet for sheet in book.sheets if not sheet.hidden and sheet.rows]
    found = [(sheet, listing_of(sheet, book.headers)) for sheet in sheets]
    listings = [listing for _, listing in found if listing and _is_enough(book, listing)]
    most = max((max(each.size, each.across) for each in listings), default=0)
    listings = [each for each in listings if 2 * each.size >= most]
    plausible = Plausible(book.instrument)
    tables: list[Table] = []
    for listing in listings:
        drawn = Drawn(book, listing, plausible, alone=len(listings) == 1)
        tables += _read(drawn)
    listed = {table.sheet for table in tables}
    for sheet, _ in found:
        if sheet.name not in listed:
            tables += read_across(book, sheet, plausible)
    yield from _without_patterns(tables)


def _is_enough(book: Book, listing: Listing) -> bool:
    return listing.size >= min(_ENOUGH, len(book.instrument.items))


def _read(drawn: Drawn) -> list[Table]:
    """Return what the first layout makes of a sheet that recognises it."""
    grid = grid_of(drawn)
    for tables in (
        read_long(drawn),
        read_counts(drawn, grid),
        read_marks(drawn, grid),
        read_means(drawn),
        read_departments(drawn),
        read_transposed(drawn),
        read_form(drawn),
    ):
        if found := list(tables):
            return found
    return []


def _without_patterns(tables: list[Table]) -> Iterator[Table]:
    """Leave alone the sheets that show how it is done, where others were filled."""
    for table in tables:
        alone = left_alone(table) if len(tables) > 1 and table.layout != REFUSED else None
        yield refused(table.path, table.sheet, alone) if alone else table
