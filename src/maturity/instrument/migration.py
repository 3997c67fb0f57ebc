"""The migration map: which items of two versions of an instrument still compare, and why not.

Two answers compare when the same question was put in the same words, on the same scale, read in
the same direction. So a new wording, scale or keying breaks the series until a person says that it
does not (in ``migrations``, with a reason); a language that was added breaks nothing, and neither
do case, accents, kinds of apostrophe or space. Who is asked changes the population, not the
question: the item compares, function by function. Weights, tags and labels are no matter of items.

Words added for one kind of organisation change nothing for the others. Whether *that* organisation
was asked otherwise is known once its profiles have chosen the words, so for two waves of one
organisation compare what :meth:`~maturity.instrument.model.Instrument.for_profiles` returns.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from maturity.instrument.knowledge import Change, Migration
from maturity.instrument.model import Instrument, Item, Scale
from maturity.instrument.text import Text
from maturity.instrument.words import normalised

BREAKING = ("reworded", "rescaled", "rekeyed")  # what makes an item a new version of itself
CHANGES = ("added", "removed", *BREAKING, "rerouted")


def changes(old: Instrument, new: Instrument) -> Migration:
    """Return what became of every item that is not as it was, in the order now asked.

    What the new instrument declares for the versions between wins over what is presumed. A declared
    change that cannot be seen counts too when it says that answers do not compare.
    """
    before = {item.id: item for item in old.items}
    after = {item.id: item for item in new.items}
    declared = _declared(new, old.version, new.version)
    found = [
        _change(item, change, declared)
        for item in (*after, *(each for each in before if each not in after))
        for change in _seen(before.get(item), after.get(item))
    ]
    told = {(each.item, each.change) for each in found}
    unseen = [
        each
        for key, each in declared.items()
        if key not in told and not each.compares and each.item in before and each.item in after
    ]
    return Migration(old.version, new.version, (*found, *unseen))


def comparable(old: Instrument, new: Instrument) -> dict[str, bool]:
    """Return whether each item of either instrument compares, in the order of the new one."""
    breaks = {each.item for each in changes(old, new).items if not each.compares}
    asked = (*new.items, *old.items)
    return {item: item not in breaks for item in dict.fromkeys(each.id for each in asked)}


def _change(item: str, change: str, declared: Mapping[tuple[str, str], Change]) -> Change:
    presumed = Change(item, change, compares=change == "rerouted", reason=Text())
    return declared.get((item, change), presumed)


def _seen(old: Item | None, new: Item | None) -> Iterator[str]:
    """Yield what can be seen to have changed; a version raised by hand is a new wording."""
    if old is None or new is None:
        yield "added" if old is None else "removed"
        return
    seen = {
        "reworded": _reworded(old, new),
        "rescaled": _rescaled(old.scale, new.scale),
        "rekeyed": old.reverse != new.reverse,
        "rerouted": {*old.functions} != {*new.functions} or {*old.not_for} != {*new.not_for},
    }
    if old.version != new.version and not any(seen[each] for each in BREAKING):
        seen["reworded"] = True
    yield from (change for change, is_so in seen.items() if is_so)


def _reworded(old: Item, new: Item) -> bool:
    profiles = {*old.variants} & {*new.variants}
    return _differ(old.text, new.text) or any(
        _differ(old.variants[each], new.variants[each]) for each in profiles
    )


def _rescaled(old: Scale, new: Scale) -> bool:
    if (old.min, old.max) != (new.min, new.max):
        return True
    languages = _languages(old) & _languages(new)
    return any(
        _differ(old.labels.get(point, Text()), new.labels.get(point, Text()), languages)
        for point in {*old.labels, *new.labels}
    ) or (bool(old.labels) != bool(new.labels))


def _languages(scale: Scale) -> set[str]:
    return {language for label in scale.labels.values() for language in label}


def _differ(old: Text, new: Text, languages: Collection[str] | None = None) -> bool:
    """Tell whether two texts say different things in a language they share, or share none."""
    shared = {*old} & {*new} if languages is None else languages
    if not shared:
        return bool(old or new) and languages is None
    return any(normalised(old.get(each, "")) != normalised(new.get(each, "")) for each in shared)


def _declared(new: Instrument, before: str, after: str) -> dict[tuple[str, str], Change]:
    """Return the changes declared on the way from one version to another.

    Several declarations for one item and change compare only when all of them do.
    """
    found: dict[tuple[str, str], Change] = {}
    for step in _way(new.migrations, before, after):
        for each in step.items:
            earlier = found.get((each.item, each.change))
            if earlier is None or earlier.compares:
                found[each.item, each.change] = each
    return found


def _way(steps: Collection[Migration], before: str, after: str) -> list[Migration]:
    """Return the declared steps that lead from one version to another, empty when none do."""
    way: list[Migration] = []
    version = before
    while version != after:
        following = [each for each in steps if each.before == version and each not in way]
        if not following:
            return []
        step = next((each for each in following if each.after == after), following[0])
        way.append(step)
        version = step.after
    return way


def next_version(version: str) -> str:
    """Return the version after one: its last number plus one.

    >>> next_version("1.0"), next_version("2.9"), next_version("2026 spring")
    ('1.1', '2.10', '2026 spring.1')
    """
    match = re.fullmatch(r"(.*?)(\d+)", version)
    return f"{match[1]}{int(match[2]) + 1}" if match else f"{version}.1"
