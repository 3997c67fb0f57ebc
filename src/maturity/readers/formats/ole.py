"""The container of old Office files: streams inside a file, found without trusting its tables.

A reader of our own in a page: libraries build a tree of the entries by recursion and follow chains
of sectors that may bite their own tail; here each sector of a stream is visited once at most.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturity.readers.sheet import BrokenFileError

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTRY = 128
_LAST = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_SIZES = {9, 12}  # sectors of 512 bytes, or of 4,096
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class _Entry:
    first: int
    size: int


class Container:
    """The streams of a file; names are compared without case, folders are not looked at.

    Raises
    ------
    BrokenFileError
        The tables of the file lead nowhere.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            shift, mini_shift = struct.unpack_from("<HH", content, 30)
            directory, _, self._cutoff, mini_table = struct.unpack_from("<IIII", content, 48)
            if shift not in _SIZES or mini_shift >= shift:
                raise BrokenFileError("FILE_DAMAGED")
            self._size, self._mini_size = 1 << shift, 1 << mini_shift
            self._table = self._sector_table()
            self._entries, root = _entries(self._chained(directory))
            self._mini_table = _numbers(self._chained(mini_table))
            self._mini = self._chained(root.first)
        except struct.error as cause:
            raise BrokenFileError("FILE_DAMAGED") from cause

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams, in lower case."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """Return a stream's content.

        Raises
        ------
        BrokenFileError
            The file is cut off, or holds no such stream.
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            raise BrokenFileError("FILE_DAMAGED")
        if entry.size >= self._cutoff:
            content = self._chained(entry.first)
        else:
            places = _chain(self._mini_table, entry.first)
            content = b"".join(
                self._mini[n * self._mini_size : (n + 1) * self._mini_size] for n in places
            )
        if len(content) < entry.size:
            raise BrokenFileError("FILE_DAMAGED")
        return content[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    def _chained(self, first: int) -> bytes:
        return b"".join(map(self._sector, _chain(self._table, first)))

    def _sector_table(self) -> tuple[int, ...]:
        """Return which sector follows which: the first 109 parts are named in the header."""
        parts = [n for n in struct.unpack_from("<109I", self._content, 76) if n < _LAST]
        following, seen = struct.unpack_from("<I", self._content, 68)[0], set[int]()
        while following < _LAST and following not in seen:
            seen.add(following)
            *more, following = _numbers(self._sector(following)) or (_LAST,)
            parts += [n for n in more if n < _LAST]
        return _numbers(b"".join(map(self._sector, dict.fromkeys(parts))))


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(content) // 4}I", content)


def _chain(table: tuple[int, ...], first: int) -> Iterator[int]:
    """Yield the sectors of a stream; a chain that bites its tail or leaves the table ends."""
    seen = bytearray(len(table))
    while first < len(table) and not seen[first]:
        seen[first] = 1
        yield first
        first = table[first]


def _entries(directory: bytes) -> tuple[Mapping[str, _Entry], _Entry]:
    """Return the streams by name, the first of equal names first, and the root of small ones."""
    found: dict[str, _Entry] = {}
    root = _Entry(_LAST, 0)
    for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        raw = directory[start : start + _ENTRY]
        length, kind = struct.unpack_from("<HB", raw, 64)
        entry = _Entry(*struct.unpack_from("<II", raw, 116))
        name = raw[: min(max(length - 2, 0), 62)].decode("utf-16-le", errors="replace")
        if kind == _ROOT:
            root = entry
        elif kind == _STREAM:
            found.setdefault(name.lower(), entry)
    return found, root
