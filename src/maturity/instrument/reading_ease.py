"""How easily a text reads: Flesch's formula in English, Kandel and Moles's in French.

About 100 is a text anyone reads without effort, 60 plain prose, 30 a text for graduates. Both were
made for passages of a hundred words: of one question they are a hint, of all the questions of
a dimension a measure.

R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), 221-233;
L. Kandel and A. Moles, "Application de l'indice de Flesch à la langue française", Cahiers d'études
de radio-télévision 19 (1958), 253-274.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maturity.instrument.model import Dimension, Instrument

_WORD = re.compile(r"[^\W\d_]+")
_CONTRACTED = re.compile(r"(?<=\w)['’](?=(?:s|t|re|ve|ll|d|m)\b)")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")

_VOWELS = re.compile(r"[aeiouy]+")
# Vowels written together and spoken apart: via-ble, be-ing; and the e that is written only.
_APART = re.compile(
    r"ia(?!l\b|n\b|ns\b|ls\b)|io(?!n|us)|iu|eo(?!u|pl|n\b)|ua(?!r|l?ge|nt|d)|[aeouy]ing"
)
_WRITTEN_ONLY = re.compile(
    r"(?<![aeiouyl])e$|(?<=[aeiouy]l)e$|(?<![aeiouytd])ed$|(?<![aeiouyscxzg])(?<!ch)(?<!sh)es$"
)
_BEFORE_ENDING = re.compile(r"(?<=[a-z][^aeiouy])e(?=(?:ly|ments?|ful|thing|one|body)$)")

_FRENCH_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüÿœæ]+")
_FRENCH_APART = re.compile(
    r"é[aoéuàâè]|ée[lr]|[aou]é|ï|aë|oë|[^gq]ua(?!nt|rd)|[bcdfgprtv][lr]i[aeéoè]|ao(?!u)|oa|ya|yé|yo|ye(?!$)"
)
_FRENCH_WRITTEN_ONLY = re.compile(r"(?:(?<=[^aeiouyàâäéèêëîïôöùûü])|(?<=[qg]u))es?$")


def english_syllables(word: str) -> int:
    """Count the syllables of an English word.

    >>> [english_syllables(word) for word in ("team", "decides", "agreed", "table", "management")]
    [1, 2, 2, 2, 3]
    """
    word = _BEFORE_ENDING.sub("", word.lower())
    count = len(_VOWELS.findall(word)) + len(_APART.findall(word))
    return max(1, count - bool(_WRITTEN_ONLY.search(word)))


def french_syllables(word: str) -> int:
    """Count the syllables of a French word as carefully spoken, without a silent last e.

    >>> [french_syllables(word) for word in ("équipe", "réunion", "données", "idée", "création")]
    [2, 3, 2, 2, 3]
    """
    word = word.lower()
    count = len(_FRENCH_VOWELS.findall(word)) + len(_FRENCH_APART.findall(word))
    return max(1, count - bool(count > 1 and _FRENCH_WRITTEN_ONLY.search(word)))


@dataclass(frozen=True, slots=True)
class _Formula:
    """``start - per_sentence × words per sentence - per_word × syllables per word``."""

    syllables: Callable[[str], int]
    start: float
    per_sentence: float
    per_word: float


FORMULAS = {
    "en": _Formula(english_syllables, 206.835, 1.015, 84.6),
    "fr": _Formula(french_syllables, 207.0, 1.015, 73.6),
}


def words_of(text: str) -> list[str]:
    """Return the words of a text; ``don’t`` is one, ``l’équipe`` two.

    >>> words_of("We don’t wait: l’équipe agit.")
    ['We', 'dont', 'wait', 'l', 'équipe', 'agit']
    """
    return _WORD.findall(_CONTRACTED.sub("", text))


def reading_ease(texts: Iterable[str], language: str) -> float | None:
    """Return the reading ease of texts taken as one passage, None where no formula is known.

    >>> round(reading_ease(["The cat sat on the mat."], "en"), 1)
    116.1
    """
    formula = FORMULAS.get(language)
    texts = list(texts)
    words = [word for text in texts for word in words_of(text)]
    if formula is None or not words:
        return None
    sentences = sum(max(1, len(_SENTENCE_END.findall(text))) for text in texts)
    # An elided word (l’, d’) is spoken with the next: it is read as a word, not as a syllable.
    spoken = [word for word in words if language != "fr" or len(word) > 1 or word.lower() in "aày"]
    syllables = sum(map(formula.syllables, spoken))
    asl, asw = len(words) / sentences, syllables / len(words)
    return formula.start - formula.per_sentence * asl - formula.per_word * asw


def ease_by_dimension(instrument: Instrument) -> dict[str, dict[str, float]]:
    """Return the reading ease of each dimension's items, ``{dimension: {language: ease}}``."""

    def of(dimension: Dimension) -> Iterator[tuple[str, float]]:
        for language in instrument.languages:
            ease = reading_ease((item.text[language] for item in dimension.items), language)
            if ease is not None:
                yield language, ease

    return {dimension.id: dict(of(dimension)) for dimension in instrument.dimensions}
