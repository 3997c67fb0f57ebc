"""A slide per dimension: how people answered, and what to remember of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maturity.scores.model import DimensionScore, ItemScore, PracticeScore
from maturity.story.advice import paths, recommendations
from maturity.story.figures.answers import agreement, bins
from maturity.story.figures.style import answer_colours
from maturity.story.findings import SURE, between_functions, findings, gap_fields, verdict
from maturity.story.story import Story
from maturity.writers.slides import reading
from maturity.writers.slides.pieces import Bars, Line, Piece, Series, Slide, Text

_ROWS = 6  # statements that one slide shows
_PAIR = 2


def weakest_first(story: Story) -> list[DimensionScore]:
    """Return the dimensions that have a score, the lowest first."""
    return sorted(story.scored, key=lambda each: each.score_100 or 0.0)


def dimension(story: Story, score: DimensionScore) -> Slide:
    """Show the answers behind a dimension's score, its practices, gaps and first action."""
    shown, left = _shown(story, score.id)
    regions: dict[str, Piece] = {"Text": Text(tuple(_lines(story, score)), 17, 10)}
    layout = "Statement"
    if shown:
        layout = "Chart and text"
        regions["Content"] = _answers(story, shown)
        regions["Source"] = Text((Line(_source(story, score, shown, left)),), 10, 8)
    notes = (
        story.text(story.dimension(score.id).description),
        *(each.sentence for each in findings(story) if each.dimension == score.id),
        *reading.method(story, "score", "interval", "gap"),
    )
    return Slide(layout, _title(story, score), regions, tuple(filter(None, notes)))


def _title(story: Story, score: DimensionScore) -> str:
    """Say the level, and which practice holds the dimension back or is at least rated lowest."""
    fields = {
        "dimension": story.dimension_label(score.id),
        "level": story.likely(score.score_100, story.stated(score)),
        "score": story.score(score.score_100),
    }
    rated = _rated(story, score.id)
    if not rated:
        return story.say("slides.dimension_title_plain", **fields)
    lowest = rated[0]
    fields["practice"] = story.practice_label(lowest.id)
    fields["practice_score"] = story.score(lowest.score_100)
    if any(each.id == f"holding_back-{lowest.id}" for each in findings(story)):
        return story.say("slides.dimension_title_held", **fields)
    is_lowest = not story.is_top(lowest.score_100) and _differ(story, rated[:_PAIR])
    return story.say(f"slides.dimension_title{'' if is_lowest else '_plain'}", **fields)


def _differ(story: Story, rated: list[PracticeScore]) -> bool:
    """Tell whether there is a lowest practice and a highest one."""
    return len({story.score(each.score_100) for each in (*rated[:1], *rated[-1:])}) == _PAIR


def _rated(story: Story, dimension: str) -> list[PracticeScore]:
    """Return a dimension's practices that have a score, the lowest first."""
    practices = [each for each in story.assessment.practices if each.dimension == dimension]
    rated = [each for each in practices if each.score_100 is not None]
    return sorted(rated, key=lambda each: each.score_100 or 0.0)


# What to remember


def _lines(story: Story, score: DimensionScore) -> Iterator[Line]:
    """Say the level, the consultant's words, the practices, the gap, the first action."""
    say = story.say
    yield Line(_level(story, score), say("slides.lead.level"), "dot")
    for each in findings(story):
        if each.dimension == score.id and each.origin == "consultant":
            yield Line(each.sentence, bullet="dot")
    rated = _rated(story, score.id)
    if _differ(story, rated):
        best = rated[-1]
        text = say(
            "slides.practice",
            practice=story.practice_label(best.id),
            score=story.score(best.score_100),
        )
        yield Line(text, say("slides.lead.strength"), "dot")
    if story.edition.audience != "all-staff":
        yield Line(_gap(story, score.id), say("slides.lead.functions"), "dot")
    yield from _next_level(story, score.id)
    first = next((each for each in recommendations(story) if each.dimension == score.id), None)
    if first is not None:
        yield Line(story.text(first.action.title), say("slides.lead.action"), "dot")


def _next_level(story: Story, dimension: str) -> Iterator[Line]:
    """Say which practices, improved, lift the dimension one level."""
    path = next((each for each in paths(story) if each.dimension == dimension), None)
    if path is not None and path.practices:
        label = story.text(story.level(path.level + 1).label)
        names = story.say.listing(
            [story.quote(story.practice_label(each)) for each in path.practices]
        )
        lead = story.say("slides.lead.next_level", level=label)
        yield Line(story.say("slides.next_level", list=names), lead, "dot")


