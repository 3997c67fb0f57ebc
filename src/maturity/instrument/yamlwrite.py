"""Plain data as YAML that people read: blocks, long texts folded, small things on one line.

ruamel.yaml keeps what somebody wrote; it does not make a page somebody likes to read, and takes
half a minute for five thousand questions.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from maturity.instrument.yamlfile import plain_word

WIDTH = 120
_STEP = "  "
_EXACT = 2**53
_PLAIN = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*")
_UNPLAIN = re.compile(r": |:$| #| $")
_UNPLAIN_IN_LIST = re.compile(r"[,\[\]{}]")
_SHOWN = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*")
_HIDDEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_MISREAD = {"yes", "no", "on", "off", "y", "n", "true", "false", "null"}  # by older YAML


def as_yaml(data: dict[str, Any]) -> str:
    """Return a table as YAML, its keys apart.

    >>> print(as_yaml({"id": "a", "text": {"en": "Yes: no", "fr": "Oui"}}), end="")
    id: a
    <BLANKLINE>
    text: {en: "Yes: no", fr: Oui}
    """
    parts = ["\n".join(_pair(key, value, WIDTH)) for key, value in data.items()]
    return "\n\n".join(parts) + "\n"


def _pair(key: str | int, value: Any, room: int) -> list[str]:  # noqa: ANN401 - plain data
    return _headed(f"{_scalar(key)}:", value, room)


def _headed(head: str, value: Any, room: int) -> list[str]:  # noqa: ANN401 - plain data
    """Return a value behind a key or a dash: on its line, or in a block below it."""
    flow = _flow(value, alone=True)
    if flow is not None and len(head) + 1 + len(flow) <= room:
        return [f"{head} {flow}"]
    inner = room - len(_STEP)
    if isinstance(value, dict):
        lines = [line for key, each in value.items() for line in _pair(key, each, inner)]
    elif isinstance(value, list):
        lines = [line for each in value for line in _headed("-", each, inner)]
    else:
        style, lines = _text(str(value), inner)
        return [f"{head} {style}", *_indented(lines)]
    if head == "-":  # a table's first key stands behind the dash
        return [f"- {lines[0]}", *_indented(lines[1:])]
    return [head, *_indented(lines)]


def _indented(lines: list[str]) -> list[str]:
    return [_STEP + line if line else line for line in lines]


def _text(text: str, room: int) -> tuple[str, list[str]]:
    """Return a long text as a block when that keeps it as it is, else in quotes."""
    lines = text.split("\n")
    if not all(_SHOWN.fullmatch(line) and line.strip(" ") == line for line in lines):
        return _quoted(text), []
    if not lines[0] or not lines[-1]:
        return _quoted(text), []
    if len(lines) > 1:
        return "|-", lines
    return (_quoted(text), []) if "  " in text else (">-", _wrapped(text, room))


def _wrapped(text: str, room: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def _flow(value: Any, *, alone: bool = False) -> str | None:  # noqa: ANN401 - plain data
    """Return a small thing on one line, None when it holds tables or lines.

    What does not stand alone stands in a list or table, where commas and brackets mean something.
    """
    if isinstance(value, dict):
        if any(isinstance(each, dict) for each in value.values()):
            return None
        pairs = [(_scalar(key), _flow(each)) for key, each in value.items()]
        whole = all(flow is not None for _, flow in pairs)
        return "{" + ", ".join(f"{key}: {flow}" for key, flow in pairs) + "}" if whole else None
    if isinstance(value, list):
        simple = not any(isinstance(each, dict | list) for each in value)
        return "[" + ", ".join(map(_scalar, value)) + "]" if simple else None
    if isinstance(value, str) and "\n" in value.strip("\n"):
        return None
    return _scalar(value, alone=alone)


def _scalar(value: str | float | None, *, alone: bool = False) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value if _is_plain(value, alone=alone) else _quoted(value)
    if not math.isfinite(value):
        return {"inf": ".inf", "-inf": "-.inf"}.get(str(value), ".nan")
    return str(int(value)) if value == int(value) and abs(value) < _EXACT else repr(value)


def _is_plain(text: str, *, alone: bool) -> bool:
    if not _PLAIN.fullmatch(text) or _UNPLAIN.search(text):
        return False
    if not alone and _UNPLAIN_IN_LIST.search(text):
        return False
    return plain_word(text) == text and text.casefold() not in _MISREAD


def _quoted(text: str) -> str:
    r"""Return a text in double quotes, what nobody can see escaped.

    >>> _quoted("a\u2028b")
    '"a\\u2028b"'
    """
    written = json.dumps(text, ensure_ascii=False)
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
