"""The questionnaire's rules applied: what is told, in which order, in which words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from babel import Locale

from maturity.instrument.finding import OPERATORS, Condition, Measure, Rule, fields_of, vocabulary
from maturity.instrument.text import Text
from maturity.story.edition import Audience
from maturity.story.findings.found import Finding
from maturity.story.findings.measures import SUBJECTS
from maturity.story.findings.subject import Subject, written
from maturity.story.noted import as_noted, noted
from maturity.story.story import Story

SIZE = 10  # what the size of a finding adds to its gravity, at most
_SAME = 9  # decimals beyond which numbers are equal
_N = re.compile(r"\bn = ")


@dataclass(frozen=True, slots=True)
class Told:
    """A rule that holds of a thing, and what it weighs there: 0..100."""

    rule: Rule
    subject: Subject
    size: float | None
    weight: float

    @property
    def id(self) -> str:
        """What the finding is known by, run after run."""
        return "-".join(part for part in (self.rule.kind, self.subject.id) if part)

    @property
    def what(self) -> tuple[str, str, str]:
        """The topic and the thing: of these, a report speaks once."""
        return self.rule.topic, self.rule.about, self.subject.same or self.subject.id


def told(story: Story, audience: Audience | None = None) -> tuple[Told, ...]:
    """Return what rules have to tell an audience, or anybody: messages first, weightiest first."""
    holding = [
        _weighed(rule, subject)
        for rule in story.instrument.findings
        if audience not in rule.not_for
        for subject in _subjects(story, rule.about)
        if all(_holds(story, subject, condition) for condition in rule.when)
    ]
    holding.sort(key=lambda each: (each.rule.role == "caveat", -each.weight))
    return tuple(_once_each(holding))


def worded(story: Story, all_told: Iterable[Told]) -> tuple[Finding, ...]:
    """Put into words what is told; what comes out as a sentence said before is left out."""
    all_told = tuple(all_told)
    marks = [(each, _said(story, each, each.rule.mark)) for each in all_told if each.rule.mark]
    found: dict[str, Finding] = {}
    for each in all_told:
        caveat = " ".join(mark for by, mark in marks if by is not each)
        finding = _worded(story, each, caveat)
        found.setdefault(finding.sentence, finding)
    return tuple(found.values())


def _subjects(story: Story, about: str) -> tuple[Subject, ...]:
    cache = story.once(_cache)
    if about not in cache:
        cache[about] = tuple(SUBJECTS[about](story))
    return cache[about]


def _cache(_: Story) -> dict[str, tuple[Subject, ...]]:
    return {}


def _once_each(holding: Iterable[Told]) -> Iterator[Told]:
    """Yield the weightiest of each topic and thing, and of each kind no more than its rule says."""
    spoken: set[tuple[str, str, str]] = set()
    count: Counter[str] = Counter()
    for each in holding:
        most = each.rule.most
        if each.what not in spoken and (most is None or count[each.rule.kind] < most):
            spoken.add(each.what)
            count[each.rule.kind] += 1
            yield each


# When


def _holds(story: Story, subject: Subject, condition: Condition) -> bool:
    """Tell whether a comparison holds; of what is not known, none does."""
    found, against = subject.measures.get(condition.measure), condition.value
    if isinstance(found, str) and isinstance(against, tuple):
        return (found in against) == (condition.operator == "=")
    value, other = subject.number(condition.measure), _against(story, subject, against)
    if value is None or other is None:
        return False
    compare = OPERATORS[condition.operator]
    return compare(round(value, _SAME), round(other, _SAME))


def _against(story: Story, subject: Subject, against: float | tuple[str, ...]) -> float | None:
    """Return the number to compare with: stated, another measure's, or a threshold."""
    if isinstance(against, float):
        return against
    name = against[0]
    if name in subject.measures:
        return subject.number(name)
    return story.instrument.thresholds.get(name)


def _weighed(rule: Rule, subject: Subject) -> Told:
    size = subject.number(rule.size) if rule.size else None
    part = min(abs(size) / rule.full, 1) if size is not None else 0
    return Told(rule, subject, size, rule.gravity + SIZE * part)


# In words


def _worded(story: Story, each: Told, caveat: str) -> Finding:
    rule, subject = each.rule, each.subject
    text = rule.singular if _is_one(story, each) else rule.sentence
    bases = subject.rests_on(fields_of(story.text(text)) or ())
    known = noted(story)
    values = {
        name: number.value
        for basis in bases
        if (number := known.get(name := basis.number or basis.id)) and number.value is not None
    }
    return Finding(
        id=each.id,
        dimension=subject.dimension,
        kind=rule.kind,
        sentence=_said(story, each, text),
        sources=tuple(basis.source for basis in bases),
        rests_on=tuple(basis.in_words(story) for basis in bases),
        why=_why(story, each),
        caveat=caveat,
        role=rule.role,
        topic=rule.topic,
        numbers=as_noted(story, values),
    )


def _is_one(story: Story, each: Told) -> bool:
    """Tell whether the language speaks of one, by the plural rules of Unicode."""
    counted = each.subject.number(each.rule.count) if each.rule.count else None
    if counted is None:
        return False
    return str(Locale.parse(story.say.code).plural_form(counted)) == "one"


def _said(story: Story, each: Told, text: Text) -> str:
    """Fill a sentence's fields, and keep ``n = 12`` on one line."""
    known: Mapping[str, Measure] = vocabulary()[each.rule.about]
    sentence = _N.sub("n\u00a0=\u00a0", story.text(text))
    named = fields_of(sentence) or ()
    fields = {name: written(story, known[name], each.subject.measures.get(name)) for name in named}
    return sentence.format(**fields)


def _why(story: Story, each: Told) -> str:
    """Say what put a finding where it is: its reason, its gravity, its size."""
    say, rule = story.say, each.rule
    fields: dict[str, object] = {
        "because": _said(story, each, rule.because),
        "weight": _plain(story, each.weight),
        "gravity": _plain(story, rule.gravity),
    }
    if each.size is None:
        return say("findings.why.plain", **fields)
    unit = vocabulary()[rule.about][rule.size]
    part = _plain(story, each.weight - rule.gravity)
    size, full = (_sized(story, unit, value) for value in (each.size, rule.full))
    return say("findings.why.sized", **fields, part=part, size=size, full=full)


def _plain(story: Story, number: float) -> str:
    return story.say.number(number, 0 if number == round(number) else 1)


def _sized(story: Story, measure: Measure, value: float) -> str:
    if measure.unit in {"points", "score"}:
        return story.say("findings.why.points", n=round(value), points=_plain(story, abs(value)))
    return written(story, measure, value)
