"""The masked assessment as tidy pandas tables, for a consultant in JupyterLab.

>>> result.table("scores_by_dimension")                             # doctest: +SKIP

==========================  ====================================================================
scores_by_dimension         one row per dimension: score in scale points, the rest in 0..100
scores_by_practice          one row per practice
scores_by_group             one row per group and dimension; suppressed groups without score
scores_by_item              one row per item: mean in scale points after keying, rates 0..1
scores_by_side              one row per mirror item and side
gaps                        one row per thing and two groups that are compared, in 0..100
answers_by_point            one row per item and point of its scale, as answered, before keying
participation_by_group      one row per group; no group: the whole organisation
quality_by_respondent       one row per response that looks careless: not masked, for you alone
problems_by_source          one row per problem of the files
==========================  ====================================================================

Numbers are full doubles; what is masked or cannot be computed is ``<NA>``, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from maturity.errors import UsageError
from maturity.scores import SIGNS

if TYPE_CHECKING:
    import pandas as pd

    from maturity.assess import Result
    from maturity.scores.model import DimensionScore

Row = dict[str, Any]
TEXT, NUMBER, COUNT, FLAG = "string", "Float64", "Int64", "boolean"

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "scores_by_dimension": {
        "dimension": TEXT,
        "label": TEXT,
        "score": NUMBER,
        "score_100": NUMBER,
        "low_100": NUMBER,
        "high_100": NUMBER,
        "level": COUNT,
        "n": COUNT,
        "pooled_100": NUMBER,
        "target": NUMBER,
        "dont_know_rate": NUMBER,
        "not_applicable_rate": NUMBER,
        "item_centred_100": NUMBER,
        "worst_100": NUMBER,
        "best_100": NUMBER,
        "level_probability": NUMBER,
        "likely_lowest": COUNT,
        "likely_highest": COUNT,
        "level_uncapped": COUNT,
        "capped_by": TEXT,
        "alpha": NUMBER,
        "alpha_low": NUMBER,
        "alpha_high": NUMBER,
        "omega": NUMBER,
        "agreement": NUMBER,
        "average_deviation": NUMBER,
        "sd": NUMBER,
        "rwg_j": NUMBER,
        "beyond_chance": COUNT,
        "polarised": COUNT,
        "between_functions": NUMBER,
        "without_careless_100": NUMBER,
    },
    "scores_by_practice": {
        "dimension": TEXT,
        "practice": TEXT,
        "label": TEXT,
        "score_100": NUMBER,
        "low_100": NUMBER,
        "high_100": NUMBER,
        "n": COUNT,
    },
    "scores_by_group": {
        "group": TEXT,
        "dimension": TEXT,
        "score_100": NUMBER,
        "low_100": NUMBER,
        "high_100": NUMBER,
        "n": COUNT,
        "n_group": COUNT,
        "dont_know_rate": NUMBER,
        "suppressed": FLAG,
    },
    "scores_by_item": {
        "dimension": TEXT,
        "practice": TEXT,
        "item": TEXT,
        "text": TEXT,
        "reverse": FLAG,
        "mean": NUMBER,
        "n": COUNT,
        "dont_know_rate": NUMBER,
        "favourable": NUMBER,
        "favourable_low": NUMBER,
        "favourable_high": NUMBER,
        "sd": NUMBER,
        "average_deviation": NUMBER,
        "consensus": NUMBER,
        "beyond_chance": FLAG,
        "polarised": FLAG,
        "rwg": NUMBER,
        "item_rest_correlation": NUMBER,
        "alpha_if_dropped": NUMBER,
    },
    "scores_by_side": {
        "mirror": TEXT,
        "item": TEXT,
        "side": TEXT,
        "score_100": NUMBER,
        "n": COUNT,
    },
    "gaps": {
        "kind": TEXT,
        "id": TEXT,
        "by": TEXT,
        "first": TEXT,
        "second": TEXT,
        "n_first": COUNT,
        "n_second": COUNT,
        "first_100": NUMBER,
        "second_100": NUMBER,
        "difference": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "effect_size": NUMBER,
        "effect_low": NUMBER,
        "effect_high": NUMBER,
        "cliffs_delta": NUMBER,
        "test": TEXT,
        "p": NUMBER,
        "p_adjusted": NUMBER,
        "family": TEXT,
        "finding": FLAG,
        "higher": TEXT,
    },
    "answers_by_point": {"item": TEXT, "point": COUNT, "label": TEXT, "count": COUNT},
    "participation_by_group": {
        "group": TEXT,
        "answered": COUNT,
        "invited": COUNT,
        "rate": NUMBER,
        "quiet": FLAG,
    },
    "quality_by_respondent": {
        "respondent": TEXT,
        "group": TEXT,
        "source": TEXT,
        "signs": TEXT,
        **dict.fromkeys(SIGNS, NUMBER),
    },
    "problems_by_source": {
        "source": TEXT,
        "severity": TEXT,
        "code": TEXT,
        "found": TEXT,
        "message": TEXT,
        "remedy": TEXT,
    },
}


def table(result: Result, name: str) -> pd.DataFrame:
    """Return one of the tables of :data:`COLUMNS`, with these columns in this order.

    Raises
    ------
    UsageError
        There is no such table; the known ones are listed.
    """
    if name not in COLUMNS:
        raise UsageError("table_unknown", name=name, known=", ".join(COLUMNS))
    import pandas as pd

    contract = COLUMNS[name]
    return pd.DataFrame(list(_ROWS[name](result)), columns=list(contract)).astype(dict(contract))


def _ends(interval: tuple[float, float] | None, low: str, high: str) -> Row:
    """Put both ends of an interval under their names."""
    return dict(zip((low, high), interval or (None, None), strict=True))


def _dimensions(result: Result) -> Iterator[Row]:
    labels = {each.id: each.label for each in result.intake.instrument.dimensions}
    quality = result.assessment.quality
    without = quality.without if quality else None
    for scored in result.assessment.dimensions:
        label = labels[scored.id].in_language(result.intake.say.code)
        yield {
            **asdict(scored),
            "dimension": scored.id,
            "label": label,
            **_ends(scored.interval, "low_100", "high_100"),
            **_ends(scored.silent_bounds, "worst_100", "best_100"),
            **_sureness(scored),
            "without_careless_100": (without or {}).get(scored.id),
        }


def _sureness(scored: DimensionScore) -> Row:
    """Return how probable the level is, and how far the items agree, of one dimension."""
    chances, likely = scored.level_probability, scored.likely_levels
    solid, spread = scored.reliability, scored.spread
    level = scored.level_uncapped or scored.level
    row: Row = {
        "level_probability": chances[level - 1] if chances and level else None,
        **_ends((likely[0], likely[-1]) if likely else None, "likely_lowest", "likely_highest"),
        **_ends(solid.alpha_interval if solid else None, "alpha_low", "alpha_high"),
    }
    if spread is not None:
        between = spread.between.share if spread.between else None
        camps = len(spread.polarised)
        row |= asdict(spread) | {"polarised": camps, "between_functions": between}
    return row


def _practices(result: Result) -> Iterator[Row]:
    labels = {each.id: each.label for each in result.intake.instrument.practices}
    for scored in result.assessment.practices:
        label = labels[scored.id].in_language(result.intake.say.code)
        ends = _ends(scored.interval, "low_100", "high_100")
        yield asdict(scored) | {"practice": scored.id, "label": label} | ends


def _groups(result: Result) -> Iterator[Row]:
    dimensions = [each.id for each in result.assessment.dimensions]
    for group in result.assessment.groups:
        for dimension in dimensions:
            yield {
                "group": group.id,
                "dimension": dimension,
                "score_100": group.dimensions.get(dimension),
                **_ends(group.intervals.get(dimension), "low_100", "high_100"),
                "n": group.n_by_dimension.get(dimension),
                "n_group": group.n,
                "dont_know_rate": group.dont_know_rates.get(dimension),
                "suppressed": group.suppressed,
            }


def _gaps(result: Result) -> Iterator[Row]:
    for gap in result.assessment.gaps:
        row = asdict(gap) | _ends(gap.interval, "low", "high")
        row |= _ends(gap.effect_interval, "effect_low", "effect_high")
        for name, pair in (("{}", gap.groups), ("n_{}", gap.n), ("{}_100", gap.scores_100)):
            row |= {name.format(side): each for side, each in zip(_SIDES, pair, strict=True)}
        yield row


_SIDES = ("first", "second")


def _items(result: Result) -> Iterator[Row]:
    items = {each.id: each for each in result.intake.instrument.items}
    for scored in result.assessment.items:
        item = items[scored.id]
        asked = {
            "dimension": item.dimension,
            "practice": item.practice,
            "item": item.id,
            "text": item.text.in_language(result.intake.say.code),
            "reverse": item.reverse,
        }
        known = scored.favourable
        share = {"favourable": known.share if known else None}
        ends = _ends(known.interval if known else None, "favourable_low", "favourable_high")
        yield asdict(scored) | asked | share | ends


def _sides(result: Result) -> Iterator[Row]:
    for scored in result.assessment.mirrors:
        for side in scored.sides:
            yield asdict(side) | {"mirror": scored.mirror, "item": scored.item}


def _points(result: Result) -> Iterator[Row]:
    items = {each.id: each for each in result.intake.instrument.items}
    for scored in result.assessment.items:
        scale = items[scored.id].scale
        for point in scale.points:
            label = scale.labels.get(point)
            yield {
                "item": scored.id,
                "point": point,
                "label": label.in_language(result.intake.say.code) if label else None,
                "count": scored.distribution.get(point, 0) if scored.distribution else None,
            }


def _participation(result: Result) -> Iterator[Row]:
    yield from (asdict(each) for each in result.assessment.participation)


def _quality(result: Result) -> Iterator[Row]:
    for person in result.careless().respondents:
        row = asdict(person)
        yield row | row["values"] | {"signs": ", ".join(person.signs)}


def _problems(result: Result) -> Iterator[Row]:
    yield from (problem.to_json(result.intake.say) for problem in result.problems)


_ROWS: Mapping[str, Callable[[Result], Iterator[Row]]] = {
    "scores_by_dimension": _dimensions,
    "scores_by_practice": _practices,
    "scores_by_group": _groups,
    "scores_by_item": _items,
    "scores_by_side": _sides,
    "gaps": _gaps,
    "answers_by_point": _points,
    "participation_by_group": _participation,
    "quality_by_respondent": _quality,
    "problems_by_source": _problems,
}
