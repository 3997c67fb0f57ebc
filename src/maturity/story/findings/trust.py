"""How far the results can be trusted: what is not known, who kept silent, what choices decide."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import DimensionScore
from maturity.scores.sensitivity import shaking
from maturity.story.findings.found import Basis, Finding, found, on_dimension, on_everybody
from maturity.story.story import Story

_NAMED = 2  # statements that a sentence quotes before it only counts them


def dont_know(story: Story) -> Iterator[Finding]:
    """Say which dimensions many do not know about."""
    high = story.instrument.thresholds["dont_know_high"]
    unknown = [
        (rate, each)
        for each in story.assessment.dimensions
        if (rate := each.dont_know_rate) is not None and rate >= high
    ]
    for rate, each in sorted(unknown, key=lambda pair: -pair[0]):
        sentence = story.say(
            "report.finding.dont_know",
            dimension=story.dimension_label(each.id),
            share=story.say.percent(rate),
            n=each.n,
        )
        basis = on_dimension(story, each.id, each.n)
        id_ = f"dont-know-{each.id}"
        yield found(story, id_, each.id, sentence, basis, kind="dont_know")


def dont_know_by_function(story: Story) -> Iterator[Finding]:
    """Say which functions do not know, where the organisation as a whole does."""
    high = story.instrument.thresholds["dont_know_high"]
    for each in story.assessment.dimensions:
        if each.dont_know_rate is None or each.dont_know_rate >= high:
            continue
        unsure = [
            (rate, group)
            for group in story.published
            if (rate := group.dont_know_rates.get(each.id)) is not None and rate >= high
        ]
        if not unsure:
            continue
        unsure.sort(key=lambda pair: -pair[0])
        named = [
            story.labelled(
                story.group_label(group.id),
                story.say("report.share_n", share=story.say.percent(rate), n=story.count(group.n)),
            )
            for rate, group in unsure
        ]
        sentence = story.say(
            "report.finding.dont_know_function",
            dimension=story.dimension_label(each.id),
            functions=story.say.listing(named),
            share=story.say.percent(each.dont_know_rate),
        )
        bases = (
            Basis(f"{each.id}:{group.id}", story.group_label(group.id), group.n)
            for _, group in unsure
        )
        id_ = f"dont-know-by-function-{each.id}"
        yield found(story, id_, each.id, sentence, *bases, kind="dont_know_function")


def keying(story: Story) -> Iterator[Finding]:
    """Say which statements surely run against the rest of their dimension."""
    sure = story.instrument.thresholds["key_sure"]
    for each in story.assessment.dimensions:
        found_against = each.reliability.alarms if each.reliability else {}
        alarms = [item for item, share in found_against.items() if share >= sure]
        if alarms:
            sentence = story.say(
                "report.finding.keying",
                n=len(alarms),
                dimension=story.dimension_label(each.id),
                items=story.say.listing([story.quoted(item) for item in alarms[:_NAMED]]),
                respondents=each.n,
            )
            basis = on_dimension(story, each.id, each.n)
            yield found(story, f"keying-{each.id}", each.id, sentence, basis, kind="keying")


def polarised(story: Story) -> Iterator[Finding]:
    """Say on which statements people are in two camps, which no mean shows."""
    split = [each for each in story.assessment.dimensions if each.spread and each.spread.polarised]
    for each in sorted(split, key=lambda one: -len(_split(one))):
        items = _split(each)
        count = {item.id: item.n for item in story.assessment.items}
        sentence = story.say(
            "report.finding.polarised",
            n=len(items),
            dimension=story.dimension_label(each.id),
            item=story.quoted(items[0]),
            respondents=count.get(items[0]),
        )
        bases = (Basis(item, story.quoted(item), count.get(item)) for item in items)
        yield found(story, f"polarised-{each.id}", each.id, sentence, *bases, kind="polarised")


def _split(score: DimensionScore) -> tuple[str, ...]:
    return score.spread.polarised if score.spread else ()


def fragile(story: Story) -> Iterator[Finding]:
    """Say that other weights of the dimensions would change the level.

    The order of the functions, which no page draws, is told in the annex only.
    """
    overall = story.assessment.overall
    tried = overall.weight_sensitivity
    if tried is None or tried.level_changes <= shaking().fragile_over:
        return
    sentence = story.say(
        "report.finding.fragile",
        draws=story.count(tried.draws),
        levels=story.say.percent(tried.level_changes),
        n=overall.n,
    )
    basis = on_everybody(story, "overall", overall.n)
    yield found(story, "fragile", None, sentence, basis, kind="fragile")


def weighting(story: Story) -> Iterator[Finding]:
    """Say that it matters whether people or functions count the same."""
    overall = story.assessment.overall
    if overall.score_100 is None or overall.pooled_100 is None:
        return
    if abs(overall.score_100 - overall.pooled_100) < story.instrument.thresholds["gap_points"]:
        return
    sentence = story.say(
        "report.finding.weighting",
        pooled=story.score(overall.pooled_100),
        balanced=story.score(overall.score_100),
        n=overall.n,
    )
    basis = on_everybody(story, "overall", overall.n)
    yield found(story, "weighting", None, sentence, basis, kind="weighting")


def careless(story: Story) -> Iterator[Finding]:
    """Say that the result moves when those who seem to have answered carelessly are left out."""
    quality = story.assessment.quality
    if quality is None or not quality.flagged or not quality.without:
        return
    wide = story.instrument.thresholds["gap_points"]
    moved = [
        (abs(each.score_100 - without), each, without)
        for each in story.scored
        if each.score_100 is not None and (without := quality.without.get(each.id)) is not None
    ]
    most = max(moved, key=lambda one: one[0], default=None)
    if most is None or most[0] < wide:
        return
    _, score, without = most
    sentence = story.say(
        "report.finding.careless",
        n=quality.flagged,
        checked=quality.checked,
        dimension=story.dimension_label(score.id),
        score=story.score(score.score_100),
        without=story.score(without),
    )
    basis = on_dimension(story, score.id, score.n)
    yield found(story, "careless", score.id, sentence, basis, kind="careless")


def participation(story: Story) -> Iterator[Finding]:
    """Say that few answered, and who kept silent."""
    whole = story.whole
    if whole is None or not whole.invited:
        return
    share = whole.answered / whole.invited
    if share < story.instrument.thresholds["participation_low"]:
        sentence = story.say(
            "report.finding.participation",
            share=story.say.percent(share),
            n=whole.answered,
            invited=whole.invited,
        )
        basis = on_everybody(story, "participation", whole.answered)
        yield found(story, "participation", None, sentence, basis, kind="participation")


def silent(story: Story) -> Iterator[Finding]:
    """Say which functions nobody, or hardly anybody, answered for."""
    quiet = [each for each in story.assessment.participation if each.group and each.quiet]
    if not quiet:
        return
    named = [
        story.say(
            "report.who.heard",
            group=story.group_label(each.group or ""),
            answered=story.count(each.answered),
            invited=story.count(each.invited),
        )
        for each in quiet
    ]
    sentence = story.say("report.finding.silent", n=len(quiet), groups=story.say.listing(named))
    bases = (
        Basis(f"participation:{each.group}", story.group_label(each.group or ""), each.answered)
        for each in quiet
    )
    yield found(story, "silent", None, sentence, *bases, kind="silent")
