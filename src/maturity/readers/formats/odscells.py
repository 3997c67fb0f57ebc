"""What one cell of an ``.ods`` holds: its typed value, else the text it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from maturity.readers.formats.package import damaged
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Stored, Truth, Value

# As LibreOffice, and Excel in English, French and German, show errors.
_ERROR = re.compile(
    r"Err:\d{3}|#(?:N/A|N/D|NV|NULL?\s?!|DIV/0\s?!|VALUE!|VALEUR\s?!|WERT!|REF\s?!|BEZUG!"
    r"|NAME\?|NOM\s?\?|NUM!|NOMBRE\s?!|ZAHL!|SPILL!|CALC!)"
)
_DURATION = re.compile(r"-?P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_TRUTH = re.compile(r"(?:\w+:)?=(TRUE|FALSE)\(\)")
_NUMBERS = {"float", "currency", "percentage"}


def value_of(attributes: Mapping[str, str], paragraphs: list[str]) -> Value:
    """Return a cell's value, from its attributes and the lines it shows."""
    truth = _TRUTH.fullmatch(attributes.get("table:formula", ""))
    if truth:  # LibreOffice keeps a truth value from .xls as a formula that shows 1 or 0
        return Truth(truth[1] == "TRUE")
    shown = "\n".join(paragraphs)
    stored = _stored(attributes, shown, said=bool(paragraphs))
    return Formula(stored) if "table:formula" in attributes else stored


def _stored(attributes: Mapping[str, str], shown: str, *, said: bool) -> Stored:
    """Return what a cell holds: its typed value, else the text it shows."""
    kind = attributes.get("office:value-type", "")
    is_error = attributes.get("calcext:value-type") == "error"
    if is_error or ("table:formula" in attributes and _ERROR.fullmatch(shown)):
        return ErrorValue(shown or "#ERR")
    if kind in _NUMBERS and "office:value" in attributes:
        number = float(attributes["office:value"])
        return Percent(number) if kind == "percentage" else number
    return _spoken(kind, attributes, shown) or (shown if said else None)


def _spoken(kind: str, attributes: Mapping[str, str], shown: str) -> Stored:
    """Return a truth value, date, time or text, None for what is none of them."""
    if kind == "boolean" and "office:boolean-value" in attributes:
        return Truth(attributes["office:boolean-value"] == "true")
    if kind == "date":
        return _date(attributes.get("office:date-value", ""), shown)
    if kind == "time":
        return _time(attributes.get("office:time-value", ""), shown)
    if kind == "string" and "office:string-value" in attributes and not shown:
        return attributes["office:string-value"]
    return None


def _date(stated: str, shown: str) -> Moment:
    try:
        at = datetime.fromisoformat(stated).replace(tzinfo=None)
    except ValueError:
        return Moment(None, stated or shown)
    timed = at.hour or at.minute or at.second
    return Moment(at, at.isoformat(sep=" ", timespec="minutes") if timed else at.date().isoformat())


def _time(stated: str, shown: str) -> Moment:
    match = _DURATION.fullmatch(stated)
    if match is None:
        return Moment(None, shown or stated)
    days, hours, minutes, seconds = (int(each or 0) for each in match.groups())
    text = f"{days * 24 + hours:02}:{minutes:02}"
    return Moment(None, f"{text}:{seconds:02}" if seconds else text)


def count(attributes: Mapping[str, str], key: str) -> int:
    """Return how often something is repeated, once when nothing is said."""
    number = int(attributes.get(key, 1))
    return number if number > 0 else damaged()
