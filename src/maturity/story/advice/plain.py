"""The advice as plain data, for the consultant's document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from maturity.instrument.knowledge import OWN
from maturity.story.advice.lift import paths, projection
from maturity.story.advice.model import Recommendation, Roadmap
from maturity.story.advice.recommend import firmness, recommendations
from maturity.story.advice.roadmap import roadmap
from maturity.story.story import Story


def advice_json(story: Story) -> dict[str, Any]:
    """Return ``recommendations``, ``firmness``, ``roadmap``, ``paths`` and ``what_if``.

    Texts are in the story's language; actions are named by id and, once, in full.
    """
    return {
        "recommendations": [_recommendation(story, each) for each in recommendations(story)],
        "firmness": firmness(story),
        "roadmap": _roadmap(roadmap(story)),
        "paths": [{**asdict(each), "practices": list(each.practices)} for each in paths(story)],
        "what_if": [
            {**asdict(each), "lifted": list(each.lifted), "assumption": True}
            for each in projection(story)
        ],
    }


def _recommendation(story: Story, each: Recommendation) -> dict[str, Any]:
    action = each.action
    numbers = (
        "rank", "practice", "dimension", "score_100", "target_100", "n", "gap", "weight",
        "confidence", "impact", "effort", "priority", "reason", "finding", "stable", "kept",
        "sensitivity",
    )  # fmt: skip
    return {
        "action": action.id,
        "title": story.text(action.title),
        **{name: getattr(each, name) for name in numbers},
        "target_stated": each.stated,
        "owner": action.owner,
        "horizon": action.horizon,
        "success": {
            "measure": story.text(action.success.measure),
            "target": story.text(action.success.target),
            "days": action.success.days,
        },
        "prerequisites": list(each.after),
        "enables": list(each.enables),
        "sources": [
            {"source": source, "nature": nature_of(story, source)} for source in action.sources
        ],
    }


def nature_of(story: Story, source: str) -> str | None:
    """Return what a source rests on: ``own``, ``opinion``, ``survey``, ``forecast`` or unknown."""
    if source == OWN:
        return OWN
    article, _, number = source.partition(":")
    line = (story.instrument.articles[article].lines or {}).get(int(number))
    return line.nature if line else None


def _roadmap(plan: Roadmap) -> dict[str, Any]:
    return {
        "status": plan.status,
        "value": plan.value,
        "explained": plan.explained,
        "periods": [asdict(each) for each in plan.periods],
        "scheduled": [
            {
                "action": each.recommendation.action.id,
                "start": each.start,
                "end": each.end,
                "until": each.until,
            }
            for each in plan.scheduled
        ],
        "left": [{"action": each.action.id, "reason": why} for each, why in plan.left],
    }
