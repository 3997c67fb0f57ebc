"""A row of a worksheet, as every program writes it, cut into cells without a parser.

The address of each cell repeats the row's number, so ``7"`` cuts row 7 into pieces that hold one
cell's value and the next cell's column: `` t="s"><v>3</v></c><c r="B``. Few different pieces make
up a sheet; each is understood once. A piece that is not exactly of this form makes its row odd.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from maturity.readers.formats.cells import TRUE, Cells, column_number
from maturity.readers.sheet import Value

# What may stand between tags: no control character, nothing XML forbids.
TEXT = r"[^<\x00-\x08\x0b-\x1f\ufffe\uffff]*"
_HEAD = re.compile(
    r'<row r="([1-9][0-9]{0,6})"((?: [A-Za-z0-9]+(?::[A-Za-z0-9]+)?="[ !#-%\'-;=-~]*")*)( ?/)?>'
)
_PIECE = re.compile(
    r'((?: (?:s|cm|vm|ph)="[0-9]{1,9}"| t="[A-Za-z]{1,9}")*)'
    r"(?: ?/>|>"
    rf'(<f((?: [A-Za-z0-9]{{1,9}}="[A-Za-z0-9:$]*")*)(?: ?/>|>({TEXT})</f>))?'
    rf'(?:(<v ?/>)|<v>({TEXT})</v>|<is><t(?: xml:space="preserve")?>({TEXT})</t></is>)?'
    r"</c>)"
    r'(?:<c r="([A-Z]{1,3}))?'
)
_LETTERS = re.compile(r"[A-Z]{1,3}")
_FIRST = re.compile(r'<c r="([A-Z]{1,3})')
_ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
_ENTITY = re.compile(r"&(amp|lt|gt|quot|apos);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REMEMBERED, _SHORT = 1 << 16, 200


class OddError(Exception):
    """The row is not written as everybody writes rows."""


class Head(NamedTuple):
    """A row's own tag: ``end`` is where it ends, ``is_open`` whether cells may follow."""

    number: str
    hidden: bool
    end: int
    is_open: bool


def row_head(text: str, at: int) -> Head | None:
    """Return the tag of the row that begins at a place, None if none does."""
    match = _HEAD.match(text, at)
    if not match:
        return None
    hidden = _is_hidden(match[2])
    return None if hidden is None else Head(match[1], hidden, match.end(), not match[3])


@lru_cache(maxsize=1024)
def _is_hidden(given: str) -> bool | None:
    """Tell whether a row's further attributes hide it, None if they cannot stand together."""
    attributes = _ATTRIBUTE.findall(given)
    named = dict(attributes)
    if len(named) < len(attributes) or "r" in named:
        return None
    return named.get("hidden") in TRUE


def plain_text(raw: str) -> str:
    """Return text without its five entities; any other is odd."""
    if "]]>" in raw:
        raise OddError
    if "&" not in raw:
        return raw
    text, known = _ENTITY.subn(lambda match: _ENTITIES[match[1]], raw)
    if known != raw.count("&"):
        raise OddError
    return text


class _Cell(NamedTuple):
    """What a piece says of its cell, and the column of the next one, -1 when there is none."""

    kind: str
    style: str
    text: str | None
    formula: bool
    following: int


@lru_cache(maxsize=1 << 13)  # a questionnaire's own words come back in every workbook
def _understood(piece: str) -> _Cell | None:
    match = _PIECE.fullmatch(piece)
    if not match:
        return None
    about, formula, about_formula, calculation, empty, stored, inline, following = match.groups()
    given, given_formula = _ATTRIBUTE.findall(about), _ATTRIBUTE.findall(about_formula or "")
    named = dict(given)
    if len(named) < len(given) or len(dict(given_formula)) < len(given_formula):
        return None
    raw = "" if empty else stored if inline is None else inline
    try:
        plain_text(calculation or "")
        text = None if raw is None else plain_text(raw)
    except OddError:
        return None
    column = column_number(following) if following else -1
    return _Cell(named.get("t", "n"), named.get("s", ""), text, formula is not None, column)


class Pieces(dict[str, tuple[Value, int]]):
    """Pieces of rows to a cell's value and the column of the cell after it, -1 after the last."""

    def __init__(self, cells: Cells) -> None:
        super().__init__()
        self.values_of = cells

    def cut(self, row: str, number: str) -> tuple[Sequence[int], Sequence[Value]]:
        """Return columns and values of a row's cells, in the order they stand.

        Raises
        ------
        OddError
            The row holds anything else.
        """
        try:
            return self._cut_at(row, f'{number}"')
        except OddError:  # most often a low number that is also a style's: s="7" in row 7
            return self._cut_cells(row, f'{number}"')

    def _cut_at(self, row: str, number: str) -> tuple[Sequence[int], Sequence[Value]]:
        first, *pieces = row.split(number)
        if not pieces:
            if first:
                raise OddError
            return (), ()
        begin = _FIRST.fullmatch(first)
        if not begin:
            raise OddError
        values, following = zip(*map(self.__getitem__, pieces), strict=True)
        columns = (column_number(begin[1]), *following[:-1])
        if following[-1] >= 0 or -1 in columns:
            raise OddError
        return columns, values

    def _cut_cells(self, row: str, number: str) -> tuple[Sequence[int], Sequence[Value]]:
        first, *cells = row.split('<c r="')
        columns, values = [], []
        for cell in cells:
            letters, _, piece = cell.partition(number)
            value, following = self[piece]
            if not _LETTERS.fullmatch(letters) or following >= 0:
                raise OddError
            columns.append(column_number(letters))
            values.append(value)
        if first:
            raise OddError
        return columns, values

    def __missing__(self, piece: str) -> tuple[Value, int]:
        cell = _understood(piece)
        if cell is None:
            raise OddError
        value: Value = None
        if cell.text is not None or cell.formula:
            value = self.values_of.value(cell.kind, cell.style, cell.text, formula=cell.formula)
        found = (value, cell.following)
        if len(piece) < _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = found
        return found
