"""Which sheets name items, across or down: how a layout is recognised by its content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from maturity.instrument import normalised
from maturity.language import LANGUAGES, sentence
from maturity.readers.headers import Headers
from maturity.readers.sheet import Sheet, Value, Workbook, as_written

_HEADER_WITHIN, _COLUMNS_WITHIN, _ROWS_WITHIN = 12, 12, 2000
_ANSWER = re.compile(r"(?:(?:your|my|votre|ma) )?(?:answer|reponse)(?: ?[(\[:*].*)?")
_COMMENT = re.compile(r"(?:(?:your|my|votre|mon) )?(?:comment|remark|remarque)")

TABLE, FORM, HIDDEN, WEAK, NOTHING = "table", "form", "hidden", "weak", "nothing"


@dataclass(frozen=True, slots=True)
class Form:
    """Columns of ids, answers and comments; rows of the titles, the first and the last item.

    ``titled`` when the answers have a title of their own.
    """

    sheet: Sheet
    ids: int
    answer: int
    comment: int | None
    top: int
    first: int
    last: int
    titled: bool = True


@dataclass(frozen=True, slots=True)
class Named:
    """What a sheet is, and how many items it names: in one of its first rows, and in one column."""

    sheet: Sheet
    kind: str
    across: int
    down: int
    form: Form | None = None


def kinds(workbook: Workbook, headers: Headers) -> Sequence[Named]:
    """Return every sheet with what it is: a table, a form, or why it is neither.

    A hidden sheet is not read, nor one that names far fewer items than another of the workbook:
    a word in a note must not make a respondent. Our own sheets for some functions may be short.
    """
    # One layout after the other asks about the same workbook, with the same headers.
    if not any(known is workbook for known, _ in headers.latest):
        headers.latest[:] = [(workbook, tuple(_kinds(workbook, headers)))]
    found: tuple[Named, ...] = headers.latest[0][1]
    return found


def _kinds(workbook: Workbook, headers: Headers) -> Iterator[Named]:
    found = [_named(workbook, sheet, headers) for sheet in workbook.sheets]
    most = max((max(n.across, n.down) for n in found if n.kind in {TABLE, FORM}), default=0)
    for named in found:
        weak = named.kind in {TABLE, FORM} and 2 * max(named.across, named.down) < most
        if named.form and named.form.titled and workbook.form == "respondent":
            weak = False
        yield Named(named.sheet, WEAK, named.across, named.down) if weak else named


def _named(workbook: Workbook, sheet: Sheet, headers: Headers) -> Named:
    if is_ours(workbook, sheet):
        return Named(sheet, NOTHING, 0, 0)
    across = max(
        (len(set(items.values())) for items in named_in_rows(sheet, headers).values()), default=0
    )
    down, ids = _down(sheet, headers)
    if sheet.hidden:
        return Named(sheet, HIDDEN if max(across, down) > 1 else NOTHING, across, down)
    if down and down > across - (workbook.form == "respondent"):
        form = _form(workbook, sheet, ids, headers)
        return Named(sheet, FORM if form else NOTHING, across, down, form)
    return Named(sheet, TABLE if across else NOTHING, across, down)


def named_in_rows(sheet: Sheet, headers: Headers) -> dict[int, dict[int, str]]:
    """Return the items named in the first rows that hold anything: by row, by column.

    Ids may be numbers, and so may answers: they are, below a row of words that names nothing.
    """
    first = min(sheet.rows, default=0)
    found: dict[int, dict[int, str]] = {}
    worded: set[int] = set()
    for row, cells in takewhile(lambda each: each[0] <= first + _HEADER_WITHIN, sheet):
        named = {n: item for n, value in enumerate(cells) if (item := _item(value, headers))}
        numbers = all(as_written(cells[n]).strip().isdigit() for n in named)
        found[row] = {} if numbers and 2 * len(worded & named.keys()) > len(named) else named
        if not any(found.values()):
            worded |= {n for n, value in enumerate(cells) if _is_words(value)}
    return found


def _is_words(value: Value) -> bool:
    return isinstance(value, str) and any(map(str.isalpha, value))


def _item(value: Value, headers: Headers) -> str | None:
    return None if value is None else headers.item(as_written(value))


def _down(sheet: Sheet, headers: Headers) -> tuple[int, int]:
    """Return how many items one column names, and which column it is.

    Ids may be numbers, and so may answers: a number counts only beside the item's text.
    """
    columns: dict[int, set[str]] = defaultdict(set)
    item = cache(headers.item)
    for row, cells in sheet:
        if row > _ROWS_WITHIN:
            break
        words = {n: each for n, each in enumerate(cells[:_COLUMNS_WITHIN]) if isinstance(each, str)}
        named = {n: found for n, each in words.items() if (found := item(each))}
        worded = {n: each for n, each in named.items() if not words[n].strip().isdigit()}
        for n, each in named.items():
            if n in worded or each in worded.values():
                columns[n].add(each)
    ids = max(columns, key=lambda n: (len(columns[n]), -n), default=0)
    return len(columns.get(ids, ())), ids


def _form(workbook: Workbook, sheet: Sheet, ids: int, headers: Headers) -> Form | None:
    """Find the columns of a form; nothing when no column can be told to hold the answers.

    Titles are looked for above the first item. Where nobody kept them, answers stand two columns
    after the ids if the form is ours; elsewhere that would be a guess.
    """
    items = [row for row, _ in sheet if _names_item(sheet.at(row, ids), headers)]
    first, last = items[0], items[-1]
    for row, cells in sheet:
        if row >= first:
            break
        titles = {n: normalised(as_written(value)) for n, value in enumerate(cells) if n > ids}
        answer = next((n for n, title in titles.items() if _ANSWER.fullmatch(title)), None)
        if answer is not None:
            comment = next((n for n, title in titles.items() if _COMMENT.match(title)), None)
            return Form(sheet, ids, answer, comment, row, first, last)
    if workbook.form == "respondent":
        return Form(sheet, ids, ids + 2, ids + 3, first - 1, first, last, titled=False)
    return None


def _names_item(value: Value, headers: Headers) -> bool:
    return isinstance(value, str) and headers.item(value) is not None


def is_ours(workbook: Workbook, sheet: Sheet) -> bool:
    """Tell whether a sheet is one that our forms bring and nobody answers on."""
    ours = _our_sheets("welcome", "lists", "notice", "hand_out")
    return bool(workbook.form) and sheet.name in ours


def is_notice(workbook: Workbook, sheet: Sheet) -> bool:
    """Tell whether a sheet is what our forms tell people of their data: nobody's details."""
    return bool(workbook.form) and sheet.name in _our_sheets("notice", "hand_out")


@cache
def _our_sheets(*keys: str) -> frozenset[str]:
    named = (f"questionnaire.sheet.{key}" for key in keys)
    return frozenset(sentence(key, language) for key in named for language in LANGUAGES)
