"""The shape of what an instrument knows beyond its questions, checked at the door."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from maturity.instrument.schema_base import Slug, Strict, TextYaml

Positive = Annotated[float, Field(gt=0)]
Days = Annotated[int, Field(gt=0)]
Nature = Literal["opinion", "survey", "forecast"]


class EvidenceYaml(Strict):
    """What proves a level."""

    kind: Literal["register", "document", "fact"]
    field: str = ""
    text: TextYaml


class AnchorYaml(Strict):
    """What one would see at a level; its place in the list is the level."""

    anchor: TextYaml
    evidence: Annotated[list[EvidenceYaml], Field(min_length=1)]
    sources: list[str] = []


class SuccessYaml(Strict):
    """How one will know that an action worked."""

    measure: TextYaml
    target: TextYaml
    days: Days


class ActionYaml(Strict):
    """What takes a practice from one level to the next."""

    id: Slug
    step: Annotated[int, Field(ge=1)]
    title: TextYaml
    what: TextYaml
    owner: str
    days: Positive
    horizon: Days
    cost: str
    after: list[str] = []
    success: SuccessYaml
    items: Annotated[list[str], Field(min_length=1)]
    sources: list[str] = []


class LineYaml(Strict):
    """One line of an article: enough to find it and to know it again, not its text."""

    begins: Annotated[str, Field(min_length=1)]
    nature: Nature
    year: int | None = None
    sha256: str = ""


class ArticleYaml(Strict):
    """A source that items, rubrics and actions may cite."""

    title: str
    nature: TextYaml = {}
    file: str = ""
    year: int | None = None
    lines: dict[int, LineYaml] | None = None


class FigureYaml(Strict):
    """A published figure to read results beside."""

    id: Slug
    label: TextYaml
    value: float
    operator: Literal["=", "above", "below"] = "="
    unit: Literal["percent", "points", "count"] = "percent"
    study: str
    year: int | None = None
    population: TextYaml = {}
    n: Annotated[int, Field(gt=0)] | None = None
    wording: TextYaml = {}
    caveat: TextYaml = {}
    nature: Nature = "survey"
    sources: Annotated[list[str], Field(min_length=1)]
    items: list[str] = []
    share: Literal["agree", "rest"] = "agree"
    side: str = ""


class ProfileYaml(Strict):
    """A kind of organisation and what is worth aiming at there."""

    id: Slug
    kind: Literal["size", "sector"]
    label: TextYaml
    description: TextYaml = {}
    targets: dict[str, Annotated[float, Field(ge=0, le=100)]] = {}
    reasons: dict[str, TextYaml] = {}
    sources: list[str] = []


class RegisterFieldYaml(Strict):
    """One column of a register."""

    id: Slug
    label: TextYaml
    hint: TextYaml = {}


class RegisterYaml(Strict):
    """A table the organisation keeps."""

    id: Slug
    label: TextYaml
    purpose: TextYaml = {}
    fields: Annotated[list[RegisterFieldYaml], Field(min_length=1)]
    sources: list[str] = []


class CostYaml(Strict):
    """A class of cost."""

    id: Slug
    label: TextYaml
    description: TextYaml = {}


class EffortYaml(Strict):
    """A class of effort, up to so many person-days; the last one has no ``days``."""

    id: Slug
    days: Positive | None = None


class CapacityYaml(Strict):
    """Person-days that may be spent on actions from the period before ``until`` this day."""

    until: Days
    days: Annotated[float, Field(ge=0)]


class FormYaml(Strict):
    """A part of the questionnaire asked alone."""

    label: TextYaml
    minutes: int | None = None
    items: Annotated[list[str], Field(min_length=1)]
    reason: TextYaml = {}


class ChangeYaml(Strict):
    """What became of an item between two versions."""

    item: str
    change: Literal["added", "removed", "reworded", "rescaled", "rekeyed", "rerouted"]
    compares: bool
    reason: TextYaml = {}


class MigrationYaml(Strict):
    """The changes from one version to the next."""

    before: str
    after: str
    items: list[ChangeYaml] = []
