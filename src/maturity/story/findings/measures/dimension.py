"""What is known of each dimension."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import DimensionScore, GroupScore
from maturity.story.findings.found import Basis
from maturity.story.findings.measures.standing import Ranked, nearest, place, ranked
from maturity.story.findings.measures.unknown import invited, unsure_interval
from maturity.story.findings.subject import Subject, Value
from maturity.story.noted import DONT_KNOW
from maturity.story.story import Story

_NAMED = 2  # statements that a sentence quotes before it only counts them


def dimensions(story: Story) -> Iterator[Subject]:
    """Yield every dimension."""
    order = ranked(story, story.assessment.dimensions)
    for each in story.assessment.dimensions:
        name = story.dimension_label(each.id)
        unsure = _unsure(story, each)
        measures: dict[str, Value] = {
            "name": name,
            "n": each.n,
            **_score(story, each, order),
            **_unknown(story, each),
            **_unsure_words(story, unsure),
            **_against(story, each),
            **_camps(story, each),
            **_careless(story, each),
        }
        basis = Basis(each.id, name, each.n)
        share = Basis(each.id, name, each.n, number=each.id + DONT_KNOW)
        resting = {
            "dont_know_interval": (share,),
            "unsure_functions": tuple(_by_function(story, each.id, unsure)),
            "camps_statement": tuple(_statements(story, each)),
        }
        yield Subject(each.id, each.id, measures, (basis,), resting=resting)


def _score(story: Story, each: DimensionScore, order: tuple[Ranked, ...]) -> dict[str, Value]:
    low, high = each.interval or (None, None)
    missing = None
    if each.target is not None and each.score_100 is not None:
        missing = each.target - each.score_100
    return {
        "score": each.score_100,
        "interval": each.interval,
        "interval_low": low,
        "interval_high": high,
        "level": story.likely(each.score_100, story.stated(each)),
        "standing": place(order, each.id),
        "rivals": len(order) - 1 if order else None,
        "distance": nearest(order, each.id),
        "target": each.target,
        "to_target": missing,
    }


def _unknown(story: Story, each: DimensionScore) -> dict[str, Value]:
    rate = each.dont_know_rate
    interval = unsure_interval(rate, each.n, invited(story))
    return {
        "dont_know": rate,
        "dont_know_interval": interval,
        "dont_know_low": interval[0] if interval else None,
    }


def _unsure(story: Story, each: DimensionScore) -> list[tuple[float, GroupScore]]:
    """Return the functions that do not know, with their share, the largest first."""
    thresholds = story.instrument.thresholds
    found = []
    for group in story.published:
        rate = group.dont_know_rates.get(each.id)
        ends = unsure_interval(rate, group.n, invited(story, group.id))
        if rate is None or ends is None or rate < thresholds["dont_know_high"]:
            continue
        if ends[0] >= thresholds["dont_know_usual"]:
            found.append((rate, group))
    return sorted(found, key=lambda pair: -pair[0])


def _unsure_words(story: Story, unsure: list[tuple[float, GroupScore]]) -> dict[str, Value]:
    named = [
        story.labelled(
            story.group_label(group.id),
            story.say("report.share_n", share=story.say.percent(rate), n=story.count(group.n)),
        )
        for rate, group in unsure
    ]
    return {
        "unsure": len(unsure),
        "unsure_functions": story.say.listing(named) if named else None,
        "unsure_share": unsure[0][0] if unsure else None,
    }


def _by_function(
    story: Story, dimension: str, unsure: list[tuple[float, GroupScore]]
) -> Iterator[Basis]:
    for _, group in unsure:
        id_ = f"{dimension}:{group.id}"
        yield Basis(id_, story.group_label(group.id), group.n, number=id_ + DONT_KNOW)


def _against(story: Story, each: DimensionScore) -> dict[str, Value]:
    sure = story.instrument.thresholds["key_sure"]
    alarms = each.reliability.alarms if each.reliability else {}
    found = [item for item, share in alarms.items() if share >= sure]
    named = [story.quoted(item) for item in found[:_NAMED]]
    return {
        "against": len(found),
        "against_statements": story.say.listing(named) if named else None,
    }


def _split(each: DimensionScore) -> tuple[str, ...]:
    return each.spread.polarised if each.spread else ()


def _answered(story: Story) -> dict[str, int]:
    return {item.id: item.n for item in story.assessment.items}


def _camps(story: Story, each: DimensionScore) -> dict[str, Value]:
    split = _split(each)
    return {
        "camps": len(split),
        "camps_statement": story.quoted(split[0]) if split else None,
        "camps_n": story.once(_answered).get(split[0]) if split else None,
    }


def _statements(story: Story, each: DimensionScore) -> Iterator[Basis]:
    for item in _split(each):
        yield Basis(item, story.quoted(item), story.once(_answered).get(item))


def _careless(story: Story, each: DimensionScore) -> dict[str, Value]:
    quality = story.assessment.quality
    if quality is None:
        return {}
    without = (quality.without or {}).get(each.id)
    is_known = without is not None and each.score_100 is not None
    return {
        "flagged": quality.flagged,
        "checked": quality.checked,
        "careless_score": without,
        "careless_shift": abs((each.score_100 or 0) - (without or 0)) if is_known else None,
    }
