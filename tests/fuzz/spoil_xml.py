"""Ways to spoil a part of a package: tags, attributes, text, encoding."""

import re

from tests.fuzz.spoil_bytes import cut, flip

ODD_VALUES = [
    "",
    "-1",
    "0",
    "1",
    "99999999999999999999",
    "2147483648",
    "XFD1048576",
    "A0",
    "NaN",
    "1e999",
]
ODD_VALUES += [
    "1048577",
    "ZZZZ1",
    "true",
    "\U0001f600",
    "é" * 40_000,
    "0x10",
    "_xD800_",
    "&#65;",
    "1_0",
]
_TAG = re.compile(rb"<[^<>]+>")
_ATTRIBUTE = re.compile(rb'([\w:-]+)="([^"]*)"')
_TEXT = re.compile(rb">([^<]+)<")
_OPEN = re.compile(rb"<([\w:-]+)[ >]")


def _some(pattern, xml, rng):
    found = list(pattern.finditer(xml))
    return rng.choice(found) if found else None


def _replaced(xml, match, new, group=0):
    return xml[: match.start(group)] + new + xml[match.end(group) :] if match else xml


def tag_lost(xml, rng):
    """Lose a tag."""
    return _replaced(xml, _some(_TAG, xml, rng), b"")


def tag_doubled(xml, rng):
    """Write a tag twice."""
    match = _some(_TAG, xml, rng)
    return _replaced(xml, match, match[0] * 2) if match else xml


def element_moved(xml, rng):
    """Write a whole element once more, or elsewhere, or not at all."""
    begin = _some(_OPEN, xml, rng)
    end = begin and xml.find(b"</" + begin[1] + b">", begin.end())
    if not begin or end < 0:
        return xml
    end += len(begin[1]) + 3
    element = xml[begin.start() : end]
    rest = xml[: begin.start()] + xml[end:]
    target = _some(_TAG, rest, rng)
    at = target.end() if target else 0
    return rng.choice([rest, xml[:end] + element + xml[end:], rest[:at] + element + rest[at:]])


def tag_renamed(xml, rng):
    """Call an element something else, here or everywhere."""
    match = _some(_OPEN, xml, rng)
    if not match:
        return xml
    new = rng.choice([b"x:" + match[1], b"bogus", match[1].upper(), b"c", b"row", b"t"])
    everywhere = xml.replace(b"<" + match[1], b"<" + new).replace(b"</" + match[1], b"</" + new)
    return rng.choice([everywhere, _replaced(xml, match, new, 1)])


def attribute_mangled(xml, rng):
    """Give an attribute, or all of its name, another value."""
    match = _some(_ATTRIBUTE, xml, rng)
    if not match:
        return xml
    value = rng.choice(ODD_VALUES).encode()
    if rng.random() < 0.15:
        return re.sub(rb" " + re.escape(match[1]) + rb'="[^"]*"', b" " + match[1] + b'="7"', xml)
    return _replaced(xml, match, value, 2)


def attribute_lost(xml, rng):
    """Lose an attribute, or have it twice."""
    match = _some(_ATTRIBUTE, xml, rng)
    return _replaced(xml, match, rng.choice([b"", match[0] + b" " + match[0]])) if match else xml


def attribute_added(xml, rng):
    """Add an attribute that means something here or elsewhere."""
    match = _some(_OPEN, xml, rng)
    names = ["r", "t", "s", "ref", "hidden", "count", "min", "max", "table:number-columns-repeated"]
    names += [
        "table:number-rows-repeated",
        "office:value",
        "office:value-type",
        "text:c",
        "xml:space",
    ]
    given = f' {rng.choice(names)}="{rng.choice(ODD_VALUES)}"'.encode()
    return xml[: match.end(1)] + given + xml[match.end(1) :] if match else xml


def text_changed(xml, rng):
    """Put something else between two tags."""
    match = _some(_TEXT, xml, rng)
    return _replaced(xml, match, rng.choice(ODD_VALUES).encode(), 1) if match else xml


def refused_things(xml, rng):
    """Insert a DOCTYPE, entities, comments, instructions, things no parser likes."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>'.encode()
    odd = [
        doctype,
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        b"&l9;",
        b"&bogus;",
        b"&#0;",
        b"&",
    ]
    odd += [b"<!-- -- -->", b"<!-- c -->", b"<![CDATA[4]]>", b"<?p i?>", b"\x00", b"\x0b", b"]]>"]
    odd += [b"\xed\xa0\x80", b"\xef\xbf\xbe", b"&#xFFFF;", b"<!--", b"<![CDATA[", b"</"]
    first = re.match(rb"(<\?xml[^>]*\?>)?\s*", xml)
    match = _some(_TAG, xml, rng)
    at = first.end() if rng.random() < 0.4 or not match else match.end()
    if rng.random() < 0.2:
        return (
            xml[: first.end()]
            + doctype
            + re.sub(rb">[^<]+<", b">&l9;<", xml[first.end() :], count=3)
        )
    return xml[:at] + rng.choice(odd) + xml[at:]


def nested(xml, rng):
    """Nest a thousand or a hundred thousand levels deep."""
    match = _some(_TAG, xml, rng)
    if not match:
        return xml
    deep = rng.choice([1000, 100_000])
    name = rng.choice([b"r", b"c", b"is", b"text:p", b"table:table-cell", b"x"])
    inside = b"<" + name + b">"
    outside = b"</" + name + b">"
    return xml[: match.end()] + inside * deep + outside * rng.choice([deep, 0]) + xml[match.end() :]


def recoded(xml, rng):
    """Write it in another encoding, declared or not."""
    text = xml.decode("utf-8", "replace")
    encoding = rng.choice(
        ["utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32", "cp037", "utf-7"]
    )
    declared = rng.choice([encoding, "UTF-8", "bogus", "utf-16", "idna", "cp932", "rot13"])
    if rng.random() < 0.7:
        text = re.sub(r"^<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
        text = f'<?xml version="1.0" encoding="{declared}"?>{text}'
    return text.encode(encoding, "replace")


def much(xml, rng):
    """Repeat an element a few thousand times."""
    begin = _some(_OPEN, xml, rng)
    end = begin and xml.find(b"</" + begin[1] + b">", begin.end())
    if not begin or end < 0:
        return xml
    end += len(begin[1]) + 3
    element = xml[begin.start() : end]
    return xml[:end] + element * min(5000, 3_000_000 // len(element)) + xml[end:]


XML = (tag_lost, tag_doubled, element_moved, tag_renamed, attribute_mangled, attribute_mangled)
XML += (
    attribute_lost,
    attribute_added,
    text_changed,
    refused_things,
    nested,
    recoded,
    much,
    flip,
    cut,
)
