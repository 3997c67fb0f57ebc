"""Where groups differ: told only beyond the gap's own interval, and with what a correction leaves.

What was declared beforehand is corrected for the number of comparisons (Holm, Benjamini-Hochberg);
the interval of a pair that nobody had declared is widened for how many of them there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from maturity.scores.model import Gap, Interval
from maturity.scores.statistics.differences import ALPHA
from maturity.story.findings.found import Basis, Finding, found
from maturity.story.story import Story

Verdict = Literal["holds", "fails", "untested", "described", "census", "many", "small", "inside"]
FUNCTION = "function"
SURE: tuple[Verdict, ...] = ("holds", "described", "census")


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
    """Return the interval of the gap as it is printed: higher minus lower."""
    if gap.interval is None or gap.difference >= 0:
        return gap.interval
    low, high = gap.interval
    return (-high, -low)


def told_gaps(story: Story, kind: str, dimension: str | None = None) -> list[Gap]:
    """Return the gaps that are findings, those that hold first, then the widest."""
    gaps = [
        each
        for each in story.assessment.gaps
        if each.kind == kind and each.finding and (dimension is None or each.id == dimension)
    ]
    return sorted(gaps, key=lambda each: (verdict(story, each) not in SURE, -abs(each.difference)))


def between_functions(story: Story, dimension: str | None = None) -> list[Gap]:
    """Return the gaps between two functions that are findings, the surest and widest first."""
    gaps = told_gaps(story, "dimension", dimension)
    return [each for each in gaps if each.by == FUNCTION]


def group_gaps(story: Story) -> Iterator[Finding]:
    """Say, for each dimension, which two functions are furthest apart."""
    yield from _one_each(story, between_functions(story), "group_gap")


def mirror_gaps(story: Story) -> Iterator[Finding]:
    """Say, for each dimension, where the two sides of a mirror do not see alike."""
    gaps = [each for each in told_gaps(story, "dimension") if each.by != FUNCTION]
    yield from _one_each(story, gaps, "side_gap")


def statement_gap(story: Story) -> Iterator[Finding]:
    """Say which statement the sides of a mirror see least alike."""
    for gap in told_gaps(story, "item")[:1]:
        yield _told(story, gap, "mirror_gap", story.item(gap.id).dimension)


def rating_gap(story: Story) -> Iterator[Finding]:
    """Say which two functions rate each other most unlike."""
    for gap in told_gaps(story, "rating")[:1]:
        yield _told(story, gap, "rating_gap", None)


def _one_each(story: Story, gaps: list[Gap], kind: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for gap in gaps:
        if gap.id not in seen:
            yield _told(story, gap, kind, gap.id)
        seen.add(gap.id)


def _told(story: Story, gap: Gap, kind: str, dimension: str | None) -> Finding:
    labels = story.gap_groups(gap)
    first, second = (
        Basis(f"{gap.id}:{group}", label, n)
        for group, label, n in zip(gap.groups, labels, gap.n, strict=True)
    )
    sentence = story.say(f"report.finding.{kind}", **gap_fields(story, gap))
    return found(story, f"{kind}-{gap.by}-{gap.id}", dimension, sentence, first, second, kind=kind)


def gap_fields(story: Story, gap: Gap) -> dict[str, object]:
    """Return what a sentence about a gap may name: the two groups, their scores, the distance."""
    sides = list(zip(story.gap_groups(gap), gap.scores_100, gap.n, strict=True))
    (high, high_score, high_n), (low, low_score, low_n) = (
        sides if gap.difference >= 0 else sides[::-1]
    )
    worth, interval = verdict(story, gap), story.range(upwards(gap))
    held = story.say(f"report.gap.{worth}")
    is_census = worth == "census"
    return {
        "thing": story.gap_thing(gap),
        "points": story.say.number(abs(gap.difference)),
        "high": high,
        "high_score": story.score(high_score),
        "high_n": high_n,
        "low": low,
        "low_score": story.score(low_score),
        "low_n": low_n,
        "interval": interval,
        "sure": held if is_census else story.say("report.gap.sure", interval=interval, held=held),
    }
