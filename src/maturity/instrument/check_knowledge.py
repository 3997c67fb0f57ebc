"""What in rubrics, actions, sources, figures, profiles and forms contradicts what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from maturity.instrument.knowledge import FULL, OWN
from maturity.instrument.places import Found, placed_items, placed_practices, repeated

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml, PracticeYaml
    from maturity.instrument.schema_knowledge import ActionYaml, AnchorYaml
    from maturity.instrument.yamlfile import Where

_RESERVED = {FULL, "respondent", "collector", "registers"}  # what --form says besides


def knowledge_contradictions(parsed: InstrumentYaml) -> Found:
    """Find everything that cannot be true at once, or names what is not there."""
    actions = list(_placed_actions(parsed))
    yield from _sources(parsed)
    yield from _rubrics(parsed)
    yield from _actions(parsed, actions)
    yield from _circles(actions)
    yield from _capacity(parsed)
    yield from _named_elsewhere(parsed)
    for named in (
        [(where, action.id) for where, action in actions],
        [(("registers", n), each.id) for n, each in enumerate(parsed.registers)],
        [(("figures", n), each.id) for n, each in enumerate(parsed.figures)],
        [(("profiles", n), each.id) for n, each in enumerate(parsed.profiles)],
        [(("costs", n), each.id) for n, each in enumerate(parsed.costs)],
    ):
        yield from repeated(named)


def _placed_actions(parsed: InstrumentYaml) -> Iterator[tuple[Where, ActionYaml]]:
    for where, practice in placed_practices(parsed):
        for n, action in enumerate(practice.actions):
            yield (*where, "actions", n), action


def _placed_anchors(where: Where, practice: PracticeYaml) -> Iterator[tuple[Where, AnchorYaml]]:
    for n, anchor in enumerate(practice.rubric):
        yield (*where, "rubric", n), anchor


def _unknown(where: Where, key: str, used: Iterable[str], known: Collection[str]) -> Found:
    for value in used:
        if value not in known:
            yield (*where, key), "unknown_reference", {"key": key, "value": value}


def _item_ids(parsed: InstrumentYaml) -> set[str]:
    return {item.id for _, item in placed_items(parsed)}


def _cited(parsed: InstrumentYaml) -> Iterator[tuple[Where, list[str]]]:
    """Yield every list of sources with the path of what cites them."""
    yield from ((where, item.sources) for where, item in placed_items(parsed))
    for place, practice in placed_practices(parsed):
        yield from ((where, each.sources) for where, each in _placed_anchors(place, practice))
    yield from ((where, action.sources) for where, action in _placed_actions(parsed))
    for key in ("figures", "profiles", "registers"):
        for n, each in enumerate(getattr(parsed, key)):
            yield (key, n), each.sources


def _sources(parsed: InstrumentYaml) -> Found:
    for where, sources in _cited(parsed):
        for source in sources:
            article, _, line = source.partition(":")
            if source == OWN:
                continue
            if article not in parsed.articles:
                fields = {"key": "sources", "value": article}
                yield (*where, "sources"), "unknown_reference", fields
            elif not line.isdigit():
                yield (*where, "sources"), "source_without_line", {"value": source}
            elif (lines := parsed.articles[article].lines) is not None and int(line) not in lines:
                yield (*where, "sources"), "line_unknown", {"value": source}


def _rubrics(parsed: InstrumentYaml) -> Found:
    levels = len(parsed.levels)
    fields = {f"{each.id}.{field.id}" for each in parsed.registers for field in each.fields}
    for place, practice in placed_practices(parsed):
        if practice.rubric and len(practice.rubric) != levels:
            found, asked = str(len(practice.rubric)), str(levels)
            yield (*place, "rubric"), "rubric_levels", {"found": found, "levels": asked}
        for where, anchor in _placed_anchors(place, practice):
            for n, proof in enumerate(anchor.evidence):
                here = (*where, "evidence", n)
                if (proof.kind == "register") != bool(proof.field):
                    yield here, "evidence_field", {"value": proof.kind}
                elif proof.field:
                    yield from _unknown(here, "field", [proof.field], fields)


def _actions(parsed: InstrumentYaml, actions: Iterable[tuple[Where, ActionYaml]]) -> Found:
    actions = list(actions)
    last = len(parsed.levels) - 1
    names = {action.id for _, action in actions}
    items, costs = _item_ids(parsed), {cost.id for cost in parsed.costs}
    for where, action in actions:
        yield from _unknown(where, "owner", [action.owner], parsed.roles)
        yield from _unknown(where, "cost", [action.cost], costs)
        yield from _unknown(where, "after", action.after, names)
        yield from _unknown(where, "items", action.items, items)
        if action.step > last:
            fields = {"value": str(action.step), "last": str(last)}
            yield (*where, "step"), "step_outside", fields
        if action.horizon not in parsed.horizons:
            known = ", ".join(map(str, parsed.horizons))
            yield (
                (*where, "horizon"),
                "horizon_unknown",
                {"value": str(action.horizon), "known": known},
            )
        if action.success.days < action.horizon:
            fields = {"value": str(action.success.days), "horizon": str(action.horizon)}
            yield (*where, "success"), "success_early", fields


def _capacity(parsed: InstrumentYaml) -> Found:
    ends = [each.until for each in parsed.capacity]
    for n, (before, after) in enumerate(pairwise(ends), start=1):
        if after <= before:
            fields = {"value": str(after), "before": str(before)}
            yield ("capacity", n, "until"), "capacity_order", fields


def _circles(actions: Iterable[tuple[Where, ActionYaml]]) -> Found:
    places = {action.id: (where, action.after) for where, action in actions}
    order: TopologicalSorter[str] = TopologicalSorter(
        {id_: after for id_, (_, after) in places.items()}
    )
    try:
        order.prepare()
    except CycleError as circle:
        names: list[str] = circle.args[1]
        where = next(places[name][0] for name in names if name in places)
        yield (*where, "after"), "action_circle", {"value": " → ".join(names)}


def _named_elsewhere(parsed: InstrumentYaml) -> Found:
    """Check the ids that figures, profiles and forms name."""
    items = _item_ids(parsed)
    functions = [c.id for a in parsed.attributes if a.id == "function" for c in a.choices]
    dimensions = [dimension.id for dimension in parsed.dimensions]
    for n, figure in enumerate(parsed.figures):
        yield from _unknown(("figures", n), "items", figure.items, items)
        yield from _unknown(("figures", n), "side", [figure.side] if figure.side else [], functions)
    for n, profile in enumerate(parsed.profiles):
        tables: Mapping[str, Collection[str]] = {
            "targets": profile.targets,
            "reasons": profile.reasons,
        }
        for key, table in tables.items():
            yield from _unknown(("profiles", n), key, table, dimensions)
    for id_, form in parsed.forms.items():
        where: Where = ("forms", id_)
        if id_ in _RESERVED:
            yield where, "form_reserved", {"value": id_}
        yield from _unknown(where, "items", form.items, items)
        yield from repeated((((*where, "items", n), item) for n, item in enumerate(form.items)))
