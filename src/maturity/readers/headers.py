"""What a title means: an item by id, text or alias; a detail of the respondent; a comment."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from maturity.instrument import Instrument, normalised
from maturity.readers import table
from maturity.readers.signatures import kinds_of, words_of
from maturity.readers.titles import loose, plain_title, row_of_grid, wordings, words
from maturity.readers.wordings import Match, Wordings, is_counted

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
_LETTER = re.compile(r"[^\W\d_]")
_SHORT = 120  # characters of the title of a detail
_SLACK = 600  # characters that tools and people may put around a question
_BETWEEN_LANGUAGES, _TWO = (" / ", " | ", "\n", " – ", " - ", "/"), 2  # halves

Meaning = tuple[str, str]  # role and target


@dataclass(frozen=True, slots=True)
class Headers:
    """Looks titles up. ``confirmed`` comes from the organisation's ``mapping.yaml`` and wins.

    ``wordings`` know the items; ``others`` give what else a title can mean; ``labels`` are the
    words in which our forms ask for a detail; ``routed`` the items that only some functions are
    asked; ``latest`` is the workbook whose sheets were last recognised with them, and as what.
    """

    wordings: Wordings
    others: Mapping[str, tuple[Meaning, ...]]
    labels: Mapping[str, frozenset[str]]
    confirmed: Mapping[str, str]
    routed: frozenset[str] = frozenset()
    latest: list[tuple[Any, Any]] = field(default_factory=list, repr=False, compare=False)
    _matches: dict[str, Match | None] = field(default_factory=dict, repr=False, compare=False)
    _meanings: dict[str, tuple[Meaning, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def meanings(self, title: str) -> tuple[Meaning, ...]:
        """Return what a title can mean, best first; nothing when it matches nothing."""
        if title not in self._meanings:
            self._meanings[title] = tuple(dict.fromkeys(self._read(title)))
        return self._meanings[title]

    def match(self, title: str) -> Match | None:
        """Return the item a title names and how it was recognised, None when it names none.

        A match is sure: confirmed, id, exact, normalised or alias. What merely resembles an item
        is told by :meth:`nearest` alone.
        """
        if title not in self._matches:
            self._matches[title] = self._matched(title)
        return self._matches[title]

    def item(self, title: str) -> str | None:
        """Return the item a title names, None when it names none."""
        found = self.match(title)
        return found.item if found else None

    def attribute(self, title: str) -> str | None:
        """Return the detail of a respondent a title names, None when it names none."""
        found = (target for role, target in self.meanings(title) if role == table.ATTRIBUTE)
        return next(found, None)

    def is_label(self, title: str, attribute: str) -> bool:
        """Tell whether a title is the wording in which our forms ask for a detail."""
        return normalised(title) in self.labels[attribute]

    def nearest(self, titles: Iterable[str]) -> tuple[str, float]:
        """Return the item that a column's titles resemble, and how much: a question, no answer."""
        return self.wordings.nearest(title for title in titles if self._may_name(title))

    @property
    def items(self) -> frozenset[str]:
        """The ids of all items."""
        return self.wordings.items

    def is_confirmed(self, title: str) -> bool:
        """Tell whether ``mapping.yaml`` says what a title means."""
        return self._confirmed(title) is not None

    def _read(self, title: str) -> Iterator[Meaning]:
        target = self._confirmed(title)
        if target is not None:
            yield from self._as_confirmed(target)
            return
        found = self.match(title)
        if found:
            yield (table.ITEM, found.item)
        plain = normalised(title)
        yield from self._other(title, plain)
        if self._is_comment(title, plain):
            yield (table.COMMENT, "")

    def _other(self, title: str, plain: str) -> tuple[Meaning, ...]:
        """Return what else than an item a title means, numbered or marked as it may be."""
        found = self.others.get(loose(plain))
        if found or len(title) > _SHORT:
            return found or ()
        for wording in wordings(title):
            found = self.others.get(loose(wording.plain))
            if found and is_counted(wording.number):
                return tuple(each for each in found if each[0] != table.METADATA)
        found = self.others.get(loose(plain).rstrip("0123456789"), ())
        return tuple(each for each in found if each[0] == table.PERSONAL)  # Excel's "Name2"

    def _confirmed(self, title: str) -> str | None:
        if not self.confirmed:
            return None
        target = self.confirmed.get(normalised(title))
        return target if target is not None else self.confirmed.get(_confirmable(title))

    def _as_confirmed(self, target: str) -> tuple[Meaning, ...]:
        if target == IGNORED:
            return ((table.UNKNOWN, IGNORED),)
        if target == COMMENT:
            return ((table.COMMENT, ""),)
        item = self.wordings.ids(plain_title(target))
        return ((table.ITEM, item),) if item else self.others.get(loose(normalised(target)), ())

    def _matched(self, title: str) -> Match | None:
        target = self._confirmed(title)
        if target is not None:
            meant = next((i for role, i in self._as_confirmed(target) if role == table.ITEM), None)
            return Match(meant, table.CONFIRMED) if meant else None
        if not self._may_name(title):
            item = self.wordings.ids(plain_title(title)) if len(title) <= _SLACK else None
            return Match(item, table.ID) if item else None
        return self.wordings.find(title) or self._row(title) or self._in_two_languages(title)

    def _may_name(self, title: str) -> bool:
        """Tell quickly whether a cell may hold words of a question: most hold an answer."""
        return len(title) <= 2 * self.wordings.longest + _SLACK and bool(_LETTER.search(title))

    def _row(self, title: str) -> Match | None:
        """Return the item that the row of a grid names: ``Question [Row]``."""
        parts = row_of_grid(title)
        if parts is None:
            return self._behind_groups(title)
        if self.is_remark(parts[0]):
            return None
        found = self.wordings.find(parts[1])
        if found is None or found.how == table.ID:  # a code in brackets is the tool's own
            return None
        return Match(found.item, table.NORMALISED if found.how == table.EXACT else found.how)

    def _in_two_languages(self, title: str) -> Match | None:
        """Return the item that both halves of a title name: ``Texte / Text``."""
        for between in _BETWEEN_LANGUAGES:
            halves = title.split(between)
            if len(halves) != _TWO:
                continue
            one, other = map(self.wordings.find, halves)
            if one and other and one.item == other.item:
                return Match(one.item, table.NORMALISED)
        return None

    def _behind_groups(self, title: str) -> Match | None:
        """Return the item whose id stands behind a path of groups: ``survey/team/V.1``."""
        path, slash, name = title.strip().rpartition("/")
        if not slash or " " in title.strip() or name.isdigit() or self.is_remark(path):
            return None
        found = self.wordings.find(name)
        return Match(found.item, table.NORMALISED) if found and found.how == table.ID else None

    def is_remark(self, stem: str) -> bool:
        """Tell whether a title says that what follows it is no answer: a remark, points."""
        plain = loose(normalised(stem))
        return bool(_REMARK.match(plain)) or plain in {"points", "score", "feedback"}

    def _is_comment(self, title: str, plain: str) -> bool:
        if _REMARK.match(plain) or self._remarks_on(title):
            return True
        if len(title) > _SHORT:
            return False
        numbered = (each for each in wordings(title) if each.number)
        return any(_REMARK.match(each.plain) and is_counted(each.number) for each in numbered)

    def _remarks_on(self, title: str) -> bool:
        """Tell whether a title is that of the remarks on a question: ``Q1 [Comment]``."""
        parts = row_of_grid(title)
        return parts is not None and loose(normalised(parts[1])) in words_of("titles", "comment")


