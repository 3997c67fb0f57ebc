"""HTML in, one sheet per table out: what survey tools and intranets call “Export to Excel”.

Only text between tags is taken, from tables, on the addresses their spans give it. Nothing is
fetched, no script runs, no style is applied except that hidden rows are known to be hidden.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import BinaryIO

from maturity.readers.formats.decoding import encoding_of
from maturity.readers.formats.grid import Grid
from maturity.readers.formats.limits import Watch, too_big
from maturity.readers.sheet import Area, BrokenFileError, Sheet, Workbook

NAME = "html"
MAX_BYTES = 30_000_000  # the standard library's parser reads about three million a second
_MAX_ACROSS, _MAX_DOWN = 1000, 65_534  # as the HTML standard has it
# The standard library's parser reads bad tags again and again, each time a little further; text
# that is no text is cut out before it, and what a tag may hold is little.
_CHUNK, _MAX_TAG = 1 << 13, 1 << 15
_OPENS = re.compile(r"<!--|<(script|style|template)\b", re.IGNORECASE)
_EMBEDDED = re.compile(r"""data:[^"'>\s]*""")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w-]{1,20})""", re.IGNORECASE)
_KNOWN = re.compile(r"utf-?8|(windows-|cp)125\d|iso-?8859-\d{1,2}|latin-?1|us-ascii|macintosh")
_AS_WINDOWS = {"iso-8859-1", "latin1", "latin-1", "us-ascii"}  # as every browser does
_SPACE = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LINES = {"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"}

Given = list[tuple[str, str | None]]


def read_html(stream: BinaryIO) -> Workbook:
    """Read every table of a page that holds text.

    Raises
    ------
    BrokenFileError
        The page holds no table, or more than is read.
    """
    watch = Watch()
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise too_big("bytes", MAX_BYTES)
    encoding = _encoding(content)
    text, page = _plain(content.decode(encoding, errors="replace")), _Page(watch)
    for start in range(0, len(text), _CHUNK):
        page.feed(text[start : start + _CHUNK])
        watch.time()
        if len(page.rawdata) > _MAX_TAG:
            raise BrokenFileError("FILE_DAMAGED")
    page.close()
    tables = [table for table in page.tables if table.grid.rows]
    if not page.tables:
        raise BrokenFileError("FILE_DOCUMENT", "HTML")
    names = [NAME] if len(tables) == 1 else [f"{NAME} {n}" for n in range(1, len(tables) + 1)]
    sheets = tuple(table.sheet(name) for table, name in zip(tables, names, strict=True))
    return Workbook(sheets, notes={"encoding": encoding})


def _encoding(content: bytes) -> str:
    """Return the encoding the page declares, unless it cannot be true."""
    found = encoding_of(content)
    declared = _DECLARED.search(content[:4096])
    if not found.guessed or not declared:
        return found.name
    name = declared[1].decode("ascii", "ignore").lower()
    if not _KNOWN.fullmatch(name) or name.startswith("utf"):
        return found.name
    return "cp1252" if name in _AS_WINDOWS else name


def _plain(text: str) -> str:
    """Return a page without comments, scripts, styles and embedded pictures, in one pass."""
    parts, at = [], 0
    while opening := _OPENS.search(text, at):
        parts.append(text[at : opening.start()])
        closes = f"</{opening[1]}[^>]*>" if opening[1] else "-->"
        closing = re.compile(closes, re.IGNORECASE).search(text, opening.end())
        at = closing.end() if closing else len(text)
    return _EMBEDDED.sub("", "".join([*parts, text[at:]]))


class _Table:
    """One table under construction."""

    def __init__(self, watch: Watch) -> None:
        self.grid = Grid(watch)
        self._watch = watch
        self._row, self._column = 0, 0
        self._hidden_rows: set[int] = set()
        self._merged: list[Area] = []
        self._taken: dict[int, int] = {}  # column: last row that a span from above takes there
        self._parts: list[str] | None = None
        self._spans = (1, 1)

    def sheet(self, name: str) -> Sheet:
        """Return what was read."""
        hidden = frozenset(self._hidden_rows)
        return Sheet(name, self.grid.rows, hidden_rows=hidden, merged=tuple(self._merged))

    def begin_row(self, *, hidden: bool) -> None:
        """Begin the next row."""
        self.end_cell()
        self._row, self._column = self._row + 1, 0
        if hidden:
            self._hidden_rows.add(self._row)

    def begin_cell(self, across: int, down: int) -> None:
        """Begin a cell at the next place that no span takes."""
        self.end_cell()
        self._row = self._row or 1
        while self._taken.get(self._column, 0) >= self._row:
            self._column += 1
        self._parts, self._spans = [], (across, down)

    def add(self, text: str) -> None:
        """Take text, if a cell is open."""
        if self._parts is not None:
            self._parts.append(text)

    def end_cell(self) -> None:
        """Keep the open cell."""
        if self._parts is None:
            return
        lines = "".join(self._parts).split("\0")
        text = "\n".join(filter(None, (_SPACE.sub(" ", line).strip(" ") for line in lines)))
        self.grid.put(self._row, self._column, text or None)
        across, down = self._spans
        self._watch.columns(self._column + across)
        if across > 1 or down > 1:
            self._watch.slots(across)
            last = (self._row + down - 1, self._column + across - 1)
            self._merged.append(Area(self._row, self._column, *last))
            self._taken.update(dict.fromkeys(range(self._column, last[1] + 1), last[0]))
        self._column += across
        self._parts = None


class _Page(HTMLParser):
    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._watch = watch
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: Given) -> None:
        given = dict(attrs)
        if tag == "table":
            self._watch.sheet()
            self.tables.append(_Table(self._watch))
            self._open.append(self.tables[-1])
        elif not self._open:
            return
        elif tag == "tr":
            unseen = "hidden" in given or bool(_UNSEEN.search(given.get("style") or ""))
            self._open[-1].begin_row(hidden=unseen)
        elif tag in {"td", "th"}:
            across = _span(given, "colspan", _MAX_ACROSS)
            self._open[-1].begin_cell(across, _span(given, "rowspan", _MAX_DOWN))
        elif tag == "br" or tag in _LINES:
            self._open[-1].add("\0")

    def handle_endtag(self, tag: str) -> None:
        if not self._open:
            return
        if tag in {"td", "th", "tr"}:
            self._open[-1].end_cell()
        elif tag == "table":
            self._open.pop().end_cell()
        elif tag in _LINES:
            self._open[-1].add("\0")

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].add(data.replace("\0", "\ufffd"))

    def close(self) -> None:
        super().close()
        while self._open:  # a page that was cut off
            self._open.pop().end_cell()


def _span(given: Mapping[str, str | None], name: str, most: int) -> int:
    digits = re.match(r"\s*(\d{1,9})", given.get(name) or "")
    return min(max(int(digits[1]), 1), most) if digits else 1
