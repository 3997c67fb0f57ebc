"""Where groups differ: told only beyond the gap's own interval, and with what a correction leaves.

What was declared beforehand is corrected for the number of comparisons (Holm, Benjamini-Hochberg);
the interval of a pair that nobody had declared is widened for how many of them there are.
"""

from __future__ import annotations

from typing import Literal

from maturity.scores.model import Gap, Interval
from maturity.scores.statistics.differences import ALPHA
from maturity.story.story import Story

Verdict = Literal["holds", "fails", "untested", "described", "census", "many", "small", "inside"]
FUNCTION = "function"
SURE: tuple[Verdict, ...] = ("holds", "described", "census")
_WIDEST = 100.0  # points that two scores can be apart


def verdict(story: Story, gap: Gap) -> Verdict:
    """Tell how far a gap may be believed.

    ``inside`` its interval, or beyond and yet ``small``; ``holds`` or ``fails`` after correction
    for the number of comparisons; ``untested`` where too few people answered; ``described`` where
    no test was planned and yet the interval is left even when widened for the number of such
    pairs, ``many`` when it is not; ``census`` where everybody answered.
    """
    if not gap.finding:
        return _unfounded(story, gap)
    if gap.interval is not None and gap.interval[0] == gap.interval[1]:
        return "census"
    if gap.family == "described":
        return "described"
    if gap.p_adjusted is None:
        return "untested"
    return "holds" if gap.p_adjusted < ALPHA else "fails"


def _unfounded(story: Story, gap: Gap) -> Verdict:
    if not is_beyond(gap):
        return "inside"
    least = story.instrument.thresholds["finding_points"]
    return "small" if abs(gap.difference) < least else "many"


def is_beyond(gap: Gap) -> bool:
    """Tell whether a gap's interval leaves out 0."""
    return gap.interval is not None and not gap.interval[0] <= 0 <= gap.interval[1]


def upwards(gap: Gap) -> Interval | None:
    """Return the interval of the gap as it is printed: higher minus lower, within -100..100.

    The method's own interval may reach further than two scores can be apart.
    """
    if gap.interval is None:
        return None
    low, high = gap.interval if gap.difference >= 0 else (-gap.interval[1], -gap.interval[0])
    return (max(low, -_WIDEST), min(high, _WIDEST))


def between_functions(story: Story, dimension: str | None = None) -> list[Gap]:
    """Return the gaps between two functions that are findings, the surest and widest first.

    A mirror whose sides are one function each sets two functions against each other as well;
    what two mirrors say of the same two is returned once.
    """
    gaps = [
        each
        for each in story.assessment.gaps
        if each.kind == "dimension" and each.finding and dimension in {None, each.id}
    ]
    gaps.sort(key=lambda each: (verdict(story, each) not in SURE, -abs(each.difference)))
    found: dict[tuple[str, frozenset[str]], Gap] = {}
    for each in gaps:
        if pair := _functions_of(story, each):
            found.setdefault((each.id, pair), each)
    return list(found.values())


def _functions_of(story: Story, gap: Gap) -> frozenset[str]:
    """Return the two functions that a gap lies between, none where a side is not one function."""
    if gap.by == FUNCTION:
        return frozenset(gap.groups)
    mirrors = (each for each in story.instrument.mirrors if each.id == gap.by)
    sides = [side.functions for mirror in mirrors for side in mirror.sides]
    if any(len(functions) != 1 for functions in sides):
        return frozenset()
    return frozenset(function for functions in sides for function in functions)


def gap_fields(story: Story, gap: Gap) -> dict[str, object]:
    """Return what a sentence about a gap may name: the two groups, their scores, the distance."""
    sides = list(zip(story.gap_groups(gap), gap.scores_100, gap.n, strict=True))
    (high, high_score, high_n), (low, low_score, low_n) = (
        sides if gap.difference >= 0 else sides[::-1]
    )
    return {
        "thing": story.gap_thing(gap),
        "points": story.say.number(abs(gap.difference)),
        "high": high,
        "high_score": story.score(high_score),
        "high_n": high_n,
        "low": low,
        "low_score": story.score(low_score),
        "low_n": low_n,
        "interval": story.range(upwards(gap)),
        "sure": sure_words(story, gap),
    }


def sure_words(story: Story, gap: Gap) -> str:
    """Say the interval of a gap and how far it may be believed."""
    worth = verdict(story, gap)
    held = story.say(f"report.gap.{worth}")
    if worth == "census":
        return held
    return story.say("report.gap.sure", interval=story.range(upwards(gap)), held=held)
