"""From what stands in a cell to a point of the item's scale, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from maturity.instrument import Instrument, Item, Scale, normalised
from maturity.readers import as_written, is_blank
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Stored, Truth, Value
from maturity.responses import shapes
from maturity.responses.likeness import likest
from maturity.responses.recode import Recoding, Recodings, Stated, key_of
from maturity.responses.wording import LONGEST, canonical, loose, number_in, ungarbled

UNREADABLE, IGNORED = "unreadable", "ignored"
_TRUTHS = {True: ("true", "vrai"), False: ("false", "faux")}
_Meaning = TypeVar("_Meaning", int, str)
_THOUSAND = 1000  # a scale that goes so far may be meant by 1,000 as well as by 1


@dataclass(frozen=True, slots=True)
class Coded:
    """What a cell means: a point, a missing reason, or blank (neither); and the problem if any.

    ``number`` is the number that is written, ``label`` the point its words name: what a whole
    column is judged by.
    """

    point: int | None = None
    reason: str = ""
    problem: str = ""
    number: float | None = field(default=None, compare=False)
    label: int | None = field(default=None, compare=False)

    @property
    def filled(self) -> bool:
        """Whether the cell counts as filled in."""
        return self.point is not None or bool(self.reason)


_BLANK = Coded()


def _lost(problem: str, number: float | None = None, label: int | None = None) -> Coded:
    return Coded(None, UNREADABLE, problem, number, label)


class Coder:
    """Codes cells of one instrument; the same value on the same scale is worked out once.

    ``recodings`` is what ``mapping.yaml`` confirms under ``scales``: see
    :mod:`maturity.responses.recode`.
    """

    def __init__(
        self, instrument: Instrument, recodings: Mapping[str, Stated] | None = None
    ) -> None:
        self.items: Mapping[str, Item] = {item.id: item for item in instrument.items}
        self._recodings = Recodings(recodings)
        self._missing = _index(
            (word, reason.id)
            for reason in instrument.missing
            for word in (*reason.label.values(), *reason.aliases)
        )
        self._labels = {id_: _index(_words(scale)) for id_, scale in instrument.scales.items()}
        self._spelt: dict[str, dict[str, tuple[str, int]]] = {}
        self._known: dict[tuple[str, Value, Recoding | None], Coded] = {}

    def recoding(self, title: str, item: str) -> Recoding | None:
        """Return what ``mapping.yaml`` confirms of an item's column, None when it says nothing."""
        return self._recodings.of(title, self.items[item])

    def code(self, scale: Scale, value: Value, recoding: Recoding | None = None) -> Coded:
        """Return the meaning of a cell on a scale, in a column that may have been recoded."""
        key = (scale.id, value, recoding)
        if key not in self._known:
            self._known[key] = self._code(scale, value, recoding)
        return self._known[key]

    def labels(self, scale: Scale) -> Mapping[str, int]:
        """Return the points of a scale by every wording, as :func:`normalised` leaves it."""
        return self._labels[scale.id]

    def point_named(self, scale: Scale, words: str) -> int | None:
        """Return the point that some words name, None when they are no label of the scale."""
        labels = self._labels[scale.id]
        return labels.get(normalised(words), labels.get(loose(words)))

    def closest(self, scale: Scale, written: str) -> tuple[str, int] | None:
        """Return the label a text resembles most, and its point; a suggestion, never an answer."""
        if scale.id not in self._spelt:
            spelt = {loose(word): (word, point) for word, point in _words(scale)}
            self._spelt[scale.id] = spelt
        known = self._spelt[scale.id]
        plain = likest(loose(ungarbled(written)), {each: str(p) for each, (_, p) in known.items()})
        return None if plain is None else known[plain]

    def _code(self, scale: Scale, value: Value, recoding: Recoding | None) -> Coded:
        if is_blank(value):
            return _BLANK
        if isinstance(value, Formula):
            if value.value is None:
                return _lost("ANSWER_FORMULA")
            inner = self.code(scale, value.value, recoding)
            return inner if inner.problem else replace(inner, problem="FORMULA_VALUE")
        return self._stored(scale, value, recoding)

    def _stored(self, scale: Scale, value: Stored, recoding: Recoding | None) -> Coded:
        written = as_written(value)
        number = value if isinstance(value, float) else number_in(written)
        confirmed = recoding.meanings.get(key_of(written)) if recoding else None
        if confirmed is not None:
            return _meant(confirmed, number)
        # Words come before numbers: a label, a code for "don't know" or a confirmed recoding may
        # be a number, and Excel stores it as one.
        named = self._named(scale, written, value)
        if named is not None or isinstance(value, ErrorValue | Moment | Truth | Percent):
            return named or _lost(_OF_TYPE[type(value)])
        if number is not None:
            return self._number(scale, number, written, recoding)
        return self._text(scale, written, recoding)

    def _named(self, scale: Scale, written: str, value: Stored = None) -> Coded | None:
        """Return what a label, a synonym or a word for *don't know* means, None for other texts."""
        if isinstance(value, Truth):
            named = {self.point_named(scale, word) for word in _TRUTHS[value.value]} - {None}
            return Coded(point := named.pop(), label=point) if len(named) == 1 else None
        point = self.point_named(scale, written)
        if point is not None:
            return Coded(point, label=point)
        reason = self._missing.get(normalised(written), self._missing.get(loose(written)))
        return None if reason is None else Coded(reason=reason)

    def _number(
        self, scale: Scale, number: float, written: str, recoding: Recoding | None
    ) -> Coded:
        if recoding and recoding.strict:
            return _lost("ANSWER_NOT_MAPPED", number)
        _, separator, behind = written.strip().partition(",")
        if separator and len(behind) == 3 and scale.max >= _THOUSAND:  # noqa: PLR2004 - 1,000
            return _lost("ANSWER_UNKNOWN", number)
        if not scale.min <= number <= scale.max:  # NaN and infinities fail here too
            return _lost("ANSWER_OUT_OF_RANGE", number)
        if number != int(number):
            return _lost("ANSWER_FRACTION", number)
        return Coded(int(number), number=number)

    def _text(self, scale: Scale, written: str, recoding: Recoding | None) -> Coded:
        plain = loose(written)
        if shapes.says_nothing(plain):
            return Coded(problem="BLANK_MARK")
        beside = self._number_and_words(scale, plain, recoding)
        if beside or len(plain) > LONGEST:
            return beside or _lost("ANSWER_UNKNOWN")
        for tells, problem in _SHAPES:
            if tells(plain):
                return _lost(problem)
        return (
            self._out_of(scale, plain, recoding)
            or self._garbled(scale, written, recoding)
            or _lost("ANSWER_SEVERAL" if self._is_several(scale, plain) else "ANSWER_UNKNOWN")
        )

    def _out_of(self, scale: Scale, plain: str, recoding: Recoding | None) -> Coded | None:
        """Read ``4/5``, which is 4 where 5 is the most; ``2/3`` may be either of two answers."""
        found = shapes.out_of(plain)
        if found is None:
            return None
        number, most, parted = found
        if most == scale.max and not recoding:
            return self._number(scale, number, "", None)
        either = parted and {number, float(most)} <= set(map(float, scale.points))
        return _lost("ANSWER_SEVERAL") if either else _lost("ANSWER_OTHER_SCALE", number)

    def _number_and_words(
        self, scale: Scale, plain: str, recoding: Recoding | None
    ) -> Coded | None:
        """Read ``4 - Agree`` and ``Agree (4)``, where number and label must say the same.

        A number off the scale beside *don't know* is how tools number that; on it, it is an answer.
        """
        for number, words in shapes.number_and_words(plain):
            named = self._named(scale, words) if words else None
            if named is None:
                continue
            meant: float | int | str | None = number
            if recoding and (recoding.strict or canonical(number) in recoding.meanings):
                meant = recoding.meanings.get(canonical(number))
            if meant in {named.point, named.reason}:
                return Coded(named.point, named.reason, "", number, named.label)
            if named.point is None and (meant is None or meant not in scale.points):
                return Coded(reason=named.reason)
            return _lost("ANSWER_CONFLICT", number, named.label)
        return None

    def _garbled(self, scale: Scale, written: str, recoding: Recoding | None) -> Coded | None:
        """Read an answer whose letters were spoilt, where they can be restored to the letter."""
        restored = ungarbled(written)
        if restored == written:
            return None
        inner = self._stored(scale, restored, recoding)
        if inner.problem or inner.reason == UNREADABLE or not inner.filled:
            return None
        return replace(inner, problem="ANSWER_GARBLED")

    def _is_several(self, scale: Scale, plain: str) -> bool:
        return shapes.is_range_of_numbers(plain) or any(
            all(number_in(part) is not None or self._names_answer(scale, part) for part in parts)
            for parts in shapes.pieces(plain)
        )

    def _names_answer(self, scale: Scale, words: str) -> bool:
        if self._named(scale, words):
            return True
        read = self._number_and_words(scale, words, None)
        return read is not None and not read.problem


