"""The document that a report is written into: our own, or the consultancy's template."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from maturity.errors import EngagementError
from maturity.story.edition import Brand
from maturity.writers.document.base import LEVELS, abstract, counted
from maturity.writers.document.base import empty_document as our_own
from maturity.writers.document.looks import (
    BULLETS,
    NUMBERS,
    Look,
    follows_list,
    looks,
    style_xml,
)
from maturity.writers.document.words import elements

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

REQUIRED = ("Title", "Heading 1", "Heading 2", "Heading 3")
_LARGEST = 200_000_000  # bytes of a template when unpacked
_NUMBERING = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_TWIP = 635  # English metric units in a twentieth of a point


def check_template(content: bytes, name: str = "template.docx") -> None:
    """Refuse a template that no report can be written into.

    Raises
    ------
    EngagementError
        It is no Word document (``.docx``), or lacks a style that a report cannot do without.
    """
    known = _ids(_opened(content, name))
    missing = [style for style in REQUIRED if style.lower() not in known]
    if missing:
        raise EngagementError("document_styles", path=name, styles=", ".join(missing))


def _opened(content: bytes, name: str) -> Document:
    import docx
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            size = sum(entry.file_size for entry in package.infolist())
        if size > _LARGEST:
            raise EngagementError("document_too_large", path=name)
        document = docx.Document(io.BytesIO(content))
        if not len(document.sections) or _sizes(document)[0] <= 0 or not document.styles:
            raise EngagementError("document_unreadable", path=name)
    except (
        OpcError,
        zipfile.BadZipFile,
        zlib.error,
        AttributeError,  # a part that is not what its name says
        LookupError,
        OSError,
        RuntimeError,  # protected, or packed in a way that zipfile does not know
        SyntaxError,  # what lxml calls XML that is none
        ValueError,
    ) as broken:
        raise EngagementError("document_unreadable", path=name) from broken
    return document


def _sizes(document: Document) -> tuple[int, int]:
    """Return width and height of the text on a page, in twentieths of a point."""
    page = document.sections[-1]
    width = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
    height = (page.page_height or 0) - (page.top_margin or 0) - (page.bottom_margin or 0)
    return width // _TWIP, height // _TWIP


def _ids(document: Document) -> dict[str, str]:
    """Return the id of each style by its English name in small letters."""
    found: dict[str, str] = {}
    for style in document.styles:
        if style.name and style.style_id:
            found.setdefault(style.name.lower(), style.style_id)
    return found


@dataclass(frozen=True, slots=True)
class Canvas:
    """An open document with every style there is to use; ``own`` when the design is ours.

    ``ids`` are the ids of the styles by name; ``width`` and ``height`` of the text are in
    twentieths of a point; ``numbers`` is the definition that numbered lists follow.
    """

    document: Document
    own: bool
    ids: Mapping[str, str]
    width: int
    height: int
    numbers: int

    def new_list(self) -> int:
        """Begin a numbered list at 1 and return its number."""
        start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        return _listed(_numbering(self.document), self.numbers, start)


def canvas(brand: Brand) -> Canvas:
    """Open what a report is written into, emptied of its own text, headers and footers kept.

    Raises
    ------
    EngagementError
        The consultancy's template cannot be used: see :func:`check_template`.
    """
    if brand.document:
        check_template(brand.document)
    document = _opened(brand.document or our_own(), "")
    body = document.element.body
    for child in list(body):
        if child is not body.sectPr:
            body.remove(child)
    ids = _completed(document, looks(brand), is_own=not brand.document)
    width, height = _sizes(document)
    numbers = _followed(document, ids["List Number"])
    return Canvas(document, not brand.document, ids, width, height, numbers)


def _completed(document: Document, wanted: Mapping[str, Look], *, is_own: bool) -> dict[str, str]:
    """Add the styles that are missing and return the ids of all, by their English names."""
    known = _ids(document)
    missing = [name for name in wanted if name.lower() not in known]
    ids = {name: known.get(name.lower(), name.replace(" ", "")) for name in [*wanted, "Normal"]}
    for name in missing:
        look = wanted[name]
        if not is_own and name in _LISTS:
            numbering = _numbering(document)
            number = _listed(numbering, _defined(numbering, LEVELS[_LISTS[name]]))
            look = replace(look, paragraph=follows_list(look.paragraph, number))
        document.styles.element.extend(elements(style_xml(name, look, ids)))
    return ids


# Lists


_LISTS = {"List Bullet": BULLETS, "List Number": NUMBERS}


def _numbering(document: Document) -> BaseOxmlElement:
    """Return the document's lists; one that has none is given an empty part for them."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    part = document.part
    if not any(each.reltype == RELATIONSHIP_TYPE.NUMBERING for each in part.rels.values()):
        (root,) = elements("<w:numbering/>")
        name = PackURI("/word/numbering.xml")
        made = NumberingPart(name, _NUMBERING, root, part.package)
        part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    root_of: BaseOxmlElement = part.numbering_part.element
    return root_of


