"""``.xlsx`` in, sheets out, in one streaming pass.

A reader of our own, on zipfile and expat, because it alone tells a formula from a value, an error
from a blank, a percentage and a date from a number, and survives one stray cell in XFD1048576
(openpyxl needs minutes and gigabytes for it, calamine aborts the process). No DOCTYPE, no external
link and no macro is ever followed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from maturity.readers.formats.cells import TRUE, Cells
from maturity.readers.formats.grid import uncollected
from maturity.readers.formats.limits import Watch
from maturity.readers.formats.package import Package, damaged, local, opened
from maturity.readers.formats.pieces import Pieces
from maturity.readers.formats.skim import skim
from maturity.readers.formats.strings import Texts
from maturity.readers.formats.worksheet import WorksheetReader
from maturity.readers.sheet import BrokenFileError, Formula, Sheet, Value, Workbook

_DATE_IDS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT_IDS = {9, 10}
_NOT_IN_FORMAT = re.compile(r'"[^"]*"|[\\_*].|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


def read_xlsx(stream: BinaryIO) -> Workbook:
    """Read every worksheet of a workbook.

    Raises
    ------
    BrokenFileError
        The package is no workbook, damaged, too large, or holds a DOCTYPE.
    """
    with uncollected(), opened(stream, Watch()) as package:
        return _Xlsx(package).workbook()


class _Xlsx:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.watch = package.watch
        self.parse = package.parse

    def workbook(self) -> Workbook:
        main = self._main_part()
        described = _Described(self.watch)
        if not self.parse(main, described.start) or not described.is_workbook:
            raise BrokenFileError("FILE_MISNAMED")
        targets = self._relations(main)
        strings, styles = self._shared_strings(targets), self._styles(targets)
        cells = Cells(strings, styles, date1904=described.date1904)
        pieces = Pieces(cells)
        sheets: list[Sheet] = []
        parts = [targets[rid] for _, rid, _ in described.sheets]
        if len(set(parts)) < len(parts):
            damaged()  # answers would be counted twice
        for (name, _, hidden), (kind, part) in zip(described.sheets, parts, strict=True):
            if kind.endswith("/worksheet"):
                reader = WorksheetReader(pieces, self.watch)
                skim(self.package.chunks(part), reader)
                sheets.append(reader.sheet(name, hidden=hidden))
        if cells.zeros and (described.never_calculated or not cells.calculated):
            sheets = [_without_zeros(sheet, cells.zeros) for sheet in sheets]
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
                self.watch.slots(1)
                target = attributes["Target"].replace("\\", "/")
                target = target.lstrip("/") if target.startswith("/") else prefix + target
                found[attributes["Id"]] = (attributes["Type"], _without_dots(target))

        self.parse(f"{prefix}_rels/{name}.rels", start)
        return found

    def _shared_strings(self, targets: Mapping[str, tuple[str, str]]) -> list[str]:
        texts = Texts("si", frozenset({"t"}), self.watch)
        part = next((t for kind, t in targets.values() if kind.endswith("/sharedStrings")), "")
        if part in self.package:
            skim(self.package.chunks(part), texts)
        return texts.found

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
                self.watch.slots(1)
                number = int(attributes.get("numFmtId", 0))
                kinds.append(_format_kind(number, formats.get(number)))

        self.parse(part, start)
        return kinds

    def _properties(self) -> dict[str, str]:
        texts = Texts("property", frozenset({"lpwstr", "lpstr", "bstr"}), self.watch, "name")
        self.parse("docProps/custom.xml", texts.start, texts.end, texts.text)
        return dict(zip(texts.names, texts.found, strict=True))


class _Described:
    """What ``workbook.xml`` says: the sheets, and how the program that saved them counts."""

    def __init__(self, watch: Watch) -> None:
        self.is_workbook = self.date1904 = self.never_calculated = False
        self.sheets: list[tuple[str, str, bool]] = []  # name, relation, hidden
        self._names: set[str] = set()
        self._watch = watch

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbook":
            self.is_workbook = True
        elif tag == "sheet":
            self._sheet(attributes)
        elif tag == "workbookPr":
            self.date1904 = attributes.get("date1904") in TRUE
        elif tag == "calcPr":
            # "Calculate everything when you open me": whoever saved this calculated nothing.
            self.never_calculated = attributes.get("fullCalcOnLoad") in TRUE

    def _sheet(self, attributes: dict[str, str]) -> None:
        self._watch.sheet()
        name = attributes["name"]
        relation = next((v for k, v in attributes.items() if local(k) == "id"), "")
        if name in self._names:
            damaged()  # an address would not say which of the two it means
        self._names.add(name)
        hidden = attributes.get("state", "visible") != "visible"
        self.sheets.append((name, relation, hidden))


def _without_zeros(sheet: Sheet, zeros: set[Formula]) -> Sheet:
    """Return a sheet whose formulas were never calculated, without the zeros stored for them."""

    def told(value: Value) -> Value:
        return Formula(None) if isinstance(value, Formula) and value in zeros else value

    rows = {number: [told(value) for value in cells] for number, cells in sheet.rows.items()}
    return replace(sheet, rows=rows)


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
