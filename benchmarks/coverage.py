"""Do intervals hold what they promise? Simulated organisations whose truth is known.

    python benchmarks/coverage.py [--draws N] [--only WORD]

Organisations are drawn from a response model whose numbers all stand below; some of their people
answer, and the program's own code makes intervals and probabilities of levels from them. Counted is
how often the interval holds the score that all of them would have, and how often a level that is
called 70 % probable is the true one. It prints Markdown, which docs/methods.md shows, and exits
with 1 when a figure is outside what is promised. Seeded: the same numbers every time.
"""
# ruff: noqa: INP001, T201 - a script beside the package: it talks

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from scipy.special import ndtr

from maturity.scores.estimate import Estimate, composite, estimate, sampling
from maturity.scores.population import Population, populate
from maturity.scores.statistics.intervals import level_probability, of_finite, wilson
from maturity.scores.weighing import weigh

SEED = 20261122
LOWEST, HIGHEST = 0.93, 0.97  # what a 95 % interval may cover
NEAR = 0.03  # how far from the truth a probability may be
NOISE = 3.0  # standard errors of the simulation itself that are forgiven
TELLING = 0.01  # what is called less probable than this, or all but certain, is not judged
CUTS = (20, 40, 60, 80)
K = 3  # the smallest there is: the hardest for intervals

# The response model: a person's disposition is a normal deviate, moved by organisation, function
# and rank; an answer is that disposition plus a deviate of the item, cut at four thresholds.
# Standard deviations, in those of the disposition inside a function.
ORGANIZATION, FUNCTION, DIMENSION = 0.8, 0.6, 0.7
RANK = {"executive": 0.9, "manager": 0.4, "staff": -0.2}
ANSWERING = {"executive": 0.35, "manager": 0.6, "staff": 0.8}  # who answers, where rank matters

Floats = np.typing.NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """How people answer: thresholds, items of a score, and how far two camps stand apart."""

    name: str
    thresholds: tuple[float, ...]
    items: int
    camps: float = 0.0
    drift: float = ORGANIZATION

    def scores(self, rng: np.random.Generator, shift: Floats, items: int = 0) -> Floats:
        """Draw scores 0..100 of people with these shifts, in an array of their shape."""
        trait = rng.normal(size=shift.shape)
        if self.camps:
            trait = trait / 2 + self.camps * rng.choice([-1.0, 1.0], shift.shape)
        points = np.zeros(shift.shape)
        for _ in range(items or self.items):
            answer = trait + shift + rng.normal(size=shift.shape)
            points += sum((answer > cut).astype(float) for cut in self.thresholds)
        return points * (100 / len(self.thresholds) / (items or self.items))

    def expected(self, shift: Floats) -> Floats:
        """Return the mean score of endlessly many people with these shifts."""
        centres = [self.camps, -self.camps] if self.camps else [0.0]
        spread = math.sqrt(1.25 if self.camps else 2.0)
        above = [ndtr((c + shift - cut) / spread) for c in centres for cut in self.thresholds]
        found: Floats = np.mean(above, axis=0) * 100
        return found


EVEN = (-1.5, -0.5, 0.5, 1.5)
MODELS = (
    Model("five items", EVEN, 5),
    Model("skewed", (-2.4, -1.5, -0.7, 0.5), 5, drift=0.3),
    Model("one item (ties)", EVEN, 1),
    Model("two camps", EVEN, 5, camps=1.5),
)
TOP_HEAVY = (
    Model("mean 80, skew -1.3", (-2.8, -2.0, -1.2, -0.2), 5, drift=0.0),
    Model("one item, 70 % on top", (-3.0, -2.4, -1.8, -0.8), 1, drift=0.0),
)


