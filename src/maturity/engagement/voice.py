"""What ``decisions.yaml`` says of the findings: which come first, which not at all, in what words.

Whether an id can be one at all is told here, with its line; whether these results have such a
finding is told once they are known (:func:`maturity.story.findings.unknown_edits`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from maturity.engagement.schema import DecisionsYaml, WordedYaml, as_text
from maturity.errors import Complaint
from maturity.instrument import Instrument
from maturity.instrument.yamlfile import Document, Where

if TYPE_CHECKING:
    from maturity.story.edition import Reworded, Voice

_NAMED = ("reworded_findings", "added_findings")


def voice_of(decisions: DecisionsYaml, wave: str) -> Voice:
    """Return what the consultant makes of the findings of a wave."""
    from maturity.story.edition import Voice

    return Voice(
        pinned=tuple(dict.fromkeys(decisions.pinned_findings)),
        silenced=decisions.silenced_findings,
        reworded=tuple(_worded(decisions.reworded_findings, wave)),
        added=tuple(_worded(decisions.added_findings, wave)),
    )


def _worded(stated: Iterable[WordedYaml], wave: str) -> Iterator[Reworded]:
    """Yield words for a wave; those for it alone take the place of those for any."""
    from maturity.story.edition import Reworded

    of_wave = sorted((each for each in stated if each.wave in {"", wave}), key=lambda e: e.wave)
    for each in {one.finding: one for one in of_wave}.values():
        yield Reworded(each.finding, as_text(each.sentence), each.numbers, each.dimension or None)


def strange_words(
    decisions: DecisionsYaml, instrument: Instrument, document: Document
) -> Iterator[Complaint]:
    """Yield what no results could ever have, or say: findings, dimensions, numbers, silence."""
    added = {each.finding for each in decisions.added_findings}
    for where, id_ in _ids(decisions):
        if id_ not in added and not _can_be(instrument, id_):
            kinds = dict.fromkeys(rule.kind for rule in instrument.findings)
            fields = {"value": id_, "known": ", ".join((*kinds, *added))}
            yield Complaint(document.place(where), "finding_unknown", fields)
    yield from _decided_twice(decisions, document)
    dimensions = [each.id for each in instrument.dimensions]
    for key in _NAMED:
        for n, each in enumerate(getattr(decisions, key)):
            yield from _strange(each, (key, n), instrument, dimensions, document)


def _decided_twice(decisions: DecisionsYaml, document: Document) -> Iterator[Complaint]:
    """Yield findings worded twice for the same waves, and those both pinned and silenced."""
    for key in _NAMED:
        first: dict[tuple[str, str], str] = {}
        for n, each in enumerate(getattr(decisions, key)):
            place = document.place((key, n, "finding"))
            if (each.finding, each.wave) in first:
                yield _twice(place, each.finding, first[each.finding, each.wave])
            first.setdefault((each.finding, each.wave), place)
    for n, id_ in enumerate(decisions.pinned_findings):
        if id_ in decisions.silenced_findings:
            other = document.place(("pinned_findings", n))
            yield _twice(document.place(("silenced_findings", id_)), id_, other)


def _twice(place: str, id_: str, other: str) -> Complaint:
    return Complaint(place, "finding_twice", {"value": id_, "other": other})


def _ids(decisions: DecisionsYaml) -> Iterator[tuple[Where, str]]:
    for n, id_ in enumerate(decisions.pinned_findings):
        yield ("pinned_findings", n), id_
    for id_ in decisions.silenced_findings:
        yield ("silenced_findings", id_), id_
    for n, each in enumerate(decisions.reworded_findings):
        yield ("reworded_findings", n, "finding"), each.finding


def _strange(
    each: WordedYaml,
    where: Where,
    instrument: Instrument,
    dimensions: Collection[str],
    document: Document,
) -> Iterator[Complaint]:
    if not as_text(each.sentence):
        place = document.place((*where, "sentence"))
        yield Complaint(place, "yaml.empty", {"key": document.key((*where, "sentence"))})
    if each.dimension and each.dimension not in dimensions:
        fields = {"value": each.dimension, "known": ", ".join(dimensions)}
        yield Complaint(document.place((*where, "dimension")), "not_in_instrument", fields)
    for name in each.numbers:
        if not _can_be_noted(instrument, name):
            fields = {"value": name, "known": ", ".join(("overall", "participation", *dimensions))}
            yield Complaint(document.place((*where, "numbers", name)), "not_in_instrument", fields)


def _can_be(instrument: Instrument, id_: str) -> bool:
    """Tell whether a rule could make a finding of this id: its kind, then what it is about."""
    for rule in instrument.findings:
        about = id_.removeprefix(f"{rule.kind}-") if id_ != rule.kind else ""
        if about != id_ and _can_be_about(instrument, rule.about, about):
            return True
    return False


def _can_be_about(instrument: Instrument, kind: str, id_: str) -> bool:
    known = _things(instrument)
    if kind == "organisation":
        return not id_
    if kind == "gap":  # by what the groups are made, then on what they are compared
        by = ["function", *(each.id for each in instrument.mirrors)]
        return any(id_.startswith(f"{each}-") for each in by)
    return id_ in known[kind] if kind in known else bool(id_)


def _things(instrument: Instrument) -> dict[str, set[str]]:
    function = instrument.attribute("function")
    return {
        "dimension": {each.id for each in instrument.dimensions},
        "practice": {each.id for each in instrument.practices},
        "item": {each.id for each in instrument.items},
        "function": {each.id for each in function.choices} if function else set(),
    }


def _can_be_noted(instrument: Instrument, name: str) -> bool:
    """Tell whether a number could have this name (see :mod:`maturity.story.noted`)."""
    known = _things(instrument)
    what = re.split(r"[:/]", name)[0]
    pairs = {f"{a}-{b}" for a in known["function"] for b in known["function"]}
    named = set().union(*(known[each] for each in ("dimension", "practice", "item")), pairs)
    return what in {"overall", "participation", *named}
