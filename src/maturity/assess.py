"""One organisation, one wave: the whole journey on one page. Read this first.

>>> from maturity.assess import assess                              # doctest: +SKIP
>>> result = assess("surveys/examples/lumera/2026-spring")          # doctest: +SKIP
>>> result.assessment.overall.score_100                             # doctest: +SKIP
>>> result.table("scores_by_group")                                 # doctest: +SKIP
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity import readers, responses, workspace
from maturity.engagement import (
    ENGAGEMENT,
    Engagement,
    find_state,
    load_engagement,
    pin_problems,
)
from maturity.errors import Problem, UnreadableError, UsageError
from maturity.instrument import FULL, Instrument, load_instrument
from maturity.language import Language
from maturity.passwords import stated_passwords
from maturity.speak import choose_language
from maturity.understood import FileSeen, understood

if TYPE_CHECKING:
    import pandas as pd

    from maturity.scores import Assessment, Careless, Change, Setting
    from maturity.story import Story
    from maturity.story.report import Report

DEFAULT_INSTRUMENT = "digital-maturity"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Intake:
    """What was asked for and what was read: the first half of the journey."""

    place: workspace.Place
    engagement: Engagement
    instrument: Instrument
    responses: responses.Responses
    say: Language
    given: Path
    understood: tuple[FileSeen, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything in the files that a person should know of."""
        pinned = self.engagement.pinned(self.place.wave)
        return (
            *pin_problems(pinned, self.instrument),
            *self.responses.problems,
            *self._roster_problems(),
        )

    def unlisted(self) -> Mapping[str, Counter[str]]:
        """Count, by attribute, the people of categories that a roster which is to weigh lacks."""
        if self.engagement.weighting != "headcount":
            return {}
        from maturity.scores import unlisted

        k = self.engagement.k_scores or self.instrument.rules.k_scores
        missing: dict[str, Counter[str]] = {}
        for name, roster in self._rosters().items():
            said = self._said(name)
            # Who names no function is in a group all the same; elsewhere they are left as they are.
            people = said if name == "function" else [each for each in said if each is not None]
            missing[name] = unlisted(people, roster, k)
        return missing

    def _rosters(self) -> Mapping[str, Mapping[str, int]]:
        stated, wave = self.engagement, self.place.wave
        return {"function": stated.roster_of(wave), **stated.roster_by_of(wave)}

    def _said(self, attribute: str) -> list[str | None]:
        people = [each.attributes for each in self.responses.respondents if each.included]
        return [each.get(attribute) for each in people]

    def _roster_problems(self) -> Iterator[Problem]:
        """Yield where a roster and the answers differ, and who is not weighed at all.

        Where nobody says what they are, nobody is known to be missing.
        """
        by_headcount = self.engagement.weighting == "headcount"
        unlisted = self.unlisted()
        for name, roster in self._rosters().items():
            answered = Counter(each for each in self._said(name) if each is not None)
            for group, invited in roster.items():
                count = answered[group]
                if count > invited:
                    params = {"count": str(count), "invited": str(invited)}
                    yield Problem(ENGAGEMENT, "ROSTER_TOO_SMALL", group, params)
                elif invited and answered and not count and by_headcount:
                    yield Problem(ENGAGEMENT, "ROSTER_SILENT", group, {"count": str(invited)})
            for group, count in unlisted.get(name, Counter()).items():
                yield Problem(ENGAGEMENT, "ROSTER_LACKS", group, {"count": str(count)})


@dataclass(frozen=True, slots=True)
class Result:
    """The finished assessment and how it came about."""

    intake: Intake
    assessment: Assessment

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything in the files that a person should know of, and what scoring them revealed."""
        from maturity.scores import doubtful_keys

        found = doubtful_keys(self.assessment, self.intake.instrument)
        return (*self.intake.problems, *found)

    def careless(self) -> Careless:
        """Return who looks careless and what they change: for the consultant, never the client."""
        from maturity.scores import careless

        return careless(self.intake.responses, self.intake.instrument, setting_of(self.intake))

    def story(self, audience: str = "", *, printed: bool = False) -> Story:
        """Return what the report tells from, for an audience or the engagement's.

        The logo and the templates of the consultancy are there only where it is ``printed``.

        Raises
        ------
        UsageError
            There is no such audience.
        EngagementError
            The logo or a template is not what it must be.
        """
        from maturity.engagement.edition import edition_of
        from maturity.story import Story

        engagement, wave, say = self.intake.engagement, self.intake.place.wave, self.intake.say
        edition = edition_of(engagement, wave, audience, say.code, printed=printed)
        return Story(self.assessment, self.intake.instrument, self.intake.say, edition)

    def report(self, audience: str = "") -> Report:
        """Return what every format is written from, for an audience or the engagement's."""
        from maturity.story.report import Report

        return Report(
            self.story(audience, printed=True), Counter(each.code for each in self.problems)
        )

    def table(self, name: str) -> pd.DataFrame:
        """Return a tidy table such as ``scores_by_group``; :mod:`maturity.tables` lists them."""
        from maturity.tables import table

        return table(self, name)

    def to_json(self) -> dict[str, Any]:
        """Return the assessment as ``--json`` prints it."""
        from maturity.told import assessment_json

        return assessment_json(self)


