"""What of an instrument a workbook could not give back: an export is lossless or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from maturity.errors import Complaint
from maturity.instrument.cells import MOST_CHARACTERS, Cell
from maturity.instrument.gather import Gatherer, Rows
from maturity.instrument.load import with_defaults
from maturity.instrument.tabulate import Grid
from maturity.instrument.yamlfile import Document, Where

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml


def uncarried(
    parsed: InstrumentYaml, document: Document, grids: Mapping[str, Grid]
) -> Iterator[Complaint]:
    """Yield what a cell is too small for, or what would come back as something else.

    The rows are read back as an import reads them, so that nothing depends on a list of what a
    workbook can hold.
    """
    long = list(_too_long(document, parsed.model_dump(), ()))
    yield from long
    if long:
        return
    for where in _differences(parsed.model_dump(mode="json"), _read_back(parsed, grids), ()):
        yield Complaint(document.place(where), "workbook.lossy", {"key": ".".join(map(str, where))})


def _read_back(parsed: InstrumentYaml, grids: Mapping[str, Grid]) -> Any:  # noqa: ANN401 - plain data
    from pydantic import ValidationError

    gatherer = Gatherer()
    document = gatherer.gather({code: _rows(grid) for code, grid in grids.items()})
    try:
        read = type(parsed).model_validate(with_defaults(document).data)
    except ValidationError:
        return document.data
    return read.model_dump(mode="json")


def _rows(grid: Grid) -> Rows:
    titles = [title.code for title in grid.titles]
    return Rows("", [{t: Cell(v, "") for t, v in zip(titles, r, strict=True)} for r in grid.rows])


def _differences(before: Any, after: Any, where: Where) -> Iterator[Where]:  # noqa: ANN401 - plain data
    """Yield where two things differ, as far inside as can be told."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            if before.get(key, ...) != after.get(key, ...):
                yield from _differences(before.get(key, ...), after.get(key, ...), (*where, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for n, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, (*where, n))
    elif before != after:
        yield where


def _too_long(document: Document, value: Any, where: Where) -> Iterator[Complaint]:  # noqa: ANN401 - plain data
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _too_long(document, each, (*where, key))
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for n, each in enumerate(value):
            yield from _too_long(document, each, (*where, n))
    elif isinstance(value, list | str):
        text = "\n".join(map(str, value)) if isinstance(value, list) else value
        count = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if count > MOST_CHARACTERS:
            fields = {"count": str(count), "most": str(MOST_CHARACTERS)}
            yield Complaint(document.place(where), "workbook.too_long", fields)
