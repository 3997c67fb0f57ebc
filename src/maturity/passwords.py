"""Words that open protected files: from a file of theirs or a prompt, never from an argument.

An argument stays in the shell's history and a variable is seen by every program one starts. The
variable here names a file; it is how a report's notebook, another process, is told of it.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from maturity.errors import Problem, UnreadableError, UsageError
from maturity.language import Language

VARIABLE = "MATURITY_PASSWORD_FILE"
_LOCKED = {"FILE_PASSWORD", "PASSWORD_WRONG"}
_ATTEMPTS = 3


class _HasProblems(Protocol):
    """What a reading brings up."""

    @property
    def problems(self) -> Sequence[Problem]: ...


Read = TypeVar("Read", bound=_HasProblems)


def read_passwords(file: str | Path) -> tuple[str, ...]:
    """Return the passwords of a file, one a line, without the ends of the lines.

    Raises
    ------
    UsageError
        The file cannot be read, is no text, or holds no password.
    """
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except OSError as cause:
        why = cause.strerror or type(cause).__name__
        raise UsageError("password_file", path=str(file), why=why) from cause
    except UnicodeDecodeError as cause:
        raise UsageError("password_file_text", path=str(file)) from cause
    found = tuple(dict.fromkeys(line for line in text.splitlines() if line.strip()))
    if not found:
        raise UsageError("password_file_empty", path=str(file))
    return found


def stated_passwords() -> tuple[str, ...]:
    """Return the passwords of the file that ``MATURITY_PASSWORD_FILE`` names, none without it."""
    file = os.environ.get(VARIABLE, "")
    return read_passwords(file) if file else ()


def unlocked(
    read: Callable[[tuple[str, ...]], Read], passwords: tuple[str, ...], say: Language
) -> tuple[Read, tuple[str, ...]]:
    """Read; while somebody sits at a terminal, ask for the password of what stays locked.

    Returns what was read and the passwords known by then. An empty answer, or the third that does
    not fit, leaves locked files to the problems that name them.
    """
    left = _ATTEMPTS
    while True:
        try:
            done = read(passwords)
        except UnreadableError as stopped:
            typed = _asked(stopped.problems, left, say)
            if not typed:
                raise
        else:
            typed = _asked(done.problems, left, say)
            if not typed:
                return done, passwords
        passwords, left = (*passwords, typed), left - 1


def asks() -> bool:
    """Tell whether somebody sits at a terminal who could be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(problems: Iterable[Problem], left: int, say: Language) -> str:
    """Ask for a password, unseen while it is typed; an empty text when nobody is to be asked."""
    locked = sorted({each.source for each in problems if each.code in _LOCKED})
    if not (locked and left and asks()):
        return ""
    import click

    text = say("cli.password.ask", files=", ".join(locked))
    return str(click.prompt(text, default="", hide_input=True, show_default=False, err=True))


@contextmanager
def offered(passwords: Sequence[str]) -> Iterator[None]:
    """Let another process of ours, a report's notebook, know the passwords while the block runs.

    They stand in a file that only its owner may read, and that is gone afterwards.
    """
    if not passwords:
        yield
        return
    before = os.environ.get(VARIABLE)
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:  # its owner's alone
        file = Path(folder) / "passwords"
        file.write_text("\n".join(passwords), encoding="utf-8")
        os.environ[VARIABLE] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ[VARIABLE]
            else:
                os.environ[VARIABLE] = before
