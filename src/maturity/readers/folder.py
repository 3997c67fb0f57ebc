"""Which files below a folder may hold answers, in an order no computer changes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from maturity.errors import UnreadableError

ENGAGEMENT, ENGAGEMENT_FORM = "engagement.yaml", "engagement.xlsx"
MINUTES = "minutes.xlsx"
_NOT_ANSWERS = {".yaml", ".yml"}
_NOT_READ = {"registers"}


def files_below(path: Path) -> list[Path]:
    """Return the files that may hold answers, in NFC-casefolded path order.

    Left alone are ``registers/``, dot files and folders, the lock files of programs, YAML, and
    our own form beside an ``engagement.yaml``, and a workshop's minutes there or one folder down.

    Raises
    ------
    UnreadableError
        A folder may not be looked into.
    """
    if path.is_file():
        return [path]
    return sorted(_walk(path), key=lambda file: path_order(file.relative_to(path)))


def folders_in(folder: Path) -> list[Path]:
    """Return the folders directly in a folder, in the same order, without links that lead back."""
    above = {folder.resolve(), *folder.resolve().parents}
    found = [
        child
        for child in _children(folder)
        if child.is_dir() and not child.name.startswith(".") and child.resolve() not in above
    ]
    return sorted(found, key=path_order)


def path_order(path: Path) -> tuple[str, str]:
    """Sort key of a path: without case and kind of accent, then as written."""
    return normal_name(path.as_posix()).casefold(), path.as_posix()


def normal_name(name: str) -> str:
    """Return a file name with its accents composed (NFC): macOS writes them apart."""
    return unicodedata.normalize("NFC", name)


def _walk(folder: Path) -> Iterator[Path]:
    yield from (child for child in _children(folder) if child.is_file() and _may_answer(child))
    for child in folders_in(folder):
        if child.name not in _NOT_READ:
            yield from _walk(child)


def _children(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise UnreadableError("file_unreadable", path=str(folder), why=why) from cause


def _may_answer(file: Path) -> bool:
    if file.name.startswith(("~$", ".")) or file.suffix.lower() in _NOT_ANSWERS:
        return False
    if file.name == MINUTES and (file.parent.parent / ENGAGEMENT).is_file():
        return False
    ours = file.name in {ENGAGEMENT_FORM, MINUTES}
    return not (ours and file.with_name(ENGAGEMENT).is_file())
