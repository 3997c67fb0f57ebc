"""Who is assessed, in which language, against which roster and targets; what was decided by hand.

Three state files of an organisation, each with its schema here: ``engagement.yaml`` (who),
``mapping.yaml`` (what its columns and labels mean) and ``decisions.yaml`` (what was decided).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from maturity.errors import Complaint, EngagementError, Problem
from maturity.instrument import Instrument, Scale, normalised
from maturity.instrument.yamlfile import Document, Model, Where, read_yaml, refuse, validated
from maturity.readers import (
    ENGAGEMENT,
    ENGAGEMENT_FORM,
    MEANINGS,
    BrokenFileError,
    as_written,
    is_blank,
    open_workbook,
    source,
)

__all__ = [
    "DECISIONS",
    "ENGAGEMENT",
    "ENGAGEMENT_FORM",
    "MAPPING",
    "Engagement",
    "find_engagement",
    "load_engagement",
]

MAPPING, DECISIONS = "mapping.yaml", "decisions.yaml"
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
    """``decisions.yaml``: who does not count and why; the rest is kept for later steps."""

    exclusions: list[_Exclusion] = []
    ratings: list[_Rating] = []
    agreed_levels: list[_Rating] = []
    released_comments: list[str] = []
    pinned_findings: list[str] = []


@dataclass(frozen=True, slots=True)
class Engagement:
    """The mandate with one organisation, as its state files say.

    ``folder`` is where they lie, None when there are none; ``documents`` are the files as read, by
    name; ``unused`` names the decisions that are recorded but that this version does not apply.
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
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False, compare=False)

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
            A roster, target, column or label names something the instrument does not have.
        """
        refuse(tuple(self._contradictions(instrument)), EngagementError)
        scales = {
            id_: _with_labels(scale, self.labels.get(id_, {}))
            for id_, scale in instrument.scales.items()
        }
        return replace(instrument, scales=scales)

    def _contradictions(self, instrument: Instrument) -> Iterator[Complaint]:
        for file, where, value, known in self._named(instrument):
            if normalised(value) not in map(normalised, known):
                fields = {"value": value, "known": ", ".join(known)}
                yield Complaint(self._place(file, where), "not_in_instrument", fields)
        for id_, words in self.labels.items():
            scale = instrument.scales.get(id_)
            for word, point in words.items():
                if scale and point not in scale.points:
                    place = self._place(MAPPING, ("labels", id_, word))
                    fields = {"value": id_, "point": str(point)}
                    yield Complaint(place, "instrument.point_outside", fields)

    def _named(self, instrument: Instrument) -> Iterator[tuple[str, Where, str, Sequence[str]]]:
        """Yield what the files name: file, path inside it, the name, and the names there are."""
        function = instrument.attribute("function")
        functions = [choice.id for choice in function.choices] if function else []
        dimensions = [dimension.id for dimension in instrument.dimensions]
        items = [item.id for item in instrument.items]
        targets = [*MEANINGS, *(attribute.id for attribute in instrument.attributes), *items]
        yield from ((ENGAGEMENT, ("roster", id_), id_, functions) for id_ in self.roster)
        for wave, roster in self.rosters.items():
            where: Where = ("waves", wave, "roster")
            yield from ((ENGAGEMENT, (*where, id_), id_, functions) for id_ in roster)
        yield from ((ENGAGEMENT, ("targets", id_), id_, dimensions) for id_ in self.targets)
        for title, target in self.columns.items():
            yield MAPPING, ("columns", title), target, targets
        yield from ((MAPPING, ("labels", id_), id_, [*instrument.scales]) for id_ in self.labels)

    def _place(self, file: str, where: Where) -> str:
        """Return ``file:line``; what is not in the YAML was filled in the form beside it."""
        documents = [self.documents[file]] if file in self.documents else []
        if file == ENGAGEMENT and ENGAGEMENT_FORM in self.documents:
            documents.append(self.documents[ENGAGEMENT_FORM])
        exact = (document.places[where] for document in documents if where in document.places)
        return next(exact, documents[0].place(where) if documents else file)


def _with_labels(scale: Scale, words: Mapping[str, int]) -> Scale:
    """Return a scale that reads some words as a person confirmed, whatever they meant before."""
    if not words:
        return scale
    confirmed = {normalised(word) for word in words}
    synonyms = {
        point: [word for word in before if normalised(word) not in confirmed]
        for point, before in scale.synonyms.items()
    }
    for word, point in words.items():
        synonyms.setdefault(point, []).append(word)
    return replace(scale, synonyms={point: tuple(each) for point, each in synonyms.items()})


def find_engagement(path: Path, stop: Path | None) -> Path | None:
    """Return the nearest ``engagement.yaml`` from a path up to ``stop``, or up three levels."""
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
    documents: dict[str, Document] = {}
    stated = _load(file, EngagementYaml, documents)
    mapping = _load_beside(file, MAPPING, MappingYaml, documents)
    decisions = _load_beside(file, DECISIONS, DecisionsYaml, documents)
    form = _form(file.with_name(ENGAGEMENT_FORM), documents)
    later = ("ratings", "agreed_levels", "released_comments", "pinned_findings")
    return Engagement(
        name=stated.name,
        sector=stated.sector,
        fictional=stated.fictional,
        language=stated.language,
        instrument=stated.instrument,
        contact=" – ".join(part for part in (stated.contact.name, stated.contact.email) if part),
        weighting=stated.weighting,
        targets=stated.targets or form.targets,
        k_scores=stated.k_scores,
        roster=stated.roster or form.roster,
        rosters={wave: each.roster for wave, each in stated.waves.items() if each.roster},
        deadlines={wave: each.deadline for wave, each in stated.waves.items()},
        columns=mapping.columns,
        labels=mapping.labels,
        exclusions=tuple(
            (each.respondent, each.reason, each.wave) for each in decisions.exclusions
        ),
        unused=tuple(name for name in later if getattr(decisions, name)),
        folder=file.parent,
        documents=documents,
    )


def _load(file: Path, model: type[Model], documents: dict[str, Document]) -> Model:
    documents[file.name] = read_yaml(file, EngagementError)
    return validated(documents[file.name], model, EngagementError)


def _load_beside(
    file: Path, name: str, model: type[Model], documents: dict[str, Document]
) -> Model:
    beside = file.with_name(name)
    return _load(beside, model, documents) if beside.is_file() else model()


class _FormXlsx(_Strict):
    """``engagement.xlsx``: headcount by function on the first sheet, target by dimension after."""

    roster: dict[str, Headcount] = {}
    targets: dict[str, Score100] = {}


def _form(file: Path, documents: dict[str, Document]) -> _FormXlsx:
    """Read the form back: code in the first column, the number filled in the third."""
    if not file.is_file():
        return _FormXlsx()
    try:
        sheets = open_workbook(file).sheets
    except BrokenFileError as broken:
        why = Problem(file.name, broken.code, broken.why)
        raise EngagementError("file_unreadable", path=file.name, why=why) from broken
    data: dict[str, dict[str, object]] = {}
    places: dict[Where, str] = {(): file.name}
    for name, sheet in zip(_FormXlsx.model_fields, sheets, strict=False):
        data[name] = {}
        places[name,] = source(file.name, sheet.name)
        for row, _ in sheet:
            value = sheet.at(row, 2)
            if row > 1 and not is_blank(value):
                code = as_written(sheet.at(row, 0)).strip()
                data[name][code] = value if isinstance(value, float) else as_written(value)
                places[name, code] = source(file.name, sheet.name, f"C{row}")
    documents[file.name] = Document(data, places)
    return validated(documents[file.name], _FormXlsx, EngagementError)
