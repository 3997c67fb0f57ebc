"""Survey craft: what a questionnaire says correctly and yet not well; advice, never a refusal.

What counts as long, as a negation or as a platitude is data (``craft`` in ``defaults.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import Complaint
from maturity.instrument.load import read_instrument
from maturity.instrument.places import Found, placed_items, placed_practices
from maturity.instrument.reading_ease import reading_ease, words_of
from maturity.instrument.words import normalised

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml, ItemYaml, PracticeYaml, ScaleYaml
    from maturity.instrument.yamlfile import Where


def advice(path: Path) -> list[Complaint]:
    """Return what a survey methodologist would say of an instrument, each with ``file:line``.

    Raises
    ------
    InstrumentError
        The instrument cannot be loaded at all.
    """
    parsed, document = read_instrument(path)
    linter = _Linter(parsed)
    parts = (linter.items, linter.dimensions, linter.scales, linter.practices, linter.floor)
    found = [each for part in parts for each in part()]
    return [
        Complaint(document.place(where), f"craft.{key}", fields) for where, key, fields in found
    ]


@dataclass(frozen=True, slots=True)
class _Linter:
    """Looks at one instrument; every method yields where, which advice, and its fields."""

    parsed: InstrumentYaml

    def said(self, text: Mapping[str, str]) -> dict[str, str]:
        return {language or self.parsed.language: each for language, each in text.items()}

    def items(self) -> Found:
        placed = list(placed_items(self.parsed))
        languages = {language for _, item in placed for language in self.said(item.text)}
        for where, item in placed:
            for lacking in sorted(languages - set(self.said(item.text))):
                yield (*where, "text"), "language_missing", {"id": item.id, "language": lacking}
            for here, text in _texts(where, item):
                for language, words in self.said(text).items():
                    for key, fields in self._wording(words, language):
                        yield here, key, {"id": item.id, "language": language, **fields}
                yield from self._unequal(here, item.id, self.said(text))
            if self.parsed.articles and not item.sources:
                yield where, "no_source", {"id": item.id}

    def _wording(self, text: str, language: str) -> Iterator[tuple[str, dict[str, str]]]:
        craft = self.parsed.craft
        count = sum(bool(words_of(part)) for part in text.split())
        most = craft.words_most.get(language, count)
        if not craft.words_least <= count <= most:
            limits = {"least": str(craft.words_least), "most": str(most)}
            yield "length", {"words": str(count), **limits}
        whole = _without(text, craft.together.get(language, []))
        for key, phrases in (("double", craft.conjunctions), ("negation", craft.negations)):
            found = _phrases(whole, phrases.get(language, []))
            if found:
                yield key, {"value": ", ".join(found)}
        ease = reading_ease([text], language)
        if ease is not None and ease < craft.ease_least:
            yield "hard", {"ease": f"{ease:.0f}", "least": f"{craft.ease_least:g}"}

    def _unequal(self, where: Where, id_: str, said: Mapping[str, str]) -> Found:
        for (one, text), (two, other) in combinations(said.items(), 2):
            short, long = sorted((len(text), len(other)))
            if short and long / short > self.parsed.craft.length_ratio:
                fields = {
                    "id": id_,
                    "one": one,
                    "two": two,
                    "percent": f"{100 * long / short - 100:.0f}",
                }
                yield where, "unequal", fields

    def dimensions(self) -> Found:
        least = self.parsed.craft.reverse_least
        for d, dimension in enumerate(self.parsed.dimensions):
            inside = (*dimension.items, *(i for p in dimension.practices for i in p.items))
            scored = [item for item in inside if item.weight > 0]
            count = sum(item.reverse for item in scored)
            if len(scored) > least > count:
                fields = {"id": dimension.id, "count": str(count), "least": str(least)}
                yield ("dimensions", d), "few_reverse", fields

    def scales(self) -> Found:
        """Find words that stand for a different place on two scales."""
        meanings = {id_: dict(_positions(scale)) for id_, scale in self.parsed.scales.items()}
        for (one, words), (two, others) in combinations(meanings.items(), 2):
            for word in words.keys() & others.keys():
                if abs(words[word] - others[word]) > self.parsed.craft.label_shift:
                    yield ("scales", two), "labels_clash", {"value": word, "one": one, "two": two}

    def practices(self) -> Found:
        placed = list(placed_practices(self.parsed))
        known = any(practice.rubric or practice.actions for _, practice in placed)
        for where, practice in placed:
            if known:
                yield from self._incomplete(where, practice)
            for language in sorted({lang for a in practice.rubric for lang in self.said(a.anchor)}):
                anchors = [self.said(each.anchor).get(language, "") for each in practice.rubric]
                yield from self._ladder((*where, "rubric"), anchors, language)
            for n, action in enumerate(practice.actions):
                for text in (action.title, action.what):
                    for language, words in self.said(text).items():
                        phrases = self.parsed.craft.platitudes.get(language, [])
                        for found in _phrases(words, phrases):
                            yield (
                                (*where, "actions", n),
                                "platitude",
                                {"id": action.id, "value": found},
                            )

    def floor(self) -> Found:
        """Advise on critical items that nothing follows from, and on a floor that nothing has."""
        critical = [(where, item) for where, item in placed_items(self.parsed) if item.critical]
        if self.parsed.rules.critical is None:
            for where, item in critical:
                yield (*where, "critical"), "critical_without_rule", {"id": item.id}
        elif not critical:
            yield ("rules", "critical"), "rule_without_critical", {}

    def _incomplete(self, where: Where, practice: PracticeYaml) -> Found:
        if not practice.rubric:
            yield where, "no_rubric", {"id": practice.id}
        if not practice.interview:
            yield where, "no_interview", {"id": practice.id}
        steps = {action.step for action in practice.actions}
        for step in range(1, len(self.parsed.levels)):
            if step not in steps:
                yield where, "no_action", {"id": practice.id, "step": str(step)}
        for key in ("rubric", "actions"):
            for n, each in enumerate(getattr(practice, key)):
                if not each.sources:
                    yield (*where, key, n), "no_source", {"id": practice.id}

    def _ladder(self, where: Where, anchors: Iterable[str], language: str) -> Found:
        words = [words_of(anchor.lower()) for anchor in anchors]
        for level, (lower, upper) in enumerate(pairwise(words), start=1):
            alike = SequenceMatcher(a=lower, b=upper, autojunk=False).ratio()
            if alike > self.parsed.craft.ladder_most:
                fields = {"one": str(level), "two": str(level + 1), "language": language}
                yield (*where, level), "ladder", {**fields, "percent": f"{100 * alike:.0f}"}


def _texts(where: Where, item: ItemYaml) -> Iterator[tuple[Where, Mapping[str, str]]]:
    """Yield every wording of an item with its place."""
    yield (*where, "text"), item.text
    for profile, text in item.variants.items():
        yield (*where, "variants", profile), text


def _positions(scale: ScaleYaml) -> Iterator[tuple[str, float]]:
    """Yield each word of a scale with its place from 0 to 1."""
    labels = [(point, word) for each in scale.labels.values() for point, word in each.items()]
    synonyms = [(point, word) for point, words in scale.synonyms.items() for word in words]
    for point, word in (*labels, *synonyms):
        yield normalised(word), (point - scale.min) / (scale.max - scale.min)


def _without(text: str, phrases: Iterable[str]) -> str:
    """Drop phrases that are one thing in spite of their conjunction."""
    for phrase in sorted(phrases, key=len, reverse=True):
        text = re.sub(re.escape(phrase), "·", text.replace("'", "’"), flags=re.IGNORECASE)
    return text


def _phrases(text: str, phrases: Iterable[str]) -> list[str]:
    """Return the phrases that stand in a text as whole words, in the order listed."""
    text = text.replace("'", "’")
    return [
        phrase
        for phrase in phrases
        if re.search(rf"(?<![\w’]){re.escape(phrase)}(?!\w)", text, flags=re.IGNORECASE)
    ]
