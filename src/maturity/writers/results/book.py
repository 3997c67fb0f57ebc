"""What every sheet of the results shares: the file, its looks, its pages on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.story.figures.style import INK, MUTED, RULE, ink_on, tint
from maturity.story.story import Story
from maturity.writers.files import whole_file
from maturity.writers.questionnaire.form import A4, BORN, TEXT_STAYS_TEXT

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LINE = 13.5  # points, the height of one line of 10-point text
_LONGEST = 112  # characters of a part of a page's head; Excel takes 255 in all
_HATCH = 14  # Excel's number of a pattern: thin lines upwards

# Every look is laid over the plain one; a number's format is laid over both.
_PLAIN = {"font_size": 10, "font_color": INK, "valign": "vcenter", "text_wrap": True}
_RULED = {"bottom": 1, "bottom_color": RULE}
_RIGHT = {"align": "right", "text_wrap": False, "indent": 1}
_LEFT = {"align": "left", "indent": 1}
_TEXT = {"quote_prefix": True}  # text that begins with = stays text when the cell is edited
_LOOKS: Mapping[str, Mapping[str, object]] = {
    "prose": {**_TEXT, "font_size": 10.5},
    "mark": {**_TEXT, "font_size": 10.5, "bold": True},
    "detail": {**_RULED, **_TEXT, "font_color": MUTED},
    "fact": {**_RULED, "font_size": 12, "bold": True, "align": "left"},
    "text": {**_RULED, **_LEFT, **_TEXT},
    "strong": {**_RULED, **_LEFT, "bold": True, **_TEXT},
    "number": {**_RULED, **_RIGHT},
    "none": {**_RULED, **_RIGHT, "font_color": MUTED},
    "masked": {
        **_RULED,
        **_RIGHT,
        "font_color": INK,
        "italic": True,
        "pattern": _HATCH,
        "fg_color": RULE,
        "bg_color": "#FFFFFF",
    },
}


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook being written, and what it is written from.

    ``columns`` gathers, for the glossary, the columns used and the sheets that have them.
    """

    file: Workbook
    story: Story
    columns: dict[str, list[str]] = field(default_factory=dict)
    _formats: dict[str, Format] = field(default_factory=dict)

    def text(self, key: str, **fields: object) -> str:
        """Say a sentence of the workbook."""
        return self.story.say(f"results.{key}", **fields)

    @property
    def primary(self) -> str:
        """The consultancy's first colour."""
        return self.story.edition.brand.primary

    def look(self, name: str, num_format: str | int = "", **more: object) -> Format:
        """Return the format of a look, with a number format and whatever else is laid over."""
        colour = self.primary
        own: dict[str, dict[str, object]] = {
            "title": {**_TEXT, "bold": True, "font_size": 20, "font_color": colour,
                      "text_wrap": False},
            "section": {"bold": True, "font_size": 13, "font_color": colour, "valign": "bottom"},
            "link": {**_RULED, **_LEFT, "font_color": colour, "underline": 1},
            "head": {**_TEXT, "bold": True, "bg_color": colour, "font_color": ink_on(colour),
                     **_LEFT, "border": 1, "border_color": tint(colour, 0.7)},
            "fill": {**_RULED, **_LEFT, "bg_color": tint(colour, 0.1), "left": 1, "right": 1,
                     "left_color": RULE, "right_color": RULE},
        }  # fmt: skip
        look = {**_PLAIN, **(own.get(name) or _LOOKS[name]), **more}
        if num_format:
            look["num_format"] = num_format
        key = repr(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(look)
        return self._formats[key]

    def add_sheet(self, name: str, *, colour: str = "") -> Worksheet:
        """Add a sheet that prints across, one page wide, with the report's name on each page."""
        sheet: Worksheet = self.file.add_worksheet(name)
        sheet.set_tab_color(colour or self.primary)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        edition = self.story.edition
        title, mark = _printable(self.story.title), _printable(self.story.confidentiality)
        sheet.set_header(f"&L&8{title}&R&8{mark}" if mark else f"&L&8{title}")
        sheet.set_footer(f"&L&8{_printable(edition.brand.name)}&C&8&A&R&8&P / &N")
        return sheet


def _printable(text: str) -> str:
    """Return text as the head of a page takes it: short, one line, with no command in it."""
    words = " ".join(text.split())
    while len(words.replace("&", "&&")) > _LONGEST:
        words = words[:-2] + "…"
    # A blank after the size: digits of the text would else be read as part of it.
    return f" {words}".replace("&", "&&") if words else ""


@contextmanager
def open_book(path: Path, story: Story) -> Iterator[Book]:
    """Open the workbook for writing; it appears whole when the block ends, or not at all."""
    from xlsxwriter import Workbook

    content = BytesIO()
    with Workbook(content, TEXT_STAYS_TEXT) as file:
        properties = {"title": story.title, "author": story.edition.brand.name, "created": BORN}
        file.set_properties(properties)
        file.set_size(2400, 1500)
        yield Book(file, story)
    with whole_file(path) as draft:
        draft.write_bytes(content.getvalue())
