"""What an instrument covers, counted, and what each part of it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturity.instrument.knowledge import OWN, Article, Line
from maturity.instrument.model import Dimension, Instrument, Item, Practice

NATURES = ("opinion", "survey", "forecast")
ARTICLE = "article"  # the nature of a line whose article has no digest: that of the whole article


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited source: ``nature`` is one of :data:`NATURES`, ``article`` or ``own``."""

    text: str
    nature: str
    article: Article | None = None
    number: int | None = None
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is of one practice, or of several added up.

    ``practice`` is None for the items of a dimension that belong to no practice, and for a sum;
    ``actions`` counts those of each step, lowest first; ``sources`` the citations by nature: each
    source of an item, a rubric's level or an action counts once.
    """

    dimension: str
    practice: str | None
    items: int
    reverse: int
    mirror: int
    levels: int
    actions: tuple[int, ...]
    questions: int
    sources: Mapping[str, int]


def citation(source: str, articles: Mapping[str, Article]) -> Citation:
    """Return what a source is, ``own`` or ``article:line``, and the nature of what it cites."""
    if source == OWN:
        return Citation(source, OWN)
    id_, _, number = source.partition(":")
    article = articles[id_]
    line = (article.lines or {}).get(int(number))
    return Citation(source, line.nature if line else ARTICLE, article, int(number), line)


def coverage(instrument: Instrument) -> tuple[Coverage, ...]:
    """Return one row per practice in order, and one per dimension whose items have none."""
    return tuple(
        row for dimension in instrument.dimensions for row in _of_dimension(dimension, instrument)
    )


def total(rows: Iterable[Coverage], dimension: str = "") -> Coverage:
    """Add rows up, those of one dimension or of the whole instrument."""
    rows = list(rows)
    sources: Counter[str] = Counter()
    for row in rows:
        sources.update(row.sources)
    return Coverage(
        dimension=dimension,
        practice=None,
        items=sum(row.items for row in rows),
        reverse=sum(row.reverse for row in rows),
        mirror=sum(row.mirror for row in rows),
        levels=sum(row.levels for row in rows),
        actions=tuple(map(sum, zip(*(row.actions for row in rows), strict=True))),
        questions=sum(row.questions for row in rows),
        sources=dict(sources),
    )


def _of_dimension(dimension: Dimension, instrument: Instrument) -> Iterator[Coverage]:
    for practice in dimension.practices:
        yield _row(dimension, practice, practice.items, instrument)
    loose = [item for item in dimension.items if item.practice is None]
    if loose:
        yield _row(dimension, None, loose, instrument)


def _row(
    dimension: Dimension, practice: Practice | None, items: Sequence[Item], instrument: Instrument
) -> Coverage:
    rubric = practice.rubric if practice else ()
    actions = practice.actions if practice else ()
    per_step = Counter(action.step for action in actions)
    cited = (
        *(source for item in items for source in item.sources),
        *(source for anchor in rubric for source in anchor.sources),
        *(source for action in actions for source in action.sources),
    )
    return Coverage(
        dimension=dimension.id,
        practice=practice.id if practice else None,
        items=len(items),
        reverse=sum(item.reverse for item in items),
        mirror=sum(item.mirror is not None for item in items),
        levels=len(rubric),
        actions=tuple(per_step[step] for step in range(1, len(instrument.levels))),
        questions=len(practice.interview) if practice else 0,
        sources=dict(Counter(citation(source, instrument.articles).nature for source in cited)),
    )
