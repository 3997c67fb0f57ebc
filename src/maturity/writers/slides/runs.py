"""Paragraphs as the XML that slides, tables and notes share; every run says its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
# what XML cannot hold, and what turns the direction of the words that follow
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LETTER = re.compile(r"[^\W\d_]")
_BULLET = 1.1  # of a font size: how far lines hang under their bullet
_EMU = 12700  # in a point


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set: points, the theme's colour or ``#RRGGBB``, shares of the size.

    ``size`` and ``bold`` None leave the template's own.
    """

    language: str
    size: float | None = None
    colour: str = ""
    bold: bool | None = False
    bullet: str = ""
    centred: bool = False
    after: float = 0.0
    leading: float | None = 1.0


def harmless(text: str) -> str:
    r"""Return text without signs that no slide can hold or that turn other words round.

    >>> harmless("a\x0bb\u202ec")
    'abc'
    """
    return _FORBIDDEN.sub("", text)


def paragraph(text: str, look: Look, lead: str = "") -> str:
    """Return a paragraph; ``lead`` are its first words, in bold."""
    parts: tuple[tuple[str, bool | None], ...] = ((lead and f"{lead} ", True), (text, look.bold))
    said = "".join(_run(words, look, bold) for words, bold in parts if words)
    return f'<a:p xmlns:a="{_A}">{_properties(text, look)}{said}{_end(look)}</a:p>'


def number_field(look: Look) -> str:
    """Return the paragraph that shows the number of its slide."""
    field = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
    run = f'<a:rPr lang="{look.language}"/>'
    return f'<a:p xmlns:a="{_A}">{field}{run}<a:t>‹#›</a:t></a:fld></a:p>'


def _properties(text: str, look: Look) -> str:
    sides = ""
    if look.bullet:
        hang = round(_BULLET * (look.size or 0.0) * _EMU)
        sides += f' marL="{hang}" indent="-{hang}"'
    if look.centred:
        sides += ' algn="ctr"'
    elif _turned(text):
        sides += ' algn="l" rtl="1"'
    space = f'<a:lnSpc><a:spcPct val="{round((look.leading or 1) * 100000)}"/></a:lnSpc>'
    space = space if look.leading else ""
    if look.size:
        after = round(look.after * look.size * 100)
        space += '<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        space += f'<a:spcAft><a:spcPts val="{after}"/></a:spcAft>'
    return f"<a:pPr{sides}>{space}{_bullet(look)}</a:pPr>"


def _bullet(look: Look) -> str:
    colour = '<a:buClr><a:schemeClr val="accent2"/></a:buClr>'
    if look.bullet == "number":
        return f'{colour}<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"/>'
    if look.bullet == "dot":
        return f'{colour}<a:buFont typeface="Arial"/><a:buChar char="•"/>'
    return "<a:buNone/>" if look.size else ""


def _run(words: str, look: Look, bold: bool | None) -> str:  # noqa: FBT001 - three answers
    said = escape(harmless(words).replace("\n", " "), quote=False)
    return f"<a:r>{_letters('rPr', look, bold)}<a:t>{said}</a:t></a:r>"


def _end(look: Look) -> str:
    return _letters("endParaRPr", look, look.bold)


def _letters(tag: str, look: Look, bold: bool | None) -> str:  # noqa: FBT001 - three answers
    size = f' sz="{round(look.size * 100)}"' if look.size else ""
    weight = "" if bold is None else f' b="{int(bold)}"'
    colour = look.colour
    if colour.startswith("#"):
        colour = f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
    elif colour:
        colour = f'<a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
    return f'<a:{tag} lang="{look.language}"{size}{weight}>{colour}</a:{tag}>'


def _turned(text: str) -> bool:
    """Tell whether a text is read from right to left: most of its letters are."""
    letters = _LETTER.findall(text)
    return 2 * sum(_RIGHT_TO_LEFT.match(each) is not None for each in letters) > len(letters)
