"""The same picture in half the bytes: what matplotlib writes of an SVG and nobody sees is left out.

Nearly all of a figure is the outlines of its letters. They are drawn on a grid of 400 steps to the
letter's height, from point to point, which no eye can tell from matplotlib's 6,400.
"""

from __future__ import annotations

import re

_GRID = 16  # matplotlib's steps of a letter's outline in one of ours
_OUTLINE = re.compile(rb'<path id="([\w-]+)" d="([^"]*)" transform="scale\(0\.015625\)"/>')
_LETTER = re.compile(rb'<use xlink:href="(#[\w-]+)" transform="translate\(([\d.]+) 0\)"/>')
_STEP = re.compile(rb"([MLQz])([^MLQz]*)")
_DRAWN = re.compile(rb' d="([^"]*)"')
_LONG = re.compile(rb"(\d+\.\d\d)\d+")
_STYLE = re.compile(rb'style="([^"]*)"')
_NAMED = re.compile(rb'(id="|#)([\w-]+)(?=[")])')
_ALONE = re.compile(rb"<g>((?:<(?:path|use)\b[^>]*/>)+)</g>")


def slim(content: bytes) -> bytes:
    """Return an ``<svg>`` element as short as it can be said; ids count from ``g0``."""
    content = re.sub(rb"<!--.*?-->", b"", content, flags=re.DOTALL)
    content = re.sub(rb' clip-path="[^"]*"|(?<=<g) id="\w+"', b"", content)
    content = re.sub(rb"<defs>\s*<clipPath.*?</defs>", b"", content, flags=re.DOTALL)
    content = _LETTER.sub(_letter, content).replace(b"<use xlink:href=", b"<use href=")
    content = _OUTLINE.sub(_outline, content)
    content = _DRAWN.sub(lambda found: b' d="%b"' % _tight(found[1]), content)
    content = _LONG.sub(lambda found: found[1].rstrip(b"0").rstrip(b"."), content)
    content = _STYLE.sub(lambda found: re.sub(rb"(?<=[:;]) ", b"", found[0]), content)
    content = re.sub(rb">\s+<", b"><", content)
    while (shorter := _ALONE.sub(rb"\1", content)) != content:
        content = shorter
    return _renamed(content)


def _letter(found: re.Match[bytes]) -> bytes:
    """Place a letter to the unit of its typeface, 1/100 of its height."""
    return b'<use href="%b" x="%.0f"/>' % (found[1], float(found[2]))


def _tight(path: bytes) -> bytes:
    return re.sub(rb"\s*([A-Za-z])\s*", rb"\1", b" ".join(path.split()))


def _outline(found: re.Match[bytes]) -> bytes:
    """Draw a letter from point to point, each told as the way from the last one."""
    drawn, here, start = [], (0, 0), (0, 0)
    for command, numbers in _STEP.findall(found[2]):
        values = [round(int(each) / _GRID) for each in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        ways = [x - here[axis] for point in points for axis, x in enumerate(point)]
        drawn.append(command.lower() + _joined(ways))
        here = points[-1] if points else start
        start = here if command == b"M" else start
    scale = b"%g" % (_GRID / 64)
    return b'<path id="%b" d="%b" transform="scale(%b)"/>' % (found[1], b"".join(drawn), scale)


def _joined(numbers: list[int]) -> bytes:
    """Write numbers with as little between them as keeps them apart."""
    return b" ".join(b"%d" % each for each in numbers).replace(b" -", b"-")


def _renamed(content: bytes) -> bytes:
    known = dict.fromkeys(re.findall(rb' id="([\w-]+)"', content))
    names = {name: b"g%d" % number for number, name in enumerate(known)}
    return _NAMED.sub(lambda found: found[1] + names.get(found[2], found[2]), content)
