"""The commands; no logic. Answers go to standard output, everything else to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from maturity import __version__
from maturity.errors import MaturityError, UsageError, needs_attention
from maturity.language import LANGUAGES, Language

Command = TypeVar("Command", bound=Callable[..., Any])


def _early_language() -> str:
    """Return the language of the help: it is needed before options are parsed."""
    from maturity.assess import choose_language

    words = sys.argv
    for n, word in enumerate(words):
        flag = word.removeprefix("--language=") if word.startswith("--language=") else ""
        flag = words[n + 1] if word == "--language" and n + 1 < len(words) else flag
        if flag in LANGUAGES:
            return flag
    try:
        return choose_language()
    except UsageError:
        return "en"


_help = Language(_early_language())


def _text(key: str) -> str:
    return _help(f"cli.help.{key}")


def _option(name: str, key: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(name, help=_text(key), **settings)


_language = _option("--language", "language", default="", metavar="fr|en")
_instrument = _option("--instrument", "instrument", default="", metavar="I")
_debug = _option("--debug", "debug", is_flag=True, expose_value=False)
_json = _option("--json", "json", is_flag=True, default=False)


def _naming(command: Command) -> Command:
    for option in (
        _option("--engagement", "engagement", default="", metavar="FILE"),
        _option("--wave", "wave", default="", metavar="WAVE"),
        _option("--organization", "organization", default="", metavar="NAME"),
        _instrument,
        _debug,
        _language,
    ):
        command = option(command)
    return command


def _not_yet(**options: object) -> None:
    """Refuse options of later versions in plain words."""
    for name, value in options.items():
        if value:
            raise UsageError("option_later", option="--" + name.replace("_", "-"))


def _say(language: str) -> Language:
    from maturity.assess import choose_language

    return Language(choose_language(language))


def _tell(text: str) -> None:
    click.echo(text, err=True)


@click.group(help=_text("main"), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="maturity")
def cli() -> None:
    pass


@cli.command(help=_text("init"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_debug
@_language
def init(folder: Path, language: str) -> None:
    from maturity.scaffold import make_workspace

    make_workspace(folder)
    click.echo(_say(language)("cli.init.done", path=folder))


@cli.command(help=_text("new"))
@click.argument("organization", metavar="ORG")
@click.argument("wave", metavar="WAVE")
@_instrument
@_debug
@_language
def new(organization: str, wave: str, instrument: str, language: str) -> None:
    from maturity.assess import DEFAULT_INSTRUMENT
    from maturity.instrument import load_instrument
    from maturity.scaffold import new_engagement
    from maturity.workspace import current_workspace, instrument_path

    say = _say(language)
    questions = load_instrument(instrument_path(instrument or DEFAULT_INSTRUMENT))
    folder = new_engagement(current_workspace(), organization, wave, questions, say)
    click.echo(say("cli.new.done", path=folder, wave=wave))


@cli.group(help=_text("instruments"))
def instrument() -> None:
    pass


@instrument.command("list", help=_text("instrument_list"))
@_debug
@_language
def instrument_list(language: str) -> None:
    from maturity.present import instrument_line
    from maturity.workspace import current_workspace, instrument_path, instruments_in

    say = _say(language)
    for name in instruments_in(current_workspace()):
        click.echo(instrument_line(_load(str(instrument_path(name))), say))


def _load(name: str) -> Any:
    from maturity.instrument import load_instrument
    from maturity.workspace import instrument_path

    return load_instrument(instrument_path(name))


@instrument.command("check", help=_text("instrument_check"))
@click.argument("name", metavar="I")
@_debug
@_language
def instrument_check(name: str, language: str) -> None:
    found = _load(name)
    click.echo(_say(language)("cli.instrument.sound", id=found.id, version=found.version))


@instrument.command("show", help=_text("instrument_show"))
@click.argument("name", metavar="I")
@_json
@_debug
@_language
def instrument_show(name: str, json: bool, language: str) -> None:
    from maturity.batch import as_json
    from maturity.present import instrument_document, instrument_lines

    found = _load(name)
    if json:
        click.echo(as_json(instrument_document(found)), nl=False)
    else:
        click.echo("\n".join(instrument_lines(found, _say(language))))


@cli.command(help=_text("questionnaire"))
@_option(
    "-o",
    "output_file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
)
@_option("--form", "form", default="respondent", metavar="respondent|collector")
@_option("--rows", "rows", default=200, type=click.IntRange(1, 10_000))
@_naming
def questionnaire(o: Path, form: str, rows: int, **names: Any) -> None:
    from maturity.forms import write_form

    click.echo(write_form(o, form, rows=rows, **names))


@cli.command(help=_text("check"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_option(
    "--responses", "responses", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.csv"
)
@_option("--annotate", "annotate", default="", metavar="DIR")
@_option("--password-file", "password_file", default="", metavar="FILE")
@_json
@_naming
def check(
    paths: tuple[str, ...],
    responses: Path | None,
    annotate: str,
    password_file: str,
    json: bool,
    **names: Any,
) -> None:
    from maturity.batch import as_json
    from maturity.check import check_json, check_paths, write_responses
    from maturity.present import check_lines

    _not_yet(annotate=annotate, password_file=password_file)
    checked = check_paths(paths, **names)
    if responses:
        write_responses(responses, checked)
    if json:
        click.echo(as_json(check_json(checked)), nl=False)
    else:
        click.echo("\n".join(check_lines(checked)))
    if not any(file.format for file in checked.files):
        sys.exit(3)
    sys.exit(int(needs_attention(checked.problems)))


@cli.command(help=_text("assess"))
@click.argument("path", metavar="PATH")
@_option("-o", "output_file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@_option(
    "--respondents",
    "respondents",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
)
@_json
@_naming
def assess(
    path: str,
    o: Path | None,
    respondents: Path | None,
    json: bool,
    **names: Any,
) -> None:
    from maturity import assess as journey
    from maturity.batch import as_json
    from maturity.present import assessment_lines, write_respondents
    from maturity.writers.files import write_text

    result = journey.assess(path, **names)
    document = as_json(journey.assessment_json(result))
    if o:
        write_text(o, document)
    if respondents:
        write_respondents(respondents, result)
    if json:
        click.echo(document, nl=False)
    else:
        click.echo("\n".join(assessment_lines(result)))
    sys.exit(int(needs_attention(result.problems)))


@cli.command(help=_text("report"))
@click.argument("path", metavar="PATH")
@_option("--formats", "formats", default="html", metavar="html")
@_option("--audience", "audience", default="", metavar="A")
@_option("-o", "output_folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@_option("--timeout", "timeout", type=click.IntRange(1), metavar="S")
@_naming
def report(path: str, formats: str, audience: str, o: Path | None, **options: Any) -> None:
    from maturity.batch import Options, make_report
    from maturity.present import made_lines

    _formats(formats)
    _not_yet(audience=audience)
    made = make_report(Path(path), o, Options(**options))
    click.echo("\n".join(made_lines(made)))
    sys.exit(int(needs_attention(made.problems)))


def _formats(formats: str) -> None:
    from maturity.batch import FORMATS

    for wanted in formats.split(","):
        if wanted.strip() not in FORMATS:
            raise UsageError("format_later", format=wanted.strip(), known=", ".join(FORMATS))


@cli.command(help=_text("batch"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@_option("-o", "output_folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@_option("--formats", "formats", default="html", metavar="html")
@_option("--timeout", "timeout", type=click.IntRange(1), metavar="S")
@_option("--jobs", "later", default=1, type=click.IntRange(1), metavar="N")
@_option("--resume", "later", is_flag=True)
@_option("--force", "later", is_flag=True)
@_option("--scheduler", "later", default="", metavar="ADDRESS")
@_instrument
@_debug
@_language
def batch(folder: Path, o: Path | None, **options: Any) -> None:
    from maturity.batch import Options, run_batch
    from maturity.workspace import current_workspace, resolve

    _formats(options.pop("formats"))
    chosen = {name: options.pop(name) for name in ("instrument", "language", "timeout")}
    _not_yet(**{**options, "jobs": options["jobs"] > 1})
    say = _say(chosen["language"])
    output = o or current_workspace() / "reports"
    done = run_batch(resolve(folder), output, Options(**chosen), say, _tell)
    made = sum(status.state != "failed" for status in done)
    click.echo(say("cli.batch.summary", made=made, total=len(done), folder=output))
    sys.exit(int(made < len(done)))


@cli.command(help=_text("demo"))
@_option("-o", "output_folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@_debug
@_language
def demo(o: Path | None, language: str) -> None:
    from maturity.demo import make_demo

    make_demo(o, _say(language), click.echo)


@cli.command(help=_text("doctor"))
@_debug
@_language
def doctor(language: str) -> None:
    from maturity.doctor import examine

    healthy, lines = examine(_say(language))
    click.echo("\n".join(lines))
    sys.exit(0 if healthy else 3)


@cli.command(help=_text("lab"))
@click.argument(
    "folder", metavar="DIR", required=False, type=click.Path(path_type=Path, file_okay=False)
)
@_debug
@_language
def lab(folder: Path | None, language: str) -> None:
    import subprocess

    from maturity.workspace import current_workspace, resolve

    root = resolve(folder) if folder else current_workspace()
    _say(language)
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root}"]
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - our own interpreter


def main() -> None:
    """Run a command and turn whatever happens into a sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Windows consoles lack accents
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = wrong.exit_code
    except (click.Abort, KeyboardInterrupt):
        _tell(_help("cli.error.interrupted"))
        code = 130
    except Exception as error:
        if "--debug" in sys.argv:
            raise
        code = _explain(error)
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Exception) -> int:
    """Say why the command stopped, and with ``--json`` say it as the one document too."""
    from maturity.batch import as_json
    from maturity.present import error_document

    if not isinstance(error, MaturityError):
        why = f"{type(error).__name__}: {error}"
        error = MaturityError("unexpected", why=why)
    _tell(_help("cli.error.title") + error.message(_help))
    if "--json" in sys.argv and error.exit_code == MaturityError.exit_code:
        click.echo(as_json(error_document(error, _help)), nl=False)
    return error.exit_code
