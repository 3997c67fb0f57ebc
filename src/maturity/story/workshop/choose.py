"""Which statements are contested, and which practices need a level that people agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from maturity.scores.model import Gap, ItemScore, PracticeScore
from maturity.story.story import Story

MOST_ITEMS = 5
Sign = Literal["apart", "camps", "chance"]
Why = Literal["disputed", "uncertain", "masked"]


@dataclass(frozen=True, slots=True)
class Contested:
    """A statement that people do not see alike, ``signs`` saying in what way.

    ``heat`` is 0..200: how far the consensus is from complete, in hundredths, and the points
    between the two sides of a mirror where their gap is a finding.
    """

    score: ItemScore
    signs: tuple[Sign, ...]
    gap: Gap | None
    heat: float


@dataclass(frozen=True, slots=True)
class Open:
    """A practice whose level is to be agreed: why, and the levels its interval reaches."""

    score: PracticeScore
    why: Why
    levels: tuple[int, int] | None


def contested(story: Story) -> tuple[Contested, ...]:
    """Return the most contested statements, at most five, the hottest first.

    A statement is contested when the two sides of a mirror are apart beyond the interval, when
    people answer it in two camps, or when they agree on it no more than random answers would. Only
    what is scored and published counts. Ties go by the order asked.
    """
    return story.once(_contested)


def _contested(story: Story) -> tuple[Contested, ...]:
    gaps = _widest_by_item(story)
    found = [
        Contested(score, signs, gaps.get(score.id), _heat(score, gaps.get(score.id)))
        for score in story.assessment.items
        if score.distribution is not None and story.item(score.id).weight
        for signs in [tuple(_signs(score, gaps.get(score.id)))]
        if signs
    ]
    # what the assessment lists is in the order asked, and sorting keeps it among equals
    return tuple(sorted(found, key=lambda each: -each.heat)[:MOST_ITEMS])


def _widest_by_item(story: Story) -> Mapping[str, Gap]:
    """Return, by statement, the widest gap between two sides that is a finding."""
    gaps = [each for each in story.assessment.gaps if each.kind == "item" and each.finding]
    gaps.sort(key=lambda each: abs(each.difference))
    return {each.id: each for each in gaps}


def _signs(score: ItemScore, gap: Gap | None) -> Iterator[Sign]:
    if gap is not None:
        yield "apart"
    if score.polarised:
        yield "camps"
    elif score.beyond_chance is False:
        yield "chance"


def _heat(score: ItemScore, gap: Gap | None) -> float:
    apart = abs(gap.difference) if gap is not None else 0.0
    return apart + (0.0 if score.consensus is None else 100 * (1 - score.consensus))


def to_agree(story: Story) -> tuple[Open, ...]:
    """Return every practice whose level needs people to agree on it, the most pressing first.

    First those with a contested statement, as hot as it is; then those whose interval reaches
    more than one level, the widest first; last those whose score is not shown, by how much others
    depend on them.
    """
    return story.once(_to_agree)


def _to_agree(story: Story) -> tuple[Open, ...]:
    heat: dict[str, float] = {}
    for each in contested(story):
        practice = story.item(each.score.id).practice
        if practice is not None:
            heat[practice] = max(each.heat, heat.get(practice, 0.0))
    ranked = [
        (rank, each)
        for score in story.assessment.practices
        for rank, each in _ranked(story, score, heat.get(score.id))
    ]
    return tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0]))


def _ranked(
    story: Story, score: PracticeScore, heat: float | None
) -> Iterator[tuple[tuple[int, float], Open]]:
    levels = _levels(story, score)
    if heat is not None:
        yield (0, -heat), Open(score, "disputed", levels)
    elif levels is not None and levels[0] < levels[1] and score.interval is not None:
        low, high = score.interval
        yield (1, low - high), Open(score, "uncertain", levels)
    elif score.score_100 is None:
        yield (2, -story.practice(score.id).weight), Open(score, "masked", None)


def _levels(story: Story, score: PracticeScore) -> tuple[int, int] | None:
    """Return the lowest and highest level that a practice's interval reaches."""
    if score.score_100 is None:
        return None
    low, high = score.interval or (score.score_100, score.score_100)
    return story.level_of(low).number, story.level_of(high).number
