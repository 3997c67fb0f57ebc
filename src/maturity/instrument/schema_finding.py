"""The shape of a rule of findings in YAML, checked at the door."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from maturity.instrument.schema_base import Slug, Strict, TextYaml


class RuleYaml(Strict):
    """When something is worth saying, how it is said, and how much it weighs."""

    id: Slug
    kind: Slug
    about: str
    topic: str
    role: Literal["message", "caveat"] = "message"
    when: Annotated[list[str], Field(min_length=1)]
    gravity: Annotated[float, Field(ge=0, le=90)]
    size: str = ""
    full: Annotated[float, Field(ge=0)] = 0
    most: Annotated[int, Field(ge=1)] | None = None
    not_for: list[str] = []
    because: TextYaml
    sentence: TextYaml
    count: str = ""
    singular: TextYaml = {}
    mark: TextYaml = {}
