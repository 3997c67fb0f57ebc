"""Who is assessed, in which language, against which roster and targets; and what was decided by hand.

Three state files of an organisation, each with its schema here: ``engagement.yaml`` (who),
``mapping.yaml`` (what its columns and labels mean) and ``decisions.yaml`` (what the consultant decided).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from maturity.errors import EngagementError
from maturity.instrument import Instrument
from maturity.instrument.yamlfile import Model, read_yaml, validated
from maturity.readers import ENGAGEMENT_FORM, as_written, is_blank, source
from maturity.readers.xlsx import BrokenFileError, read_xlsx

ENGAGEMENT, MAPPING, DECISIONS = "engagement.yaml", "mapping.yaml", "decisions.yaml"
_UPWARDS = 3

Headcount = Annotated[int, Field(ge=0)]
Score100 = Annotated[float, Field(ge=0, le=100)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class _Contact(_Strict):
    name: str = ""
    email: str = ""


class _Wave(_Strict):
    roster: dict[str, Headcount] = {}
    deadline: str = ""


class EngagementYaml(_Strict):
    """``engagement.yaml``: everything but the name may be left out."""

    name: Annotated[str, Field(min_length=1)]
    sector: str = ""
    fictional: bool = False
    language: Literal["en", "fr"] | None = None
    instrument: str = ""
    contact: _Contact = _Contact()
    roster: dict[str, Headcount] = {}
    weighting: Literal["equal", "headcount"] = "equal"
    targets: dict[str, Score100] = {}
    k_scores: Annotated[int, Field(ge=3)] | None = None
    waves: dict[str, _Wave] = {}


class MappingYaml(_Strict):
    """``mapping.yaml``: column title to item id or ``ignore``; per scale, label to point."""

    columns: dict[str, str] = {}
    labels: dict[str, dict[str, int]] = {}


class _Exclusion(_Strict):
    respondent: str
    reason: Annotated[str, Field(min_length=1)]
    wave: str = ""


class _Rating(_Strict):
    practice: str
    level: int
    reason: Annotated[str, Field(min_length=1)]
    wave: str = ""


class DecisionsYaml(_Strict):
    """``decisions.yaml``: who does not count and why; the rest is kept for the later steps that use it."""

    exclusions: list[_Exclusion] = []
    ratings: list[_Rating] = []
    agreed_levels: list[_Rating] = []
    released_comments: list[str] = []
    pinned_findings: list[str] = []


@dataclass(frozen=True, slots=True)
class Engagement:
    """The mandate with one organisation, as its state files say.

    ``folder`` is where they lie, None when there are none; ``unused`` names the decisions that are
    recorded but that this version does not apply.
    """

    name: str = ""
    sector: str = ""
    fictional: bool = False
    language: str | None = None
    instrument: str = ""
    contact: str = ""
    weighting: str = "equal"
    targets: Mapping[str, float] = field(default_factory=dict)
    k_scores: int | None = None
    roster: Mapping[str, int] = field(default_factory=dict)
    rosters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    deadlines: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    exclusions: tuple[tuple[str, str, str], ...] = ()
    unused: tuple[str, ...] = ()
    folder: Path | None = None

    def roster_of(self, wave: str) -> Mapping[str, int]:
        """Return who was invited in a wave: its own roster, else the engagement's."""
        return self.rosters.get(wave) or self.roster

    def excluded(self, wave: str) -> dict[str, str]:
        """Return the respondents left out of a wave, with the reason given."""
        return {who: why for who, why, when in self.exclusions if when in {"", wave}}

    def adapted(self, instrument: Instrument) -> Instrument:
        """Return the instrument with the confirmed labels added to its scales.

        Raises
        ------
        EngagementError
            A roster, target or label names something the instrument does not have.
        """
        self._check(instrument)
        if not self.labels:
            return instrument
        scales = dict(instrument.scales)
        for id_, words in self.labels.items():
            synonyms = dict(scales[id_].synonyms)
            for word, point in words.items():
                synonyms[point] = (*synonyms.get(point, ()), word)
            scales[id_] = replace(scales[id_], synonyms=synonyms)
        return replace(instrument, scales=scales)

    def _check(self, instrument: Instrument) -> None:
        function = instrument.attribute("function")
        functions = {choice.id for choice in function.choices} if function else set()
        rosters = {*self.roster, *(id_ for roster in self.rosters.values() for id_ in roster)}
        for file, used, known in (
            (ENGAGEMENT, rosters, functions),
            (ENGAGEMENT, set(self.targets), {d.id for d in instrument.dimensions}),
            (MAPPING, set(self.labels), set(instrument.scales)),
        ):
            for unknown in sorted(used - known):
                raise EngagementError(
                    "not_in_instrument", file=file, value=unknown, known=", ".join(sorted(known))
                )


