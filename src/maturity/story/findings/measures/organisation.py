"""What is known of the organisation as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import DimensionScore
from maturity.scores.sensitivity import shaking
from maturity.story.findings.found import Basis
from maturity.story.findings.measures.standing import Ranked, is_ahead, is_behind, ranked
from maturity.story.findings.subject import Subject, Value
from maturity.story.noted import OVERALL, PARTICIPATION
from maturity.story.story import Story

_SAME = 9  # decimals beyond which scores are equal
_EXTREMES = ("highest", "highest_score", "lowest", "lowest_score", "extent", "extremes_n")


def organisation(story: Story) -> Iterator[Subject]:
    """Yield the organisation: its score, who answered, how its dimensions stand."""
    overall, name = story.assessment.overall, story.say("report.organisation")
    shift = None
    if overall.score_100 is not None and overall.pooled_100 is not None:
        shift = abs(overall.score_100 - overall.pooled_100)
    tried = overall.weight_sensitivity
    order = ranked(story, story.assessment.dimensions)
    whole = story.whole
    answered = whole.answered if whole else None
    measures: dict[str, Value] = {
        "n": overall.n,
        "score": overall.score_100,
        "interval": overall.interval,
        "pooled": overall.pooled_100,
        "pooled_shift": shift,
        **_standing(story, order),
        **_people(story),
        **_targets(story),
        "draws": tried.draws if tried else None,
        "level_changes": tried.level_changes if tried else None,
        "fragile_over": shaking().fragile_over,
    }
    resting = {
        **dict.fromkeys(_EXTREMES, _ends(story, order)),
        **dict.fromkeys(("participation", "answered", "invited"), (_people_of(story, answered),)),
        "quiet_functions": tuple(_quiet(story)),
        "short_name": tuple(
            Basis(each.id, story.dimension_label(each.id), each.n) for each in _short(story)
        ),
    }
    basis = Basis(OVERALL, name, overall.n)
    yield Subject("", None, measures, (basis,), resting=resting)


def _standing(story: Story, order: tuple[Ranked, ...]) -> dict[str, Value]:
    if len(order) < 2:  # noqa: PLR2004 - two to compare
        return {}
    first, last = order[0], order[-1]
    standing = "spread" if first.above(last) else "close"
    return {
        "standing": "alone" if is_ahead(order) or is_behind(order) else standing,
        "highest": story.dimension_label(first.id),
        "highest_score": first.value,
        "lowest": story.dimension_label(last.id),
        "lowest_score": last.value,
        "extent": first.value - last.value,
        "extremes_n": min(first.n, last.n),
    }


def _ends(story: Story, order: tuple[Ranked, ...]) -> tuple[Basis, ...]:
    ends = (order[0], order[-1]) if order else ()
    return tuple(Basis(each.id, story.dimension_label(each.id), each.n) for each in ends)


def _targets(story: Story) -> dict[str, Value]:
    aimed = [each for each in story.scored if each.target is not None and each.interval]
    short = _short(story)
    found: dict[str, Value] = {"targets": len(aimed), "short": len(short)}
    if short:
        worst = short[0]
        found |= {
            "short_name": story.dimension_label(worst.id),
            "short_score": worst.score_100,
            "short_interval": worst.interval,
            "short_target": worst.target,
            "short_points": _missing(worst),
            "short_n": worst.n,
        }
    return found


def _short(story: Story) -> list[DimensionScore]:
    """Return the dimensions surely and markedly below their target, the furthest first."""
    least = story.instrument.thresholds["finding_points"]
    short = [
        each
        for each in story.scored
        if each.target is not None
        and each.interval is not None
        and each.interval[1] < each.target
        and round(_missing(each), _SAME) >= least
    ]
    return sorted(short, key=lambda each: -_missing(each))


def _missing(each: DimensionScore) -> float:
    return (each.target or 0.0) - (each.score_100 or 0.0)


def _people(story: Story) -> dict[str, Value]:
    whole = story.whole
    quiet = [each for each in story.assessment.participation if each.group and each.quiet]
    named = [
        story.say(
            "report.who.heard",
            group=story.group_label(each.group or ""),
            answered=story.count(each.answered),
            invited=story.count(each.invited),
        )
        for each in quiet
    ]
    found: dict[str, Value] = {
        "quiet": len(quiet),
        "quiet_functions": story.say.listing(named) if named else None,
    }
    if whole is not None and whole.invited:
        found |= {
            "participation": whole.answered / whole.invited,
            "answered": whole.answered,
            "invited": whole.invited,
        }
    return found


def _people_of(story: Story, answered: int | None) -> Basis:
    return Basis(PARTICIPATION, story.say("report.organisation"), answered)


def _quiet(story: Story) -> Iterator[Basis]:
    for each in story.assessment.participation:
        if each.group and each.quiet:
            name = story.group_label(each.group)
            yield Basis(f"{PARTICIPATION}:{each.group}", name, each.answered)
