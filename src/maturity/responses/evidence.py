"""What stands in a column, counted by kind: what a diagnosis goes by."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from maturity.readers import as_written
from maturity.readers.sheet import Formula, Value
from maturity.responses.code import UNREADABLE, Coded, Coder
from maturity.responses.facts import ColumnFacts
from maturity.responses.wording import loose

LABEL, NUMBER, TEXT, CODE, WORD, MISSPELT = "label", "number", "text", "code", "word", "misspelt"

# No label is so long: "Ni d'accord ni pas d'accord" has six words and 27 characters.
_LONG_WORDS, _LONG_TEXT = 9, 60
_MANY_WORDS = 500  # so many different cells are no answers; looking for misspellings takes long
_CODE = re.compile(r"(?=.{1,12}$)[a-z]{1,8}[-_. ]?\d{1,3}|[a-z]")


@dataclass(slots=True)
class Evidence:
    """One column counted, cells that say *don't know* and the like left out.

    ``kinds`` counts cells by kind: those above, or the code of the cell's problem; ``pairs`` are
    numbers with the point that the words beside them name; ``words`` are unknown short ones,
    ``misspelt`` those that resemble a label;
    ``unmapped`` counts numbers that a confirmed recoding does not list.
    """

    facts: ColumnFacts
    kinds: Counter[str] = field(default_factory=Counter)
    numbers: Counter[float] = field(default_factory=Counter)
    pairs: Counter[tuple[float, int]] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    misspelt: Counter[str] = field(default_factory=Counter)
    stored: set[Formula] = field(default_factory=set)
    uncalculated: set[Formula] = field(default_factory=set)
    garbled: set[Value] = field(default_factory=set)
    unmapped: int = 0

    @property
    def judged(self) -> int:
        """How many cells say anything of the column."""
        return self.kinds.total()

    def cells(self, values: Iterable[Value]) -> int:
        """Return how many cells hold some values."""
        return sum(self.facts.counts[value] for value in values)


def never_calculated(columns: Iterable[ColumnFacts]) -> bool:
    """Tell whether every formula of a table stores 0 or nothing: then no program worked them out.

    Libraries that write workbooks store a 0 with a formula they cannot compute.
    """
    stored = {each.value for c in columns for each in c.counts if isinstance(each, Formula)}
    return 0.0 in stored and stored <= {0.0, None}


def evidence(facts: ColumnFacts, coder: Coder, *, no_formula_counts: bool) -> Evidence:
    """Count one column by kind."""
    seen = Evidence(facts)
    for value, count in facts.counts.items():
        coded = coder.code(facts.scale, value, facts.recoding)
        if isinstance(value, Formula):
            if value.value is None or no_formula_counts:
                seen.uncalculated.add(value)
                continue
            seen.stored.add(value)
        if coded.problem == "ANSWER_GARBLED":
            seen.garbled.add(value)
        if coded.point is not None or coded.reason == UNREADABLE:
            _count(seen, coder, value, coded, count)
    return seen


def _count(seen: Evidence, coder: Coder, value: Value, coded: Coded, count: int) -> None:
    if coded.number is not None and coded.label is not None:
        seen.pairs[coded.number, coded.label] += count
    if coded.number is not None and coded.problem != "ANSWER_OTHER_SCALE":
        seen.numbers[coded.number] += count
        seen.unmapped += count * (coded.problem == "ANSWER_NOT_MAPPED")
        seen.kinds[NUMBER] += count
    elif coded.point is not None:
        seen.kinds[LABEL] += count
    elif coded.problem == "ANSWER_UNKNOWN":
        kind = _unknown(seen.facts, coder, as_written(value))
        seen.kinds[kind] += count
        if kind in {WORD, CODE}:
            seen.words[loose(as_written(value))] += count
        elif kind == MISSPELT:
            seen.misspelt[loose(as_written(value))] += count
    else:
        seen.kinds[coded.problem] += count


def _unknown(facts: ColumnFacts, coder: Coder, written: str) -> str:
    """Return what kind of unknown text something is."""
    plain = loose(written)
    if len(plain) > _LONG_TEXT or len(plain.split()) >= _LONG_WORDS:
        return TEXT
    if _CODE.fullmatch(plain):
        return CODE
    if len(facts.counts) > _MANY_WORDS:
        return WORD
    return MISSPELT if coder.closest(facts.scale, written) else WORD
