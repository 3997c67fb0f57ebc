"""What a title says of the scale below it: ``(1 = Strongly agree … 5 = Strongly disagree)``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from maturity.instrument import Scale, normalised
from maturity.responses.wording import canonical

FITS, INVERTED, OTHER, UNCLEAR = "fits", "inverted", "other", "unclear"

_NUMBER_FIRST = re.compile(
    r"(?:(?<![\w.,])(\d{1,3}) ?(?:=|:|->|-)|(?<![\w.,(\[])(\d{1,3}) ?\)) ?(?=[^\W\d])"
)
_FIRM_FIRST = re.compile(
    r"(?<![\w.,/])(\d{1,3}) ?"
    r"(?:=+>?|->|\b(?:means|meaning|stands for|being|signifi(?:e|ant)|veut dire|vaut|etant|"
    r"correspond(?:ant|s)? a|corresponds to)\b) ?[\"'(\[]{0,2}(?=[^\W\d])"
)
_LOOSE_FIRST = re.compile(
    r"(?<![\w.,/(])(\d{1,3}) ?(?::|-|\)|\b(?:is|est|pour|for)\b) ?[\"']?(?=[^\W\d])"
)
_BRACKETED = re.compile(r"(?<![\w.,/])(\d{1,3}) ?[(\[] ?[\"']?([^\W\d][^()\[\]\d]{1,80}?) ?[)\]]")
_WORDS_FIRST = re.compile(r"([^\W\d][^\d()=;,\[\]]{1,80}?) ?[(=\[] ?(\d{1,3})(?!\w)")
_ENDS = re.compile(
    r"[(\[] ?(?:(?:de|from|scale(?: of)?|echelle(?: de)?|note(?: de)?) )?"
    r"(\d{1,3}) ?(?:a|to|-|\.\.+) ?(\d{1,3}) ?[)\]]"
    r"|(?:scale(?: of| from)?|echelle (?:allant )?de|note de|(?:note[zr]|rate).{0,30} (?:de|from))"
    r" (\d{1,3}) ?(?:a|to|-) ?(\d{1,3})(?!\w)"
)
_OUT_OF = re.compile(r"(?:\bsur |\bout of |(?<![\w/])/ ?)(\d{1,3})(?= ?[)\].]?$)")
_EDGES = " ,;.:…-–/|()[]\"'"
_JOINS = re.compile(r" (?:to|a|et|and|jusqu'a|through)$")
_CUTS = re.compile(
    r"[;,.:/|…\"]|\b(?:to|a|et|and|jusqu'a|through|ou|or|where|from|de|entre|between)\b"
)
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*=")
_SHORT = 8  # a shorter label begins too many other words


@dataclass(frozen=True, slots=True)
class Legend:
    """What was stated: numbers with their words, and the two ends; and what stands there."""

    pairs: tuple[tuple[int, str], ...]
    ends: tuple[int | None, int] | None
    stated: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a legend fits the scale; ``first`` and ``last`` are the numbers of both its ends."""

    kind: str
    first: float = 0
    last: float = 0


def legend_of(title: str, texts: Iterable[str]) -> Legend | None:
    """Return what a title says of the scale besides the question, None when it says nothing."""
    plain = normalised(title)
    for text in sorted(map(normalised, texts), key=len, reverse=True):
        if text and text in plain:
            plain = plain.replace(text, " ", 1)
            break
    plain = plain.strip()
    pairs = tuple(_pairs(plain) or _bracketed(plain))
    if len(pairs) > 1:
        numbers = [number for number, _ in pairs]
        return Legend(pairs, (min(numbers), max(numbers)), plain)
    ends = _ENDS.search(plain)
    if ends:
        low, high = (int(number) for number in ends.groups() if number)
        if abs(high - low) > 1:  # "(1-2)" numbers parts
            return Legend(pairs, (low, high), plain)
    most = _OUT_OF.search(plain)
    if most:
        return Legend(pairs, (None, int(most[1])), plain)
    return Legend(pairs, None, plain) if pairs else None


def _pairs(plain: str) -> list[tuple[int, str]]:
    found = list(_NUMBER_FIRST.finditer(plain))
    if found:
        return list(_up_to_the_next(plain, found))
    return [(int(each[2]), _trimmed(each[1])) for each in _WORDS_FIRST.finditer(plain)]


def _up_to_the_next(plain: str, found: list[re.Match[str]]) -> Iterator[tuple[int, str]]:
    ends = [*(each.start() for each in found[1:]), len(plain)]
    for each, end in zip(found, ends, strict=False):  # nothing found, nothing ends
        number = next(group for group in each.groups() if group)
        yield int(number), _trimmed(plain[each.end() : end])


def _bracketed(plain: str) -> list[tuple[int, str]]:
    return [(int(each[1]), _trimmed(each[2])) for each in _BRACKETED.finditer(plain)]


