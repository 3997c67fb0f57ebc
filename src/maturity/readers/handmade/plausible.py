"""What may be an answer to an item, and what heads a column of marks: to recognise, not to code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from maturity.instrument import Instrument, Scale, normalised
from maturity.readers.handmade.rows import number_of
from maturity.readers.handmade.words import bare
from maturity.readers.sheet import Percent, Value, as_written, is_blank

_POINT_FIRST = re.compile(r"(\d{1,3}) ?[-.:)=(/|] ?\S.*")
MISSING = -1_000_000  # the point of "don't know": no scale has it


class Plausible:
    """Answers the scales of an instrument allow, as far as recognising a table needs to know."""

    def __init__(self, instrument: Instrument) -> None:
        self._scales = {item.id: item.scale for item in instrument.items}
        self._labels = {scale.id: _labels(scale) for scale in instrument.scales.values()}
        self._missing = {
            bare(word)
            for reason in instrument.missing
            for word in (reason.id, *reason.label.values(), *reason.aliases)
        }

    def point(self, item: str, value: Value) -> int | None:
        """Return the point a value seems to be, ``MISSING`` for don't know, None for neither."""
        scale = self._scales.get(item)
        if scale is None or is_blank(value) or isinstance(value, Percent):
            return None
        plain = bare(as_written(value))
        known = self._labels[scale.id].get(plain)
        if known is not None:
            return known
        if plain in self._missing:
            return MISSING
        number = number_of(value)
        if number is None:
            first = _POINT_FIRST.fullmatch(normalised(as_written(value)))
            number = float(first[1]) if first else None
        fits = number is not None and number in scale.points
        return int(number) if fits and number is not None else None

    def allows(self, item: str, value: Value) -> bool:
        """Tell whether a value may be an answer to an item."""
        return self.point(item, value) is not None

    def points(self, items: Iterable[str], value: Value) -> set[int]:
        """Return the points a heading names on the scales of some items."""
        scales = {self._scales[each].id: each for each in items if each in self._scales}
        found = (self.point(each, value) for each in scales.values())
        return {point for point in found if point is not None}

    def agreed(self, items: Sequence[str], heading: Value, above: Value) -> Value:
        """Return a heading, with the label above it where that names another point.

        ``1`` below *Always* becomes ``1 - Always``, which contradicts itself and is asked about.
        """
        points, others = self.points(items, heading), self.points(items, above)
        labelled = number_of(above) is None and number_of(heading) is not None
        if labelled and others and not points & others:
            return f"{as_written(heading)} - {as_written(above).strip()}"
        return heading

    def heads(self, items: Sequence[str], headings: Sequence[Value]) -> bool:
        """Tell whether headings are different points of one scale, most of them, or its labels."""
        for item in {
            self._scales[each].id: each for each in items if each in self._scales
        }.values():
            found = [self.point(item, value) for value in headings]
            points = [point for point in found if point not in {None, MISSING}]
            scale = self._scales[item]
            enough = 2 * len(set(points)) > len(scale.points) or len(points) > len(scale.points) - 2
            if None not in found and len(set(points)) == len(points) > 1 and enough:
                return True
        return False


def _labels(scale: Scale) -> dict[str, int]:
    words = [(word, point) for point, text in scale.labels.items() for word in text.values()]
    words += [(word, point) for point, synonyms in scale.synonyms.items() for word in synonyms]
    return {bare(word): point for word, point in words}
