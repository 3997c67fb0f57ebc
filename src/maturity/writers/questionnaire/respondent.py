"""The form of one respondent: a welcome with the profile, and the questions one per row.

Parts are announced by number only. A part's name is the name of what is being scored; read above
the questions it invites answers that agree with each other, or with what the reader hopes for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.instrument.model import Instrument, Item
from maturity.writers.questionnaire.form import Form, height, open_form, set_up_page
from maturity.writers.questionnaire.lists import Lists, anchors, options, write_lists
from maturity.writers.questionnaire.profile import (
    Progress,
    make_fillable,
    write_link,
    write_profile,
    write_progress,
)
from maturity.writers.questionnaire.welcome import Line, introduction, open_welcome

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NUMBER, CODE, QUESTION, ANSWER, COMMENT = range(5)  # columns
QUESTION_WIDTH, COMMENT_WIDTH = 64, 32
FIRST_ROW = 2  # below the title and the header
ROW_LEAST = 30.0  # points


@dataclass(frozen=True, slots=True)
class Invitation:
    """What this form says about its sending; an empty text is left out."""

    organization: str
    contact: str
    deadline: str
    k: int


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the questions: a part's banner when ``item`` is None, else a question."""

    text: str
    item: Item | None = None


def write_questionnaire(
    path: Path,
    instrument: Instrument,
    *,
    language: str,
    organization: str = "",
    contact: str = "",
    deadline: str = "",
    k: int | None = None,
) -> None:
    """Write the workbook one respondent fills.

    Parameters
    ----------
    path
        The .xlsx file, replaced if it exists; it appears whole or not at all.
    language
        ``en`` or ``fr``; an instrument without it speaks its own first language.
    organization, contact, deadline
        Printed as given; what is empty is left out.
    k
        The smallest group the report will show, by default the instrument's ``k_scores``.
    """
    shown = instrument.rules.k_scores if k is None else k
    invitation = Invitation(organization, contact, deadline, shown)
    with open_form(path, instrument, language, "respondent") as form:
        welcome, row = open_welcome(form, _lines(form, invitation))
        questions = form.add_sheet("questions")
        lists = write_lists(form)
        function_cell = write_profile(form, welcome, row, lists)
        progress = _progress(form, lists.asked(len(instrument.items), function_cell))
        after_profile = row + len(instrument.attributes)
        write_progress(form, welcome, after_profile, progress)
        write_link(form, welcome, after_profile + 2, "questions", (_first_question(form), ANSWER))
        _write_questions(form, questions, lists, progress)


def _lines(form: Form, invitation: Invitation) -> list[Line]:
    text = form.text
    minutes = form.instrument.minutes
    send = "send_to" if invitation.contact else "send_back"
    return [
        *introduction(form, invitation.organization),
        Line(
            "text",
            text("welcome.time"),
            text("welcome.minutes", minutes=minutes) if minutes else "",
        ),
        Line("text", text("welcome.deadline"), invitation.deadline),
        Line("text", text("welcome.how"), _how_to_answer(form)),
        Line("text", text("welcome.seen"), _who_sees_what(form, invitation.k)),
        Line("text", text("welcome.send"), text(f"welcome.{send}", contact=invitation.contact)),
        Line("section", "", text("welcome.about")),
    ]


def _how_to_answer(form: Form) -> str:
    about, questions = form.text("welcome.about"), form.text("sheet.questions")
    said = [form.text("welcome.choose", about=about, questions=questions)]
    if form.missing_labels:
        said.append(form.text("welcome.cannot", labels=form.quoted(form.missing_labels)))
    if any(item.functions for item in form.instrument.items):
        said.append(form.text("welcome.skip"))
    return "\n".join(said)


def _who_sees_what(form: Form, k: int) -> str:
    comments = max(k, form.instrument.rules.k_comments)
    said = (
        form.text("welcome.groups", k=k),
        form.text("welcome.comments", k=comments),
        form.text("welcome.coordinator"),
    )
    return "\n".join(said)


