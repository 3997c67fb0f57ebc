"""One organisation's report: its notebook run, its page and its consultant's files written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import maturity
from maturity import workspace
from maturity.annotate import write_copies
from maturity.assess import Result, assess, assessment_json, instrument_json
from maturity.batch.notebook import PARAMETERS, checked_notebook, run_notebook, told
from maturity.check import Checked
from maturity.errors import Problem, ReportError
from maturity.passwords import offered
from maturity.problem_book import write_problem_book
from maturity.scaffold import is_installed
from maturity.workspace import Place
from maturity.writers.files import as_json, sha256, whole_folder, write_text

FORMATS = ("html",)
_CLIENT_FILES = ("report*.html",)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line adds to a report; empty strings leave it to the engagement."""

    instrument: str = ""
    language: str = ""
    organization: str = ""
    wave: str = ""
    engagement: str = ""
    form: str = ""
    timeout: int | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished report: where it is, and what a person should look at."""

    folder: Path
    files: tuple[str, ...]
    result: Result

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
    names = result.intake.place
    folder = output or reports_folder(names.path) / workspace.slug(
        names.organization
    ) / workspace.slug(names.wave)
    try:
        with whole_folder(folder) as draft:
            files = _write(draft, folder, result, options, notebook)
    except OSError as cause:
        raise ReportError(
            "cannot_write", path=str(folder), why=cause.strerror or str(cause)
        ) from cause
    return Made(folder, files, result)


def reports_folder(near: Path) -> Path:
    """Return where reports go that nobody placed: never into an installed package."""
    home = workspace.workspace_of(near) or workspace.workspace_of(Path.cwd()) or Path.cwd()
    return (Path.cwd() if is_installed(home) else home) / "reports"


def _parameters(result: Result, options: Options) -> tuple[dict[str, str], Path]:
    """Return the notebook's parameters, and the folder that its paths are relative to."""
    place = result.intake.place
    cwd = workspace.workspace_of(place.path) or place.path.parent

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
    )
    return dict(zip(PARAMETERS, values, strict=True)), cwd


def _write(
    draft: Path, folder: Path, result: Result, options: Options, source: Path
) -> tuple[str, ...]:
    """Write every file of a report into ``draft``; ``folder`` is where they will be."""
    from maturity.writers.html import to_html

    parameters, cwd = _parameters(result, options)
    place, say = result.intake.place, result.intake.say
    suffix = _suffix(result)
    with offered(options.passwords):
        notebook = run_notebook(
            source, parameters, cwd=cwd, timeout=options.timeout, name=place.organization
        )
    html = to_html(notebook, title=result.story().title, language=say.code)
    write_text(draft / f"report{suffix}.html", html)
    consultant = draft / "consultant"
    write_text(consultant / f"assessment{suffix}.json", as_json(assessment_json(result)))
    write_text(
        consultant / f"report{suffix}.ipynb",
        json.dumps(notebook, ensure_ascii=False, indent=1) + "\n",
    )
    problems = consultant / f"problems{suffix}.xlsx"
    write_problem_book(problems, Checked((result.intake,)), say, result)
    write_copies(consultant / f"annotated{suffix}", [result.intake], say, options.passwords)
    manifest = _manifest(draft, folder, result)
    write_text(draft / "manifest.json", as_json(manifest))
    inputs = {file.path: file.sha256 for file in result.intake.responses.files}
    write_text(
        consultant / f"manifest{suffix}.json",
        as_json({**manifest, "parameters": told(parameters), "inputs": inputs}),
    )
    return (f"report{suffix}.html",)


def _suffix(result: Result) -> str:
    """Return ``.fr`` for a report in another language than the engagement states."""
    stated, spoken = result.intake.engagement.language, result.intake.say.code
    return "" if stated in {None, spoken} else f".{spoken}"


def _manifest(draft: Path, folder: Path, result: Result) -> dict[str, Any]:
    """Return versions and the hash of every client file, those of an earlier language included."""
    files = {
        file.name: file
        for place in (folder, draft)
        for glob in _CLIENT_FILES
        for file in place.glob(glob)
    }
    return {
        "schema": 1,
        "toolkit": maturity.__version__,
        "instrument": instrument_json(result.intake.instrument),
        "organization": result.assessment.organization,
        "wave": result.assessment.wave,
        "outputs": {name: sha256(files[name]) for name in sorted(files)},
    }
