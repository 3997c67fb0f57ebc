"""LimeSurvey: details in front as codes, whole or cut titles; sub-questions in brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile

from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.exports.top import Top, detail, details_of, kinds_of_list, meaning_of
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns
from maturity.readers.sheet import Value
from maturity.readers.table import Table
from maturity.readers.titles import cut_off, loose, plain_title, row_of_grid, words

_TOOL = "limesurvey"
_OWN = {"submitted", "progress", "language"}  # which of them stand together nowhere else
_ENOUGH = 3
_OWN_TEXT = re.compile(r"_?(?:comment|other)\]?", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_DEFAULT = re.compile(r"SQ\d+|\d+", re.IGNORECASE)
_PART = "part_duration"  # the time a group of questions took, or one question
_MASKED = ('"=', '"@', "'=", "'@")


def recognise(top: Top) -> Drawn | None:
    """Recognise the details in front, two of them the tool's own."""
    for row, titles in top.titles.items():
        details = _in_front(titles)
        if len(details) < _ENOUGH or len(_OWN & set(details.values())) < 2:  # noqa: PLR2004
            continue
        columns = used_columns(top.sheet, [row])
        details |= {
            n: _kind(titles[n]) or _PART
            for n in columns
            if n not in details and _is_timing(titles, n)
        }
        headings = {
            n: Heading((titles[n],), given=meaning_of(details[n]))
            if n in details
            else _heading(titles.get(n, ""))
            for n in columns
        }
        why = f"cli.layout_why.{_TOOL}"
        return Drawn(top.sheet, _TOOL, [row], headings, why, {"row": str(row)})
    return None


def _in_front(titles: Mapping[int, str]) -> dict[int, str]:
    """Return the details in front, up to the first title that is none."""
    kinds = ((n, _kind(titles[n])) for n in sorted(titles))
    return dict(takewhile(lambda each: each[1], kinds))


def _kind(title: str) -> str:
    """Return the detail a title means, also when it was cut (``Date de soumiss.. ``)."""
    found = detail(_TOOL, title)
    cut = cut_off(plain_title(title)) if not found else None
    if not cut or not cut[1]:
        return found
    begun = {kind for word, kind in details_of(_TOOL).items() if word.startswith(loose(cut[0]))}
    return begun.pop() if len(begun) == 1 else ""


def _is_timing(titles: Mapping[int, str], column: int) -> bool:
    plain = words(plain_title(titles.get(column, "")))
    each = tuple(words(word) for word in kinds_of_list(_TOOL, "each_duration"))
    timed = plain.startswith(each) or bool(re.fullmatch(r"\w+time", plain.replace(" ", "")))
    return _kind(titles.get(column, "")) == "duration" or timed


def _heading(title: str) -> Heading:
    """Return the heading of a question: ``Q1[SQ001]``, ``Q1_SQ001``, ``Title [Sub]`` or a text."""
    parts = row_of_grid(title)
    code = parts[1] if parts else title.rpartition("_")[2] if _is_coded(title) else ""
    if _OWN_TEXT.fullmatch(code or ""):
        return Heading((title,), given=(table.COMMENT, ""))
    usable = _CODE.fullmatch(code) and not _DEFAULT.fullmatch(code)
    return Heading((title,), code=code if usable else "")


def _is_coded(title: str) -> bool:
    return "_" in title and " " not in title


def refine(_book: Book, _drawn: Drawn, found: Table) -> Table:
    """Take off the quotes in which the tool puts what could be taken for a formula."""
    columns = tuple(
        replace(column, values=[_bare(value) for value in column.values])
        if column.role == table.ITEM
        else column
        for column in found.columns
    )
    return replace(found, columns=columns)


def _bare(value: Value) -> Value:
    if isinstance(value, str) and value.startswith(_MASKED):
        return value[1:].removesuffix('"') if value[0] == '"' else value[1:]
    return value
