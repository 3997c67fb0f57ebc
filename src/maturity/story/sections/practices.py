"""All practices in one order: what to build on, what to discuss first."""

from __future__ import annotations

from maturity.scores.model import PracticeScore
from maturity.story import figures
from maturity.story.blocks import Block, Chart, Paragraph, Section
from maturity.story.story import Story

_ALL = 12  # up to here every practice is shown, beyond it both ends
_ENDS = 5


def practices(story: Story) -> Section:
    """Return the strongest and weakest practices of all dimensions together."""
    say, scores = story.say, story.assessment.practices
    rated = sorted(
        (each for each in scores if each.score_100 is not None),
        key=lambda each: -(each.score_100 or 0.0),
    )
    blocks: tuple[Block, ...]
    if rated:
        blocks = _ranking(story, rated)
    elif scores:
        reason = story.reason("practices", 0, "score_100")
        blocks = (Paragraph(say("report.practices.masked", reason=reason)),)
    else:
        blocks = (Paragraph(say("report.practices.none")),)
    return Section("practices", say("report.practices.title"), blocks)


def _ranking(story: Story, rated: list[PracticeScore]) -> tuple[Block, ...]:
    say, title = story.say, story.say("report.practices.chart_title")
    first, last = rated[0], rated[-1]
    if len(rated) > 1 and story.score(first.score_100) == story.score(last.score_100):
        title = say("figures.alike.all_practices", score=story.score(first.score_100))
    elif len(rated) > 1:
        title = say(
            "report.practices.chart_title_range",
            strongest=story.practice_label(first.id),
            high=story.score(first.score_100),
            weakest=story.practice_label(last.id),
            low=story.score(last.score_100),
        )
    key = "chart_caption_intervals" if any(each.interval for each in rated) else "chart_caption"
    caption = say(f"report.practices.{key}", n=story.assessment.respondents.included)
    if len(rated) <= _ALL:
        return (Chart(title, caption, *figures.practices(story, rated)),)
    some = say("report.practices.shown_some", n=_ENDS, total=len(rated))
    drawn = figures.practices(story, [*rated[:_ENDS], *rated[-_ENDS:]], parts=_ENDS)
    return (Paragraph(some), Chart(title, caption, *drawn))
