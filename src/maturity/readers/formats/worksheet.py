"""One worksheet part of an ``.xlsx`` into rows of cells: event by event, or row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import lt

from maturity.readers.formats.cells import (
    MAX_COLUMNS,
    MAX_ROWS,
    TRUE,
    column_number,
)
from maturity.readers.formats.limits import Watch
from maturity.readers.formats.package import damaged
from maturity.readers.formats.pieces import OddError, Pieces, row_head
from maturity.readers.sheet import Area, Sheet, Value

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class WorksheetReader:
    """Builds a sheet from the elements of its part; see :class:`.skim.Element`."""

    begins, ends, closes = b"<row ", "</row>", b"</sheetData>"

    def __init__(self, pieces: Pieces, watch: Watch) -> None:
        self.rows: dict[int, list[Value]] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[Area] = []
        self.depth = 0
        self._pieces, self._cells, self._watch = pieces, pieces.values_of, watch
        self._row, self._column = 0, -1
        self._kind, self._style = "n", ""
        self._parts: list[str] = []
        self._formula = self._has_value = self._listening = self._phonetic = False
        self._in_data = False

    def sheet(self, name: str, *, hidden: bool) -> Sheet:
        """Return what was read."""
        return Sheet(
            name,
            self.rows,
            hidden,
            frozenset(self.hidden_rows),
            tuple(self.merged),
            frozenset(self.hidden_columns),
        )

    # Event by event

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        self.depth += 1
        if tag == "c":
            self._place(attributes.get("r", ""))
            self._kind = attributes.get("t", "n")
            self._style = attributes.get("s", "")
            self._parts, self._formula, self._has_value = [], False, False
        elif tag in {"v", "t"}:
            self._listening, self._has_value = True, True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            number = int(attributes.get("r", self._row + 1))
            self._begin_row(number, hidden=attributes.get("hidden") in TRUE)
        elif tag == "rPh":
            self._phonetic = True
        else:
            self._describe(tag, attributes)

    def _describe(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of what is said of the sheet as a whole."""
        if tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in TRUE:
            first, last = int(attributes["min"]) - 1, int(attributes["max"])
            self.hidden_columns.update(range(max(first, 0), min(last, MAX_COLUMNS)))
        elif tag == "sheetData":
            self._in_data = True

    def text(self, text: str) -> None:
        """Take the text of a value; phonetic hints are not part of it."""
        if self._listening and not self._phonetic:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        """Keep a cell when its element ends."""
        self.depth -= 1
        if tag in {"v", "t"}:
            self._listening = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "c" and (self._formula or self._has_value):
            text = "".join(self._parts) if self._has_value else None
            value = self._cells.value(self._kind, self._style, text, formula=self._formula)
            self._keep(self._column, value)
        elif tag == "sheetData":
            self._in_data = False

    def _begin_row(self, number: int, *, hidden: bool) -> None:
        if not 0 < number <= MAX_ROWS:
            damaged()
        self._row, self._column = number, -1
        if hidden:
            self.hidden_rows.add(number)

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference.upper())
        if match:
            self._column, self._row = column_number(match[1]), int(match[2])
            if not 0 < self._row <= MAX_ROWS:
                damaged()
        elif reference:
            damaged()
        else:
            self._column += 1

    def _merge(self, reference: str) -> None:
        self._watch.slots(1)
        corners = [_REFERENCE.fullmatch(corner) for corner in reference.split(":")]
        places = [(int(each[2]), column_number(each[1])) for each in corners if each]
        if places:
            self.merged.append(Area(*places[0], *places[-1]))

    def _keep(self, column: int, value: Value) -> None:
        if value is None:
            return
        cells = self.rows.setdefault(self._row, [])
        missing = column - len(cells)
        if missing >= 0:
            self._watch.columns(column + 1)
            self._watch.slots(missing + 1)
            cells.extend([None] * missing)
            cells.append(value)
        elif cells[column] is None:
            cells[column] = value
        else:
            damaged()  # one address, two cells

    # Row by row

    def ready(self) -> bool:
        """Tell whether the rows begin here."""
        return self._in_data and self.depth == 2  # noqa: PLR2004 - worksheet, sheetData

    def take(self, element: str, *, ended: bool) -> bool:
        """Take a row at once; empty rows may stand before it."""
        heads: list[tuple[str, bool]] = []
        at, is_open = 0, False
        while at < len(element) and not is_open:
            head = row_head(element, at)
            if not head:
                return False
            heads.append((head.number, head.hidden))
            at, is_open = head.end, head.is_open
        if is_open != ended:
            return False
        try:
            columns, values = self._pieces.cut(element[at:], heads[-1][0]) if is_open else ((), ())
        except OddError:
            return False
        for number, hidden in heads:
            self._begin_row(int(number), hidden=hidden)
        self._keep_all(columns, values)
        return True

    def _keep_all(self, columns: Sequence[int], values: Sequence[Value]) -> None:
        """Keep the cells of the row that was begun last."""
        if self._row in self.rows or not all(map(lt, columns, columns[1:])):
            for column, value in zip(columns, values, strict=True):
                self._keep(column, value)
            return
        cells: list[Value] = list(values)
        if columns and columns[-1] >= len(cells):
            cells = [None] * (columns[-1] + 1)
            for column, value in zip(columns, values, strict=True):
                cells[column] = value
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            self._watch.columns(len(cells))
            self._watch.slots(len(cells))
            self.rows[self._row] = cells
