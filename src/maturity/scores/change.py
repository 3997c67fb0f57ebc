"""What changed between two waves of one organisation, masked like everything that leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from maturity.instrument import Instrument, Item
from maturity.instrument.migration import comparable
from maturity.responses import Responses
from maturity.scores.by_dimension import level_of
from maturity.scores.compared import (
    Compared,
    Waves,
    change_of,
    compare_items,
    effects,
    known_as,
    of_group,
    together,
)
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground, Setting, lay_ground
from maturity.scores.groups import OTHER
from maturity.scores.matching import answer_rows, match
from maturity.scores.model import Interval, Suppression
from maturity.scores.statistics.waves import Difference, level_moves

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave as it was asked and answered: what an assessment is made from."""

    responses: Responses
    instrument: Instrument
    setting: Setting


@dataclass(frozen=True, slots=True)
class Compositional:
    """The plain means of respondents, and what their difference is made of.

    ``within`` is what people within functions changed, ``mix`` what it changed that other functions
    answered more, or less; together they are the difference of the two means.
    """

    before_100: float
    after_100: float
    within: float
    mix: float


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One function in both waves, score_100; *other* holds those that may not be shown alone."""

    id: str
    n_before: int
    n_after: int
    n_matched: int
    before_100: float
    after_100: float
    difference: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """One score in both waves, over common questions and groups; None when masked.

    ``n_*`` people have a score; ``n_matched`` of them in both waves, in the same function.
    ``difference`` is the change within functions, with the same weights in both waves, in score_100
    with its 95 % ``interval`` and ``p``; ``mix`` what changed headcounts of functions add to it, so
    that ``after_100 = before_100 + difference + mix``. ``method`` is ``paired``,
    ``partially_overlapping`` or ``welch``. ``d_av`` is the change in standard deviations of
    people's scores, ``d_z`` in those of their changes. ``level_up`` and ``level_down`` are the
    probabilities that the level rose and fell; levels are those of ``before_100``, ``after_100``.
    """

    n_before: int
    n_after: int
    n_matched: int
    before_100: float | None = None
    after_100: float | None = None
    difference: float | None = None
    interval: Interval | None = None
    p: float | None = None
    method: str | None = None
    mix: float | None = None
    respondents: Compositional | None = None
    d_av: float | None = None
    d_z: float | None = None
    level_before: int | None = None
    level_after: int | None = None
    level_up: float | None = None
    level_down: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionChange(ScoreChange):
    """A dimension; ``items`` the questions compared, of so many scored in each wave.

    ``groups`` is empty where there is one group only.
    """

    id: str
    items: tuple[str, ...]
    items_before: int
    items_after: int
    groups: tuple[GroupChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two waves: its name, the questionnaire's version, who is included."""

    wave: str
    version: str
    respondents: int


