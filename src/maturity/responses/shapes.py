"""What an answer that is neither a label nor a number looks like: shapes, not meanings.

Every text here is as :func:`~maturity.responses.wording.loose` leaves it, and short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = r"[+-]?\d+(?:[.,]\d+)?"
_OUT_OF = re.compile(rf"({_NUMBER}) ?(/|sur|out of|of) ?(\d+)")
_LEADING = re.compile(r"[(\[]?([+-]?\d+)[)\]]?")
_BETWEEN = " -.:)=([/|>"  # what people write between the number of an answer and its label
_PERCENT = re.compile(rf"{_NUMBER} ?%")
_MARKS = set("x×✓✔☑☒✗✘✕✖√✅❌●•■◉*") | {"xx", "xxx", "(x)", "[x]"}
_NOTHING = re.compile(r"[-._/'\" ]+")
_ERRORS = re.compile(
    r"#(?:n/[ad]|ref|value|valeur|div/0|name|nom|null|nul|num|nombre|spill|epars|calc|calcul|field"
    r"|champ|busy|blocked|connect|unknown|getting_data)[!?]?|#{3,}|err:\d{3}"
)
_TRUTHS = {"true", "vrai", "false", "faux"}
_MONTH = (
    r"(?:jan(?:v|vier|uary)?|fevr?(?:ier)?|feb(?:ruary)?|mar(?:s|ch)?|apr(?:il)?|avr(?:il)?|mai|may"
    r"|jun|june|juin|jul|july|juil(?:let)?|aug(?:ust)?|aout|sept?(?:ember|embre)?|oct(?:ober|obre)?"
    r"|nov(?:ember|embre)?|dec(?:ember|embre)?)\.?"
)
_DATE = re.compile(
    rf"(?:\d{{4}}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:\d{{4}}|\d\d)"
    rf"|\d\d?[-/. ]{_MONTH}(?:[-/. ]\d\d(?:\d\d)?)?|{_MONTH}[-/. ]\d\d?(?:\d\d)?)"
    r"(?:[t ]\d\d?:\d\d(?::\d\d)?.{0,12})?"
)
_SEVERAL = (  # strongest first: a label may hold a comma, hardly ever a semicolon
    re.compile(r" ?[;|] ?"),
    re.compile(r" (?:ou|or|et|and|puis|then) (?:bien )?|(?: ?[/&+] ?)"),
    re.compile(r" ?, ?"),
)
_RANGE = re.compile(
    rf"(?:(?:entre|between|de|from) )?(?:{_NUMBER})(?:(?: ?(?:-|/|\.\.) ?| (?:to|a|et|and)? ?)\d+)+"
)


def says_nothing(plain: str) -> bool:
    """Tell whether a text is what people put where they have nothing to say: ``-``, ``…``."""
    return _NOTHING.fullmatch(plain) is not None


def is_error(plain: str) -> bool:
    """Tell whether a text is an error of a spreadsheet, in English or French."""
    return _ERRORS.fullmatch(plain) is not None


def is_mark(plain: str) -> bool:
    """Tell whether a text is a cross or a tick: it says *this one*, not which answer."""
    return plain in _MARKS


def is_truth(plain: str) -> bool:
    """Tell whether a text is TRUE or FALSE as Excel writes them, in English or French."""
    return plain in _TRUTHS


def is_percentage(plain: str) -> bool:
    """Tell whether a text is a percentage."""
    return _PERCENT.fullmatch(plain) is not None


def is_date(plain: str) -> bool:
    """Tell whether a text is a day: ``3 avr.``, ``2026-04-03``, ``03/04/2026 18:12``."""
    return _DATE.fullmatch(plain) is not None


def out_of(plain: str) -> tuple[float, int, bool] | None:
    """Return the two numbers of ``4/5`` and ``4 sur 5``, and whether a slash parts them."""
    found = _OUT_OF.fullmatch(plain)
    if found is None:
        return None
    return float(found[1].replace(",", ".")), int(found[3]), found[2] == "/"


def number_and_words(plain: str) -> Iterator[tuple[float, str]]:
    """Yield how a text may be a number beside words: ``4 - agree``, ``agree (4)``."""
    found = _LEADING.match(plain)
    if found:
        rest = plain[found.end() :].lstrip(_BETWEEN)
        yield float(found[1]), rest
        yield float(found[1]), rest.rstrip(" )]")
    inside = plain.rstrip(" )]")
    words = inside.rstrip("0123456789")
    digits = inside[len(words) :]
    if digits.isdecimal() and words.rstrip(_BETWEEN) not in {"", words}:
        yield float(digits), words.rstrip(_BETWEEN)


def is_range_of_numbers(plain: str) -> bool:
    """Tell whether a text is several whole numbers: ``2-4``, ``entre 2 et 4``, ``4 5``."""
    return _RANGE.fullmatch(plain.rstrip(" ?")) is not None


def pieces(plain: str) -> Iterator[list[str]]:
    """Yield how a text may be several answers, the surest way of parting them first."""
    for separator in _SEVERAL:
        parts = [part.strip() for part in separator.split(plain.rstrip(" ?")) if part.strip()]
        if len(parts) > 1:
            yield parts
