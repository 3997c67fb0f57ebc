"""Text that went through the wrong code page before it came to us: named, with an example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from maturity.readers.formats.decoding import garbled, ungarbled
from maturity.readers.sheet import Remark, Sheet, cell_range

_ROWS = 1000  # an accident of encoding shows early: in the titles or the first answers


def garbled_cells(sheets: Sequence[Sheet]) -> Iterator[Remark]:
    """Yield one remark for each sheet with garbled text, over the cells it is in.

    The example is the garbled mark alone, never the text round it: that may be somebody's name.
    """
    for sheet in sheets:
        found = list(_found(sheet))
        if found:
            rows, columns = {row for row, _, _ in found}, {column for _, column, _ in found}
            marks = [mark for _, _, mark in found]
            example = max(set(marks), key=lambda mark: (marks.count(mark), mark))
            cells = cell_range((min(columns), max(columns)), (min(rows), max(rows)))
            params = {"count": str(len(found)), "meant": ungarbled(example) or "?"}
            yield Remark("TEXT_GARBLED", example, params, sheet.name, cells)


def _found(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    for number, row in islice(sheet.rows.items(), _ROWS):
        for column, value in enumerate(row):
            if value.__class__ is str and not value.isascii():
                yield from ((number, column, mark) for mark in garbled(value)[:1])
