"""Function by dimension: one cell per score, coloured by level, the organisation first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturity.scores.model import Interval
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, fits, height_of, width_of, wrap
from maturity.story.figures.legend import Key, legend
from maturity.story.figures.style import (
    PAPER,
    RULE,
    SMALL,
    TEXT,
    WIDTH,
    ink_on,
    level_colours,
    paper,
)
from maturity.story.story import OTHER, Story

_LEFT = 136.0
_ROW = 22.0
_TURNED = 96.0  # the longest line of a turned heading


@dataclass(frozen=True, slots=True)
class Row:
    """One function: its score and interval on each dimension, and the word each cell shows."""

    label: str
    n: int | None
    scores: tuple[float | None, ...]
    words: tuple[str, ...]
    intervals: tuple[Interval | None, ...]


@paper()
def heatmap(story: Story) -> Drawing:
    """Draw the score of every function on every dimension."""
    columns = [story.dimension_label(each.id) for each in story.assessment.dimensions]
    rows = _rows(story)
    canvas = Canvas()
    y = _heads(canvas, columns)
    for number, row in enumerate(rows):
        y = _row(canvas, story, row, y) + (5 if number == 0 else 0)
    keys = [
        Key(story.text(level.label), "bar", colour, RULE)
        for level, colour in zip(story.instrument.levels, _colours(story), strict=True)
    ]
    figure = canvas.finish(legend(canvas, keys, y + 6, _LEFT) + 2)
    return figure, _alt(story, columns, rows), _table(story, columns, rows)


def _rows(story: Story) -> list[Row]:
    """Return the organisation, its published functions, the grouped ones, the masked ones."""
    assessment = story.assessment
    scores = tuple(each.score_100 for each in assessment.dimensions)
    words = tuple(story.score(score) for score in scores)
    intervals = tuple(each.interval for each in assessment.dimensions)
    people = assessment.overall.n
    whole = Row(story.say("report.organisation"), people, scores, words, intervals)
    groups = [(each.suppressed, each.id == OTHER, n) for n, each in enumerate(assessment.groups)]
    return [whole, *(_group(story, number) for *_, number in sorted(groups))]


def _group(story: Story, number: int) -> Row:
    group = story.assessment.groups[number]
    ids = [each.id for each in story.assessment.dimensions]
    scores = tuple(group.dimensions.get(each) for each in ids)
    words = tuple(
        story.absent("groups", number, "dimensions", each) if score is None else story.score(score)
        for score, each in zip(scores, ids, strict=True)
    )
    intervals = tuple(group.intervals.get(each) for each in ids)
    return Row(story.group_label(group.id), group.n, scores, words, intervals)


def _colours(story: Story) -> tuple[str, ...]:
    return level_colours(len(story.instrument.levels))


def _alt(story: Story, columns: Sequence[str], rows: Sequence[Row]) -> str:
    say = story.say
    said = []
    for row in rows:
        cells = [
            say("report.cell", column=column, value=word)
            for column, word in zip(columns, row.words, strict=True)
        ]
        said.append(say("report.pair", first=row.label, second=say.listing(cells)))
    return say("report.functions.alt", list=story.joined(said))


def _table(story: Story, columns: Sequence[str], rows: Sequence[Row]) -> Table:
    return Table(
        caption=story.say("report.functions.table"),
        header=(story.say("report.who.function"), story.say("report.figure.n"), *columns),
        rows=tuple((row.label, story.count(row.n), *_cells(story, row)) for row in rows),
        numeric=tuple(range(1, len(columns) + 2)),
    )


def _cells(story: Story, row: Row) -> Iterator[str]:
    """Return each score with its interval behind it."""
    for score, word, interval in zip(row.scores, row.words, row.intervals, strict=True):
        known = score is not None and interval is not None
        yield story.labelled(word, story.range(interval)) if known else word


# The drawing


def _heads(canvas: Canvas, columns: Sequence[str]) -> float:
    """Write the dimensions' names, turned where a column is too narrow for a word."""
    width = (WIDTH - _LEFT) / len(columns)
    turned = not all(fits(column, width - 1, SMALL) for column in columns)
    names = [wrap(column, _TURNED if turned else width - 1, SMALL) for column in columns]
    lines = [line for name in names for line in name.split("\n")]
    if turned:
        top = max(width_of(line, SMALL) for line in lines) + 8
    else:
        top = max(height_of(name, SMALL) for name in names) + 6
    for number, name in enumerate(names):
        x = _LEFT + (number + 0.5) * width
        y = top - 4 if turned else top - 3 - height_of(name, SMALL) / 2
        canvas.text(x, y, name, align="center", size=SMALL, turned=turned)
    return top


def _row(canvas: Canvas, story: Story, row: Row, y: float) -> float:
    label = row.label
    if row.n is not None:
        detail = story.say("report.n", n=row.n)
        label = story.say("report.labelled", label=label, detail=detail)
    label = wrap(label, _LEFT - 10)
    height = max(_ROW, height_of(label) + 6)
    canvas.text(0, y + height / 2, label)
    width = (WIDTH - _LEFT) / len(row.scores)
    for number, (score, word) in enumerate(zip(row.scores, row.words, strict=True)):
        colour = None if score is None else _colours(story)[story.level_of(score).number - 1]
        _cell(canvas, word, colour, (_LEFT + number * width, y, width, height))
    return y + height


def _cell(
    canvas: Canvas, word: str, colour: str | None, box: tuple[float, float, float, float]
) -> None:
    x, y, width, height = box
    middle, centre = y + height / 2, x + width / 2
    if colour is None:
        canvas.bar(x, y, width, height, PAPER, edge=RULE, hatch="////")
        word = wrap(word, width - 2, SMALL)
        space = max(width_of(line, SMALL) for line in word.split("\n")) + 6
        block = height_of(word, SMALL) + 2
        canvas.bar(centre - space / 2, middle - block / 2, space, block, PAPER)
        canvas.text(centre, middle, word, align="center", size=SMALL)
    else:
        canvas.bar(x, y, width, height, colour)
        canvas.text(centre, middle, word, align="center", size=TEXT, colour=ink_on(colour))
