"""What every part of an assessment is made from: people, their scores, who they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from maturity.instrument import Instrument, Item
from maturity.responses import Responses
from maturity.scores.estimate import Estimate, estimate
from maturity.scores.matrix import Matrix, matrix, measured, respondent_scores
from maturity.scores.model import Weighting
from maturity.scores.population import Population, populate
from maturity.scores.routing import too_telling
from maturity.scores.statistics.moments import Moments
from maturity.scores.weighing import weigh


@dataclass(frozen=True, slots=True)
class Setting:
    """What the engagement adds to the responses.

    ``roster`` is headcount by function, ``roster_by`` that of the same people by other attributes,
    ``targets`` score_100 by dimension, of which ``own`` are the engagement's and the others those
    of its ``profiles``; ``by_headcount`` whether functions weigh by headcount instead of equally,
    ``k`` replaces the instrument's.
    """

    organization: str
    name: str
    wave: str
    fictional: bool = False
    roster: Mapping[str, int] = field(default_factory=dict)
    roster_by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    own: Collection[str] = ()
    profiles: tuple[str, ...] = ()
    by_headcount: bool = False
    k: int | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """One organisation and wave before anything is masked; only this room sees it.

    ``enough`` tells whether k people or more answered; ``hidden_items`` are those that would
    reveal the few who were not asked them (see :mod:`maturity.scores.routing`). ``weighting`` tells
    what people weigh, None for fewer than k. ``moments`` are sums over people of each dimension's
    scored items.
    """

    responses: Responses
    instrument: Instrument
    setting: Setting
    k: int
    data: Matrix
    population: Population
    weighting: Weighting | None
    moments: Mapping[str, Moments]
    by_dimension: Mapping[str, Estimate]
    by_practice: Mapping[str, Estimate]
    hidden_items: frozenset[str]

    @property
    def enough(self) -> bool:
        """Whether k people or more are included."""
        return len(self.data.respondents) >= self.k

    def rates(self, columns: Sequence[int]) -> tuple[float | None, float | None]:
        """Return the share of *don't know* among what applies, and of *not applicable* among all.

        Both None when fewer than k people were asked something that applies to them.
        """
        asked = self.data.asked[:, columns]
        absent = self.data.not_applicable[:, columns] & asked
        unknown = self.data.dont_know[:, columns] & asked
        people = int((asked & ~absent).any(axis=1).sum())
        if people < self.k:
            return None, None
        left = int((asked & ~absent).sum())
        return int(unknown.sum()) / left, int(absent.sum()) / int(asked.sum())

    def too_few(self, n: int, items: Sequence[Item]) -> str:
        """Return the reason code of a figure that fewer than k people are behind."""
        if not self.data.asked[:, self.data.columns(items)].any():
            return "NOT_ASKED"
        return "NO_ANSWER" if n == 0 and self.enough else "UNDER_K"


def lay_ground(responses: Responses, instrument: Instrument, setting: Setting) -> Ground:
    """Work out what all parts of an assessment share."""
    k = setting.k or instrument.rules.k_scores
    data = matrix(responses, instrument)
    population, weighting = _populate(data.functions, responses, setting, k)
    least = instrument.rules.min_answered
    found = {each.id: measured(data, each.scored_items, least) for each in instrument.dimensions}
    by_dimension = {id_: estimate(each.scores, population) for id_, each in found.items()}
    by_practice = {
        each.id: estimate(respondent_scores(data, scored(each.items), least), population)
        for each in instrument.practices
    }
    wholes = [
        *((each.scored_items, by_dimension[each.id]) for each in instrument.dimensions),
        *((scored(each.items), by_practice[each.id]) for each in instrument.practices),
    ]
    hidden = {
        items[column].id
        for items, found in wholes
        for column in too_telling(~np.isnan(data.points[:, data.columns(items)]), found.strata, k)
    }
    return Ground(
        responses,
        instrument,
        setting,
        k,
        data,
        population,
        weighting,
        {id_: each.moments for id_, each in found.items()},
        by_dimension,
        by_practice,
        frozenset(hidden),
    )


def _populate(
    functions: Sequence[str | None], responses: Responses, setting: Setting, k: int
) -> tuple[Population, Weighting | None]:
    """Group people and weigh them; fewer than k are not weighed."""
    population = populate(functions, setting.roster, k, by_headcount=setting.by_headcount)
    if len(functions) < k:
        return population, None
    people = [person for person in responses.respondents if person.included]
    rosters = setting.roster_by if setting.by_headcount else {}
    said = {name: [person.attributes.get(name) for person in people] for name in rosters}
    weighting, raking = weigh(population, said, rosters)
    return replace(population, raking=raking), weighting


def scored(items: Sequence[Item]) -> tuple[Item, ...]:
    """Return the items that enter a score."""
    return tuple(item for item in items if item.weight > 0)
