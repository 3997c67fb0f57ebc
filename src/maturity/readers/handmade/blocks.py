"""Respondents in rows; each question is a block of columns headed by points, with ticks below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from maturity.errors import Problem
from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.handmade.drawn import IGNORED, UNREADABLE, area, cells_of
from maturity.readers.handmade.identity import label_meaning
from maturity.readers.handmade.marks import OPEN, STRANGE, TICKED, counts_on, mark_of, range_of
from maturity.readers.handmade.plausible import Plausible
from maturity.readers.handmade.rows import left_rows, number_of
from maturity.readers.headers import Headers, Meaning
from maturity.readers.naming import named_in_rows
from maturity.readers.sheet import Sheet, Value, as_written, cell_range, is_blank
from maturity.readers.table import Column, Outside, Table

_BETWEEN = 3  # rows below the questions within which their headings stand
_LEAST = 2  # headings that make a block


@dataclass(frozen=True, slots=True)
class _Block:
    """One question: its title, item and headings by column."""

    title: str
    item: str
    headings: Mapping[int, Value]
    legends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A sheet of blocks: the row of headings, the row of questions above it, what is between."""

    sheet: Sheet
    row: int
    top: int
    blocks: tuple[_Block, ...]


def read_blocks(book: Book) -> Iterator[Table]:
    """Yield a table per sheet whose answers are ticked in one block of columns per question."""
    plausible = Plausible(book.instrument)
    for sheet in book.sheets:
        if sheet.hidden or not sheet.rows or book.workbook.form:
            continue
        found = _blocks(sheet, book.headers, plausible)
        if found and _is_ticked(found):
            yield _table(book, found)


def _blocks(sheet: Sheet, headers: Headers, plausible: Plausible) -> _Blocks | None:
    named = named_in_rows(sheet, headers)
    rows = sorted(sheet.rows)
    for place, top in enumerate(rows[: len(named)]):
        for row in rows[place + 1 : place + 1 + _BETWEEN] if named.get(top) else ():
            blocks = [
                block
                for n, item in named[top].items()
                if (block := _block(sheet, (top, row), (n, item), plausible))
            ]
            if blocks and len(blocks) == len(named[top]):
                return _Blocks(sheet, row, top, tuple(blocks))
    return None


def _block(
    sheet: Sheet, rows: tuple[int, int], named: tuple[int, str], plausible: Plausible
) -> _Block | None:
    """Take the headings from the column of a question on, as long as its cell in the row goes."""
    (top, row), (first, item) = rows, named
    headings: dict[int, Value] = {}
    seen: set[int | None] = set()
    for n in range(first, len(sheet.rows[row])):
        value = sheet.rows[row][n]
        point = plausible.point(item, value)
        ended = n > first and not is_blank(sheet.at(top, n))
        if ended or (point in seen if point is not None else not _goes_on(headings, value)):
            break
        seen |= {point} - {None}
        headings[n] = value
    headed = plausible.heads([item], list(headings.values()))
    legends = range_of(plausible, item, headings.values())
    if len(headings) < _LEAST or not (headed or (legends and seen)):
        return None
    between = {n: sheet.at(row - 1, n) for n in headings if row - 1 > top}
    headings = {n: plausible.agreed([item], v, between.get(n)) for n, v in headings.items()}
    return _Block(as_written(sheet.at(top, first)).strip(), item, headings, legends)


def _goes_on(headings: Mapping[int, Value], value: Value) -> bool:
    """Tell whether a heading that is no point of the scale counts on from others, or begins at 0.

    Such points of another scale are asked about.
    """
    before = list(headings.values())
    return counts_on(before[-1], value) if before else number_of(value) == 0


def _is_ticked(found: _Blocks) -> bool:
    """Tell ticks from answers and counts: nearly no other content, hardly ever two in a block."""
    kinds: list[str] = []
    several = rows = 0
    for row, _ in found.sheet:
        for block in found.blocks if row > found.row else ():
            here = [mark_of(v, block.headings[n]) for n, v in _filled(found.sheet, row, block)]
            kinds += here
            rows += bool(here)
            several += here.count(TICKED) > 1
    return kinds.count(TICKED) > kinds.count(STRANGE) and 2 * several <= rows


def _filled(sheet: Sheet, row: int, block: _Block) -> list[tuple[int, Value]]:
    return [(n, value) for n in block.headings if not is_blank(value := sheet.at(row, n))]


