"""What people say of themselves: the function, rank or site that a word stands for."""

from __future__ import annotations

from collections.abc import Mapping

from maturity.errors import Param, Problem
from maturity.instrument import Attribute, normalised
from maturity.language import LANGUAGES, sentence
from maturity.responses.likeness import likest
from maturity.responses.wording import loose, quoted, ungarbled


def choice_of(attribute: Attribute, written: str) -> str | None:
    """Return the id of an attribute's choice, None when it is none; free text stays as written."""
    if not attribute.choices:
        return written
    known, plain = _known(attribute), normalised(written)
    for words in (plain, loose(written), loose(ungarbled(written))):
        if words in known:
            return known[words]
    return None


def unknown_choice(where: str, attribute: Attribute, written: str) -> Problem:
    """Return the problem of a word that is none of an attribute's choices, with the closest one."""
    languages = dict.fromkeys(language for choice in attribute.choices for language in choice.label)
    listed = {
        language: ", ".join(choice.label.in_language(language) for choice in attribute.choices)
        for language in languages
    }
    params: dict[str, Param] = {
        "attribute": attribute.label,
        "known": listed,
        "hint": _hint(attribute, written),
    }
    return Problem(where, "GROUP_UNKNOWN", quoted(written), params)


def _hint(attribute: Attribute, written: str) -> Param:
    known = _known(attribute)
    plain = likest(loose(ungarbled(written)), known)
    label = next((c.label for c in attribute.choices if plain and c.id == known[plain]), None)
    if label is None:
        return ""
    return {
        language: " " + sentence("cells.likely", language).format(label=label.in_language(language))
        for language in LANGUAGES
    }


def _known(attribute: Attribute) -> Mapping[str, str]:
    """Return choices by every word for them; loosely too where that means one of them only."""
    exact: dict[str, str] = {}
    loosely: dict[str, set[str]] = {}
    for choice in attribute.choices:
        for word in (choice.id, *choice.label.values(), *choice.aliases):
            exact.setdefault(normalised(word), choice.id)
            loosely.setdefault(loose(word), set()).add(choice.id)
    return {word: min(ids) for word, ids in loosely.items() if len(ids) == 1} | exact
