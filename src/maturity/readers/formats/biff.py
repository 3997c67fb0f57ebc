"""``.xls`` in, sheets out: xlrd reads the records, we keep the cells.

xlrd knows every Excel from 2.0 on, but lays each sheet out as a full rectangle, does not tell a
formula from a value, and follows counts that a damaged file states. So its book and sheet are
given other hands here: cells go into a sparse grid, each record read is paid for, the code of the
last one says whether it was a formula, and what we do not need (names, links, notes, drawings) is
not parsed at all.

**Formulas nobody calculated.** Programs that only write store 0 or nothing as a formula's result.
Where every formula of a sheet holds 0, or holds nothing in a file that no spreadsheet program has
ever calculated (it has no ``RECALCID``), the result counts as never stored.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import xlrd
from xlrd import biffh, book, sheet

from maturity.readers.formats.grid import EPOCH, EPOCH_1904, Grid, moment
from maturity.readers.formats.limits import Watch
from maturity.readers.formats.ole import MAGIC, Container
from maturity.readers.sheet import (
    Area,
    BrokenFileError,
    ErrorValue,
    Formula,
    Percent,
    Sheet,
    Stored,
    Truth,
    Workbook,
)

STREAMS = ("workbook", "book")
_FORMULAS = {0x06, 0x206, 0x406}
_MAX_ROWS, _MAX_COLUMNS = 65_536, 256
_RECALCID, _CONTINUE = 0x1C1, 0x3C
_PATIENCE = 4096  # records between two looks at the clock
_NOT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# What xlrd raises for files no Excel ever wrote.
DAMAGE = (
    xlrd.XLRDError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
)


def read_xls(stream: BinaryIO) -> Workbook:
    """Read every worksheet of an old workbook, of Excel 2.0 to 2003.

    Raises
    ------
    BrokenFileError
        The file is damaged, too large, or protected by a password.
    """
    content = stream.read()
    try:
        return _workbook(_stream(content), Watch())
    except DAMAGE as cause:
        raise BrokenFileError("FILE_DAMAGED") from cause


def _stream(content: bytes) -> bytes:
    if not content.startswith(MAGIC):
        return content  # Excel 2 to 4 wrote no container
    container = Container(content)
    name = next((name for name in STREAMS if name in container.names), "")
    return container.stream(name)


def _workbook(content: bytes, watch: Watch) -> Workbook:
    found = _Book(watch)
    found.load(content)
    for each in found.sheets_read:
        each.settle(calculated=found.calculated)
    return Workbook(tuple(each.result() for each in found.sheets_read))


class _Silent:
    """Where xlrd's messages go."""

    def write(self, text: str) -> int:
        """Forget it."""
        return len(text)


class _Book(book.Book):  # type: ignore[misc]  # xlrd ships no types
    """xlrd's book with a budget: it reads no byte more often than a sound file makes it."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.watch = watch
        self._records = 0
        self.calculated = self.formula = False
        self.sheets_read: list[_Sheet] = []
        self._kinds: dict[int, str] = {}

    def load(self, content: bytes) -> None:
        """Read everything."""
        self._budget = 4 * len(content) + 65_536
        self.biff2_8_load(file_contents=content, logfile=_Silent(), formatting_info=True)
        self.biff_version = self.getbof(biffh.XL_WORKBOOK_GLOBALS)
        if self.biff_version not in book.SUPPORTED_VERSIONS:
            raise BrokenFileError("FILE_DAMAGED")
        if self.biff_version <= 40:  # noqa: PLR2004 - up to BIFF 4 a file is one sheet
            self.fake_globals_get_sheet()
            return
        self.parse_globals()
        if self.biff_version > 45:  # noqa: PLR2004 - BIFF 4W has its sheets among the globals
            self._sheet_list = [None] * len(self._sheet_names)
            self.get_sheets()

    def get_record_parts(self) -> tuple[int, int, bytes]:
        code, length, data = super().get_record_parts()
        self._budget -= length + 4
        self._records += 1
        if self._budget < 0:
            raise BrokenFileError("FILE_DAMAGED")
        if self._records % _PATIENCE == 0:
            self.watch.time()
        if code in _FORMULAS:  # xlrd will now hand over its result, whatever records that takes
            self.formula = True
        elif code == _RECALCID:
            self.calculated = True
        return code, length, data

    def get_sheet(self, number: int, update_pos: bool = True) -> object:  # noqa: FBT001, FBT002
        self.watch.sheet()
        if update_pos:
            self._position = self._sh_abs_posn[number]
        self.getbof(biffh.XL_WORKSHEET)
        found = _Sheet(self, self._position, self._sheet_names[number], number)
        found.read(self)
        self.sheets_read.append(found)
        return found

    def handle_filepass(self, _: bytes) -> None:
        raise BrokenFileError("FILE_PASSWORD")

    def handle_sst(self, data: bytes) -> None:
        parts = [data]
        while True:
            code, _, more = self.get_record_parts_conditional(_CONTINUE)
            if code is None:
                break
            parts.append(more)
        self._sharedstrings = list(_shared_strings(parts))

    def kind(self, style: int) -> str:
        """Return ``date``, ``percent`` or an empty string for a cell's style."""
        if style not in self._kinds:
            self._kinds[style] = self._kind(style)
        return self._kinds[style]

    def _kind(self, style: int) -> str:
        if not 0 <= style < len(self.xf_list):
            return ""
        shown = self.format_map.get(self.xf_list[style].format_key)
        if shown is None:
            return ""
        if "%" in _NOT_IN_FORMAT.sub("", shown.format_str):
            return "percent"
        return "date" if shown.type == biffh.FDT else ""

    @property
    def epoch(self) -> datetime:
        """The day from which dates count."""
        return EPOCH_1904 if self.datemode else EPOCH

    def _nothing(self, *_: object) -> None:
        """Stand in for what xlrd does with records that hold no cell."""

    handle_country = handle_externname = handle_externsheet = handle_name = _nothing
    handle_supbook = handle_writeaccess = names_epilogue = _nothing


