"""``.xlsx`` in, sheets out, in one streaming pass.

A reader of our own, on zipfile and expat, because it alone tells a formula from a value, an error
from a blank, a percentage and a date from a number, and survives one stray cell in XFD1048576
(openpyxl needs minutes and gigabytes for it, calamine aborts the process). No DOCTYPE, no external
link and no macro is ever followed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.parsers import expat

from maturity.readers.sheet import (
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Sheet,
    Stored,
    Value,
    Workbook,
)

MAX_BYTES = 300_000_000
MAX_RATIO = 200
RATIO_FLOOR = 10_000_000
MAX_SLOTS = 20_000_000
_CHUNK = 1 << 20
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_IDS = {9, 10}
_NOT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class BrokenFileError(Exception):
    """The file is not what its name says, damaged, too big or locked; ``code`` is a problem code."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(code, why)
        self.code = code
        self.why = why


def read_xlsx(path: Path) -> Workbook:
    """Read every worksheet of a workbook.

    Raises
    ------
    BrokenFileError
        The package is damaged, too large, or holds a DOCTYPE.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _Package(package).workbook()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as cause:
        raise BrokenFileError("FILE_DAMAGED", type(cause).__name__) from cause
    except (
        expat.ExpatError,
        KeyError,
        ValueError,
        IndexError,
        OverflowError,
        LookupError,
    ) as cause:
        raise BrokenFileError("FILE_DAMAGED", str(cause)) from cause


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Package:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = {name.replace("\\", "/").lstrip("/"): name for name in package.namelist()}
        self.budget = MAX_BYTES

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> bool:
        """Stream one part through expat; False when the package has no such part."""
        if part not in self.names:
            return False
        info = self.package.getinfo(self.names[part])
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: start(_local(tag), attributes)
        if end:
            parser.EndElementHandler = lambda tag: end(_local(tag))
        if text:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        read = 0
        with self.package.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                self.budget -= len(chunk)
                squeezed = read > RATIO_FLOOR and read > MAX_RATIO * max(info.compress_size, 1)
                if self.budget < 0 or squeezed:
                    raise BrokenFileError("FILE_TOO_BIG")
                parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
        return True

    def workbook(self) -> Workbook:
        found: list[tuple[str, str, bool]] = []
        date1904 = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal date1904
            if tag == "sheet":
                rid = next((v for k, v in attributes.items() if _local(k) == "id"), "")
                found.append(
                    (attributes["name"], rid, attributes.get("state", "visible") != "visible")
                )
            elif tag == "workbookPr":
                date1904 = attributes.get("date1904", "0") in {"1", "true"}

        main = self._main_part()
        if not self.parse(main, start):
            raise BrokenFileError("FILE_TYPE")
        targets = self._relations(main)
        strings = self._shared_strings(targets)
        styles = self._styles(targets)
        sheets = []
        for name, rid, hidden in found:
            kind, part = targets.get(rid, ("", ""))
            if kind.endswith("/worksheet"):
                reader = _SheetReader(strings, styles, date1904=date1904)
                self.parse(part, reader.start, reader.end, reader.text)
                sheets.append(Sheet(name, reader.rows, hidden))
        return Workbook("xlsx", tuple(sheets), self._properties())

    def _main_part(self) -> str:
        roots = self._relations("")
        return next(
            (t for kind, t in roots.values() if kind.endswith("/officeDocument")), "xl/workbook.xml"
        )

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, _, name = part.rpartition("/")
        prefix = f"{folder}/" if folder else ""
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes["Target"]
                target = target.lstrip("/") if target.startswith("/") else prefix + target
                found[attributes["Id"]] = (attributes["Type"], _without_dots(target))

        self.parse(f"{prefix}_rels/{name}.rels", start)
        return found

    def _shared_strings(self, targets: Mapping[str, tuple[str, str]]) -> list[str]:
        part = next((t for kind, t in targets.values() if kind.endswith("/sharedStrings")), "")
        collector = _Texts("si")
        self.parse(part, collector.start, collector.end, collector.text)
        return collector.found

    def _styles(self, targets: Mapping[str, tuple[str, str]]) -> list[str]:
        part = next((t for kind, t in targets.values() if kind.endswith("/styles")), "")
        formats: dict[int, str] = {}
        kinds: list[str] = []
        inside = ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
            elif tag in {"cellXfs", "cellStyleXfs"}:
                inside = tag
            elif tag == "xf" and inside == "cellXfs":
                number = int(attributes.get("numFmtId", 0))
                kinds.append(_format_kind(number, formats.get(number)))

        self.parse(part, start)
        return kinds

    def _properties(self) -> dict[str, str]:
        collector = _Texts("property", name_from="name")
        self.parse("docProps/custom.xml", collector.start, collector.end, collector.text)
        return dict(zip(collector.names, collector.found, strict=True))


def _refuse_doctype(*_: object) -> None:
    raise BrokenFileError("FILE_DAMAGED", "DOCTYPE")


def _without_dots(target: str) -> str:
    parts: list[str] = []
    for part in target.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in {"", ".", ".."}:
            parts.append(part)
    return "/".join(parts)


def _format_kind(number: int, code: str | None) -> str:
    """Return ``date``, ``percent`` or an empty string for a number format."""
    if code is None:
        if number in _DATE_IDS:
            return "date"
        return "percent" if number in _PERCENT_IDS else ""
    bare = _NOT_IN_FORMAT.sub("", code).casefold()
    if "%" in bare:
        return "percent"
    return "date" if "general" not in bare and re.search("[ymdhs]", bare) else ""


@dataclass(slots=True)
class _Texts:
    """Collects the text of each ``<si>`` or ``<property>``, phonetic hints left out."""

    element: str
    name_from: str = ""
    found: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _depth: int = 0
    _phonetic: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self.element:
            self._depth, self._parts = 1, []
            self.names.append(attributes.get(self.name_from, ""))
        elif tag == "rPh":
            self._phonetic += 1

    def end(self, tag: str) -> None:
        if tag == self.element:
            self.found.append(unescaped("".join(self._parts)))
            self._depth = 0
        elif tag == "rPh":
            self._phonetic -= 1

    def text(self, text: str) -> None:
        if self._depth and not self._phonetic:
            self._parts.append(text)


def unescaped(text: str) -> str:
    """Turn OOXML's ``_x000D_`` escapes back into characters.

    >>> unescaped("a_x0041_b"), unescaped("_x005F_x0041_")
    ('aAb', '_x0041_')
    """
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]+)")


class _SheetReader:
    """Builds ``rows`` from the events of one worksheet part."""

    def __init__(self, strings: list[str], styles: list[str], *, date1904: bool) -> None:
        self.rows: dict[int, list[Value]] = {}
        self.strings, self.styles = strings, styles
        self.epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's dates have no zone
        self.row, self.column, self.slots = 0, -1, 0
        self.columns: dict[str, int] = {}
        self.kind, self.style = "n", ""
        self.parts: list[str] = []
        self.formula = self.has_value = self.listening = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._place(attributes.get("r", ""))
            self.kind = attributes.get("t", "n")
            self.style = attributes.get("s", "")
            self.parts, self.formula, self.has_value = [], False, False
        elif tag in {"v", "t"}:
            self.listening, self.has_value = True, True
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = -1
        elif tag == "rPh":
            self.kind = "phonetic"

    def text(self, text: str) -> None:
        if self.listening and self.kind != "phonetic":
            self.parts.append(text)

    def end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self.listening = False
        elif tag == "rPh":
            self.kind = "inlineStr"
        elif tag == "c" and (self.formula or self.has_value):
            value: Value = self._stored("".join(self.parts)) if self.has_value else None
            self._keep(Formula(value) if self.formula else value)

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if not match:
            self.column += 1
            return
        letters = match[1]
        if letters not in self.columns:
            number = 0
            for letter in letters.upper():
                number = number * 26 + ord(letter) - 64
            self.columns[letters] = number - 1
        self.column, self.row = self.columns[letters], int(match[2])

    def _keep(self, value: Value) -> None:
        if value is None:
            return
        cells = self.rows.setdefault(self.row, [])
        missing = self.column - len(cells)
        self.slots += missing + 1
        if self.slots > MAX_SLOTS:
            raise BrokenFileError("FILE_TOO_BIG")
        if missing >= 0:
            cells.extend([None] * missing)
            cells.append(value)
        else:
            cells[self.column] = value

    def _stored(self, text: str) -> Stored:
        if self.kind == "s":
            index = int(text)
            if index < 0:
                raise BrokenFileError("FILE_DAMAGED", "shared string")
            return self.strings[index]
        if self.kind in {"str", "inlineStr"}:
            return unescaped(text)
        if self.kind == "b":
            return text.strip() in {"1", "true"}
        if self.kind == "e":
            return ErrorValue(text)
        if self.kind == "d":
            return Moment(None, text)
        return self._number(text)

    def _number(self, text: str) -> Stored:
        if not text.strip():
            return None
        number = float(text)
        kind = (
            self.styles[int(self.style)]
            if self.style and int(self.style) < len(self.styles)
            else ""
        )
        if kind == "percent":
            return Percent(number)
        if kind == "date":
            return self._moment(number)
        return number

    def _moment(self, number: float) -> Moment:
        try:
            at = self.epoch + timedelta(days=number)
        except (OverflowError, ValueError):
            return Moment(None, f"{number:.15g}")
        text = at.isoformat(sep=" ", timespec="minutes") if number % 1 else at.date().isoformat()
        return Moment(at, text)
