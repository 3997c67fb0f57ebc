"""Whose report it is: logo, colours and templates, from what ``engagement.yaml`` names.

Whatever is named must lie in the folder of the engagement, where the organisation's other files
are: a report never carries a file from elsewhere by way of a path.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from maturity.engagement.colours import apart, as_colour, legible
from maturity.engagement.model import Engagement
from maturity.errors import Complaint, EngagementError, MaturityError
from maturity.readers import ENGAGEMENT

if TYPE_CHECKING:
    from maturity.story.edition import Brand

_PRINTED = (640, 320)  # pixels: 400 per inch where a logo is 4 cm wide
_MOST_PIXELS = 4000
_PALE = 230  # of 255: what is nowhere darker cannot be seen on white


@dataclass(frozen=True, slots=True)
class _Kind:
    """A file that may be named: how it begins, what people call it, how large it may be."""

    beginnings: tuple[bytes, ...]
    called: str
    most: int


_KINDS = {
    "logo": _Kind((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"), "PNG, JPEG", 2_000_000),
    "slides": _Kind((b"PK\x03\x04",), "PowerPoint (.pptx)", 20_000_000),
    "document": _Kind((b"PK\x03\x04",), "Word (.docx)", 20_000_000),
}


def brand_faults(engagement: Engagement) -> Iterator[Complaint]:
    """Yield what is wrong with colours and named files, as far as a glance at them tells."""
    for number, stated in enumerate(engagement.brand.colours):
        if as_colour(stated) is None:
            place = engagement.place(ENGAGEMENT, ("brand", "colours", number))
            yield Complaint(place, "stated.colour", {"value": stated})
    for key in _KINDS:
        if getattr(engagement.brand, key):
            yield from _file_faults(engagement, key)


def brand_of(engagement: Engagement, *, files: bool) -> tuple[Brand, tuple[Complaint, ...]]:
    """Return the brand as pages take it, with its ``files`` or not, and what was changed.

    Raises
    ------
    EngagementError
        A file named is not what it must be; says the line that names it.
    """
    from maturity.story.edition import Brand

    stated, remarks = engagement.brand, list(_colour_remarks(engagement))
    colours = [legible(each) for each in map(as_colour, stated.colours) if each]
    brand = Brand(
        name=" ".join(stated.name.split()),
        contact=" ".join(stated.contact.split()),
        primary=colours[0] if colours else Brand().primary,
        secondary=colours[-1] if colours else Brand().secondary,
    )
    if not files:
        return brand, tuple(remarks)
    logo, pale = _logo(engagement) if stated.logo else (b"", False)
    if pale:
        place = engagement.place(ENGAGEMENT, ("brand", "logo"))
        remarks.append(Complaint(place, "stated.logo_pale", {"value": stated.logo}))
    slides, document = (_template(engagement, key) for key in ("slides", "document"))
    return replace(brand, logo=logo, slides=slides, document=document), tuple(remarks)


# Colours


def _colour_remarks(engagement: Engagement) -> Iterator[Complaint]:
    """Yield which colours were darkened, and that the two cannot be told apart."""
    used = []
    for number, stated in enumerate(engagement.brand.colours):
        place = engagement.place(ENGAGEMENT, ("brand", "colours", number))
        colour = as_colour(stated) or ""
        used.append(legible(colour))
        if used[-1] != colour:
            fields = {"value": stated, "used": used[-1]}
            yield Complaint(place, "stated.colour_darkened", fields)
    if len(used) > 1 and not apart(*used):
        place = engagement.place(ENGAGEMENT, ("brand", "colours"))
        yield Complaint(place, "stated.colours_alike", {"one": used[0], "other": used[1]})


# Files


def _file(engagement: Engagement, key: str) -> Path | None:
    """Return where a file named in the brand is, None when that is not inside the folder."""
    folder, name = engagement.folder, PureWindowsPath(getattr(engagement.brand, key))
    if folder is None or name.drive or name.root or ".." in name.parts:
        return None
    path = folder.joinpath(*name.parts)
    return path if path.resolve().is_relative_to(folder.resolve()) else None


def _file_faults(engagement: Engagement, key: str) -> Iterator[Complaint]:
    value, kind = getattr(engagement.brand, key), _KINDS[key]
    place = engagement.place(ENGAGEMENT, ("brand", key))
    fields = {"value": value, "known": kind.called}
    try:
        path = _file(engagement, key)
        if path is None:
            yield Complaint(place, "stated.file_outside", fields)
        elif not path.is_file():
            yield Complaint(place, "stated.file_missing", fields)
        elif path.stat().st_size > kind.most:
            kilobytes = {"size": path.stat().st_size // 1000, "most": kind.most // 1000}
            sizes = {name: str(each) for name, each in kilobytes.items()}
            yield Complaint(place, "stated.file_large", fields | sizes)
        else:
            with path.open("rb") as file:
                if not file.read(8).startswith(kind.beginnings):
                    yield Complaint(place, "stated.file_kind", fields)
    except (OSError, RuntimeError, ValueError):  # a name no system takes, links in a circle
        yield Complaint(place, "stated.file_missing", fields)


def _bytes(engagement: Engagement, key: str) -> bytes:
    """Return what a file named in the brand holds; it was there when the engagement was read."""
    path = _file(engagement, key)
    try:
        return path.read_bytes() if path else b""
    except OSError as cause:
        raise _wrong(engagement, "stated.file_missing", key) from cause


def _wrong(engagement: Engagement, sentence: str, key: str = "logo") -> EngagementError:
    place = engagement.place(ENGAGEMENT, ("brand", key))
    fields = {"value": getattr(engagement.brand, key), "most": str(_MOST_PIXELS)}
    return EngagementError("yaml_wrong", details=(Complaint(place, sentence, fields),))


def _logo(engagement: Engagement) -> tuple[bytes, bool]:
    """Return a logo as clean pixels, and whether it is too pale to be seen.

    It is drawn anew, so that nothing but pixels is left: no place, no author, no hidden file.
    """
    from PIL import Image, ImageOps

    content = io.BytesIO(_bytes(engagement, "logo"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken metadata, none of which is kept
            with Image.open(content, formats=("PNG", "JPEG")) as picture:
                if max(picture.size) > _MOST_PIXELS:
                    raise _wrong(engagement, "stated.logo_pixels")
                drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as cause:
        raise _wrong(engagement, "stated.logo_pixels") from cause
    except (OSError, SyntaxError, ValueError, struct.error) as cause:
        raise _wrong(engagement, "stated.logo_unreadable") from cause
    drawn.thumbnail(_PRINTED, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    file = io.BytesIO()
    clean.save(file, format="PNG", optimize=True)
    on_paper = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn)
    is_pale = on_paper.convert("L").point(lambda grey: 255 * (grey <= _PALE)).getbbox() is None
    return file.getvalue(), is_pale


def _template(engagement: Engagement, key: str) -> bytes:
    """Return a template of the consultancy, which the writer of its format has found usable."""
    value = getattr(engagement.brand, key)
    if not value:
        return b""
    content = _bytes(engagement, key)
    try:
        _check_template(key, content, value)
    except MaturityError as cause:
        place = engagement.place(ENGAGEMENT, ("brand", key))
        why = {name: str(field) for name, field in cause.fields.items() if name != "place"}
        refused = Complaint(place, "stated.template", {"value": value})
        details = (refused, Complaint(place, cause.key, why))
        raise EngagementError("yaml_wrong", details=details) from cause
    return content


def _check_template(key: str, content: bytes, name: str) -> None:
    if key == "slides":
        from maturity.writers import slides

        slides.check_template(content)
    else:
        from maturity.writers import document

        document.check_template(content, name)
