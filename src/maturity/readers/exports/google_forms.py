"""Google Forms: a date and time in front, then questions; the rows of a grid in brackets."""

from __future__ import annotations

import re

from maturity.readers import table
from maturity.readers.exports.top import Top, detail, listed, meaning_of
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns
from maturity.readers.personal import are_moments, has_time, is_email, mostly
from maturity.readers.sheet import as_written
from maturity.readers.titles import loose, plain_title, row_of_grid

_TOOL = "google_forms"
_SCORE = re.compile(r"\d+(?:[.,]\d+)?\s*/\s*\d+")
_ENOUGH = 3  # rows whose dates rise before that says anything
_FRONT = 3  # columns in which the tool's own details stand


def recognise(top: Top) -> Drawn | None:
    """Recognise a row of titles whose first stands above dates, named so by the tool or rising."""
    for row, titles in top.titles.items():
        first = min(titles, default=0)
        if len(titles) > 1 and _is_stamp(top, row, first):
            headings = {n: _heading(top, row, n, first) for n in used_columns(top.sheet, [row])}
            return Drawn(
                top.sheet, _TOOL, [row], headings, f"cli.layout_why.{_TOOL}", {"row": str(row)}
            )
    return None


def _is_stamp(top: Top, row: int, column: int) -> bool:
    title, below = top.titles[row][column], top.below(row, column)
    if detail(_TOOL, title) == "submitted":
        return are_moments(below) or not below
    if len(below) < _ENOUGH or top.headers.meanings(title) or not all(map(has_time, below)):
        return False
    written = [as_written(value) for value in below]
    grid = any(row_of_grid(each) for each in top.titles[row].values())
    return grid and written == sorted(written)


def _heading(top: Top, row: int, column: int, first: int) -> Heading:
    title = top.titles[row].get(column, "")
    if column == first:
        return Heading((title,), given=meaning_of("submitted"))
    below = top.written_below(row, column)
    front = first < column <= first + _FRONT and not top.headers.match(title)
    kind = detail(_TOOL, title) if front else ""
    if kind == "email" or (front and column == first + 1 and mostly(below, is_email)):
        return Heading((title,), given=meaning_of("email"))
    if kind == "points" and all(map(_SCORE.fullmatch, below)):
        return Heading((title,), given=meaning_of("points"))
    return Heading((title,), given=_of_question(top, row, title))


def _of_question(top: Top, row: int, title: str) -> tuple[str, str] | None:
    """Return what a column of a quiz says of another question; None when it is a question."""
    parts = row_of_grid(title)
    if parts is None or parts[0] not in set(top.titles[row].values()):
        return None
    said = loose(plain_title(parts[1]))
    for kind in ("points", "feedback"):
        if said in listed(_TOOL, f"row_{kind}"):
            return table.METADATA, kind
    return None
