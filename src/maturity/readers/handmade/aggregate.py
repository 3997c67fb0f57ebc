"""Figures about many people: counts per answer, means per question or department; never people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from maturity.errors import Problem
from maturity.instrument import normalised
from maturity.readers.book import Book
from maturity.readers.handmade.columns import (
    LEGEND,
    header_row,
    is_answer_title,
    is_nobody,
    titles_at,
)
from maturity.readers.handmade.departments import departments_in_rows
from maturity.readers.handmade.drawn import Drawn, area, choice_of, refused
from maturity.readers.handmade.marks import Grid, is_ticked
from maturity.readers.handmade.plausible import Plausible
from maturity.readers.handmade.rows import is_total_label, number_of
from maturity.readers.handmade.words import among, bare
from maturity.readers.naming import named_in_rows
from maturity.readers.sheet import Percent, Sheet, Value, as_written, is_blank
from maturity.readers.table import Table

COUNTS, MEANS = "AGGREGATE_COUNTS", "AGGREGATE_MEANS"
_HALF = 0.5
_MANY = 200  # rows above which they are people, or nothing we know
_FEW = 2  # figures below which nothing can be told

Cell = tuple[int, int]


def read_counts(drawn: Drawn, grid: Grid | None) -> Iterator[Table]:
    """Refuse a table of how many people gave each answer to each question."""
    if grid is None or is_ticked(drawn, grid):
        return
    cells = {
        (row, n): value
        for row in drawn.listing.items
        for n in grid.at(row)
        if not is_blank(value := drawn.sheet.at(row, n))
    }
    if _figures(list(cells.values())) > _HALF * len(cells):
        where = {**cells, **dict.fromkeys(_beside_and_below(drawn))}
        yield drawn.refused(drawn.problem(where, COUNTS, count=str(len(where))))


def _beside_and_below(drawn: Drawn) -> Iterator[Cell]:
    """Yield the figures beside the questions and below them: totals belong to what they sum up."""
    for row, cells in drawn.sheet:
        if row >= drawn.listing.first:
            beside = ((n, cells[n]) for n in drawn.listing.beside() if n < len(cells))
            yield from ((row, n) for n, value in beside if _is_figure(value))


def read_means(drawn: Drawn) -> Iterator[Table]:
    """Refuse figures beside questions that are nobody's answers: fractions where people choose."""
    beside = [n for n in drawn.listing.beside() if _is_mean(drawn, n)]
    people = [n for n in drawn.listing.beside() if n not in beside and _is_whole(drawn, n)]
    top = header_row(drawn.listing)
    titles = titles_at(drawn.listing, top) if top else {}
    asked = [n for n, title in titles.items() if is_answer_title(title)]
    if not beside or people or any(n not in beside or _is_one(titles[n]) for n in asked):
        return
    cells = [(r, n) for r in drawn.listing.items for n in beside if _at(drawn.sheet, r, n)]
    yield drawn.refused(drawn.problem(cells, MEANS, count=str(len(cells))))


def _is_one(title: str) -> bool:
    """Tell whether a title speaks of one person's answers: half points are no means then."""
    return among(LEGEND.sub("", normalised(title)), "titles", "one")


def read_across(book: Book, sheet: Sheet, plausible: Plausible) -> Iterator[Table]:
    """Refuse a table with a question a column whose rows are answers, departments or dates."""
    named = named_in_rows(sheet, book.headers)
    header = max(named, key=lambda row: (len(set(named[row].values())), -row), default=0)
    items = named.get(header, {})
    rows = [row for row in sorted(sheet.rows) if row > header]
    if len(rows) > _MANY:
        return
    labels = {row: _label(sheet, row, items) for row in rows}
    cells = {
        (row, n): value for row in rows for n in items if not is_blank(value := sheet.at(row, n))
    }
    if len(items) < _FEW or len(cells) < _FEW or _figures(list(cells.values())) < len(cells):
        return
    code = ""
    said = [each for each in labels.values() if each]
    if _are_answers(plausible, list(items.values()), said) and (
        _worded(said) or _sums_alike(sheet, header, items, labels)
    ):
        code = COUNTS
    elif _fractions(list(cells.values())) >= _HALF * len(cells) and _are_many(
        book, labels.values()
    ):
        code = MEANS
    totals = [(row, n) for row in rows for n in _total_columns(sheet, header) if n not in items]
    where = area(book.path, sheet.name, [*cells, *(each for each in totals if _at(sheet, *each))])
    params = {"count": str(len(cells))}
    if code:
        yield refused(book.path, sheet.name, Problem(where, code, params=params))
    elif asked := departments_in_rows(book, sheet, header, items):
        yield refused(book.path, sheet.name, asked.problem(where, params["count"]))


