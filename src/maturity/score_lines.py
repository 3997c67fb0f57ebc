"""What ``maturity assess`` prints: scores at a glance, each with how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.assess import Result
from maturity.language import Language
from maturity.scores import DimensionScore, Overall
from maturity.scores.cutoffs import cutoffs


def assessment_lines(result: Result) -> Iterator[str]:
    """Yield the scores a consultant wants at a glance, and what they rest on."""
    say, assessment = result.intake.say, result.assessment
    people = assessment.respondents
    yield say(
        "cli.assess.title",
        name=assessment.name,
        wave=assessment.wave,
        included=people.included,
        received=people.received,
    )
    labels = {d.id: d.label.in_language(say.code) for d in result.intake.instrument.dimensions}
    yield _score_line(say("cli.assess.overall"), assessment.overall, result)
    for dimension in assessment.dimensions:
        yield _score_line(labels[dimension.id], dimension, result)
    yield from _weights_lines(result)
    if result.problems:
        yield say("cli.assess.problems", n=len(result.problems))
    if result.intake.engagement.unused:
        yield say("cli.assess.unused", names=", ".join(result.intake.engagement.unused))


def _score_line(label: str, scored: Overall | DimensionScore, result: Result) -> str:
    say = result.intake.say
    if scored.score_100 is None or scored.level is None:
        return say("cli.assess.hidden", label=label, k=result.assessment.k)
    facts = [_range(scored, result), say("cli.assess.people", n=scored.n)]
    weights = result.assessment.weights
    uneven = cutoffs("weighting")["unweighted_beside"]
    if weights and weights.design_effect > uneven and scored.pooled_100 is not None:
        facts.append(say("cli.assess.unweighted", score=say.number(scored.pooled_100)))
    return say(
        "cli.assess.line",
        label=label,
        score=say.number(scored.score_100),
        level=_level(scored, scored.level, result),
        facts=say("cli.assess.also").join(facts),
    )


def _level(scored: Overall | DimensionScore, level: int, result: Result) -> str:
    """Name the level with its probability, or the levels it may be in."""
    say = result.intake.say
    names = [each.label.in_language(say.code) for each in result.intake.instrument.levels]

    def named(number: int) -> str:
        return say("cli.assess.level", number=number, name=names[number - 1])

    capped = isinstance(scored, DimensionScore) and scored.capped_by is not None
    probabilities, likely = scored.level_probability, scored.likely_levels
    if capped or probabilities is None or likely is None or len(likely) == len(names):
        return named(level)
    if len(likely) == 1:
        chance = probabilities[likely[0] - 1]
        return say("cli.assess.sure", level=named(level), chance=_chance(chance, say))
    ends = {
        which: say("cli.assess.sure", level=named(n), chance=_chance(probabilities[n - 1], say))
        for which, n in (("low", likely[0]), ("high", likely[-1]))
    }
    return say("cli.assess.between", **ends)


def _chance(probability: float, say: Language) -> str:
    """Print a probability in percent; what is only nearly certain is not told as certain."""
    nearly = 0.99
    if nearly < probability < 1:
        return say("cli.assess.over", share=say.percent(nearly))
    return say.percent(probability)


def _range(scored: Overall | DimensionScore, result: Result) -> str:
    say = result.intake.say
    if scored.interval is None:
        return say("cli.assess.no_interval")
    low, high = scored.interval
    if low == high:
        return say("cli.assess.everybody")
    # Cut off where the scale ends: a consultant need not wonder what 103 of 100 means.
    ends = {"low": say.number(max(low, 0.0)), "high": say.number(min(high, 100.0))}
    return say("cli.assess.interval", **ends)


def _weights_lines(result: Result) -> Iterator[str]:
    """Yield how people are weighed, when it is not simply each function alike."""
    say, instrument = result.intake.say, result.intake.instrument
    weights = result.assessment.weights
    if weights is None:
        return
    labels = {each.id: each.label.in_language(say.code) for each in instrument.attributes}
    effect = {
        "effect": say.number(weights.design_effect, 2),
        "people": say.number(weights.n_effective),
        "answered": result.assessment.respondents.included,
    }
    if weights.method != "equal":
        yield say(f"cli.assess.{weights.method}", **effect)
    if weights.capped:
        yield say("cli.assess.capped", n=weights.capped)
    for name, code in weights.refused.items():
        sentence = "unweighed" if name == "function" else "refused"
        why = _why(name, code, result)
        yield say(f"cli.assess.{sentence}", name=labels.get(name, name), why=why)


def _why(name: str, code: str, result: Result) -> str:
    """Say why headcounts are not used, naming what a roster lacks as it is to be written there."""
    say = result.intake.say
    if code == "ROSTER_LACKS":
        return say("cli.assess.lacks", names=", ".join(result.intake.unlisted()[name]))
    return say(f"report.reason.{code}", k=result.assessment.k)
