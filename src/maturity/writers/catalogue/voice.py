"""How a page of the instrument says things: texts in their languages, citations, anchors."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from maturity.instrument import (
    Action,
    Anchor,
    Dimension,
    Figure,
    Instrument,
    Item,
    Level,
    Mirror,
    Practice,
    Side,
    Text,
)
from maturity.instrument.coverage import ARTICLE, NATURES, Coverage, citation
from maturity.instrument.finding import Condition
from maturity.instrument.knowledge import OWN, CostClass, RegisterField
from maturity.language import Language

if TYPE_CHECKING:
    from markupsafe import Markup

_RIGHT_TO_LEFT = {"R", "AL", "AN", "RLE", "RLO", "RLI"}
_NO_LETTER_OF_AN_ID = re.compile(r"[^A-Za-z0-9_.-]")


class Voice:
    """One instrument in one reader's language."""

    def __init__(self, instrument: Instrument, say: Language) -> None:
        self.instrument = instrument
        self.say = say

    # Texts

    def text(self, text: Text | str) -> Markup:
        """Return a text in the reader's language, else in the first it has, marked as such."""
        if isinstance(text, str):
            return _isolated(text)
        language = self._spoken(text)
        return self._marked(text.get(language, ""), language)

    def others(self, text: Text) -> list[Markup]:
        """Return the text in the languages that :meth:`text` leaves out."""
        spoken = self._spoken(text)
        return [self._marked(each, code) for code, each in text.items() if code != spoken]

    def _spoken(self, text: Text) -> str:
        return self.say.code if text.get(self.say.code) else next(iter(text), self.say.code)

    def _marked(self, words: str, language: str) -> Markup:
        from markupsafe import Markup

        if language == self.say.code or not words:
            return _isolated(words)
        return Markup('<span lang="{}">{}</span>').format(language, _isolated(words))

    def plain(self, text: Text) -> str:
        """Return the words of a text alone, for a title or a caption."""
        return text.in_language(self.say.code)

    def columns(self, text: Text) -> list[Markup]:
        """Return a text in each of :attr:`other_languages`, empty where it has none."""
        main, *others = self._codes
        shown = text if text.get(main) else {}
        return [self._marked(shown.get(code, ""), code) for code in others]

    def listed(self, label: Text) -> Markup:
        """Return a name in the other languages, each with a point after it."""
        from markupsafe import Markup

        return Markup().join(Markup("{} · ").format(each) for each in self.others(label))

    def is_translated(self, practice: Practice) -> bool:
        """Tell whether a practice's rubric or actions exist in another language too."""
        texts = (
            *(each.text for each in practice.rubric),
            *(each.title for each in practice.actions),
        )
        return any(self.others(text) for text in texts)

    def language(self, code: str) -> str:
        """Return the name of a language, as the reader calls it; the code of one unknown."""
        from babel import Locale, UnknownLocaleError

        try:
            name = Locale.parse(code).get_display_name(self.say.code)
        except (UnknownLocaleError, ValueError):
            return code
        return (name or code).capitalize()

    @cached_property
    def _codes(self) -> list[str]:
        """The languages of the items, the one the reader sees first at the head."""
        codes = self.instrument.languages or (self.say.code,)
        return sorted(codes, key=lambda code: code != self.say.code)

    @property
    def main_language(self) -> str:
        """The name of the language in which the reader sees the items first."""
        return self.language(self._codes[0])

    @property
    def other_languages(self) -> list[str]:
        """The names of the other languages of the items."""
        return [self.language(code) for code in self._codes[1:]]

    def number(self, value: float) -> str:
        """Write a number with the decimals it has, at most three."""
        decimals = next((n for n in range(3) if round(value, n) == value), 3)
        return self.say.number(value, decimals)

    # Anchors and citations

    @staticmethod
    def anchor(kind: str, *names: object) -> str:
        """Return the id of a thing on the page, the same for the same names.

        >>> Voice.anchor("field", "rituals", "last date")
        'field-rituals-last_20_date'
        """

        def plain(name: object) -> str:
            return _NO_LETTER_OF_AN_ID.sub(lambda found: f"_{ord(found[0]):x}_", str(name))

        return "-".join((kind, *map(plain, names)))

    def cited(self, sources: Iterable[str]) -> Iterator[Cited]:
        """Yield each source with its nature in words and the place of its line on the page."""
        for source in sources:
            found = citation(source, self.instrument.articles)
            if found.article is None:
                yield Cited("", self.say("catalogue.nature.own"))
            elif found.line is None:
                place = self.anchor("article", found.article.id)
                yield Cited(source, self.text(found.article.nature), place)
            else:
                place = self.anchor("line", found.article.id, found.number)
                yield Cited(source, self.nature(found.line.nature, found.line.year), place)

    def nature(self, nature: str, year: int | None) -> str:
        """Say what a line rests on, and of a survey or forecast the year, also where none is."""
        words = self.say(f"catalogue.nature.{nature}")
        if nature == NATURES[0]:
            return words
        return self.say("catalogue.nature.dated", nature=words, year=self.year(year))

    def year(self, year: int | None) -> str:
        """Return a year, or say that it was not stated."""
        return str(year) if year is not None else self.say("catalogue.figure.no_year")

    def natures(self, rows: Iterable[Coverage]) -> list[tuple[str, str]]:
        """Return the natures that sources of these rows have, each with its heading."""
        found = {nature for row in rows for nature in row.sources}
        order = (*NATURES, ARTICLE, OWN)
        return [(each, self.say(f"catalogue.nature.{each}")) for each in order if each in found]

    @cached_property
    def citations(self) -> Counter[str]:
        """How often each source is cited on the page."""
        asked = self.instrument
        lists = (
            *(each.sources for each in asked.items),
            *(anchor.sources for practice in asked.practices for anchor in practice.rubric),
            *(each.sources for each in asked.actions),
            *(each.sources for each in asked.figures),
            *(each.sources for each in asked.profiles),
            *(each.sources for each in asked.registers),
        )
        return Counter(source for sources in lists for source in sources)

    # The instrument's own words

    def level(self, number: int) -> str:
        """Return a level's name."""
        return self.instrument.levels[number - 1].label.in_language(self.say.code)

    def level_at(self, score: float) -> Level:
        """Return the level in which a score of 0 to 100 falls."""
        levels = self.instrument.levels
        return next(each for each in levels if each.below is None or score < each.below)

    def band(self, level: Level) -> str:
        """Say from which score to which a level goes."""
        below = self.instrument.levels[level.number - 2].below if level.number > 1 else 0
        low = self.number(below or 0)
        if level.below is None:
            return self.say("catalogue.levels.last", low=low)
        return self.say("catalogue.levels.band", low=low, high=self.number(level.below))

    def step(self, step: int) -> str:
        """Say between which levels an action of this step leads."""
        return self.say(
            "catalogue.step", step=step, low=self.level(step), high=self.level(step + 1)
        )

    def functions(self, ids: Iterable[str]) -> str:
        """Name functions; nobody named is everybody."""
        names = self._choices("function", ids)
        return self.say.listing(names) if names else self.say("catalogue.item.everybody")

    def people(self, side: Side) -> str:
        """Name who is on a side of a mirror."""
        return self.say.listing(self._choices(side.attribute, side.values))

    def _choices(self, attribute: str, ids: Iterable[str]) -> list[str]:
        known = self.instrument.attribute(attribute)
        choices = known.choices if known else ()
        labels = {each.id: each.label.in_language(self.say.code) for each in choices}
        return [labels.get(id_, id_) for id_ in ids]

    def profiles(self, ids: Iterable[str]) -> str:
        """Name kinds of organisation."""
        labels = {
            each.id: each.label.in_language(self.say.code) for each in self.instrument.profiles
        }
        return self.say.listing([labels.get(id_, id_) for id_ in ids])

    @cached_property
    def titles(self) -> Mapping[str, Text]:
        """The title of every action."""
        return {action.id: action.title for action in self.instrument.actions}

    @cached_property
    def practices(self) -> Mapping[str, Practice]:
        """Every practice by id."""
        return {each.id: each for each in self.instrument.practices}

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by id."""
        return {each.id: each for each in self.instrument.items}

    @cached_property
    def fields(self) -> Mapping[str, tuple[Text, RegisterField]]:
        """Every column of a register, ``register.field``, with the register's name."""
        return {
            f"{register.id}.{each.id}": (register.label, each)
            for register in self.instrument.registers
            for each in register.fields
        }

    @cached_property
    def proved(self) -> Mapping[str, list[Practice]]:
        """The practices that each register gives evidence of."""
        found: dict[str, list[Practice]] = {}
        for practice in self.instrument.practices:
            fields = (proof.field for each in practice.rubric for proof in each.evidence)
            for register in dict.fromkeys(each.partition(".")[0] for each in fields if each):
                found.setdefault(register, []).append(practice)
        return found

    @property
    def missing(self) -> str:
        """What may be answered besides the points of a scale."""
        return self.say.listing([self.plain(each.label) for each in self.instrument.missing])

    @property
    def annexes(self) -> list[tuple[str, str]]:
        """The pages after the dimensions: those the instrument has something for, and titles."""
        asked = self.instrument
        there = {
            "profiles": asked.profiles,
            "findings": asked.findings,
            "figures": asked.figures,
            "registers": asked.registers,
            "people": asked.roles or asked.costs,
            "forms": asked.forms,
            "migrations": asked.migrations,
            "sources": asked.articles,
        }
        return [(id_, self.say(f"catalogue.{id_}.title")) for id_, what in there.items() if what]

    def condition(self, condition: Condition) -> str:
        """Write a comparison of a rule as its YAML has it."""
        value = condition.value
        words = value if isinstance(value, tuple) else (f"{value:g}",)
        return f"{condition.measure} {condition.operator} {' | '.join(words)}"

    def kind(self, kind: str) -> str:
        """Name a kind of evidence or of profile."""
        return self.say(f"catalogue.kind.{kind}")

    def change(self, change: str) -> str:
        """Name what became of an item between two versions."""
        return self.say(f"catalogue.change.{change}")

    def items_of(self, tag: str) -> list[Item]:
        """Return the items that carry a tag."""
        return [item for item in self.instrument.items if tag in item.tags]

    def actions_of(self, owner: str) -> list[Action]:
        """Return what a role is in charge of."""
        return [action for action in self.instrument.actions if action.owner == owner]

    def mirror(self, id_: str) -> Mirror:
        """Return a mirror by id."""
        return next(each for each in self.instrument.mirrors if each.id == id_)

    def cost(self, id_: str) -> CostClass:
        """Return a class of cost by id."""
        return next(each for each in self.instrument.costs if each.id == id_)

    def value(self, figure: Figure) -> str:
        """Write a published figure with its operator and unit."""
        decimals = next((n for n in range(3) if round(figure.value, n) == figure.value), 3)
        value = self.number(figure.value)
        if figure.unit == "percent":
            value = self.say.percent(figure.value / 100, decimals)
        unit = self.say(f"catalogue.unit.{figure.unit}", value=value)
        return self.say(f"catalogue.operator.{_OPERATORS[figure.operator]}", value=unit)

    def share(self, figure: Figure) -> str:
        """Say beside which share of the answers a published figure is read."""
        return self.say(f"catalogue.figure.{figure.share}")

    # The interview guide

    @property
    def advice(self) -> list[tuple[str, list[str]]]:
        """How to lead an interview: headings and what stands below each."""

        def said(key: str) -> str:
            return self.say(f"catalogue.guide.{key}")

        return [(said(heading), list(map(said, keys))) for heading, keys in _ADVICE.items()]

    def blank(self, key: str) -> str:
        """Name a field to write in."""
        return self.say(f"catalogue.guide.{key}")

    def parts(self, dimension: Dimension) -> list[Part]:
        """Return what of a dimension is talked of: its practices, or itself when it has none."""
        practices = [
            Part(
                self.anchor("practice", each.id),
                each.label,
                each.description,
                each.interview,
                each.rubric,
            )
            for each in dimension.practices
        ]
        place = self.anchor("whole", dimension.id)
        whole = Text({self.say.code: self.say("catalogue.guide.whole")})
        return practices or [Part(place, whole, dimension.description)]


_ADVICE = {
    "before": ("plan", "pair", "choose", "open"),
    "during": ("ask", "when", "see", "silent"),
    "later": ("rate", "include", "blank"),
}
_OPERATORS = {"=": "equal", "above": "above", "below": "below"}


@dataclass(frozen=True, slots=True)
class Part:
    """What the guide gives a sheet: a practice, or a dimension without any."""

    place: str
    label: Text
    description: Text
    interview: tuple[Text, ...] = ()
    rubric: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as printed: what is cited, empty for our own; its nature; where its line stands."""

    label: str
    nature: object
    place: str = field(default="")


def _isolated(text: str) -> Markup:
    """Escape a text; one with letters read from right to left keeps its order to itself."""
    from markupsafe import Markup, escape

    if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text):
        return Markup("<bdi>{}</bdi>").format(text)
    return escape(text)
