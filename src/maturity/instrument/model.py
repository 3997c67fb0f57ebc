"""The questionnaire as frozen things: scales, items, practices, dimensions, levels.

Nothing here knows a dimension, a scale or a level by name; they all come from
the instrument's YAML (see :mod:`maturity.instrument.load`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from maturity.instrument.finding import Rule
from maturity.instrument.knowledge import (
    Action,
    Anchor,
    Article,
    CostClass,
    Figure,
    Migration,
    Profile,
    Register,
    ShortForm,
)
from maturity.instrument.text import Text


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
    never scored; ``critical`` that its floor holds the dimension's level down (see
    :class:`Critical`); ``mirror`` names the :class:`Mirror` that compares both sides' answers;
    ``about`` the functions it rates (see :meth:`rated_by`); ``version`` rises when the wording
    changes; ``variants`` are its wordings by profile, and ``not_for`` the profiles that are not
    asked.
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
    about: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    version: int = 1
    variants: Mapping[str, Text] = field(default_factory=dict)
    not_for: tuple[str, ...] = ()
    weight_reason: Text = field(default_factory=Text)
    critical: bool = False

    def is_for(self, function: str | None) -> bool:
        """Tell whether people of a function are asked; who states none is asked everything."""
        return not self.functions or function is None or function in self.functions

    def rated_by(self, function: str | None) -> str | None:
        """Return whom people of a function rate here: the one it is about besides themselves."""
        others = [each for each in self.about if each != function]
        return others[0] if function is not None and len(others) == 1 else None


@dataclass(frozen=True, slots=True)
class Practice:
    """A capability inside a dimension.

    ``weight`` is how much it counts when priorities are set; scores weigh items alone.
    ``rubric`` has one anchor per level, lowest first, or none; ``interview`` open questions.
    """

    id: str
    label: Text
    description: Text
    dimension: str
    items: tuple[Item, ...]
    weight: float = 1.0
    weight_reason: Text = field(default_factory=Text)
    interview: tuple[Text, ...] = ()
    rubric: tuple[Anchor, ...] = ()
    actions: tuple[Action, ...] = ()


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
    """One side of a mirror: people whose function, or another attribute, is one of ``values``."""

    id: str
    label: Text
    values: tuple[str, ...]
    attribute: str = "function"

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions it is made of, none when it is made by another attribute."""
        return self.values if self.attribute == "function" else ()


@dataclass(frozen=True, slots=True)
class Mirror:
    """Two sides that answer the same items and are set side by side; nobody is on both."""

    id: str
    label: Text
    sides: tuple[Side, Side]

    @property
    def attribute(self) -> str:
        """What people are told apart by, the same on both sides."""
        return self.sides[0].attribute


@dataclass(frozen=True, slots=True)
class Critical:
    """A critical item with a mean under ``below`` (0..100) holds its dimension at ``level``."""

    below: float
    level: int


@dataclass(frozen=True, slots=True)
class Rules:
    """``min_answered``: share 0..1 of asked items; ``k_*``: the fewest people behind a figure.

    ``critical`` is the floor under critical items, None where there is none.
    """

    min_answered: float
    k_scores: int
    k_comments: int
    critical: Critical | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """The whole questionnaire.

    ``sha256`` changes with anything that is in it; ``asked_sha256`` only with what respondents are
    asked: the items, their wording, scale, keying and routing.
    """

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
    asked_sha256: str = ""
    weighting: Text = field(default_factory=Text)
    roles: Mapping[str, Text] = field(default_factory=dict)
    costs: tuple[CostClass, ...] = ()
    horizons: tuple[int, ...] = ()
    capacity: Mapping[int, float] = field(default_factory=dict)
    registers: tuple[Register, ...] = ()
    figures: tuple[Figure, ...] = ()
    profiles: tuple[Profile, ...] = ()
    forms: tuple[ShortForm, ...] = ()
    migrations: tuple[Migration, ...] = ()
    findings: tuple[Rule, ...] = ()

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

    @property
    def actions(self) -> Iterator[Action]:
        """Every action, in order."""
        return (action for practice in self.practices for action in practice.actions)

    def form(self, form: str) -> ShortForm | None:
        """Return one short form by id, None when there is none of that name."""
        return next((each for each in self.forms if each.id == form), None)

    def keeping(self, asked: Callable[[Item], Item | None]) -> Instrument:
        """Return the instrument with each item replaced, or left out where ``asked`` says None.

        Practices and dimensions that keep no item stay, empty: they can still be rated.
        """

        def kept(items: tuple[Item, ...]) -> tuple[Item, ...]:
            return tuple(item for item in map(asked, items) if item is not None)

        dimensions = tuple(
            replace(
                dimension,
                items=kept(dimension.items),
                practices=tuple(replace(p, items=kept(p.items)) for p in dimension.practices),
            )
            for dimension in self.dimensions
        )
        return replace(self, dimensions=dimensions)

    def in_form(self, form: str) -> Instrument:
        """Return what a short form asks, in the usual order; everything when it is none of ours."""
        short = self.form(form)
        if short is None:
            return self
        asked = self.keeping(lambda item: item if item.id in short.items else None)
        return replace(asked, minutes=short.minutes)

    def for_function(self, function: str) -> Instrument:
        """Return what people of one function are asked, no longer routed."""
        return self.keeping(
            lambda item: replace(item, functions=()) if item.is_for(function) else None
        )

    def for_profiles(self, profiles: Collection[str]) -> Instrument:
        """Return what organisations of these kinds are asked, in their wording.

        The first profile of the list that has a variant of an item words it.
        """

        def asked(item: Item) -> Item | None:
            if any(profile in item.not_for for profile in profiles):
                return None
            text = next((item.variants[p] for p in profiles if p in item.variants), None)
            if text is None:
                return item
            return replace(item, text=text, aliases=(*item.aliases, *item.text.values()))

        return self.keeping(asked) if profiles else self

    def targets_for(self, profiles: Collection[str]) -> dict[str, float]:
        """Return the score_100 to aim at per dimension: the most demanding of the profiles."""
        chosen = [profile.targets for profile in self.profiles if profile.id in profiles]
        return {
            dimension.id: max(targets)
            for dimension in self.dimensions
            if (targets := [each[dimension.id] for each in chosen if dimension.id in each])
        }
