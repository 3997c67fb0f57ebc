"""Questions with one column per choice: one answer when one is filled, several when more are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from maturity.errors import Problem
from maturity.readers import table
from maturity.readers.book import Book
from maturity.readers.sheet import Value, as_written, is_blank
from maturity.readers.table import Column, Table
from maturity.readers.titles import plain_title

BETWEEN = " – "  # a question and its choice, as people are told of them


@dataclass(frozen=True, slots=True)
class Choices:
    """The columns of one item, each with the choice that stands over it."""

    item: str
    columns: Mapping[int, str]


def joined(book: Book, found: Table, questions: Sequence[Choices]) -> Table:
    """Join the columns of each question whose cells are nothing but the choice above them.

    Other cells (numbers, crosses) may mean the place of a choice or a point: that is asked, so
    their columns stay unknown and suggest the item.
    """
    here = {column.target for column in found.columns if column.role == table.ITEM}
    columns = {column.index: column for column in found.columns}
    left: list[Column] = []
    problems: list[Problem] = []
    for question in questions:
        own = [columns[n] for n in question.columns]
        sure = question.item not in here and all(
            map(_is_its_choice, own, question.columns.values())
        )
        if not sure:
            near = "" if question.item in here else question.item
            columns |= {
                c.index: replace(c, suggestion=near, likeness=float(bool(near))) for c in own
            }
            continue
        columns[own[0].index] = _one_column(found, question, own)
        for n in [*question.columns][1:]:
            del columns[n]
        others = list(_of_several(found, question, own))
        left += others
        problems += _several(book, found, question, others)
    kept = tuple(columns[n] for n in sorted(columns))
    return replace(found, columns=(*kept, *left), problems=(*found.problems, *problems))


def _is_its_choice(column: Column, choice: str) -> bool:
    plain = plain_title(choice)
    return all(is_blank(v) or plain_title(as_written(v)) == plain for v in column.values)


def _filled(found: Table, own: Sequence[Column]) -> list[list[Column]]:
    """Return which of some columns each respondent filled."""
    return [[c for c in own if not is_blank(c.values[n])] for n in range(found.size)]


def _one_column(found: Table, question: Choices, own: Sequence[Column]) -> Column:
    """Return the answers of those who chose one, each with its own place."""
    filled = _filled(found, own)
    values: list[Value] = [c[0].values[n] if len(c) == 1 else None for n, c in enumerate(filled)]
    return replace(
        own[0],
        header=own[0].header.partition(BETWEEN)[0],
        role=table.ITEM,
        target=question.item,
        values=values,
        indices=[c[0].index if len(c) == 1 else own[0].index for c in filled],
        match=table.NORMALISED,
    )


def _of_several(found: Table, question: Choices, own: Sequence[Column]) -> Iterator[Column]:
    """Yield the cells of those who chose more than one, column by column: none of them counts."""
    filled = _filled(found, own)
    for column in own:
        values = [v if len(filled[n]) > 1 else None for n, v in enumerate(column.values)]
        if any(not is_blank(value) for value in values):
            yield replace(
                column,
                header="",
                role=table.REPEATED,
                target=question.item,
                values=values,
                fate="unreadable",
            )


def _several(
    book: Book, found: Table, question: Choices, others: Sequence[Column]
) -> Iterator[Problem]:
    """Name every respondent who filled more than one choice, over the range of the cells."""
    scale = next(item.scale for item in book.instrument.items if item.id == question.item)
    params = {"item": question.item, "min": str(scale.min), "max": str(scale.max)}
    for n in range(found.size):
        chosen = [c for c in others if not is_blank(c.values[n])]
        if chosen:
            said = "; ".join(as_written(c.values[n]) for c in sorted(chosen, key=lambda c: c.index))
            where = found.area(found.sheet, [c.index for c in chosen], [chosen[0].rows[n]])
            yield Problem(where, "ANSWER_SEVERAL", said, params)
