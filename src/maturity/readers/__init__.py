"""Files in: each supported layout is one module here, recognised by content and registered below.

A layout is a function from a :class:`Book` to the tables it recognises in the sheets that no layout
before it has claimed. Adding a layout is one module and one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from maturity.errors import Problem
from maturity.instrument import Instrument
from maturity.readers import shelf
from maturity.readers.book import Book, Layout
from maturity.readers.corrections import COPY_OF, corrected
from maturity.readers.exports import read_exports
from maturity.readers.exports.near import read_near
from maturity.readers.folder import (
    ENGAGEMENT,
    ENGAGEMENT_FORM,
    MINUTES,
    files_below,
    folders_in,
    normal_name,
    path_order,
)
from maturity.readers.formats import FORMATS, open_workbook, sha256
from maturity.readers.handmade.blocks import read_blocks
from maturity.readers.handmade.drawn import REFUSED
from maturity.readers.handmade.read import read_handmade
from maturity.readers.handmade.sheets import completed, without_copies
from maturity.readers.headers import MEANINGS, Headers, headers_for
from maturity.readers.instrument_workbook import is_instrument
from maturity.readers.joined import joined, partners
from maturity.readers.legends import with_legends
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
    "MINUTES",
    "BrokenFileError",
    "Column",
    "FileReading",
    "Reading",
    "Table",
    "as_written",
    "files_below",
    "files_named",
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
    read_exports,
    read_handmade,
    read_questionnaire,
    read_blocks,
    read_plain,
    read_near,
)


def read(
    path: Path,
    instrument: Instrument,
    confirmed: Mapping[str, str],
    base: Path | None = None,
    passwords: Sequence[str] = (),
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
    passwords : sequence of str, optional
        What protected files may open with.

    Returns
    -------
    Reading
        Files, tables and problems, in path order.
    """
    headers = headers_for(instrument, confirmed)
    files: list[FileReading] = []
    tables: list[Table] = []
    problems: list[Problem] = []
    seen: dict[str, tuple[str, bool]] = {}
    for name, file in files_named(path, base):
        digest = sha256(file)
        reading, found, wrong = _read_file(
            file, FileReading(name, digest, None), headers, instrument, passwords
        )
        tables += found
        problems += wrong
        origin = reading.notes.get(COPY_OF, "")
        other, is_copy = seen.setdefault(origin or digest, (name, bool(origin)))
        if found and other != name:
            code = "COPY_AND_SOURCE" if origin or is_copy else "FILE_REPEATED"
            problems.append(Problem(name, code, other))
        files.append(reading)
    return Reading(tuple(files), tuple(tables), tuple(problems))


def files_named(path: Path, base: Path | None = None) -> Iterator[tuple[str, Path]]:
    """Yield every file at or below a path, with the name problems tell it by."""
    home = base or path
    for file in files_below(path):
        name = file.name if home == file else file.relative_to(home).as_posix()
        yield normal_name(name), file


def _read_file(
    file: Path,
    reading: FileReading,
    headers: Headers,
    instrument: Instrument,
    passwords: Sequence[str],
) -> tuple[FileReading, list[Table], list[Problem]]:
    name = reading.path
    try:
        workbook = corrected(shelf.take(file, passwords))
    except BrokenFileError as broken:
        return reading, [], [Problem(name, broken.code, broken.why, broken.params)]
    named = tuple(sheet.name for sheet in workbook.sheets)
    reading = replace(reading, notes=workbook.notes, sheets=named)
    problems = [
        Problem(source(name, each.sheet, each.cells), each.code, each.found, each.params)
        for each in workbook.remarks
    ]
    if not any(sheet.rows for sheet in workbook.sheets):
        return reading, [], [*problems, Problem(name, "FILE_EMPTY")]
    tables = _tables(Book(name, workbook, headers, workbook.sheets, instrument))
    problems += [problem for table in tables for problem in table.problems]
    problems += overlooked(name, workbook, tables, headers)
    read = [table for table in tables if table.layout != REFUSED]
    if read:
        reading = replace(reading, format=read[0].layout)
    elif not tables:
        problems.append(Problem(name, "FILE_NOT_A_SURVEY"))
    return reading, read, problems


def _tables(book: Book) -> list[Table]:
    """Offer what is left of a file to one layout after the other."""
    if is_instrument(book.workbook):  # it asks, nobody has answered in it
        return []
    found: list[Table] = []
    for layout in LAYOUTS:
        for table in layout(book):
            found.append(completed(table, book.sheets, book.instrument))
            book = book.without(table.sheets)
    found = without_copies(found)
    found += partners(found, book)
    return joined([with_legends(table, book.workbook, found) for table in found], book)


def workbook_property(path: Path, key: str, passwords: Sequence[str] = ()) -> str | None:
    """Return a custom property of the first readable workbook below a path, None if none has it."""
    shelf.clear()
    for file in files_below(path):
        try:
            value = shelf.look(file, passwords).properties.get(key)
        except BrokenFileError:
            continue  # read() names the file and the reason
        if value:
            return value
    return None
