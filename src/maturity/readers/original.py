"""A client's workbook as it was sent: the package itself, for whoever keeps its looks."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from maturity.readers.formats.sealed import unsealed
from maturity.readers.sheet import BrokenFileError

_ZIP = b"PK"
# What openpyxl does not carry over: buttons, slicers, diagrams, and shapes drawn on a sheet.
_NOT_KEPT = ("xl/ctrlProps/", "xl/slicers/", "xl/timelines/", "xl/activeX/", "xl/diagrams/")
_DRAWING, _SHAPES, _LARGEST = "xl/drawings/drawing", (b"<xdr:sp", b"<xdr:grpSp"), 5_000_000


def package_of(path: Path, passwords: Sequence[str] = ()) -> bytes:
    """Return the package of an ``.xlsx`` file, opened where a password protects it.

    Raises
    ------
    BrokenFileError
        The file cannot be read, or no password fits.
    """
    try:
        content = path.read_bytes()
    except OSError as cause:
        raise BrokenFileError("FILE_LOCKED", cause.strerror or "") from cause
    if content.startswith(_ZIP):
        return content
    return unsealed(io.BytesIO(content), passwords).read()


def is_sealed(path: Path) -> bool:
    """Tell whether a workbook that was read lies behind a password."""
    with path.open("rb") as stream:
        return not stream.read(len(_ZIP)).startswith(_ZIP)


def holds_more_than_cells(package: bytes) -> bool:
    """Tell whether a workbook holds things that an annotated copy of it will lack."""
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as parts:
            for info in parts.infolist():
                if info.filename.startswith(_NOT_KEPT):
                    return True
                if info.filename.startswith(_DRAWING) and info.file_size < _LARGEST:
                    drawing = parts.read(info)
                    if any(shape in drawing for shape in _SHAPES):
                        return True
    except (OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error):
        return False  # openpyxl will not read it either, and the copy holds values alone
    return False
