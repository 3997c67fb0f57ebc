"""Responses in, the masked :class:`~maturity.scores.model.Assessment` out; nothing small leaves here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from maturity.instrument import Dimension, Instrument, Item, Level, Side
from maturity.responses import Responses
from maturity.scores import model
from maturity.scores.estimate import Estimate, Population, estimate, headcounts, interval
from maturity.scores.groups import OTHER, merge_small, published
from maturity.scores.matrix import Floats, Matrix, matrix, respondent_scores

_LATER = ("level_probability", "alpha", "omega", "agreement")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the engagement adds to the responses.

    ``roster`` is headcount by function, ``targets`` score_100 by dimension, ``by_headcount``
    whether functions weigh by headcount instead of equally.
    """

    organization: str
    name: str
    wave: str
    fictional: bool = False
    roster: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    by_headcount: bool = False
    k: int | None = None


def score(responses: Responses, instrument: Instrument, setting: Setting) -> model.Assessment:
    """Score one organisation and wave.

    Returns
    -------
    Assessment
        Everything that may be published, and, by JSON pointer, why the rest is None.
    """
    return _Scorer(responses, instrument, setting).assessment()


def scores_by_respondent(
    responses: Responses, instrument: Instrument
) -> Iterator[tuple[str, str | None, dict[str, float | None]]]:
    """Yield every included respondent's id, function and dimension scores in scale points.

    A dimension whose items do not share one scale has no scale points: None.
    """
    data = matrix(responses, instrument)
    columns = {
        dimension.id: in_scale_points(
            respondent_scores(data, dimension.scored_items, instrument.rules.min_answered),
            dimension,
        )
        for dimension in instrument.dimensions
    }
    for n, respondent in enumerate(data.respondents):
        yield respondent, data.functions[n], {id_: values[n] for id_, values in columns.items()}


def in_scale_points(percent: Sequence[float] | Floats, dimension: Dimension) -> list[float | None]:
    """Turn 0..100 into points of the dimension's one scale; None where there is no such scale or score."""
    scale = dimension.shared_scale
    return [
        None
        if scale is None or np.isnan(each)
        else scale.min + float(each) / 100 * (scale.max - scale.min)
        for each in percent
    ]


def level_of(score_100: float, levels: Sequence[Level]) -> int:
    """Return the level 1..L; a score on a cut belongs to the upper level.

    Rounded to nine decimals first, since a mean that is exactly 40 may be stored as 39.999999999999993.

    >>> from maturity.instrument import Text
    >>> two = [Level(1, "low", Text(), Text(), 50), Level(2, "high", Text(), Text(), None)]
    >>> level_of(50 - 1e-12, two), level_of(49.9, two)
    (2, 1)
    """
    rounded = round(score_100, 9)
    return 1 + sum(level.below is not None and level.below <= rounded for level in levels)


