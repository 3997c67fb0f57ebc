"""From what stands in a cell to a point of the item's scale, or the reason why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maturity.instrument import Instrument, Scale, normalised
from maturity.readers import as_written, is_blank
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Stored, Truth, Value

UNREADABLE, IGNORED = "unreadable", "ignored"
_BLANK_MARKS = {".", "-", "--", "_", "/"}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_LEADING_NUMBER = re.compile(r"[+-]?\d+")
_BETWEEN = " -.:)=([/|"  # what people write between the number of an answer and its label
_PROBLEMS = {
    Truth: "ANSWER_BOOLEAN",
    ErrorValue: "ANSWER_ERROR",
    Moment: "ANSWER_DATE",
    Percent: "ANSWER_PERCENT",
}
_ERRORS = {"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#spill!"}


@dataclass(frozen=True, slots=True)
class Coded:
    """What a cell means: a point, a missing reason, or blank (neither); and the problem if any."""

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
        self._known: dict[tuple[str, Value], Coded] = {}

    def code(self, scale: Scale, value: Value) -> Coded:
        """Return the meaning of a cell on a scale."""
        key = (scale.id, value)
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
        if type(value) in _PROBLEMS:
            return Coded(reason=UNREADABLE, problem=_PROBLEMS[type(value)])
        # Words come before numbers: a label, a code for "don't know" or a confirmed recoding may
        # be a number, and Excel stores it as one.
        plain = normalised(as_written(value))
        if plain in self._labels[scale.id]:
            return Coded(self._labels[scale.id][plain])
        if plain in self._missing:
            return Coded(reason=self._missing[plain])
        return _on_scale(scale, value) if isinstance(value, float) else self._text(scale, plain)

    def _text(self, scale: Scale, plain: str) -> Coded:
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
        """Read ``4 - Agree`` and ``4 (Agree)``, where number and label must say the same."""
        number = _LEADING_NUMBER.match(plain)
        rest = plain[number.end() :].lstrip(_BETWEEN) if number else ""
        labels = self._labels[scale.id]
        point = labels.get(rest, labels.get(rest.rstrip(" )]")))
        if number is None or point is None:
            return Coded(reason=UNREADABLE, problem="ANSWER_UNKNOWN")
        if point != float(number[0]):
            return Coded(reason=UNREADABLE, problem="ANSWER_CONFLICT")
        return Coded(point)


def is_blank_mark(value: Value) -> bool:
    """Tell whether a cell holds a mark that people put where they have nothing to say."""
    return isinstance(value, str) and normalised(value) in _BLANK_MARKS


def _labels(scale: Scale) -> dict[str, int]:
    """Return points by label and synonym; a synonym may be what a person confirmed, so it wins."""
    words = [(word, point) for point, text in scale.labels.items() for word in text.values()]
    words += [(word, point) for point, synonyms in scale.synonyms.items() for word in synonyms]
    return {normalised(word): point for word, point in words}


def _on_scale(scale: Scale, number: float) -> Coded:
    if not scale.min <= number <= scale.max:  # NaN and infinities fail here too
        return Coded(reason=UNREADABLE, problem="ANSWER_OUT_OF_RANGE")
    if number != int(number):
        return Coded(reason=UNREADABLE, problem="ANSWER_FRACTION")
    return Coded(int(number))
