"""What every part of an instrument's YAML shares: ids, texts in languages, strictness."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

SLUG = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
Slug = Annotated[str, Field(pattern=SLUG)]


def _per_language(value: object) -> object:
    """Take a plain string as a text in one language: the instrument's ``language`` says which."""
    return {"": value} if isinstance(value, str | int | float) else value


TextYaml = Annotated[dict[str, str], BeforeValidator(_per_language)]


class Strict(BaseModel):
    """No key that is not known; numbers may stand for words."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
