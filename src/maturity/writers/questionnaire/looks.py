"""How the cells of a client form look: one entry per role a cell can have."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

INK, MUTED, NAVY, BLUE = "#1F2933", "#52606D", "#12436D", "#2F74B5"
PALE, LIGHT, MIDDLE, WHITE = "#E3EDF7", "#B5CFE8", "#7FAFD6", "#FFFFFF"
AMBER = "#FFF1C2"  # what the consultant still has to say

_TEXT = {"font_size": 11, "font_color": INK, "valign": "vcenter", "text_wrap": True}
_RULED = {"bottom": 1, "bottom_color": LIGHT}
_TO_FILL = {"locked": False, "bg_color": PALE, "border": 1, "border_color": BLUE, "indent": 1}
_HEADER = {"bold": True, "font_color": WHITE, "bg_color": NAVY, "border": 1, "border_color": NAVY}
_SMALL = {"font_size": 8, "font_color": MUTED}

# Every look is laid over _TEXT. Only what _TO_FILL touches is unlocked.
_LOOKS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "organization": {"bold": True, "font_color": MUTED},
        "title": {"font_size": 20, "bold": True, "font_color": NAVY},
        "purpose": {"font_size": 12, "valign": "top"},
        "section": {"font_size": 13, "bold": True, "font_color": NAVY},
        "label": {"bold": True, "font_color": NAVY, "valign": "top"},
        "text": {"valign": "top"},
        "blank": {"valign": "top", "bg_color": AMBER},
        "stated": {"bold": True, "border": 1, "border_color": LIGHT, "indent": 1},
        "profile": {"bold": True, "font_color": NAVY},
        "link": {"bold": True, "font_color": BLUE, "underline": 1},
        "progress": {},
        "bar": {"font_color": BLUE, "text_wrap": False},
        "top": {**_HEADER, "text_wrap": False, "indent": 1},
        "header": {**_HEADER, "indent": 1},
        "question_header": {**_HEADER, "font_size": 10, "bold": False, "border_color": WHITE},
        "id_header": {**_SMALL, "font_color": NAVY, "bg_color": LIGHT, "border": 1,
                      "border_color": WHITE},
        "band": {"bold": True, "font_color": NAVY, "bg_color": LIGHT, "text_wrap": False,
                 "indent": 1},
        "number": {"bold": True, "font_color": NAVY, "align": "center", **_RULED},
        "id": {**_SMALL, **_RULED, "indent": 1},
        "profile_id": {**_SMALL, "align": "right", "indent": 1},
        "question": {**_RULED, "indent": 1},
        "remark": {"font_size": 9, "italic": True, "font_color": MUTED},
        "answer": _TO_FILL,
        "comment": {**_TO_FILL, "font_size": 10, "bg_color": WHITE},
        "grid": {**_TO_FILL, "font_size": 10, "border_color": MIDDLE, "indent": 0},
        "row_progress": {**_SMALL, "align": "center", "border": 1, "border_color": LIGHT},
    }
)  # fmt: skip

# Laid over a cell to fill once it is filled, so that what remains to be done stays blue.
_DONE: Mapping[str, object] = MappingProxyType({"bg_color": WHITE})


def add_looks(book: Workbook) -> Mapping[str, Format]:
    """Add every look to the workbook and return its format by name; ``done`` is conditional."""
    looks = {name: book.add_format({**_TEXT, **look}) for name, look in _LOOKS.items()}
    return MappingProxyType({**looks, "done": book.add_format(dict(_DONE))})
