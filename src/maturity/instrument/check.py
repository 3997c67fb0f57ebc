"""What in an instrument contradicts what; each complaint names the line to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from maturity.errors import Complaint
from maturity.instrument.check_finding import finding_contradictions
from maturity.instrument.check_knowledge import knowledge_contradictions
from maturity.instrument.places import Found, placed_items, placed_practices, repeated
from maturity.instrument.words import normalised

if TYPE_CHECKING:
    from maturity.instrument.schema import (
        ChoiceYaml,
        InstrumentYaml,
        ItemYaml,
        MissingYaml,
        ScaleYaml,
    )
    from maturity.instrument.yamlfile import Document, Where

MISSING_REASONS = ("dont_know", "not_applicable")
_MOST_POINTS = 1000


def contradictions(parsed: InstrumentYaml, document: Document) -> Iterator[Complaint]:
    """Yield everything that cannot be true at once."""
    for where, key, fields in (
        *_items(parsed),
        *_scales(parsed),
        *_levels(parsed),
        *_critical(parsed),
        *_references(parsed),
        *_duplicates(parsed),
        *_ambiguous_choices(parsed),
        *knowledge_contradictions(parsed),
        *finding_contradictions(parsed),
    ):
        yield Complaint(document.place(where), f"instrument.{key}", fields)


def _functions(parsed: InstrumentYaml) -> set[str]:
    return {c.id for a in parsed.attributes if a.id == "function" for c in a.choices}


def _items(parsed: InstrumentYaml) -> Found:
    functions = _functions(parsed)
    for where, item in placed_items(parsed):
        known = {
            "scale": (set(parsed.scales), [item.scale]),
            "mirror": (set(parsed.mirrors), [item.mirror] if item.mirror else []),
            "functions": (functions, item.functions),
            "about": (functions, item.about),
            "tags": (set(parsed.themes), item.tags),
            "variants": ({profile.id for profile in parsed.profiles}, list(item.variants)),
            "not_for": ({profile.id for profile in parsed.profiles}, item.not_for),
        }
        for key, (allowed, used) in known.items():
            for unknown in (each for each in used if each not in allowed):
                yield (*where, key), "unknown_reference", {"key": key, "value": unknown}
    for d, dimension in enumerate(parsed.dimensions):
        items = [
            *dimension.items,
            *(item for practice in dimension.practices for item in practice.items),
        ]
        if not any(item.weight > 0 for item in items):
            yield ("dimensions", d), "dimension_without_items", {"value": dimension.id}


def _scales(parsed: InstrumentYaml) -> Found:
    for id_, scale in parsed.scales.items():
        where: Where = ("scales", id_)
        if scale.min >= scale.max:
            yield (
                where,
                "scale_bounds",
                {"value": id_, "min": str(scale.min), "max": str(scale.max)},
            )
        for point in _points(scale):
            if not scale.min <= point <= scale.max:
                yield where, "point_outside", {"value": id_, "point": str(point)}
        if scale.agree_from is not None and not scale.min < scale.agree_from <= scale.max:
            yield (
                (*where, "agree_from"),
                "point_outside",
                {"value": id_, "point": str(scale.agree_from)},
            )
        yield from _ambiguous_words(where, scale)


def _points(scale: ScaleYaml) -> set[int]:
    return {*(point for labels in scale.labels.values() for point in labels), *scale.synonyms}


def _ambiguous_words(where: Where, scale: ScaleYaml) -> Found:
    # A label that is a number is also one that people type: "2" must not be the label of point 1.
    words = [(str(point), str(point)) for point in range(scale.min, scale.max + 1)[:_MOST_POINTS]]
    words += [(str(point), word) for each in scale.labels.values() for point, word in each.items()]
    words += [(str(point), word) for point, synonyms in scale.synonyms.items() for word in synonyms]
    yield from _two_meanings(where, words)


def _ambiguous_choices(parsed: InstrumentYaml) -> Found:
    """Look for words that would put a person in two groups, or an answer among two reasons."""
    for a, attribute in enumerate(parsed.attributes):
        yield from repeated(
            (("attributes", a, "choices", c), choice.id)
            for c, choice in enumerate(attribute.choices)
        )
        yield from _two_meanings(("attributes", a), _words({c.id: c for c in attribute.choices}))
    yield from _two_meanings(("missing",), _words(parsed.missing))


def _words(meanings: Mapping[str, ChoiceYaml | MissingYaml]) -> Iterator[tuple[str, str]]:
    for id_, meaning in meanings.items():
        yield from ((id_, word) for word in (*meaning.label.values(), *meaning.aliases))


def _two_meanings(where: Where, words: Iterable[tuple[str, str]]) -> Found:
    first: dict[str, str] = {}
    for meaning, word in words:
        other = first.setdefault(normalised(word), meaning)
        if other != meaning:
            yield where, "word_with_two_meanings", {"value": word, "one": other, "two": meaning}


def _levels(parsed: InstrumentYaml) -> Found:
    cuts = [level.below for level in parsed.levels]
    if cuts[-1] is not None or None in cuts[:-1]:
        yield ("levels",), "levels_last", {}
    numbers = [cut for cut in cuts if cut is not None]
    if numbers != sorted(set(numbers)) or any(not 0 < cut < 100 for cut in numbers):  # noqa: PLR2004
        yield ("levels",), "levels_order", {}


def _critical(parsed: InstrumentYaml) -> Found:
    """Look for a floor that caps nothing, and items that are to hold a level but enter no score."""
    floor, last = parsed.rules.critical, len(parsed.levels)
    if floor and floor.level >= last:
        fields = {"value": str(floor.level), "last": str(last - 1)}
        yield ("rules", "critical", "level"), "critical_level", fields
    for where, item in placed_items(parsed):
        if item.critical and item.weight == 0:
            yield (*where, "critical"), "critical_unscored", {"value": item.id}


def _references(parsed: InstrumentYaml) -> Found:
    for reason in parsed.missing:
        if reason not in MISSING_REASONS:
            known = ", ".join(MISSING_REASONS)
            yield ("missing", reason), "unknown_missing", {"value": reason, "known": known}
    yield from _mirrors(parsed)


def _mirrors(parsed: InstrumentYaml) -> Found:
    choices = {each.id: {choice.id for choice in each.choices} for each in parsed.attributes}
    for id_, mirror in parsed.mirrors.items():
        for s, side in enumerate(mirror.sides):
            where: Where = ("mirrors", id_, "sides", s)
            known = {
                "functions": (choices.get("function", set()), side.functions),
                "attribute": (set(choices), [side.attribute]),
                "values": (choices.get(side.attribute, set()), side.values),
            }
            for key, (allowed, used) in known.items():
                for unknown in (each for each in used if each not in allowed):
                    yield where, "unknown_reference", {"key": key, "value": unknown}
            if not side.functions and not side.values:
                yield where, "side_empty", {"value": side.id}
            if side.functions and side.attribute != "function":
                yield where, "side_of_two_kinds", {"value": side.id, "key": side.attribute}
        yield from repeated(
            (("mirrors", id_, "sides", s), side.id) for s, side in enumerate(mirror.sides)
        )
        first, second = ({*side.functions, *side.values} for side in mirror.sides)
        if len({side.attribute for side in mirror.sides}) > 1:
            yield ("mirrors", id_), "sides_unlike", {"value": id_}
        elif first & second:
            yield ("mirrors", id_), "sides_overlap", {"value": id_}


def _titles(item: ItemYaml) -> Iterator[str]:
    """Yield everything a column may be called that holds the answers to an item."""
    for text in (item.text, *item.variants.values()):
        yield from text.values()
    yield from item.aliases


def _duplicates(parsed: InstrumentYaml) -> Found:
    items = [(where, item.id) for where, item in placed_items(parsed)]
    practices = [(where, practice.id) for where, practice in placed_practices(parsed)]
    dimensions = [(("dimensions", d), each.id) for d, each in enumerate(parsed.dimensions)]
    for named in (items, practices, dimensions):
        yield from repeated(named)
    texts = [
        ((*where, "text"), text)
        for where, item in placed_items(parsed)
        for text in dict.fromkeys(normalised(each) for each in _titles(item))
    ]
    yield from repeated(texts, "text_twice")
    for where, item in placed_items(parsed):
        if not item.text or not all(map(normalised, item.text.values())):
            yield (*where, "text"), "text_missing", {"value": item.id}
