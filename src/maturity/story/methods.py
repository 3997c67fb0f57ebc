"""How every figure is made: the entries of ``language/methods.toml``, in the order they are told.

``docs/methods.md`` and the annex of a report are both written from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maturity.language import entries
from maturity.scores.model import Assessment

PARTS: Mapping[str, tuple[str, ...]] = {
    "scores": ("keying", "percent", "person", "missing", "centred"),
    "organisation": ("small_groups", "organisation", "weights", "overall", "compensation", "draws"),
    "certainty": (
        "levels",
        "critical",
        "interval",
        "level_probability",
        "share",
        "participation",
        "silent",
    ),
    "reliability": ("alpha", "omega", "item_rest"),
    "agreement": ("deviation", "consensus", "chance", "rwg", "polarised", "between"),
    "gaps": ("mirror", "gap", "hedges", "cliff", "permutation", "correction"),
    "quality": ("careless", "without_careless"),
    "action": ("practice_share", "priority"),
    "change": ("waves", "mix", "level_change"),
}
METHODS = tuple(method for methods in PARTS.values() for method in methods)


def fields(method: str) -> tuple[str, ...]:
    """Return the fields of an assessment that a method explains, as ``dimensions.alpha``."""
    return tuple(entries("methods")[method].get("fields", ()))


def printed(assessment: Assessment) -> Iterator[str]:
    """Yield the methods behind the figures that an assessment holds."""
    for method in METHODS:
        if any(_is_known(assessment, field.split(".")) for field in fields(method)):
            yield method


def _is_known(value: object, path: list[str]) -> bool:
    """Tell whether there is a value at the end of a path, in any element of lists on the way."""
    if value is None:
        return False
    if isinstance(value, tuple) and path and not hasattr(value, path[0]):
        return any(_is_known(each, path) for each in value)
    if isinstance(value, Mapping):
        return any(_is_known(each, path) for each in value.values())
    return not path or _is_known(getattr(value, path[0], None), path[1:])
