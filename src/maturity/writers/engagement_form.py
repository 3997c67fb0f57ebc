"""``engagement.xlsx``: the roster and the targets, for those who would rather not edit YAML."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from maturity.instrument import Instrument
from maturity.language import Language

_HEADER, _FILL = "#12436D", "#E3EDF7"
_MOST_PEOPLE = 1_000_000


def write_engagement_form(path: Path, instrument: Instrument, language: str) -> None:
    """Write a form of two sheets: headcount per function, target (0..100) per dimension.

    The first sheet is the roster and the second the targets; codes stand in the first column and
    what the consultant fills in the third.
    """
    import xlsxwriter

    say = Language(language)
    function = instrument.attribute("function")
    functions = [(choice.id, choice.label) for choice in function.choices] if function else []
    dimensions = [(dimension.id, dimension.label) for dimension in instrument.dimensions]
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same input, same bytes
        book.set_custom_property("maturity_form", "engagement")
        head = book.add_format({"bold": True, "font_color": "white", "bg_color": _HEADER})
        fill = book.add_format({"bg_color": _FILL, "border": 1, "locked": False})
        for name, value, things, highest in (
            ("roster", "headcount", functions, _MOST_PEOPLE),
            ("targets", "target", dimensions, 100),
        ):
            sheet = book.add_worksheet(say(f"cli.engagement.{name}"))
            sheet.write_row(
                0, 0, [say(f"cli.engagement.{key}") for key in ("id", name, value)], head
            )
            for row, (id_, label) in enumerate(things, start=1):
                sheet.write_string(row, 0, id_)
                sheet.write_string(row, 1, label.in_language(language))
                sheet.write_blank(row, 2, None, fill)
            allowed = {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": highest,
            }
            sheet.data_validation(1, 2, len(things), 2, allowed)
            sheet.set_column(0, 0, 20)
            sheet.set_column(1, 1, 40)
            sheet.set_column(2, 2, 22)
            sheet.freeze_panes(1, 0)
            sheet.protect("", {"format_columns": True})
