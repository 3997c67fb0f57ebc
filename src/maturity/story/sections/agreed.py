"""What a workshop agreed on, beside what people declared."""

from __future__ import annotations

from maturity.story.blocks import Block, Section, Table
from maturity.story.edition import Agreed
from maturity.story.story import Story


def agreed(story: Story, dimension: str) -> tuple[Block, ...]:
    """Return the levels agreed for a dimension's practices; nothing when there are none."""
    by_practice = {each.practice: each for each in story.edition.agreed}
    practices = [each.id for each in story.dimension(dimension).practices]
    rows = tuple(_row(story, by_practice[id_]) for id_ in practices if id_ in by_practice)
    if not rows:
        return ()
    say = story.say
    heads = tuple(say(f"workshop.column.{key}") for key in ("practice", "declared", "agreed"))
    table = Table(
        say("workshop.agreed.caption"),
        (*heads, say("workshop.column.because")),
        rows,
        note=say("workshop.agreed.note"),
    )
    return (Section(f"agreed-{dimension}", say("workshop.agreed.title"), (table,), 3),)


def _row(story: Story, each: Agreed) -> tuple[str, ...]:
    say, level = story.say, story.level(each.level)
    scores = {score.id: score.score_100 for score in story.assessment.practices}
    score = scores.get(each.practice)
    declared, written = say("report.masked"), story.numbered(level)
    if score is not None:
        here = story.level_of(score)
        declared = story.labelled(story.numbered(here), story.score(score))
        if here is level:
            written = say("workshop.agreed.same", level=written)
    reason = each.reason
    if each.owner:
        reason = say("workshop.agreed.owned", reason=reason, owner=each.owner)
    return (story.practice_label(each.practice), declared, written, reason)