@dataclass(frozen=True)
class Design:
    """An organisation: people invited, and people who answer, by function."""

    invited: tuple[int, ...]
    answer: tuple[int, ...]

    def __str__(self) -> str:
        alike = groupby(zip(self.answer, self.invited, strict=True))
        times = [(n, size, len(list(each))) for (n, size), each in alike]
        return ", ".join(f"{n} of {size}" + f" ({t} times)" * (t > 1) for n, size, t in times)

    @property
    def names(self) -> list[str]:
        """A name per function."""
        return [f"f{n}" for n in range(len(self.invited))]

    @property
    def functions(self) -> list[str]:
        """The function of everybody who answers."""
        return [name for name, n in zip(self.names, self.answer, strict=True) for _ in range(n)]

    def population(self, *, roster: bool = True, headcount: bool = False) -> Population:
        """Who was asked, as the program sees it."""
        sizes = dict(zip(self.names, self.invited, strict=True)) if roster else {}
        return populate(self.functions, sizes, K, by_headcount=headcount)

    def weights(self, *, headcount: bool) -> Floats:
        """Return what each function weighs in the truth."""
        sizes = np.array(self.invited if headcount else [1] * len(self.invited), dtype=float)
        weights: Floats = sizes / sizes.sum()
        return weights


ONE = [Design((size,), (n,)) for size, n in (
    (8, 5), (12, 8), (20, 14), (40, 15), (60, 20), (100, 30), (200, 50)
)]  # fmt: skip
SEVERAL = [
    Design((8, 8), (5, 5)),
    Design((12, 30), (5, 5)),
    Design((10, 10, 10, 10), (5, 5, 5, 5)),
    Design((20, 20, 20), (5, 8, 14)),
    Design((6, 40, 12), (3, 20, 3)),
    Design((6,) * 6, (3,) * 6),
    Design((30,) * 6, (3,) * 6),
    Design((60, 20), (40, 5)),
    Design((9, 14, 12, 20, 10, 11, 6, 5), (7, 9, 8, 14, 6, 8, 5, 4)),
    Design((40, 60, 30, 50, 20), (20, 31, 12, 25, 12)),
]


RAKED = (
    [{"executive": 12, "manager": 25, "staff": 60}, {"executive": 10, "manager": 30, "staff": 63}],
    [{"executive": 6, "manager": 12, "staff": 30} for _ in range(4)],
    [{"executive": 20, "manager": 10, "staff": 25}, {"executive": 5, "manager": 25, "staff": 90}],
)


@dataclass
class Tally:
    """How often intervals held the truth, and what levels were called how probable."""

    lowest: float = LOWEST
    highest: float = HIGHEST
    held: int = 0
    made: int = 0
    none: int = 0
    claims: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, found: Estimate, truth: float) -> None:
        """Judge one organisation."""
        known = sampling(found)
        if isinstance(known, str):
            self.none += 1
            return
        self.share(known.interval(), truth)
        level = sum(cut <= round(truth, 9) for cut in CUTS)
        probabilities = enumerate(level_probability(known, CUTS))
        self.claims += [(p, n == level) for n, p in probabilities if TELLING < p < 1 - TELLING]

    def share(self, ends: tuple[float, float], truth: float) -> None:
        """Judge one interval."""
        self.made += 1
        self.held += ends[0] - 1e-9 <= truth <= ends[1] + 1e-9

    @property
    def coverage(self) -> float:
        """The share of intervals that held the truth."""
        return self.held / self.made

    @property
    def sound(self) -> bool:
        """Whether that is what was promised, but for the noise of the simulation."""
        noise = NOISE * math.sqrt(0.95 * 0.05 / self.made)
        return self.lowest - noise <= self.coverage <= self.highest + noise

    def __str__(self) -> str:
        part = self.none / (self.made + self.none)
        none = f" ({part:.0%} none)" if part >= 0.005 else ""  # noqa: PLR2004 - what rounds to 1 %
        return f"{self.coverage:.3f}{none}" if self.sound else f"**{self.coverage:.3f}**{none}"


Row = tuple[str, list[Tally]]


def shifts(rng: np.random.Generator, model: Model, design: Design, draws: int) -> list[Floats]:
    """Draw where organisations and their functions stand: per function, one row per draw."""
    whole = rng.normal(0, model.drift, (draws, 1))
    return [whole + rng.normal(0, FUNCTION, (draws, 1)) for _ in design.invited]


