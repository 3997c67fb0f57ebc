"""The form of a coordinator: a welcome with the scales, and many respondents in rows.

On the answers sheet the first row holds the texts, the second the ids a reader looks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.instrument.model import Attribute, Instrument, Item, Scale
from maturity.writers.questionnaire.form import Form, Invitation, height, open_form, set_up_page
from maturity.writers.questionnaire.lists import Lists, anchors, dropdown, options, write_lists
from maturity.writers.questionnaire.notice import write_notice
from maturity.writers.questionnaire.profile import write_link
from maturity.writers.questionnaire.welcome import Line, introduction, open_welcome

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TEXTS, IDS, FIRST_ROW = 0, 1, 2  # rows
RESPONDENT, PROGRESS, FIRST_ANSWER = 0, 1, 2  # columns; the first two stay in sight
PAGE_WIDTH = 130  # characters that stand side by side on a page
LINES_OF_TEXT = 6  # a question is given the width that makes it this tall
ROW_HEIGHT = 20.0  # points


@dataclass(frozen=True, slots=True)
class Column:
    """A column to fill: its id, the text above it, how wide, and its list if it has one."""

    id: str
    text: str
    width: int
    source: str = ""


def write_collector(
    path: Path,
    instrument: Instrument,
    invitation: Invitation | None = None,
    *,
    language: str,
    rows: int = 200,
) -> None:
    """Write the workbook in which one person gathers the answers of many.

    Parameters
    ----------
    path
        The .xlsx file, replaced if it exists; it appears whole or not at all.
    invitation
        Who asks whom, and which part of the instrument.
    language
        ``en`` or ``fr``; an instrument without it speaks its own first language.
    rows
        How many respondents there is room for.
    """
    with open_form(path, instrument, invitation or Invitation(), language, "collector") as form:
        welcome, row = open_welcome(form, _lines(form, rows))
        answers = form.add_sheet(form.text("sheet.answers"))
        write_notice(form)
        lists = write_lists(form)
        go_to = form.text("welcome.go_to_answers")
        write_link(form, (welcome, row), answers, (FIRST_ROW, RESPONDENT), go_to)
        _write_answers(form, answers, lists, rows)


def _lines(form: Form, rows: int) -> list[Line]:
    text = form.text
    hand_out = text("collector.hand_out", sheet=text("sheet.hand_out"))
    return [
        *introduction(form),
        Line("purpose", "", text("collector.purpose")),
        Line("text", text("collector.before"), hand_out),
        Line("text", text("collector.how"), _how_to_fill(form, rows)),
        Line("text", text("welcome.seen"), text("collector.confidential", k=form.k)),
        *_legend(form),
    ]


def _how_to_fill(form: Form, rows: int) -> str:
    answers, labels = form.text("sheet.answers"), form.missing_labels
    said = [form.text("collector.rows", answers=answers, rows=rows), form.text("collector.blank")]
    if labels:
        said.append(form.text("collector.missing", labels=form.quoted(labels)))
    return "\n".join(said)


def _legend(form: Form) -> Iterator[Line]:
    """Say per scale which questions it belongs to and what its answers are, lowest first."""
    by_scale: dict[str, list[Item]] = {}
    for item in form.instrument.items:
        by_scale.setdefault(item.scale.id, []).append(item)
    most_used, *others = sorted(by_scale.values(), key=len, reverse=True)
    whom = form.text("collector.other_questions" if others else "collector.all_questions")
    answers = _answers_of(form, most_used[0].scale)
    yield Line("text", form.text("collector.legend"), f"{whom}\n{answers}")
    for items in others:
        whom = form.text("collector.some_questions", ids=form.say.listing([i.id for i in items]))
        yield Line("text", "", f"{whom}\n{_answers_of(form, items[0].scale)}")
    if form.missing_labels:
        yield Line(
            "text", "", form.text("collector.always", labels=form.quoted(form.missing_labels))
        )


def _answers_of(form: Form, scale: Scale) -> str:
    chosen = options(scale, form.say.code)
    if isinstance(chosen[0], str):
        return "\n".join(
            f"{point} · {label}" for point, label in zip(scale.points, chosen, strict=True)
        )
    between = form.text("collector.between", low=scale.min, high=scale.max)
    return "\n".join(said for said in (between, anchors(scale, form.say.code)) if said)


def _write_answers(form: Form, sheet: Worksheet, lists: Lists, rows: int) -> None:
    columns = _columns(form, lists)
    _write_headers(form, sheet, columns)
    last = FIRST_ROW + rows - 1
    for index, column in columns.items():
        sheet.set_column(index, index, column.width)
        for row in range(FIRST_ROW, last + 1):
            sheet.write_blank(row, index, None, form.looks["grid"])
        if column.source:
            sheet.data_validation(FIRST_ROW, index, last, index, dropdown(form, column.source))
    for row in range(FIRST_ROW, last + 1):
        sheet.set_row(row, ROW_HEIGHT)
        formula = _progress(form, lists, row, columns)
        sheet.write_formula(row, PROGRESS, formula, form.looks["row_progress"], "")
    wide = sum(column.width for column in columns.values())
    set_up_page(form, sheet, landscape=True, pages_wide=1 + wide // PAGE_WIDTH)
    sheet.repeat_rows(TEXTS, IDS)
    sheet.repeat_columns(RESPONDENT, PROGRESS)
    sheet.freeze_panes(FIRST_ROW, FIRST_ANSWER)
    sheet.set_selection(FIRST_ROW, RESPONDENT, FIRST_ROW, RESPONDENT)


def _columns(form: Form, lists: Lists) -> dict[int, Column]:
    """Return the columns to fill by their place: the respondent, what they are, what they say."""
    columns = [
        *(_of_attribute(form, lists, attribute) for attribute in form.instrument.attributes),
        *(_of_item(form, lists, item) for item in form.instrument.items),
        Column("comment", form.text("heading.comment"), 40),
    ]
    respondent = Column("respondent", form.text("heading.respondent"), 15)
    return {RESPONDENT: respondent, **dict(enumerate(columns, start=FIRST_ANSWER))}


def _of_attribute(form: Form, lists: Lists, attribute: Attribute) -> Column:
    labels = [choice.label.in_language(form.say.code) for choice in attribute.choices]
    width = _within(max((len(label) for label in labels), default=0) + 4, 16, 28)
    text = attribute.label.in_language(form.say.code)
    return Column(attribute.id, text, width, lists.of_attribute(attribute.id))


def _of_item(form: Form, lists: Lists, item: Item) -> Column:
    language = form.say.code
    said = (item.text.in_language(language), form.routing(item), anchors(item.scale, language))
    text = "\n".join(each for each in said if each)
    labels = [str(each) for each in (*options(item.scale, language), *form.missing_labels)]
    least = _within(max(map(len, labels)) + 3, 16, 28)
    return Column(
        item.id, text, _within(len(text) // LINES_OF_TEXT, least, 48), lists.of_item(item)
    )


def _within(width: int, least: int, most: int) -> int:
    return min(max(width, least), most)


def _write_headers(form: Form, sheet: Worksheet, columns: dict[int, Column]) -> None:
    progress = Column("progress", form.text("heading.progress"), 12)
    headers = {**columns, PROGRESS: progress}
    sheet.set_column(PROGRESS, PROGRESS, progress.width)
    tallest = max(height((each.text, each.width), line=14) for each in headers.values())
    sheet.set_row(TEXTS, tallest)
    sheet.set_row(IDS, 18)
    for index, column in headers.items():
        sheet.write_string(TEXTS, index, column.text, form.looks["question_header"])
        sheet.write_string(IDS, index, column.id, form.looks["id_header"])


def _progress(form: Form, lists: Lists, row: int, columns: dict[int, Column]) -> str:
    """Return the formula ``12 / 55`` of a row, empty as long as the row is."""
    from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

    first_item = FIRST_ANSWER + len(form.instrument.attributes)
    last_item = first_item + len(form.instrument.items) - 1
    functions = [index for index, each in columns.items() if each.id == "function"]
    function_cell = xl_rowcol_to_cell(row, functions[0]) if functions else ""
    asked = lists.asked(len(form.instrument.items), function_cell)
    answered = f"COUNTA({xl_range(row, first_item, row, last_item)})"
    filled = f"COUNTA({xl_range(row, FIRST_ANSWER, row, last_item + 1)})"
    return f'=IF({filled}=0,"",MIN({answered},{asked})&" / "&{asked})'
