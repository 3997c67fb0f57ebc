"""What is known of each function, beside the organisation as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.scores.model import GroupScore
from maturity.story.findings.found import Basis
from maturity.story.findings.subject import Subject, Value
from maturity.story.story import Story

_SAME = 9  # decimals beyond which scores are equal


@dataclass(frozen=True, slots=True)
class _Beside:
    """A function beside the whole on a dimension: points above it, and whether that is sure."""

    difference: float
    sure: bool


def functions(story: Story) -> Iterator[Subject]:
    """Yield every function whose name may be told."""
    for group in story.published:
        beside = dict(_beside(story, group))
        apart = [abs(each.difference) for each in beside.values()]
        name = story.group_label(group.id)
        measures: dict[str, Value] = {
            "name": name,
            "n": group.n,
            "dimensions": len(beside),
            "below": sum(each.sure and each.difference < 0 for each in beside.values()),
            "above": sum(each.sure and each.difference > 0 for each in beside.values()),
            "distance": sum(apart) / len(apart) if apart else None,
            "nearest": min(apart, default=None),
            "furthest": max(apart, default=None),
            "participation": _participation(story, group.id),
        }
        bases = tuple(
            Basis(f"{id_}:{group.id}", story.dimension_label(id_), group.n_by_dimension.get(id_))
            for id_ in beside
        )
        yield Subject(group.id, None, measures, bases)


def _beside(story: Story, group: GroupScore) -> Iterator[tuple[str, _Beside]]:
    least = story.instrument.thresholds["finding_points"]
    for whole in story.assessment.dimensions:
        score, interval = group.dimensions.get(whole.id), group.intervals.get(whole.id)
        if score is None or interval is None or whole.score_100 is None or whole.interval is None:
            continue
        difference = round(score - whole.score_100, _SAME)
        is_clear = interval[1] < whole.interval[0] or interval[0] > whole.interval[1]
        yield whole.id, _Beside(difference, is_clear and abs(difference) >= least)


def _participation(story: Story, group: str) -> float | None:
    rows = (each for each in story.assessment.participation if each.group == group)
    return next((each.answered / each.invited for each in rows if each.invited), None)
