"""One page for everybody who was asked: thanks, where we stand, what comes next.

It names no function: what is known of one is for those who work on it, and a page that goes to
everybody is no place to point at colleagues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from maturity.scores.model import PracticeScore
from maturity.story import advice, figures
from maturity.story.blocks import Block, Bullets, Chart, Paragraph, Section
from maturity.story.story import Story

_SHOWN = 3  # practices of each kind, and steps


def masthead(story: Story) -> Section:
    """Return what stands above the page: of whom it is, of when, for whom."""
    say = story.say
    title = story.text(story.instrument.title)
    lead = say("edition.staff.lead", questionnaire=title, wave=story.wave)
    fictional = story.assessment.fictional
    mark = (Paragraph(say("report.cover.fictional"), "mark"),) if fictional else ()
    note = Paragraph(story.confidentiality, "note")
    return Section("cover", story.assessment.name, (Paragraph(lead, "lead"), *mark, note), level=1)


def all_staff(story: Story) -> Section:
    """Return the page: participation, levels, practices, next steps, how answers are protected."""
    say = story.say
    protection = say("edition.staff.protection", k=story.assessment.k)
    return Section(
        "all-staff",
        say("edition.staff.title"),
        (
            *_thanks(story),
            *_levels(story),
            *_practices(story),
            Section("staff-next", say("edition.staff.next"), tuple(_next(story)), 3),
            Section("staff-protected", say("edition.staff.protected"), (Paragraph(protection),), 3),
        ),
    )


def _thanks(story: Story) -> Iterator[Paragraph]:
    say, whole, n = story.say, story.whole, story.assessment.respondents.included
    share = figures.share(whole) if whole else None
    if whole is None or share is None:
        yield Paragraph(say("edition.staff.thanks_count", n=n), "lead")
        return
    counts = {"n": whole.answered, "invited": story.count(whole.invited)}
    yield Paragraph(say("edition.staff.thanks", **counts, share=say.percent(share)), "lead")
    low = story.instrument.thresholds["participation_low"]
    if share < low:
        yield Paragraph(say("edition.staff.few", share=say.percent(low)), "warning")


def _levels(story: Story) -> Iterator[Block]:
    say, assessment = story.say, story.assessment
    if not story.scored:
        reason = story.reason("overall", "score_100")
        yield Paragraph(say("edition.staff.hidden", reason=reason))
        return
    caption = say("edition.staff.levels_caption", n=story.count(assessment.overall.n))
    drawn = figures.levels(story, assessment.dimensions, assessment.overall)
    yield Chart(_levels_title(story), caption, *drawn)


def _levels_title(story: Story) -> str:
    """Say how far the dimensions reach, or that they are all at one level."""
    ranked = sorted(story.scored, key=lambda each: each.score_100 or 0.0)
    names = [story.likely(each.score_100, story.stated(each)) for each in ranked]
    if len(set(names)) == 1:
        return story.say("edition.staff.levels_level", level=names[0])
    return story.say(
        "edition.staff.levels_title",
        low=story.dimension_label(ranked[0].id),
        low_level=names[0],
        high=story.dimension_label(ranked[-1].id),
        high_level=names[-1],
    )


def _practices(story: Story) -> Iterator[Section]:
    """Yield the highest and the lowest practices, as far as the two are surely apart."""
    say = story.say
    rated = [each for each in story.assessment.practices if each.score_100 is not None]
    if not rated:
        return
    rated.sort(key=lambda each: -(each.score_100 or 0.0))
    named = [each for each in rated if not names_function(story, story.practice_label(each.id))]
    pairs = list(zip(named, reversed(named), strict=True))[: min(_SHOWN, len(named) // 2)]
    pairs = list(takewhile(lambda pair: _apart(*pair), pairs))
    if not pairs:
        top = all(story.is_top(each.score_100) for each in rated)
        told = Paragraph(say(f"edition.staff.{'work' if top else 'stands'}_none"))
        yield Section("staff-stands", say("edition.staff.stands"), (told,), 3)
        return
    best, work = zip(*pairs, strict=True)
    for key, found in (("best", best), ("work", work)):
        lines = Bullets(tuple(_practice(story, each) for each in found))
        yield Section(f"staff-{key}", say(f"edition.staff.{key}"), (lines,), 3)


def _apart(high: PracticeScore, low: PracticeScore) -> bool:
    """Tell whether one practice is surely above another: their intervals have nothing in common."""
    if high.interval is None or low.interval is None:
        return False
    return high.interval[0] > low.interval[1]


def _practice(story: Story, score: PracticeScore) -> str:
    return story.say(
        "edition.staff.practice",
        practice=story.practice_label(score.id),
        score=story.score(score.score_100),
        interval=story.between(score.interval),
    )


def _next(story: Story) -> Iterator[Block]:
    """Yield the first steps of the roadmap, which is a proposal until somebody decides."""
    titles = (
        (story.text(each.recommendation.action.title), each.end)
        for each in sorted(advice.roadmap(story).scheduled, key=lambda one: (one.end, one.start))
    )
    steps = [(title, end) for title, end in titles if not names_function(story, title)][:_SHOWN]
    if not steps:
        yield Paragraph(story.say("edition.staff.undecided"))
        return
    yield Paragraph(story.say("edition.staff.proposed"))
    yield Bullets(
        tuple(
            story.say("edition.staff.step", action=title, days=story.count(end))
            for title, end in steps
        )
    )


def names_function(story: Story, text: str) -> bool:
    """Tell whether a text names a function of the questionnaire.

    A short name in capitals is looked for as it is written: “IT” is a function, “it” is none.
    """
    function = story.instrument.attribute("function")
    labels = (story.text(choice.label) for choice in (function.choices if function else ()))
    return any(
        re.search(rf"\b{re.escape(label)}\b", text, 0 if label.isupper() else re.IGNORECASE)
        for label in labels
    )
