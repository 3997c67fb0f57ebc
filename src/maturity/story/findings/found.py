"""What a finding is: one true sentence, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from maturity.story.story import Story

Role = Literal["message", "caveat"]
Origin = Literal["rule", "consultant"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence; ``dimension`` None for the organisation.

    ``sources`` name by id what it rests on and its n, ``rests_on`` the same in words, ``numbers``
    the scores and shares under it by their names in :mod:`maturity.story.noted`. ``rank`` is its
    place, 1 the first; ``why`` says what put it there; ``caveat`` what to keep in mind with it.
    ``origin`` tells whose words these are, ``changed`` what has moved since they were written.
    """

    id: str
    dimension: str | None
    kind: str
    sentence: str
    sources: tuple[str, ...]
    rests_on: tuple[str, ...]
    rank: int = 0
    why: str = ""
    caveat: str = ""
    origin: Origin = "rule"
    changed: str = ""
    pinned: bool = False
    role: Role = "message"
    topic: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a finding rests on: its id, its name in the report's language, how many people.

    ``number`` names the score or share there (see :mod:`maturity.story.noted`) where the id does
    not.
    """

    id: str
    name: str
    n: int | None
    number: str = ""

    @property
    def source(self) -> str:
        """The id with its n."""
        return f"{self.id}\u00a0n={self.n}"

    def in_words(self, story: Story) -> str:
        """Return its name with its n."""
        return story.labelled(self.name, story.say("report.n", n=self.n))
