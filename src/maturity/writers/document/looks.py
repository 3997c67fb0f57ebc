"""How everything looks: one entry per style, the names Word knows and a few of our own.

What is here is laid over a consultancy's template only where the template has no such style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Literal

from maturity.story.edition import Brand

FONT = "Calibri"
BULLETS, NUMBERS, CHAPTERS = 1, 2, 3  # the lists of our own document, by number
INK, MUTED, RULE, PALE, AMBER = "1F2933", "52606D", "CBD2D9", "F3F6F9", "FFF6DC"


@dataclass(frozen=True, slots=True)
class Look:
    """One style; ``based`` names another, ``paragraph`` and ``run`` are its properties as XML."""

    based: str = ""
    paragraph: str = ""
    run: str = ""
    kind: Literal["paragraph", "character", "table"] = "paragraph"
    follows: str = "Body Text"
    table: str = ""


def _space(before: int, after: int = 0, line: int = 0) -> str:
    """Space before and after in twentieths of a point; ``line`` in 240ths of a line."""
    pitch = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{pitch}/>'


def _size(points: float) -> str:
    half = round(2 * points)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _ink(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _list(number: int) -> str:
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'


def _side(colour: str, fill: str = "") -> str:
    """Rule the left side, which says that a paragraph is not like the others."""
    rule = f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{colour}"/></w:pBdr>'
    return rule + (f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else "")


# what Word keeps in small letters of the names it shows with capitals
_SMALL = {"Heading 1", "Heading 2", "Heading 3", "Caption", "TOC 1", "Header", "Footer"}
_KEEP = "<w:keepNext/><w:keepLines/>"
_BOLD = "<w:b/><w:bCs/>"


def looks(brand: Brand) -> Mapping[str, Look]:
    """Return every style by its English name, in a brand's colours.

    Paragraphs have their space before them, so that a table needs none after it.
    """
    first, second = (colour.lstrip("#") for colour in (brand.primary, brand.secondary))
    rule = f'<w:bottom w:val="single" w:sz="12" w:space="6" w:color="{second}"/>'
    heading = f"{_BOLD}{_ink(first)}"
    return {
        "Body Text": Look("Normal", _space(120, line=271)),
        "Title": Look("Normal", _KEEP + _space(3600, 120), heading + _size(34), follows="Subtitle"),
        "Subtitle": Look("Normal", f"{_KEEP}{_space(0, 240)}", _ink(MUTED) + _size(16)),
        "Heading 1": Look(
            "Normal",
            f"{_KEEP}<w:pageBreakBefore/>{_list(CHAPTERS)}<w:pBdr>{rule}</w:pBdr>{_space(0, 160)}"
            '<w:ind w:left="720" w:hanging="720"/><w:outlineLvl w:val="0"/>',
            heading + _size(22),
        ),
        "Heading 2": Look(
            "Normal", f'{_KEEP}{_space(320, 40)}<w:outlineLvl w:val="1"/>', heading + _size(13.5)
        ),
        "Heading 3": Look(
            "Normal",
            f'{_KEEP}{_space(240, 20)}<w:outlineLvl w:val="2"/>',
            f"{_BOLD}{_ink(INK)}{_size(11.5)}",
        ),
        "List Bullet": Look("Body Text", _list(BULLETS) + _space(80, line=264)),
        "List Number": Look("Body Text", _list(NUMBERS) + _space(80, line=264)),
        "Quote": Look("Body Text", _side(RULE) + '<w:ind w:left="340" w:right="340"/>', "<w:i/>"),
        "Caption": Look("Normal", f"<w:keepLines/>{_space(100, 60)}", _ink(MUTED) + _size(9)),
        "TOC Heading": Look(
            "Normal",
            f"{_KEEP}<w:pageBreakBefore/><w:pBdr>{rule}</w:pBdr>{_space(0, 160)}",
            heading + _size(22),
        ),
        "TOC 1": Look(
            "Normal",
            '<w:tabs><w:tab w:val="left" w:pos="567"/>'
            f'<w:tab w:val="right" w:leader="dot" w:pos="10080"/></w:tabs>{_space(120)}',
            _size(11.5),
        ),
        "Header": Look("Normal", run=_ink(MUTED) + _size(8.5)),
        "Footer": Look("Normal", run=_ink(MUTED) + _size(8.5)),
        **_own(first, second),
    }


def _own(first: str, second: str) -> Mapping[str, Look]:
    """Return the styles that Word has no name for."""
    centred = '<w:jc w:val="center"/>'
    return {
        "Maturity Lead": Look("Body Text", _space(120, line=276), _ink(first) + _size(12)),
        "Maturity Note": Look("Body Text", _space(100, line=252), _ink(MUTED) + _size(9.5)),
        "Maturity Warning": Look(
            "Body Text",
            f'<w:keepLines/>{_side(second, AMBER)}{_space(160, 40, 264)}<w:ind w:left="227"/>',
        ),
        "Maturity Mark": Look(
            "Body Text", _space(0, 120), f'<w:b/><w:caps/>{_ink(INK)}<w:spacing w:val="20"/>'
        ),
        "Maturity Detail": Look("Body Text", _space(60, line=250), _size(9)),
        "Maturity Gap": Look("Normal", _space(60, line=180), _size(4)),
        "Maturity Contact": Look("Normal", _space(60), _ink(MUTED) + _size(9.5)),
        "Maturity Picture": Look("Normal", f"<w:keepNext/>{_space(120)}{centred}"),
        "Maturity Brand": Look("Normal", _space(60), _BOLD + _ink(first) + _size(14)),
        "Maturity Cell": Look("Normal", _space(40, 40), _size(9)),
        "Maturity Small Cell": Look("Maturity Cell", _space(30, 30), _size(8)),
        "Maturity Head": Look("Maturity Cell", run=_BOLD + _ink("FFFFFF") + _size(9)),
        "Maturity Small Head": Look("Maturity Head", _space(30, 30), _size(8)),
        "Maturity Tile Label": Look("Normal", f"<w:keepNext/>{_space(80)}", _ink(MUTED) + _size(9)),
        "Maturity Tile Value": Look(
            "Normal", f"<w:keepNext/>{_space(20)}", _BOLD + _ink(first) + _size(17)
        ),
        "Maturity Tile Detail": Look("Normal", _space(20, 80), _size(9)),
        "Maturity Table": Look(kind="table", table=_grid(first)),
        "Maturity Tiles": Look(kind="table", table=_tiles(first)),
        "Maturity Link": Look(kind="character", run=_ink(first)),
    }


def _grid(first: str) -> str:
    """Rule a table between its rows, its header on a band of the first colour."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    return (
        f"<w:tblPr><w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        f"{_margins(80)}</w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{first}"/>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    )


