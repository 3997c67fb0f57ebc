"""A manuscript becomes a ``.docx``: cover, contents, chapters, annex, the figures' numbers."""

from __future__ import annotations

import io
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from docx.enum.section import WD_ORIENT
from docx.oxml.text.paragraph import CT_P

from maturity.language import Language
from maturity.story.blocks import Block, Section, Table
from maturity.story.edition import PLAIN, Brand
from maturity.story.report import Report
from maturity.writers.document import front
from maturity.writers.document.page import Page
from maturity.writers.document.template import (
    Canvas,
    canvas,
    forget,
    has_own,
    set_language,
)
from maturity.writers.document.words import clean, elements, paragraph
from maturity.writers.timeless import write_timeless

_COVER = 1
_FEW = 5  # chapters that need no contents
_TAGS = {"fr": "fr-FR", "en": "en-GB"}
_LONGEST = 255  # letters that a property takes


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What is to be written: a running ``title``, and sections of which the first may be a cover.

    ``confidentiality`` stands at the foot of every page.
    """

    title: str
    sections: tuple[Section, ...]
    say: Language
    brand: Brand = PLAIN.brand
    confidentiality: str = ""


def write(report: Report, path: Path) -> None:
    """Write a report as an editable Word document, the same bytes for the same report.

    Raises
    ------
    EngagementError
        The consultancy's template cannot be used.
    OSError
        The file cannot be written.
    """
    story = report.story
    manuscript = Manuscript(
        story.title,
        tuple(report.sections),
        story.say,
        story.edition.brand,
        story.confidentiality,
    )
    write_manuscript(manuscript, path)


def write_manuscript(manuscript: Manuscript, path: Path) -> None:
    """Write a manuscript as a Word document; raises what :func:`write` does."""
    sheet = canvas(manuscript.brand)
    covers = [each for each in manuscript.sections if each.level == _COVER]
    page = Page(sheet, manuscript.say, _tables(manuscript.sections))
    pieces = [piece for each in covers for piece in front.cover(page, each, manuscript.brand)]
    for section in manuscript.sections:
        if section.level != _COVER:
            page.section(section)
    page.annex_details()
    main, page.pieces = page.pieces, []
    if page.charts:
        page.annex_tables(_wide(sheet))
    if len(page.chapters) > _FEW:
        pieces += front.contents(manuscript.say, sheet, page.chapters)
    _bind(sheet, [*pieces, *main], page.pieces)
    _dress(manuscript, sheet, has_cover=bool(covers))
    file = io.BytesIO()
    sheet.document.save(file)
    write_timeless(file.getvalue(), path)


def _bind(sheet: Canvas, main: list[str], annex: list[str]) -> None:
    """Put the pieces into the document, the annex on pages turned round."""
    body = sheet.document.element.body
    last = body.sectPr
    for piece in elements("".join(main)):
        last.addprevious(piece)
    if not annex:
        return
    holder = last.getprevious()
    if not isinstance(holder, CT_P):
        (holder,) = elements(paragraph("", sheet.ids["Maturity Note"]))
        last.addprevious(holder)
    holder.get_or_add_pPr().append(deepcopy(last))
    leaf = sheet.document.sections[-1]
    leaf.different_first_page_header_footer = False
    if (leaf.page_width or 0) < (leaf.page_height or 0):
        leaf.page_width, leaf.page_height = leaf.page_height, leaf.page_width
        leaf.orientation = WD_ORIENT.LANDSCAPE
    for piece in elements("".join(annex)):
        last.addprevious(piece)


def _dress(manuscript: Manuscript, sheet: Canvas, *, has_cover: bool) -> None:
    """Give the document its language, its properties and what runs along its pages."""
    document, say = sheet.document, manuscript.say
    set_language(document, _TAGS[say.code])
    forget(document)
    core = document.core_properties
    core.title = clean(manuscript.title)[:_LONGEST]
    core.author = core.last_modified_by = clean(manuscript.brand.name)[:_LONGEST]
    core.language = _TAGS[say.code]
    core.subject = core.keywords = core.comments = core.category = ""
    core.revision = 1
    if sheet.own and has_cover:
        document.sections[0].different_first_page_header_footer = True
    header, footer = not has_own(document, "header"), not has_own(document, "footer")
    for leaf in document.sections:
        if header:
            front.run_over(leaf, sheet, manuscript.title)
        if footer:
            front.run_under(leaf, sheet, manuscript.confidentiality, say("document.page"))


def _tables(blocks: Iterable[Block]) -> int:
    """Count the tables that stand in the text, those behind figures apart."""
    return sum(
        _tables(each.blocks) if isinstance(each, Section) else isinstance(each, Table)
        for each in blocks
    )


def _wide(sheet: Canvas) -> int:
    """Return how wide the text is on a page turned round."""
    page = sheet.document.sections[-1]
    sides = (page.left_margin or 0) + (page.right_margin or 0)
    return max(page.page_height or 0, page.page_width or 0) // 635 - sides // 635
