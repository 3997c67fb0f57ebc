"""Functions: who took part, and what each published one scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maturity.instrument import FULL
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.model import GroupScore, Participation, Respondents
from maturity.scores.population import participation


def count_respondents(ground: Ground) -> Respondents:
    """Count who came in and who counts, by published group and by form."""
    everybody, population = ground.responses.respondents, ground.population
    included = len(ground.data.respondents)
    by_group = population.counts if population.stated and ground.enough else {}
    forms = Counter(each.form or FULL for each in everybody if each.included)
    by_form = {form: forms[form] for form in sorted(forms)}
    return Respondents(len(everybody), included, len(everybody) - included, by_group, by_form)


def count_participation(ground: Ground, gate: Gate) -> Iterator[Participation]:
    """Yield how many answered of how many, the organisation first."""
    rows = participation(ground.population, ground.setting.roster)
    for n, row in enumerate(rows):
        gate.passed(f"/participation/{n}/group", row.group, "WHOLE_ORGANIZATION")
        why = ground.population.invited.get(row.group)
        gate.passed(f"/participation/{n}/invited", row.invited, str(why))
        yield row


def score_groups(ground: Ground, gate: Gate) -> Iterator[GroupScore]:
    """Yield published functions, then those that were merged away, which show nothing.

    *other* has no n of its own where functions are merged into it in one dimension only.
    """
    population, found = ground.population, ground.by_dimension
    if not population.stated:
        return
    counts = population.counts if ground.enough else {}
    names = sorted({*counts, *(name for each in found.values() for name in each.by_group)})
    hidden = sorted(set(population.merged) - set(names))
    for n, name in enumerate([*names, *hidden]):
        scores = {id_: each.by_group.get(name) for id_, each in found.items()}
        for id_, value in scores.items():
            gate.passed(f"/groups/{n}/dimensions/{id_}", value)
        code = "UNDER_K" if name in hidden else "MERGED_IN_PART"
        count = gate.passed(f"/groups/{n}/n", counts.get(name), code)
        yield GroupScore(name, count, suppressed=name in hidden, dimensions=scores)


def log_merges(ground: Ground, gate: Gate) -> None:
    """Note which functions are shown as part of another, everywhere or in one dimension."""
    if not ground.population.stated:
        return
    merges = [("", ground.population.merged)]
    merges += [(f"{id_}/", each.merged) for id_, each in ground.by_dimension.items()]
    for where, merged in merges:
        for name, into in merged.items():
            if name != into:
                gate.hidden(f"{where}{name}", "UNDER_K", into)
