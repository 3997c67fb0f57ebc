"""The result of one organisation and wave, already masked: what every report is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maturity.scores.kept import PrioritySensitivity

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of people, 0..1, with its 95 % interval."""

    share: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well a dimension's items hang together, over the ``n`` people who answered all of them.

    ``items`` are those it rests on, ``left_out`` the others with the reason code. Alpha and
    correlations rest on pairs of answers: any two items were answered by ``n_pairwise`` people or
    more, and that is the n of ``alpha_interval``; omega and ``rmsea`` rest on the ``n`` people.

    ``weak`` are items that correlate little with the rest; ``alarms`` those that correlate
    negatively, whose key is probably wrong, each with how sure it is that they do: 0..1. ``alpha``
    and ``omega`` stand in the dimension itself.
    """

    n: int
    n_pairwise: int
    items: tuple[str, ...]
    left_out: Mapping[str, str]
    alpha_interval: Interval | None
    omega_interval: Interval | None
    spearman_brown: float | None
    rmsea: float | None
    eigenvalue_ratio: float | None
    weak: tuple[str, ...]
    alarms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class BetweenFunctions:
    """How much of what sets people apart in a dimension lies between their functions.

    ``share`` is ICC(1), 0..1, 0 where ``raw``, the same as computed, is negative; ``reliability``
    is ICC(2), 0..1: how far the functions' means can be told apart; both over ``groups`` functions.
    """

    groups: int
    share: float
    raw: float
    reliability: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike people answered the items of a dimension, averaged over its published items.

    ``average_deviation`` and ``sd`` in scale points (None without a shared scale), ``rwg_j`` as it
    is usually quoted, ``beyond_chance`` how many of ``items`` people agree on more than random
    answers would, ``polarised`` the ids of items answered in two camps; ``between`` sets functions
    against people. The consensus stands in the dimension itself.
    """

    items: int
    average_deviation: float | None
    sd: float | None
    rwg_j: float
    beyond_chance: int
    polarised: tuple[str, ...]
    between: BetweenFunctions | None


@dataclass(frozen=True, slots=True)
class WeightSensitivity:
    """What other weights of the dimensions would change, over ``draws`` random ones.

    ``level_changes`` is the share of draws with another level, ``order_changes`` with another order
    of the functions (None when fewer than two can be compared); ``fragile`` when either is over a
    fifth.
    """

    draws: int
    level_changes: float
    order_changes: float | None
    fragile: bool


@dataclass(frozen=True, slots=True)
class Overall:
    """The organisation as a whole; scores 0..100 in ``*_100``, scale points in ``score``.

    ``level_probability`` has one value per level, ``likely_levels`` the neighbouring levels that
    hold at least four fifths of it together; ``silent_bounds`` are the scores if everybody who
    kept silent had answered the worst, or the best; ``minimum`` is the lowest dimension,
    ``geometric_100`` the mean that does not let a strong dimension hide a weak one.
    """

    score: float | None
    score_100: float | None
    level: int | None
    n: int
    interval: Interval | None
    pooled_100: float | None
    level_probability: tuple[float, ...] | None = None
    likely_levels: tuple[int, ...] | None = None
    silent_bounds: Interval | None = None
    minimum: str | None = None
    geometric_100: float | None = None
    weight_sensitivity: WeightSensitivity | None = None


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension; ``target`` in score_100.

    ``likely_levels`` and ``silent_bounds`` as in :class:`Overall`; ``item_centred_100`` is the
    score by the rule that does not flatter people who skip the hard questions; ``capped_by`` names
    the critical item that holds the level down from ``level_uncapped``.

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
    likely_levels: tuple[int, ...] | None = None
    silent_bounds: Interval | None = None
    item_centred_100: float | None = None
    reliability: Reliability | None = None
    spread: Agreement | None = None
    level_uncapped: int | None = None
    capped_by: str | None = None


