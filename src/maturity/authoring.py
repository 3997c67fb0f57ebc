"""An instrument out to Excel, back from there, and compared with what it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity.errors import Complaint, InstrumentError, Problem, UnreadableError, UsageError
from maturity.instrument import Instrument, load_instrument
from maturity.instrument.build import Builder, fingerprint
from maturity.instrument.carried import uncarried
from maturity.instrument.gather import Gatherer
from maturity.instrument.knowledge import Change, Migration
from maturity.instrument.load import checked, read_instrument
from maturity.instrument.migration import changes, comparable
from maturity.instrument.origin import recalled, remembered
from maturity.instrument.revise import Revised, misgivings, renamed, revised
from maturity.instrument.save import as_file, as_files
from maturity.instrument.tabulate import grids
from maturity.instrument.yamlfile import Document, refuse
from maturity.language import Language
from maturity.readers import BrokenFileError, open_workbook
from maturity.readers.instrument_workbook import (
    InstrumentReading,
    is_instrument,
    read_instrument_workbook,
)
from maturity.workspace import instrument_path
from maturity.writers.files import renewed_folder, whole_file

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml
    from maturity.readers.sheet import Workbook

SHEET_FORMATS = ("xlsx",)
_IN_EXCEL = {"yaml.missing": "workbook.empty", "yaml.true_or_false": "workbook.yes_or_no"}
_UNKNOWN = {"workbook.owner_unknown", "instrument.unknown_reference"}
_YAML = {".yaml", ".yml"}
_SHORT = 12  # digits of a fingerprint that tell two instruments apart
_MARK = re.compile(r"^# ([0-9a-f]{12}) → ([0-9a-f]{12})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the workbook is and what is in it."""

    path: Path
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Imported:
    """Where the instrument is, what it has become, and what a person should know of it.

    ``remarks`` are keys of sentences with their fields; ``revised`` is None where nobody knows
    what the instrument was before, ``same`` whether nothing differs from what was exported.
    """

    path: Path
    instrument: Instrument
    revised: Revised | None
    same: bool = False
    remarks: tuple[tuple[str, dict[str, str]], ...] = ()


def export_workbook(name: str, out: Path, language: str, *, force: bool = False) -> Exported:
    """Write an instrument as a workbook; a folder gets ``<id>.xlsx``.

    Raises
    ------
    InstrumentError
        The instrument is wrong, or holds what Excel cannot give back as it is.
    UsageError
        A file is there in which somebody may have worked.
    """
    from maturity.writers.instrument_workbook import write_instrument_workbook

    parsed, document = read_instrument(instrument_path(name))
    sheets = grids(parsed)
    refuse(tuple(uncarried(parsed, document, sheets)), InstrumentError)
    instrument = Builder(parsed).instrument()
    path = out if out.suffix.lower() == ".xlsx" else out / f"{parsed.id}.xlsx"
    if path.exists() and not force and not _is_untouched(path):
        raise UsageError("workbook.edited", path=str(path))
    write_instrument_workbook(path, instrument, sheets, remembered(parsed), language)
    return Exported(path, instrument)


def _is_untouched(path: Path) -> bool:
    """Tell whether a file is a workbook as it was exported, so that nobody's work is in it."""
    try:
        workbook = open_workbook(path)
        parsed, _, _ = _understood(path, workbook)
    except (BrokenFileError, InstrumentError):
        return False
    return fingerprint(parsed.canonical()) == workbook.properties.get("maturity_sha256")


def import_workbook(file: Path, out: Path, *, force: bool = False) -> Imported:
    """Read a workbook and write the instrument it describes: a folder, or one ``.yaml`` file.

    Raises
    ------
    UnreadableError
        The file cannot be opened.
    InstrumentError
        It is no instrument, or a wrong one; everything found is told at once, each with its cell.
    UsageError
        ``out`` is something else, or was changed since the workbook was made from it.
    """
    workbook = _opened(file)
    parsed, reading, remarks = _understood(file, workbook)
    old = recalled(reading.origin) or _there(out)
    known = old if old and old.id == parsed.id else None
    change = revised(parsed, known) if known else None
    if old and not known:
        remarks.append(("other_id", {"id": parsed.id, "old": old.id}))
    elif not old:
        remarks.append(("no_origin", {}))
    final = change.parsed if change else parsed
    instrument = Builder(final).instrument()
    before = workbook.properties.get("maturity_sha256", "")
    if not force:
        _guard(out, instrument, before)
    _write(out, final, instrument.sha256, before)
    return Imported(out, instrument, change, instrument.sha256 == before, tuple(remarks))


