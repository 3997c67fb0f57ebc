"""What the consultant decides of a report before any number is known: for whom, in whose name.

An edition says nothing about the organisation's answers; :mod:`maturity.engagement` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from maturity.errors import Complaint
from maturity.instrument.text import Text

Audience = Literal["working-group", "executive", "all-staff"]
AUDIENCES: tuple[Audience, ...] = ("working-group", "executive", "all-staff")

# The parts of all editions, in order; :mod:`maturity.story.report` says what each is made of.
PART_NAMES = (
    "cover",
    "synthesis",
    "first-steps",
    "how-to-read",
    "who-answered",
    "radar",
    "dimensions",
    "functions",
    "mirror",
    "practices",
    "priorities",
    "roadmap",
    "method",
    "all-staff",
)
OPTIONAL = frozenset({"radar"})  # only where an engagement asks for it
# A number must have its date, its level and its method; a page for all staff is all there is.
KEPT = frozenset({"cover", "synthesis", "how-to-read", "method", "all-staff"})


@dataclass(frozen=True, slots=True)
class Brand:
    """The consultancy on the page: colours are ``#RRGGBB`` and legible on white.

    ``logo`` is a PNG without anything but its pixels, at most 640 wide and 320 high; ``slides``
    and ``document`` are the consultancy's own PowerPoint and Word templates as they are in their
    files. Empty for none. Colours are for the page, never for data.
    """

    name: str = ""
    contact: str = ""
    primary: str = "#12436D"
    secondary: str = "#C24B00"
    logo: bytes = field(default=b"", repr=False)
    slides: bytes = field(default=b"", repr=False)
    document: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Narrative:
    """What the consultant writes in a section, in Markdown, and the scores it was written under.

    ``place`` is the file it stands in and ``line`` the one it begins on; ``mark`` tells whether
    the report itself says that the scores have changed since.
    """

    text: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    mark: bool = False
    place: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Reworded:
    """A finding in the consultant's own words, or one of their own.

    ``numbers`` are the scores it was written under: what it is about (``silos``,
    ``silos:marketing``, ``overall``) and the score 0..100 it had then.
    """

    id: str
    sentence: Text
    numbers: Mapping[str, float] = field(default_factory=dict)
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """What the consultant does with the findings: first, not at all, otherwise, or besides.

    ``silenced`` gives the reason of each.
    """

    pinned: tuple[str, ...] = ()
    silenced: Mapping[str, str] = field(default_factory=dict)
    reworded: tuple[Reworded, ...] = ()
    added: tuple[Reworded, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """The level that a workshop agreed on for a practice, why, and who sees to it."""

    practice: str
    level: int
    reason: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """One cut of the report.

    ``off`` names the parts and sections that are left out; ``narrative`` is by section;
    ``confidentiality`` is one line for every page. ``capacity`` is in person-days that may be
    spent in each period, by the day on which the period ends (``{30: 20, 60: 20, 90: 20, 180:
    60}``), empty for the questionnaire's own. ``remarks`` are for the consultant: what was done
    otherwise than stated, or stated in vain.
    """

    audience: Audience = "working-group"
    off: frozenset[str] = OPTIONAL
    confidentiality: str = ""
    brand: Brand = Brand()
    narrative: Mapping[str, Narrative] = field(default_factory=dict)
    voice: Voice = Voice()
    agreed: tuple[Agreed, ...] = ()
    capacity: Mapping[int, float] = field(default_factory=dict)
    remarks: tuple[Complaint, ...] = ()


PLAIN = Edition()
