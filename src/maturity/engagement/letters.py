"""Letters that no page can hold: control characters, and those that turn a line round."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import category

from maturity.errors import Complaint
from maturity.instrument.yamlfile import Document, Where

_LAYOUT = "\t\n\r"
# They hold until they are closed: what follows them on the page would be read backwards.
_TURNING = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
_NO_LETTER = {"Cc", "Cs", "Zl", "Zp"}  # of Unicode's categories


def unprintable(text: str) -> str | None:
    r"""Return the code of the first character that no page can hold, None when there is none.

    Words written from right to left and emoji are letters like others.

    >>> unprintable("a\x07b"), unprintable("\u0645\u0631\u062d\u0628\u0627 👩‍🔬")
    ('U+0007', None)
    """
    found = (each for each in text if each not in _LAYOUT and _is_no_letter(each))
    first = next(found, None)
    return None if first is None else f"U+{ord(first):04X}"


def _is_no_letter(char: str) -> bool:
    # U+FFFE and U+FFFF are no characters: neither Word nor PowerPoint opens a file with them.
    return category(char) in _NO_LETTER or char in _TURNING or ord(char) & 0xFFFE == 0xFFFE  # noqa: PLR2004


def unprintable_values(document: Document) -> Iterator[Complaint]:
    """Yield what a state file states with letters that no page can hold."""
    for where, text in _texts(document.data, ()):
        code = unprintable(text)
        if code:
            fields = {"key": document.key(where), "code": code}
            yield Complaint(document.place(where), "stated.unprintable", fields)


def _texts(value: object, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(str(key), (*where, key))
            yield from _texts(inner, (*where, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*where, number))