_OF_TYPE = {
    Truth: "ANSWER_BOOLEAN",
    ErrorValue: "ANSWER_ERROR",
    Moment: "ANSWER_DATE",
    Percent: "ANSWER_PERCENT",
}
_SHAPES = (
    (shapes.is_error, "ANSWER_ERROR"),
    (shapes.is_truth, "ANSWER_BOOLEAN"),
    (shapes.is_percentage, "ANSWER_PERCENT"),
    (shapes.is_mark, "ANSWER_MARK"),
    (shapes.is_date, "ANSWER_DATE"),
)


def is_blank_mark(value: Value) -> bool:
    """Tell whether a cell holds a mark that people put where they have nothing to say."""
    return isinstance(value, str) and shapes.says_nothing(loose(value))


def _meant(confirmed: int | str, number: float | None) -> Coded:
    if isinstance(confirmed, str):
        return Coded(reason=confirmed)
    return Coded(confirmed, number=number)


def _words(scale: Scale) -> Iterator[tuple[str, int]]:
    """Yield labels and synonyms; a synonym may be what a person confirmed, so it comes last."""
    for point, text in scale.labels.items():
        yield from ((word, point) for word in text.values())
    for point, synonyms in scale.synonyms.items():
        yield from ((word, point) for word in synonyms)


def _index(words: Iterable[tuple[str, _Meaning]]) -> dict[str, _Meaning]:
    """Return meanings by words, the last one winning; loosely too where that means one thing."""
    listed = list(words)
    exact = {normalised(word): meaning for word, meaning in listed}
    loosely: dict[str, set[_Meaning]] = {}
    for word, meaning in listed:
        loosely.setdefault(loose(word), set()).add(meaning)
    return {word: min(each) for word, each in loosely.items() if len(each) == 1} | exact
