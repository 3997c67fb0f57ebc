"""``.csv`` in, one sheet named ``csv`` out; encoding and separator are found, not assumed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from maturity.readers.sheet import BrokenFileError, Sheet, Value, Workbook
from maturity.readers.xlsx import MAX_BYTES

_SEPARATORS = ";,\t|"
_SAMPLE_RECORDS = 50
_STATED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_END = "\ue000"  # a record that no file ends with; a quote left open swallows it
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_delimited(stream: BinaryIO) -> Workbook:
    """Read a text table; every cell is text, rows are numbered as Excel would number them.

    Raises
    ------
    BrokenFileError
        The file is too big, holds zero bytes where text should be, or a quote that never closes.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise BrokenFileError("FILE_TOO_BIG")
    text = decoded(content)
    if "\0" in text:
        raise BrokenFileError("FILE_DAMAGED")
    csv.field_size_limit(MAX_BYTES)
    separator, text = _separator(text)
    *records, last = _records(f"{text}\n{_END}", separator)
    if last != [_END]:
        raise BrokenFileError("QUOTE_OPEN", str(len(records) + 1))
    rows: dict[int, list[Value]] = {}
    for number, record in enumerate(records, start=1):
        if any(record):
            rows[number] = [cell or None for cell in record]
    return Workbook((Sheet("csv", rows),))


def decoded(content: bytes) -> str:
    """Decode by byte-order mark, else as UTF-8, else as Windows-1252 (Excel's choice in France)."""
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> tuple[str, str]:
    """Return the separator, and the text without the ``sep=`` line, which Excel does not show."""
    stated = _STATED.match(text)
    if stated:
        return stated[1], text[stated.end() :]
    return max(_SEPARATORS, key=lambda separator: _vote(text, separator)), text


def _vote(text: str, separator: str) -> tuple[float, int]:
    """Rate a separator: the share of records as wide as the widest usual one, then that width."""
    widths = [
        len(record) for record in islice(_records(text, separator), _SAMPLE_RECORDS) if record
    ]
    if not widths or max(widths) == 1:
        return (0.0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
