"""The foot of a respondent's welcome: who they are, how far they are, on to the questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from maturity.writers.questionnaire.form import Form, height
from maturity.writers.questionnaire.lists import Lists, dropdown
from maturity.writers.questionnaire.welcome import ID, LABEL, TEXT, WIDTHS

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

BLOCKS = 24  # how long the progress bar is, in characters


@dataclass(frozen=True, slots=True)
class Progress:
    """Two formula parts: how many questions are answered, and how many are asked."""

    answered: str
    asked: str

    def words(self, form: Form) -> str:
        """Return the formula that writes the progress as a sentence."""
        counts = {"answered": f'"&{self.answered}&"', "asked": f'"&{self.asked}&"'}
        return f'="{form.text("progress", **counts)}"'

    def bar(self) -> str:
        """Return the formula that draws the share answered; characters survive every program."""
        done = f"ROUND({BLOCKS}*{self.answered}/{self.asked},0)"
        return f'=REPT("█",{done})&REPT("░",{BLOCKS}-{done})'


def write_profile(form: Form, sheet: Worksheet, row: int, lists: Lists) -> str:
    """Write one row per attribute; return the cell of the function, empty if it is not asked."""
    function_cell = ""
    for place, attribute in enumerate(form.instrument.attributes, start=row):
        label = attribute.label.in_language(form.say.code)
        sheet.set_row(place, height((label, WIDTHS[LABEL]), least=24))
        sheet.write_string(place, ID, attribute.id, form.looks["profile_id"])
        sheet.write_string(place, LABEL, label, form.looks["profile"])
        stated = form.functions.get(form.invitation.function, "")
        if attribute.id == "function" and stated:
            sheet.write_string(place, TEXT, stated, form.looks["stated"])
        else:
            make_fillable(form, sheet, (place, TEXT), lists.of_attribute(attribute.id))
        if attribute.id == "function":
            function_cell = form.cells(sheet.get_name(), (place, TEXT))
    return function_cell


def make_fillable(form: Form, sheet: Worksheet, cell: tuple[int, int], source: str) -> None:
    """Unlock an answer cell, with its list if it has one; it turns white once it is filled."""
    sheet.write_blank(*cell, None, form.looks["answer"])
    if source:
        sheet.data_validation(*cell, *cell, dropdown(form, source))
    sheet.conditional_format(*cell, *cell, {"type": "no_blanks", "format": form.looks["done"]})


def write_progress(form: Form, sheet: Worksheet, row: int, progress: Progress, asked: int) -> None:
    """Write the progress as a sentence, and below it as a bar; ``asked`` of whoever is new."""
    start = form.text("progress", answered=0, asked=asked)
    sheet.set_row(row, 24)
    sheet.write_string(row, LABEL, form.text("welcome.progress"), form.looks["profile"])
    sheet.write_formula(row, TEXT, progress.words(form), form.looks["progress"], start)
    sheet.write_formula(row + 1, TEXT, progress.bar(), form.looks["bar"], "░" * BLOCKS)


def write_link(
    form: Form, place: tuple[Worksheet, int], target: Worksheet, cell: tuple[int, int], text: str
) -> None:
    """Write the link to the first cell to fill on another sheet."""
    from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

    sheet, row = place
    sheet.set_row(row, 24)
    link = f"internal:{quote_sheetname(target.get_name())}!{xl_rowcol_to_cell(*cell)}"
    sheet.write_url(row, TEXT, link, form.looks["link"], text)
