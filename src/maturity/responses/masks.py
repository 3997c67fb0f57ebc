"""What gives a person away is hidden before anything is told: addresses, telephones, names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from maturity.errors import Param, Problem
from maturity.instrument import normalised

EMAIL, PHONE, IP, NAME = "‹e-mail›", "‹phone›", "‹IP›", "‹name›"
_OF_KIND = {"email": EMAIL, "phone": PHONE, "ip": IP}

# Lengths are those an address may have; without them a long text would take for ever.
_PART = r"[^\s@<>()\[\],;:\"“”«»]"
_EMAIL = re.compile(rf"{_PART}{{1,64}}@{_PART}{{1,190}}\.[^\W\d_]{{2,24}}")
_IP = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)"
    r"|(?<![\w:])(?=[0-9a-fA-F:]*[0-9a-fA-F])(?:[0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}(?![\w:])"
)
_PHONE = re.compile(
    r"(?<![\w.,])(?:(?:\+|00)[1-9](?:[ .()/-]{0,2}\d){7,13}"
    r"|0[1-9](?:[ .\u00a0\u202f-]?\d\d){4}"
    r"|\(\d{3}\)[ .-]?\d{3}[ .-]?\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?![\w:-])"
)
_FEW = 7  # digits: fewer are no telephone
_WORD = re.compile(r"[\w'’.-]+")
_MOST = 5  # words of a name
_ADDRESSES = {"kept"}  # params that say where something stands
_SHORT = 3  # letters: shorter names would hide ordinary words


def masked(text: str) -> str:
    """Return a text without the e-mail addresses, telephone numbers and IP addresses in it.

    >>> masked("ask ann@example.org or 06 12 34 56 78"), masked("192.168.0.12"), masked("4,5")
    ('ask ‹e-mail› or ‹phone›', '‹IP›', '4,5')
    """
    if "@" in text:
        text = _EMAIL.sub(EMAIL, text)
    if text.count(".") > 2 or text.count(":") > 2:  # noqa: PLR2004 - an IP address has three
        text = _IP.sub(IP, text)
    if len(text) >= _FEW and sum(map(str.isdigit, text)) >= _FEW:
        text = _PHONE.sub(PHONE, text)
    return text


class Masks:
    """Hides also what stands as somebody's name, address or number in a column of such."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._longest = 0  # words of the longest name
        self._parts: set[str] = set()  # of names of several words

    def learn(self, kind: str, written: Iterable[str]) -> None:
        """Take note of what a column of personal data holds."""
        mask = _OF_KIND.get(kind, NAME)
        for each in written:
            plain = normalised(each)
            if len(plain) > _SHORT and not (plain.isdigit() and len(plain) < _FEW):
                self._known.setdefault(plain, mask)
                words = _WORD.findall(plain)
                self._longest = max(self._longest, min(len(words), _MOST))
                if mask == NAME and len(words) > 1:
                    self._parts.update(word for word in words if len(word) > _SHORT)

    def hide(self, text: str) -> str:
        """Return a text that can be told."""
        if not text:
            return text
        return self._known.get(normalised(text), "") or masked(self._without_names(text))

    def _without_names(self, text: str) -> str:
        """Hide names within a text, and their parts; what is not capital is an ordinary word."""
        words = list(_WORD.finditer(text)) if self._longest > 1 else []
        told, end, n = "", 0, 0
        while n < len(words):
            for count in range(min(self._longest, len(words) - n), 0, -1):
                start, stop = words[n].start(), words[n + count - 1].end()
                mask = self._mask(text[start:stop], count)
                if mask:
                    told, end, n = told + text[end:start] + mask, stop, n + count - 1
                    break
            n += 1
        return told + text[end:]

    def _mask(self, words: str, count: int) -> str:
        plain = normalised(words)
        if count > 1:
            return self._known.get(plain, "")
        return NAME if words[0].isupper() and plain in self._parts else ""

    def problem(self, problem: Problem) -> Problem:
        """Return a problem that can be told; its source is an address and stays."""
        found = self.hide(problem.found)
        params = {
            name: param if name in _ADDRESSES else self._param(param)
            for name, param in problem.params.items()
        }
        if found == problem.found and params == problem.params:
            return problem
        return replace(problem, found=found, params=params)

    def _param(self, param: Param) -> Param:
        """Hide what a line to copy may quote; an id alone may look like somebody's name."""
        if isinstance(param, str):
            return masked(self._without_names(param))
        return {language: masked(self._without_names(text)) for language, text in param.items()}
