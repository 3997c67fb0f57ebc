"""Files in: each supported layout is one module here, recognised by content and registered below.

A layout is a function from a :class:`Book` to the tables it recognises in the sheets that no layout
before it has claimed. Adding a layout is one module and one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.readers.book import Book, Layout
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
from maturity.readers.sheet import BrokenFileError, as_written, is_blank, source
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

LAYOUTS: tuple[Layout, ...] = (
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
        reading, found, wrong = _read_file(file, FileReading(name, digest, None), headers)
        tables += found
        problems += wrong
        if found and seen.setdefault(digest, name) != name:
            problems.append(Problem(name, "FILE_REPEATED", seen[digest]))
        files.append(reading)
    return Reading(tuple(files), tuple(tables), tuple(problems))


def _name(file: Path, base: Path) -> str:
    return normal_name(file.name if base == file else file.relative_to(base).as_posix())


def _read_file(
    file: Path, reading: FileReading, headers: Headers
) -> tuple[FileReading, list[Table], list[Problem]]:
    name = reading.path
    try:
        workbook = open_workbook(file)
    except BrokenFileError as broken:
        return reading, [], [Problem(name, broken.code, broken.why)]
    named = tuple(sheet.name for sheet in workbook.sheets)
    reading = replace(reading, notes=workbook.notes, sheets=named)
    problems = [
        Problem(source(name, each.sheet, each.cells), each.code, each.found, each.params)
        for each in workbook.remarks
    ]
    if not any(sheet.rows for sheet in workbook.sheets):
        return reading, [], [*problems, Problem(name, "FILE_EMPTY")]
    tables = _tables(Book(name, workbook, headers, workbook.sheets))
    problems += [problem for table in tables for problem in table.problems]
    if tables:
        reading = replace(reading, format=tables[0].layout)
    else:
        problems.append(Problem(name, "FILE_NOT_A_SURVEY"))
    return reading, tables, [*problems, *overlooked(name, workbook, tables, headers)]


def _tables(book: Book) -> list[Table]:
    """Offer what is left of a file to one layout after the other."""
    if is_instrument(book.workbook):  # it asks, nobody has answered in it
        return []
    found: list[Table] = []
    for layout in LAYOUTS:
        for table in layout(book):
            found.append(table)
            book = book.without(table.sheets)
    return found


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
