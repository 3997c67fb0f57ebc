"""What to do: priorities, the roadmap, and the decision asked."""

from __future__ import annotations

from itertools import groupby

from maturity.story.advice import recommendations, roadmap
from maturity.story.advice.model import Recommendation, Roadmap, Scheduled
from maturity.story.story import Story
from maturity.writers.slides import reading
from maturity.writers.slides.pieces import (
    Cell,
    Grid,
    Line,
    Pair,
    Piece,
    Point,
    Scatter,
    Slide,
    Text,
)

_FIRST = 8  # recommendations on the chart
_PLANNED = 9  # actions on the roadmap's slide
_NEXT = 4  # actions on the last slide
_NEAR = 0.08  # of an axis: points nearer than that share their mark


def priorities(story: Story) -> tuple[Slide, ...]:
    """Show impact against effort, and name the actions, the most worth their effort first."""
    first = recommendations(story)[:_FIRST]
    if not first or not story.scored:
        return ()
    say = story.say
    title = say("slides.priorities_title", action=story.text(first[0].action.title), n=len(first))
    scatter = Scatter(
        _points(first),
        say("slides.effort_axis"),
        say("slides.impact_axis"),
        say("slides.action"),
        say("slides.priorities_alt", list=story.joined(_said(story, each) for each in first)),
    )
    notes = (say("slides.notes_priority"), *(_why(story, each) for each in first))
    regions: dict[str, Piece] = {
        "Content": Pair(scatter, _ranking(story, first, scatter.alt), 0.42),
        "Source": Text((Line(_fragile(story, first)),), 10, 8),
    }
    return (Slide("Table", title, regions, notes),)


def _why(story: Story, each: Recommendation) -> str:
    """Say why an action stands where it does, and how firmly."""
    title = f"{each.rank}. {story.text(each.action.title)}"
    told = story.say("report.pair", first=title, second=each.reason)
    return f"{told} {each.sensitivity}".strip()


def _points(first: tuple[Recommendation, ...]) -> tuple[Point, ...]:
    """Place the recommendations; those that would cover each other share a mark."""
    width, height = (max(getattr(r, axis) for r in first) or 1.0 for axis in ("effort", "impact"))
    marks: list[list[Recommendation]] = []
    for each in first:
        for mark in marks:
            near = abs(each.effort - mark[0].effort) < _NEAR * width
            if near and abs(each.impact - mark[0].impact) < _NEAR * height:
                mark.append(each)
                break
        else:
            marks.append([each])
    return tuple(
        Point(
            ", ".join(str(each.rank) for each in mark),
            round(mark[0].effort, 1),
            round(mark[0].impact, 1),
        )
        for mark in marks
    )


def _said(story: Story, each: Recommendation) -> str:
    return story.say(
        "slides.priority_said",
        rank=each.rank,
        action=story.text(each.action.title),
        impact=story.say.number(each.impact, 1),
        days=story.say.number(each.effort),
    )


def _ranking(story: Story, first: tuple[Recommendation, ...], alt: str) -> Grid:
    say = story.say
    header = ("#", *(say(f"slides.{key}") for key in ("action", "dimension", "impact", "effort")))
    rows = tuple(
        (
            Cell(str(each.rank), fill="accent1", strong=True, centred=True),
            Cell(story.text(each.action.title), strong=True),
            Cell(story.dimension_label(each.dimension)),
            Cell(say.number(each.impact, 1), centred=True),
            Cell(say.number(each.effort), centred=True),
        )
        for each in first
    )
    return Grid(header, rows, (0.5, 4.6, 2.2, 0.9, 0.9), alt, 13, 8)


def _fragile(story: Story, first: tuple[Recommendation, ...]) -> str:
    """Say what the axes are, and which ranks depend on choices."""
    fragile = [str(each.rank) for each in first if not each.stable]
    text = story.say("slides.priorities_source")
    if not fragile:
        return text
    return f"{text} {story.say('slides.fragile', n=len(fragile), ranks=story.say.listing(fragile))}"


# The roadmap


