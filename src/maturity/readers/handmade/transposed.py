"""Questions in rows, one respondent a column; details in the rows above, totals beside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturity.readers import table
from maturity.readers.handmade.columns import is_answer_title, is_nobody, meaning_of
from maturity.readers.handmade.drawn import Drawn, Found, cells_of
from maturity.readers.handmade.forms import looks_answered
from maturity.readers.handmade.identity import label_meaning
from maturity.readers.handmade.rows import is_total_label, number_of
from maturity.readers.handmade.words import among
from maturity.readers.headers import Meaning
from maturity.readers.sheet import Formula, Percent, Value, as_written, column_letter, is_blank
from maturity.readers.table import Column, Left, Outside, Table

COLUMN_TOTAL, ROW_TOTAL = "COLUMN_TOTAL", "ROW_TOTAL"
_TITLES_WITHIN = 12
_CODE = re.compile(r"[^\W\d_]{0,12}[ ._#-]?(?:n°)?\d{1,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _People:
    """Which columns are people, which sum them up, which are something else; ``top`` names them.

    ``details`` gives the rows above the questions by what they say of each person.
    """

    columns: tuple[int, ...]
    totals: tuple[int, ...]
    others: Mapping[int, Meaning]
    top: int
    details: Mapping[int, Meaning]


def read_transposed(drawn: Drawn) -> Iterator[Table]:
    """Yield a table where several columns beside the questions hold somebody's answers each."""
    people = _people(drawn)
    if people is None:
        return
    found = Found()
    for row in _rows(drawn, people):
        _question(drawn, people, row, found)
    for row, meaning in people.details.items():
        words = _label(drawn, row)
        found.columns.append(_column(drawn, people, row, (words, *meaning)))
    _totals(drawn, people, found)
    rows = [people.top, *people.details]
    above = [r for r, _ in drawn.sheet if r < drawn.listing.first and r not in rows]
    found.outside += cells_of(drawn.sheet, above, people.columns)
    yield found.table(drawn, "transposed", len(people.columns), sorted(set(rows) - {0}))


def _people(drawn: Drawn) -> _People | None:
    listing = drawn.listing
    above = [row for row, _ in drawn.sheet if row < listing.first][-_TITLES_WITHIN:]
    answered = [n for n in listing.beside() if looks_answered(drawn, n)]
    top = _top(drawn, above, answered)
    titles = {
        n: as_written(drawn.sheet.at(top, n)).strip() if top else "" for n in listing.beside()
    }
    totals = [n for n in listing.beside() if _is_total(drawn, n, titles[n])]
    meanings = {n: meaning_of(title, drawn.headers) for n, title in titles.items()}
    told = [n for n in titles if meanings[n][0] != table.UNKNOWN or meanings[n][1]]
    aside = {*totals, *told, *(n for n, title in titles.items() if is_nobody(title))}
    answered = [n for n in answered if n not in aside]
    if len(answered) < 2:  # noqa: PLR2004 - one column of answers is a form
        return None
    said = [is_answer_title(titles[n]) for n in answered]
    if any(said) and not all(said):  # the answers, and something about them
        return None
    details = _details(drawn, above, answered, top)
    known = any(role != table.UNKNOWN for role, _ in details.values())
    if not known and not all(_may_be_person(titles[n]) for n in answered):
        return None
    columns = [
        n for n in titles if n in answered or (n not in aside and _is_sparse(drawn, n, titles[n]))
    ]
    if len({titles[n] for n in columns}) < len(columns) and not known:
        return None
    others = {n: meanings[n] for n in titles if n not in columns and n not in totals}
    return _People(tuple(columns), tuple(totals), others, top, details)


def _top(drawn: Drawn, above: Sequence[int], columns: Sequence[int]) -> int:
    """Return the row that names the people: the lowest with a title over most of them.

    Rows that say something of them, such as their function, name them only if no other does.
    """
    full = [
        row
        for row in reversed(above)
        if 2 * sum(not is_blank(drawn.sheet.at(row, n)) for n in columns) > len(columns)
    ]
    named = [row for row in full if not _is_detail(drawn, row) and _may_name(drawn, row, columns)]
    return next(iter(named or (row for row in full if _is_detail(drawn, row))), 0)


def _may_name(drawn: Drawn, row: int, columns: Sequence[int]) -> bool:
    """Tell whether a row may name people: figures beside other words are something else's."""
    label = _label(drawn, row)
    figures = sum(number_of(drawn.sheet.at(row, n)) is not None for n in columns)
    said = among(label, "titles", "question") or label_meaning(label, drawn.headers)
    return not label or bool(said) or 2 * figures < len(columns)


def _is_detail(drawn: Drawn, row: int) -> bool:
    meaning = label_meaning(_label(drawn, row), drawn.headers)
    return meaning is not None and meaning[0] in {table.ATTRIBUTE, table.METADATA}


def _details(
    drawn: Drawn, above: Sequence[int], columns: Sequence[int], top: int
) -> dict[int, Meaning]:
    """Return what the rows above the questions say of the people."""
    found: dict[int, Meaning] = {}
    for row in above:
        filled = sum(not is_blank(drawn.sheet.at(row, n)) for n in columns)
        meaning = label_meaning(_label(drawn, row), drawn.headers)
        if row == top or not filled:
            continue
        if meaning and (meaning[0] == table.PERSONAL or meaning not in found.values()):
            found[row] = meaning
        elif not _label(drawn, row):
            # Words over people that nothing explains may be their first names.
            found[row] = (table.PERSONAL, "name")
        else:
            found[row] = (table.UNKNOWN, "")
    meaning = _named_by(drawn, top, columns) if top else None
    stated = label_meaning(_label(drawn, top), drawn.headers) if top else None
    if stated and stated[0] in {table.PERSONAL, table.ATTRIBUTE}:
        meaning = stated
    if meaning:
        found[top] = meaning
    return dict(sorted(found.items()))


