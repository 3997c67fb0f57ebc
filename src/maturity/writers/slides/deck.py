"""The one place that knows python-pptx: a template in, slides added, a package out."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.errors import UsageError
from maturity.story.edition import Brand
from maturity.writers.slides import template
from maturity.writers.slides.fit import Face
from maturity.writers.slides.page import Page, places_of
from maturity.writers.slides.runs import harmless
from maturity.writers.slides.template import LAYOUTS, Layout, Place

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides
    from pptx.slide import SlideLayout

_OPTIONAL = {"Logo"}
_MEASURED = {"Content", "Decision", "Text", "Title"}
_LARGEST = 200_000_000  # bytes, unpacked
_LEAST = 0.6  # of our own width and height: what a region of another template must have
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# what of a presentation, beside its slides, is looks and not somebody's earlier work
_LOOKS = {"slideMaster", "theme", "handoutMaster", "tableStyles", "font"}
_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_CONTENT = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def check_template(content: bytes) -> None:
    """Make sure that a consultancy's own slides can carry a deck.

    Raises
    ------
    UsageError
        It is no presentation, or a layout or placeholder is missing or too small; says which, and
        what is there instead.
    """
    slides = _opened(content)
    layouts = _layouts(slides)
    missing = [each.name for each in LAYOUTS if each.name not in layouts]
    if missing:
        raise UsageError(
            "slides_layouts", missing=_named(missing), found=_named(list(layouts)) or "–"
        )
    whole = (slides.slide_width or 1, slides.slide_height or 1)
    for ours in LAYOUTS:
        _check_places(ours, places_of(layouts[ours.name]), whole)


def _check_places(ours: Layout, places: Mapping[str, Any], whole: tuple[int, int]) -> None:
    """Make sure that a layout has our placeholders; a title must be one for screen readers too."""
    known = {
        name
        for name, place in places.items()
        if name != "Title" or "TITLE" in str(place.placeholder_format.type)
    }
    absent = [each.name for each in ours.places if each.name not in known | _OPTIONAL]
    if absent:
        fields = {"missing": _named(absent), "found": _named(list(places)) or "–"}
        raise UsageError("slides_places", layout=ours.name, **fields)
    for place in ours.places:
        if place.name in _MEASURED:
            _check_size(ours.name, place, places[place.name], whole)


def _check_size(layout: str, place: Place, found: Any, whole: tuple[int, int]) -> None:  # noqa: ANN401 - python-pptx's
    """Refuse a region too small for what goes in: under 60 % of ours."""
    ours = (place.box[2] / template.WIDTH, place.box[3] / template.HEIGHT)
    theirs = ((found.width or 0) / whole[0], (found.height or 0) / whole[1])
    if any(its < _LEAST * our for its, our in zip(theirs, ours, strict=True)):
        least = tuple(round(100 * _LEAST * each) for each in ours)
        raise UsageError(
            "slides_small", layout=layout, place=place.name, width=least[0], height=least[1]
        )


def _named(names: Sequence[str]) -> str:
    return ", ".join(names)


def _opened(content: bytes) -> Slides:
    """Open a presentation.

    Raises
    ------
    UsageError
        It is none.
    """
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    broken = (
        zipfile.BadZipFile,
        zlib.error,
        PythonPptxError,
        AttributeError,
        KeyError,
        NotImplementedError,
        OSError,
        RuntimeError,
        SyntaxError,  # of XML, says lxml
        TypeError,
        ValueError,
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise UsageError("slides_too_large")
        slides = Presentation(io.BytesIO(content))
        if slides.part.content_type != _CONTENT or not slides.slide_width:
            raise UsageError("slides_unreadable")
        list(_layouts(slides))
    except broken as error:
        raise UsageError("slides_unreadable") from error
    return slides


def _layouts(slides: Slides) -> dict[str, SlideLayout]:
    """Return the layouts by name, the first of each name."""
    found: dict[str, SlideLayout] = {}
    for master in slides.slide_masters:
        for layout in master.slide_layouts:
            found.setdefault(layout.name, layout)
    return found


class Deck:
    """A presentation that grows by one slide at a time.

    ``language`` is the tag of its words (``fr-FR``).
    """

    def __init__(self, brand: Brand, language: str) -> None:
        own = not brand.slides
        self._slides = _opened(brand.slides or template.template())
        self.language = language
        _empty(self._slides)
        self._layouts = _layouts(self._slides)
        theme = _theme(self._slides)
        if own:
            theme.recolour({"accent1": brand.primary, "accent2": brand.secondary})
        self.faces = theme.faces

    def add(self, layout: str) -> Page:
        """Add a slide of a layout, its placeholders named as there."""
        drawn = self._slides.slides.add_slide(self._layouts[layout])
        return Page(drawn, self._layouts[layout], self.faces)

    def describe(self, title: str, author: str) -> None:
        """Set what the file says of itself; nothing of whoever made the template stays."""
        properties = self._slides.core_properties
        for name in ("category", "comments", "content_status", "identifier", "keywords"):
            setattr(properties, name, "")
        for name in ("last_modified_by", "subject", "version"):
            setattr(properties, name, "")
        properties.title, properties.author = (harmless(each)[:255] for each in (title, author))
        properties.language, properties.revision = self.language, 1

    def content(self) -> bytes:
        """Return the whole package."""
        file = io.BytesIO()
        self._slides.save(file)
        return file.getvalue()


def _empty(slides: Slides) -> None:
    """Take the example slides out, and everything that somebody left beside the looks."""
    part: Any = slides.part  # python-pptx has no way to remove a slide
    kept = set()
    for key, relation in list(part.rels.items()):
        if relation.reltype.rpartition("/")[2] in _LOOKS:
            kept.add(key)
        else:
            part.rels.pop(key)
    root = part._element  # noqa: SLF001
    for element in list(root.iter()):
        reference = element.get(f"{{{_RELATIONS}}}id")
        gone = reference is not None and reference not in kept
        if (gone or element.get("uri") == _SECTIONS) and element.getparent() is not None:
            element.getparent().remove(element)
    for name in ("notesMasterIdLst", "custShowLst", "custDataLst", "smartTags"):
        for element in root.findall(f"{_P}{name}"):
            root.remove(element)
    package = part.package
    for key, relation in list(package._rels.items()):  # noqa: SLF001 - the package's own parts
        if relation.reltype.rpartition("/")[2] not in {"officeDocument", "core-properties"}:
            package._rels.pop(key)  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class _Theme:
    """Colours and typefaces of a presentation; headings first, then text."""

    part: Any
    faces: tuple[Face, Face]

    def recolour(self, colours: Mapping[str, str]) -> None:
        """Set some of the theme's colours."""
        from pptx.opc.oxml import serialize_part_xml
        from pptx.oxml import parse_xml

        root = parse_xml(self.part.blob)
        for name, colour in colours.items():
            for slot in root.iter(f"{_A}{name}"):
                for old in list(slot):
                    slot.remove(old)
                new = f'<a:srgbClr xmlns:a="{_A[1:-1]}" val="{colour.lstrip("#").upper()}"/>'
                slot.append(parse_xml(new))
        self.part._blob = serialize_part_xml(root)  # noqa: SLF001 - but bytes to python-pptx


def _theme(slides: Slides) -> _Theme:
    from pptx.opc.constants import RELATIONSHIP_TYPE
    from pptx.oxml import parse_xml

    part = slides.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = parse_xml(part.blob)
    names = [root.find(f".//{_A}{kind}Font/{_A}latin") for kind in ("major", "minor")]
    heading, body = (Face(each.get("typeface", "") if each is not None else "") for each in names)
    return _Theme(part, (heading, body))
