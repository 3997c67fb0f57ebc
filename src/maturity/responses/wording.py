"""How what people write is compared with what they could have written; nothing is guessed here."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from maturity.instrument import normalised

# Longer than any label, synonym or number anybody means; what is longer is only looked up whole.
LONGEST = 300

_TAG = re.compile(r"<[^<>]{0,200}>")
# "concerné(e)", "concerné·e·s", "convaincu/e": endings for both genders and for several people.
_ENDING = re.compile(r"(?<=[^\W\d_])(?:\((?:e|s|es|ne|nes|le|les)\)|[·•∙/.]e(?:[·•∙/.]?s)?(?!\w))")
_BEFORE, _BEHIND = "'\"«“ ", ".,;:!'\"»” "
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# UTF-8 read as Windows-1252 begins with one of these; text that has none of them is not garbled.
_GARBLED = re.compile("[ÂÃâÅÄ]")
_QUOTED = 80
# What a terminal or a browser would act on, and what turns the direction of the letters round.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PERSONAL = re.compile(
    r"[^\s@]{1,64}@[^\s@]{1,255}|(?<![\w.,])\+?\d(?:[ .()/-]?\d){8,14}(?![\w.,])"
)
_PASSES = 2  # twice garbled is what Excel makes of a garbled CSV that is saved again


@lru_cache(maxsize=4096)
def loose(text: str) -> str:
    r"""Return a text as it is compared: no case, accents, markup, quotes, gendered endings.

    >>> loose("<b>Plut&ocirc;t\u00a0d’accord</b> ;"), loose("Non concerné(e)."), loose("'4")
    ("plutot d'accord", 'non concerne', '4')
    """
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    plain = normalised(_ENDING.sub("", normalised(text)))
    return plain.lstrip(_BEFORE).rstrip(_BEHIND) or plain


def number_in(text: str) -> float | None:
    """Return the number a whole text is, None when it is more or less than a number.

    Superscripts and the like are notes beside a number, never digits of it.

    >>> number_in("4,0"), number_in(" ４ "), number_in("+4"), number_in("4²"), number_in("4 ou 5")
    (4.0, 4.0, 4.0, None, None)
    """
    if len(text) > LONGEST and not text.strip().isdecimal():
        return None
    if any(unicodedata.category(char) == "No" for char in text):
        return None
    plain = loose(text)
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None


def canonical(number: float) -> str:
    """Return a number as ``mapping.yaml`` writes it.

    >>> canonical(4.0), canonical(0.25)
    ('4', '0.25')
    """
    return f"{number:.15g}"


def ungarbled(text: str) -> str:
    """Return a text whose letters were read in the wrong encoding as it was; others unchanged.

    >>> ungarbled("PlutÃ´t dâ€™accord"), ungarbled("Ângela")
    ('Plutôt d’accord', 'Ângela')
    """
    for _ in range(_PASSES):
        if not _GARBLED.search(text):
            break
        try:
            # Half of a garbled à is a no-break space, which many programs make a plain one.
            text = b"".join(map(_byte, re.sub("([ÃÂ]) {1,2}", "\\1\xa0 ", text))).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            break
    return text


def _byte(char: str) -> bytes:
    # Windows-1252 has no letter for five bytes; programs keep these as control characters.
    return bytes([ord(char)]) if 0x80 <= ord(char) < 0xA0 else char.encode("cp1252")  # noqa: PLR2004 - the C1 controls


def quoted(text: str) -> str:
    r"""Return a client's text as a problem quotes it: short, on one line, no address, no phone.

    >>> quoted("x\x1b[31m\ny"), quoted("ask ann@example.org"), quoted("a" * 99) == "a" * 79 + "…"
    ('x [31m y', 'ask …', True)
    """
    plain = _CONTROL.sub(" ", text[: _QUOTED * 4])
    plain = _PERSONAL.sub("…", " ".join(plain.split()))
    cut = len(plain) > _QUOTED or len(text) > _QUOTED * 4
    return plain[: _QUOTED - 1] + "…" if cut else plain
