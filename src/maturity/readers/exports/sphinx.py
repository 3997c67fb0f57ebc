"""Sphinx: observations are numbered in front, and so are the questions."""

from __future__ import annotations

import re

from maturity.readers.exports.top import Top, detail, meaning_of
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns

_TOOL = "sphinx"
_NUMBERED = re.compile(r"\d+\s*\.\s+\S")
_ENOUGH = 2


def recognise(top: Top) -> Drawn | None:
    """Recognise the number of the observation in front, beside details or numbered questions."""
    for row, titles in top.titles.items():
        kinds = {n: kind for n, title in titles.items() if (kind := detail(_TOOL, title))}
        first = min(titles, default=0)
        numbered = sum(bool(_NUMBERED.match(title)) for title in titles.values())
        if kinds.get(first) != "tool" or (len(kinds) < _ENOUGH and numbered < _ENOUGH):
            continue
        headings = {
            n: _heading(top, titles.get(n, ""), kinds.get(n, ""))
            for n in used_columns(top.sheet, [row])
        }
        why = f"cli.layout_why.{_TOOL}"
        return Drawn(top.sheet, _TOOL, [row], headings, why, {"row": str(row)})
    return None


def _heading(top: Top, title: str, kind: str) -> Heading:
    """Return the heading of a column without the number of the question, which is the tool's."""
    if kind and not top.headers.match(title):
        return Heading((title,), given=meaning_of(kind))
    found = _NUMBERED.match(title)
    return Heading((title[found.end() - 1 :] if found else title,), shown=title)
