"""Problems grouped by cause, gravest first: what a person is told instead of one line per cell.

A cause is a code with what makes it one thing to put right: the question, the title of a column,
the choice of remedies. A value that spoils several questions is one cause, and so are questions
that the same files lack. Nothing here changes what is counted; it is told together.
"""

from __future__ import annotations

import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from maturity.errors import SEVERITIES, Param, Problem, problem_codes
from maturity.language import Language, is_known
from maturity.readers.addresses import Where, compressed, sources, where
from maturity.responses import Responses
from maturity.tally import Lost, Tally, tally

SAMPLES, _NAMED, _LONGEST = 5, 4, 80
_SPREAD = 3  # questions that the same wrong value must spoil to be one cause
_COLUMN = "COLUMN"  # codes of columns tell one title from another
_ANSWERS = {"item", "items"}  # params of problems that speak of the answers to questions
_GRAVITY = {severity: n for n, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class Cause:
    """What a person can put right in one go.

    ``problems`` are those it explains; ``samples`` what was found and how often; ``items`` the
    questions concerned. ``lost`` counts the answer cells that do not count because of it, by
    question (an empty id: of none), ``kept`` what these questions keep, ``filled`` what they had;
    ``people`` who are set aside.
    """

    problems: tuple[Problem, ...]
    places: tuple[Where, ...]
    samples: tuple[tuple[str, int], ...]
    items: tuple[str, ...]
    count: int
    lost: Mapping[str, int]
    kept: Mapping[str, int]
    filled: Mapping[str, int]
    people: int

    @property
    def code(self) -> str:
        """The code of its problems."""
        return self.problems[0].code

    @property
    def severity(self) -> str:
        """How grave it is."""
        return self.problems[0].severity

    @property
    def share(self) -> float | None:
        """The share of the only question's filled cells; None where there are several or none."""
        if len(self.lost) != 1 or not self.filled.get(item := next(iter(self.lost))):
            return None
        return self.lost[item] / self.filled[item] if item else None

    @property
    def quotes_more(self) -> bool:
        """Whether more was found than its sentence quotes."""
        told = is_known(f"causes.together.{self.code}.message")
        return len(self.samples) > 1 and not told

    def message(self, say: Language) -> str:
        """Say what is wrong with all of them."""
        together = self._together("message", say)
        return together or _short(self.problems[0]).message(say)

    def remedy(self, say: Language) -> str:
        """Say what to do about all of them."""
        return self._together("remedy", say) or _short(self.problems[0]).remedy(say)

    def _together(self, part: str, say: Language) -> str:
        key = f"causes.together.{self.code}.{part}"
        if self.count == 1 or not is_known(key):
            return ""
        named = {"items": few(self.items, say), "found": self.found(say)}
        params = {**self.problems[0].params, "count": say.number(self.count)}
        return say(key, **{**spoken(params, say), **named})

    def found(self, say: Language) -> str:
        """Tell what was found, the most frequent first: ``“yes” ×12, “6” ×3``."""
        several = [
            say("causes.sample", found=shortened(found), n=n) if n > 1 or len(self.samples) > 1
            else say("causes.quoted", found=shortened(found))
            for found, n in self.samples[:SAMPLES]
        ]  # fmt: skip
        rest = len(self.samples) - SAMPLES
        return ", ".join(several) + (f" (+{rest})" if rest > 0 else "")

    def effect(self, say: Language) -> str:
        """Say what it does to the scores; empty for what changes none."""
        if self.severity == "note":
            return ""
        lost = {item: n for item, n in self.lost.items() if item}
        if self.people:
            return say("causes.effect.people", n=self.people)
        if lost:
            return self._answers_lost(lost, say)
        if self.lost:
            return say("causes.effect.unused", n=sum(self.lost.values()))
        return self._without_loss(say)

    def _without_loss(self, say: Language) -> str:
        """Say what follows where no filled answer cell is concerned."""
        if all(not each.sheet for each in self.places) and self.severity == "blocks":
            return say("causes.effect.file", n=len(self.places))
        if "attribute" in self.problems[0].params:
            return say("causes.effect.detail", n=self.count)
        if self.items and self.code.startswith(_COLUMN):
            return say("causes.effect.missing", items=few(self.items, say))
        return ""

    def _answers_lost(self, lost: Mapping[str, int], say: Language) -> str:
        changes = [
            say(
                "causes.effect.change",
                item=item,
                before=say.number(self.kept.get(item, 0) + n),
                n=self.kept.get(item, 0),
            )
            for item, n in sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
        named = {"changes": few(changes, say), "count": say.number(sum(lost.values()))}
        return say("causes.effect.answers", n=sum(lost.values()), **named)

    def to_json(self, say: Language) -> dict[str, Any]:
        """Return the cause as ``--json`` prints it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "count": self.count,
            "sources": sources(self.places),
            "samples": [[found, n] for found, n in self.samples[:SAMPLES]],
            "message": self.message(say),
            "remedy": self.remedy(say),
            "effect": self.effect(say),
        }


def as_one(problems: Sequence[Problem]) -> Cause:
    """Return problems as one cause, for its sentences alone."""
    items = dict.fromkeys(str(item) for each in problems if (item := each.params.get("item")))
    count = sum(map(told_by, problems))
    return Cause(tuple(problems), (), (), tuple(items), count, {}, {}, {}, 0)


def causes(problems: Iterable[Problem], responses: Responses) -> list[Cause]:
    """Return the causes of problems, gravest first, then what loses most."""
    paths = {file.path for file in responses.files}
    groups = [*_grouped(list(problems)).values()]
    counted = tally(responses)
    places = [[where(each.source, paths) for each in group] for group in groups]
    specific = {n for n, group in enumerate(groups) if _ANSWERS & group[0].params.keys()}
    lost = counted.lost_by(places, specific)
    found = [
        _cause(group, places[n], lost[n], counted, responses) for n, group in enumerate(groups)
    ]
    return gravest_first(found)


def gravest_first(found: Iterable[Cause]) -> list[Cause]:
    """Sort causes by gravity, then by how many answers they lose."""
    return sorted(
        found,
        key=lambda cause: (
            _GRAVITY[cause.severity],
            -sum(cause.lost.values()),
            -cause.count,
            cause.code,
            cause.problems[0].source,
        ),
    )


def _cause(
    group: Sequence[Problem],
    places: Sequence[Where],
    lost: Lost,
    counted: Tally,
    responses: Responses,
) -> Cause:
    code, count = group[0].code, sum(told_by(problem) for problem in group)
    samples = Counter(problem.found for problem in group if problem.found)
    if samples and "item" in group[0].params and lost.written:  # an answer stands in every cell
        samples = Counter()
        for written, times in lost.written.items():
            samples[responses.masks.hide(written)] += times
    items = dict.fromkeys(str(item) for each in group if (item := each.params.get("item")))
    return Cause(
        problems=tuple(group),
        places=tuple(compressed(places)),
        samples=tuple(sorted(samples.items(), key=lambda pair: (-pair[1], pair[0]))),
        items=tuple(items),
        count=count,
        lost=lost.items,
        kept={item: counted.answered[item] for item in lost.items},
        filled={item: counted.filled[item] for item in lost.items},
        people=min(count, sum(each.reason == code for each in responses.respondents)),
    )


def told_by(problem: Problem) -> int:
    """Return how many cells, rows or people a problem speaks of."""
    count = problem.params.get("count", "1")
    return max(int(count), 1) if isinstance(count, str) and count.isdecimal() else 1


def _grouped(problems: Sequence[Problem]) -> dict[tuple[object, ...], list[Problem]]:
    """Put problems of one cause together, in the order of their first."""
    missing: dict[tuple[str, str], list[str]] = defaultdict(list)  # what one place says of several
    spoiled: dict[tuple[str, str], set[str]] = defaultdict(set)  # questions a value spoils
    for problem in problems:
        item = str(problem.params.get("item", ""))
        missing[problem.code, problem.source].append(item)
        spoiled[problem.code, problem.found].add(item)
    found: dict[tuple[object, ...], list[Problem]] = defaultdict(list)
    for problem in problems:
        code, item = problem.code, str(problem.params.get("item", ""))
        together = missing[code, problem.source]
        if item and len(together) > 1:
            key: tuple[object, ...] = (code, "items", tuple(sorted(set(together))))
        elif problem.found and len(spoiled[code, problem.found]) >= _SPREAD:
            key = (code, "found", problem.found, _cure(problem))
        else:
            title = problem.found if code.startswith(_COLUMN) and not item else ""
            key = (code, "item", item, title, _cure(problem))
        found[key].append(problem)
    return found


def _cure(problem: Problem) -> tuple[str, ...]:
    """Return what makes the remedy of a problem differ from that of others with its code."""
    return tuple(str(problem.params.get(name, "")) for name in _remedy_fields(problem.code))


@cache
def _remedy_fields(code: str) -> tuple[str, ...]:
    remedy = problem_codes()[code]["remedy"]
    texts = [text for each in (remedy, *remedy.values()) if isinstance(each, dict)
             for text in each.values() if isinstance(text, str)]  # fmt: skip
    named = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    return tuple(sorted(named - {"found", "item", "count"}))


def _short(problem: Problem) -> Problem:
    """Return a problem whose quotation is no longer than a line."""
    found = shortened(problem.found)
    return Problem(problem.source, problem.code, found, problem.params)


def shortened(text: str) -> str:
    """Return a quotation on one line, cut where nobody would read on."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"


def few(words: Sequence[str], say: Language) -> str:
    """Tell the first few of many, and how many more there are."""
    if len(words) <= _NAMED + 1:
        return say.listing(list(words))
    return f"{', '.join(words[:_NAMED])} (+{len(words) - _NAMED})"


def spoken(params: Mapping[str, Param], say: Language) -> dict[str, str]:
    """Return what fills a sentence, each in the language that is spoken where it has it."""
    return {
        name: param if isinstance(param, str) else param.get(say.code, next(iter(param.values())))
        for name, param in params.items()
    }
