"""What one cell of an ``.xlsx`` stores, decoded; equal cells share one value."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from maturity.readers.formats.package import damaged
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Stored, Truth, Value

MAX_COLUMNS, MAX_ROWS = 16_384, 1_048_576  # XFD1048576 is the last cell there can be
TRUE = {"1", "true"}
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - Excel has no zones
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REMEMBERED = 1 << 16
_SHORT = 100


class Cells:
    """Turns what a cell's element says into its value.

    ``zeros`` are formulas whose stored result is a plain 0, ``calculated`` tells whether any other
    result was seen: a program that calculates nothing stores 0 everywhere.
    """

    def __init__(self, strings: Sequence[str], styles: Sequence[str], *, date1904: bool) -> None:
        self.zeros: set[Formula] = set()
        self.calculated = False
        self._styles = styles
        self._epoch = _EPOCH_1904 if date1904 else _EPOCH
        self._readers: dict[str, Callable[[str], Stored]] = {
            "s": lambda text: strings[position(text)],
            "b": lambda text: Truth(text.strip() in TRUE),
            "e": ErrorValue,
            "d": lambda text: Moment(None, text),
        }
        self._known: dict[tuple[str, str, str | None, bool], Value] = {}

    def value(self, kind: str, style: str, text: str | None, *, formula: bool) -> Value:
        """Return the value of a cell: its type, style and text (None without any) as written."""
        key = (kind, style, text, formula)
        known = self._known
        try:
            return known[key]
        except KeyError:
            stored = None if text is None else self._stored(kind, style, text)
            value = self._formula(stored, text) if formula else stored
        if text is None or len(text) < _SHORT:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[key] = value
        return value

    def _formula(self, stored: Stored, text: str | None) -> Formula:
        found = Formula(stored)
        if text == "0" and isinstance(stored, float | Percent | Moment):
            self.zeros.add(found)
        elif stored is not None:
            self.calculated = True
        return found

    def _stored(self, kind: str, style: str, text: str) -> Stored:
        if kind in {"str", "inlineStr"}:
            return unescaped(text)
        if not text.strip():
            return None
        read = self._readers.get(kind)
        return read(text) if read else self._number(float(text), int(style or 0))

    def _number(self, number: float, style: int) -> Stored:
        kind = self._styles[style] if 0 <= style < len(self._styles) else ""
        if kind == "percent":
            return Percent(number)
        return self._moment(number) if kind == "date" else number

    def _moment(self, number: float) -> Moment:
        try:
            at = self._epoch + timedelta(days=number)
        except (OverflowError, ValueError):
            return Moment(None, f"{number:.15g}")
        text = at.isoformat(sep=" ", timespec="minutes") if number % 1 else at.date().isoformat()
        return Moment(at, text)


def position(text: str) -> int:
    """Return a position in a list; below 0 Python would count from its end."""
    number = int(text)
    return number if number >= 0 else damaged()


def unescaped(text: str) -> str:
    """Turn OOXML's ``_x000D_`` escapes back into characters.

    >>> unescaped("a_x0041_b"), unescaped("_x005F_x0041_")
    ('aAb', '_x0041_')
    """
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    # Halves of a character may be escaped one by one; half a one is no text anybody could write.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@lru_cache(maxsize=MAX_COLUMNS)
def column_number(letters: str) -> int:
    """Return a column's place, counted from 0.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