@dataclass(frozen=True, slots=True)
class PracticeScore:
    """One practice, score_100, descriptive.

    ``share`` is what one point more in the practice adds to its dimension, 0..1.
    """

    id: str
    dimension: str
    score_100: float | None
    n: int
    interval: Interval | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """One function: its people and its score_100 per dimension; all None when ``suppressed``.

    ``n_by_dimension``, ``intervals`` and ``dont_know_rates`` are by dimension too.
    """

    id: str
    n: int | None
    suppressed: bool
    dimensions: Mapping[str, float | None]
    n_by_dimension: Mapping[str, int | None] = field(default_factory=dict)
    intervals: Mapping[str, Interval | None] = field(default_factory=dict)
    dont_know_rates: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item: ``mean`` in scale points after keying, ``distribution`` counts points before.

    ``sd`` and ``average_deviation`` (mean distance from the mean) in scale points; ``consensus``
    0..1 (Tastle and Wierman); ``beyond_chance`` whether people agree more than random answers
    would; ``polarised`` whether they answer in two camps; ``favourable`` the share above the middle
    of the scale after keying.
    """

    id: str
    n: int
    mean: float | None
    distribution: Mapping[int, int] | None
    dont_know_rate: float | None
    item_rest_correlation: float | None
    alpha_if_dropped: float | None = None
    sd: float | None = None
    average_deviation: float | None = None
    consensus: float | None = None
    rwg: float | None = None
    beyond_chance: bool | None = None
    polarised: bool | None = None
    favourable: Share | None = None


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
class Gap:
    """How far apart two groups are on one thing; ``difference`` is first minus second, score_100.

    ``kind`` is ``dimension``, ``item`` (a mirror's) or ``rating`` (what two functions say of each
    other: the first of the second, minus the second of the first); ``id`` that dimension or item,
    of a rating the two functions with a hyphen between. ``by`` says what makes the groups:
    ``function``, whose ids ``groups`` then holds, or the id of a mirror, whose sides they are; in
    alphabetical order.

    ``effect_size`` is Hedges' g, ``cliffs_delta`` -1..1. ``test`` is ``welch`` or ``permutation``,
    ``family`` ``confirmed`` (declared beforehand, Holm), ``screened`` (items, Benjamini-Hochberg)
    or ``described`` (no test). ``finding`` tells whether it may be told as one: beyond its
    interval and wide enough; whether it holds after correction as well, ``p_adjusted`` tells.
    ``higher`` is the group with the higher score, None when they are equal.
    """

    kind: str
    id: str
    by: str
    groups: tuple[str, str]
    n: tuple[int, int]
    scores_100: tuple[float, float]
    difference: float
    interval: Interval | None
    effect_size: float | None
    effect_interval: Interval | None
    cliffs_delta: float
    test: str | None
    p: float | None
    p_adjusted: float | None
    family: str
    finding: bool
    higher: str | None


@dataclass(frozen=True, slots=True)
class Quality:
    """Responses that look careless: how many, by what; who they are is the consultant's to know.

    ``flagged`` counts, of the ``checked``, people with two signs or more, ``by_sign`` people with
    each sign, ``not_checked`` says by sign why it was not looked at; ``without`` holds each
    dimension's score_100 if all flagged people were left out, None where that would reveal fewer
    than k.
    """

    checked: int
    flagged: int
    by_sign: Mapping[str, int]
    not_checked: Mapping[str, str]
    without: Mapping[str, float | None] | None


@dataclass(frozen=True, slots=True)
class Weighting:
    """How unevenly people count: Kish's design effect and the number of equal people it leaves.

    ``method`` is ``equal`` functions, ``headcount`` (post-stratified) or ``raked`` (to the
    headcounts of functions and of other attributes); ``capped`` counts people whose weight was cut
    to three times the mean. ``refused`` says by attribute why headcounts that were asked for are
    not used; ``absent`` names categories of k people or more of whom nobody answered
    (``function/it``).
    """

    method: str
    design_effect: float
    n_effective: float
    capped: int
    refused: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """How many answered of how many invited.

    ``group`` None is the organisation; merged functions are in *other*. ``rate`` is 0..1; ``quiet``
    tells whether it is under half the organisation's.
    """

    group: str | None
    answered: int
    invited: int | None
    rate: float | None = None
    quiet: bool | None = None


@dataclass(frozen=True, slots=True)
class Suppression:
    """What was hidden and why.

    ``what`` is the id of a group, dimension, practice or item; ``dimension/group`` for a group
    that is merged in one dimension only, ``item/side`` or ``dimension/side`` for one side of a
    mirror, ``a-b`` for what two functions say of each other.
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
    gaps: tuple[Gap, ...] = ()
    quality: Quality | None = None
    weights: Weighting | None = None
    priority_sensitivity: PrioritySensitivity | None = None
