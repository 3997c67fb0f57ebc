"""``results.xlsx``: every published figure on tidy sheets, native charts, a plan to fill in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.scores.model import ItemScore
from maturity.story.report import Report
from maturity.writers.results.answers import Block, scales, write_answers
from maturity.writers.results.book import Book, open_book
from maturity.writers.results.charts import write_charts
from maturity.writers.results.front import Listed, write_front
from maturity.writers.results.grid import write_grid
from maturity.writers.results.map import write_map
from maturity.writers.results.plan import write_plan
from maturity.writers.results.sheets import SHEETS
from maturity.writers.results.texts import write_glossary, write_method, write_noted

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["write"]

_LOOKED_UP, _EXPLAINED = "#7F7F7F", "#BFBFBF"  # tabs; those to read have the consultancy's colour


@dataclass(frozen=True, slots=True)
class _Page:
    """A sheet to be: what writes it, None where there is nothing to write."""

    key: str
    name: str
    write: Callable[[Worksheet], None] | None
    colour: str = ""


def write(report: Report, path: Path) -> None:
    """Write the workbook of a report, whole or not at all; equal reports give equal bytes.

    Raises
    ------
    OSError
        The file cannot be made or written.
    """
    with open_book(path, report.story) as book:
        pages = list(_pages(book, report))
        listed = [Listed(each.key, each.name, there=each.write is not None) for each in pages]
        front = book.add_sheet(book.text("sheet.front.name"))
        sheets = {page.name: book.add_sheet(page.name, colour=page.colour)
                  for page in pages if page.write}  # fmt: skip
        # charts draw what other sheets hold, the glossary explains what they have
        for page in sorted(pages, key=lambda page: page.key in {"charts", "glossary"}):
            if page.write:
                page.write(sheets[page.name])
        write_front(book, front, report, listed)


def _pages(book: Book, report: Report) -> Iterator[_Page]:
    """Yield the sheets that the edition shows, in order; those without rows as well."""
    story, blocks = book.story, list[Block]()
    people = len(story.assessment.groups)
    draws = story.scored or any(each.distribution for each in story.assessment.items)
    yield from _tidy(book, report, "findings")
    if any(_shows(report, part) for part in ("first-steps", "priorities", "roadmap")):
        yield _page(book, "plan", partial(write_plan, book))
    charts = partial(write_charts, book, blocks=blocks) if draws else None
    yield _page(book, "charts", charts)
    yield from _tidy(book, report, "dimensions")
    if _shows(report, "functions"):
        yield _page(book, "map", partial(write_map, book) if people else None)
    for key in ("practices", "gaps", "participation"):
        yield from _tidy(book, report, key)
    for key in ("functions", "questions"):
        yield from _tidy(book, report, key, _LOOKED_UP)
    if _shows(report, "dimensions"):
        for number, items in enumerate(scales(story).values(), start=1):
            name = book.text("sheet.answers.name")
            name = book.text("sheet.numbered", name=name, number=number) if number > 1 else name

            def answers(sheet: Worksheet, items: list[ItemScore] = items) -> None:
                blocks.extend(write_answers(book, sheet, items))

            yield _Page("answers", name, answers, _LOOKED_UP)
    yield from _tidy(book, report, "trust", _LOOKED_UP)
    if _shows(report, "method"):
        yield _page(book, "noted", partial(write_noted, book, report=report), _EXPLAINED)
        yield _page(book, "method", partial(write_method, book, report=report), _EXPLAINED)
    yield _page(book, "glossary", partial(write_glossary, book), _EXPLAINED)


def _shows(report: Report, part: str) -> bool:
    """Tell whether an edition shows a part of the report."""
    return part in report.parts


def _page(
    book: Book, key: str, write: Callable[[Worksheet], None] | None, colour: str = ""
) -> _Page:
    return _Page(key, book.text(f"sheet.{key}.name"), write, colour)


def _tidy(book: Book, report: Report, key: str, colour: str = "") -> Iterator[_Page]:
    """Yield a tidy sheet where the edition shows what it holds, or some of it."""
    kind = SHEETS[key]
    rows = [
        row for row in kind.rows(book.story) if _shows(report, row.values.get("part", kind.part))
    ]
    if rows or _shows(report, kind.part):
        write = partial(write_grid, book, columns=kind.columns, rows=rows, frozen=kind.frozen)
        yield _page(book, key, write if rows else None, colour)
