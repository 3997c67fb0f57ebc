"""How well a dimension's items hang together, and which of them look keyed the wrong way round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from maturity.errors import Param, Problem
from maturity.instrument import Dimension, Instrument, Item
from maturity.scores.by_item import shown_points
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.matrix import Floats, key_of
from maturity.scores.model import Assessment, DimensionScore, ItemScore, Reliability
from maturity.scores.seed import seed
from maturity.scores.statistics import omega, reliability
from maturity.scores.statistics.moments import Codes, Key, Moments, moments

_PAIR = 2
_MANY = 2000  # joint answers from which resampling tells no more than the normal distribution
_IN_DIMENSION = ("alpha", "omega", "reliability")
_IN_ITEM = ("item_rest_correlation", "alpha_if_dropped")


def cohere(
    ground: Ground, gate: Gate, dimensions: Sequence[DimensionScore], items: Sequence[ItemScore]
) -> tuple[tuple[DimensionScore, ...], tuple[ItemScore, ...]]:
    """Add to each dimension and item how it hangs together with the others.

    Over items that are published, and the answers these publish. An item of weight 0 is not in it;
    the other weights make no difference to it.
    """
    place = {item.id: n for n, item in enumerate(items)}
    masked = {
        each.id: gate.reasons[f"/items/{place[each.id]}/mean"]
        for each in items
        if each.mean is None
    }
    judged, changed = [], list(items)
    for n, dimension in enumerate(ground.instrument.dimensions):
        scored, here = dimensions[n], f"/dimensions/{n}"
        chosen = (
            gate.reasons[f"{here}/score_100"]
            if scored.score_100 is None
            else _choose(ground, _answers(ground, gate, dimension), masked)
        )
        judged.append(_dimension(ground, gate, here, scored, chosen))
        for item in dimension.items:
            where = place[item.id]
            changed[where] = _item(gate, f"/items/{where}", items[where], item, chosen)
    return tuple(judged), tuple(changed)


def doubtful_keys(assessment: Assessment, instrument: Instrument) -> Iterator[Problem]:
    """Yield a problem per dimension with items that surely contradict the rest of it."""
    labels = {each.id: each.label for each in instrument.dimensions}
    for each in assessment.dimensions:
        alarms = each.reliability.alarms if each.reliability else {}
        sure = [id_ for id_, share in alarms.items() if share >= instrument.thresholds["key_sure"]]
        if sure:
            params: dict[str, Param] = {"dimension": labels[each.id], "count": str(len(sure))}
            yield Problem(instrument.id, "KEY_DOUBTFUL", ", ".join(sure), params)


@dataclass(frozen=True, slots=True)
class _Answers:
    """Coded answers, people by items, with their sums."""

    items: tuple[Item, ...]
    codes: Codes
    key: Key
    sums: Moments

    def of(self, which: Sequence[int]) -> _Answers:
        """Return those to some of the items."""
        items = tuple(self.items[n] for n in which)
        return _Answers(items, self.codes.T[which].T, self.key.of(which), self.sums.of(which))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The items that can be judged, and the reason codes of the ``left`` ones.

    ``covariance`` is over pairs of answers, ``whole`` sums over people who answered all items;
    ``rests`` and ``dropped`` are the items' correlations with the rest, and alphas without them.
    """

    answers: _Answers
    left: Mapping[str, str]
    covariance: Floats
    whole: Moments
    rests: Mapping[str, float | str]
    dropped: Mapping[str, float | str]

    @property
    def n(self) -> int:
        """How many people answered all items."""
        return int(self.whole.counts[0, 0])


def _answers(ground: Ground, gate: Gate, dimension: Dimension) -> _Answers:
    """Return the answers to a dimension's scored items, without the strays of its mirrors."""
    items, data = dimension.scored_items, ground.data
    codes, key, sums = (
        data.codes.T[data.columns(items)],
        key_of(items),
        ground.moments[dimension.id],
    )
    kept = codes.copy()
    for n, item in enumerate(items):
        if item.mirror:
            kept[n, np.isnan(shown_points(ground, gate, item))] = 0
    if (kept != codes).any():
        sums = moments(kept.T, key)
    return _Answers(items, kept.T, key, sums)


