"""The recommendations in time: what fits into the person-days there are, and why not the rest."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from maturity.story.advice.amounts import amount, number
from maturity.story.advice.model import Period, Recommendation, Roadmap, Scheduled
from maturity.story.advice.recommend import recommendations
from maturity.story.advice.schedule import Plan, Task, schedule
from maturity.story.story import Story

_STEP = 30  # days, where no action says how long it takes
_MOST_STEPS = 24
_FULL = 0.95  # of a period's person-days: from here on it is what limits the plan
_KINDS = ("less", "too_big", "too_late", "too_long")


def roadmap(story: Story) -> Roadmap:
    """Return the plan of most impact under the edition's capacity, or the questionnaire's."""
    return story.once(_roadmap)


def _roadmap(story: Story) -> Roadmap:
    capacity = capacity_of(story)
    advised = recommendations(story)
    if not any(each.impact > 0 for each in advised):
        return Roadmap("empty", _periods(capacity), (), (), 0.0, story.say("advice.plan.empty"))
    tasks = [
        Task(each.action.id, each.effort, each.action.horizon, each.impact, each.after)
        for each in advised
    ]
    step = _step(tasks, capacity)
    plan = schedule(tasks, capacity, step)
    reasons = tuple(_reasons(story, advised, tasks, plan, step))
    left = tuple((each, why) for each, _, why in reasons)
    if not plan.starts:
        told = _infeasible(story, advised, capacity)
        return Roadmap("infeasible", _periods(capacity), (), left, 0.0, told)
    periods = _periods(capacity, plan.used)
    scheduled = tuple(
        _scheduled(each, plan.starts[each.action.id], capacity)
        for each in advised
        if each.action.id in plan.starts
    )
    whole = math.fsum(each.impact for each in advised)
    kinds = Counter(kind for _, kind, _ in reasons)
    told = " ".join(_explained(story, plan, periods, whole, kinds))
    status = "optimal" if plan.proven else "unproven"
    return Roadmap(status, periods, scheduled, left, plan.value, told)


def capacity_of(story: Story) -> Mapping[int, float]:
    """Return person-days by the day on which each period ends, in order."""
    return dict(sorted((story.edition.capacity or story.instrument.capacity).items()))


def _step(tasks: Sequence[Task], capacity: Mapping[int, float]) -> int:
    """Return the days between two beginnings: what divides all durations, if that is not too fine.

    A plan in more than two dozen steps takes long to prove and promises what nobody can keep.
    """
    last = max(capacity, default=0)
    return max(math.gcd(*(task.days for task in tasks)) or _STEP, -(-last // _MOST_STEPS))


def _periods(capacity: Mapping[int, float], used: Sequence[float] = ()) -> tuple[Period, ...]:
    used = used or [0.0] * len(capacity)
    return tuple(
        Period(before + 1, until, capacity[until], spent)
        for (before, until), spent in zip(pairwise((0, *capacity)), used, strict=True)
    )


def _scheduled(each: Recommendation, start: int, capacity: Mapping[int, float]) -> Scheduled:
    end = start + each.action.horizon
    return Scheduled(each, start + 1, end, next(until for until in capacity if until >= end))


# What is left


def _reasons(
    story: Story, advised: Sequence[Recommendation], tasks: Sequence[Task], plan: Plan, step: int
) -> Iterator[tuple[Recommendation, str, str]]:
    """Yield what is worth doing and not planned, with the kind of reason and a sentence."""
    say, capacity = story.say, capacity_of(story)
    known = {task.id: task for task in tasks}
    for each in advised:
        if each.impact > 0 and each.action.id not in plan.starts:
            chain = _chain(each.action.id, known)
            kind = _why(each.action.id, chain, capacity, step)
            sentence = say(
                f"advice.left.{kind}",
                days=say.number(each.action.horizon),
                last=say.number(max(capacity, default=0)),
                together=say.number(_longest(each.action.id, chain)),
                effort=number(story, math.fsum(task.effort for task in chain.values())),
            )
            yield each, kind, sentence


def _why(id_: str, chain: Mapping[str, Task], capacity: Mapping[int, float], step: int) -> str:
    """Return why a task is left: it fits with all that comes first, or where that breaks."""
    last = max(capacity, default=0)
    if chain[id_].days > last:
        return "too_long"
    if _longest(id_, chain) > last:
        return "too_late"
    alone = schedule([*chain.values()], capacity, step)
    return "less" if id_ in alone.starts else "too_big"


def _chain(id_: str, known: Mapping[str, Task]) -> dict[str, Task]:
    """Return a task with all that must come before it."""
    found, queue = {}, [id_]
    while queue:
        task = known[queue.pop()]
        found[task.id] = task
        queue += [each for each in task.after if each not in found]
    return found


def _longest(id_: str, chain: Mapping[str, Task]) -> int:
    """Return the days it takes at least, one after the other."""
    task = chain[id_]
    return task.days + max((_longest(each, chain) for each in task.after), default=0)


# Why this plan


def _infeasible(
    story: Story, advised: Sequence[Recommendation], capacity: Mapping[int, float]
) -> str:
    say, total = story.say, math.fsum(capacity.values())
    if not total:
        return say("advice.plan.no_capacity")
    least = min((each for each in advised if each.impact > 0), key=lambda each: each.effort)
    return say(
        "advice.plan.infeasible",
        capacity=say.number(total),
        days=say.number(max(capacity)),
        effort=amount(story, least.effort),
        horizon=say.number(least.action.horizon),
    )


def _explained(
    story: Story,
    plan: Plan,
    periods: Sequence[Period],
    whole: float,
    kinds: Mapping[str, int],
) -> Iterator[str]:
    """Say what was weighed, what limits the plan, and what is left for which kind of reason."""
    say = story.say
    yield say(
        f"advice.plan.{'optimal' if plan.proven else 'unproven'}",
        n=len(plan.starts),
        capacity=amount(story, math.fsum(each.capacity for each in periods)),
        days=say.number(periods[-1].until),
        value=say.number(plan.value),
        whole=say.number(whole),
    )
    if not kinds:
        yield say("advice.plan.everything")
        return
    full = [each for each in periods if each.used >= _FULL * each.capacity]
    key = "full" if full else "room"
    key = "all_full" if len(full) == len(periods) else key
    spans = [days_of(story, each) for each in full]
    yield say(f"advice.plan.{key}", periods=say.listing(spans))
    if len(kinds) == 1:
        yield from (say(f"advice.plan.only_{kind}", n=n) for kind, n in kinds.items())
        return
    parts = [say(f"advice.plan.{kind}", n=kinds[kind]) for kind in _KINDS if kinds.get(kind)]
    yield say("advice.plan.left", n=sum(kinds.values()), parts=say.listing(parts))


def days_of(story: Story, period: Period) -> str:
    """Write the days of a period."""
    since, until = story.count(period.since), story.count(period.until)
    return story.say("advice.days", since=since, until=until)
