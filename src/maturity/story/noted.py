"""Numbers that somebody wrote under, and what has become of them since.

A name is ``overall``, the id of a dimension, practice or item, ``silos:it`` for one function's
score, ``silos:business-it:it`` for one side of a mirror's and ``it-marketing:it`` for what one
function says of another: scores, 0..100. ``silos/dont_know``, ``silos:it/dont_know``,
``participation`` and ``participation:it`` are shares, 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from maturity.story.story import Story

if TYPE_CHECKING:
    from maturity.story.findings.found import Finding

OVERALL, PARTICIPATION, DONT_KNOW = "overall", "participation", "/dont_know"
_MOST_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Noted:
    """One number of the assessment: its name in words; ``value`` None where it is not shown."""

    label: str
    value: float | None
    unit: Literal["score", "share"] = "score"

    def written(self, story: Story, value: float) -> str:
        """Write a value as the report prints this number."""
        return story.score(value) if self.unit == "score" else story.say.percent(value)


def noted(story: Story) -> Mapping[str, Noted]:
    """Return every number that can be written under, by name."""
    return story.once(_all)


def moved(story: Story, numbers: Mapping[str, float]) -> tuple[str, ...]:
    """Say of each number that prints otherwise today what it was and what it is.

    A name of nothing in this questionnaire says nothing: :func:`unknown` finds those.
    """
    return tuple(_moves(story, numbers))


def _moves(story: Story, numbers: Mapping[str, float]) -> Iterator[str]:
    for name, before in numbers.items():
        now = noted(story).get(name)
        if now is None:
            continue
        then = now.written(story, before)
        if now.value is None:
            yield story.say("findings.moved.gone", thing=now.label, before=then)
        elif (today := now.written(story, now.value)) != then:
            yield story.say("findings.moved.other", thing=now.label, before=then, after=today)


def numbers_of(finding: Finding) -> Mapping[str, float]:
    """Return the numbers under a finding as printed, to be kept beside other words for it."""
    return finding.numbers


def unknown(story: Story, numbers: Mapping[str, float]) -> tuple[str, ...]:
    """Return the names that are of nothing in this assessment."""
    return tuple(name for name in numbers if name not in noted(story))


def as_noted(story: Story, numbers: Mapping[str, float]) -> dict[str, float]:
    """Return numbers with the fewest decimals that print alike: what a person would copy."""
    return {name: _short(story, noted(story)[name], value) for name, value in numbers.items()}


def _short(story: Story, number: Noted, value: float) -> float:
    printed = number.written(story, value)
    short = (round(value, decimals) for decimals in range(_MOST_DECIMALS))
    return next((each for each in short if number.written(story, each) == printed), value)


def _all(story: Story) -> dict[str, Noted]:
    found = {**dict(_unanswered(story)), **dict(_organisation(story))}
    for pairs in (_items(story), _gaps(story), _mirrors(story), _dimensions(story)):
        found.update(pairs)
    return found


def _unanswered(story: Story) -> Iterator[tuple[str, Noted]]:
    """Yield what the questionnaire knows and these results may not: functions, sides of mirrors."""
    function = story.instrument.attribute("function")
    for dimension in story.instrument.dimensions:
        label = story.quote(story.text(dimension.label))
        for choice in function.choices if function else ():
            name, thing = f"{dimension.id}:{choice.id}", _of(story, label, story.text(choice.label))
            yield name, Noted(thing, None)
            yield _unsure(story, name, thing, None)
        for mirror in story.instrument.mirrors:
            for side in mirror.sides:
                thing = _of(story, label, story.side_label(side))
                yield f"{dimension.id}:{mirror.id}:{side.id}", Noted(thing, None)


def _organisation(story: Story) -> Iterator[tuple[str, Noted]]:
    whole = story.say("report.organisation")
    yield OVERALL, Noted(whole, story.assessment.overall.score_100)
    for each in story.assessment.participation:
        share = each.answered / each.invited if each.invited else None
        who = story.group_label(each.group) if each.group else whole
        name = f"{PARTICIPATION}:{each.group}" if each.group else PARTICIPATION
        yield name, Noted(story.say("findings.moved.participation", who=who), share, "share")


def _dimensions(story: Story) -> Iterator[tuple[str, Noted]]:
    """Yield what is known of dimensions, practices and functions; dimensions win over all else."""
    for practice in story.assessment.practices:
        label = story.quote(story.practice_label(practice.id))
        yield practice.id, Noted(label, practice.score_100)
    for each in story.assessment.dimensions:
        label = story.quote(story.dimension_label(each.id))
        yield each.id, Noted(label, each.score_100)
        yield _unsure(story, each.id, label, each.dont_know_rate)
        for group in story.assessment.groups:
            name, thing = f"{each.id}:{group.id}", _of(story, label, story.group_label(group.id))
            yield name, Noted(thing, group.dimensions.get(each.id))
            yield _unsure(story, name, thing, group.dont_know_rates.get(each.id))


def _unsure(story: Story, name: str, label: str, rate: float | None) -> tuple[str, Noted]:
    thing = story.say("findings.moved.dont_know", thing=label)
    return name + DONT_KNOW, Noted(thing, rate, "share")


def _items(story: Story) -> Iterator[tuple[str, Noted]]:
    for each in story.assessment.items:
        label = story.quoted(each.id)
        yield each.id, Noted(label, story.item_score(each))
        yield _unsure(story, each.id, label, each.dont_know_rate)


def _gaps(story: Story) -> Iterator[tuple[str, Noted]]:
    """Yield the scores of groups that stand in no other table: sides, and who rates whom."""
    for gap in story.assessment.gaps:
        by = "" if gap.by == "function" else f":{gap.by}"
        thing = story.gap_thing(gap)
        for group, label, score in zip(
            gap.groups, story.gap_groups(gap), gap.scores_100, strict=True
        ):
            yield f"{gap.id}{by}:{group}", Noted(_of(story, thing, label), score)


def _mirrors(story: Story) -> Iterator[tuple[str, Noted]]:
    labels = {
        (mirror.id, side.id): story.side_label(side)
        for mirror in story.instrument.mirrors
        for side in mirror.sides
    }
    for each in story.assessment.mirrors:
        for side in each.sides:
            thing = _of(story, story.quoted(each.item), labels[each.mirror, side.side])
            yield f"{each.item}:{each.mirror}:{side.side}", Noted(thing, side.score_100)


def _of(story: Story, thing: str, who: str) -> str:
    return story.say("findings.moved.of", thing=thing, who=who)
