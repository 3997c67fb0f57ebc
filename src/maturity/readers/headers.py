"""What a title means: an item by id, text or alias; a detail of the respondent; a comment."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maturity.instrument import Instrument, normalised
from maturity.readers import table

IGNORED, RESPONDENT, COMMENT = "ignore", "respondent", "comment"
MEANINGS = (IGNORED, RESPONDENT, COMMENT)  # what mapping.yaml may say besides an item or a detail
_RESPONDENT = (
    RESPONDENT,
    "respondent_id",
    "respondent id",
    "id",
    "répondant",
    "numéro de répondant",
)
_METADATA = ("progress",)
# "Comment" is also how French asks a question: « Comment jugez-vous … ? » is no remark.
_REMARK = re.compile(r"comment(?! .*\?)|remark|remarque")
_NUMBER = re.compile(r"q?\d+")

Meaning = tuple[str, str]  # role and target


@dataclass(frozen=True, slots=True)
class Headers:
    """Looks titles up. ``confirmed`` comes from the organisation's ``mapping.yaml`` and wins.

    ``routed`` are the items that only some functions are asked.
    """

    items: Mapping[str, str]
    texts: Mapping[str, str]
    others: Mapping[str, tuple[Meaning, ...]]
    labels: Mapping[str, frozenset[str]]
    confirmed: Mapping[str, str]
    routed: frozenset[str] = frozenset()

    def meanings(self, title: str) -> tuple[Meaning, ...]:
        """Return what a title can mean, best first; nothing when it matches nothing."""
        plain = normalised(title)
        if plain in self.confirmed:
            return self._confirmed(self.confirmed[plain])
        found: list[Meaning] = []
        item = self._item(title)
        if item:
            found.append((table.ITEM, item))
        found += self.others.get(_loose(plain), ())
        if _REMARK.match(plain):
            found.append((table.COMMENT, ""))
        return tuple(found)

    def _confirmed(self, target: str) -> tuple[Meaning, ...]:
        if target == IGNORED:
            return ((table.UNKNOWN, IGNORED),)
        if target == COMMENT:
            return ((table.COMMENT, ""),)
        item = self.items.get(normalised(target))
        return ((table.ITEM, item),) if item else self.others.get(_loose(normalised(target)), ())

    def item(self, title: str) -> str | None:
        """Return the item a title names, None when it names none."""
        return next((target for role, target in self.meanings(title) if role == table.ITEM), None)

    def attribute(self, title: str) -> str | None:
        """Return the detail of a respondent a title names, None when it names none."""
        found = (target for role, target in self.meanings(title) if role == table.ATTRIBUTE)
        return next(found, None)

    def is_label(self, title: str, attribute: str) -> bool:
        """Tell whether a title is the wording in which our forms ask for a detail."""
        return normalised(title) in self.labels[attribute]

    def _item(self, title: str) -> str | None:
        # Our forms add lines below a question: who is asked, what the ends of the scale mean.
        for words in dict.fromkeys((title, title.strip().partition("\n")[0])):
            plain = normalised(words)
            found = self.items.get(plain) or self.items.get(_loose(plain)) or self._numbered(plain)
            if found:
                return found
        return None

    def _numbered(self, plain: str) -> str | None:
        """Read ``3. text`` and ``A1 - text``; a number that is another item's id says nothing."""
        head, _, rest = plain.partition(" ")
        number = head.strip("[]().:-|")
        item = self.texts.get(_loose(rest.lstrip("-.:)|] ")))
        named = self.items.get(number)
        fits = named == item or (not named and _NUMBER.fullmatch(number))
        return item if fits else None


def _loose(plain: str) -> str:
    """Return a normalised title without what survey tools and people put behind it."""
    return plain.rstrip(" .:;*?!…") or plain


def headers_for(instrument: Instrument, confirmed: Mapping[str, str]) -> Headers:
    """Prepare the look-up for one instrument; item ids come before texts, texts before aliases."""
    ids = [(item.id, item.id) for item in instrument.items]
    texts = [(text, item.id) for item in instrument.items for text in item.text.values()]
    aliases = [(alias, item.id) for item in instrument.items for alias in item.aliases]
    others: dict[str, tuple[Meaning, ...]] = defaultdict(tuple)
    for words, meaning in _others(instrument):
        others[_loose(normalised(words))] += (meaning,)
    labels = {
        attribute.id: frozenset(map(normalised, attribute.label.values()))
        for attribute in instrument.attributes
    }
    mapping = {normalised(title): target for title, target in confirmed.items()}
    routed = frozenset(item.id for item in instrument.items if item.functions)
    items = _index([*ids, *texts, *aliases])
    return Headers(items, _index(texts), dict(others), labels, mapping, routed)


def _others(instrument: Instrument) -> Iterator[tuple[str, Meaning]]:
    yield from ((words, (table.RESPONDENT, "")) for words in _RESPONDENT)
    yield from ((words, (table.METADATA, "")) for words in _METADATA)
    for attribute in instrument.attributes:
        words = (attribute.id, *attribute.label.values(), *attribute.aliases)
        named = dict.fromkeys(_loose(normalised(each)) for each in words)
        yield from ((each, (table.ATTRIBUTE, attribute.id)) for each in named)


def _index(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return items by normalised words, and by loose words where these mean one item only."""
    exact: dict[str, str] = {}
    loose: dict[str, set[str]] = defaultdict(set)
    for words, item in named:
        plain = normalised(words)
        exact.setdefault(plain, item)
        loose[_loose(plain)].add(item)
    return {words: min(items) for words, items in loose.items() if len(items) == 1} | exact
