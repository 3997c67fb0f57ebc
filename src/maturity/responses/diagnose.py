"""What is wrong with a whole column, before anyone looks at its cells: one cause, one problem.

A tool exports all questions of a scale alike, so all columns of a table are judged together. What
is in doubt is not read: a person confirms it in ``mapping.yaml``, and it is read from then on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from maturity.instrument import Scale
from maturity.readers import as_written
from maturity.readers.sheet import Value
from maturity.responses import shapes
from maturity.responses.code import Coder
from maturity.responses.evidence import CODE, TEXT, Evidence, evidence, never_calculated
from maturity.responses.facts import ColumnFacts, Diagnosis
from maturity.responses.legends import (
    FITS,
    Legend,
    cut,
    judged,
    label_in,
    legend_of,
    straight,
)
from maturity.responses.strangers import other_numbers, other_words
from maturity.responses.told import as_diagnosis, told
from maturity.responses.wording import canonical, loose

__all__ = ["ColumnFacts", "Diagnosis", "diagnose"]

Found = dict[int, Diagnosis]

_PAIR, _FEW = 2, 3  # one cell is a slip; so may be two among few
_MANY = 0.10  # from here on, what does not fit is no slip
_LINE = 0.9  # numbers and words that disagree in one and the same way, a slip in ten allowed


def diagnose(columns: Sequence[ColumnFacts], coder: Coder) -> Found:
    """Return what is wrong with whole columns, by their position; the others are not in it.

    Parameters
    ----------
    columns : sequence of ColumnFacts
        All item columns of one table. Forms that were handed out alike are best given together:
        one respondent's few numbers say little.
    coder : Coder
        What single cells mean.
    """
    uncalculated = never_calculated(columns)
    seen = [evidence(each, coder, no_formula_counts=uncalculated) for each in columns]
    confirmed = [each for each in seen if each.facts.recoding]
    found = _misfits(confirmed)
    tests = (_mostly, _legends, _around(columns), _conflicts, other_numbers, other_words)
    for test in tests:
        found |= test(_open(seen, found, but=confirmed), coder)
    for tell in (_formulas, _garbled):
        found |= tell(_open(seen, found))
    found = _told_together(found)
    return found | _whole_scales(columns, found)


def _told_together(found: Found) -> Found:
    """Let columns share the values a diagnosis explains, so that one cause is one problem."""
    values: dict[str, frozenset[Value]] = defaultdict(frozenset)
    for each in found.values():
        values[each.code] |= each.values or frozenset()
    return {
        n: each if each.values is None else replace(each, values=values[each.code])
        for n, each in found.items()
    }


def _whole_scales(columns: Sequence[ColumnFacts], found: Found) -> Found:
    """Name the scale where all its columns share a diagnosis, so that one line confirms them."""
    by_scale: dict[str, list[int]] = defaultdict(list)
    for column in columns:
        by_scale[column.scale.id].append(column.position)
    whole: Found = {}
    for scale, positions in by_scale.items():
        first = found.get(positions[0])
        alike = first and first.values is None and all(found.get(n) == first for n in positions)
        if first and alike and len(positions) > 1:
            named = replace(first, details={**first.details, "scope": scale})
            whole |= dict.fromkeys(positions, named)
    return whole


def _open(seen: Sequence[Evidence], found: Found, but: Sequence[Evidence] = ()) -> list[Evidence]:
    return [each for each in seen if each.facts.position not in found and each not in but]


def _misfits(confirmed: Sequence[Evidence]) -> Found:
    """Doubt what ``mapping.yaml`` confirms where the numbers are no longer those it lists."""
    found: Found = {}
    by_stated: dict[str, list[Evidence]] = defaultdict(list)
    for each in confirmed:
        by_stated[each.facts.recoding.stated if each.facts.recoding else ""].append(each)
    for stated, alike in by_stated.items():
        unmapped = sum(each.unmapped for each in alike)
        numbers = sum(each.numbers.total() for each in alike)
        for each in alike:
            own = _is_many(each.unmapped, each.numbers.total())
            if own or _is_many(unmapped, numbers):
                found[each.facts.position] = Diagnosis("COLUMN_RECODING", {"stated": stated})
    return found


def _is_many(count: int, total: int) -> bool:
    return count >= _PAIR and count >= _MANY * total


# Columns most cells of which are of one kind that is no answer; of some, the other cells are sound.
_KINDS = (
    ("ANSWER_DATE", "COLUMN_DATES", True),
    ("ANSWER_SEVERAL", "COLUMN_SEVERAL", True),
    (TEXT, "COLUMN_TEXT", True),
    (CODE, "COLUMN_CODES", True),
    ("ANSWER_PERCENT", "COLUMN_SCALE", True),
    ("ANSWER_OTHER_SCALE", "COLUMN_SCALE", True),
    ("ANSWER_BOOLEAN", "COLUMN_LABELS", True),
    ("ANSWER_MARK", "COLUMN_MARKS", False),
    ("ANSWER_ERROR", "COLUMN_ERRORS", False),
)


def _mostly(seen: Sequence[Evidence], coder: Coder) -> Found:
    found: Found = {}
    judged_cells = sum(each.judged for each in seen)
    for kind, code, whole in _KINDS:
        everywhere = sum(each.kinds[kind] for each in seen)
        common = everywhere >= _FEW and 2 * everywhere >= judged_cells
        for each in seen:
            count = each.kinds[kind]
            mostly = count and 2 * count >= each.judged and (count >= _PAIR or common)
            if mostly and each.facts.position not in found:
                values = None if whole else frozenset(_of_kind(each, coder, kind))
                found[each.facts.position] = Diagnosis(code, _ends(seen, kind), values)
    return found


def _of_kind(seen: Evidence, coder: Coder, kind: str) -> Iterator[Value]:
    for value in seen.facts.counts:
        if coder.code(seen.facts.scale, value, seen.facts.recoding).problem == kind:
            yield value


def _ends(seen: Iterable[Evidence], kind: str) -> dict[str, str]:
    """Return the ends of the scale that answers such as 80 % and 7/10 are given on."""
    if kind == "ANSWER_PERCENT":
        return {"low": "0%", "high": "100%"}
    if kind != "ANSWER_OTHER_SCALE":
        return {}
    written = (loose(as_written(value)) for each in seen for value in each.facts.counts)
    most = max((found[1] for each in written if (found := shapes.out_of(each))), default=0)
    return {"low": "0", "high": str(most)}


def _legends(seen: Sequence[Evidence], coder: Coder) -> Found:
    """Compare what titles say of the scale with what the questionnaire says; words need no legend.

    A legend that names answers in words the scale does not know leaves its direction open.
    """
    found: Found = {}
    for each in seen:
        facts, legend = each.facts, _own_legend(each.facts, coder)
        if legend is None or not each.numbers:
            continue
        verdict = judged(legend, facts.scale, partial(_point, coder, facts.scale))
        if verdict.kind != FITS:
            found[facts.position] = as_diagnosis(verdict, facts.scale)
    return found


def _own_legend(facts: ColumnFacts, coder: Coder) -> Legend | None:
    item = coder.items.get(facts.item)
    return legend_of(facts.title, item.text.values() if item else ())


def _around(columns: Sequence[ColumnFacts]) -> Callable[[Sequence[Evidence], Coder], Found]:
    """Return the test of texts around columns, for those without a legend of their own."""

    def test(seen: Sequence[Evidence], coder: Coder) -> Found:
        rest = [each for each in seen if _own_legend(each.facts, coder) is None]
        return told(columns, rest, partial(_point, coder))

    return test


def _point(coder: Coder, scale: Scale, words: str) -> int | None:
    """Return the point that words name; a title may say more than a label does."""
    labels = coder.labels(scale)
    point = coder.point_named(scale, words)
    if point is None and (label := label_in(words, labels)):
        return labels[label]
    named = (coder.point_named(scale, each) for each in cut(words) if each)
    return point if point is not None else next((p for p in named if p is not None), None)


def _conflicts(seen: Sequence[Evidence], coder: Coder) -> Found:  # noqa: ARG001 - a test like others
    """Find numbers that go another way than the words beside them, or are shifted, all alike."""
    found: Found = {}
    by_scale: dict[str, list[Evidence]] = defaultdict(list)
    for each in seen:
        if each.pairs:
            by_scale[each.facts.scale.id].append(each)
    for alike in by_scale.values():
        together: Counter[tuple[float, int]] = Counter()
        for each in alike:
            together.update(each.pairs)
        common = _line(together, alike[0])
        for each in alike:
            agree = sum(c for (n, p), c in each.pairs.items() if n == p != _middle(each))
            line = _line(each.pairs, each) or (None if agree >= _PAIR else common)
            if line:
                found[each.facts.position] = line
    return found


def _line(pairs: Counter[tuple[float, int]], of: Evidence) -> Diagnosis | None:
    """Return what most pairs of number and point say of the scale, None when they agree with it."""
    scale = of.facts.scale
    wrong = sum(count for (number, point), count in pairs.items() if number != point)
    if wrong < _PAIR:
        return None
    ways: Counter[tuple[str, float]] = Counter()
    for (number, point), count in pairs.items():
        ways["up", number - point] += count
        ways["down", number + point] += count
    (_, most), *_ = ranked = ways.most_common()
    if most < _LINE * pairs.total():
        return None
    ways_best = {way for way, count in ranked if count == most}
    kept = [pair for pair in pairs if _on(pair, ways_best)]
    ends = straight(kept, scale)
    if ends is None or ends == (scale.min, scale.max):
        return None
    first, last = map(canonical, ends)
    if ends[0] > ends[1]:
        return Diagnosis("COLUMN_INVERTED", {"first": first, "last": last})
    return Diagnosis("COLUMN_SCALE", {"low": first, "high": last})


def _middle(seen: Evidence) -> float:
    """Return the point that stays where it is when a scale is turned round."""
    return (seen.facts.scale.min + seen.facts.scale.max) / 2


def _on(pair: tuple[float, int], ways: set[tuple[str, float]]) -> bool:
    number, point = pair
    return ("up", number - point) in ways or ("down", number + point) in ways


def _formulas(seen: Sequence[Evidence]) -> Found:
    """Name formulas once: those nobody calculated are no answers, the results of others are."""
    found: Found = {}
    for code, taken in (("COLUMN_UNCALCULATED", False), ("COLUMN_FORMULAS", True)):
        chosen = [(each, each.stored if taken else each.uncalculated) for each in seen]
        everywhere = sum(each.cells(values) for each, values in chosen)
        for each, values in chosen:
            zero = not taken and any(value.value == 0 for value in values)
            if values and (everywhere >= _PAIR or zero) and each.facts.position not in found:
                found[each.facts.position] = Diagnosis(code, {}, frozenset(values), taken)
    return found


def _garbled(seen: Sequence[Evidence]) -> Found:
    found: Found = {}
    everywhere = sum(each.cells(each.garbled) for each in seen)
    for each in seen:
        if each.garbled and everywhere >= _PAIR:
            values = frozenset(each.garbled)
            found[each.facts.position] = Diagnosis("COLUMN_GARBLED", {}, values, taken=True)
    return found
