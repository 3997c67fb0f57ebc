"""The decision asked of the committee: the first actions of the roadmap."""

from __future__ import annotations

import math

from maturity.story.advice.amounts import amount
from maturity.story.advice.roadmap import roadmap
from maturity.story.story import Story

_ASKED = 3  # actions that one decision can hold


def decision(story: Story) -> tuple[str, ...]:
    """Ask to begin the first actions, with effort and deadline; nothing without any.

    Several stand on a line each, below the sentence that asks for them.

    They are the weightiest of those that begin first, with what they wait for.
    """
    planned = roadmap(story).scheduled
    if not planned or not story.scored:  # where no dimension is known, nobody pledges weeks of work
        return ()
    first = min(each.start for each in planned)
    asked = [each for each in planned if each.start == first][:_ASKED]
    actions = [
        story.say(
            "advice.decision.action",
            action=story.text(each.recommendation.action.title),
            effort=amount(story, each.recommendation.effort),
            day=story.count(each.end),
        )
        for each in asked
    ]
    total = math.fsum(each.recommendation.effort for each in asked)
    first_words = story.say(
        "advice.decision.asked", n=len(asked), action=actions[0], total=amount(story, total)
    )
    if len(asked) == 1:
        return (first_words,)
    *others, last = actions
    lines = [story.say("advice.decision.line", action=each) for each in others]
    return (first_words, *lines, story.say("advice.decision.last", action=last))
