"""One spoiled file from three numbers: always the same for the same numbers."""

import re
import warnings
import zipfile
import zlib
from random import Random

from tests.fuzz.seeds import packed, parts, seeds
from tests.fuzz.spoil_bytes import BYTES
from tests.fuzz.spoil_csv import CSV
from tests.fuzz.spoil_package import PARTS, bomb, lie
from tests.fuzz.spoil_xls import XLS
from tests.fuzz.spoil_xml import XML


def _spoil_xml(content, rng):
    held = parts(content)
    told = []
    for _ in range(rng.choice([1, 1, 1, 3])):
        usual = [n for n, (name, _) in enumerate(held) if re.search(r"sheet|content|String", name)]
        at = rng.choice(usual) if usual and rng.random() < 0.7 else rng.randrange(len(held))
        how = rng.choice(XML)
        told.append(f"{how.__name__}({held[at][0]})")
        held[at] = (held[at][0], how(held[at][1], rng))
    return packed(held), " ".join(told)


def _spoil_package(content, rng):
    how = rng.choice([*PARTS, *PARTS, lie, lie, bomb])
    if how in {lie, bomb}:
        return how(content, rng), how.__name__
    method = rng.choice(
        [zipfile.ZIP_DEFLATED] * 6 + [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
    )
    return packed(how(parts(content), rng), method), f"{how.__name__} {method}"


def _spoil_with(ways):
    def spoil(content, rng):
        chosen = [rng.choice(ways) for _ in range(rng.choice([1, 1, 2, 4]))]
        for how in chosen:
            content = how(content, rng)
        return content, " ".join(how.__name__ for how in chosen)

    return spoil


_BY_BYTES = _spoil_with(BYTES)
LEVELS = {
    "xlsx": (_BY_BYTES, _spoil_package, _spoil_xml, _spoil_xml),
    "ods": (_BY_BYTES, _spoil_package, _spoil_xml, _spoil_xml),
    "xls": (_BY_BYTES, _spoil_with(XLS), _spoil_with(XLS)),
    "csv": (_BY_BYTES, _spoil_with(CSV), _spoil_with(CSV)),
}


def mutant(kind: str, seed: int, number: int) -> tuple[bytes, str]:
    """The content of one spoiled file, and how it was spoiled; the same for the same numbers."""
    rng = Random(zlib.crc32(f"{kind} {seed} {number}".encode()))
    level = LEVELS[kind][number % len(LEVELS[kind])]
    content = rng.choice(seeds(kind))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile says that names come twice
        return level(content, rng)
