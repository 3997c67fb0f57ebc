"""The edition of a report as the engagement states it: for whom, in whose name, without what.

What is wrong with it was found when the engagement was read (:mod:`maturity.engagement.faults`), as
far as that is quick; what takes a picture or a template to be opened is found here, when a report
is asked for and before any of it is written.
"""

from __future__ import annotations

from maturity.engagement.brand import brand_of
from maturity.engagement.minutes import agreed_in
from maturity.engagement.model import Engagement
from maturity.engagement.narrative import chosen, passed_over
from maturity.engagement.voice import voice_of
from maturity.errors import UsageError
from maturity.language import Language
from maturity.story.edition import AUDIENCES, OPTIONAL, Audience, Edition, Narrative


def edition_of(
    engagement: Engagement,
    wave: str,
    audience: str = "",
    language: str = "en",
    *,
    printed: bool = True,
) -> Edition:
    """Return what the engagement decides of a wave's report in one language.

    What is not ``printed`` goes without the logo and the templates.

    Raises
    ------
    UsageError
        There is no such audience.
    EngagementError
        The logo or a template is not what it must be.
    """
    brand, remarks = brand_of(engagement, files=printed)
    written = engagement.narrative
    for_whom = audience_of(audience or engagement.audience or AUDIENCES[0])
    return Edition(
        audience=for_whom,
        off=_off(engagement),
        confidentiality=_confidentiality(engagement, for_whom, language),
        brand=brand,
        narrative={
            section: Narrative(each.text, each.numbers, each.mark, each.place, each.line)
            for section, each in chosen(written, wave, language).items()
        },
        voice=voice_of(engagement.decisions, wave),
        agreed=agreed_in(engagement.agreed, wave),
        capacity=engagement.capacity,
        remarks=(*remarks, *passed_over(written, wave, language, _waves(engagement, wave))),
    )


def _confidentiality(engagement: Engagement, audience: Audience, language: str) -> str:
    """Return the line of every page: the engagement's, where it is meant for these readers.

    What was written for a committee is not what all staff should read at the foot of their page.
    """
    stated = " ".join(engagement.confidentiality.in_language(language).split())
    shared = audience == "all-staff" != engagement.audience
    return stated if stated and not shared else _usual(audience, language)


def _usual(audience: Audience, language: str) -> str:
    return Language(language)(f"edition.confidentiality.{audience}")


def _off(engagement: Engagement) -> frozenset[str]:
    """Return what is left out: what the engagement switches off, and what it does not ask for."""
    stated = engagement.sections
    unasked = {name for name in OPTIONAL if not stated.get(name)}
    return frozenset(unasked | {name for name, shown in stated.items() if not shown})


def _waves(engagement: Engagement, wave: str) -> frozenset[str]:
    """Return every name that a wave of this engagement goes by."""
    folder = engagement.folder
    folders = {each.name for each in folder.iterdir() if each.is_dir()} if folder else set()
    stated = (engagement.deadlines, engagement.rosters, engagement.forms, engagement.pins)
    return frozenset({wave, *folders}.union(*stated))


def audience_of(name: str) -> Audience:
    """Return an audience by its name.

    Raises
    ------
    UsageError
        There is no such audience.
    """
    for known in AUDIENCES:
        if name == known:
            return known
    raise UsageError("audience_unknown", audience=name, known=", ".join(AUDIENCES))
