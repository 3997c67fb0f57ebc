"""True sentences about one assessment, each with what it rests on, most telling first.

The rules stand in the questionnaire (``findings``); here is worked out what they compare. What the
consultant decides of the findings comes last. No rule claims more than the intervals allow.
"""

from __future__ import annotations

from maturity.story.findings.found import Finding
from maturity.story.findings.gaps import (
    SURE,
    Verdict,
    between_functions,
    gap_fields,
    upwards,
    verdict,
)
from maturity.story.findings.voice import KEY_MESSAGES, Silenced, unknown_edits, voiced
from maturity.story.findings.voice import silenced as _silenced
from maturity.story.story import Story

__all__ = [
    "SURE",
    "Finding",
    "Silenced",
    "Verdict",
    "between_functions",
    "caveats",
    "findings",
    "gap_fields",
    "key_messages",
    "silenced",
    "unknown_edits",
    "upwards",
    "verdict",
]


def findings(story: Story) -> tuple[Finding, ...]:
    """Return every finding, ranked: what to worry about, what to build on, how far to trust it."""
    return story.once(voiced)


def silenced(story: Story) -> tuple[Silenced, ...]:
    """Return the findings that the consultant leaves out, with the reason of each."""
    return story.once(_silenced)


def key_messages(story: Story) -> tuple[Finding, ...]:
    """Return the findings of the synthesis: at most three, caveats apart, pinned ones first.

    Each has a topic of its own and, where there are enough, speaks of a dimension of its own.
    """
    pinned = [each for each in findings(story) if each.pinned]
    by_topic: dict[str, Finding] = {}
    for each in findings(story):
        known = {one.dimension for one in (*pinned, *by_topic.values())}
        if _is_message(each) and (each.dimension is None or each.dimension not in known):
            by_topic.setdefault(each.topic, each)
    for each in findings(story):
        if _is_message(each):
            by_topic.setdefault(each.topic, each)
    chosen = sorted(by_topic.values(), key=lambda each: each.rank)
    first = list(by_topic.values())[: max(0, KEY_MESSAGES - len(pinned))]
    return tuple([*pinned, *(each for each in chosen if each in first)][:KEY_MESSAGES])


def _is_message(finding: Finding) -> bool:
    return finding.role == "message" and not finding.pinned


def caveats(story: Story) -> tuple[Finding, ...]:
    """Return the findings that tell how far the results can be trusted, gravest first."""
    found = findings(story)
    return tuple(each for each in found if each.role == "caveat" and not each.pinned)
