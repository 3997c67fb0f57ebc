"""Microsoft Forms: a block of details in front, recognised by its words or by its shape."""

from __future__ import annotations

from collections.abc import Mapping

from maturity.readers import table
from maturity.readers.exports.top import Top, detail, kinds_of_list, listed, meaning_of
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns
from maturity.readers.personal import are_moments, is_email, is_full_name, mostly
from maturity.readers.titles import plain_title, words

_TOOL = "microsoft_forms"
_NEEDED = ("started", "finished")


def recognise(top: Top) -> Drawn | None:
    """Recognise a row that begins with an id and two dates, whatever their language."""
    for row, titles in top.titles.items():
        details = _details(top, row, titles)
        if details:
            columns = used_columns(top.sheet, [row])
            others = frozenset(words(plain_title(title)) for title in titles.values())
            headings = {n: _heading(top, row, (n, others), details) for n in columns}
            return Drawn(
                top.sheet, _TOOL, [row], headings, f"cli.layout_why.{_TOOL}", {"row": str(row)}
            )
    return None


def _details(top: Top, row: int, titles: Mapping[int, str]) -> dict[int, str]:
    """Return the kind of each column of the block in front, nothing where there is none."""
    first = min(titles, default=0)
    numbered = detail(_TOOL, titles.get(first, "")) == "tool"
    if not numbered and detail(_TOOL, titles.get(first, "")) != _NEEDED[0]:
        return {}
    found = {first: "tool"} if numbered else {}
    for n, kind in enumerate(_NEEDED, first + numbered):
        said = detail(_TOOL, titles.get(n, "")) == kind
        below = top.below(row, n)
        dated = are_moments(below)
        unnamed = not top.headers.match(titles.get(n, ""))
        shaped = numbered and dated and unnamed and n in titles
        if not ((said and (dated or not below)) or shaped):
            return {}
        found[n] = kind
    return found | _who(top, row, titles, first + numbered + len(_NEEDED))


def _who(top: Top, row: int, titles: Mapping[int, str], first: int) -> dict[int, str]:
    """Return what of the columns after the dates is still the tool's: each at most once."""
    found: dict[int, str] = {}
    turns = ["email", "name", "submitted", "language", "points", "feedback", "status"]
    for n in sorted(n for n in titles if n >= first):
        kind = _kind(top, row, n, turns)
        if not kind:
            break
        found[n] = kind
        turns.remove(kind)
    return found


def _kind(top: Top, row: int, column: int, turns: list[str]) -> str:
    title, below = top.titles[row][column], top.below(row, column)
    if not turns or top.headers.match(title):
        return ""
    said = detail(_TOOL, title)
    if said in turns:
        return said
    if "email" in turns and mostly(below, _is_address):
        return "email"
    if turns[0] == "name" and mostly(below, is_full_name) and not top.headers.meanings(title):
        return "name"
    return "submitted" if turns[0] == "submitted" and are_moments(below) else ""


def _is_address(text: str) -> bool:
    return is_email(text) or plain_title(text) in listed(_TOOL, "nobody")


def _heading(
    top: Top, row: int, place: tuple[int, frozenset[str]], details: Mapping[int, str]
) -> Heading:
    column, others = place
    title = top.titles[row].get(column, "")
    if column in details:
        return Heading((title,), given=meaning_of(details[column]))
    kind = _of_question(top, title, others)
    if kind:
        return Heading((title,), given=(table.METADATA, kind))
    # Excel's tables put a digit behind a title that the block in front has already.
    first = title.rstrip("0123456789")
    doubled = first != title and first in {top.titles[row].get(n) for n in details}
    return Heading((title, first) if doubled else (title,))


def _of_question(top: Top, title: str, others: frozenset[str]) -> str:
    """Return points or feedback for a column that only says something of another question."""
    plain = plain_title(title)
    for kind in ("points", "feedback"):
        for before in kinds_of_list(_TOOL, f"each_{kind}"):
            rest = plain.removeprefix(before)
            if rest != plain and (words(rest) in others or top.headers.item(rest)):
                return kind
    return ""
