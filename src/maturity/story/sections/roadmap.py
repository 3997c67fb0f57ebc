"""When what is done: the plan, what it may change, the way to the next level, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.story import figures
from maturity.story.advice import paths, projection
from maturity.story.advice import roadmap as planned
from maturity.story.advice.amounts import amount, number
from maturity.story.advice.model import (
    Path,
    Period,
    Projected,
    Recommendation,
    Roadmap,
    Scheduled,
)
from maturity.story.blocks import Block, Chart, Paragraph, Section, Table
from maturity.story.sections.next_step import measured
from maturity.story.story import Story


def roadmap(story: Story) -> Section:
    """Return the roadmap; without one, why there is none and what the next level would take."""
    plan = planned(story)
    blocks = (*_plan(story, plan), *_what_if(story, plan), *_ways(story), *_rest(story, plan))
    return Section("roadmap", story.say("advice.roadmap.title"), blocks)


def _plan(story: Story, plan: Roadmap) -> Iterator[Block]:
    say = story.say
    if not plan.scheduled:
        yield Paragraph(plan.explained)
        return
    yield Paragraph(plan.explained, "lead")
    title = say(
        "advice.roadmap.chart_title",
        n=len(plan.scheduled),
        days=say.number(max(each.end for each in plan.scheduled)),
        effort=amount(story, sum(each.recommendation.effort for each in plan.scheduled)),
    )
    own = "stated" if story.edition.capacity else "standard"
    caption = say("advice.roadmap.chart_caption", capacity=say(f"advice.roadmap.{own}"))
    yield Chart(title, caption, *figures.roadmap(story, plan))
    yield from (_period(story, plan, each) for each in plan.periods if _ending(plan, each))


def _rest(story: Story, plan: Roadmap) -> Iterator[Section]:
    """Yield what a plan leaves."""
    say = story.say
    if plan.scheduled and plan.left:
        heading = say("advice.roadmap.left", n=len(plan.left))
        yield Section("roadmap-left", heading, (_left(story, plan),), 4)


def _ending(plan: Roadmap, period: Period) -> list[Scheduled]:
    inside = [each for each in plan.scheduled if each.until == period.until]
    return sorted(inside, key=lambda each: (each.end, each.recommendation.rank))


def _period(story: Story, plan: Roadmap, period: Period) -> Section:
    say = story.say
    keys = ("action", "owner", "days", "effort", "success")
    title = say(
        "advice.roadmap.period",
        until=story.count(period.until),
        used=number(story, round(period.used, 1)),
        capacity=amount(story, period.capacity),
    )
    table = Table(
        caption=title,
        header=tuple(say(f"advice.head.{key}") for key in keys),
        rows=tuple(_step(story, each) for each in _ending(plan, period)),
        numeric=(3,),
    )
    return Section(f"roadmap-{period.until}", title, (table,), 3)


def _step(story: Story, each: Scheduled) -> tuple[str, ...]:
    action = each.recommendation.action
    title = story.text(action.title)
    if each.recommendation.enables:
        title = story.say("advice.roadmap.enabler", action=title)
    since, until = story.count(each.start), story.count(each.end)
    return (
        title,
        story.text(story.instrument.roles[action.owner]),
        story.say("advice.span", since=since, until=until),
        number(story, each.recommendation.effort),
        measured(story, action),
    )


def _left(story: Story, plan: Roadmap) -> Table:
    """Return what the plan leaves; a reason that holds for all of it is said once, below."""
    say = story.say
    alike = {why for _, why in plan.left} == {say("advice.left.less")} and len(plan.left) > 1
    keys = ("action", "effort", "priority", "why_left")[: 3 if alike else 4]
    return Table(
        caption=say("advice.roadmap.left", n=len(plan.left)),
        header=tuple(say(f"advice.head.{key}") for key in keys),
        rows=tuple(_remaining(story, each, why)[: len(keys)] for each, why in plan.left),
        numeric=(1, 2),
        note=say("advice.roadmap.left_all") if alike else "",
    )


def _remaining(story: Story, each: Recommendation, why: str) -> tuple[str, ...]:
    priority = story.say.number(each.priority, 1)
    return story.text(each.action.title), number(story, each.effort), priority, why


# The way to the next level


def _ways(story: Story) -> Iterator[Block]:
    found = paths(story)
    if found:
        table = Table(
            caption=story.say("advice.paths.title"),
            header=tuple(
                story.say(f"advice.head.{key}")
                for key in ("dimension", "now_next", "practices", "effort", "then")
            ),
            rows=tuple(_way(story, each) for each in found),
            numeric=(3, 4),
            note=story.say("advice.paths.note"),
        )
        lead = Paragraph(story.say("advice.paths.lead"))
        yield Section("paths", story.say("advice.paths.title"), (lead, table), 3)


def _way(story: Story, way: Path) -> tuple[str, ...]:
    say, none = story.say, story.say("report.none")
    label = story.dimension_label(way.dimension)
    here = say(
        "advice.paths.here",
        score=story.score(way.score_100),
        level=story.text(story.level(way.level).label),
    )
    if way.obstacle:
        return (label, here, say(f"advice.paths.{way.obstacle}"), none, none)
    there = story.text(story.level(way.level + 1).label)
    practices = say.listing([story.practice_label(each) for each in way.practices])
    if len(way.practices) == len(story.dimension(way.dimension).practices):
        practices = say("advice.paths.all", n=len(way.practices))
    return (
        label,
        say("advice.paths.here_there", here=here, level=there),
        practices,
        number(story, way.effort),
        story.score(way.projected_100),
    )


# What if it succeeds


def _what_if(story: Story, plan: Roadmap) -> Iterator[Block]:
    found = projection(story)
    if plan.scheduled and found:
        say = story.say
        caption = say("advice.what_if.caption")
        chart = Chart(_what_if_title(story, found), caption, *figures.forecast(story, found))
        warning = Paragraph(say("advice.what_if.assumption"), "warning")
        yield Section("what-if", say("advice.what_if.title"), (warning, chart), 3)


def _what_if_title(story: Story, found: Sequence[Projected]) -> str:
    """Say which dimensions would reach another level, or how far the furthest would move."""
    say = story.say
    rising = [each for each in found if each.projected_level > each.level]
    if rising:
        named = say.listing([story.quote(story.dimension_label(each.dimension)) for each in rising])
        return say("advice.what_if.rises", n=len(rising), dimensions=named)
    return say("advice.what_if.stays")
