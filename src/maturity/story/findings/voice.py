"""What the consultant makes of the findings: first, not at all, in other words, or besides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from maturity.instrument.text import Text
from maturity.story.edition import Reworded
from maturity.story.findings.found import Finding
from maturity.story.findings.rules import told, worded
from maturity.story.noted import moved, noted, unknown
from maturity.story.story import Story

KEY_MESSAGES = 3
_BLANKS = re.compile(r"[ \t\r\n]+")
ADDED = "added"  # the kind of what the consultant finds


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that the consultant leaves out, and why."""

    finding: Finding
    reason: str


def voiced(story: Story) -> tuple[Finding, ...]:
    """Return the findings as the consultant wants them, ranked."""
    voice, audience = story.edition.voice, story.edition.audience
    made = [
        each
        for each in _made(story, worded(story, told(story, audience)))
        if each.id not in voice.silenced
    ]
    pinned = [each for id_ in voice.pinned for each in made if each.id == id_]
    pinned = list(dict.fromkeys(pinned))
    rest = [each for each in made if each not in pinned]
    order = [*(replace(_first(story, each), pinned=True) for each in pinned), *rest]
    return tuple(replace(each, rank=rank) for rank, each in enumerate(order, start=1))


def silenced(story: Story) -> tuple[Silenced, ...]:
    """Return what the consultant leaves out, whatever the audience: for the consultant alone."""
    reasons = story.edition.voice.silenced
    everything = _made(story, worded(story, told(story)))
    return tuple(Silenced(each, reasons[each.id]) for each in everything if each.id in reasons)


def unknown_edits(story: Story) -> tuple[str, ...]:
    """Say what the consultant decided of findings that are not there, and what else is odd.

    Which findings there are depends on the results, so this cannot be told before.
    """
    return tuple(dict.fromkeys(_remarks(story)))


def _remarks(story: Story) -> Iterator[str]:
    say, voice = story.say, story.edition.voice
    by_rule = {each.id for each in told(story)}
    own = [each.id for each in voice.added]
    named = (*voice.pinned, *voice.silenced, *(each.id for each in voice.reworded))
    for id_ in named:
        if id_ not in by_rule and id_ not in own:
            yield say("findings.edit.unknown", id=id_)
    for id_ in own:
        if id_ in by_rule or own.count(id_) > 1:
            yield say("findings.edit.taken", id=id_)
    for each in (*voice.reworded, *voice.added):
        for name in unknown(story, each.numbers):
            yield say("findings.edit.number", id=each.id, name=name)
        if not each.numbers and each in voice.reworded:
            yield say("findings.edit.no_numbers", id=each.id)
    if len(voice.pinned) > KEY_MESSAGES:
        yield say("findings.edit.many", n=len(voice.pinned), most=KEY_MESSAGES)


def _made(story: Story, found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the rules' findings, some in the consultant's words, with theirs after the messages."""
    words = {each.id: each for each in story.edition.voice.reworded}
    reworded = [_reworded(story, each, words) for each in found]
    mark = next((each.caveat for each in reworded if each.caveat), "")
    taken = {each.id for each in reworded}
    yield from (each for each in reworded if each.role == "message")
    yield from (each for each in _added(story, mark) if each.id not in taken)
    yield from (each for each in reworded if each.role == "caveat")


def _reworded(story: Story, finding: Finding, words: Mapping[str, Reworded]) -> Finding:
    said = words.get(finding.id)
    sentence = _spoken(story, said.sentence) if said else ""
    if said is None or not sentence:  # not worded in this language: ours stands
        return finding
    changed = _changed(story, said.numbers)
    return replace(finding, sentence=sentence, origin="consultant", changed=changed)


def _added(story: Story, mark: str) -> Iterator[Finding]:
    """Yield the consultant's own findings; what tells functions apart is not for all staff."""
    for each in {one.id: one for one in reversed(story.edition.voice.added)}.values():
        if story.edition.audience == "all-staff" and any(":" in name for name in each.numbers):
            continue
        known = [noted(story)[name] for name in each.numbers if name in noted(story)]
        yield Finding(
            id=each.id,
            dimension=each.dimension,
            kind=ADDED,
            sentence=_spoken(story, each.sentence) or story.text(each.sentence),
            sources=tuple(each.numbers),
            rests_on=tuple(number.label for number in known),
            why=story.say("findings.why.added"),
            caveat=mark,
            origin="consultant",
            changed=_changed(story, each.numbers),
            topic=each.id,
            numbers=each.numbers,
        )


def _spoken(story: Story, text: Text) -> str:
    """Return words in the report's language, or those said to hold in any; else nothing."""
    words = _BLANKS.sub(" ", text.get(story.say.code) or text.get("", "")).strip()
    return story.text(Text({story.say.code: words}))


def _changed(story: Story, numbers: Mapping[str, float]) -> str:
    moves = moved(story, numbers)
    if not moves:
        return ""
    return story.say("findings.changed", n=len(moves), moves=story.joined(moves))


def _first(story: Story, finding: Finding) -> Finding:
    return replace(finding, why=story.say("findings.why.pinned", why=finding.why))
