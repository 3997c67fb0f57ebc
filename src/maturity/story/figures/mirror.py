"""The mirror: each item as two sides see it, circle against square, the gap printed."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.instrument.model import Mirror
from maturity.scores.model import MirrorScore
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, Weight, height_of, wrap
from maturity.story.figures.legend import Key, Shape, legend
from maturity.story.figures.style import FIRST, MUTED, SECOND, SMALL, WIDTH, paper
from maturity.story.story import Story

_LEFT, _RIGHT = 218.0, 458.0  # where 0 and 100 stand


@paper()
def mirror(story: Story, seen: Mirror, scores: Sequence[MirrorScore]) -> Drawing:
    """Draw the items of one mirror, in the order given."""
    canvas = Canvas()
    top = _head(canvas, story, seen, scores)
    y = top
    for score in scores:
        y = _row(canvas, story, score, y)
    for tick in range(0, 101, 20):
        label = story.say.number(tick)
        canvas.text(_x(tick), y + 8, label, align="center", size=SMALL, colour=MUTED)
    figure = canvas.finish(y + 16)
    return figure, _alt(story, seen, scores), _table(story, seen, scores)


def gap(score: MirrorScore) -> float | None:
    """Return first side minus second in score_100, None when a side is masked."""
    first, second = (side.score_100 for side in score.sides)
    return None if first is None or second is None else first - second


def _x(score: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * score / 100


def _gap_written(story: Story, score: MirrorScore) -> str:
    difference = gap(score)
    none = story.say("report.none")
    return none if difference is None else story.say.number(abs(difference))


def _alt(story: Story, seen: Mirror, scores: Sequence[MirrorScore]) -> str:
    say = story.say
    first, second = (story.side_label(side) for side in seen.sides)
    said = []
    for score in scores:
        item = story.item_text(score.item).rstrip(".")
        if gap(score) is None:
            said.append(say("report.figure.answers_alt_masked", item=item))
            continue
        a, b = (story.score(side.score_100) for side in score.sides)
        said.append(say("report.mirror.alt_row", item=item, first=first, a=a, second=second, b=b))
    return say("report.mirror.alt", mirror=story.text(seen.label), list=story.joined(said))


def _table(story: Story, seen: Mirror, scores: Sequence[MirrorScore]) -> Table:
    say = story.say
    n = say("report.figure.n")
    heads = [
        head
        for side in seen.sides
        for head in (
            story.side_label(side),
            say("report.labelled", label=story.side_label(side), detail=n),
        )
    ]
    return Table(
        caption=say("report.mirror.table", mirror=story.text(seen.label)),
        header=(say("report.mirror.statement"), *heads, say("report.mirror.gap")),
        rows=tuple(_cells(story, score) for score in scores),
        numeric=(1, 2, 3, 4, 5),
    )


def _cells(story: Story, score: MirrorScore) -> tuple[str, ...]:
    if gap(score) is None:
        return (story.item_text(score.item), *[story.say("report.masked")] * 5)
    sides = [(story.score(side.score_100), story.count(side.n)) for side in score.sides]
    return (
        story.item_text(score.item),
        *(cell for side in sides for cell in side),
        _gap_written(story, score),
    )


# The drawing


def _head(canvas: Canvas, story: Story, seen: Mirror, scores: Sequence[MirrorScore]) -> float:
    shapes: tuple[tuple[Shape, str], ...] = (("dot", FIRST), ("square", SECOND))
    keys = [
        Key(_side_with_n(story, seen, scores, number), shape, colour)
        for number, (shape, colour) in enumerate(shapes)
    ]
    y = legend(canvas, keys, 0)
    gap_head = story.say("report.mirror.gap")
    canvas.text(WIDTH, y + 6, gap_head, align="right", size=SMALL, colour=MUTED)
    canvas.line((0, y + 14), (WIDTH, y + 14))
    return y + 15


def _side_with_n(story: Story, seen: Mirror, scores: Sequence[MirrorScore], number: int) -> str:
    """Name a side with the people behind its marks, a range where items differ."""
    counts = sorted({n for score in scores if (n := score.sides[number].n) is not None})
    label = story.side_label(seen.sides[number])
    if not counts:
        return label
    low, high = (story.count(counts[end]) for end in (0, -1))
    people = low if low == high else story.say("report.range", low=low, high=high)
    detail = story.say("report.n", n=people)
    return story.say("report.labelled", label=label, detail=detail)


def _row(canvas: Canvas, story: Story, score: MirrorScore, y: float) -> float:
    text = wrap(story.item_text(score.item), _LEFT - 16, SMALL)
    height = max(22.0, height_of(text, SMALL) + 8)
    middle = y + height / 2
    canvas.text(0, middle, text, size=SMALL)
    difference = gap(score)
    if difference is None:
        words = story.say("report.mirror.masked_row", k=story.assessment.k)
        words = wrap(words, WIDTH - _LEFT, SMALL)
        canvas.text(_LEFT, middle, words, size=SMALL, colour=MUTED)
    else:
        _dumbbell(canvas, story, score, middle)
        wide = abs(difference) >= story.instrument.thresholds["gap_points"]
        weight: Weight = "bold" if wide else "normal"
        canvas.text(WIDTH, middle, _gap_written(story, score), align="right", weight=weight)
    canvas.line((0, y + height), (WIDTH, y + height))
    return y + height


def _dumbbell(canvas: Canvas, story: Story, score: MirrorScore, middle: float) -> None:
    first, second = (side.score_100 for side in score.sides)
    if first is None or second is None:
        return
    canvas.line((_x(first), middle), (_x(second), middle), colour=MUTED, width=2)
    canvas.mark(_x(second), middle, "s", SECOND, size=8)
    canvas.mark(_x(first), middle, "o", FIRST, size=8)
    low, high = sorted((first, second))
    canvas.text(_x(low) - 7, middle, story.score(low), align="right", size=SMALL)
    canvas.text(_x(high) + 7, middle, story.score(high), size=SMALL)
