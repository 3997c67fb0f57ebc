"""Everything the toolkit says, in French and English, and numbers as each language writes them.

The sentences live beside this module, one TOML file per subject, both languages of a sentence
side by side. A key that is missing in one language is an error, never a silent English word.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any
from unicodedata import category

LANGUAGES = ("en", "fr")
_STEERS = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # of Unicode's categories


@cache
def _catalogue(subject: str) -> dict[str, Any]:
    file = resources.files(__package__) / f"{subject}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def sentence(key: str, language: str, n: float | None = None) -> str:
    """Return the sentence ``subject.path.to.key`` with its ``{fields}`` unfilled.

    Where the key holds ``one`` and ``other``, ``n`` chooses by the language's plural rule.

    Raises
    ------
    KeyError
        The key, or its text in that language, does not exist.
    """
    subject, *path = key.split(".")
    node: Any = _catalogue(subject)
    for part in path:
        node = node[part]
    if "other" in node and n is not None:
        node = node[_plural(n, language)]
    return str(node[language])


def entries(subject: str) -> dict[str, Any]:
    """Return a whole catalogue, what stands beside its sentences included."""
    return _catalogue(subject)


def is_known(key: str) -> bool:
    """Tell whether there is a sentence under a key."""
    subject, *path = key.split(".")
    node: Any = _catalogue(subject)
    for part in path:
        node = node.get(part, {}) if isinstance(node, dict) else {}
    return bool(node)


def harmless(text: str, kept: str = "") -> str:
    r"""Return text without what steers a terminal or turns its direction round; ``kept`` may stay.

    >>> harmless("a\x1b[2Jb\u202ec\u202f!")
    'a\ufffd[2Jb\ufffdc\u202f!'
    """
    return "".join(
        "\ufffd" if category(char) in _STEERS and char not in kept else char for char in text
    )


def _plural(n: float, language: str) -> str:
    # French: 0 and 1 are singular, 1.5 too; English: only 1 (Unicode CLDR plural rules).
    singular = abs(n) < 2 if language == "fr" else n == 1  # noqa: PLR2004 - the CLDR rule itself
    return "one" if singular else "other"


@dataclass(frozen=True, slots=True)
class Language:
    r"""One language: call it with a key to get a sentence, use its methods for numbers.

    >>> fr = Language("fr")
    >>> fr.number(3.26, 1)
    '3,3'
    >>> fr.percent(0.8)
    '80\u202f%'
    """

    code: str

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return a sentence with its fields filled; a field that is missing is an error."""
        n = fields.get("n")
        text = sentence(key, self.code, n if isinstance(n, int | float) else None)
        return text.format(**fields)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with a fixed count of decimals, halves rounded to even."""
        from babel.numbers import format_decimal

        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        return format_decimal(value, format=pattern, locale=self.code)

    def percent(self, share: float, decimals: int = 0) -> str:
        """Write a share 0..1 as a percentage."""
        from babel.numbers import format_percent

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        pattern += "\u202f%" if self.code == "fr" else "%"
        return format_percent(share, format=pattern, locale=self.code)

    def date(self, day: date) -> str:
        """Write a day in full: ``3 avril 2026``."""
        from babel.dates import format_date

        pattern = "d MMMM y"  # as British English and French write it
        return format_date(day, format=pattern, locale=self.code)

    def listing(self, words: list[str]) -> str:
        """Join words as the language does: ``a, b et c``."""
        from babel.lists import format_list

        return format_list(words, locale=self.code)
