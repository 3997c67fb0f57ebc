"""The commands; no logic. Answers go to standard output, everything else to standard error."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from maturity import __version__
from maturity.errors import MaturityError, UsageError, needs_attention
from maturity.instrument_commands import instrument
from maturity.language import Language
from maturity.options import (
    a_file,
    a_folder,
    takes,
    takes_audience,
    takes_debug,
    takes_folder,
    takes_form,
    takes_formats,
    takes_instrument,
    takes_json,
    takes_language,
    takes_names,
    takes_passwords,
    takes_timeout,
    text,
    whole,
)
from maturity.report_commands import findings, pack, workshop
from maturity.speak import choose_language
from maturity.usage import HELP, Group, explain


def _not_yet(**options: object) -> None:
    """Refuse options of later versions in plain words."""
    for name, value in options.items():
        if value:
            raise UsageError("option_later", option="--" + name.replace("_", "-"))


def _say(language: str) -> Language:
    return Language(choose_language(language))


def _tell(text: str) -> None:
    click.echo(text, err=True)


def _remark(text: str) -> None:
    if text:
        _tell(text)


@click.group(cls=Group, help=text("main"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, prog_name="maturity", message="%(prog)s %(version)s", help=text("version")
)
@takes_debug
@takes_language
def cli(language: str) -> None:
    pass


@cli.command(help=text("init"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@takes_debug
@takes_language
def init(folder: Path, language: str) -> None:
    from maturity.scaffold import make_workspace

    make_workspace(folder)
    click.echo(_say(language)("cli.init.done", path=folder))


@cli.command(help=text("new"))
@click.argument("organization", metavar="ORG")
@click.argument("wave", metavar="WAVE")
@takes_instrument
@takes_debug
@takes_language
def new(organization: str, wave: str, instrument: str, language: str) -> None:
    from maturity.assess import DEFAULT_INSTRUMENT
    from maturity.instrument import load_instrument
    from maturity.scaffold import drift, new_engagement, writable_workspace
    from maturity.workspace import instrument_path

    say = _say(language)
    questions = load_instrument(instrument_path(instrument or DEFAULT_INSTRUMENT))
    place = new_engagement(writable_workspace(), organization, wave, questions, say)
    click.echo(say("cli.new.done", path=place.parent, wave=place.name))
    for remark in drift(place, questions, say):
        _tell(remark)


for command in (instrument, findings, workshop, pack):
    cli.add_command(command)


@cli.command(help=text("questionnaire"))
@takes("-o", "output_forms", required=True, type=click.Path(path_type=Path), metavar="FILE|DIR")
@takes("--form", "form", default="", metavar="respondent|collector|PART")
@takes("--function", "function", default="", metavar="FUNCTION|all")
@takes("--rows", "rows", default=200, callback=whole(1, 10_000), metavar="N")
@takes_names
def questionnaire(o: Path, form: str, function: str, **names: Any) -> None:
    from maturity.forms import write_forms

    written = write_forms(o, form, function, **names)
    click.echo("\n".join(map(str, written.paths)))
    for remark in written.remarks():
        _tell(remark)


@cli.command(help=text("check"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@takes("--responses", "responses", callback=a_file, metavar="FILE.csv")
@takes("--annotate", "annotate", callback=a_folder, metavar="DIR")
@takes_passwords
@takes_json
@takes_form
@takes_names
def check(
    paths: tuple[str, ...],
    responses: Path | None,
    annotate: Path | None,
    password_file: tuple[str, ...],
    json: bool,
    **names: Any,
) -> None:
    from maturity.annotate import annotate_files, annotated_lines, refuse_sources
    from maturity.check import check_json, check_paths, write_responses
    from maturity.check_lines import check_lines, printed, terminal_width
    from maturity.passwords import unlocked
    from maturity.writers.files import as_json

    if annotate:
        refuse_sources(annotate, paths)
    checked, passwords = unlocked(
        lambda words: check_paths(paths, passwords=words, **names),
        password_file,
        _say(names["language"]),
    )
    if responses:
        write_responses(responses, checked)
    if json:
        click.echo(as_json(check_json(checked)), nl=False)
    else:
        click.echo(printed(check_lines(checked), terminal_width()))
    if annotate:
        written = annotate_files(annotate, checked.intakes, checked.say, passwords)
        _tell("\n".join(annotated_lines(annotate, written, checked.say)))
    if not any(file.format for file in checked.files):
        sys.exit(3)
    sys.exit(int(needs_attention(checked.problems)))


@cli.command(help=text("assess"))
@click.argument("path", metavar="PATH")
@takes("-o", "output_file", callback=a_file, metavar="FILE")
@takes("--respondents", "respondents", callback=a_file, metavar="FILE.csv")
@takes_passwords
@takes_json
@takes_form
@takes_names
def assess(
    path: str,
    o: Path | None,
    respondents: Path | None,
    password_file: tuple[str, ...],
    json: bool,
    **names: Any,
) -> None:
    from maturity import assess as journey
    from maturity.passwords import unlocked
    from maturity.present import careless_line, write_respondents
    from maturity.score_lines import assessment_lines
    from maturity.writers.files import as_json, write_text

    result, _ = unlocked(
        lambda words: journey.assess(path, passwords=words, **names),
        password_file,
        _say(names["language"]),
    )
    document = as_json(result.to_json())
    if o:
        write_text(o, document)
    if respondents:
        write_respondents(respondents, result)
    if json:
        click.echo(document, nl=False)
    else:
        click.echo("\n".join(assessment_lines(result)))
    _remark(careless_line(result))
    sys.exit(int(needs_attention(result.problems)))


@cli.command(help=text("report"))
@click.argument("path", metavar="PATH")
@takes_formats
@takes_audience
@takes_folder
@takes_timeout
@takes_passwords
@takes_form
@takes_names
def report(path: str, o: Path | None, password_file: tuple[str, ...], **options: Any) -> None:
    from maturity.assess import open_intake
    from maturity.batch import Options, make_report
    from maturity.passwords import asks, unlocked
    from maturity.present import made_lines, made_remarks

    if asks():  # before the work begins, not in the middle of it
        cut = {"timeout", "audience", "formats"}
        names = {name: value for name, value in options.items() if name not in cut}
        _, password_file = unlocked(
            lambda words: open_intake(path, passwords=words, **names),
            password_file,
            _say(options["language"]),
        )
    made = make_report(Path(path), o, Options(**options, passwords=password_file))
    click.echo("\n".join(made_lines(made)))
    for remark in made_remarks(made):
        _tell(remark)
    sys.exit(int(needs_attention(made.problems)))


_CHOSEN = ("instrument", "language", "timeout", "formats", "audience")


@cli.command(help=text("batch"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@takes_folder
@takes_formats
@takes_audience
@takes_timeout
@takes("--jobs", "later", default=1, callback=whole(1), metavar="N")
@takes("--resume", "later", is_flag=True)
@takes("--force", "later", is_flag=True)
@takes("--scheduler", "later", default="", metavar="ADDRESS")
@takes_passwords
@takes_instrument
@takes_debug
@takes_language
def batch(folder: Path, o: Path | None, password_file: tuple[str, ...], **options: Any) -> None:
    from maturity.batch import Options, reports_folder, run_batch
    from maturity.workspace import resolve

    chosen = {name: options.pop(name) for name in _CHOSEN}
    _not_yet(**{**options, "jobs": options["jobs"] > 1})
    say = _say(chosen["language"])
    below = resolve(folder)
    output = o or reports_folder(below)
    done = run_batch(below, output, Options(**chosen, passwords=password_file), say, _tell)
    made = sum(status.state != "failed" for status in done)
    click.echo(say("cli.batch.summary", made=made, total=len(done), folder=output))
    sys.exit(int(made < len(done)))


@cli.command(help=text("demo"))
@takes_folder
@takes_debug
@takes_language
def demo(o: Path | None, language: str) -> None:
    from maturity.demo import make_demo

    make_demo(o, _say(language), click.echo)


@cli.command(help=text("doctor"))
@takes_debug
@takes_language
def doctor(language: str) -> None:
    from maturity.doctor import examine

    healthy, lines = examine(_say(language))
    click.echo("\n".join(lines))
    sys.exit(0 if healthy else 3)


@cli.command(help=text("lab"))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@takes_debug
@takes_language
def lab(folder: Path | None, language: str) -> None:
    import subprocess

    from maturity.workspace import current_workspace, resolve

    _say(language)  # refuses a language we do not speak
    root = resolve(folder) if folder else current_workspace()
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own interpreter


def _later(group: click.Group, name: str, usage: str) -> None:
    """Add a command that later versions bring: it is there, and says so in plain words."""

    def refuse(words: tuple[str, ...], language: str) -> None:  # noqa: ARG001 - taken, not used
        raise UsageError("command_later", command=click.get_current_context().command_path)

    free = {"ignore_unknown_options": True}
    words = click.argument("words", nargs=-1, type=click.UNPROCESSED, metavar=usage)
    _ = group.command(name, help=text("later"), context_settings=free)(
        words(takes_debug(takes_language(refuse)))
    )


_later(cli, "purge", "ORG [--wave W] [--respondent ID]")
_later(cli, "portfolio", "REPORTS_DIR")


def main() -> None:
    """Run a command and turn whatever happens into a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles lack accents
    if "--debug" not in sys.argv:  # a stopped kernel's last words are not for our users
        logging.getLogger().addHandler(logging.NullHandler())
    try:
        code = cli.main(prog_name="maturity", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as wrong:
        _tell(explain(wrong))
        code = wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        _tell(HELP("cli.error.interrupted"))
        sys.stdout.flush()
        os._exit(130)  # CPython 3.11 may else end as killed by the signal, when code was imported
    except Exception as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        code = _stop(_named(error))
    sys.exit(code if isinstance(code, int) else 0)


def _named(error: Exception) -> MaturityError:
    """Return what stopped the command as one of our own errors."""
    if isinstance(error, MaturityError):
        return error
    if isinstance(error, OSError):
        place = error.filename
        if place is None:  # a stream: what it still holds must not fail again at the very end
            place = HELP("cli.error.output")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return MaturityError("system", path=str(place), why=error.strerror or str(error))
    return MaturityError("unexpected", why=f"{type(error).__name__}: {error}")


def _stop(error: MaturityError) -> int:
    """Say why the command stopped, and with ``--json`` say it as the one document too."""
    from maturity.present import error_document
    from maturity.writers.files import as_json

    _tell(HELP("cli.error.title") + error.message(HELP))
    if "--json" in sys.argv and error.exit_code == MaturityError.exit_code:
        click.echo(as_json(error_document(error, HELP)), nl=False)
    return error.exit_code
