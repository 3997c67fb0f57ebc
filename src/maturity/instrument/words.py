"""How words are compared: never changed, only matched."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"), None)
_TABLE = {**_DASHES, **_APOSTROPHES, **_INVISIBLE}


# Titles and labels come back thousands of times, one for every column, row and layout.
@lru_cache(maxsize=1 << 13)
def normalised(text: str) -> str:
    r"""Return the text without case, accents, kinds of apostrophe, dash or space.

    >>> normalised("  Tout à fait\u202fd’accord ")
    "tout a fait d'accord"
    """
    if text.isascii():  # one of the above can stand in it, the grave accent
        return " ".join(text.replace("`", "'").lower().split())
    text = unicodedata.normalize("NFKD", text.translate(_TABLE)).casefold()
    return " ".join("".join(char for char in text if not unicodedata.combining(char)).split())
