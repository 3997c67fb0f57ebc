"""The first rows of a sheet as every recogniser of an export looks at them: titles made plain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

from maturity.readers import table
from maturity.readers.headers import Headers, Meaning
from maturity.readers.personal import filled_below
from maturity.readers.sheet import Sheet, Value, as_written, is_blank
from maturity.readers.signatures import kinds_of, signatures
from maturity.readers.titles import loose, plain_title, wordings, words

_WITHIN = 12  # rows that hold anything among which titles are looked for
_LONG = 80  # characters: what is longer is nobody's title of a detail
_SAMPLE_ROWS = 200
_PERSONAL = {"email", "name", "phone", "ip", "place", "token"}
_KINDS = _PERSONAL | {
    "respondent", "tool", "started", "finished", "submitted", "status", "complete", "progress",
    "language", "duration", "points", "feedback",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Top:
    """A sheet, what its titles mean, and its first rows as written: ``titles[2][0]`` is A2."""

    sheet: Sheet
    headers: Headers
    titles: Mapping[int, Mapping[int, str]]
    rows: Sequence[int] = field(default_factory=list)

    def plain(self, row: int) -> dict[int, str]:
        """Return the titles of a row for comparison, without what stands at their ends."""
        return {n: loose(plain_title(t)) for n, t in self.titles[row].items() if len(t) < _LONG}

    def below(self, row: int, column: int) -> list[Value]:
        """Return the first filled cells of a column below a row."""
        first = ((r, self.sheet.rows[r]) for r in self.rows if r > row)
        return filled_below(islice(first, _SAMPLE_ROWS), column)

    def written_below(self, row: int, column: int) -> list[str]:
        """Return the same as written."""
        return [as_written(value).strip() for value in self.below(row, column)]

    def next(self, row: int) -> int | None:
        """Return the next row that holds anything."""
        return next((r for r in self.rows if r > row), None)

    def before(self, row: int) -> int | None:
        """Return the row before that holds anything."""
        return next((r for r in reversed(self.rows) if r < row), None)


def top_of(sheet: Sheet, headers: Headers) -> Top:
    """Look at the first rows of a sheet."""
    filled = (r for r, cells in sheet if any(not is_blank(value) for value in cells))
    rows = list(islice(filled, _WITHIN + _SAMPLE_ROWS))
    titles = {
        row: {
            n: as_written(value).strip()
            for n, value in enumerate(sheet.rows[row])
            if not is_blank(value)
        }
        for row in rows[:_WITHIN]
    }
    return Top(sheet, headers, titles, rows)


@cache
def details_of(tool: str) -> Mapping[str, str]:
    """Return which kind of detail each word of a tool means, as plain titles without their ends."""
    listed = {kind for kind in signatures()[tool] if kind in _KINDS}
    every = {kind: signatures()[tool][kind] for kind in listed}
    return {loose(plain_title(word)): kind for kind, found in every.items() for word in found}


@cache
def _by_words(tool: str) -> Mapping[str, str]:
    return {words(word): kind for word, kind in details_of(tool).items()}


@lru_cache(maxsize=20_000)
def detail(tool: str, title: str) -> str:
    """Return which detail of a tool a title means, empty when it means none.

    Underscores for spaces, and numbers or codes in front, are no difference.
    """
    if len(title) > _LONG:
        return ""
    kind = details_of(tool).get(loose(plain_title(title)), "")
    if kind:
        return kind
    spelt = (_by_words(tool).get(words(each.plain), "") for each in wordings(title))
    return next(filter(None, spelt), "")


def meaning_of(kind: str) -> Meaning:
    """Return the role of a kind of detail."""
    if kind == "respondent":
        return table.RESPONDENT, ""
    return (table.PERSONAL if kind in _PERSONAL else table.METADATA), kind


def leading(columns: Sequence[int], kinds: Mapping[int, str]) -> Iterator[int]:
    """Yield the first columns as long as each is a detail: later ones are questions."""
    for n in columns:
        if not kinds.get(n):
            return
        yield n


def listed(tool: str, name: str) -> frozenset[str]:
    """Return some words of a tool that are no details, for comparison."""
    return frozenset(kinds_of_list(tool, name))


@cache
def kinds_of_list(tool: str, name: str) -> tuple[str, ...]:
    """Return words of a tool in their order, plain, with spaces at their ends kept off."""
    return tuple(plain_title(word) for word in signatures()[tool][name])


@cache
def aside_codes(tool: str) -> Mapping[str, str]:
    """Return the problem code of each word by which a tool says that a row is no answer."""
    return kinds_of(tool, "aside")
