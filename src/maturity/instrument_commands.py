"""The commands that print an instrument, adapt it in Excel and compare two; no logic."""

from __future__ import annotations

from pathlib import Path

import click

from maturity.errors import UsageError
from maturity.language import Language
from maturity.options import a_file, takes, takes_debug, takes_json, takes_language, text
from maturity.speak import choose_language
from maturity.usage import Command

takes_page = takes("-o", "output_file", required=True, callback=a_file, metavar="FILE.html")
takes_instrument_name = click.argument("name", metavar="I")


@click.command("catalogue", cls=Command, help=text("instrument_catalogue"))
@takes_instrument_name
@takes_page
@takes_debug
@takes_language
def catalogue(name: str, o: Path, language: str) -> None:
    """Write the whole instrument as one page."""
    from maturity.instrument import load_instrument
    from maturity.workspace import instrument_path
    from maturity.writers.catalogue import write_catalogue

    write_catalogue(o, load_instrument(instrument_path(name)), Language(choose_language(language)))
    click.echo(o)


@click.command("guide", cls=Command, help=text("instrument_guide"))
@takes_instrument_name
@takes_page
@takes("--dimension", "dimension", multiple=True, metavar="ID")
@takes_debug
@takes_language
def guide(name: str, o: Path, dimension: tuple[str, ...], language: str) -> None:
    """Write the interview guide, of all dimensions or of some."""
    from maturity.instrument import load_instrument
    from maturity.workspace import instrument_path
    from maturity.writers.catalogue import write_guide

    asked = load_instrument(instrument_path(name))
    write_guide(o, asked, Language(choose_language(language)), dimension)
    click.echo(o)


@click.command("export", cls=Command, help=text("instrument_export"))
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


@click.command("import", cls=Command, help=text("instrument_import"))
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


@click.command("compare", cls=Command, help=text("instrument_compare"))
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
