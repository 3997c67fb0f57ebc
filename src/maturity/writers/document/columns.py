"""How wide the columns of a table are: as their words need, the rest to those who say most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from maturity.story.blocks import Table

_BROAD = "mwœæ%@–—"
# a no-break space is none; a compound breaks after its dash, a range of numbers does not
_BREAKS = re.compile(r"[ \t\n]|(?<=[^\W\d][-–])(?=[^\W\d])")
LETTER, ANY_LETTER = 0.53, 0.68  # of Calibri, bold heads included; of any typeface
_MARGINS = 180  # left and right of a cell, and what rounding takes
_LONGEST_LINE = 46  # letters after which a text may as well be broken


def widths(table: Table, total: int, size: float, letter: float = LETTER) -> list[int]:
    """Return the width of each column in twentieths of a point; together they are ``total``.

    No column is narrower than its longest word as long as there is room; what is left goes to
    each by how much its texts would like to have. ``letter`` is the width of one, in sizes.
    """
    columns = list(zip(table.header, *table.rows, strict=True))
    letter *= size * 20
    needed = [_MARGINS + letter * max(map(_longest_word, texts)) for texts in columns]
    wanted = [
        max(need, _MARGINS + letter * max([len(texts[0]) / 2, *map(_line, texts[1:])]))
        for need, texts in zip(needed, columns, strict=True)
    ]
    if sum(needed) >= total:
        return _exactly([each * total / sum(needed) for each in needed], total)
    room, wish = total - sum(needed), sum(wanted) - sum(needed)
    if wish > room:
        given = [n + (w - n) * room / wish for n, w in zip(needed, wanted, strict=True)]
        return _exactly(given, total)
    texts = [each for each in range(len(columns)) if each not in table.numeric] or [0]
    spare = (total - sum(wanted)) / len(texts)
    return _exactly([w + spare * (n in texts) for n, w in enumerate(wanted)], total)


def _longest_word(text: str) -> int:
    return max(map(_breadth, _BREAKS.split(text)))


def _breadth(word: str) -> int:
    """Count letters, broad ones for more than one."""
    return len(word) + (sum(letter in _BROAD or letter.isupper() for letter in word) + 1) // 2


def _line(text: str) -> int:
    return max(_longest_word(text), min(len(text), _LONGEST_LINE + len(text) // 4))


def _exactly(shares: Sequence[float], total: int) -> list[int]:
    """Round widths so that they add up."""
    rounded = [int(each) for each in shares]
    rounded[-1] += total - sum(rounded)
    return rounded
