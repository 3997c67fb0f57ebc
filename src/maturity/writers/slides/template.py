"""The house's own slides: theme, master and layouts, made from nothing but this page.

``python -m maturity.writers.slides.template FILE.pptx`` writes them, for a consultancy to start
its own from. Every placeholder has a name, and the deck finds it by that name alone.
"""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from maturity.writers.timeless import timeless

FACE = "Calibri"  # stands on every PC with Office
_INCH = 914400
WIDTH, HEIGHT = 13.333, 7.5  # inches, 16:9
_COLOURS = {
    "dk1": "1F2933",
    "lt1": "FFFFFF",
    "dk2": "52606D",
    "lt2": "F1F4F7",
    "accent1": "12436D",
    "accent2": "CB4F00",
    "accent3": "28A197",
    "accent4": "801650",
    "accent5": "2F74B5",
    "accent6": "7FAFD6",
    "hlink": "12436D",
    "folHlink": "52606D",
}
_SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_RELATED = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder: its name, what PowerPoint takes it for, its box in inches and its letters."""

    name: str
    kind: str
    box: tuple[float, float, float, float]
    size: float = 16
    colour: str = "tx1"
    bold: bool = False
    anchor: str = "t"
    fill: str = ""
    prompt: str = ""
    align: str = "l"


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: its name, its placeholders, and the shapes behind them."""

    name: str
    kind: str
    places: tuple[Place, ...]
    shapes: tuple[tuple[str, tuple[float, float, float, float]], ...] = ()


_NUMBERS = {"title": 0, "ctrTitle": 0, "subTitle": 1, "ftr": 20, "sldNum": 21}
_BODIES = {"Content": 10, "Text": 11, "Source": 12, "Decision": 13, "Logo": 14}
_TITLE = Place("Title", "title", (0.75, 0.4, 11.98, 0.95), 26, "accent1", bold=True, anchor="ctr")
_SOURCE = Place("Source", "body", (0.6, 6.58, 12.13, 0.34), 10, "tx2", anchor="ctr")
_FOOT = (
    Place("Footer", "ftr", (0.6, 7.02, 10.9, 0.3), 10, "tx2", anchor="ctr"),
    Place("Slide number", "sldNum", (11.73, 7.02, 1.0, 0.3), 10, "tx2", anchor="ctr", align="r"),
)
_BAR = ("accent2", (0.6, 0.5, 0.05, 0.75))
_RULE = ("bg2", (0.6, 6.97, 12.13, 0.015))
_WHOLE = Place("Content", "", (0.6, 1.55, 12.13, 4.95))


def _inside(name: str, kind: str, *places: Place) -> Layout:
    return Layout(name, kind, (_TITLE, *places, _SOURCE, *_FOOT), (_BAR, _RULE))


LAYOUTS = (
    Layout(
        "Cover",
        "title",
        (
            Place("Title", "ctrTitle", (0.9, 1.15, 11.5, 1.9), 40, "bg1", bold=True, anchor="b"),
            Place("Subtitle", "subTitle", (0.9, 3.2, 11.5, 0.75), 22, "bg1"),
            Place("Text", "body", (0.9, 4.85, 8.3, 2.1), 16),
            Place("Logo", "pic", (9.9, 5.0, 2.5, 1.4), 12, "tx2"),
        ),
        (("accent1", (0, 0, WIDTH, 4.3)), ("accent2", (0, 4.3, WIDTH, 0.07))),
    ),
    _inside("Statement", "obj", Place("Text", "body", (0.75, 1.9, 11.6, 4.4), 22)),
    _inside(
        "Summary",
        "obj",
        Place("Content", "", (0.6, 1.5, 12.13, 1.45)),
        Place("Text", "body", (0.6, 3.1, 12.13, 2.2)),
        Place("Decision", "body", (0.6, 5.45, 12.13, 1.05), fill="bg2", anchor="ctr"),
    ),
    _inside("Chart", "obj", _WHOLE),
    _inside(
        "Chart and text",
        "twoObj",
        Place("Content", "", (0.6, 1.55, 8.15, 4.95)),
        Place("Text", "body", (8.95, 1.55, 3.78, 4.95)),
    ),
    _inside("Table", "obj", _WHOLE),
    _inside(
        "Closing",
        "obj",
        Place("Decision", "body", (0.6, 1.55, 12.13, 1.5), 18, fill="bg2", anchor="ctr"),
        Place("Content", "", (0.6, 3.3, 12.13, 3.15)),
    ),
)