def one_figure(
    model: Model, design: Design, draws: int, *, roster: bool = True, headcount: bool = False
) -> Tally:
    """Judge a dimension of organisations; people who answer are the first of their function.

    Nobody differs from anybody in a function but by chance, so the first are as good as any.
    Without a roster the truth is the mean of endlessly many such people.
    """
    rng = np.random.default_rng(SEED)
    moved = shifts(rng, model, design, draws)
    pairs = zip(moved, design.invited, strict=True)
    people = [model.scores(rng, np.repeat(shift, size, axis=1)) for shift, size in pairs]
    truths = [
        p.mean(axis=1) if roster else model.expected(s)[:, 0]
        for p, s in zip(people, moved, strict=True)
    ]
    truth = np.stack(truths, axis=1) @ design.weights(headcount=headcount)
    answers = np.concatenate(
        [each[:, :n] for each, n in zip(people, design.answer, strict=True)], axis=1
    )
    population = design.population(roster=roster, headcount=headcount)
    tally = Tally()
    for n in range(draws):
        tally.add(estimate(answers[n], population), float(truth[n]))
    return tally


def all_together(model: Model, design: Design, draws: int, *, headcount: bool) -> Tally:
    """Judge three dimensions, weights 1, 1 and 2, of which one person in twelve skips one."""
    rng = np.random.default_rng(SEED + 1)
    population = design.population(headcount=headcount)
    weights, share = (1.0, 1.0, 2.0), design.weights(headcount=headcount)
    tally = Tally()
    for _ in range(draws):
        moved = [float(each[0, 0]) for each in shifts(rng, model, design, 1)]
        traits = [
            rng.normal(shift, 0.7, size) for shift, size in zip(moved, design.invited, strict=True)
        ]
        parts, truth = [], 0.0
        for weight in weights:
            people = [model.scores(rng, each + rng.normal(0, DIMENSION)) for each in traits]
            truth += weight * float(share @ [each.mean() for each in people]) / sum(weights)
            answers = np.concatenate([p[:n] for p, n in zip(people, design.answer, strict=True)])
            answers[rng.random(len(answers)) < 1 / 12] = np.nan
            parts.append((estimate(answers, population), weight))
        tally.add(composite(parts, population), truth)
    return tally


def raked(model: Model, invited: Sequence[dict[str, int]], draws: int) -> tuple[Tally, Tally]:
    """Judge scores where ranks answer unequally: raked over function and rank, and by function."""
    rng = np.random.default_rng(SEED + 2)
    names = [f"f{n}" for n in range(len(invited))]
    roster = {name: sum(by.values()) for name, by in zip(names, invited, strict=True)}
    by_rank = {rank: sum(by[rank] for by in invited) for rank in RANK}
    function = [
        name for name, by in zip(names, invited, strict=True) for _ in range(sum(by.values()))
    ]
    rank = [each for by in invited for each, n in by.items() for _ in range(n)]
    likely = np.array([ANSWERING[each] for each in rank])
    tallies = Tally(), Tally()
    for _ in range(draws):
        effect = dict(zip(names, rng.normal(0, FUNCTION, len(names)), strict=True))
        shift = rng.normal(0, model.drift) + np.array(
            [effect[f] + RANK[r] for f, r in zip(function, rank, strict=True)]
        )
        scores = model.scores(rng, shift)
        inside = np.flatnonzero(rng.random(len(scores)) < likely)
        population = populate([function[n] for n in inside], roster, K, by_headcount=True)
        said = {"rank": [rank[n] for n in inside]}
        weighting, raking = weigh(population, said, {"rank": by_rank})
        if weighting.method != "raked":
            tallies[0].none += 1
            continue
        for tally, each in zip(
            tallies, (replace(population, raking=raking), population), strict=True
        ):
            tally.add(estimate(scores[inside], each), float(scores.mean()))
    return tallies


def shares(design: Design, draws: int, *, roster: bool) -> Tally:
    """Judge the share of one group above the middle of one item."""
    rng, model = np.random.default_rng(SEED + 3), MODELS[0]
    (size,), (n,) = design.invited, design.answer
    tally = Tally(lowest=0.95, highest=1.0) if roster else Tally()  # exact: never less than it says
    for _ in range(draws):
        shift = np.full(size, rng.normal(0, ORGANIZATION))
        people = model.scores(rng, shift, items=1) > 50  # noqa: PLR2004 - the middle of 0..100
        favourable = int(people[:n].sum())
        ends = of_finite(favourable, n, size) if roster else wilson(favourable, n)
        above = ndtr((shift[0] - model.thresholds[2]) / math.sqrt(2.0))
        if not isinstance(ends, str):
            tally.share(ends, float(people.mean()) if roster else float(above))
    return tally


# What is judged


