"""The commands on instruments: list, check, show, print, adapt in Excel, compare; no logic."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maturity.errors import MaturityError, UsageError
from maturity.language import Language
from maturity.options import (
    a_file,
    takes,
    takes_debug,
    takes_instrument,
    takes_json,
    takes_language,
    text,
)
from maturity.speak import choose_language
from maturity.usage import Group

if TYPE_CHECKING:
    from maturity.instrument import Instrument

takes_page = takes("-o", "output_file", required=True, callback=a_file, metavar="FILE.html")
takes_instrument_name = click.argument("name", metavar="I")


@click.group("instrument", cls=Group, help=text("instruments"))
@takes_language
def instrument(language: str) -> None:
    """Questionnaires."""


@instrument.command("list", help=text("instrument_list"))
@takes_debug
@takes_language
def instrument_list(language: str) -> None:
    """List the questionnaires of the workspace."""
    from maturity.present import instrument_line
    from maturity.workspace import current_workspace, instruments_in

    say = Language(choose_language(language))
    wrong = 0
    for name in instruments_in(current_workspace()):
        try:
            click.echo(instrument_line(_load(name), say))
        except MaturityError as error:
            click.echo(error.message(say), err=True)
            wrong = error.exit_code
    sys.exit(wrong)


def _load(name: str) -> Instrument:
    from maturity.instrument import load_instrument
    from maturity.workspace import instrument_path

    return load_instrument(instrument_path(name))


@instrument.command("check", help=text("instrument_check"))
@takes_instrument_name
@takes("--strict", "strict", is_flag=True)
@takes_debug
@takes_language
def instrument_check(name: str, strict: bool, language: str) -> None:
    """Say what contradicts what, and what survey craft advises."""
    from maturity.instrument.craft import advice
    from maturity.present import craft_lines
    from maturity.workspace import instrument_path

    found, remarks = _load(name), advice(instrument_path(name))
    click.echo("\n".join(craft_lines(found, remarks, Language(choose_language(language)))))
    sys.exit(1 if strict and remarks else 0)


@instrument.command("show", help=text("instrument_show"))
@takes_instrument_name
@takes_json
@takes_debug
@takes_language
def instrument_show(name: str, json: bool, language: str) -> None:
    """Show a questionnaire."""
    from maturity.present import instrument_document, instrument_lines
    from maturity.writers.files import as_json

    found = _load(name)
    if json:
        click.echo(as_json(instrument_document(found)), nl=False)
    else:
        click.echo("\n".join(instrument_lines(found, Language(choose_language(language)))))


@instrument.command("pin", help=text("instrument_pin"))
@click.argument("path", metavar="PATH")
@takes_instrument
@takes_debug
@takes_language
def instrument_pin(path: str, instrument: str, language: str) -> None:
    """Keep in an engagement what the questionnaire asks now."""
    from maturity.scaffold import renew_pin

    file, version = renew_pin(path, instrument)
    click.echo(Language(choose_language(language))("cli.pin.done", path=file, version=version))


@instrument.command("catalogue", help=text("instrument_catalogue"))
@takes_instrument_name
@takes_page
@takes_debug
@takes_language
def catalogue(name: str, o: Path, language: str) -> None:
    """Write the whole instrument as one page."""
    from maturity.writers.catalogue import write_catalogue

    write_catalogue(o, _load(name), Language(choose_language(language)))
    click.echo(o)


@instrument.command("guide", help=text("instrument_guide"))
@takes_instrument_name
@takes_page
@takes("--dimension", "dimension", multiple=True, metavar="ID")
@takes_debug
@takes_language
def guide(name: str, o: Path, dimension: tuple[str, ...], language: str) -> None:
    """Write the interview guide, of all dimensions or of some."""
    from maturity.writers.catalogue import write_guide

    write_guide(o, _load(name), Language(choose_language(language)), dimension)
    click.echo(o)


@instrument.command("export", help=text("instrument_export"))
@takes_instrument_name
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@takes("--to", "to", default="xlsx", metavar="xlsx")
@takes("--force", "force_export", is_flag=True)
@takes_debug
@takes_language
def export(name: str, out: Path, to: str, force: bool, language: str) -> None:
    """Write the workbook in which an instrument is adapted."""
    from maturity.authoring import SHEET_FORMATS, export_workbook

    if to not in SHEET_FORMATS:
        raise UsageError("format_later", format=to, known=", ".join(SHEET_FORMATS))
    spoken = choose_language(language)
    done = export_workbook(name, out, spoken, force=force)
    facts = {"path": done.path, "items": len(done.instrument.items)}
    click.echo(Language(spoken)("authoring.told.exported", **facts))


@instrument.command("import", help=text("instrument_import"))
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@takes("--force", "force_import", is_flag=True)
@takes_debug
@takes_language
def import_(file: Path, out: Path, force: bool, language: str) -> None:
    """Write the instrument that a workbook describes."""
    from maturity.authoring import import_workbook, imported_lines

    say = Language(choose_language(language))
    done = import_workbook(file, out, force=force)
    click.echo("\n".join(imported_lines(done, say)))
    for key, fields in done.remarks:
        click.echo(say(f"authoring.told.{key}", **fields), err=True)


@instrument.command("compare", help=text("instrument_compare"))
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@takes_json
@takes_debug
@takes_language
def compare(old: str, new: str, json: bool, language: str) -> None:
    """Say which items of two instruments compare."""
    from maturity.authoring import compare_instruments, comparison_json, comparison_lines
    from maturity.writers.files import as_json

    before, after = compare_instruments(old, new)
    say = Language(choose_language(language))
    if json:
        click.echo(as_json(comparison_json(before, after)), nl=False)
    else:
        click.echo("\n".join(comparison_lines(before, after, say)))
