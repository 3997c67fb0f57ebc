"""Text tables with a quotation mark too many: read line by line, as far as that is safe."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence

from maturity.readers.sheet import BrokenFileError

END = "\ue000"  # a record that no file ends with; a quote left open swallows it
_LOOK = 100  # lines one cell may fill


def mended(lines: Sequence[str], separator: str, width: int) -> Iterator[tuple[list[str], bool]]:
    """Yield each record, and whether its quotation marks were taken as mere characters.

    That is safe only where the line alone then has as many cells as the others (``width``).

    Raises
    ------
    BrokenFileError
        A quotation mark may have swallowed the rows below it.
    """
    at = number = 0
    while at < len(lines):
        number += 1
        record, used = _quoted(lines, at, separator, width)
        odd = record is None
        if record is None:
            record, used = _plain(lines[at], separator, width), 1
        if record is None:
            raise BrokenFileError("QUOTE_OPEN", str(number))
        yield record, odd
        at += used


def _quoted(
    lines: Sequence[str], at: int, separator: str, width: int
) -> tuple[list[str] | None, int]:
    """Read one record as it should be, over as few lines as it takes; None when it cannot be."""
    marks = 0
    for used in range(1, min(_LOOK, len(lines) - at) + 1):
        marks += lines[at + used - 1].count('"')
        if marks % 2:
            continue
        reader = csv.reader([*lines[at : at + used], END], delimiter=separator, strict=True)
        try:
            *records, last = reader
        except csv.Error:
            return None, 1
        if last == [END] and len(records) == 1 and (used == 1 or len(records[0]) == width):
            return records[0], used
        return None, 1
    return None, 1


def _plain(line: str, separator: str, width: int) -> list[str] | None:
    """Read one line as a record by itself; its quotation marks may be no more than characters."""
    found = [csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE)]
    if line.count('"') % 2 == 0:
        found.insert(0, csv.reader([line], delimiter=separator))
    records = (next(reader, []) for reader in found)
    return next((record for record in records if len(record) == width), None)