def _opened(file: Path) -> Workbook:
    if not file.exists():
        raise UsageError("path_missing", path=str(file))
    try:
        workbook = open_workbook(file)
    except BrokenFileError as broken:
        problem = Problem(file.name, broken.code, broken.why)
        raise UnreadableError("workbook.unreadable", path=file.name, problem=problem) from broken
    if is_instrument(workbook):
        return workbook
    filled = "maturity_instrument" in workbook.properties
    raise InstrumentError(f"workbook.{'answers' if filled else 'foreign'}", path=file.name)


def _understood(
    file: Path, workbook: Workbook
) -> tuple[InstrumentYaml, InstrumentReading, list[tuple[str, dict[str, str]]]]:
    """Return the instrument a workbook describes, or refuse it with everything that is wrong."""
    reading = read_instrument_workbook(file.name, workbook)
    if not reading.complete:
        refuse(reading.complaints, InstrumentError)
    gatherer = Gatherer()
    document = gatherer.gather(reading.tables)
    old = recalled(reading.origin)
    found = [*reading.complaints, *renamed(old, document), *gatherer.complaints]
    doubts = partial(misgivings, old)
    try:
        parsed, document = checked(document, doubts)
    except InstrumentError as wrong:
        details = (*found, *_details(wrong), *_beyond(document, wrong, doubts))
        raise InstrumentError("yaml_wrong", details=_told(details)) from wrong
    refuse(_told(found), InstrumentError)
    return parsed, reading, list(_scattered(parsed, reading))


def _details(wrong: InstrumentError) -> tuple[Complaint, ...]:
    details = wrong.fields["details"]
    return details if isinstance(details, tuple) else ()


def _beyond(
    document: Document, wrong: InstrumentError, doubts: Callable[..., Iterator[Complaint]]
) -> tuple[Complaint, ...]:
    """Return what contradicts what once the values that mean nothing are taken for empty.

    So a person who typed a wrong number and a wrong name is told of both at once.
    """
    from pydantic import ValidationError

    if not isinstance(wrong.__cause__, ValidationError):
        return ()
    data = deepcopy(document.data)
    for *path, last in (error["loc"] for error in wrong.__cause__.errors()):
        holder: Any = data
        for step in path:
            known: Any = dict(enumerate(holder)) if isinstance(holder, list) else holder
            holder = known.get(step) if isinstance(known, dict) else None
        if isinstance(holder, dict):
            holder.pop(last, None)
    try:
        checked(replace(document, data=data), doubts)
    except InstrumentError as further:
        return tuple(each for each in _details(further) if not each.key.startswith("yaml."))
    return ()


