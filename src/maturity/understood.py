"""What a reading was understood as, table by table: small enough to be kept and told.

The reading itself holds every value of every file; what people are told of it, and what an
annotated copy needs, fits into this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from maturity.errors import Param
from maturity.instrument import Instrument
from maturity.readers import Column, FileReading, Reading, Table, is_blank
from maturity.readers import table as roles
from maturity.readers.addresses import area_of
from maturity.readers.headers import IGNORED

_OURS = "maturity_form"


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a column that names no question: whoever corrects it decides the column."""

    sheet: str
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class TableSeen:
    """One table as it was understood.

    ``matches`` counts its questions by how their titles were matched; ``details``, ``metadata``
    and ``personal`` name what else was recognised, ``strangers`` are columns that name nothing;
    ``scales`` are the lowest and highest points of its questions.
    """

    sheet: str
    layout: str
    people: int
    why: str
    why_params: Mapping[str, Param]
    header_rows: tuple[int, ...]
    items: int
    matches: Mapping[str, int]
    details: tuple[Mapping[str, str], ...]
    metadata: tuple[str, ...]
    personal: tuple[str, ...]
    comments: int
    strangers: tuple[Title, ...]
    scales: tuple[tuple[int, int], ...]
    is_ours: bool


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One file as it was understood; ``alone`` names sheets nobody reads."""

    path: str
    sha256: str
    layout: str | None
    notes: Mapping[str, str]
    sheets: tuple[str, ...]
    alone: tuple[str, ...]
    tables: tuple[TableSeen, ...]


def understood(reading: Reading, instrument: Instrument) -> tuple[FileSeen, ...]:
    """Return what every file was understood as, in path order."""
    asked = _Asked(
        {item.id: (item.scale.min, item.scale.max) for item in instrument.items},
        {each.id: each.label for each in instrument.attributes},
    )
    by_path: dict[str, list[Table]] = {}
    for table in reading.tables:
        by_path.setdefault(table.path, []).append(table)
    return tuple(_file(file, by_path.get(file.path, []), asked) for file in reading.files)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of an instrument is told of a table: the ends of scales, the labels of details."""

    scales: Mapping[str, tuple[int, int]]
    labels: Mapping[str, Mapping[str, str]]


def _file(file: FileReading, tables: list[Table], asked: _Asked) -> FileSeen:
    used = {name for table in tables for name in table.sheets}
    # Our own forms bring sheets that nobody answers on: no news for whoever sent the form.
    ours = any(_OURS in table.properties for table in tables)
    alone = () if ours or not tables else tuple(name for name in file.sheets if name not in used)
    seen = tuple(_table(table, asked) for table in tables)
    return FileSeen(file.path, file.sha256, file.format, file.notes, file.sheets, alone, seen)


def _table(table: Table, asked: _Asked) -> TableSeen:
    scales, labels = asked.scales, asked.labels
    items = [column for column in table.columns if column.role == roles.ITEM]
    named = {column.target for column in items}
    ours = _OURS in table.properties

    def kinds(role: str) -> tuple[str, ...]:
        found = (column.target for column in table.columns if column.role == role)
        return tuple(dict.fromkeys(filter(None, found)))

    return TableSeen(
        sheet=table.sheet,
        layout=table.layout,
        people=table.size,
        why=table.why,
        why_params=table.why_params,
        header_rows=table.header_rows or _rows_of(table.header_cells),
        items=len(named),
        matches=Counter({c.target: c.match for c in items if c.match}.values()),
        details=tuple(labels[kind] for kind in kinds(roles.ATTRIBUTE) if kind in labels),
        metadata=kinds(roles.METADATA),
        personal=kinds(roles.PERSONAL),
        # A form of ours always has room for comments: that one used it is no news.
        comments=0 if ours and table.size == 1 else sum(map(_is_comment, table.columns)),
        strangers=tuple(
            Title(column.sheet, column.index, column.header)
            for column in table.columns
            if column.role in {roles.UNKNOWN, roles.REPEATED} and column.header
            # The same question on a second sheet of ours, left blank there, is no news.
            if column.target != IGNORED and not all(map(is_blank, column.values))
        ),
        scales=tuple(sorted({scales[item] for item in named if item in scales})),
        is_ours=ours,
    )


def _is_comment(column: Column) -> bool:
    return column.role == roles.COMMENT


def _rows_of(cells: str) -> tuple[int, ...]:
    area = area_of(cells)
    return tuple(range(area.first_row, area.last_row + 1)) if area else ()
