"""What texts around the answers say of their scale: an instruction, a banner, a column's title.

A title's own legend stands beside its question; here a text may say anything, so that only what is
surely a legend counts: words of the scale with their numbers, or a range where answers are spoken
of. What fits one of the scales a text stands over is about that scale, and says nothing of others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from maturity.instrument import Scale, normalised
from maturity.responses.evidence import Evidence
from maturity.responses.facts import ColumnFacts, Diagnosis
from maturity.responses.legends import (
    FITS,
    INVERTED,
    OTHER,
    UNCLEAR,
    Verdict,
    all_pairs,
    listed,
    straight,
    way_of,
)
from maturity.responses.wording import canonical

Named = Callable[[Scale, str], int | None]

_RANGE = re.compile(
    r"(?P<front>[(\[]|\b(?:from|de|between|entre|scale(?: of)?|echelle(?: de)?)\b)? ?"
    r"(?<![\d.,/-])(?P<low>\d{1,3}) ?(?P<to>a|to|and|et|-|\.\.+)(?= ?\d) ?(?P<high>\d{1,3})"
    r"(?![\d.,]*\d|[-/]\d|\w)(?P<rest>[^\n]{0,40})"
)
_ALONE = re.compile(r"[(\[]?(?:de|from)? ?(\d{1,3}) ?(?:a|to|-) ?(\d{1,3})[)\]]?")
_OUT_OF = re.compile(r"(?<!\d)(?<!\d )(?:\bsur |\bout of |/ ?)(\d{1,3})(?= ?[)\].!]*$)")
_WORD = re.compile(r"[^\W\d_][\w'°]*|[%€°]|n°")
_HIGHEST = (*range(3, 12), 20, 100)  # where scales in use end
_SHORT = 80  # characters of a title or an instruction in which "/10" is what answers are out of
_APART = 3  # a list of codes goes on by ones; both ends of a scale stand further apart


@lru_cache(maxsize=2000)
def speaks(text: str) -> bool:
    """Tell whether a text may be a legend at all: most lines of a workbook are not."""
    plain = normalised(text)
    return bool(all_pairs(plain) or _ranges(plain))


def told(
    columns: Sequence[ColumnFacts], seen: Iterable[Evidence], named: Named
) -> dict[int, Diagnosis]:
    """Compare what texts around answers say with the scales, for columns of numbers.

    Parameters
    ----------
    columns : sequence of ColumnFacts
        All columns: they say over which scales a text stands.
    seen : iterable of Evidence
        The columns to judge; those whose own title has a legend are left to it.
    named : callable
        Gives the point of a scale that some words name.
    """
    over: dict[str, dict[str, Scale]] = defaultdict(dict)
    for column in columns:
        for text in column.legends:
            over[text][column.scale.id] = column.scale
    verdicts = {text: _verdicts(text, scales, named) for text, scales in over.items()}
    found: dict[int, Diagnosis] = {}
    for each in seen:
        facts = each.facts
        if not each.numbers or not facts.legends:
            continue
        for text in facts.legends:
            verdict = verdicts[text].get(facts.scale.id)
            if verdict and facts.position not in found:
                found[facts.position] = as_diagnosis(verdict, facts.scale)
    return found


def as_diagnosis(verdict: Verdict, scale: Scale) -> Diagnosis:
    """Return what a column is diagnosed with where a legend does not fit its scale."""
    first, last = canonical(verdict.first), canonical(verdict.last)
    if verdict.kind == UNCLEAR:
        turned = {"first": str(scale.max), "last": str(scale.min)}
        return Diagnosis("COLUMN_LEGEND", turned)
    if verdict.kind == INVERTED:
        return Diagnosis("COLUMN_INVERTED", {"first": first, "last": last})
    return Diagnosis("COLUMN_SCALE", {"low": first, "high": last})


def _verdicts(text: str, scales: Mapping[str, Scale], named: Named) -> dict[str, Verdict]:
    """Return what a text says against each scale it stands over; nothing if it fits one of them.

    It is about the scale most of whose answers it names, else one with as many points.
    """
    plain = normalised(text)
    ways = {id_: _judged(plain, scale, named) for id_, scale in scales.items()}
    said = {id_: way for id_, way in ways.items() if way}
    most = max((known for _, known in said.values()), default=0)
    chosen = {id_: verdict for id_, (verdict, known) in said.items() if known == most}
    if any(verdict.kind == FITS for verdict in chosen.values()):
        return {}
    alike = {
        id_: verdict
        for id_, verdict in chosen.items()
        if abs(verdict.last - verdict.first) == scales[id_].max - scales[id_].min
    }
    return chosen if most else alike or chosen


def _judged(plain: str, scale: Scale, named: Named) -> tuple[Verdict, int] | None:
    """Return what a text says of a scale, and how many answers it names; None for nothing."""
    pairs = all_pairs(plain)
    known = [
        (number, point, firm)
        for number, words, firm in pairs
        if (point := named(scale, words)) is not None
    ]
    if any(firm for *_, firm in known) or len(known) > 1:
        return _of_known([(number, point) for number, point, _ in known], scale), len(known)
    ranges = _ranges(plain, scale)
    if ranges:
        return _of_range(ranges, scale), 0
    verdict = _of_others([(number, words) for number, words, firm in pairs if firm], plain, scale)
    return (verdict, 0) if verdict else None


def _of_known(known: Sequence[tuple[int, int]], scale: Scale) -> Verdict:
    """Judge numbers beside answers of the scale; a text may be about another scale besides."""
    line = straight(known, scale)
    if line == (scale.min, scale.max) or {(end, end) for end in (scale.min, scale.max)} <= set(
        known
    ):
        return Verdict(FITS)
    if line is None:
        return Verdict(UNCLEAR, scale.max, scale.min)
    return Verdict(INVERTED if line[0] > line[1] else OTHER, *line)


def _of_range(ranges: Sequence[tuple[int, int]], scale: Scale) -> Verdict:
    if (scale.min, scale.max) in ranges:
        return Verdict(FITS)
    low, high = ranges[0]
    return Verdict(INVERTED if low > high else OTHER, low, high)


def _of_others(pairs: Sequence[tuple[int, str]], plain: str, scale: Scale) -> Verdict | None:
    """Judge numbers beside words that the scale does not know, by their ends."""
    if not pairs:
        return None
    low, high = min(pairs), max(pairs)
    ways = {way for way in (way_of(low[1], low=True), way_of(high[1], low=False)) if way}
    if low[0] == high[0]:
        return _of_one(*low, scale)
    down = ways == {"down"}
    first, last = (high[0], low[0]) if down else (low[0], high[0])
    if (low[0], high[0]) == (scale.min, scale.max):
        return Verdict(INVERTED, first, last) if down else Verdict(FITS) if ways else None
    apart = len(pairs) == 2 and high[0] - low[0] >= _APART  # noqa: PLR2004 - both ends alone
    if low[0] > 1 or high[0] not in _HIGHEST or not (ways or apart or _has_cue(plain)):
        return None
    return Verdict(INVERTED if down else OTHER, first, last)


def _of_one(number: int, words: str, scale: Scale) -> Verdict | None:
    """Judge a single number: the best at the lowest end, or the worst at the highest."""
    way = way_of(words, low=number <= scale.min)
    ends = number in {scale.min, scale.max}
    return Verdict(UNCLEAR, scale.max, scale.min) if ends and way == "down" else None


def _has_cue(plain: str) -> bool:
    cues = listed()["cue.words"]
    return any(word in cues or word.rpartition("'")[2] in cues for word in _WORD.findall(plain))


def _ranges(plain: str, scale: Scale | None = None) -> list[tuple[int, int]]:
    """Return the ranges of numbers a text states for answers, those counting other things left out.

    ``out of 10`` begins where the scale does.
    """
    alone = _ALONE.fullmatch(plain)
    if alone:
        ends = int(alone[1]), int(alone[2])
        return [ends] if _is_scale(*ends) else []
    if not _has_cue(plain):
        return []
    found = [
        ends
        for each in _RANGE.finditer(plain)
        if _is_scale(*(ends := (int(each["low"]), int(each["high"])))) and _of_answers(each, plain)
    ]
    most = _OUT_OF.search(plain) if len(plain) <= _SHORT else None
    if most and int(most[1]) in _HIGHEST:
        found.append((scale.min if scale else 0, int(most[1])))
    return found


def _is_scale(low: int, high: int) -> bool:
    return min(low, high) in {0, 1} and max(low, high) in _HIGHEST


def _of_answers(each: re.Match[str], plain: str) -> bool:
    """Tell whether a range is one of answers: said to be one, and of nothing that is counted."""
    front, rest = each["front"], each["rest"].lstrip()
    before = set(_WORD.findall(plain[: each.start()])[-1:])
    after = set(_WORD.findall(rest)[:1])
    if (each["to"] in {"and", "et"}) != (front in {"between", "entre"}):
        return False
    if front in {"(", "["}:
        return rest[:1] in {"", ")", "]"} and not before & listed()["range.before"]
    if not front and not before & listed()["cue.words"]:
        return False
    said = set(_WORD.findall(plain)) & listed()["cue.rating"]
    if not said and before & listed()["range.before"]:
        return False
    return rest[:1] in {")", "]"} or not after & listed()["range.after"]
