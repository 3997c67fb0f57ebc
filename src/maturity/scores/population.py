"""Who was asked: every respondent's published group, and how many people the roster gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturity.scores.groups import OTHER, merge_small, published
from maturity.scores.model import Participation


@dataclass(frozen=True, slots=True)
class Population:
    """The respondents by published group, with what the roster says of each group.

    ``groups`` has one published group per respondent, ``merged`` one per function; ``stated``
    tells whether anybody names a function. ``invited`` holds N of each published group, and of
    the organisation under None, or the reason code why N is unknown; ``headcount`` what each
    group weighs, None when all groups weigh the same.
    """

    groups: tuple[str, ...]
    merged: Mapping[str, str]
    stated: bool
    k: int
    invited: Mapping[str | None, int | str]
    headcount: Mapping[str, int] | None

    @property
    def counts(self) -> dict[str, int]:
        """Respondents by published group, in alphabetical order."""
        return {name: self.groups.count(name) for name in sorted(set(self.groups))}

    @property
    def sizes(self) -> dict[str, int]:
        """N by published group, where it is known."""
        return {
            name: size
            for name, size in self.invited.items()
            if name is not None and isinstance(size, int)
        }


def populate(
    functions: Sequence[str | None], roster: Mapping[str, int], k: int, *, by_headcount: bool
) -> Population:
    """Merge small functions and look the groups up in the roster.

    People who name no function count with *other*, and so with the roster's *other*. Where the
    roster has none, their group has no N, and weighs what its functions weigh; unless it is the
    only group, whose N is the whole roster. Groups weigh by headcount only when each has one.
    """
    merged = merge_small(functions, k)
    groups = tuple(published(functions, merged))
    invited: dict[str | None, int | str] = {None: _invited(functions, roster, whole=True)}
    headcount: dict[str, int] = {}
    for name in sorted(set(groups)):
        members = [who for who, group in zip(functions, groups, strict=True) if group == name]
        alone = set(groups) == {name} and None in members
        invited[name] = _invited(members, roster, whole=alone)
        named = _invited([who for who in members if who is not None], roster, whole=False)
        for weight in (named, invited[name]):
            if isinstance(weight, int):
                headcount[name] = weight
        if named == "ROSTER_TOO_SMALL":
            invited[None] = named
    weighs = by_headcount and set(headcount) == set(groups)
    stated = any(who is not None for who in functions)
    return Population(groups, merged, stated, k, invited, headcount if weighs else None)


def _invited(people: Sequence[str | None], roster: Mapping[str, int], *, whole: bool) -> int | str:
    """Return how many the roster counts where they work (``whole``: in all), or why it cannot."""
    functions = {who or OTHER for who in people if who is not None or not whole}
    if not roster or not functions <= set(roster) or not (functions or whole):
        return "NO_ROSTER"
    size = sum(roster.values() if whole else (roster[function] for function in functions))
    return size if size >= len(people) else "ROSTER_TOO_SMALL"


def headcounts(merged: Mapping[str, str], sizes: Mapping[str, int]) -> dict[str, int]:
    """Add up the sizes of groups that are merged further; one with an unknown part is left out."""
    parts: dict[str, list[str]] = {}
    for part, name in merged.items():
        parts.setdefault(name, []).append(part)
    return {
        name: sum(sizes[part] for part in inside)
        for name, inside in parts.items()
        if set(inside) <= set(sizes)
    }


def participation(population: Population, roster: Mapping[str, int]) -> Iterator[Participation]:
    """Yield how many answered of how many: the organisation, its groups, silent functions.

    A function nobody answered for is named only when k people or more were invited.
    """
    everybody = len(population.groups)
    yield Participation(None, everybody, _number(population.invited[None]))
    if not population.stated or everybody < population.k:
        return
    for name, answered in population.counts.items():
        yield Participation(name, answered, _number(population.invited[name]))
    for function in sorted(set(roster) - set(population.merged) - set(population.groups)):
        if roster[function] >= population.k:
            yield Participation(function, 0, roster[function])


def _number(size: int | str) -> int | None:
    return size if isinstance(size, int) else None
