"""``.csv`` in, one sheet named ``csv`` out; encoding and separator are found, not assumed."""

from __future__ import annotations

import codecs
import csv
import io
from itertools import islice
from pathlib import Path

from maturity.readers.sheet import Sheet, Value, Workbook
from maturity.readers.xlsx import MAX_BYTES, BrokenFileError

_SEPARATORS = ";,\t|"
_SAMPLE_RECORDS = 50
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_delimited(path: Path) -> Workbook:
    """Read a text table; every cell is text, rows are numbered as Excel would number them.

    Raises
    ------
    BrokenFileError
        The file is too big, or holds zero bytes where text should be.
    """
    if path.stat().st_size > MAX_BYTES:
        raise BrokenFileError("FILE_TOO_BIG")
    text = decoded(path.read_bytes())
    if "\0" in text:
        raise BrokenFileError("FILE_DAMAGED", "NUL")
    separator, text = _separator(text)
    csv.field_size_limit(MAX_BYTES)
    rows: dict[int, list[Value]] = {}
    for number, record in enumerate(
        csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1
    ):
        if any(record):
            rows[number] = [cell or None for cell in record]
    return Workbook("csv", (Sheet("csv", rows),))


def decoded(content: bytes) -> str:
    """Decode by byte-order mark, else as UTF-8, else as Windows-1252 (what Excel writes in France)."""
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> tuple[str, str]:
    """Return the separator, and the text without Excel's ``sep=`` line."""
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == len("sep=") + 1:
        return first.strip()[-1], rest
    return max(_SEPARATORS, key=lambda separator: _vote(text, separator)), text


def _vote(text: str, separator: str) -> tuple[float, int]:
    """Rate a separator: the share of records as wide as the widest usual one, then that width."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths = [len(record) for record in islice(reader, _SAMPLE_RECORDS) if record]
    if not widths or max(widths) == 1:
        return (0.0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)
