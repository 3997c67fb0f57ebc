"""The options that commands share, and what their values may be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from maturity.errors import UsageError
from maturity.speak import choose_language
from maturity.usage import HELP, Option, say

Decorated = TypeVar("Decorated", bound=Callable[..., Any])
Check = Callable[[click.Context, click.Parameter, Any], Any]


def text(key: str) -> str:
    """Return what the help says about a command or option."""
    return HELP(f"cli.help.{key}")


def takes(name: str, key: str, **settings: Any) -> Callable[[Decorated], Decorated]:
    """Give a command an option, described in the user's language."""
    return click.option(name, cls=Option, help=text(key), **settings)


def whole(least: int, most: int = sys.maxsize) -> Check:
    """Return the check of an option that is a whole number between two bounds, both allowed."""

    def checked(ctx: click.Context, param: click.Parameter, value: Any) -> int | None:
        if value is None:
            return None
        number = int(value) if str(value).isdecimal() else -1
        if not least <= number <= most:
            key = "whole" if most == sys.maxsize else "whole_between"
            raise click.BadParameter(say(key, found=value, least=least, most=most), ctx, param)
        return number

    return checked


def a_file(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Check that no folder stands where a file shall be written."""
    if value and Path(value).is_dir():
        raise click.BadParameter(say("is_folder", path=value), ctx, param)
    return Path(value) if value else None


def a_folder(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Check that no file stands where a folder shall be written."""
    if value and Path(value).exists() and not Path(value).is_dir():
        raise click.BadParameter(say("is_file", path=value), ctx, param)
    return Path(value) if value else None


def _known(ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """Return a stated language, that of ``maturity --language fr check`` too, or refuse it."""
    above = ctx.parent
    while above and not value:
        value, above = above.params.get("language", ""), above.parent
    return choose_language(value) if value else ""


def _formats(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, ...]:
    from maturity.batch import FORMATS

    wanted = FORMATS if value is None else [each.strip() for each in value.split(",")]
    for each in wanted:
        if each not in FORMATS:
            raise UsageError("format_later", format=each, known=", ".join(FORMATS))
    return tuple(wanted)


def _audience(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    from maturity.engagement.edition import audience_of

    return audience_of(value) if value else ""


def _passwords(_ctx: click.Context, _param: click.Parameter, value: Any) -> tuple[str, ...]:
    """Read the passwords of a file; that there is none in it is wrong usage."""
    from maturity.passwords import read_passwords

    return () if value is None else read_passwords(value)


takes_language = takes("--language", "language", default="", metavar="fr|en", callback=_known)
takes_instrument = takes("--instrument", "instrument", default="", metavar="I")
takes_debug = takes("--debug", "debug", is_flag=True, expose_value=False)
takes_json = takes("--json", "json", is_flag=True, default=False)
takes_passwords = takes("--password-file", "password_file", metavar="FILE", callback=_passwords)
takes_folder = takes("-o", "output_folder", callback=a_folder, metavar="DIR")
takes_form = takes("--form", "form_asked", default="", metavar="PART")
takes_formats = takes(
    "--formats",
    "formats",
    metavar="html,pdf,pptx,docx,xlsx",
    callback=_formats,
)
takes_audience = takes("--audience", "audience", default="", metavar="AUDIENCE", callback=_audience)
takes_timeout = takes("--timeout", "timeout", callback=whole(1), metavar="S")


def takes_names(command: Decorated) -> Decorated:
    """Give a command what says whose answers these are, and in which words."""
    for option in (
        takes("--engagement", "engagement", default="", metavar="FILE"),
        takes("--wave", "wave", default="", metavar="WAVE"),
        takes("--organization", "organization", default="", metavar="NAME"),
        takes_instrument,
        takes_debug,
        takes_language,
    ):
        command = option(command)
    return command