@dataclass(frozen=True)
class Section:
    """A table: what its rows are, and its columns; ``promised`` columns must be sound."""

    title: str
    first: str
    columns: Sequence[str]
    rows: Sequence[Row]
    promised: Sequence[bool]
    levels: bool = True

    def kept(self) -> Iterator[Tally]:
        """Yield what must be sound."""
        for _, cells in self.rows:
            yield from (cell for cell, held in zip(cells, self.promised, strict=True) if held)

    def __str__(self) -> str:
        lines = [
            f"**{self.title}**\n",
            f"| {self.first} | {' | '.join(self.columns)} |",
            f"|---|{'---|' * len(self.columns)}",
        ]
        lines += [f"| {name} | {' | '.join(map(str, cells))} |" for name, cells in self.rows]
        return "\n".join(lines) + "\n"


def sections(draws: int) -> Iterator[Section]:
    """Simulate one table after the other."""
    names, all_of_them = [model.name for model in MODELS], [True] * len(MODELS)
    rows = [(str(d), [one_figure(m, d, draws) for m in MODELS]) for d in ONE]
    yield Section("One group, headcount known", "answered", names, rows, all_of_them)
    rows = [
        (str(d.answer[0]), [one_figure(m, d, draws, roster=False) for m in MODELS]) for d in ONE
    ]
    yield Section("One group, headcount not known", "answered", names, rows, all_of_them)
    for h, how in ((False, "functions weigh the same"), (True, "functions weigh by headcount")):
        rows = [(str(d), [one_figure(m, d, draws, headcount=h) for m in MODELS]) for d in SEVERAL]
        yield Section(f"Several functions; {how}", "answered", names, rows, all_of_them)
        rows = [
            (str(d), [all_together(m, d, draws // 3, headcount=h) for m in MODELS])
            for d in (SEVERAL[1], SEVERAL[3], SEVERAL[8])
        ]
        yield Section(f"All dimensions together; {how}", "answered", names, rows, all_of_them)
    yield raking(draws // 3)
    rows = [(str(d), [shares(d, draws, roster=r) for r in (True, False)]) for d in ONE]
    columns = ["exact, of all invited", "Wilson, of endlessly many"]
    yield Section("Shares", "answered", columns, rows, [True, True], levels=False)
    names = [model.name for model in TOP_HEAVY]
    rows = [(str(d), [one_figure(m, d, draws) for m in TOP_HEAVY]) for d in ONE]
    yield Section("Almost everybody near the top", "answered", names, rows, [False, False])


def raking(draws: int) -> Section:
    """Simulate raked scores, and beside them what weights by function alone would have held."""
    models = MODELS[:3]
    columns = [f"{model.name}, {how}" for model in models for how in ("raked", "by function")]
    rows = [
        (
            "; ".join("/".join(str(n) for n in by.values()) for by in invited),
            [tally for model in models for tally in raked(model, invited, draws)],
        )
        for invited in RAKED
    ]
    first = "executives/managers/staff invited, by function"
    return Section("Ranks that answer unequally", first, columns, rows, [True, False] * len(models))


def calibration(claims: Sequence[tuple[float, bool]]) -> list[tuple[str, int, float, float]]:
    """Group claims by tenths: how many, the mean probability claimed, how often it was true."""
    found = []
    claimed = np.array([p for p, _ in claims])
    true = np.array([held for _, held in claims])
    for tenth in range(10):
        inside = (claimed >= tenth / 10) & (claimed < (tenth + 1) / 10)
        said, held = float(claimed[inside].mean()), float(true[inside].mean())
        found.append((f"{tenth * 10} to {tenth * 10 + 10} %", int(inside.sum()), said, held))
    return found


def main() -> int:
    """Simulate, print, and say whether promises are kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--draws", type=int, default=4000, help="organisations per figure")
    kept, claims = True, []
    for section in sections(asked.parse_args().draws):
        print(section, flush=True)
        kept &= all(tally.sound for tally in section.kept())
        if section.levels:
            claims += [claim for tally in section.kept() for claim in tally.claims]
    print("**Probabilities of levels**\n")
    print("| claimed | times | mean claim | true |\n|---|---|---|---|")
    for name, times, said, held in calibration(claims):
        print(f"| {name} | {times:,} | {said:.3f} | {held:.3f} |")
        kept &= abs(said - held) <= NEAR
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
