"""The masked assessment as tidy rows: what the tables of a notebook and ``results.xlsx`` both hold.

Rows name things by id (``dimension``) and in the report's language (``dimension_label``). A value
that is masked or not known is None, and :meth:`Row.reason` tells why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any

from maturity.scores.model import DimensionScore, Interval, Overall
from maturity.story.story import Story


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by column, and where in the assessment they come from.

    ``at`` is the JSON pointer of the whole row, ``parts`` where below it a column is found that is
    not called what the field is.
    """

    values: Mapping[str, Any]
    at: tuple[str | int, ...]
    parts: Mapping[str, str] = field(default_factory=dict)

    def reason(self, story: Story, column: str) -> str:
        """Return the code of why a column has no value."""
        return story.code(*self.at, *self.parts.get(column, column).split("/"))


def rows(story: Story, name: str) -> Iterator[Row]:
    """Yield the rows of a table, one of :data:`TABLES`."""
    yield from TABLES[name](story)


def _ends(interval: Interval | None, low: str, high: str) -> dict[str, float | None]:
    """Put both ends of an interval under their names."""
    return dict(zip((low, high), interval or (None, None), strict=True))


_SCORED = {
    "low_100": "interval",
    "high_100": "interval",
    "worst_100": "silent_bounds",
    "best_100": "silent_bounds",
    "likely": "likely_levels",
    "alpha_low": "reliability/alpha_interval",
    "alpha_high": "reliability/alpha_interval",
}
_SPREAD = ("average_deviation", "sd", "rwg_j", "beyond_chance", "polarised")


def _overall(story: Story) -> Iterator[Row]:
    whole = story.assessment.overall
    values = asdict(whole) | {"label": story.say("report.organisation")} | _levelled(story, whole)
    yield Row(values, ("overall",), _SCORED)


def _levelled(story: Story, scored: DimensionScore | Overall) -> dict[str, Any]:
    """Return what goes with a score: both its intervals, its level's name, the likely levels."""
    likely = scored.likely_levels
    names = [story.text(story.level(each).label) for each in likely or ()]
    return {
        **_ends(scored.interval, "low_100", "high_100"),
        **_ends(scored.silent_bounds, "worst_100", "best_100"),
        **_ends((likely[0], likely[-1]) if likely else None, "likely_lowest", "likely_highest"),
        "likely": story.say.listing(names) if names else None,
        "level_label": story.text(story.level(scored.level).label) if scored.level else None,
    }


def _dimensions(story: Story) -> Iterator[Row]:
    quality = story.assessment.quality
    without = (quality.without if quality else None) or {}
    parts = _SCORED | {f"{each}": f"spread/{each}" for each in _SPREAD}
    for n, scored in enumerate(story.assessment.dimensions):
        label = story.dimension_label(scored.id)
        values = {
            **asdict(scored),
            "dimension": scored.id,
            "label": label,
            "dimension_label": label,
            **_levelled(story, scored),
            **_sureness(scored),
            "without_careless_100": without.get(scored.id),
        }
        yield Row(values, ("dimensions", n), parts)


def _sureness(scored: DimensionScore) -> dict[str, Any]:
    """Return how probable the level is, and how far the items agree, of one dimension."""
    chances, solid, spread = scored.level_probability, scored.reliability, scored.spread
    level = scored.level_uncapped or scored.level
    values: dict[str, Any] = {
        "level_probability": chances[level - 1] if chances and level else None,
        **_ends(solid.alpha_interval if solid else None, "alpha_low", "alpha_high"),
        **dict.fromkeys((*_SPREAD, "between_functions")),
    }
    if spread is not None:
        between = spread.between.share if spread.between else None
        camps = len(spread.polarised)
        values |= asdict(spread) | {"polarised": camps, "between_functions": between}
    return values


def _practices(story: Story) -> Iterator[Row]:
    for n, scored in enumerate(story.assessment.practices):
        label = story.practice_label(scored.id)
        values = asdict(scored) | {
            "practice": scored.id,
            "label": label,
            "practice_label": label,
            "dimension_label": story.dimension_label(scored.dimension),
            **_ends(scored.interval, "low_100", "high_100"),
        }
        yield Row(values, ("practices", n), _SCORED)


