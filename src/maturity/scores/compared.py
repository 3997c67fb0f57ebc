"""One figure in two waves, over the same questions and the same groups; not yet masked."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from maturity.instrument import Item
from maturity.scores.estimate import Estimate, weighted_mean
from maturity.scores.ground import Ground
from maturity.scores.groups import OTHER
from maturity.scores.matching import Matched, Moved
from maturity.scores.matrix import Floats, respondent_scores
from maturity.scores.population import headcounts
from maturity.scores.statistics.intervals import Sampled, Stratum, sampled
from maturity.scores.statistics.waves import (
    PAIRED,
    Difference,
    Known,
    d_av,
    d_z,
    decomposition,
    difference,
    stratified,
)

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Waves:
    """Two waves side by side; ``finite`` whether exactly the people invited are meant."""

    before: Ground
    after: Ground
    k: int
    matched: Matched
    answers: tuple[Sequence[bytes], Sequence[bytes]]
    finite: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One wave of a figure: people's scores, what each adds to its error, who is in which group.

    ``parts[i]`` is ``W_g (x_i - mean_g) / n_g``, 0 for whom ``groups`` gives None; ``sizes`` holds
    N of each group, None where it is not known; ``weights`` are the W_g, together 1.
    """

    scores: Floats
    parts: Floats
    groups: tuple[str | None, ...]
    sizes: Mapping[str, int | None]
    weights: Mapping[str, float]

    def rows(self, name: str) -> list[int]:
        """Return the rows of a group."""
        return [row for row, group in enumerate(self.groups) if group == name]

    @property
    def names(self) -> list[str]:
        """The groups, in alphabetical order."""
        return sorted({name for name in self.groups if name is not None})

    @property
    def n(self) -> int:
        """How many people count."""
        return sum(name is not None for name in self.groups)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure in two waves.

    ``scores_100`` as each wave weighs its groups; ``within`` is what people changed, ``mix`` what
    the groups' weights did; ``pooled`` are the plain means of people with the same two parts.
    ``merged`` says under which name each function counts, ``by_group`` holds both means of each.
    """

    before: Side
    after: Side
    scores_100: Pair
    within: float
    mix: float
    pooled: tuple[float, float, float, float]
    merged: Mapping[str, str]
    by_group: Mapping[str, Pair]


def compare_items(
    waves: Waves, asked: tuple[Sequence[Item], Sequence[Item]], found: tuple[Estimate, Estimate]
) -> Compared | str:
    """Compare one dimension by the items that both waves asked.

    Who has a score in their wave is compared by the common items they answered, be they few: so the
    people here are those of the wave's own report, and no difference of the two is about a few.

    Parameters
    ----------
    waves : Waves
        Both waves.
    asked : two sequences of Item
        The common items as each wave has them.
    found : two of Estimate
        The dimension as each wave publishes it, with all its items.

    Returns
    -------
    Compared or str
        A reason code when fewer than k people would be shown, or make the difference.
    """
    grounds = (waves.before, waves.after)
    scores = tuple(
        respondent_scores(ground.data, items, min_answered=0)
        for ground, items in zip(grounds, asked, strict=True)
    )
    for values, published in zip(scores, found, strict=True):
        if published.mean is None or _few_left(values, published, waves.k):
            return "UNDER_K"
    moved = Moved(waves.matched, (scores[0], scores[1]), waves.answers)
    merged = _merge(waves, moved, found)
    if isinstance(merged, str):
        return merged
    return _figure(grounds, (scores[0], scores[1]), merged)


def _few_left(scores: Floats, published: Estimate, k: int) -> bool:
    """Tell whether fewer than k of a published group have no score by the common items.

    Their answers would be the difference of two published means. Who has a score by the common
    items alone, and none in the wave's own report, is left out here.
    """
    inside = np.array([name is not None for name in published.strata], dtype=bool)
    scores[~inside] = np.nan
    left = [name for name, x in zip(published.strata, scores, strict=True) if name and np.isnan(x)]
    return any(0 < left.count(name) < k for name in set(left))


def _merge(waves: Waves, moved: Moved, found: tuple[Estimate, Estimate]) -> dict[str, str] | str:
    """Decide under which name each function is compared.

    A function that one wave merges, has fewer than k people in one wave, or in which fewer than k
    people (but some) make the difference, goes to *other*; the next smallest joins until *other* is
    large enough too. So every group here is a union of published groups of both waves.
    """
    grounds = (waves.before, waves.after)
    merged = {
        function
        for ground, published in zip(grounds, found, strict=True)
        for function, group in ground.population.merged.items()
        if published.merged.get(group, group) == OTHER
    }
    rows = [_rows(ground, x) for ground, x in zip(grounds, moved.scores, strict=True)]
    functions = sorted({*rows[0], *rows[1]})

    def why(names: Sequence[str]) -> str | None:
        first, second = ([row for name in names for row in side.get(name, ())] for side in rows)
        if min(len(first), len(second)) < waves.k:
            return "UNDER_K"
        return "TOO_FEW_DIFFER" if 0 < moved.count(first, second) < waves.k else None

    merged |= {name for name in functions if why([name])}
    waiting = [name for name in functions if name not in merged]
    waiting.sort(key=lambda name: (min(len(side.get(name, ())) for side in rows), name))
    while (merged & {*functions}) and why(sorted(merged)) and waiting:
        merged.add(waiting.pop(0))
    code = why(sorted(merged)) if merged & {*functions} else None
    if code is not None:
        return code
    return {name: OTHER if name in merged else name for name in functions}


def _rows(ground: Ground, scores: Floats) -> dict[str, list[int]]:
    """Return the rows of the people of each function who have a score."""
    rows: dict[str, list[int]] = {}
    for row, function in enumerate(ground.data.functions):
        if not np.isnan(scores[row]):
            rows.setdefault(function or OTHER, []).append(row)
    return rows


def _figure(
    grounds: tuple[Ground, Ground], scores: tuple[Floats, Floats], merged: Mapping[str, str]
) -> Compared:
    groups = [
        tuple(
            None if np.isnan(x) else merged[function or OTHER]
            for x, function in zip(values, ground.data.functions, strict=True)
        )
        for ground, values in zip(grounds, scores, strict=True)
    ]
    names = sorted({name for name in groups[0] if name})
    means: list[dict[str, float]] = []
    counts: list[dict[str, int]] = []
    for values, labels in zip(scores, groups, strict=True):
        rows = {name: [row for row, label in enumerate(labels) if label == name] for name in names}
        counts.append({name: len(rows[name]) for name in names})
        means.append({name: math.fsum(values[rows[name]]) / len(rows[name]) for name in names})
    weights = _weights(grounds, merged, names)
    middle = {name: (weights[0][name] + weights[1][name]) / 2 for name in names}
    shares = [{name: n / sum(each.values()) for name, n in each.items()} for each in counts]

    def both(values: Sequence[Mapping[str, float]]) -> list[Pair]:
        return [(values[0][name], values[1][name]) for name in names]

    sides = [
        Side(
            values,
            _parts(values, labels, mean, count, middle),
            labels,
            _sizes(ground, merged),
            middle,
        )
        for values, labels, mean, count, ground in zip(
            scores, groups, means, counts, grounds, strict=True
        )
    ]
    whole = [_mean(mean, weight) for mean, weight in zip(means, weights, strict=True)]
    plain = [_mean(mean, share) for mean, share in zip(means, shares, strict=True)]
    within, mix = decomposition(both(weights), both(means))
    return Compared(
        before=sides[0],
        after=sides[1],
        scores_100=(whole[0], whole[1]),
        within=within,
        mix=mix,
        pooled=(plain[0], plain[1], *decomposition(both(shares), both(means))),
        merged=merged,
        by_group=dict(zip(names, both(means), strict=True)),
    )


def _mean(means: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return weighted_mean((means[name], weights[name]) for name in means)


def _parts(
    scores: Floats,
    groups: Sequence[str | None],
    means: Mapping[str, float],
    counts: Mapping[str, int],
    weights: Mapping[str, float],
) -> Floats:
    return np.array(
        [
            weights[name] * (x - means[name]) / counts[name] if name else 0.0
            for x, name in zip(scores, groups, strict=True)
        ]
    )


def _weights(
    grounds: tuple[Ground, Ground], merged: Mapping[str, str], names: Sequence[str]
) -> list[dict[str, float]]:
    """Return what each group weighs in each wave: headcounts where both waves go by them."""
    known = [_union(each, each.population.headcount or {}, merged) for each in grounds]
    if all(names == sorted(each) for each in known):
        return [{name: heads[name] / sum(heads.values()) for name in names} for heads in known]
    return [dict.fromkeys(names, 1 / len(names))] * 2


def _union(
    ground: Ground, of_groups: Mapping[str, int], merged: Mapping[str, str]
) -> dict[str, int]:
    """Add up a number of each published group of a wave over the groups compared here."""
    into = {
        group: merged[function]
        for function, group in ground.population.merged.items()
        if function in merged
    }
    return headcounts(into, of_groups)


def _sizes(ground: Ground, merged: Mapping[str, str]) -> dict[str, int | None]:
    known = _union(ground, ground.population.sizes, merged)
    return {name: known.get(name) for name in set(merged.values())}


def together(waves: Waves, figures: Sequence[tuple[Compared, float]]) -> Compared:
    """Average several figures of the same people by weights, as the overall score does.

    What one person adds to the error of several dimensions is added up first. Functions merged in
    one dimension are one group here; people's scores are the mean of those they have.
    """
    total = math.fsum(weight for _, weight in figures)
    weights = [weight / total for _, weight in figures]
    every = [figure for figure, _ in figures]
    joined = {
        name: OTHER if any(each.merged.get(name) == OTHER for each in every) else name
        for name in {name for each in every for name in each.merged}
    }

    def mean(values: Sequence[float]) -> float:
        return math.fsum(w * x for w, x in zip(weights, values, strict=True))

    pooled = [mean([each.pooled[n] for each in every]) for n in range(4)]
    return Compared(
        before=_joined(waves.before, [each.before for each in every], weights, joined),
        after=_joined(waves.after, [each.after for each in every], weights, joined),
        scores_100=(
            weighted_mean((each.scores_100[0], weight) for each, weight in figures),
            weighted_mean((each.scores_100[1], weight) for each, weight in figures),
        ),
        within=mean([each.within for each in every]),
        mix=mean([each.mix for each in every]),
        pooled=(pooled[0], pooled[1], pooled[2], pooled[3]),
        merged=joined,
        by_group={},
    )


def _joined(
    ground: Ground, sides: Sequence[Side], weights: Sequence[float], joined: Mapping[str, str]
) -> Side:
    known = np.array([[name is not None for name in each.groups] for each in sides], dtype=bool)
    heights = np.where(known, np.array([each.scores for each in sides]), 0.0)
    column = np.array(weights)[:, None]
    totals = (column * known).sum(axis=0)
    scores = (column * heights).sum(axis=0) / np.where(totals > 0, totals, np.nan)
    parts = (column * np.array([each.parts for each in sides])).sum(axis=0)
    groups = tuple(
        joined[function or OTHER] if counts else None
        for function, counts in zip(ground.data.functions, (totals > 0).tolist(), strict=True)
    )
    shares: dict[str, float] = {}
    for side, weight in zip(sides, weights, strict=True):
        for name, share in side.weights.items():
            into = joined.get(name, name)
            shares[into] = shares.get(into, 0.0) + weight * share
    return Side(scores, parts, groups, _sizes(ground, joined), shares)


def change_of(waves: Waves, figure: Compared) -> Difference | str:
    """Return the change within groups with its standard error, group by group, then added up."""
    parts = []
    for name in figure.before.names:
        first, second = figure.before.rows(name), figure.after.rows(name)
        pairs = np.array(waves.matched.inside(first, second), dtype=np.intp).reshape(-1, 2)
        left = len(first) * figure.before.parts[first]
        right = len(second) * figure.after.parts[second]
        part = difference(left, right, pairs, known_in(waves, figure, name))
        if isinstance(part, str):
            return part
        parts.append((1.0, part))
    return replace(stratified(parts), mean=figure.within)


def known_in(waves: Waves, figure: Compared, name: str) -> Known:
    """Return N of a group in both waves where these people are meant, else nothing."""
    if not waves.finite:
        return Known()
    return Known(figure.before.sizes.get(name), figure.after.sizes.get(name))


def of_group(waves: Waves, figure: Compared, name: str) -> Difference | str:
    """Return the change of one group."""
    first, second = figure.before.rows(name), figure.after.rows(name)
    pairs = np.array(waves.matched.inside(first, second), dtype=np.intp).reshape(-1, 2)
    values = figure.before.scores[first], figure.after.scores[second]
    return difference(*values, pairs, known_in(waves, figure, name))


def known_as(waves: Waves, side: Side, mean: float) -> Sampled | str:
    """Return the t distribution of one wave's score."""
    strata = []
    for name in side.names:
        rows = side.rows(name)
        size = side.sizes.get(name) if waves.finite else None
        unasked = 1 - len(rows) / size if size else 1.0
        squares = math.fsum(side.parts[rows] ** 2)
        strata.append(Stratum(len(rows), squares, unasked, side.weights[name]))
    return sampled(mean, strata)


def effects(waves: Waves, figure: Compared, found: Difference) -> tuple[float | str, float | str]:
    """Return the change in standard deviations of people's scores, d_av, and of changes, d_z.

    d_z only when everybody is in both waves: over matched people alone it would, beside the scores
    of all, tell of the few who are in one wave only.
    """
    rows = [
        [row for row, name in enumerate(side.groups) if name]
        for side in (figure.before, figure.after)
    ]
    values = figure.before.scores[rows[0]], figure.after.scores[rows[1]]
    of_scores = d_av(found.mean, *values)
    if found.method != PAIRED:
        return of_scores, "NOT_ALL_MATCHED"
    pairs = np.array(waves.matched.inside(rows[0], rows[1]), dtype=np.intp)
    return of_scores, d_z(values[0][pairs[:, 0]], values[1][pairs[:, 1]])
