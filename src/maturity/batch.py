"""Reports made: one organisation by its notebook, or many in a row; one failure stops nobody."""

from __future__ import annotations

import json
import os
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import maturity
from maturity import workspace
from maturity.assess import Result, assess, assessment_json, instrument_json
from maturity.errors import (
    MaturityError,
    Problem,
    ReportError,
    UnreadableError,
    UsageError,
    needs_attention,
)
from maturity.language import Language
from maturity.workspace import Place
from maturity.writers.files import sha256, whole_folder, write_text
from maturity.writers.tables import write_table

if TYPE_CHECKING:
    from nbformat import NotebookNode

FORMATS = ("html",)
STATUS = ("organization", "wave", "state", "seconds", "problems", "cause", "remedy")
_CLIENT_FILES = ("report*.html",)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line adds to a report; empty strings leave it to the engagement."""

    instrument: str = ""
    language: str = ""
    organization: str = ""
    wave: str = ""
    engagement: str = ""
    timeout: int | None = None


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
    MaturityError
        The answers cannot be read, or the notebook failed; nothing was written then.
    """
    result = assess(
        path,
        instrument=options.instrument,
        language=options.language,
        organization=options.organization,
        wave=options.wave,
        engagement=options.engagement,
        place=place,
    )
    names = result.intake.place
    home = workspace.workspace_of(names.path) or workspace.current_workspace()
    folder = output or home / "reports" / workspace.slug(names.organization) / workspace.slug(
        names.wave
    )
    try:
        with whole_folder(folder) as draft:
            files = _write(draft, folder, result, options)
    except OSError as cause:
        raise ReportError(
            "cannot_write", path=str(folder), why=cause.strerror or str(cause)
        ) from cause
    return Made(folder, files, result)


def _parameters(result: Result, options: Options) -> tuple[dict[str, str], Path]:
    """Return the notebook's parameters, no path absolute, and the folder paths are relative to."""
    place = result.intake.place
    cwd = workspace.workspace_of(place.path) or place.path.parent

    def relative(path: str) -> str:
        return Path(os.path.relpath(workspace.resolve(path), cwd)).as_posix() if path else ""

    is_path = bool(options.instrument) and Path(options.instrument).exists()
    parameters = {
        "responses": Path(os.path.relpath(place.path, cwd)).as_posix(),
        "language": result.intake.say.code,
        "instrument": relative(options.instrument) if is_path else options.instrument,
        "organization": place.organization,
        "wave": "" if place.wave == workspace.UNSPECIFIED else place.wave,
        "engagement": relative(options.engagement),
    }
    return parameters, cwd


def _write(draft: Path, folder: Path, result: Result, options: Options) -> tuple[str, ...]:
    """Write every file of a report into ``draft``; ``folder`` is where they will be."""
    from maturity.writers.html import to_html

    parameters, cwd = _parameters(result, options)
    place, say = result.intake.place, result.intake.say
    suffix = _suffix(result)
    notebook = run_notebook(
        workspace.notebook_path(near=place.path),
        parameters,
        cwd=cwd,
        timeout=options.timeout,
        name=place.organization,
    )
    html = to_html(notebook, title=result.story().title, language=say.code)
    write_text(draft / f"report{suffix}.html", html)
    consultant = draft / "consultant"
    write_text(consultant / f"assessment{suffix}.json", as_json(assessment_json(result)))
    write_text(
        consultant / f"report{suffix}.ipynb",
        json.dumps(notebook, ensure_ascii=False, indent=1) + "\n",
    )
    write_problems(consultant / f"problems{suffix}.xlsx", result.problems, say)
    manifest = _manifest(draft, folder, result)
    write_text(draft / "manifest.json", as_json(manifest))
    inputs = {file.path: file.sha256 for file in result.intake.responses.files}
    write_text(
        consultant / f"manifest{suffix}.json",
        as_json({**manifest, "parameters": dict(parameters), "inputs": inputs}),
    )
    return (f"report{suffix}.html",)


def _suffix(result: Result) -> str:
    """Return ``.fr`` for a report in another language than the engagement's."""
    stated = result.intake.engagement.language
    return "" if stated in {None, result.intake.say.code} else f".{result.intake.say.code}"


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


