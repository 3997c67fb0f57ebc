"""The mirror: one thing as two sides see it, circle against square, the gap and its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from maturity.instrument.model import Mirror
from maturity.scores.model import Gap, SideScore
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, Weight, height_of, wrap
from maturity.story.figures.legend import Key, Shape, legend
from maturity.story.figures.style import FIRST, INK, MUTED, SECOND, SMALL, WIDTH, paper
from maturity.story.findings import SURE, upwards, verdict
from maturity.story.story import Story

_LEFT, _RIGHT = 218.0, 440.0  # where 0 and 100 stand
_SIGN = 4.0  # room for the sign at the end of a row
_COLUMNS = 9
_SIGNS: tuple[tuple[str, Shape], ...] = (("holds", "dot"), ("lead", "ring"))


@dataclass(frozen=True, slots=True)
class Seen:
    """One statement or dimension as both sides see it; no gap where a side is masked."""

    label: str
    sides: tuple[SideScore, SideScore]
    gap: Gap | None

    @property
    def distance(self) -> float | None:
        """First side minus second in score_100, None when a side is masked."""
        first, second = (side.score_100 for side in self.sides)
        return None if first is None or second is None else first - second


@paper()
def mirror(story: Story, seen: Mirror, rows: Sequence[Seen], what: str) -> Drawing:
    """Draw what the two sides of a mirror see, in the order given.

    ``what`` is ``statement`` or ``dimension``: what a row is.
    """
    canvas = Canvas()
    y = _head(canvas, story, seen, rows)
    for row in rows:
        y = _row(canvas, story, row, y)
    for tick in range(0, 101, 20):
        label = story.say.number(tick)
        canvas.text(_x(tick), y + 8, label, align="center", size=SMALL, colour=MUTED)
    figure = canvas.finish(y + 16)
    return figure, _alt(story, seen, rows), _table(story, seen, rows, what)


def _x(score: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * score / 100


def _distance(story: Story, row: Seen) -> str:
    distance = row.distance
    none = story.say("report.none")
    return none if distance is None else story.say.number(abs(distance))


def _alt(story: Story, seen: Mirror, rows: Sequence[Seen]) -> str:
    say = story.say
    first, second = (story.side_label(side) for side in seen.sides)
    said = []
    for row in rows:
        label = row.label.rstrip(".")
        if row.distance is None:
            said.append(say("report.figure.answers_alt_masked", item=label))
            continue
        a, b = (story.score(side.score_100) for side in row.sides)
        told = say("report.mirror.alt_row", item=label, first=first, a=a, second=second, b=b)
        if row.gap is not None and row.gap.finding:
            told = say("report.with", first=told, second=say("report.mirror.beyond"))
        said.append(told)
    return say("report.mirror.alt", mirror=story.text(seen.label), list=story.joined(said))


def _table(story: Story, seen: Mirror, rows: Sequence[Seen], what: str) -> Table:
    say = story.say
    n = say("report.figure.n")
    heads = [
        head
        for side in seen.sides
        for head in (story.side_label(side), story.labelled(story.side_label(side), n))
    ]
    keys = ("gap", "gap_interval", "effect", "verdict")
    return Table(
        caption=say("report.mirror.table", mirror=story.text(seen.label)),
        header=(
            say(f"report.figure.{what}"),
            *heads,
            *(say(f"report.mirror.{key}") for key in keys),
        ),
        rows=tuple(_cells(story, row) for row in rows),
        numeric=tuple(range(1, _COLUMNS - 1)),
    )


def _cells(story: Story, row: Seen) -> tuple[str, ...]:
    if row.distance is None:
        return (row.label, *[story.say("report.masked")] * (_COLUMNS - 1))
    sides = [(story.score(side.score_100), story.count(side.n)) for side in row.sides]
    return (
        row.label,
        *(cell for side in sides for cell in side),
        _distance(story, row),
        *_worth(story, row.gap),
    )


def _worth(story: Story, gap: Gap | None) -> tuple[str, str, str]:
    """Return a gap's interval, its size in standard deviations, and what it is worth."""
    none = story.say("report.none")
    if gap is None:
        return none, none, none
    worth = verdict(story, gap)
    return story.range(upwards(gap)), story.effect(gap), story.say(f"report.verdict.{worth}")


