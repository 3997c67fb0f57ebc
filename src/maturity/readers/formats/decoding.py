"""Bytes into text: by byte-order mark, else UTF-8, else the code page that makes most sense of it.

And text that went through the wrong code page once, before it came to us: recognised, and put
right where that is certain.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

UTF_8 = "utf-8"
_BOMS = (  # longer marks first: that of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Excel saves CSV in the first on Windows in western Europe, in the second on a Mac, in the third
# as “CSV (MS-DOS)”.
_CODE_PAGES = ("cp1252", "mac_roman", "cp850")
_USUAL = frozenset("éèàùçêôîâûëïüöäßœñ’“”«»–—…€°")
_ASCII = bytes(range(128))
_SAMPLE, _CHUNK = 4096, 1 << 20
_MANY_ZEROS, _ONE_SIDED, _FEW = 0.2, 0.95, 0.01
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
# UTF-8 read as Windows-1252: the first byte of two or three, shown as a letter of its own.
_TRAIL = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_GARBLED = re.compile(f"[ÂÃÅ]{_TRAIL}|[âïð]{_TRAIL}{{2,3}}|\ufffd")
_ROUNDS = 3  # some texts went through it more than once


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes are decoded; ``guessed`` when neither a mark nor the bytes themselves prove it."""

    name: str
    guessed: bool = False


def encoding_of(content: bytes) -> Encoding:
    """Return how to decode a whole file."""
    marked = _marked(content)
    if marked:
        return Encoding(marked)
    if _is_utf_8(content):
        return Encoding(UTF_8)
    high = content.translate(None, _ASCII)[: 10 * _SAMPLE]
    return Encoding(max(_CODE_PAGES, key=lambda page: _sense(high, page)), guessed=True)


def beginning(start: bytes) -> str | None:
    """Return the beginning of a text, decoded; None when it is not the beginning of a text."""
    encoding = _marked(start)
    if encoding is None:
        encoding = UTF_8 if _is_utf_8(start, cut=True) else _CODE_PAGES[0]
    text = codecs.getincrementaldecoder(encoding)("replace").decode(start)
    strange = len(_CONTROL.findall(text)) + text.count("\0")
    return text if strange <= _FEW * len(text) else None


def _marked(content: bytes) -> str | None:
    """Return the encoding a mark states, or zero bytes between letters give away."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd < _MANY_ZEROS * len(sample) or not even + odd:
        return None
    if odd >= _ONE_SIDED * (even + odd):
        return "utf-16-le"
    return "utf-16-be" if even >= _ONE_SIDED * (even + odd) else None


def _is_utf_8(content: bytes, *, cut: bool = False) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder(UTF_8)()
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _sense(high: bytes, page: str) -> int:
    """Count the characters beyond ASCII that people here do write."""
    return sum(char in _USUAL for char in high.decode(page, errors="replace"))


def garbled(text: str) -> list[str]:
    """Return what of a text shows that it went through the wrong code page.

    >>> garbled("trÃ¨s d'accord"), garbled("très d'accord")
    (['Ã¨'], [])
    """
    return [] if text.isascii() else _GARBLED.findall(text)


def ungarbled(text: str) -> str | None:
    """Return a text as it was before its UTF-8 was read as Windows-1252, None when it never was.

    Only what turns back exactly is turned back: the result, garbled again, is the text given.

    >>> ungarbled("NÃ©anmoins"), ungarbled("Néanmoins"), ungarbled("NÃ©anmoins, déjà")
    ('Néanmoins', None, None)
    """
    found = None
    for _ in range(_ROUNDS):
        if text.isascii() or not _GARBLED.search(text):
            break
        try:
            text = b"".join(map(_byte, text)).decode(UTF_8)
        except UnicodeError:
            break
        found = text
    return found


def _byte(char: str) -> bytes:
    """Return the byte a character was; Windows shows five bytes that cp1252 leaves undefined."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")