class _Sheet(sheet.Sheet):  # type: ignore[misc]  # xlrd ships no types
    """xlrd's sheet, which hands each cell over instead of laying out a rectangle."""

    def __init__(self, parent: _Book, *where: Any) -> None:  # noqa: ANN401 - xlrd's own
        super().__init__(parent, *where)
        self.grid = Grid(parent.watch)
        self.formulas: list[tuple[int, int]] = []
        self.put_cell = self._keep

    def _keep(self, row: int, column: int, kind: int | None, value: Any, style: int) -> None:  # noqa: ANN401
        if kind in {biffh.XL_CELL_BLANK, biffh.XL_CELL_EMPTY}:
            return
        if row >= _MAX_ROWS or column >= _MAX_COLUMNS:
            raise BrokenFileError("FILE_DAMAGED")
        stored = self._stored(kind, value, style)
        if not self.book.formula:
            self.grid.put(row + 1, column, stored)
            return
        self.book.formula = False
        self.formulas.append((row + 1, column))
        self.grid.put(row + 1, column, Formula(stored))

    def _stored(self, kind: int | None, value: Any, style: int) -> Stored:  # noqa: ANN401
        if kind == biffh.XL_CELL_TEXT:
            return str(value)
        if kind == biffh.XL_CELL_BOOLEAN:
            return Truth(bool(value))
        if kind == biffh.XL_CELL_ERROR:
            return ErrorValue(biffh.error_text_from_code.get(value, "#ERR"))
        shown = self.book.kind(style)
        if shown == "percent":
            return Percent(value)
        return moment(value, self.book.epoch) if shown == "date" else float(value)

    def settle(self, *, calculated: bool) -> None:
        """Take back the results of formulas that nobody ever calculated."""
        rows = self.grid.rows
        results = [rows[row][column] for row, column in self.formulas]
        nothing = {Formula(each) for each in (0.0, Percent(0.0), moment(0.0, self.book.epoch))}
        if all(each in nothing for each in results) or (
            not calculated and all(each == Formula("") for each in results)
        ):
            for row, column in self.formulas:
                rows[row][column] = Formula(None)

    def result(self) -> Sheet:
        """Return what was read."""
        return Sheet(
            self.name,
            self.grid.rows,
            self.visibility != 0,
            frozenset(row + 1 for row, each in self.rowinfo_map.items() if each.hidden),
            tuple(_areas(self.merged_cells)),
            frozenset(column for column, each in self.colinfo_map.items() if each.hidden),
        )

    def _nothing(self, *_: object) -> None:
        """Stand in for what xlrd does with records that hold no cell."""

    handle_feat11 = handle_hlink = handle_msodrawingetc = handle_note = _nothing
    handle_obj = handle_quicktip = handle_txo = tidy_dimensions = _nothing


def _areas(merged: Iterable[tuple[int, int, int, int]]) -> Iterator[Area]:
    for first_row, after_row, first_column, after_column in merged:
        yield Area(first_row + 1, first_column, after_row, after_column - 1)


def _shared_strings(parts: Sequence[bytes]) -> Iterator[str]:
    """Yield the strings cells refer to; each begins where the one before it ended."""
    (count,) = struct.unpack_from("<i", parts[0], 4)
    bytes_ = _Parts(parts)
    for _ in range(count):
        if bytes_.ended:
            return
        length, flags = struct.unpack("<HB", bytes_.take(3))
        runs = struct.unpack("<H", bytes_.take(2))[0] if flags & 8 else 0
        hints = struct.unpack("<I", bytes_.take(4))[0] if flags & 4 else 0
        yield bytes_.characters(length, wide=bool(flags & 1))
        bytes_.take(4 * runs + hints)


class _Parts:
    """A long record and its continuations, read from front to back."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self._part, self._at = 0, 8

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self._part == len(self._parts) - 1 and self._at >= len(self._parts[-1])

    def take(self, size: int) -> bytes:
        """Return the next bytes, fewer at the end of the record."""
        taken = self._parts[self._part][self._at : self._at + size]
        self._at += len(taken)
        if len(taken) == size or self._part + 1 == len(self._parts):
            return taken
        self._part, self._at = self._part + 1, 0
        return taken + self.take(size - len(taken))

    def characters(self, count: int, *, wide: bool) -> str:
        """Return a text; where it goes on in the next part, that says anew how wide it is."""
        units: list[bytes] = []
        while True:
            here = self._parts[self._part]
            raw = here[self._at : self._at + count * (1 + wide)]
            self._at += len(raw)
            count -= len(raw) >> wide
            units.append(raw if wide else raw.decode("latin-1").encode("utf-16-le"))
            if not count or self._part + 1 == len(self._parts):
                return b"".join(units).decode("utf-16-le", errors="replace")
            self._part, self._at = self._part + 1, 1
            wide = bool(self._parts[self._part][0] & 1)