def find_engagement(path: Path, stop: Path | None) -> Path | None:
    """Return the nearest ``engagement.yaml`` from a path upwards, inside ``stop`` or three levels."""
    start = path if path.is_dir() else path.parent
    folders = [start, *start.parents]
    if stop is not None and stop in folders:
        folders = folders[: folders.index(stop) + 1]
    else:
        folders = folders[: _UPWARDS + 1]
    return next(
        (folder / ENGAGEMENT for folder in folders if (folder / ENGAGEMENT).is_file()), None
    )


def load_engagement(file: Path | None) -> Engagement:
    """Load ``engagement.yaml`` and the mapping and decisions beside it; nothing stated when None.

    Raises
    ------
    EngagementError
        A file is not YAML, has an unknown key or an impossible value; says file and line.
    """
    if file is None:
        return Engagement()
    stated = _load(file, EngagementYaml)
    mapping = _load_beside(file, MAPPING, MappingYaml)
    decisions = _load_beside(file, DECISIONS, DecisionsYaml)
    later = ("ratings", "agreed_levels", "released_comments", "pinned_findings")
    roster, targets = _form(file.with_name(ENGAGEMENT_FORM))
    return Engagement(
        name=stated.name,
        sector=stated.sector,
        fictional=stated.fictional,
        language=stated.language,
        instrument=stated.instrument,
        contact=" – ".join(part for part in (stated.contact.name, stated.contact.email) if part),
        weighting=stated.weighting,
        targets=stated.targets or targets,
        k_scores=stated.k_scores,
        roster=stated.roster or {function: int(count) for function, count in roster.items()},
        rosters={wave: each.roster for wave, each in stated.waves.items() if each.roster},
        deadlines={wave: each.deadline for wave, each in stated.waves.items()},
        columns=mapping.columns,
        labels=mapping.labels,
        exclusions=tuple(
            (each.respondent, each.reason, each.wave) for each in decisions.exclusions
        ),
        unused=tuple(name for name in later if getattr(decisions, name)),
        folder=file.parent,
    )


def _form(file: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Read ``engagement.xlsx`` back: code in the first column, the number filled in the third."""
    if not file.is_file():
        return {}, {}
    try:
        sheets = read_xlsx(file).sheets
    except BrokenFileError as broken:
        raise EngagementError("file_unreadable", path=file.name, why=broken.code) from broken
    filled: list[dict[str, float]] = []
    for sheet in sheets:
        numbers: dict[str, float] = {}
        for row, cells in sheet:
            value = sheet.at(row, 2)
            if row == 1 or is_blank(value):
                continue
            if not isinstance(value, float) or value < 0:
                place = source(file.name, sheet.name, f"C{row}")
                raise EngagementError("number_expected", place=place, found=as_written(value))
            numbers[as_written(cells[0])] = value
        filled.append(numbers)
    return (filled[0], filled[1]) if len(filled) > 1 else ({}, {})


def _load(file: Path, model: type[Model]) -> Model:
    return validated(read_yaml(file, EngagementError), model, EngagementError)


def _load_beside(file: Path, name: str, model: type[Model]) -> Model:
    beside = file.with_name(name)
    return _load(beside, model) if beside.is_file() else model()
