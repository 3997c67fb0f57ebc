"""Cells as they come, in any order, into the rows of a sheet; gaps are counted, never trusted."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from maturity.readers.formats.limits import Watch
from maturity.readers.sheet import Moment, Value

EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - Excel has no zones


class Grid:
    """Rows under construction: ``rows[7][2]`` is C7, as in :class:`Sheet`."""

    def __init__(self, watch: Watch) -> None:
        self.rows: dict[int, list[Value]] = {}
        self._watch = watch

    def put(self, row: int, column: int, value: Value) -> None:
        """Keep a cell; a second value for the same cell replaces the first.

        Raises
        ------
        BrokenFileError
            The file holds more cells, or a wider sheet, than is read.
        """
        if value is None:
            return
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = []
        missing = column - len(cells)
        if missing < 0:
            cells[column] = value
            return
        self._watch.slots(missing + 1)
        if missing:
            self._watch.columns(column + 1)
            cells.extend([None] * missing)
        cells.append(value)

    def repeat(self, row: int, times: int) -> None:
        """Write a row again below itself, ``times`` in all."""
        cells = self.rows.get(row)
        if cells is None or times < 2:  # noqa: PLR2004 - once is what is there already
            return
        self._watch.slots(len(cells) * (times - 1))
        for further in range(row + 1, row + times):
            self.rows[further] = list(cells)


def moment(number: float, epoch: datetime = EPOCH) -> Moment:
    """Return the date that a count of days since the epoch means, as far as it means one.

    >>> moment(46115.0).text, moment(46115.5).text, moment(1e300).at
    ('2026-04-03', '2026-04-03 12:00', None)
    """
    try:
        at = epoch + timedelta(days=number)
    except (OverflowError, ValueError):
        return Moment(None, f"{number:.15g}")
    text = at.isoformat(sep=" ", timespec="minutes") if number % 1 else at.date().isoformat()
    return Moment(at, text)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles while millions of cells, none in a cycle, are made.

    It would look at all of them again and again, for a third of the time reading takes.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
