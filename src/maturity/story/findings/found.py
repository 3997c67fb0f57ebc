"""What a finding is: one true sentence, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from maturity.story.story import Story


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; ``dimension`` None for the organisation.

    ``sources`` name by id what it rests on and its n, ``rests_on`` the same in words.
    """

    id: str
    dimension: str | None
    kind: str
    sentence: str
    sources: tuple[str, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a finding rests on: its id, its name in the report's language, how many people."""

    id: str
    name: str
    n: int | None


def found(
    story: Story, id_: str, dimension: str | None, sentence: str, *bases: Basis, kind: str
) -> Finding:
    """Put a finding together."""
    sources = tuple(f"{each.id}\u00a0n={each.n}" for each in bases)
    rests_on = tuple(
        story.say("report.labelled", label=each.name, detail=story.say("report.n", n=each.n))
        for each in bases
    )
    return Finding(id_, dimension, kind, sentence, sources, rests_on)


def on_dimension(story: Story, dimension: str, n: int | None) -> Basis:
    """Rest on a dimension."""
    return Basis(dimension, story.dimension_label(dimension), n)


def on_everybody(story: Story, id_: str, n: int | None) -> Basis:
    """Rest on the whole organisation."""
    return Basis(id_, story.say("report.organisation"), n)
