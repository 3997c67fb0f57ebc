"""How much room text takes, and what of it fits.

Measured in DejaVu Sans, which is the same on every machine, and scaled to the deck's own
typeface: a deck must not depend on the fonts of whoever makes it. The scale errs on the wide
side; a typeface that we do not know counts as wide as DejaVu. To be used inside
:func:`maturity.story.figures.style.paper`, whatever the user's own settings of matplotlib are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import east_asian_width

from maturity.story.figures.canvas import Weight, width_of

LEADING = 1.2  # from one line to the next, in font sizes
AFTER = 0.35  # between two paragraphs, in font sizes
ELLIPSIS = "…"
_REFERENCE = 100.0
_NOTHING = 1e-6  # of a line: a box made for two lines must not hold one for a rounding's sake
# width of a text over its width in DejaVu Sans, in plain and in bold letters, and 4 % or more
_SCALES: Mapping[str, tuple[float, float]] = {
    "Calibri": (0.86, 0.80),
    "Carlito": (0.86, 0.80),
    "Arial": (0.95, 0.91),
    "Liberation Sans": (0.95, 0.91),
}
_SPACES = re.compile(r"[ \t\r\n]+")
_WIDE = 0.6  # of a font size: what signs of full width, emoji among them, take beyond DejaVu's box


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by its name, with the width of its letters."""

    name: str = "Calibri"

    def width(self, text: str, size: float, weight: Weight = "normal") -> float:
        """Return how wide one line is, in points."""
        words = _SPACES.split(text)
        total = sum(_width(word, weight) for word in words) + _width(" ", weight) * (len(words) - 1)
        plain, bold = _SCALES.get(self.name, (1.0, 1.0))
        return total * size / _REFERENCE * (bold if weight == "bold" else plain)

    def lines(self, text: str, width: float, size: float, weight: Weight = "normal") -> list[str]:
        """Break a text into lines no wider than ``width`` points, long words where they end."""
        space = self.width("a a", size, weight) - 2 * self.width("a", size, weight)
        lines, used = [""], 0.0
        for word in _SPACES.split(text.strip()):
            for piece in self._pieces(word, width, size, weight):
                wide = self.width(piece, size, weight)
                if lines[-1] and used + space + wide > width:
                    lines.append(piece)
                    used = wide
                else:
                    used += (space if lines[-1] else 0.0) + wide
                    lines[-1] = f"{lines[-1]} {piece}".strip()
        return lines

    def _pieces(self, word: str, width: float, size: float, weight: Weight) -> list[str]:
        """Cut a word that is wider than a line."""
        if self.width(word, size, weight) <= width:
            return [word]
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter, size, weight) > width:
                pieces.append("")
            pieces[-1] += letter
        return pieces

    def largest(
        self,
        text: str,
        box: tuple[float, float],
        sizes: Sequence[float],
        weight: Weight = "normal",
        *,
        most: int = 99,
    ) -> tuple[float, str]:
        """Return the first size at which a text fits a box, else the last, with what fits then.

        ``most`` is how many lines it may have at any size.
        """
        for size in sizes:
            lines = len(self.lines(text, box[0], size, weight))
            if lines <= most and lines * size * LEADING <= box[1]:
                return size, text
        last = sizes[-1]
        return last, self.cut(text, (box[0], min(box[1], most * last * LEADING)), last, weight)

    def cut(
        self, text: str, box: tuple[float, float], size: float, weight: Weight = "normal"
    ) -> str:
        """Return as much of a text as fits a box, cut at a word; at least one line of it."""
        room = max(1, int(box[1] / (size * LEADING) + _NOTHING))
        lines = self.lines(text, box[0], size, weight)
        if len(lines) <= room:
            return text
        kept = " ".join(lines[:room])
        while kept and len(self.lines(kept + ELLIPSIS, box[0], size, weight)) > room:
            kept = kept.rpartition(" ")[0] if " " in kept else kept[:-1]
        return kept.rstrip(" ,;:.\u202f\u00a0") + ELLIPSIS


@cache
def _width(text: str, weight: Weight) -> float:
    """Return the width at 100 points of something without blanks, or of one blank."""
    if text == " ":
        return width_of("a a", _REFERENCE, weight) - 2 * width_of("a", _REFERENCE, weight)
    wide = sum(east_asian_width(letter) in "WF" for letter in text)
    return (width_of(text, _REFERENCE, weight) if text else 0.0) + wide * _WIDE * _REFERENCE


def steps(size: float, least: float) -> tuple[float, ...]:
    """Return the font sizes to try, largest first, half a point apart.

    >>> steps(12, 11)
    (12, 11.5, 11.0)
    """
    count = round((size - least) * 2)
    return (size, *(size - number / 2 for number in range(1, count + 1)))
