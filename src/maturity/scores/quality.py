"""Responses that look careless: counted for everybody, told one by one to the consultant alone.

Nobody is left out here. Who is not to count is an exclusion in ``decisions.yaml``, made by a
person; until then both results stand beside each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from maturity.instrument import Instrument
from maturity.responses import Responses
from maturity.scores.estimate import Estimate
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground, Setting, lay_ground
from maturity.scores.matrix import Flags
from maturity.scores.model import Quality
from maturity.scores.signs import SIGNS, look


@dataclass(frozen=True, slots=True)
class Flagged:
    """A response that looks careless.

    ``signs`` are those it shows; ``values`` what was found, by sign, where it could be looked at:
    longest run of one answer, standard deviation of the answers (on five or six points),
    correlation -1..1 with the others, share 0..1 left blank, seconds per item.
    """

    respondent: str
    group: str | None
    source: str
    signs: tuple[str, ...]
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Careless:
    """Who looks careless, and each dimension's score_100 with all and without these people.

    Not masked: for the consultant, never in an assessment or in anything that a client gets.
    """

    respondents: tuple[Flagged, ...]
    scores: Mapping[str, float | None]
    without: Mapping[str, float | None]


def score_quality(ground: Ground, gate: Gate) -> Quality | None:
    """Count the responses that look careless; None when fewer than k people answered."""
    if not ground.enough:
        return gate.passed("/quality", None)
    looked = look(ground)
    flagged = looked.flagged
    many = int(flagged.sum())
    without: dict[str, float | None] | None = None
    if many >= ground.k:
        rest = _without(ground, flagged)
        without = {}
        for id_, found in ground.by_dimension.items():
            mean = rest[id_] if is_safe(found, flagged, ground.k) else None
            without[id_] = gate.passed(f"/quality/without/{id_}", mean)
    gate.passed("/quality/without", without, "UNDER_K" if many else "NOBODY_FLAGGED")
    return Quality(
        checked=len(flagged),
        flagged=many,
        by_sign={s: int(looked.shown[s].sum()) for s in SIGNS if s not in looked.not_checked},
        not_checked=looked.not_checked,
        without=without,
    )


def careless(responses: Responses, instrument: Instrument, setting: Setting) -> Careless:
    """Tell the consultant which responses look careless, sorted by id, and what they change."""
    ground = lay_ground(responses, instrument, setting)
    looked = look(ground)
    people = [person for person in responses.respondents if person.included]
    found = tuple(
        Flagged(
            people[n].id,
            people[n].group,
            people[n].source,
            tuple(sign for sign in SIGNS if looked.shown[sign][n]),
            {s: float(looked.values[s][n]) for s in SIGNS if not np.isnan(looked.values[s][n])},
        )
        for n in np.flatnonzero(looked.flagged).tolist()
    )
    found = tuple(sorted(found, key=lambda each: (each.respondent, each.source)))
    scores = {id_: each.mean for id_, each in ground.by_dimension.items()}
    return Careless(found, scores, _without(ground, looked.flagged) if found else scores)


def _without(ground: Ground, flagged: Flags) -> Mapping[str, float | None]:
    """Return each dimension's score_100 when the flagged people are left out."""
    rest = iter((~flagged).tolist())
    people = tuple(
        replace(person, included=next(rest)) if person.included else person
        for person in ground.responses.respondents
    )
    left = replace(ground.responses, respondents=people)
    again = lay_ground(left, ground.instrument, ground.setting)
    return {id_: each.mean for id_, each in again.by_dimension.items()}


def is_safe(found: Estimate, flagged: Flags, k: int) -> bool:
    """Tell whether a score without the flagged people singles out nobody, nor fewer than k.

    With it, the sum over the others can be told. Taking away whole groups, whose sums can be told
    as well, leaves of each group its flagged people, or its others, as one likes: the fewest that
    can be left must be nobody at all, or k people.
    """
    split = Counter(zip(found.strata, flagged.tolist(), strict=True))
    strata = {stratum for stratum in found.strata if stratum is not None}
    fewest = sum(min(split[stratum, True], split[stratum, False]) for stratum in strata)
    return fewest == 0 or fewest >= k
