"""Person-days as they are written."""

from __future__ import annotations

from maturity.story.story import Story


def number(story: Story, days: float) -> str:
    """Write a number of person-days, with a decimal only where there is one."""
    return story.say.number(days, 0 if round(days, 1) == round(days) else 1)


def amount(story: Story, days: float) -> str:
    """Write person-days with their unit."""
    return story.say("advice.person_days", n=days, days=number(story, days))
