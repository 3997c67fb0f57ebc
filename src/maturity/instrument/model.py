"""The questionnaire as frozen things: scales, items, practices, dimensions, levels.

Nothing here knows a dimension, a scale or a level by name; they all come from
the instrument's YAML (see :mod:`maturity.instrument.load`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


class Text(dict[str, str]):
    """One sentence in each of its languages: ``{"en": "Yes", "fr": "Oui"}``."""

    def in_language(self, language: str) -> str:
        """Return the sentence in ``language``, else in the first language it has.

        >>> Text(en="Yes", fr="Oui").in_language("fr")
        'Oui'
        >>> Text(en="Yes").in_language("fr")
        'Yes'
        """
        return self.get(language) or next(iter(self.values()), "")


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordered answer set from ``min`` to ``max``, whole points.

    ``labels`` gives some or all points their text; ``synonyms`` lists other ways people
    write the same point, in any language; from ``agree_from`` on an answer counts as agreement.
    """

    id: str
    min: int
    max: int
    labels: Mapping[int, Text]
    synonyms: Mapping[int, tuple[str, ...]]
    agree_from: int | None = None

    @property
    def points(self) -> range:
        """Every point, lowest first."""
        return range(self.min, self.max + 1)

    def label(self, point: int, language: str) -> str:
        """Return a point's label, or the number itself where the scale gives none."""
        text = self.labels.get(point)
        return text.in_language(language) if text else str(point)


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    ``functions`` empty means everybody is asked; ``weight`` 0 means asked and shown but
    never scored; ``mirror`` names the :class:`Mirror` that compares both sides' answers.
    """

    id: str
    text: Text
    scale: Scale
    dimension: str
    practice: str | None = None
    reverse: bool = False
    weight: float = 1.0
    functions: tuple[str, ...] = ()
    mirror: str | None = None
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Practice:
    """A capability inside a dimension."""

    id: str
    label: Text
    description: Text
    dimension: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the things rated; ``items`` holds all its items, those of its practices included."""

    id: str
    label: Text
    description: Text
    weight: float
    practices: tuple[Practice, ...]
    items: tuple[Item, ...]

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The items that enter the score (weight above 0)."""
        return tuple(item for item in self.items if item.weight > 0)

    @property
    def shared_scale(self) -> Scale | None:
        """The one scale of all scored items, None when they do not share one."""
        scales = {item.scale.id: item.scale for item in self.scored_items}
        return next(iter(scales.values())) if len(scales) == 1 else None


@dataclass(frozen=True, slots=True)
class Level:
    """A named band of ``score_100``: ``number`` 1..L, up to but excluding ``below``."""

    number: int
    id: str
    label: Text
    description: Text
    below: float | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an attribute (a function, a rank) or one missing reason, with its synonyms."""

    id: str
    label: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a respondent says of themselves; no ``choices`` means free text."""

    id: str
    label: Text
    choices: tuple[Choice, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a mirror: people whose function is one of ``functions``."""

    id: str
    label: Text
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mirror:
    """Two sides that answer the same items and are set side by side."""

    id: str
    label: Text
    sides: tuple[Side, Side]


@dataclass(frozen=True, slots=True)
class Rules:
    """``min_answered``: share 0..1 of asked items; ``k_*``: the fewest people behind a figure."""

    min_answered: float
    k_scores: int
    k_comments: int


@dataclass(frozen=True, slots=True)
class Article:
    """A source that items cite as ``id:line``."""

    id: str
    title: str
    nature: Text


@dataclass(frozen=True, slots=True)
class Instrument:
    """The whole questionnaire; ``sha256`` changes with anything that could change a result."""

    id: str
    version: str
    sha256: str
    title: Text
    purpose: Text
    minutes: int | None
    languages: tuple[str, ...]
    scales: Mapping[str, Scale]
    dimensions: tuple[Dimension, ...]
    levels: tuple[Level, ...]
    rules: Rules
    thresholds: Mapping[str, float]
    attributes: tuple[Attribute, ...]
    missing: tuple[Choice, ...]
    mirrors: tuple[Mirror, ...]
    themes: Mapping[str, Text]
    articles: Mapping[str, Article]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in the order asked."""
        return tuple(item for dimension in self.dimensions for item in dimension.items)

    @property
    def practices(self) -> Iterator[Practice]:
        """Every practice, in order."""
        return (practice for dimension in self.dimensions for practice in dimension.practices)

    def attribute(self, attribute: str) -> Attribute | None:
        """Return one attribute by id, None when respondents are not asked for it."""
        return next((each for each in self.attributes if each.id == attribute), None)