# The drawing


def _head(canvas: Canvas, story: Story, seen: Mirror, rows: Sequence[Seen]) -> float:
    shapes: tuple[tuple[Shape, str], ...] = (("dot", FIRST), ("square", SECOND))
    keys = [
        Key(_side_with_n(story, seen, rows, number), shape, colour)
        for number, (shape, colour) in enumerate(shapes)
    ]
    y = legend(canvas, keys, 0)
    used = {_sign(story, row) for row in rows}
    signs = [
        Key(story.say(f"report.mirror.sign_{sign}"), shape)
        for sign, shape in _SIGNS
        if shape in used
    ]
    if signs:
        y = legend(canvas, signs, y)
    gap_head = story.say("report.mirror.gap")
    canvas.text(WIDTH, y + 6, gap_head, align="right", size=SMALL, colour=MUTED)
    canvas.line((0, y + 14), (WIDTH, y + 14))
    return y + 15


def _sign(story: Story, row: Seen) -> Shape | None:
    """Return the sign of a gap beyond its interval: full where it holds after correction."""
    if row.gap is None or not row.gap.finding:
        return None
    return "dot" if verdict(story, row.gap) in SURE else "ring"


def _side_with_n(story: Story, seen: Mirror, rows: Sequence[Seen], number: int) -> str:
    """Name a side with the people behind its marks, a range where rows differ."""
    drawn = [row.sides[number] for row in rows if row.distance is not None]
    counts = sorted({side.n for side in drawn if side.n is not None})
    label = story.side_label(seen.sides[number])
    if not counts:
        return label
    low, high = (story.count(counts[end]) for end in (0, -1))
    people = low if low == high else story.say("report.range", low=low, high=high)
    return story.labelled(label, story.say("report.n", n=people))


def _row(canvas: Canvas, story: Story, row: Seen, y: float) -> float:
    text = wrap(row.label, _LEFT - 16, SMALL)
    height = max(22.0, height_of(text, SMALL) + 4)
    middle = y + height / 2
    canvas.text(0, middle, text, size=SMALL)
    if row.distance is None:
        words = story.say("report.mirror.masked_row", k=story.assessment.k)
        words = wrap(words, WIDTH - _LEFT, SMALL)
        canvas.text(_LEFT, middle, words, size=SMALL, colour=MUTED)
    else:
        _dumbbell(canvas, story, row, middle)
        _gap(canvas, story, row, middle)
    canvas.line((0, y + height), (WIDTH, y + height))
    return y + height


def _gap(canvas: Canvas, story: Story, row: Seen, middle: float) -> None:
    """Print the gap, its interval below it, and a sign where it is beyond that interval."""
    sign = _sign(story, row)
    weight: Weight = "bold" if sign else "normal"
    has_interval = row.gap is not None and row.gap.interval is not None
    upper = middle - 5 if has_interval else middle
    right = WIDTH - 3 * _SIGN
    canvas.text(right, upper, _distance(story, row), align="right", weight=weight)
    if row.gap is not None and has_interval:
        interval = story.range(upwards(row.gap))
        canvas.text(right, middle + 6, interval, align="right", size=SMALL, colour=MUTED)
    if sign:
        size = 5 if sign == "ring" else 6.5
        canvas.mark(WIDTH - _SIGN, upper, "o", INK, size=size, hollow=sign == "ring")


def _dumbbell(canvas: Canvas, story: Story, row: Seen, middle: float) -> None:
    first, second = (side.score_100 for side in row.sides)
    if first is None or second is None:
        return
    canvas.line((_x(first), middle), (_x(second), middle), colour=MUTED, width=2)
    canvas.mark(_x(second), middle, "s", SECOND, size=8)
    canvas.mark(_x(first), middle, "o", FIRST, size=8)
    low, high = sorted((first, second))
    canvas.text(_x(low) - 7, middle, story.score(low), align="right", size=SMALL)
    canvas.text(_x(high) + 7, middle, story.score(high), size=SMALL)
