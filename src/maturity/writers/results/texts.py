"""Sheets of words: what was noted while reading, how figures are made, what columns mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from maturity.errors import SEVERITIES, problem_codes
from maturity.story.blocks import Bullets, Paragraph, Section, plain
from maturity.story.report import Report
from maturity.story.sections.formulas import formulas
from maturity.story.tables import Row
from maturity.writers.results.book import Book
from maturity.writers.results.grid import write_grid

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_CELLS = ("filled", "answered", "dont_know", "not_applicable", "unreadable", "ignored")


def noted(book: Book, report: Report) -> Iterator[Row]:
    """Yield what became of the cells, then what was noted in the files, gravest first."""
    cells = book.story.assessment.cells
    for key in _CELLS:
        if key in cells:
            yield _noted(book.text(f"cells.{key}"), cells[key], book.text("effect.cells"))
    severity = {code: str(problem_codes()[code]["severity"]) for code in report.problems}
    counts = sorted(
        report.problems.items(),
        key=lambda each: (SEVERITIES.index(severity[each[0]]), -each[1], each[0]),
    )
    for code, count in counts:
        yield _noted(book.text(f"noted.{code}"), count, book.text(f"effect.{severity[code]}"))


def _noted(what: str, count: int, effect: str) -> Row:
    return Row({"noted": what, "times": count, "effect": effect}, ())


def write_noted(book: Book, sheet: Worksheet, *, report: Report) -> None:
    """Write what was noted while reading: how often, never where and never of whom."""
    write_grid(book, sheet, ("noted", "times", "effect"), list(noted(book, report)))


def write_method(book: Book, sheet: Worksheet, *, report: Report) -> None:
    """Write the rules of the report, then one row per method behind a figure."""
    rows = [*_rules(report), *_formulas(book)]
    write_grid(book, sheet, ("method", "words", "formula"), rows)


def _rules(report: Report) -> Iterator[Row]:
    """Yield the sentences of the report's own annex; its tables are sheets already."""
    for section in _below(report.part("method")):
        if not section.id.startswith("formula"):
            said = [
                text
                for block in section.blocks
                if isinstance(block, Paragraph | Bullets)
                for text in ([block.text] if isinstance(block, Paragraph) else block.lines)
            ]
            for n, text in enumerate(said):
                title = section.title if n == 0 else ""
                yield Row({"method": title, "words": plain(text), "formula": ""}, ())


def _below(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _below(tuple(each for each in section.blocks if isinstance(each, Section)))


def _formulas(book: Book) -> Iterator[Row]:
    for section in _below(tuple(formulas(book.story))):
        texts = [plain(each.text) for each in section.blocks if isinstance(each, Paragraph)]
        if section.id.startswith("formula-") and texts:
            words, *more = texts
            yield Row({"method": section.title, "words": words, "formula": "\n".join(more)}, ())


def write_glossary(book: Book, sheet: Worksheet) -> None:
    """Write what each column of the workbook means, and why a value may not be there."""
    write_grid(book, sheet, ("column", "meaning", "sheets"), list(_glossary(book)))


def _glossary(book: Book) -> Iterator[Row]:
    story = book.story
    for column, sheets in list(book.columns.items()):
        yield _explained(
            book.text(f"column.{column}.title"),
            book.text(f"column.{column}.meaning", k=story.assessment.k),
            story.say.listing(sheets),
        )
    masked, none = (story.say(f"report.{key}") for key in ("masked", "none"))
    known = Counter(story.assessment.reasons.values())
    for code in sorted(known, key=lambda code: (code != "UNDER_K", -known[code], code)):
        yield _explained(masked if code == "UNDER_K" else none, story.explain(code), "")


def _explained(column: str, meaning: str, sheets: str) -> Row:
    return Row({"column": column, "meaning": meaning, "sheets": sheets}, ())
