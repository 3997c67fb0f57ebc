"""The decision asked of the committee: the first actions of the roadmap."""

from __future__ import annotations

import math

from maturity.story.advice.amounts import amount
from maturity.story.advice.roadmap import roadmap
from maturity.story.story import Story

_ASKED = 3  # actions that one decision can hold


def decision(story: Story) -> str:
    """Ask to begin the first two or three actions, with effort and deadline; empty without any.

    They are the weightiest of those that begin first, with what they wait for.
    """
    planned = roadmap(story).scheduled
    if not planned:
        return ""
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
    return story.say(
        "advice.decision.asked",
        n=len(asked),
        actions=story.joined(actions),
        total=amount(story, total),
    )
