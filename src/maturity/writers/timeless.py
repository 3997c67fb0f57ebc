"""Packages of Office files (``.pptx``, ``.docx``, ``.xlsx``), the same bytes for equal content.

Whoever writes them stamps each entry, and the properties, with the hour; charts carry workbooks
that do the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

_FIRST = ("[Content_Types].xml", "_rels/.rels")  # where readers of a package begin
_STAMP = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive knows
_BORN = b"2000-01-01T00:00:00Z"
_PACKAGES = (".docx", ".pptx", ".xlsx")
_CORE = "docProps/core.xml"
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_LAST_PRINTED = re.compile(rb"<cp:lastPrinted\b[^>]*>[^<]*</cp:lastPrinted>")
_OF_ITS_OWN = re.compile(r"docProps/thumbnail\.\w+")
_THUMBNAIL = re.compile(rb'<Relationship\b[^>]*/metadata/thumbnail"[^>]*/>')


def write_timeless(content: bytes, path: Path) -> None:
    """Write a package to a file, the same bytes for the same content.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    path.write_bytes(timeless(content))


def timeless(content: bytes) -> bytes:
    """Return a package without the moment it was made, packages inside it included.

    Entries are sorted, stamped alike and compressed; *created* and *modified* are a fixed day, the
    last print and the thumbnail go.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in sorted(_kept(old), key=_place):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            new.writestr(entry, _aged(name, old.read(name)))
    return file.getvalue()


def _kept(package: zipfile.ZipFile) -> list[str]:
    """Name the entries, each once, folders and the thumbnail left out."""
    names = dict.fromkeys(package.namelist())
    return [name for name in names if not (name.endswith("/") or _OF_ITS_OWN.fullmatch(name))]


def _place(name: str) -> tuple[int, str]:
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST)), name


def _aged(name: str, content: bytes) -> bytes:
    """Return an entry without the moment it was made."""
    if name.endswith(_PACKAGES):
        return timeless(content)
    if name == _CORE:
        return _LAST_PRINTED.sub(b"", _WHEN.sub(rb"\g<1>" + _BORN, content))
    return _THUMBNAIL.sub(b"", content) if name == _FIRST[1] else content
