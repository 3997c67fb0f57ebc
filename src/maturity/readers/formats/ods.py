"""``.ods`` in, sheets out, in one streaming pass over ``content.xml``.

Our own reader: libraries give error cells as blanks, do not know what is hidden, or write out a
million repeated blanks. Here a repeated blank costs nothing and a repeated value is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from maturity.readers.formats.flat import counted, reading_xml, refusing_parser
from maturity.readers.formats.grid import Grid, uncollected
from maturity.readers.formats.limits import Watch
from maturity.readers.formats.odscells import count, value_of
from maturity.readers.formats.package import Package, damaged, local, opened
from maturity.readers.sheet import Area, BrokenFileError, Sheet, Value, Workbook

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_NAMESPACES = {_OASIS.format(name): name for name in ("office", "table", "text", "style", "meta")}
_NAMESPACES["urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"] = "calcext"
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_SPACES = re.compile(r"[ \t\r\n]+")
_NOT_ONE = re.compile(r"[\t\r\n]| {2,}")
# What stands inside a cell's element and is not the cell's text.
_NOT_TEXT = {"office:annotation", "table:shapes", "table:detective", "text:note"}
_HIDDEN = {"collapse", "filter"}
_BLANKS = 1000  # spaces one element may stand for
_SHORT = 100


def read_ods(stream: BinaryIO) -> Workbook:
    """Read every sheet of a spreadsheet of LibreOffice, OpenOffice, Google or Excel.

    Raises
    ------
    BrokenFileError
        The package is no spreadsheet, damaged, too large, protected, or holds a DOCTYPE.
    """
    with opened(stream, Watch()) as package:
        _refuse_protected(package)
        content = Content(package.watch)
        content.read(package.chunks("content.xml"))
        return Workbook(content.finished(), _properties(package))


def read_flat_ods(stream: BinaryIO) -> Workbook:
    """Read every sheet of a spreadsheet that LibreOffice saved as one XML file (``.fods``)."""
    watch = Watch()
    content = Content(watch)
    with reading_xml():
        content.read(counted(stream, watch))
    return Workbook(content.finished())


def _refuse_protected(package: Package) -> None:
    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "encryption-data":
            raise BrokenFileError("FILE_SEALED", "LibreOffice")

    package.parse("META-INF/manifest.xml", start)


def _properties(package: Package) -> dict[str, str]:
    """Return the properties a person or program added to the document."""
    found: dict[str, str] = {}
    name: str | None = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if tag == "user-defined":
            name = attributes.get("meta:name", "")
            found[name] = ""

    def end(_: str) -> None:
        nonlocal name
        name = None

    def text(text: str) -> None:
        if name is not None:
            found[name] += text

    package.parse("meta.xml", start, end, text)
    return found


class Content:
    """Builds the sheets from the elements of ``content.xml``; the methods are called as they come.

    Raises
    ------
    BrokenFileError
        From :meth:`finished`, when the document holds no spreadsheet.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._sheets: list[Sheet] = []
        self._is_spreadsheet = False
        self._prefixes: dict[str, str] = {}
        self._hidden_styles: set[str] = set()
        self._style = self._name = ""
        self._tables = self._skipped = 0
        self._row = self._row_repeat = self._column = self._column_seen = 0
        self._next_row = 1
        self._hidden = self._foreign = self._in_row = self._row_hidden = False
        self._grid = Grid(watch)
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._merged: list[Area] = []
        self._starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            "office:spreadsheet": self._spreadsheet,
            "style:style": self._begin_style,
            "style:table-properties": self._table_properties,
            "table:table": self._begin_table,
            "table:table-source": self._from_elsewhere,
            "table:table-column": self._begin_column,
            "table:table-row": self._begin_row,
            "table:table-cell": self._begin_cell,
            "table:covered-table-cell": self._begin_cell,
            "text:p": self._begin_paragraph,
            "text:s": self._blanks,
            "text:tab": lambda _: self._add("\t"),
            "text:line-break": lambda _: self._add("\n"),
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            "table:table": self._end_table,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
            "text:p": self._end_paragraph,
        }
        self._values: dict[tuple[str | None, ...], Value] = {}
        self._cell: dict[str, str] | None = None
        self._parts: list[str] | None = None
        self._paragraphs: list[str] = []

    def finished(self) -> tuple[Sheet, ...]:
        """Return the sheets, once everything has been read."""
        if not self._is_spreadsheet:
            raise BrokenFileError("FILE_DOCUMENT", "OpenDocument")
        return tuple(self._sheets)

    def read(self, chunks: Iterable[bytes]) -> None:
        """Take a whole document."""
        parser = refusing_parser()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        with uncollected():
            for chunk in chunks:
                parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take note of an element that begins."""
        if self._prefixes:
            tag, attributes = self._usual(tag), self._named(attributes)
        if self._skipped:
            self._skipped += 1
        elif tag in self._starts:
            self._starts[tag](attributes)
        elif self._cell is not None and (tag in _NOT_TEXT or tag.startswith("draw:")):
            self._skipped = 1
        elif local(tag).startswith("document"):
            self._prefixes = _other_prefixes(attributes)

    def end(self, tag: str) -> None:
        """Take note of an element that ends."""
        if self._prefixes:
            tag = self._usual(tag)
        if self._skipped:
            self._skipped -= 1
        elif tag in self._ends:
            self._ends[tag]()

    def text(self, text: str) -> None:
        """Take a paragraph's text; a run of white space stands for one blank."""
        if self._parts is not None and not self._skipped:
            self._parts.append(_SPACES.sub(" ", text) if _NOT_ONE.search(text) else text)

    def _usual(self, name: str) -> str:
        """Return a name under the prefix everybody uses, whichever this writer chose."""
        prefix, _, rest = name.rpartition(":")
        return f"{self._prefixes.get(prefix, prefix)}:{rest}"

    def _named(self, attributes: dict[str, str]) -> dict[str, str]:
        return {self._usual(key): value for key, value in attributes.items()}

    # What hides sheets

    def _spreadsheet(self, _: dict[str, str]) -> None:
        self._is_spreadsheet = True

    def _begin_style(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("style:name", "")

    def _table_properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    # Tables, columns, rows

    def _begin_table(self, attributes: dict[str, str]) -> None:
        self._tables += 1
        if self._tables > 1 or not self._is_spreadsheet:
            return  # a table inside a cell: its cells would stand on others' addresses
        self._watch.sheet()
        self._name = attributes.get("table:name", f"Sheet{len(self._sheets) + 1}")
        self._hidden = attributes.get("table:style-name", "") in self._hidden_styles
        self._grid = Grid(self._watch)
        self._hidden_rows, self._hidden_columns, self._merged = set(), set(), []
        self._row = self._row_repeat = self._column_seen = 0
        self._foreign = self._in_row = False
        self._next_row = 1

    def _end_table(self) -> None:
        self._tables -= 1
        if self._tables or not self._is_spreadsheet or self._foreign:
            return
        self._sheets.append(
            Sheet(
                self._name,
                self._grid.rows,
                self._hidden,
                frozenset(self._hidden_rows),
                tuple(self._merged),
                frozenset(self._hidden_columns),
            )
        )

    def _from_elsewhere(self, _: dict[str, str]) -> None:
        self._foreign = True  # what was kept of another file that formulas refer to

    def _begin_column(self, attributes: dict[str, str]) -> None:
        columns = count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            last = min(self._column_seen + columns, MAX_COLUMNS)
            self._hidden_columns.update(range(self._column_seen, last))
        self._column_seen += columns

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row, self._in_row = self._next_row, True
        self._row_repeat = count(attributes, "table:number-rows-repeated")
        self._row_hidden = attributes.get("table:visibility") in _HIDDEN
        self._column = 0
        self._next_row += self._row_repeat

    def _end_row(self) -> None:
        self._in_row = False
        if self._row not in self._grid.rows:
            return
        if self._next_row - 1 > MAX_ROWS:
            damaged()
        self._grid.repeat(self._row, self._row_repeat)
        if self._row_hidden:
            self._hidden_rows.update(range(self._row, self._next_row))

    # Cells

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._paragraphs = attributes, []

    def _begin_paragraph(self, _: dict[str, str]) -> None:
        if self._cell is not None:
            self._parts = []

    def _end_paragraph(self) -> None:
        if self._parts is not None:
            self._paragraphs.append("".join(self._parts))
            self._parts = None

    def _blanks(self, attributes: dict[str, str]) -> None:
        self._add(" " * min(count(attributes, "text:c"), _BLANKS))

    def _add(self, text: str) -> None:
        if self._parts is not None:
            self._parts.append(text)

    def _end_cell(self) -> None:
        attributes, self._cell = self._cell, None
        if attributes is None or not self._in_row or self._tables != 1:
            return
        times = 1
        if "table:number-columns-repeated" in attributes:
            times = count(attributes, "table:number-columns-repeated")
        value = self._known(attributes)
        if value is not None:
            if self._column + times > MAX_COLUMNS:
                damaged()
            for column in range(self._column, self._column + times):
                self._grid.put(self._row, column, value)
        self._merge(attributes)
        self._column += times

    def _known(self, attributes: dict[str, str]) -> Value:
        """Return a cell's value; equal plain numbers and short texts are one object."""
        shown = self._paragraphs[0] if len(self._paragraphs) == 1 else None
        if shown is None or "table:formula" in attributes or len(shown) > _SHORT:
            return value_of(attributes, self._paragraphs)
        kind = attributes.get("office:value-type")
        key = (kind, attributes.get("office:value"), attributes.get("calcext:value-type"), shown)
        if kind not in {"float", "string"} or "office:string-value" in attributes:
            return value_of(attributes, self._paragraphs)
        if key not in self._values:
            self._values[key] = value_of(attributes, self._paragraphs)
        return self._values[key]

    def _merge(self, attributes: dict[str, str]) -> None:
        if "table:number-columns-spanned" not in attributes:
            return
        across = count(attributes, "table:number-columns-spanned")
        down = count(attributes, "table:number-rows-spanned")
        if across > 1 or down > 1:
            self._watch.slots(1)
            last = (self._row + down - 1, self._column + across - 1)
            self._merged.append(Area(self._row, self._column, *last))


def _other_prefixes(attributes: Mapping[str, str]) -> dict[str, str]:
    """Return, for prefixes that are not the usual ones, the usual one."""
    stated = {local(key): _NAMESPACES.get(value, "") for key, value in attributes.items()}
    return {prefix: usual for prefix, usual in stated.items() if usual not in {"", prefix}}
