"""From what stands in a cell to a point of the item's scale, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maturity.instrument import Instrument, Scale, normalised
from maturity.readers import as_written, is_blank
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Stored, Value

UNREADABLE, IGNORED = "unreadable", "ignored"
_BLANK_MARKS = {".", "-", "--", "_", "/"}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_NUMBER_AND_LABEL = re.compile(r"([+-]?\d+)\s*[-.:)=(\[/|]*\s*(\D.*?)\s*[)\]]?")
_ERRORS = {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!"}


@dataclass(frozen=True, slots=True)
class Coded:
    """What a cell means: a point, or a missing reason, or blank (neither); and the problem it raises."""

    point: int | None = None
    reason: str = ""
    problem: str = ""

    @property
    def filled(self) -> bool:
        """Whether the cell counts as filled in."""
        return self.point is not None or bool(self.reason)


_BLANK = Coded()


class Coder:
    """Codes cells of one instrument; the same value on the same scale is worked out once."""

    def __init__(self, instrument: Instrument) -> None:
        self._missing = {
            normalised(word): reason.id
            for reason in instrument.missing
            for word in (*reason.label.values(), *reason.aliases)
        }
        self._labels = {scale.id: _labels(scale) for scale in instrument.scales.values()}
        self._known: dict[tuple[str, type, Value], Coded] = {}

    def code(self, scale: Scale, value: Value) -> Coded:
        """Return the meaning of a cell on a scale."""
        if isinstance(value, Formula):
            return self._code(scale, value)
        key = (scale.id, type(value), value)  # the type too: 1.0 == True in Python, not in Excel
        if key not in self._known:
            self._known[key] = self._code(scale, value)
        return self._known[key]

    def _code(self, scale: Scale, value: Value) -> Coded:
        if is_blank(value):
            return _BLANK
        if isinstance(value, Formula):
            if value.value is None:
                return Coded(reason=UNREADABLE, problem="ANSWER_FORMULA")
            inner = self.code(scale, value.value)
            return inner if inner.problem else Coded(inner.point, inner.reason, "FORMULA_VALUE")
        return self._stored(scale, value)

    def _stored(self, scale: Scale, value: Stored) -> Coded:
        for kind, problem in (
            (bool, "ANSWER_BOOLEAN"),
            (ErrorValue, "ANSWER_ERROR"),
            (Moment, "ANSWER_DATE"),
            (Percent, "ANSWER_PERCENT"),
        ):
            if isinstance(value, kind):
                return Coded(reason=UNREADABLE, problem=problem)
        if isinstance(value, float):
            return _on_scale(scale, value)
        return self._text(scale, as_written(value))

    def _text(self, scale: Scale, text: str) -> Coded:
        plain = normalised(text)
        if plain in self._labels[scale.id]:
            return Coded(self._labels[scale.id][plain])
        if plain in self._missing:
            return Coded(reason=self._missing[plain])
        if plain in _BLANK_MARKS:
            return Coded(problem="BLANK_MARK")
        if plain in _ERRORS:
            return Coded(reason=UNREADABLE, problem="ANSWER_ERROR")
        if _NUMBER.fullmatch(plain):
            return _on_scale(scale, float(plain.replace(",", ".")))
        if plain.endswith("%") and _NUMBER.fullmatch(plain[:-1].strip()):
            return Coded(reason=UNREADABLE, problem="ANSWER_PERCENT")
        return self._number_and_label(scale, plain)

    def _number_and_label(self, scale: Scale, plain: str) -> Coded:
        match = _NUMBER_AND_LABEL.fullmatch(plain)
        point = self._labels[scale.id].get(match[2]) if match else None
        if match is None or point is None:
            return Coded(reason=UNREADABLE, problem="ANSWER_UNKNOWN")
        if point != int(match[1]):
            return Coded(reason=UNREADABLE, problem="ANSWER_CONFLICT")
        return Coded(point)


def _labels(scale: Scale) -> dict[str, int]:
    labels = {normalised(word): point for point, words in scale.synonyms.items() for word in words}
    for point, text in scale.labels.items():
        labels.update((normalised(word), point) for word in text.values())
    return labels


def _on_scale(scale: Scale, number: float) -> Coded:
    if not scale.min <= number <= scale.max:  # NaN and infinities fail here too
        return Coded(reason=UNREADABLE, problem="ANSWER_OUT_OF_RANGE")
    if number != int(number):
        return Coded(reason=UNREADABLE, problem="ANSWER_FRACTION")
    return Coded(int(number))
