"""Problems of cells and columns in words, with the lines of ``mapping.yaml`` that cure them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from maturity.errors import Param, Problem
from maturity.instrument import Item
from maturity.language import LANGUAGES, sentence
from maturity.readers import as_written
from maturity.readers.sheet import Value
from maturity.responses.code import Coded, Coder
from maturity.responses.facts import ColumnFacts, Diagnosis
from maturity.responses.legends import as_stated
from maturity.responses.wording import number_in, quoted

_SHOWN = 8  # different answers shown of a column; the rest is counted
_NAMED = 8  # questions named of one cause; the address says where the rest is
_LISTED = 12  # different answers a table of mapping.yaml is written out for
_WORD = re.compile(r"[A-Za-z_][\w.-]*|\d[\d.]*")
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def answer_problem(where: str, item: Item, coded: Coded, value: Value, coder: Coder) -> Problem:
    """Return the problem of one cell, quoting what stands there and what it may have meant."""
    written = as_written(value)
    params: dict[str, Param] = {
        "item": item.id,
        "min": str(item.scale.min),
        "max": str(item.scale.max),
    }
    if coded.problem == "ANSWER_UNKNOWN":
        close = coder.closest(item.scale, written)
        params["hint"] = _hint(item, written, *close) if close else ""
    return Problem(where, coded.problem, quoted(written), params)


def _hint(item: Item, written: str, label: str, point: int) -> Param:
    lines = f"labels: {{{as_key(item.scale.id)}: {{{as_key(written)}: {point}}}}}"
    return {
        language: " " + sentence("cells.closest", language).format(label=label, lines=lines)
        for language in LANGUAGES
    }


def column_problem(
    where: str, diagnosis: Diagnosis, columns: Sequence[ColumnFacts], coder: Coder
) -> Problem:
    """Return the one problem of columns side by side that share a diagnosis."""
    scale = columns[0].scale
    private = diagnosis.code == "COLUMN_TEXT"  # remarks may name people: they are only counted
    counts: Counter[str] = Counter()
    for column in columns:
        for value, count in column.counts.items():
            coded = coder.code(column.scale, value, column.recoding)
            if coded.filled and diagnosis.covers(value):
                counts[as_written(value).strip()] += count
    params: dict[str, Param] = {
        **diagnosis.details,
        "items": _listed([column.item for column in columns]),
        "count": str(counts.total()),
        "min": str(scale.min),
        "max": str(scale.max),
        "lines": "" if private else _lines(diagnosis, columns, counts, coder),
        "same": _stated(_keys(diagnosis, columns), as_stated(scale.min, scale.max)),
    }
    return Problem(where, diagnosis.code, "" if private else observed(counts), params)


def _listed(items: Sequence[str]) -> str:
    """Return items by id; of many, the first ones and how many there are."""
    named = list(dict.fromkeys(items))
    shown = ", ".join(named[:_NAMED])
    return shown if len(named) <= _NAMED else f"{shown}… ({len(named)})"


def observed(counts: Counter[str]) -> str:
    """Return answers with how often each occurs, numbers in order, the rest by frequency.

    >>> observed(Counter({"2": 5, "10": 1, "0": 3}))
    '0 (3), 2 (5), 10 (1)'
    """
    listed = sorted(counts.items(), key=lambda each: (_order(each[0]), -each[1], each[0]))
    shown = [f"{quoted(written)} ({count})" for written, count in listed[:_SHOWN]]
    return ", ".join(shown) + (" …" if len(listed) > _SHOWN else "")


def _order(written: str) -> float:
    number = number_in(written)
    return float("inf") if number is None else number


def _keys(diagnosis: Diagnosis, columns: Sequence[ColumnFacts]) -> list[str]:
    """Return what mapping.yaml names these columns by: their scale when all of it is meant."""
    whole = diagnosis.details.get("scope")
    return [whole] if whole else list(dict.fromkeys(column.item for column in columns))


def _lines(
    diagnosis: Diagnosis, columns: Sequence[ColumnFacts], counts: Counter[str], coder: Coder
) -> str:
    """Return what to write in mapping.yaml; ``_`` where only a person can say the point."""
    keys, details = _keys(diagnosis, columns), diagnosis.details
    if "first" in details:
        return _stated(keys, f"{details['first']} to {details['last']}")
    low, high = details.get("low", ""), details.get("high", "")
    ends = number_in(low.rstrip("%")), number_in(high.rstrip("%"))
    if ends[0] is not None and ends[1] is not None:
        step = (ends[1] - ends[0]) / (len(columns[0].scale.points) - 1)
        if low[-1:] == "%" or step == 1 or (ends == (0, 1)):
            return _stated(keys, f"{low} to {high}")
        if step.is_integer():
            return _stated(keys, f"{low} to {high}")
        if ends[1] - ends[0] < _LISTED and all(end.is_integer() for end in ends if end is not None):
            points = range(int(ends[0]), int(ends[1]) + 1)
            return _stated(keys, _table(dict.fromkeys(map(str, points))))
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_LISTED]
    words = sorted((written for written, _ in ranked), key=lambda word: (_order(word), word))
    return _stated(keys, _table({word: _likely(columns[0], word, coder) for word in words}))


def _likely(column: ColumnFacts, word: str, coder: Coder) -> int | None:
    """Return the point that words most likely name, None for numbers and unlike words."""
    if number_in(word) is not None:
        return None
    close = coder.closest(column.scale, word)
    return close[1] if close else coder.point_named(column.scale, word)


def _table(points: Mapping[str, int | None]) -> str:
    listed = (f"{as_key(word)}: {'_' if p is None else p}" for word, p in points.items())
    return "{" + ", ".join(listed) + "}"


def _stated(keys: Iterable[str], value: str) -> str:
    return "scales: {" + ", ".join(f"{as_key(key)}: {value}" for key in keys) + "}"


def as_key(words: str) -> str:
    """Return words as a key of YAML that reads back as these words.

    >>> as_key("SIL01"), as_key("Plutôt d’accord"), as_key("no")
    ('SIL01', '"Plutôt d’accord"', '"no"')
    """
    bare = _WORD.fullmatch(words) and words.casefold() not in _RESERVED
    return words if bare else json.dumps(words, ensure_ascii=False)
