"""The map: one row per function, one column per dimension, a colour and a number per cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.story.figures.style import ink_on, level_colours
from maturity.story.story import OTHER, Story
from maturity.writers.results.book import Book
from maturity.writers.results.columns import kept, width_of
from maturity.writers.results.grid import fit, score_look, write_absent, write_head

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDE, _N = 17.0, 8.0


@dataclass(frozen=True, slots=True)
class _Value:
    """A figure, or the code of why there is none."""

    number: float | None
    why: str


@dataclass(frozen=True, slots=True)
class _Line:
    """The organisation or one function: its people, and its score in each dimension."""

    label: str
    people: _Value
    scores: tuple[_Value, ...]


def write_map(book: Book, sheet: Worksheet) -> None:
    """Write the organisation first, then its functions, then what the colours mean."""
    story = book.story
    scored = story.assessment.dimensions
    titles = [
        book.text("column.group_label.title"),
        book.text("column.n.title"),
        *(story.dimension_label(each.id) for each in scored),
    ]
    widths = [width_of("group_label"), _N, *[_WIDE] * len(scored)]
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    write_head(book, sheet, titles, widths)
    for column, title in enumerate(titles[2:], start=2):
        sheet.write_string(0, column, title, book.look("head", align="center", indent=0))
    lines = list(_lines(story))
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line.label, book.look("strong" if row == 1 else "text"))
        _write(book, sheet, (row, 1), line.people, book.look("number", "#,##0"))
        for column, value in enumerate(line.scores, start=2):
            look = score_look(book, value.number or 0.0, "center")
            _write(book, sheet, (row, column), _held(story, value), look, "center")
        fit(sheet, row, [line.label], widths[:1])
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    _write_key(book, sheet, len(lines) + 2)


def _lines(story: Story) -> Iterator[_Line]:
    """Yield the organisation, its published functions, the merged one, the masked ones."""

    def value(number: float | None, *at: str | int) -> _Value:
        return _Value(number, story.code(*at))

    dimensions = story.assessment.dimensions
    whole = tuple(value(each.score_100, "dimensions", n) for n, each in enumerate(dimensions))
    people = value(story.assessment.overall.n, "overall", "n")
    yield _Line(story.say("report.organisation"), people, whole)
    groups = enumerate(story.assessment.groups)
    for n, each in sorted(groups, key=lambda at: (at[1].suppressed, at[1].id == OTHER, at[0])):
        scores = tuple(
            value(each.dimensions.get(one.id), "groups", n, "dimensions", one.id)
            for one in dimensions
        )
        yield _Line(story.group_label(each.id), value(each.n, "groups", n, "n"), scores)


def _held(story: Story, value: _Value) -> _Value:
    score = None if value.number is None else kept("score", value.number, story)
    return _Value(score, value.why)


def _write(  # noqa: PLR0917 - where, what and how
    book: Book, sheet: Worksheet, at: tuple[int, int], value: _Value, look: Format, side: str = ""
) -> None:
    if value.number is None:
        write_absent(book, sheet, at, value.why, side=side)
    else:
        sheet.write_number(*at, value.number, look)


def _write_key(book: Book, sheet: Worksheet, row: int) -> None:
    """Write each level in its colour, from which score on, and the sign of what is masked."""
    story, levels = book.story, book.story.instrument.levels
    low = 0.0
    for level, colour in zip(levels, level_colours(len(levels)), strict=True):
        look = book.look("text", bg_color=colour, font_color=ink_on(colour))
        key = "band" if level.below is not None else "band_last"
        ends = {"low": story.cut(low), "high": story.cut(level.below or 100)}
        words = story.labelled(story.numbered(level), story.say(f"report.read.{key}", **ends))
        sheet.write_string(row, 0, words, look)
        row, low = row + 1, level.below or 100
    sheet.write_string(row, 0, story.say("report.masked"), book.look("masked", align="left"))
    text = book.text("read.masked.text", k=story.assessment.k)
    sheet.merge_range(row, 1, row, 1 + len(story.assessment.dimensions), "", book.look("detail"))
    sheet.write_string(row, 1, text, book.look("detail"))
    fit(sheet, row, [text], [_N + _WIDE * len(story.assessment.dimensions)])
