"""When somebody answered, and whether to the end: what tools write beside the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from maturity.instrument import normalised
from maturity.readers import as_written, is_blank
from maturity.readers.sheet import Formula, Moment, Percent, Value

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel has no zones
_SERIALS = range(20_000, 90_000)  # days of 1954 to 2146, as Excel counts them
_ISO = re.compile(
    r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d))?)?.{0,20}", re.DOTALL
)
_SLASHED = re.compile(
    r"(\d\d?)[-/.](\d\d?)[-/.](\d{4})(?:,? (?:à )?(\d\d?)[:h](\d\d)(?::(\d\d))?)?.{0,20}", re.DOTALL
)
_MONTHS, _FULL = 12, 100.0
_MINUTES, _SECONDS = 24 * 60, 24 * 60 * 60  # of a day
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d(?:\.\d{1,9})?)")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_Parts = tuple[int, int, int, int, int, int]


def moments(values: Sequence[Value]) -> list[float | None]:
    """Return days since 1899-12-30 for the dates of one column, None for what is no date.

    Whether 3/4 is March or April is told by the whole column, or not at all.
    """
    slashed = [_SLASHED.fullmatch(value.strip()) for value in values if isinstance(value, str)]
    pairs = [(int(found[1]), int(found[2])) for found in slashed if found]
    day_first = any(first > _MONTHS for first, _ in pairs)
    month_first = any(second > _MONTHS for _, second in pairs)
    order = (day_first, month_first)
    return [_moment(value, order) for value in values]


def _moment(value: Value, order: tuple[bool, bool]) -> float | None:
    if isinstance(value, Formula):
        value = value.value
    if isinstance(value, Moment):
        return _days(value.at) if value.at else _moment(value.text, order)
    if isinstance(value, float):
        return value if int(min(max(value, 0), 1e6)) in _SERIALS else None
    parts = _parts(value.strip(), order) if isinstance(value, str) else None
    try:
        return _days(datetime(*parts)) if parts else None  # noqa: DTZ001 - only compared
    except ValueError:
        return None


def _parts(text: str, order: tuple[bool, bool]) -> _Parts | None:
    """Return year, month, day, hour, minute and second, None when the text does not tell."""
    found = _ISO.fullmatch(text)
    if found:
        year, month, day, *time = (int(each or 0) for each in found.groups())
        return year, month, day, time[0], time[1], time[2]
    found = _SLASHED.fullmatch(text)
    if found is None or order[0] == order[1]:
        return None
    first, second, year, *time = (int(each or 0) for each in found.groups())
    day, month = (first, second) if order[0] else (second, first)
    return year, month, day, time[0] + _afternoon(text, time[0]), time[1], time[2]


def _afternoon(text: str, hour: int) -> int:
    plain = text.casefold()
    if "pm" in plain:
        return 12 if hour < 12 else 0  # noqa: PLR2004 - hours of a clock
    return -12 if "am" in plain and hour == 12 else 0  # noqa: PLR2004 - hours of a clock


def _days(at: datetime) -> float:
    return (at.replace(tzinfo=None) - _EPOCH) / timedelta(days=1)


def finished(values: Sequence[Value], no: Sequence[str]) -> Iterator[bool | None]:
    """Yield what a column of *finished: yes or no* says; ``no`` are the words for not finished."""
    for value in values:
        yield None if is_blank(value) else normalised(as_written(value)) not in no


def progressed(values: Sequence[Value]) -> Iterator[bool | None]:
    """Yield what a column of percentages says; one that never reaches 100 says nothing."""
    shares = [_percent(value) for value in values]
    told = any(share == _FULL for share in shares)
    yield from (None if share is None or not told else share >= _FULL for share in shares)


def _percent(value: Value) -> float | None:
    if isinstance(value, Percent):
        return round(value.share * 100, 9)
    text = as_written(value).strip().rstrip("%").strip()
    return float(text) if text.isdecimal() and len(text) <= 3 else None  # noqa: PLR2004 - 100


def ended(values: Sequence[Value]) -> Iterator[bool | None]:
    """Yield what a date of the end says: who has none did not finish, if anybody has one.

    Having one says nothing: some tools date the last click.
    """
    filled = [not is_blank(value) for value in values]
    yield from (None if each or not any(filled) else False for each in filled)


def elapsed(started: Sequence[Value], stopped: Sequence[Value]) -> Iterator[float | None]:
    """Yield seconds from one moment to the other, None where there is no telling.

    Columns without a time of day tell nothing. Where both tell minutes only, it is the most that
    it can have been: who took ten seconds is not told from who took sixty.
    """
    first, last = moments(started), moments(stopped)
    if not (_is_finer(first, 1) and _is_finer(last, 1)):
        yield from (None for _ in first)
        return
    slack = 0 if _is_finer(first, _MINUTES) or _is_finer(last, _MINUTES) else 60
    for begun, done in zip(first, last, strict=True):
        if begun is None or done is None or done < begun:
            yield None
        else:
            yield round((done - begun) * _SECONDS, 3) + slack


def _is_finer(days: Sequence[float | None], steps: int) -> bool:
    """Tell whether any moment falls between the steps of a day, leaving out rounding noise."""
    places = (day * steps for day in days if day is not None)
    return any(abs(place - round(place)) > 1e-4 for place in places)  # noqa: PLR2004


def durations(values: Sequence[Value], *, in_seconds: bool) -> Iterator[float | None]:
    """Yield seconds; plain numbers are seconds or say nothing, ``0:12:05`` is always understood."""
    for value in values:
        text = as_written(value).strip().replace(",", ".")
        clock, number = _CLOCK.fullmatch(text), _NUMBER.fullmatch(text)
        if clock:
            hours, minutes, seconds = clock.groups()
            yield 3600 * int(hours) + 60 * int(minutes) + float(seconds)
        else:
            yield float(text) if number and in_seconds else None
