"""Valid files to spoil: every layout, by every program that writes the format, always the same."""

import io
import re
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.layouts.catalogue import VARIANTS
from tests.layouts.people import CLIMATE, crowd, dice
from tests.layouts.programs import PROGRAMS, write

KINDS = ("xlsx", "xls", "ods", "csv")
_ENDING = {program: ending for program, (ending, _) in PROGRAMS.items()}
_WHEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
_MANY = 24


@cache
def seeds(kind: str) -> tuple[bytes, ...]:
    """The contents of some valid files of a kind, one layout and program each."""
    found = []
    with TemporaryDirectory() as folder:
        for name, variant in VARIANTS.items():
            surveys = [s for s in variant.surveys() if s.instrument == str(CLIMATE)]
            if not surveys or len(found) == _MANY:
                continue
            people = crowd(surveys[0], dice(name), min(variant.sizes[1], 5))
            made = variant.build(surveys[0], people, dice(name))
            book = made[0] if isinstance(made, list) else made
            programs = [p for p in variant.programs(book) if _ENDING.get(p) == kind]
            if programs:
                program = programs[len(found) % len(programs)]
                path = Path(write(folder, f"s{len(found)}", book, program))
                found.append(settled(path.read_bytes()))
    return tuple(found)


def settled(content: bytes) -> bytes:
    """The same package without the time it was written at."""
    if not content.startswith(b"PK"):
        return content
    return packed(
        [(name, _WHEN.sub(b"2026-01-02T03:04:05", part)) for name, part in parts(content)]
    )


def parts(content: bytes) -> list[tuple[str, bytes]]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [(info.filename, package.read(info)) for info in package.infolist()]


def packed(held, method=zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as a package; names may repeat."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in held:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            package.writestr(info, part)
    return stream.getvalue()
