"""One organisation, one wave: the whole journey on one page. Read this first.

>>> from maturity.assess import assess                              # doctest: +SKIP
>>> result = assess("surveys/examples/lumera/2026-spring")          # doctest: +SKIP
>>> result.assessment.overall.score_100                             # doctest: +SKIP
>>> result.table("scores_by_group")                                 # doctest: +SKIP
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
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

    from maturity.scores import Assessment
    from maturity.story import Story

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

    def _roster_problems(self) -> Iterator[Problem]:
        roster = self.engagement.roster_of(self.place.wave)
        groups = (each.group for each in self.responses.respondents if each.included)
        answered = Counter(group for group in groups if group is not None)
        for group, count in answered.items():
            if group in roster and roster[group] < count:
                params = {"count": str(count), "invited": str(roster[group])}
                yield Problem(ENGAGEMENT, "ROSTER_TOO_SMALL", group, params)


@dataclass(frozen=True, slots=True)
class Result:
    """The finished assessment and how it came about."""

    intake: Intake
    assessment: Assessment

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything in the files that a person should know of."""
        return self.intake.problems

    def story(self) -> Story:
        """Return what the report tells from."""
        from maturity.story import Story

        return Story(self.assessment, self.intake.instrument, self.intake.say)

    def table(self, name: str) -> pd.DataFrame:
        """Return a tidy table such as ``scores_by_group``; :mod:`maturity.tables` lists them."""
        from maturity.tables import table

        return table(self, name)

    def to_json(self) -> dict[str, Any]:
        """Return the assessment as ``--json`` prints it."""
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
    from maturity.scores import Setting, score

    engaged = intake.engagement
    setting = Setting(
        organization=intake.place.organization,
        name=engaged.name or intake.place.organization,
        wave=intake.place.wave,
        fictional=engaged.fictional,
        roster=engaged.roster_of(intake.place.wave),
        targets=engaged.targets_in(intake.instrument),
        own=tuple(engaged.targets),
        profiles=engaged.profile,
        by_headcount=engaged.weighting == "headcount",
        k=engaged.k_scores,
    )
    return Result(intake, score(intake.responses, intake.instrument, setting))


def instrument_json(instrument: Instrument) -> dict[str, str]:
    """Return what identifies the instrument."""
    return {"id": instrument.id, "version": instrument.version, "sha256": instrument.sha256}


def assessment_json(result: Result) -> dict[str, Any]:
    """Return the assessment as published; what does not exist yet is null, with its reason."""
    from maturity.story import findings

    plain = asdict(result.assessment)
    story = result.story()
    for item in plain["items"]:
        if item["distribution"] is not None:
            item["distribution"] = {
                str(point): count for point, count in item["distribution"].items()
            }
    later = ("evidence", "network", "judgement")
    told = findings(story)
    whole = [n for n, finding in enumerate(told) if finding.dimension is None]
    return {
        "schema": SCHEMA,
        "organization": plain.pop("organization"),
        "wave": plain.pop("wave"),
        "instrument": instrument_json(result.intake.instrument),
        **plain,
        "gaps": [],
        "findings": [asdict(finding) for finding in told],
        **dict.fromkeys(later),
        "reasons": {
            **plain["reasons"],
            **{f"/{name}": "NOT_COMPUTED" for name in ("gaps", *later)},
            **{f"/findings/{n}/dimension": "WHOLE_ORGANIZATION" for n in whole},
        },
        "problems": [problem.to_json(result.intake.say) for problem in result.problems],
    }
