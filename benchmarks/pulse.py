"""Choose the items of a short form by coverage, and simulate how close it comes to the full form.

    python benchmarks/pulse.py [INSTRUMENT] [--organizations N]

The choice is the smallest set that covers what the instrument covers (an integer programme, so
that it can be repeated and argued with). The precision is that of answers drawn from a response
model, all of whose numbers stand below: what it says is how the two forms compare in such a
world, not what either is worth in yours. It prints both as Markdown; docs/instrument.md quotes it.
"""
# ruff: noqa: INP001, T201 - a script beside the package: it talks

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import LinearConstraint, milp

from maturity.instrument import Instrument, Item, load_instrument

HERE = Path(__file__).parent.parent
PER_FUNCTION = 3  # scored items of a dimension that every function is asked
PER_MIRROR = 3  # items asked of both sides of a mirror
SECONDS_PER_ITEM, SECONDS_AROUND = 15, 120  # a careful reader; welcome, profile, one remark

# Standard deviations of the response model, in points of 0..100.
ORGANIZATION, PRACTICE, ITEM = 12.0, 8.0, 8.0
FUNCTION, LENIENCY, VIEW, MOMENT = 6.0, 10.0, 8.0, 14.0
AGREEING_MEAN, AGREEING = 3.0, 5.0  # ticking "agree" whatever is said
NEAR = 5.0  # points
SIZES = (10, 25, 60)  # respondents


def choose(instrument: Instrument) -> list[Item]:
    """Return the smallest set of scored items that covers every practice, function and mirror."""
    items = [item for item in instrument.items if item.weight > 0]
    rows, least = zip(*_coverage(instrument, items), strict=True)
    # Among equally small sets: what everybody is asked, then the earlier item.
    cost = [1 + 0.001 * bool(item.functions) + 1e-6 * n for n, item in enumerate(items)]
    found = milp(
        cost,
        constraints=LinearConstraint(np.array(rows), lb=list(least)),
        integrality=np.ones(len(items)),
        bounds=(0, 1),
    )
    if not found.success:
        raise SystemExit(found.message)
    return [item for item, taken in zip(items, found.x, strict=True) if round(taken)]


def _coverage(instrument: Instrument, items: list[Item]) -> Iterator[tuple[list[bool], int]]:
    """Yield what must be covered: which items do, and how many of them are needed."""
    for practice in instrument.practices:
        yield _at_least(1, [item.practice == practice.id for item in items])
    for dimension in instrument.dimensions:
        inside = [item.dimension == dimension.id for item in items]
        common = [here and not item.functions for here, item in zip(inside, items, strict=True)]
        turned = [here and item.reverse for here, item in zip(common, items, strict=True)]
        yield _at_least(1, turned)
        for function in functions(instrument):
            asked = [
                here and asks(item, function) for here, item in zip(inside, items, strict=True)
            ]
            yield _at_least(PER_FUNCTION, asked)
    for mirror in instrument.mirrors:
        yield _at_least(PER_MIRROR, [item.mirror == mirror.id for item in items])


def _at_least(wanted: int, covering: list[bool]) -> tuple[list[bool], int]:
    return covering, min(wanted, sum(covering))


def functions(instrument: Instrument) -> list[str]:
    """Return the functions people may state."""
    attribute = instrument.attribute("function")
    return [choice.id for choice in attribute.choices] if attribute else [""]


def asks(item: Item, function: str) -> bool:
    """Tell whether people of a function are asked an item."""
    return not item.functions or function in item.functions


def minutes(instrument: Instrument, items: list[Item]) -> float:
    """Return the minutes of whoever is asked most."""
    most = max(sum(asks(item, f) for item in items) for f in functions(instrument))
    return (SECONDS_AROUND + SECONDS_PER_ITEM * most) / 60


@dataclass(frozen=True, slots=True)
class Closeness:
    """How the short form's score of an organisation compares with the full form's, 0..100."""

    correlation: float
    deviation: float
    near: float
    same_level: float


