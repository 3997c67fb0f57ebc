"""The first sheet of a form: why, how long, who sees what, and who the respondent is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.writers.questionnaire.form import LINE, Form, height, set_up_page

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ID, LABEL, TEXT = 0, 1, 2  # columns
WIDTHS = {ID: 9, LABEL: 24, TEXT: 72}
# Points a line takes and characters it holds, for the looks that span label and text.
HEADINGS = {"organization": (16, 92), "title": (28, 50), "purpose": (16, 88), "section": (24, 80)}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: ``look`` of :data:`HEADINGS` spans the sheet, any other is a label and a text."""

    look: str
    label: str
    text: str


def open_welcome(form: Form, lines: Sequence[Line]) -> tuple[Worksheet, int]:
    """Add the welcome sheet with its texts; return it and the first row left free."""
    sheet = form.add_sheet(form.text("sheet.welcome"))
    sheet.hide_gridlines(2)
    set_up_page(form, sheet, landscape=False)
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    said = [line for line in lines if line.text]
    for row, line in enumerate(said):
        write_line(form, sheet, row, line)
    return sheet, len(said)


def introduction(form: Form) -> list[Line]:
    """Return the heading of both forms: the organisation, the questionnaire and its purpose."""
    language = form.say.code
    return [
        Line("organization", "", form.invitation.organization),
        Line("title", "", form.instrument.title.in_language(language) or form.instrument.id),
        Line("purpose", "", form.instrument.purpose.in_language(language)),
    ]


def write_line(form: Form, sheet: Worksheet, row: int, line: Line) -> None:
    """Write one row: a heading over both columns, or a label and its text."""
    if line.look in HEADINGS:
        points, holds = HEADINGS[line.look]
        sheet.set_row(row, height((line.text, holds), line=points, least=points))
        sheet.merge_range(row, LABEL, row, TEXT, "", form.looks[line.look])
        sheet.write_string(row, LABEL, line.text, form.looks[line.look])
        return
    cells = ((line.label, WIDTHS[LABEL]), (line.text, WIDTHS[TEXT]))
    sheet.set_row(row, height(*cells, least=LINE + 6))
    sheet.write_string(row, LABEL, line.label, form.looks["label"])
    sheet.write_string(row, TEXT, line.text, form.looks[line.look])
