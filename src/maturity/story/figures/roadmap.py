"""The roadmap: one bar per action on the bands of its periods, dimension by dimension."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturity.story.advice.amounts import number
from maturity.story.advice.model import Period, Roadmap, Scheduled
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, height_of, width_of, wrap
from maturity.story.figures.hues import hues
from maturity.story.figures.style import MUTED, RULE, SMALL, WIDTH, ink_on, paper, tint
from maturity.story.story import Story

_LEFT = 236.0  # where the bands begin
_BAR, _ROW = 11.0, 18.0
_SHADE = tint("#B5CFE8", 0.35)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """Periods side by side, each as wide as the others, days in proportion inside."""

    periods: tuple[Period, ...]

    @property
    def width(self) -> float:
        return (WIDTH - _LEFT) / len(self.periods)

    def x(self, day: float) -> float:
        """Return where a day ends, 0 being the beginning of all."""
        for n, each in enumerate(self.periods):
            if day <= each.until:
                since = each.since - 1
                return _LEFT + self.width * (n + (day - since) / (each.until - since))
        return WIDTH


@paper()
def roadmap(story: Story, plan: Roadmap) -> Drawing:
    """Draw a plan of at least one action; a bar's label is its person-days."""
    canvas, calendar = Canvas(), _Calendar(plan.periods)
    top = _head(canvas, story, calendar)
    rows, end = list(_rows(story, plan, top)), top
    for row in rows:
        end = row.y + row.height
    for n in range(len(plan.periods)):
        x = _LEFT + n * calendar.width
        if n % 2 == 0:
            canvas.bar(x, top, calendar.width, end - top, _SHADE)
        canvas.bar(x - 0.3, top, 0.6, end - top, RULE, edge="none")  # under the actions' bars
    for row in rows:
        _draw(canvas, story, calendar, row)
    said = story.joined(_said(story, each) for each in plan.scheduled)
    alt = story.say("advice.figure.roadmap_alt", list=said)
    return canvas.finish(end + 4), alt, _table(story, plan.scheduled)


def _head(canvas: Canvas, story: Story, calendar: _Calendar) -> float:
    """Write each period's days and how far its person-days are used; return where bands begin."""
    heads = [
        (
            wrap(_days(story, each), calendar.width - 4, SMALL, "bold"),
            wrap(_spent(story, each), calendar.width - 4, SMALL),
        )
        for each in calendar.periods
    ]
    first = max(height_of(days, SMALL) for days, _ in heads)
    second = max(height_of(spent, SMALL) for _, spent in heads)
    for n, (days, spent) in enumerate(heads):
        x = _LEFT + (n + 0.5) * calendar.width
        canvas.text(x, 2 + first / 2, days, align="center", size=SMALL, weight="bold")
        canvas.text(x, 4 + first + second / 2, spent, align="center", size=SMALL, colour=MUTED)
    label = wrap(story.say("advice.figure.used"), _LEFT - 16, SMALL)
    canvas.text(0, 4 + first + second / 2, label, size=SMALL, colour=MUTED)
    return first + max(second, height_of(label, SMALL)) + 8


def _days(story: Story, period: Period) -> str:
    since, until = story.count(period.since), story.count(period.until)
    return story.say("advice.figure.days", since=since, until=until)


def _spent(story: Story, period: Period) -> str:
    used, of = story.say.number(period.used), story.say.number(period.capacity)
    return story.say("advice.figure.spent", used=used, of=of)


# The rows


@dataclass(frozen=True, slots=True)
class _Row:
    """A dimension's name, or an action of it, and where it stands."""

    label: str
    y: float
    height: float
    colour: str
    action: Scheduled | None = None


def _rows(story: Story, plan: Roadmap, y: float) -> Iterator[_Row]:
    for dimension, colour in hues(story).items():
        inside = [each for each in plan.scheduled if each.recommendation.dimension == dimension]
        if not inside:
            continue
        name = wrap(story.dimension_label(dimension), _LEFT - 24, SMALL, "bold")
        height = height_of(name, SMALL) + 8
        yield _Row(name, y, height, colour)
        y += height
        for each in sorted(inside, key=lambda one: (one.start, one.end, one.recommendation.rank)):
            title = story.text(each.recommendation.action.title)
            label = wrap(title, _LEFT - 14, SMALL)
            height = max(_ROW, height_of(label, SMALL) + 6)
            yield _Row(label, y, height, colour, each)
            y += height


def _draw(canvas: Canvas, story: Story, calendar: _Calendar, row: _Row) -> None:
    middle = row.y + row.height / 2
    if row.action is None:
        canvas.line((0, row.y), (WIDTH, row.y), colour=RULE)
        canvas.bar(0, middle - 4, 8, 8, row.colour)
        canvas.text(13, middle, row.label, size=SMALL, weight="bold")
        return
    canvas.text(0, middle, row.label, size=SMALL)
    left, right = calendar.x(row.action.start - 1), calendar.x(row.action.end)
    canvas.bar(left, middle - _BAR / 2, right - left, _BAR, row.colour)
    effort = number(story, row.action.recommendation.effort)
    label = story.say("advice.figure.short", days=effort)
    width = width_of(label, SMALL)
    if width + 6 <= right - left:
        canvas.text(
            (left + right) / 2, middle, label, align="center", size=SMALL, colour=ink_on(row.colour)
        )
    elif right + 4 + width <= WIDTH:
        canvas.text(right + 4, middle, label, size=SMALL)
    else:
        canvas.text(left - 4, middle, label, align="right", size=SMALL)


def _said(story: Story, each: Scheduled) -> str:
    return story.say(
        "advice.figure.bar",
        action=story.text(each.recommendation.action.title),
        since=story.count(each.start),
        until=story.count(each.end),
    )


def _table(story: Story, scheduled: Sequence[Scheduled]) -> Table:
    say = story.say
    keys = ("action", "dimension", "effort", "first_day", "last_day")
    return Table(
        caption=say("advice.figure.roadmap_table"),
        header=tuple(say(f"advice.head.{key}") for key in keys),
        rows=tuple(
            (
                story.text(each.recommendation.action.title),
                story.dimension_label(each.recommendation.dimension),
                number(story, each.recommendation.effort),
                story.count(each.start),
                story.count(each.end),
            )
            for each in scheduled
        ),
        numeric=(2, 3, 4),
    )
