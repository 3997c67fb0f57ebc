"""The form of one respondent: a welcome with the profile, and the questions one per row.

Parts are announced by number only. A part's name is the name of what is being scored; read above
the questions it invites answers that agree with each other, or with what the reader hopes for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.instrument.model import Instrument, Item
from maturity.writers.questionnaire.form import Form, Invitation, height, open_form, set_up_page
from maturity.writers.questionnaire.lists import Lists, anchors, options, write_lists
from maturity.writers.questionnaire.notice import coordinator, write_notice
from maturity.writers.questionnaire.profile import (
    Progress,
    make_fillable,
    write_link,
    write_profile,
    write_progress,
)
from maturity.writers.questionnaire.routing import Part, parts_of
from maturity.writers.questionnaire.welcome import (
    LABEL,
    Line,
    introduction,
    open_welcome,
    write_line,
)

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NUMBER, CODE, QUESTION, ANSWER, COMMENT = range(5)  # columns
QUESTION_WIDTH, COMMENT_WIDTH = 64, 32
FIRST_ROW = 2  # below the title and the header
ROW_LEAST = 30.0  # points


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the questions: a banner when ``item`` is None, else a question."""

    text: str
    item: Item | None = None


def write_questionnaire(
    path: Path, instrument: Instrument, invitation: Invitation | None = None, *, language: str
) -> None:
    """Write the workbook one respondent fills.

    Parameters
    ----------
    path
        The .xlsx file, replaced if it exists; it appears whole or not at all.
    invitation
        Who asks whom, and which part of the instrument.
    language
        ``en`` or ``fr``; an instrument without it speaks its own first language.
    """
    with open_form(path, instrument, invitation or Invitation(), language, "respondent") as form:
        parts = parts_of(form)
        welcome, row = open_welcome(form, _lines(form, parts))
        sheets = [form.add_sheet(part.sheet) for part in parts]
        write_notice(form)
        lists = write_lists(form)
        function_cell = write_profile(form, welcome, row, lists)
        row += len(form.instrument.attributes)
        # Whoever has not said their function yet is asked what everybody is.
        common = len(parts[0].items)
        progress = _progress(form, parts, lists.asked(common, function_cell))
        write_progress(form, welcome, row, progress, common)
        row += 2
        for part, sheet in zip(parts, sheets, strict=True):
            first = (_first_question(form, part), ANSWER)
            write_link(form, (welcome, row), sheet, first, _go_to(form, part))
            if part.functions:
                then = form.text("welcome.then") if part in parts[:2] else ""
                welcome.write_string(row, LABEL, then, form.looks["profile"])
            row += 1
        send = "send_to" if form.invitation.contact else "send_back"
        text = form.text(f"welcome.{send}", contact=form.invitation.contact)
        write_line(form, welcome, row, Line("text", form.text("welcome.send"), text))
        for part, sheet in zip(parts, sheets, strict=True):
            before = 0 if part is parts[0] or parts[0].functions else common
            _write_questions(form, sheet, part, before, progress)
            _write_answers(form, sheet, part, lists)


def _lines(form: Form, parts: list[Part]) -> list[Line]:
    text, minutes = form.text, form.instrument.minutes
    time = text("welcome.minutes", minutes=minutes) if minutes else ""
    return [
        *introduction(form),
        Line("text", text("welcome.time"), time),
        Line("text", text("welcome.deadline"), form.invitation.deadline),
        Line("text", text("welcome.how"), _how_to_answer(form, parts)),
        Line("text", text("welcome.seen"), _who_sees_what(form)),
        Line("section", "", text("welcome.about")),
    ]


def _how_to_answer(form: Form, parts: list[Part]) -> str:
    about = form.text("welcome.about")
    said = [form.text("welcome.choose", about=about, questions=parts[0].sheet)]
    if any(part.functions for part in parts):
        said.append(form.text("welcome.routed"))
    if form.missing_labels:
        said.append(form.text("welcome.cannot", labels=form.quoted(form.missing_labels)))
    return "\n".join(said)


def _who_sees_what(form: Form) -> str:
    who = form.invitation.privacy.consultancy or form.text("welcome.consultants")
    said = (
        form.text("welcome.groups", who=who, k=form.k),
        coordinator(form),
        form.text("welcome.more", notice=form.text("sheet.notice")),
    )
    return "\n".join(said)


def _go_to(form: Form, part: Part) -> str:
    if not part.functions:
        return form.text("welcome.go_to_questions")
    return form.text("welcome.go_to_part", functions=form.say.listing([*part.functions]))


def _rows(form: Form, part: Part) -> list[Row]:
    """Return the rows below the header; a single part of one sheet needs no banner."""
    language, rows = form.say.code, []
    if part.functions:
        functions = form.say.listing([*part.functions])
        rows.append(Row(form.text("only_for", functions=functions)))
    dimensions = list(dict.fromkeys(item.dimension for item in part.items))
    for number, dimension in enumerate(dimensions, start=1):
        if len(dimensions) > 1 and not part.functions:
            rows.append(Row(form.text("part", part=number, parts=len(dimensions))))
        rows += [
            Row(item.text.in_language(language), item)
            for item in part.items
            if item.dimension == dimension
        ]
    return rows


def _first_question(form: Form, part: Part) -> int:
    return FIRST_ROW + next(place for place, row in enumerate(_rows(form, part)) if row.item)


def _progress(form: Form, parts: list[Part], asked: str) -> Progress:
    answered = []
    for part in parts:
        last = FIRST_ROW + len(_rows(form, part)) - 1
        answered.append(f"COUNTA({form.cells(part.sheet, (FIRST_ROW, ANSWER), (last, ANSWER))})")
    return Progress(f"MIN({'+'.join(answered)},{asked})", asked)


def _write_questions(
    form: Form, sheet: Worksheet, part: Part, before: int, progress: Progress
) -> None:
    """Write the rows of a sheet, numbered on from those ``before`` it."""
    widths = (6, 10, QUESTION_WIDTH, _answer_width(form), COMMENT_WIDTH)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    _write_top(form, sheet, progress)
    number = before
    for place, row in enumerate(_rows(form, part), start=FIRST_ROW):
        if row.item is None:
            _write_banner(form, sheet, place, row.text)
        else:
            number += 1
            _write_question(form, sheet, place, row.item, number)
    set_up_page(form, sheet, landscape=True)
    sheet.repeat_rows(FIRST_ROW - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    first = _first_question(form, part)
    sheet.set_selection(first, ANSWER, first, ANSWER)
    sheet.set_zoom(110)


def _write_answers(form: Form, sheet: Worksheet, part: Part, lists: Lists) -> None:
    for place, row in enumerate(_rows(form, part), start=FIRST_ROW):
        if row.item is not None:
            make_fillable(form, sheet, (place, ANSWER), lists.of_item(row.item))


def _answer_width(form: Form) -> int:
    """Return the width at which the longest label stands on one line, within reason."""
    chosen = (each for item in form.instrument.items for each in options(item.scale, form.say.code))
    longest = max(len(str(label)) for label in (*chosen, *form.missing_labels))
    return min(max(longest + 4, 22), 40)


def _write_top(form: Form, sheet: Worksheet, progress: Progress) -> None:
    start = form.text("progress", answered=0, asked=len(parts_of(form)[0].items))
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
    routed = "" if form.asks_by_function else form.routing(item)  # else the sheet says it
    remarks = [routed, anchors(item.scale, form.say.code)]
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