class _Scorer:
    def __init__(self, responses: Responses, instrument: Instrument, setting: Setting) -> None:
        self.responses, self.instrument, self.setting = responses, instrument, setting
        self.k = setting.k or instrument.rules.k_scores
        self.data: Matrix = matrix(responses, instrument)
        self.merged = merge_small(self.data.functions, self.k)
        self.grouped = any(function is not None for function in self.data.functions)
        groups = published(self.data.functions, self.merged)
        sizes = headcounts(self.merged, setting.roster)
        counts = {name: groups.count(name) for name in set(groups)}
        self.counts = counts
        self.population = Population(
            groups=groups,
            k=self.k,
            headcount={name: size for name, size in sizes.items() if size >= counts.get(name, 0)},
            by_headcount=setting.by_headcount,
        )
        self.enough = len(self.data.respondents) >= self.k
        self.reasons: dict[str, str] = {}
        self.log: list[model.Suppression] = []

    def assessment(self) -> model.Assessment:
        by_dimension = {d.id: self._estimate(d.scored_items) for d in self.instrument.dimensions}
        dimensions = tuple(
            self._dimension(n, dimension, by_dimension[dimension.id])
            for n, dimension in enumerate(self.instrument.dimensions)
        )
        self._log_merges(by_dimension)
        return model.Assessment(
            organization=self.setting.organization,
            name=self.setting.name,
            wave=self.setting.wave,
            k=self.k,
            fictional=self.setting.fictional,
            respondents=self._respondents(),
            cells=self.responses.cells.to_json(),
            participation=tuple(self._participation()),
            overall=self._overall(dimensions, by_dimension),
            dimensions=dimensions,
            practices=tuple(self._practices()),
            groups=tuple(self._groups(by_dimension)),
            items=tuple(self._item(n, item) for n, item in enumerate(self.instrument.items)),
            mirrors=tuple(self._mirrors()),
            suppression_log=tuple(dict.fromkeys(self.log)),
            reasons=self.reasons,
        )

    def _estimate(self, items: Sequence[Item]) -> Estimate:
        scores = respondent_scores(self.data, items, self.instrument.rules.min_answered)
        return estimate(scores, self.population)

    def _respondents(self) -> model.Respondents:
        received = len(self.responses.respondents)
        included = len(self.data.respondents)
        shown = self.counts if self.grouped and self.enough else {}
        by_group = {name: shown[name] for name in sorted(shown)}
        return model.Respondents(received, included, received - included, by_group)

    def _participation(self) -> Iterator[model.Participation]:
        """The organisation first, then published groups, then invited functions nobody answered for."""
        roster = self.setting.roster
        invited = sum(roster.values()) if roster else None
        answered = len(self.data.respondents)
        yield model.Participation(None, answered, _at_least(invited, answered))
        if not (self.grouped and self.enough):
            return
        for name in sorted(self.counts):
            yield model.Participation(name, self.counts[name], self.population.headcount.get(name))
        for function in sorted(set(roster) - set(self.merged)):
            yield model.Participation(function, 0, roster[function])

    def _dimension(self, n: int, dimension: Dimension, found: Estimate) -> model.DimensionScore:
        here = f"/dimensions/{n}"
        rates = self._rates(self.data.columns(dimension.scored_items))
        for name in _LATER:
            self.reasons[f"{here}/{name}"] = "NOT_COMPUTED"
        mean = found.mean
        points = None if mean is None else in_scale_points([mean], dimension)[0]
        if mean is None:
            for name in ("score", "score_100", "level", "interval", "pooled_100"):
                self.reasons[f"{here}/{name}"] = (
                    "UNDER_K" if found.n or not self.enough else "NO_ANSWER"
                )
            self.log.append(model.Suppression(dimension.id, "UNDER_K"))
        elif points is None:
            self.reasons[f"{here}/score"] = "NO_SHARED_SCALE"
        return model.DimensionScore(
            id=dimension.id,
            score=points,
            score_100=mean,
            level=None if mean is None else level_of(mean, self.instrument.levels),
            n=found.n,
            interval=self._interval(here, found),
            level_probability=None,
            pooled_100=found.pooled,
            dont_know_rate=self._reasoned(f"{here}/dont_know_rate", rates[0]),
            not_applicable_rate=self._reasoned(f"{here}/not_applicable_rate", rates[1]),
            alpha=None,
            omega=None,
            agreement=None,
            target=self.setting.targets.get(dimension.id),
        )

    def _reasoned(self, pointer: str, value: float | None) -> float | None:
        if value is None:
            self.reasons[pointer] = "UNDER_K"
        return value

    def _interval(self, here: str, found: Estimate) -> model.Interval | None:
        if found.mean is None:
            return None
        sizes = headcounts(found.merged, self.population.headcount)
        result = interval(found.mean, found.shares, found.strata, sizes)
        if isinstance(result, str):
            self.reasons[f"{here}/interval"] = result
            return None
        return result

    def _rates(self, columns: Sequence[int]) -> tuple[float | None, float | None]:
        """Share of *don't know* among answers asked for minus not applicable, and of *not applicable*."""
        asked = self.data.asked[:, columns]
        absent = self.data.not_applicable[:, columns] & asked
        unknown = self.data.dont_know[:, columns] & asked
        people = int((asked & ~absent).any(axis=1).sum())
        if people < self.k:
            return None, None
        left = int((asked & ~absent).sum())
        return int(unknown.sum()) / left, int(absent.sum()) / int(asked.sum())

    def _overall(
        self, dimensions: Sequence[model.DimensionScore], found: Mapping[str, Estimate]
    ) -> model.Overall:
        """Weighted mean of the dimensions, None if one is; its error from the same respondents' shares."""
        n = sum(
            any(found[d.id].strata[i] for d in dimensions)
            for i in range(len(self.data.respondents))
        )
        weights = {d.id: d.weight for d in self.instrument.dimensions}
        total = sum(weights.values())
        if any(d.score_100 is None for d in dimensions):
            code = "DIMENSION_MISSING" if self.enough else "UNDER_K"
            for name in ("score", "score_100", "level", "interval", "pooled_100"):
                self.reasons[f"/overall/{name}"] = code
            return model.Overall(None, None, None, n, None, None)
        means = {d.id: (d.score_100 or 0.0, d.pooled_100 or 0.0) for d in dimensions}
        mean = sum(weights[id_] * each for id_, (each, _) in means.items()) / total
        pooled = sum(weights[id_] * each for id_, (_, each) in means.items()) / total
        scales = {d.shared_scale.id if d.shared_scale else None for d in self.instrument.dimensions}
        points = None
        if len(scales) == 1 and None not in scales:
            points = in_scale_points([mean], self.instrument.dimensions[0])[0]
        else:
            self.reasons["/overall/score"] = "NO_SHARED_SCALE"
        return model.Overall(
            score=points,
            score_100=mean,
            level=level_of(mean, self.instrument.levels),
            n=n,
            interval=self._interval("/overall", self._composite(mean, weights, found)),
            pooled_100=pooled,
        )

    def _composite(
        self, mean: float, weights: Mapping[str, float], found: Mapping[str, Estimate]
    ) -> Estimate:
        shares = sum(
            (weights[id_] * each.shares for id_, each in found.items()),
            start=np.zeros(len(self.data.respondents)),
        ) / sum(weights.values())
        counted = [any(each.strata[i] for each in found.values()) for i in range(len(shares))]
        groups = self.population.groups
        strata = [group if yes else None for group, yes in zip(groups, counted, strict=True)]
        same = {group: group for group in set(groups)}
        return Estimate(mean, None, sum(counted), {}, {}, same, strata, shares)

    def _practices(self) -> Iterator[model.PracticeScore]:
        for n, practice in enumerate(self.instrument.practices):
            items = [item for item in practice.items if item.weight > 0]
            found = self._estimate(items) if items else None
            mean = found.mean if found else None
            self._reasoned(f"/practices/{n}/score_100", mean)
            yield model.PracticeScore(
                practice.id, practice.dimension, mean, found.n if found else 0
            )

    def _groups(self, found: Mapping[str, Estimate]) -> Iterator[model.GroupScore]:
        """Published functions, then those that were merged away, which show nothing."""
        if not self.grouped:
            return
        shown = set(self.counts) if self.enough else set()
        names = sorted(shown | {name for each in found.values() for name in each.by_group})
        hidden = sorted(set(self.merged) - set(names))
        for n, name in enumerate([*names, *hidden]):
            scores = {id_: each.by_group.get(name) for id_, each in found.items()}
            for id_, value in scores.items():
                self._reasoned(f"/groups/{n}/dimensions/{id_}", value)
            count = self.counts.get(name) if name in shown else None
            if count is None:
                self.reasons[f"/groups/{n}/n"] = "UNDER_K"
            yield model.GroupScore(name, count, suppressed=name in hidden, dimensions=scores)

    def _log_merges(self, found: Mapping[str, Estimate]) -> None:
        if not self.grouped:
            return
        for merged, what in (
            (self.merged, ""),
            *((each.merged, id_) for id_, each in found.items()),
        ):
            for name, into in merged.items():
                if name != into:
                    self.log.append(
                        model.Suppression(f"{what}/{name}".lstrip("/"), "UNDER_K", into)
                    )

    def _item(self, n: int, item: Item) -> model.ItemScore:
        column = self.data.columns([item])[0]
        points = self.data.points[:, column]
        answered = points[~np.isnan(points)]
        rate = self._reasoned(f"/items/{n}/dont_know_rate", self._rates([column])[0])
        self.reasons[f"/items/{n}/item_rest_correlation"] = "NOT_COMPUTED"
        if len(answered) < self.k:
            for name in ("mean", "distribution"):
                self.reasons[f"/items/{n}/{name}"] = "UNDER_K"
            self.log.append(model.Suppression(item.id, "UNDER_K"))
            return model.ItemScore(item.id, len(answered), None, None, rate, None)
        keyed = float(np.nanmean(self.data.keyed[:, column]))
        distribution = {point: int((answered == point).sum()) for point in item.scale.points}
        return model.ItemScore(item.id, len(answered), keyed, distribution, rate, None)

    def _mirrors(self) -> Iterator[model.MirrorScore]:
        """Each mirror item as its two sides see it; a side is the union of its published functions."""
        mirrors = {mirror.id: mirror for mirror in self.instrument.mirrors}
        for item in self.instrument.items:
            if item.mirror is None:
                continue
            found = estimate(self.data.percent[:, self.data.columns([item])[0]], self.population)
            first, second = mirrors[item.mirror].sides
            sides = (self._side(first, found), self._side(second, found))
            yield model.MirrorScore(item.id, item.mirror, sides)

    def _side(self, side: Side, found: Estimate) -> model.SideScore:
        shown = [name for name in side.functions if name in found.by_group and name != OTHER]
        n = sum(found.n_by_group[name] for name in shown)
        if not shown:
            return model.SideScore(side.id, None, None)
        total = sum(found.n_by_group[name] * found.by_group[name] for name in shown)
        return model.SideScore(side.id, n, total / n)


def _at_least(invited: int | None, answered: int) -> int | None:
    """A roster smaller than the number of answers is wrong and says nothing about participation."""
    return invited if invited is not None and invited >= answered else None
