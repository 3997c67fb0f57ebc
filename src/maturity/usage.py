"""What click says by itself – headings, help, mistakes – in the user's language."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from maturity.language import Language
from maturity.speak import language_of_help

HELP = Language(language_of_help(sys.argv))


def say(key: str, **fields: object) -> str:
    """Return a sentence about the command line."""
    return HELP(f"cli.usage.{key}", **fields)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or say("usage"))

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        known = {"Options": "options", "Commands": "commands"}  # click's two
        with super().section(say(known[name]) if name in known else name):
            yield


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help speaks the user's language."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return ``--help``, described."""
        option = super().get_help_option(ctx)
        if option:
            option.help = say("help")
        return option

    def get_short_help_str(self, limit: int = 200) -> str:
        """Return the line of the list of commands, whole: it may wrap."""
        return super().get_short_help_str(max(limit, 200))


class Option(click.Option):
    """An option whose description says in the user's language that it cannot be left out."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its description."""
        record = super().get_help_record(ctx)
        return record and (record[0], record[1].replace("[required]", say("required")))


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


def explain(error: click.ClickException) -> str:
    """Return what is wrong on the command line, with how the command is used."""
    if type(error).__name__ == "NoArgsIsHelpError":  # the help itself
        return error.format_message()
    wrong = HELP("cli.error.title") + _sentence(error)
    ctx = getattr(error, "ctx", None)
    if ctx is None:
        return wrong
    return f"{ctx.get_usage()}\n{say('hint', command=ctx.command_path)}\n\n{wrong}"


def _sentence(error: click.ClickException) -> str:
    # Told apart by name: click 8.1 lacks some of these classes.
    words = {
        "NoSuchOption": lambda: say("no_option", name=getattr(error, "option_name", "")),
        "NoSuchCommand": lambda: say("no_command", name=getattr(error, "command_name", "")),
        "MissingParameter": lambda: say("missing", name=_name(error)),
        "BadOptionUsage": lambda: say("value", name=getattr(error, "option_name", "")),
        "BadParameter": lambda: say("wrong", name=_name(error), why=error.message),
        "UsageError": lambda: say("too_many"),
    }.get(type(error).__name__, error.format_message)()
    likely = getattr(error, "possibilities", None)
    return f"{words} {say('meant', names=', '.join(sorted(likely)))}" if likely else words


def _name(error: click.ClickException) -> str:
    param: click.Parameter | None = getattr(error, "param", None)
    if param is None:
        return "?"
    return "/".join(param.opts) if isinstance(param, click.Option) else str(param.metavar)
