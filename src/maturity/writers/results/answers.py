"""The answers: one row per question, one column per point of its scale, how many chose it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from maturity.instrument.model import Scale
from maturity.scores.model import ItemScore
from maturity.story.figures.answers import bins
from maturity.story.story import Story
from maturity.writers.results.book import Book
from maturity.writers.results.columns import number_format, width_of
from maturity.writers.results.grid import finish, fit, write_absent, write_head

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_NAMES = ("item", "text", "dimension_label", "reverse", "n")
_POINT = 12.0


@dataclass(frozen=True, slots=True)
class Block:
    """Questions of one dimension on neighbouring rows of a sheet, all answered and shown.

    ``first`` and ``last`` are rows, ``points`` the columns, each with its title.
    """

    dimension: str
    sheet: str
    first: int
    last: int
    points: Mapping[int, str]


def scales(story: Story) -> dict[str, list[ItemScore]]:
    """Return the questions by the scale they are answered on, in the order asked."""
    found: dict[str, list[ItemScore]] = {}
    for each in story.assessment.items:
        found.setdefault(story.item(each.id).scale.id, []).append(each)
    return found


def write_answers(book: Book, sheet: Worksheet, items: list[ItemScore]) -> Iterator[Block]:
    """Write the questions of one scale; yield those of a dimension that a chart can draw."""
    story = book.story
    scale = story.item(items[0].id).scale
    segments = bins(scale)
    labels = [_label(story, scale, each) for each in segments]
    widths = [*(width_of(each) for each in _NAMES), *[_POINT] * len(segments)]
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    for name in _NAMES:
        book.columns.setdefault(name, []).append(sheet.get_name())
    book.columns.setdefault("point", []).append(sheet.get_name())
    write_head(book, sheet, [*(book.text(f"column.{each}.title") for each in _NAMES), *labels],
               widths)  # fmt: skip
    points = dict(enumerate(labels, start=len(_NAMES)))
    line = 1
    for dimension, group in groupby(items, key=lambda each: story.item(each.id).dimension):
        # what a chart draws stands together, for a masked row would be drawn as 0
        shown = sorted(group, key=lambda each: each.distribution is None)
        first = line
        for each in shown:
            _write_item(book, sheet, line, each, segments)
            line += 1
        known = sum(each.distribution is not None for each in shown)
        if known:
            yield Block(dimension, sheet.get_name(), first, first + known - 1, points)
    finish(sheet, widths, line - 1, frozen=2)


def _write_item(
    book: Book, sheet: Worksheet, line: int, scored: ItemScore, segments: tuple[range, ...]
) -> None:
    story, item = book.story, book.story.item(scored.id)
    count = book.look("number", number_format("count", story.say))
    words = (
        item.id,
        story.item_text(item.id),
        story.dimension_label(item.dimension),
        book.text("yes" if item.reverse else "no"),
    )
    for number, word in enumerate(words):
        sheet.write_string(line, number, word, book.look("text"))
    where = ("items", story.assessment.items.index(scored), "distribution")
    if scored.distribution is None:
        write_absent(book, sheet, (line, len(words)), story.code(*where))
    else:
        sheet.write_number(line, len(words), scored.n, count)
    for number, points in enumerate(segments, start=len(_NAMES)):
        if scored.distribution is None:
            write_absent(book, sheet, (line, number), story.code(*where))
        else:
            people = sum(scored.distribution.get(point, 0) for point in points)
            sheet.write_number(line, number, people, count)
    fit(sheet, line, words, [width_of(each) for each in _NAMES[:-1]])


def _label(story: Story, scale: Scale, points: range) -> str:
    """Name a column: the point and its word, or the points that share it."""
    if len(points) > 1:
        return story.say("report.range", low=points[0], high=points[-1])
    label = scale.labels.get(points[0])
    return f"{points[0]} – {story.text(label)}" if label else str(points[0])
