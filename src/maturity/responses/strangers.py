"""Numbers and words of another scale than the question's, and the columns beside them in doubt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from maturity.instrument import Scale
from maturity.responses.code import Coder
from maturity.responses.evidence import LABEL, WORD, Evidence
from maturity.responses.facts import Diagnosis
from maturity.responses.scales import Window, cleared, other_scale, outside, spoken, telling

Found = dict[int, Diagnosis]

_PAIR, _FEW, _KEY = 2, 3, 4
_MANY = 0.10  # from here on, unknown words are no slips: they belong to other answers
_SOME = 0.03  # beside columns that are on another scale, less than for themselves says enough
_CHANCE = 0.05  # what is less likely than this did not happen by chance
_MAJORITY = 3  # so many columns on their scale for one that is not: the others are not doubted


def _by_scale(seen: Iterable[Evidence]) -> Iterator[tuple[Scale, list[Evidence]]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for each in seen:
        found[each.facts.scale.id].append(each)
    yield from ((alike[0].facts.scale, alike) for alike in found.values())


# Numbers


def other_numbers(seen: Sequence[Evidence], coder: Coder) -> Found:  # noqa: ARG001 - a test like others
    """Find columns whose numbers are on another scale, and those that may be.

    Numbers beside many words are single cells: the words are sound.
    """
    found: Found = {}
    for scale, alike in _by_scale(seen):
        numbers = [each for each in alike if 2 * each.numbers.total() >= each.judged > 0]
        windows = _windows(numbers, scale)
        ends = _joined(windows.values())
        for each in numbers:
            position = each.facts.position
            if position not in windows:
                continue
            if _is_key(each, scale):
                found[position] = Diagnosis("COLUMN_KEY")
                continue
            window = next(w for w in ends if w.overlaps(windows[position]))
            low, high = spoken(window)
            found[position] = Diagnosis("COLUMN_SCALE", {"low": low, "high": high})
    return found


def _windows(alike: Sequence[Evidence], scale: Scale) -> dict[int, Window]:
    """Return the scale that columns of one scale seem to be on, by position."""
    own = {
        each.facts.position: window
        for each in alike
        if (window := other_scale(each.numbers, scale))
    }
    found = {n: window for n, window in own.items() if not _are_slips(n, alike, scale, own)}
    rest = [each for each in alike if each.facts.position not in found]
    together = _together(rest)
    window = other_scale(together, scale, whole=not found)
    if window:
        share = outside(telling(together, scale), scale) / max(1, together.total())
        doubted = [each for each in rest if not cleared(each.numbers, scale, window, share)]
        return found | dict.fromkeys((each.facts.position for each in doubted), window)
    return found | _doubted(alike, scale, found)


def _together(columns: Iterable[Evidence]) -> Counter[float]:
    return sum((each.numbers for each in columns), Counter[float]())


def _are_slips(
    position: int, alike: Sequence[Evidence], scale: Scale, own: Mapping[int, Window]
) -> bool:
    """Tell whether a column's few numbers off the scale are slips: most others are on the scale."""
    (column,) = (each for each in alike if each.facts.position == position)
    counted = telling(column.numbers, scale)
    others = [each for each in alike if each.facts.position not in own]
    sound = [each for each in others if cleared(each.numbers, scale, own[position], 0)]
    few = outside(counted, scale) < _MANY * counted.total()
    return few and len(sound) >= _MAJORITY * len(own)


def _doubted(
    alike: Sequence[Evidence], scale: Scale, found: Mapping[int, Window]
) -> dict[int, Window]:
    """Return the columns that would fit the scale of others found to be on another one."""
    doubted: dict[int, Window] = {}
    beside = [each for each in alike if each.facts.position not in found]
    for window in dict.fromkeys(found.values()):
        there = [each for each in alike if found.get(each.facts.position) == window]
        share = _share(there, scale, window)
        if _share(beside, scale, window) >= _SOME:  # they drew few of the other scale's numbers
            share = _share([*there, *beside], scale, window)
        sound = [each for each in beside if cleared(each.numbers, scale, window, share)]
        if len(sound) >= _MAJORITY * len(there):
            continue
        for each in beside:
            fits = all(number in window for number in telling(each.numbers, scale))
            if each not in sound and fits:
                doubted.setdefault(each.facts.position, window)
    return doubted


def _share(columns: Sequence[Evidence], scale: Scale, window: Window) -> float:
    """Return which share of some columns' numbers lies off the scale and on the other one."""
    counted = telling(_together(columns), scale)
    off = sum(count for n, count in counted.items() if n in window and n not in scale.points)
    return off / max(1, counted.total())


def _joined(windows: Iterable[Window]) -> list[Window]:
    """Join windows that overlap: columns of one scale differ in which points were chosen."""
    joined: list[Window] = []
    for window in sorted(windows, key=lambda each: (each.low, each.high)):
        if joined and joined[-1].overlaps(window):
            joined[-1] = joined[-1].joined(window)
        else:
            joined.append(window)
    return joined


def _is_key(seen: Evidence, scale: Scale) -> bool:
    """Tell whether a column holds nothing but 0 and 1: points, ticks, right and wrong."""
    points = set(seen.numbers)
    return points == {0.0, 1.0} and scale.min > 0 and seen.numbers.total() >= _KEY


# Words


def other_words(seen: Sequence[Evidence], coder: Coder) -> Found:  # noqa: ARG001 - a test like others
    """Find columns answered in the words of another scale, even where it shares some of ours.

    Words that are all different are remarks, cell by cell; beside many numbers they do no harm.
    """
    found: Found = {}
    for _, alike in _by_scale(seen):
        worded = [each for each in alike if _words(each) and 2 * _words(each) >= each.judged]
        own = [
            each
            for each in worded
            if _are_strange(each.words, each.kinds[LABEL]) or _are_spelt_otherwise(each)
        ]
        rest = [each for each in worded if each not in own]
        strange = sum((each.words for each in rest), Counter[str]())
        known = sum(each.kinds[LABEL] for each in rest)
        spread = 2 * sum(bool(each.words) for each in rest) >= len(rest)
        if own:
            doubted = [each for each in rest if 2 * len(own) >= len(worded) and _shares(each, own)]
        else:
            doubted = rest if spread and _are_strange(strange, known, least=_FEW) else []
        for each in (*own, *doubted):
            found[each.facts.position] = Diagnosis("COLUMN_LABELS")
    return found


def _words(seen: Evidence) -> int:
    return seen.kinds[LABEL] + seen.kinds[WORD] + seen.misspelt.total()


def _are_spelt_otherwise(seen: Evidence) -> bool:
    """Tell whether most cells resemble labels and are none: a tool has its own names for them."""
    return seen.misspelt.total() >= max(_FEW, seen.judged / 2)


def _are_strange(words: Counter[str], known: int, least: int = _PAIR) -> bool:
    strange = words.total()
    if not known:
        return strange >= _FEW or (strange >= _PAIR and len(words) < strange)
    again = any(count >= _PAIR for count in words.values())
    return again and strange >= max(least, _MANY * (strange + known))


def _shares(each: Evidence, own: Sequence[Evidence]) -> bool:
    """Tell whether a column has the answers of others, or merely drew few or none of theirs."""
    if any(word in other.words for other in own for word in each.words):
        return True
    strange = sum(other.words.total() for other in own)
    share = strange / max(1, strange + sum(other.kinds[LABEL] for other in own))
    return bool(strange) and (1 - share) ** _words(each) >= _CHANCE