def _rows(form: Form) -> list[Row]:
    """Return the rows below the header; a single part needs no banner."""
    language = form.say.code
    parts = [dimension.items for dimension in form.instrument.dimensions if dimension.items]
    rows = []
    for part, items in enumerate(parts, start=1):
        if len(parts) > 1:
            rows.append(Row(form.text("part", part=part, parts=len(parts))))
        rows.extend(Row(item.text.in_language(language), item) for item in items)
    return rows


def _first_question(form: Form) -> int:
    return FIRST_ROW + next(place for place, row in enumerate(_rows(form)) if row.item)


def _progress(form: Form, asked: str) -> Progress:
    last = FIRST_ROW + len(_rows(form)) - 1
    answers = form.cells("questions", (FIRST_ROW, ANSWER), (last, ANSWER))
    return Progress(f"MIN(COUNTA({answers}),{asked})", asked)


def _write_questions(form: Form, sheet: Worksheet, lists: Lists, progress: Progress) -> None:
    widths = (6, 10, QUESTION_WIDTH, _answer_width(form), COMMENT_WIDTH)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _write_top(form, sheet, progress)
    number = 0
    for place, row in enumerate(_rows(form), start=FIRST_ROW):
        if row.item is None:
            _write_banner(form, sheet, place, row.text)
        else:
            number += 1
            _write_question(form, sheet, place, row.item, number)
            make_fillable(form, sheet, (place, ANSWER), lists.of_item(row.item))
    set_up_page(form, sheet, landscape=True)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    first = _first_question(form)
    sheet.set_selection(first, ANSWER, first, ANSWER)
    sheet.set_zoom(110)


def _answer_width(form: Form) -> int:
    """Return the width at which the longest label stands on one line, within reason."""
    chosen = (each for item in form.instrument.items for each in options(item.scale, form.say.code))
    longest = max(len(str(label)) for label in (*chosen, *form.missing_labels))
    return min(max(longest + 4, 22), 40)


def _write_top(form: Form, sheet: Worksheet, progress: Progress) -> None:
    start = form.text("progress", answered=0, asked=len(form.instrument.items))
    title = form.instrument.title.in_language(form.say.code) or form.instrument.id
    sheet.set_row(0, 26)
    for column in range(COMMENT + 1):
        sheet.write_blank(0, column, None, form.looks["top"])
    sheet.write_string(0, NUMBER, title, form.looks["top"])
    sheet.write_formula(0, ANSWER, progress.words(form), form.looks["top"], start)
    sheet.set_row(FIRST_ROW - 1, 24)
    for column, key in enumerate(("number", "id", "question", "answer", "comment")):
        sheet.write_string(FIRST_ROW - 1, column, form.text(f"heading.{key}"), form.looks["header"])


def _write_banner(form: Form, sheet: Worksheet, row: int, text: str) -> None:
    sheet.set_row(row, 22)
    for column in range(COMMENT + 1):
        sheet.write_blank(row, column, None, form.looks["band"])
    sheet.write_string(row, NUMBER, text, form.looks["band"])


def _write_question(form: Form, sheet: Worksheet, row: int, item: Item, number: int) -> None:
    text = item.text.in_language(form.say.code)
    remarks = [form.routing(item), anchors(item.scale, form.say.code)]
    remark = "".join(f"\n{said}" for said in remarks if said)
    sheet.set_row(row, height((text + remark, QUESTION_WIDTH), (item.id, 10), least=ROW_LEAST))
    sheet.write_number(row, NUMBER, number, form.looks["number"])
    sheet.write_string(row, CODE, item.id, form.looks["id"])
    if remark:
        look = form.looks["remark"]
        sheet.write_rich_string(row, QUESTION, text, look, remark, form.looks["question"])
    else:
        sheet.write_string(row, QUESTION, text, form.looks["question"])
    sheet.write_blank(row, COMMENT, None, form.looks["comment"])
