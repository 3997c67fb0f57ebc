"""What a dimension's weakest practice looks like one level up, and what takes it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maturity.instrument.knowledge import OWN, Action, Anchor
from maturity.scores.model import PracticeScore
from maturity.story.blocks import Block, Bullets, Paragraph, Run, Section
from maturity.story.story import Story


def next_step(story: Story, dimension: str) -> tuple[Section, ...]:
    """Return the next step of the lowest-rated practice that has a rubric; none at the top."""
    rated = [
        (score.score_100, number, score)
        for number, score in enumerate(story.assessment.practices)
        if score.dimension == dimension and score.score_100 is not None
    ]
    known = [each for each in rated if story.practice(each[2].id).rubric]
    if not known:
        return ()
    score = min(known)[2]
    level = story.level_of(score.score_100 or 0.0).number
    if level == len(story.instrument.levels):
        return ()
    title = story.say("report.next.title", practice=story.practice_label(score.id))
    return (Section(f"next-{dimension}", title, tuple(_blocks(story, score, level)), level=3),)


def _blocks(story: Story, score: PracticeScore, level: int) -> Iterator[Block]:
    say, practice = story.say, story.practice(score.id)
    above = practice.rubric[level]
    levels = _levels(story, level)
    n = story.count(score.n)
    yield Paragraph(say("report.next.lead", score=story.score(score.score_100), n=n, **levels))
    yield Paragraph(story.text(above.text), "lead")
    yield Bullets(tuple(_proofs(story, above)))
    actions = [each for each in practice.actions if each.step == level]
    for action in actions:
        yield from _action(story, action)
    sources = [*above.sources, *(source for each in actions for source in each.sources)]
    if sources:
        yield Paragraph(source_line(story, sources), "note")


def _levels(story: Story, level: int) -> dict[str, str]:
    here, there = story.level(level), story.level(level + 1)
    return {"level": story.text(here.label), "next": story.text(there.label)}


def _proofs(story: Story, anchor: Anchor) -> Iterator[str]:
    for proof in anchor.evidence:
        first = story.say(f"report.next.proof_{proof.kind}")
        yield story.say("report.pair", first=first, second=story.text(proof.text))


def _action(story: Story, action: Action) -> Iterator[Paragraph]:
    """Say what to do; then who answers for it, what it takes, and how one will know."""
    say = story.say
    title = say("report.pair", first=say("report.next.action"), second=story.text(action.title))
    yield Paragraph((Run(f"{title}. ", strong=True), Run(story.text(action.what))))
    told = [
        say("report.pair", first=say(f"report.next.{key}"), second=value)
        for key, value in _terms(story, action).items()
    ]
    yield Paragraph(f"{story.joined(told).removesuffix('.')}.", "note")


def _terms(story: Story, action: Action) -> dict[str, str]:
    say = story.say
    cost = next(each for each in story.instrument.costs if each.id == action.cost)
    effort = {"days": say.number(action.days), "size": action.size, "n": round(action.days)}
    terms = {
        "owner": story.text(story.instrument.roles[action.owner]),
        "effort": say("report.next.effort_days", **effort),
        "horizon": say("report.next.within", days=say.number(action.horizon)),
        "cost": story.text(cost.label),
        "success": measured(story, action),
    }
    before = [_title(story, id_) for id_ in action.after if _of_other_step(story, id_, action)]
    return terms | ({"after": say.listing(before)} if before else {})


def measured(story: Story, action: Action) -> str:
    """Say what is counted, what it must reach, and when it is read."""
    success = action.success
    return story.say(
        "report.next.measured",
        measure=story.text(success.measure),
        target=story.text(success.target),
        days=story.say.number(success.days),
    )


def _of_other_step(story: Story, before: str, action: Action) -> bool:
    """Tell whether a prerequisite is news: those of lower steps of the same practice are done."""
    known = next(each for each in story.instrument.actions if each.id == before)
    return known.practice != action.practice or known.step >= action.step


def _title(story: Story, action: str) -> str:
    return story.text(next(each for each in story.instrument.actions if each.id == action).title)


def source_line(story: Story, sources: Iterable[str]) -> str:
    """Say where something comes from and what that rests on: an opinion stays an opinion."""
    return story.say("report.next.source", sources=cited(story, sources))


def cited(story: Story, sources: Iterable[str]) -> str:
    """List sources, each with what it rests on and of when."""
    return story.say.listing(list(dict.fromkeys(_cited(story, each) for each in sources)))


def _cited(story: Story, source: str) -> str:
    if source == OWN:
        return story.say("report.next.own")
    article, _, number = source.partition(":")
    lines = story.instrument.articles[article].lines or {}
    line = lines.get(int(number))
    if line is None:
        return source
    key = "dated" if line.year else "undated"
    nature = story.say(f"report.next.nature_{line.nature}")
    return story.say(f"report.next.{key}", source=source, nature=nature, year=line.year or "")
