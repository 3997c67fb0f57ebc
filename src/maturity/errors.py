"""What can be wrong: a *problem* in a client's file, or an *exception* that stops a run.

Problems are collected, never raised. Both are written once, here as a code with parameters, and
put into words at the edge (``language/problems.toml`` and ``language/errors.toml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from maturity.language import Language

SEVERITIES = ("blocks", "changes", "note")

# What fills a sentence: a text, or the same text in each of its languages.
Param = str | Mapping[str, str]


@cache
def problem_codes() -> dict[str, dict[str, Any]]:
    """Return every problem code with its severity, message and remedy, as in the catalogue."""
    import tomllib

    file = resources.files("maturity.language") / "problems.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a client's file for a person to look at.

    ``source`` is ``file!sheet!cell`` or as much of it as exists, the cell being one cell or a
    range; ``found`` quotes what was written there; ``params`` fill the message. A param that reads
    differently in each language holds all of them, so that params are the same for every reader.
    """

    source: str
    code: str
    found: str = ""
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """``blocks`` a file or respondent, ``changes`` a result, or is a ``note``."""
        return str(problem_codes()[self.code]["severity"])

    def message(self, say: Language) -> str:
        """Say what is wrong, quoting what was found."""
        return self._sentence("message", say)

    def remedy(self, say: Language) -> str:
        """Say what to do about it."""
        return self._sentence("remedy", say)

    def _sentence(self, part: str, say: Language) -> str:
        fields = {name: _in_language(param, say.code) for name, param in self.params.items()}
        # A param called count chooses between singular and plural.
        plural = {"n": int(fields["count"])} if "count" in fields else {}
        return say(f"problems.{self.code}.{part}", found=self.found, **fields, **plural)

    def line(self, say: Language) -> str:
        """Say where, what is wrong and what to do, in one line."""
        said = {"message": self.message(say), "remedy": self.remedy(say)}
        return say("errors.problem_line", source=self.source, **said)

    def to_json(self, say: Language) -> dict[str, object]:
        """Return the problem as ``--json`` prints it."""
        return {
            "source": self.source,
            "code": self.code,
            "severity": self.severity,
            "params": dict(self.params),
            "message": self.message(say),
            "remedy": self.remedy(say),
            "found": self.found,
        }


def _in_language(param: Param, language: str) -> str:
    """Return a param in ``language``, else in the first language it has."""
    if isinstance(param, str):
        return param
    return param.get(language) or next(iter(param.values()), "")


def needs_attention(problems: Iterable[Problem]) -> bool:
    """Tell whether a person must look: anything more than a note."""
    return any(problem.severity != "note" for problem in problems)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong in one of our YAML files, at ``file:line``; ``key`` names its sentence."""

    place: str
    key: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def message(self, say: Language) -> str:
        """Say where and what, in the user's language."""
        return say(f"errors.{self.key}", place=self.place, **self.fields)


class MaturityError(Exception):
    """A run cannot go on. Base of all; never raised itself.

    ``key`` names a sentence in ``language/errors.toml``, ``fields`` fill it; a field may itself be
    a problem, or complaints, which are written one a line.
    """

    exit_code = 3

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key, fields)
        self.key = key
        self.fields = fields

    def message(self, say: Language) -> str:
        """Say why the run stopped and what to do, in the user's language."""
        fields = {name: _spoken(value, say) for name, value in self.fields.items()}
        return say(f"errors.{self.key}", **fields)

    def __str__(self) -> str:
        return self.message(Language("en"))


def _spoken(value: object, say: Language) -> object:
    if isinstance(value, tuple):
        return "\n".join(str(_spoken(each, say)) for each in value)
    return value.message(say) if isinstance(value, Problem | Complaint) else value


class UsageError(MaturityError):
    """An option, parameter or PATH that cannot mean anything."""

    exit_code = 2


class InstrumentError(MaturityError):
    """Our questionnaire's YAML is wrong or contradicts itself; says file and line."""

    exit_code = 2


class EngagementError(MaturityError):
    """An engagement's state file is wrong; says file and line."""

    exit_code = 2


class UnreadableError(MaturityError):
    """Nothing could be read; ``problems`` says what is wrong with each file."""

    problems: tuple[Problem, ...] = ()


class ReportError(MaturityError):
    """The notebook failed; says which cell and why."""
