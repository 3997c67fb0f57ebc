"""What a file is: its first bytes say it, then the parts inside; its name only what it should be.

The signatures are knowledge, in ``kinds.toml``; here they are looked up.
"""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, BinaryIO

from maturity.readers.formats.decoding import beginning
from maturity.readers.formats.ole import Container
from maturity.readers.sheet import BrokenFileError

_START = 4096
_PACKAGE = "PK"


@dataclass(frozen=True, slots=True)
class Kind:
    """Which reader reads a file; where none does, the problem code and its word for the kind."""

    read: str = ""
    code: str = ""
    found: str = ""


def kind_of(stream: BinaryIO, suffix: str) -> Kind:
    """Return what a file is; the stream is left at its beginning."""
    stream.seek(0)
    start = stream.read(_START)
    stream.seek(0)
    if not start:
        return Kind(code="FILE_EMPTY")
    found = _by_start(start) or _by_text(start, suffix)
    look_inside = _INSIDE.get(found.read)
    if look_inside:
        found = _looked_inside(stream, look_inside) or _as_promised(suffix)
        stream.seek(0)
    return found


def _looked_inside(stream: BinaryIO, look: Callable[[BinaryIO], Kind | None]) -> Kind | None:
    try:
        return look(stream)
    except (BrokenFileError, zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def _as_promised(suffix: str) -> Kind:
    """Return what a file is whose inside tells nothing: what its name says, or damaged."""
    promised = _promised(suffix)
    if promised in {"table", "text"}:
        return Kind(code="FILE_DAMAGED")
    return Kind(code=promised or "FILE_TYPE", found=suffix)


def usual_name(read: str, suffix: str) -> str:
    """Return what to call a kind of file whose name says something else; empty if it does not."""
    known = _knowledge()["read"][read]
    return "" if not suffix or suffix in known["endings"] else str(known["name"])


@cache
def _knowledge() -> dict[str, Any]:
    file = resources.files(__package__) / "kinds.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _promised(suffix: str) -> str:
    """Return what a name promises: ``table``, ``text`` or a refusing code; empty if nothing."""
    return str(_knowledge()["ending"].get(suffix, ""))


def _kind(entry: Mapping[str, Any]) -> Kind:
    return Kind(entry.get("read", ""), entry.get("code", ""), entry.get("found", ""))


def _by_start(start: bytes) -> Kind | None:
    for entry in _knowledge()["start"]:
        magic, at = bytes.fromhex(entry["bytes"]), entry.get("at", 0)
        follows = [bytes.fromhex(each) for each in entry.get("next", [""])]
        rest = start[at + len(magic) :]
        if start.startswith(magic, at) and any(map(rest.startswith, follows)):
            return _kind(entry)
    return None


def _by_text(start: bytes, suffix: str) -> Kind:
    """Tell texts apart by their first words, and from what is no text."""
    promised = _promised(suffix)
    text = beginning(start)
    if text is None:
        damaged = promised == "text" or not start.strip(b"\0")
        code = "FILE_DAMAGED" if damaged else "FILE_MISNAMED" if promised == "table" else promised
        return Kind(code=code or "FILE_TYPE", found=suffix)
    words = text.lstrip("\ufeff \t\r\n")
    for entry in _knowledge()["text"]:
        if re.match(entry["begins"], words, re.IGNORECASE | re.DOTALL):
            return _kind(entry)
    if promised == "table" and text.startswith(_PACKAGE):  # a title, elsewhere; here what is left
        return Kind(code="FILE_DAMAGED")
    if promised in {"table", "text"}:
        return Kind("text")
    return Kind(code=promised or "FILE_TYPE", found=suffix)


def _in_zip(stream: BinaryIO) -> Kind | None:
    with zipfile.ZipFile(stream) as zipped:
        names = {each.replace("\\", "/").lstrip("/").lower() for each in zipped.namelist()}
    return _by_parts(names, "package") or Kind(code="FILE_ARCHIVE", found="ZIP")


def _in_container(stream: BinaryIO) -> Kind | None:
    return _by_parts(Container(stream.read()).names, "container")


def _by_parts(names: Collection[str], table: str) -> Kind | None:
    for entry in _knowledge()[table]:
        if (
            entry.get("part") in names
            or any(each.startswith(entry.get("under", "\0")) for each in names)
            or any(each.endswith(entry.get("ending", "\0")) for each in names)
        ):
            return _kind(entry)
    return None


_INSIDE: Mapping[str, Callable[[BinaryIO], Kind | None]] = {"zip": _in_zip, "ole": _in_container}
