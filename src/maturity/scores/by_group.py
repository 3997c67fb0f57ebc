"""Functions: who took part, and what each published one scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from maturity.instrument import FULL
from maturity.scores.estimate import group_interval
from maturity.scores.gate import Gate
from maturity.scores.ground import Ground
from maturity.scores.model import GroupScore, Participation, Respondents
from maturity.scores.population import participation
from maturity.scores.spread import dont_know_rates


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
        why = _unknown(ground.population.invited.get(row.group))
        overall = _unknown(ground.population.invited[None])
        gate.passed(f"/participation/{n}/invited", row.invited, why)
        gate.passed(f"/participation/{n}/rate", row.rate, why)
        gate.passed(f"/participation/{n}/quiet", row.quiet, why if row.rate is None else overall)
        yield row


def _unknown(invited: int | str | None) -> str:
    """Return why a rate is not known; a roster of nobody is none."""
    return invited if isinstance(invited, str) else "NO_ROSTER"


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
    rates = {each.id: dont_know_rates(ground, each) for each in ground.instrument.dimensions}
    for n, name in enumerate([*names, *hidden]):
        here = f"/groups/{n}"
        scores = {id_: each.by_group.get(name) for id_, each in found.items()}
        people = {id_: each.n_by_group.get(name) for id_, each in found.items()}
        intervals = {
            id_: gate.known(f"{here}/intervals/{id_}", group_interval(each, name))
            for id_, each in found.items()
        }
        unknown = {id_: each.get(name) for id_, each in rates.items()}
        for id_ in found:
            gate.passed(f"{here}/dimensions/{id_}", scores[id_])
            gate.passed(f"{here}/n_by_dimension/{id_}", people[id_])
            gate.passed(f"{here}/dont_know_rates/{id_}", unknown[id_])
        code = "UNDER_K" if name in hidden else "MERGED_IN_PART"
        count = gate.passed(f"{here}/n", counts.get(name), code)
        yield GroupScore(
            name,
            count,
            suppressed=name in hidden,
            dimensions=scores,
            n_by_dimension=people,
            intervals=intervals,
            dont_know_rates=unknown,
        )


def log_weights(ground: Ground, gate: Gate) -> None:
    """Note figures in which raked weights would tell about a few, so that functions alone count."""
    if ground.population.raking is None:
        return
    for id_, found in (*ground.by_dimension.items(), *ground.by_practice.items()):
        if found.mean is not None and found.finest == found.strata:
            gate.hidden(id_, "WEIGHTS_TELLING")


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
