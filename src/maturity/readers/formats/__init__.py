"""A file in, a workbook out: what is inside decides which reader reads it, not its name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from maturity.readers.formats.garbled import garbled_cells
from maturity.readers.formats.kinds import kind_of, usual_name
from maturity.readers.formats.limits import Watch
from maturity.readers.sheet import BrokenFileError, Remark, Sheet, Workbook, as_written

# Endings that promise a table; other files are looked into too, wherever they lie among these.
FORMATS = frozenset({".csv", ".ods", ".tsv", ".xls", ".xlsm", ".xlsx"})
# Loaded when needed: most runs meet one or two kinds of files.
_READERS: Mapping[str, tuple[str, str]] = {
    "fods": ("ods", "read_flat_ods"),
    "html": ("html", "read_html"),
    "ods": ("ods", "read_ods"),
    "text": ("delimited", "read_delimited"),
    "xls": ("biff", "read_xls"),
    "xlsx": ("xlsx", "read_xlsx"),
    "xml": ("xml2003", "read_xml2003"),
}


def open_workbook(path: Path, passwords: Sequence[str] = ()) -> Workbook:
    """Open a client's file, a protected one with the first password that fits.

    Raises
    ------
    BrokenFileError
        The file is locked, empty, damaged, protected, or of a kind we do not read.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(0, 2)
            Watch().file(stream.tell())
            workbook = _read(stream, path.suffix.lower(), passwords)
    except OSError as cause:
        raise BrokenFileError("FILE_LOCKED", cause.strerror or "") from cause
    if len({sheet.name for sheet in workbook.sheets}) < len(workbook.sheets):
        raise BrokenFileError("FILE_DAMAGED")  # an address would not say which sheet it means
    if "maturity_instrument" in workbook.properties:
        return workbook
    printed = _printed_properties(workbook.sheets)
    return replace(workbook, properties={**workbook.properties, **printed})


def _read(stream: BinaryIO, suffix: str, passwords: Sequence[str]) -> Workbook:
    kind = kind_of(stream, suffix)
    if kind.read == "sealed":
        stream = _unsealed(stream, passwords)
        kind = kind_of(stream, suffix)
    if kind.code:
        raise BrokenFileError(kind.code, kind.found)
    try:
        workbook = _read_as(kind.read, stream)
    except BrokenFileError as broken:
        if broken.code != "FILE_PASSWORD" or kind.read != "xls":
            raise
        workbook = _read_as(kind.read, _unsealed(stream, passwords))
    name = usual_name(kind.read, suffix)
    if name and kind.read == "text" and workbook.sheets[0].rows and not workbook.notes["separator"]:
        raise BrokenFileError("FILE_MISNAMED", suffix)  # prose, not a table
    misnamed = bool(name) and any(sheet.rows for sheet in workbook.sheets)
    remarks = [Remark("FILE_OTHER_KIND", suffix, {"kind": name})] if misnamed else []
    remarks += [*workbook.remarks, *garbled_cells(workbook.sheets)]
    notes = {"format": kind.read, **workbook.notes}
    return replace(workbook, notes=notes, remarks=tuple(remarks))


def _read_as(kind: str, stream: BinaryIO) -> Workbook:
    module, name = _READERS[kind]
    reader = getattr(import_module(f"{__package__}.{module}"), name)
    stream.seek(0)
    workbook: Workbook = reader(stream)
    return workbook


def _unsealed(stream: BinaryIO, passwords: Sequence[str]) -> BinaryIO:
    from maturity.readers.formats.sealed import unsealed

    return unsealed(stream, passwords)


def _printed_properties(sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """Return the properties our forms also print on their hidden sheet: some programs drop them."""
    for sheet in sheets:
        if as_written(sheet.at(1, 0)) == "maturity_instrument":
            pairs = {as_written(sheet.at(row, 0)): as_written(sheet.at(row, 1)) for row, _ in sheet}
            return {key: value for key, value in pairs.items() if key.startswith("maturity_")}
    return {}


def sha256(path: Path) -> str:
    """Return a file's fingerprint, empty when it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
