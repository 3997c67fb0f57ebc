"""The first sheet: whose results, the main figures, how to read them, what is on which sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from maturity.story.findings import key_messages
from maturity.story.report import Report
from maturity.story.story import Story
from maturity.story.tables import Row, rows
from maturity.writers.questionnaire.form import height
from maturity.writers.results.book import Book
from maturity.writers.results.columns import KINDS, kept, number_format
from maturity.writers.results.grid import is_masked

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = (2, 34, 22, 92)  # a margin, names, figures, sentences
_LINE = 15.0
_WIDE = _WIDTHS[1] + _WIDTHS[2] + _WIDTHS[3]
_READ = ("masked", "none", "rounded", "interval", "filters", "plan")
_LOGO = 44  # pixels, its height


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet on the list: its key, its name, and whether it is there."""

    key: str
    name: str
    there: bool


def write_front(book: Book, sheet: Worksheet, report: Report, listed: Sequence[Listed]) -> None:
    """Write the sheet from top to bottom."""
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    line = _write_titles(book, sheet)
    line = _write_facts(book, sheet, line)
    messages = [each.sentence for each in key_messages(book.story)]
    if messages and "synthesis" in report.parts:
        line = _write_lines(book, sheet, line, "messages", messages)
    line = _write_reading(book, sheet, line, listed)
    _write_list(book, sheet, line, listed)


def _write_titles(book: Book, sheet: Worksheet) -> int:
    story, brand = book.story, book.story.edition.brand
    sheet.set_row(1, 30)
    sheet.write_string(1, 1, story.assessment.name, book.look("title"))
    subtitle = book.text("front.subtitle", instrument=story.text(story.instrument.title))
    sheet.write_string(2, 1, subtitle, book.look("prose", text_wrap=False))
    marks = [story.say("report.cover.fictional")] if story.assessment.fictional else []
    marks += [story.confidentiality, " – ".join(filter(None, (brand.name, brand.contact)))]
    line = 3
    for mark in filter(None, marks):
        sheet.write_string(line, 1, mark, book.look("mark", text_wrap=False))
        line += 1
    if brand.logo:
        _write_logo(sheet, brand.logo, brand.name)
    return line + 1


def _write_logo(sheet: Worksheet, logo: bytes, name: str) -> None:
    """Set the consultancy's logo at the right of the titles, whatever size its picture has."""
    from PIL import Image

    with Image.open(BytesIO(logo)) as picture:
        scale = _LOGO / picture.height
    options = {"image_data": BytesIO(logo), "description": name, "object_position": 2,
               "x_scale": scale, "y_scale": scale, "x_offset": 440, "y_offset": 4}  # fmt: skip
    sheet.insert_image(1, 3, "logo", options)


def _write_section(book: Book, sheet: Worksheet, line: int, key: str) -> int:
    sheet.set_row(line, 24)
    sheet.write_string(line, 1, book.text(f"front.{key}"), book.look("section"))
    return line + 1


# The main figures


def _write_facts(book: Book, sheet: Worksheet, line: int) -> int:
    story = book.story
    line = _write_section(book, sheet, line, "facts")
    row = next(rows(story, "scores_overall"))
    for column in ("score_100", "low_100", "high_100", "level_label", "likely"):
        sheet.write_string(line, 1, book.text(f"overall.{column}"), book.look("text"))
        _write_figure(book, sheet, line, row, column)
        why = story.reason("overall", "score_100") if row.values["score_100"] is None else ""
        _write_words(book, sheet, line, why if column == "score_100" else "")
        line += 1
    for label, value, detail in _people(story):
        sheet.write_string(line, 1, book.text(f"front.{label}"), book.look("text"))
        if isinstance(value, str):
            words = story.labelled(value, detail) if detail else value
            look = book.look("fact", quote_prefix=True)
            sheet.merge_range(line, 2, line, 3, "", look)
            sheet.write_string(line, 2, words, look)
        else:
            sheet.write_number(line, 2, value, book.look("fact", number_format("count", story.say)))
            _write_words(book, sheet, line, detail)
        line += 1
    return line


