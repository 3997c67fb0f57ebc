"""Where the state files are, and what stands in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from maturity.engagement.faults import faults
from maturity.engagement.minutes import minuted
from maturity.engagement.model import Engagement, Pin
from maturity.engagement.narrative import Written, written_in_files, written_in_yaml
from maturity.engagement.schema import (
    DECISIONS,
    MAPPING,
    DecisionsYaml,
    EngagementYaml,
    FormXlsx,
    MappingYaml,
    PinYaml,
    PrivacyYaml,
    as_text,
)
from maturity.errors import EngagementError, Problem
from maturity.instrument.yamlfile import Document, Model, Where, read_yaml, refuse, validated
from maturity.readers import (
    ENGAGEMENT,
    ENGAGEMENT_FORM,
    BrokenFileError,
    as_written,
    is_blank,
    open_workbook,
    source,
)
from maturity.writers.questionnaire import Privacy

_UPWARDS = 3
_NESTED = ("privacy", "roster_by")  # sheets whose codes are keys inside others: rank.executive
_LATER = ("ratings", "released_comments")


def find_engagement(path: Path, stop: Path | None) -> Path | None:
    """Return the nearest ``engagement.yaml`` from a path up to ``stop``, or up three levels."""
    return _nearest(path, stop, {ENGAGEMENT})


def find_state(path: Path, stop: Path | None) -> Path | None:
    """Return where ``engagement.yaml`` is, or would be beside a lone mapping or decisions file."""
    return find_engagement(path, stop) or _nearest(path, stop, {MAPPING, DECISIONS})


def _nearest(path: Path, stop: Path | None, names: Collection[str]) -> Path | None:
    start = path if path.is_dir() else path.parent
    folders = [start, *start.parents]
    if stop is not None and stop in folders:
        folders = folders[: folders.index(stop) + 1]
    else:
        folders = folders[: _UPWARDS + 1]
    held = (folder for folder in folders if any((folder / name).is_file() for name in names))
    return next((folder / ENGAGEMENT for folder in held), None)


def load_engagement(file: Path | None) -> Engagement:
    """Load ``engagement.yaml`` and the mapping and decisions beside it; nothing stated when None.

    Mapping and decisions hold without an ``engagement.yaml`` too.

    Raises
    ------
    EngagementError
        A file is not YAML, has an unknown key or an impossible value; says file and line.
    """
    if file is None:
        return Engagement()
    documents: dict[str, Document] = {}
    stated = (
        _load(file, ENGAGEMENT, EngagementYaml, documents)
        if file.exists()
        else EngagementYaml.model_construct(name="")
    )
    mapping = _load_beside(file, MAPPING, MappingYaml, documents)
    decisions = _load_beside(file, DECISIONS, DecisionsYaml, documents)
    form = _form(file.with_name(ENGAGEMENT_FORM), documents)
    waves = stated.waves.items()
    engagement = Engagement(
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
        rosters={wave: each.roster for wave, each in waves if each.roster},
        roster_by=stated.roster_by or form.roster_by,
        rosters_by={wave: each.roster_by for wave, each in waves if each.roster_by},
        deadlines={wave: each.deadline for wave, each in waves},
        profile=tuple(stated.profile),
        form=stated.form,
        forms={wave: each.form for wave, each in waves if each.form},
        pin=_pin(stated.instrument_pin),
        pins={wave: pin for wave, each in waves if (pin := _pin(each.instrument_pin))},
        privacy=_privacy(stated.privacy or form.privacy),
        columns=mapping.columns,
        labels=mapping.labels,
        scales={
            name: str(stated[""]) if "" in stated else stated
            for name, stated in mapping.scales.items()
        },
        exclusions=tuple(
            (each.respondent, each.reason, each.wave) for each in decisions.exclusions
        ),
        unused=tuple(name for name in _LATER if getattr(decisions, name)),
        folder=file.parent,
        documents=documents,
    )
    engagement = _with_report(engagement, file, stated, decisions)
    refuse(tuple(faults(engagement)), EngagementError)
    return engagement


def _with_report(
    engagement: Engagement, file: Path, stated: EngagementYaml, decisions: DecisionsYaml
) -> Engagement:
    """Add what is stated and decided of the report."""
    return replace(
        engagement,
        brand=stated.brand,
        audience=stated.audience,
        sections=stated.sections,
        confidentiality=as_text(stated.confidentiality),
        narrative=_narrative(file, stated, engagement.documents),
        capacity=stated.roadmap.capacity,
        decisions=decisions,
        agreed=minuted(file.parent, stated.name, decisions, engagement.documents),
    )


def _narrative(
    file: Path, stated: EngagementYaml, documents: Mapping[str, Document]
) -> tuple[Written, ...]:
    """Return every comment, from the folder ``narrative/`` and from ``engagement.yaml``."""
    in_files = written_in_files(file.parent)
    if not stated.narrative:
        return in_files
    return (*written_in_yaml(stated.narrative, documents[ENGAGEMENT]), *in_files)


def _load(file: Path, name: str, model: type[Model], documents: dict[str, Document]) -> Model:
    """Read a state file, kept by the name that such files have, whatever its own is."""
    documents[name] = read_yaml(file, EngagementError)
    return validated(documents[name], model, EngagementError)


def _load_beside(
    file: Path, name: str, model: type[Model], documents: dict[str, Document]
) -> Model:
    beside = file.with_name(name)
    return _load(beside, name, model, documents) if beside.is_file() else model()


def _pin(stated: PinYaml | None) -> Pin | None:
    return Pin(stated.version, stated.asked_sha256) if stated else None


def _privacy(stated: PrivacyYaml) -> Privacy:
    return Privacy(
        controller=stated.controller.name,
        controller_contact=stated.controller.contact,
        data_protection=str(stated.data_protection),
        purpose=as_text(stated.purpose),
        legal_basis=stated.legal_basis,
        interest=as_text(stated.interest),
        consultancy=stated.consultancy,
        coordinator=stated.coordinator,
        recipients=as_text(stated.recipients),
        storage=as_text(stated.storage),
        outside_eea=as_text(stated.outside_eea),
        months=stated.retention.months,
        until=stated.retention.until,
        voluntary=stated.voluntary,
        if_not=as_text(stated.if_not),
        authority=as_text(stated.authority),
    )


def _form(file: Path, documents: dict[str, Document]) -> FormXlsx:
    """Read the form back: code in the first column, what was filled in the third."""
    if not file.is_file():
        return FormXlsx()
    try:
        sheets = open_workbook(file).sheets
    except BrokenFileError as broken:
        why = Problem(file.name, broken.code, broken.why)
        raise EngagementError("file_unreadable", path=file.name, why=why) from broken
    data: dict[str, Any] = {}
    places: dict[Where, str] = {(): file.name}
    for name, sheet in zip(FormXlsx.model_fields, sheets, strict=False):
        data[name] = {}
        places[name,] = source(file.name, sheet.name)
        for row, _ in sheet:
            value = sheet.at(row, 2)
            if row > 1 and not is_blank(value):
                code = as_written(sheet.at(row, 0)).strip()
                where = (name, *(code.split(".") if name in _NESTED else [code]))
                _put(data, where, value if isinstance(value, float) else as_written(value))
                places[where] = source(file.name, sheet.name, f"C{row}")
    documents[file.name] = Document(data, places)
    return validated(documents[file.name], FormXlsx, EngagementError)


def _put(data: dict[str, Any], where: tuple[str, ...], value: float | str) -> None:
    for key in where[:-1]:
        data = data.setdefault(key, {})
    data[where[-1]] = value
