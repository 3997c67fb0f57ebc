"""Who counts for how many: groups by the roster, and by further attributes where it has them.

Raking needs a roster that is about everybody, and enough people who answered. Where either is
missing groups count by headcount alone and it is said why: nobody is weighed away.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from maturity.scores.cutoffs import cutoffs
from maturity.scores.groups import merge_small
from maturity.scores.model import Weighting
from maturity.scores.population import Population, Raking
from maturity.scores.statistics import weights


@dataclass(frozen=True, slots=True)
class _Margin:
    """One attribute to rake to: everybody's category, and how many people each stands for."""

    categories: tuple[str, ...]
    totals: Mapping[str, float]


def weigh(
    population: Population,
    attributes: Mapping[str, Sequence[str | None]],
    rosters: Mapping[str, Mapping[str, int]],
) -> tuple[Weighting, Raking | None]:
    """Rake a population that is weighed by headcount to the roster's other margins.

    Parameters
    ----------
    population : Population
        At least one respondent, with groups and headcounts.
    attributes : mapping of str to sequence
        By attribute: each respondent's category, None where they do not say.
    rosters : mapping of str to mapping
        By attribute: people invited in each category.

    Returns
    -------
    Weighting
        How unevenly people count, and why an attribute is not part of it.
    Raking or None
        What everybody weighs, when they do not simply weigh what their group does.
    """
    absent = tuple(_absent(population, attributes, rosters))
    margins: dict[str, _Margin] = {}
    refused = {"function": population.refused} if population.refused else {}
    for name, roster in sorted(rosters.items()):
        margin = _margin(population, attributes[name], roster)
        if isinstance(margin, str):
            refused[name] = margin
        else:
            margins[name] = margin
    if margins:
        found = _rake(population, tuple(margins.values()))
        if not isinstance(found, str):
            raking, effect = found
            return Weighting("raked", *effect, refused, absent), raking
        refused |= dict.fromkeys(margins, found)
    groups = population.counts
    people = np.array([*groups.values()], dtype=np.int64)
    heads = population.headcount or dict.fromkeys(groups, 1)
    table = weights.post_stratified(people, [heads[name] for name in groups])
    method = "equal" if population.headcount is None else "headcount"
    return Weighting(method, *_effect(table, people), 0, refused, absent), None


def _effect(table: weights.Floats, people: weights.Counts) -> tuple[float, float]:
    """Return Kish's design effect, and how many equal people are left."""
    effect = weights.design_effect(table, people)
    return effect, int(people.sum()) / effect


def _absent(
    population: Population,
    attributes: Mapping[str, Sequence[str | None]],
    rosters: Mapping[str, Mapping[str, int]],
) -> Iterator[str]:
    """Yield categories of k invited people or more of whom nobody answered.

    Where nobody says what they are, nobody is known to be missing.
    """
    silent = {"function": population.silent}
    for name, roster in sorted(rosters.items()):
        stated = set(attributes[name]) - {None}
        silent[name] = {each: n for each, n in roster.items() if stated and each not in stated}
    for name, missing in silent.items():
        yield from (f"{name}/{each}" for each, n in sorted(missing.items()) if n >= population.k)


def _margin(
    population: Population, said: Sequence[str | None], roster: Mapping[str, int]
) -> _Margin | str:
    """Return a margin to rake to, or the reason code why it cannot be.

    Categories in which few people answered are put together. People who do not say what they are
    keep the weight their group gives them; the others stand for the rest of the roster.
    """
    heads, groups = population.headcount or {}, population.counts
    fewest = int(cutoffs("weighting")["fewest"])
    stated = Counter(each for each in said if each is not None)
    merged = merge_small([*stated.elements()], fewest)
    obstacles = {
        "NO_ROSTER": not heads or not roster,
        "NOT_STATED": not stated,
        "ROSTER_LACKS": not set(stated) <= set(roster),
        "NOT_REPRESENTED": population.silent or any(n and not stated[c] for c, n in roster.items()),
        "ROSTER_TOO_SMALL": any(n > roster.get(each, 0) for each, n in stated.items()),
        "ROSTER_DIFFERS": sum(roster.values()) != sum(heads.values()),
        "TOO_FEW_TO_RAKE": min(groups.values()) < fewest or len({*merged.values()}) == 1,
    }
    for code, holds in obstacles.items():
        if holds:
            return code
    categories = tuple("" if each is None else merged[each] for each in said)
    unknown = Counter(
        group for group, each in zip(population.groups, said, strict=True) if each is None
    )
    kept = math.fsum(n * heads[name] / groups[name] for name, n in sorted(unknown.items()))
    rest = 1 - kept / sum(heads.values())
    totals = {"": kept} if unknown else {}
    for name in sorted(set(merged.values())):
        inside = sum(n for each, n in roster.items() if merged.get(each) == name)
        totals[name] = inside * rest
    return _Margin(categories, totals)


def _rake(
    population: Population, margins: Sequence[_Margin]
) -> tuple[Raking, tuple[float, float, int]] | str:
    """Return everybody's weight; Kish's design effect, how many are left, how many were cut."""
    heads = population.headcount or {}
    axes = [(population.groups, heads), *((each.categories, each.totals) for each in margins)]
    names = [sorted(set(of)) for of, _ in axes]
    cells = tuple(
        tuple(known.index(each) for each in of) for known, (of, _) in zip(names, axes, strict=True)
    )
    people = np.zeros([len(each) for each in names], dtype=np.int64)
    np.add.at(people, tuple(np.array(each) for each in cells), 1)
    wanted = [
        [totals[each] for each in known] for known, (_, totals) in zip(names, axes, strict=True)
    ]
    table = weights.raked(people, wanted)
    if isinstance(table, str):
        return table
    table, cut = weights.capped(table, people, cutoffs("weighting")["cap"])
    each = table[tuple(np.array(axis) for axis in cells)]
    inside = (table * people).reshape(len(names[0]), -1)
    totals = {name: math.fsum(row) for name, row in zip(names[0], inside, strict=True)}
    base = np.array([heads[name] / population.counts[name] for name in population.groups])
    return Raking(each, base, cells, totals), (*_effect(table, people), cut)
