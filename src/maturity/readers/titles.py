"""What a title may stand for once all that tools and people put around a question is gone.

Nothing here knows a questionnaire: a title goes in, the wordings it may stand for come out, surest
first. Whether a wording is a question is for :mod:`maturity.readers.wordings` to say.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from maturity.instrument import normalised
from maturity.readers.signatures import words_of

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_WORD = re.compile(r"[^\W_]+|[<>=+%€$£≥≤±]")
_PART = re.compile(r"[^\W\d_]+|\d+")
_EDGES = " .:;*?!…\"'•"
_QUOTES = dict.fromkeys(map(ord, "“”„«»‟"), '"')
# UTF-8 read as Windows-1252: a letter that starts a sequence, then what its other bytes became.
_GARBLED = re.compile(r"[\u00c2-\u00c5\u00e2][\u00a0-\u00bf\u0080-\u009f\u0152-\u2122]{1,2}|Ã ")
_ELLIPSIS = re.compile(r"\s*(?:\.{2,}|…)\s*$")
_SENTENCE_END = re.compile(r"[.?!:;\])]\s*\*?\s*$")
_LEGEND = re.compile(
    r"""\s*[-:;,]?\s*(?:
        [(\[][^()\[\]]*(?<!\d)\d{1,3}\s*(?:=|:|-|/|\.\.+|a\b|to\b|bis\b)[^()\[\]]*[)\]]
      | [(\[]\s*/\s*\d{1,3}\s*[)\]]
      | [(\[][^()\[\]]*\b(?:sur|out\ of|of)\ \d{1,3}[^()\[\]]*[)\]]
      | (?<!\d)\d{1,3}\s*=[^=]+\b\d{1,3}\s*=.*
    )\s*$""",
    re.VERBOSE,
)
_AGAIN = re.compile(r"(?P<base>.*[^\d\s.])(?:\d{1,2}|\.\d{1,2})$|(?P<dotted>.*[.?!])\d{1,2}$")
_NUMBER = re.compile(
    r"""[\[(]?(?P<head>
        (?:(?:question|item|q|no|n°|n)\.?\ ?)?\d+(?:[._-]\d+)*[a-z]?
      | [a-z]{1,8}[ ._-]?\d+(?:[._-]\d+)*[a-z]?(?=[\])]?\s*[-.:)|\]/])
      | [a-z](?=[.)])
      | [ivx]{1,5}(?=[.)])
      | \S{1,20}(?=\]|\)|\ -|\ ?:|\.\ |\ \|)
    )[\])]?\s*[-.:)|\]/]*\s*(?P<rest>\D.{3,})""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROW = re.compile(r"^(?P<stem>.*\S)\s*\[(?P<row>[^\[\]]+)\]?\s*\*?\s*$", re.DOTALL)
_CLOSED = 3  # words of a question after which a digit may be Excel's, not the title's


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording a title may stand for; ``number`` is what was taken off its front."""

    plain: str
    number: str = ""


@lru_cache(maxsize=20_000)
def plain_title(title: str) -> str:
    """Return a title without mark-up, garbling, case, accents and kinds of quote.

    >>> plain_title("<b>L&#39;Ã©quipe</b> est  prÃªte")
    "l'equipe est prete"
    """
    if "&" in title:
        title = html.unescape(html.unescape(title))
    if "<" in title:
        title = _TAG.sub(" ", title)
    return normalised(repaired(title).translate(_QUOTES))


def repaired(text: str) -> str:
    """Return a text that was written as UTF-8 and read as Windows-1252 as it was meant.

    >>> repaired("numÃ©rique"), repaired("dâ€™accord"), repaired("Ãge")
    ('numérique', 'd’accord', 'Ãge')
    """
    return _GARBLED.sub(_as_meant, text)


def _as_meant(found: re.Match[str]) -> str:
    raw = bytearray()
    for char in found[0].replace("Ã ", "Ã\u00a0"):
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            raw += char.encode("latin-1") if ord(char) < 256 else b"?"  # noqa: PLR2004 - one byte
    return raw.decode("utf-8") if _is_utf8(raw) else found[0]


def _is_utf8(raw: bytes | bytearray) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def loose(plain: str) -> str:
    """Return a plain title without what survey tools and people put at its ends."""
    return plain.strip(_EDGES) or plain


def words(plain: str) -> str:
    """Return the words of a plain title alone, whatever stands between them.

    >>> words("how safe is it -"), words("how_safe_is_it")
    ('how safe is it', 'how safe is it')
    """
    return " ".join(_WORD.findall(plain))


def id_parts(plain: str) -> str:
    """Return an id without its separators and leading zeros; ``1.2`` is not ``12``.

    >>> id_parts("sil-01"), id_parts("sil1"), id_parts("1.2"), id_parts("12")
    ('sil 1', 'sil 1', '1 2', '12')
    """
    return " ".join(part.lstrip("0") or "0" for part in _PART.findall(plain))


def wordings(title: str) -> Iterator[Wording]:
    """Yield the wordings a title may stand for, surest first, each once."""
    first, *lines = title.strip().splitlines() or [""]
    todo = [Wording(plain_title(title))]
    # Our forms add lines below a question: who is asked, what the ends of the scale mean.
    todo += [Wording(plain_title(first))] if lines else []
    seen: set[Wording] = set()
    while todo:
        wording = todo.pop(0)
        if wording in seen or not wording.plain:
            continue
        seen.add(wording)
        yield wording
        cut = (
            Wording(less, wording.number) for take in _TAKEN_OFF if (less := take(wording.plain))
        )
        todo += [*cut, *_unnumbered(wording)]


def _without_mark(plain: str) -> str:
    """Take off the mark of a question that must be answered."""
    return _marks().sub("", plain)


@cache
def _marks() -> re.Pattern[str]:
    said = "|".join(map(re.escape, words_of("titles", "required")))
    return re.compile(rf"\s*(?:\*|\(\*\)|\*?\s*[(\[](?:{said})\W?[)\]]|\*\s*(?:{said})\W?)\s*$")


def _without_legend(plain: str) -> str:
    return _LEGEND.sub("", plain)


def _without_digit(plain: str) -> str:
    """Take off the digit Excel's tables put behind a title that is there already."""
    found = _AGAIN.fullmatch(plain)
    base = (found["base"] or found["dotted"] or "").rstrip(".") if found else ""
    return base if len(words(base).split()) >= _CLOSED else ""


_TAKEN_OFF: tuple[Callable[[str], str], ...] = (_without_mark, _without_legend, _without_digit)


def _unnumbered(wording: Wording) -> Iterator[Wording]:
    """Read ``3. text`` and ``A1 - text``; a year is no number of a question."""
    found = None if wording.number else _NUMBER.fullmatch(wording.plain)
    if found and not _YEAR.fullmatch(found["head"]):
        yield Wording(found["rest"], found["head"].rstrip(".:-|)] "))


def row_of_grid(title: str) -> tuple[str, str] | None:
    """Return the question and the row that ``Question [Row]`` names, None for other titles."""
    found = _ROW.match(title)
    return (found["stem"], found["row"].strip()) if found else None


def cut_off(title: str) -> tuple[str, bool] | None:
    """Return what is left of a title that may have been cut, and whether it says so by dots.

    Nothing when it ends as a sentence does: it is whole.
    """
    if _ELLIPSIS.search(title):
        return _ELLIPSIS.sub("", title), True
    return None if _SENTENCE_END.search(title) else (title, False)
