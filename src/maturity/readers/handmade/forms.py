"""One form per respondent, as people draw it: questions in rows, one column of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from maturity.readers import table
from maturity.readers.handmade.columns import (
    ANSWER,
    header_row,
    is_answer_title,
    meaning_of,
    titles_at,
)
from maturity.readers.handmade.drawn import IGNORED, Drawn, Found, one
from maturity.readers.handmade.identity import identity
from maturity.readers.handmade.rows import AGAIN, TOTAL, is_total_label, number_of
from maturity.readers.handmade.words import among, bare
from maturity.readers.headers import Meaning
from maturity.readers.sheet import Formula, Sheet, Value, as_written, is_blank
from maturity.readers.table import Column, Left, Outside, Table

_SHARE = 0.8  # of the filled cells of a column that may be answers, where it has no title
_LONG = 60  # characters: more is a text


def read_form(drawn: Drawn) -> Iterator[Table]:
    """Yield one respondent where a sheet lists questions beside one column of answers."""
    top = header_row(drawn.listing)
    titles = titles_at(drawn.listing, top) if top else {}
    titled = [n for n, title in titles.items() if is_answer_title(title)]
    titled = titled or _titled_before(drawn, top)
    answers = [n for n in titled if _is_filled(drawn, n)] or titled[:1]
    brought = {n for n, title in titles.items() if among(title, "columns", "given")}
    likely = [n for n in drawn.listing.beside() if n not in brought and looks_answered(drawn, n)]
    if 2 * drawn.listing.size <= len(drawn.listing.items) and (answers or likely):
        cells = [(row, n) for row in drawn.listing.items for n in answers or likely]
        yield drawn.refused(drawn.problem(cells, "ANSWERS_OF_MANY"))
    elif len(answers) == 1:
        yield _form(drawn, answers[0], top, titles)
    elif len(answers or likely) > 1:
        cells = [(row, n) for row in drawn.listing.items for n in answers or likely]
        yield drawn.refused(drawn.problem(cells, "ANSWERS_UNCLEAR"))
    elif likely:
        yield _untitled(drawn, likely[0], top, titles)


def looks_answered(drawn: Drawn, column: int) -> bool:
    """Tell whether what stands beside the questions in a column may be their answers."""
    cells = {row: drawn.sheet.at(row, column) for row in drawn.listing.items}
    filled = {row: value for row, value in cells.items() if not is_blank(value)}
    fitting = sum(drawn.plausible.allows(drawn.listing.items[row], v) for row, v in filled.items())
    return bool(filled) and fitting >= _SHARE * len(filled) and 2 * len(filled) >= len(cells)


def beside_answers(drawn: Drawn, row: int, roles: Mapping[int, Meaning], top: int) -> list[Column]:
    """Return a column for each filled cell of a row beside the questions that is no answer."""
    found = []
    for n in drawn.listing.beside():
        role, target = roles.get(n, (table.UNKNOWN, ""))
        if role != ANSWER and not is_blank(drawn.sheet.at(row, n)):
            title = as_written(drawn.sheet.at(top, n)).strip() if top else ""
            words = drawn.listing.title(row) if role == table.COMMENT else title
            kind = drawn.listing.items.get(row, "") if role == table.COMMENT else target
            found.append(one(drawn.sheet, (row, n), words, role, kind))
    return found


def details(drawn: Drawn, top: int) -> Iterator[Column]:
    """Yield who filled the sheet: what stands above the questions, else on sheets without any."""
    first = min(top or drawn.listing.first, drawn.listing.first)
    rows = [(drawn.sheet, row) for row, _ in drawn.sheet if row < first]
    rows += [(sheet, row) for sheet in _shared(drawn) for row, _ in sheet]
    yield from identity(rows, drawn.headers)


def below(drawn: Drawn, columns: Sequence[int]) -> Iterator[Outside]:
    """Yield what stands below the last question in the columns of questions."""
    for row, cells in drawn.sheet:
        if row > drawn.listing.last and all(is_blank(drawn.sheet.at(row, n)) for n in columns):
            for n, value in enumerate(cells[: drawn.listing.right]):
                if not is_blank(value):
                    yield Outside(drawn.sheet.name, row, n, value)


def _titled_before(drawn: Drawn, top: int) -> list[int]:
    """Return the columns before the questions whose title says that answers stand there."""
    cells = drawn.sheet.rows.get(top, [])[: min(drawn.listing.columns)]
    return [n for n, value in enumerate(cells) if is_answer_title(as_written(value))]


def _shared(drawn: Drawn) -> list[Sheet]:
    """Return the other sheets of a file that has one form: they may say whose it is."""
    if not drawn.alone:
        return []
    sheets = drawn.book.sheets
    return [each for each in sheets if each.name != drawn.sheet.name and not each.hidden]


def _is_filled(drawn: Drawn, column: int) -> bool:
    return any(not is_blank(drawn.sheet.at(row, column)) for row in drawn.listing.items)


def _form(drawn: Drawn, answer: int, top: int, titles: Mapping[int, str]) -> Table:
    roles = {n: meaning_of(title, drawn.headers) for n, title in titles.items()}
    roles[answer] = (ANSWER, "")
    found = Found()
    for row, _ in drawn.sheet:
        if row > top and row not in drawn.listing.items and _is_header(drawn, row, answer, titles):
            cell = Outside(drawn.sheet.name, row, answer, drawn.sheet.at(row, answer))
            found.left.append(Left(drawn.sheet.name, AGAIN, [row], titles[answer], [cell]))
        elif row > top or row in drawn.listing.items:
            _answer(drawn, row, answer, found)
            found.columns += beside_answers(drawn, row, roles, top)
    found.columns += details(drawn, top)
    found.outside += below(drawn, [answer])
    return found.table(drawn, "form", 1, [top] if top else [], title=titles.get(answer, ""))


def _is_header(drawn: Drawn, row: int, answer: int, titles: Mapping[int, str]) -> bool:
    title = titles.get(answer, "")
    return bool(title) and bare(as_written(drawn.sheet.at(row, answer))) == bare(title)


def _answer(drawn: Drawn, row: int, answer: int, found: Found) -> None:
    """Sort one cell of the column of answers: an item's, nobody's, or one that is not known."""
    listing, sheet = drawn.listing, drawn.sheet
    value = sheet.at(row, answer)
    item = listing.items.get(row, "")
    if item:
        role = table.REPEATED if listing.is_repeated(row) else table.ITEM
        found.columns.append(one(sheet, (row, answer), listing.title(row), role, item))
    elif not is_blank(value):
        words = _label(drawn, row, answer)
        if _is_total(words, value):
            cell = Outside(sheet.name, row, answer, value)
            found.left.append(Left(sheet.name, TOTAL, [row], words or as_written(value), [cell]))
        else:
            found.columns.append(one(sheet, (row, answer), words, table.UNKNOWN))


def _label(drawn: Drawn, row: int, answer: int) -> str:
    cells = [as_written(each).strip() for each in drawn.sheet.rows[row][:answer]]
    return drawn.listing.wording(row) or next(filter(None, cells), "")


def _is_total(words: str, value: Value) -> bool:
    """Tell whether a cell of the column of answers, beside no question, sums up others."""
    number = number_of(value)
    labelled = bool(words) and is_total_label(words) and number is not None
    return isinstance(value, Formula) or labelled or (number is not None and number % 1 != 0)


def _untitled(drawn: Drawn, answer: int, top: int, titles: Mapping[int, str]) -> Table:
    """Keep what may be answers, unread: nothing says that they are."""
    found = Found(aside={0: "ANSWERS_UNTITLED"})
    for row in drawn.listing.items:
        item = drawn.listing.items[row]
        words = drawn.listing.title(row)
        found.columns.append(one(drawn.sheet, (row, answer), words, table.ITEM, item, fate=IGNORED))
    found.columns += details(drawn, top)
    return found.table(drawn, "form", 1, [top] if top else [], title=titles.get(answer, ""))
