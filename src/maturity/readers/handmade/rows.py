"""Rows among the respondents that are nobody: totals, notes, the titles once more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, islice
from math import isfinite, sqrt

from maturity.instrument import normalised
from maturity.readers import table
from maturity.readers.handmade.words import among, bare, beginnings, begins
from maturity.readers.sheet import Formula, Percent, Sheet, Value, as_written, is_blank
from maturity.readers.table import Left, Outside

TOTAL, COMPARED = "ROW_TOTAL", "ROW_COMPARED"
NOTE, AGAIN = "ROW_NOTE", "ROW_HEADER_AGAIN"

_IDENTITY = {table.RESPONDENT, table.ATTRIBUTE, table.PERSONAL, table.METADATA}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_STARTS = frozenset("+-−0123456789")
_UNIT = re.compile(r"\(?(?:de |from )?\d+ ?(?:-|a|to|\.\.+|/) ?\d+\)?")
_CLAUSE, _SENTENCE = 4, 7  # words that make a line of text rather than a name or a function
_ENOUGH = 2  # rows above, or cells, below which agreement is chance
_FIRST = 4  # cells that tell whether a row may be one of figures
_BACK = 20  # rows to look back for what people type here
_DASHES = {"-", "\N{EN DASH}", "\N{EM DASH}"}
_LABEL = 60  # characters of a label at most


def number_of(value: Value) -> float | None:
    """Return the number a cell shows, typed or stored as text, None when it shows none.

    >>> number_of("3,5"), number_of(4.0), number_of("often")
    (3.5, 4.0, None)
    """
    if isinstance(value, Formula):
        return number_of(value.value)
    if isinstance(value, Percent):
        return value.share
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, str) and value.strip()[:1] in _STARTS:
        plain = normalised(value)
        return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None
    return None


def left_rows(sheet: Sheet, header: Sequence[int], roles: Mapping[int, str]) -> tuple[Left, ...]:
    """Return the rows below the titles that are nobody, one entry per run of them.

    Parameters
    ----------
    sheet : Sheet
        What was read.
    header : sequence of int
        The rows that hold the titles.
    roles : mapping
        Column index to what the column was taken for; others count as unknown.

    Returns
    -------
    tuple of Left
        Runs of rows of one kind, from the top; a row without anything is in none.
    """
    judge = _Judge(sheet, header, roles)
    found: list[tuple[int, str, str]] = []
    for place, (row, cells) in enumerate(judge.rows):
        code, word = judge.verdict(place, row, cells)
        found.append((row, code, word))
        if code == TOTAL:
            judge.above.close()
    runs = groupby(found, key=lambda each: each[1])
    return tuple(judge.left(code, list(run)) for code, run in runs if code)


@dataclass(slots=True)
class _Column:
    """The numbers of a column so far."""

    filled: int = 0
    count: int = 0
    total: float = 0.0
    squares: float = 0.0
    low: float = float("inf")
    high: float = float("-inf")

    def add(self, value: Value) -> None:
        self.filled += 1
        number = number_of(value)
        if number is not None:
            self.count += 1
            self.total += number
            self.squares += number * number
            self.low, self.high = min(self.low, number), max(self.high, number)

    def statistics(self) -> dict[str, float]:
        """Return what a row of totals may show of this column."""
        if not self.filled:
            return {"count": 0, "sum": 0}
        if not self.count:
            return {"count": self.filled}
        mean = self.total / self.count
        around = max(self.squares / self.count - mean * mean, 0.0)
        sample = around * self.count / max(self.count - 1, 1)
        shown = {"mean": mean, "sum": self.total, "count": self.filled, "low": self.low}
        return {**shown, "high": self.high, "spread": sqrt(around), "sample": sqrt(sample)}


@dataclass(slots=True)
class _Above:
    """What stands above a row: everything, and what came since the last totals.

    Rows are added when somebody asks, each once, so that a sheet full of totals costs no more.
    """

    rows: Sequence[tuple[int, list[Value]]]
    answers: frozenset[int]
    reached: int = 0
    skipped: set[int] = field(default_factory=set)
    whole: dict[int, _Column] = field(default_factory=dict)
    since: dict[int, _Column] = field(default_factory=dict)

    def reach(self, place: int) -> None:
        for at in range(self.reached, place):
            if at in self.skipped:
                continue
            for n, value in enumerate(self.rows[at][1]):
                if n in self.answers and not is_blank(value):
                    self.whole.setdefault(n, _Column()).add(value)
                    self.since.setdefault(n, _Column()).add(value)
        self.reached = max(self.reached, place)

    def close(self) -> None:
        self.since = {}

    def agrees(self, place: int, shown: Mapping[int, float], *, rounded: bool) -> bool:
        """Tell whether numbers are the same statistic of all their columns, as far as shown.

        A whole number may be a rounded mean where ``rounded``; else it must be exact.
        """
        self.reach(place)
        return any(_agrees(part, shown, rounded=rounded) for part in (self.whole, self.since))

    def varied(self, columns: Mapping[int, float]) -> bool:
        """Tell whether people differ in most of these columns: where all say 3, so does a mean."""
        differing = sum(n in self.whole and self.whole[n].low < self.whole[n].high for n in columns)
        return 2 * differing > len(columns)


def _agrees(part: Mapping[int, _Column], shown: Mapping[int, float], *, rounded: bool) -> bool:
    columns = {n: part.get(n, _Column()) for n in shown}
    least = min((column.filled for column in columns.values()), default=0)
    if not shown or not part or (least < _ENOUGH and not rounded):
        return False
    known = {n: column.statistics() for n, column in columns.items()}
    within = {n: _rounding(number, rounded=rounded) for n, number in shown.items()}
    names = set.intersection(*(set(each) for each in known.values()))
    return any(all(abs(known[n][name] - shown[n]) <= within[n] for n in shown) for name in names)


def _rounding(number: float, *, rounded: bool) -> float:
    """Return how far a number may be from what it rounds, by its decimals."""
    decimals = len(f"{number:.10g}".partition(".")[2])
    exact = 1e-9
    return exact if not (decimals or rounded) else 0.5 * 10.0**-decimals + exact


class _Judge:
    """Says of each row of one sheet whether it is somebody."""

    def __init__(self, sheet: Sheet, header: Sequence[int], roles: Mapping[int, str]) -> None:
        self.sheet, self.roles = sheet, roles
        self.titles = [
            {
                n: word
                for n, value in enumerate(sheet.rows[row])
                if (word := bare(as_written(value)))
            }
            for row in header
        ]
        words = (as_written(value) for row in header for value in sheet.rows[row])
        self.longest = 2 * max(map(len, words), default=0)
        last = max(header, default=0)
        self.rows = [(row, cells) for row, cells in sheet if row > last]
        width = max((len(cells) for _, cells in self.rows), default=0)
        self.above = _Above(self.rows, frozenset(n for n in range(width) if self.is_answer(n)))
        self.ids = [n for n, role in roles.items() if role == table.RESPONDENT]
        items = (n for n, role in roles.items() if role in {table.ITEM, table.REPEATED})
        self.first_item = min(items, default=0)

    def is_answer(self, column: int) -> bool:
        return self.roles.get(column, table.UNKNOWN) in table.ANSWER_ROLES

    def verdict(self, place: int, row: int, cells: Sequence[Value]) -> tuple[str, str]:
        """Return the code of a row that is nobody and the word that says so, both empty else."""
        if not self._suspect(place, row, cells):
            return "", ""
        filled = {n: value for n, value in enumerate(cells) if not is_blank(value)}
        found = self._said(place, filled) or self._shown(place, filled) if filled else None
        if found:
            self.above.skipped.add(place)
        return found or ("", "")

    def left(self, code: str, run: Sequence[tuple[int, str, str]]) -> Left:
        rows = [row for row, _, _ in run]
        cells = [
            Outside(self.sheet.name, row, n, value)
            for row in rows
            for n, value in enumerate(self.sheet.rows[row])
            if self.is_answer(n) and not is_blank(value) and not self._is_open(n, value)
        ]
        # Words may be anybody's name: only what sums up is told, by a word of ours or its figures.
        figures = (as_written(each.value) for each in cells if number_of(each.value) is not None)
        words = (word for _, _, word in run if word)
        found = next(words, next(figures, "–")) if code in {TOTAL, COMPARED} else ""
        return Left(self.sheet.name, code, rows, found, cells)

    def _is_open(self, column: int, value: Value) -> bool:
        """Tell whether a dash below a question says that there is nothing to say."""
        return self.roles.get(column) == table.ITEM and as_written(value).strip() in _DASHES

    def _suspect(self, place: int, row: int, cells: Sequence[Value]) -> bool:
        """Tell quickly whether a row deserves a closer look: nearly all of them do not."""
        if place == 0 or row - self.rows[place - 1][0] > 1 or len(cells) - cells.count(None) <= 1:
            return True
        at, text = next(((n, v) for n, v in enumerate(cells) if type(v) is str), (0, ""))
        words = [text, *(v for n in self.ids if n < len(cells) and isinstance(v := cells[n], str))]
        if any(map(_is_telling, words)):
            return True
        if self._is_title(at, text):
            return True
        first = islice((v for v in cells if v is not None), _FIRST)
        return any(
            isinstance(v, Formula) or ((shown := number_of(v)) is not None and shown % 1 != 0)
            for v in first
        ) or self._is_blank_above(place)

    def _is_title(self, column: int, text: str) -> bool:
        short = 0 < len(text) <= self.longest
        return short and any(titles.get(column) == bare(text) for titles in self.titles)

    def _is_blank_above(self, place: int) -> bool:
        return all(map(is_blank, self.rows[place - 1][1]))

    def _said(self, place: int, filled: Mapping[int, Value]) -> tuple[str, str] | None:
        """Judge a row by its words."""
        if self._is_header(filled):
            return AGAIN, ""
        if self._is_unit(place, filled) or self._is_note(filled):
            return NOTE, ""
        for n, word in self._labels(filled):
            answers = {m: v for m, v in filled.items() if m != n and self.is_answer(m)}
            before = self._is_before_answers(n)
            if before and _is_compared(word):
                return COMPARED, total_word(word)
            certain = before and _is_certain(word)
            sure = _is_sure(word) and _no_words(answers)
            if certain or sure or (_is_maybe(word) and self._sums(place, answers)):
                return TOTAL, total_word(word)
        return None

    def _is_before_answers(self, column: int) -> bool:
        return column in self.ids or column < self.first_item

    def _labels(self, filled: Mapping[int, Value]) -> Iterator[tuple[int, str]]:
        """Yield the words a row may be labelled with: its first text, and the respondent's id."""
        texts = {n: value for n, value in filled.items() if isinstance(value, str)}
        first = min(texts, default=-1)
        yield from ((n, word) for n, word in texts.items() if n == first or n in self.ids)

    def _is_header(self, filled: Mapping[int, Value]) -> bool:
        words = {n: bare(as_written(value)) for n, value in filled.items()}
        for titles in self.titles:
            same = [word for n, word in words.items() if titles.get(n) == word]
            worded = sum(not word.isdigit() for word in same)
            if 2 * len(same) > len(words) and worded >= min(_ENOUGH, len(titles)):
                return True
        return False

    def _is_unit(self, place: int, filled: Mapping[int, Value]) -> bool:
        """Tell whether the row below the titles only says from where to where answers go."""
        plain = {normalised(as_written(value)) for value in filled.values()}
        alike = len(plain) == 1 and all(map(_UNIT.fullmatch, plain))
        return place == 0 and alike and len(filled) >= _ENOUGH and all(map(self.is_answer, filled))

    def _is_note(self, filled: Mapping[int, Value]) -> bool:
        """Tell whether a row is one line of text; among answers only if it says what it is."""
        (column, value), *others = filled.items()
        if others or not isinstance(value, str):
            return False
        words = len(value.split())
        if begins(value, "notes"):
            short = among(value, "notes", "begins") or re.match(r"[^:]{1,30}:", value)
            return bool(short) or words >= _CLAUSE or not value.strip()[0].isalnum()
        line = words >= _SENTENCE or (words >= _CLAUSE and value.rstrip().endswith((".", "!")))
        titled = any(column in titles for titles in self.titles)
        return line and not (titled and self.is_answer(column))

    def _sums(self, place: int, answers: Mapping[int, Value]) -> bool:
        """Tell whether cells hold figures made of others: formulas, fractions, sums of a column."""
        if not answers or any(isinstance(value, Formula | Percent) for value in answers.values()):
            return True
        numbers = _numbers(answers)
        if not numbers or not _no_words(answers):
            return False
        fractions = any(number % 1 for number in numbers.values())
        return fractions or self.above.agrees(place, numbers, rounded=True)

    def _shown(self, place: int, filled: Mapping[int, Value]) -> tuple[str, str] | None:
        """Judge a row by its figures: formulas where people type, means below an empty row."""
        answers = {n: value for n, value in filled.items() if self.is_answer(n)}
        named = any(self.roles.get(n) in _IDENTITY for n in filled)
        numbers = _numbers(answers)
        if len(answers) < _ENOUGH or (numbers and len(numbers) < len(answers)):
            return None
        fractions = any(number % 1 for number in numbers.values())
        agrees = bool(numbers) and self.above.agrees(place, numbers, rounded=False)
        if all(isinstance(value, Formula) for value in answers.values()) and self._typed(place):
            return (TOTAL, "") if agrees or fractions or not (named or numbers) else None
        if named or not agrees or not (fractions or self._is_apart(place)):
            return None
        return (TOTAL, "") if fractions or self.above.varied(numbers) else None

    def _is_apart(self, place: int) -> bool:
        if place == 0:
            return False
        return self.rows[place][0] - self.rows[place - 1][0] > 1 or self._is_blank_above(place)

    def _typed(self, place: int) -> bool:
        """Tell whether most answers just above were typed, not calculated."""
        cells = [
            isinstance(value, Formula)
            for at in range(max(place - _BACK, 0), place)
            if at not in self.above.skipped
            for n, value in enumerate(self.rows[at][1])
            if self.is_answer(n) and not is_blank(value)
        ]
        return bool(cells) and 2 * sum(cells) < len(cells)


