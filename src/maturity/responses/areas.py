"""Where a respondent's answers stand: one range of cells on every sheet that holds some."""

from __future__ import annotations

from collections.abc import Sequence

from maturity.readers import Column, Table, source
from maturity.readers import table as roles
from maturity.readers.sheet import cell_range


class Areas:
    """The ranges of the respondents of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        by_sheet: dict[str, list[Column]] = {}
        for column in table.columns:
            if column.role in roles.ANSWER_ROLES:
                by_sheet.setdefault(column.sheet, []).append(column)
        self.sheets = {sheet: _Extent(columns) for sheet, columns in by_sheet.items()}

    def of(self, respondent: int, sheet: str = "") -> str:
        """Return the range of a respondent's answers on a sheet, by default the table's own."""
        sheet = sheet or self.table.sheet
        extent = self.sheets.get(sheet)
        cells = cell_range(*extent.of(respondent, respondent)) if extent else ""
        return source(self.table.path, sheet, cells)

    def of_run(self, first: int, last: int) -> str:
        """Return the range of neighbouring respondents on the table's own sheet."""
        extent = self.sheets.get(self.table.sheet)
        cells = cell_range(*extent.of(first, last)) if extent else ""
        return source(self.table.path, self.table.sheet, cells)


class _Extent:
    """The columns and rows that some columns of one sheet take up, for each respondent."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.across = (min(c.index for c in columns), max(c.index for c in columns))
        self.indices = _different([c.indices for c in columns if c.indices])
        self.rows = _different([c.rows for c in columns])

    def of(self, first: int, last: int) -> tuple[tuple[int, int], tuple[int, int]]:
        people = {first, last}
        across = [each[n] for each in self.indices for n in people] or self.across
        down = [each[n] for each in self.rows for n in people]
        return (min(across), max(across)), (min(down), max(down))


def _different(lists: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Leave out what is the same object: the columns of a plain table share their rows."""
    return list({id(each): each for each in lists}.values())
