"""Which dimension stands out, said only where no interval overlaps and the distance matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.scores.model import DimensionScore, Interval
from maturity.story.findings.found import Finding, found, on_dimension
from maturity.story.story import Story


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A dimension that can be compared: its score with its interval."""

    score: DimensionScore
    value: float
    interval: Interval
    least: float

    def above(self, other: _Ranked) -> bool:
        is_far = round(self.value - other.value, 9) >= self.least
        return is_far and self.interval[0] > other.interval[1]


def standing(story: Story) -> Iterator[Finding]:
    """Say which dimension is behind or ahead, only where no interval overlaps; else say so."""
    ranked = _ranked(story)
    if not _comparable(story, ranked):
        return
    if _behind(ranked) and len(ranked) > 2:  # noqa: PLR2004 - of two, one sentence says both
        yield _alone(story, "weakest", ranked[-1])
    elif _ahead(ranked):
        yield _alone(story, "strongest", ranked[0])
    else:
        yield _extremes(story, ranked[0], ranked[-1])


def strongest(story: Story) -> Iterator[Finding]:
    """Say which dimension is ahead, where another one is behind."""
    ranked = _ranked(story)
    several = _comparable(story, ranked) and len(ranked) > 2  # noqa: PLR2004 - see standing
    if several and _behind(ranked) and _ahead(ranked):
        yield _alone(story, "strongest", ranked[0])


def _ranked(story: Story) -> list[_Ranked]:
    """Return the dimensions that have an interval, highest score first."""
    ranked = [
        _Ranked(each, each.score_100, each.interval, story.instrument.thresholds["gap_points"])
        for each in story.scored
        if each.score_100 is not None and each.interval is not None
    ]
    return sorted(ranked, key=lambda each: -each.value)


def _comparable(story: Story, ranked: list[_Ranked]) -> bool:
    """Tell whether there are two dimensions or more, every one with its interval."""
    return len(ranked) > 1 and len(ranked) == len(story.scored)


def _ahead(ranked: list[_Ranked]) -> bool:
    return all(ranked[0].above(each) for each in ranked[1:])


def _behind(ranked: list[_Ranked]) -> bool:
    return all(each.above(ranked[-1]) for each in ranked[:-1])


def _alone(story: Story, kind: str, one: _Ranked) -> Finding:
    dimension, n = one.score.id, one.score.n
    sentence = story.say(
        f"report.finding.{kind}",
        dimension=story.dimension_label(dimension),
        score=story.score(one.value),
        interval=story.between(one.interval),
        n=n,
    )
    basis = on_dimension(story, dimension, n)
    return found(story, f"{kind}-{dimension}", dimension, sentence, basis, kind=kind)


def _extremes(story: Story, first: _Ranked, last: _Ranked) -> Finding:
    kind = "spread" if first.above(last) else "no_standout"
    sentence = story.say(
        f"report.finding.{kind}",
        high=story.dimension_label(first.score.id),
        high_score=story.score(first.value),
        low=story.dimension_label(last.score.id),
        low_score=story.score(last.value),
        n=min(first.score.n, last.score.n),
    )
    bases = (on_dimension(story, each.score.id, each.score.n) for each in (first, last))
    return found(story, kind, None, sentence, *bases, kind=kind)
