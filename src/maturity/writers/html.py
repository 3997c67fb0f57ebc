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
from maturity.language import Language
from maturity.story.blocks import (
    Block,
    Bullets,
    Chart,
    Paragraph,
    Section,
    Table,
    Tile,
    Tiles,
)
from maturity.story.figures import svg

if TYPE_CHECKING:
    from IPython.display import HTML
    from nbformat import NotebookNode

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
    tag = "header" if section.level == _COVER else "section"
    heading = f'<h{section.level} id="{id_}-title">{escape(section.title)}</h{section.level}>'
    if section.level == _PAGE:
        heading = f'<h2 id="{id_}">{escape(section.title)}</h2>'
    name = id_ if section.level == _PAGE else f"{id_}-title"
    kind = "cover" if section.level == _COVER else f"level{section.level}"
    body = "\n".join(_block(block, section.level + 1) for block in section.blocks)
    return f'<{tag} class="{kind}" aria-labelledby="{name}">\n{heading}\n{body}\n</{tag}>'


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
            return f'<p class="{block.role}">{escape(block.text)}</p>'
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


def _bullets(block: Bullets) -> str:
    tag = "ol" if block.ordered else "ul"
    lines = "".join(f"<li>{escape(line)}</li>\n" for line in block.lines)
    return f"<{tag}>\n{lines}</{tag}>"


def _tile(tile: Tile) -> str:
    parts = (("label", tile.label), ("value", tile.value), ("detail", tile.detail))
    lines = "".join(f'<p class="{name}">{escape(text)}</p>' for name, text in parts if text)
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
    image = base64.b64encode(svg(chart.figure)).decode("ascii")
    width, height = (round(inches * _PIXELS) for inches in chart.figure.get_size_inches())
    caption = escape(chart.table.caption)
    return (
        f'<div class="chart"><h{level}>{escape(chart.title)}</h{level}>\n'
        f'<figure><img src="data:image/svg+xml;base64,{image}" alt="{escape(chart.alt)}" '
        f'width="{width}" height="{height}">\n'
        f"<figcaption>{escape(chart.caption)}</figcaption></figure>\n"
        f"<details><summary>{caption}</summary>\n"
        f"{_framed(chart.table)}</details></div>"
    )


# The page


def to_html(notebook: NotebookNode, *, title: str, language: str) -> str:
    """Return an executed notebook as one HTML page.

    Raises
    ------
    ReportError
        A cell of the notebook failed, or none shows a section.
    """
    from nbconvert import HTMLExporter

    say = Language(language)
    body = "\n".join(_outputs(notebook, title))
    if not body:
        raise ReportError("notebook_failed", organization=title, why=say("report.page.empty"))
    before, end, after = body.partition("</header>")
    page = {
        "title": title,
        "language": language,
        "foot": css_text(title),
        "skip": say("report.page.skip"),
        "contents": say("report.page.contents"),
        "headings": _HEADING.findall(body),
        "cover": before + end if end else "",
        "body": after if end else body,
    }
    with resources.as_file(resources.files(__package__)) as folder:
        exporter = HTMLExporter(  # type: ignore[no-untyped-call]
            template_name="report", extra_template_basedirs=[str(folder)]
        )
        html, _ = exporter.from_notebook_node(notebook, resources={"report": page})
    return str(html)


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
