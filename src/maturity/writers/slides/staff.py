"""Slides for all staff: what the page for all staff says, and no more; no function is shown."""

from __future__ import annotations

from maturity.story import figures
from maturity.story.blocks import Bullets, Chart, Paragraph, Section, plain
from maturity.story.report import PARTS
from maturity.story.story import Story
from maturity.writers.slides import reading
from maturity.writers.slides.opening import rules, scored
from maturity.writers.slides.pieces import Cell, Grid, Line, Pair, Piece, Slide, Text

_PART = "all-staff"


def thanks(story: Story) -> Slide:
    """Thank those who answered, and say how to read and how their answers are protected."""
    page = story.once(PARTS[_PART])[0]
    doubts = [each for each in page.blocks if isinstance(each, Paragraph) and each.role != "lead"]
    lines = (
        Line("", _thanks(story)),
        *(Line(plain(each.text)) for each in doubts),
        *rules(story, "score", "interval"),
        Line(
            story.say("slides.protection", k=story.assessment.k),
            story.say("slides.lead.masked"),
            "dot",
        ),
    )
    notes = reading.method(story, "score", "interval", "level_sure", "anonymity", "rounding")
    return Slide("Statement", page.title, {"Text": Text(lines, 22, 12)}, notes)


def _protection(story: Story) -> Line:
    say = story.say
    return Line(say("slides.protection", k=story.assessment.k), say("slides.lead.masked"), "dot")


def _thanks(story: Story) -> str:
    say, whole = story.say, story.whole
    share = figures.share(whole) if whole else None
    if whole is None or share is None:
        return say("slides.thanks", n=story.assessment.respondents.included)
    invited = story.count(whole.invited)
    return say("slides.thanks_share", n=whole.answered, invited=invited, share=say.percent(share))


def levels(story: Story) -> tuple[Slide, ...]:
    """Draw the levels, under the title of the page for all staff."""
    drawn = next(iter(reading.of_part(story, _PART, Chart)), None)
    return () if drawn is None else (scored(story, drawn),)


def practices(story: Story) -> tuple[Slide, ...]:
    """Set what works best beside what to work on."""
    best, work = (_lines(story, name) for name in ("staff-best", "staff-work"))
    if not best or not work:
        return ()
    titles = [_section(story, name).title for name in ("staff-best", "staff-work")]
    title = story.say("slides.staff_title")
    columns = [
        Grid((heading,), tuple((Cell(line),) for line in lines), (1.0,), heading, 20, 10)
        for heading, lines in zip(titles, (best, work), strict=True)
    ]
    source = story.say("slides.source", n=story.assessment.overall.n)
    regions: dict[str, Piece] = {
        "Content": Pair(columns[0], columns[1], 0.5),
        "Source": Text((Line(source),), 10, 8),
    }
    return (Slide("Table", title, regions, (*best, *work, *reading.method(story, "interval"))),)


def after(story: Story) -> tuple[Slide, ...]:
    """Say what happens next."""
    page = _section(story, "staff-next")
    lines = {"Text": Text(_lines_of(page), 22, 12)}
    notes = (story.say("slides.notes_deck"),)
    return (Slide("Statement", page.title, lines, notes),) if page.title else ()


def _section(story: Story, name: str) -> Section:
    """Return a section of the page, an empty one where it has none of that name."""
    found = (each for each in reading.flat(story.once(PARTS[_PART])))
    named = (each for each in found if isinstance(each, Section) and each.id == name)
    return next(named, Section(name, "", ()))


def _lines(story: Story, name: str) -> list[str]:
    return list(reading.sentences(_section(story, name).blocks))


def _lines_of(section: Section) -> tuple[Line, ...]:
    """Return the sentences of a section, those of a list with a bullet."""
    return tuple(
        Line(text, bullet="dot" if isinstance(block, Bullets) else "")
        for block in reading.flat(section.blocks)
        for text in reading.sentences([block])
    )