def plan(story: Story) -> tuple[Slide, ...]:
    """Show which action is done when, who answers for it and how one will know."""
    made = roadmap(story)
    if not made.scheduled or not story.scored:
        return ()
    say = story.say
    shown = sorted(made.scheduled, key=lambda each: (each.until, each.start, _rank(each)))
    kept = tuple(shown[:_PLANNED])
    used = sum(each.recommendation.effort for each in made.scheduled)
    title = say(
        "slides.roadmap_title",
        n=len(made.scheduled),
        days=say.number(max(each.until for each in made.scheduled)),
        effort=say.number(used),
    )
    notes = (
        made.explained,
        *(
            say("report.pair", first=story.text(each.action.title), second=why)
            for each, why in made.left
        ),
    )
    source = _capacity(story, made, len(shown) - len(kept))
    regions: dict[str, Piece] = {
        "Content": _calendar(story, kept),
        "Source": Text((Line(source),), 10, 8),
    }
    return (Slide("Table", title, regions, tuple(filter(None, notes))),)


def _rank(scheduled: Scheduled) -> int:
    return scheduled.recommendation.rank


def _calendar(story: Story, shown: tuple[Scheduled, ...]) -> Grid:
    say = story.say
    keys = ("period", "action", "owner", "effort", "success")
    rows = []
    for until, group in groupby(shown, key=lambda each: each.until):
        actions = list(group)
        rows += [_planned(story, each, until, len(actions)) for each in actions]
    # a period stands in its first row and spans the others
    heads = [n for n, row in enumerate(rows) if n == 0 or row[0].text != rows[n - 1][0].text]
    cells = tuple(
        row if n in heads else (Cell("", fill="accent1"), *row[1:]) for n, row in enumerate(rows)
    )
    said = story.joined(_when(story, each) for each in shown)
    return Grid(
        tuple(say(f"slides.{key}") for key in keys),
        cells,
        (1.1, 3.9, 2.1, 0.9, 4.1),
        say("slides.roadmap_alt", list=said),
        13,
        8,
    )


def _planned(story: Story, each: Scheduled, until: int, span: int) -> tuple[Cell, ...]:
    action = each.recommendation.action
    success = action.success
    measure = story.say(
        "slides.measure", measure=story.text(success.measure), target=story.text(success.target)
    )
    period = story.say("slides.by_day", days=story.say.number(until))
    return (
        Cell(period, fill="accent1", strong=True, centred=True, rows=span),
        Cell(story.text(action.title), strong=True),
        Cell(story.text(story.instrument.roles[action.owner])),
        Cell(story.say.number(each.recommendation.effort), centred=True),
        Cell(measure),
    )


def _when(story: Story, each: Scheduled) -> str:
    title = story.text(each.recommendation.action.title)
    return story.say("slides.when", action=title, since=each.start, until=each.end)


def _capacity(story: Story, made: Roadmap, more: int) -> str:
    """Say the person-days of each period, and how many actions the slide leaves out."""
    say = story.say
    told = [
        say(
            "slides.used", days=each.until, used=say.number(each.used), of=say.number(each.capacity)
        )
        for each in made.periods
    ]
    text = say("slides.capacity", list=story.joined(told))
    return f"{text} {say('slides.actions_left', n=more)}" if more else text


# The decision


def decision(story: Story) -> Slide:
    """Ask for the decision, and say what happens next."""
    say = story.say
    asked = reading.decision(story)
    lead = say("slides.decision_lead")
    return Slide(
        "Closing",
        say("slides.decision_title"),
        {
            "Decision": Text((Line(asked, lead),), 18, 12),
            "Content": _next(story),
            "Source": Text((Line(say("slides.decision_source", k=story.assessment.k)),), 10, 8),
        },
        (asked, say("slides.notes_decision")),
    )


def _next(story: Story) -> Grid:
    """Return the steps after the meeting: the first actions, and looking again."""
    say = story.say
    committee, first = say("slides.step.committee"), "share" if story.scored else "masked"
    rows = [(say(f"slides.step.{first}"), committee, say(f"slides.step.{first}_when"))]
    first_ranks = sorted(roadmap(story).scheduled, key=_rank)[:_NEXT] if story.scored else []
    for each in sorted(first_ranks, key=lambda each: (each.end, _rank(each))):
        action = each.recommendation.action
        when = say("slides.by_day", days=say.number(each.end))
        owner = story.text(story.instrument.roles[action.owner])
        rows.append((story.text(action.title), owner, when))
    rows.append((say("slides.step.again"), committee, say("slides.step.again_when")))
    header = tuple(say(f"slides.{key}") for key in ("step_head", "owner", "when_head"))
    cells = tuple((Cell(what, strong=True), Cell(who), Cell(when)) for what, who, when in rows)
    alt = say("slides.next_alt", list=story.joined(" – ".join(row) for row in rows))
    return Grid(header, cells, (7.0, 3.2, 1.9), alt, 15, 9)
