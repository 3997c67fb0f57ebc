"""A zip of XML parts, as ``.xlsx`` and ``.ods`` are: opened, counted and streamed, never trusted.

Sizes are counted while unpacking, since what a package says of itself may be a lie. No DOCTYPE is
read, so no entity can grow, and nothing outside the package is ever followed.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from maturity.readers.formats.limits import Watch, too_big
from maturity.readers.sheet import BrokenFileError

CHUNK = 1 << 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others unpack without measure
_ENCRYPTED = 0x1
# What zipfile, its decompressor and expat raise for packages nobody ever wrote.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def damaged() -> NoReturn:
    """Stop: what the file says contradicts itself."""
    raise BrokenFileError("FILE_DAMAGED")


@contextmanager
def opened(stream: BinaryIO, watch: Watch) -> Iterator[Package]:
    """Open a package; whatever goes wrong inside ends as a :class:`BrokenFileError`."""
    try:
        with zipfile.ZipFile(stream) as zipped:
            yield Package(zipped, watch)
    except _DAMAGE as cause:
        raise BrokenFileError("FILE_DAMAGED") from cause
    except MemoryError as cause:
        raise too_big("memory", watch.allowed.memory) from cause


class Package:
    """The parts of an open package, by name; each is read once, in chunks."""

    def __init__(self, zipped: zipfile.ZipFile, watch: Watch) -> None:
        self.watch = watch
        self._zipped = zipped
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._doubtful: set[str] = set()
        for info in zipped.infolist():
            name = _plain(info.filename)
            before = self._parts.setdefault(name, info)
            if (before.CRC, before.file_size) != (info.CRC, info.file_size):
                self._doubtful.add(name)

    def __contains__(self, part: str) -> bool:
        return _plain(part) in self._parts

    def chunks(self, part: str) -> Iterator[bytes]:
        """Unpack one part; raises KeyError when there is none, and at the limits."""
        name = _plain(part)
        info = self._parts[name]
        if name in self._doubtful or info.compress_type not in _METHODS:
            damaged()  # two parts of one name: nobody can tell which was meant
        if info.flag_bits & _ENCRYPTED:
            raise BrokenFileError("FILE_PASSWORD")
        read = 0
        with self._zipped.open(info) as stream:
            while chunk := stream.read(CHUNK):
                read += len(chunk)
                self.watch.inflated(len(chunk), part=read, squeezed=info.compress_size)
                yield chunk

    def parse(
        self, part: str, start: Start, end: End | None = None, text: End | None = None
    ) -> bool:
        """Stream one part through expat, tags without their prefix; False when there is no part."""
        if part not in self:
            return False
        parser = parser_for(start, end, text)
        for chunk in self.chunks(part):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
        return True


def parser_for(start: Start, end: End | None, text: End | None) -> expat.XMLParserType:
    """Return an expat parser that gives tags without their prefix and refuses a DOCTYPE."""
    names = _Names()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, given: start(names[tag], given)
    if end:
        parser.EndElementHandler = lambda tag: end(names[tag])
    if text:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = lambda *_: damaged()
    return parser


class _Names(dict[str, str]):
    def __missing__(self, tag: str) -> str:
        self[tag] = local(tag)
        return self[tag]


def local(tag: str) -> str:
    """Return a tag or attribute without its namespace prefix."""
    return tag.rpartition(":")[2]


def _plain(part: str) -> str:
    """Return a part's name as it is compared: without case, whichever way the slashes lean."""
    return part.replace("\\", "/").lstrip("/").casefold()
