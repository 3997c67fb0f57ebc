"""What is known of each pair of groups: functions, sides of a mirror, who rates whom."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import Gap
from maturity.story.findings.found import Basis
from maturity.story.findings.gaps import FUNCTION, sure_words, upwards, verdict
from maturity.story.findings.subject import Subject, Value
from maturity.story.story import Story


def gaps(story: Story) -> Iterator[Subject]:
    """Yield every pair that was compared."""
    for gap in story.assessment.gaps:
        bases = tuple(
            Basis(gap_name(gap, group), label, n)
            for group, label, n in zip(gap.groups, story.gap_groups(gap), gap.n, strict=True)
        )
        same = f"{gap.id} {'function' if gap.by == FUNCTION else 'sides'}"
        yield Subject(
            f"{gap.by}-{gap.id}", _dimension(story, gap), _measures(story, gap), bases, same
        )


def gap_name(gap: Gap, group: str) -> str:
    """Return the name of one group's score in :mod:`maturity.story.noted`."""
    return f"{gap.id}:{group}" if gap.by == FUNCTION else f"{gap.id}:{gap.by}:{group}"


def _dimension(story: Story, gap: Gap) -> str | None:
    if gap.kind == "item":
        return story.item(gap.id).dimension
    return gap.id if gap.kind == "dimension" else None


def _measures(story: Story, gap: Gap) -> dict[str, Value]:
    sides = list(zip(story.gap_groups(gap), gap.scores_100, gap.n, strict=True))
    (high, high_score, high_n), (low, low_score, low_n) = (
        sides if gap.difference >= 0 else sides[::-1]
    )
    by_function = "ratings" if gap.kind == "rating" else "functions"
    return {
        "between": by_function if gap.by == FUNCTION else "sides",
        "on": gap.kind,
        "by": gap.by,
        "higher": gap.higher,
        "beyond": "yes" if gap.finding else "no",
        "verdict": verdict(story, gap),
        "thing": story.gap_thing(gap),
        "points": abs(gap.difference),
        "interval": upwards(gap),
        "high": high,
        "high_score": high_score,
        "high_n": high_n,
        "low": low,
        "low_score": low_score,
        "low_n": low_n,
        "sure": sure_words(story, gap),
    }
