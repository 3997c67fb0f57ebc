"""One file on its way through the layouts: which of its sheets are still nobody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from maturity.instrument import Instrument
from maturity.readers.headers import Headers
from maturity.readers.sheet import Sheet, Workbook
from maturity.readers.table import Table


@dataclass(frozen=True, slots=True)
class Book:
    """A file: ``workbook`` is all of it, ``sheets`` what no layout has claimed so far.

    ``path`` is how problems name it, ``headers`` what titles mean, ``instrument`` what answers do.
    """

    path: str
    workbook: Workbook
    headers: Headers
    sheets: tuple[Sheet, ...]
    instrument: Instrument

    def without(self, names: frozenset[str]) -> Book:
        """Return the same file with fewer sheets left."""
        return replace(self, sheets=tuple(each for each in self.sheets if each.name not in names))


# A layout looks at the sheets that are left and yields the tables it recognises, by content alone.
Layout = Callable[[Book], Iterator[Table]]
