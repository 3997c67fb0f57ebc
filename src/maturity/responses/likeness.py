"""Which known words a misspelt one resembles: a suggestion to ask about, never an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping

from maturity.responses.wording import LONGEST

# How alike two spellings are, 0 to 100. One wrong letter in ten is a misspelling; below, it may be
# another word: "légèrement" and "entièrement d'accord" reach 87. Two meanings that come within
# CLOSE of each other leave no best one.
_LIKE, _CLOSE = 90, 3
_BETWEEN_WORDS = re.compile(r"[\W_]+")  # tools name "d'accord" d_accord


def likest(plain: str, meanings: Mapping[str, str]) -> str | None:
    """Return the one of some known words that a word resembles most, None when none stands out.

    >>> likest("plutot daccord", {"plutot d'accord": "4", "plutot pas d'accord": "2"})
    "plutot d'accord"
    >>> likest("maybe", {"agree": "4", "disagree": "2"})
    """
    if not plain or len(plain) > LONGEST:
        return None
    from rapidfuzz import fuzz, process

    found = process.extract(
        _BETWEEN_WORDS.sub(" ", plain),
        {word: _BETWEEN_WORDS.sub(" ", word) for word in meanings},
        scorer=fuzz.ratio,
        score_cutoff=_LIKE - _CLOSE,
        limit=9,
    )
    if not found or found[0][1] < _LIKE:
        return None
    _, score, best = found[0]
    rivals = {meanings[word] for _, close, word in found if close > score - _CLOSE}
    return best if len(rivals) == 1 else None
