"""What rules speak of: a thing with all that is known of it, and how that is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from maturity.instrument.finding import Measure
from maturity.scores.model import Interval
from maturity.story.findings.found import Basis
from maturity.story.story import Story

Value = float | str | Interval | None


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing, with its measures by name; what is not known is None or not there.

    ``same`` is what two subjects share that must not be spoken of twice under one topic, its id
    when empty. ``bases`` are what a finding about it rests on, unless its sentence names a measure
    that rests on something of its own (``resting``).
    """

    id: str
    dimension: str | None
    measures: Mapping[str, Value]
    bases: tuple[Basis, ...]
    same: str = ""
    resting: Mapping[str, tuple[Basis, ...]] = field(default_factory=dict)

    def rests_on(self, names: tuple[str, ...]) -> tuple[Basis, ...]:
        """Return what a sentence rests on that names these measures."""
        own = (basis for name in names for basis in self.resting.get(name, ()))
        return tuple(dict.fromkeys(own)) or self.bases

    def number(self, name: str) -> float | None:
        """Return a measure that can be compared, None where it is not known."""
        value = self.measures.get(name)
        return float(value) if isinstance(value, int | float) else None


def written(story: Story, measure: Measure, value: Value) -> str:
    """Write a measure as the report prints its unit."""
    if value is None:
        return story.say("report.none")
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return story.range(value) if measure.unit == "interval" else _shares(story, value)
    writers: Mapping[str, Callable[[float], str]] = {
        "score": story.score,
        "points": lambda number: story.say.number(abs(number)),
        "share": story.say.percent,
        "count": lambda number: story.say.number(round(number)),
    }
    return writers[measure.unit](value)


def _shares(story: Story, ends: Interval) -> str:
    low, high = (story.say.percent(end) for end in ends)
    return low if low == high else story.say("report.range", low=low, high=high)
