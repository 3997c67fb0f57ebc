"""Who was asked: every respondent's published group, and how many people the roster gives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from maturity.scores.cutoffs import cutoffs
from maturity.scores.groups import OTHER, merge_small, published
from maturity.scores.matrix import Floats
from maturity.scores.model import Participation

_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True)
class Raking:
    """What each respondent weighs when attributes beside the function count.

    ``weights`` and, before raking, ``base``: one value per respondent; ``cells``: per margin,
    functions first, everybody's category; ``totals``: what each published group weighs.
    """

    weights: Floats
    base: Floats
    cells: tuple[tuple[int, ...], ...]
    totals: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Population:
    """The respondents by published group, with what the roster says of each group.

    ``groups`` has one published group per respondent, ``merged`` one per function; ``stated``
    tells whether anybody names a function. ``invited`` holds N of each published group, and of
    the organisation under None, or the reason code why N is unknown; ``headcount`` what each
    group weighs, None when all groups weigh the same, ``refused`` the reason code why they do where
    headcounts were asked for; ``silent`` holds N of functions of the roster for which nobody
    answered; ``raking`` what people weigh who do not weigh what their group does.
    """

    groups: tuple[str, ...]
    merged: Mapping[str, str]
    stated: bool
    k: int
    invited: Mapping[str | None, int | str]
    headcount: Mapping[str, int] | None
    refused: str | None
    silent: Mapping[str, int]
    raking: Raking | None = None

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
    whole = None in functions and len(set(groups)) == 1
    for name in sorted(set(groups)):
        members = [who for who, group in zip(functions, groups, strict=True) if group == name]
        invited[name] = _invited(members, roster, whole=whole)
        named = _invited([who for who in members if who is not None], roster, whole=False)
        for weight in (named, invited[name]):
            if isinstance(weight, int):
                headcount[name] = weight
        if named == "ROSTER_TOO_SMALL":
            invited[None] = named
    weighs = by_headcount and set(headcount) == set(groups)
    refused = _refused(functions, roster, k) if by_headcount and not weighs else None
    stated = any(who is not None for who in functions)
    silent = {} if whole else _silent(functions, roster)
    heads = headcount if weighs else None
    return Population(groups, merged, stated, k, invited, heads, refused, silent)


def unlisted(functions: Sequence[str | None], roster: Mapping[str, int], k: int) -> Counter[str]:
    """Count the people of each function that a roster lacks, so that it cannot weigh the groups.

    Parameters
    ----------
    functions : sequence of str or None
        One per person.
    roster : mapping of str to int
        People invited by function; an empty one was not stated, and lacks nothing.
    k : int
        Fewest people of a published group.

    Returns
    -------
    Counter
        *other* stands for people who name no function where these are a group of their own;
        elsewhere they weigh what the others of their group do.

    Examples
    --------
    >>> unlisted(["it"] * 6 + ["hr"] * 5 + [None], {"it": 20}, 5)
    Counter({'hr': 5})
    >>> unlisted(["it"] * 6 + [None] * 5, {"it": 20}, 5)
    Counter({'other': 5})
    """
    groups = published(functions, merge_small(functions, k))
    other = {who for who, group in zip(functions, groups, strict=True) if group == OTHER}
    apart = other == {None} and len(set(groups)) > 1
    people = Counter(who or OTHER for who in functions if who is not None or apart)
    missing = {who: n for who, n in sorted(people.items()) if roster and who not in roster}
    return Counter(missing)


def _refused(functions: Sequence[str | None], roster: Mapping[str, int], k: int) -> str:
    """Return the reason code why groups cannot weigh by headcount: one of them has none."""
    if not roster:
        return "NO_ROSTER"
    return "ROSTER_LACKS" if unlisted(functions, roster, k) else "ROSTER_TOO_SMALL"


def _silent(functions: Sequence[str | None], roster: Mapping[str, int]) -> dict[str, int]:
    """Return N of each function of the roster nobody answered for."""
    present = {who or OTHER for who in functions}
    return {who: size for who, size in sorted(roster.items()) if size and who not in present}


def _invited(people: Sequence[str | None], roster: Mapping[str, int], *, whole: bool) -> int | str:
    """Return how many the roster counts where they work (``whole``: in all), or why it cannot."""
    functions = {who or OTHER for who in people if who is not None or not whole}
    if not roster or not functions <= set(roster) or not (functions or whole):
        return "NO_ROSTER"
    size = sum(roster.values() if whole else (roster[function] for function in functions))
    return size if size >= len(people) else "ROSTER_TOO_SMALL"


def headcounts(merged: Mapping[str, str], sizes: Mapping[str, _Number]) -> dict[str, _Number]:
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
    whole = _number(population.invited[None])
    yield _taken_part(None, everybody, whole, everybody, whole)
    if not population.stated or everybody < population.k:
        return
    for name, answered in population.counts.items():
        invited = _number(population.invited[name])
        yield _taken_part(name, answered, invited, everybody, whole)
    for function in sorted(set(roster) - set(population.merged) - set(population.groups)):
        if roster[function] >= population.k:
            yield _taken_part(function, 0, roster[function], everybody, whole)


def _taken_part(
    name: str | None, answered: int, invited: int | None, everybody: int, whole: int | None
) -> Participation:
    """Return a row; these are counts of all people, not estimates: no interval belongs to them."""
    rate = answered / invited if invited else None
    part = cutoffs("participation")["quiet_below"]
    quiet = answered * whole < part * everybody * invited if invited and whole else None
    return Participation(name, answered, invited, rate, quiet)


def _number(size: int | str) -> int | None:
    return size if isinstance(size, int) else None
