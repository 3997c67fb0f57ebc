"""``.xlsx`` in, sheets out, in one streaming pass.

A reader of our own, on zipfile and expat, because it alone tells a formula from a value, an error
from a blank, a percentage and a date from a number, and survives one stray cell in XFD1048576
(openpyxl needs minutes and gigabytes for it, calamine aborts the process). No DOCTYPE, no external
link and no macro is ever followed.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from maturity.readers.sheet import BrokenFileError, Workbook
from maturity.readers.worksheet import WorksheetReader, unescaped

MAX_BYTES = 300_000_000
MAX_RATIO = 200
RATIO_FLOOR = 10_000_000
_CHUNK = 1 << 20
_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_IDS = {9, 10}
_NOT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
# What zipfile, its decompressors and expat raise for packages nobody ever wrote.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def read_xlsx(stream: BinaryIO) -> Workbook:
    """Read every worksheet of a workbook.

    Raises
    ------
    BrokenFileError
        The package is no workbook, damaged, too large, or holds a DOCTYPE.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            return _Package(package).workbook()
    except _DAMAGE as cause:
        raise BrokenFileError("FILE_DAMAGED") from cause


def _plain(part: str) -> str:
    """Return a part's name as it is compared: without case, whichever way the slashes lean."""
    return part.replace("\\", "/").lstrip("/").casefold()


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Package:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = {_plain(name): name for name in package.namelist()}
        self.budget = MAX_BYTES

    def parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> bool:
        """Stream one part through expat; False when the package has no such part."""
        if _plain(part) not in self.names:
            return False
        info = self.package.getinfo(self.names[_plain(part)])
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
        date1904 = is_workbook = False

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal date1904, is_workbook
            if tag == "workbook":
                is_workbook = True
            elif tag == "sheet":
                rid = next((v for k, v in attributes.items() if _local(k) == "id"), "")
                found.append(
                    (attributes["name"], rid, attributes.get("state", "visible") != "visible")
                )
            elif tag == "workbookPr":
                date1904 = attributes.get("date1904", "0") in {"1", "true"}

        main = self._main_part()
        if not self.parse(main, start) or not is_workbook:
            raise BrokenFileError("FILE_MISNAMED")
        targets = self._relations(main)
        strings = self._shared_strings(targets)
        styles = self._styles(targets)
        sheets = []
        for name, rid, hidden in found:
            kind, part = targets[rid]
            if kind.endswith("/worksheet"):
                reader = WorksheetReader(strings, styles, date1904=date1904)
                if not self.parse(part, reader.start, reader.end, reader.text):
                    raise BrokenFileError("FILE_DAMAGED")
                sheets.append(reader.sheet(name, hidden=hidden))
        return Workbook(tuple(sheets), self._properties())

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
        collector = _Texts("si", within={"t"})
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
        collector = _Texts("property", within={"lpwstr", "lpstr", "bstr"}, name_from="name")
        self.parse("docProps/custom.xml", collector.start, collector.end, collector.text)
        return dict(zip(collector.names, collector.found, strict=True))


def _refuse_doctype(*_: object) -> None:
    raise BrokenFileError("FILE_DAMAGED")


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
    """Collects the text ``within`` each ``<si>`` or ``<property>``, phonetic hints left out."""

    element: str
    within: set[str]
    name_from: str = ""
    found: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _listening: bool = False
    _phonetic: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self.element:
            self._parts = []
            self.names.append(attributes.get(self.name_from, ""))
        elif tag == "rPh":
            self._phonetic = True
        self._listening = tag in self.within

    def end(self, tag: str) -> None:
        if tag == self.element:
            self.found.append(unescaped("".join(self._parts)))
        elif tag == "rPh":
            self._phonetic = False
        self._listening = False

    def text(self, text: str) -> None:
        if self._listening and not self._phonetic:
            self._parts.append(text)
