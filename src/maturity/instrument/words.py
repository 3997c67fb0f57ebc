"""How words are compared: never changed, only matched."""

from __future__ import annotations

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"), None)
_TABLE = {**_DASHES, **_APOSTROPHES, **_INVISIBLE}


def normalised(text: str) -> str:
    r"""Return the text without case, accents, kinds of apostrophe, dash or space.

    >>> normalised("  Tout à fait\u202fd’accord ")
    "tout a fait d'accord"
    """
    text = unicodedata.normalize("NFKD", text.translate(_TABLE)).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", text).strip()