def _told(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """Return complaints as Excel's users understand them, each thing once.

    A cell that could not be read is not missing too, although nothing came of it; nor is an id
    unknown that was only renamed.
    """
    complaints = list(complaints)
    unread = {each.place for each in complaints if each.key not in _IN_EXCEL}
    lost = {each.fields.get("old") for each in complaints if each.key == "workbook.id_renamed"}
    told = {
        (each.place, each.key, str(each.fields)): replace(
            each, key=_IN_EXCEL.get(each.key, each.key)
        )
        for each in complaints
        if each.key != "yaml.missing" or each.place not in unread
        if each.key not in _UNKNOWN or each.fields["value"] not in lost
    }
    return tuple(told.values())


def _scattered(
    parsed: InstrumentYaml, reading: InstrumentReading
) -> Iterator[tuple[str, dict[str, str]]]:
    """Remark on rows that do not stand where their question is asked."""
    asked = [item.id for item in Builder(parsed).instrument().items]
    cells = (row["id"].value for row in reading.tables["items"].cells)
    if [str(value).strip() for value in cells if isinstance(value, str)] != asked:
        yield "scattered", {"sheet": reading.tables["items"].place.rpartition("!")[2]}


def _there(out: Path) -> Instrument | None:
    """Return the instrument that is at a place, None when there is none that can be read."""
    try:
        return load_instrument(out) if out.exists() else None
    except InstrumentError:
        return None


def _guard(out: Path, instrument: Instrument, before: str) -> None:
    """Refuse to replace something else, or work done since the workbook was exported."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    there = _there(out)
    if there is None or there.id != instrument.id:
        found = there.id if there else ", ".join(sorted(_names(out)))
        raise UsageError("workbook.other", path=str(out), found=found, id=instrument.id)
    if there.sha256 not in {before, instrument.sha256} and not _came_from(out, there, before):
        raise UsageError("workbook.newer", path=str(out), version=there.version)


def _names(out: Path) -> list[str]:
    return [each.name for each in out.iterdir()] if out.is_dir() else [out.name]


def _came_from(out: Path, there: Instrument, before: str) -> bool:
    """Tell whether what is there came from this same export, and nobody touched it since."""
    file = out / "instrument.yaml" if out.is_dir() else out
    match = _MARK.search(file.read_text(encoding="utf-8-sig")) if file.is_file() else None
    return match is not None and match.groups() == (before[:_SHORT], there.sha256[:_SHORT])


def _write(out: Path, parsed: InstrumentYaml, sha256: str, before: str) -> None:
    """Write the YAML, whole or not at all, and make sure that it says the same."""
    mark = f"# {before[:_SHORT]} → {sha256[:_SHORT]}\n" if before else ""
    heading = f"# maturity instrument import\n{mark}\n"
    if out.suffix.lower() in _YAML or out.is_file():
        with whole_file(out) as draft:
            draft.write_text(as_file(parsed, heading), encoding="utf-8", newline="\n")
            _make_sure(draft, sha256)
        return
    with renewed_folder(out, lambda file: file.suffix in _YAML) as draft:
        for name, content in as_files(parsed, heading).items():
            place = draft / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(content, encoding="utf-8", newline="\n")
        _make_sure(draft, sha256)


def _make_sure(written: Path, sha256: str) -> None:
    if load_instrument(written).sha256 != sha256:
        raise InstrumentError("workbook.unequal", path=written.name)


def imported_lines(imported: Imported, say: Language) -> Iterator[str]:
    """Say what an import has done, for people."""
    instrument, change = imported.instrument, imported.revised
    facts = {"id": instrument.id, "version": instrument.version, "items": len(instrument.items)}
    yield say("authoring.told.imported", path=imported.path, **facts)
    if imported.same:
        yield say("authoring.told.same")
    if change is None:
        return
    if change.migration.before != change.migration.after:
        versions = {"before": change.migration.before, "after": change.migration.after}
        yield say("authoring.told.version", **versions)
    for item, version in change.raised.items():
        yield say("authoring.told.raised", item=item, version=version)
    yield from change_lines(change.migration, say)


def change_lines(migration: Migration, say: Language) -> Iterator[str]:
    """Say of every changed item what became of it, and whether it still compares."""
    for item, found in _by_item(migration).items():
        if all(each.compares for each in found):
            routed = any(each.change == "rerouted" for each in found)
            verdict = "by_function" if routed else "compares"
        else:
            verdict = "breaks"
        said = (each.reason.in_language(say.code) for each in found)
        reasons = dict.fromkeys(text for text in said if text)
        yield say(
            "authoring.compare.line",
            item=item,
            changes=say.listing([say(f"authoring.change.{each.change}") for each in found]),
            verdict=say(f"authoring.compare.{verdict}"),
            reason=say("authoring.compare.reason", reason=" ".join(reasons)) if reasons else "",
        )


def _by_item(migration: Migration) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for each in migration.items:
        found.setdefault(each.item, []).append(each)
    return found


def compare_instruments(old: str, new: str) -> tuple[Instrument, Instrument]:
    """Load two instruments, by id or path."""
    return load_instrument(instrument_path(old)), load_instrument(instrument_path(new))


def comparison_lines(old: Instrument, new: Instrument, say: Language) -> Iterator[str]:
    """Say which items of two instruments compare, for people."""
    migration, known = changes(old, new), comparable(old, new)
    versions = {"before": old.version, "after": new.version}
    yield say("authoring.compare.title", old=old.id, new=new.id, **versions)
    yield say("authoring.compare.comparable", n=sum(known.values()), total=len(known))
    yield from change_lines(migration, say)


def comparison_json(old: Instrument, new: Instrument) -> dict[str, Any]:
    """Return the migration map as one document: every item of either, in the order asked."""
    found = _by_item(changes(old, new))
    return {
        "schema": 1,
        "before": {"id": old.id, "version": old.version, "sha256": old.sha256},
        "after": {"id": new.id, "version": new.version, "sha256": new.sha256},
        "items": [
            {
                "id": item,
                "compares": compares,
                "changes": [
                    {"change": each.change, "compares": each.compares, "reason": each.reason}
                    for each in found.get(item, [])
                ],
            }
            for item, compares in comparable(old, new).items()
        ],
    }
