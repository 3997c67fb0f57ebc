"""True sentences about one assessment, each with what it rests on, most telling first.

A rule yields findings or nothing. What counts as wide, high or low is the questionnaire's to
say (``thresholds``). No rule claims more than the intervals allow.
"""

from __future__ import annotations

from itertools import chain

from maturity.story.findings.found import Finding
from maturity.story.findings.gaps import (
    SURE,
    Verdict,
    between_functions,
    gap_fields,
    group_gaps,
    mirror_gaps,
    rating_gap,
    statement_gap,
    upwards,
    verdict,
)
from maturity.story.findings.standing import standing, strongest
from maturity.story.findings.trust import (
    careless,
    dont_know,
    dont_know_by_function,
    fragile,
    keying,
    participation,
    polarised,
    silent,
    weighting,
)
from maturity.story.story import Story

__all__ = [
    "SURE",
    "Finding",
    "Verdict",
    "between_functions",
    "caveats",
    "findings",
    "gap_fields",
    "key_messages",
    "upwards",
    "verdict",
]
KEY_MESSAGES = 3
# gravest first: what may be wrong, whom it does not speak for, what another choice would change
CAVEATS = (
    "keying",
    "participation",
    "silent",
    "careless",
    "weighting",
    "fragile",
    "dont_know_function",
    "polarised",
)
# told apart only as far as they say different things
_SAME = {
    "group_gap": "gap",
    "side_gap": "gap",
    "mirror_gap": "statement",
    "rating_gap": "statement",
}
_RULES = (
    standing,
    mirror_gaps,
    group_gaps,
    statement_gap,
    rating_gap,
    dont_know,
    strongest,
    keying,
    participation,
    silent,
    careless,
    weighting,
    fragile,
    dont_know_by_function,
    polarised,
)


def findings(story: Story) -> tuple[Finding, ...]:
    """Return every finding, ranked: what to worry about, what to build on, how far to trust it."""
    return tuple(chain.from_iterable(rule(story) for rule in _RULES))


def key_messages(story: Story) -> tuple[Finding, ...]:
    """Return the findings of the synthesis: at most three, of different kinds, caveats apart."""
    by_kind: dict[str, Finding] = {}
    for finding in findings(story):
        if finding.kind not in CAVEATS:
            by_kind.setdefault(_SAME.get(finding.kind, finding.kind), finding)
    return tuple(by_kind.values())[:KEY_MESSAGES]


def caveats(story: Story) -> tuple[Finding, ...]:
    """Return the findings that tell how far the results can be trusted, gravest first."""
    found = [each for each in findings(story) if each.kind in CAVEATS]
    return tuple(sorted(found, key=lambda each: CAVEATS.index(each.kind)))
