"""What stands in a cell for a value of an instrument, and back again without loss.

An empty cell says nothing. A text that shows nothing – empty, spaces, quotes alone – stands in
quotes, so that it can be told from an empty cell. A list has its words between commas or, where
they hold commas themselves, one a line; a word that could be mistaken is written as in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from maturity.instrument.tables import Column

Filled = str | float | bool
Plain = Filled | None
EMPTY_LIST = "[]"
MOST_CHARACTERS = 32_767  # of a cell, as Excel and LibreOffice count them: in UTF-16

_YES = {"yes", "y", "oui", "o", "true", "vrai", "x", "1"}
_NO = {"no", "n", "non", "false", "faux", "0"}
_INVISIBLE = (
    r'[\s\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"]*'
)
_SHOWS_NOTHING = re.compile(_INVISIBLE)
_EXACT = 2**53  # whole numbers up to here are exact in a cell
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"), None)
_JSON = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it holds, None when nothing, and where it stands."""

    value: Plain
    place: str


def encoded(column: Column, value: object) -> Plain:
    """Return what stands in a cell for a value; of a text, in one language.

    >>> encoded(Column("horizons", "wholes"), [30, 60]), encoded(Column("file", "word"), "=1+1")
    ('30, 60', '=1+1')
    """
    if value is None:
        return None
    if isinstance(value, list):
        return _listed(column, value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        exact = abs(value) <= _EXACT and float(f"{value:.15G}") == value
        return value if exact else repr(value)
    text = str(value)
    return f'"{text}"' if _SHOWS_NOTHING.fullmatch(text) else text


def decoded(column: Column, value: Plain) -> object:
    r"""Return the value a cell stands for; what cannot be understood is returned as it is.

    >>> decoded(Column("weight", "number"), "1,5"), decoded(Column("reverse", "flag"), "oui")
    (1.5, True)
    >>> decoded(Column("aliases", "words"), 'one, two\nthree')
    ['one, two', 'three']
    """
    if value is None:
        return None
    kind = column.kind
    if kind in {"words", "wholes"}:
        words = _words(column, _text(value))
        return [_whole(_number(word)) for word in words] if kind == "wholes" else words
    if kind == "flag":
        return _flag(value)
    if kind in {"whole", "number"}:
        return _whole(_number(value)) if kind == "whole" else _number(value)
    text = _text(value)
    if len(text) > 1 and text[0] == text[-1] == '"' and _SHOWS_NOTHING.fullmatch(text):
        return text[1:-1]
    names = kind == "choice" or column.reference or column.path in {(), ("id",)}
    return text.strip() if names and not column.spoken else text


def _text(value: Filled) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return value if isinstance(value, str) else f"{value:.15g}"


def _flag(value: Filled) -> object:
    word = _text(value).strip().casefold()
    return word in _YES if word in _YES | _NO else value


def _number(value: Filled) -> object:
    """Return a number however it is typed; a decimal comma is one, a list of numbers is none."""
    if not isinstance(value, str):
        return value
    text = value.translate(_SPACES).replace(",", ".")
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return value


def _whole(number: object) -> object:
    """Return a whole number as one: Excel knows only numbers with decimals."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _by_line(column: Column) -> bool:
    """Whether the words of a list may hold commas and stand one a line; ids and numbers do not."""
    return column.kind == "words" and not column.reference


def _listed(column: Column, words: Iterable[object]) -> str:
    written = [_quoted(str(word), by_line=_by_line(column)) for word in words]
    return ("\n" if _by_line(column) else ", ").join(written) if written else EMPTY_LIST


def _quoted(word: str, *, by_line: bool) -> str:
    mistaken = word != word.strip() or word[:1] == '"' or word == EMPTY_LIST
    mistaken = mistaken or bool(_SHOWS_NOTHING.fullmatch(word))
    unclear = mistaken or re.search(r"\n" if by_line else r"[\n,;]", word)
    return json.dumps(word, ensure_ascii=False) if unclear else word


def _words(column: Column, text: str) -> list[str]:
    if text.strip() == EMPTY_LIST:
        return []
    separator = r"\n" if _by_line(column) else r"[\n,;]"
    found: list[str] = []
    rest = text.strip()
    while rest:
        word, rest = _next_word(rest, separator)
        found += [word] if word is not None else []
    return found


def _next_word(text: str, separator: str) -> tuple[str | None, str]:
    """Return the first word of a list, None when it is empty, and what follows it."""
    if text.startswith('"'):
        try:
            word, end = _JSON.raw_decode(text)
        except ValueError:
            end = 0
        after = text[end:].lstrip(" \t\r")
        if end and (not after or re.match(separator, after)):
            return str(word), after[1:].strip()
    part, *others = re.split(separator, text, maxsplit=1)
    return part.strip() or None, others[0].strip() if others else ""