def all_pairs(plain: str) -> list[tuple[int, str, bool]]:
    """Return numbers with the words beside them wherever they stand in a normalised text.

    The last of three says whether the text says so itself: ``1 = never``, ``never (1)``; other
    marks between a number and words may be a list's.
    """
    firm = list(_up_to_the_next(plain, list(_FIRM_FIRST.finditer(plain))))
    if not firm:
        firm = _bracketed(plain)
        firm += [(int(each[2]), _trimmed(each[1])) for each in _WORDS_FIRST.finditer(plain)]
    loose = _up_to_the_next(plain, list(_LOOSE_FIRST.finditer(plain))) if not firm else ()
    pairs = [*((*each, True) for each in firm), *((*each, False) for each in loose)]
    return [pair for pair in pairs if pair[1]]


def cut(words: str) -> Iterator[str]:
    """Yield words, then less and less of them: a text goes on behind an answer, or led to it.

    >>> list(cut("please answer from never"))
    ['please answer from never', 'please answer', 'never']
    """
    yield words
    found = list(_CUTS.finditer(words))
    yield from (words[: each.start()].strip(_EDGES) for each in reversed(found))
    yield from (words[each.end() :].strip(_EDGES) for each in found)


@cache
def listed() -> Mapping[str, frozenset[str]]:
    """Return the words of ``legends.toml`` by place, normalised: ``ends.low`` and others."""
    file = resources.files("maturity.responses") / "legends.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        f"{subject}.{kind}": frozenset(map(normalised, words))
        for subject, kinds in data.items()
        for kind, words in kinds.items()
    }


def way_of(words: str, *, low: bool) -> str:
    """Return ``up`` when words at the low end of a scale are low, or high at the other.

    ``down`` when they are the opposite, nothing when they belong to no end.
    """
    for each in cut(words):
        for kind in ("low", "high"):
            known = listed()[f"ends.{kind}"]
            if each in known or label_in(each, known):
                return "up" if (kind == "low") == low else "down"
    return ""


def _trimmed(words: str) -> str:
    # what follows a closing bracket belongs to the question again
    head = words.partition(")")[0].strip(_EDGES)
    return _JOINS.sub("", head).strip(_EDGES)


def judged(legend: Legend, scale: Scale, named: Callable[[str], int | None]) -> Verdict:
    """Compare a legend with the scale; ``named`` gives the point that some words name."""
    points = [(number, named(words)) for number, words in legend.pairs]
    known = [(number, point) for number, point in points if point is not None]
    if known:
        line = straight(known, scale)
        if line is None:
            return Verdict(UNCLEAR)
        if line[0] == scale.min and line[1] == scale.max:
            return Verdict(FITS)
        return Verdict(INVERTED if line[0] > line[1] else OTHER, *line)
    if legend.ends:
        low, high = legend.ends
        low = min(scale.min, high) if low is None else low
        if (low, high) == (scale.max, scale.min):
            return Verdict(INVERTED, low, high)
        if (low, high) != (scale.min, scale.max):
            return Verdict(OTHER, low, high)
    unclear = len(points) > 1 or _is_strange_end(legend, scale)
    return Verdict(UNCLEAR if unclear and scale.labels else FITS)


def _is_strange_end(legend: Legend, scale: Scale) -> bool:
    """Tell whether one end alone is explained in brackets, and not as every scale has it."""
    number, words = next(iter(legend.pairs), (None, ""))
    ends = number in {scale.min, scale.max} and _IN_BRACKETS.search(legend.stated)
    return bool(ends) and way_of(words, low=number == scale.min) != "up"


def straight(pairs: Iterable[tuple[float, int]], scale: Scale) -> tuple[float, float] | None:
    """Return the numbers of both ends of a scale, the lowest answer's first, from some of them.

    None when the pairs of number and point do not lie on one line, up or down by ones. A single
    pair off its place is taken for a scale that runs the other way if that explains it.
    """
    listed = list(pairs)
    ups = {number - point for number, point in listed}
    downs = {number + point for number, point in listed}
    if len(ups) == 1 and not (len(downs) == 1 and downs == {scale.min + scale.max} and ups != {0}):
        shift = ups.pop()
        return scale.min + shift, scale.max + shift
    if len(downs) == 1:
        total = downs.pop()
        return total - scale.min, total - scale.max
    return None


def label_in(words: str, labels: Iterable[str]) -> str | None:
    """Return the longest label that some words begin with, None when there is none."""
    begun = (
        label
        for label in labels
        if len(label) >= _SHORT
        and words.startswith(label)
        and not words[len(label) :][:1].isalnum()
    )
    return max(begun, key=len, default=None)


def as_stated(first: float, last: float) -> str:
    """Return two ends as ``mapping.yaml`` states them.

    >>> as_stated(5, 1)
    '5 to 1'
    """
    return f"{canonical(first)} to {canonical(last)}"