def _tiles(first: str) -> str:
    """Set cells side by side with a gap between them, each under a rule of the first colour."""
    gap = 'w:val="single" w:sz="48" w:space="0" w:color="FFFFFF"'
    top = f'w:val="single" w:sz="18" w:space="0" w:color="{first}"'
    return (
        f"<w:tblPr><w:tblBorders><w:top {top}/><w:insideV {gap}/></w:tblBorders>"
        f'{_margins(140)}</w:tblPr><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{PALE}"/>'
        "</w:tcPr>"
    )


def _margins(side: int) -> str:
    sides = "".join(f'<w:{name} w:w="{side}" w:type="dxa"/>' for name in ("left", "right"))
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def style_xml(name: str, look: Look, ids: Mapping[str, str]) -> str:
    """Return a style as ``styles.xml`` holds it; ``ids`` are the styles there are, by name."""
    own = name.startswith("Maturity")
    written = name.lower() if name in _SMALL else name
    based = f'<w:basedOn w:val="{escape(ids[look.based])}"/>' if look.based else ""
    follows = ids.get(look.follows, "") if look.kind == "paragraph" else ""
    inner = (
        f'<w:name w:val="{written}"/>{based}'
        + (f'<w:next w:val="{escape(follows)}"/>' if follows else "")
        + '<w:uiPriority w:val="9"/><w:qFormat/>'
        + (f"<w:pPr>{look.paragraph}</w:pPr>" if look.paragraph else "")
        + (f"<w:rPr>{look.run}</w:rPr>" if look.run else "")
        + look.table
    )
    custom = ' w:customStyle="1"' if own else ""
    return f'<w:style w:type="{look.kind}"{custom} w:styleId="{ids[name]}">{inner}</w:style>'


def follows_list(paragraph: str, number: int) -> str:
    """Return the properties of a list's style with the number that its list has elsewhere."""
    return re.sub(r'(?<=<w:numId w:val=")\d+', str(number), paragraph)
