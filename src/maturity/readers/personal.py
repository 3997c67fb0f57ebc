"""What gives people away in a column that no title explains: addresses, telephones, full names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from maturity.readers import table
from maturity.readers.sheet import Formula, Moment, Value, as_written, is_blank

_MARKED = re.compile(r"@|\d.*\d|:.*:")
_SAMPLE = 200  # filled cells of a column that are looked at
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}")
_CALL = re.compile(
    r"(?:\+|00)\d[\d .()/-]{7,18}\d|0\d(?:[ .-]?\d\d){4}|\(?0\d{2,4}\)?[ -]\d[\d -]{4,10}\d"
)
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{2}")
_WRITTEN_DATE = re.compile(r"(\d{4}|\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{1,2})(?:[T ,].*)?")
_CALL_DIGITS = range(9, 16)


def sample(values: Sequence[Value]) -> list[Value]:
    """Return the first filled values of a column, at most 200."""
    return list(islice((value for value in values if not is_blank(value)), _SAMPLE))


def mostly(values: Sequence[Value], is_such: Callable[[str], bool]) -> bool:
    """Tell whether at least half of the filled values are of a kind; never of none."""
    filled = [as_written(value).strip() for value in sample(values)]
    return bool(filled) and 2 * sum(map(is_such, filled)) >= len(filled)


def personal_kind(values: Sequence[Value]) -> str:
    """Return what kind of personal data most cells of a column hold, empty for none.

    >>> personal_kind(["ann@example.org", None, "bob@example.org"]), personal_kind(["4", "5"])
    ('email', '')
    """
    texts = [value.strip() for value in sample(values) if isinstance(value, str)]
    kinds = (("email", is_email), ("ip", is_ip), ("phone", is_phone))
    marked = [text for text in texts if _MARKED.search(text)]
    if not marked or 2 * len(marked) < len(texts):
        return ""
    return next((kind for kind, such in kinds if 2 * sum(map(such, marked)) >= len(texts)), "")


def id_meaning(values: Sequence[Value]) -> tuple[str, str]:
    """Return the role of a column of ids by what it holds: people's names are no ids.

    Long numbers that a program rounded (``1.15E+11``) tell nobody from the next: no ids either.
    """
    if mostly(values, is_email):
        return table.PERSONAL, "email"
    if mostly(values, is_full_name):
        return table.PERSONAL, "name"
    if any(_ROUNDED.fullmatch(as_written(value).strip()) for value in sample(values)):
        return table.METADATA, "tool"
    return table.RESPONDENT, ""


def is_email(text: str) -> bool:
    """Tell whether a text is an e-mail address and nothing else."""
    return bool(_EMAIL.fullmatch(text))


def is_ip(text: str) -> bool:
    """Tell whether a text is an IP address of either kind."""
    return bool(_IP.fullmatch(text))


def is_phone(text: str) -> bool:
    """Tell whether a text is a telephone number.

    >>> is_phone("06 12 34 56 78"), is_phone("+33 6 12 34 56 78"), is_phone("01/10/2026")
    (True, True, False)
    """
    digits = sum(char.isdigit() for char in text)
    return digits in _CALL_DIGITS and bool(_CALL.fullmatch(text)) and not _DATE.fullmatch(text)


def is_full_name(text: str) -> bool:
    """Tell whether a text is two to four words of letters, capitalised or with a comma."""
    parts = text.replace(",", " ").split()
    named = [part for part in parts if part.replace("-", "").replace("'", "").isalpha()]
    return 2 <= len(parts) <= 4 and len(named) == len(parts)  # noqa: PLR2004 - as said


def is_moment(value: Value) -> bool:
    """Tell whether a cell holds a date, as such or written in figures."""
    if isinstance(value, Formula):
        return is_moment(value.value)
    if isinstance(value, Moment):
        return True
    return isinstance(value, str) and bool(_WRITTEN_DATE.fullmatch(value.strip()))


def are_moments(values: Sequence[Value]) -> bool:
    """Tell whether at least half of the filled cells of a column are dates; never of none."""
    filled = sample(values)
    return bool(filled) and 2 * sum(map(is_moment, filled)) >= len(filled)


def has_time(value: Value) -> bool:
    """Tell whether a cell holds a date with a time of day."""
    written = as_written(value)
    return is_moment(value) and ":" in written


def filled_below(rows: Iterator[tuple[int, list[Value]]], column: int) -> list[Value]:
    """Return the first filled cells of a column, at most 200."""
    cells = (row[column] for _, row in rows if column < len(row))
    return list(islice((value for value in cells if not is_blank(value)), _SAMPLE))
