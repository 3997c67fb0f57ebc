"""Responses in, the masked :class:`~maturity.scores.model.Assessment` out; nothing small leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from maturity.instrument import FULL, Dimension, Instrument, Item, Level, Side
from maturity.responses import Responses
from maturity.scores import model
from maturity.scores.estimate import Estimate, composite, estimate, interval, weighted_mean
from maturity.scores.groups import OTHER
from maturity.scores.matrix import Floats, Matrix, matrix, respondent_scores
from maturity.scores.population import participation, populate
from maturity.scores.routing import too_telling

Value = TypeVar("Value")
_SCORES = ("score", "score_100", "level", "interval", "pooled_100")
_LATER = ("level_probability", "alpha", "omega", "agreement")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the engagement adds to the responses.

    ``roster`` is headcount by function, ``targets`` score_100 by dimension, of which ``own`` are
    the engagement's and the others those of its ``profiles``; ``by_headcount`` whether functions
    weigh by headcount instead of equally, ``k`` replaces the instrument's.
    """

    organization: str
    name: str
    wave: str
    fictional: bool = False
    roster: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    own: Collection[str] = ()
    profiles: tuple[str, ...] = ()
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


class _Scorer:
    def __init__(self, responses: Responses, instrument: Instrument, setting: Setting) -> None:
        self.responses, self.instrument, self.setting = responses, instrument, setting
        self.k = setting.k or instrument.rules.k_scores
        self.data: Matrix = matrix(responses, instrument)
        self.population = populate(
            self.data.functions, setting.roster, self.k, by_headcount=setting.by_headcount
        )
        self.enough = len(self.data.respondents) >= self.k
        self.reasons: dict[str, str] = {}
        self.log: list[model.Suppression] = []
        self.by_dimension = {d.id: self._estimate(d.scored_items) for d in instrument.dimensions}
        self.by_practice = {p.id: self._estimate(_scored(p.items)) for p in instrument.practices}
        self.hidden_items = self._too_telling()

    def assessment(self) -> model.Assessment:
        dimensions = tuple(
            self._dimension(n, dimension) for n, dimension in enumerate(self.instrument.dimensions)
        )
        self._log_merges()
        assessed = model.Assessment(
            organization=self.setting.organization,
            name=self.setting.name,
            wave=self.setting.wave,
            k=self.k,
            fictional=self.setting.fictional,
            respondents=self._respondents(),
            cells=self.responses.cells.to_json(),
            participation=tuple(self._participation()),
            overall=self._overall(),
            dimensions=dimensions,
            practices=tuple(self._practices()),
            groups=tuple(self._groups()),
            items=tuple(self._item(n, item) for n, item in enumerate(self.instrument.items)),
            mirrors=tuple(self._mirrors()),
            suppression_log=tuple(dict.fromkeys(self.log)),
            reasons=self.reasons,
            weighting="equal" if self.population.headcount is None else "headcount",
            profiles=self.setting.profiles,
            targets_from={
                dimension: "engagement" if dimension in self.setting.own else "profile"
                for dimension in self.setting.targets
            },
        )
        for n, each in enumerate(assessed.suppression_log):
            self._reasoned(f"/suppression_log/{n}/merged_into", each.merged_into, "NOT_MERGED")
        return assessed

    def _estimate(self, items: Sequence[Item]) -> Estimate:
        scores = respondent_scores(self.data, items, self.instrument.rules.min_answered)
        return estimate(scores, self.population)

    def _too_telling(self) -> set[str]:
        """Items to hide because only part of the people were asked them; see routing."""
        wholes = [
            *((d.scored_items, self.by_dimension[d.id]) for d in self.instrument.dimensions),
            *((_scored(p.items), self.by_practice[p.id]) for p in self.instrument.practices),
        ]
        return {
            items[column].id
            for items, found in wholes
            for column in too_telling(
                ~np.isnan(self.data.points[:, self.data.columns(items)]), found.strata, self.k
            )
        }

    def _reasoned(self, pointer: str, value: Value, code: str = "UNDER_K") -> Value:
        if value is None:
            self.reasons[pointer] = code
        return value

    def _too_few(self, n: int, items: Sequence[Item]) -> str:
        if not self.data.asked[:, self.data.columns(items)].any():
            return "NOT_ASKED"
        return "NO_ANSWER" if n == 0 and self.enough else "UNDER_K"

    def _hide(self, what: str, code: str) -> None:
        self.log.append(model.Suppression(what, code))

    def _respondents(self) -> model.Respondents:
        received = len(self.responses.respondents)
        included = len(self.data.respondents)
        by_group = self.population.counts if self.population.stated and self.enough else {}
        forms = Counter(each.form or FULL for each in self.responses.respondents if each.included)
        by_form = {form: forms[form] for form in sorted(forms)}
        return model.Respondents(received, included, received - included, by_group, by_form)

    def _participation(self) -> Iterator[model.Participation]:
        for n, row in enumerate(participation(self.population, self.setting.roster)):
            self._reasoned(f"/participation/{n}/group", row.group, "WHOLE_ORGANIZATION")
            why = self.population.invited.get(row.group)
            self._reasoned(f"/participation/{n}/invited", row.invited, str(why))
            yield row

    def _dimension(self, n: int, dimension: Dimension) -> model.DimensionScore:
        here, found = f"/dimensions/{n}", self.by_dimension[dimension.id]
        known, absent = self._rates(self.data.columns(dimension.scored_items))
        for name in _LATER:
            self.reasons[f"{here}/{name}"] = "NOT_COMPUTED"
        mean = found.mean
        points = None if mean is None else in_scale_points([mean], dimension)[0]
        if mean is None:
            code = self._too_few(found.n, dimension.scored_items)
            self._hide(dimension.id, code)
            self.reasons.update({f"{here}/{name}": code for name in _SCORES})
        else:
            self._reasoned(f"{here}/score", points, "NO_SHARED_SCALE")
        target = self.setting.targets.get(dimension.id)
        return model.DimensionScore(
            id=dimension.id,
            score=points,
            score_100=mean,
            level=None if mean is None else level_of(mean, self.instrument.levels),
            n=found.n,
            interval=self._interval(here, found),
            level_probability=None,
            pooled_100=found.pooled,
            dont_know_rate=self._reasoned(f"{here}/dont_know_rate", known),
            not_applicable_rate=self._reasoned(f"{here}/not_applicable_rate", absent),
            alpha=None,
            omega=None,
            agreement=None,
            target=self._reasoned(f"{here}/target", target, "NO_TARGET"),
        )

    def _interval(self, here: str, found: Estimate) -> model.Interval | None:
        if found.mean is None:
            return None
        result = interval(found)
        if isinstance(result, str):
            self.reasons[f"{here}/interval"] = result
            return None
        return result

    def _rates(self, columns: Sequence[int]) -> tuple[float | None, float | None]:
        """Return the share of *don't know* among what applies, and of *not applicable* among all.

        Both None when fewer than k people were asked something that applies to them.
        """
        asked = self.data.asked[:, columns]
        absent = self.data.not_applicable[:, columns] & asked
        unknown = self.data.dont_know[:, columns] & asked
        people = int((asked & ~absent).any(axis=1).sum())
        if people < self.k:
            return None, None
        left = int((asked & ~absent).sum())
        return int(unknown.sum()) / left, int(absent.sum()) / int(asked.sum())

    def _overall(self) -> model.Overall:
        """Average the dimensions by their weights; None if one has no score."""
        parts = [(self.by_dimension[d.id], d.weight) for d in self.instrument.dimensions]
        found = composite(parts, self.population)
        mean = found.mean
        if mean is None:
            code = "DIMENSION_MISSING" if self.enough else "UNDER_K"
            self._hide("overall", code)
            self.reasons.update({f"/overall/{name}": code for name in _SCORES})
            return model.Overall(None, None, None, found.n, None, None)
        scales = {d.shared_scale.id if d.shared_scale else None for d in self.instrument.dimensions}
        first = self.instrument.dimensions[0]
        points = in_scale_points([mean], first)[0] if len(scales) == 1 else None
        return model.Overall(
            score=self._reasoned("/overall/score", points, "NO_SHARED_SCALE"),
            score_100=mean,
            level=level_of(mean, self.instrument.levels),
            n=found.n,
            interval=self._interval("/overall", found),
            pooled_100=found.pooled,
        )

    def _practices(self) -> Iterator[model.PracticeScore]:
        for n, practice in enumerate(self.instrument.practices):
            items, found = _scored(practice.items), self.by_practice[practice.id]
            hidden = bool(items) and {item.id for item in items} <= self.hidden_items
            mean = None if hidden else found.mean
            code = self._too_few(found.n, items) if items else "NOT_SCORED"
            if mean is None and items:
                self._hide(practice.id, code)
            self._reasoned(f"/practices/{n}/score_100", mean, code)
            yield model.PracticeScore(practice.id, practice.dimension, mean, found.n)

    def _groups(self) -> Iterator[model.GroupScore]:
        """Yield published functions, then those that were merged away, which show nothing.

        *other* has no n of its own where functions are merged into it in one dimension only.
        """
        if not self.population.stated:
            return
        found = self.by_dimension
        counts = self.population.counts if self.enough else {}
        names = sorted({*counts, *(name for each in found.values() for name in each.by_group)})
        hidden = sorted(set(self.population.merged) - set(names))
        for n, name in enumerate([*names, *hidden]):
            scores = {id_: each.by_group.get(name) for id_, each in found.items()}
            for id_, value in scores.items():
                self._reasoned(f"/groups/{n}/dimensions/{id_}", value)
            code = "UNDER_K" if name in hidden else "MERGED_IN_PART"
            count = self._reasoned(f"/groups/{n}/n", counts.get(name), code)
            yield model.GroupScore(name, count, suppressed=name in hidden, dimensions=scores)

    def _log_merges(self) -> None:
        if not self.population.stated:
            return
        merges = [("", self.population.merged)]
        merges += [(f"{id_}/", each.merged) for id_, each in self.by_dimension.items()]
        self.log += [
            model.Suppression(f"{where}{name}", "UNDER_K", into)
            for where, merged in merges
            for name, into in merged.items()
            if name != into
        ]

    def _shown(self, item: Item) -> Floats:
        """Return an item's points, without the few who answered a mirror meant for others.

        One salesperson who answers a question to marketing and IT would otherwise be the rest of
        two sides, and hide one of them.
        """
        points = self.data.points[:, self.data.columns([item])[0]]
        mirror = next((each for each in self.instrument.mirrors if each.id == item.mirror), None)
        if mirror is None or not item.functions:
            return points
        sides = {function for side in mirror.sides for function in side.functions}
        inside = np.array([function in sides for function in self.data.functions], dtype=bool)
        rest = int((~np.isnan(points) & ~inside).sum())
        if not 0 < rest < self.k:
            return points
        self._hide(f"{item.id}/{OTHER}", "UNDER_K")
        shown: Floats = np.where(inside, points, np.nan)
        return shown

    def _item(self, n: int, item: Item) -> model.ItemScore:
        here, column = f"/items/{n}", self.data.columns([item])[0]
        points = self._shown(item)
        answered = points[~np.isnan(points)]
        rate = self._reasoned(f"{here}/dont_know_rate", self._rates([column])[0])
        self.reasons[f"{here}/item_rest_correlation"] = "NOT_COMPUTED"
        if len(answered) < self.k or item.id in self.hidden_items:
            code = self._too_few(len(answered), [item])
            self._hide(item.id, code)
            self.reasons.update({f"{here}/{name}": code for name in ("mean", "distribution")})
            return model.ItemScore(item.id, len(answered), None, None, rate, None)
        keyed = float(np.nanmean(np.where(np.isnan(points), np.nan, self.data.keyed[:, column])))
        distribution = {point: int((answered == point).sum()) for point in item.scale.points}
        return model.ItemScore(item.id, len(answered), keyed, distribution, rate, None)

    def _mirrors(self) -> Iterator[model.MirrorScore]:
        """Yield each mirror item as its sides see it; a side is its published functions."""
        mirrors = {mirror.id: mirror for mirror in self.instrument.mirrors}
        items = [item for item in self.instrument.items if item.mirror]
        for n, item in enumerate(items):
            percent = self.data.percent[:, self.data.columns([item])[0]]
            percent = np.where(np.isnan(self._shown(item)), np.nan, percent)
            found = estimate(percent, self.population)
            mirror = mirrors[item.mirror or ""]
            sides = tuple(self._side(side, item, found) for side in mirror.sides)
            for s, side in enumerate(sides):
                self._reasoned(f"/mirrors/{n}/sides/{s}/n", side.n)
                self._reasoned(f"/mirrors/{n}/sides/{s}/score_100", side.score_100)
            yield model.MirrorScore(item.id, mirror.id, (sides[0], sides[1]))

    def _side(self, side: Side, item: Item, found: Estimate) -> model.SideScore:
        shown = [name for name in side.functions if name in found.by_group and name != OTHER]
        if not shown or item.id in self.hidden_items:
            self._hide(f"{item.id}/{side.id}", "UNDER_K")
            return model.SideScore(side.id, None, None)
        parts = [(found.by_group[name], float(found.n_by_group[name])) for name in shown]
        n = sum(found.n_by_group[name] for name in shown)
        return model.SideScore(side.id, n, weighted_mean(parts))


def _scored(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.weight > 0)
