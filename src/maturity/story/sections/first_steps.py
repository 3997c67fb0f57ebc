"""What a management committee is asked to begin with, on one page."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.story import advice
from maturity.story.advice.model import Roadmap, Scheduled
from maturity.story.blocks import Block, Paragraph, Section, Table
from maturity.story.story import Story

_ACTIONS = 6  # what a committee can decide on in one meeting


def first_steps(story: Story) -> Section:
    """Return the first actions of the roadmap, why these, and what each period costs."""
    return Section("first-steps", story.say("edition.first.title"), tuple(_blocks(story)))


def _blocks(story: Story) -> Iterator[Block]:
    say, plan = story.say, advice.roadmap(story)
    if not plan.scheduled:
        yield Paragraph(plan.explained)
        return
    order = sorted(plan.scheduled, key=lambda each: (each.start, each.recommendation.rank))
    yield _actions(story, order[:_ACTIONS])
    if len(order) > _ACTIONS:
        yield Paragraph(say("edition.first.more", n=len(order) - _ACTIONS))
    yield Section("first-why", say("edition.first.why"), (Paragraph(plan.explained),), 3)
    yield Section("first-periods", say("edition.first.periods"), (_periods(story, plan),), 3)


def _actions(story: Story, order: list[Scheduled]) -> Table:
    say = story.say
    return Table(
        caption=say("edition.first.actions"),
        header=tuple(
            say(f"edition.first.{key}") for key in ("action", "practice", "owner", "days", "when")
        ),
        rows=tuple(_action(story, each) for each in order),
        numeric=(3,),
        note=say("edition.first.note"),
    )


def _action(story: Story, planned: Scheduled) -> tuple[str, ...]:
    say, advised = story.say, planned.recommendation
    practice = {
        "practice": story.practice_label(advised.practice),
        "score": story.score(advised.score_100),
        "n": story.count(advised.n),
    }
    return (
        story.text(advised.action.title),
        say("edition.first.scored", **practice),
        story.text(story.instrument.roles[advised.action.owner]),
        say.number(advised.effort),
        _span(story, planned.start, planned.end),
    )


def _periods(story: Story, plan: Roadmap) -> Table:
    say, keys = story.say, ("period", "capacity", "used", "started")
    rows = []
    for each in plan.periods:
        begun = sum(each.since <= one.start <= each.until for one in plan.scheduled)
        amounts = (say.number(each.capacity), say.number(each.used), story.count(begun))
        rows.append((_span(story, each.since, each.until), *amounts))
    return Table(
        caption=say("edition.first.periods"),
        header=tuple(say(f"edition.first.{key}") for key in keys),
        rows=tuple(rows),
        numeric=(1, 2, 3),
    )


def _span(story: Story, first: int, last: int) -> str:
    """Write from which day to which, on one line however narrow the column."""
    return story.say("report.range", low=first, high=last).replace(" ", "\u00a0")
