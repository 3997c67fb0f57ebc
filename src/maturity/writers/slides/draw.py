"""Slides drawn: every text measured before it is placed, what is too long told in the notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from maturity.story.blocks import Tile, Tiles
from maturity.story.figures.canvas import Weight
from maturity.writers.slides import charts
from maturity.writers.slides.chart_parts import Letters
from maturity.writers.slides.charts import Native
from maturity.writers.slides.deck import Deck
from maturity.writers.slides.fit import AFTER, ELLIPSIS, LEADING, Face, steps
from maturity.writers.slides.grids import draw_grid
from maturity.writers.slides.page import PANEL_MARGIN, Box, Page
from maturity.writers.slides.pieces import (
    Bars,
    Dots,
    Grid,
    Line,
    Pair,
    Piece,
    Scatter,
    Slide,
    Text,
)
from maturity.writers.slides.runs import Look, number_field, paragraph

_LINES = {"Title": 2, "Subtitle": 1}
_LEAST = {"Title": 16.0, "Subtitle": 14.0}
_BULLET = 1.1  # of a font size: how far lines hang under their bullet
_GAP = 10.0  # points between two tiles, or two pieces
_CHART_TEXT, _FOOT_TEXT, _LEAST_LABEL, _LEAST_FOOT = 12.0, 10.0, 8.0, 8.0  # points


@dataclass(frozen=True, slots=True)
class Drawing:
    """A slide being drawn: its page, its language, and what had to be left to the notes."""

    page: Page
    language: str
    cut: list[str] = field(default_factory=list)

    def keep(self, whole: str, shown: str) -> str:
        """Return what is shown of a text, and remember the whole if that is less."""
        if shown != whole:
            self.cut.append(whole)
        return shown


def draw(deck: Deck, slide: Slide, footer: str, more: str, logo: tuple[bytes, str]) -> None:
    """Add a slide to a deck.

    ``footer`` runs under every slide but the cover; ``more`` comes, in the notes, before what
    slides had no room for; ``logo`` is a picture and what it shows, put where the layout has room.
    """
    page = deck.add(slide.layout)
    drawing = Drawing(page, deck.language)
    _heading(drawing, "Title", slide.title)
    for name in page.names():
        piece = slide.regions.get(name)
        if piece is not None:
            _piece(drawing, name, piece)
        elif name == "Logo" and logo[0]:
            page.picture(name, logo[0], logo[1])
        if name != "Title" and not isinstance(piece, Text):
            page.leave_out(name)
    if slide.layout != "Cover":
        _foot(drawing, footer)
    notes = [*slide.notes, *([more, *drawing.cut] if drawing.cut else [])]
    page.notes([paragraph(each, Look(deck.language)) for each in notes])


def _piece(drawing: Drawing, name: str, piece: Piece) -> None:
    if isinstance(piece, Text) and name in _LINES:
        _heading(drawing, name, piece.lines[0].text)
    elif isinstance(piece, Text):
        drawing.page.write(name, _text(drawing, piece, drawing.page.box(name)))
    else:
        _shape(drawing, name, piece, drawing.page.region(name))


def _shape(drawing: Drawing, name: str, piece: Piece, box: Box) -> None:
    """Draw a piece that is more than text."""
    page = drawing.page
    if isinstance(piece, Pair):
        first, second = _halves(piece, box)
        _shape(drawing, name, piece.first, first)
        _shape(drawing, name, piece.second, second)
    elif isinstance(piece, Tiles):
        _tiles(drawing, name, piece, box)
    elif isinstance(piece, Grid):
        draw_grid(page, name, box, piece, language=drawing.language, keep=drawing.keep)
    elif isinstance(piece, Dots | Bars | Scatter):
        native = _chart(drawing, piece, box)
        page.chart(name, box, native.xml, native.workbook, piece.alt)
    else:
        page.panel(name, box, name, _text(drawing, piece, _within(box)))


def _halves(pair: Pair, box: Box) -> tuple[Box, Box]:
    """Part a box, with a gap between."""
    share, rest = pair.share, 1 - pair.share
    gap = _GAP / (box.height if pair.stacked else box.width)
    if pair.stacked:
        return box.part(0, 0, 1, share - gap), box.part(0, share, 1, rest)
    return box.part(0, 0, share - gap, 1), box.part(share, 0, rest, 1)


def _within(box: Box) -> Box:
    margin = PANEL_MARGIN
    return Box(box.x + margin, box.y + margin, box.width - 2 * margin, box.height - 2 * margin)


# Text


def _heading(drawing: Drawing, name: str, text: str) -> None:
    """Write a title, smaller where it would take more lines than it may."""
    page, box = drawing.page, drawing.page.box(name)
    size = page.size(name)
    least = min(size, _LEAST[name])
    room, most = (box.width, box.height), _LINES[name]
    fitted, shown = page.faces[0].largest(text, room, steps(size, least), "bold", most=most)
    look = Look(drawing.language, None if fitted == size else fitted, bold=None, leading=None)
    page.write(name, [paragraph(drawing.keep(text, shown), look)])


def _text(drawing: Drawing, text: Text, box: Box) -> list[str]:
    """Set paragraphs as large as the box allows; what does not fit at the least is cut."""
    face = drawing.page.faces[1]
    sizes = steps(text.size, text.least)
    size = next((s for s in sizes if _height(face, text.lines, box.width, s) <= box.height), None)
    lines: Sequence[Line] = text.lines
    if size is None:
        size = sizes[-1]
        lines = _cut(drawing, face, text.lines, box, size)
    return [_paragraph(drawing, line, size) for line in lines]


def _paragraph(drawing: Drawing, line: Line, size: float) -> str:
    look = Look(drawing.language, size, bullet=line.bullet, after=AFTER, leading=1.0)
    return paragraph(line.text, look, line.lead)


def _height(face: Face, lines: Sequence[Line], width: float, size: float) -> float:
    count = sum(len(_broken(face, line, width, size)) for line in lines)
    return (count * LEADING + max(0, len(lines) - 1) * AFTER) * size


def _broken(face: Face, line: Line, width: float, size: float) -> list[str]:
    """Break a paragraph; bold words count as if all were bold, which is on the safe side."""
    weight: Weight = "bold" if line.lead else "normal"
    hang = _BULLET * size if line.bullet else 0.0
    return face.lines(f"{line.lead} {line.text}", width - hang, size, weight)


def _cut(drawing: Drawing, face: Face, lines: Sequence[Line], box: Box, size: float) -> list[Line]:
    """Give each paragraph its share of the room, the short ones what they need."""
    room = box.height / size - (len(lines) - 1) * AFTER
    left = max(len(lines), int(room / LEADING))
    needs = [len(_broken(face, line, box.width, size)) for line in lines]
    shares: dict[int, int] = {}
    for place, number in enumerate(sorted(range(len(lines)), key=lambda each: needs[each])):
        shares[number] = min(needs[number], max(1, left // (len(lines) - place)))
        left -= shares[number]
    return [_shortened(drawing, line, box.width, size, shares[n]) for n, line in enumerate(lines)]


def _shortened(drawing: Drawing, line: Line, width: float, size: float, rows: int) -> Line:
    """Cut a paragraph to so many lines, at a word."""
    hang = _BULLET * size if line.bullet else 0.0
    weight: Weight = "bold" if line.lead else "normal"
    whole = f"{line.lead} {line.text}".strip()
    face = drawing.page.faces[1]
    room = (width - hang, rows * size * LEADING + 0.01)
    shown = drawing.keep(whole, face.cut(whole, room, size, weight))
    if shown == whole:
        return line
    if len(shown) <= len(line.lead):
        return replace(line, lead=shown, text="")
    return replace(line, text=shown[len(line.lead) :].strip() or ELLIPSIS)


def _foot(drawing: Drawing, footer: str) -> None:
    page, box = drawing.page, drawing.page.box("Footer")
    room, sizes = (box.width, _FOOT_TEXT * LEADING), steps(_FOOT_TEXT, _LEAST_FOOT)
    size, shown = page.faces[1].largest(footer, room, sizes, most=1)
    look = Look(drawing.language, None if size == _FOOT_TEXT else size, bold=None, leading=None)
    page.footer("Footer", paragraph(shown, look))
    page.footer("Slide number", number_field(Look(drawing.language)))


# Tiles


def _tiles(drawing: Drawing, name: str, tiles: Tiles, box: Box) -> None:
    count = len(tiles.tiles)
    width = (box.width - (count - 1) * _GAP) / count
    for number, tile in enumerate(tiles.tiles):
        place = Box(box.x + number * (width + _GAP), box.y, width, box.height)
        drawing.page.panel(name, place, tile.label, _tile(drawing, tile, _within(place)))


def _tile(drawing: Drawing, tile: Tile, box: Box) -> list[str]:
    """Set a tile: a line for its label, the largest letters for its value, the rest its detail."""
    face, language = drawing.page.faces[1], drawing.language
    small = 11.0
    label = face.cut(tile.label, (box.width, small * LEADING), small)
    detail_room = (box.width, 2 * small * LEADING + 0.01)
    detail_size, detail = face.largest(tile.detail, detail_room, (12.0, 11.0, 10.0, 9.0))
    left = box.height - small * LEADING - 2 * detail_size * LEADING
    sizes = tuple(s for s in (26.0, 22.0, 20.0, 18.0, 16.0, 14.0) if s * LEADING <= left) or (14.0,)
    value_size, value = face.largest(tile.value, (box.width, sizes[0] * LEADING), sizes, "bold")
    muted, strong = Look(language, small, "tx2"), Look(language, value_size, "accent1", bold=True)
    return [
        paragraph(drawing.keep(tile.label, label), muted),
        paragraph(drawing.keep(tile.value, value), strong),
        paragraph(drawing.keep(tile.detail, detail), Look(language, detail_size, "tx1")),
    ]


# Charts


def _chart(drawing: Drawing, piece: Dots | Bars | Scatter, box: Box) -> Native:
    """Make a chart whose labels have room."""
    if isinstance(piece, Scatter):
        return charts.scatter(piece, Letters(_CHART_TEXT, drawing.language))
    size, names = _categories(drawing, piece, box)
    letters = Letters(size, drawing.language)
    if isinstance(piece, Dots):
        return charts.dots(replace(piece, categories=names), letters)
    return charts.bars(replace(piece, categories=names), letters)


def _categories(drawing: Drawing, piece: Dots | Bars, box: Box) -> tuple[float, tuple[str, ...]]:
    """Cut the names under or beside a chart to the room that each has."""
    count = max(1, len(piece.categories))
    if isinstance(piece, Dots):
        room = (0.86 * box.width / count, 0.26 * box.height)
    else:
        room = (0.92 * piece.label_share * box.width, 0.82 * box.height / count)
    face = drawing.page.faces[1]
    sizes = steps(_CHART_TEXT, _LEAST_LABEL)
    size = next(
        (s for s in sizes if all(face.cut(n, room, s) == n for n in piece.categories)), sizes[-1]
    )
    names = (drawing.keep(n, face.cut(n, room, size)) for n in piece.categories)
    return size, tuple(names)
