"""The assessment as one JSON document: the consultant's view, suppression already applied."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from maturity.assess import SCHEMA, Result, instrument_json
from maturity.finding_lines import findings_json
from maturity.story.advice import advice_json
from maturity.workshop import agreed_json

LATER = ("evidence", "network")  # what other voices than the respondents' will say


def assessment_json(result: Result) -> dict[str, Any]:
    """Return the assessment as published; what does not exist yet is null, with its reason."""
    plain, story = _scores(result), result.story()
    told, advice = findings_json(result), advice_json(story)
    agreed = agreed_json(story.edition)
    empty = (*LATER, *([] if agreed else ["judgement"]))
    return {
        "schema": SCHEMA,
        "organization": plain.pop("organization"),
        "wave": plain.pop("wave"),
        "instrument": instrument_json(result.intake.instrument),
        **plain,
        "findings": told["findings"],
        "silenced": told["silenced"],
        **advice,
        "judgement": {"agreed_levels": agreed},
        **dict.fromkeys(empty),
        "reasons": {
            **plain["reasons"],
            **{f"/{name}": "NOT_COMPUTED" for name in empty},
            **_without(told["findings"], "findings", "dimension", "WHOLE_ORGANIZATION"),
            **_without(advice["recommendations"], "recommendations", "finding", "SCORE_ALONE"),
        },
        "problems": [problem.to_json(result.intake.say) for problem in result.problems],
    }


def _scores(result: Result) -> dict[str, Any]:
    """Return the assessment itself, and in it who answered carelessly."""
    plain = asdict(result.assessment)
    for item in plain["items"]:
        if item["distribution"] is not None:
            item["distribution"] = {
                str(point): count for point, count in item["distribution"].items()
            }
    if plain["quality"]:  # in the consultant's document alone: who, beside how many
        found = result.careless().respondents if plain["quality"]["flagged"] else ()
        plain["quality"]["respondents"] = [
            {n: v for n, v in asdict(each).items() if n != "group"} for each in found
        ]
    return plain


def _without(many: list[dict[str, Any]], name: str, field: str, code: str) -> dict[str, str]:
    """Give the reason why some of a list have nothing in a field."""
    return {f"/{name}/{n}/{field}": code for n, each in enumerate(many) if each[field] is None}
