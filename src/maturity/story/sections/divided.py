"""What divides people: the statements on which answers lie the furthest apart."""

from __future__ import annotations

from maturity.scores.model import ItemScore
from maturity.story import figures
from maturity.story.blocks import Block, Chart, Paragraph, Section
from maturity.story.story import Story

_SHOWN = 5  # as many as a workshop has time for


def contested(story: Story) -> list[ItemScore]:
    """Return the published items, two camps first, then from the least to the most agreement.

    An item that counts in no score is left out.
    """
    known = [
        each
        for each in story.assessment.items
        if each.distribution is not None
        and each.consensus is not None
        and story.item(each.id).weight
    ]
    return sorted(known, key=lambda each: (not each.polarised, each.consensus or 0.0))


def divided(story: Story) -> Section:
    """Return the distributions that a mean hides: two camps, or opinions all over the scale."""
    say, items = story.say, contested(story)
    blocks: tuple[Block, ...]
    if items:
        caption = say("figures.polarisation.caption")
        blocks = (
            Paragraph(say("figures.polarisation.lead"), "lead"),
            Chart(_title(story, items), caption, *figures.polarisation(story, items[:_SHOWN])),
        )
    else:
        blocks = (Paragraph(_why_not(story)),)
    return Section("divided", say("figures.polarisation.heading"), blocks)


def _title(story: Story, items: list[ItemScore]) -> str:
    camps = [each for each in items if each.polarised]
    item = story.quoted(items[0].id)
    if camps:
        return story.say("figures.polarisation.title_camps", n=len(camps), item=item)
    consensus = story.index(items[0].consensus)
    return story.say("figures.polarisation.title_none", item=item, consensus=consensus)


def _why_not(story: Story) -> str:
    if not story.assessment.items:
        return story.say("figures.polarisation.no_items")
    reason = story.reason("items", 0, "distribution")
    return story.say("figures.polarisation.masked", reason=reason)
