"""Which tasks are done when, for the most value: a programme in whole numbers, solved to the end.

Time goes in steps. A task takes a fixed number of days, begins with a step, when all it needs have
ended, and spends its person-days on any of its days: a long one spans several periods.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from maturity.story.advice.solver import Rows, solve

Floats = npt.NDArray[np.float64]

_GRAIN = 10  # values count to a tenth of a point: nobody can tell more
_CLOSE = 1e-6  # person-days


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: ``effort`` person-days over ``days`` days, for a ``value`` of 0 or more.

    ``after`` names the tasks that end before it begins.
    """

    id: str
    effort: float
    days: int
    value: float
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The day on which each chosen task begins, in the order of the tasks.

    ``value`` adds up what the chosen tasks are worth, ``used`` person-days by period; ``proven``
    tells whether no other plan is worth more.
    """

    starts: Mapping[str, int]
    value: float
    used: tuple[float, ...]
    proven: bool = True


@dataclass(frozen=True, slots=True)
class _Choice:
    """A task, by its number, and the days on which it may begin and then ends."""

    task: int
    start: int
    end: int


def schedule(tasks: Sequence[Task], capacity: Mapping[int, float], step: int) -> Plan:
    """Choose tasks and their days so that together they are worth most.

    Of plans worth the same, to a tenth, the one with the earlier tasks of the list counts; then,
    the tasks being chosen, the days that bring the more valuable ones to an end soonest. The same
    input always gives the same plan.

    Parameters
    ----------
    tasks : sequence of Task
        Most important first; every id in ``after`` is one of them.
    capacity : mapping of int to float
        Person-days by the day on which the period ends, ascending; spread evenly over its days.
    step : int
        Days between two possible beginnings.

    Notes
    -----
    ``x[a, s]`` is 1 when task ``a`` begins on day ``s``: at most once; a task begins by a day only
    if what it needs has ended by then; and tasks that lie wholly within some days spend no more
    than these days have, for all stretches of days, which by Hall's theorem is all it takes for
    everybody to find their person-days.

    References
    ----------
    Pritsker, Watters and Wolfe (1969), Multiproject scheduling with limited resources: a zero-one
    programming approach, Management Science 16, 93-108. Hall (1935), On representatives of subsets,
    J. London Math. Soc. 10, 26-30.

    Examples
    --------
    Always taking what is worth most per person-day (``a``, 1.5) would end at 9:

    >>> tasks = [Task("a", 6, 30, 9), Task("b", 5, 30, 7), Task("c", 5, 30, 7)]
    >>> schedule(tasks, {30: 10}, 30)
    Plan(starts={'b': 0, 'c': 0}, value=14, used=(10.0,), proven=True)
    """
    slots = slots_of(capacity, step)
    choices = tuple(_choices(tasks, slots, step))
    if not any(tasks[each.task].value > 0 for each in choices):
        return Plan({}, 0.0, (0.0,) * len(capacity))
    rows = _rows(tasks, choices, slots, step)
    worth = _worth(tasks)
    chosen, proven = solve(-worth[[each.task for each in choices]], rows)
    kept = sorted({choices[n].task for n in chosen})
    late = np.array([(1 + tasks[each.task].value) * each.end for each in choices])
    # another solve, because one weight for both would let a day buy a task
    timed, _ = solve(late, _keeping(rows, choices, kept))
    starts = {tasks[choices[n].task].id: choices[n].start for n in timed or chosen}
    starts = {task.id: starts[task.id] for task in tasks if task.id in starts}
    value = sum(task.value for task in tasks if task.id in starts)
    return Plan(starts, value, _used(tasks, starts, capacity, step), proven)


def slots_of(capacity: Mapping[int, float], step: int) -> list[float]:
    """Return the person-days of each whole step."""
    last = max(capacity, default=0)
    return [
        math.fsum(part for _, part in _parts(capacity, start, start + step))
        for start in range(0, last - step + 1, step)
    ]


def _parts(capacity: Mapping[int, float], since: int, until: int) -> Iterator[tuple[int, float]]:
    """Yield what each period has, by its number, between two days."""
    for n, ((first, last), most) in enumerate(
        zip(pairwise((0, *capacity)), capacity.values(), strict=True)
    ):
        yield n, most * max(0, min(until, last) - max(since, first)) / (last - first)


def _choices(tasks: Sequence[Task], slots: Sequence[float], step: int) -> Iterator[_Choice]:
    """Yield every stretch of days on which a task would fit if it were alone."""
    last = len(slots) * step
    for n, task in enumerate(tasks):
        for start in range(0, last - task.days + 1, step):
            end = start + task.days
            if task.effort <= math.fsum(slots[start // step : -(-end // step)]) + _CLOSE:
                yield _Choice(n, start, end)


def _worth(tasks: Sequence[Task]) -> Floats:
    """Return tenths of a point, and beyond the point the order of the list.

    What all tasks together have beyond the point is less than one tenth, so that it decides only
    between plans that are worth the same; a task of no value is never done for its own sake.
    """
    count = len(tasks)
    order = [(count - n if task.value > 0 else -1) / count**2 for n, task in enumerate(tasks)]
    worth: Floats = np.array([round(task.value * _GRAIN) for task in tasks]) + np.array(order)
    return worth


def _rows(
    tasks: Sequence[Task], choices: Sequence[_Choice], slots: Sequence[float], step: int
) -> Rows:
    """Return what every plan obeys: each task once, within the days' means, in its order."""
    own = np.array([each.task for each in choices])
    starts = np.array([each.start for each in choices])
    ends = np.array([each.end for each in choices])
    effort = np.array([tasks[each.task].effort for each in choices])
    rows = [((own == n).astype(float), 1.0) for n in sorted(set(own.tolist()))]
    for first, last in combinations(range(len(slots) + 1), 2):
        within = (starts >= first * step) & (ends <= last * step)
        if within.any():
            rows.append((within * effort, math.fsum(slots[first:last])))
    number = {task.id: n for n, task in enumerate(tasks)}
    for n, task in enumerate(tasks):
        for before in task.after:
            for day in sorted(set(starts[own == n].tolist())):
                begun = (own == n) & (starts <= day)
                ended = (own == number[before]) & (ends <= day)
                rows.append((begun.astype(float) - ended, 0.0))
    return Rows(np.array([row for row, _ in rows]), np.array([most for _, most in rows]))


