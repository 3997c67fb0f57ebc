"""What is known of each statement."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import ItemScore
from maturity.story.findings.found import Basis
from maturity.story.findings.measures.unknown import invited, unsure_interval
from maturity.story.findings.subject import Subject, Value
from maturity.story.noted import DONT_KNOW
from maturity.story.story import Story


def items(story: Story) -> Iterator[Subject]:
    """Yield every statement."""
    for each in story.assessment.items:
        dimension, asked = story.item(each.id).dimension, _asked(each)
        measures: dict[str, Value] = {
            "name": story.quoted(each.id),
            "dimension": story.dimension_label(dimension),
            "n": each.n,
            "asked": asked,
            "score": story.item_score(each),
            "consensus": each.consensus,
            "answers": _answers(each),
            **_unknown(story, each, asked),
            **_favourable(each),
        }
        name = story.quoted(each.id)
        share = Basis(each.id, name, asked, number=each.id + DONT_KNOW)
        resting = {"dont_know_interval": (share,)}
        basis = Basis(each.id, name, each.n)
        yield Subject(each.id, dimension, measures, (basis,), resting=resting)


def _asked(each: ItemScore) -> int | None:
    """Return who answered with a point or did not know, from the share of these."""
    rate = each.dont_know_rate
    return None if rate is None or rate >= 1 else round(each.n / (1 - rate))


def _unknown(story: Story, each: ItemScore, asked: int | None) -> dict[str, Value]:
    interval = unsure_interval(each.dont_know_rate, asked, invited(story))
    return {
        "dont_know": each.dont_know_rate,
        "dont_know_interval": interval,
        "dont_know_low": interval[0] if interval else None,
    }


def _favourable(each: ItemScore) -> dict[str, Value]:
    share = each.favourable
    if share is None:
        return {}
    low, high = share.interval or (None, None)
    return {
        "favourable": share.share,
        "favourable_interval": share.interval,
        "favourable_low": low,
        "favourable_high": high,
    }


def _answers(each: ItemScore) -> str | None:
    if each.polarised is None:
        return None
    return "two_camps" if each.polarised else "alike" if each.beyond_chance else "mixed"
