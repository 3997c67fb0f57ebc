"""A language that nobody speaks, to find the words that no catalogue holds.

Every letter of a catalogue's sentence, and of a text of the questionnaire, becomes a Cyrillic one.
A Latin word that is left on a page was written in the code, or is the client's own.
"""

import re
import string

from maturity import language
from maturity.instrument.text import Text
from maturity.language import Language

_LATIN = string.ascii_lowercase
_LETTERS = {
    **{ord(char): 0x430 + n for n, char in enumerate(_LATIN)},
    **{ord(char): 0x410 + n for n, char in enumerate(_LATIN.upper())},
    **{ord(char): "ю" for char in "àâäçéèêëîïôöùûüœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒÆ"},
}
_WORD = re.compile(r"[^\W\d_]{2,}")


_FIELD = re.compile(r"(\{[^{}]*\})")


def disguised(text):
    """Disguise a text, the fields of a sentence excepted."""
    parts = _FIELD.split(text)
    return "".join(each if n % 2 else each.translate(_LETTERS) for n, each in enumerate(parts))


def speak(monkeypatch):
    """Make every catalogue and questionnaire speak the language that nobody speaks."""
    real, read = language.sentence, Text.in_language
    monkeypatch.setattr(
        language, "sentence", lambda key, code, n=None: disguised(real(key, code, n))
    )
    monkeypatch.setattr(Text, "in_language", lambda self, code: disguised(read(self, code)))
    monkeypatch.setattr(Language, "listing", lambda _self, names: ", ".join(names))


def untranslated(texts, *own):
    """Every text with Latin words in it that are neither disguised nor among the client's ``own``.

    ``texts`` may come from blocks, or from any file: slides, pages, cells, a web page.
    """
    known = {word for text in own for word in _WORD.findall(text)}
    found = {}
    for text in texts:
        left = [word for word in _WORD.findall(text) if _is_latin(word) and word not in known]
        if left:
            found[text] = left
    return found


def _is_latin(word):
    return any(char in _LATIN for char in word.lower())
