"""One assessment with the words to tell it: the questionnaire's labels and a language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Any, TypeVar

from maturity.instrument.model import Dimension, Instrument, Item, Level, Practice, Side
from maturity.instrument.text import Text
from maturity.language import Language
from maturity.scores.model import (
    Assessment,
    DimensionScore,
    Gap,
    GroupScore,
    Interval,
    ItemScore,
    Participation,
)
from maturity.story.edition import PLAIN, Edition

Made = TypeVar("Made")
OTHER = "other"
_TOLERANCE = 1e-9
_QUOTE = 120
_NEAR = 0.005  # as near to 0 or 1 as a whole percentage cannot tell
_BINDING = re.compile(r" (?=[:;!?%»])|(?<=«) ")  # where French takes a narrow no-break space


@dataclass(frozen=True, slots=True)
class Story:
    """What sections, figures and findings are told from."""

    assessment: Assessment
    instrument: Instrument
    say: Language
    edition: Edition = PLAIN
    _made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[[Story], Made]) -> Made:
        """Return what a function makes of this story, made the first time it is asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    @property
    def title(self) -> str:
        """The report's name, for the document's title and the foot of every page."""
        title = self.say(
            "report.title",
            instrument=self.text(self.instrument.title),
            name=self.assessment.name,
            wave=self.wave,
        )
        fictional = self.assessment.fictional
        return self.say("report.title_fictional", title=title) if fictional else title

    @property
    def wave(self) -> str:
        """The wave as the engagement writes it."""
        stated = self.assessment.wave != "unspecified"
        return self.assessment.wave if stated else self.say("report.wave_unspecified")

    @property
    def confidentiality(self) -> str:
        """Say whom the report is for, as the engagement words it or as the house does."""
        return self.edition.confidentiality or self.say("report.cover.confidential")

    def text(self, text: Text) -> str:
        """Return a text of the questionnaire in the report's language, its spaces as printed."""
        words = text.in_language(self.say.code)
        return _BINDING.sub("\u202f", words) if self.say.code == "fr" else words

    # Things of the questionnaire, by id

    def dimension(self, dimension: str) -> Dimension:
        """Return a dimension of the questionnaire."""
        return next(each for each in self.instrument.dimensions if each.id == dimension)

    def dimension_label(self, dimension: str) -> str:
        """Name a dimension."""
        return self.text(self.dimension(dimension).label)

    def practice(self, practice: str) -> Practice:
        """Return a practice of the questionnaire."""
        return next(each for each in self.instrument.practices if each.id == practice)

    def practice_label(self, practice: str) -> str:
        """Name a practice."""
        return self.text(self.practice(practice).label)

    def item(self, item: str) -> Item:
        """Return an item of the questionnaire."""
        return next(each for each in self.instrument.items if each.id == item)

    def item_text(self, item: str) -> str:
        """Return an item as it was asked."""
        return self.text(self.item(item).text)

    def quoted(self, item: str) -> str:
        """Quote an item inside a sentence, cut at a word where it is long."""
        text = self.item_text(item).rstrip(".")
        if len(text) > _QUOTE:
            text = text[:_QUOTE].rsplit(" ", 1)[0] + "…"
        return self.say("report.quoted", text=text)

    def quote(self, text: str) -> str:
        """Put a word between quotation marks."""
        return self.say("report.quoted", text=text)

    def side_label(self, side: Side) -> str:
        """Name a side of a mirror."""
        return self.text(side.label)

    def group_label(self, group: str) -> str:
        """Name a function; the one that small functions were merged into says so."""
        if group == OTHER and any(
            each.merged_into == OTHER for each in self.assessment.suppression_log
        ):
            return self.say("report.others_merged")
        function = self.instrument.attribute("function")
        choices = function.choices if function else ()
        named = next((each for each in choices if each.id == group), None)
        if named:
            return self.text(named.label)
        return self.say("report.others") if group == OTHER else group

    def gap_groups(self, gap: Gap) -> tuple[str, str]:
        """Name the two groups of a gap: functions, sides of a mirror, or another attribute's."""
        first, second = (self._group_by(gap.by, group) for group in gap.groups)
        return first, second

    def _group_by(self, by: str, group: str) -> str:
        mirror = next((each for each in self.instrument.mirrors if each.id == by), None)
        if mirror is not None:
            return next(self.side_label(side) for side in mirror.sides if side.id == group)
        attribute = self.instrument.attribute(by)
        choices = attribute.choices if attribute and by != "function" else ()
        named = next((each for each in choices if each.id == group), None)
        return self.text(named.label) if named else self.group_label(group)

    def gap_thing(self, gap: Gap) -> str:
        """Name what two groups do not see alike, between quotation marks."""
        if gap.kind == "item":
            return self.quoted(gap.id)
        if gap.kind == "dimension":
            return self.quote(self.dimension_label(gap.id))
        first, second = self.gap_groups(gap)
        return self.say("report.facing", first=first, second=second)

    # Scores and levels

    def level(self, number: int) -> Level:
        """Return a level by its number, 1..L."""
        return self.instrument.levels[number - 1]

    def level_of(self, score: float) -> Level:
        """Return the level that a score 0..100 falls in; a cut belongs to the upper level."""
        return next(
            each
            for each in self.instrument.levels
            if each.below is None or score < each.below - _TOLERANCE
        )

    def is_top(self, score: float | None) -> bool:
        """Tell whether a score is at the highest level."""
        return score is not None and self.level_of(score).below is None

    def level_label(self, score: float | None) -> str:
        """Name the level of a score."""
        return self.say("report.none") if score is None else self.text(self.level_of(score).label)

    def likely(self, score: float | None, likely: Sequence[int] | None) -> str:
        """Name the level of a score, or the levels it may be where more than one is likely."""
        if score is None or not likely:
            return self.level_label(score)
        if len(likely) == 1:
            return self.text(self.level(likely[0]).label)
        low, high = (self.text(self.level(likely[end]).label) for end in (0, -1))
        return self.say("report.level.either", low=low, high=high)

    def chance(self, probability: float) -> str:
        """Write a probability as a percentage that never pretends to certainty."""
        for edge, key in ((1.0, "over"), (0.0, "under")):
            if 0 < abs(probability - edge) < _NEAR:
                return self.say(f"report.chance.{key}", share=self.say.percent(abs(edge - 0.01)))
        return self.say.percent(probability)

    def probability(self, probability: float) -> str:
        """Write a level's probability: however near to 1 or 0, a calculation is never certain."""
        return self.chance(min(max(probability, _TOLERANCE), 1 - _TOLERANCE))

    def numbered(self, level: Level) -> str:
        """Name a level with its number."""
        label = self.text(level.label)
        return self.say("report.read.numbered", number=level.number, label=label)

    def cut(self, cut: float) -> str:
        """Write a level's cut point, with a decimal only where it has one."""
        return self.say.number(cut, 0 if cut == round(cut) else 1)

    def score(self, score: float | None) -> str:
        """Write a score 0..100 as a whole number.

        One decimal is added where rounding would seem to lift the score over a level's cut.
        """
        if score is None:
            return self.say("report.none")
        if self.level_of(round(score)) is self.level_of(score):
            return self.say.number(round(score))
        tenths = round(score, 1)
        if self.level_of(tenths) is not self.level_of(score):
            tenths = round(tenths - 0.1, 1)
        return self.say.number(tenths, 1)

    def count(self, n: int | None) -> str:
        """Write a count of people or answers."""
        return self.say("report.none") if n is None else self.say.number(n)

    def joined(self, parts: Iterable[str]) -> str:
        """Join clauses that hold commas of their own; nothing of none."""
        clauses = list(parts)
        join = partial(self.say, "report.joined")
        return reduce(lambda a, b: join(first=a, second=b), clauses) if clauses else ""

    def between(self, interval: tuple[float, float] | None) -> str:
        """Write an interval in words."""
        if interval is None:
            return self.say("report.none")
        low, high = self.bounds(interval)
        if low == high:
            return self.say("report.within")
        return self.say("report.between", low=low, high=high)

    def bounds(self, interval: tuple[float, float]) -> tuple[str, str]:
        """Write both ends of an interval as whole numbers, with a true minus."""
        low, high = (self.signed(round(end)) for end in interval)
        return low, high

    def signed(self, value: float, decimals: int = 0) -> str:
        """Write a number that may be below 0, with a true minus, and never as minus nothing."""
        return self.say.number(round(value, decimals) + 0.0, decimals).replace("-", "\u2212")

    def range(self, interval: Interval | None) -> str:
        """Write an interval from one end to the other."""
        if interval is None:
            return self.say("report.none")
        low, high = self.bounds(interval)
        return low if low == high else self.say("report.range", low=low, high=high)

    def index(self, value: float | None) -> str:
        """Write a coefficient between -1 and 1 with two decimals."""
        return self.say("report.none") if value is None else self.signed(value, 2)

    def effect(self, gap: Gap) -> str:
        """Write a gap in standard deviations, higher minus lower, with its interval."""
        turned = 1 if gap.difference >= 0 else -1
        if gap.effect_size is None:
            return self.say("report.none")
        written = self.signed(turned * gap.effect_size, 1)
        if gap.effect_interval is None:
            return written
        low, high = sorted(turned * end for end in gap.effect_interval)
        ends = {"low": self.signed(low, 1), "high": self.signed(high, 1)}
        return self.labelled(written, self.say("report.range", **ends))

    def labelled(self, label: str, detail: str) -> str:
        """Add a detail to a name, between brackets."""
        return self.say("report.labelled", label=label, detail=detail)

    def stated(self, score: DimensionScore) -> tuple[int, ...] | None:
        """Return the levels a dimension may be at: the one it is held at, else the likely ones."""
        if score.capped_by is not None and score.level is not None:
            return (score.level,)
        return score.likely_levels

    # Results, by id

    def items_of(self, dimension: str) -> tuple[ItemScore, ...]:
        """Return the results of a dimension's items, in the order asked."""
        ids = {item.id for item in self.dimension(dimension).items}
        return tuple(each for each in self.assessment.items if each.id in ids)

    def item_score(self, item: ItemScore) -> float | None:
        """Return an item's mean on 0..100, the mature end being 100."""
        scale = self.item(item.id).scale
        if item.mean is None:
            return None
        return 100 * (item.mean - scale.min) / (scale.max - scale.min)

    @property
    def scored(self) -> tuple[DimensionScore, ...]:
        """The dimensions that have a score."""
        return tuple(each for each in self.assessment.dimensions if each.score_100 is not None)

    @property
    def published(self) -> tuple[GroupScore, ...]:
        """The functions that may be compared by name: neither masked nor merged."""
        return tuple(
            each for each in self.assessment.groups if not each.suppressed and each.id != OTHER
        )

    @property
    def whole(self) -> Participation | None:
        """The participation of the whole organisation."""
        return next((each for each in self.assessment.participation if each.group is None), None)

    def code(self, *pointer: str | int) -> str:
        """Return why the value at a JSON pointer, or anything above it, is not there."""
        steps = [str(step).replace("~", "~0").replace("/", "~1") for step in pointer]
        reasons = self.assessment.reasons
        paths = ["/" + "/".join(steps[:end]) for end in range(len(steps), 0, -1)]
        return next((reasons[path] for path in paths if path in reasons), "NOT_COMPUTED")

    def reason(self, *pointer: str | int) -> str:
        """Say in words why the value at a JSON pointer is not there."""
        return self.explain(self.code(*pointer))

    def absent(self, *pointer: str | int) -> str:
        """Return the word that stands where a value is not."""
        masked = self.code(*pointer) == "UNDER_K"
        return self.say("report.masked" if masked else "report.figure.not_computed")

    def explain(self, code: str) -> str:
        """Put a reason code into words."""
        return self.say(f"report.reason.{code}", k=self.assessment.k)
