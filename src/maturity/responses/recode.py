"""What a person confirmed of a column's numbers, codes and words: ``scales`` in ``mapping.yaml``.

A recoding is a table (``{0: 1, 1: 2, 9: dont_know}``) or the two ends as they were exported, those
who agree least first: ``0 to 4``; ``5 to 1``, which is ``reversed``, where low numbers agree most.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from maturity.instrument import Item, Scale, normalised
from maturity.responses.wording import canonical, loose, number_in

ALL = "*"
Stated = str | Mapping[str, int | str]  # as in mapping.yaml: two ends, or a table

_NUMBER = r"([+-]?\d+(?:[.,]\d+)?) ?(%?)"
_ENDS = re.compile(rf"(?:(?:from|de) )?{_NUMBER} ?(?:to|a|->|\.\.) ?{_NUMBER}")
_REVERSED = {"reversed", "reverse", "inverted", "inverse", "inversee"}


@dataclass(frozen=True, slots=True, eq=False)
class Recoding:
    """One column as confirmed: point or missing reason by what is written (see :func:`key_of`).

    ``strict`` when a number means another one: one that is not listed is no answer then.
    """

    meanings: Mapping[str, int | str]
    stated: str
    strict: bool = field(default=False)


def key_of(written: str) -> str:
    """Return what is written as recodings list it.

    >>> key_of(" 4,0 "), key_of("25 %"), key_of("Plutôt d’accord;")
    ('4', '25%', "plutot d'accord")
    """
    number = number_in(written)
    if number is not None:
        return canonical(number)
    plain = loose(written)
    share = number_in(plain[:-1]) if plain.endswith("%") else None
    return plain if share is None else f"{canonical(share)}%"


def recoding(stated: Stated, scale: Scale) -> Recoding | None:
    """Return what was stated as it reads a scale, None when it does not fit it."""
    if isinstance(stated, str):
        meanings: Mapping[str, int | str] = _between(stated, scale)
    else:
        meanings = {key_of(written): point for written, point in stated.items()}
    points = [point for point in meanings.values() if isinstance(point, int)]
    if not meanings or any(point not in scale.points for point in points):
        return None
    moved = any(
        isinstance(point, int) and number_in(written) not in {None, float(point)}
        for written, point in meanings.items()
    )
    return Recoding(meanings, _told(stated), moved)


def _between(stated: str, scale: Scale) -> dict[str, int | str]:
    """Spread the points of a scale evenly between two ends; nothing when steps are not alike."""
    plain = normalised(stated)
    if plain in _REVERSED:
        plain = f"{scale.max} to {scale.min}"
    ends = _ENDS.fullmatch(plain)
    if ends is None:
        return {}
    first, last = (float(end.replace(",", ".")) for end in (ends[1], ends[3]))
    step = (last - first) / (len(scale.points) - 1)
    # 0 to 10 on five points would need 2.5, which nobody was offered; shares run from 0 to 1
    if not step or not (step.is_integer() or abs(last - first) == 1):
        return {}
    sign = "%" if ends[2] or ends[4] else ""
    return {
        f"{canonical(round(first + n * step, 9))}{sign}": point
        for n, point in enumerate(scale.points)
    }


def reads_as_ends(stated: str) -> bool:
    """Tell whether a text states two ends, or that a scale is reversed."""
    plain = normalised(stated)
    return plain in _REVERSED or _ENDS.fullmatch(plain) is not None


class Recodings:
    """Finds what was confirmed of a column: by its title, else its item, its scale, or for all."""

    def __init__(self, stated: Mapping[str, Stated] | None = None) -> None:
        self._stated = {normalised(name): each for name, each in (stated or {}).items()}
        self._known: dict[tuple[str, str], Recoding | None] = {}

    def of(self, title: str, item: Item) -> Recoding | None:
        """Return what was confirmed of an item's column, None when nothing was."""
        for name in (title, item.id, item.scale.id, ALL):
            key = (normalised(name), item.scale.id)
            if key[0] in self._stated:
                if key not in self._known:
                    self._known[key] = self._read(key[0], item.scale)
                if self._known[key] is not None:
                    return self._known[key]
        return None

    def _read(self, name: str, scale: Scale) -> Recoding | None:
        """Return what was stated under a name; what does not fit there leaves no number readable.

        What was stated for all columns is meant for the scales it fits.
        """
        found = recoding(self._stated[name], scale)
        if found is None and name != ALL:
            return Recoding({}, _told(self._stated[name]), strict=True)
        return found


def _told(stated: Stated) -> str:
    if isinstance(stated, str):
        return stated
    return ", ".join(f"{written}: {meaning}" for written, meaning in stated.items())


def misstated(
    stated: Stated, scales: Collection[Scale], reasons: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong in what was stated: where, a complaint's key, the value."""
    if isinstance(stated, str):
        if not reads_as_ends(stated):
            yield "", "mapping.recoding_unclear", stated
        elif not any(recoding(stated, scale) for scale in scales):
            yield "", "mapping.recoding_steps", stated
        return
    if not stated:
        yield "", "mapping.recoding_unclear", "{}"
    seen: dict[str, int | str] = {}
    for written, meaning in stated.items():
        points = isinstance(meaning, int) and any(meaning in scale.points for scale in scales)
        if not points and meaning not in reasons:
            yield written, "mapping.recoding_meaning", str(meaning)
        if seen.setdefault(key_of(written), meaning) != meaning:
            yield written, "mapping.recoding_twice", written
