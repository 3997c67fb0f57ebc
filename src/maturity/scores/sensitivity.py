"""What a score would be by other rules: items centred, other weights, no compensation."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from maturity.instrument import Dimension
from maturity.scores.estimate import estimate
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.matrix import respondent_scores
from maturity.scores.model import WeightSensitivity
from maturity.scores.seed import seed
from maturity.scores.statistics.composites import (
    geometric_mean,
    item_centred,
    level_changes,
    order_changes,
    other_weights,
)


@dataclass(frozen=True, slots=True)
class Shaking:
    """How other weights are drawn, and the share of draws over which a result is fragile."""

    draws: int
    concentration: float
    fragile_over: float


@cache
def shaking() -> Shaking:
    """Return what ``sensitivity.toml`` says."""
    file = resources.files("maturity.scores") / "sensitivity.toml"
    return Shaking(**tomllib.loads(file.read_text(encoding="utf-8"))["weights"])


def item_centred_100(ground: Ground, dimension: Dimension) -> float | None:
    """Return a dimension's score if nobody gained by the questions they skipped or were not asked.

    People's scores plus :func:`~maturity.scores.statistics.composites.item_centred`, averaged as
    the score is: same people, same groups, same weights. Items answered by fewer than k people, or
    hidden, are taken to be of average ease, so that the difference to the score tells nothing of
    the few who answered them.

    Returns
    -------
    float or None
        0..100; None where the score is.
    """
    items, data = dimension.scored_items, ground.data
    scores = respondent_scores(data, items, ground.instrument.rules.min_answered)
    valid = ~np.isnan(scores)
    if ground.by_dimension[dimension.id].mean is None:
        return None
    columns = data.columns(items)
    steps = data.keyed[:, columns][valid] - np.array([float(item.scale.min) for item in items])
    answered = ~np.isnan(steps)
    shown = np.array([item.id not in ground.hidden_items for item in items], dtype=bool)
    scores[valid] += item_centred(
        steps,
        answered,
        np.array([float(item.scale.max - item.scale.min) for item in items]),
        np.array([item.weight for item in items]),
        shown & (answered.sum(axis=0) >= ground.k),
    )
    mean = estimate(scores, ground.population).mean
    return None if mean is None else min(max(mean, 0.0), 100.0)


def lowest(ground: Ground) -> str:
    """Return the dimension with the lowest score, the first asked of equal ones; all have one."""
    means = {id_: each.mean or 0.0 for id_, each in ground.by_dimension.items()}
    return min(means, key=lambda id_: round(means[id_], 9))


def geometric_100(ground: Ground) -> float:
    """Return the weighted geometric mean of the dimensions' scores, which are all known."""
    means = [each.mean or 0.0 for each in ground.by_dimension.values()]
    return geometric_mean(means, _weights(ground))


def weight_sensitivity(ground: Ground, gate: Gate, here: str) -> WeightSensitivity:
    """Work out what other weights of the dimensions would change; all dimensions have a score.

    Functions are compared where two or more have a score in every dimension.
    """
    known = shaking()
    weights = _weights(ground)
    found = [ground.by_dimension[each.id] for each in ground.instrument.dimensions]
    names = sorted(set.intersection(*(set(each.by_group) for each in found)))
    groups = [[each.by_group[name] for each in found] for name in names]
    others = other_weights(
        weights,
        draws=known.draws,
        concentration=known.concentration,
        seed=seed(ground, "weights"),
    )
    cuts = [level.below for level in ground.instrument.levels if level.below is not None]
    whole = np.array([[each.mean or 0.0 for each in found]])
    levels = float(level_changes(whole, weights, others, cuts)[0])
    order = order_changes(np.array(groups).reshape(len(names), len(found)), weights, others)
    return WeightSensitivity(
        draws=known.draws,
        level_changes=levels,
        order_changes=gate.known(f"{here}/order_changes", order),
        fragile=max(levels, 0.0 if isinstance(order, str) else order) > known.fragile_over,
    )


def _weights(ground: Ground) -> list[float]:
    return [each.weight for each in ground.instrument.dimensions]
