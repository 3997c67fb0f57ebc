"""A consultancy's colours: read, made legible on white, told apart.

Lightness is moved in OKLCH, where it can change alone: hue stays, and chroma as far as a screen
shows it (B. Ottosson, *A perceptual color space for image processing*, 2020). Contrast is that of
WCAG 2.2, success criterion 1.4.3.
"""

from __future__ import annotations

import re
from math import atan2, cos, dist, hypot, sin

WHITE, GROUND = "#FFFFFF", "#F3F6F9"  # paper, and the palest tint that words are set on
LEGIBLE = 4.5  # contrast of text with what it is set on, from 1 to 21
APART = 8.0  # distance in OKLab, times 100, from which two colours are not taken for one another
_HEX = re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}")
_STEPS = 30  # of a bisection: finer than a colour of 24 bits

Triple = tuple[float, float, float]


def as_colour(text: str) -> str | None:
    """Return ``#RGB`` or ``#RRGGBB`` as ``#RRGGBB`` in capitals, None for anything else.

    >>> as_colour("#0af"), as_colour("#00AAFF"), as_colour("navy")
    ('#00AAFF', '#00AAFF', None)
    """
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:] if len(text) > len("#RGB") else "".join(2 * digit for digit in text[1:])
    return f"#{digits.upper()}"


def contrast(colour: str, ground: str = WHITE) -> float:
    """Return the contrast of ``#RRGGBB`` with what it is set on, 1 (the same) to 21.

    >>> round(contrast("#767676"), 2)
    4.54
    """
    dark, light = sorted((_luminance(colour), _luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def legible(colour: str) -> str:
    """Return ``#RRGGBB``, or the lightest colour of its hue that is legible on paper and tint.

    >>> legible("#12436D"), legible("#FFE600")
    ('#12436D', '#7F7100')
    """
    if contrast(colour, GROUND) >= LEGIBLE:
        return colour
    lightness, a, b = oklab(colour)
    chroma, hue = hypot(a, b), atan2(b, a)
    dark, light = 0.0, lightness
    for _ in range(_STEPS):
        middle = (dark + light) / 2
        if contrast(_shown(middle, chroma, hue), GROUND) >= LEGIBLE:
            dark = middle
        else:
            light = middle
    return _shown(dark, chroma, hue)


def apart(one: str, other: str) -> bool:
    """Tell whether two colours ``#RRGGBB`` can be told apart at a glance."""
    return 100 * dist(oklab(one), oklab(other)) >= APART


def oklab(colour: str) -> Triple:
    """Return lightness 0..1, and where ``#RRGGBB`` lies between green and red, blue and yellow."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _shown(lightness: float, chroma: float, hue: float) -> str:
    """Return the colour ``#RRGGBB`` of that lightness and hue with as much chroma as there is."""
    least, most = 0.0, chroma
    for _ in range(_STEPS):
        middle = (least + most) / 2
        if all(0 <= part <= 1 for part in _screen(lightness, middle, hue)):
            least = middle
        else:
            most = middle
    parts = (round(255 * _encoded(part)) for part in _screen(lightness, least, hue))
    return "#" + "".join(f"{part:02X}" for part in parts)


def _screen(lightness: float, chroma: float, hue: float) -> Triple:
    """Return the linear light of red, green and blue, outside 0..1 where no screen shows it."""
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(colour: str) -> Triple:
    """Return the linear light 0..1 of red, green and blue (sRGB, IEC 61966-2-1)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _encoded(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055  # noqa: PLR2004
