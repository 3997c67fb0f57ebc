"""Gaps: how far apart groups are, how sure that is, and what may be told as a finding.

Three families, by what was decided before anybody answered. *Confirmed* are the questions the
instrument asks by declaring them: its mirrors on every dimension (adjusted by Holm), and whom the
functions rate (by Holm too, among themselves). *Screened* are the mirrors' items, of which there
are many (Benjamini-Hochberg). *Described* are all other pairs of functions, which nobody had asked
for: no test, and an interval as wide as choosing the most striking of them demands. An instrument
without mirrors asks for all pairs of its functions.

*other* is never compared: it is several functions, and people who name none, with nothing in
common but their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from maturity.instrument import Item
from maturity.scores.by_item import mirrored, shown_points
from maturity.scores.cutoffs import cutoffs
from maturity.scores.estimate import estimate
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.matrix import Floats, respondent_scores
from maturity.scores.model import Gap
from maturity.scores.seed import seed
from maturity.scores.sides import Part, Sides
from maturity.scores.statistics import differences, multiplicity

CONFIRMED, SCREENED, DESCRIBED = "confirmed", "screened", "described"
_SAME = 1e-9  # score_100 points


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two groups on one thing, first in alphabetical order; ``unasked`` as in :class:`Part`."""

    kind: str
    id: str
    by: str
    family: str
    groups: tuple[str, str]
    samples: tuple[differences.Sample, differences.Sample]
    unasked: tuple[float, float]

    @property
    def finite(self) -> tuple[float, float]:
        """What is not asked where it is known of both groups, else all of both."""
        return self.unasked if max(self.unasked) < 1 else (1.0, 1.0)

    @property
    def difference(self) -> float:
        """First minus second, in score_100 points."""
        return self.samples[0].mean - self.samples[1].mean


@dataclass(frozen=True, slots=True)
class _Test:
    """What a pair was tested by, None when it was not, for which p is the reason."""

    name: str | None
    p: float | str
    adjusted: float | None = None


def score_gaps(ground: Ground, gate: Gate) -> tuple[Gap, ...]:
    """Compare everything that is published and may be compared, family after family."""
    pairs = [*_dimensions(ground, gate), *_ratings(ground, gate), *_items(ground, gate)]
    order = (CONFIRMED, SCREENED, DESCRIBED)
    pairs.sort(key=lambda pair: order.index(pair.family))
    start = seed(ground, "gaps")
    tests = _adjusted(pairs, [_tested(pair, start) for pair in pairs])
    chosen = max(1, sum(pair.family == DESCRIBED for pair in pairs))
    least = ground.instrument.thresholds["finding_points"]
    return tuple(
        _gap(gate, f"/gaps/{n}", pair, test, (chosen, least))
        for n, (pair, test) in enumerate(zip(pairs, tests, strict=True))
    )


# What is compared


def _dimensions(ground: Ground, gate: Gate) -> Iterator[_Pair]:
    """Yield the mirrors' sides on every dimension, then all other pairs of functions."""
    instrument, least = ground.instrument, ground.instrument.rules.min_answered
    declared = {frozenset(side.functions for side in each.sides) for each in instrument.mirrors}
    other_pairs = DESCRIBED if instrument.mirrors else CONFIRMED
    for dimension in instrument.dimensions:
        scores = respondent_scores(ground.data, dimension.scored_items, least)
        sides = Sides(ground, gate, dimension.id, ground.by_dimension[dimension.id])
        for mirror in instrument.mirrors:
            what = ("dimension", dimension.id, mirror.id, CONFIRMED)
            yield from _pair(scores, sides.of(mirror), what)
        for a, b in combinations(sides.functions(), 2):
            if frozenset({(a.id,), (b.id,)}) not in declared:
                what = ("dimension", dimension.id, "function", other_pairs)
                yield from _pair(scores, (a, b), what)


def _items(ground: Ground, gate: Gate) -> Iterator[_Pair]:
    for item, percent, sides in mirrored(ground, gate):
        yield from _pair(percent, sides, ("item", item.id, item.mirror or "", SCREENED))


def _ratings(ground: Ground, gate: Gate) -> Iterator[_Pair]:
    """Yield what two functions say of each other: a's answers about b, and b's about a."""
    data, least = ground.data, ground.instrument.rules.min_answered
    functions = sorted({each for each in data.functions if each is not None})
    for a, b in combinations(functions, 2):
        items = {who: _judging(ground, who, whom) for who, whom in ((a, b), (b, a))}
        if not items[a] or not items[b]:
            continue
        name = f"{a}-{b}"
        if not all(_shown(ground, gate, item, who) for who in (a, b) for item in items[who]):
            gate.hidden(name, "UNDER_K")
            continue
        scores = np.full(len(data.functions), np.nan)
        for who, asked in items.items():
            rows = [n for n, function in enumerate(data.functions) if function == who]
            scores[rows] = respondent_scores(data, asked, least)[rows]
        sides = Sides(ground, gate, name, estimate(scores, ground.population))
        shown = {each.id: each for each in sides.functions()}
        what = ("rating", name, "function", CONFIRMED)
        yield from _pair(scores, (shown.get(a), shown.get(b)), what)


