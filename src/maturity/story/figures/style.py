"""Paper, ink and colours of every figure, and how a figure becomes a file.

Level and answer colours are colour-blind safe ramps, interpolated for any number of steps; a
number, a word or a shape always says the same as the colour.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
import numpy as np
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from PIL import Image

from maturity.story.figures.slim import slim

WIDTH = 504.0  # points: the 7 inch (178 mm) text column of an A4 page
TEXT, SMALL = 8.5, 8.0

INK, MUTED, RULE, PAPER = "#1F2933", "#52606D", "#CBD2D9", "#FFFFFF"
_BLACK = "#000000"
LEGIBLE = 4.5  # the least contrast of a text (WCAG 2.1, success criterion 1.4.3)
FIRST, SECOND = "#12436D", "#F46A25"
_LEVELS = ("#E3EDF7", "#B5CFE8", "#7FAFD6", "#2F74B5", "#12436D")
_ANSWERS = ("#B35806", "#F1A340", "#E3E3E3", "#998EC3", "#542788")

# Text becomes outlines, so that no reader's fonts move a label; ids depend on nothing but content.
_STYLE: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",
    "svg.hashsalt": "maturity",
    "text.parse_math": False,
}
_DOTS = 200  # per inch, as print needs
_NEARLY_WHITE = 253
_DRAWN: WeakKeyDictionary[Figure, dict[str, bytes]] = WeakKeyDictionary()
_NO_METADATA = {"Creator": None, "Date": None, "Format": None, "Type": None}


@contextmanager
def paper() -> Iterator[None]:
    """Draw or save as the house does, whatever the user's own matplotlib settings are."""
    with mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        # A script that the typeface lacks shows as boxes; the alt text and the table have it.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")
        yield


def typeface() -> Path:
    """Return the folder of matplotlib's typefaces: the figures' own is there on every machine."""
    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def svg(figure: Figure) -> bytes:
    """Return a figure as one ``<svg>`` element without comments, the same bytes each time."""
    return _once(figure, "svg")


def png(figure: Figure) -> bytes:
    """Return a figure as a picture of 200 dots per inch, for what takes no SVG."""
    return _once(figure, "png")


def _once(figure: Figure, kind: str) -> bytes:
    """Render a figure, the first time that a kind of picture is asked of it."""
    drawn = _DRAWN.setdefault(figure, {})
    if kind not in drawn:
        drawn[kind] = _as_svg(figure) if kind == "svg" else _as_png(figure)
    return drawn[kind]


@paper()
def _as_svg(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata=_NO_METADATA)
    content = file.getvalue()
    return slim(content[content.index(b"<svg") :])


@paper()
def _as_png(figure: Figure) -> bytes:
    drawn, file = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="rgba", dpi=_DOTS)
    width = int(figure.get_figwidth() * _DOTS)
    height = len(drawn.getbuffer()) // (4 * width)
    picture = Image.frombytes("RGBA", (width, height), drawn.getvalue())
    _few_colours(picture).save(file, "PNG", dpi=(_DOTS, _DOTS))
    return file.getvalue()


def _few_colours(picture: Image.Image) -> Image.Image:
    """Return a picture in 256 colours, which is a third of its size; large areas keep theirs.

    What is all but white is the paper, which averaging with its neighbours must not make grey.
    """
    few = picture.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = few.getpalette() or []
    for start in range(0, len(palette), 3):
        if min(palette[start : start + 3]) >= _NEARLY_WHITE:
            palette[start : start + 3] = [255, 255, 255]
    few.putpalette(palette)
    return few


def level_colours(count: int) -> tuple[str, ...]:
    """Return one colour per level, lowest first."""
    return _ramp(_LEVELS, count)


def answer_colours(count: int) -> tuple[str, ...]:
    """Return one colour per answer, lowest point first."""
    return _ramp(_ANSWERS, count)


def tint(colour: str, share: float) -> str:
    """Mix a colour with white; ``share`` 1 leaves it as it is."""
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def ink_on(colour: str) -> str:
    """Return the ink that reads best on a colour: dark, white, or black where neither is enough."""
    best = max(INK, PAPER, key=lambda ink: contrast(ink, colour))
    return best if contrast(best, colour) >= LEGIBLE else _BLACK


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1..21 (WCAG 2.1: relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in to_rgb(colour)
    ]
    return float(np.dot((0.2126, 0.7152, 0.0722), channels))


def _ramp(colours: Sequence[str], count: int) -> tuple[str, ...]:
    if count == 1:
        return (colours[-1],)
    stops = np.linspace(0, 1, len(colours))
    wanted = np.linspace(0, 1, count)
    channels = np.array([to_rgb(colour) for colour in colours])
    mixed = [np.interp(wanted, stops, channels[:, channel]) for channel in range(3)]
    return tuple(to_hex(rgb) for rgb in zip(*mixed, strict=True))
