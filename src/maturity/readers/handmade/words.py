"""Words people use in tables of their own: looked up in ``words.toml``, never known by the code."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from maturity.instrument import normalised

_AROUND = " .:;*=?!…()[]\"'«»“”-–"


@cache
def _catalogue() -> dict[str, Any]:
    file = resources.files("maturity.readers.handmade") / "words.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def listed(subject: str, kind: str) -> frozenset[str]:
    """Return the words of one kind, as :func:`bare` makes them."""
    return frozenset(map(bare, _catalogue()[subject][kind]))


@cache
def beginnings(subject: str, kind: str) -> tuple[str, ...]:
    """Return the beginnings of one kind, normalised, spaces at their end kept."""
    words: Sequence[str] = _catalogue()[subject][kind]
    return tuple(normalised(f"{word}|")[:-1] for word in words)


_plain = lru_cache(maxsize=4096)(normalised)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a text for comparison: normalised, without punctuation around it.

    >>> bare("  Écart-type : ")
    'ecart-type'
    """
    plain = _plain(text)
    return plain.strip(_AROUND) or plain


def among(text: str, subject: str, kind: str) -> bool:
    """Tell whether a text is one of the words of a kind."""
    return bare(text) in listed(subject, kind)


def begins(text: str, subject: str, kind: str = "begins") -> bool:
    """Tell whether a text begins with words of a kind."""
    return _plain(text).startswith(beginnings(subject, kind))
