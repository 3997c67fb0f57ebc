"""What a report was made of, and which files of its folder belong together.

A folder may hold a report in other languages and for other audiences, made before. They belong to
it only while they come from the same answers and decisions: two files of different ones, side by
side, would contradict each other and let a reader subtract them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import maturity
from maturity.assess import Intake
from maturity.readers import MINUTES
from maturity.writers.deliver import WRITERS, file_name
from maturity.writers.files import MANIFEST, as_json, sha256

FORMATS = ("html", *WRITERS)
MADE_FROM = "consultant/made_from.json"  # name of a client's file -> fingerprint of its inputs


@dataclass(frozen=True, slots=True)
class Outputs:
    """The client's files that belong together: their hashes, and what each was made from."""

    hashes: Mapping[str, str]
    made_from: Mapping[str, str]


def inputs_of(intake: Intake) -> dict[str, dict[str, str]]:
    """Return the sha256 of every file that a report depends on: answers, and what was decided."""
    answers = {file.path: file.sha256 for file in intake.responses.files}
    folder = intake.engagement.folder
    if folder is None:
        return {"inputs": answers, "state": {}}
    state = {file.relative_to(folder).as_posix(): sha256(file) for file in _state(intake, folder)}
    return {"inputs": answers, "state": state}


def _state(intake: Intake, folder: Path) -> Iterator[Path]:
    """Yield the files of an engagement beside its answers, in a stable order."""
    engaged = intake.engagement
    brand = (engaged.brand.logo, engaged.brand.slides, engaged.brand.document)
    wave = intake.place.wave
    names = {*engaged.documents, *filter(None, brand), MINUTES, f"{wave}/{MINUTES}"}
    written = (folder / "narrative").rglob("*.md")
    found = {*(folder / name for name in names), *written}
    yield from sorted(file for file in found if file.is_file())


def fingerprint(intake: Intake, of: Mapping[str, Mapping[str, str]]) -> str:
    """Return one hash of all that the numbers and words of a report depend on."""
    whole: dict[str, Any] = {
        **of,
        "toolkit": maturity.__version__,
        "instrument": intake.instrument.sha256,
        "names": [intake.place.organization, intake.place.wave],
    }
    return hashlib.sha256(as_json(whole).encode()).hexdigest()


def outputs_of(
    draft: Path, folder: Path, intake: Intake, of: Mapping[str, Mapping[str, str]]
) -> Outputs:
    """Return what belongs together of a draft and of the folder that it goes to."""
    now, before = fingerprint(intake, of), _made_from(folder)
    files = {file.name: file for file in _reports(folder) if before.get(file.name) == now}
    files |= {file.name: file for file in _reports(draft)}
    hashes = {name: sha256(files[name]) for name in sorted(files)}
    others = {file.name for file in _reports(folder)} - set(files)
    kept = {name: before[name] for name in others & set(before)}
    return Outputs(hashes, dict(sorted((kept | dict.fromkeys(files, now)).items())))


def stale(folder: Path) -> list[str]:
    """Return the reports in a folder that were made from other answers than its newest."""
    stated = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["outputs"]
    return sorted({file.name for file in _reports(folder)} - set(stated))


def _reports(folder: Path) -> Iterator[Path]:
    for name in FORMATS:
        yield from folder.glob(file_name(name, "*"))


def _made_from(folder: Path) -> dict[str, str]:
    """Return what an earlier run noted; nothing when that is not there or cannot be read."""
    try:
        known = json.loads((folder / MADE_FROM).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
