"""What ``maturity findings`` prints: each finding, what put it there, how to put it otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from maturity.assess import Result
from maturity.engagement import DECISIONS
from maturity.instrument.yamlwrite import as_yaml
from maturity.story import Finding, Story, findings
from maturity.story.edition import AUDIENCES
from maturity.story.findings import silenced, unknown_edits
from maturity.story.noted import numbers_of
from maturity.traced import cells


def finding_lines(result: Result, audience: str = "") -> Iterator[str]:
    """Yield every finding with its reason and sources, those left out, and a block to paste."""
    story, say = _story(result, audience), result.intake.say
    told = findings(story)
    for each in told:
        yield say("findings.line.finding", rank=each.rank, id=each.id)
        yield from _about(story, each)
    for out in silenced(story):
        yield say("findings.line.silenced", id=out.finding.id, reason=out.reason)
    if not told:
        yield say("findings.line.none")
        return
    yield ""
    yield say("findings.line.paste", file=DECISIONS)
    yield ""
    yield from paste(story, told).splitlines()


def finding_remarks(result: Result, audience: str = "") -> tuple[str, ...]:
    """Return what of the consultant's decisions has no effect: for standard error."""
    return unknown_edits(_story(result, audience))


def findings_json(result: Result, audience: str = "") -> dict[str, Any]:
    """Return the same as one JSON document: findings with their cells, and those left out."""
    story = _story(result, audience)
    return {
        "findings": [as_json(result, each) for each in findings(story)],
        "silenced": [
            {**as_json(result, each.finding), "reason": each.reason} for each in silenced(story)
        ],
        "remarks": list(unknown_edits(story)),
    }


def as_json(result: Result, finding: Finding) -> dict[str, Any]:
    """Return a finding with the cells behind it: for the consultant's documents alone."""
    return {**asdict(finding), "numbers": dict(finding.numbers), "cells": cells(result, finding)}


def paste(story: Story, told: tuple[Finding, ...]) -> str:
    """Return every finding as ``decisions.yaml`` would reword it, its numbers as they are now."""
    reworded = [
        {
            "finding": each.id,
            "sentence": {story.say.code: each.sentence},
            "numbers": dict(numbers_of(each)),
        }
        for each in told
        if each.origin == "rule"
    ]
    return as_yaml({"reworded_findings": reworded}) if reworded else ""


def _story(result: Result, audience: str) -> Story:
    """Return what is told an audience; the consultant, who names none, is told everything."""
    return result.story(audience or AUDIENCES[0])


def _about(story: Story, finding: Finding) -> Iterator[str]:
    say = story.say
    yield say("findings.line.part", text=finding.sentence)
    for text in (finding.caveat, finding.changed, finding.why):
        if text:
            yield say("findings.line.part", text=text)
    if finding.rests_on:
        yield say("findings.line.sources", sources=story.joined(finding.rests_on))