def _level(story: Story, score: DimensionScore) -> str:
    say = story.say
    fields = {"score": story.score(score.score_100), "n": score.n}
    text = say("slides.level_plain", **fields)
    if score.interval is not None:
        low, high = story.bounds(score.interval)
        text = say("slides.level", low=low, high=high, **fields)
    if score.target is None:
        return text
    return say("report.joined", first=text, second=_target(story, score))


def _target(story: Story, score: DimensionScore) -> str:
    target = score.target or 0.0
    reached = (score.score_100 or 0.0) >= target
    return story.say(f"slides.target_{'met' if reached else 'ahead'}", target=story.score(target))


def _gap(story: Story, dimension: str) -> str:
    """Say the widest established gap between functions, or that there is none."""
    gaps = between_functions(story, dimension)
    if not gaps:
        return story.say("slides.gap_none")
    sure = "sure" if verdict(story, gaps[0]) in SURE else "lead"
    return story.say(f"slides.gap_{sure}", **gap_fields(story, gaps[0]))


# The answers


def _shown(story: Story, dimension: str) -> tuple[list[ItemScore], int]:
    """Choose the items to draw, most favourable first, and count those that are left out.

    One chart has one scale: the one that most of the dimension's scored items share. Where they
    are too many, those at both ends are drawn.
    """
    items = [each for each in story.items_of(dimension) if story.item(each.id).weight]
    told = [each for each in items if each.distribution is not None]
    if not told:
        return [], len(items)
    scales = Counter(story.item(each.id).scale.id for each in told)
    scale = max(scales, key=lambda each: scales[each])
    ranked = [each for each in told if story.item(each.id).scale.id == scale]
    ranked.sort(key=lambda each: -(story.item_score(each) or 0.0))
    if len(ranked) > _ROWS:
        half = _ROWS // 2
        ranked = [*ranked[:half], *ranked[-half:]]
    return ranked, len(items) - len(ranked)


def _answers(story: Story, shown: list[ItemScore]) -> Bars:
    """Draw each statement's answers as shares of 100 %."""
    scale = story.item(shown[0].id).scale
    segments = bins(scale)
    series = tuple(
        Series(
            _point(story, scale, points),
            tuple(_share(each, points) for each in shown),
            colour,
        )
        for points, colour in zip(segments, answer_colours(len(segments)), strict=True)
    )
    return Bars(
        tuple(_statement(story, each) for each in shown),
        series,
        _alt(story, shown),
        number="0\u202f%" if story.say.code == "fr" else "0%",
        stacked=True,
        label_share=0.46,
    )


def _point(story: Story, scale: object, points: range) -> str:
    from maturity.instrument.model import Scale

    if isinstance(scale, Scale) and len(points) == 1:
        return scale.label(points[0], story.say.code)
    return story.say("report.range", low=points[0], high=points[-1])


def _share(item: ItemScore, points: range) -> float:
    counts = item.distribution or {}
    total = sum(counts.values())
    return round(sum(counts.get(each, 0) for each in points) / total, 4) if total else 0.0


def _statement(story: Story, item: ItemScore) -> str:
    """Word a statement with the share that agrees, or its mean, and whether it is reversed."""
    share = agreement(story.item(item.id), item.distribution or {})
    if share is not None:
        detail = story.say("slides.agree", share=story.say.percent(share))
    elif item.mean is not None:
        detail = story.say("slides.mean", mean=story.say.number(item.mean, 1))
    else:
        return story.item_text(item.id)
    if story.item(item.id).reverse:
        detail = story.say("report.with", first=detail, second=story.say("slides.reversed"))
    return story.labelled(story.item_text(item.id).rstrip("."), detail)


def _alt(story: Story, shown: list[ItemScore]) -> str:
    statements = story.joined(_statement(story, each) for each in shown)
    return story.say("report.figure.answers_alt", list=statements)


def _source(story: Story, score: DimensionScore, shown: list[ItemScore], left: int) -> str:
    """Say where the answers come from, how many statements are not drawn, and what is reversed."""
    say = story.say
    parts = [say("slides.source_answers", n=score.n)]
    if left:
        parts.append(say("slides.items_left", n=left, shown=len(shown)))
    if any(story.item(each.id).reverse for each in shown):
        parts.append(say("slides.reversed_note"))
    return " ".join(parts)
