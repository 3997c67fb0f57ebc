"""An instrument that comes back changed: item versions, its own version and the migration map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.errors import Complaint
from maturity.instrument.build import Builder
from maturity.instrument.knowledge import Migration
from maturity.instrument.migration import BREAKING, changes, next_version
from maturity.instrument.model import Instrument
from maturity.instrument.places import Found, placed_items
from maturity.instrument.words import normalised
from maturity.instrument.yamlfile import Document, Where

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml

_MOST_CELLS = 6  # named in one complaint


@dataclass(frozen=True, slots=True)
class Revised:
    """An instrument as it will be written, and what became of its items since the export."""

    parsed: InstrumentYaml
    migration: Migration
    raised: Mapping[str, int]


def misgivings(
    old: Instrument | None, parsed: InstrumentYaml, document: Document
) -> Iterator[Complaint]:
    """Yield what must not happen to an instrument between export and import."""
    if old is None or old.id != parsed.id:
        return
    for where, key, fields in (
        *_untranslated(parsed, document, old),
        *_lowered(parsed, old),
    ):
        yield Complaint(document.place(where), f"workbook.{key}", fields)


def renamed(old: Instrument | None, document: Document) -> Iterator[Complaint]:
    """Yield ids that are gone while what they named is there under a new one.

    It looks at plain data, for whatever belonged to the old id may now belong to nothing.
    """
    if old is None or old.id != document.data.get("id"):
        return
    things = list(_things(document.data.get("dimensions", []), ("dimensions",)))
    old_things = [
        *((each.id, each.text) for each in old.items),
        *((each.id, each.label) for each in old.practices),
        *((each.id, each.label) for each in old.dimensions),
    ]
    known = {id_ for id_, _ in old_things}
    gone = known - {id_ for _, id_, _ in things}
    missed = {
        normalised(said): id_ for id_, text in old_things if id_ in gone for said in text.values()
    }
    for where, id_, text in things:
        was = next((missed[key] for key in map(normalised, text.values()) if key in missed), "")
        if id_ not in known and was:
            fields = {"value": id_, "old": was}
            yield Complaint(document.place((*where, "id")), "workbook.id_renamed", fields)


def _things(rows: list[Any], where: Where) -> Iterator[tuple[Where, str, Mapping[str, str]]]:
    """Yield dimensions, practices and items as far as they have an id and a text."""
    for n, row in enumerate(rows):
        if "id" in row:
            yield (*where, n), row["id"], row.get("text") or row.get("label") or {}
        for key in ("practices", "items"):
            yield from _things(row.get(key, []), (*where, n, key))


def _untranslated(parsed: InstrumentYaml, document: Document, old: Instrument) -> Found:
    """Find items that lack a language the others have: the whole instrument would lose it."""
    asked = list(placed_items(parsed))
    lacking: Mapping[str, list[Where]] = defaultdict(list)
    lacked = {(item.id, language) for item in old.items for language in _lacks(item.text, old)}
    for language in {each for _, item in asked for each in item.text} - {""}:
        for where, item in asked:
            silent = not normalised(item.text.get(language, ""))
            plain = language == parsed.language and "" in item.text
            if silent and not plain and (item.id, language) not in lacked:
                lacking[language].append((*where, "text", language))
    for language, wheres in sorted(lacking.items()):
        cells = [document.place(where).rpartition("!")[2] for where in wheres]
        named = ", ".join(cells[:_MOST_CELLS]) + (", …" if len(cells) > _MOST_CELLS else "")
        fields = {"language": language, "cells": named, "count": str(len(cells))}
        yield wheres[0], "untranslated", fields


def _lacks(text: Mapping[str, str], old: Instrument) -> set[str]:
    """Return the languages that some item had at the export and this one had not."""
    return {each for item in old.items for each in item.text} - set(text)


def _lowered(parsed: InstrumentYaml, old: Instrument) -> Found:
    versions = {item.id: item.version for item in old.items}
    for where, item in placed_items(parsed):
        if item.version < versions.get(item.id, 1):
            fields = {"value": item.id, "old": str(versions[item.id])}
            yield (*where, "version"), "version_lowered", fields


def revised(parsed: InstrumentYaml, old: Instrument) -> Revised:
    """Raise the versions that must rise, and write down what still compares.

    An item whose wording, scale or keying changed gets its next version unless it has one; the
    instrument does when any item was added, removed or changed. The version of a migration that
    was declared beforehand is taken; the changes it does not mention are added to it.
    """
    found = changes(old, Builder(parsed).instrument())
    data = parsed.model_dump()
    raised = _raise_items(data, found, old)
    if found.items and parsed.version == old.version:
        data["version"] = _next(parsed, old)
    if data["version"] != old.version:
        data["migrations"] = _with_step(parsed, old, data)
    again = type(parsed).model_validate(data)
    return Revised(again, changes(old, Builder(again).instrument()), raised)


def _raise_items(data: dict[str, Any], found: Migration, old: Instrument) -> dict[str, int]:
    versions = {item.id: item.version for item in old.items}
    new = {each.item for each in found.items if each.change in BREAKING}
    raised = {}
    for dimension in data["dimensions"]:
        for holder in (dimension, *dimension["practices"]):
            for item in holder["items"]:
                if item["id"] in new and item["version"] <= versions[item["id"]]:
                    item["version"] = raised[item["id"]] = versions[item["id"]] + 1
    return raised


def _next(parsed: InstrumentYaml, old: Instrument) -> str:
    """Return the version declared to come after the old one, else one that was never used."""
    declared = next((each.after for each in parsed.migrations if each.before == old.version), None)
    if declared:
        return declared
    used = {version for each in parsed.migrations for version in (each.before, each.after)}
    version = next_version(old.version)
    while version in used:
        version = next_version(version)
    return version


def _with_step(parsed: InstrumentYaml, old: Instrument, data: dict[str, Any]) -> list[Any]:
    """Return the migrations with a step from the old version that mentions every change."""
    before, after = old.version, data["version"]
    now = Builder(type(parsed).model_validate(data)).instrument()
    found = changes(old, now).items
    steps = list(data["migrations"])
    step = next((e for e in steps if (e["before"], e["after"]) == (before, after)), None)
    if step is None:
        step = {"before": before, "after": after, "items": []}
        steps.append(step)
    told = {(each["item"], each["change"]) for each in step["items"]}
    step["items"] += [
        {"item": each.item, "change": each.change, "compares": each.compares, "reason": {}}
        for each in found
        if (each.item, each.change) not in told
    ]
    return steps