def headers_for(instrument: Instrument, confirmed: Mapping[str, str]) -> Headers:
    """Prepare the look-up for one instrument."""
    others: dict[str, tuple[Meaning, ...]] = defaultdict(tuple)
    for spelled, meaning in _others(instrument):
        others[loose(normalised(spelled))] += (meaning,)
    labels = {
        attribute.id: frozenset(map(normalised, attribute.label.values()))
        for attribute in instrument.attributes
    }
    mapping = {_confirmable(title): target for title, target in confirmed.items()}
    mapping |= {normalised(title): target for title, target in confirmed.items()}
    routed = frozenset(item.id for item in instrument.items if item.functions)
    return Headers(Wordings(instrument), dict(others), labels, mapping, routed)


def _confirmable(title: str) -> str:
    plain = plain_title(title)
    return words(plain) or plain


def _others(instrument: Instrument) -> Iterator[tuple[str, Meaning]]:
    yield from ((spelled, (table.RESPONDENT, "")) for spelled in _RESPONDENT)
    yield from ((spelled, (table.METADATA, "")) for spelled in _METADATA)
    yield from ((spelled, (table.METADATA, "seconds")) for spelled in words_of("titles", "seconds"))
    for attribute in instrument.attributes:
        spellings = (attribute.id, *attribute.label.values(), *attribute.aliases)
        named = dict.fromkeys(loose(normalised(each)) for each in spellings)
        yield from ((each, (table.ATTRIBUTE, attribute.id)) for each in named)
    yield from ((spelled, (table.PERSONAL, kind)) for spelled, kind in kinds_of("personal").items())
