"""Who answered: one bar per function, against the people invited where that is known."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.scores.model import Participation
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, Weight, height_of, wrap
from maturity.story.figures.style import FIRST, MUTED, PAPER, RULE, WIDTH, paper
from maturity.story.story import Story

_LEFT, _RIGHT = 170.0, 390.0
_BAR = 11.0


def share(one: Participation) -> float | None:
    """Return answered over invited, None where nobody knows how many were invited."""
    return one.answered / one.invited if one.invited else None


@paper()
def participation(story: Story, groups: Sequence[Participation]) -> Drawing:
    """Draw the share of the invited who answered, or the counts where no list was given."""
    known = any(share(each) is not None for each in groups)
    most = max((each.answered for each in groups), default=0) or 1
    canvas, y = Canvas(), 4.0
    for each in groups:
        part = share(each) if known else each.answered / most
        y = _row(canvas, story, each, part, y)
    if known:
        x = _LEFT + (_RIGHT - _LEFT) * story.instrument.thresholds["participation_low"]
        canvas.line((x, 0), (x, y + 2), colour=MUTED, width=0.9, dashed=True)
    said = story.joined(
        story.say("report.pair", first=label(story, each), second=_words(story, each))
        for each in groups
    )
    alt = story.say("report.who.alt", list=said)
    return canvas.finish(y + 4), alt, _table(story, groups)


def label(story: Story, one: Participation) -> str:
    """Name a function, or the organisation."""
    whole = one.group is None
    return story.say("report.organisation") if whole else story.group_label(one.group or "")


def _words(story: Story, one: Participation) -> str:
    part = share(one)
    if part is None:
        return story.say("report.who.answers", n=one.answered)
    return story.say(
        "report.of_share",
        part=story.count(one.answered),
        whole=story.count(one.invited),
        share=story.say.percent(part),
    )


def _row(canvas: Canvas, story: Story, one: Participation, part: float | None, y: float) -> float:
    weight: Weight = "bold" if one.group is None else "normal"
    name = wrap(label(story, one), _LEFT - 12, weight=weight)
    words = wrap(_words(story, one), WIDTH - _RIGHT - 8, weight=weight)
    height = max(18.0, height_of(name) + 6, height_of(words) + 6)
    middle, full = y + height / 2, _RIGHT - _LEFT
    canvas.text(0, middle, name, weight=weight)
    if part is not None:
        canvas.bar(_LEFT, middle - _BAR / 2, full, _BAR, PAPER, edge=RULE)
        canvas.bar(_LEFT, middle - _BAR / 2, full * min(part, 1), _BAR, FIRST)
    canvas.text(_RIGHT + 8, middle, words, weight=weight)
    return y + height


def _table(story: Story, groups: Sequence[Participation]) -> Table:
    say = story.say
    none = say("report.none")
    return Table(
        caption=say("report.who.table"),
        header=tuple(
            say(f"report.who.{key}") for key in ("function", "answered", "invited", "share")
        ),
        rows=tuple(
            (
                label(story, each),
                story.count(each.answered),
                story.count(each.invited),
                none if (part := share(each)) is None else say.percent(part),
            )
            for each in groups
        ),
        numeric=(1, 2, 3),
    )