def open_intake(  # noqa: PLR0913 - what a command may state
    path: str | Path,
    *,
    instrument: str = "",
    language: str = "",
    organization: str = "",
    wave: str = "",
    engagement: str = "",
    form: str = "",
    passwords: Sequence[str] = (),
    place: workspace.Place | None = None,
) -> Intake:
    """Find what belongs to a PATH and read its answers.

    Parameters
    ----------
    path : str or Path
        A file, or the folder of one organisation's wave.
    instrument, language, organization, wave, engagement : str, optional
        What the command line or the notebook states; an empty string leaves it to the workbook,
        the engagement and the defaults.
    form : str, optional
        Short form (or ``full``) that tables were asked which do not say so themselves; by default
        the engagement's.
    passwords : sequence of str, optional
        What protected files may open with; by default those of ``MATURITY_PASSWORD_FILE``.
    place : Place, optional
        Organisation and wave when the caller knows them already.

    Raises
    ------
    UsageError
        PATH, language or instrument cannot mean anything.
    UnreadableError
        No file could be read.
    """
    given = workspace.resolve(path)
    place = place or workspace.one_place(given)
    file = (
        workspace.resolve(engagement)
        if engagement
        else find_state(place.path, workspace.workspace_of(place.path))
    )
    stated = load_engagement(file)
    passwords = tuple(passwords) or stated_passwords()
    say = Language(choose_language(language, stated.language))
    name = (
        instrument
        or readers.workbook_property(place.path, "maturity_instrument", passwords)
        or stated.instrument
    )
    whole = load_instrument(workspace.instrument_path(name or DEFAULT_INSTRUMENT, place.path))
    questions = stated.adapted(whole)
    known = [*(each.id for each in whole.forms), FULL]
    if form and form not in known:
        raise UsageError("form_later", form=form, known=", ".join(known))
    if place.wave == workspace.UNSPECIFIED or wave:
        place = workspace.Place(place.path, place.organization, wave or place.wave)
    # What is not asked of this kind of organisation is recognised all the same, and then named.
    reading = readers.read(place.path, whole, stated.columns, base=given, passwords=passwords)
    asked = form or stated.form_of(place.wave)
    coded = responses.code_responses(
        reading, questions, stated.excluded(place.wave), asked, stated.scales
    )
    place = workspace.Place(place.path, _name(organization, place, stated), place.wave)
    return Intake(place, stated, coded.asked, coded, say, given, understood(reading, whole))


def _name(organization: str, place: workspace.Place, stated: Engagement) -> str:
    if organization:
        return organization
    return (
        stated.name if stated.name and place.wave == workspace.UNSPECIFIED else place.organization
    )


def assess(  # noqa: PLR0913 - what a command may state
    path: str | Path,
    *,
    instrument: str = "",
    language: str = "",
    organization: str = "",
    wave: str = "",
    engagement: str = "",
    form: str = "",
    passwords: Sequence[str] = (),
    place: workspace.Place | None = None,
) -> Result:
    """Take one organisation's wave from its workbooks to its masked assessment.

    Parameters are those of :func:`open_intake`, which see for what is raised.
    """
    intake = open_intake(
        path,
        instrument=instrument,
        language=language,
        organization=organization,
        wave=wave,
        engagement=engagement,
        form=form,
        passwords=passwords,
        place=place,
    )
    if not intake.responses.respondents:
        details = tuple(problem.line(intake.say) for problem in intake.problems)
        error = UnreadableError("nothing_readable", path=Path(path).name, details=details)
        error.problems = intake.problems
        raise error
    from maturity.scores import score

    return Result(intake, score(intake.responses, intake.instrument, setting_of(intake)))


def compare(
    before: Result, after: Result, *, finite: bool = False, matched: bool | None = None
) -> Change:
    """Tell what changed between two waves of one organisation.

    Parameters
    ----------
    before, after : Result
        What :func:`assess` returned for the earlier and for the later wave.
    finite : bool, optional
        True when the people invited are meant and nobody else, so that intervals shrink with the
        share who answered; by default the organisation is, whoever works there.
    matched : bool, optional
        People are matched by the ids their files give them, unless these look like row numbers:
        True takes them for people's own all the same, False matches nobody.

    Returns
    -------
    Change
        By dimension and overall: both scores over the questions and groups that compare, the
        difference with its interval, how probable it is that the level rose.

    Examples
    --------
    A wave beside itself has not changed. Its workbooks give people no ids, so nobody is matched:

    >>> wave = assess("surveys/examples/sorvelle", language="en")
    >>> found = compare(wave, wave)
    >>> found.overall.difference, found.overall.method, found.reasons["/matched"]
    (0.0, 'welch', 'NO_OWN_IDS')
    >>> found.table()[["id", "before_100", "after_100", "low", "high"]]   # doctest: +SKIP
    """
    from maturity.scores import Wave, change

    first, second = (
        Wave(each.intake.responses, each.intake.instrument, setting_of(each.intake))
        for each in (before, after)
    )
    return change(first, second, finite=finite, matched=matched)


def setting_of(intake: Intake) -> Setting:
    """Return what the engagement adds to the responses."""
    from maturity.scores import Setting

    engaged = intake.engagement
    return Setting(
        organization=intake.place.organization,
        name=engaged.name or intake.place.organization,
        wave=intake.place.wave,
        fictional=engaged.fictional,
        roster=engaged.roster_of(intake.place.wave),
        roster_by=engaged.roster_by_of(intake.place.wave),
        targets=engaged.targets_in(intake.instrument),
        own=tuple(engaged.targets),
        profiles=engaged.profile,
        by_headcount=engaged.weighting == "headcount",
        k=engaged.k_scores,
    )


def instrument_json(instrument: Instrument) -> dict[str, str]:
    """Return what identifies the instrument."""
    return {"id": instrument.id, "version": instrument.version, "sha256": instrument.sha256}
