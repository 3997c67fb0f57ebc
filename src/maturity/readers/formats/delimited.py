"""``.csv`` in, one sheet named ``csv`` out; encoding and separator are found, not assumed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from operator import itemgetter
from typing import BinaryIO

from maturity.readers.formats.decoding import UTF_8, Encoding, encoding_of
from maturity.readers.formats.grid import uncollected
from maturity.readers.formats.limits import Watch
from maturity.readers.formats.quotes import END, mended
from maturity.readers.sheet import (
    BrokenFileError,
    Remark,
    Sheet,
    Value,
    Workbook,
    cell_range,
    is_blank,
)

NAME = "csv"
_SEPARATORS = ";,\t|"
_NO_SEPARATOR = "\x1f"  # for a table of one column
_SAMPLE, _SAMPLE_RECORDS = 500_000, 100
_STATED = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_DECIMAL = re.compile(r"\s*[+-]?\d+,\d+\s*%?\s*")
_FOREIGN = re.compile(r"[;\t|]|,(?!\s)")
_BLANKS = re.compile(rb'(?<=")[ \t]+(?=[;,|\t\r\n]|$)')
_END_OF_FILE = b"\x1a"  # of CP/M and DOS
_FEW_ZEROS = 0.01
_PATIENCE = 1024  # rows between two looks at the watch
_MOST = 0.5
_LUCK = 0.05  # a difference between two separators that means nothing
_NUMBER = re.compile(r"\s*[+-]?\d+([.,]\d+)?\s*")


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text is a table: its separator, and how many columns it usually has.

    ``stated`` when its first line says so; ``spaced`` when blanks follow the separators.
    """

    separator: str
    width: int
    stated: bool = False
    spaced: bool = False


def read_delimited(stream: BinaryIO) -> Workbook:
    """Read a text table; every cell is text, rows are numbered as Excel would number them.

    Raises
    ------
    BrokenFileError
        The file is too big, holds zero bytes where text should be, or a quote that never closes.
    """
    watch = Watch()
    csv.field_size_limit(watch.allowed.bytes)
    content = stream.read().rstrip(_END_OF_FILE)
    encoding = encoding_of(content)
    content, used = _without_zeros(content, encoding)
    layout = _layout(content, used)
    rows, odd = _read(content, used, layout, watch)
    if all(map(_is_empty, rows.values())):
        rows = {}
    remarks = [*_encoding_remarks(content, encoding), *_shape_remarks(rows, odd, layout.width)]
    shown = {"\t": "tab", _NO_SEPARATOR: ""}.get(layout.separator, layout.separator)
    notes = {"encoding": encoding.name, "separator": shown}
    return Workbook((Sheet(NAME, rows),), notes=notes, remarks=tuple(remarks))


def _without_zeros(content: bytes, encoding: Encoding) -> tuple[bytes, Encoding]:
    """Show a stray zero byte as what it is, damage; a file full of them is refused."""
    if encoding.name.startswith(("utf-16", "utf-32")) or b"\0" not in content:
        return content, encoding
    if content.count(0) > _FEW_ZEROS * len(content):
        raise BrokenFileError("FILE_DAMAGED")
    text = content.decode(encoding.name, errors="replace").replace("\0", "\ufffd")
    return text.encode(), Encoding(UTF_8)


# Separator


def _layout(content: bytes, encoding: Encoding) -> _Layout:
    """Find the separator in the first records, the one the first line states before all others."""
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    text = decoder.decode(content[:_SAMPLE]).removeprefix("\ufeff")
    stated = _STATED.match(text)
    lines = list(io.StringIO(text[stated.end() if stated else 0 :], newline=""))
    if len(content) > _SAMPLE and len(lines) > 1:
        lines.pop()
    if stated:
        return replace(_vote(lines, stated[1])[1], stated=True)
    (rating, _), layout = max((_vote(lines, each) for each in _SEPARATORS), key=itemgetter(0))
    return layout if rating else _Layout(_NO_SEPARATOR, 1)


def _vote(lines: Sequence[str], separator: str) -> tuple[tuple[int, int], _Layout]:
    """Rate a separator: how many records it makes equally wide, less those it cuts wrongly.

    A record is cut wrongly that still holds another separator, a decimal comma excepted. Of two
    separators that do equally well the one with more columns wins.
    """
    spaced = any(f'{separator} "' in line for line in lines)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=spaced)
    every = list(islice(reader, _SAMPLE_RECORDS))
    records = [record for record in every if any(record)]
    width, below = _table(records)
    layout = _Layout(separator, max(width, 1), spaced=spaced)
    if not records:  # nothing but separators, if it is one
        return (int(any(len(record) > 1 for record in every)), 0), layout
    if not below:
        return (0, 0), layout
    share = sum(len(record) == width for record in below) / len(below)
    wrong = sum(any(map(_is_foreign, record)) for record in below) / len(below)
    return (max(round((share - wrong + 1) / _LUCK), 1), width), layout


