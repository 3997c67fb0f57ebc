"""Ways to spoil a package: its parts, and what it says of them."""

import re
import struct

from tests.fuzz.seeds import packed, parts


def drop_part(held, rng):
    """Lose a part."""
    del held[rng.randrange(len(held))]
    return held


def double_part(held, rng):
    """Give a part twice, the second time perhaps with another content."""
    name, part = rng.choice(held)
    return [*held, (name, rng.choice([part, b"", part.replace(b"4", b"5"), rng.choice(held)[1]]))]


def rename_part(held, rng):
    """Call a part something else."""
    at = rng.randrange(len(held))
    name, part = held[at]
    names = [
        name.upper(),
        name.replace("/", "\\"),
        f"/{name}",
        f"../{name}",
        "",
        "x" * 300,
        f"{name}/",
    ]
    held[at] = (rng.choice(names), part)
    return held


def exchange_parts(held, rng):
    """Give two parts each other's content."""
    a, b = rng.randrange(len(held)), rng.randrange(len(held))
    (one, first), (two, second) = held[a], held[b]
    held[a], held[b] = (one, second), (two, first)
    return held


def empty_part(held, rng):
    """Leave nothing of a part, or only noise or blanks."""
    at = rng.randrange(len(held))
    held[at] = (
        held[at][0],
        rng.choice([b"", b"\0" * 99, rng.randbytes(99), b" " * 20_000_000, b"<a/>"]),
    )
    return held


PARTS = (drop_part, double_part, rename_part, exchange_parts, empty_part)


def lie(content, rng):
    """Change what a package says of its parts: checks, sizes, ways of packing, places."""
    spoiled = bytearray(content)
    fields = {
        b"PK\x01\x02": (8, 10, 16, 20, 24, 28, 30, 42),
        b"PK\x03\x04": (6, 8, 14, 18, 22, 26, 28),
    }
    fields[b"PK\x05\x06"] = (8, 10, 12, 16, 20)
    for _ in range(rng.choice([1, 1, 3])):
        mark = rng.choice(list(fields))
        found = [match.start() for match in re.finditer(re.escape(mark), content)]
        if found:
            at = rng.choice(found) + rng.choice(fields[mark])
            value = rng.choice([0, 1, 8, 9, 12, 14, 0xFFFF, rng.randrange(65536)])
            spoiled[at : at + 2] = struct.pack("<H", value)
            if rng.random() < 0.3:
                spoiled[at + 2 : at + 4] = rng.choice([b"\xff\xff", b"\0\0", b"\xff\x7f"])
    return bytes(spoiled)


def bomb(content, rng):
    """Make one part a great deal larger than it looks."""
    held = parts(content)
    at = rng.randrange(len(held))
    name, part = held[at]
    middle = rng.choice([0, len(part) // 2, len(part)])
    filling = rng.choice([b" ", b"<row/>", b"<c><v>1</v></c>", b"<si><t>a</t></si>", b"a"])
    held[at] = (name, part[:middle] + filling * (30_000_000 // len(filling)) + part[middle:])
    return packed(held)
