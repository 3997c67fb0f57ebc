"""A sheet somebody drew, with all that is needed to recognise it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from maturity.errors import Param, Problem
from maturity.instrument import Instrument, normalised
from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.handmade.listing import Listing
from maturity.readers.handmade.plausible import Plausible
from maturity.readers.headers import Headers
from maturity.readers.sheet import Sheet, cell_range, is_blank, source
from maturity.readers.table import Column, Left, Outside, Table

REFUSED = "refused"  # the layout of what was recognised and is not people: it reaches no further
IGNORED, UNREADABLE = "ignored", "unreadable"  # the fates a layout may decide


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet that lists questions; ``alone`` when no other sheet of the file does."""

    book: Book
    listing: Listing
    plausible: Plausible
    alone: bool = True

    @property
    def sheet(self) -> Sheet:
        """The sheet."""
        return self.listing.sheet

    @property
    def headers(self) -> Headers:
        """What titles mean."""
        return self.book.headers

    def is_choice(self, attribute: str, title: str) -> bool:
        """Tell whether a title is one of the choices of an attribute."""
        return choice_of(self.book.instrument, attribute, title) is not None

    def problem(
        self, cells: Iterable[tuple[int, int]], code: str, found: str = "", **params: Param
    ) -> Problem:
        """Return a problem over the range of some cells, given as row and column."""
        return Problem(area(self.book.path, self.sheet.name, cells), code, found, params)

    def refused(self, problem: Problem) -> Table:
        """Return a table of nobody, which claims the sheet and says why it is not read."""
        return refused(self.book.path, self.sheet.name, problem)


@dataclass(slots=True)
class Found:
    """The parts of a table while they are gathered."""

    columns: list[Column] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)

    def table(
        self, drawn: Drawn, layout: str, size: int, header: Sequence[int], **why: str
    ) -> Table:
        """Return the table, recognised as ``layout``."""
        first = max(header, default=drawn.listing.first)
        across = [column.index for column in self.columns if column.sheet == drawn.sheet.name]
        return Table(
            drawn.book.path,
            layout,
            drawn.sheet.name,
            size,
            tuple(_matched(column, drawn) for column in self.columns),
            cell_range((min(across, default=0), max(across, default=0)), (first, first)),
            drawn.book.workbook.properties,
            tuple(self.outside),
            why=f"cli.layout_why.{layout}",
            why_params=why,
            header_rows=tuple(header),
            aside=self.aside,
            left=tuple(self.left),
            problems=tuple(self.problems),
        )


def _matched(column: Column, drawn: Drawn) -> Column:
    """Say how a row's words named its item, or which item they resemble: a guess to ask about.

    So are answers beside an id and a text that name two different items.
    """
    headers, rows = drawn.headers, set(column.rows)
    crossed = drawn.listing.crossed.get(next(iter(rows))) if len(rows) == 1 else None
    asked = column.role in {table.ITEM, table.REPEATED} and column.sheet == drawn.sheet.name
    if crossed and asked and not column.fate:
        said, item = crossed
        return replace(
            column, header=said, role=table.UNKNOWN, target="", suggestion=item, likeness=1.0
        )
    if column.role in {table.ITEM, table.REPEATED}:
        found = headers.match(column.header)
        return replace(column, match=found.how) if found else column
    if column.role == table.UNKNOWN and column.header and not column.target:
        suggestion, likeness = headers.nearest([column.header])
        return replace(column, suggestion=suggestion, likeness=likeness)
    return column


def choice_of(instrument: Instrument, attribute: str, title: str) -> str | None:
    """Return the id of the choice of an attribute that a title names, None when it names none."""
    found = instrument.attribute(attribute)
    plain = normalised(title)
    for choice in found.choices if found else ():
        if plain in map(normalised, (choice.id, *choice.label.values(), *choice.aliases)):
            return choice.id
    return None


def refused(path: str, sheet: str, *problems: Problem) -> Table:
    """Return a table of nobody, which claims a sheet and says why it is not read."""
    return Table(path, REFUSED, sheet, 0, (), "", problems=problems)


def area(path: str, sheet: str, cells: Iterable[tuple[int, int]]) -> str:
    """Return the address of the smallest range that holds some cells."""
    rows, columns = zip(*cells, strict=True)
    across, down = (min(columns), max(columns)), (min(rows), max(rows))
    return source(path, sheet, cell_range(across, down))


def one(
    sheet: Sheet, place: tuple[int, int], title: str, role: str, target: str = "", *, fate: str = ""
) -> Column:
    """Return the column of a single respondent: one cell."""
    row, index = place
    return Column(title, role, target, sheet.name, index, [row], [sheet.at(row, index)], fate=fate)


def cells_of(sheet: Sheet, rows: Iterable[int], columns: Sequence[int]) -> list[Outside]:
    """Return what is filled in some columns of some rows."""
    return [
        Outside(sheet.name, row, n, value)
        for row in rows
        for n in columns
        if not is_blank(value := sheet.at(row, n))
    ]
