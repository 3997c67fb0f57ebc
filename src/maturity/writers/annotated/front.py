"""The first sheet of an annotated copy: what is to be put right, with a column to type it in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.readers.corrections import KEYS
from maturity.writers.annotated.marks import FILLS, MOST_ROWS, Copy, Mark
from maturity.writers.annotated.text import height, inert

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_INK, _NAVY, _RULE, _YELLOW, _GREY = "1F2933", "12436D", "B5CFE8", "FFF2A8", "F1F3F5"
_WIDTHS = (6, 21, 18, 12, 26, 46, 46, 26)
_CORRECTION = len(_WIDTHS)


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of the first sheet: its text, how it looks, and the cell it leads to."""

    text: str
    look: str = "text"
    link: str = ""
    severity: str = ""


def fields(copy: Copy) -> Iterator[list[Field]]:
    """Yield the rows of the first sheet, from the top."""
    words = copy.words
    yield [Field(words["title"], "title")]
    for line in words["lines"]:
        yield [Field(line, "line")]
    yield []
    yield [
        *(Field(title, "header") for title in words["header"]),
        *(Field(key, "key") for key in KEYS),
    ]
    for number, mark in enumerate(copy.marks[:MOST_ROWS], start=1):
        yield _row(number, mark, words)


def _row(number: int, mark: Mark, words: Mapping[str, Any]) -> list[Field]:
    link = _link(mark)
    return [
        Field(str(number), "number"),
        Field(words["severities"][mark.severity], "severity", severity=mark.severity),
        Field(mark.sheet),
        Field(mark.cells or ("" if not mark.sheet else "A1"), "link" if link else "text", link),
        Field(mark.found),
        Field(mark.message),
        Field(mark.remedy),
        Field("", "typed") if mark.is_correctable else Field(words["in_place"], "closed"),
        *(Field(text, "key") for text in mark.key),
    ]


def _link(mark: Mark) -> str:
    if not mark.sheet:
        return ""
    sheet = mark.sheet.replace("'", "''")
    return f"'{sheet}'!{mark.cells or 'A1'}"


class Front:
    """Dresses the first sheet; the same for a sheet with cells and for one that is only written."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        def _font(**look: Any) -> Font:  # noqa: ANN401 - as openpyxl takes them
            return Font(**{"name": "Calibri", "size": 11, "color": _INK, **look})

        top = Alignment(wrap_text=True, vertical="top")
        rule = Border(bottom=Side("thin", _RULE))
        box = Side("thin", _NAVY)
        self._fills = {each: PatternFill("solid", colour) for each, colour in FILLS.items()}
        self._looks: dict[str, dict[str, Any]] = {
            "title": {"font": _font(size=16, bold=True, color=_NAVY)},
            "line": {"font": _font(size=11, color=_INK)},
            "header": {
                "font": _font(bold=True, color="FFFFFF"),
                "fill": PatternFill("solid", _NAVY),
                "alignment": Alignment(wrap_text=True, vertical="center"),
            },
            "text": {"alignment": top, "border": rule, "font": _font()},
            "number": {
                "alignment": Alignment(horizontal="center", vertical="top"),
                "border": rule,
                "font": _font(),
            },
            "severity": {"alignment": top, "border": rule, "font": _font(bold=True, color=_INK)},
            "link": {
                "alignment": top,
                "border": rule,
                "font": _font(color="0B5394", underline="single"),
            },
            "typed": {
                "alignment": top,
                "border": Border(box, box, box, box),
                "fill": PatternFill("solid", _YELLOW),
                "number_format": "@",
                "font": _font(),
            },
            "closed": {
                "alignment": top,
                "border": rule,
                "fill": PatternFill("solid", _GREY),
                "font": _font(italic=True, color="52606D"),
            },
            "key": {"number_format": "@"},
        }

    def dress(self, cell: Cell, field: Field) -> None:
        """Give a cell its text, as text, and its look."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        if field.look == "number":
            cell.value = int(field.text)
        elif field.text:
            inert(cell, field.text)
        for name, value in self._looks[field.look].items():
            setattr(cell, name, value)
        if field.severity:
            cell.fill = self._fills[field.severity]
        if field.link:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=field.link)


def set_up(sheet: Worksheet, rows: Sequence[Sequence[Field]], footer: str) -> None:
    """Set widths, what stays in sight, the filter and how the sheet is printed."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for n, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    for n in range(_CORRECTION + 1, _CORRECTION + len(KEYS) + 1):
        sheet.column_dimensions[get_column_letter(n)].hidden = True
    for n, row in enumerate(rows, start=1):
        texts = zip((each.text for each in row), _WIDTHS, strict=False)
        if row and row[0].look in {"number", "header"}:
            sheet.row_dimensions[n].height = height(texts)
    sheet.row_dimensions[1].height = 26
    header = next(n for n, row in enumerate(rows, start=1) if row and row[0].look == "header")
    last = get_column_letter(_CORRECTION)
    sheet.freeze_panes = f"A{header + 1}"
    sheet.auto_filter.ref = f"A{header}:{last}{max(len(rows), header + 1)}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "F2C200"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = f"A1:{last}{len(rows)}"
    if sheet.oddFooter:
        sheet.oddFooter.center.text = footer
    sheet.page_margins.left = sheet.page_margins.right = 0.4
