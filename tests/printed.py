"""What is printed in a client's file, whatever its format: tables, charts, all its words.

Nothing here knows how the files are written. Words keep their languages' numbers, with the narrow
spaces, commas and true minuses a reader sees.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from html.parser import HTMLParser

from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from maturity.leaks import leave_out_drawings

_NUMBER = re.compile(r"[-\u2212]?\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"(?<=\d)[\u202f\u00a0,](?=\d{3}(?!\d))")


@dataclass(frozen=True)
class Grid:
    """A printed table: its titles, and its rows by place."""

    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    where: str = ""


def one_line(text):
    """A text with one blank for any run of them, the narrow ones kept."""
    return re.sub(r"[ \n\t\r\xad]+", " ", text).strip()


def numbers(text):
    """The numbers in a text, each with its decimals: ``(35.0, 0), (59.9, 1)``."""
    for found in _NUMBER.findall(_THOUSANDS.sub("", text)):
        plain = found.replace("\u2212", "-").replace(",", ".")
        yield float(plain), len(plain.partition(".")[2])


def grids(path):
    """Every table of a file, charts and the workbooks inside them included."""
    kind = path.suffix[1:]
    return list(
        {"html": _html, "pdf": _pdf, "pptx": _pptx, "docx": _docx, "xlsx": _xlsx}[kind](path)
    )


# HTML


class _Page(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tables, self.texts, self.open, self.hidden = [], [], [], 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, _attrs):
        if tag == "table":
            self.open.append([])
        elif tag == "tr" and self.open:
            self.open[-1].append([])
        elif tag in {"td", "th"} and self.open:
            self.open[-1][-1].append("")
        elif tag in {"style", "svg"}:
            self.hidden += 1
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag):
        if tag == "table":
            self.tables.append(self.open.pop())
        elif tag in {"style", "svg"}:
            self.hidden -= 1

    def handle_data(self, data):
        if not self.hidden:
            self.texts.append(data)
        if self.open and self.open[-1] and self.open[-1][-1]:
            self.open[-1][-1][-1] += data


def _grid(rows, where=""):
    header, *rest = ([one_line(str(cell)) for cell in row] for row in rows)
    return Grid(tuple(header), tuple(map(tuple, rest)), where)


def _html(path):
    page = _Page(path.read_text(encoding="utf-8"))
    yield from (_grid(rows) for rows in page.tables if rows)


# PDF: the tags say what is a table, a row, a cell; marks in the pages say which words are theirs


def _pdf(path):
    reader = PdfReader(path)
    words = _marked(reader)
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    root = reader.trailer["/Root"]["/StructTreeRoot"]
    for table in _tagged(root, "/Table"):
        rows = [
            ["".join(_words(cell, words, pages, None)) for cell in _tagged(row, "/TH", "/TD")]
            for row in _tagged(table, "/TR")
        ]
        if rows:
            yield _grid(_paired(rows))


def _paired(rows):
    """Join the lines of a wide table, which prints each name above its numbers."""
    if rows[0][0] or len(rows[0]) == len(rows[1]):
        return rows
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return [[above[-1], *below] for above, below in pairs]


def _marked(reader):
    """The words of each mark, by page and number."""
    words = {}
    for number, page in enumerate(reader.pages):
        leave_out_drawings(page)
        marks = []

        def before(operator, operands, _matrix, _text, marks=marks):
            if operator in {b"BDC", b"BMC"}:
                stated = operands[1] if len(operands) > 1 else {}
                stated = stated if hasattr(stated, "get") else {}
                marks.append(stated.get("/MCID"))
            elif operator == b"EMC" and marks:
                marks.pop()

        def said(text, *_rest, number=number, marks=marks):
            mark = next((each for each in reversed(marks) if each is not None), None)
            words[number, mark] = words.get((number, mark), "") + text

        page.extract_text(visitor_operand_before=before, visitor_text=said)
    return words


def _kids(node):
    kids = node.get("/K", []) if hasattr(node, "get") else []
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    return kids if isinstance(kids, list) else [kids]


def _tagged(node, *tags):
    """The nearest nodes below one that bear one of the tags, in order."""
    for kid in _kids(node):
        below = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(below, "get") and below.get("/S") in tags:
            yield below
        elif hasattr(below, "get"):
            yield from _tagged(below, *tags)


def _words(node, words, pages, page):
    """The words below a node: those of its marks, on the page that the node or its mark names."""
    if hasattr(node, "get") and "/Pg" in node:
        page = pages[node.raw_get("/Pg").idnum]
    for kid in _kids(node):
        below = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(below, int):
            yield words.get((page, int(below)), "")
        elif "/MCID" in below:
            at = pages[below.raw_get("/Pg").idnum] if "/Pg" in below else page
            yield words.get((at, int(below["/MCID"])), "")
        else:
            yield from _words(below, words, pages, page)


# Office


def _docx(path):
    for table in Document(path).tables:
        yield _grid([[cell.text for cell in row.cells] for row in table.rows])


def _shapes(shapes):
    for shape in shapes:
        yield from _shapes(shape.shapes) if hasattr(shape, "shapes") else (shape,)


def _pptx(path):
    for number, slide in enumerate(Presentation(path).slides, start=1):
        for shape in _shapes(slide.shapes):
            if shape.has_table:
                rows = shape.table.rows
                yield _grid([[cell.text for cell in row.cells] for row in rows], str(number))
            elif shape.has_chart:
                yield from _chart(shape.chart, str(number))


def _chart(chart, where):
    """What a chart keeps to draw from, and what its workbook holds."""
    series = [each for plot in chart.plots for each in plot.series]
    things = [str(each) for each in chart.plots[0].categories]
    lines = zip(*(tuple(each.values)[: len(things)] for each in series), strict=True)
    names = ("", *(each.name or "" for each in series))
    yield Grid(names, tuple(zip(things, *zip(*lines, strict=True), strict=True)), where)
    inside = chart.part.chart_workbook.xlsx_part
    if inside is not None:
        yield from _workbook(io.BytesIO(inside.blob), where)


def _xlsx(path):
    yield from _workbook(path, "")


def _workbook(file, where):
    book = load_workbook(file)
    for sheet in book:
        header, *rows = sheet.iter_rows(values_only=True)
        named = tuple("" if each is None else str(each) for each in header)
        yield Grid(named, tuple(rows), where or sheet.title)


# All words


def texts(path):
    """Every text of a file in reading order, a slide, a sheet or a page at a time."""
    kind = path.suffix[1:]
    if kind == "html":
        return ["".join(_Page(path.read_text(encoding="utf-8")).texts)]
    if kind == "pdf":
        reader = PdfReader(path)
        for page in reader.pages:
            leave_out_drawings(page)
        return [page.extract_text() for page in reader.pages]
    if kind == "pptx":
        return ["\n".join(_slide(slide)) for slide in Presentation(path).slides]
    if kind == "docx":
        return [each.text for each in Document(path).element.body.iter() if _is_text(each)]
    return ["\n".join(str(c) for row in each.rows for c in row) for each in grids(path)]


def _is_text(element):
    return element.tag.endswith("}t") and element.text


def _slide(slide):
    for shape in _shapes(slide.shapes):
        if shape.has_text_frame:
            yield shape.text_frame.text
    if slide.has_notes_slide:
        yield slide.notes_slide.notes_text_frame.text


def every_byte(path):
    """The bytes of a file and of every file inside it, unpacked to the bottom."""
    yield from _inside(path.name, path.read_bytes())


def as_text(path):
    """Whatever of a file and of all inside it can be read as text, names of parts included."""
    parts = ((name, content.decode("utf-8", "replace")) for name, content in every_byte(path))
    return "\n".join(f"{name}\n{text}" for name, text in parts)


def _inside(name, content):
    yield name, content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for each in package.namelist():
                yield from _inside(f"{name}/{each}", package.read(each))
