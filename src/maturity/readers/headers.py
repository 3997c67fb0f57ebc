"""What a column title means: an item by id, text or alias; a detail of the respondent; a comment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from maturity.instrument import Instrument, normalised
from maturity.readers import table

IGNORED = "ignore"
_RESPONDENT = (
    "respondent",
    "respondent_id",
    "respondent id",
    "id",
    "répondant",
    "numéro de répondant",
)
_METADATA = ("progress",)
_COMMENT = ("comment", "commentaire", "remark", "remarque")


@dataclass(frozen=True, slots=True)
class Headers:
    """Looks titles up. ``confirmed`` comes from the organisation's ``mapping.yaml`` and wins."""

    items: Mapping[str, str]
    others: Mapping[str, tuple[str, str]]
    confirmed: Mapping[str, str]

    def meaning(self, title: str) -> tuple[str, str]:
        """Return the role and target of a column title; ``unknown`` when nothing matches."""
        plain = normalised(title)
        if plain in self.confirmed:
            target = self.confirmed[plain]
            return (table.UNKNOWN, IGNORED) if target == IGNORED else self._confirmed(target)
        if plain in self.items:
            return table.ITEM, self.items[plain]
        if plain in self.others:
            return self.others[plain]
        if plain.startswith(_COMMENT):
            return table.COMMENT, ""
        return table.UNKNOWN, ""

    def _confirmed(self, target: str) -> tuple[str, str]:
        plain = normalised(target)
        if plain in self.items:
            return table.ITEM, self.items[plain]
        return self.others.get(plain, (table.UNKNOWN, ""))

    def item(self, title: str) -> str | None:
        """Return the item a title names, None when it names none."""
        role, target = self.meaning(title)
        return target if role == table.ITEM else None


def headers_for(instrument: Instrument, confirmed: Mapping[str, str]) -> Headers:
    """Prepare the look-up for one instrument; item ids come before texts, texts before aliases."""
    items: dict[str, str] = {}
    for item in instrument.items:
        items.setdefault(normalised(item.id), item.id)
    for item in instrument.items:
        for words in (*item.text.values(), *item.aliases):
            items.setdefault(normalised(words), item.id)
    others = {normalised(word): (table.RESPONDENT, "") for word in _RESPONDENT}
    others.update((normalised(word), (table.METADATA, "")) for word in _METADATA)
    for attribute in instrument.attributes:
        for words in (attribute.id, *attribute.label.values(), *attribute.aliases):
            others.setdefault(normalised(words), (table.ATTRIBUTE, attribute.id))
    return Headers(
        items, others, {normalised(title): target for title, target in confirmed.items()}
    )
