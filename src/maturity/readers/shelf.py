"""Each file is opened once: what a first look opened waits here for the second.

A first look asks every file for one property, before anybody knows which questionnaire to read
with; the second takes what is inside. A file that changed in between is opened again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from maturity.readers.formats import open_workbook
from maturity.readers.sheet import BrokenFileError, Workbook

_Mark = tuple[str, tuple[str, ...], int, int]
_waiting: dict[_Mark, Workbook | BrokenFileError] = {}


def clear() -> None:
    """Forget what nobody came for."""
    _waiting.clear()


def look(path: Path, passwords: Sequence[str]) -> Workbook:
    """Open a file and keep it for :func:`take`; raises what :func:`open_workbook` raises."""
    opened = _opened(path, passwords)
    _waiting[_mark(path, passwords)] = opened
    return _workbook(opened)


def take(path: Path, passwords: Sequence[str]) -> Workbook:
    """Return a file that was looked at, else open it; raises what :func:`open_workbook` raises."""
    opened = _waiting.pop(_mark(path, passwords), None)
    return _workbook(opened or _opened(path, passwords))


def _opened(path: Path, passwords: Sequence[str]) -> Workbook | BrokenFileError:
    try:
        return open_workbook(path, passwords)
    except BrokenFileError as broken:
        return broken


def _workbook(opened: Workbook | BrokenFileError) -> Workbook:
    if isinstance(opened, BrokenFileError):
        raise opened
    return opened


def _mark(path: Path, passwords: Sequence[str]) -> _Mark:
    """Return what tells one state of a file from another."""
    try:
        state = path.stat()
    except OSError:
        return str(path), tuple(passwords), 0, 0
    return str(path), tuple(passwords), state.st_mtime_ns, state.st_size
