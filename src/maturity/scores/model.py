"""The result of one organisation and wave, already masked: what every report is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Overall:
    """The organisation as a whole; scores 0..100 in ``*_100``, scale points in ``score``."""

    score: float | None
    score_100: float | None
    level: int | None
    n: int
    interval: Interval | None
    pooled_100: float | None


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension; ``target`` in score_100.

    ``dont_know_rate`` is 0..1 of the answers asked for minus not applicable,
    ``not_applicable_rate`` 0..1 of all answers asked for.
    """

    id: str
    score: float | None
    score_100: float | None
    level: int | None
    n: int
    interval: Interval | None
    level_probability: tuple[float, ...] | None
    pooled_100: float | None
    dont_know_rate: float | None
    not_applicable_rate: float | None
    alpha: float | None
    omega: float | None
    agreement: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class PracticeScore:
    """One practice, score_100, descriptive."""

    id: str
    dimension: str
    score_100: float | None
    n: int


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One function: its people and its score_100 per dimension; all None when ``suppressed``."""

    id: str
    n: int | None
    suppressed: bool
    dimensions: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item: ``mean`` in scale points after keying, ``distribution`` counts points before."""

    id: str
    n: int
    mean: float | None
    distribution: Mapping[int, int] | None
    dont_know_rate: float | None
    item_rest_correlation: float | None


@dataclass(frozen=True, slots=True)
class SideScore:
    """One side of a mirror item; ``n`` and ``score_100`` None when masked."""

    side: str
    n: int | None
    score_100: float | None


@dataclass(frozen=True, slots=True)
class MirrorScore:
    """The same item as two sides see it, keyed so that 100 is the mature end."""

    item: str
    mirror: str
    sides: tuple[SideScore, SideScore]


@dataclass(frozen=True, slots=True)
class Participation:
    """How many answered of how many invited.

    ``group`` None is the organisation; merged functions are in *other*.
    """

    group: str | None
    answered: int
    invited: int | None


@dataclass(frozen=True, slots=True)
class Suppression:
    """What was hidden and why.

    ``what`` is the id of a group, dimension, practice or item; ``dimension/group`` for a group
    that is merged in one dimension only, ``item/side`` for one side of a mirror.
    """

    what: str
    reason: str
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class Respondents:
    """How many came in, how many count: by published group, and by form they were asked.

    A form is the id of a short form, or ``full``.
    """

    received: int
    included: int
    excluded: int
    by_group: Mapping[str, int]
    by_form: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One organisation and wave.

    ``cells`` counts the client's cells (filled, answered, dont_know, not_applicable, unreadable,
    ignored); ``reasons`` says, by JSON pointer (RFC 6901), why a value is None; ``weighting`` is
    how groups were weighed: ``equal``, or ``headcount`` when the roster has all of them;
    ``profiles`` are the kinds of organisation it is, and ``targets_from`` says by dimension whether
    the target is the ``engagement``'s own or a ``profile``'s.
    """

    organization: str
    name: str
    wave: str
    k: int
    fictional: bool
    respondents: Respondents
    cells: Mapping[str, int]
    participation: tuple[Participation, ...]
    overall: Overall
    dimensions: tuple[DimensionScore, ...]
    practices: tuple[PracticeScore, ...]
    groups: tuple[GroupScore, ...]
    items: tuple[ItemScore, ...]
    mirrors: tuple[MirrorScore, ...]
    suppression_log: tuple[Suppression, ...]
    reasons: Mapping[str, str]
    weighting: str = "equal"
    profiles: tuple[str, ...] = ()
    targets_from: Mapping[str, str] = field(default_factory=dict)
