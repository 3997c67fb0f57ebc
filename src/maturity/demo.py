"""The main job on the example organisations, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from maturity import workspace
from maturity.batch import Made, Options, make_report
from maturity.causes import causes
from maturity.check_lines import cause_lines, printed
from maturity.language import LANGUAGES, Language
from maturity.workspace import Place


def make_demo(output: Path | None, say: Language, tell: Callable[[str], None]) -> list[Made]:
    """Make every example's report in every language; print and count the problems of their files.

    Raises
    ------
    MaturityError
        A report could not be made.
    """
    home = workspace.current_workspace()
    made = []
    for place in workspace.places_below(home / "surveys" / "examples"):
        reports = [_report(place, language, output, say, tell) for language in LANGUAGES]
        intake = reports[0].result.intake
        found = causes(intake.problems, intake.responses)
        tell(printed(cause_lines(found, say)) + "\n")
        made += reports
    tell(say("cli.demo.summary", count=len(made)))
    return made


def _report(
    place: Place, language: str, output: Path | None, say: Language, tell: Callable[[str], None]
) -> Made:
    folder = (
        output / workspace.slug(place.organization) / workspace.slug(place.wave) if output else None
    )
    report = make_report(place.path, folder, Options(language=language), place)
    sentence = say(
        "cli.demo.problems",
        organization=place.organization,
        wave=place.wave,
        language=language,
        path=report.folder / report.files[0],
        n=len(report.problems),
    )
    tell(sentence)
    return report
