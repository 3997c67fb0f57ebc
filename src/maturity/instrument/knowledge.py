"""What the questionnaire knows beyond its questions: rubrics, actions, sources, figures, profiles.

Nothing here is scored. It is what a consultant rates with, recommends from and cites.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from maturity.instrument.text import Text

OWN = "own"  # what a source says that is our own experience
FULL = "full"  # what is said instead of a short form's id when everything was asked


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a level: ``kind`` register, document or fact; ``field`` is ``register.field``."""

    kind: str
    text: Text
    field: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one would see of a practice at one level, 1..L, and what proves it."""

    level: int
    text: Text
    evidence: tuple[Evidence, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Success:
    """How one will know: what is counted, what it must reach, and when (days after the start)."""

    measure: Text
    target: Text
    days: int


@dataclass(frozen=True, slots=True)
class Action:
    """What takes a practice from level ``step`` to the next.

    ``days`` are person-days and ``size`` their class; ``horizon`` is in days after the start;
    ``after`` names the actions that come first; ``items`` those whose answers it should move.
    """

    id: str
    practice: str
    step: int
    title: Text
    what: Text
    owner: str
    days: float
    size: str
    horizon: int
    cost: str
    after: tuple[str, ...]
    success: Success
    items: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article: its first words, what it rests on, and the hash of the whole."""

    begins: str
    nature: str
    year: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A source, cited as ``id:line``; ``lines`` is the digest of those that may be cited."""

    id: str
    title: str
    nature: Text
    file: str = ""
    year: int | None = None
    lines: Mapping[int, Line] | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure to read results beside, never to score against.

    ``operator`` is ``=``, ``above`` or ``below`` ``value``; a year or ``n`` of None was not
    stated; ``items`` ask the same or nearly so, ``share`` of whose answers to read beside it being
    those that ``agree`` or the ``rest``; ``side`` is the function it is about, empty for all.
    """

    id: str
    label: Text
    value: float
    operator: str
    unit: str
    study: str
    year: int | None
    population: Text
    n: int | None
    wording: Text
    caveat: Text
    nature: str
    sources: tuple[str, ...]
    items: tuple[str, ...]
    share: str
    side: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of organisation: the score_100 worth aiming at in each dimension, and why."""

    id: str
    kind: str
    label: Text
    description: Text
    targets: Mapping[str, float]
    reasons: Mapping[str, Text]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One column of a register, with what to write in it."""

    id: str
    label: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class Register:
    """A table the organisation keeps, and what it lets one check."""

    id: str
    label: Text
    purpose: Text
    fields: tuple[RegisterField, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostClass:
    """How much money an action takes besides people's time."""

    id: str
    label: Text
    description: Text


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A part of the questionnaire asked alone: ``items`` in order, and why these."""

    id: str
    label: Text
    minutes: int | None
    items: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an item between two versions, and whether its answers still compare.

    ``change`` is ``added``, ``removed``, ``reworded``, ``rescaled``, ``rekeyed`` or ``rerouted``.
    """

    item: str
    change: str
    compares: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Migration:
    """The changes from one version of the instrument to the next."""

    before: str
    after: str
    items: tuple[Change, ...]
