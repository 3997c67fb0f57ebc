"""Blocks to HTML, and an executed notebook to one self-contained page.

The page holds what the notebook's cells showed and nothing else: no code, no script, no address
outside itself. Every text is escaped here, once.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, assert_never

from maturity.errors import ReportError
from maturity.story.blocks import (
    Block,
    Bullets,
    Chart,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
    Words,
    runs,
)
from maturity.story.edition import Brand
from maturity.story.figures import svg
from maturity.writers.pictures import drawn, image

if TYPE_CHECKING:
    from IPython.display import HTML
    from nbformat import NotebookNode

    from maturity.story import Story

_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')
_PIXELS = 96  # per inch, as CSS counts them
_COVER, _PAGE, _DETAIL = 1, 2, 4
_NARROW = 3  # columns that a telephone shows side by side


def show(*sections: Section) -> HTML:
    """Return sections as what a notebook cell displays and a report prints."""
    from IPython.display import HTML

    return HTML("\n".join(render(section) for section in sections))  # type: ignore[no-untyped-call]


def render(section: Section) -> str:
    """Return a section as HTML: ``<header>`` for the cover, ``<section>`` for the others.

    A detail is folded; a browser prints it unfolded.
    """
    id_ = escape(section.id)
    if section.level == _DETAIL:
        return _folded(section, id_)
    body = "\n".join(_block(block, section.level + 1) for block in section.blocks)
    if section.level == _COVER:
        heading = f'<h1 id="{id_}-title" dir="auto">{escape(section.title)}</h1>'
        return f'<header class="cover" aria-labelledby="{id_}-title">\n{heading}\n{body}\n</header>'
    name = id_ if section.level == _PAGE else f"{id_}-title"
    heading = f'<h{section.level} id="{name}">{escape(section.title)}</h{section.level}>'
    opening = f'<section class="level{section.level}" aria-labelledby="{name}">'
    return f"{opening}\n{heading}\n{body}\n</section>"


def _folded(section: Section, id_: str) -> str:
    body = "\n".join(_block(block, section.level + 1) for block in section.blocks)
    summary = f"<summary>{escape(section.title)}</summary>"
    return f'<details class="method" id="{id_}">{summary}\n{body}\n</details>'


def _block(block: Block, level: int) -> str:
    """Return one block; ``level`` is that of a heading inside it."""
    match block:
        case Section():
            return render(block)
        case Paragraph():
            return _paragraph(block)
        case Bullets():
            return _bullets(block)
        case Tiles():
            return f'<div class="tiles">\n{"".join(_tile(tile) for tile in block.tiles)}</div>'
        case Table():
            return _table(block) if len(block.header) <= _NARROW else _framed(block)
        case Chart():
            return _chart(block, level)
        case _:
            assert_never(block)


def _paragraph(block: Paragraph) -> str:
    words = f'<p class="{block.role}">{_words(block.text)}</p>'
    return f"<blockquote>{words}</blockquote>" if block.role == "quote" else words


def _bullets(block: Bullets) -> str:
    tag = "ol" if block.ordered else "ul"
    lines = "".join(f"<li>{_words(line)}</li>\n" for line in block.lines)
    return f"<{tag}>\n{lines}</{tag}>"


def _words(words: Words) -> str:
    said = []
    for run in runs(words):
        text = escape(run.text)
        text = f"<em>{text}</em>" if run.emphasis else text
        said.append(f"<strong>{text}</strong>" if run.strong else text)
    return "".join(said)


def _tile(tile: Tile) -> str:
    parts = (("label", tile.label), ("value", tile.value), ("detail", tile.detail))
    lines = "".join(
        f'<p class="{name}" dir="auto">{escape(text)}</p>' for name, text in parts if text
    )
    return f'<div class="tile">{lines}</div>\n'


def _table(table: Table) -> str:
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    kinds = ["number" if number in table.numeric else "text" for number in range(len(table.header))]
    heads = "".join(
        f'<th scope="col" class="{kind}">{escape(head)}</th>'
        for head, kind in zip(table.header, kinds, strict=True)
    )
    rows = "".join(f"<tr>{''.join(_cells(row, kinds))}</tr>\n" for row in table.rows)
    caption = f"<caption>{escape(table.caption)}</caption>"
    head = f"<thead><tr>{heads}</tr></thead>"
    return f"<table>{caption}\n{head}\n<tbody>\n{rows}</tbody></table>\n{note}"


def _framed(table: Table) -> str:
    """Let a wide table scroll in a frame of its own, which the keyboard must reach."""
    caption = escape(table.caption)
    opening = f'<div class="wide" role="group" tabindex="0" aria-label="{caption}">'
    return f"{opening}\n{_table(table)}</div>"


def _cells(row: tuple[str, ...], kinds: list[str]) -> Iterator[str]:
    """Return a row's cells, the first naming the row."""
    yield f'<th scope="row" class="{kinds[0]}">{escape(row[0])}</th>'
    for cell, kind in zip(row[1:], kinds[1:], strict=True):
        yield f'<td class="{kind}">{escape(cell)}</td>'


