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
    return pd.DataFrame(list(_rows(result, name)), columns=list(contract)).astype(dict(contract))


def _rows(result: Result, name: str) -> Iterator[Row]:
    if name in _FOR_THE_CONSULTANT:
        yield from _FOR_THE_CONSULTANT[name](result)
        return
    from maturity.story.tables import rows

    yield from (dict(row.values) for row in rows(result.story(), name))


def _quality(result: Result) -> Iterator[Row]:
    for person in result.careless().respondents:
        row = asdict(person)
        yield row | row["values"] | {"signs": ", ".join(person.signs)}


def _problems(result: Result) -> Iterator[Row]:
    yield from (problem.to_json(result.intake.say) for problem in result.problems)


_FOR_THE_CONSULTANT: Mapping[str, Callable[[Result], Iterator[Row]]] = {
    "quality_by_respondent": _quality,
    "problems_by_source": _problems,
}
