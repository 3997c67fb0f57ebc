"""The radar, where an engagement asks for it."""

from __future__ import annotations

from maturity.story import figures
from maturity.story.blocks import Block, Chart, Paragraph, Section
from maturity.story.figures.radar import FEWEST, MOST
from maturity.story.sections.opening import levels_title
from maturity.story.story import Story


def outline(story: Story) -> Section:
    """Return the dimensions on axes from one centre, or say why they make no shape."""
    say, dimensions = story.say, story.assessment.dimensions
    scored, block = len(story.scored), None
    if not scored and dimensions:
        block = Paragraph(say("figures.radar.none", reason=story.reason("dimensions", 0)))
    elif scored < FEWEST:
        block = Paragraph(say("figures.radar.few", n=scored, fewest=FEWEST))
    elif len(dimensions) > MOST:
        block = Paragraph(say("figures.radar.many", n=len(dimensions), most=MOST))
    blocks: tuple[Block, ...] = (block,) if block else (_chart(story),)
    return Section("radar", say("figures.radar.heading"), blocks)


def _chart(story: Story) -> Chart:
    """Draw the radar under how many targets are reached, or how far the scores lie apart."""
    say, dimensions = story.say, story.assessment.dimensions
    aimed = [each for each in story.scored if each.target is not None]
    met = [each for each in aimed if (each.score_100 or 0.0) >= (each.target or 0.0)]
    title = levels_title(story)
    if aimed:
        title = say("figures.radar.title", n=len(met), whole=story.count(len(aimed)))
    caption = say("figures.radar.caption", n=story.assessment.respondents.included)
    return Chart(title, caption, *figures.radar(story, dimensions))
