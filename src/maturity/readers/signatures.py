"""What survey tools and people write above columns that hold no answers, read from its table."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from maturity.instrument import normalised


@cache
def signatures() -> dict[str, Any]:
    """Return the whole table, as written."""
    file = resources.files("maturity.readers") / "exports" / "signatures.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def words_of(*path: str) -> tuple[str, ...]:
    """Return the words listed at one place of the table, normalised."""
    node: Any = signatures()
    for key in path:
        node = node[key]
    return tuple(dict.fromkeys(normalised(word) for word in node))


@cache
def kinds_of(*path: str) -> Mapping[str, str]:
    """Return word to kind, normalised, where a place of the table lists words by kind."""
    node: Any = signatures()
    for key in path:
        node = node[key]
    return {normalised(word): kind for kind, listed in node.items() for word in listed}


def number_of(*path: str) -> float:
    """Return one threshold of the table."""
    node: Any = signatures()
    for key in path:
        node = node[key]
    return float(node)
