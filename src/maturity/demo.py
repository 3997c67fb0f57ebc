"""The main job on the example organisations, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from maturity import workspace
from maturity.batch import Made, Options, make_report
from maturity.language import LANGUAGES, Language


def make_demo(output: Path | None, say: Language, tell: Callable[[str], None]) -> list[Made]:
    """Make every example's report in every language, and count the problems found on the way.

    Raises
    ------
    MaturityError
        A report could not be made.
    """
    home = workspace.current_workspace()
    made = []
    for place in workspace.places_below(home / "surveys" / "examples"):
        for language in LANGUAGES:
            folder = output / place.organization / place.wave if output else None
            report = make_report(place.path, folder, Options(language=language), place)
            made.append(report)
            tell(
                say(
                    "cli.demo.problems",
                    organization=place.organization,
                    wave=place.wave,
                    language=language,
                    path=report.folder / report.files[0],
                    count=len(report.problems),
                )
            )
    tell(say("cli.demo.summary", count=len(made)))
    return made
