"""One page per dimension: its level, the answers behind it, its practices."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from maturity.scores.model import DimensionScore, ItemScore, PracticeScore
from maturity.story import figures
from maturity.story.blocks import Block, Bullets, Chart, Paragraph, Section
from maturity.story.findings import findings, widest_gap
from maturity.story.sections.next_step import next_step
from maturity.story.story import Story

_ITEMS_PER_CHART = 16  # what one printed page holds


def dimension_pages(story: Story) -> tuple[Section, ...]:
    """Return one section per dimension, in the questionnaire's order."""
    return tuple(dimension_page(story, each) for each in story.assessment.dimensions)


def dimension_page(story: Story, score: DimensionScore) -> Section:
    """Return the page of one dimension, laid out as all the others."""
    return Section(
        f"dimension-{score.id}",
        story.dimension_label(score.id),
        (
            *_description(story, score),
            *_level(story, score),
            *_functions(story, score),
            *(Paragraph(each, "note") for each in _unknown(story, score)),
            *_answers(story, score),
            *next_step(story, score.id),
        ),
    )


def _description(story: Story, score: DimensionScore) -> Iterator[Block]:
    description = story.text(story.dimension(score.id).description)
    if description:
        yield Paragraph(description, "lead")


def _unknown(story: Story, score: DimensionScore) -> list[str]:
    return [
        each.sentence
        for each in findings(story)
        if each.kind == "dont_know" and each.dimension == score.id
    ]


# The level


def _level(story: Story, score: DimensionScore) -> Iterator[Block]:
    say = story.say
    if score.score_100 is None:
        reason = _reason(story, score, "score_100")
        yield Paragraph(say("report.dimension.no_score", reason=reason), "warning")
        return
    level = story.level_of(score.score_100)
    name, written = story.text(level.label), story.score(score.score_100)
    if score.interval is None:
        title = say("report.dimension.chart_title_plain", level=name, score=written)
    else:
        low, high = story.bounds(score.interval)
        key = "report.dimension.chart_title"
        title = say(key, level=name, score=written, low=low, high=high)
    practices = _rated(story, score.id)
    key = "chart_caption" if practices else "chart_caption_alone"
    caption = say(f"report.dimension.{key}", n=score.n)
    yield Chart(title, caption, *figures.profile(story, score, practices))
    yield Bullets(tuple(_said(story, score)))


def _said(story: Story, score: DimensionScore) -> Iterator[str]:
    """Say the interval, the target, the practices, and what this and the next level look like."""
    say = story.say
    if score.interval is None:
        reason = _reason(story, score, "interval")
        yield say("report.dimension.no_interval", n=score.n, reason=reason)
    else:
        low, high = story.bounds(score.interval)
        yield say("report.dimension.interval", low=low, high=high, n=score.n)
    if score.target is not None:
        yield _target(story, score.score_100 or 0.0, score.target)
    yield _practices(story, score.id)
    levels = story.instrument.levels
    here = story.level_of(score.score_100 or 0.0).number
    for key, number in (("level_now", here), ("next", here + 1)):
        if number <= len(levels) and (text := story.text(story.level(number).description)):
            label = story.text(story.level(number).label)
            yield say("report.pair", first=say(f"report.dimension.{key}", level=label), second=text)


def _target(story: Story, score: float, target: float) -> str:
    if score >= target:
        return story.say("report.dimension.target_met", target=story.score(target))
    if round(target - score) == 0:
        return story.say("report.dimension.target_near", target=story.score(target))
    points = story.say.number(target - score)
    key, n = "report.dimension.target_below", round(target - score)
    return story.say(key, target=story.score(target), points=points, n=n)


def _reason(story: Story, score: DimensionScore, field: str) -> str:
    number = story.assessment.dimensions.index(score)
    return story.reason("dimensions", number, field)


