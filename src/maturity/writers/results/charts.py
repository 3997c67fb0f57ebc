"""Charts that stay charts: drawn by the reader's own program, from the cells of the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from maturity.scores.model import DimensionScore
from maturity.story.figures.style import INK, MUTED, RULE, answer_colours, ink_on, level_colours
from maturity.writers.results.answers import Block
from maturity.writers.results.book import Book
from maturity.writers.results.columns import decimals
from maturity.writers.results.sheets import SHEETS

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart
    from xlsxwriter.worksheet import Worksheet

_WIDTH, _ROW, _COLUMNS = 960, 20, 15  # pixels; columns of 64 pixels that the width covers
_LEVELS_HIGH, _HEAD, _BAR = 560, 120, 44  # pixels: a chart, what is above bars, a bar
_REACH = (_COLUMNS + 2, _COLUMNS + 3)  # columns that say how far an interval reaches
_MOST = 12  # questions that a chart shows legibly
_FONT = {"size": 9, "color": INK, "name": "Calibri"}


def write_charts(book: Book, sheet: Worksheet, *, blocks: Sequence[Block]) -> None:
    """Draw the levels, then the answers of each dimension: one chart a page."""
    sheet.hide_gridlines(2)
    _write_reach(book, sheet)
    row, breaks = 0, []
    for chart, high, alt in _charts(book, blocks):
        chart.set_size({"width": _WIDTH, "height": high})
        sheet.insert_chart(row, 0, chart, {"description": alt, "object_position": 2, "y_offset": 4})
        row += -(-high // _ROW) + 1
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])
    sheet.print_area(0, 0, max(row - 1, 1), _COLUMNS - 1)


def _charts(book: Book, blocks: Sequence[Block]) -> Iterator[tuple[Chart, int, str]]:
    if book.story.scored:
        yield _levels(book)
    for block in blocks:
        total = block.last - block.first + 1
        parts = -(-total // _MOST)
        size = -(-total // parts)
        for start in range(block.first, block.last + 1, size):
            yield _answers(book, block, start, min(start + size - 1, block.last))


def _title(text: str) -> dict[str, Any]:
    font = {"size": 13, "bold": True, "color": INK, "name": "Calibri"}
    return {"name": text, "name_font": font, "overlay": False, "layout": {"x": 0.02, "y": 0.02}}


# Levels


def _levels(book: Book) -> tuple[Chart, int, str]:
    """Draw each dimension's score in its level's colour, its interval, and its target."""
    story, name = book.story, book.text("sheet.dimensions.name")
    # the sheet's order: what has a score comes first
    scored = [each for each in story.assessment.dimensions if each.score_100 is not None]
    places = {column: n for n, column in enumerate(SHEETS["dimensions"].columns)}

    def cells(column: str, last: str = "") -> list[object]:
        return [name, 1, places[column], len(scored), places[last or column]]

    names = cells("dimension_label", "level_label")
    colours = level_colours(len(story.instrument.levels))
    fills = [colours[story.level_of(each.score_100 or 0.0).number - 1] for each in scored]
    chart = book.file.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": book.text("column.score_100.title"),
            "categories": names,
            "values": cells("score_100"),
            "gap": 70,
            "points": [{"fill": {"color": each}, "border": {"color": MUTED}} for each in fills],
            "fill": {"color": colours[-1]},
            "data_labels": _labels(book, scored),
            "y_error_bars": _whiskers(book, len(scored)),
        }
    )
    if any(each.target is not None for each in scored):
        chart.combine(_targets(book, names, cells("target")))
    chart.set_title(_title(book.text("chart.levels.title")))
    axis = {"min": 0, "max": 100, "major_unit": 20, "num_font": _FONT, "num_format": "0",
            "major_gridlines": {"visible": True, "line": {"color": RULE}},
            "line": {"none": True}}  # fmt: skip
    chart.set_y_axis(axis)
    chart.set_x_axis({"num_font": _FONT, "line": {"color": MUTED}})
    chart.set_legend({"position": "bottom", "font": _FONT})
    said = [story.labelled(story.dimension_label(each.id), _said(book, each)) for each in scored]
    alt = book.text("chart.levels.alt", list=story.joined(said))
    return chart, _LEVELS_HIGH, alt


def _said(book: Book, each: DimensionScore) -> str:
    story = book.story
    words = [story.score(each.score_100)]
    if each.interval:
        words.append(book.text("chart.levels.interval", range=story.range(each.interval)))
    if each.target is not None:
        words.append(book.text("chart.levels.target", target=story.score(each.target)))
    return ", ".join(words)


def _labels(book: Book, scored: Sequence[DimensionScore]) -> dict[str, Any]:
    """Print each score inside the foot of its bar, as the report prints it."""
    story = book.story
    colours = level_colours(len(story.instrument.levels))
    custom: list[dict[str, Any]] = []
    for each in scored:
        score = each.score_100 or 0.0
        ink = ink_on(colours[story.level_of(score).number - 1])
        font = {"size": 11, "bold": True, "color": ink, "name": "Calibri"}
        own = {"value": story.score(score)} if decimals(score, story) else {}
        custom.append({"font": font, **own})
    return {"value": True, "num_format": "0", "position": "inside_base", "custom": custom}


def _whiskers(book: Book, count: int) -> dict[str, Any]:
    """Return how far each interval goes above and below its score: cells that we wrote beside."""
    from xlsxwriter.utility import xl_range_formula

    name = book.text("sheet.charts.name")
    below, above = (f"={xl_range_formula(name, 1, column, count, column)}" for column in _REACH)
    return {
        "type": "custom",
        "minus_values": below,
        "plus_values": above,
        "line": {"color": INK, "width": 1.25},
    }


def _write_reach(book: Book, sheet: Worksheet) -> None:
    """Write what the whiskers are drawn from, right of what is printed."""
    story = book.story
    name, *ends = _COLUMNS + 1, *_REACH
    for column, key in zip((name, *ends), ("dimension", "below", "above"), strict=True):
        sheet.write_string(0, column, book.text(f"chart.levels.{key}"), book.look("detail"))
        sheet.set_column(column, column, 28)
    for row, each in enumerate(story.scored, start=1):
        score = each.score_100 or 0.0
        low, high = each.interval or (score, score)
        sheet.write_string(row, name, story.dimension_label(each.id), book.look("detail"))
        for column, reach in zip(ends, (score - low, high - score), strict=True):
            sheet.write_number(row, column, reach, book.look("detail", "0.0"))


def _targets(book: Book, names: list[object], values: list[object]) -> Chart:
    chart = book.file.add_chart({"type": "line"})
    mark = {
        "type": "diamond",
        "size": 10,
        "border": {"color": INK},
        "fill": {"color": book.story.edition.brand.secondary},
    }
    chart.add_series(
        {
            "name": book.text("column.target.title"),
            "categories": names,
            "values": values,
            "line": {"none": True},
            "marker": mark,
        }
    )
    return chart


# Answers


def _answers(book: Book, block: Block, first: int, last: int) -> tuple[Chart, int, str]:
    """Draw how people answered some questions of a dimension, each bar being all of them."""
    colours = answer_colours(len(block.points))
    chart = book.file.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for colour, (column, label) in zip(colours, block.points.items(), strict=True):
        font = {"size": 9, "color": ink_on(colour), "name": "Calibri"}
        chart.add_series(
            {
                "name": label,
                "categories": [block.sheet, first, 1, last, 1],
                "values": [block.sheet, first, column, last, column],
                "fill": {"color": colour},
                "border": {"color": "#FFFFFF"},
                "gap": 40,
                # nobody is no label: 0 would stand on the edge between its neighbours
                "data_labels": {"value": True, "num_format": "0;;", "font": font},
            }
        )
    dimension = book.story.dimension_label(block.dimension)
    chart.set_title(_title(book.text("chart.answers.title", dimension=dimension)))
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "line": {"color": MUTED},
                      "major_tick_mark": "none"})  # fmt: skip
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"position": "bottom", "font": _FONT})
    high = _HEAD + _BAR * (last - first + 1)
    chart.set_plotarea({"layout": {"x": 0.42, "y": 60 / high, "width": 0.56,
                                   "height": (high - _HEAD) / high}})  # fmt: skip
    alt = book.text("chart.answers.alt", dimension=dimension, n=last - first + 1)
    return chart, high, alt
