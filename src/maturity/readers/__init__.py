"""Files in: each supported layout is one module here, recognised by content and registered below.

A layout is a function ``(path, workbook, headers) -> tables``, one table per sheet it recognises.
Adding a layout is one module and one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.readers.folder import (
    ENGAGEMENT,
    ENGAGEMENT_FORM,
    files_below,
    folders_in,
    normal_name,
    path_order,
)
from maturity.readers.formats import FORMATS, open_workbook, sha256
from maturity.readers.headers import MEANINGS, Headers, headers_for
from maturity.readers.instrument_workbook import is_instrument
from maturity.readers.overlooked import overlooked
from maturity.readers.plain import read_plain
from maturity.readers.questionnaire import read_questionnaire
from maturity.readers.sheet import BrokenFileError, Workbook, as_written, is_blank, source
from maturity.readers.table import Column, FileReading, Reading, Table

__all__ = [
    "ENGAGEMENT",
    "ENGAGEMENT_FORM",
    "FORMATS",
    "MEANINGS",
    "BrokenFileError",
    "Column",
    "FileReading",
    "Reading",
    "Table",
    "as_written",
    "files_below",
    "folders_in",
    "is_blank",
    "normal_name",
    "open_workbook",
    "path_order",
    "read",
    "source",
    "workbook_property",
]

LAYOUTS: tuple[Callable[[str, Workbook, Headers], Iterator[Table]], ...] = (
    read_questionnaire,
    read_plain,
)


def read(
    path: Path, instrument: Instrument, confirmed: Mapping[str, str], base: Path | None = None
) -> Reading:
    """Read one file, or every file below a folder, and never raise for a client's file.

    Parameters
    ----------
    path : Path
        File or folder; :func:`files_below` says what of a folder is left alone.
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
    seen: dict[str, str] = {}
    for file in files_below(path):
        name, digest = _name(file, base or path), sha256(file)
        found, wrong = _read_file(file, name, headers)
        tables += found
        problems += wrong
        if found and seen.setdefault(digest, name) != name:
            problems.append(Problem(name, "FILE_REPEATED", seen[digest]))
        files.append(FileReading(name, digest, found[0].layout if found else None))
    return Reading(tuple(files), tuple(tables), tuple(problems))


def _name(file: Path, base: Path) -> str:
    return normal_name(file.name if base == file else file.relative_to(base).as_posix())


def _read_file(file: Path, name: str, headers: Headers) -> tuple[list[Table], list[Problem]]:
    try:
        workbook = open_workbook(file)
    except BrokenFileError as broken:
        return [], [Problem(name, broken.code, broken.why)]
    if not any(sheet.rows for sheet in workbook.sheets):
        return [], [Problem(name, "FILE_EMPTY")]
    layouts = () if is_instrument(workbook) else LAYOUTS  # it asks, nobody has answered in it
    tables = [table for layout in layouts for table in layout(name, workbook, headers)]
    problems = [] if tables else [Problem(name, "FILE_NOT_A_SURVEY")]
    return tables, [*problems, *overlooked(name, workbook, tables, headers)]


def workbook_property(path: Path, key: str) -> str | None:
    """Return a custom property of the first readable workbook below a path, None if none has it."""
    for file in files_below(path):
        try:
            value = open_workbook(file).properties.get(key)
        except BrokenFileError:
            continue  # read() names the file and the reason
        if value:
            return value
    return None
