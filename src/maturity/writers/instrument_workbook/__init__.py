"""The workbook in which an instrument is adapted: a guide, one sheet per table, what it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from maturity.instrument import Instrument
from maturity.instrument.tables import ROOT
from maturity.instrument.tabulate import Grid
from maturity.writers.instrument_workbook.book import Book, open_book
from maturity.writers.instrument_workbook.guide import write_guide
from maturity.writers.instrument_workbook.sheets import Sheets

__all__ = ["write_instrument_workbook"]

# What belongs together, in the order people work; each group has its colour.
GROUPS: Mapping[str, Sequence[str]] = {
    "#12436D": (ROOT, "dimensions", "practices", "items", "variants"),
    "#28A197": ("scales", "points", "levels"),
    "#801650": ("rubric", "evidence", "actions", "interview"),
    "#F46A25": ("attributes", "choices", "missing", "mirrors", "sides", "themes"),
    "#3D3D3D": ("profiles", "targets", "forms", "registers", "fields", "figures"),
    "#A285D1": (
        "articles",
        "lines",
        "roles",
        "costs",
        "efforts",
        "capacity",
        "thresholds",
        "craft",
        "findings",
    ),
}
_REST = "#7F7F7F"
_CHUNK = 15_000  # characters of a cell: below Excel's limit however they are counted


def write_instrument_workbook(
    path: Path, instrument: Instrument, grids: Mapping[str, Grid], origin: str, language: str
) -> None:
    """Write the workbook; ``origin`` is what it shall remember of the instrument as it is now."""
    grouped = [(code, colour) for colour, codes in GROUPS.items() for code in codes]
    known = {code for code, _ in grouped}
    order = dict([*grouped, *((code, _REST) for code in grids if code not in known)])
    with open_book(path, instrument, language) as book:
        write_guide(book, grids, list(order))
        sheets = Sheets(book, grids)
        for code, colour in order.items():
            sheets.write(code, colour)
        _write_origin(book, origin)


def _write_origin(book: Book, origin: str) -> None:
    """Add the hidden sheet by which the import knows what every question was."""
    sheet = book.file.add_worksheet("maturity")
    sheet.hide()
    parts = [origin[start : start + _CHUNK] for start in range(0, len(origin), _CHUNK)]
    pairs = [*book.properties.items(), *(("maturity_origin", part) for part in parts)]
    for row, (name, value) in enumerate(pairs):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
