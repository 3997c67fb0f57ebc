"""``minutes.xlsx``: the sheet on which a workshop's levels are written, and read back from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.language import Language

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_HEADER, _FILL, _INK, _MUTED = "#12436D", "#E3EDF7", "#1F2933", "#52606D"
_HEAD = 3  # the row of the titles, from 0
_COLUMNS = ("practice", "dimension", "score", "declared", "why", "agreed", "reason", "owner")
_WIDTHS = (34, 26, 11, 16, 30, 12, 58, 26)
_TO_FILL = ("agreed", "reason", "owner")
ORGANIZATION, WAVE = "maturity_organization", "maturity_wave"  # whose the file says it is


@dataclass(frozen=True, slots=True)
class Line:
    """One practice: its id and names, what people declared, why it is on the agenda if it is."""

    id: str
    practice: str
    dimension: str
    score: str
    declared: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """A sheet to fill: the wave it is of, its lines, and the levels with what they mean."""

    name: str
    wave: str
    wave_id: str
    lines: tuple[Line, ...]
    levels: tuple[tuple[str, str], ...]


def write_minutes(path: Path, minutes: Minutes, say: Language) -> None:
    """Write the sheet; only agreed level, reason and owner can be filled.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same input, same bytes
        book.set_custom_property("maturity_form", "minutes")
        book.set_custom_property(ORGANIZATION, minutes.name)
        book.set_custom_property(WAVE, minutes.wave_id)
        sheet = book.add_worksheet(say("workshop.sheet.minutes"))
        _page(sheet)
        _heads(book, sheet, minutes, say)
        _lines(book, sheet, minutes, say)
        _levels(book, minutes, say)


def seal(id_: str, practice: str) -> str:
    """Return what stands hidden on a line, and no longer fits when its id or name was changed."""
    return hashlib.sha256(f"{id_}\n{practice}".encode()).hexdigest()[:12]


def _page(sheet: Worksheet) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.set_column(column, column, width)
    after = len(_COLUMNS) + 1
    sheet.set_column(after, after, 12, None, {"hidden": True})


def _heads(book: Workbook, sheet: Worksheet, minutes: Minutes, say: Language) -> None:
    title = book.add_format({"bold": True, "font_size": 16, "font_color": _HEADER})
    told = book.add_format({"font_color": _MUTED, "text_wrap": True, "valign": "top"})
    head = book.add_format(
        {"bold": True, "font_color": "white", "bg_color": _HEADER, "text_wrap": True,
         "valign": "vcenter", "border": 1, "border_color": "white"}
    )  # fmt: skip
    sheet.write_string(
        0, 1, say("workshop.sheet.title", name=minutes.name, wave=minutes.wave), title
    )
    sheet.merge_range(1, 1, 1, len(_COLUMNS), say("workshop.sheet.how"), told)
    sheet.set_row(1, 34)
    sheet.write_string(_HEAD, 0, say("workshop.sheet.id"), head)
    for column, key in enumerate(_COLUMNS, start=1):
        sheet.write_string(_HEAD, column, say(f"workshop.column.{key}"), head)
    sheet.set_row(_HEAD, 32)
    sheet.autofilter(_HEAD, 1, _HEAD + len(minutes.lines), len(_COLUMNS))


def _lines(book: Workbook, sheet: Worksheet, minutes: Minutes, say: Language) -> None:
    rule = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#CBD2D9"}
    plain, strong = (
        book.add_format({**rule, "font_color": _INK, "bold": b}) for b in (False, True)
    )
    number = book.add_format({**rule, "align": "center"})
    fill = book.add_format(
        {**rule, "bg_color": _FILL, "border": 1, "border_color": "#7FAFD6", "locked": False}
    )
    for row, line in enumerate(minutes.lines, start=_HEAD + 1):
        sheet.write_string(row, 0, line.id)
        sheet.write_string(row, 1, line.practice, strong if line.why else plain)
        sheet.write_string(row, 2, line.dimension, plain)
        sheet.write_string(row, 3, line.score, number)
        sheet.write_string(row, 4, line.declared, plain)
        sheet.write_string(row, 5, line.why, plain)
        for column in range(6, 6 + len(_TO_FILL)):
            sheet.write_blank(row, column, None, fill)
        practice = " ".join(line.practice.split())
        sheet.write_string(row, len(_COLUMNS) + 1, seal(line.id, practice))
        sheet.set_row(row, 36)
    _choices(sheet, minutes, say)


def _choices(sheet: Worksheet, minutes: Minutes, say: Language) -> None:
    """Let levels be chosen from a list, and refuse anything else with a reason."""
    count = len(minutes.levels)
    sheet.data_validation(
        _HEAD + 1,
        6,
        _HEAD + max(len(minutes.lines), 1),
        6,
        {
            "validate": "list",
            "source": [str(level) for level in range(1, count + 1)],
            "error_message": say("workshop.sheet.choose", levels=count),
        },
    )


def _levels(book: Workbook, minutes: Minutes, say: Language) -> None:
    """Add what each level means, for reference."""
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    strong = book.add_format({"bold": True, "valign": "top"})
    sheet = book.add_worksheet(say("workshop.sheet.levels"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    for row, (name, meaning) in enumerate(minutes.levels):
        sheet.write_string(row, 0, name, strong)
        sheet.write_string(row, 1, meaning, wrapped)
    sheet.protect()