def _table(book: Book, found: _Blocks) -> Table:
    sheet = found.sheet
    others = _others(found, book.headers)
    inside = {n: table.ITEM for block in found.blocks for n in block.headings}
    roles = {**{n: role for n, (role, _) in others.items()}, **inside}
    left = left_rows(sheet, [found.top, found.row], roles)
    nobody = {row for each in left for row in each.rows}
    rows = [
        row
        for row, cells in sheet
        if row > found.row and row not in nobody and not all(map(is_blank, cells))
    ]
    problems: list[Problem] = []
    columns = [
        column for block in found.blocks for column in _answers(book, found, block, rows, problems)
    ]
    for n, (role, target) in others.items():
        values = [sheet.at(row, n) for row in rows]
        columns.append(Column(_title(found, n), role, target, sheet.name, n, rows, values))
    across = [column.index for column in columns]
    first, last = (as_written(found.blocks[0].headings[n]) for n in _ends(found.blocks[0]))
    return Table(
        book.path, "marks", sheet.name, len(rows), tuple(columns),
        cell_range((min(across), max(across)), (found.row, found.row)),
        book.workbook.properties, _above(found),
        why="cli.layout_why.blocks", why_params={"first": first, "last": last},
        header_rows=(found.top, found.row), left=left, problems=tuple(problems),
    )  # fmt: skip


def _ends(block: _Block) -> tuple[int, int]:
    return min(block.headings), max(block.headings)


def _title(found: _Blocks, column: int) -> str:
    titles = (as_written(found.sheet.at(row, column)).strip() for row in (found.row, found.top))
    return next(filter(None, titles), "")


def _others(found: _Blocks, headers: Headers) -> dict[int, Meaning]:
    """Return what the columns outside the blocks are."""
    inside = {n for block in found.blocks for n in block.headings}
    below = (cells for row, cells in found.sheet.rows.items() if row >= found.top)
    used = {n for cells in below for n, value in enumerate(cells) if not is_blank(value)}
    meanings: dict[int, Meaning] = {}
    for n in sorted(used - inside):
        title = _title(found, n)
        known = [each for each in headers.meanings(title) if each[0] != table.ITEM] if title else []
        meaning = next(iter(known), None) or label_meaning(title, headers)
        meaning = meaning or (table.UNKNOWN, "")
        single = meaning[0] in {table.RESPONDENT, table.ATTRIBUTE}
        taken = single and meaning in meanings.values()
        meanings[n] = (table.UNKNOWN, "") if taken else meaning
    return meanings


def _answers(
    book: Book, found: _Blocks, block: _Block, rows: Sequence[int], problems: list[Problem]
) -> Iterator[Column]:
    """Yield the ticked headings of a question, then cells that count for nothing, each named."""
    sheet = found.sheet
    single: dict[int, tuple[int, Value]] = {}
    several: dict[int, list[int]] = {}
    opened: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        filled = _filled(sheet, row, block)
        kinds = {n: mark_of(value, block.headings[n]) for n, value in filled}
        opened[place] = [n for n, kind in kinds.items() if kind == OPEN]
        said = [n for n, kind in kinds.items() if kind != OPEN]
        if len(said) > 1:
            several[place] = said
            words = " / ".join(as_written(block.headings[n]).strip() for n in said)
            where = area(book.path, sheet.name, [(row, n) for n in said])
            problems.append(Problem(where, "MARKS_SEVERAL", words, {"item": block.item}))
        elif said:
            n = said[0]
            value = block.headings[n] if kinds[n] == TICKED else sheet.at(row, n)
            single[place] = (n, value)
    at = [single.get(place, (min(block.headings), None)) for place in range(len(rows))]
    named = (block.title, table.ITEM, block.item)
    written = [sheet.at(row, n) for row, (n, _) in zip(rows, at, strict=True)]
    yield replace(_column(sheet, named, rows, at), legends=block.legends, written=written)
    yield from _layers(sheet, named, rows, several, UNREADABLE)
    named = (block.title, table.REPEATED, block.item)
    yield from _layers(sheet, named, rows, opened, IGNORED)
    cells = [(rows[place], n) for place, columns in opened.items() for n in columns]
    if cells:
        where = area(book.path, sheet.name, cells)
        params = {"count": str(len(cells))}
        problems.append(Problem(where, "MARKS_OPEN", as_written(sheet.at(*cells[0])), params))


def _layers(
    sheet: Sheet, named: tuple[str, str, str], rows: Sequence[int],
    cells: Mapping[int, Sequence[int]], fate: str,
) -> Iterator[Column]:  # fmt: skip
    """Yield as many columns as the person with most such cells needs."""
    for depth in range(max(map(len, cells.values()), default=0)):
        at: list[tuple[int, Value]] = [
            (own[depth], sheet.at(row, own[depth])) if depth < len(own) else (0, None)
            for place, row in enumerate(rows)
            for own in [cells.get(place, ())]
        ]
        yield _column(sheet, named, rows, at, fate)


def _column(
    sheet: Sheet, named: tuple[str, str, str], rows: Sequence[int],
    at: Sequence[tuple[int, Value]], fate: str = "",
) -> Column:  # fmt: skip
    header, role, target = named
    indices = [index for index, _ in at]
    values = [value for _, value in at]
    first = min(indices, default=0)
    return Column(header, role, target, sheet.name, first, rows, values, indices=indices, fate=fate)


def _above(found: _Blocks) -> list[Outside]:
    width = max(map(len, found.sheet.rows.values()), default=0)
    rows = [row for row in sorted(found.sheet.rows) if row < found.top]
    return cells_of(found.sheet, rows, range(width))
