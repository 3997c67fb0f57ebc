"""What in the rules of findings is not so: measures, thresholds and fields that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from maturity.instrument.finding import (
    AUDIENCES,
    NUMBERS,
    OPERATORS,
    Condition,
    Measure,
    condition,
    fields_of,
    vocabulary,
)
from maturity.instrument.places import Found, repeated
from maturity.language import LANGUAGES

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml
    from maturity.instrument.schema_finding import RuleYaml
    from maturity.instrument.yamlfile import Where

_TEXTS = ("because", "sentence", "singular", "mark")


def finding_contradictions(parsed: InstrumentYaml) -> Found:
    """Find everything in the rules that could not be worked out or said."""
    rules: list[tuple[Where, RuleYaml]] = [
        (("findings", n), rule) for n, rule in enumerate(parsed.findings)
    ]
    yield from repeated((where, rule.id) for where, rule in rules)
    yield from _kinds(rules)
    for where, rule in rules:
        known = vocabulary().get(rule.about)
        if known is None:
            yield (*where, "about"), "finding_about", _fields(rule.about, vocabulary())
            continue
        yield from _conditions(parsed, where, rule, known)
        yield from _measured(where, rule, known)
        yield from _texts(parsed.language, where, rule, known)
        for audience in rule.not_for:
            if audience not in AUDIENCES:
                yield (*where, "not_for"), "finding_audience", _fields(audience, AUDIENCES)


def _fields(value: str, known: Mapping[str, object] | tuple[str, ...]) -> dict[str, str]:
    return {"value": value, "known": ", ".join(known)}


def _kinds(rules: list[tuple[Where, RuleYaml]]) -> Found:
    """Find kinds that mean two things: a finding is known by its kind and what it is about."""
    first: dict[str, RuleYaml] = {}
    for where, rule in rules:
        other = first.setdefault(rule.kind, rule)
        same = (rule.about, rule.topic, rule.role) == (other.about, other.topic, other.role)
        if not same:
            yield (*where, "kind"), "finding_kind", {"value": rule.kind, "other": other.id}


def _conditions(
    parsed: InstrumentYaml, where: Where, rule: RuleYaml, known: Mapping[str, Measure]
) -> Found:
    for n, text in enumerate(rule.when):
        here = (*where, "when", n)
        read = condition(text)
        if read is None:
            yield here, "finding_condition", _fields(text, tuple(OPERATORS))
        elif read.measure not in known or known[read.measure].unit not in (*NUMBERS, "code"):
            compared = {k: m for k, m in known.items() if m.unit in (*NUMBERS, "code")}
            yield here, "finding_measure", _fields(read.measure, compared)
        elif known[read.measure].unit == "code":
            yield from _words(parsed, here, read, known[read.measure])
        elif not isinstance(read.value, float):
            numbers = {name: m for name, m in known.items() if m.unit in NUMBERS}
            names = {**parsed.thresholds, **numbers}
            if len(read.value) > 1 or read.value[0] not in names:
                yield here, "finding_value", _fields(" | ".join(read.value), names)


def _words(parsed: InstrumentYaml, here: Where, read: Condition, code: Measure) -> Found:
    """Find words that a code cannot be, and comparisons that words know nothing of."""
    if read.operator not in {"=", "!="} or isinstance(read.value, float):
        yield here, "finding_condition", _fields(f"{read.operator} {read.value}", ("=", "!="))
        return
    known = tuple(code.values) or tuple(_named(parsed, code.of))
    for word in read.value:
        if word not in known:
            yield here, "finding_value", _fields(word, known)


def _named(parsed: InstrumentYaml, of: str) -> Iterator[str]:
    """Yield what of the questionnaire a code may be: its mirrors, or its functions and sides."""
    if of == "mirrors":
        yield from ("function", *parsed.mirrors)
        return
    yield from (c.id for a in parsed.attributes if a.id == "function" for c in a.choices)
    yield from (side.id for mirror in parsed.mirrors.values() for side in mirror.sides)


def _measured(where: Where, rule: RuleYaml, known: Mapping[str, Measure]) -> Found:
    """Find a size or a count that cannot be measured."""
    numbers = {name: each for name, each in known.items() if each.unit in NUMBERS}
    if rule.size and rule.size not in numbers:
        yield (*where, "size"), "finding_measure", _fields(rule.size, numbers)
    if bool(rule.size) != bool(rule.full):
        yield (*where, "full" if rule.full else "size"), "finding_size", {"value": rule.id}
    counts = {name: each for name, each in known.items() if each.unit == "count"}
    if rule.count and rule.count not in counts:
        yield (*where, "count"), "finding_measure", _fields(rule.count, counts)
    if bool(rule.count) != bool(rule.singular):
        here = "count" if rule.count else "singular"
        yield (*where, here), "finding_singular", {"value": rule.id}


def _texts(language: str, where: Where, rule: RuleYaml, known: Mapping[str, Measure]) -> Found:
    printed = {name: each for name, each in known.items() if each.unit != "code"}
    for key in _TEXTS:
        stated: dict[str, str] = getattr(rule, key)
        texts = {code or language: text for code, text in stated.items()}
        missing = [code for code in LANGUAGES if not texts.get(code, "").strip()]
        if missing and (texts or key in {"because", "sentence"}):
            fields = {"key": key, "languages": ", ".join(missing)}
            yield (*where, key), "finding_language", fields
        for code, text in stated.items():
            named = fields_of(text)
            if named is None:
                yield (*where, key, code), "finding_braces", {"value": text}
            for name in named or ():
                if name not in printed:
                    yield (*where, key, code), "finding_field", _fields(name, printed)
