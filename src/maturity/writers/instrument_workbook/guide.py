"""The first sheet: how the workbook is used, and what each of its sheets is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maturity.instrument.tabulate import Grid
from maturity.instrument.titles import sheet_hint, sheet_name
from maturity.writers.instrument_workbook.book import Book
from maturity.writers.questionnaire.form import height

_WIDTHS = (4, 28, 84, 12)
_SIZES = {"title": (64, 24.0), "section": (100, 26.0)}  # width in digits, points of a line
STEPS = ("edit", "import", "check")
RULES = ("ids", "versions", "languages", "titles", "lists", "empty", "notes")


def write_guide(book: Book, grids: Mapping[str, Grid], order: Sequence[str]) -> None:
    """Add the guide, with a link to every sheet."""
    say, instrument = book.say, book.instrument
    sheet = book.add_sheet(say("authoring.guide.name"), landscape=False)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 1)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    facts = {"id": instrument.id, "version": instrument.version, "sha256": instrument.sha256[:12]}
    words = {"migrations": sheet_name("migrations", say), "yes": say("authoring.word.yes")}
    title = instrument.title.in_language(say.code) or instrument.id
    lines = [
        ("title", say("authoring.guide.title", title=title)),
        ("prose", say("authoring.guide.made", **facts)),
        ("section", say("authoring.guide.steps")),
        *(("prose", say(f"authoring.guide.step_{each}")) for each in STEPS),
        ("section", say("authoring.guide.rules")),
        *(("prose", say(f"authoring.guide.rule_{each}", **words)) for each in RULES),
        ("section", say("authoring.guide.sheets")),
    ]
    number = 0
    for row, (look, text) in enumerate(lines):
        wide, line = _SIZES.get(look, (140, 15.0))
        sheet.set_row(row, height((text, wide), line=line, least=20))
        sheet.merge_range(row, 1, row, 3, "", book.looks[look])
        sheet.write_string(row, 1, text, book.looks[look])
        number = number + 1 if look == "prose" and row > 1 else 0
        if number:
            sheet.write_string(row, 0, f"{number}.", book.looks["step"])
    _write_sheets(book, grids, order, len(lines))


def _write_sheets(book: Book, grids: Mapping[str, Grid], order: Sequence[str], row: int) -> None:
    sheet = book.file.get_worksheet_by_name(book.say("authoring.guide.name"))
    for code in order:
        name, rows = sheet_name(code, book.say), len(grids[code].rows)
        link = f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1"
        sheet.write_url(row, 1, link, book.looks["link"], name)
        hint = sheet_hint(code, book.say)
        sheet.set_row(row, height((hint, 96), line=15.0, least=18))
        sheet.write_string(row, 2, hint, book.looks["prose"])
        if grids[code].table.owners:
            sheet.write_string(
                row, 3, book.say("authoring.guide.rows", n=rows), book.looks["count"]
            )
        row += 1
