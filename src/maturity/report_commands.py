"""What a consultant does around a report: look at its findings, prepare the workshop, pack it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from maturity.errors import needs_attention
from maturity.language import Language
from maturity.options import (
    a_file,
    takes,
    takes_audience,
    takes_debug,
    takes_folder,
    takes_form,
    takes_json,
    takes_language,
    takes_names,
    takes_passwords,
    text,
)
from maturity.speak import choose_language
from maturity.usage import Command


@click.command("findings", cls=Command, help=text("findings"))
@click.argument("path", metavar="PATH")
@takes_audience
@takes_passwords
@takes_json
@takes_form
@takes_names
def findings(
    path: str, audience: str, password_file: tuple[str, ...], json: bool, **names: Any
) -> None:
    """Print every finding, why it ranks where it does, and how to word it otherwise."""
    from maturity.assess import assess
    from maturity.finding_lines import finding_lines, finding_remarks, findings_json
    from maturity.passwords import unlocked
    from maturity.writers.files import as_json

    result, _ = unlocked(
        lambda words: assess(path, passwords=words, **names),
        password_file,
        Language(choose_language(names["language"])),
    )
    if json:
        click.echo(as_json(findings_json(result, audience)), nl=False)
    else:
        click.echo("\n".join(finding_lines(result, audience)))
    for remark in finding_remarks(result, audience):
        click.echo(remark, err=True)
    sys.exit(int(needs_attention(result.problems)))


@click.command("workshop", cls=Command, help=text("workshop"))
@click.argument("path", metavar="PATH")
@takes_folder
@takes_passwords
@takes_form
@takes_names
def workshop(path: str, o: Path | None, password_file: tuple[str, ...], **names: Any) -> None:
    """Write what a workshop on the result needs."""
    from maturity.assess import assess
    from maturity.passwords import unlocked
    from maturity.workshop import make_workshop

    result, _ = unlocked(
        lambda words: assess(path, passwords=words, **names),
        password_file,
        Language(choose_language(names["language"])),
    )
    for file in make_workshop(result, o):
        click.echo(file)
    sys.exit(int(needs_attention(result.problems)))


@click.command("pack", cls=Command, help=text("pack"))
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@takes("-o", "output_archive", callback=a_file, metavar="FILE.zip")
@takes("--edited", "edited", is_flag=True)
@takes_debug
@takes_language
def pack(path: Path, o: Path | None, edited: bool, language: str) -> None:
    """Zip what may go to the client, and nothing else."""
    from maturity.pack import make_pack

    packed = make_pack(path, o, Language(choose_language(language)), edited=edited)
    click.echo(packed.path)
    for name in packed.files:
        click.echo(f"  {name}")
    for remark in (*packed.remarks, *packed.left_out):
        click.echo(remark, err=True)
    sys.exit(packed.exit_code)
