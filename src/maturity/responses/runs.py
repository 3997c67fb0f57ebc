"""Cells of one column that stand next to each other and have one cause are told together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from maturity.readers import Column, source
from maturity.readers.sheet import cell_range


def runs(
    path: str, column: Column, people: Sequence[int], cause: Callable[[int], Hashable]
) -> Iterator[tuple[str, list[int]]]:
    """Yield the address and the respondents of each run of neighbouring cells with one cause."""
    run: list[int] = []
    for n in people:
        if run and not (_touch(column, run[-1], n) and cause(run[-1]) == cause(n)):
            yield area(path, column, run), run
            run = []
        run.append(n)
    if run:
        yield area(path, column, run), run


def _touch(column: Column, one: int, other: int) -> bool:
    down = column.rows[other] - column.rows[one]
    across = column.index_of(other) - column.index_of(one)
    return (down, across) in {(1, 0), (0, 1)}


def area(path: str, column: Column, people: Sequence[int]) -> str:
    """Return the smallest range that holds a column's cells of some respondents."""
    rows = [column.rows[n] for n in people]
    across = [column.index_of(n) for n in people] if column.indices else [column.index]
    cells = cell_range((min(across), max(across)), (min(rows), max(rows)))
    return source(path, column.sheet, cells)
