"""Where a finding came from: the cells of the client's files, for the consultant alone.

>>> from maturity.assess import assess                              # doctest: +SKIP
>>> result = assess("surveys/examples/lumera/2026-spring")          # doctest: +SKIP
>>> cells(result, findings(result.story())[0])                      # doctest: +SKIP
('ventes.xlsx!Questions!F9:F20', …)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from maturity.assess import Result
from maturity.instrument import Instrument
from maturity.readers.addresses import Where, sources
from maturity.readers.table import Column
from maturity.responses.table import Respondent
from maturity.scores.groups import OTHER
from maturity.story import Finding
from maturity.story.noted import DONT_KNOW, OVERALL

_N = "\u00a0n="


def cells(result: Result, finding: Finding) -> tuple[str, ...]:
    """Return the cells behind a finding as ranges, ``file.xlsx!Sheet!F2:F87``.

    Those of its questions in the rows of its people, as far as these count, whether filled or not.
    What rests on the list of people invited has none. Never for a client's file: it shows where
    each person's answers stand.
    """
    places: dict[Where, None] = {}
    for source in finding.sources:
        name = source.partition(_N)[0].removesuffix(DONT_KNOW)
        places |= dict.fromkeys(_behind(result, name))
    return tuple(sources(places))


def _behind(result: Result, name: str) -> Iterator[Where]:
    """Yield the cells behind one name of :mod:`maturity.story.noted`, some below one another."""
    responses = result.intake.responses
    items = _items(result.intake.instrument, *name.split(":"))
    is_one = _people(result, name)
    for coded in responses.tables if items else ():
        people = responses.respondents[coded.first : coded.first + coded.fates.shape[1]]
        found = [n for n, each in enumerate(people) if each.included and is_one(each)]
        for column, item in zip(coded.columns, coded.items, strict=True):
            if item in items and found:
                yield from (
                    Where(coded.table.path, column.sheet, each) for each in _runs(column, found)
                )


def _runs(column: Column, found: Sequence[int]) -> Iterator[str]:
    """Yield the cells of people in a column, those on neighbouring rows as one range."""
    start = 0
    for end in range(1, len(found) + 1):
        goes_on = (
            end < len(found)
            and not column.indices
            and column.rows[found[end]] == column.rows[found[end - 1]] + 1
        )
        if not goes_on:
            first, last = column.cell(found[start]), column.cell(found[end - 1])
            yield first if first == last else f"{first}:{last}"
            start = end


def _items(instrument: Instrument, what: str, *groups: str) -> set[str]:
    """Return the items behind a score."""
    if what == OVERALL:
        return {item.id for item in instrument.items if item.weight > 0}
    for dimension in instrument.dimensions:
        if dimension.id == what:
            return {item.id for item in dimension.scored_items}
    for practice in instrument.practices:
        if practice.id == what:
            return {item.id for item in practice.items if item.weight > 0}
    if any(item.id == what for item in instrument.items):
        return {what}
    who = groups[0] if groups else ""
    rated = ((item, item.rated_by(who)) for item in instrument.items if item.is_for(who))
    return {item.id for item, whom in rated if whom and "-".join(sorted((who, whom))) == what}


def _people(result: Result, name: str) -> Callable[[Respondent], bool]:
    """Return what tells whether somebody is one of those behind a score."""
    _, *groups = name.split(":")
    if not groups:
        return lambda _: True
    mirrors = {mirror.id: mirror for mirror in result.intake.instrument.mirrors}
    if len(groups) > 1 and groups[0] in mirrors:
        mirror = mirrors[groups[0]]
        values = next((side.values for side in mirror.sides if side.id == groups[1]), ())
        return lambda person: person.attributes.get(mirror.attribute) in values
    published = {group.id for group in result.assessment.groups} - {OTHER}
    if groups[0] == OTHER:
        return lambda person: person.group not in published
    return lambda person: person.group == groups[0]
