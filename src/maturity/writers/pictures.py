"""The pictures of a page, drawn with one set of letters.

A notebook's cell shows each picture as an image of its own, which stands alone. Most of its bytes
are the outlines of its letters, the same in every picture: on a page they are told once, and the
pictures refer to them. That makes the page two fifths shorter.
"""

from __future__ import annotations

import base64
import re
from html import escape

# an image as :mod:`maturity.writers.html` writes it; texts are escaped, so none can look like it
_IMAGE = re.compile(r'<img src="data:image/svg\+xml;base64,([\w+/=]+)" alt="([^"]*)" ([^<>]*)>')
_DEFINED = re.compile(r"<defs>(.*?)</defs>", re.DOTALL)
_SHAPE = re.compile(r'<path id="([^"]*)"[^>]*/>|<pattern id="([^"]*)".*?</pattern>', re.DOTALL)
_REFERENCE = re.compile(r'(?<=[("]#)[\w-]+(?=[)"])')
_SVG = re.compile(r'<svg [^>]*(viewBox="[^"]*")[^>]*>')


def image(svg: bytes, alt: str, size: tuple[float, float]) -> str:
    """Return a picture as an image that stands alone; ``size`` in pixels."""
    width, height = map(round, size)
    content = base64.b64encode(svg).decode("ascii")
    source = f'src="data:image/svg+xml;base64,{content}"'
    return f'<img {source} alt="{escape(alt)}" width="{width}" height="{height}">'


def drawn(html: str) -> tuple[str, str]:
    """Return HTML with its pictures drawn in it, and the outlines that they share.

    The outlines belong on the same page, before the pictures.
    """
    shapes: dict[str, str] = {}
    body = _IMAGE.sub(lambda found: _picture(found, shapes), html)
    named = (shape.replace(" ", f' id="{name}" ', 1) for shape, name in shapes.items())
    return body, "".join(named)


def _picture(found: re.Match[str], shapes: dict[str, str]) -> str:
    """Draw one picture; its shapes join the others, each known by what it looks like."""
    content, alt, size = found.groups()
    svg = base64.b64decode(content).decode("utf-8")
    names = {}
    for defined in _DEFINED.findall(svg):
        for shape in _SHAPE.finditer(defined):
            name = shape[1] or shape[2]
            bare = shape[0].replace(f' id="{name}"', "", 1)
            names[name] = shapes.setdefault(bare, f"o{len(shapes)}")
    svg = _REFERENCE.sub(lambda told: names.get(told[0], told[0]), _DEFINED.sub("", svg))
    box = _SVG.match(svg)
    if box is None:  # drawn by somebody else: it keeps to itself
        return found[0]
    said = f'role="img" aria-label="{alt}" preserveAspectRatio="xMinYMin"'
    return f"<svg {box[1]} {said} {size}>{svg[box.end() :]}"