def _judging(ground: Ground, who: str, whom: str) -> list[Item]:
    """Return the items that count in which one function rates the other."""
    return [
        item
        for item in ground.instrument.items
        if item.weight > 0 and item.is_for(who) and item.rated_by(who) == whom
    ]


def _shown(ground: Ground, gate: Gate, item: Item, who: str) -> bool:
    """Tell whether an item's answers would be published of a function alone.

    Else the few who answered it besides would be what is left when its rating is taken away.
    """
    found = estimate(shown_points(ground, gate, item), ground.population)
    return item.id not in ground.hidden_items and who in found.by_group


def _pair(
    scores: Floats, parts: tuple[Part | None, Part | None], what: tuple[str, str, str, str]
) -> Iterator[_Pair]:
    """Yield two groups beside each other, nothing when one of them is not shown."""
    first, second = parts
    if first is None or second is None:
        return
    a, b = sorted((first, second), key=lambda part: part.id)
    samples = [differences.sample(scores[list(part.rows)]) for part in (a, b)]
    yield _Pair(*what, (a.id, b.id), (samples[0], samples[1]), (a.unasked, b.unasked))


# What is said of it


def _tested(pair: _Pair, start: int) -> _Test:
    """Test a pair: small groups by permutation, unless their headcounts make Welch the exacter."""
    a, b = pair.samples
    if pair.family == DESCRIBED:
        return _Test(None, "DESCRIPTIVE")
    p, name = differences.welch_p(a, b, pair.finite), "welch"
    if (
        isinstance(p, float)
        and min(a.n, b.n) < cutoffs("gaps")["permuted_below"]
        and pair.finite == (1.0, 1.0)
    ):
        p, name = differences.permutation_p(a, b, start), "permutation"
    return _Test(None if isinstance(p, str) else name, p)


def _adjusted(pairs: Sequence[_Pair], tests: Sequence[_Test]) -> list[_Test]:
    """Adjust the p values of each family, by the kind of thing that is compared."""
    found = list(tests)
    for family in {(pair.family, pair.kind) for pair in pairs}:
        places = [n for n, pair in enumerate(pairs) if (pair.family, pair.kind) == family]
        values = [None if isinstance(p := tests[n].p, str) else p for n in places]
        adjust = multiplicity.holm if family[0] == CONFIRMED else multiplicity.benjamini_hochberg
        for n, value in zip(places, adjust(values), strict=True):
            found[n] = replace(tests[n], adjusted=value)
    return found


def _gap(gate: Gate, here: str, pair: _Pair, test: _Test, mark: tuple[int, float]) -> Gap:
    a, b = pair.samples
    difference = pair.difference
    p = gate.known(f"{here}/p", test.p)
    why = "" if p is not None else str(test.p)
    census = pair.finite == (0.0, 0.0)
    around = "CENSUS" if census else differences.hedges_interval(a, b)
    higher = None if abs(difference) < _SAME else pair.groups[difference < 0]
    return Gap(
        kind=pair.kind,
        id=pair.id,
        by=pair.by,
        groups=pair.groups,
        n=(a.n, b.n),
        scores_100=(a.mean, b.mean),
        difference=difference,
        interval=gate.known(f"{here}/interval", differences.welch_interval(a, b, pair.finite)),
        effect_size=gate.known(f"{here}/effect_size", differences.hedges_g(a, b)),
        effect_interval=gate.known(f"{here}/effect_interval", around),
        cliffs_delta=differences.cliffs_delta(a, b),
        test=gate.passed(f"{here}/test", test.name, why),
        p=p,
        p_adjusted=gate.passed(f"{here}/p_adjusted", test.adjusted, why),
        family=pair.family,
        finding=_finding(pair, *mark),
        higher=gate.passed(f"{here}/higher", higher, "NO_DIFFERENCE"),
    )


def _finding(pair: _Pair, chosen: int, least: float) -> bool:
    """Tell whether a gap lies beyond its interval and is wide enough.

    A described pair is one of many, looked at because it stands out; its interval is as wide as
    that demands (Bonferroni): ``1 - .05/m`` over the m described ones.
    """
    alpha = differences.ALPHA / (chosen if pair.family == DESCRIBED else 1)
    ends = differences.welch_interval(*pair.samples, pair.finite, 1 - alpha)
    wide = round(abs(pair.difference), 9) >= least
    return wide and not isinstance(ends, str) and not ends[0] <= 0 <= ends[1]
