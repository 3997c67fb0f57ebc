"""One value changed in a YAML file that a person wrote: not another letter of it moves."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import MappingNode, Node


def with_value(text: str, where: Sequence[str], value: Mapping[str, str]) -> str:
    r"""Return YAML with a small table of words put in one place, on one line.

    What is missing on the way there is made; a new key comes last in its table.

    >>> print(with_value("name: x  # who\n", ["pin"], {"version": "1.0"}), end="")
    name: x  # who
    pin: {version: "1.0"}
    """
    from yaml import MappingNode, SafeLoader, compose

    table = compose(text, Loader=SafeLoader)
    written = _flow(value)
    for n, step in enumerate(where):
        pairs = {str(key.value): (key, inner) for key, inner in table.value}
        if step not in pairs:
            return _added(text, table, [_quoted(each) for each in where[n:]], written)
        key, inner = pairs[step]
        rest = where[n + 1 :]
        if rest and isinstance(inner, MappingNode):
            table = inner
            continue
        for name in reversed(rest):
            written = f"{{{_quoted(name)}: {written}}}"
        start = text.index(":", key.end_mark.index) + 1
        end = _end(text, key, inner)
        return f"{text[:start]} {written}{text[end:]}"
    raise ValueError("a value has a place")


def _quoted(key: str) -> str:
    return key if re.fullmatch(r"[\w.-]+", key) else json.dumps(key, ensure_ascii=False)


def _flow(value: Mapping[str, str]) -> str:
    # What JSON quotes, YAML quotes in the same way.
    pairs = (f"{key}: {json.dumps(each, ensure_ascii=False)}" for key, each in value.items())
    return "{" + ", ".join(pairs) + "}"


def _added(text: str, table: MappingNode, path: list[str], written: str) -> str:
    """Put a new key at the end of a table, as the table is written: in lines or in braces."""
    if table.flow_style:
        for name in reversed(path):
            written = f"{name}: {written}" if name is path[0] else f"{{{name}: {written}}}"
        end = table.end_mark.index - 1
        before = text[:end].rstrip()
        return f"{before}{', ' if table.value else ''}{written}{text[end:]}"
    new_line = "\r\n" if "\r\n" in text else "\n"
    end = text.find("\n", _end(text, *table.value[-1]))
    before, after = (text, "") if end < 0 else (text[:end].removesuffix("\r"), text[end + 1 :])
    column = table.start_mark.column
    lines = [f"{' ' * (column + 2 * n)}{name}:" for n, name in enumerate(path)]
    return new_line.join([before, *lines[:-1], f"{lines[-1]} {written}", after])


def _end(text: str, key: Node, value: Node) -> int:
    """Return where a value ends, before the spaces, comments and empty lines behind it."""
    if value.start_mark.index == value.end_mark.index:  # nothing stands there
        return text.index(":", key.end_mark.index) + 1
    if isinstance(value.value, list) and value.value and not value.flow_style:
        last = value.value[-1]
        return _end(text, *(last if isinstance(last, tuple) else (key, last)))
    return len(text[: value.end_mark.index].rstrip())
