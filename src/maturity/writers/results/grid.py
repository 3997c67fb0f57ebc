"""A tidy sheet: one row of titles, one row per thing, filters, and a word where a value is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from maturity.story.figures.style import ink_on, level_colours
from maturity.story.tables import Row
from maturity.writers.questionnaire.form import height
from maturity.writers.results.book import LINE, Book
from maturity.writers.results.columns import KINDS, NUMBER, kept, number_format, width_of

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDE, _A3 = 230, 8  # digits that A4 across holds legibly; Excel's number of the paper
_FEWEST = 2  # rows that are worth a filter
_DENSE = 1.05  # letters of 10 points stand closer than the 11-point digits of a width
_BESIDE = 2.5  # digits of width that a filter's button takes from a title
_COLOURED = {"score_100"}
_BLANK = {"target"}  # a word would be drawn as 0, and nobody is masked by a target not set


def write_grid(
    book: Book, sheet: Worksheet, columns: Sequence[str], rows: Sequence[Row], *, frozen: int = 1
) -> None:
    """Write the rows under their titles; the first ``frozen`` columns stay in sight."""
    titles = [book.text(f"column.{column}.title") for column in columns]
    widths = [width_of(column) for column in columns]
    for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(number, number, width)
        book.columns.setdefault(column, []).append(sheet.get_name())
    write_head(book, sheet, titles, widths)
    for line, row in enumerate(rows, start=1):
        words = [write_cell(book, sheet, (line, n), row, each) for n, each in enumerate(columns)]
        fit(sheet, line, words, widths)
    finish(sheet, widths, len(rows), frozen=frozen)


def write_head(
    book: Book, sheet: Worksheet, titles: Sequence[str], widths: Sequence[float]
) -> None:
    """Write the row of titles, as high as the longest wants; those of numbers stand right."""
    for number, (title, width) in enumerate(zip(titles, widths, strict=True)):
        side = "right" if width <= NUMBER else "left"
        sheet.write_string(0, number, title, book.look("head", align=side))
    narrow = [(title, width - _BESIDE) for title, width in zip(titles, widths, strict=True)]
    sheet.set_row(0, max(24.0, height(*narrow, line=LINE)))


def fit(sheet: Worksheet, line: int, words: Sequence[str], widths: Sequence[float]) -> None:
    """Make a row as high as its longest text wants: spreadsheets do not do so by themselves."""
    cells = [(word, width * _DENSE) for word, width in zip(words, widths, strict=True)]
    sheet.set_row(line, height(*cells, line=LINE, least=LINE + 6))


def finish(sheet: Worksheet, widths: Sequence[float], long: int, *, frozen: int) -> None:
    """Add filters, keep titles and names in sight, repeat the titles on every printed page."""
    wide = len(widths)
    if sum(widths) > _WIDE:
        sheet.set_paper(_A3)
    if long >= _FEWEST:
        sheet.autofilter(0, 0, long, wide - 1)
    sheet.freeze_panes(1, frozen)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(long, 1), wide - 1)


def write_cell(book: Book, sheet: Worksheet, at: tuple[int, int], row: Row, column: str) -> str:
    """Write one value, or the word that stands where it is not; return the text it is to show."""
    value = row.values[column]
    if value is None and column in _BLANK:
        sheet.write_blank(*at, None, book.look("number"))
        return ""
    if value is None:
        return write_absent(book, sheet, at, row.reason(book.story, column), column)
    if isinstance(value, bool):
        value = book.text("yes" if value else "no")
    if isinstance(value, str):
        strong = column in {"sentence", "action"}
        sheet.write_string(*at, value, book.look("strong" if strong else "text"))
        return value
    if column in _COLOURED:
        look = score_look(book, value)
    else:
        look = book.look("number", number_format(KINDS[column], book.story.say, value, book.story))
    sheet.write_number(*at, kept(KINDS[column], value, book.story), look)
    return ""


def score_look(book: Book, score: float, side: str = "right") -> Format:
    """Return the look of a score: its level's colour under an ink that can be read on it."""
    story = book.story
    colour = level_colours(len(story.instrument.levels))[story.level_of(score).number - 1]
    shown = number_format("score", story.say, score, story)
    laid = {"bg_color": colour, "font_color": ink_on(colour), "align": side}
    return book.look("number", shown, indent=int(side != "center"), **laid)


def write_absent(
    book: Book,
    sheet: Worksheet,
    at: tuple[int, int],
    code: str,
    column: str = "n",
    *,
    side: str = "",
) -> str:
    """Write that a value is masked, hatched, or else a dash; by default where its column stands."""
    masked = is_masked(code)
    word = book.story.say("report.masked" if masked else "report.none")
    side = side or ("right" if column in KINDS else "left")
    look = book.look("masked" if masked else "none", align=side, indent=int(side != "center"))
    sheet.write_string(*at, word, look)
    return ""


def is_masked(code: str) -> bool:
    """Tell whether a reason code stands for a value that is kept back for so few people."""
    return code == "UNDER_K"
