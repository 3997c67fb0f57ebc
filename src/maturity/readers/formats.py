"""A file in, a workbook out: the first bytes say what it is, the name only what it should be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from maturity.readers.delimited import read_delimited
from maturity.readers.sheet import BrokenFileError, Sheet, Workbook, as_written
from maturity.readers.xlsx import read_xlsx

FORMATS: Mapping[str, Callable[[BinaryIO], Workbook]] = {
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".csv": read_delimited,
    ".tsv": read_delimited,
}
_ZIP, _OLE = b"PK", bytes.fromhex("d0cf11e0")


def open_workbook(path: Path) -> Workbook:
    """Open a client's file.

    Raises
    ------
    BrokenFileError
        The file is locked, empty, damaged, of a kind we do not read or not what its name says.
    """
    try:
        with path.open("rb") as stream:
            workbook = _read(stream, path.suffix.lower())
    except OSError as cause:
        raise BrokenFileError("FILE_LOCKED", cause.strerror or "") from cause
    if "maturity_instrument" in workbook.properties:
        return workbook
    printed = _printed_properties(workbook.sheets)
    return replace(workbook, properties={**workbook.properties, **printed})


def _read(stream: BinaryIO, suffix: str) -> Workbook:
    start = stream.read(len(_OLE))
    stream.seek(0)
    reader = FORMATS.get(suffix)
    if start.startswith(_ZIP) and (reader in {read_xlsx, read_delimited} or suffix == ".xls"):
        return read_xlsx(stream)
    if reader is None:
        raise BrokenFileError("FILE_TYPE", suffix)
    if not start:
        raise BrokenFileError("FILE_EMPTY")
    if start == _OLE:
        raise BrokenFileError("FILE_PASSWORD")
    if reader is read_xlsx:
        raise BrokenFileError("FILE_MISNAMED", suffix)
    return reader(stream)


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
