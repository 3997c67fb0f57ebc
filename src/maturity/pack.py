"""What may go to the client, in one file: ``maturity pack``."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maturity import workspace
from maturity.errors import ReportError, UsageError
from maturity.language import Language
from maturity.leaks import PACKAGES, leaks, secrets_of
from maturity.workshop import FOLDER
from maturity.writers.files import MANIFEST, as_json, whole_file

_CONSULTANT = "consultant"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive knows


@dataclass(frozen=True, slots=True)
class Packed:
    """A packed report: where it is, its files, and what the consultant should know of them.

    ``remarks`` are sentences on what is in, ``left_out`` on what is not and might be looked for.
    """

    path: Path
    files: tuple[str, ...]
    remarks: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0, or 1 when something was left out."""
        return int(bool(self.left_out))


def make_pack(path: Path, output: Path | None, say: Language, *, edited: bool = False) -> Packed:
    """Zip the files of a report that the client's manifest names, and the manifest.

    Slides, documents and workbooks are meant to be edited: one that was is packed, said, and has
    its new hash in the packed manifest. A page or a PDF that is not as it was written is refused.

    Parameters
    ----------
    path : Path
        The folder of a report, or the file or folder of the wave that it is about.
    output : Path or None
        The file to write; ``<organisation>-<wave>.zip`` beside the folder when None.
    say : Language
        The language of what is remarked.
    edited : bool, optional
        True when a page or PDF was changed on purpose.

    Raises
    ------
    UsageError
        PATH cannot mean anything.
    ReportError
        There is nothing to pack, a page or PDF was changed, or a file holds what only the
        consultant may know; nothing was written then.
    """
    folder = _report_folder(path)
    manifest = _manifest(folder)
    stated: Mapping[str, str] = manifest["outputs"]
    found = {
        name: (folder / name).read_bytes() for name in sorted(stated) if _is_here(folder, name)
    }
    if not found:
        raise ReportError("pack_nothing", path=str(folder))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}
    changed = [name for name in found if hashes[name] != stated[name]]
    fixed = [name for name in changed if not name.endswith(PACKAGES)]
    if fixed and not edited:
        raise ReportError("pack_changed", names=say.listing(fixed))
    _look_into(folder, found)
    name = "-".join(workspace.slug(str(manifest[key])) for key in ("organization", "wave"))
    target = output or folder.parent / f"{name}.zip"
    if target.resolve() in {(folder / each).resolve() for each in (*stated, MANIFEST)}:
        raise UsageError("pack_over", path=str(target))
    told = {**manifest, "outputs": hashes, **({"edited": changed} if changed else {})}
    files = {**found, MANIFEST: as_json(told).encode()}
    with whole_file(target) as draft:
        draft.write_bytes(_zipped(name, files))
    return Packed(
        target,
        tuple(files),
        tuple(say("pack.edited", name=each) for each in changed),
        tuple(_left_out(folder, stated, target, say)),
    )


def _report_folder(path: Path) -> Path:
    """Return the folder of a report, given itself or what it is about."""
    found = workspace.resolve(path)
    if (found / MANIFEST).is_file():
        return found
    from maturity.batch.report import reports_folder

    place = workspace.one_place(found)
    home = reports_folder(place.path) / workspace.slug(place.organization)
    return home / workspace.slug(place.wave)


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the client's manifest, knowing that it is one."""
    file = folder / MANIFEST
    if not file.is_file():
        raise ReportError("pack_nothing", path=str(folder))
    known = _json(file)
    outputs = known.get("outputs")
    complete = isinstance(outputs, dict) and {"organization", "wave"} <= set(known)
    if not complete or any(Path(name).name != name for name in outputs or ()):
        raise ReportError("pack_manifest", path=str(file))
    return known


def _json(file: Path) -> dict[str, Any]:
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as cause:
        raise ReportError("pack_manifest", path=str(file)) from cause
    return known if isinstance(known, dict) else {}


def _is_here(folder: Path, name: str) -> bool:
    return (folder / name).is_file() and not (folder / name).is_symlink()


def _look_into(folder: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a file that holds what only the consultant may know, or that hides what it holds."""
    manifests = sorted((folder / _CONSULTANT).glob("manifest*.json"))
    inputs = {
        path: sha for file in manifests for path, sha in _json(file).get("inputs", {}).items()
    }
    secrets = secrets_of(inputs, files)
    for name, content in files.items():
        try:
            told = ", ".join(leaks(name, content, secrets))
        except ValueError as cause:
            raise ReportError("pack_closed", name=name) from cause
        if told:
            raise ReportError("pack_leak", name=name, found=told)


def _zipped(name: str, files: Mapping[str, bytes]) -> bytes:
    """Return an archive of one folder; equal files give equal bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for each in sorted(files):
            entry = zipfile.ZipInfo(f"{name}/{each}", _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, files[each])
    return content.getvalue()


def _left_out(
    folder: Path, stated: Mapping[str, str], target: Path, say: Language
) -> Iterator[str]:
    """Say what the manifest names that is gone, and what lies there that it does not name."""
    for name in sorted(stated):
        if not _is_here(folder, name):
            yield say("pack.missing", name=name)
    for each in sorted(folder.iterdir()):
        known = each.name in {*stated, MANIFEST, _CONSULTANT, FOLDER} or each == target.resolve()
        if not known and not each.name.startswith((".", "~$")):
            yield say("pack.stray", name=each.name)
