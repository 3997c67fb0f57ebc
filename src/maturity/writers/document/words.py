"""Words as WordprocessingML: runs, paragraphs, fields, bookmarks and links, all of it escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from maturity.story.blocks import Words, plain, runs

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

# what XML 1.0 cannot carry (tabs and line ends it can), and what turns the direction round
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_BREAKS = re.compile(r"[ \t]*(?:\r\n|[\r\n\u2028\u2029])[ \t]*")
_RIGHT_TO_LEFT = {"R", "AL"}
_NEEDS_LOOKING = re.compile(r"[^\u0000-\u058f]")
_NAMESPACES = ("w", "r", "wp", "a", "pic")


def elements(xml: str) -> list[BaseOxmlElement]:
    """Return what a piece of WordprocessingML holds, ready to be put into a part."""
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    return list(parse_xml(f"<w:p {nsdecls(*_NAMESPACES)}>{xml}</w:p>"))


def clean(text: str) -> str:
    r"""Return a text without control characters and whatever else no XML can hold.

    >>> clean("a\x00b\x1bc")
    'abc'
    """
    return _REFUSED.sub("", text)


def attribute(text: str) -> str:
    """Write a text so that an attribute can hold it, on one line."""
    return escape(" ".join(clean(text).split()))


def is_rtl(text: str) -> bool:
    """Tell whether a text begins in a script that is written from right to left."""
    strong = (bidirectional(letter) for letter in text)
    first = next((each for each in strong if each in {"L", *_RIGHT_TO_LEFT}), "L")
    return first in _RIGHT_TO_LEFT


def inline(words: Words, properties: str = "") -> str:
    """Return words as runs; ``properties`` are run properties that hold for all of them."""
    said = []
    for each in runs(words):
        look = "<w:b/>" * each.strong + "<w:i/>" * each.emphasis + properties
        said.append(_runs(each.text, look))
    return "".join(said)


def _runs(text: str, look: str) -> str:
    return "".join(
        _run(part, look + "<w:rtl/>" * from_right) for part, from_right in _directions(text)
    )


def _directions(text: str) -> Iterator[tuple[str, bool]]:
    """Cut a text where its direction changes; what has none goes with what stands before it."""
    if not _NEEDS_LOOKING.search(text):
        yield text, False
        return
    from_right, told = is_rtl(text), []
    for letter in text:
        kind = bidirectional(letter)
        from_right = kind in _RIGHT_TO_LEFT if kind in {"L", *_RIGHT_TO_LEFT} else from_right
        told.append((letter, from_right))
    for key, letters in groupby(told, key=lambda each: each[1]):
        yield "".join(letter for letter, _ in letters), key


def _run(text: str, look: str) -> str:
    lines = _BREAKS.split(clean(text))
    written = "<w:br/>".join(
        "<w:tab/>".join(_text(piece) for piece in line.split("\t")) for line in lines
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{written}</w:r>"


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>' if text else ""


def paragraph(
    content: str, style: str, before: str = "", after: str = "", *, rtl: bool = False
) -> str:
    """Return a paragraph in a style, given by its id; properties go ``before`` its direction."""
    look = f'<w:pStyle w:val="{escape(style)}"/>{before}{"<w:bidi/>" * rtl}{after}'
    return f"<w:p><w:pPr>{look}</w:pPr>{content}</w:p>"


def said(words: Words, style: str, before: str = "", after: str = "") -> str:
    """Return words as a paragraph, set from the side its script begins on."""
    return paragraph(inline(words), style, before, after, rtl=is_rtl(plain(words)))


def live(code: str, shown: str) -> str:
    """Return a field that Word can renew, with what it shows until then."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code, quote=False)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"{inline(shown)}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmarked(content: str, name: str, number: int) -> str:
    """Return content that a link or a reference can point to; ``number`` is the bookmark's own."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def linked(content: str, bookmark: str) -> str:
    """Return content that leads to a bookmark of the same document."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{content}</w:hyperlink>'