def _functions(story: Story, score: DimensionScore) -> Iterator[Block]:
    """Show how far apart the functions are, when at least two may be shown."""
    say, gap = story.say, widest_gap(story, score.id)
    if gap is None:
        return
    fields = {
        "high": story.group_label(gap.high.id),
        "high_score": story.score(gap.high_score),
        "low": story.group_label(gap.low.id),
        "low_score": story.score(gap.low_score),
        "points": say.number(gap.points),
    }
    noteworthy = gap.points >= story.instrument.thresholds["gap_points"]
    title = say(f"report.dimension.functions_{'apart' if noteworthy else 'close'}", **fields)
    caption = say("report.dimension.functions_caption", k=story.assessment.k)
    yield Chart(title, caption, *figures.functions(story, score))


# The answers


def _answers(story: Story, score: DimensionScore) -> Iterator[Block]:
    say, items = story.say, _sorted(story, score.id)
    if not items:
        yield Paragraph(say("report.dimension.no_items"))
        return
    if all(each.distribution is None for each in items):
        number = story.assessment.items.index(items[0])
        reason = story.reason("items", number, "distribution")
        yield Paragraph(say("report.dimension.no_answers", reason=reason), "note")
        return
    parts = ceil(len(items) / _ITEMS_PER_CHART)
    size = ceil(len(items) / parts)
    for part in range(parts):
        title = _answers_title(story, items)
        if part:
            title = say("report.dimension.answers_more", part=part + 1, parts=parts)
        chunk = items[part * size : (part + 1) * size]
        yield Chart(title, say("report.dimension.answers_caption"), *figures.answers(story, chunk))


def _sorted(story: Story, dimension: str) -> list[ItemScore]:
    """Return a dimension's items, block by block, the most favourable first."""
    items = story.items_of(dimension)
    scales = list(dict.fromkeys(story.item(each.id).scale.id for each in items))

    def rank(score: ItemScore) -> tuple[bool, int, bool, float]:
        unscored, scale, reverse = figures.kind(story, score)
        mean = story.item_score(score)
        return unscored, scales.index(scale), reverse, 1.0 if mean is None else -mean

    return sorted(items, key=rank)


def _answers_title(story: Story, items: list[ItemScore]) -> str:
    rated = {
        each.id: mean
        for each in items
        if story.item(each.id).weight and (mean := story.item_score(each)) is not None
    }
    if len(rated) < 2:  # noqa: PLR2004 - one statement is not the weakest of anything
        return story.say("report.dimension.answers")
    weakest = min(rated, key=lambda item: rated[item])
    return story.say(
        "report.dimension.answers_weakest",
        item=story.quoted(weakest),
        score=story.score(rated[weakest]),
    )


# The practices


def _rated(story: Story, dimension: str) -> list[PracticeScore]:
    """Return a dimension's practices, highest score first, those without a score last."""
    scores = [each for each in story.assessment.practices if each.dimension == dimension]
    return sorted(scores, key=lambda each: 1.0 if each.score_100 is None else -each.score_100)


def _practices(story: Story, dimension: str) -> str:
    """Say how far apart the practices are, or why none is shown."""
    rated = [each for each in _rated(story, dimension) if each.score_100 is not None]
    if not rated:
        return _no_practice(story, dimension)
    if len(rated) == 1:
        return story.say("report.dimension.practices_one")
    first, last = rated[0], rated[-1]
    return story.say(
        "report.dimension.practices_range",
        high=story.score(first.score_100),
        strongest=story.practice_label(first.id),
        low=story.score(last.score_100),
        weakest=story.practice_label(last.id),
    )


def _no_practice(story: Story, dimension: str) -> str:
    scores = story.assessment.practices
    numbers = [number for number, each in enumerate(scores) if each.dimension == dimension]
    if not numbers:
        return story.say("report.dimension.no_practices")
    reason = story.reason("practices", numbers[0], "score_100")
    return story.say("report.dimension.practices_masked", reason=reason)
