"""Two tables one below the other on a sheet: each is read below its own row of titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from maturity.readers.handmade.words import bare
from maturity.readers.headers import Headers
from maturity.readers.naming import named_in_rows
from maturity.readers.sheet import Sheet, Value, as_written, is_blank

_ENOUGH = 2  # questions that a row must name to be one of titles
_LOOKED_AT = 8  # texts of a row among which one names a question, or it is no row of titles


def parts_of(sheet: Sheet, headers: Headers) -> Sequence[Sheet]:
    """Return the parts of a sheet whose first titles are those that name most questions."""
    named = named_in_rows(sheet, headers)
    most = max(map(len, named.values()), default=0)
    first = next((row for row, items in named.items() if 2 * len(items) >= most > 0), 0)
    return tuple(tables_of(sheet, [first], headers)) if first else (sheet,)


def tables_of(sheet: Sheet, header: Sequence[int], headers: Headers) -> Iterator[Sheet]:
    """Yield a sheet in parts, each with the row of titles that holds for it.

    A row that repeats the titles to the letter begins nothing new, and neither does one right
    below other titles: it belongs to them, or contradicts them.

    Parameters
    ----------
    sheet : Sheet
        What was read.
    header : sequence of int
        The first rows of titles.
    headers : Headers
        What titles mean.
    """
    titles = {n: bare(as_written(v)) for row in header for n, v in enumerate(sheet.rows[row])}
    rows = [row for row, _ in sheet]
    begin, last = rows[0], header[-1]
    for place, row in enumerate(rows):
        if row <= last:
            continue
        cells = sheet.rows[row]
        named = _named(cells, headers)
        if not named or all(bare(as_written(cells[n])) == titles.get(n) for n in named):
            continue
        if _is_anybody(sheet, rows, last, row):
            first = _caption(sheet, rows, place)
            yield _part(sheet, begin, first)
            begin = first
            titles = {n: bare(as_written(value)) for n, value in enumerate(cells)}
        last = row
    yield _part(sheet, begin, rows[-1] + 1) if begin > rows[0] else sheet


def _named(cells: Sequence[Value], headers: Headers) -> Mapping[int, str]:
    """Return the questions that a row of titles names by column, nothing for other rows."""
    texts = [value for value in cells if type(value) is str]
    if not any(map(headers.item, texts[:_LOOKED_AT])):
        return {}
    named = {
        n: item
        for n, value in enumerate(cells)
        if isinstance(value, str) and (item := headers.item(value))
    }
    worded = any(not as_written(cells[n]).strip().isdigit() for n in named)
    filled = sum(not is_blank(value) for value in cells)
    enough = len(set(named.values())) >= _ENOUGH and 2 * len(named) >= filled
    return named if enough and worded else {}


def _is_anybody(sheet: Sheet, rows: Sequence[int], above: int, below: int) -> bool:
    """Tell whether anything stands between two rows."""
    between = (row for row in rows if above < row < below)
    return any(not all(map(is_blank, sheet.rows[row])) for row in between)


def _caption(sheet: Sheet, rows: Sequence[int], place: int) -> int:
    """Return where a table begins: with the line above its titles that stands by itself, if any."""
    filled = [row for row in rows[:place] if not all(map(is_blank, sheet.rows[row]))][-2:]
    if len(filled) == 2:  # noqa: PLR2004 - the line, and what stands above it
        above, line = filled
        alone = sum(not is_blank(value) for value in sheet.rows[line]) == 1
        if alone and line - above > 1:
            return line
    return rows[place]


def _part(sheet: Sheet, first: int, end: int) -> Sheet:
    return replace(sheet, rows={n: cells for n, cells in sheet if first <= n < end})
