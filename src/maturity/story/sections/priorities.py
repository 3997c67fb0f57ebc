"""What to do first: every action worth taking now, with what its place is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from maturity.story import figures
from maturity.story.advice import firmness, recommendations
from maturity.story.advice.amounts import amount, number
from maturity.story.advice.model import Recommendation
from maturity.story.blocks import Block, Chart, Paragraph, Section, Table
from maturity.story.sections.next_step import cited, measured
from maturity.story.story import Story

_SHOWN = 10  # actions on the chart and in the tables; the others are folded away


def priorities(story: Story) -> Section:
    """Return the recommendations: chart, how they rank, what each of them is."""
    advised = [each for each in recommendations(story) if each.impact > 0]
    blocks = tuple(_ranking(story, advised)) if advised else (_nothing(story),)
    return Section("priorities", story.say("advice.priorities.title"), blocks)


def _nothing(story: Story) -> Paragraph:
    """Say why nothing is recommended: all is well, or nothing is known."""
    if any(each.score_100 is not None for each in story.assessment.practices):
        return Paragraph(story.say("advice.priorities.none"))
    if not story.assessment.practices:
        return Paragraph(story.say("report.practices.none"))
    reason = story.reason("practices", 0, "score_100")
    return Paragraph(story.say("report.practices.masked", reason=reason))


def _ranking(story: Story, advised: Sequence[Recommendation]) -> Iterator[Block]:
    say, shown, others = story.say, advised[:_SHOWN], advised[_SHOWN:]
    yield Paragraph(say("advice.priorities.lead", n=len(advised)))
    first = shown[0]
    title = say(
        "advice.priorities.chart_title",
        action=story.text(first.action.title),
        effort=amount(story, first.effort),
    )
    key = "chart_caption_some" if others else "chart_caption"
    caption = say(f"advice.priorities.{key}", n=len(shown), total=story.count(len(advised)))
    yield Chart(title, caption, *figures.priorities(story, shown))
    firm = (Paragraph(firmness(story)),) if firmness(story) else ()
    told = any(not each.stated for each in advised)
    note = say(f"advice.priorities.{'note_untargeted' if told else 'note'}")
    ranks = (_ranks(story, shown, note), *firm)
    yield Section("priorities-ranks", say("advice.priorities.ranks"), ranks, 3)
    tasks = (_tasks(story, shown), Paragraph(say("advice.priorities.declared"), "note"))
    yield Section("priorities-actions", say("advice.priorities.actions"), tasks, 3)
    if others:
        heading = say("advice.priorities.others", n=len(others))
        yield Section("priorities-others", heading, (_ranks(story, others, ""),), 4)


def _ranks(story: Story, advised: Sequence[Recommendation], note: str) -> Table:
    """Return gap x weight x confidence / effort = priority, and how firm it is, by action."""
    say = story.say
    keys = ("rank", "action", "gap", "weight", "confidence", "divided", "equals", "firm")
    return Table(
        caption=say("advice.priorities.ranks_caption"),
        header=tuple(say(f"advice.head.{key}") for key in keys),
        rows=tuple(_rank(story, each) for each in advised),
        numeric=(2, 3, 4, 5, 6),
        note=note,
    )


def _rank(story: Story, each: Recommendation) -> tuple[str, ...]:
    say = story.say
    firm = say("report.none")
    if each.kept is not None:
        word = say(f"advice.word.{'stable' if each.stable else 'fragile'}")
        firm = say("advice.word.kept", word=word, share=story.chance(each.kept))
    return (
        story.count(each.rank),
        story.text(each.action.title),
        say.number(each.gap, 1),
        number(story, each.weight),
        say.number(each.confidence, 2),
        number(story, each.effort),
        say.number(each.priority, 1 if each.priority >= 0.05 else 2),  # noqa: PLR2004 - 0.0 says nothing
        firm,
    )


def _tasks(story: Story, advised: Sequence[Recommendation]) -> Table:
    """Return what each action is for, who answers for it, how one will know, what it rests on."""
    say = story.say
    keys = ("rank", "action", "reason", "owner", "success", "source")
    return Table(
        caption=say("advice.priorities.actions_caption"),
        header=tuple(say(f"advice.head.{key}") for key in keys),
        rows=tuple(_task(story, each) for each in advised),
        note=say("advice.priorities.sources"),
    )


def _task(story: Story, each: Recommendation) -> tuple[str, ...]:
    titles = {one.id: story.text(one.title) for one in story.instrument.actions}
    action = titles[each.action.id]
    if each.after:
        before = story.say.listing([story.quote(titles[id_]) for id_ in each.after])
        action = story.say("advice.priorities.after", action=action, before=before)
    return (
        story.count(each.rank),
        action,
        each.reason,
        story.text(story.instrument.roles[each.action.owner]),
        measured(story, each.action),
        cited(story, each.action.sources) or story.say("report.none"),
    )
