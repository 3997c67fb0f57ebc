"""Ways to spoil any file, knowing nothing of it: content and a source of chance in, content out."""


def place(content, rng):
    """Somewhere in a file, its end included."""
    return rng.randrange(len(content) + 1)


def flip(content, rng):
    """Change some bytes."""
    spoiled = bytearray(content)
    for _ in range(rng.choice([1, 1, 3, 10, 60])):
        if spoiled:
            spoiled[rng.randrange(len(spoiled))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def cut(content, rng):
    """Keep only the beginning, or only the end."""
    at = place(content, rng)
    return content[:at] if rng.random() < 0.8 else content[at:]


def lose(content, rng):
    """Remove a stretch."""
    at = place(content, rng)
    return content[:at] + content[at + rng.choice([1, 4, 64, 4096]) :]


def repeat(content, rng):
    """Write a stretch twice, or many times."""
    at = place(content, rng)
    piece = content[at : at + rng.choice([1, 8, 100, 2000])]
    return content[:at] + piece * rng.choice([2, 2, 50]) + content[at:]


def insert(content, rng):
    """Put something where nothing was."""
    at = place(content, rng)
    odd = [
        b"\0",
        b"\xff" * 8,
        b"\0" * 600,
        b"PK\x03\x04",
        b"<",
        b'"',
        rng.randbytes(20),
        b"\xef\xbb\xbf",
    ]
    return content[:at] + rng.choice(odd) + content[at:]


def overwrite(content, rng):
    """Write zeros, ones or noise over a stretch."""
    at, size = place(content, rng), rng.choice([1, 2, 4, 32, 512])
    noise = rng.choice([b"\0" * size, b"\xff" * size, rng.randbytes(size)])
    return content[:at] + noise + content[at + size :]


def swap(content, rng):
    """Exchange two stretches."""
    size = rng.choice([1, 16, 512])
    a, b = sorted((place(content, rng), place(content, rng)))
    if b < a + size:
        return content[::-1]
    return (
        content[:a]
        + content[b : b + size]
        + content[a + size : b]
        + content[a : a + size]
        + content[b + size :]
    )


def nothing_left(content, rng):
    """Leave a handful of bytes, or none."""
    return content[: rng.randrange(9)]


BYTES = (flip, cut, lose, repeat, insert, overwrite, swap, nothing_left)