def _defined(numbering: BaseOxmlElement, level: str) -> int:
    """Add the definition of a list and return its number; definitions come before lists."""
    number = _next(numbering, "./w:abstractNum/@w:abstractNumId")
    numbering[:] = [*elements(abstract(number, level)), *numbering]
    return number


def _listed(numbering: BaseOxmlElement, of: int, inner: str = "") -> int:
    """Add a list of a definition and return its number."""
    number = _next(numbering, "./w:num/@w:numId")
    (made,) = elements(counted(number, of, inner))
    lists = numbering.xpath("./w:num")
    if lists:
        lists[-1].addnext(made)
    else:
        numbering.append(made)
    return number


def _next(numbering: BaseOxmlElement, path: str) -> int:
    return max((int(each) for each in numbering.xpath(path)), default=0) + 1


def _followed(document: Document, style: str) -> int:
    """Return the definition that a style follows; one of our own where it follows none."""
    numbering = _numbering(document)
    path = f"./w:style[@w:styleId='{style}']/w:pPr/w:numPr/w:numId/@w:val"
    for number in document.styles.element.xpath(path):
        path = f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val"
        for of in numbering.xpath(path):
            return int(of)
    return _defined(numbering, LEVELS[NUMBERS])


# What is left of whoever made the template

# what a document relates to without naming it in its text
_UNNAMED = {
    "endnotes",
    "fontTable",
    "footnotes",
    "numbering",
    "settings",
    "styles",
    "theme",
    "webSettings",
}
_OF_ITS_MAKER = ("attachedTemplate", "mailMerge", "updateFields")


def forget(document: Document) -> None:
    """Drop what the removed text had pictures of, and where the template lay.

    Fields are not renewed on opening, since Word asks before it does.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE

    part = document.part
    named = set(document.element.xpath("//@r:id | //@r:embed | //@r:link"))
    for id_, relation in [*part.rels.items()]:
        if id_ not in named and relation.reltype.rpartition("/")[2] not in _UNNAMED:
            del part.rels[id_]
    settings = document.settings.element
    for name in _OF_ITS_MAKER:
        for each in settings.xpath(f"./w:{name}"):
            settings.remove(each)
    part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels.clear()


def has_own(document: Document, kind: Literal["header", "footer"]) -> bool:
    """Tell whether the document has a header or a footer of its own."""
    return bool(document.element.xpath(f"//w:{kind}Reference"))


def set_language(document: Document, tag: str) -> None:
    """State the language that spelling is checked in and a voice reads in."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn

    styles = document.styles.element
    stated = styles.xpath(".//w:lang")
    if not stated:
        normal = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
        stated = elements("<w:lang/>")
        normal.element.get_or_add_rPr().extend(stated)
    for each in stated:
        each.set(qn("w:val"), tag)
