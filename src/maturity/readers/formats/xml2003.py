"""“XML Spreadsheet 2003” in, sheets out: one XML file, which many web exports call ``.xls``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import BinaryIO

from maturity.readers.formats.flat import parse_xml
from maturity.readers.formats.grid import Grid
from maturity.readers.formats.limits import Watch
from maturity.readers.formats.package import damaged, local
from maturity.readers.sheet import (
    Area,
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Sheet,
    Stored,
    Truth,
    Workbook,
)

_TRUTH = re.compile(r"=(TRUE|FALSE)\(\)")  # LibreOffice's truth values
_MAX_ROWS, _MAX_COLUMNS = 1_048_576, 16_384


def read_xml2003(stream: BinaryIO) -> Workbook:
    """Read every worksheet.

    Raises
    ------
    BrokenFileError
        The XML is damaged, holds a DOCTYPE or more than is read.
    """
    watch = Watch()
    book = _Book(watch)
    parse_xml(stream, watch, book.start, book.end, book.text)
    return Workbook(tuple(book.sheets))


class _Book:
    """Builds the sheets from the elements; the methods are called as they come."""

    def __init__(self, watch: Watch) -> None:
        self.sheets: list[Sheet] = []
        self._watch = watch
        self._percent: set[str] = set()
        self._style = self._name = self._kind = ""
        self._hidden = self._in_comment = False
        self._cell: dict[str, str] | None = None
        self._parts: list[str] | None = None
        self._stored: Stored = None
        self._row = self._column = self._span = self._described = 0
        self._grid = Grid(watch)
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: list[Area] = []
        self._starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            "Style": lambda given: setattr(self, "_style", given.get("ID", "")),
            "NumberFormat": self._format,
            "Worksheet": self._begin_sheet,
            "Column": self._begin_column,
            "Row": self._begin_row,
            "Cell": self._begin_cell,
            "Comment": lambda _: setattr(self, "_in_comment", True),
            "Data": self._begin_data,
            "Visible": lambda _: setattr(self, "_parts", []),
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            "Worksheet": self._end_sheet,
            "Cell": self._end_cell,
            "Comment": lambda: setattr(self, "_in_comment", False),
            "Data": self._end_data,
            "Visible": self._end_visible,
        }

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        if tag in self._starts:
            self._starts[tag]({local(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        """Take note of an element that ends."""
        if tag in self._ends:
            self._ends[tag]()

    def text(self, text: str) -> None:
        """Take the text of a value."""
        if self._parts is not None:
            self._parts.append(text)

    def _format(self, given: dict[str, str]) -> None:
        if "%" in given.get("Format", "") or given.get("Format") == "Percent":
            self._percent.add(self._style)

    def _begin_sheet(self, given: dict[str, str]) -> None:
        self._watch.sheet()
        self._name, self._hidden = given.get("Name", f"Sheet{len(self.sheets) + 1}"), False
        self._grid = Grid(self._watch)
        self._hidden_rows, self._hidden_columns, self._merged = set(), set(), []
        self._row = self._described = self._span = 0

    def _end_sheet(self) -> None:
        rows, columns = frozenset(self._hidden_rows), frozenset(self._hidden_columns)
        merged = tuple(self._merged)
        self.sheets.append(Sheet(self._name, self._grid.rows, self._hidden, rows, merged, columns))

    def _begin_column(self, given: dict[str, str]) -> None:
        first = _number(given, "Index", self._described + 1, _MAX_COLUMNS)
        last = min(first + _number(given, "Span", 0, _MAX_COLUMNS), _MAX_COLUMNS)
        self._described = last
        if given.get("Hidden") == "1":
            self._hidden_columns.update(range(first - 1, last))

    def _begin_row(self, given: dict[str, str]) -> None:
        self._row = _number(given, "Index", self._row + 1 + self._span, _MAX_ROWS)
        self._column = 0
        if given.get("Hidden") == "1":
            self._hidden_rows.add(self._row)
        self._span = _number(given, "Span", 0, _MAX_ROWS)

    def _begin_cell(self, given: dict[str, str]) -> None:
        if not self._row:
            damaged()
        self._cell, self._stored = given, None
        self._column = _number(given, "Index", self._column + 1, _MAX_COLUMNS)

    def _begin_data(self, given: dict[str, str]) -> None:
        if self._cell is not None and not self._in_comment:
            self._kind, self._parts = given.get("Type", ""), []

    def _end_data(self) -> None:
        if self._parts is not None and self._cell is not None and not self._in_comment:
            self._stored, self._parts = self._value("".join(self._parts)), None

    def _end_visible(self) -> None:
        self._hidden = "".join(self._parts or ()).strip() in {"SheetHidden", "SheetVeryHidden"}
        self._parts = None

    def _end_cell(self) -> None:
        given, self._cell = self._cell or {}, None
        if _TRUTH.fullmatch(given.get("Formula", "")):
            self._stored, given = Truth("TRUE" in given["Formula"]), {}
        value = Formula(self._stored) if "Formula" in given else self._stored
        self._grid.put(self._row, self._column - 1, value)
        across = _number(given, "MergeAcross", 0, _MAX_COLUMNS)
        down = _number(given, "MergeDown", 0, _MAX_ROWS)
        if across or down:
            self._watch.slots(1)
            last = (self._row + down, self._column - 1 + across)
            self._merged.append(Area(self._row, self._column - 1, *last))
        self._column += across

    def _value(self, text: str) -> Stored:
        if self._kind == "Number":
            number = float(text)
            style = (self._cell or {}).get("StyleID")
            return Percent(number) if style in self._percent else number
        if self._kind == "Boolean":
            return Truth(text.strip() in {"1", "true"})
        if self._kind == "Error":
            return ErrorValue(text)
        return _moment(text) if self._kind == "DateTime" else text


def _number(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    number = int(given.get(name, usual))
    return number if 0 <= number <= most else damaged()


def _moment(text: str) -> Moment:
    try:
        at = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return Moment(None, text)
    shown = at.date().isoformat() if not (at.hour or at.minute) else f"{at:%Y-%m-%d %H:%M}"
    return Moment(at, shown)
