"""Whole files or none: written beside their place and moved there when finished."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a draft folder whose files move into ``target`` when the block ends well.

    On any error ``target`` stays as it was, and what was not there is not there afterwards. A new
    folder appears in one step; in one that exists, files under other names stay and a manifest
    comes last.

    Raises
    ------
    OSError
        The folder cannot be made or written.
    """
    is_new = not target.exists()
    home = target.parent if is_new else target
    on_the_way = [folder for folder in (home, *home.parents) if not folder.exists()]
    home.mkdir(parents=True, exist_ok=True)
    draft = home / _draft_name()
    try:
        draft.mkdir()
        yield draft
        if is_new and not target.exists():
            draft.rename(target)
        else:
            _move_files(draft, target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        for folder in on_the_way:
            with suppress(OSError):  # it holds the report
                folder.rmdir()


@contextmanager
def renewed_folder(target: Path, replaced: Callable[[Path], bool]) -> Iterator[Path]:
    """Give a draft folder that takes the place of ``target`` when the block ends well.

    Files of the old folder stay, except those that ``replaced`` says the draft stands for: they go
    in the same step. On any error ``target`` stays as it was.

    Raises
    ------
    OSError
        The folder cannot be made or written.
    """
    if not target.exists():
        with whole_folder(target) as draft:
            yield draft
        return
    place = Path(os.path.realpath(target))
    draft, aside = (place.with_name(_draft_name()) for _ in range(2))
    try:
        draft.mkdir()
        yield draft
        for file in place.rglob("*"):
            kept = draft / file.relative_to(place)
            if file.is_file() and not replaced(file) and not kept.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(file, kept)
        place.rename(aside)
        try:
            draft.rename(place)
        except OSError:
            aside.rename(place)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move_files(draft: Path, target: Path) -> None:
    files = [file for file in draft.rglob("*") if file.is_file()]
    for file in sorted(files, key=lambda each: (each.name == MANIFEST, each)):
        place = target / file.relative_to(draft)
        place.parent.mkdir(parents=True, exist_ok=True)
        file.replace(place)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a draft that takes the place of ``path`` when the block ends well.

    Folders on the way are made. A link stays a link, and a device or pipe (``/dev/stdout``) is
    written to, never replaced.

    Raises
    ------
    OSError
        The file cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / path.name
            yield draft
            with path.open("wb") as device:
                device.write(draft.read_bytes())
        return
    place = Path(os.path.realpath(path))
    draft = place.with_name(_draft_name() + place.suffix)
    try:
        yield draft
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


def _draft_name() -> str:
    return f".draft-{secrets.token_hex(6)}"


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with LF line ends, whole or not at all."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def as_json(document: Mapping[str, Any]) -> str:
    """Write JSON as every file and ``--json`` of the toolkit has it; NaN is an error."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def sha256(path: Path) -> str:
    """Return the sha256 of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
