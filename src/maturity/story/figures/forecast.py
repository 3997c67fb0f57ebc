"""Dimensions now, and as they would be if what is planned succeeds: an assumption, drawn hollow."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.story.advice.model import Projected
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, height_of, width_of, wrap
from maturity.story.figures.legend import Key, legend
from maturity.story.figures.style import (
    FIRST,
    MUTED,
    SECOND,
    SMALL,
    WIDTH,
    level_colours,
    paper,
    tint,
)
from maturity.story.story import Story

_LEFT, _RIGHT = 150.0, 396.0  # where 0 and 100 stand
_TINT = 0.4
_FLAT = 0.05  # points that no picture shows


@paper()
def forecast(story: Story, projected: Sequence[Projected]) -> Drawing:
    """Draw each dimension's score and, where it would move, where to."""
    canvas, y = Canvas(), 4.0
    labels = [wrap(story.dimension_label(each.dimension), _LEFT - 12) for each in projected]
    words = [wrap(_words(story, each), WIDTH - _RIGHT - 8) for each in projected]
    heights = [
        max(20.0, height_of(a) + 7, height_of(b) + 7) for a, b in zip(labels, words, strict=True)
    ]
    bottom = y + sum(heights)
    _bands(canvas, story, y, bottom)
    for each, label, word, height in zip(projected, labels, words, heights, strict=True):
        middle, now, then = y + height / 2, _x(each.score_100), _x(each.projected_100)
        canvas.text(0, middle, label)
        canvas.text(_RIGHT + 8, middle, word)
        if _moves(each):
            canvas.line((now, middle), (then, middle), colour=SECOND, width=1.4)
            canvas.mark(then, middle, "D", SECOND, size=7, hollow=True)
        canvas.mark(now, middle, "o", FIRST, size=8)
        y += height
    keys = [Key(story.say("advice.figure.now"), "dot", FIRST)]
    if any(_moves(each) for each in projected):
        keys.append(Key(story.say("advice.figure.then"), "diamond", SECOND))
    end = legend(canvas, keys, bottom + 18, _LEFT)
    said = story.joined(_said(story, each) for each in projected)
    alt = story.say("advice.figure.forecast_alt", list=said)
    return canvas.finish(end + 2), alt, _table(story, projected)


def _x(score: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * score / 100


def _moves(each: Projected) -> bool:
    return each.projected_100 - each.score_100 > _FLAT


def _bands(canvas: Canvas, story: Story, top: float, bottom: float) -> None:
    cuts = [each.below for each in story.instrument.levels if each.below is not None]
    edges = list(zip([0.0, *cuts], [*cuts, 100.0], strict=True))
    for colour, (low, high) in zip(level_colours(len(edges)), edges, strict=True):
        canvas.bar(_x(low), top, _x(high) - _x(low), bottom - top, tint(colour, _TINT))
    last = -1.0
    for cut in [0.0, *cuts, 100.0]:
        if _x(cut) - last > width_of("100", SMALL) + 4:
            label = story.cut(cut)
            canvas.text(_x(cut), bottom + 8, label, align="center", size=SMALL, colour=MUTED)
            last = _x(cut)


def _words(story: Story, each: Projected) -> str:
    level = story.text(story.level(each.projected_level).label)
    if not _moves(each):
        return story.say("report.score_level", score=story.score(each.score_100), level=level)
    now, then = story.score(each.score_100), story.score(each.projected_100)
    return story.say("advice.figure.moves", now=now, then=then, level=level)


def _said(story: Story, each: Projected) -> str:
    label = story.dimension_label(each.dimension)
    return story.say("report.pair", first=label, second=_words(story, each))


def _table(story: Story, projected: Sequence[Projected]) -> Table:
    say = story.say
    keys = ("dimension", "now", "then", "level_then", "lifted")
    return Table(
        caption=say("advice.figure.forecast_table"),
        header=tuple(say(f"advice.head.{key}") for key in keys),
        rows=tuple(
            (
                story.dimension_label(each.dimension),
                story.score(each.score_100),
                story.score(each.projected_100),
                story.text(story.level(each.projected_level).label),
                say.listing([story.practice_label(id_) for id_ in each.lifted])
                or say("report.none"),
            )
            for each in projected
        ),
        numeric=(1, 2),
        note=say("advice.figure.assumption"),
    )
