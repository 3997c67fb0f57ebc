"""Files in: each supported layout is one module here, recognised by content and registered below.

A layout is a function ``(path, workbook, headers) -> tables``; the first that yields a table has
recognised the file. Adding a layout is one module and one line.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.readers.delimited import read_delimited
from maturity.readers.headers import Headers, headers_for
from maturity.readers.plain import read_plain
from maturity.readers.questionnaire import read_questionnaire
from maturity.readers.sheet import Workbook, as_written, is_blank, source
from maturity.readers.table import Column, FileReading, Reading, Table
from maturity.readers.xlsx import BrokenFileError, read_xlsx

__all__ = [
    "ENGAGEMENT_FORM",
    "Column",
    "FileReading",
    "Reading",
    "Table",
    "as_written",
    "files_below",
    "is_blank",
    "read",
    "source",
    "workbook_property",
]

FORMATS: Mapping[str, Callable[[Path], Workbook]] = {
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".csv": read_delimited,
}
LAYOUTS: tuple[Callable[[str, Workbook, Headers], Iterator[Table]], ...] = (
    read_questionnaire,
    read_plain,
)
ENGAGEMENT_FORM = "engagement.xlsx"
_NOT_ANSWERS = {".yaml", ".yml"}
_ZIP, _OLE = b"PK", bytes.fromhex("d0cf11e0")


def read(
    path: Path, instrument: Instrument, confirmed: Mapping[str, str], base: Path | None = None
) -> Reading:
    """Read one file, or every file below a folder, and never raise for a client's file.

    Parameters
    ----------
    path : Path
        File or folder; ``registers/``, dot files, lock files and YAML are left alone.
    instrument : Instrument
        What the columns are matched to.
    confirmed : mapping
        Column title to item id or ``ignore``, as the organisation's ``mapping.yaml`` confirms.
    base : Path, optional
        What file names are told relative to; ``path`` itself when not given.

    Returns
    -------
    Reading
        Files, tables and problems, in path order.
    """
    headers = headers_for(instrument, confirmed)
    files: list[FileReading] = []
    tables: list[Table] = []
    problems: list[Problem] = []
    for file in files_below(path):
        name = _name(file, base or path)
        found, wrong = _read_file(file, name, headers)
        tables += found
        problems += wrong
        digest = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
        files.append(FileReading(name, digest, found[0].layout if found else None))
    return Reading(tuple(files), tuple(tables), tuple(problems))


def _name(file: Path, base: Path) -> str:
    name = file.name if base == file else file.relative_to(base).as_posix()
    return unicodedata.normalize("NFC", name)


def files_below(path: Path) -> list[Path]:
    """Return the files that may hold answers, in NFC-casefolded path order."""
    if path.is_file():
        return [path]
    found = [
        file
        for file in path.rglob("*")
        if file.is_file()
        and file.suffix.lower() not in _NOT_ANSWERS
        and file.name != ENGAGEMENT_FORM
        and not file.name.startswith(("~$", "."))
        and not any(
            part.startswith(".") or part == "registers"
            for part in file.relative_to(path).parts[:-1]
        )
    ]
    return sorted(
        found, key=lambda f: unicodedata.normalize("NFC", f.relative_to(path).as_posix()).casefold()
    )


def _read_file(file: Path, name: str, headers: Headers) -> tuple[list[Table], list[Problem]]:
    try:
        workbook = _open(file)
    except BrokenFileError as broken:
        return [], [Problem(name, broken.code, broken.why)]
    except OSError as cause:
        return [], [Problem(name, "FILE_LOCKED", cause.strerror or "")]
    if not any(sheet.rows for sheet in workbook.sheets):
        return [], [Problem(name, "FILE_EMPTY")]
    for layout in LAYOUTS:
        tables = list(layout(name, workbook, headers))
        if tables:
            return tables, list(_left_alone(name, workbook, tables))
    return [], [Problem(name, "FILE_NOT_A_SURVEY")]


def _open(file: Path) -> Workbook:
    reader = FORMATS.get(file.suffix.lower())
    if reader is None:
        raise BrokenFileError("FILE_TYPE", file.suffix or file.name)
    with file.open("rb") as stream:
        start = stream.read(len(_OLE))
    if not start:
        raise BrokenFileError("FILE_EMPTY")
    if start == _OLE:
        raise BrokenFileError("FILE_PASSWORD")
    if reader is read_xlsx and not start.startswith(_ZIP):
        raise BrokenFileError("FILE_TYPE", file.suffix)
    workbook = reader(file)
    return (
        workbook
        if workbook.properties
        else replace(workbook, properties=_printed_properties(workbook))
    )


def _printed_properties(workbook: Workbook) -> dict[str, str]:
    """Return the properties our forms also print on their hidden sheet: some programs drop the others."""
    for sheet in workbook.sheets:
        if as_written(sheet.at(1, 0)) == "maturity_instrument":
            pairs = {
                as_written(sheet.at(row, 0)): as_written(sheet.at(row, 1)) for row in sheet.rows
            }
            return {key: value for key, value in pairs.items() if key.startswith("maturity_")}
    return {}


def _left_alone(name: str, workbook: Workbook, tables: list[Table]) -> Iterator[Problem]:
    """Name every sheet with content that holds no answers; our own forms' other sheets are known."""
    used = {column.sheet for table in tables for column in table.columns}
    if workbook.properties.get("maturity_form") or tables[0].layout == "questionnaire":
        return
    for sheet in workbook.sheets:
        if sheet.name not in used and sheet.rows:
            yield Problem(source(name, sheet.name), "SHEET_IGNORED")


def workbook_property(path: Path, key: str) -> str | None:
    """Return a custom property of the first readable workbook below a path, None when none has it."""
    for file in files_below(path):
        if FORMATS.get(file.suffix.lower()) is read_xlsx:
            try:
                value = _open(file).properties.get(key)
            except (BrokenFileError, OSError):
                continue  # read() names the file and the reason
            if value:
                return value
    return None
