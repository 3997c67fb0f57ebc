"""Answers as marks: a cross below the heading of a point, in the row of a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturity.readers import table
from maturity.readers.handmade.columns import ANSWER, header_row, meaning_of, titles_at
from maturity.readers.handmade.drawn import IGNORED, UNREADABLE, Drawn, Found, one
from maturity.readers.handmade.forms import below, beside_answers, details
from maturity.readers.handmade.plausible import MISSING, Plausible
from maturity.readers.handmade.rows import number_of
from maturity.readers.handmade.words import among, bare
from maturity.readers.headers import Meaning
from maturity.readers.sheet import Sheet, Truth, Value, as_written, is_blank
from maturity.readers.table import Column, Table

_BEGINNINGS, _FEWEST = (0, 1), 3  # of the numbers that head a grid

TICKED, OPEN, STRANGE = "ticked", "open", "strange"


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns headed by the points of a scale: ``headings`` by column, in row ``row``.

    Further rows with such headings below ``row`` hold for the questions that follow them.
    """

    row: int
    headings: Mapping[int, Value]
    others: Mapping[int, Mapping[int, Value]]

    def at(self, row: int) -> Mapping[int, Value]:
        """Return the headings that hold for a row: the nearest above it."""
        above = [each for each in self.others if each < row]
        return self.others[max(above)] if above else self.headings


def grid_of(drawn: Drawn) -> Grid | None:
    """Find the headings of a grid of marks or counts; None when there are none."""
    listing = drawn.listing
    found: dict[int, dict[int, Value]] = {}
    first, last = listing.first, listing.last
    lowest = {item: at for at, item in listing.items.items()}  # rows ascend: the last one stays
    for row, _ in listing.sheet:
        if row > last:
            break
        if row not in listing.items:
            below_it = [item for item, at in lowest.items() if at > row] or [""]
            headings = _headings(drawn, row, below_it)
            if headings:
                found[row] = headings
    above = [row for row in found if row < first]
    if not above:
        return None
    top = max(above)
    return Grid(top, found[top], {row: h for row, h in found.items() if row > top})


def read_marks(drawn: Drawn, grid: Grid | None) -> Iterator[Table]:
    """Yield one respondent where questions have their answers ticked in a grid."""
    if grid is None or not is_ticked(drawn, grid):
        return
    found = Found()
    strangers = _beside(drawn, grid)
    zeros: list[tuple[int, int]] = []
    for row in sorted({*drawn.listing.items, *_more_rows(drawn, grid)}):
        _row(drawn, grid, row, found, zeros)
        found.columns += beside_answers(drawn, row, strangers, grid.row)
    if zeros:
        found.problems.append(
            drawn.problem(zeros, "MARKS_OPEN", _written(drawn, zeros[0]), count=str(len(zeros)))
        )
    found.columns += details(drawn, grid.row)
    found.outside += below(drawn, list(grid.headings))
    rows = [grid.row, *grid.others]
    first, last = (as_written(grid.headings[n]) for n in (min(grid.headings), max(grid.headings)))
    yield found.table(drawn, "marks", 1, rows, first=first, last=last)


def mark_of(value: Value, heading: Value) -> str:
    """Tell whether a filled cell below a heading is ticked, open, or neither."""
    if isinstance(value, Truth):
        return TICKED if value.value else OPEN
    written = as_written(value)
    if bare(written) == bare(as_written(heading)):
        return TICKED  # people also write the point itself
    if among(written, "marks", "ticked"):
        return TICKED
    return OPEN if among(written, "marks", "open") else STRANGE


def is_ticked(drawn: Drawn, grid: Grid) -> bool:
    """Tell marks from counts: ticks, hardly ever two in a row, and no other numbers."""
    ticks = strange = several = rows = 0
    for row in drawn.listing.items:
        kinds = [
            mark_of(value, heading)
            for n, heading in grid.at(row).items()
            if not is_blank(value := drawn.sheet.at(row, n))
        ]
        rows += bool(kinds)
        ticks += kinds.count(TICKED)
        strange += kinds.count(STRANGE)
        several += kinds.count(TICKED) > 1
    return ticks > strange and 2 * several <= rows


def _headings(drawn: Drawn, row: int, items: Sequence[str]) -> dict[int, Value]:
    """Return the cells of a row beside the questions that name points, if most points are."""
    sheet, plausible = drawn.sheet, drawn.plausible
    named = {
        n: value
        for n in drawn.listing.beside()
        if not is_blank(value := sheet.at(row, n)) and plausible.points(items, value)
    }
    numbers = _numbered(drawn, row)
    if named and any(n in named for n in numbers) and any(n not in named for n in numbers):
        return {**named, **numbers}  # the points of another scale: what they are is asked
    if not plausible.heads(items, list(named.values())):
        return {}
    return {n: plausible.agreed(items, v, sheet.at(row - 1, n)) for n, v in named.items()}