def _keeping(rows: Rows, choices: Sequence[_Choice], kept: Sequence[int]) -> Rows:
    """Return the rows with two for each choice made before: these tasks, and no others."""
    own = np.array([each.task for each in choices])
    stay = [-(own == n).astype(float) for n in kept]
    away = (~np.isin(own, kept)).astype(float)
    most = [*(-1.0 for _ in kept), 0.0]
    return Rows(np.vstack([rows.left, *stay, away]), np.append(rows.most, most))


def _used(
    tasks: Sequence[Task], starts: Mapping[str, int], capacity: Mapping[int, float], step: int
) -> tuple[float, ...]:
    """Return the person-days spent in each period: as early as may be, what ends first first."""
    left = {task.id: task.effort for task in tasks if task.id in starts}
    ends = {task.id: starts[task.id] + task.days for task in tasks if task.id in starts}
    periods = [0.0] * len(capacity)
    for day in range(0, max(ends.values(), default=0), step):
        parts = dict(_parts(capacity, day, day + step))
        room = whole = math.fsum(parts.values())
        for id_ in sorted(left, key=lambda each: (ends[each], each)):
            if starts[id_] <= day < ends[id_]:
                spent = min(room, left[id_])
                left[id_], room = left[id_] - spent, room - spent
        for n, part in parts.items():
            periods[n] += (whole - room) * part / whole if whole else 0.0
    return tuple(periods)
