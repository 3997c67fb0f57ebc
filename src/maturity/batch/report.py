"""One organisation's report: its notebook run, its page and its consultant's files written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import maturity
from maturity import workspace
from maturity.annotate import write_copies
from maturity.assess import Result, assess, instrument_json
from maturity.batch.notebook import PARAMETERS, checked_notebook, run_notebook, told
from maturity.batch.provenance import FORMATS, MADE_FROM, inputs_of, outputs_of, stale
from maturity.check import Checked
from maturity.errors import Problem, ReportError
from maturity.passwords import offered
from maturity.problem_book import write_problem_book
from maturity.scaffold import is_installed
from maturity.story.edition import AUDIENCES
from maturity.story.findings import unknown_edits
from maturity.story.report import Report
from maturity.workspace import Place
from maturity.writers.deliver import WRITERS, file_name
from maturity.writers.files import MANIFEST, as_json, whole_folder, write_text


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line adds to a report; empty strings leave it to the engagement."""

    instrument: str = ""
    language: str = ""
    organization: str = ""
    wave: str = ""
    engagement: str = ""
    form: str = ""
    audience: str = ""
    formats: tuple[str, ...] = FORMATS
    timeout: int | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report: where it is, and what a person should look at.

    ``remarks`` are about the consultant's own decisions: what they wrote under other numbers, a
    colour that was darkened to be legible.
    """

    folder: Path
    files: tuple[str, ...]
    result: Result
    remarks: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything noted on the way."""
        return self.result.problems


def make_report(
    path: Path, output: Path | None, options: Options, place: Place | None = None
) -> Made:
    """Make one organisation's report, whole or not at all.

    Parameters
    ----------
    path : Path
        A file or folder of one organisation's wave.
    output : Path or None
        Folder to write into; ``reports/<org>/<wave>/`` of the workspace when None.
    options : Options
        Language, instrument, names.
    place : Place, optional
        Organisation and wave when the caller knows them already.

    Raises
    ------
    UsageError
        PATH, an option, or the notebook's parameters cannot mean anything; found before reading.
    MaturityError
        The answers cannot be read, or the notebook failed; nothing was written then.
    """
    notebook = checked_notebook(path)
    result = assess(
        path,
        instrument=options.instrument,
        language=options.language,
        organization=options.organization,
        wave=options.wave,
        engagement=options.engagement,
        form=options.form,
        passwords=options.passwords,
        place=place,
    )
    report = result.report(options.audience)
    names = result.intake.place
    folder = output or reports_folder(names.path) / workspace.slug(
        names.organization
    ) / workspace.slug(names.wave)
    try:
        with whole_folder(folder) as draft:
            files = _write(draft, folder, result, report, options, notebook)
    except OSError as cause:
        raise ReportError(
            "cannot_write", path=str(folder), why=cause.strerror or str(cause)
        ) from cause
    return Made(folder, files, result, tuple(_remarks(result, report, folder)))


def reports_folder(near: Path) -> Path:
    """Return where reports go that nobody placed: never into an installed package."""
    home = workspace.workspace_of(near) or workspace.workspace_of(Path.cwd()) or Path.cwd()
    return (Path.cwd() if is_installed(home) else home) / "reports"


def _parameters(result: Result, options: Options, output: Path) -> tuple[dict[str, str], Path]:
    """Return the notebook's parameters, and the folder that its paths are relative to."""
    place = result.intake.place
    homes = (workspace.workspace_of(place.path), workspace.workspace_of(Path.cwd()))
    cwd = next((home for home in homes if home), place.path.parent)

    def relative(path: str | Path) -> str:
        found = workspace.resolve(path)
        return found.relative_to(cwd).as_posix() if found.is_relative_to(cwd) else str(found)

    is_path = bool(options.instrument) and Path(options.instrument).exists()
    values = (
        relative(place.path),
        result.intake.say.code,
        relative(options.instrument) if is_path else options.instrument,
        place.organization,
        "" if place.wave == workspace.UNSPECIFIED else place.wave,
        relative(options.engagement) if options.engagement else "",
        options.form,
        options.audience,
        str(output.resolve()),
        ",".join(name for name in options.formats if name in WRITERS),
    )
    return dict(zip(PARAMETERS, values, strict=True)), cwd


def _remarks(result: Result, report: Report, folder: Path) -> Iterator[str]:
    """Yield what the consultant should know of their own decisions; no client file says it."""
    yield from (each.message(result.intake.say) for each in report.remarks)
    yield from unknown_edits(report.story)
    for name in stale(folder):
        yield result.intake.say("cli.report.stale", name=name)


def _write(  # noqa: PLR0917 - what there is to write, and where
    draft: Path, folder: Path, result: Result, report: Report, options: Options, source: Path
) -> tuple[str, ...]:
    """Write every file of a report into ``draft``; ``folder`` is where they will be."""
    from maturity.writers.html import to_html

    parameters, cwd = _parameters(result, options, draft / "formats")
    place, say = result.intake.place, result.intake.say
    with offered(options.passwords):
        notebook = run_notebook(
            source, parameters, cwd=cwd, timeout=options.timeout, name=place.organization
        )
    cut, suffix = _suffixes(report, result)
    if "html" in options.formats:
        html = to_html(notebook, report.story)
        write_text(draft / file_name("html", cut), html)
    for name in set(options.formats) & set(WRITERS):
        (draft / "formats" / file_name(name)).replace(draft / file_name(name, cut))
    shutil.rmtree(draft / "formats", ignore_errors=True)
    consultant = draft / "consultant"
    write_text(consultant / f"assessment{suffix}.json", as_json(result.to_json()))
    write_text(
        consultant / f"report{suffix}.ipynb",
        json.dumps(notebook, ensure_ascii=False, indent=1) + "\n",
    )
    problems = consultant / f"problems{suffix}.xlsx"
    write_problem_book(problems, Checked((result.intake,)), say, result)
    write_copies(consultant / f"annotated{suffix}", [result.intake], say, options.passwords)
    _write_manifests(draft, folder, result, suffix, told(parameters))
    return tuple(file_name(name, cut) for name in FORMATS if name in options.formats)


def _write_manifests(
    draft: Path, folder: Path, result: Result, suffix: str, parameters: Mapping[str, str]
) -> None:
    """Write what the files are and what they were made of; the latter for the consultant alone."""
    of = inputs_of(result.intake)
    made = outputs_of(draft, folder, result.intake, of)
    manifest = {
        "schema": 1,
        "toolkit": maturity.__version__,
        "instrument": instrument_json(result.intake.instrument),
        "organization": result.assessment.organization,
        "wave": result.assessment.wave,
        "outputs": made.hashes,
    }
    write_text(draft / MANIFEST, as_json(manifest))
    own = {**manifest, "parameters": parameters, **of}
    write_text(draft / "consultant" / f"manifest{suffix}.json", as_json(own))
    write_text(draft / MADE_FROM, as_json(made.made_from))


def _suffixes(report: Report, result: Result) -> tuple[str, str]:
    """Return what the names of the client's and of the consultant's files say besides.

    ``.fr`` for another language than the engagement states, before it ``.executive`` for another
    audience; a report for another audience always says its language.
    """
    engagement, spoken = result.intake.engagement, result.intake.say.code
    audience = report.story.edition.audience
    is_own = audience == (engagement.audience or AUDIENCES[0])
    language = "" if engagement.language in {None, spoken} else f".{spoken}"
    return language if is_own else f".{audience}.{spoken}", language
