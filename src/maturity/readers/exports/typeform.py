"""Typeform: a token in front, network and dates at the end, questions between."""

from __future__ import annotations

from maturity.readers.exports.top import Top, detail, meaning_of
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns

_TOOL = "typeform"
_ENOUGH = 3


def recognise(top: Top) -> Drawn | None:
    """Recognise ``#`` in front and the tool's details at the end."""
    for row, titles in top.titles.items():
        kinds = {n: kind for n, title in titles.items() if (kind := detail(_TOOL, title))}
        first = min(titles, default=0)
        if kinds.get(first) != "respondent" or len(kinds) < _ENOUGH:
            continue
        headings = {
            n: Heading((titles.get(n, ""),), given=meaning_of(kinds[n]) if n in kinds else None)
            for n in used_columns(top.sheet, [row])
        }
        why = f"cli.layout_why.{_TOOL}"
        return Drawn(top.sheet, _TOOL, [row], headings, why, {"row": str(row)})
    return None
