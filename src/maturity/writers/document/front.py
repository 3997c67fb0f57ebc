"""What stands before the report: its cover and its contents; and what runs along every page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from maturity.language import Language
from maturity.story.blocks import Paragraph, Section
from maturity.story.edition import Brand
from maturity.writers.document.page import Chapter, Page, picture
from maturity.writers.document.template import Canvas
from maturity.writers.document.words import (
    elements,
    inline,
    is_rtl,
    linked,
    live,
    paragraph,
    said,
)

if TYPE_CHECKING:
    from docx.section import Section as Leaf
    from docx.section import _BaseHeaderFooter

_LOGO = 150.0, 56.0  # points: what a logo must fit into
_POINT = 12700
# at the foot of the page on which the paragraph after it stands
_FOOT = (
    '<w:framePr w:w="10080" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin"'
    ' w:xAlign="left" w:yAlign="bottom"/>'
)
_LONG = 118, 98  # letters that have room over a page, and under it beside its number


def cover(page: Page, section: Section, brand: Brand) -> Iterator[str]:
    """Return the first page: whose report it is, of whom, and what it rests on."""
    ids = page.canvas.ids
    if brand.logo:
        yield paragraph(_logo(page.canvas, brand), ids["Normal"])
    if brand.name:
        yield said(brand.name, ids["Maturity Brand"])
    if brand.contact:
        yield said(brand.contact, ids["Maturity Contact"], _FOOT)
    yield said(section.title, ids["Title"])
    for block in section.blocks:
        if isinstance(block, Paragraph) and block.role == "lead":
            yield said(block.text, ids["Subtitle"])
        else:
            page.block(block, section.level)
            yield from page.pieces
            page.pieces.clear()


def _logo(canvas: Canvas, brand: Brand) -> str:
    relation, image = canvas.document.part.get_or_add_image(io.BytesIO(brand.logo))
    width, height = image.width / _POINT, image.height / _POINT
    scale = min(_LOGO[0] / width, _LOGO[1] / height)
    return picture(relation, 0, brand.name, (width * scale, height * scale))


def contents(say: Language, canvas: Canvas, chapters: Sequence[Chapter]) -> Iterator[str]:
    """Return the contents: a field that Word renews on demand, and what it shows until then.

    Which page a chapter stands on only the program that lays it out knows. So the entries bear the
    chapters' numbers at first, and the pages once the field is renewed: none is ever wrong, and
    nobody is asked a question when the document is opened.
    """
    yield said(say("document.contents"), canvas.ids["TOC Heading"], "<w:pageBreakBefore/>")
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for number, chapter in enumerate(chapters, start=1):
        label = f"{number}\t{chapter.title}" if canvas.own else chapter.title
        entry = linked(inline(label), chapter.bookmark)
        first = begin if number == 1 else ""
        last = end if number == len(chapters) else ""
        style = canvas.ids["TOC 1"]
        yield paragraph(f"{first}{entry}{last}", style, rtl=is_rtl(chapter.title))


def run_over(leaf: Leaf, canvas: Canvas, title: str) -> None:
    """Write the running title over the pages of a section."""
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="CBD2D9"/></w:pBdr>'
    _along(leaf.header, said(_cut(title, _LONG[0]), canvas.ids["Header"], rule))


def run_under(leaf: Leaf, canvas: Canvas, mark: str, word: str) -> None:
    """Write a mark under the pages of a section, and their numbers after a word."""
    width = ((leaf.page_width or 0) - (leaf.left_margin or 0) - (leaf.right_margin or 0)) // 635
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    counted = f"{inline(word)}{live('PAGE', '1')}{inline('/')}{live('NUMPAGES', '1')}"
    left = f"{inline(_cut(mark, _LONG[1]))}<w:r><w:tab/></w:r>"
    _along(leaf.footer, paragraph(left + counted, canvas.ids["Footer"], tabs))


def _along(part: _BaseHeaderFooter, text: str) -> None:
    part.is_linked_to_previous = False
    root = part.part.element
    root[:] = elements(text)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"
