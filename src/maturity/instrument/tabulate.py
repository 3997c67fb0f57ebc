"""From a checked instrument to the rows of its tables, as a workbook shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maturity.instrument.cells import Plain, encoded
from maturity.instrument.tables import ROOT, Column, Path, Table, tables

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Title:
    """One column of a sheet: ``language`` None where it is not spoken, empty for any language."""

    column: Column
    language: str | None = None

    @property
    def code(self) -> str:
        """What stands above it: ``weight``, ``text [fr]``."""
        return f"{self.column.code} [{self.language}]" if self.language else self.column.code


@dataclass(frozen=True, slots=True)
class Grid:
    """One table with its titles and what stands in its cells."""

    table: Table
    titles: Sequence[Title]
    rows: Sequence[Sequence[Plain]]


def grids(parsed: InstrumentYaml) -> dict[str, Grid]:
    """Return every table of an instrument by code, empty ones too.

    Defaults are shown like anything else: what can be seen can be adapted.
    """
    data = parsed.model_dump()
    rows = {code: list[Row]() for code in tables()}
    rows[ROOT] += _values(tables()[ROOT], data)
    _visit(rows, ROOT, data, {})
    asked = [language for row in rows["items"] for language in row["text"]]
    order = tuple(dict.fromkeys(("", parsed.language, *asked)))
    return {
        code: _grid(table, rows[code], order, set(asked) - {""}) for code, table in tables().items()
    }


def _grid(table: Table, rows: list[Row], order: Sequence[str], asked: AbstractSet[str]) -> Grid:
    titles: list[Title] = []
    for column in table.titles:
        if column.spoken:
            used = {language for row in rows for language in row.get(column.code) or ()}
            spoken = sorted(used | asked or {""}, key=lambda each: _place(each, order))
            titles += [Title(column, language) for language in spoken]
        else:
            titles.append(Title(column))
    return Grid(table, titles, [[_cell(table, title, row) for title in titles] for row in rows])


def _place(language: str, order: Sequence[str]) -> tuple[int, str]:
    return order.index(language) if language in order else len(order), language


def _cell(table: Table, title: Title, row: Row) -> Plain:
    column, value = title.column, row.get(title.column.code)
    if column.spoken:
        value = (value or {}).get(title.language)
    elif table.holds not in {"one", "zip"} and value == column.standard and value in ("", []):
        value = None
    return encoded(column, value)


def _visit(rows: dict[str, list[Row]], owner: str, thing: Any, above: Row) -> None:  # noqa: ANN401 - plain data
    """Add the rows of everything a thing holds; ``above`` says what the thing stands in."""
    for table in tables().values():
        for path in (each.path for each in table.owners if each.table == owner):
            for key, inner in _held(table, path, thing):
                named = {table.key.code: key} if table.key and not table.key.path else {}
                for values in _values(table, inner):
                    rows[table.code].append({**above, **named, **values})
                if table.handle and table.key:
                    called = rows[table.code][-1][table.key.code]
                    _visit(rows, table.code, inner, {**above, table.handle[-1]: called})


def _held(table: Table, path: Path, thing: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - plain data
    """Yield what a thing holds for a table, each with its key or number."""
    held = _zipped(table, thing) if table.holds == "zip" else _at(thing, path) or ()
    yield from held.items() if isinstance(held, Mapping) else enumerate(held, start=1)


def _zipped(table: Table, thing: Any) -> dict[Any, Row]:  # noqa: ANN401 - plain data
    """Return the ``key: value`` fields of a thing side by side."""
    found: dict[Any, Row] = {}
    for column in table.columns:
        for key, value in _at(thing, column.path).items():
            if column.kind == "labels":  # by language first, then by point
                for point, label in value.items():
                    found.setdefault(point, {}).setdefault(column.code, {})[key] = label
            else:
                found.setdefault(key, {})[column.code] = value
    return found


def _values(table: Table, thing: Any) -> Iterator[Row]:  # noqa: ANN401 - plain data
    """Yield the row of a thing; of one without a table of its own, the rows of what it lists."""
    if table.holds == "zip":
        yield thing
    elif table.head:
        head = {column.code: _at(thing, column.path) for column in table.head}
        for inner in _at(thing, table.inner) or [None]:
            yield {**head, **{column.code: _at(inner, column.path) for column in table.columns}}
    else:
        yield {column.code: _at(thing, column.path) for column in table.columns}


def _at(thing: Any, path: Path) -> Any:  # noqa: ANN401 - plain data
    """Return what stands at a path inside plain data, None where there is nothing."""
    for step in path:
        thing = None if thing is None else thing[step]
    return thing
