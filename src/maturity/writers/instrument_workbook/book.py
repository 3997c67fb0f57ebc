"""What every sheet of an instrument's workbook shares: the file, its marks, looks and pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.instrument.model import Instrument
from maturity.language import Language
from maturity.writers.files import whole_file
from maturity.writers.questionnaire.form import A4, BORN, TEXT_STAYS_TEXT
from maturity.writers.questionnaire.looks import BLUE, INK, LIGHT, MUTED, NAVY, PALE, WHITE

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_A3 = 8  # Excel's number of the paper
_LONGEST = 120  # characters of a property: Excel allows 255, and some of them count twice
_GREY = "#F2F2F2"
_TEXT = {"font_size": 10, "font_color": INK, "valign": "top", "text_wrap": True}
_RULED = {"border": 1, "border_color": LIGHT, "align": "left", "indent": 1}
_HEADING = {"bold": True, "font_color": NAVY}

# Every look is laid over _TEXT. What is not a number is text to Excel, whatever is typed.
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {**_HEADING, "font_size": 18},
    "section": {**_HEADING, "font_size": 13, "valign": "bottom"},
    "prose": {"font_size": 11},
    "step": {**_HEADING, "font_size": 11, "align": "right"},
    "link": {"font_size": 11, "font_color": BLUE, "underline": 1},
    "count": {"font_color": MUTED, "align": "right"},
    "label": {"bold": True, "font_color": WHITE, "bg_color": NAVY, "valign": "vcenter", **_RULED},
    "code": {"font_size": 8, "font_color": MUTED, "bg_color": PALE, **_RULED},
    "name": {"font_color": MUTED, "bg_color": _GREY, "num_format": "@", **_RULED},
    "number": _RULED,
    "text": {"num_format": "@", **_RULED},
    "closed": {"bg_color": _GREY, **_RULED},
    "note": {"font_color": MUTED, "italic": True, **_RULED},
}


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written, and the language it speaks to whoever adapts it."""

    file: Workbook
    instrument: Instrument
    say: Language
    looks: Mapping[str, Format]
    properties: Mapping[str, str]

    def add_sheet(self, name: str, *, landscape: bool) -> Worksheet:
        """Add a sheet that prints one page wide: on A4, or on A3 across."""
        sheet: Worksheet = self.file.add_worksheet(name)
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(_A3 if landscape else A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8 &A&R&8 &P / &N")
        return sheet


@contextmanager
def open_book(path: Path, instrument: Instrument, language: str) -> Iterator[Book]:
    """Open the workbook for writing; it appears whole when the block ends, or not at all."""
    from xlsxwriter import Workbook

    content = BytesIO()
    properties = {
        "maturity_instrument": instrument.id,
        "maturity_version": instrument.version,
        "maturity_sha256": instrument.sha256,
        "maturity_form": "instrument",
        "maturity_language": language,
    }
    with Workbook(content, TEXT_STAYS_TEXT) as file:
        file.set_properties({"title": instrument.title.in_language(language), "created": BORN})
        file.set_size(2400, 1500)
        for name, value in properties.items():
            file.set_custom_property(name, value[:_LONGEST], "text")
        looks = {name: file.add_format({**_TEXT, **look}) for name, look in _LOOKS.items()}
        yield Book(file, instrument, Language(language), looks, properties)
    with whole_file(path) as draft:
        draft.write_bytes(content.getvalue())
