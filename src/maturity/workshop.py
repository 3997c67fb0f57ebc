"""What a workshop needs: its pages as a Word document, and the sheet for its minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity import workspace
from maturity.assess import Result
from maturity.batch import reports_folder
from maturity.errors import ReportError
from maturity.readers import MINUTES
from maturity.writers.files import whole_folder

if TYPE_CHECKING:
    from maturity.story import Story
    from maturity.story.edition import Edition
    from maturity.writers.minutes import Line

PAGES = "workshop.docx"
FOLDER = "workshop"


def make_workshop(result: Result, output: Path | None = None) -> tuple[Path, ...]:
    """Write a workshop's pages and minutes, both or neither, and return where they are.

    Parameters
    ----------
    result : Result
        The assessment that the workshop is about.
    output : Path or None
        Folder to write into; ``workshop/`` beside the wave's report when None.

    Raises
    ------
    EngagementError
        The consultancy's logo or template is not what it must be.
    ReportError
        The folder cannot be written; it is then as it was.
    """
    names = result.intake.place
    folder = (
        output
        or reports_folder(names.path)
        / workspace.slug(names.organization)
        / workspace.slug(names.wave)
        / FOLDER
    )
    try:
        with whole_folder(folder) as draft:
            files = tuple(_write(draft, result.story(printed=True), names.wave))
    except OSError as cause:
        why = cause.strerror or str(cause)
        raise ReportError("cannot_write", path=str(folder), why=why) from cause
    return tuple(folder / name for name in files)


def _write(draft: Path, story: Story, wave: str) -> Iterator[str]:
    """Write both files and yield their names; without practices there is no level to agree on."""
    from maturity.story.workshop import workshop
    from maturity.writers.document import Manuscript, write_manuscript
    from maturity.writers.minutes import Minutes, write_minutes

    say, edition = story.say, story.edition
    title = say("workshop.running", title=story.title)
    manuscript = Manuscript(title, workshop(story), say, edition.brand, story.confidentiality)
    write_manuscript(manuscript, draft / PAGES)
    yield PAGES
    lines = tuple(_lines(story))
    if lines:
        levels = tuple(
            (story.numbered(each), story.text(each.description)) for each in story.instrument.levels
        )
        of_wave = "" if wave == workspace.UNSPECIFIED else wave
        minutes = Minutes(story.assessment.name, story.wave, of_wave, lines, levels)
        write_minutes(draft / MINUTES, minutes, say)
        yield MINUTES


def _lines(story: Story) -> Iterator[Line]:
    """Yield a line for every practice, those on the agenda first."""
    from maturity.story.workshop import on_the_agenda
    from maturity.writers.minutes import Line

    why = {
        each.score.id: story.say(f"workshop.open.{each.why}", k=story.assessment.k)
        for each in on_the_agenda(story)
    }
    scores = {each.id: each for each in story.assessment.practices}
    for id_ in dict.fromkeys((*why, *scores)):
        score = scores[id_].score_100
        masked = story.say("report.masked")
        yield Line(
            id_,
            story.practice_label(id_),
            story.dimension_label(scores[id_].dimension),
            masked if score is None else story.score(score),
            masked if score is None else story.numbered(story.level_of(score)),
            why.get(id_, ""),
        )


def agreed_json(edition: Edition) -> list[Mapping[str, Any]]:
    """Return what was agreed as ``judgement.agreed_levels`` of the assessment's JSON."""
    return [
        {
            "practice": each.practice,
            "level": each.level,
            "reason": each.reason,
            "owner": each.owner or None,
        }
        for each in edition.agreed
    ]