@lru_cache(maxsize=4096)
def _is_certain(word: str) -> bool:
    return among(word, "totals", "certain") or begins(word, "totals", "certain_begins")


@lru_cache(maxsize=4096)
def _is_compared(word: str) -> bool:
    return among(word, "totals", "compared")


def _is_telling(word: str) -> bool:
    return is_total_label(word) or _is_certain(word) or _is_compared(word)


def _is_sure(word: str) -> bool:
    return among(word, "totals", "sure") or begins(word, "totals")


def _is_maybe(word: str) -> bool:
    return among(word, "totals", "maybe") or begins(word, "totals", "maybe_begins")


@lru_cache(maxsize=4096)
def is_total_label(word: str) -> bool:
    """Tell whether a word may label rows or columns that sum up others."""
    return 0 < len(word) <= _LABEL and (_is_sure(word) or _is_maybe(word))


def total_word(label: str) -> str:
    """Return what of a label may be told: the words for a total; what follows may be a name.

    >>> total_word("Moyenne"), total_word("Average of Zoe Quux")
    ('Moyenne', 'Average …')
    """
    kinds = ("certain", "compared", "sure", "maybe")
    if any(among(label, "totals", kind) for kind in kinds):
        return label.strip()
    starts = ("begins", "maybe_begins", "certain_begins")
    known = [each for kind in starts for each in beginnings("totals", kind)]
    fitting = [each for each in known if normalised(label).startswith(each)]
    longest = max(fitting, key=len, default="–")
    told = label.split()[: len(longest.split())] if longest.endswith(" ") else [longest]
    return " ".join([*told, "…"])


def _no_words(answers: Mapping[int, Value]) -> bool:
    """Tell whether most cells hold figures: somebody called Total answers like the others."""
    figures = sum(isinstance(v, Formula) or number_of(v) is not None for v in answers.values())
    return 2 * figures >= len(answers)


def _numbers(answers: Mapping[int, Value]) -> dict[int, float]:
    return {n: number for n, v in answers.items() if (number := number_of(v)) is not None}
