"""Sheets that list the questions down their rows: where they stand, and what stands beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from maturity.readers.handmade.words import bare
from maturity.readers.headers import Headers
from maturity.readers.headings import BETWEEN
from maturity.readers.naming import named_in_rows
from maturity.readers.sheet import Sheet, as_written, is_blank

_COLUMNS_WITHIN, _ROWS_WITHIN, _ACROSS = 12, 5000, 12
_SCATTERED = 3  # filled cells of the column of questions for one that is a question


@dataclass(frozen=True, slots=True)
class Listing:
    """The questions of a sheet: item by row, and the columns of ids and texts, leftmost first.

    ``across`` is how many items one of the first rows names; ``crossed`` gives, for rows whose
    titles name two items, what they say together, and the second item.
    """

    sheet: Sheet
    items: Mapping[int, str]
    columns: tuple[int, ...]
    across: int
    crossed: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The row of the first question."""
        return min(self.items)

    @property
    def last(self) -> int:
        """The row of the last question."""
        return max(self.items)

    @property
    def size(self) -> int:
        """How many different items are listed."""
        return len(set(self.items.values()))

    @property
    def right(self) -> int:
        """The first column after the questions."""
        return max(self.columns) + 1

    def title(self, row: int) -> str:
        """Return what stands in the columns of questions of a row, the first that does."""
        written = (as_written(self.sheet.at(row, n)).strip() for n in self.columns)
        return next(filter(None, written), "")

    def wording(self, row: int) -> str:
        """Return the longest of a row's titles: its text rather than its number."""
        return max((as_written(self.sheet.at(row, n)).strip() for n in self.columns), key=len)

    def beside(self) -> range:
        """Return the columns to the right of the questions, as far as anything stands in them."""
        return range(self.right, max(map(len, self.sheet.rows.values()), default=0))

    def is_repeated(self, row: int) -> bool:
        """Tell whether an earlier row asks the same."""
        item = self.items.get(row)
        return any(other == item for place, other in self.items.items() if place < row)


def listing_of(sheet: Sheet, headers: Headers) -> Listing | None:
    """Find the questions of a sheet; None when no column lists more than a row does.

    Ids may be numbers, and so may answers: a number counts only beside the item's text.
    """
    if _across(sheet, headers) > _ACROSS:
        return None
    columns = _columns(sheet, headers)
    main = max(columns, key=lambda n: (len(set(columns[n].values())), -n), default=None)
    if main is None:
        return None
    beside = [n for n, each in columns.items() if n == main or _go_with(each, columns[main])]
    items: dict[int, str] = {}
    for n in (main, *beside):
        items = {**columns[n], **items}
    across = _across(sheet, headers, frozenset(beside) - {main})
    if len(set(items.values())) <= across or _are_scattered(sheet, items, main):
        return None
    crossed: dict[int, tuple[str, str]] = {}
    for row, item in items.items():
        others = [columns[n][row] for n in beside if columns[n].get(row, item) != item]
        titles = [as_written(sheet.at(row, n)).strip() for n in sorted(beside)]
        said = BETWEEN.join(filter(None, titles))
        if others and headers.is_confirmed(said):
            items[row] = headers.item(said) or item
        elif others:
            crossed[row] = said, others[0]
    return Listing(sheet, dict(sorted(items.items())), tuple(sorted(beside)), across, crossed)


def _are_scattered(sheet: Sheet, items: Mapping[int, str], column: int) -> bool:
    """Tell whether most of a column is about something else: a budget may have a line called id."""
    inside = range(min(items), max(items) + 1)
    filled = sum(not is_blank(sheet.at(row, column)) for row in inside if row in sheet.rows)
    return _SCATTERED * len(items) < filled


def _across(sheet: Sheet, headers: Headers, but: frozenset[int] = frozenset()) -> int:
    """Return how many items one of the first rows names; bare numbers may be the scale's points.

    Columns that name the questions once more are left out.
    """
    named = {
        row: {
            item
            for n, item in items.items()
            if n not in but and not bare(as_written(sheet.at(row, n))).isdigit()
        }
        for row, items in named_in_rows(sheet, headers).items()
    }
    return max(map(len, named.values()), default=0)


def _columns(sheet: Sheet, headers: Headers) -> dict[int, dict[int, str]]:
    """Return the items that each of the first columns names, by row."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    item = cache(headers.item)
    for row, cells in sheet:
        if row > _ROWS_WITHIN:
            break
        words = {n: as_written(v) for n, v in enumerate(cells[:_COLUMNS_WITHIN]) if not is_blank(v)}
        named = {n: each for n, word in words.items() if (each := item(word))}
        worded = {n: each for n, each in named.items() if not bare(words[n]).isdigit()}
        for n, each in named.items():
            if n in worded or each in worded.values():
                found[n][row] = each
    return found


def _go_with(items: Mapping[int, str], main: Mapping[int, str]) -> bool:
    """Tell whether a column names items beside another: the same ones, as a rule, or others."""
    beside = sum(row in main for row in items)
    return 2 * beside >= len(items) and 2 * beside >= len(main)
