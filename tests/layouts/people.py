"""Who answered what: questionnaires, invented people, and the ways an answer gets written down."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from tests.layouts.grid import (
    ANSWERED,
    DONT_KNOW,
    LOST,
    NOT_APPLICABLE,
    OPEN,
    SPOILED,
    Error,
    Formula,
    Percent,
    Truth,
)

from maturity.instrument import load_instrument
from maturity.workspace import instrument_path

HERE = Path(__file__).parent
CLIMATE = HERE / "team-climate.yaml"
SHIPPED = "digital-maturity"


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    min: int
    max: int
    labels: dict[int, str] = field(hash=False)


@dataclass(frozen=True)
class Survey:
    """What was asked, in one language: a part of an instrument."""

    instrument: str
    language: str
    questions: tuple[Question, ...]
    functions: dict[str, str] = field(hash=False)  # id to label

    @property
    def function_title(self):
        return {"fr": "Votre fonction", "en": "Your function"}[self.language]

    @property
    def comment_title(self):
        return {"fr": "Commentaire", "en": "Comment"}[self.language]

    def say(self, english, french):
        return french if self.language == "fr" else english


@dataclass(frozen=True)
class Person:
    """One respondent; an answer is a point, a reason why there is none, or None."""

    number: int
    first: str
    last: str
    function: str
    answers: tuple[int | str | None, ...]
    comment: str | None
    started: datetime

    @property
    def name(self):
        return f"{self.first} {self.last}"

    @property
    def email(self):
        return f"{self.first}.{self.last}{self.number}@client-{self.number}.example".lower()

    @property
    def phone(self):
        return f"06 {self.number % 90 + 10} 47 {self.number % 80 + 11} 93"

    @property
    def ip(self):
        return f"203.0.113.{self.number % 250 + 1}"

    @property
    def finished(self):
        return self.started + timedelta(minutes=7, seconds=self.number)

    @property
    def personal(self):
        found = {self.first, self.last, self.email, self.phone, self.ip}
        return found | {self.phone.replace(" ", "")}


# Invented, and unlike any word of a questionnaire, so that a search for them finds only leaks.
_FIRST = ("Zéphirine", "Ombeline", "Théodule", "Wilfrieda", "Quiterie", "Gontran", "Xanthippe")
_LAST = ("Barbotin", "Vauquelinet", "Krzemek", "Oyelarandt", "Fauchereau", "Tillingbourne")
_REMARKS = (
    "All fine.", "Rien à signaler", "=1+1", "<b>bold</b> words", "Line one\nline two", "4",
    'He said "no"; then, yes', "@SUM(A1)", "N/A", "+33", "l’outil est lent",
)  # fmt: skip


loaded_once = cache(load_instrument)


def loaded(name):
    return loaded_once(instrument_path(name))


@cache
def survey(instrument, language, *ids):
    """Some questions of an instrument, all of them when none is named."""
    asked = loaded(instrument)
    chosen = [item for item in asked.items if not ids or item.id in ids]
    questions = tuple(
        Question(
            item.id,
            item.text.in_language(language),
            item.scale.min,
            item.scale.max,
            {p: label.in_language(language) for p, label in item.scale.labels.items()},
        )
        for item in chosen
    )
    function = next((each for each in asked.attributes if each.id == "function"), None)
    labels = {c.id: c.label.in_language(language) for c in function.choices} if function else {}
    return Survey(instrument, language, questions, labels)


def crowd(survey, rng, size, *, unknown=0.15, blank=0.1):
    """Some invented people; the less usual the answer the rarer."""
    return [_person(survey, rng, number, unknown, blank) for number in range(1, size + 1)]


def _person(survey, rng, number, unknown, blank):
    # An address no other person of the same crowd has, whatever the draw.
    unique = rng.randrange(100) * 50 + number
    return Person(
        unique,
        rng.choice(_FIRST),
        rng.choice(_LAST),
        rng.choice(sorted(survey.functions) or [""]),
        tuple(_answer(question, rng, unknown, blank) for question in survey.questions),
        _remark(rng, unique),
        datetime(2026, rng.randint(1, 12), rng.randint(1, 28), rng.randint(7, 19), unique % 60),  # noqa: DTZ001
    )


def _answer(question, rng, unknown, blank):
    chance = rng.random()
    if chance < blank:
        return None
    if chance < blank + unknown:
        return rng.choice([DONT_KNOW, NOT_APPLICABLE])
    return rng.randint(question.min, question.max)


def _remark(rng, number):
    if rng.random() < 0.5:
        return None
    if rng.random() < 0.2:
        return f"Appelez-moi au 06 {number % 90 + 10} 47 {number % 80 + 11} 93 svp"
    return rng.choice(_REMARKS)


_UNKNOWN = {
    "fr": ("Ne sait pas", "NSP", "Je ne sais pas", "Sans avis", "ne sait pas ", "?"),
    "en": ("Don’t know", "Don't know", "DK", "Not sure", "don't know", "?"),
}
_NOWHERE = {
    "fr": ("Sans objet", "N/A", "NA", "Non concerné(e)", "S.O.", "Non concernée"),
    "en": ("Not applicable", "N/A", "n.a.", "NA", "not applicable"),
}
_BLANKS = (None, None, None, "", " ", "\N{NO-BREAK SPACE}", "-", "—", ".")


def written(survey, question, answer, style, rng):
    """What stands in the cell for an answer, and what must become of it (None for a blank)."""
    if answer is None:
        return (rng.choice(_BLANKS) if style == "messy" else None), None
    if answer in {DONT_KNOW, NOT_APPLICABLE}:
        words = (_UNKNOWN if answer == DONT_KNOW else _NOWHERE)[survey.language]
        return (rng.choice(words) if style == "messy" else words[0]), (answer, None)
    if style == "messy":
        return _messy(question, answer, rng)
    return plainly(question, answer, style), (ANSWERED, answer)


def plainly(question, point, style):
    """A point as a tool exports it."""
    if style == "label" and point in question.labels:
        return question.labels[point]
    return str(point) if style == "text" else point


def _messy(question, point, rng):
    chance = rng.random()
    if chance < 0.08:
        return _spoiled(question, rng)
    label = question.labels.get(point)
    ways = [point, float(point), str(point), f" {point} ", f"{point},0", f"{point}.0",
            f"\N{NO-BREAK SPACE}{point}\N{NARROW NO-BREAK SPACE}", f"{point}/{question.max}",
            Formula(f"={point}", point)]  # fmt: skip
    if point == 0:
        ways.pop()  # a formula's 0 may be one that a program wrote instead of the result
    if question.min == 0:
        ways.remove(f"{point}/{question.max}")  # seven out of ten, or the seventh of eleven?
    if label:
        ways += [label, label.upper(), label.replace("’", "'"), f"  {label}",
                 f"{point} - {label}", f"{point}. {label}", f"{point} – {label}",
                 f"{point} ({label})",
                 label.replace(" ", "\N{NO-BREAK SPACE}")]  # fmt: skip
    return rng.choice(ways), (ANSWERED, point)


def _spoiled(question, rng):
    far = question.max * 11 + 30
    one = rng.choice([
        "x", f"{question.min + 1} ou {question.min + 2}", f"{question.max - 1};{question.min + 1}",
        f"{question.min + 1}-{question.max - 1}", question.min + 1.5, far, datetime(2026, 4, 3),  # noqa: DTZ001
        Percent(0.8), True, Error("#N/A"), "see my mail", "####", Error("#REF!"),
    ])  # fmt: skip
    return one, (SPOILED, None)


def truth_of(person, question, outcome):
    """Join a person, a question and what :func:`written` said must become of the cell."""
    return None if outcome is None else Truth(person.number, question.id, *outcome)


def not_taken(person, question, *, kind=LOST):
    """The truth of a cell that is asked about, and not used before a person confirms."""
    return Truth(person.number, question.id, kind, None)


def open_to(person, question, answer):
    """The truth of a cell that may be read, if rightly, or asked about."""
    if answer is None:
        return None
    point = answer if isinstance(answer, int) else None
    return Truth(person.number, question.id, OPEN, point)


def dice(seed):
    """Random numbers from one seed."""
    return random.Random(seed)
