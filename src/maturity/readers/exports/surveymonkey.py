"""SurveyMonkey: questions in one row, statements or choices below; a title covers several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.exports.choices import BETWEEN, Choices, joined
from maturity.readers.exports.top import Top, detail, listed, meaning_of
from maturity.readers.headings import Heading
from maturity.readers.people_rows import Drawn, used_columns
from maturity.readers.sheet import is_blank
from maturity.readers.signatures import words_of
from maturity.readers.table import Table
from maturity.readers.titles import loose, plain_title

_TOOL = "surveymonkey"
_ENOUGH = 3
_OWN = {"respondent", "tool"}  # what no other tool calls so


@dataclass(frozen=True, slots=True)
class _Titles:
    """Two rows of titles: the question over each column, and what stands below it."""

    over: Mapping[int, str]
    below: Mapping[int, str]
    columns: Mapping[int, tuple[int, ...]]  # the first column of a question to all of them

    def is_answer(self, column: int) -> bool:
        """Tell whether what stands below a question only says that answers follow."""
        said = loose(plain_title(self.below.get(column, "")))
        return not said or said in listed(_TOOL, "answer")


def recognise(top: Top) -> Drawn | None:
    """Recognise the tool's own details over nothing, beside questions over statements."""
    for row, titles in top.titles.items():
        kinds = {n: kind for n, title in titles.items() if (kind := detail(_TOOL, title))}
        if len(kinds) < _ENOUGH or not _OWN & set(kinds.values()):
            continue
        details = _in_front(kinds)
        after = top.next(row)
        second = after if after and _stands_below(top, after, details) else None
        header = [row] if second is None else [row, second]
        questions = [n for n in used_columns(top.sheet, header) if n not in details]
        spread = _spread(top, header, questions)
        headings = {n: Heading((titles[n],), given=meaning_of(k)) for n, k in details.items()}
        headings |= {n: _heading(top, spread, n) for n in questions}
        why = "cli.layout_why.surveymonkey" if second else "cli.layout_why.surveymonkey_one"
        return Drawn(top.sheet, _TOOL, header, headings, why, {"row": str(header[-1])})
    return None


def _in_front(kinds: Mapping[int, str]) -> dict[int, str]:
    """Return the details that stand together in front."""
    found: dict[int, str] = {}
    for n in sorted(kinds):
        if found and n > max(found) + 1:
            break
        found[n] = kinds[n]
    return found


def _stands_below(top: Top, row: int, details: Mapping[int, str]) -> bool:
    """Tell whether a row is the second of titles: nothing below the details, words elsewhere."""
    cells = top.sheet.rows.get(row, [])
    filled = [value for value in cells if not is_blank(value)]
    empty = all(is_blank(top.sheet.at(row, n)) for n in details)
    return empty and bool(filled) and all(isinstance(value, str) for value in filled)


def _spread(top: Top, header: Sequence[int], questions: Sequence[int]) -> _Titles:
    """Spread each question over the columns without one to its right."""
    below = top.titles[header[1]] if len(header) > 1 else {}
    over: dict[int, str] = {}
    columns: dict[int, list[int]] = defaultdict(list)
    first, title = -1, ""
    for n in questions:
        said = top.titles[header[0]].get(n, "")
        if said or n not in below:
            first, title = n, said
        over[n] = title
        columns[first].append(n)
    return _Titles(over, below, {n: tuple(each) for n, each in columns.items()})


def _heading(top: Top, titles: _Titles, column: int) -> Heading:
    stem, below = titles.over.get(column, ""), titles.below.get(column, "")
    group = next((g for g in titles.columns.values() if column in g), (column,))
    if titles.is_answer(column):
        return Heading((stem,))
    if loose(plain_title(below)) in words_of("titles", "comment"):
        return Heading((f"{stem}{BETWEEN}{below}",), given=(table.COMMENT, ""))
    named = top.headers.match(below)
    item = top.headers.item(stem)
    if item and not named:
        if len(group) == 1:
            return Heading((stem,), shown=stem)
        return Heading(
            (f"{stem}{BETWEEN}{below}",), given=(table.UNKNOWN, ""), shown=f"{stem}{BETWEEN}{below}"
        )
    if top.headers.is_remark(stem):
        return Heading((f"{stem}{BETWEEN}{below}",))
    return Heading(
        (f"{stem}{BETWEEN}{below}",), (below,), shown=f"{stem}{BETWEEN}{below}" if stem else below
    )


def refine(book: Book, drawn: Drawn, found: Table) -> Table:
    """Join the columns of a question that has one per choice, where each cell is its choice."""
    if len(drawn.header) == 1:
        return found
    top_row, second = drawn.header
    groups = _groups(book, drawn, top_row)
    choices = [
        Choices(item, {n: str(drawn.sheet.at(second, n)).strip() for n in columns})
        for item, columns in groups.items()
    ]
    return joined(book, found, choices)


def _groups(book: Book, drawn: Drawn, row: int) -> dict[str, list[int]]:
    """Return the columns of each item whose title covers several, one per choice."""
    groups: dict[str, list[int]] = defaultdict(list)
    item: str | None = None
    for n in sorted(drawn.headings):
        title = drawn.sheet.at(row, n)
        if not is_blank(title):
            item = book.headers.item(str(title).strip())
        if item and drawn.headings[n].given == (table.UNKNOWN, ""):
            groups[item].append(n)
    return {item: columns for item, columns in groups.items() if len(columns) > 1}
