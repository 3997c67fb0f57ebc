"""The action plan: what is proposed, and columns for who does it, by when, how far it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from maturity.story.advice import recommendations, roadmap
from maturity.story.advice.model import Recommendation, Scheduled
from maturity.story.story import Story
from maturity.story.tables import Row
from maturity.writers.results.book import Book
from maturity.writers.results.columns import width_of
from maturity.writers.results.grid import finish, fit, write_cell, write_head

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_COLUMNS = ("rank", "action", "period", "status", "person", "due", "owner_role", "effort",
            "measure", "dimension_label", "practice_label", "impact", "priority", "reason",
            "what", "remark")  # fmt: skip
_PRINTED = 10  # columns: what is acted upon; the others explain it on the screen
_TO_FILL = ("status", "person", "due")
_STATUSES = ("open", "begun", "done", "dropped")
_OWN = 10  # rows for actions that only the client knows of
_SHORT_DATE = 14  # Excel's number of the date format that follows the reader's settings


def write_plan(book: Book, sheet: Worksheet) -> None:
    """Write the actions in the order of the roadmap, then those left out of it, then free rows."""
    titles = [book.text(f"column.{column}.title") for column in _COLUMNS]
    widths = [width_of(column) for column in _COLUMNS]
    for number, (column, width) in enumerate(zip(_COLUMNS, widths, strict=True)):
        sheet.set_column(number, number, width)
        book.columns.setdefault(column, []).append(sheet.get_name())
    write_head(book, sheet, titles, widths)
    line = 0
    for line, row in enumerate(_rows(book), start=1):
        words = [
            _write_fill(book, sheet, (line, n), each, planned=bool(row.values["planned"]))
            if each in _TO_FILL
            else write_cell(book, sheet, (line, n), row, each)
            for n, each in enumerate(_COLUMNS)
        ]
        fit(sheet, line, words, widths)
    for free in range(line + 1, line + _OWN + 1):
        for number, column in enumerate(_COLUMNS):
            if column in _TO_FILL:
                _write_fill(book, sheet, (free, number), column, planned=False)
            else:
                sheet.write_blank(free, number, None, book.look("text"))
    _check(book, sheet, line + _OWN)
    finish(sheet, widths[:_PRINTED], line + _OWN, frozen=2)
    sheet.autofilter(0, 0, line + _OWN, len(_COLUMNS) - 1)


def _write_fill(
    book: Book, sheet: Worksheet, at: tuple[int, int], column: str, *, planned: bool
) -> str:
    look = book.look("fill", _SHORT_DATE) if column == "due" else book.look("fill")
    if column == "status" and planned:
        sheet.write_string(*at, book.text("status.open"), look)
    else:
        sheet.write_blank(*at, None, look)
    return ""


def _check(book: Book, sheet: Worksheet, last: int) -> None:
    """Let statuses be chosen and dates be dates; mark what is begun, and grey what is over."""
    status, due = _COLUMNS.index("status"), _COLUMNS.index("due")
    words = {each: book.text(f"status.{each}") for each in _STATUSES}
    wrong = {
        "error_title": book.text("wrong.title"),
        "ignore_blank": True,
    }
    sheet.data_validation(
        1, status, last, status,
        {"validate": "list", "source": list(words.values()),
         "error_message": book.text("wrong.status"), **wrong},
    )  # fmt: skip
    sheet.data_validation(
        1, due, last, due,
        {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1),
         "error_message": book.text("wrong.date"), **wrong},
    )  # fmt: skip
    marks = {
        "begun": {"bold": True, "font_color": book.primary},
        "done": {"font_color": "#52606D", "italic": True},
        "dropped": {"font_color": "#52606D", "font_strikeout": True},
    }
    for each, mark in marks.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{words[each]}"',
                "format": book.file.add_format(mark)}  # fmt: skip
        sheet.conditional_format(1, status, last, status, rule)


def _rows(book: Book) -> Iterator[Row]:
    """Yield the actions: those of the roadmap by day, then the others by rank, with the reason."""
    story, plan = book.story, roadmap(book.story)
    for each in sorted(plan.scheduled, key=lambda one: (one.start, one.recommendation.rank)):
        found = each.recommendation
        yield _row(book, found, _period(book, each), found.sensitivity, planned=True)
    told = {each.recommendation.action.id for each in plan.scheduled}
    left = {one.action.id: reason for one, reason in plan.left}
    later = book.text("plan.later")
    for other in recommendations(story):
        if other.action.id not in told:
            yield _row(
                book, other, later, left.get(other.action.id, other.sensitivity), planned=False
            )


def _period(book: Book, scheduled: Scheduled) -> str:
    number = book.story.say.number
    return book.text("plan.days", start=number(scheduled.start), end=number(scheduled.end))


def _row(book: Book, found: Recommendation, period: str, remark: str, *, planned: bool) -> Row:
    story, action = book.story, found.action
    values: Mapping[str, object] = {
        "rank": found.rank,
        "action": story.text(action.title),
        "period": period,
        "owner_role": story.text(story.instrument.roles[action.owner]),
        "effort": found.effort,
        "measure": _measure(story, found),
        "dimension_label": story.dimension_label(found.dimension),
        "practice_label": story.practice_label(found.practice),
        "impact": found.impact,
        "priority": found.priority,
        "reason": found.reason,
        "what": story.text(action.what),
        "remark": remark,
        "planned": planned,
    }
    return Row(values, ("recommendations", found.rank - 1))


def _measure(story: Story, found: Recommendation) -> str:
    success = found.action.success
    return story.say(
        "report.next.measured",
        measure=story.text(success.measure),
        target=story.text(success.target),
        days=story.say.number(success.days),
    )
