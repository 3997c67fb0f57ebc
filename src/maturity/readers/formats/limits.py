"""How much of a client's file is read before it is refused, and who counts.

A questionnaire is small. What is not may be a mistake (a million formatted rows), a bomb (a
gigabyte of blanks in one megabyte) or a file for someone else; reading it must not take the
kernel, or the night's batch, with it. Every reader counts with a :class:`Watch`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, fields

from maturity.errors import UsageError
from maturity.language import LANGUAGES, Language
from maturity.readers.sheet import BrokenFileError

PREFIX = "MATURITY_MAX_"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; ``MATURITY_MAX_SECONDS=600`` and the like change one of them.

    ``bytes`` is the file as it lies on the disk, ``inflated`` what is unpacked of it, ``ratio`` how
    many times larger a part may grow (once it is past ``ratio_floor`` bytes), ``slots`` the cells
    of all its sheets with the gaps before them, ``columns`` the columns of a sheet that hold
    something, ``sheets`` the sheets. ``memory`` is for a child process that reads with a library.
    """

    bytes: int = 100_000_000
    inflated: int = 300_000_000
    ratio: int = 200
    ratio_floor: int = 10_000_000
    slots: int = 8_000_000
    columns: int = 16_384
    sheets: int = 1_000
    seconds: int = 120
    memory: int = 2_000_000_000


def limits() -> Limits:
    """Return the limits in force: the defaults, changed by the environment.

    Raises
    ------
    UsageError
        A variable holds no whole number above 0.
    """
    stated = {each.name: os.environ.get(PREFIX + each.name.upper(), "") for each in fields(Limits)}
    return Limits(**{name: _number(name, text) for name, text in stated.items() if text})


def _number(name: str, text: str) -> int:
    plain = text.replace("_", "").strip()
    if plain.isascii() and plain.isdigit() and len(plain) <= 18 and int(plain):  # noqa: PLR2004
        return int(plain)
    raise UsageError("limit_wrong", name=PREFIX + name.upper(), value=text)


def too_big(limit: str, most: int) -> BrokenFileError:
    """Return the exception that names the limit a file went over, in each language."""
    words: dict[str, str] = {code: _in_words(limit, most, Language(code)) for code in LANGUAGES}
    params: dict[str, str | Mapping[str, str]] = {"limit": words, "kind": limit, "most": str(most)}
    return BrokenFileError("FILE_TOO_BIG", params=params)


def _in_words(limit: str, most: int, say: Language) -> str:
    whole_megabytes = limit in {"bytes", "inflated", "memory"}
    number = say.number(most / 1_000_000 if whole_megabytes else most)
    return say(f"limits.{limit}", most=number)


class Watch:
    """Counts what one file costs; every method raises :class:`BrokenFileError` at the limit."""

    def __init__(self, allowed: Limits | None = None) -> None:
        self.allowed = allowed or limits()
        self._slots = self._inflated = self._sheets = 0
        self._until = time.monotonic() + self.allowed.seconds

    @property
    def left(self) -> float:
        """Seconds left, never below 0."""
        return max(self._until - time.monotonic(), 0.0)

    def time(self) -> None:
        """Stop a file that takes too long; ask once per chunk."""
        if time.monotonic() > self._until:
            raise too_big("seconds", self.allowed.seconds)

    def file(self, size: int) -> None:
        """Stop a file that is too large before it is read."""
        if size > self.allowed.bytes:
            raise too_big("bytes", self.allowed.bytes)

    def inflated(self, size: int, *, part: int = 0, squeezed: int = 0) -> None:
        """Count ``size`` bytes unpacked, of a part of ``part`` so far that takes ``squeezed``."""
        self._inflated += size
        if self._inflated > self.allowed.inflated:
            raise too_big("inflated", self.allowed.inflated)
        if part > self.allowed.ratio_floor and part > self.allowed.ratio * max(squeezed, 1):
            raise too_big("ratio", self.allowed.ratio)
        self.time()

    def slots(self, count: int) -> None:
        """Count cells, the gaps before them included."""
        self._slots += count
        if self._slots > self.allowed.slots:
            raise too_big("slots", self.allowed.slots)

    def columns(self, count: int) -> None:
        """Stop a sheet that is too wide."""
        if count > self.allowed.columns:
            raise too_big("columns", self.allowed.columns)

    def sheet(self) -> None:
        """Count one sheet."""
        self._sheets += 1
        if self._sheets > self.allowed.sheets:
            raise too_big("sheets", self.allowed.sheets)
