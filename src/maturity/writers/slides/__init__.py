"""The deck of a management committee: ten to fourteen slides it can edit, from the report.

Charts are PowerPoint's own, with their numbers in a workbook inside; each slide's title is its
finding, its notes say the method and what it rests on.
"""

from __future__ import annotations

from pathlib import Path

from maturity.story.figures.style import paper
from maturity.story.report import Report
from maturity.story.story import Story
from maturity.writers.slides.deck import Deck, check_template
from maturity.writers.slides.draw import draw
from maturity.writers.slides.outline import slides
from maturity.writers.timeless import write_timeless

__all__ = ["check_template", "write"]
_TAGS = {"fr": "fr-FR", "en": "en-GB"}


@paper()
def write(report: Report, path: Path) -> None:
    """Write a report's slides as ``.pptx``, equal reports as equal bytes.

    Raises
    ------
    UsageError
        The consultancy's own slides lack something; see :func:`check_template`.
    OSError
        The file cannot be written.
    """
    story = report.story
    brand = story.edition.brand
    if brand.slides:
        check_template(brand.slides)
    deck = Deck(brand, _TAGS[story.say.code])
    footer, more = _footer(story), story.say("slides.notes_more")
    for slide in slides(report):
        draw(deck, slide, footer, more, (brand.logo, brand.name or story.say("slides.logo")))
    deck.describe(story.title, brand.name)
    write_timeless(deck.content(), path)


def _footer(story: Story) -> str:
    """Return what runs under every slide: whose report it is, and who may read it."""
    parts = (story.confidentiality, story.title, story.edition.brand.name)
    return " · ".join(each for each in parts if each)