def template() -> bytes:
    """Return the house's slides as a ``.pptx`` without a slide, the same bytes each time."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in _parts().items():
            package.writestr(name, _HEAD + content)
    return timeless(file.getvalue())


def _parts() -> dict[str, str]:
    numbers = range(1, len(LAYOUTS) + 1)
    layouts = {f"ppt/slideLayouts/slideLayout{n}.xml": _layout(LAYOUTS[n - 1]) for n in numbers}
    to_master = _relations(("slideMaster", "../slideMasters/slideMaster1.xml"))
    return {
        "[Content_Types].xml": _content_types(len(LAYOUTS)),
        "_rels/.rels": _relations(
            ("officeDocument", "ppt/presentation.xml"),
            (f"{_RELATED}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": _relations(
            ("slideMaster", "slideMasters/slideMaster1.xml"), ("theme", "theme/theme1.xml")
        ),
        "ppt/theme/theme1.xml": _theme(),
        "ppt/slideMasters/slideMaster1.xml": _master(len(LAYOUTS)),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            *(("slideLayout", f"../slideLayouts/slideLayout{n}.xml") for n in numbers),
            ("theme", "../theme/theme1.xml"),
        ),
        **layouts,
        **{f"ppt/slideLayouts/_rels/slideLayout{n}.xml.rels": to_master for n in numbers},
    }


# The parts of the package


def _content_types(layouts: int) -> str:
    slides = f"{_TYPE}.presentationml"
    kinds = {
        "/ppt/presentation.xml": f"{slides}.presentation.main+xml",
        "/ppt/slideMasters/slideMaster1.xml": f"{slides}.slideMaster+xml",
        "/ppt/theme/theme1.xml": f"{_TYPE}.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    for n in range(1, layouts + 1):
        kinds[f"/ppt/slideLayouts/slideLayout{n}.xml"] = f"{slides}.slideLayout+xml"
    said = "".join(f'<Override PartName="{k}" ContentType="{v}"/>' for k, v in kinds.items())
    return (
        f'<Types xmlns="{_RELATED}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{said}</Types>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    said = "".join(
        f'<Relationship Id="rId{n}" Type="'
        f'{kind if "/" in kind else f"{_OFFICE}/relationships/{kind}"}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATED}/relationships">{said}</Relationships>'


def _core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_RELATED}/metadata/core-properties" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _presentation() -> str:
    return (
        f"<p:presentation {_SPACES}><p:sldMasterIdLst>"
        '<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:sldSz cx="{round(WIDTH * _INCH)}" cy="{round(HEIGHT * _INCH)}"/>'
        f'<p:notesSz cx="{round(HEIGHT * _INCH)}" cy="{10 * _INCH}"/></p:presentation>'
    )


def _theme() -> str:
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items()
    )
    face = f'<a:latin typeface="{FACE}"/><a:ea typeface=""/><a:cs typeface=""/>'
    solid = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{solid}</a:ln>'
    none = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme {_SPACES} name="Maturity"><a:themeElements>'
        f'<a:clrScheme name="Maturity">{colours}</a:clrScheme>'
        f'<a:fontScheme name="Maturity"><a:majorFont>{face}</a:majorFont>'
        f"<a:minorFont>{face}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Maturity"><a:fillStyleLst>{solid * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{none * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{solid * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def _master(layouts: int) -> str:
    body = Place("Text", "body", (0.6, 1.55, 12.13, 4.95))
    tree = _tree((_TITLE, body, *_FOOT), ())
    ids = "".join(
        f'<p:sldLayoutId id="{2147483648 + n}" r:id="rId{n}"/>' for n in range(1, layouts + 1)
    )
    names = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
    colours = " ".join(f'{name}="{name}"' for name in names)
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 228600}" algn="l"><a:buNone/>'
        f'<a:defRPr sz="1600"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 10)
    )
    title = (
        '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:buNone/>'
        '<a:defRPr sz="2600" b="1"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        '<a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr>'
    )
    return (
        f"<p:sldMaster {_SPACES}><p:cSld><p:bg><p:bgPr><a:solidFill>"
        '<a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
        f"{tree}</p:cSld>"
        f'<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" {colours}/>'
        f"<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>"
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>"
        f"<p:otherStyle>{levels}</p:otherStyle></p:txStyles></p:sldMaster>"
    )


def _layout(layout: Layout) -> str:
    return (
        f'<p:sldLayout {_SPACES} type="{layout.kind}" preserve="1"><p:cSld name="{layout.name}">'
        f"{_tree(layout.places, layout.shapes)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _tree(
    places: tuple[Place, ...], shapes: tuple[tuple[str, tuple[float, float, float, float]], ...]
) -> str:
    drawn = [_shape(n, *each) for n, each in enumerate(shapes, start=2)]
    drawn += [_place(n, each) for n, each in enumerate(places, start=2 + len(shapes))]
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        '<p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
        '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>' + "".join(drawn) + "</p:spTree>"
    )


def _box(box: tuple[float, float, float, float]) -> str:
    x, y, width, height = (round(each * _INCH) for each in box)
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


def _shape(number: int, colour: str, box: tuple[float, float, float, float]) -> str:
    """Draw a plain rectangle; it carries no text and says so to screen readers."""
    decorative = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst>"
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Shape {number}">{decorative}</p:cNvPr>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_box(box)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _place(number: int, place: Place) -> str:
    kind = f' type="{place.kind}"' if place.kind else ""
    index = _NUMBERS.get(place.kind, _BODIES.get(place.name, 0))
    numbered = f' idx="{index}"' if index else ""
    fill = place.fill and f'<a:solidFill><a:schemeClr val="{place.fill}"/></a:solidFill>'
    inset, above = (137160, 64008) if place.fill else (0, 0)
    words = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    words = (
        f"{words}<a:rPr/><a:t>‹#›</a:t></a:fld>"
        if place.kind == "sldNum"
        else (f"<a:r><a:rPr/><a:t>{place.name}</a:t></a:r>")
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{place.name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{kind}{numbered}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr>{_box(place.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        f'<p:txBody><a:bodyPr lIns="{inset}" tIns="{above}" rIns="{inset}" bIns="{above}" '
        f'anchor="{place.anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle>{_letters(place)}'
        f"</a:lstStyle><a:p>{words}</a:p></p:txBody></p:sp>"
    )


def _letters(place: Place) -> str:
    face = "+mj-lt" if "itle" in place.kind else "+mn-lt"
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="{place.align}"><a:buNone/>'
        f'<a:defRPr sz="{round(place.size * 100)}" b="{int(place.bold)}"><a:solidFill>'
        f'<a:schemeClr val="{place.colour}"/></a:solidFill><a:latin typeface="{face}"/>'
        "</a:defRPr></a:lvl1pPr>"
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(template())
