"""Ways to spoil an old workbook: records, and the sectors they lie in."""

import struct

from tests.fuzz.spoil_bytes import flip


def _records(content):
    """Where the records begin: the stream lies unbroken behind the header, as xlwt writes it."""
    at, found = 512, []
    while at + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, at)
        if size > 8224 or (kind == 0 and size == 0):
            break
        found.append((at, kind, size))
        at += 4 + size
    return found


def record_changed(content, rng):
    """Change a record's kind, length or fields."""
    spoiled = bytearray(content)
    records = _records(content)
    if not records:
        return flip(content, rng)
    for _ in range(rng.choice([1, 1, 4])):
        at, _, size = rng.choice(records)
        where = rng.choice([at, at + 2] + [at + 4 + n for n in range(0, max(size - 1, 0), 2)])
        values = [
            0,
            1,
            0x7FFF,
            0x8000,
            0xFFFF,
            rng.randrange(65536),
            0x00FC,
            0x003C,
            0x0006,
            0x000A,
            0x0809,
        ]
        struct.pack_into("<H", spoiled, min(where, len(spoiled) - 2), rng.choice(values))
    return bytes(spoiled)


def record_moved(content, rng):
    """Lose, repeat or exchange records, the stream keeping its length."""
    records = _records(content)
    if len(records) < 3:
        return flip(content, rng)
    stream = [content[at : at + 4 + size] for at, _, size in records]
    end = records[-1][0] + 4 + records[-1][2]
    at = rng.randrange(len(stream))
    changed = rng.choice(
        [
            stream[:at] + stream[at + 1 :],
            stream[: at + 1] + [stream[at]] * rng.choice([1, 40]) + stream[at + 1 :],
            [*stream[:at], rng.choice(stream), *stream[at:]],
            rng.sample(stream, len(stream)),
        ]
    )
    room = end - 512
    return content[:512] + b"".join(changed)[:room].ljust(room, b"\0") + content[end:]


def sectors_tied(content, rng):
    """Change the header, the directory or the chains of sectors: loops, ends, sizes."""
    spoiled = bytearray(content)
    for _ in range(rng.choice([1, 1, 3])):
        header = [24, 26, 28, 30, 32, 40, 44, 48, 56, 60, 64, 68, 72, 76, 80]
        tail = list(range(max(len(content) - 2048, 512), len(content) - 4, 4))
        at = rng.choice(header if rng.random() < 0.5 or not tail else tail)
        value = rng.choice(
            [0, 1, 2, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0x7FFFFFFF, rng.randrange(99)]
        )
        if at + 4 <= len(spoiled):
            struct.pack_into("<I", spoiled, at, value)
    return bytes(spoiled)


XLS = (record_changed, record_changed, record_moved, sectors_tied)