def _table(records: Sequence[list[str]]) -> tuple[int, Sequence[list[str]]]:
    """Return how wide the table is and its records, titles above it left out.

    Nothing when a separator finds no table: it cuts some records only, each into another number of
    cells; or sentences, where a blank follows each comma; or numbers below a title that it leaves
    whole, where it is their decimal comma.
    """
    wide = Counter(len(record) for record in records if len(record) > 1)
    if not wide:
        return 0, ()
    width = max(wide, key=lambda each: wide[each])
    first = next(n for n, record in enumerate(records) if len(record) == width)
    above, below = records[:first], records[first:]
    whole = bool(above) and all(len(record) == 1 for record in above)
    uneven = wide[width] <= _MOST * len(below) and any(len(record) == 1 for record in below)
    sentences = all(cell[:1] == " " for record in records for cell in record[1:])
    if uneven or (sentences and wide[width] < len(records)):
        return 0, ()
    return (0, ()) if whole and any(map(_NUMBER.fullmatch, below[0])) else (width, below)


def _is_foreign(cell: str) -> bool:
    return bool(_FOREIGN.search(cell)) and not _DECIMAL.fullmatch(cell)


# Records


def _read(
    content: bytes, encoding: Encoding, layout: _Layout, watch: Watch
) -> tuple[dict[int, list[Value]], list[int]]:
    """Return the rows, and which of them have a quotation mark too many."""
    # Some programs write a quotation mark inside a text as \\", not twice, or blanks behind one.
    for text in dict.fromkeys((content, content.replace(b'\\"', b'""'), _BLANKS.sub(b"", content))):
        try:
            return _rows(_strictly(_lines(text, encoding, layout), layout), watch), []
        except csv.Error:
            continue
    odd: list[int] = []
    lines = list(_lines(content, encoding, layout))
    return _rows(_kindly(lines, layout, odd), watch), odd


def _lines(content: bytes, encoding: Encoding, layout: _Layout) -> Iterable[str]:
    lines = io.TextIOWrapper(io.BytesIO(content), encoding.name, errors="replace", newline="")
    if layout.stated:
        lines.readline()
    return lines


def _strictly(lines: Iterable[str], layout: _Layout) -> Iterator[list[str]]:
    """Yield the records; a quotation mark where none may stand raises :class:`csv.Error`."""
    last: list[str] = []
    reader = csv.reader(
        chain(lines, [END]),
        delimiter=layout.separator,
        skipinitialspace=layout.spaced,
        strict=True,
    )
    for last in reader:
        yield last
    if last != [END]:
        raise csv.Error


def _kindly(lines: Sequence[str], layout: _Layout, odd: list[int]) -> Iterator[list[str]]:
    """Yield the records of a table whose quotation marks are not in order, naming the odd ones."""
    for number, (record, is_odd) in enumerate(mended(lines, layout.separator, layout.width), 1):
        if is_odd:
            odd.append(number)
        yield record


class _Shared(dict[str, Value]):
    """Gives equal texts as one object."""

    def __missing__(self, text: str) -> str:
        self[text] = text
        return text


def _rows(records: Iterator[list[str]], watch: Watch) -> dict[int, list[Value]]:
    """Return the records that hold something; equal cells are one object, empty ones None."""
    shared = _Shared({"": None}).__getitem__
    rows: dict[int, list[Value]] = {}
    with uncollected():
        for number, record in enumerate(records, start=1):
            if any(record) and record != [END]:
                rows[number] = list(map(shared, record))
                watch.slots(len(record))
                watch.columns(len(record))
                watch.columns(len(record))
            if number % _PATIENCE == 0:
                watch.time()
    return rows


# Remarks


def _encoding_remarks(content: bytes, encoding: Encoding) -> Iterator[Remark]:
    if encoding.guessed:
        count = str(len(content) - len(content.translate(None, bytes(range(128, 256)))))
        yield Remark("ENCODING_GUESSED", encoding.name, {"count": count})


def _shape_remarks(
    rows: Mapping[int, list[Value]], odd: Sequence[int], width: int
) -> Iterator[Remark]:
    """Name rows that are not as wide as the table, and those with a quotation mark too many."""
    widths = {number: len(row) for number, row in rows.items()}
    if odd:
        yield _rows_remark("QUOTE_STRAY", odd, max(widths.values(), default=1))
    first = next((number for number, each in widths.items() if each == width), 0)
    below = [number for number in widths if number > first]
    longer = [n for n in below if widths[n] > width and not _is_empty(rows[n][width:])]
    if longer:
        yield _rows_remark("ROWS_LONG", longer, max(widths[n] for n in longer))
    shorter = [n for n in below if widths[n] < width]
    if shorter:
        yield _rows_remark("ROWS_RAGGED", shorter, width)


def _is_empty(cells: Iterable[Value]) -> bool:
    return all(map(is_blank, cells))


def _rows_remark(code: str, numbers: Sequence[int], width: int) -> Remark:
    cells = cell_range((0, width - 1), (numbers[0], numbers[-1]))
    params = {"count": str(len(numbers))}
    return Remark(code, str(numbers[0]), params, NAME, cells)