def _choose(ground: Ground, answers: _Answers, masked: Mapping[str, str]) -> _Chosen | str:
    """Choose the items that enough people answered together, if as many answered all of them."""
    fewest = max(int(ground.instrument.thresholds["reliability_rows"]), ground.k)
    left = {item.id: masked[item.id] for item in answers.items if item.id in masked}
    shown = answers.of([n for n, item in enumerate(answers.items) if item.id not in left])
    if len(shown.items) < _PAIR:
        return "ONE_ITEM" if shown.items else "UNDER_K"
    if shown.sums.counts.max() < fewest:
        return "TOO_FEW_ROWS"
    inside, why = reliability.together(shown.sums, fewest)
    if len(inside) < _PAIR:
        return "NO_VARIANCE" if set(why.values()) == {"NO_VARIANCE"} else "TOO_FEW_ROWS"
    kept = shown.of(inside)
    whole = moments(kept.codes, kept.key, complete=True)
    if whole.counts[0, 0] < fewest:
        return "TOO_FEW_ROWS"
    left.update({shown.items[n].id: code for n, code in why.items()})
    same = reliability.comparable(kept.sums.covariance, kept.key.spans)
    names = [item.id for item in kept.items]
    rests = dict(zip(names, reliability.item_rest(same), strict=True))
    dropped = dict(zip(names, reliability.alpha_if_dropped(same), strict=True))
    return _Chosen(kept, left, same, whole, rests, dropped)


def _item(gate: Gate, here: str, scored: ItemScore, item: Item, chosen: _Chosen | str) -> ItemScore:
    if item.weight == 0:
        gate.closed(here, _IN_ITEM, "NOT_SCORED")
    elif isinstance(chosen, str):
        gate.closed(here, _IN_ITEM, chosen)
    elif item.id in chosen.left:
        gate.closed(here, _IN_ITEM, chosen.left[item.id])
    else:
        rest, without = chosen.rests[item.id], chosen.dropped[item.id]
        return replace(
            scored,
            item_rest_correlation=gate.known(f"{here}/item_rest_correlation", rest),
            alpha_if_dropped=gate.known(f"{here}/alpha_if_dropped", without),
        )
    return scored


def _dimension(
    ground: Ground, gate: Gate, here: str, scored: DimensionScore, chosen: _Chosen | str
) -> DimensionScore:
    if isinstance(chosen, str):
        gate.closed(here, _IN_DIMENSION, chosen)
        return scored
    covariance, rests = chosen.covariance, chosen.rests
    alpha = reliability.alpha(covariance)
    least = int(chosen.answers.sums.counts.min())
    between = alpha if isinstance(alpha, str) else reliability.feldt(alpha, least, len(rests))
    factor = _factor(chosen)
    low = ground.instrument.thresholds["item_rest_low"]
    inside = f"{here}/reliability"
    brown = reliability.spearman_brown(chosen.whole.covariance)
    return replace(
        scored,
        alpha=gate.known(f"{here}/alpha", alpha),
        omega=gate.known(f"{here}/omega", factor.omega),
        reliability=Reliability(
            n=chosen.n,
            n_pairwise=least,
            items=tuple(rests),
            left_out=chosen.left,
            alpha_interval=gate.known(f"{inside}/alpha_interval", between),
            omega_interval=gate.known(f"{inside}/omega_interval", factor.interval),
            spearman_brown=gate.known(f"{inside}/spearman_brown", brown),
            rmsea=gate.known(f"{inside}/rmsea", factor.rmsea),
            eigenvalue_ratio=gate.known(
                f"{inside}/eigenvalue_ratio", reliability.eigenvalue_ratio(covariance)
            ),
            weak=tuple(id_ for id_, r in rests.items() if isinstance(r, float) and 0 <= r < low),
            alarms=_alarms(ground, scored.id, chosen),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Factor:
    omega: float | str
    interval: tuple[float, float] | str
    rmsea: float | str


def _factor(chosen: _Chosen) -> _Factor:
    """Fit one factor to people who answered everything."""
    key, codes = chosen.answers.key, chosen.answers.codes
    same = reliability.comparable(chosen.whole.covariance, key.spans)
    found = omega.one_factor(same, chosen.n)
    if isinstance(found, str):
        return _Factor(found, found, found)
    people = codes[(codes > 0).all(axis=1)]
    people = people[np.lexsort(people.T)]  # matrix products round by place: so each has its own
    steps = people * key.signs + key.offsets - np.diag(chosen.whole.sums) / chosen.n
    return _Factor(
        found.omega, omega.interval(found, steps * (key.spans.max() / key.spans)), found.rmsea
    )


def _alarms(ground: Ground, dimension: str, chosen: _Chosen) -> dict[str, float]:
    """Return, by item that goes against the rest, how sure that is: 0..1."""
    rests, answers = chosen.rests, chosen.answers
    against = {id_: r for id_, r in rests.items() if isinstance(r, float) and r < 0}
    if not against:
        return {}
    least = int(answers.sums.counts.min())
    if least > _MANY:
        return {id_: reliability.surely_negative(r, least) for id_, r in against.items()}
    start = seed(ground, f"keys of {dimension}")
    shares = reliability.negative_share(answers.codes, answers.key, start)
    return {id_: float(shares[list(rests).index(id_)]) for id_ in against}
