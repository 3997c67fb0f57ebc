"""How wide the columns of a table are, and where a word that is too long for one may break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from maturity.story.blocks import Table

BREAK = "\u200b"  # a place where a line may end, which shows nothing
_LONGEST = 34  # letters; a word beyond that is no word
_WORDS = re.compile(r"\S+")
_PIECES = re.compile(r"[^\s-]+")  # of words, which break behind a hyphen
_GAP = 2.0  # letters between two columns
_CAPITAL = 0.35  # of a letter, by which a capital is wider
_BOLD = 1.1  # letters as wide as a bold one
_CALM = 0.75  # of the line: a table that needs less is as wide as it needs
_SHORT = (30, 24, 18, 14, 11, 9, 7)  # letters that a cell may have and stay on one line
_KEPT = 0.62  # of the line: what cells of that length may take, the rest being for longer ones
_CROWDED, _SENTENCE = 8, 40  # columns and letters from which a row is named on a line of its own


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on a line of so many letters.

    ``shares`` has one number per column, or none when all take what they need; ``letters`` says how
    many stand on a line of each. ``spread`` tells that the first column stands above the others, as
    wide as the table.
    """

    shares: tuple[float, ...]
    letters: tuple[float, ...]
    spread: bool


def grid(table: Table, line: float) -> Grid:
    """Return how a table stands on a line of so many letters.

    Columns of short cells get what they need; what is left goes to the others in proportion to
    what they say, so that rows are low and no column becomes a tower.
    """
    columns = list(zip(table.header, *table.rows, strict=True))
    spread = len(columns) >= _CROWDED and max(map(len, columns[0])) >= _SENTENCE
    if spread:
        columns = columns[1:]
    whole = [max(map(_letters, column)) + _GAP for column in columns]
    taken = whole if sum(whole) <= line else _shared(columns, line)
    letters = tuple(each - _GAP for each in taken)
    calm = not spread and sum(whole) <= line * _CALM
    return Grid(() if calm else tuple(taken), (line, *letters) if spread else letters, spread)


def _shared(columns: Sequence[Sequence[str]], line: float) -> list[float]:
    """Share a line between columns, each at most as wide as its longest cell."""
    full = [max(_titled(head), *map(_letters, cells), 1) + _GAP for head, *cells in columns]
    for short in _SHORT:
        least = [min(wide, short + _GAP) for wide in full]
        if sum(least) <= line * _KEPT:
            break
    said = [sum(map(len, column)) / len(column) for column in columns]
    return _filled(least, full, said, line)


def _titled(head: str) -> float:
    """Return the letters that a title needs, in three lines or its longest word."""
    return _BOLD * max(len(head) / 3, *map(_letters, _PIECES.findall(head)), 1)


def _letters(text: str) -> float:
    """Return how many letters a text is as wide as: capitals are wider."""
    return len(text) + _CAPITAL * sum(map(str.isupper, text))


def _filled(
    least: Sequence[float], full: Sequence[float], said: Sequence[float], line: float
) -> list[float]:
    """Give what is left of a line to the columns that can use it, by what they say."""
    got, spare = list(least), line - sum(least)
    while spare > 1:
        hungry = {n: sqrt(said[n]) for n in range(len(got)) if got[n] < full[n]}
        if not hungry:
            break
        total = sum(hungry.values())
        for n, weight in hungry.items():
            got[n] = min(full[n], got[n] + spare * weight / total)
        spare = line - sum(got)
    return got


def broken(text: str, letters: float = _LONGEST) -> str:
    """Return a text that may break inside what is longer than a line and no word.

    A word of a language breaks where it is hyphenated, and behind its hyphens.
    """
    if _letters(text) <= letters:
        return text
    return _WORDS.sub(lambda word: _in_pieces(word[0], letters), text)


def _in_pieces(word: str, letters: float) -> str:
    pieces = [each for each in _PIECES.findall(word) if _letters(each) > letters]
    torn = any(not each.isalpha() or len(each) > _LONGEST for each in pieces)
    return BREAK.join(word) if torn else word


def crowded(text: str, letters: float) -> bool:
    """Tell whether a text has a word that may not fit on a line of so many letters, even bold."""
    return any(_BOLD * _letters(each) > letters for each in _PIECES.findall(text))
