"""The wordings of an instrument's items, and which item a title names: surely, or not at all.

What fits two items names none. A likeness is a suggestion for a person to confirm, never a match.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maturity.instrument import Instrument
from maturity.readers import table
from maturity.readers.signatures import number_of
from maturity.readers.titles import (
    Wording,
    cut_off,
    id_parts,
    loose,
    plain_title,
    wordings,
    words,
)

_COUNTED = re.compile(
    r"(?:(?:question|item|q|no|n°|n)\.? ?)?\d+(?:[._-]\d+)*[a-z]?"
    r"|[a-z]{1,5}[._-]?\d+(?:[._-]\d+)*[a-z]?|[a-z]|[ivx]{1,5}"
)
_ID = re.compile(r"[^\W_]{0,40}(?:[ ._-]?[^\W_]{1,40}){0,3}")
_LOST = re.compile(r"\ufffd+|(?<=\w)\?+(?= ?\w)|(?<= )\?+(?=[\w ])|^\?+(?= ?\w)")
_LAST_LOST = re.compile(r"(?<=\w)\?(?=[.,;:]|$)")
_LONG_ENOUGH = 12  # characters of words alone that name a question without its punctuation
_ALONE = 6  # … and of an id of another kind than letters and digits
_NOT_ONE = ""  # what fits two items


@dataclass(frozen=True, slots=True)
class Match:
    """The item a title names, and how: id, exact, normalised or alias."""

    item: str
    how: str


class Wordings:
    """Looks up which item a title names, by id, text or alias."""

    def __init__(self, instrument: Instrument) -> None:
        items = instrument.items
        self.items = frozenset(item.id for item in items)
        texts = [(text, item.id) for item in items for text in item.text.values()]
        variants = [
            (text, item.id)
            for item in items
            for variant in item.variants.values()
            for text in variant.values()
        ]
        aliases = [(alias, item.id) for item in items for alias in item.aliases]
        self._ids = _index((item.id, item.id) for item in items)
        self._parts = _unique((id_parts(plain_title(item.id)), item.id) for item in items)
        self._exact = _unique((" ".join(text.split()), item) for text, item in (*texts, *variants))
        self._texts = _Texts(texts, _Texts(variants))
        self._aliases = _Texts(aliases)
        worded = {(words(plain_title(text)), item) for text, item in (*texts, *variants, *aliases)}
        self._words = sorted(worded)
        self.longest = max((len(text) for text, _ in texts), default=0)

    def ids(self, plain: str) -> str | None:
        """Return the item whose id a plain title is."""
        return self._ids.get(plain) or self._ids.get(loose(plain))

    def find(self, title: str) -> Match | None:
        """Return the item a title names, None when it names none, or more than one."""
        plain = plain_title(title)
        named = self.ids(plain)
        if named:
            return Match(named, table.ID)
        exact = self._exact.get(" ".join(title.split()))
        if exact is not None:
            return Match(exact, table.EXACT) if exact else None
        parts = self._parts.get(id_parts(plain)) if _ID.fullmatch(loose(plain)) else None
        if parts:
            return Match(parts, table.NORMALISED)
        found = self._worded(title)
        return found or self._damaged(title)

    def _worded(self, title: str) -> Match | None:
        for wording in wordings(title):
            named = None if wording.number else self.ids(wording.plain)
            if named:
                return Match(named, table.ID)
            for known, how in ((self._texts, table.NORMALISED), (self._aliases, table.ALIAS)):
                item = known.find(wording.plain)
                if item is not None and self._numbered(wording, item):
                    return Match(item, how) if item else None
        return None

    def _numbered(self, wording: Wording, item: str) -> bool:
        """Tell whether what stood before a wording is a number, and no other item's id."""
        head = wording.number
        if not head:
            return True
        named = self._parts.get(id_parts(head))
        return named == item if named is not None else is_counted(head)

    def _damaged(self, title: str) -> Match | None:
        """Return the item of a title that was cut, or lost letters, if only one fits."""
        for wording in wordings(title):
            cut = cut_off(wording.plain)
            fits = self._beginning(*cut) if cut else set()
            fits |= self._with_gaps(wording.plain) if _LOST.search(wording.plain) else set()
            if len(fits) == 1 and self._numbered(wording, item := next(iter(fits))):
                return Match(item, table.NORMALISED)
            if fits:
                return None
        return None

    def _beginning(self, start: str, said: bool) -> set[str]:  # noqa: FBT001 - of cut_off
        least = number_of("titles", "cut_at_dots" if said else "cut_anywhere")
        begun = words(start)
        if len(start) < least or not begun:
            return set()
        at = bisect_left(self._words, (begun, ""))
        fits = set()
        while at < len(self._words) and self._words[at][0].startswith(begun):
            fits.add(self._words[at][1])
            at += 1
        return fits

    def _with_gaps(self, plain: str) -> set[str]:
        """Return the items whose words fit a title in which letters became question marks."""
        # The last letter may be lost too, before the full stop; alone that proves nothing.
        pieces = [re.escape(words(piece)) for piece in _LOST.split(_LAST_LOST.sub("\ufffd", plain))]
        if sum(map(len, pieces)) < _LONG_ENOUGH:
            return set()
        pattern = re.compile(r"[^ ]?\s?[^ ]{0,2}\s?".join(pieces))
        return {item for text, item in self._words if pattern.fullmatch(text)}

    def nearest(self, titles: Iterable[str]) -> tuple[str, float]:
        """Return the item that titles of one column resemble most, and how much (0 to 1).

        Nothing when none does, or two do nearly as much.
        """
        from rapidfuzz import fuzz, process

        best: dict[str, float] = defaultdict(float)
        for asked in dict.fromkeys(words(plain_title(title)) for title in titles):
            if len(asked) < _LONG_ENOUGH:
                continue
            near = process.extract(
                asked, [text for text, _ in self._words], scorer=fuzz.ratio, limit=8,
                score_cutoff=50,
            )  # fmt: skip
            for _, score, at in near:
                item = self._words[at][1]
                best[item] = max(best[item], score / 100)
            for item, share in self._contained(asked):
                best[item] = max(best[item], share)
        ranked = sorted(best.items(), key=lambda each: -each[1])
        if not ranked or ranked[0][1] < number_of("titles", "alike"):
            return "", 0.0
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < number_of("titles", "apart"):
            return "", 0.0
        return ranked[0][0], round(ranked[0][1], 3)

    def _contained(self, asked: str) -> Iterator[tuple[str, float]]:
        """Yield the items whose whole text stands inside a longer title."""
        for text, item in self._words:
            if len(text) >= 2 * _LONG_ENOUGH and f" {text} " in f" {asked} ":
                yield item, max(number_of("titles", "alike"), len(text) / len(asked))

    def shares_words(self, item: str, title: str) -> bool:
        """Tell whether a title shares at least half the words of some text of an item."""
        said = set(words(plain_title(title)).split())
        texts = [set(text.split()) for text, named in self._words if named == item]
        return not texts or any(2 * len(said & text) >= min(len(text), len(said)) for text in texts)


