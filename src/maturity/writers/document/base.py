"""An empty document of our own, built as text: nothing in it but what a report needs.

It is opened exactly as a consultancy's template is; what a report of ours looks like can so be
taken as the beginning of one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

from maturity.writers.document.looks import BULLETS, CHAPTERS, FONT, INK, NUMBERS

WIDTH, HEIGHT = 11906, 16838  # A4, in twentieths of a point
_SIDE, _TOP, _BOTTOM, _EDGE = 900, 1304, 1134, 567  # leaves a figure’s 504 points and a little
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KINDS = ("styles", "numbering", "settings")

# Word 2013 and later lay the document out as themselves, not as an older version.
_SETTINGS = """
<w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:decimalSymbol w:val="."/><w:listSeparator w:val=";"/>"""

_STYLES = f"""
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
<w:color w:val="{INK}"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-GB"/>
</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>
<w:uiPriority w:val="99"/><w:semiHidden/></w:style>"""

_PAGE = f"""
<w:sectPr><w:pgSz w:w="{WIDTH}" w:h="{HEIGHT}"/>
<w:pgMar w:top="{_TOP}" w:right="{_SIDE}" w:bottom="{_BOTTOM}" w:left="{_SIDE}"
 w:header="{_EDGE}" w:footer="{_EDGE}" w:gutter="0"/></w:sectPr>"""


def _level(kind: str, text: str, style: str = "", indent: int = 340) -> str:
    """One level of a list; with a ``style`` its number belongs to the paragraphs of that style."""
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{linked}'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
    )


# each is a definition and the one list that follows it, under the same number
LEVELS: Mapping[int, str] = {
    BULLETS: _level("bullet", "•"),
    NUMBERS: _level("decimal", "%1."),
    CHAPTERS: _level("decimal", "%1", "Heading1", 720),
}


def abstract(number: int, level: str) -> str:
    """Return the definition of a list of one level."""
    kind = '<w:multiLevelType w:val="singleLevel"/>'
    return f'<w:abstractNum w:abstractNumId="{number}">{kind}{level}</w:abstractNum>'


def counted(number: int, of: int, inner: str = "") -> str:
    """Return a list of a definition."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def _numbering() -> str:
    return "".join(abstract(n, level) for n, level in LEVELS.items()) + "".join(
        counted(n, n) for n in LEVELS
    )


def _root(name: str, content: str) -> str:
    return f'{_HEAD}<w:{name} xmlns:w="{_W}" xmlns:r="{_R}">{content}</w:{name}>'


def _relations(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_P}/relationships">{each}</Relationships>'


@cache
def empty_document() -> bytes:
    """Return a ``.docx`` of one empty A4 page, with lists and Word's own defaults."""
    overrides = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for kind in _KINDS
    )
    parts = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_P}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="{_CORE}"/>{overrides}</Types>'
        ),
        "_rels/.rels": _relations(
            (f"{_R}/officeDocument", "word/document.xml"),
            (f"{_P}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": (
            f'{_HEAD}<cp:coreProperties xmlns:cp="{_P}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
        ),
        "word/_rels/document.xml.rels": _relations(
            *((f"{_R}/{kind}", f"{kind}.xml") for kind in _KINDS)
        ),
        "word/document.xml": _root("document", f"<w:body>{_PAGE}</w:body>"),
        "word/styles.xml": _root("styles", _STYLES),
        "word/numbering.xml": _root("numbering", _numbering()),
        "word/settings.xml": _root("settings", _SETTINGS),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()
