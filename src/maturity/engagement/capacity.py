"""What of the person-days stated for a roadmap nobody can plan with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from maturity.engagement.model import Engagement
from maturity.errors import Complaint
from maturity.readers import ENGAGEMENT

_WHERE = ("roadmap", "capacity")
_MOST_PERIODS = 8  # side by side on a page
_LAST_DAY = 1_095  # three years: beyond, a survey of today says nothing
_MOST_DAYS = 100_000.0  # person-days of a period: two hundred people for two years


def capacity_faults(engagement: Engagement) -> Iterator[Complaint]:
    """Yield periods that do not follow one another, and amounts that cannot be meant."""
    stated = engagement.capacity
    for before, until in pairwise(stated):
        if until <= before:
            fields = {"value": str(until), "before": str(before)}
            yield Complaint(_place(engagement, until), "stated.capacity_order", fields)
    for until, days in stated.items():
        if until > _LAST_DAY:
            fields = {"value": str(until), "most": str(_LAST_DAY)}
            yield Complaint(_place(engagement, until), "stated.capacity_late", fields)
        if days > _MOST_DAYS:
            fields = {"value": f"{days:g}", "most": f"{_MOST_DAYS:g}"}
            yield Complaint(_place(engagement, until), "stated.capacity_high", fields)
    if len(stated) > _MOST_PERIODS:
        sizes = {"count": str(len(stated)), "most": str(_MOST_PERIODS)}
        yield Complaint(engagement.place(ENGAGEMENT, _WHERE), "stated.capacity_periods", sizes)


def _place(engagement: Engagement, until: int) -> str:
    """Return where a period stands; YAML may hold its day as a number or as a word."""
    document = engagement.documents.get(ENGAGEMENT)
    keys = (until, str(until))
    known = next((k for k in keys if document and (*_WHERE, k) in document.places), until)
    return engagement.place(ENGAGEMENT, (*_WHERE, known))
