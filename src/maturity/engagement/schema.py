"""What the state files may hold, checked by pydantic at the door; nobody else sees these."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictInt
from pydantic_core import PydanticCustomError

from maturity.instrument import Text
from maturity.writers.questionnaire import LegalBasis

MAPPING, DECISIONS = "mapping.yaml", "decisions.yaml"

Headcount = Annotated[int, Field(ge=0)]
Score100 = Annotated[float, Field(ge=0, le=100)]


def _in_one_language(value: object) -> object:
    """Take a plain string as the same words in every language."""
    return {"": value} if isinstance(value, str | int | float) else value


TextYaml = Annotated[dict[Literal["", "en", "fr"], str], BeforeValidator(_in_one_language)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class ContactYaml(_Strict):
    """Who answers questions about the questionnaire."""

    name: str = ""
    email: str = ""


class PartyYaml(_Strict):
    """Somebody people may write to: ``contact`` is an address of any kind."""

    name: str = ""
    contact: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.contact) if part)


class RetentionYaml(_Strict):
    """How long individual answers are kept: months after the report, or until a day."""

    months: Annotated[int, Field(ge=0)] | None = None
    until: date | None = None


class PrivacyYaml(_Strict):
    """What respondents are told of their data (GDPR, article 13); the forms show what is missing.

    A text may be written once, or in each language: ``{en: …, fr: …}``.
    """

    controller: PartyYaml = PartyYaml()
    data_protection: PartyYaml = PartyYaml()
    purpose: TextYaml = {}
    legal_basis: LegalBasis | None = None
    interest: TextYaml = {}
    consultancy: str = ""
    coordinator: str = ""
    recipients: TextYaml = {}
    storage: TextYaml = {}
    outside_eea: TextYaml = {}
    retention: RetentionYaml = RetentionYaml()
    voluntary: bool | None = None
    if_not: TextYaml = {}
    authority: TextYaml = {}


class PinYaml(_Strict):
    """The questionnaire as it was asked."""

    version: str
    asked_sha256: Annotated[str, Field(min_length=1)]


class WaveYaml(_Strict):
    """What one wave has of its own."""

    roster: dict[str, Headcount] = {}
    roster_by: dict[str, dict[str, Headcount]] = {}
    deadline: str = ""
    form: str = ""
    instrument_pin: PinYaml | None = None


class BrandYaml(_Strict):
    """Whose report it is; files are named as they lie beside ``engagement.yaml``.

    ``colours`` are one or two, ``"#12436D"``: for headings and lines, and for accents.
    """

    name: str = ""
    contact: str = ""
    colours: Annotated[list[str], Field(max_length=2)] = []
    logo: str = ""
    slides: str = ""
    document: str = ""


class NarrativeYaml(_Strict):
    """What may stand between two lines ``---`` above a comment.

    ``numbers`` are those it was written under; with ``mark``, the report says which changed.
    """

    numbers: dict[str, Score100] = {}
    mark: bool = False


def _no_yes(value: object) -> object:
    """Refuse true and false, which would pass for 1 and 0."""
    if isinstance(value, bool):
        raise PydanticCustomError("float_type", "a number")
    return value


_NoYes = BeforeValidator(_no_yes)


class RoadmapYaml(_Strict):
    """Person-days that may be spent until each of these days after the start."""

    capacity: dict[Annotated[int, Field(gt=0), _NoYes], Annotated[float, Field(ge=0), _NoYes]] = {}


class EngagementYaml(_Strict):
    """``engagement.yaml``: everything but the name may be left out.

    ``roster`` counts the people invited by function, ``roster_by`` the same people by other
    attributes: ``{rank: {executive: 6, manager: 30, staff: 120}}``.
    """

    name: Annotated[str, Field(min_length=1)]
    sector: str = ""
    fictional: bool = False
    language: Literal["en", "fr"] | None = None
    instrument: str = ""
    instrument_pin: PinYaml | None = None
    profile: list[str] = []
    form: str = ""
    contact: ContactYaml = ContactYaml()
    privacy: PrivacyYaml | None = None
    roster: dict[str, Headcount] = {}
    roster_by: dict[str, dict[str, Headcount]] = {}
    weighting: Literal["equal", "headcount"] = "equal"
    targets: dict[str, Score100] = {}
    k_scores: Annotated[int, Field(ge=3)] | None = None
    brand: BrandYaml = BrandYaml()
    audience: str = ""
    sections: dict[str, bool] = {}
    confidentiality: TextYaml = {}
    narrative: dict[str, TextYaml] = {}
    roadmap: RoadmapYaml = RoadmapYaml()
    waves: dict[str, WaveYaml] = {}


class FormXlsx(_Strict):
    """``engagement.xlsx``, a sheet a key: headcounts, targets, what respondents are told.

    The sheet that came last is the last one: forms written before are read all the same.
    """

    roster: dict[str, Headcount] = {}
    targets: dict[str, Score100] = {}
    privacy: PrivacyYaml = PrivacyYaml()
    roster_by: dict[str, dict[str, Headcount]] = {}


def _as_table(value: object) -> object:
    """Take two ends (``0 to 4``) as a table of one nameless line; TRUE and FALSE are words here."""
    if isinstance(value, str | int | float):
        return {"": str(value)}
    if isinstance(value, dict):
        return {str(key).upper() if isinstance(key, bool) else key: v for key, v in value.items()}
    return value


def _as_meaning(value: object) -> object:
    """Leave points and words as they are; anything else is a word that no reason is called."""
    kept = isinstance(value, int | str) and not isinstance(value, bool)
    return value if kept else str(value).lower()


_MeaningYaml = Annotated[StrictInt | str, BeforeValidator(_as_meaning)]
RecodingYaml = Annotated[dict[str, _MeaningYaml], BeforeValidator(_as_table)]


class MappingYaml(_Strict):
    """``mapping.yaml``: what was confirmed of columns, words and numbers.

    ``columns``: title to item id or ``ignore``. ``labels``: per scale, word to point. ``scales``:
    by title, item, scale or ``*``, what the numbers or words there stand for: two ends such as
    ``0 to 4``, or a table of points and missing reasons.
    """

    columns: dict[str, str] = {}
    labels: dict[str, dict[str, int]] = {}
    scales: dict[str, RecodingYaml] = {}


class ExclusionYaml(_Strict):
    """A respondent left out, and why."""

    respondent: str
    reason: Annotated[str, Field(min_length=1)]
    wave: str = ""


class RatingYaml(_Strict):
    """The consultant's own level of a practice."""

    practice: str
    level: int
    reason: Annotated[str, Field(min_length=1)]
    wave: str = ""


class WordedYaml(_Strict):
    """A finding in the consultant's words, or one of their own, and the numbers it speaks of."""

    finding: Annotated[str, Field(min_length=1)]
    sentence: TextYaml
    numbers: dict[str, float] = {}
    dimension: str = ""
    wave: str = ""


class DecisionsYaml(_Strict):
    """``decisions.yaml``: who does not count and why, what is made of the findings.

    The rest is kept for later steps.
    """

    exclusions: list[ExclusionYaml] = []
    ratings: list[RatingYaml] = []
    agreed_levels: list[RatingYaml] = []
    released_comments: list[str] = []
    pinned_findings: list[str] = []
    silenced_findings: dict[str, Annotated[str, Field(min_length=1)]] = {}
    reworded_findings: list[WordedYaml] = []
    added_findings: list[WordedYaml] = []


def as_text(words: dict[Literal["", "en", "fr"], str]) -> Text:
    """Return a text of the YAML as the rest of the toolkit knows texts."""
    return Text({language: text.strip() for language, text in words.items() if text.strip()})
