"""KoBoToolbox and ODK: names or labels behind the path of their groups, details at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from maturity.errors import Problem
from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.exports.top import Top, detail, kinds_of_list, meaning_of
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns
from maturity.readers.sheet import Sheet, as_written, is_blank, source
from maturity.readers.table import Table

_TOOL = "kobo"
_ENOUGH = 3
_FRONT = 6  # columns among which the start and the end of filling stand
_TIMES = {"started", "finished"}


def recognise(top: Top) -> Drawn | None:
    """Recognise the columns the tool puts at the end, whose names begin with an underscore."""
    for row, titles in top.titles.items():
        own = [n for n, title in titles.items() if _name(title)[:1] == "_" and _kind(title)]
        if len(own) < _ENOUGH or _is_repeat(titles):
            continue
        tags = top.next(row)
        header = [row, tags] if tags and _are_tags(top.sheet, tags) else [row]
        columns = used_columns(top.sheet, header)
        headings = {n: _heading(titles, n, columns) for n in columns}
        why = f"cli.layout_why.{_TOOL}"
        return Drawn(top.sheet, _TOOL, header, headings, why, {"row": str(row)})
    return None


def _name(title: str) -> str:
    """Return what stands behind the groups of a title."""
    return title.rpartition("/")[2].strip()


def _kind(title: str) -> str:
    return detail(_TOOL, title) or detail(_TOOL, _name(title))


def _is_repeat(titles: Mapping[int, str]) -> bool:
    """Tell whether a sheet holds entries that belong to a row of another sheet."""
    parents = set(kinds_of_list(_TOOL, "parent"))
    return any(title.strip().casefold() in parents for title in titles.values())


def _are_tags(sheet: Sheet, row: int) -> bool:
    """Tell whether a row below the titles holds tags (``#date +start``), not answers."""
    filled = [as_written(value).strip() for value in sheet.rows[row] if not is_blank(value)]
    return bool(filled) and 2 * sum(each.startswith("#") for each in filled) > len(filled)


def _heading(titles: Mapping[int, str], column: int, columns: list[int]) -> Heading:
    title = titles.get(column, "")
    kind = _kind(title)
    in_front = columns.index(column) < _FRONT
    if kind and (_name(title)[:1] == "_" or kind not in _TIMES or in_front):
        return Heading((title,), given=meaning_of(kind))
    path, slash, name = title.rpartition("/")
    if slash and path in set(titles.values()):  # a choice of a question that has a column itself
        return Heading((title,), given=(table.UNKNOWN, ""))
    if not slash:
        return Heading((title,))
    return Heading((title,), tuple(_parts(title)), "" if name.isdigit() else name)


def _parts(title: str) -> Iterator[str]:
    """Yield a title without its first groups: labels may hold the mark that parts them."""
    pieces = title.split("/")
    for start in range(1, len(pieces)):
        yield "/".join(pieces[start:])


def refine(book: Book, _drawn: Drawn, found: Table) -> Table:
    """Claim the sheets of repeated entries: several rows there are one person here."""
    repeats = {sheet.name: _titles(sheet) for sheet in book.sheets if _is_repeat(_titles(sheet))}
    named = {
        name: len({book.headers.item(title) for title in titles.values()} - {None})
        for name, titles in repeats.items()
    }
    problems = [
        Problem(
            source(book.path, name),
            "SHEET_ENTRIES" if count else "SHEET_IGNORED",
            name,
            {"count": str(count)},
        )
        for name, count in named.items()
    ]
    claimed = found.claimed | frozenset(repeats)
    return replace(found, claimed=claimed, problems=(*found.problems, *problems))


def _titles(sheet: Sheet) -> dict[int, str]:
    first = min(sheet.rows, default=0)
    return {n: as_written(v).strip() for n, v in enumerate(sheet.rows.get(first, []))}