def _total_columns(sheet: Sheet, header: int) -> list[int]:
    titles = enumerate(map(as_written, sheet.rows[header]))
    return [n for n, title in titles if is_total_label(title.strip())]


def _label(sheet: Sheet, row: int, items: dict[int, str]) -> str:
    cells = enumerate(sheet.rows[row])
    return next((as_written(v).strip() for n, v in cells if n not in items and not is_blank(v)), "")


def _are_answers(plausible: Plausible, items: Sequence[str], labels: Sequence[str]) -> bool:
    """Tell whether labels of rows are the answers of a scale, each once."""
    return bool(labels) and plausible.heads(items, _without_totals(labels))


def _worded(labels: Sequence[str]) -> bool:
    return 2 * sum(not bare(label).isdigit() for label in labels) > len(labels)


def _sums_alike(
    sheet: Sheet, header: int, items: Mapping[int, str], labels: Mapping[int, str]
) -> bool:
    """Tell counts from people numbered 1, 2, 3: as many answered every question, titled so."""
    first = next((n for n, v in enumerate(sheet.rows[header]) if n not in items and v), 0)
    titled = is_answer_title(as_written(sheet.at(header, first)))
    rows = [row for row, label in labels.items() if label and not is_total_label(label)]
    sums = {sum(number_of(sheet.at(row, n)) or 0 for row in rows) for n in items}
    return titled and len(sums) == 1


def _without_totals(labels: Sequence[str]) -> list[Value]:
    return [label for label in labels if not is_total_label(label)]


def _are_many(book: Book, labels: Iterable[str]) -> bool:
    """Tell whether rows are departments, dates or totals, each once: people come back."""
    said = [bare(label) for label in labels if label]
    alone = len(set(said)) == len(said) >= _FEW
    return alone and all(_is_many(book, label) for label in said)


def _is_many(book: Book, label: str) -> bool:
    instrument = book.instrument
    named = any(
        choice_of(instrument, each.id, label) for each in instrument.attributes if each.choices
    )
    return named or is_nobody(label) or is_total_label(label)


def _at(sheet: Sheet, row: int, column: int) -> bool:
    return not is_blank(sheet.at(row, column))


def _beside(drawn: Drawn, column: int) -> list[Value]:
    cells = (drawn.sheet.at(row, column) for row in drawn.listing.items)
    return [value for value in cells if not is_blank(value)]


def _is_mean(drawn: Drawn, column: int) -> bool:
    values = _beside(drawn, column)
    return len(values) >= _FEW and _fractions(values) > _HALF * len(values)


def _is_whole(drawn: Drawn, column: int) -> bool:
    """Tell whether people may have answered in a column: points or labels in most cells."""
    cells = [(item, drawn.sheet.at(row, column)) for row, item in drawn.listing.items.items()]
    filled = [(item, value) for item, value in cells if not is_blank(value)]
    fitting = sum(drawn.plausible.allows(item, value) for item, value in filled)
    return len(filled) >= _FEW and fitting > _HALF * len(filled)


def _is_figure(value: Value) -> bool:
    return isinstance(value, Percent) or number_of(_share(value)) is not None


def _figures(values: Sequence[Value]) -> int:
    return sum(map(_is_figure, values))


def _fractions(values: Sequence[Value]) -> int:
    numbers = (number_of(_share(value)) for value in values)
    shares = sum(isinstance(value, Percent) for value in values)
    return shares + sum(number is not None and number % 1 != 0 for number in numbers)


def _share(value: Value) -> Value:
    """Return ``80 %`` written as text as the number it is a share of."""
    if isinstance(value, Percent):
        return None
    text = value.rstrip() if isinstance(value, str) else ""
    return f"{text[:-1].strip()}.5" if text.endswith("%") else value