def simulate(
    instrument: Instrument, short: list[Item], people: int, organizations: int, seed: int
) -> dict[str, Closeness]:
    """Draw organisations, ask all their people both forms, and compare dimension by dimension."""
    rng = np.random.default_rng(seed)
    items = [item for item in instrument.items if item.weight > 0]
    pairs = [_scores(instrument, items, short, people, rng) for _ in range(organizations)]
    cuts = [level.below for level in instrument.levels if level.below is not None]
    result = {}
    for d, dimension in enumerate(instrument.dimensions):
        full, brief = np.array([pair[d] for pair in pairs]).T
        levels = [
            np.searchsorted(cuts, np.round(scores, 9), side="right") for scores in (full, brief)
        ]
        result[dimension.id] = Closeness(
            correlation=float(np.corrcoef(full, brief)[0, 1]),
            deviation=float(np.std(brief - full)),
            near=float(np.mean(np.abs(brief - full) <= NEAR)),
            same_level=float(np.mean(levels[0] == levels[1])),
        )
    return result


def _scores(
    instrument: Instrument,
    items: list[Item],
    short: list[Item],
    people: int,
    rng: np.random.Generator,
) -> list[tuple[float, float]]:
    names = functions(instrument)
    function = rng.integers(len(names), size=people)
    asked = np.array([[asks(item, names[f]) for item in items] for f in function])
    answers = _answers(instrument, items, function, rng)
    brief = np.array([item in short for item in items])
    weights = np.array([item.weight for item in items])
    pairs = []
    for dimension in instrument.dimensions:
        inside = np.array([item.dimension == dimension.id for item in items])
        forms = (asked & inside, asked & inside & brief)
        pairs.append(tuple(_mean(answers, form * weights) for form in forms))
    return pairs


def _mean(answers: np.ndarray, weights: np.ndarray) -> float:
    total = weights.sum(axis=1)
    some = total > 0
    return float(((answers * weights).sum(axis=1)[some] / total[some]).mean())


def _answers(
    instrument: Instrument, items: list[Item], function: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw everybody's answers, keyed and on 0..100, one row per person."""
    people, names = len(function), functions(instrument)
    dimensions = {each.id: rng.normal(50, ORGANIZATION) for each in instrument.dimensions}
    practices = {each.id: rng.normal(0, PRACTICE) for each in instrument.practices}
    seen = rng.normal(0, FUNCTION, (len(names), len(dimensions)))[function]
    lenient = rng.normal(0, LENIENCY, people)
    agreeing = rng.normal(AGREEING_MEAN, AGREEING, people)
    views = {each: rng.normal(0, VIEW, people) for each in practices}
    columns = []
    for item in items:
        d = list(dimensions).index(item.dimension)
        truth = dimensions[item.dimension] + practices.get(item.practice or "", 0.0)
        felt = truth + rng.normal(0, ITEM) + seen[:, d] + lenient + rng.normal(0, MOMENT, people)
        felt = (
            felt + views.get(item.practice or "", 0.0) + (-agreeing if item.reverse else agreeing)
        )
        steps = item.scale.max - item.scale.min
        columns.append(np.clip(np.round(felt / 100 * steps), 0, steps) / steps * 100)
    return np.array(columns).T


def main() -> None:
    """Print the choice and how close it comes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "instrument", nargs="?", default=HERE / "surveys" / "digital-maturity", type=Path
    )
    parser.add_argument("--organizations", default=1000, type=int)
    asked = parser.parse_args()
    instrument = load_instrument(asked.instrument)
    short = choose(instrument)
    everything = [item for item in instrument.items if item.weight > 0]
    print(f"{len(short)} of {len(everything)} scored items: {', '.join(i.id for i in short)}")
    long, brief = minutes(instrument, everything), minutes(instrument, short)
    print(f"{brief:.1f} minutes instead of {long:.1f}\n")
    titles = ("dimension", "items", "respondents", "r", "SD of the difference")
    print(_line(*titles, "within 5 points", "same level"))
    print(_line(*["---"] * (len(titles) + 2)))
    for people in SIZES:
        found = simulate(instrument, short, people, asked.organizations, seed=20261122)
        for dimension in instrument.dimensions:
            close = found[dimension.id]
            count = sum(item.dimension == dimension.id for item in short)
            items = f"{count} of {len(dimension.scored_items)}"
            figures = (f"{close.correlation:.2f}", f"{close.deviation:.1f}")
            shares = (f"{close.near:.0%}", f"{close.same_level:.0%}")
            print(_line(dimension.id, items, str(people), *figures, *shares))


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
