"""Where things stand in an instrument's YAML, for complaints that name the line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from maturity.instrument.words import normalised

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml, ItemYaml, PracticeYaml
    from maturity.instrument.yamlfile import Where

# A path in the YAML, the sentence about it, and the sentence's fields.
Found = Iterator[tuple["Where", str, dict[str, str]]]


def placed_practices(parsed: InstrumentYaml) -> Iterator[tuple[Where, PracticeYaml]]:
    """Yield every practice with its path, in order."""
    for d, dimension in enumerate(parsed.dimensions):
        for p, practice in enumerate(dimension.practices):
            yield ("dimensions", d, "practices", p), practice


def placed_items(parsed: InstrumentYaml) -> Iterator[tuple[Where, ItemYaml]]:
    """Yield every item with its path, in the order asked."""
    for d, dimension in enumerate(parsed.dimensions):
        for p, practice in enumerate(dimension.practices):
            for i, item in enumerate(practice.items):
                yield ("dimensions", d, "practices", p, "items", i), item
        for i, item in enumerate(dimension.items):
            yield ("dimensions", d, "items", i), item


def repeated(named: Iterable[tuple[Where, str]], key: str = "id_twice") -> Found:
    """Find names used before, however they are written."""
    seen: set[str] = set()
    for where, name in named:
        plain = normalised(name)
        if plain in seen:
            yield where, key, {"value": name}
        seen.add(plain)