def _groups(story: Story) -> Iterator[Row]:
    for n, group in enumerate(story.assessment.groups):
        for dimension in (each.id for each in story.assessment.dimensions):
            values = {
                "group": group.id,
                "group_label": story.group_label(group.id),
                "dimension": dimension,
                "dimension_label": story.dimension_label(dimension),
                "score_100": group.dimensions.get(dimension),
                **_ends(group.intervals.get(dimension), "low_100", "high_100"),
                "n": group.n_by_dimension.get(dimension),
                "n_group": group.n,
                "dont_know_rate": group.dont_know_rates.get(dimension),
                "suppressed": group.suppressed,
            }
            yield Row(values, ("groups", n), _of_group(dimension))


def _of_group(dimension: str) -> dict[str, str]:
    where = {
        "score_100": "dimensions",
        "low_100": "intervals",
        "high_100": "intervals",
        "n": "n_by_dimension",
        "dont_know_rate": "dont_know_rates",
    }
    return {column: f"{place}/{dimension}" for column, place in where.items()} | {"n_group": "n"}


def _items(story: Story) -> Iterator[Row]:
    for n, scored in enumerate(story.assessment.items):
        item, known = story.item(scored.id), scored.favourable
        values = {
            **asdict(scored),
            "dimension": item.dimension,
            "dimension_label": story.dimension_label(item.dimension),
            "practice": item.practice,
            "practice_label": story.practice_label(item.practice) if item.practice else None,
            "item": item.id,
            "text": story.item_text(item.id),
            "reverse": item.reverse,
            "favourable": known.share if known else None,
            **_ends(known.interval if known else None, "favourable_low", "favourable_high"),
        }
        ends = dict.fromkeys(("favourable_low", "favourable_high"), "favourable/interval")
        yield Row(values, ("items", n), ends)


def _sides(story: Story) -> Iterator[Row]:
    for n, scored in enumerate(story.assessment.mirrors):
        for place, side in enumerate(scored.sides):
            values = asdict(side) | {"mirror": scored.mirror, "item": scored.item}
            yield Row(values, ("mirrors", n, "sides", place))


def _points(story: Story) -> Iterator[Row]:
    for n, scored in enumerate(story.assessment.items):
        scale = story.item(scored.id).scale
        for point in scale.points:
            label = scale.labels.get(point)
            counts = scored.distribution
            values = {
                "item": scored.id,
                "point": point,
                "label": story.text(label) if label else None,
                "count": None if counts is None else counts.get(point, 0),
            }
            yield Row(values, ("items", n), {"count": "distribution"})


_SIDES = ("first", "second")


def _gaps(story: Story) -> Iterator[Row]:
    for n, gap in enumerate(story.assessment.gaps):
        pairs = {
            "{}": gap.groups,
            "{}_label": story.gap_groups(gap),
            "n_{}": gap.n,
            "{}_100": gap.scores_100,
        }
        each = chain.from_iterable(
            ((name.format(side), value) for side, value in zip(_SIDES, pair, strict=True))
            for name, pair in pairs.items()
        )
        values = {
            **asdict(gap),
            **dict(each),
            **_ends(gap.interval, "low", "high"),
            **_ends(gap.effect_interval, "effect_low", "effect_high"),
        }
        yield Row(values, ("gaps", n), {"low": "interval", "high": "interval"})


def _participation(story: Story) -> Iterator[Row]:
    for n, each in enumerate(story.assessment.participation):
        name = story.say("report.organisation")
        label = name if each.group is None else story.group_label(each.group)
        yield Row(asdict(each) | {"group_label": label}, ("participation", n))


TABLES: Mapping[str, Callable[[Story], Iterator[Row]]] = {
    "scores_overall": _overall,
    "scores_by_dimension": _dimensions,
    "scores_by_practice": _practices,
    "scores_by_group": _groups,
    "scores_by_item": _items,
    "scores_by_side": _sides,
    "gaps": _gaps,
    "answers_by_point": _points,
    "participation_by_group": _participation,
}
