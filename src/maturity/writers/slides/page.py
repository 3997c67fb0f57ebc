"""A slide being filled with text, charts, tables and pictures, through python-pptx."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.writers.slides.fit import Face
from maturity.writers.slides.runs import harmless

if TYPE_CHECKING:
    from pptx.slide import Slide as Drawn
    from pptx.slide import SlideLayout

PANEL_MARGIN = 9.0  # points inside a panel, on each side
EMU = 12700  # in a point
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DEFAULT_TITLE = 28.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a slide, in points."""

    x: float
    y: float
    width: float
    height: float

    def part(self, x: float, y: float, width: float, height: float) -> Box:
        """Return a part of the box; all four are shares of it."""
        return Box(
            self.x + x * self.width,
            self.y + y * self.height,
            width * self.width,
            height * self.height,
        )


def places_of(layout: SlideLayout) -> dict[str, Any]:
    """Return the placeholders of a layout by name, the first of each name."""
    found: dict[str, Any] = {}
    placeholders: Any = layout.placeholders  # its types deny that it can be gone through
    for place in placeholders:
        found.setdefault(place.name, place)
    return found


class Page:
    """A slide being filled: its regions by name, shapes added in reading order."""

    def __init__(self, drawn: Drawn, layout: SlideLayout, faces: tuple[Face, Face]) -> None:
        self._drawn: Any = drawn
        self.faces = faces
        self._laid: dict[str, Any] = places_of(layout)
        names = {each.placeholder_format.idx: name for name, each in self._laid.items()}
        self._shapes: dict[str, Any] = {}
        for shape in drawn.placeholders:
            number = shape.placeholder_format.idx
            shape.name = names.get(number, f"{shape.name} ({number})")
            self._shapes[shape.name] = shape

    def names(self) -> tuple[str, ...]:
        """Name the regions that are still there, in the layout's order."""
        return tuple(self._shapes)

    def box(self, name: str) -> Box:
        """Return the box of a region, less the margins that text keeps."""
        shape = self._laid[name]
        left, top, right, bottom = self._margins(name)
        return Box(
            shape.left / EMU + left,
            shape.top / EMU + top,
            shape.width / EMU - left - right,
            shape.height / EMU - top - bottom,
        )

    def region(self, name: str) -> Box:
        """Return the whole box of a region."""
        shape = self._laid[name]
        sides = (shape.left, shape.top, shape.width, shape.height)
        return Box(*(side / EMU for side in sides))

    def _margins(self, name: str) -> tuple[float, ...]:
        frame = self._laid[name].text_frame
        sides = (frame.margin_left, frame.margin_top, frame.margin_right, frame.margin_bottom)
        return tuple(side / EMU for side in sides)

    def size(self, name: str) -> float:
        """Return the font size that the template gives a region, in points."""
        for element in self._styles(name):
            for found in element.iter(f"{_A}lvl1pPr"):
                run = found.find(f"{_A}defRPr")
                if run is not None and run.get("sz"):
                    return int(run.get("sz")) / 100
        return _DEFAULT_TITLE

    def _styles(self, name: str) -> Iterator[Any]:
        """Yield where a title's letters are set: its layout, its master's title, its styles."""
        place = self._laid[name]
        yield place._element  # noqa: SLF001 - sizes that are inherited are in the XML alone
        master = self._drawn.slide_layout.slide_master
        titles = [
            each for each in master.placeholders if "TITLE" in str(each.placeholder_format.type)
        ]
        yield from (each._element for each in titles)  # noqa: SLF001
        yield from master._element.iter(f"{_P}titleStyle")  # noqa: SLF001

    def write(self, name: str, paragraphs: Sequence[str]) -> None:
        """Fill a region with paragraphs, given as XML."""
        shape = self._shapes[name]
        body = shape.text_frame._txBody  # noqa: SLF001 - runs carry a language, which has no other way
        _fill(body, paragraphs)
        for side, margin in zip(("lIns", "tIns", "rIns", "bIns"), self._margins(name), strict=True):
            body.bodyPr.set(side, str(round(margin * EMU)))

    def footer(self, name: str, paragraph: str) -> None:
        """Copy the layout's foot to the slide, with words of its own."""
        element = deepcopy(self._laid[name]._element)  # noqa: SLF001 - python-pptx copies no feet
        tree = self._drawn.shapes._spTree  # noqa: SLF001
        element.nvSpPr.cNvPr.set("id", str(self._next_id()))
        tree.append(element)
        _fill(element.txBody, [paragraph])

    def _next_id(self) -> int:
        ids = self._drawn.shapes._spTree.xpath("//p:cNvPr/@id")  # noqa: SLF001
        return max(map(int, ids)) + 1

    def leave_out(self, name: str) -> None:
        """Take an empty region off the slide."""
        element = self._shapes.pop(name)._element  # noqa: SLF001 - python-pptx removes nothing
        element.getparent().remove(element)

    # What is put into a region stands where the region stood in the order of reading

    def chart(self, name: str, box: Box, xml: bytes, workbook: bytes, alt: str) -> None:
        """Draw a chart, its workbook inside it."""
        from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from pptx.opc.packuri import PackURI
        from pptx.parts.chart import ChartPart

        package = self._drawn.part.package
        place = PackURI(str(package.next_partname("/ppt/charts/chart%d.xml")))
        part = ChartPart.load(place, CONTENT_TYPE.DML_CHART, package, xml)
        part.chart_workbook.update_from_xlsx_blob(workbook)
        key = self._drawn.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        frame = self._drawn.shapes._add_chart_graphicFrame(key, *_emu(box))  # noqa: SLF001
        self._put(name, self._drawn.shapes._shape_factory(frame), alt)  # noqa: SLF001

    def table(self, name: str, box: Box, rows: int, columns: int, alt: str) -> Any:  # noqa: ANN401 - python-pptx's
        """Draw an empty table and return it."""
        frame = self._drawn.shapes.add_table(rows, columns, *_emu(box))
        self._put(name, frame, alt)
        return frame.table

    def panel(self, name: str, box: Box, label: str, paragraphs: Sequence[str]) -> None:
        """Draw a plain rectangle of the theme's second background, with text from its top."""
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.enum.text import MSO_ANCHOR

        shape: Any = self._drawn.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_emu(box))
        shape.fill.solid()
        shape.fill.fore_color.theme_color = MSO_THEME_COLOR.BACKGROUND_2
        shape.line.fill.background()
        shape.shadow.inherit = False
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
        for side in ("left", "right", "top", "bottom"):
            setattr(frame, f"margin_{side}", round(PANEL_MARGIN * EMU))
        _fill(frame._txBody, paragraphs)  # noqa: SLF001
        self._put(name, shape, "")
        shape.name = harmless(label)

    def picture(self, name: str, content: bytes, alt: str) -> None:
        """Put a picture into a region, whole, at its lower right."""
        box = self.region(name)
        shape = self._drawn.shapes.add_picture(io.BytesIO(content), 0, 0)
        scale = min(box.width * EMU / shape.width, box.height * EMU / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape.left = round((box.x + box.width) * EMU) - shape.width
        shape.top = round((box.y + box.height) * EMU) - shape.height
        self._put(name, shape, alt)

    def _put(self, name: str, shape: Any, alt: str) -> None:  # noqa: ANN401 - python-pptx's
        """Name and describe a shape, and place it in the order where its region stands."""
        shape.name = name
        if alt:
            shape._element._nvXxPr.cNvPr.set("descr", harmless(alt))  # noqa: SLF001 - no other way to alt text
        self._shapes[name]._element.addprevious(shape._element)  # noqa: SLF001

    def notes(self, paragraphs: Sequence[str]) -> None:
        """Write the speaker's notes."""
        frame = self._drawn.notes_slide.notes_text_frame
        _fill(frame._txBody, paragraphs)  # noqa: SLF001


def _emu(box: Box) -> tuple[Any, Any, Any, Any]:
    from pptx.util import Emu

    x, y, width, height = (Emu(round(each * EMU)) for each in (box.x, box.y, box.width, box.height))
    return x, y, width, height


def _fill(body: Any, paragraphs: Sequence[str]) -> None:  # noqa: ANN401 - python-pptx's XML
    """Replace the paragraphs of a text."""
    from pptx.oxml import parse_xml

    for old in body.findall(f"{_A}p"):
        body.remove(old)
    for paragraph in paragraphs:
        body.append(parse_xml(paragraph.encode("utf-8")))


def fill_cell(cell: Any, paragraph: str) -> None:  # noqa: ANN401 - python-pptx's
    """Write into a cell of a table."""
    _fill(cell._tc.get_or_add_txBody(), [paragraph])  # noqa: SLF001
