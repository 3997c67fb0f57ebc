"""The floor under critical items: what a dimension's level may be while one of them is low."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from maturity.instrument import Critical, Dimension, Item
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.model import DimensionScore, ItemScore


def cap_levels(
    ground: Ground, gate: Gate, dimensions: Sequence[DimensionScore], items: Sequence[ItemScore]
) -> tuple[DimensionScore, ...]:
    """Return every dimension, its level capped where a critical item's mean is under the floor.

    Judged by published means alone: an item that is masked caps nothing, so that no level tells
    what its mean would have. The score and the probabilities of levels stay as they were.
    """
    means = {each.id: each.mean for each in items}
    floor = ground.instrument.rules.critical
    asked = ground.instrument.dimensions
    return tuple(
        _capped(gate, f"/dimensions/{n}", each, floor, _under(dimension, means, floor))
        for n, (dimension, each) in enumerate(zip(asked, dimensions, strict=True))
    )


def _capped(
    gate: Gate, here: str, scored: DimensionScore, floor: Critical | None, lowest: str | None
) -> DimensionScore:
    if scored.level is None:
        gate.closed(here, ("level_uncapped", "capped_by"), gate.reasons[f"{here}/level"])
        return scored
    if floor is None or lowest is None or scored.level <= floor.level:
        gate.passed(f"{here}/capped_by", None, "NOT_CAPPED")
        return replace(scored, level_uncapped=scored.level)
    return replace(scored, level=floor.level, level_uncapped=scored.level, capped_by=lowest)


def _under(
    dimension: Dimension, means: Mapping[str, float | None], floor: Critical | None
) -> str | None:
    """Return the lowest critical item under the floor, the first asked of equal ones."""
    if floor is None:
        return None
    critical = [item for item in dimension.scored_items if item.critical]
    low = {item.id: p for item in critical if (p := _percent(item, means)) < floor.below}
    return min(low, key=lambda id_: low[id_], default=None)


def _percent(item: Item, means: Mapping[str, float | None]) -> float:
    """Return a published mean on 0..100, to nine decimals as levels are cut; 100 if masked."""
    mean = means[item.id]
    if mean is None:
        return 100.0
    return round((mean - item.scale.min) / (item.scale.max - item.scale.min) * 100, 9)
