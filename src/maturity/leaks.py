"""A last look into a client's file before it leaves: whatever only the consultant may know.

Nothing of the kind gets into a file that the toolkit writes; this is for the day when a file was
edited, or when we are wrong.
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PageObject

PACKAGES = (".docx", ".pptx", ".xlsx")
_WORDS = (".xml", ".rels", ".txt", ".json")  # of the parts of a package, those that hold text
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s+")
_PICTURE = re.compile(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)")
_RECEIVED = re.compile(r"surveys[/\\]+received", re.IGNORECASE)
# file!sheet!cell, as problems cite it; the cells of registers may be cited
_ADDRESS = re.compile(r"\.(?:xlsx|xlsm|xls|ods|csv|tsv|txt)!(?=[\w'])", re.IGNORECASE)
_NAME = re.compile(r"[^\s'\"<>|]{0,120}$")
_REGISTERS = re.compile(r"(?:^|/)registers/")
_LINES = re.compile(rb"(?m)^[-+.\d ]+ (?:m|l|c|re|v|y)\s*$")  # of a PDF: numbers, then what to draw
_TELLING = 8  # letters from which a name is told even where words run together


def secrets_of(inputs: Mapping[str, str], outputs: Iterable[str]) -> tuple[str, ...]:
    """Return what must not be read in a client's file: names and hashes of what was received.

    Parameters
    ----------
    inputs : mapping of str to str
        The sha256 of each file received, by path, as the consultant's manifest has them.
    outputs : iterable of str
        The client's own files, whose names may be read anywhere.
    """
    own = {_normal(name) for name in outputs}
    names = {name for path in inputs for name in (path, PurePosixPath(path).name)}
    return tuple(sorted({_normal(name) for name in names} - own | {*inputs.values()}))


def leaks(name: str, content: bytes, secrets: Iterable[str]) -> Iterator[str]:
    """Yield what a file holds that must not leave, each thing once.

    Parameters
    ----------
    name : str
        What the file is called, such as ``report.docx``.
    content : bytes
        The file.
    secrets : iterable of str
        What :func:`secrets_of` returned.

    Raises
    ------
    ValueError
        The file cannot be looked into: it is damaged, or protected.
    """
    texts = [_normal(text) for text in _texts(name, content)]
    found: dict[str, None] = {}
    for text in texts:
        for each in _RECEIVED.findall(text):
            found[each] = None
        for each in _addresses(text):
            found[each] = None
    together = [_BLANKS.sub("", text) for text in texts]
    for secret in secrets:
        if any(_is_in(secret, text) for text in texts) or (
            len(secret) >= _TELLING and any(_BLANKS.sub("", secret) in text for text in together)
        ):
            found[secret] = None
    yield from found


def _addresses(text: str) -> Iterator[str]:
    """Yield the files whose cells a text cites, registers left out."""
    for ending in _ADDRESS.finditer(text):
        before = _NAME.search(text[max(0, ending.start() - 120) : ending.start()])
        name = (before[0] if before else "") + ending[0].removesuffix("!")
        if not _REGISTERS.search(name):
            yield name


def _is_in(secret: str, text: str) -> bool:
    """Tell whether a name stands in a text by itself, not as the end of another."""
    return re.search(rf"(?<![\w.-]){re.escape(secret)}(?!\w)", text) is not None


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


# The text of a file


def _texts(name: str, content: bytes) -> Iterator[str]:
    """Yield all text of a file: as it is written, and as it is read."""
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix in PACKAGES:
        yield from _of_package(content)
    elif suffix == ".pdf":
        yield from _of_pdf(content)
    else:
        text = content.decode("utf-8", errors="replace")
        yield from _of_markup(text)
        for picture in _PICTURE.findall(text):
            try:
                yield from _of_markup(base64.b64decode(picture).decode("utf-8", errors="replace"))
            except binascii.Error as cause:
                raise ValueError(name) from cause


def _of_markup(text: str) -> Iterator[str]:
    """Yield markup with its tags, for their attributes, and without, for what runs through."""
    yield html.unescape(text)
    yield html.unescape(_TAG.sub(" ", text))
    yield html.unescape(_TAG.sub("", text))


def _of_package(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                suffix = PurePosixPath(name).suffix.casefold()
                if suffix in PACKAGES:
                    yield from _of_package(package.read(name))
                elif suffix in _WORDS:
                    yield name
                    yield from _of_markup(package.read(name).decode("utf-8", errors="replace"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as cause:
        raise ValueError(str(cause)) from cause  # the last one: an entry is encrypted


def _of_pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        yield from (str(value) for value in (reader.metadata or {}).values())
        for page in reader.pages:
            leave_out_drawings(page)
            yield page.extract_text()
    except PyPdfError as cause:
        raise ValueError(str(cause)) from cause


def leave_out_drawings(page: PageObject) -> None:
    """Take the lines of drawings from a page, which are most of it and hold no word."""
    from pypdf.generic import DecodedStreamObject, NameObject

    whole = page.get_contents()
    if whole is not None:
        rest = DecodedStreamObject()
        rest.set_data(_LINES.sub(b"", whole.get_data()))
        page[NameObject("/Contents")] = rest
