"""A whole file that is one XML document, streamed and counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from xml.parsers import expat

from maturity.readers.formats.limits import Watch
from maturity.readers.formats.package import CHUNK, End, Start, damaged, parser_for
from maturity.readers.sheet import BrokenFileError


def parse_xml(stream: BinaryIO, watch: Watch, start: Start, end: End, text: End) -> None:
    """Stream a file through expat; tags come without their prefix, a DOCTYPE is refused."""
    parser = parser_for(start, end, text)
    with reading_xml():
        for chunk in counted(stream, watch):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature


@contextmanager
def reading_xml() -> Iterator[None]:
    """Turn what expat and its readers raise for bad XML into a damaged file."""
    try:
        yield
    except (expat.ExpatError, LookupError, ValueError) as cause:
        raise BrokenFileError("FILE_DAMAGED") from cause


def counted(stream: BinaryIO, watch: Watch) -> Iterator[bytes]:
    """Yield a file in chunks, none beyond the limits."""
    while chunk := stream.read(CHUNK):
        watch.inflated(len(chunk))
        yield chunk


def refusing_parser() -> expat.XMLParserType:
    """Return an expat parser that gives tags as written and refuses a DOCTYPE."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: damaged()
    return parser
