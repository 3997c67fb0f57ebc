"""Many reports in a row; one failure stops nobody."""

from __future__ import annotations

import csv
import io
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from maturity import workspace
from maturity.batch.notebook import checked_notebook
from maturity.batch.report import Options, make_report
from maturity.errors import MaturityError, UnreadableError, needs_attention
from maturity.instrument import load_instrument
from maturity.language import Language
from maturity.workspace import Place
from maturity.writers.files import whole_folder, write_text
from maturity.writers.tables import write_table

STATUS = ("organization", "wave", "state", "seconds", "problems", "cause", "remedy")


@dataclass(frozen=True, slots=True)
class Status:
    """What became of one organisation and wave."""

    place: Place
    state: str
    seconds: float
    problems: int
    cause: str = ""
    remedy: str = ""
    remarks: tuple[str, ...] = ()

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
    UsageError, InstrumentError
        An option or the notebook is wrong for all of them.
    UnreadableError
        Nothing to report on.
    """
    places = workspace.places_below(folder)
    if not places:
        raise UnreadableError("no_files", path=folder.name)
    checked_notebook(folder)
    if options.instrument:
        load_instrument(workspace.instrument_path(options.instrument, folder))
    done: list[Status] = []
    taken: set[tuple[str, str]] = set()
    for number, place in enumerate(places, start=1):
        target = output / workspace.slug(place.organization) / workspace.slug(place.wave)
        key = (target.parent.name, target.name)
        status = _one(place, target, options, say, repeated=key in taken)
        taken.add(key)
        done.append(status)
        try:
            write_status(output, done, say)
        except OSError as cause:  # status.xlsx may be open in Excel: the night goes on
            tell(say("errors.cannot_write", path=output, why=cause.strerror or cause))
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
        for remark in status.remarks:
            tell(f"  {remark}")
    write_status(output, done, say)
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
    seconds = time.monotonic() - begun
    return Status(place, state, seconds, len(made.problems), remarks=made.remarks)


def write_status(output: Path, done: Iterable[Status], say: Language) -> None:
    """Write ``status.csv`` (plain names) and ``status.xlsx`` (in the user's language)."""
    rows = [status.row() for status in done]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([STATUS, *rows])
    write_text(output / "status.csv", text.getvalue())
    states = [[row[0], row[1], say(f"cli.state.{row[2]}"), *row[3:]] for row in rows]
    with whole_folder(output) as draft:
        header = [say(f"cli.status.{name}") for name in STATUS]
        write_table(draft / "status.xlsx", say("cli.status.title"), header, states)
