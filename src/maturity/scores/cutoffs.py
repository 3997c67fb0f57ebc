"""Where a figure becomes a remark, read from ``cutoffs.toml``, which says where each comes from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def cutoffs(section: str) -> Mapping[str, float]:
    """Return the cut-offs of one section by name."""
    file = resources.files("maturity.scores") / "cutoffs.toml"
    found: Mapping[str, float] = tomllib.loads(file.read_text(encoding="utf-8"))[section]
    return found
