"""The actions of weak practices, the most worth their effort first, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maturity.instrument.knowledge import Action
from maturity.scores import level_of
from maturity.scores.firmness import shaking
from maturity.scores.kept import PriorityKept
from maturity.scores.model import PracticeScore
from maturity.scores.priority import Priority, cut_above, priorities, weak_practices
from maturity.story.advice.model import Recommendation
from maturity.story.findings import Finding, findings
from maturity.story.story import Story

_ABOUT_PRACTICE = "practice"  # the topic of findings that speak of one practice
_ABOUT_DIMENSION = ("weakness", "target")  # and of those that call for action on a dimension
_NAME = re.compile(r"[^\u00a0:]+")  # what a source of a finding is about, before its group and n


def recommendations(story: Story) -> tuple[Recommendation, ...]:
    """Return every action worth taking now, ranked; then what must come before some of them.

    Weak is a practice with a published score under the target of its dimension, or, where there
    is none, any practice that is not at the top; its actions are those of its present level.
    """
    return story.once(_recommended)


def _recommended(story: Story) -> tuple[Recommendation, ...]:
    told = story.assessment
    weak = tuple(weak_practices(story.instrument, told.dimensions, told.practices))
    ranked = tuple(
        _recommendation(story, rank, each) for rank, each in enumerate(priorities(weak), start=1)
    )
    return (*ranked, *_enablers(story, ranked))


def _recommendation(story: Story, rank: int, priority: Priority) -> Recommendation:
    weak, action = priority.weak, priority.action
    practice = weak.practice
    finding = _finding(story, practice.id, practice.dimension)
    kept = _kept(story).get(action.id)
    return Recommendation(
        rank=rank,
        action=action,
        practice=practice.id,
        dimension=practice.dimension,
        score_100=weak.score_100,
        target_100=weak.target_100,
        n=weak.n,
        gap=priority.gap,
        weight=practice.weight,
        confidence=weak.confidence,
        impact=priority.impact,
        effort=action.days,
        priority=priority.value,
        reason=_reason(story, priority, finding),
        finding=finding.id if finding else None,
        stable=not _tipping(story, kept),
        sensitivity=_sensitivity(story, rank, kept),
        stated=weak.stated,
        kept=_share(kept),
        after=_waits_for(story, action),
    )


# Why


def _finding(story: Story, practice: str, dimension: str) -> Finding | None:
    """Return the weightiest finding about a practice, else about its dimension."""
    fitting = [
        *(
            each
            for each in findings(story)
            if each.topic == _ABOUT_PRACTICE and practice in _about(each)
        ),
        *(
            each
            for each in findings(story)
            if each.topic in _ABOUT_DIMENSION and dimension in _about(each)
        ),
    ]
    return next(iter(fitting), None)


def _about(finding: Finding) -> set[str]:
    return {found[0] for each in finding.sources if (found := _NAME.match(each))}


def _reason(story: Story, priority: Priority, finding: Finding | None) -> str:
    """Return a finding's sentence when it speaks of this practice, else what its score says."""
    if finding is not None and finding.topic == _ABOUT_PRACTICE:
        return finding.sentence
    weak = priority.weak
    away = weak.target_100 - weak.score_100
    away = round(away, 0 if away >= 1 else 1)
    return story.say(
        f"advice.reason.{'target' if weak.stated else 'level'}",
        practice=story.practice_label(weak.practice.id),
        score=story.score(weak.score_100),
        target=story.cut(weak.target_100),
        n=away,
        points=story.say.number(away, 0 if away >= 1 else 1),
        next=story.level_label(weak.target_100),
        people=story.count(weak.n),
    )


# How firm


def _kept(story: Story) -> dict[str, PriorityKept]:
    tried = story.assessment.priority_sensitivity
    return {each.action: each for each in tried.actions} if tried else {}


def _shares(kept: PriorityKept | None) -> dict[str, float]:
    """Return by kind of choice in what share of the tries an action keeps its place."""
    if kept is None:
        return {}
    same = None if kept.not_applicable is None else float(kept.not_applicable)
    shares = {"weights": kept.weights, "functions": kept.functions, "not_applicable": same}
    return {kind: share for kind, share in shares.items() if share is not None}