def _write_figure(book: Book, sheet: Worksheet, line: int, row: Row, column: str) -> None:
    """Write one figure of the whole, under the same rules as on the other sheets."""
    value = row.values[column]
    if value is None:
        masked = is_masked(row.reason(book.story, column))
        word = book.story.say("report.masked" if masked else "report.none")
        sheet.write_string(line, 2, word, book.look("masked" if masked else "none", align="left"))
    elif isinstance(value, str):
        sheet.write_string(line, 2, value, book.look("fact", quote_prefix=True))
    else:
        shown = number_format(KINDS[column], book.story.say, value, book.story)
        held = kept(KINDS[column], value, book.story)
        sheet.write_number(line, 2, held, book.look("fact", shown))


def _people(story: Story) -> Iterator[tuple[str, int | str, str]]:
    respondents, whole = story.assessment.respondents, story.whole
    detail = ""
    if whole is not None and whole.rate is not None:
        invited, share = story.count(whole.invited), story.say.percent(whole.rate)
        detail = story.say("results.front.of_invited", invited=invited, share=share)
    yield "people", respondents.included, detail
    yield "wave", story.wave, ""
    version = story.say("report.cover.version", version=story.instrument.version)
    yield "questionnaire", story.text(story.instrument.title), version


def _write_words(book: Book, sheet: Worksheet, line: int, text: str) -> None:
    sheet.write_string(line, 3, text, book.look("detail"))


# Sentences


def _write_lines(book: Book, sheet: Worksheet, line: int, key: str, texts: Sequence[str]) -> int:
    """Write a heading and numbered sentences as wide as the sheet."""
    line = _write_section(book, sheet, line + 1, key)
    for number, text in enumerate(texts, start=1):
        words = f"{number}. {text}"
        sheet.merge_range(line, 1, line, 3, "", book.look("prose"))
        sheet.write_string(line, 1, words, book.look("prose"))
        sheet.set_row(line, height((words, _WIDE), line=_LINE, least=20))
        line += 1
    return line


def _write_reading(book: Book, sheet: Worksheet, line: int, listed: Sequence[Listed]) -> int:
    """Explain the signs: a sample in one cell, the meaning beside it."""
    story = book.story
    line = _write_section(book, sheet, line + 1, "reading")
    planned = any(each.key == "plan" and each.there for each in listed)
    samples = {"masked": story.say("report.masked"), "none": story.say("report.none")}
    for key in _READ:
        if key == "plan" and not planned:
            continue
        look = book.look(key, align="left") if key in samples else book.look("text")
        name = samples[key] if key in samples else book.text(f"read.{key}.name")
        sheet.write_string(line, 1, name, look)
        text = book.text(f"read.{key}.text", k=story.assessment.k)
        sheet.merge_range(line, 2, line, 3, "", book.look("text"))
        sheet.write_string(line, 2, text, book.look("text"))
        sheet.set_row(line, height((text, _WIDTHS[2] + _WIDTHS[3]), line=_LINE, least=18))
        line += 1
    return line


def _write_list(book: Book, sheet: Worksheet, line: int, listed: Sequence[Listed]) -> None:
    line = _write_section(book, sheet, line + 1, "sheets")
    for each in listed:
        if each.there:
            link = f"internal:'{each.name.replace(chr(39), chr(39) * 2)}'!A1"
            sheet.write_url(line, 1, link, book.look("link"), each.name)
        else:
            sheet.write_string(line, 1, each.name, book.look("detail"))
        text = book.text(f"sheet.{each.key}.holds" if each.there else "front.nothing")
        sheet.merge_range(line, 2, line, 3, "", book.look("text"))
        sheet.write_string(line, 2, text, book.look("text" if each.there else "detail"))
        sheet.set_row(line, height((text, _WIDTHS[2] + _WIDTHS[3]), line=_LINE, least=18))
        line += 1
