"""Dimensions, all of them together, and practices: scores, levels, intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from maturity.instrument import Dimension, Level
from maturity.scores.estimate import composite, interval
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground, scored
from maturity.scores.levels import CERTAINTY, certainty, overall_bounds, silent_bounds
from maturity.scores.matrix import Floats
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
        hidden = bool(items) and {item.id for item in items} <= ground.hidden_items
        mean = None if hidden else found.mean
        code = ground.too_few(found.n, items) if items else "NOT_SCORED"
        if mean is None and items:
            gate.hidden(practice.id, code)
        gate.passed(f"/practices/{n}/score_100", mean, code)
        ends = gate.known(f"/practices/{n}/interval", code if mean is None else interval(found))
        yield PracticeScore(practice.id, practice.dimension, mean, found.n, ends)


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