def is_counted(head: str) -> bool:
    """Tell whether what stood in front of a title is a number of a question, or nothing."""
    return not head or bool(_COUNTED.fullmatch(head))


class _Texts:
    """Texts by plain and by mere words; ``weaker`` are looked up where these know nothing."""

    def __init__(self, named: Iterable[tuple[str, str]], weaker: _Texts | None = None) -> None:
        pairs = [(plain_title(text), item) for text, item in named]
        self._plain = _unique(pairs)
        self._loose = _unique((loose(plain), item) for plain, item in pairs)
        self._words = _unique(
            (bare, item) for plain, item in pairs if len(bare := words(plain)) >= _LONG_ENOUGH
        )
        self._weaker = weaker

    def find(self, plain: str) -> str | None:
        """Return an item, an empty text for what fits two, None for what fits none."""
        found = self._plain.get(plain)
        if found is None:
            found = self._loose.get(loose(plain))
        if found is None:
            found = self._words.get(words(plain))
        return self._weaker.find(plain) if found is None and self._weaker else found


def _unique(named: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return item by words, an empty text where the words are those of two items."""
    found: dict[str, str] = {}
    for key, item in named:
        if key:
            found[key] = item if found.setdefault(key, item) == item else _NOT_ONE
    return found


def _index(named: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    pairs = [(plain_title(identifier), item) for identifier, item in named]
    return {**_unique((loose(plain), item) for plain, item in pairs), **dict(pairs)}
