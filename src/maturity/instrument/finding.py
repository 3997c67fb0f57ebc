"""The rules of findings, and the words they are written in: measures, comparisons, thresholds.

A rule says of which things it speaks, when, how gravely and in what sentence. It computes nothing:
``measures.toml`` lists what is known of each kind of thing, and :mod:`maturity.story.findings`
works it out.
"""

from __future__ import annotations

import operator
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from string import Formatter
from types import MappingProxyType
from typing import Literal

from maturity.instrument.text import Text

Role = Literal["message", "caveat"]
AUDIENCES = ("working-group", "executive", "all-staff")
NUMBERS = ("score", "points", "share", "count")  # units that can be compared
OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_CONDITION = re.compile(r"([a-z_]+)\s*(<=|>=|!=|<|>|=)\s*([\w.-]+(?:\s*\|\s*[\w.-]+)*)")


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing known of what a rule is about: its unit, what it says, the words a code may be.

    ``of`` names what of the questionnaire gives a code its words: its mirrors, or its groups.
    """

    unit: str
    says: Text
    values: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison, such as ``dont_know >= dont_know_high``.

    ``value`` is a number, or words: one that names a threshold or another measure, or, of a code,
    those it may be.
    """

    measure: str
    operator: str
    value: float | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When something is worth saying, how it is said, and how much it weighs.

    Its weight is ``gravity`` (0..90) plus up to ten for its size: those of ``full`` or more of the
    measure ``size`` get all ten. ``most`` is how many findings it may make, None for any number.
    A ``mark`` is what every other finding carries when this rule makes one. ``count`` is the
    measure that chooses between ``singular`` and ``sentence``. Of rules with one ``topic``, the
    weightiest alone speaks of a thing.
    """

    id: str
    kind: str
    about: str
    topic: str
    when: tuple[Condition, ...]
    gravity: float
    because: Text
    sentence: Text
    role: Role = "message"
    size: str = ""
    full: float = 0
    most: int | None = None
    not_for: tuple[str, ...] = ()
    count: str = ""
    singular: Text = field(default_factory=Text)
    mark: Text = field(default_factory=Text)


@cache
def vocabulary() -> Mapping[str, Mapping[str, Measure]]:
    """Return every measure by name, by what it is known of."""
    file = resources.files(__package__) / "measures.toml"
    stated = tomllib.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            about: {name: _measure(**each) for name, each in measures.items()}
            for about, measures in stated.items()
        }
    )


def _measure(unit: str, en: str, fr: str, values: tuple[str, ...] = (), of: str = "") -> Measure:
    return Measure(unit, Text(en=en, fr=fr), tuple(values), of)


def condition(text: str) -> Condition | None:
    """Read a comparison, None when it is none.

    >>> condition("dont_know >= dont_know_high")
    Condition(measure='dont_know', operator='>=', value=('dont_know_high',))
    >>> condition("score < 40").value, condition("verdict = holds | census").value
    (40.0, ('holds', 'census'))
    """
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        return None
    measure, sign, right = found.groups()
    words = tuple(word.strip() for word in right.split("|"))
    try:
        return Condition(measure, sign, float(right))
    except ValueError:
        return Condition(measure, sign, words)


def fields_of(sentence: str) -> tuple[str, ...] | None:
    """Return the measures that a sentence names in braces, None when it is no such sentence."""
    names: list[str] = []
    try:
        for _, name, spec, conversion in Formatter().parse(sentence):
            if name is None:  # what follows the last field
                continue
            if spec or conversion or not name.isidentifier():
                return None
            names.append(name)
    except ValueError:
        return None
    return tuple(names)
