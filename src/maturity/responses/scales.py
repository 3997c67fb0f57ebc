"""Whether numbers are on a scale, or on another one: a typo is one cell, a recode is a column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import isfinite

from maturity.instrument import Scale
from maturity.responses.wording import canonical

Numbers = Mapping[float, int]

# What tools write for "no answer"; they lie far from every scale and say nothing of it.
_CODES = {
    -9999,
    -999,
    -998,
    -99,
    -98,
    -97,
    -88,
    -77,
    -66,
    -9,
    -8,
    -7,
    *(66, 77, 88, 96, 97, 98, 99),
}
_CODES |= {666, 777, 888, 996, 997, 998, 999, 9999}
# Scales in use. A slider is not known by its extremes, which few people choose.
_IN_USE = [(low, high) for high in (*range(4, 13), 20) for low in (0, 1)]
_IN_USE += [(-2, 2), (-3, 3), (-5, 5), (0, 50), (0, 100), (0, 1000)]
_IN_USE.sort(key=lambda ends: (ends[1] - ends[0], ends))

_TYPOS = 0.05  # of typed answers, hardly more than one in a hundred is a slip; five leave room
_MANY = 0.10  # from here on, numbers off the scale are no slips
_PAIR, _FEW = 2, 3  # one number off the scale is a slip; two may be chance where answers are few
_SILENCE = 20  # so many answers without the highest point are telling, if one is below the lowest
_CHANCE = 0.05  # what is less likely than this did not happen by chance


@dataclass(frozen=True, slots=True)
class Window:
    """The lowest and the highest point of the scale that numbers seem to be on."""

    low: float
    high: float

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high

    def overlaps(self, other: Window) -> bool:
        """Tell whether two scales have points in common."""
        return self.low <= other.high and other.low <= self.high

    def joined(self, other: Window) -> Window:
        """Return the scale that holds both."""
        return Window(min(self.low, other.low), max(self.high, other.high))


def telling(numbers: Numbers, scale: Scale) -> Counter[float]:
    """Return the numbers that say something of their scale."""
    return Counter(
        {
            number: count
            for number, count in numbers.items()
            if isfinite(number) and (number in scale.points or number not in _CODES)
        }
    )


def outside(numbers: Numbers, scale: Scale) -> int:
    """Return how many numbers lie below or above a scale."""
    return sum(count for n, count in numbers.items() if not scale.min <= n <= scale.max)


def other_scale(numbers: Numbers, scale: Scale, *, whole: bool = False) -> Window | None:
    """Return the scale that numbers seem to be on, None when they may be on the one they should.

    Parameters
    ----------
    numbers : mapping
        How often each number occurs.
    scale : Scale
        What they should be on.
    whole : bool
        They are all there are in the table: nothing else could say more.
    """
    counted = telling(numbers, scale)
    total, off = counted.total(), outside(counted, scale)
    broken = sum(count for number, count in counted.items() if number != int(number))
    if broken >= (_PAIR if off >= _PAIR else _FEW) and 2 * broken >= total:
        return _around(counted, scale)
    if off < _PAIR:
        return _lowered(counted, scale) if whole and off else None
    if total - off <= _TYPOS * total:
        return _around(counted, scale)
    return _shifted(counted, scale) or _wider(counted, scale)


def _around(counted: Counter[float], scale: Scale) -> Window:
    """Return the scale in use that holds all numbers, or their own ends where these say enough."""
    low, high = min(counted), max(counted)
    if low >= 0 and high <= 1 and any(number != int(number) for number in counted):
        return Window(0, 1)
    if high - low < len(scale.points):
        return Window(low, high)
    fits = (Window(*ends) for ends in _IN_USE if ends[0] <= low and high <= ends[1])
    return next(fits, Window(low, high))


def _lowered(counted: Counter[float], scale: Scale) -> Window | None:
    """Doubt a single 0 where the highest point is never chosen: tools like to count from 0."""
    window = Window(0, scale.max - 1)
    counts_from_0 = scale.min == 1 and counted[0] and counted.total() >= _SILENCE
    return window if counts_from_0 and all(n in window for n in counted) else None


def _shifted(counted: Counter[float], scale: Scale) -> Window | None:
    """Find as many points side by side that hold the numbers: 0 to 4, 4 to 8.

    Numbers the window leaves out must be fewer than typos are, and far fewer than those it wins.
    """
    ordered = sorted(counted)
    sums = [0, *accumulate(counted[number] for number in ordered)]

    def between(low: float, high: float) -> int:
        first, last = bisect_left(ordered, low), bisect_right(ordered, high)
        return max(0, sums[last] - sums[first])

    width, best = scale.max - scale.min, (0, 0.0)
    for low in (number for number in ordered if number == int(number) and number != scale.min):
        ours = between(max(low, scale.min), min(low + width, scale.max))
        won, left = between(low, low + width) - ours, sums[-1] - between(low, low + width)
        if won >= max(_PAIR, _FEW * left) and left <= _TYPOS * sums[-1]:
            best = max(best, (won, low))
    return Window(best[1], best[1] + width) if best[0] else None


def _wider(counted: Counter[float], scale: Scale) -> Window | None:
    """Find a scale in use with more points: its points off ours must be about as popular."""
    total, off = counted.total(), outside(counted, scale)
    if off < _FEW or off < _MANY * total:
        return None
    for ends in _IN_USE:
        window = Window(*ends)
        held = {number: count for number, count in counted.items() if number in window}
        if sum(held.values()) < (1 - _TYPOS) * total or not outside(held, scale):
            continue
        expected = 1 - len(scale.points) / (window.high - window.low + 1)
        third = (window.high - window.low) / 3
        above = sum(count for n, count in held.items() if n >= window.high - third)
        if 2 * off >= expected * total and above >= _PAIR:
            return window
        return None
    return None


def cleared(numbers: Numbers, scale: Scale, window: Window, share: float) -> bool:
    """Tell whether a column is on its scale although others of its table are on another.

    It holds points that the other scale lacks; or so many answers that some would lie off the
    scale, as ``share`` (0 to 1) of the others' do.
    """
    counted = telling(numbers, scale)
    lacking = sum(c for n, c in counted.items() if n in scale.points and n not in window)
    if lacking >= _PAIR:
        return True
    holds_all = all(point in window for point in scale.points)
    unlikely = (1 - min(share, 1)) ** counted.total() < _CHANCE
    return holds_all and unlikely and not outside(counted, scale)


def spoken(window: Window) -> tuple[str, str]:
    """Return the ends of a scale as written."""
    return canonical(window.low), canonical(window.high)
