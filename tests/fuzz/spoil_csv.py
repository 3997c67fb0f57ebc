"""Ways to spoil a text table: encodings, separators, quotation marks, fields."""

from tests.fuzz.spoil_bytes import place


def _lines(content):
    return content.splitlines(keepends=True)


def reread(content, rng):
    """Save it in another encoding, or as if it had been in another."""
    text = content.decode("utf-8", "replace")
    wrong = rng.choice(["cp1252", "latin-1", "mac-roman", "utf-8"])
    right = rng.choice(
        ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "cp437"]
    )
    if rng.random() < 0.5:
        text = text.encode("utf-8").decode(wrong, "replace")
    return text.encode(right, "replace")


def quoted(content, rng):
    """Open, close or double quotation marks."""
    at = place(content, rng)
    return (
        content[:at]
        + rng.choice([b'"', b'""', b'"""', b'","', b"'", b'"\n', b'\\"'])
        + content[at:]
    )


def separated(content, rng):
    """Use another separator, here or everywhere, or say one that is not used."""
    new = rng.choice([b";", b",", b"\t", b"|", b" ", b":", b"\x1f", b",,"])
    old = max([b";", b",", b"\t"], key=content.count)
    said = (
        b"sep="
        + rng.choice([new, old, b"", b'"', "é".encode(), b"\0"])
        + rng.choice([b"\n", b"\r\n", b""])
    )
    limit = rng.choice([1, 5, -1])
    return rng.choice([content.replace(old, new, limit), said + content])


def lines_ended(content, rng):
    """End lines in another way, some or all."""
    new = rng.choice(
        [b"\r", b"\n", b"\r\n", b"\n\r", b"\r\r\n", b"\x0b", b"\x0c", "\u2028".encode(), b""]
    )
    plain = content.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", new, rng.choice([1, 2, -1]))


def row_moved(content, rng):
    """Lose, repeat or move a row."""
    lines = _lines(content)
    if len(lines) < 2:
        return content
    at = rng.randrange(len(lines))
    return b"".join(
        rng.choice(
            [
                lines[:at] + lines[at + 1 :],
                lines[:at] + [lines[at]] * rng.choice([2, 3000]) + lines[at + 1 :],
                [*lines[at:], *lines[:at]],
                [lines[at], *lines],
            ]
        )
    )


def field_changed(content, rng):
    """Put something odd, or something huge, into a field."""
    old = max([b";", b",", b"\t"], key=content.count)
    odd = [
        b"\0",
        b"=1+1",
        b"9" * 5000,
        b"x" * 200_000,
        "é".encode(),
        b"\xff",
        b"\x1b[31m",
        b"<b>4</b>",
    ]
    odd += [
        b"1e999",
        b"nan",
        b"-0",
        b"4,0",
        b"\xed\xa0\x80",
        b"\n" * 30,
        b"4;5",
        b"TRUE",
        b" ",
        b"@x",
    ]
    at = content.find(old, place(content, rng)) + 1
    return content[:at] + rng.choice(odd) + content[at:]


def wide(content, rng):
    """Make a row very wide, or the table very narrow."""
    old = max([b";", b",", b"\t"], key=content.count)
    lines = _lines(content)
    if lines and rng.random() < 0.7:
        at = rng.randrange(len(lines))
        lines[at] = lines[at].rstrip(b"\r\n") + old * rng.choice([3, 300, 40_000]) + b"4\r\n"
        return b"".join(lines)
    return b"".join(line.split(old)[0] + b"\n" for line in lines)


CSV = (
    reread,
    quoted,
    quoted,
    separated,
    lines_ended,
    row_moved,
    field_changed,
    field_changed,
    wide,
)
