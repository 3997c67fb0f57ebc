"""The quick way through a large part: what everybody writes is cut, the rest goes through expat.

A large part repeats one element: rows of a sheet, shared strings. Programs write them in very few
ways. An element that is exactly one of these, to the last byte, needs no parser: cutting it takes
a sixth of the time. Whatever differs is handed to expat, as are the beginning and the end, so that
both ways give the same result and bad XML is refused on either.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from maturity.readers.formats.package import parser_for

_PATIENCE = 8 << 20  # an element larger than this is left to expat


class Element(Protocol):
    """A part's reader: fed by expat, or with whole elements at once.

    ``begins`` and ``ends`` are the repeated element's tags, ``closes`` the end of what holds it;
    ``depth`` counts the elements expat has open.
    """

    begins: bytes
    ends: str
    closes: bytes
    depth: int

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """Take an element that begins."""

    def end(self, tag: str, /) -> None:
        """Take an element that ends."""

    def text(self, text: str, /) -> None:
        """Take text."""

    def ready(self) -> bool:
        """Tell whether only repeated elements can follow, right inside what holds them."""

    def take(self, element: str, *, ended: bool) -> bool:
        """Take one whole element without its end tag; False, and nothing done, if it is odd."""


def skim(chunks: Iterable[bytes], element: Element) -> None:
    """Read a whole part; raises what expat raises for XML that is none."""
    reader = _Skimmer(element)
    for chunk in chunks:
        reader.feed(chunk)
    reader.close()


class _Skimmer:
    def __init__(self, element: Element) -> None:
        self._element = element
        self._parser = parser_for(element.start, element.end, element.text)
        self._parser.XmlDeclHandler = self._declared
        self._encoding = "utf-8"
        self._head: bytes | None = b""  # None once the repeated elements began
        self._rest = b""
        self._slow = False
        self._depth = 0

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self._encoding = (encoding or "utf-8").casefold()

    def feed(self, chunk: bytes) -> None:
        if self._head is not None and not self._slow:
            chunk = self._begin(chunk)
        if self._slow:
            self._parse(chunk)
        elif chunk:
            self._body(chunk)

    def close(self) -> None:
        self._parse(self._rest)
        self._parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature

    def _parse(self, content: bytes) -> None:
        self._parser.Parse(content, False)  # noqa: FBT003 - expat's own signature

    def _begin(self, chunk: bytes) -> bytes:
        """Parse up to the first repeated element; return what follows."""
        cut = chunk.find(self._element.begins)
        before = chunk if cut < 0 else chunk[:cut]
        head = (self._head or b"") + before
        self._parse(before)
        self._head = head
        if cut < 0:
            self._slow = len(head) > _PATIENCE
            return b""
        # After a comment or an instruction nobody knows whether it has ended yet.
        plain = b"<!" not in head and head.count(b"<?") <= 1
        self._slow = not (plain and self._encoding == "utf-8" and self._element.ready())
        self._head, self._depth = None, self._element.depth
        return chunk[cut:]

    def _body(self, chunk: bytes) -> None:
        waiting = self._rest + chunk
        end = waiting.find(self._element.closes)
        cut = end if end >= 0 else waiting.rfind(self._element.begins)
        self._rest = waiting[max(cut, 0) :]
        if cut > 0:
            self._elements(waiting[:cut])
        if end >= 0 or self._slow or len(self._rest) > _PATIENCE:
            self._slow = True
            self._parse(self._rest)
            self._rest = b""

    def _elements(self, block: bytes) -> None:
        """Take whole elements that follow each other, and hand the odd ones to expat."""
        try:
            *elements, last = block.decode("utf-8").split(self._element.ends)
        except UnicodeDecodeError:
            self._slow = True
            self._parse(block)
            return
        ends = self._element.ends
        for number, element in enumerate(elements):
            if not self._element.take(element, ended=True) and not self._odd(element + ends):
                self._parse(ends.join([*elements[number + 1 :], last]).encode())
                return
        if last and not self._element.take(last, ended=False):
            self._odd(last)

    def _odd(self, text: str) -> bool:
        """Parse one odd element; False when it is not certain to have ended."""
        self._parse(text.encode())
        self._slow = "<!" in text or "<?" in text or self._element.depth != self._depth
        return not self._slow
