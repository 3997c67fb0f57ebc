"""One page per dimension: its level, the answers behind it, its practices."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from maturity.scores.model import DimensionScore, ItemScore, PracticeScore
from maturity.story import figures
from maturity.story.blocks import Block, Bullets, Chart, Paragraph, Section
from maturity.story.findings import (
    SURE,
    between_functions,
    caveats,
    findings,
    gap_fields,
    verdict,
)
from maturity.story.sections.agreed import agreed
from maturity.story.sections.next_step import next_step
from maturity.story.story import Story

_ITEMS_PER_CHART = 16  # what one printed page holds


def dimension_pages(story: Story) -> tuple[Section, ...]:
    """Return one section per dimension, in the questionnaire's order."""
    return tuple(dimension_page(story, each) for each in story.assessment.dimensions)


def dimension_page(story: Story, score: DimensionScore) -> Section:
    """Return the page of one dimension, laid out as all the others, the evidence last."""
    return Section(
        f"dimension-{score.id}",
        story.dimension_label(score.id),
        (
            *_description(story, score),
            *_level(story, score),
            *(Paragraph(each, "warning") for each in _doubts(story, score)),
            *agreed(story, score.id),
            *next_step(story, score.id),
            *_functions(story, score),
            *(Paragraph(each, "note") for each in _unknown(story, score)),
            *_answers(story, score),
        ),
    )


def _description(story: Story, score: DimensionScore) -> Iterator[Block]:
    description = story.text(story.dimension(score.id).description)
    if description:
        yield Paragraph(description, "lead")


def _doubts(story: Story, score: DimensionScore) -> list[str]:
    """Say what throws doubt on the dimension's score as a whole."""
    found = [each for each in caveats(story) if each.dimension == score.id]
    return [each.sentence for each in found if each.kind in {"keying", "careless"}]


def _unknown(story: Story, score: DimensionScore) -> list[str]:
    kinds = {"dont_know", "dont_know_function"}
    found = [each for each in findings(story) if each.dimension == score.id]
    return [each.sentence for each in found if each.kind in kinds]


# The level


def _level(story: Story, score: DimensionScore) -> Iterator[Block]:
    say = story.say
    if score.score_100 is None:
        reason = _reason(story, score, "score_100")
        yield Paragraph(say("report.dimension.no_score", reason=reason), "warning")
        return
    name, written = story.likely(score.score_100, story.stated(score)), story.score(score.score_100)
    if score.interval is None or len(set(story.bounds(score.interval))) == 1:
        title = say("report.dimension.chart_title_plain", level=name, score=written)
    else:
        low, high = story.bounds(score.interval)
        key = "report.dimension.chart_title"
        title = say(key, level=name, score=written, low=low, high=high)
    practices = _rated(story, score.id)
    key = "chart_caption" if practices else "chart_caption_alone"
    if any(each.interval for each in practices):
        key = "chart_caption_intervals"
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
        key = "interval_point" if low == high else "interval"
        yield say(f"report.dimension.{key}", low=low, high=high, n=score.n)
    yield from _surety(story, score)
    if score.target is not None:
        yield _target(story, score.score_100 or 0.0, score.target)
    yield _practices(story, score.id)
    levels = story.instrument.levels
    here = score.level or story.level_of(score.score_100 or 0.0).number
    for key, number in (("level_now", here), ("next", here + 1)):
        if number <= len(levels) and (text := story.text(story.level(number).description)):
            label = story.text(story.level(number).label)
            yield say("report.pair", first=say(f"report.dimension.{key}", level=label), second=text)


def _surety(story: Story, score: DimensionScore) -> Iterator[str]:
    """Say how sure the level is, what holds it down, what another rule would give, who agrees."""
    say, chances = story.say, score.level_probability
    if chances is not None and score.likely_levels:
        names = [story.text(story.level(number).label) for number in score.likely_levels]
        told = [
            story.labelled(story.quote(name), story.probability(chances[number - 1]))
            for name, number in zip(names, score.likely_levels, strict=True)
        ]
        yield say("report.dimension.chances", n=len(told), levels=say.listing(told))
    if score.capped_by is not None and score.level_uncapped is not None:
        yield say(
            "report.dimension.capped",
            level=story.text(story.level(score.level or 1).label),
            uncapped=story.text(story.level(score.level_uncapped).label),
            item=story.quoted(score.capped_by),
        )
    wide = story.instrument.thresholds["gap_points"]
    centred = score.item_centred_100
    if centred is not None and abs(centred - (score.score_100 or 0.0)) >= wide:
        yield say("report.dimension.centred", score=story.score(centred))
    if score.spread is not None:
        yield from _spread(story, score)


def _spread(story: Story, score: DimensionScore) -> Iterator[str]:
    """Say on how many statements people agree, and on how many they are in two camps."""
    spread = score.spread
    if spread is None or not spread.items:
        return
    key = "agreement" if spread.beyond_chance else "agreement_none"
    yield story.say(
        f"report.dimension.{key}",
        beyond=spread.beyond_chance,
        items=spread.items,
        consensus=story.index(score.agreement),
    )
    if spread.polarised:
        yield story.say("report.dimension.camps", n=len(spread.polarised))


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
    say, gaps = story.say, between_functions(story, score.id)
    shown = [each for each in story.published if each.dimensions.get(score.id) is not None]
    if len(shown) < 2:  # noqa: PLR2004 - one function has nothing to be compared with
        return
    if gaps:
        told = "apart" if verdict(story, gaps[0]) in SURE else "lead"
        title = say(f"report.dimension.functions_{told}", **gap_fields(story, gaps[0]))
    elif any(each.kind == "dimension" and each.id == score.id for each in story.assessment.gaps):
        title = say("report.dimension.functions_close")
    else:
        title = say("report.dimension.functions_plain")
    has_intervals = any(each.intervals.get(score.id) for each in shown)
    key = "functions_caption_intervals" if has_intervals else "functions_caption"
    caption = say(f"report.dimension.{key}", k=story.assessment.k)
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
    if story.score(rated[weakest]) == (highest := story.score(max(rated.values()))):
        return story.say("figures.alike.answers", score=highest)
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
    if story.score(first.score_100) == story.score(last.score_100):
        score = story.score(first.score_100)
        return story.say("figures.alike.practices", n=len(rated), score=score)
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
