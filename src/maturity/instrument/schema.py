"""The shape of an instrument's YAML, checked by pydantic at the door; nobody else sees these."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from maturity.instrument.schema_base import Slug, Strict, TextYaml
from maturity.instrument.schema_finding import RuleYaml
from maturity.instrument.schema_knowledge import (
    ActionYaml,
    AnchorYaml,
    ArticleYaml,
    CapacityYaml,
    CostYaml,
    EffortYaml,
    FigureYaml,
    FormYaml,
    MigrationYaml,
    ProfileYaml,
    RegisterYaml,
)


def _per_language_labels(value: object) -> object:
    """Take ``point: text`` as the labels of one language; several languages are tables of these."""
    if isinstance(value, dict) and not any(isinstance(each, dict) for each in value.values()):
        return {"": value} if value else {}
    return value


class ScaleYaml(Strict):
    """An answer set."""

    min: int
    max: int
    labels: Annotated[dict[str, dict[int, str]], BeforeValidator(_per_language_labels)] = {}
    synonyms: dict[int, list[str]] = {}
    agree_from: int | None = None


class ItemYaml(Strict):
    """A question."""

    id: Slug
    text: TextYaml
    scale: str
    reverse: bool = False
    weight: Annotated[float, Field(ge=0)] = 1.0
    functions: list[str] = []
    mirror: str | None = None
    about: list[str] = []
    tags: list[str] = []
    sources: list[str] = []
    aliases: list[str] = []
    version: Annotated[int, Field(ge=1)] = 1
    variants: dict[str, TextYaml] = {}
    not_for: list[str] = []
    weight_reason: TextYaml = {}
    critical: bool = False


class PracticeYaml(Strict):
    """A capability inside a dimension."""

    id: Slug
    label: TextYaml
    description: TextYaml = {}
    items: Annotated[list[ItemYaml], Field(min_length=1)]
    weight: Annotated[float, Field(gt=0)] = 1.0
    weight_reason: TextYaml = {}
    interview: list[TextYaml] = []
    rubric: list[AnchorYaml] = []
    actions: list[ActionYaml] = []


class DimensionYaml(Strict):
    """One of the things rated, with items, or practices that hold them."""

    id: Slug
    label: TextYaml
    description: TextYaml = {}
    weight: Annotated[float, Field(gt=0)] = 1.0
    practices: list[PracticeYaml] = []
    items: list[ItemYaml] = []


class LevelYaml(Strict):
    """A named band of score_100; the last one has no ``below``."""

    id: str = ""
    label: TextYaml
    description: TextYaml = {}
    below: float | None = None


class ChoiceYaml(Strict):
    """A value of an attribute."""

    id: Slug
    label: TextYaml
    aliases: list[str] = []


class MissingYaml(Strict):
    """How people write *don't know* or *not applicable*."""

    label: TextYaml
    aliases: list[str] = []


class AttributeYaml(Strict):
    """What respondents say of themselves; without choices it is free text."""

    id: Slug
    label: TextYaml
    aliases: list[str] = []
    choices: list[ChoiceYaml] = []


class SideYaml(Strict):
    """One side of a mirror: people of some functions, or with some values of another attribute."""

    id: Slug
    label: TextYaml
    functions: list[str] = []
    attribute: str = "function"
    values: list[str] = []


class MirrorYaml(Strict):
    """Two sides that answer the same items."""

    label: TextYaml
    sides: Annotated[list[SideYaml], Field(min_length=2, max_length=2)]


class CriticalYaml(Strict):
    """A critical item whose mean, on 0..100, is below holds its dimension at this level."""

    below: Annotated[float, Field(gt=0, le=100)]
    level: Annotated[int, Field(ge=1)]


class RulesYaml(Strict):
    """How scores are made and what is too few."""

    min_answered: Annotated[float, Field(ge=0, le=1)] = 0.5
    k_scores: Annotated[int, Field(ge=3)] = 5
    k_comments: Annotated[int, Field(ge=3)] = 10
    critical: CriticalYaml | None = None


class CraftYaml(Strict):
    """What the advice on survey craft goes by; tables are by language."""

    words_least: int = 0
    words_most: dict[str, int] = {}
    ease_least: float = 0
    length_ratio: Annotated[float, Field(gt=1)] = 2
    reverse_least: int = 0
    ladder_most: Annotated[float, Field(gt=0, le=1)] = 1
    label_shift: Annotated[float, Field(ge=0, le=1)] = 1
    conjunctions: dict[str, list[str]] = {}
    together: dict[str, list[str]] = {}
    negations: dict[str, list[str]] = {}
    platitudes: dict[str, list[str]] = {}


class InstrumentYaml(Strict):
    """The whole file or folder."""

    id: Slug
    version: str
    language: str = "en"
    title: TextYaml = {}
    purpose: TextYaml = {}
    minutes: int | None = None
    scales: dict[str, ScaleYaml]
    dimensions: Annotated[list[DimensionYaml], Field(min_length=1)]
    levels: Annotated[list[LevelYaml], Field(min_length=2)]
    rules: RulesYaml = RulesYaml()
    thresholds: dict[str, float] = {}
    attributes: list[AttributeYaml] = []
    missing: dict[str, MissingYaml] = {}
    mirrors: dict[str, MirrorYaml] = {}
    themes: dict[str, TextYaml] = {}
    articles: dict[str, ArticleYaml] = {}
    weighting: TextYaml = {}
    roles: dict[str, TextYaml] = {}
    costs: list[CostYaml] = []
    efforts: list[EffortYaml] = []
    horizons: list[int] = []
    capacity: list[CapacityYaml] = []
    registers: list[RegisterYaml] = []
    figures: list[FigureYaml] = []
    profiles: list[ProfileYaml] = []
    forms: dict[str, FormYaml] = {}
    migrations: list[MigrationYaml] = []
    craft: CraftYaml = CraftYaml()
    findings: list[RuleYaml] = []

    def canonical(self) -> dict[str, Any]:
        """Return everything that defines the instrument as plain data, for its hash."""
        return self.model_dump(mode="json")