@dataclass(frozen=True, slots=True)
class Change:
    """Two waves of one organisation.

    ``matched`` people are known by their ids to be in both (None when ids cannot tell, with the
    reason); ``finite`` whether intervals speak of exactly the people invited, or of the
    organisation; ``reasons`` says by JSON pointer why a value is None.
    """

    organization: str
    name: str
    before: Side
    after: Side
    k: int
    finite: bool
    matched: int | None
    overall: ScoreChange
    dimensions: tuple[DimensionChange, ...]
    suppression_log: tuple[Suppression, ...]
    reasons: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain data for one JSON document."""
        return {"schema": SCHEMA, **asdict(self)}

    def table(self) -> pd.DataFrame:
        """Return a tidy table: a row per dimension, then ``overall``; ``<NA>`` for what is None."""
        import pandas as pd

        columns = {"n_before": "Int64", "n_after": "Int64", "n_matched": "Int64"}
        columns |= dict.fromkeys(
            ("before_100", "after_100", "difference", "low", "high"), "Float64"
        )
        columns |= {"method": "string", "level_before": "Int64", "level_after": "Int64"}
        columns |= dict.fromkeys(("level_up", "level_down"), "Float64")
        rows = [(each.id, each) for each in self.dimensions]
        found = []
        for id_, each in [*rows, ("overall", self.overall)]:
            low, high = each.interval or (None, None)
            found.append({**asdict(each), "id": id_, "low": low, "high": high})
        return pd.DataFrame(found, columns=["id", *columns]).astype({"id": "string", **columns})


_SURE = ("interval", "p", "d_av", "d_z", "level_down", "level_up")
_FIGURES = (
    *("before_100", "after_100", "difference", "mix", "respondents", "method"),
    *("level_before", "level_after"),
    *_SURE,
)


def change(
    before: Wave, after: Wave, *, finite: bool = False, matched: bool | None = None
) -> Change:
    """Compare two waves of one organisation.

    Only questions that compare count (same item, wording, scale and key, or declared to compare in
    the later questionnaire's migrations), and only groups that both waves publish, merged until
    each has k people in both waves, and k people or more make the difference, or nobody does.

    Parameters
    ----------
    before, after : Wave
        The earlier and the later wave.
    finite : bool, optional
        Whether the question is what *these* people said then and now: intervals then shrink with
        the share of the roster that answered. By default the organisation is meant, whoever works
        there, and they do not.
    matched : bool, optional
        True when ids that look like row numbers are people's own, False to match nobody.

    Returns
    -------
    Change
        What may be shown, and, by JSON pointer, why the rest is None.
    """
    first = lay_ground(before.responses, before.instrument, before.setting)
    second = lay_ground(after.responses, after.instrument, after.setting)
    items = _common(first.instrument, second.instrument)
    known = match(first, second, trusted=matched)
    in_both = {each.id for each in first.data.items} & {each.id for each in second.data.items}
    answers = (answer_rows(first.data, in_both), answer_rows(second.data, in_both))
    waves = Waves(first, second, max(first.k, second.k), known, answers, finite)
    gate = Gate(waves.k)
    figures = {id_: _figure(waves, id_, pairs) for id_, pairs in items.items()}
    dimensions = tuple(_dimensions(waves, gate, items, figures))
    return Change(
        organization=after.setting.organization,
        name=after.setting.name,
        before=_side(first),
        after=_side(second),
        k=waves.k,
        finite=finite,
        matched=gate.known("/matched", known.reason or len(known.pairs)),
        overall=_overall(waves, gate, figures),
        dimensions=dimensions,
        suppression_log=gate.logged(),
        reasons=gate.reasons,
    )


def _side(ground: Ground) -> Side:
    return Side(ground.setting.wave, ground.instrument.version, len(ground.data.respondents))


def _common(first: Instrument, second: Instrument) -> dict[str, list[tuple[Item, Item]]]:
    """Return, by dimension of the later wave, the scored items that compare, as each has them."""
    same = comparable(first, second)
    earlier = {each.id: each for d in first.dimensions for each in d.scored_items}
    return {
        dimension.id: [
            (earlier[item.id], item)
            for item in dimension.scored_items
            if same[item.id] and item.id in earlier and earlier[item.id].dimension == dimension.id
        ]
        for dimension in second.dimensions
    }


def _figure(waves: Waves, id_: str, pairs: list[tuple[Item, Item]]) -> Compared | str:
    if not pairs:
        return "NO_COMMON_ITEMS"
    asked = ([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    return compare_items(
        waves, asked, (waves.before.by_dimension[id_], waves.after.by_dimension[id_])
    )


def _dimensions(
    waves: Waves,
    gate: Gate,
    items: Mapping[str, list[tuple[Item, Item]]],
    figures: Mapping[str, Compared | str],
) -> Iterator[DimensionChange]:
    earlier = {each.id: each for each in waves.before.instrument.dimensions}
    for n, dimension in enumerate(waves.after.instrument.dimensions):
        here, found = f"/dimensions/{n}", figures[dimension.id]
        _log(gate, dimension.id, found)
        yield DimensionChange(
            id=dimension.id,
            items=tuple(item.id for _, item in items[dimension.id]),
            items_before=len(earlier[dimension.id].scored_items) if dimension.id in earlier else 0,
            items_after=len(dimension.scored_items),
            groups=() if isinstance(found, str) else tuple(_groups(waves, gate, here, found)),
            **_scores(waves, gate, here, found),
        )


def _log(gate: Gate, dimension: str, found: Compared | str) -> None:
    if isinstance(found, str):
        gate.hidden(dimension, found)
        return
    for function, name in found.merged.items():
        if name != function:
            gate.hidden(f"{dimension}/{function}", "UNDER_K", OTHER)


def _overall(waves: Waves, gate: Gate, figures: Mapping[str, Compared | str]) -> ScoreChange:
    parts = [
        (found, dimension.weight)
        for dimension in waves.after.instrument.dimensions
        if not isinstance(found := figures[dimension.id], str)
    ]
    if len(parts) == len(figures):
        return ScoreChange(**_scores(waves, gate, "/overall", together(waves, parts)))
    enough = waves.before.enough and waves.after.enough
    code = "DIMENSION_MISSING" if enough else "UNDER_K"
    gate.hidden("overall", code)
    return ScoreChange(**_scores(waves, gate, "/overall", code))


def _scores(waves: Waves, gate: Gate, here: str, found: Compared | str) -> dict[str, Any]:
    """Return the fields of a :class:`ScoreChange`."""
    if isinstance(found, str):
        gate.closed(here, _FIGURES, found)
        people = (waves.before.data, waves.after.data)
        n_before, n_after = (len(each.respondents) for each in people)
        return {"n_before": n_before, "n_after": n_after, "n_matched": len(waves.matched.pairs)}
    first, second = found.scores_100
    levels = waves.after.instrument.levels
    test = change_of(waves, found)
    method = test if isinstance(test, str) else test.method
    sure = _sure(waves, found, test)
    return {
        "n_before": found.before.n,
        "n_after": found.after.n,
        "n_matched": 0 if isinstance(test, str) else test.n_matched,
        "before_100": first,
        "after_100": second,
        "difference": found.within,
        "mix": found.mix,
        "respondents": Compositional(*found.pooled),
        "level_before": level_of(first, levels),
        "level_after": level_of(second, levels),
        "method": method,
        **{name: gate.known(f"{here}/{name}", value) for name, value in sure.items()},
    }


def _sure(waves: Waves, found: Compared, test: Difference | str) -> dict[str, Any]:
    """Return what follows from standard errors, or the reason codes why it does not."""
    if isinstance(test, str):
        return dict.fromkeys(_SURE, test)
    of_scores, of_changes = effects(waves, found, test)
    first = known_as(waves, found.before, found.scores_100[0])
    second = known_as(waves, found.after, found.scores_100[1])
    down: float | str
    up: float | str
    if isinstance(first, str) or isinstance(second, str):
        down = up = str(first if isinstance(first, str) else second)
    else:
        cuts = [each.below for each in waves.after.instrument.levels if each.below is not None]
        down, up = level_moves(first, second, cuts, test.together)
    values = (test.interval, test.p, of_scores, of_changes, down, up)
    return dict(zip(_SURE, values, strict=True))


def _groups(waves: Waves, gate: Gate, here: str, found: Compared) -> Iterator[GroupChange]:
    if len(found.by_group) < 2:  # noqa: PLR2004 - one group is the whole
        return
    for n, (name, (first, second)) in enumerate(found.by_group.items()):
        test = of_group(waves, found, name)
        ends = test if isinstance(test, str) else test.interval
        yield GroupChange(
            id=name,
            n_before=len(found.before.rows(name)),
            n_after=len(found.after.rows(name)),
            n_matched=0 if isinstance(test, str) else test.n_matched,
            before_100=first,
            after_100=second,
            difference=second - first,
            interval=gate.known(f"{here}/groups/{n}/interval", ends),
        )
