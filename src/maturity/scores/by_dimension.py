"""Dimensions, all of them together, and practices: scores, levels, intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from maturity.instrument import Dimension, Item, Level, Practice
from maturity.scores.estimate import composite, interval
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground, scored
from maturity.scores.levels import CERTAINTY, certainty, overall_bounds, silent_bounds
from maturity.scores.matrix import Floats, Matrix
from maturity.scores.model import DimensionScore, Overall, PracticeScore
from maturity.scores.sensitivity import (
    geometric_100,
    item_centred_100,
    lowest,
    weight_sensitivity,
)

_SCORES = ("score", "score_100", "level", "pooled_100", "silent_bounds", *CERTAINTY)
_SENSITIVITIES = ("minimum", "geometric_100", "weight_sensitivity")


def score_dimensions(ground: Ground, gate: Gate) -> Iterator[DimensionScore]:
    """Yield every dimension."""
    for n, dimension in enumerate(ground.instrument.dimensions):
        yield _dimension(ground, gate, f"/dimensions/{n}", dimension)


def _dimension(ground: Ground, gate: Gate, here: str, dimension: Dimension) -> DimensionScore:
    found = ground.by_dimension[dimension.id]
    known, absent = ground.rates(ground.data.columns(dimension.scored_items))
    mean = found.mean
    points = None if mean is None else in_scale_points([mean], dimension)[0]
    if mean is None:
        code = ground.too_few(found.n, dimension.scored_items)
        gate.hidden(dimension.id, code)
        gate.closed(here, (*_SCORES, "item_centred_100"), code)
    else:
        gate.passed(f"{here}/score", points, "NO_SHARED_SCALE")
    sure = certainty(gate, here, found, ground.instrument.levels)
    silent = None if mean is None else silent_bounds(ground, found, dimension.scored_items)
    target = ground.setting.targets.get(dimension.id)
    return DimensionScore(
        id=dimension.id,
        score=points,
        score_100=mean,
        level=None if mean is None else level_of(mean, ground.instrument.levels),
        n=found.n,
        interval=sure.interval,
        level_probability=sure.level_probability,
        pooled_100=found.pooled,
        dont_know_rate=gate.passed(f"{here}/dont_know_rate", known),
        not_applicable_rate=gate.passed(f"{here}/not_applicable_rate", absent),
        alpha=None,
        omega=None,
        agreement=None,
        target=gate.passed(f"{here}/target", target, "NO_TARGET"),
        likely_levels=sure.likely_levels,
        silent_bounds=gate.known(f"{here}/silent_bounds", silent),
        item_centred_100=item_centred_100(ground, dimension),
    )


def score_overall(ground: Ground, gate: Gate) -> Overall:
    """Average the dimensions by their weights; None if one has no score."""
    dimensions = ground.instrument.dimensions
    parts = [(ground.by_dimension[each.id], each.weight) for each in dimensions]
    found = composite(parts, ground.population)
    mean = found.mean
    if mean is None:
        code = "DIMENSION_MISSING" if ground.enough else "UNDER_K"
        gate.hidden("overall", code)
        gate.closed("/overall", (*_SCORES, *_SENSITIVITIES), code)
        return Overall(None, None, None, found.n, None, None)
    scales = {each.shared_scale.id if each.shared_scale else None for each in dimensions}
    points = in_scale_points([mean], dimensions[0])[0] if len(scales) == 1 else None
    sure = certainty(gate, "/overall", found, ground.instrument.levels)
    return Overall(
        score=gate.passed("/overall/score", points, "NO_SHARED_SCALE"),
        score_100=mean,
        level=level_of(mean, ground.instrument.levels),
        n=found.n,
        interval=sure.interval,
        pooled_100=found.pooled,
        level_probability=sure.level_probability,
        likely_levels=sure.likely_levels,
        silent_bounds=gate.known("/overall/silent_bounds", overall_bounds(ground)),
        minimum=lowest(ground),
        geometric_100=geometric_100(ground),
        weight_sensitivity=weight_sensitivity(ground, gate, "/overall/weight_sensitivity"),
    )


def score_practices(ground: Ground, gate: Gate) -> Iterator[PracticeScore]:
    """Yield every practice; one whose items are all hidden is hidden too."""
    for n, practice in enumerate(ground.instrument.practices):
        items, found = scored(practice.items), ground.by_practice[practice.id]
        mean = None if _is_masked(ground, practice) else found.mean
        code = ground.too_few(found.n, items) if items else "NOT_SCORED"
        if mean is None and items:
            gate.hidden(practice.id, code)
        gate.passed(f"/practices/{n}/score_100", mean, code)
        ends = gate.known(f"/practices/{n}/interval", code if mean is None else interval(found))
        share = code if mean is None else _share(ground, practice)
        part = gate.known(f"/practices/{n}/share", share)
        yield PracticeScore(practice.id, practice.dimension, mean, found.n, ends, part)


def _is_masked(ground: Ground, practice: Practice) -> bool:
    """Tell whether people answered a practice and its score is not shown."""
    items, found = scored(practice.items), ground.by_practice[practice.id]
    hidden = bool(items) and {item.id for item in items} <= ground.hidden_items
    return hidden or (found.mean is None and found.n > 0)


def _share(ground: Ground, practice: Practice) -> float | str:
    """Return what one point more in a practice adds to its dimension, 0..1.

    The weight that a person's answers to the practice have in that person's score, averaged as the
    scores are: exact if every answer to the practice rises alike. Where one practice is masked no
    share of its dimension is told: with all others, the dimension would give its score away.
    """
    found, data = ground.by_dimension[practice.dimension], ground.data
    if found.mean is None:
        return "DIMENSION_MISSING"
    whole = next(each for each in ground.instrument.dimensions if each.id == practice.dimension)
    if any(_is_masked(ground, each) for each in whole.practices):
        return "UNDER_K"
    inside, total = (_answered(data, scored(each.items)) for each in (practice, whole))
    parts = []
    for name, weight in found.weights.items():
        people = [n for n, stratum in enumerate(found.strata) if stratum == name]
        parts.append(weight * math.fsum(inside[people] / total[people]) / len(people))
    return math.fsum(parts) / math.fsum(found.weights.values())


def _answered(data: Matrix, items: Sequence[Item]) -> Floats:
    """Return the weight of the items that each person answered."""
    weights = np.array([item.weight for item in items])
    answered: Floats = np.where(data.codes[:, data.columns(items)] > 0, weights, 0.0).sum(axis=1)
    return answered


def in_scale_points(percent: Sequence[float] | Floats, dimension: Dimension) -> list[float | None]:
    """Turn 0..100 into points of the dimension's one scale; None without such a scale or score."""
    scale = dimension.shared_scale
    return [
        None
        if scale is None or np.isnan(each)
        else scale.min + float(each) / 100 * (scale.max - scale.min)
        for each in percent
    ]


def level_of(score_100: float, levels: Sequence[Level]) -> int:
    """Return the level 1..L; a score on a cut belongs to the upper level.

    Rounded to nine decimals first, since a mean that is exactly 40 may be stored as
    39.999999999999993.

    >>> from maturity.instrument import Text
    >>> two = [Level(1, "low", Text(), Text(), 50), Level(2, "high", Text(), Text(), None)]
    >>> level_of(50 - 1e-12, two), level_of(49.9, two)
    (2, 1)
    """
    rounded = round(score_100, 9)
    return 1 + sum(level.below is not None and level.below <= rounded for level in levels)