def _share(kept: PriorityKept | None) -> float | None:
    """Return the share over all choices tried, every kind counting alike."""
    shares = _shares(kept)
    return sum(shares.values()) / len(shares) if shares else None


def _tipping(story: Story, kept: PriorityKept | None) -> list[str]:
    """Name the kinds of choices that would often change an action's place."""
    return [
        story.say(f"advice.tipping.{kind}", share=story.say.percent(1 - share))
        for kind, share in _shares(kept).items()
        if 1 - share > shaking().fragile_over
    ]


def _sensitivity(story: Story, rank: int, kept: PriorityKept | None) -> str:
    tried, share = story.assessment.priority_sensitivity, _share(kept)
    if tried is None or share is None:
        return ""
    side = "inside" if rank <= tried.first else "outside"
    tipping = _tipping(story, kept)
    key = "fragile" if tipping else "stable"
    return story.say(
        f"advice.sensitivity.{key}_{side}",
        first=story.count(tried.first),
        share=story.chance(share),
        tipping=story.say.listing(tipping),
    )


def firmness(story: Story) -> str:
    """Say how many of the first actions keep their place, and what was tried; empty if nothing."""
    tried = story.assessment.priority_sensitivity
    first = [each for each in recommendations(story) if each.kept is not None]
    if tried is None or not first:
        return ""
    first = first[: tried.first]
    kinds = _shares(_kept(story)[first[0].action.id])
    choices = {
        "weights": story.say("advice.tried.weights", draws=story.count(tried.draws)),
        "functions": story.say("advice.tried.functions", n=tried.functions),
        "not_applicable": story.say("advice.tried.not_applicable"),
    }
    stable = sum(each.stable for each in first)
    key = "all" if stable == len(first) else "some" if stable else "none"
    return story.say(
        f"advice.firm.{key}",
        n=stable if key == "some" else len(first),
        first=story.count(len(first)),
        share=story.say.percent(1 - shaking().fragile_over),
        choices=story.joined(choices[kind] for kind in kinds),
    )


# What must come first


def _waits_for(story: Story, action: Action) -> tuple[str, ...]:
    """Return the actions that come first and are not done: a practice above their step did them."""
    known = {each.id: each for each in story.instrument.actions}
    return tuple(each for each in action.after if not _is_done(story, known[each]))


def _is_done(story: Story, action: Action) -> bool:
    score = _score(story, action.practice)
    if score is None or score.score_100 is None:
        return False
    return level_of(score.score_100, story.instrument.levels) > action.step


def _score(story: Story, practice: str) -> PracticeScore | None:
    return next((each for each in story.assessment.practices if each.id == practice), None)


def _enablers(story: Story, ranked: tuple[Recommendation, ...]) -> Iterator[Recommendation]:
    """Yield what is not recommended for itself and must come before what is."""
    known = {each.id: each for each in story.instrument.actions}
    told = {each.action.id for each in ranked}
    waiting: dict[str, list[str]] = {}
    queue = [(before, each.action.id) for each in ranked for before in each.after]
    while queue:
        id_, by = queue.pop(0)
        if id_ in told:
            continue
        if id_ not in waiting:
            queue += [(before, id_) for before in _waits_for(story, known[id_])]
        waiting.setdefault(id_, []).append(by)
    for rank, (id_, enables) in enumerate(waiting.items(), start=len(ranked) + 1):
        yield _enabler(story, rank, known[id_], tuple(dict.fromkeys(enables)))


def _enabler(story: Story, rank: int, action: Action, enables: tuple[str, ...]) -> Recommendation:
    practice, score = story.practice(action.practice), _score(story, action.practice)
    titles = [
        story.quote(story.text(each.title))
        for each in story.instrument.actions
        if each.id in enables
    ]
    return Recommendation(
        rank=rank,
        action=action,
        practice=practice.id,
        dimension=practice.dimension,
        score_100=score.score_100 if score else None,
        target_100=cut_above(action.step, story.instrument.levels) or 100.0,
        n=score.n if score else 0,
        gap=0.0,
        weight=practice.weight,
        confidence=0.0,
        impact=0.0,
        effort=action.days,
        priority=0.0,
        reason=story.say("advice.reason.before", actions=story.say.listing(titles)),
        finding=None,
        stable=True,
        sensitivity="",
        stated=False,
        after=_waits_for(story, action),
        enables=enables,
    )
