"""One worksheet part of an ``.xlsx``, event by event, into rows of cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from maturity.readers.sheet import (
    Area,
    BrokenFileError,
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Sheet,
    Stored,
    Truth,
    Value,
)

MAX_SLOTS = 8_000_000
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - Excel has no zones
_TRUE = {"1", "true"}


def unescaped(text: str) -> str:
    """Turn OOXML's ``_x000D_`` escapes back into characters.

    >>> unescaped("a_x0041_b"), unescaped("_x005F_x0041_")
    ('aAb', '_x0041_')
    """
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


class WorksheetReader:
    """Builds a sheet from the elements of its part; the methods are called as they come."""

    def __init__(self, strings: Sequence[str], styles: Sequence[str], *, date1904: bool) -> None:
        self.rows: dict[int, list[Value]] = {}
        self.hidden_rows: set[int] = set()
        self.merged: list[Area] = []
        self._strings, self._styles = strings, styles
        self._epoch = _EPOCH_1904 if date1904 else _EPOCH
        self._row, self._column, self._slots = 0, -1, 0
        self._columns: dict[str, int] = {}
        self._kind, self._style = "n", ""
        self._parts: list[str] = []
        self._formula = self._has_value = self._listening = self._phonetic = False
        self._readers: dict[str, Callable[[str], Stored]] = {
            "s": lambda text: self._strings[_position(text)],
            "b": lambda text: Truth(text.strip() in _TRUE),
            "e": ErrorValue,
            "d": lambda text: Moment(None, text),
        }

    def sheet(self, name: str, *, hidden: bool) -> Sheet:
        """Return what was read."""
        return Sheet(name, self.rows, hidden, frozenset(self.hidden_rows), tuple(self.merged))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        if tag == "c":
            self._place(attributes.get("r", ""))
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._parts, self._formula, self._has_value = [], False, False
        elif tag in {"v", "t"}:
            self._listening, self._has_value = True, True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
            if attributes.get("hidden") in _TRUE:
                self.hidden_rows.add(self._row)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, text: str) -> None:
        """Take the text of a value; phonetic hints are not part of it."""
        if self._listening and not self._phonetic:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        """Keep a cell when its element ends."""
        if tag in {"v", "t"}:
            self._listening = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c" and (self._formula or self._has_value):
            stored = self._stored("".join(self._parts)) if self._has_value else None
            self._keep(Formula(stored) if self._formula else stored)

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match:
            self._column, self._row = self._number_of(match[1]), int(match[2])
        else:
            self._column += 1

    def _number_of(self, letters: str) -> int:
        if letters not in self._columns:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number - 1
        return self._columns[letters]

    def _merge(self, reference: str) -> None:
        corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
        places = [(int(each[2]), self._number_of(each[1])) for each in corners if each]
        if places:
            self.merged.append(Area(*places[0], *places[-1]))

    def _keep(self, value: Value) -> None:
        if value is None:
            return
        cells = self.rows.setdefault(self._row, [])
        missing = self._column - len(cells)
        self._slots += max(missing, 0) + 1
        if self._slots > MAX_SLOTS:
            raise BrokenFileError("FILE_TOO_BIG")
        if missing >= 0:
            cells.extend([None] * missing)
            cells.append(value)
        else:
            cells[self._column] = value

    def _stored(self, text: str) -> Stored:
        if self._kind in {"str", "inlineStr"}:
            return unescaped(text)
        if not text.strip():
            return None
        read = self._readers.get(self._kind)
        return read(text) if read else self._number(float(text))

    def _number(self, number: float) -> Stored:
        style = int(self._style or 0)
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


def _position(text: str) -> int:
    """Return a position in a list; below 0 Python would count from its end."""
    position = int(text)
    if position < 0:
        raise BrokenFileError("FILE_DAMAGED")
    return position
