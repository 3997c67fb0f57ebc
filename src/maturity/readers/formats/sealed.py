"""Files behind a password: opened with those we were given, never by trying to guess one.

Excel itself opens some files without asking, which it locked with a password everybody knows;
that one is tried first. What a file says of the work it takes to check a password is not trusted.
"""

from __future__ import annotations

import io
import logging
import struct
from collections.abc import Sequence
from typing import BinaryIO
from xml.parsers import expat

from maturity.readers.formats.limits import too_big
from maturity.readers.formats.ole import Container
from maturity.readers.formats.package import parser_for
from maturity.readers.sheet import BrokenFileError

_KNOWN_TO_ALL = "VelvetSweatshop"  # [MS-OFFCRYPTO] 2.4.2.3: set by Excel where nobody chose one
MAX_ROUNDS = 1_000_000  # Excel and LibreOffice hash a password 100,000 times
MAX_OLD = 20_000_000  # bytes of an .xls, for each of which the library keeps an object
_AGILE = b"\x04\x00\x04\x00"
# What the library raises, and the ones it builds on, for files nobody ever wrote.
_DAMAGE = (
    struct.error,
    expat.ExpatError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def unsealed(stream: BinaryIO, passwords: Sequence[str]) -> BinaryIO:
    """Return a protected file without its protection.

    Raises
    ------
    BrokenFileError
        ``FILE_PASSWORD`` when no password was given, ``PASSWORD_WRONG`` when none fits,
        ``FILE_SEALED`` when the protection is of a kind only the program itself opens.
    """
    stream.seek(0)
    content = stream.read()
    _refuse_costly(content)
    for password in (_KNOWN_TO_ALL, *filter(None, passwords)):
        opened = _opened(content, password)
        if opened is not None:
            return io.BytesIO(opened)
    raise BrokenFileError("PASSWORD_WRONG" if passwords else "FILE_PASSWORD")


def _refuse_costly(content: bytes) -> None:
    container = Container(content)
    if "encryptioninfo" in container.names:
        if _rounds(container.stream("encryptioninfo")) > MAX_ROUNDS:
            raise BrokenFileError("FILE_SEALED", "Excel")
    elif "workbook" not in container.names:  # the library knows no older ones
        raise BrokenFileError("FILE_SEALED", "Excel")
    elif len(content) > MAX_OLD:
        raise too_big("bytes", MAX_OLD)


def _rounds(protection: bytes) -> int:
    """Return how often the file says a password must be hashed; older ways have a fixed count."""
    stated = [0]

    def start(_: str, attributes: dict[str, str]) -> None:
        stated.append(int(attributes.get("spinCount", 0)))

    if protection.startswith(_AGILE):
        try:
            parser_for(start, None, None).Parse(protection[8:], True)  # noqa: FBT003 - expat's own
        except (expat.ExpatError, ValueError) as cause:
            raise BrokenFileError("FILE_DAMAGED") from cause
    return max(map(abs, stated))


def _opened(content: bytes, password: str) -> bytes | None:
    """Return the content opened with one password, None when it does not fit."""
    from msoffcrypto import OfficeFile, exceptions

    logging.getLogger("msoffcrypto").setLevel(logging.WARNING)  # below, it would log passwords
    try:
        locked, opened = OfficeFile(io.BytesIO(content)), io.BytesIO()
        verify = {"verify_password": True} if locked.format == "ooxml" else {}
        locked.load_key(password=password, **verify)
        locked.decrypt(opened)
    except exceptions.InvalidKeyError:
        return None
    except (exceptions.DecryptionError, exceptions.FileFormatError) as cause:
        raise BrokenFileError("FILE_SEALED", "Excel") from cause
    except (exceptions.ParseError, *_DAMAGE) as cause:
        raise BrokenFileError("FILE_DAMAGED") from cause
    return opened.getvalue()