def _numbered(drawn: Drawn, row: int) -> dict[int, Value]:
    """Return the headings of a row that count on by ones, side by side, from 0 or 1."""
    cells = drawn.sheet.rows.get(row, [])
    found: dict[int, Value] = {}
    for n in drawn.listing.beside():
        number = number_of(cells[n]) if n < len(cells) else None
        if number is not None and (found or number in _BEGINNINGS):
            if found and not (n - 1 in found and counts_on(found[n - 1], cells[n])):
                return {}
            found[n] = cells[n]
    return found if len(found) >= _FEWEST else {}


def _more_rows(drawn: Drawn, grid: Grid) -> Iterator[int]:
    """Yield rows that are ticked and name no question."""
    for row, _ in drawn.sheet:
        known = row in drawn.listing.items or row in grid.others or row <= grid.row
        if not known and any(not is_blank(drawn.sheet.at(row, n)) for n in grid.at(row)):
            yield row


def _beside(drawn: Drawn, grid: Grid) -> dict[int, Meaning]:
    """Return what the columns beside the grid are, by their titles in its row or above it."""
    top = header_row(drawn.listing)
    titles = {**titles_at(drawn.listing, top), **_filled(titles_at(drawn.listing, grid.row))}
    roles = {n: meaning_of(title, drawn.headers) for n, title in titles.items()}
    columns = [n for headings in (grid.headings, *grid.others.values()) for n in headings]
    return {**roles, **dict.fromkeys(columns, (ANSWER, ""))}


def _filled(titles: Mapping[int, str]) -> dict[int, str]:
    return {n: title for n, title in titles.items() if title}


def _written(drawn: Drawn, place: tuple[int, int]) -> str:
    return as_written(drawn.sheet.at(*place))


def _row(drawn: Drawn, grid: Grid, row: int, found: Found, zeros: list[tuple[int, int]]) -> None:
    """Read the marks of one question; the answer is the heading above the one that is ticked."""
    sheet, headings = drawn.sheet, grid.at(row)
    item = drawn.listing.items.get(row, "")
    title = drawn.listing.title(row) if item else drawn.listing.wording(row)
    filled = {n: v for n in headings if not is_blank(v := sheet.at(row, n))}
    kinds = {n: mark_of(value, headings[n]) for n, value in filled.items()}
    opened = [n for n, kind in kinds.items() if kind == OPEN]
    said = [n for n in filled if n not in opened]
    if not item:
        found.columns += [one(sheet, (row, n), title, table.UNKNOWN) for n in filled]
        return
    role = table.REPEATED if drawn.listing.is_repeated(row) else table.ITEM
    found.columns += [
        one(sheet, (row, n), title, table.REPEATED, item, fate=IGNORED) for n in opened
    ]
    zeros += [(row, n) for n in opened]
    if len(said) > 1 and role == table.ITEM:
        found.columns += [one(sheet, (row, n), title, role, item, fate=UNREADABLE) for n in said]
        written = " / ".join(as_written(headings[n]).strip() for n in said)
        found.problems.append(
            drawn.problem([(row, n) for n in said], "MARKS_SEVERAL", written, item=item)
        )
        return
    n = said[0] if said else next((n for n in headings if n not in opened), min(headings))
    value = headings[n] if kinds.get(n) == TICKED else sheet.at(row, n) if said else None
    legends = range_of(drawn.plausible, item, headings.values())
    found.columns.append(_answer(sheet, (row, n), (title, role, item), value, legends))


def _answer(
    sheet: Sheet,
    place: tuple[int, int],
    named: tuple[str, str, str],
    value: Value,
    legends: tuple[str, ...],
) -> Column:
    (row, index), (title, role, item) = place, named
    written = [sheet.at(row, index)]
    return Column(
        title, role, item, sheet.name, index, [row], [value], legends=legends, written=written
    )


def range_of(plausible: Plausible, item: str, headings: Iterable[Value]) -> tuple[str, ...]:
    """Return where the scale of a grid begins and ends that is headed by nothing but numbers."""
    points = [value for value in headings if plausible.point(item, value) != MISSING]
    numbers = [int(number) for each in points if (number := number_of(each)) is not None]
    alone = len(numbers) == len(points) > 1
    return (f"{min(numbers)} - {max(numbers)}",) if alone else ()


def counts_on(before: Value, value: Value) -> bool:
    """Tell whether a number follows another by one."""
    first, second = number_of(before), number_of(value)
    return first is not None and second is not None and second == first + 1
