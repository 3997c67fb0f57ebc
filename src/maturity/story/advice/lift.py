"""What lifts a dimension to its next level, and what the roadmap would change if it succeeds.

Both rest on one assumption, which every reader is told: where a practice rises, every answer to
its questions rises by as many points. What a dimension gains is then the practice's published
share of it (see :class:`~maturity.scores.model.PracticeScore`) times these points.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from maturity.scores.model import DimensionScore, PracticeScore
from maturity.scores.priority import cut_above
from maturity.story.advice.model import Path, Projected
from maturity.story.advice.roadmap import roadmap
from maturity.story.advice.solver import Rows, solve
from maturity.story.story import Story

_TOP = 100.0
_WHOLE = (
    1_000.0  # what a dimension still needs, so that the solver's tolerance is nothing beside it
)


@dataclass(frozen=True, slots=True)
class _Rise:
    """What a dimension gains when a practice reaches the level wanted, and in how many person-days.

    ``days`` is None where the questionnaire knows no action for a step on the way.
    """

    practice: str
    gain: float
    days: float | None


def paths(story: Story) -> tuple[Path, ...]:
    """Return, for every dimension with a score, the way to its next level."""
    return story.once(_paths)


def projection(story: Story) -> tuple[Projected, ...]:
    """Return the dimensions as they would be if the roadmap's actions succeed.

    Left out are dimensions without a score, or of which it is masked what their practices add.
    A practice rises to the lower cut of the next level when all actions of its step are planned,
    and once more when all those of the step after are, too.
    """
    return story.once(_projection)


# The way to the next level


def _paths(story: Story) -> tuple[Path, ...]:
    return tuple(_path(story, each, each.score_100 or 0.0) for each in story.scored)


def _path(story: Story, score: DimensionScore, now: float) -> Path:
    level = score.level or story.level_of(now).number
    cut = cut_above(story.level_of(now).number, story.instrument.levels)
    if score.capped_by is not None or cut is None:
        obstacle = "top" if score.capped_by is None else "held"
        return Path(score.id, level, (), now, now, obstacle=obstacle)
    if not _is_told(story, score.id):
        return Path(score.id, level, (), now, now, obstacle="masked")
    rises = tuple(_rises(story, score.id, cut))
    for base in (now, _put_together(story, score.id, now)):
        chosen = fewest([each.gain for each in rises], _efforts(rises), cut - base)
        if chosen:
            break
    else:
        return Path(score.id, level, (), now, now, obstacle="far")
    steps = sorted((rises[n] for n in chosen), key=lambda each: -each.gain)
    return Path(
        score.id,
        level,
        tuple(each.practice for each in steps),
        now,
        min(_TOP, round(base + math.fsum(each.gain for each in steps), 9)),
        math.fsum(each.days or 0.0 for each in steps),
    )


def _is_told(story: Story, dimension: str) -> bool:
    """Tell whether it is published what each practice of a dimension adds to it."""
    return any(each.share is not None for each in _practices(story, dimension))


def _put_together(story: Story, dimension: str, now: float) -> float:
    """Return a dimension's score put together from its practices, where they are all it is.

    People who skip questions make it differ from the score by tenths of a point: enough for all
    practices to be at a level, and the dimension just under it.
    """
    shares = [(each.share or 0.0, each.score_100 or 0.0) for each in _practices(story, dimension)]
    whole = round(math.fsum(share for share, _ in shares), 9) == 1
    return math.fsum(share * score for share, score in shares) if whole else now


def _rises(story: Story, dimension: str, cut: float) -> Iterator[_Rise]:
    """Yield what each practice under the cut would bring if it reached it."""
    there = story.level_of(cut).number
    for each in _practices(story, dimension):
        now = each.score_100 or 0.0
        if each.share and now < cut:
            steps = range(story.level_of(now).number, there)
            known = story.practice(each.id).actions
            actions = [one for one in known if one.step in steps]
            days = math.fsum(one.days for one in actions)
            complete = {one.step for one in actions} == set(steps)
            yield _Rise(each.id, each.share * (cut - now), days if complete else None)


def _practices(story: Story, dimension: str) -> Iterator[PracticeScore]:
    return (
        each
        for each in story.assessment.practices
        if each.dimension == dimension and each.score_100 is not None
    )


def _efforts(rises: tuple[_Rise, ...]) -> list[float]:
    """Return person-days; what nobody has worked out is taken for the heaviest."""
    most = max((each.days or 0.0 for each in rises), default=0.0) + 1
    return [most if each.days is None else each.days for each in rises]


def fewest(gains: list[float], efforts: list[float], need: float) -> list[int]:
    """Return the smallest set of gains that adds up to what is needed.

    Of sets as small the one of least effort, and of these the one that gains most; empty where all
    together are not enough.

    >>> fewest([9.0, 5.0, 4.0, 4.0], [30, 8, 4, 4], 9.0), fewest([5.0, 4.0, 4.0], [8, 4, 4], 9.0)
    ([0], [0, 1])
    """
    if round(math.fsum(gains) - need, 9) < 0 or need <= 0:
        return []
    gained, spent = np.array(gains) * (_WHOLE / need), np.array(efforts, dtype=float)
    ones = np.ones(len(gains))
    left, most = [-gained], [-_WHOLE]
    chosen: list[int] = []
    for costs, slack in ((ones, 0.5), (spent, 1e-6), (-gained, 0.0)):
        found, _ = solve(costs, Rows(np.array(left), np.array(most)))
        chosen = found or chosen
        left.append(costs)
        most.append(math.fsum(costs[chosen]) + slack)
    return chosen


# If the roadmap succeeds


def _projection(story: Story) -> tuple[Projected, ...]:
    planned = {each.recommendation.action.id for each in roadmap(story).scheduled}
    return tuple(
        _projected(story, each, each.score_100 or 0.0, planned)
        for each in story.scored
        if _is_told(story, each.id)
    )


def _projected(
    story: Story, score: DimensionScore, now: float, planned: AbstractSet[str]
) -> Projected:
    lifts = {each: _lift(story, each, planned) for each in _practices(story, score.id)}
    gain = math.fsum((each.share or 0.0) * lift for each, lift in lifts.items())
    then = min(_TOP, now + gain)
    level = score.level or story.level_of(now).number
    # a critical question under its floor still holds the level: nobody knows that it would rise
    after = level if score.capped_by is not None else story.level_of(then).number
    lifted = tuple(each.id for each, lift in lifts.items() if lift > 0)
    return Projected(score.id, now, level, then, after, lifted)


def _lift(story: Story, score: PracticeScore, planned: AbstractSet[str]) -> float:
    """Return the points by which a practice rises if what is planned succeeds."""
    now = score.score_100 or 0.0
    level = story.level_of(now).number
    then = now
    while actions := [one for one in story.practice(score.id).actions if one.step == level]:
        if not {one.id for one in actions} <= planned:
            break
        then = cut_above(level, story.instrument.levels) or then
        level += 1
    return then - now
