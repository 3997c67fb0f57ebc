"""Items: what was answered, and how the two sides of a mirror see the same item."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from maturity.instrument import Item, Side
from maturity.scores.estimate import Estimate, estimate, weighted_mean
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.groups import OTHER
from maturity.scores.matrix import Floats
from maturity.scores.model import ItemScore, MirrorScore, SideScore

_LATER = (
    "item_rest_correlation",
    "alpha_if_dropped",
    "sd",
    "average_deviation",
    "consensus",
    "rwg",
    "beyond_chance",
    "polarised",
    "favourable",
)


def score_items(ground: Ground, gate: Gate) -> Iterator[ItemScore]:
    """Yield every item."""
    for n, item in enumerate(ground.instrument.items):
        yield _item(ground, gate, f"/items/{n}", item)


def _item(ground: Ground, gate: Gate, here: str, item: Item) -> ItemScore:
    column = ground.data.columns([item])[0]
    points = shown_points(ground, gate, item)
    answered = points[~np.isnan(points)]
    rate = gate.passed(f"{here}/dont_know_rate", ground.rates([column])[0])
    gate.closed(here, _LATER, "NOT_COMPUTED")
    if len(answered) < ground.k or item.id in ground.hidden_items:
        code = ground.too_few(len(answered), [item])
        gate.hidden(item.id, code)
        gate.closed(here, ("mean", "distribution"), code)
        return ItemScore(item.id, len(answered), None, None, rate, None)
    keyed = float(np.nanmean(np.where(np.isnan(points), np.nan, ground.data.keyed[:, column])))
    distribution = {point: int((answered == point).sum()) for point in item.scale.points}
    return ItemScore(item.id, len(answered), keyed, distribution, rate, None)


def shown_points(ground: Ground, gate: Gate, item: Item) -> Floats:
    """Return an item's points, without the few who answered a mirror meant for others.

    One salesperson who answers a question to marketing and IT would otherwise be the rest of
    two sides, and hide one of them.
    """
    data = ground.data
    points = data.points[:, data.columns([item])[0]]
    mirror = next((each for each in ground.instrument.mirrors if each.id == item.mirror), None)
    if mirror is None or not item.functions:
        return points
    sides = {function for side in mirror.sides for function in side.functions}
    inside = np.array([function in sides for function in data.functions], dtype=bool)
    rest = int((~np.isnan(points) & ~inside).sum())
    if not 0 < rest < ground.k:
        return points
    gate.hidden(f"{item.id}/{OTHER}", "UNDER_K")
    shown: Floats = np.where(inside, points, np.nan)
    return shown


def score_mirrors(ground: Ground, gate: Gate) -> Iterator[MirrorScore]:
    """Yield each mirror item as its sides see it; a side is its published functions."""
    mirrors = {mirror.id: mirror for mirror in ground.instrument.mirrors}
    items = [item for item in ground.instrument.items if item.mirror]
    for n, item in enumerate(items):
        percent = ground.data.percent[:, ground.data.columns([item])[0]]
        percent = np.where(np.isnan(shown_points(ground, gate, item)), np.nan, percent)
        found = estimate(percent, ground.population)
        mirror = mirrors[item.mirror or ""]
        sides = tuple(_side(ground, gate, side, item, found) for side in mirror.sides)
        for s, side in enumerate(sides):
            gate.passed(f"/mirrors/{n}/sides/{s}/n", side.n)
            gate.passed(f"/mirrors/{n}/sides/{s}/score_100", side.score_100)
        yield MirrorScore(item.id, mirror.id, (sides[0], sides[1]))


def _side(ground: Ground, gate: Gate, side: Side, item: Item, found: Estimate) -> SideScore:
    shown = [name for name in side.functions if name in found.by_group and name != OTHER]
    if not shown or item.id in ground.hidden_items:
        gate.hidden(f"{item.id}/{side.id}", "UNDER_K")
        return SideScore(side.id, None, None)
    parts = [(found.by_group[name], float(found.n_by_group[name])) for name in shown]
    n = sum(found.n_by_group[name] for name in shown)
    return SideScore(side.id, n, weighted_mean(parts))
