"""How alike people answer: per item, per dimension, and who does not know, per function.

What is worked out here rests on answers that are published already: an item's counts by point as
they leave the gate, and the groups of a dimension as they do.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from maturity.instrument import Dimension, Item
from maturity.scores.cutoffs import cutoffs
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.groups import OTHER, merge_small, published
from maturity.scores.matrix import respondent_scores
from maturity.scores.model import Agreement, BetweenFunctions, DimensionScore, ItemScore
from maturity.scores.statistics import agreement

SPREAD = ("sd", "average_deviation", "consensus", "rwg", "beyond_chance", "polarised")


def item_spread(gate: Gate, here: str, distribution: Mapping[int, int]) -> dict[str, Any]:
    """Return, by name, the fields of an item that say how alike people answered it.

    Parameters
    ----------
    gate, here
        The way out, the item's JSON pointer.
    distribution : mapping
        Answers by point, every point of the scale, as published.
    """
    counts = np.array([[distribution[point] for point in sorted(distribution)]], dtype=np.int64)
    n, points = int(counts.sum()), counts.shape[1]
    deviation = float(agreement.average_deviation(counts)[0])
    told = agreement.beyond_chance(deviation, n, points)
    sd = float(agreement.standard_deviation(counts)[0])
    return {
        "sd": sd,
        "average_deviation": deviation,
        "consensus": float(agreement.consensus(counts)[0]),
        "rwg": agreement.rwg(agreement.variance_ratio(sd, points)),
        "beyond_chance": gate.known(f"{here}/beyond_chance", told),
        "polarised": bool(agreement.polarised(counts, **cutoffs("polarised"))[0]),
    }


def agree(
    ground: Ground, gate: Gate, dimensions: Sequence[DimensionScore], items: Iterable[ItemScore]
) -> tuple[DimensionScore, ...]:
    """Add to each dimension how alike its items, as published, were answered."""
    shown = {item.id: item for item in items if item.distribution is not None}
    return tuple(
        _agree(ground, gate, f"/dimensions/{n}", scored, shown)
        for n, scored in enumerate(dimensions)
    )


def _agree(
    ground: Ground, gate: Gate, here: str, scored: DimensionScore, shown: Mapping[str, ItemScore]
) -> DimensionScore:
    dimension = next(each for each in ground.instrument.dimensions if each.id == scored.id)
    pairs = [(shown[item.id], item) for item in dimension.scored_items if item.id in shown]
    if not pairs:
        gate.closed(here, ("agreement", "spread"), ground.too_few(scored.n, dimension.scored_items))
        return scored
    found = [item for item, _ in pairs]
    shared = dimension.shared_scale is not None
    if not shared:
        gate.closed(f"{here}/spread", ("average_deviation", "sd"), "NO_SHARED_SCALE")
    spread = Agreement(
        items=len(found),
        average_deviation=_mean(each.average_deviation for each in found) if shared else None,
        sd=_mean(each.sd for each in found) if shared else None,
        rwg_j=agreement.rwg_j([_ratio(item, each) for each, item in pairs]),
        beyond_chance=sum(each.beyond_chance is True for each in found),
        polarised=tuple(each.id for each in found if each.polarised),
        between=gate.known(f"{here}/spread/between", between_functions(ground, dimension)),
    )
    return replace(scored, agreement=_mean(each.consensus for each in found), spread=spread)


def _mean(values: Iterable[float | None]) -> float:
    known = [value for value in values if value is not None]
    return math.fsum(known) / len(known)


def _ratio(item: Item, scored: ItemScore) -> float:
    return agreement.variance_ratio(scored.sd or 0.0, len(item.scale.points))


def between_functions(ground: Ground, dimension: Dimension) -> BetweenFunctions | str:
    """Return which share of the differences between people lies between functions, or why not.

    Over functions published by name in the dimension, if there are enough of them with enough
    people; *other* is no function.
    """
    cuts, strata = cutoffs("between"), ground.by_dimension[dimension.id].strata
    least = ground.instrument.rules.min_answered
    scores = respondent_scores(ground.data, dimension.scored_items, least)
    people: dict[str, list[float]] = defaultdict(list)
    for stratum, score in zip(strata, scores.tolist(), strict=True):
        if stratum not in {None, OTHER}:
            people[str(stratum)].append(score)
    published_ = ground.by_dimension[dimension.id].by_group
    groups = [
        people[name]
        for name in sorted(people)
        if name in published_ and len(people[name]) >= cuts["people"]
    ]
    if len(groups) < cuts["groups"]:
        return "TOO_FEW_GROUPS"
    found = agreement.one_way(groups)
    if isinstance(found, str):
        return found
    reliability = 0.0 if isinstance(found.icc_2, str) else max(found.icc_2, 0.0)
    return BetweenFunctions(len(groups), max(found.icc_1, 0.0), found.icc_1, reliability)


def dont_know_rates(ground: Ground, dimension: Dimension) -> dict[str, float]:
    """Return, by published group, the share of *don't know* in what applied to its people.

    Groups are those of the dimension's scores. Whoever was asked and has no score counts with
    their group if it is published, else with *other*; a group of fewer than k people asked joins
    *other*, and so on, so that no group, nor the rest of all, is fewer than k people.

    Returns
    -------
    dict
        Rates 0..1; empty when fewer than k people were asked anything that applies to them.
    """
    data, found = ground.data, ground.by_dimension[dimension.id]
    columns = data.columns(dimension.scored_items)
    applies = data.asked[:, columns] & ~data.not_applicable[:, columns]
    left = applies.sum(axis=1)
    unknown = (data.dont_know[:, columns] & data.asked[:, columns]).sum(axis=1)
    people = np.flatnonzero(left).tolist()
    shown = {group: name for group, name in found.merged.items() if name in found.by_group}
    labels = [shown.get(ground.population.groups[n], OTHER) for n in people]
    names = published(labels, merge_small(labels, ground.k))
    if len(people) < ground.k:
        return {}
    asked, told = dict.fromkeys(sorted(set(names)), 0), dict.fromkeys(names, 0)
    for n, name in zip(people, names, strict=True):
        asked[name] += int(left[n])
        told[name] += int(unknown[n])
    return {name: told[name] / asked[name] for name in asked}