def as_json(document: Mapping[str, Any]) -> str:
    """Write JSON as every file and ``--json`` of the toolkit has it; NaN is an error."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def write_problems(path: Path, problems: Iterable[Problem], say: Language) -> None:
    """Write the problems as a table a consultant can filter and send on."""
    names = ("source", "severity", "code", "found", "message", "remedy")
    header = [say(f"cli.problem.{name}") for name in names]
    rows = [
        [
            problem.source,
            say(f"cli.severity.{problem.severity}"),
            problem.code,
            problem.found,
            problem.message(say),
            problem.remedy(say),
        ]
        for problem in problems
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_table(path, say("cli.problem.title"), header, rows)


def run_notebook(
    notebook: Path, parameters: Mapping[str, str], *, cwd: Path, timeout: int | None, name: str
) -> NotebookNode:
    """Run a notebook with papermill and return it executed, free of times and random ids.

    Raises
    ------
    UsageError
        A parameter the notebook does not have; papermill alone would run on with its default.
    ReportError
        A cell failed.
    """
    import tempfile

    import nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    known = papermill.inspect_notebook(str(notebook))
    for unknown in sorted(set(parameters) - set(known)):
        raise UsageError("parameter_unknown", name=unknown, known=", ".join(known))
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        output = Path(folder) / notebook.name
        try:
            papermill.execute_notebook(
                str(notebook),
                str(output),
                dict(parameters),
                kernel_name="python3",
                cwd=str(cwd),
                execution_timeout=timeout,
                progress_bar=False,
                log_output=False,
                extra_arguments=["--log-level=ERROR"],  # the kernel warns about TCP at every start
            )
        except PapermillExecutionError as cause:
            why = f"{cause.ename}: {cause.evalue}"
            raise ReportError("notebook_failed", organization=name, why=why) from cause
        except (CellTimeoutError, DeadKernelError) as cause:
            why = type(cause).__name__
            raise ReportError("notebook_failed", organization=name, why=why) from cause
        return _timeless(nbformat.reads(output.read_text(encoding="utf-8"), as_version=4))  # type: ignore[no-untyped-call]


def _timeless(notebook: NotebookNode) -> NotebookNode:
    """Drop what differs between two equal runs: times, random cell ids, program versions."""
    notebook.metadata = {"kernelspec": notebook.metadata.get("kernelspec", {})}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": list(tags)} if tags else {}
    return notebook


@dataclass(frozen=True, slots=True)
class Status:
    """What became of one organisation and wave."""

    place: Place
    state: str
    seconds: float
    problems: int
    cause: str = ""
    remedy: str = ""

    def row(self) -> list[str | int | float]:
        """Return the line of ``status.csv``."""
        return [
            self.place.organization,
            self.place.wave,
            self.state,
            round(self.seconds, 1),
            self.problems,
            self.cause,
            self.remedy,
        ]


def run_batch(
    folder: Path, output: Path, options: Options, say: Language, tell: Callable[[str], None]
) -> list[Status]:
    """Make the report of every organisation and wave below a folder, in ``output/<org>/<wave>/``.

    A failure is written down and the next one begins; ``status.csv`` and ``status.xlsx`` are
    written after every report, so that a run cut short tells how far it came.

    Raises
    ------
    UnreadableError
        Nothing to report on.
    """
    places = workspace.places_below(folder)
    if not places:
        raise UnreadableError("no_files", path=str(folder))
    done: list[Status] = []
    taken: set[tuple[str, str]] = set()
    for number, place in enumerate(places, start=1):
        target = output / workspace.slug(place.organization) / workspace.slug(place.wave)
        key = (target.parent.name, target.name)
        status = _one(place, target, options, say, repeated=key in taken)
        taken.add(key)
        done.append(status)
        write_status(output, done, say)
        tell(
            say(
                "cli.batch.line",
                number=number,
                total=len(places),
                organization=place.organization,
                wave=place.wave,
                state=say(f"cli.state.{status.state}"),
                seconds=say.number(status.seconds, 1),
                cause=f" – {status.cause}" if status.cause else "",
            )
        )
    return done


def _one(place: Place, target: Path, options: Options, say: Language, *, repeated: bool) -> Status:
    """Make one report of a batch; whatever goes wrong with it stays with it."""
    begun = time.monotonic()

    def failed(cause: str, remedy: str = "") -> Status:
        return Status(place, "failed", time.monotonic() - begun, 0, cause, remedy)

    if repeated:
        return failed(say("cli.batch.repeated"))
    try:
        made = make_report(place.path, target, options, place)
    except MaturityError as error:
        cause, _, remedy = error.message(say).partition("\n")
        return failed(cause, remedy)
    except Exception as error:  # noqa: BLE001 - one organisation must not end the night for the others
        write_text(target.parent / f"{target.name}.log", traceback.format_exc())
        return failed(
            f"{type(error).__name__}: {error}", say("cli.batch.log", log=f"{target.name}.log")
        )
    state = "look" if needs_attention(made.problems) else "done"
    return Status(place, state, time.monotonic() - begun, len(made.problems))


def write_status(output: Path, done: Iterable[Status], say: Language) -> None:
    """Write ``status.csv`` (plain names) and ``status.xlsx`` (in the user's language)."""
    import csv
    import io

    rows = [status.row() for status in done]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([STATUS, *rows])
    write_text(output / "status.csv", text.getvalue())
    states = [[row[0], row[1], say(f"cli.state.{row[2]}"), *row[3:]] for row in rows]
    with whole_folder(output) as draft:
        header = [say(f"cli.status.{name}") for name in STATUS]
        write_table(draft / "status.xlsx", say("cli.status.title"), header, states)
