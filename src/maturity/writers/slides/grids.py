"""Tables: rows as high as their longest cell, letters as large as the region allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from maturity.story.figures.style import INK, MUTED, PAPER, RULE, ink_on
from maturity.writers.slides.fit import LEADING, Face, steps
from maturity.writers.slides.page import EMU, Box, Page, fill_cell
from maturity.writers.slides.pieces import Cell, Grid
from maturity.writers.slides.runs import Look, paragraph

_SIDE, _TOP = 5.0, 2.5  # points inside a cell
_TALLEST = 2.6  # lines that a row is stretched to where there is room
_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's style without lines or fills
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
Keep = Callable[[str, str], str]


def draw_grid(page: Page, name: str, box: Box, grid: Grid, *, language: str, keep: Keep) -> None:
    """Draw a table into a box; ``keep`` is told of each cell that had to be cut."""
    face = page.faces[1]
    headers = int(bool(grid.header))
    widths = [box.width * part / sum(grid.widths) for part in grid.widths]
    size, heights = _sized(face, grid, widths, box.height)
    rows = _rows(grid)
    drawn = page.table(name, box, len(rows), len(widths), grid.alt)
    _plain(drawn, has_header=bool(grid.header))
    for number, width in enumerate(widths):
        drawn.columns[number].width = round(width * EMU)
    for row, (cells, height) in enumerate(zip(rows, heights, strict=True)):
        drawn.rows[row].height = round(height * EMU)
        for column, cell in enumerate(cells):
            room = height * cell.rows if cell.rows > 1 else height
            text = face.cut(
                cell.text, (widths[column] - 2 * _SIDE, room - 2 * _TOP), size, _weight(cell)
            )
            shown = Cell(keep(cell.text, text), *_looks(cell))
            _cell(drawn.cell(row, column), shown, size, language, head=row < headers)
    _merge(drawn, grid, headers)


def _rows(grid: Grid) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows with the header above them, set as the column below it."""
    if not grid.header:
        return grid.rows
    below = grid.rows[0] if grid.rows else (Cell(""),) * len(grid.header)
    header = zip(grid.header, below, strict=True)
    return (tuple(Cell(text, strong=True, centred=b.centred) for text, b in header), *grid.rows)


def _looks(cell: Cell) -> tuple[str, bool, bool, bool, int]:
    return cell.fill, cell.strong, cell.hatched, cell.centred, cell.rows


def _weight(cell: Cell) -> Any:  # noqa: ANN401 - a literal of the measuring room
    return "bold" if cell.strong else "normal"


def _sized(face: Face, grid: Grid, widths: list[float], height: float) -> tuple[float, list[float]]:
    """Return the largest font size at which every row fits, and the height of each row."""
    rows = _rows(grid)
    sizes = [size for size in steps(grid.size, grid.least) if _whole(face, rows, widths, size)]
    for size in sizes or steps(grid.size, grid.least):
        heights = [_height(face, row, widths, size) for row in rows]
        if sum(heights) <= height:
            return size, _stretched(heights, height, _TALLEST * size * LEADING)
    heights = [_height(face, row, widths, grid.least) for row in rows]
    return grid.least, _shared(heights, height)


def _whole(
    face: Face, rows: tuple[tuple[Cell, ...], ...], widths: list[float], size: float
) -> bool:
    """Tell whether no word is cut at that size."""
    return all(
        face.width(word, size, _weight(cell)) <= width - 2 * _SIDE
        for row in rows
        for cell, width in zip(row, widths, strict=True)
        for word in cell.text.split()
    )


def _height(face: Face, row: tuple[Cell, ...], widths: list[float], size: float) -> float:
    """Return how high a row stands; a cell over several rows takes what they give."""
    lines = [
        len(face.lines(cell.text, width - 2 * _SIDE, size, _weight(cell)))
        for cell, width in zip(row, widths, strict=True)
        if cell.rows == 1
    ]
    return max(lines, default=1) * size * LEADING + 2 * _TOP


def _stretched(heights: list[float], room: float, most: float) -> list[float]:
    """Raise the lowest rows to one height, as far as there is room."""
    left = room
    for number, each in enumerate(sorted(heights, reverse=True)):
        share = min(left / (len(heights) - number), most)
        if each <= share:
            return [max(height, share) for height in heights]
        left -= each
    return heights


def _shared(heights: list[float], room: float) -> list[float]:
    """Cut the highest rows to one height, so that all rows together fit."""
    left, fixed = room, 0.0
    for number, each in enumerate(sorted(heights)):
        share = (left - fixed) / (len(heights) - number)
        if each > share:
            return [min(height, share) for height in heights]
        fixed += each
    return heights


def _plain(drawn: Any, *, has_header: bool) -> None:  # noqa: ANN401 - python-pptx's
    """Take PowerPoint's own colours off a table; its first row remains its heading."""
    properties = drawn._tbl.tblPr  # noqa: SLF001 - a table's style has no other way
    properties.find(f"{_A}tableStyleId").text = _PLAIN
    drawn.first_row, drawn.first_col, drawn.horz_banding = has_header, has_header, False


def _cell(place: Any, cell: Cell, size: float, language: str, *, head: bool) -> None:  # noqa: ANN401
    from pptx.enum.text import MSO_ANCHOR

    colour = MUTED if head else INK
    if cell.fill:
        colour = PAPER if cell.fill.startswith("accent") else ink_on(cell.fill)
    look = Look(language, size, colour, bold=cell.strong, centred=cell.centred)
    fill_cell(place, paragraph(cell.text, look))
    place.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    place.margin_left = place.margin_right = round(_SIDE * EMU)
    place.margin_top = place.margin_bottom = round(_TOP * EMU)
    _ground(place, cell, head=head)


def _ground(place: Any, cell: Cell, *, head: bool) -> None:  # noqa: ANN401
    """Rule a cell off and fill it."""
    from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
    from pptx.oxml import parse_xml

    edge = PAPER if cell.fill or cell.hatched else (MUTED if head else RULE)
    width = 19050 if cell.fill or cell.hatched else (12700 if head else 6350)
    sides = ("L", "R", "T", "B") if cell.fill or cell.hatched else ("B",)
    properties = place._tc.get_or_add_tcPr()  # noqa: SLF001 - borders have no other way
    for side in sides:
        properties.append(
            parse_xml(
                f'<a:ln{side} xmlns:a="{_A[1:-1]}" w="{width}"><a:solidFill>'
                f'<a:srgbClr val="{edge[1:]}"/></a:solidFill></a:ln{side}>'
            )
        )
    if cell.hatched:
        place.fill.patterned()
        place.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        place.fill.fore_color.rgb = _rgb(RULE)
        place.fill.back_color.rgb = _rgb(PAPER)
    elif cell.fill.startswith("accent"):
        place.fill.solid()
        place.fill.fore_color.theme_color = getattr(MSO_THEME_COLOR, f"ACCENT_{cell.fill[-1]}")
    elif cell.fill:
        place.fill.solid()
        place.fill.fore_color.rgb = _rgb(cell.fill)


def _rgb(colour: str) -> Any:  # noqa: ANN401 - python-pptx's
    from pptx.dml.color import RGBColor

    made: Any = RGBColor  # it has no types of its own
    return made(*bytes.fromhex(colour[1:]))


def _merge(drawn: Any, grid: Grid, first: int) -> None:  # noqa: ANN401
    for row, cells in enumerate(grid.rows, start=first):
        for column, cell in enumerate(cells):
            if cell.rows > 1:
                drawn.cell(row, column).merge(drawn.cell(row + cell.rows - 1, column))
