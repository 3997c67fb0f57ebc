"""``engagement.xlsx``: what engagement.yaml holds, for those who would rather not edit YAML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from maturity.instrument import Instrument
from maturity.language import Language
from maturity.writers.questionnaire import PRIVACY_KEYS, LegalBasis

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_HEADER, _FILL = "#12436D", "#E3EDF7"
_MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet to fill: its name and titles, its rows (code, label), what may be typed where."""

    name: str
    titles: tuple[str, str]
    rows: Sequence[tuple[str, str]]
    allowed: dict[str, dict[str, object]] = field(default_factory=dict)
    wide: int = 22


def write_engagement_form(path: Path, instrument: Instrument, language: str) -> None:
    """Write a form: headcounts, targets (0..100), what respondents are told, headcounts once more.

    The last sheet counts the same people by other attributes, if there are any. Codes stand in
    the first column and what the consultant fills in the third.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same input, same bytes
        book.set_custom_property("maturity_form", "engagement")
        for sheet in _sheets(instrument, Language(language)):
            _write(book, sheet, Language(language)("cli.engagement.id"))


def _sheets(instrument: Instrument, say: Language) -> tuple[_Sheet, ...]:
    function = instrument.attribute("function")
    choices = function.choices if function else ()
    functions = [(each.id, each.label.in_language(say.code)) for each in choices]
    dimensions = [(each.id, each.label.in_language(say.code)) for each in instrument.dimensions]
    told = [(key, say(f"engagement.privacy.{key}")) for key in PRIVACY_KEYS]
    words = {name: say(f"cli.engagement.{name}") for name in ("roster", "targets")}
    return (
        _Sheet(
            words["roster"],
            (words["roster"], say("cli.engagement.headcount")),
            functions,
            {id_: _between(_MOST_PEOPLE) for id_, _ in functions},
        ),
        _Sheet(
            words["targets"],
            (words["targets"], say("cli.engagement.target")),
            dimensions,
            {id_: _between(100) for id_, _ in dimensions},
        ),
        _Sheet(
            say("engagement.form.privacy"),
            (say("engagement.form.key"), say("engagement.form.value")),
            told,
            {
                "legal_basis": {"validate": "list", "source": [*get_args(LegalBasis)]},
                "voluntary": {"validate": "list", "source": ["true", "false"]},
                "retention.months": _between(1200),
            },
            wide=60,
        ),
        *_other_headcounts(instrument, say),
    )


def _other_headcounts(instrument: Instrument, say: Language) -> Iterator[_Sheet]:
    rows = [
        (f"{attribute.id}.{choice.id}", f"{label} – {choice.label.in_language(say.code)}")
        for attribute in instrument.attributes
        if attribute.id != "function"
        for label in [attribute.label.in_language(say.code)]
        for choice in attribute.choices
    ]
    if rows:
        titles = (say("cli.engagement.roster_by"), say("cli.engagement.headcount"))
        allowed = {id_: _between(_MOST_PEOPLE) for id_, _ in rows}
        yield _Sheet(say("cli.engagement.same_people"), titles, rows, allowed)


def _between(highest: int) -> dict[str, object]:
    return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": highest}


def _write(book: Workbook, form: _Sheet, code: str) -> None:
    head = book.add_format({"bold": True, "font_color": "white", "bg_color": _HEADER})
    fill = book.add_format({"bg_color": _FILL, "border": 1, "locked": False, "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(form.name)
    sheet.write_row(0, 0, [code, *form.titles], head)
    for row, (id_, label) in enumerate(form.rows, start=1):
        sheet.write_string(row, 0, id_)
        sheet.write_string(row, 1, label, wrapped)
        sheet.write_blank(row, 2, None, fill)
        if id_ in form.allowed:
            sheet.data_validation(row, 2, row, 2, form.allowed[id_])
    sheet.set_column(0, 0, 23)
    sheet.set_column(1, 1, 50)
    sheet.set_column(2, 2, form.wide)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True})
