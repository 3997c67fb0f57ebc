"""Items: what was answered, and how the two sides of a mirror see the same item."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from maturity.instrument import Item, Mirror
from maturity.scores.estimate import estimate
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground, scored
from maturity.scores.groups import OTHER
from maturity.scores.levels import favourable
from maturity.scores.matrix import Floats
from maturity.scores.model import ItemScore, MirrorScore, SideScore
from maturity.scores.sides import Part, Sides
from maturity.scores.spread import SPREAD, item_spread
from maturity.scores.statistics import differences


def score_items(ground: Ground, gate: Gate) -> Iterator[ItemScore]:
    """Yield every item."""
    for n, item in enumerate(ground.instrument.items):
        yield _item(ground, gate, f"/items/{n}", item)


def _item(ground: Ground, gate: Gate, here: str, item: Item) -> ItemScore:
    column = ground.data.columns([item])[0]
    points = shown_points(ground, gate, item)
    answered = points[~np.isnan(points)]
    rate = gate.passed(f"{here}/dont_know_rate", ground.rates([column])[0])
    if len(answered) < ground.k or item.id in ground.hidden_items:
        code = ground.too_few(len(answered), [item])
        gate.hidden(item.id, code)
        gate.closed(here, ("mean", "distribution", "favourable", *SPREAD), code)
        return ItemScore(item.id, len(answered), None, None, rate, None)
    keyed = float(np.nanmean(np.where(np.isnan(points), np.nan, ground.data.keyed[:, column])))
    distribution = {point: int((answered == point).sum()) for point in item.scale.points}
    share = favourable(ground, item, points)
    alike = item_spread(gate, here, distribution)
    return ItemScore(
        item.id, len(answered), keyed, distribution, rate, None, favourable=share, **alike
    )


def shown_points(ground: Ground, gate: Gate, item: Item) -> Floats:
    """Return an item's points, without the few who answered a mirror meant for others.

    One salesperson who answers a question to marketing and IT would otherwise be the rest of
    two sides, and hide one of them. Where the item alone makes a dimension or a practice they
    stay, since the score, which counts them, would give away their answers.
    """
    data = ground.data
    points = data.points[:, data.columns([item])[0]]
    if not item.mirror or not item.functions or mirror_of(ground, item).attribute != "function":
        return points
    sides = {function for side in mirror_of(ground, item).sides for function in side.functions}
    inside = np.array([function in sides for function in data.functions], dtype=bool)
    rest = int((~np.isnan(points) & ~inside).sum())
    if not 0 < rest < ground.k or _is_alone(ground, item):
        return points
    gate.hidden(f"{item.id}/{OTHER}", "UNDER_K")
    shown: Floats = np.where(inside, points, np.nan)
    return shown


def _is_alone(ground: Ground, item: Item) -> bool:
    """Tell whether an item is all there is of a dimension's or a practice's score."""
    wholes = [each.items for each in ground.instrument.dimensions]
    wholes += [each.items for each in ground.instrument.practices]
    return any(scored(items) == (item,) for items in wholes)


def score_mirrors(ground: Ground, gate: Gate) -> Iterator[MirrorScore]:
    """Yield each mirror item as its sides see it."""
    for n, (item, percent, parts) in enumerate(mirrored(ground, gate)):
        sides = []
        for s, (part, side) in enumerate(zip(parts, mirror_of(ground, item).sides, strict=True)):
            if part is None:
                gate.hidden(f"{item.id}/{side.id}", "UNDER_K")
                sides.append(SideScore(side.id, None, None))
            else:
                mean = differences.sample(percent[list(part.rows)]).mean
                sides.append(SideScore(side.id, len(part.rows), mean))
            gate.passed(f"/mirrors/{n}/sides/{s}/n", sides[s].n)
            gate.passed(f"/mirrors/{n}/sides/{s}/score_100", sides[s].score_100)
        yield MirrorScore(item.id, item.mirror or "", (sides[0], sides[1]))


def mirrored(
    ground: Ground, gate: Gate
) -> Iterator[tuple[Item, Floats, tuple[Part | None, Part | None]]]:
    """Yield each mirror item with its keyed answers on 0..100 and the sides that may be shown."""
    for item in ground.instrument.items:
        if item.mirror:
            percent = ground.data.percent[:, ground.data.columns([item])[0]]
            percent = np.where(np.isnan(shown_points(ground, gate, item)), np.nan, percent)
            found = estimate(percent, ground.population)
            hidden = item.id in ground.hidden_items
            sides = Sides(ground, gate, item.id, found)
            yield item, percent, (None, None) if hidden else sides.of(mirror_of(ground, item))


def mirror_of(ground: Ground, item: Item) -> Mirror:
    """Return the mirror of a mirror item."""
    return next(each for each in ground.instrument.mirrors if each.id == item.mirror)
