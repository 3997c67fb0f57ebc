"""Which language to speak."""

from __future__ import annotations

import locale
import os
from collections.abc import Sequence
from itertools import pairwise

from maturity.errors import UsageError
from maturity.language import LANGUAGES


def choose_language(flag: str = "", engagement: str | None = None) -> str:
    """Return the language to speak: flag, engagement, ``MATURITY_LANGUAGE``, locale, English.

    Raises
    ------
    UsageError
        The flag, the engagement or the variable names a language we do not speak.
    """
    for stated in (flag, engagement, os.environ.get("MATURITY_LANGUAGE")):
        if stated:
            if stated not in LANGUAGES:
                raise UsageError("language_unknown", language=stated)
            return stated
    # Windows keeps the user's language outside these variables, as “French_France”.
    system = (locale.getlocale()[0] or "") if os.name == "nt" else ""
    variables = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    spoken = next(filter(None, [*variables, system]), "")[:2].casefold()
    return spoken if spoken in LANGUAGES else "en"


def language_of_help(words: Sequence[str]) -> str:
    """Return the language that a command line asks for, before its options are parsed.

    >>> language_of_help(["check", "answers.csv", "--language", "fr"])
    'fr'
    """
    for word, following in pairwise([*words, ""]):
        flag, _, value = word.partition("=")
        if flag == "--language" and (value or following) in LANGUAGES:
            return value or following
    try:
        return choose_language()
    except UsageError:
        return "en"
