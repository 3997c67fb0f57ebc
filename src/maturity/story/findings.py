"""True sentences about one assessment, each with what it rests on, most telling first.

A rule returns a finding or nothing. What counts as wide, high or low is the questionnaire's to
say (``thresholds``). No rule claims more than the intervals allow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from maturity.scores.model import DimensionScore, GroupScore, Interval, MirrorScore
from maturity.story.story import Story

KEY_MESSAGES = 3
CAVEATS = ("participation", "weighting")


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; ``dimension`` None for the organisation.

    ``sources`` name by id what it rests on and its n, ``rests_on`` the same in words.
    """

    id: str
    dimension: str | None
    kind: str
    sentence: str
    sources: tuple[str, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a finding rests on: its id, its name in the report's language, how many people."""

    id: str
    name: str
    n: int | None


def _finding(
    story: Story, id_: str, dimension: str | None, sentence: str, *grounds: _Ground, kind: str
) -> Finding:
    sources = tuple(f"{each.id}\u00a0n={each.n}" for each in grounds)
    rests_on = tuple(
        story.say("report.labelled", label=each.name, detail=story.say("report.n", n=each.n))
        for each in grounds
    )
    return Finding(id_, dimension, kind, sentence, sources, rests_on)


def findings(story: Story) -> tuple[Finding, ...]:
    """Return every finding, ranked: what to worry about, what to build on, how far to trust it."""
    rules = (
        _standing,
        _group_gap,
        _mirror_gap,
        _dont_know,
        _strongest,
        _weighting,
        _participation,
    )
    return tuple(chain.from_iterable(rule(story) for rule in rules))


def key_messages(story: Story) -> tuple[Finding, ...]:
    """Return the findings of the synthesis: at most three, of different kinds, caveats apart."""
    by_kind: dict[str, Finding] = {}
    for finding in findings(story):
        if finding.kind not in CAVEATS:
            by_kind.setdefault(finding.kind, finding)
    return tuple(by_kind.values())[:KEY_MESSAGES]


def caveats(story: Story) -> tuple[Finding, ...]:
    """Return the findings that tell how far the results can be trusted."""
    return tuple(each for each in findings(story) if each.kind in CAVEATS)


# Which dimension stands out


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A dimension that can be compared: its score with its interval."""

    score: DimensionScore
    value: float
    interval: Interval

    def above(self, other: _Ranked) -> bool:
        return self.interval[0] > other.interval[1]


def _ranked(story: Story) -> list[_Ranked]:
    """Return the dimensions that have an interval, highest score first."""
    ranked = [
        _Ranked(each, each.score_100, each.interval)
        for each in story.scored
        if each.score_100 is not None and each.interval is not None
    ]
    return sorted(ranked, key=lambda each: -each.value)


def _standing(story: Story) -> Iterator[Finding]:
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


def _strongest(story: Story) -> Iterator[Finding]:
    """Say which dimension is ahead, where another one is behind."""
    ranked = _ranked(story)
    several = _comparable(story, ranked) and len(ranked) > 2  # noqa: PLR2004 - see _standing
    if several and _behind(ranked) and _ahead(ranked):
        yield _alone(story, "strongest", ranked[0])


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
    ground = _dimension(story, dimension, n)
    return _finding(story, f"{kind}-{dimension}", dimension, sentence, ground, kind=kind)


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
    grounds = (_dimension(story, each.score.id, each.score.n) for each in (first, last))
    return _finding(story, kind, None, sentence, *grounds, kind=kind)


def _dimension(story: Story, dimension: str, n: int | None) -> _Ground:
    return _Ground(dimension, story.dimension_label(dimension), n)


# Where functions differ


@dataclass(frozen=True, slots=True)
class GroupGap:
    """The two functions furthest apart on one dimension."""

    dimension: str
    high: GroupScore
    low: GroupScore
    high_score: float
    low_score: float

    @property
    def points(self) -> float:
        """The distance in score_100."""
        return self.high_score - self.low_score


def widest_gap(story: Story, dimension: str | None = None) -> GroupGap | None:
    """Return the widest gap between two published functions, on one dimension or on any.

    Functions that were merged are left out: they are several.
    """
    gaps = [
        GroupGap(each.id, high, low, high_score, low_score)
        for each in story.assessment.dimensions
        if dimension in {None, each.id}
        for pair in combinations(story.published, 2)
        for high, low in (pair, pair[::-1])
        if (high_score := high.dimensions.get(each.id)) is not None
        and (low_score := low.dimensions.get(each.id)) is not None
    ]
    return max(gaps, key=lambda gap: gap.points, default=None)


def _group_gap(story: Story) -> Iterator[Finding]:
    gap = widest_gap(story)
    if gap is None or gap.points < story.instrument.thresholds["gap_points"]:
        return
    sentence = story.say(
        "report.finding.group_gap",
        dimension=story.dimension_label(gap.dimension),
        points=story.say.number(gap.points),
        high=story.group_label(gap.high.id),
        high_score=story.score(gap.high_score),
        high_n=gap.high.n,
        low=story.group_label(gap.low.id),
        low_score=story.score(gap.low_score),
        low_n=gap.low.n,
    )
    grounds = (
        _Ground(f"{gap.dimension}:{each.id}", story.group_label(each.id), each.n)
        for each in (gap.high, gap.low)
    )
    id_ = f"gap-{gap.dimension}"
    yield _finding(story, id_, gap.dimension, sentence, *grounds, kind="group_gap")


def widest_mirror(story: Story) -> MirrorScore | None:
    """Return the mirror item on which the two sides differ most, None when none is published."""
    seen = [each for each in story.assessment.mirrors if _distance(each) is not None]
    return max(seen, key=lambda each: _distance(each) or 0.0, default=None)


def _distance(score: MirrorScore) -> float | None:
    first, second = (side.score_100 for side in score.sides)
    return None if first is None or second is None else abs(first - second)


def _mirror_gap(story: Story) -> Iterator[Finding]:
    score = widest_mirror(story)
    if score is None or (_distance(score) or 0) < story.instrument.thresholds["gap_points"]:
        return
    mirror = next(each for each in story.instrument.mirrors if each.id == score.mirror)
    labels = {side.id: story.side_label(side) for side in mirror.sides}
    low, high = sorted(score.sides, key=lambda side: side.score_100 or 0.0)
    sentence = story.say(
        "report.finding.mirror_gap",
        item=story.quoted(score.item),
        high=labels[high.side],
        high_score=story.score(high.score_100),
        high_n=high.n,
        low=labels[low.side],
        low_score=story.score(low.score_100),
        low_n=low.n,
    )
    grounds = (
        _Ground(f"{score.item}:{side.side}", labels[side.side], side.n) for side in score.sides
    )
    id_, dimension = f"mirror-{score.item}", story.item(score.item).dimension
    yield _finding(story, id_, dimension, sentence, *grounds, kind="mirror_gap")


# What the answers cannot tell


def _dont_know(story: Story) -> Iterator[Finding]:
    high = story.instrument.thresholds["dont_know_high"]
    unknown = [
        (rate, each)
        for each in story.assessment.dimensions
        if (rate := each.dont_know_rate) is not None and rate >= high
    ]
    for rate, each in sorted(unknown, key=lambda pair: -pair[0]):
        sentence = story.say(
            "report.finding.dont_know",
            dimension=story.dimension_label(each.id),
            share=story.say.percent(rate),
            n=each.n,
        )
        ground = _dimension(story, each.id, each.n)
        id_ = f"dont-know-{each.id}"
        yield _finding(story, id_, each.id, sentence, ground, kind="dont_know")


def _weighting(story: Story) -> Iterator[Finding]:
    overall = story.assessment.overall
    if overall.score_100 is None or overall.pooled_100 is None:
        return
    if abs(overall.score_100 - overall.pooled_100) < story.instrument.thresholds["gap_points"]:
        return
    sentence = story.say(
        "report.finding.weighting",
        pooled=story.score(overall.pooled_100),
        balanced=story.score(overall.score_100),
        n=overall.n,
    )
    ground = _Ground("overall", story.say("report.organisation"), overall.n)
    yield _finding(story, "weighting", None, sentence, ground, kind="weighting")


def _participation(story: Story) -> Iterator[Finding]:
    whole = next((each for each in story.assessment.participation if each.group is None), None)
    if whole is None or not whole.invited:
        return
    share = whole.answered / whole.invited
    if share < story.instrument.thresholds["participation_low"]:
        sentence = story.say(
            "report.finding.participation",
            share=story.say.percent(share),
            n=whole.answered,
            invited=whole.invited,
        )
        ground = _Ground("participation", story.say("report.organisation"), whole.answered)
        yield _finding(story, "participation", None, sentence, ground, kind="participation")