def _named_by(drawn: Drawn, row: int, columns: Sequence[int]) -> Meaning | None:
    """Return what the titles over people are: functions, ids, or else names, which stay here."""
    titles = [as_written(drawn.sheet.at(row, n)).strip() for n in columns]
    filled = [title for title in titles if title]
    if not filled or all(map(is_answer_title, filled)):
        return None
    for attribute in drawn.book.instrument.attributes:
        if attribute.choices and all(drawn.is_choice(attribute.id, title) for title in filled):
            return table.ATTRIBUTE, attribute.id
    if all(_CODE.fullmatch(title) for title in filled):
        return table.RESPONDENT, ""
    return table.PERSONAL, "name"


def _may_be_person(title: str) -> bool:
    return bool(title) and len(title) <= 60  # noqa: PLR2004 - longer is a text


def _is_sparse(drawn: Drawn, column: int, title: str) -> bool:
    """Tell whether a column is a person's who answered little or badly: titled, and no texts."""
    cells = [(item, drawn.sheet.at(row, column)) for row, item in drawn.listing.items.items()]
    filled = [(item, value) for item, value in cells if not is_blank(value)]
    fitting = sum(drawn.plausible.allows(item, value) for item, value in filled)
    return bool(title) and 2 * fitting >= len(filled)


def _is_total(drawn: Drawn, column: int, title: str) -> bool:
    """Tell whether a column sums up others: by its title, and not answered like them."""
    values = [drawn.sheet.at(row, column) for row in drawn.listing.items]
    filled = [value for value in values if not is_blank(value)]
    if not filled:
        return False
    figures = sum(isinstance(v, Formula | Percent) or _is_fraction(v) for v in filled)
    titled = bool(title) and is_total_label(title)
    numbers = sum(number_of(v) is not None or isinstance(v, Formula) for v in filled)
    return (titled and 2 * numbers >= len(filled)) or (not title and figures == len(filled))


def _is_fraction(value: Value) -> bool:
    number = number_of(value)
    return number is not None and number % 1 != 0


def _rows(drawn: Drawn, people: _People) -> Iterator[int]:
    """Yield the rows of questions, known or not, that follow the titles."""
    items = drawn.listing.items
    for row, cells in drawn.sheet:
        after = row > people.top and row not in people.details
        filled = any(n < len(cells) and not is_blank(cells[n]) for n in people.columns)
        if row in items or (after and filled):
            yield row


def _question(drawn: Drawn, people: _People, row: int, found: Found) -> None:
    item = drawn.listing.items.get(row, "")
    words = _label(drawn, row)
    if item:
        role = table.REPEATED if drawn.listing.is_repeated(row) else table.ITEM
        found.columns.append(_column(drawn, people, row, (drawn.listing.title(row), role, item)))
    elif is_total_label(words) or (row > drawn.listing.last and _figures(drawn, people, row)):
        cells = cells_of(drawn.sheet, [row], people.columns)
        found.left.append(Left(drawn.sheet.name, ROW_TOTAL, [row], words or "–", cells))
    else:
        found.columns.append(_column(drawn, people, row, (words, table.UNKNOWN, "")))


def _figures(drawn: Drawn, people: _People, row: int) -> bool:
    values = [v for n in people.columns if not is_blank(v := drawn.sheet.at(row, n))]
    return all(isinstance(v, Formula | Percent) or _is_fraction(v) for v in values)


def _label(drawn: Drawn, row: int) -> str:
    cells = drawn.sheet.rows[row][: drawn.listing.right]
    words = [as_written(each).strip() for each in cells if not is_blank(each)]
    return words[-1] if words else ""


def _column(drawn: Drawn, people: _People, row: int, named: tuple[str, str, str]) -> Column:
    """Return a row of the sheet as a column of the table: one value per person."""
    header, role, target = named
    columns = people.columns
    values = [drawn.sheet.at(row, n) for n in columns]
    rows = [row] * len(columns)
    sheet = drawn.sheet.name
    return Column(header, role, target, sheet, columns[0], rows, values, indices=columns)


def _totals(drawn: Drawn, people: _People, found: Found) -> None:
    """Leave out the columns that sum up people, and name what stands in others."""
    rows = list(_rows(drawn, people))
    for n in (*people.totals, *people.others):
        cells = cells_of(drawn.sheet, rows, [n])
        title = as_written(drawn.sheet.at(people.top, n)).strip() if people.top else ""
        if not cells:
            continue
        code = COLUMN_TOTAL if n in people.totals else "COLUMN_ASIDE"
        role = people.others.get(n, ("", ""))[0]
        if role in {table.COMMENT, table.PERSONAL, table.METADATA}:
            found.columns += _of_nobody(drawn, people, n, cells)
        else:
            # The title over something else may be a name.
            words = title if code == COLUMN_TOTAL and title else column_letter(n)
            where = [cell.row for cell in cells]
            found.left.append(Left(drawn.sheet.name, code, where, words, cells))


def _of_nobody(
    drawn: Drawn, people: _People, column: int, cells: Sequence[Outside]
) -> Iterator[Column]:
    """Yield remarks that stand beside all answers to a question: they are no single person's."""
    size = len(people.columns)
    for cell in cells:
        values: list[Value] = [cell.value, *[None] * (size - 1)]
        rows = [cell.row] * size
        yield Column(
            _label(drawn, cell.row), table.COMMENT, "", drawn.sheet.name, column, rows, values
        )
