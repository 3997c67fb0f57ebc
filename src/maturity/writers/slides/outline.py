"""Which slides a deck has: never more than fourteen, the weakest dimensions first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from maturity.story.edition import Audience
from maturity.story.narrative import comments
from maturity.story.report import Report
from maturity.story.story import Story
from maturity.writers.slides import advice, differences, opening, reading, staff
from maturity.writers.slides.dimensions import dimension, weakest_first
from maturity.writers.slides.pieces import Slide

Make = Callable[[Story], tuple[Slide, ...]]


@dataclass(frozen=True, slots=True)
class _Page:
    """What makes slides, and the section of the report that says the same.

    An edition that leaves the section out leaves them out, and what the consultant comments there
    stands in the notes of the first of them.
    """

    section: str
    make: Make


@dataclass(frozen=True, slots=True)
class _Cut:
    """The slides of an audience: before and after those of the dimensions, ``most`` in all.

    Where ``dimensions`` is False they have none: statements name functions.
    """

    before: tuple[_Page, ...]
    after: tuple[_Page, ...]
    most: int
    dimensions: bool = True


def _one(make: Callable[[Story], Slide]) -> Make:
    return lambda story: (make(story),)


_OPENING = (
    _Page("cover", _one(opening.cover)),
    _Page("synthesis", _one(opening.summary)),
    _Page("who-answered", _one(opening.who)),
    _Page("synthesis", opening.levels),
)
_REST = (
    _Page("functions", differences.functions),
    _Page("mirror", differences.mirror),
    _Page("priorities", advice.priorities),
    _Page("roadmap", advice.plan),
    _Page("synthesis", _one(advice.decision)),
)
_STAFF = (
    _Page("cover", _one(opening.cover)),
    _Page("all-staff", _one(staff.thanks)),
    _Page("all-staff", staff.levels),
    _Page("all-staff", staff.practices),
    _Page("all-staff", staff.after),
)
_CUTS: Mapping[Audience, _Cut] = {
    "working-group": _Cut(_OPENING, _REST, 14),
    "executive": _Cut(_OPENING, _REST, 10),
    "all-staff": _Cut(_STAFF, (), len(_STAFF), dimensions=False),
}


def slides(report: Report) -> tuple[Slide, ...]:
    """Return the slides of a report, in order.

    A cut is one for each audience; parts that the edition leaves out are left out here too. What
    cannot be shown has no slide: the synthesis, or the notes, say why.
    """
    story = report.story
    cut = _CUTS[story.edition.audience]
    seen: set[str] = set()
    before, after = (_made(story, pages, seen) for pages in (cut.before, cut.after))
    room = cut.most - len(before) - len(after)
    pages = [
        _Page(f"dimension-{each.id}", _one(partial(dimension, score=each)))
        for each in weakest_first(story)
        if f"dimension-{each.id}" not in story.edition.off
    ]
    shown = [] if "dimensions" in story.edition.off or not cut.dimensions else pages
    return (*before, *_made(story, shown[:room], seen), *after)


def _made(story: Story, pages: Sequence[_Page], seen: set[str]) -> list[Slide]:
    """Make the slides of pages that this edition shows, each comment in the notes of one."""
    made: list[Slide] = []
    for page in pages:
        if page.section in story.edition.off:
            continue
        for slide in page.make(story):
            comment = () if page.section in seen else _comment(story, page.section)
            made.append(replace(slide, notes=(*comment, *slide.notes)))
            seen.add(page.section)
    return made


def _comment(story: Story, section: str) -> tuple[str, ...]:
    """Return what the consultant writes in a section, as sentences under a heading."""
    comment = comments(story).get(section)
    heading = story.say("slides.notes_comment")
    return (heading, *reading.sentences(comment)) if comment else ()
