"""What slides take over from the report's sections, so that both say the same in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from maturity.story import blocks
from maturity.story.blocks import Block, Bullets, Chart, Paragraph, Section, plain
from maturity.story.findings import caveats
from maturity.story.report import PARTS
from maturity.story.story import Story

Kind = TypeVar("Kind", Chart, Paragraph, blocks.Tiles)


def flat(parts: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks and, in order, those inside sections."""
    for part in parts:
        yield part
        if isinstance(part, Section):
            yield from flat(part.blocks)


def of_part(story: Story, part: str, kind: type[Kind]) -> list[Kind]:
    """Return the blocks of one kind of a part of the report, whatever this edition shows."""
    return [each for each in flat(story.once(PARTS[part])) if isinstance(each, kind)]


def chart(story: Story, part: str) -> Chart | None:
    """Return the first chart of a part, None when it says why there is none."""
    return next(iter(of_part(story, part, Chart)), None)


def why_not(story: Story, part: str) -> str:
    """Return the words that stand in a part instead of its charts."""
    return " ".join(plain(each.text) for each in of_part(story, part, Paragraph))


def decision(story: Story) -> str:
    """Return the decision that the synthesis asks for."""
    found = flat(story.once(PARTS["synthesis"]))
    asked = next(each for each in found if isinstance(each, Section) and each.id == "decision")
    return " ".join(sentences(asked.blocks))


def sentences(parts: Iterable[Block]) -> Iterator[str]:
    """Yield the sentences of paragraphs and lists."""
    for part in flat(parts):
        if isinstance(part, Paragraph):
            yield plain(part.text)
        elif isinstance(part, Bullets):
            yield from map(plain, part.lines)


def doubts(story: Story) -> tuple[str, ...]:
    """Return what throws doubt on the results, gravest first, for a slide's notes."""
    return tuple(each.sentence for each in caveats(story))


def method(story: Story, *keys: str) -> tuple[str, ...]:
    """Return sentences on how to read the report, for a slide's notes."""
    points = story.say.number(story.instrument.thresholds["finding_points"])
    return tuple(
        story.say(f"report.read.{key}", k=story.assessment.k, points=points) for key in keys
    )
