"""Blocks as the body of a document: chapters, captions, pictures, tables, and what waits behind."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from maturity.language import Language
from maturity.story.blocks import (
    Block,
    Bullets,
    Chart,
    Paragraph,
    Section,
    Table,
    Tiles,
)
from maturity.story.figures import png
from maturity.writers.document.columns import ANY_LETTER, LETTER
from maturity.writers.document.tables import table_xml, tiles_xml
from maturity.writers.document.template import Canvas
from maturity.writers.document.words import (
    attribute,
    bookmarked,
    inline,
    is_rtl,
    linked,
    live,
    paragraph,
    said,
)

_POINT, _TWIPS = 12700, 20  # English metric units in a point; twentieths in a point
_PAGE, _DETAIL = 2, 4
_FEW = 4  # paragraphs that need no page of their own
_ROOM = 0.82  # of a page's height that a picture may take, under its title and over its caption
_STYLES = {
    "plain": "Body Text",
    "lead": "Maturity Lead",
    "note": "Maturity Note",
    "warning": "Maturity Warning",
    "mark": "Maturity Mark",
    "quote": "Quote",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading of the first rank, as the contents list it."""

    title: str
    bookmark: str


@dataclass(slots=True)
class Page:
    """A body being written, piece by piece; numbers run through the whole document.

    ``tables`` counts all tables of the body, so that a figure can name the one in the annex that
    comes long after it.
    """

    canvas: Canvas
    say: Language
    tables: int
    pieces: list[str] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    details: dict[str, list[Section]] = field(default_factory=dict)
    _table: int = 0
    _mark: int = 0

    def section(self, section: Section) -> None:
        """Write a section under its heading; details wait for the annex."""
        goes_on = section.level == _PAGE and bool(self.chapters) and _is_short(section)
        self.heading(section.title, section.level - 1, goes_on=goes_on)
        self.blocks(section.blocks, section)

    def blocks(self, blocks: Sequence[Block], inside: Section) -> None:
        """Write the blocks of a section in order."""
        for block in blocks:
            if isinstance(block, Section) and block.level == _DETAIL:
                self._later(block, inside)
            else:
                self.block(block, inside.level)

    def block(self, block: Block, level: int) -> None:
        """Write one block; ``level`` is that of the section it stands in."""
        match block:
            case Section():
                self.section(block)
            case Paragraph():
                small = level == _DETAIL and block.role == "plain"
                style = "Maturity Detail" if small else _STYLES[block.role]
                self.put(said(block.text, self.id(style)))
            case Bullets():
                self.pieces += self._bullets(block)
            case Tiles():
                # two tables in a row would grow together, and tiles need air above them
                self.put(paragraph("", self.id("Maturity Gap")))
                self.put(tiles_xml(block, self.canvas.ids, self.canvas.width))
            case Table():
                self.table(block, block.caption)
            case Chart():
                self.chart(block, level)
            case _:
                assert_never(block)

    def put(self, piece: str) -> None:
        """Add a piece."""
        self.pieces.append(piece)

    def id(self, style: str) -> str:
        """Return the id of a style."""
        return self.canvas.ids[style]

    def heading(self, title: str, rank: int, mark: str = "", *, goes_on: bool = False) -> None:
        """Write a heading; one of the first rank is a chapter, which ``mark`` may name.

        One that ``goes_on`` begins no page of its own.
        """
        content = inline(title)
        if rank == 1:
            chapter = Chapter(title, mark or f"_Toc{len(self.chapters) + 1:08}")
            self.chapters.append(chapter)
            content = self.bookmark(content, chapter.bookmark)
        # after cover and contents a new page begins, whatever the template's own headings do
        turned = "<w:pageBreakBefore/>" if rank == 1 == len(self.chapters) else ""
        turned = '<w:keepNext/><w:pageBreakBefore w:val="0"/>' if goes_on else turned
        air = '<w:spacing w:before="600"/>' if goes_on else ""
        style = self.id(f"Heading {min(rank, 3)}")
        self.put(paragraph(content, style, turned, air, rtl=is_rtl(title)))

    def bookmark(self, content: str, name: str) -> str:
        """Return content as the place that a reference leads to."""
        self._mark += 1
        return bookmarked(content, name, self._mark)

    def _bullets(self, block: Bullets) -> Iterator[str]:
        style = self.id("List Number" if block.ordered else "List Bullet")
        number = ""
        if block.ordered:
            of = self.canvas.new_list()
            number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{of}"/></w:numPr>'
        return (said(line, style, number) for line in block.lines)

    # Figures and tables

    def chart(self, chart: Chart, level: int) -> None:
        """Write a figure under its finding, and where its numbers stand."""
        self.charts.append(chart)
        figure, table = len(self.charts), self.tables + len(self.charts)
        self.heading(chart.title, level)
        picture = self._picture(chart, figure)
        self.put(paragraph(picture, self.id("Maturity Picture")))
        label = self._label("figure", figure)
        text = self.say("document.caption", text=chart.caption)
        shown = f"{self.say('document.table')}\u00a0{table}"
        where = live(f"REF table_{table} \\h", shown)
        told = f"{label}{inline(text)}{inline(' ' + self.say('document.numbers'))}{where}"
        self.put(paragraph(told, self.id("Caption")))

    def table(self, table: Table, caption: str, width: int = 0, after: str = "") -> None:
        """Write a table under its caption, over its note."""
        self._table += 1
        label = self._label("table", self._table)
        text = inline(self.say("document.caption", text=caption)) if caption else ""
        air = '<w:spacing w:before="240"/>'
        self.put(paragraph(f"{label}{text}{after}", self.id("Caption"), "<w:keepNext/>", air))
        letter = LETTER if self.canvas.own else ANY_LETTER
        self.put(table_xml(table, self.canvas.ids, width or self.canvas.width, letter))
        if table.note:
            self.put(said(table.note, self.id("Maturity Note")))

    def _label(self, kind: str, number: int) -> str:
        """Return such as “Figure 3”, its number a field, as what a reference quotes."""
        word = self.say(f"document.{kind}")
        counted = live(f"SEQ {word} \\* ARABIC", str(number))
        return self.bookmark(inline(f"{word}\u00a0") + counted, f"{kind}_{number}")

    def _picture(self, chart: Chart, number: int) -> str:
        width, height = (inches * 72 for inches in chart.figure.get_size_inches())
        room = self.canvas.width / _TWIPS - 0.5, _ROOM * self.canvas.height / _TWIPS
        scale = min(1.0, room[0] / width, room[1] / height)
        relation, _ = self.canvas.document.part.get_or_add_image(io.BytesIO(png(chart.figure)))
        return picture(relation, number, chart.alt, (width * scale, height * scale))

    # The annex

    def _later(self, detail: Section, inside: Section) -> None:
        """Keep a detail for the annex; the first of a section says where it will be."""
        if inside.title not in self.details:
            self.details[inside.title] = []
            lead = inline(self.say("document.details"))
            name = f"detail_{len(self.details)}"
            where = linked(inline(self.say("document.detail", title=inside.title)), name)
            self.put(paragraph(lead + where, self.id("Maturity Note")))
        self.details[inside.title].append(detail)

    def annex_details(self) -> None:
        """Write what was kept, a chapter for each section it was kept from."""
        for number, (title, sections) in enumerate(self.details.items(), start=1):
            chapter = self.say("document.detail", title=title)
            self.heading(chapter, 1, f"detail_{number}")
            for section in sections:
                self.heading(section.title, 2)
                self.blocks(section.blocks, section)

    def annex_tables(self, width: int) -> None:
        """Write the numbers of every figure, on pages of their own width."""
        self.heading(self.say("document.tables"), 1)
        self.put(said(self.say("document.tables_lead"), self.id("Body Text")))
        for number, chart in enumerate(self.charts, start=1):
            shown = f"{self.say('document.figure')}\u00a0{number}"
            where = live(f"REF figure_{number} \\h", shown)
            after = inline(" (") + where + inline(")")
            self.table(chart.table, chart.table.caption, width, after)


def _is_short(section: Section) -> bool:
    """Tell whether a chapter has hardly anything to show."""
    lines = [each for each in section.blocks if isinstance(each, Paragraph)]
    return len(lines) == len(section.blocks) <= _FEW


def picture(relation: str, number: int, alt: str, size: tuple[float, float]) -> str:
    """Return a run with a picture in the line; ``size`` in points, ``alt`` in words."""
    extent = f'cx="{round(size[0] * _POINT)}" cy="{round(size[1] * _POINT)}"'
    kind = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
        f'<wp:docPr id="{number + 1}" name="Figure {number}" descr="{attribute(alt)}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{kind}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Figure {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
