"""The masked assessment as tidy pandas tables, for a consultant in JupyterLab.

>>> result.table("scores_by_dimension")                             # doctest: +SKIP

==========================  ====================================================================
scores_by_dimension         one row per dimension: score in scale points, the rest in 0..100
scores_by_practice          one row per practice
scores_by_group             one row per group and dimension; suppressed groups without score
scores_by_item              one row per item: mean in scale points after keying, rates 0..1
scores_by_side              one row per mirror item and side
answers_by_point            one row per item and point of its scale, as answered, before keying
participation_by_group      one row per group; no group: the whole organisation
problems_by_source          one row per problem of the files
==========================  ====================================================================

Numbers are full doubles; what is masked or cannot be computed is ``<NA>``, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from maturity.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from maturity.assess import Result

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
        "alpha": NUMBER,
        "omega": NUMBER,
        "agreement": NUMBER,
    },
    "scores_by_practice": {
        "dimension": TEXT,
        "practice": TEXT,
        "label": TEXT,
        "score_100": NUMBER,
        "n": COUNT,
    },
    "scores_by_group": {
        "group": TEXT,
        "dimension": TEXT,
        "score_100": NUMBER,
        "n": COUNT,
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
        "item_rest_correlation": NUMBER,
    },
    "scores_by_side": {
        "mirror": TEXT,
        "item": TEXT,
        "side": TEXT,
        "score_100": NUMBER,
        "n": COUNT,
    },
    "answers_by_point": {"item": TEXT, "point": COUNT, "label": TEXT, "count": COUNT},
    "participation_by_group": {"group": TEXT, "answered": COUNT, "invited": COUNT},
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


def _dimensions(result: Result) -> Iterator[Row]:
    labels = {each.id: each.label for each in result.intake.instrument.dimensions}
    for scored in result.assessment.dimensions:
        low, high = scored.interval or (None, None)
        label = labels[scored.id].in_language(result.intake.say.code)
        row = {"dimension": scored.id, "label": label, "low_100": low, "high_100": high}
        yield asdict(scored) | row


def _practices(result: Result) -> Iterator[Row]:
    labels = {each.id: each.label for each in result.intake.instrument.practices}
    for scored in result.assessment.practices:
        label = labels[scored.id].in_language(result.intake.say.code)
        yield asdict(scored) | {"practice": scored.id, "label": label}


def _groups(result: Result) -> Iterator[Row]:
    dimensions = [each.id for each in result.assessment.dimensions]
    for group in result.assessment.groups:
        for dimension in dimensions:
            yield {
                "group": group.id,
                "dimension": dimension,
                "score_100": group.dimensions.get(dimension),
                "n": group.n,
                "suppressed": group.suppressed,
            }


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
        yield asdict(scored) | asked


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


def _problems(result: Result) -> Iterator[Row]:
    yield from (problem.to_json(result.intake.say) for problem in result.problems)


_ROWS: Mapping[str, Callable[[Result], Iterator[Row]]] = {
    "scores_by_dimension": _dimensions,
    "scores_by_practice": _practices,
    "scores_by_group": _groups,
    "scores_by_item": _items,
    "scores_by_side": _sides,
    "answers_by_point": _points,
    "participation_by_group": _participation,
    "problems_by_source": _problems,
}
