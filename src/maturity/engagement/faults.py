"""What no report could be made of, found when an engagement is read.

Every command reads it, so what only reports need is imported where it is stated and not before.
"""

from __future__ import annotations

from collections.abc import Iterator

from maturity.engagement.brand import brand_faults
from maturity.engagement.capacity import capacity_faults
from maturity.engagement.letters import unprintable_values
from maturity.engagement.model import Engagement
from maturity.engagement.narrative import PAGE, narrative_faults
from maturity.engagement.schema import DECISIONS
from maturity.errors import Complaint
from maturity.instrument.yamlfile import Where
from maturity.readers import ENGAGEMENT

# Characters that a cover, a running title or a line of small print holds.
_MOST: dict[Where, int] = {
    ("name",): 200,
    ("brand", "name"): 100,
    ("brand", "contact"): 200,
    ("confidentiality",): 300,
    ("confidentiality", "en"): 300,
    ("confidentiality", "fr"): 300,
}
_SEVERAL = "dimensions"  # a part of many sections, each with a name of its own


def faults(engagement: Engagement) -> Iterator[Complaint]:
    """Yield everything that is wrong with what is stated of reports, with file and line."""
    for name in (ENGAGEMENT, DECISIONS):
        if name in engagement.documents:
            yield from unprintable_values(engagement.documents[name])
    yield from _too_long(engagement)
    yield from brand_faults(engagement)
    yield from capacity_faults(engagement)
    if engagement.audience:
        yield from _audience_faults(engagement)
    if engagement.sections:
        yield from _section_faults(engagement)
    if engagement.narrative:
        yield from _narrative_faults(engagement)


def _too_long(engagement: Engagement) -> Iterator[Complaint]:
    document = engagement.documents.get(ENGAGEMENT)
    for where, most in _MOST.items() if document else ():
        value: object = document.data if document else {}
        for key in where:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str) and len(value) > most:
            sizes = {"count": str(len(value)), "most": str(most)}
            place = engagement.place(ENGAGEMENT, where)
            yield Complaint(place, "stated.long", {"key": ".".join(map(str, where)), **sizes})


def _audience_faults(engagement: Engagement) -> Iterator[Complaint]:
    from maturity.story.edition import AUDIENCES

    if engagement.audience not in AUDIENCES:
        place = engagement.place(ENGAGEMENT, ("audience",))
        fields = {"value": engagement.audience, "known": ", ".join(AUDIENCES)}
        yield Complaint(place, "stated.audience", fields)


def _section_faults(engagement: Engagement) -> Iterator[Complaint]:
    """Yield sections nobody knows, and those that cannot be switched as they are."""
    from maturity.story.edition import KEPT, PART_NAMES

    stated = engagement.sections
    for name, shown in stated.items():
        place = engagement.place(ENGAGEMENT, ("sections", name))
        fields = {"value": name, "known": ", ".join((*PART_NAMES, f"{PAGE}…"))}
        if name not in PART_NAMES and not name.startswith(PAGE):
            yield Complaint(place, "stated.section", fields)
        elif name in KEPT and not shown:
            yield Complaint(place, "stated.section_kept", fields)
        elif name.startswith(PAGE) and shown and stated.get(_SEVERAL) is False:
            yield Complaint(place, "stated.section_inside", fields)


def _narrative_faults(engagement: Engagement) -> Iterator[Complaint]:
    from maturity.story.edition import PART_NAMES

    known = [name for name in PART_NAMES if name not in {"cover", _SEVERAL}]
    yield from narrative_faults(engagement.narrative, (*known, f"{PAGE}…"))