def _chart(chart: Chart, level: int) -> str:
    width, height = (inches * _PIXELS for inches in chart.figure.get_size_inches())
    caption = escape(chart.table.caption)
    return (
        f'<div class="chart"><h{level}>{escape(chart.title)}</h{level}>\n'
        f"<figure>{image(svg(chart.figure), chart.alt, (width, height))}\n"
        f"<figcaption>{escape(chart.caption)}</figcaption></figure>\n"
        f"<details><summary>{caption}</summary>\n"
        f"{_framed(chart.table)}</details></div>"
    )


# The page


def to_html(notebook: NotebookNode, story: Story) -> str:
    """Return a story's executed notebook as one HTML page.

    Raises
    ------
    ReportError
        A cell of the notebook failed, or none shows a section.
    """
    from nbconvert import TemplateExporter

    body = "\n".join(_outputs(notebook, story.title))
    if not body:
        why = story.say("report.page.empty")
        raise ReportError("notebook_failed", organization=story.title, why=why)
    page = _page(story, body)
    with resources.as_file(resources.files(__package__)) as folder:
        # not HTMLExporter, which takes the whole page apart and writes it anew
        exporter = TemplateExporter(  # type: ignore[no-untyped-call]
            file_extension=".html",
            template_name="report",
            extra_template_basedirs=[str(folder)],
        )
        html, _ = exporter.from_notebook_node(notebook, resources={"report": page})
    return str(html)


def _page(story: Story, body: str) -> dict[str, object]:
    """Return what the template fills in; ``cover``, ``outlines`` and ``body`` are HTML."""
    say, brand = story.say, story.edition.brand
    body, outlines = drawn(body)
    before, end, after = body.partition("</header>")
    return {
        "title": story.title,
        "language": say.code,
        "foot": css_text(story.title),
        "mark": css_text(story.confidentiality),
        "confidentiality": story.confidentiality,
        "brand": brand,
        "skip": say("report.page.skip"),
        "contents": say("report.page.contents"),
        "headings": _HEADING.findall(body),
        "outlines": outlines,
        "cover": f"{before}{_signed(brand)}{end}" if end else "",
        "body": after if end else body,
    }


def _signed(brand: Brand) -> str:
    """Return the consultancy's logo, name and contact, as the cover shows them."""
    name, contact = escape(brand.name), escape(brand.contact)
    lines = []
    if brand.logo:
        lines.append(f'<p class="logo"><img src="{_data(brand.logo)}" alt="{name}"></p>')
    told = "".join(f'<span dir="auto">{each}</span>' for each in (name, contact) if each)
    if told:
        lines.append(f'<p class="signed">{told}</p>')
    return "".join(f"{line}\n" for line in lines)


def _data(picture: bytes) -> str:
    """Return a PNG or JPEG as an address that holds it."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"


def _outputs(notebook: NotebookNode, title: str) -> Iterator[str]:
    """Return the HTML that the cells showed, in order."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                why = f"{output.ename}: {output.evalue}"
                raise ReportError("notebook_failed", organization=title, why=why)
            if "text/html" in output.get("data", {}):
                yield output.data["text/html"]


def css_text(text: str) -> str:
    """Write text so that a CSS string can hold it, whatever it says."""
    return "".join(letter if letter.isalnum() else f"\\{ord(letter):x} " for letter in text)
