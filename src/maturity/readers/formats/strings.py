"""Text parts of a package: shared strings, custom properties."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from maturity.readers.formats.cells import unescaped
from maturity.readers.formats.limits import Watch
from maturity.readers.formats.pieces import TEXT, OddError, plain_text

_STRING = re.compile(rf'<si><t(?: xml:space="preserve")?>({TEXT})</t>')


@dataclass(slots=True)
class Texts:
    """Collects the text ``within`` each ``element``, phonetic hints left out."""

    element: str
    within: frozenset[str]
    watch: Watch
    name_from: str = ""
    found: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    depth: int = 0
    begins: bytes = b"<si>"
    ends: str = "</si>"
    closes: bytes = b"</sst>"
    _parts: list[str] = field(default_factory=list)
    _listening: bool = False
    _phonetic: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an element that begins."""
        self.depth += 1
        if tag == self.element:
            self._parts = []
            self.names.append(attributes.get(self.name_from, ""))
        elif tag == "rPh":
            self._phonetic = True
        self._listening = tag in self.within

    def end(self, tag: str) -> None:
        """Keep a text when its element ends."""
        self.depth -= 1
        if tag == self.element:
            self._keep("".join(self._parts))
        elif tag == "rPh":
            self._phonetic = False
        self._listening = False

    def text(self, text: str) -> None:
        """Take a bit of text."""
        if self._listening and not self._phonetic:
            self._parts.append(text)

    def ready(self) -> bool:
        """Tell whether shared strings follow, nothing else."""
        return self.depth == 1

    def take(self, element: str, *, ended: bool) -> bool:
        """Take a shared string at once."""
        match = _STRING.fullmatch(element)
        if not match or not ended:
            return False
        try:
            text = plain_text(match[1])
        except OddError:
            return False
        self._keep(text)
        return True

    def _keep(self, text: str) -> None:
        self.watch.slots(1)
        self.found.append(unescaped(text))
