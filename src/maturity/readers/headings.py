"""From what stands above columns to what the columns are: each item finds its surest title.

An item has one column. Where several titles could be it, the surest wins and the others are
*repeated*; where two different titles fit it equally well, neither is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from maturity.readers import table
from maturity.readers.headers import IGNORED, Headers, Meaning
from maturity.readers.titles import plain_title, words

_ONE_COLUMN = {table.ITEM, table.ATTRIBUTE, table.RESPONDENT}
BETWEEN = " – "  # titles of one column, as people are told of them
_UNKNOWN: Meaning = (table.UNKNOWN, "")
_SURE = (table.CONFIRMED, table.ID, table.EXACT, table.NORMALISED, table.ALIAS)
_TWO_MAY_FIT = _SURE.index(table.NORMALISED)  # from here on, different titles are different


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above one column.

    ``titles`` are whole titles, the one that counts most first; ``parts`` are what a tool put
    behind a title (the row of a grid); ``code`` is a name the tool gave the question by itself;
    ``given`` is what the layout knows the column to be; ``shown`` is how people are told of it.
    """

    titles: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    code: str = ""
    given: Meaning | None = None
    shown: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that may be confirmed or resemble an item."""
        return tuple(dict.fromkeys(filter(None, (*self.titles, *self.parts, self.code))))

    @property
    def together(self) -> str:
        """All titles as one, the way they are told of when they contradict each other."""
        return BETWEEN.join(dict.fromkeys(filter(None, reversed(self.titles))))


@dataclass(frozen=True, slots=True)
class Named:
    """What a column was taken for; the fields are those of :class:`~maturity.readers.Column`."""

    header: str
    role: str
    target: str
    match: str = ""
    suggestion: str = ""
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class _Read:
    """What a column can be, best first, and how surely it names an item."""

    meanings: tuple[Meaning, ...]
    how: str = ""
    title: str = ""
    suggestion: str = ""

    @property
    def rank(self) -> int:
        return _SURE.index(self.how) if self.how else len(_SURE)

    @property
    def item(self) -> str:
        return next((target for role, target in self.meanings if role == table.ITEM), "")


def name_columns(headings: Mapping[int, Heading], headers: Headers) -> dict[int, Named]:
    """Return what every column is.

    Columns that can be one thing only come first, so that an item called ``function`` and the
    function of the respondent each find theirs; and ``function`` comes before ``department``.
    """
    read = {n: _read(heading, headers) for n, heading in headings.items()}
    read = _undecided(read)
    taken: set[Meaning] = set()
    found: dict[int, Named] = {}

    def order(n: int) -> tuple[bool, int, bool, int]:
        each = read[n]
        by_alias = not _is_own_name(headings[n], each.meanings[0], headers)
        return len(each.meanings) > 1, each.rank, by_alias, n

    for n in sorted(read, key=order):
        each = read[n]
        meaning = next((m for m in each.meanings if m not in taken), each.meanings[0])
        role, target = meaning
        if meaning in taken:
            role = table.REPEATED if role == table.ITEM else table.UNKNOWN
        elif role in _ONE_COLUMN:
            taken.add(meaning)
        how = each.how if role in {table.ITEM, table.REPEATED} else ""
        shown = _spoken(headings[n], meaning, headers)
        found[n] = Named(shown, role, target, how, each.suggestion, float(bool(each.suggestion)))
    found = _with_suggestions(found, headings, headers)
    return {n: found[n] for n in headings}


def _is_own_name(heading: Heading, meaning: Meaning, headers: Headers) -> bool:
    """Tell whether a column is titled with a detail’s id or label, not another word for it."""
    role, target = meaning
    return role == table.ATTRIBUTE and any(
        title == target or headers.is_label(title, target) for title in heading.titles
    )


def _read(heading: Heading, headers: Headers) -> _Read:
    confirmed = [
        t for t in (*heading.all, heading.shown, heading.together) if t and headers.is_confirmed(t)
    ]
    if confirmed:
        meanings = [headers.meanings(title) for title in confirmed]
        return _Read(_agreed(meanings) or (_UNKNOWN,), table.CONFIRMED, confirmed[0])
    if heading.given:
        return _Read((heading.given,))
    meanings = [headers.meanings(title) for title in heading.titles if title]
    known = _agreed(meanings)
    crossed = _crossed(heading, headers)
    if crossed:
        return _Read((_UNKNOWN,), suggestion=crossed)
    if heading.titles and known:
        read = _Read(known, *_how(known, heading.titles, headers))
        if read.item or not heading.parts:
            return _checked(read, heading, headers)
    part = next((each for each in _of_parts(heading, headers)), None)
    if part:
        return _checked(part, heading, headers)
    return _by_code(heading, headers, known)


def _how(known: Sequence[Meaning], titles: Sequence[str], headers: Headers) -> tuple[str, str]:
    """Return how the item among some meanings was matched, and by which title."""
    item = next((target for role, target in known if role == table.ITEM), "")
    matches = [(headers.match(title), title) for title in titles if title]
    sure = [(m.how, title) for m, title in matches if m and m.item == item]
    return min(sure, key=lambda each: _SURE.index(each[0]), default=("", ""))


def _of_parts(heading: Heading, headers: Headers) -> Iterator[_Read]:
    """Yield what the parts of a title name; ids in them are the tool's own numbers."""
    for part in heading.parts:
        found = headers.match(part)
        if found and found.how != table.ID:
            how = table.NORMALISED if found.how == table.EXACT else found.how
            whole = next(iter(heading.titles), part)
            yield _Read(((table.ITEM, found.item),), how, whole)


def _crossed(heading: Heading, headers: Headers) -> str:
    """Return the item of a column's first title where another title names another, else nothing."""
    found = [match.item for title in heading.titles if title and (match := headers.match(title))]
    return found[0] if len(set(found)) > 1 else ""


def _checked(read: _Read, heading: Heading, headers: Headers) -> _Read:
    """Leave open what the text says and the tool's own code contradicts."""
    coded = headers.match(heading.code) if heading.code else None
    if coded and read.item and coded.item != read.item and not _is_default(heading.code):
        return _Read((_UNKNOWN,), suggestion=read.item)
    return read


def _by_code(heading: Heading, headers: Headers, known: tuple[Meaning, ...]) -> _Read:
    """Trust a code that is an item's id, unless the text above the column says otherwise."""
    coded = headers.match(heading.code) if heading.code else None
    if coded is None:
        meanings = headers.meanings(heading.code) if heading.code else ()
        return _Read(known or meanings or (_UNKNOWN,))
    texts = [
        each
        for each in (*heading.titles, *heading.parts)
        if each and not each.rstrip("]").endswith(heading.code)
    ]
    alike = any(headers.wordings.shares_words(coded.item, text) for text in texts)
    if texts and not alike and (_is_default(heading.code) or known):
        return _Read(known or (_UNKNOWN,), suggestion="" if known else coded.item)
    return _Read(((table.ITEM, coded.item),), coded.how, heading.code)


def _is_default(code: str) -> bool:
    """Tell whether a tool gave a code by itself, such as ``Q12_3``."""
    return code[:1] in "Qq" and code[1:].replace("_", "").isdigit()


def _agreed(meanings: Sequence[Sequence[Meaning]]) -> tuple[Meaning, ...]:
    """Return what all titles of a column can mean, else what the first of them means."""
    known = [each for each in meanings if each]
    if not known:
        return ()
    ignored = (table.UNKNOWN, IGNORED)
    if any(ignored in each for each in known):
        return (ignored,)
    shared = tuple(each for each in known[0] if all(each in other for other in known))
    return shared or tuple(known[0])


def _undecided(read: Mapping[int, _Read]) -> dict[int, _Read]:
    """Leave open which of several columns is an item when different titles fit it alike."""
    claims: dict[str, list[int]] = defaultdict(list)
    for n, each in read.items():
        if each.item and len(each.meanings) == 1:
            claims[each.item].append(n)
    found = dict(read)
    for item, columns in claims.items():
        best = min(read[n].rank for n in columns)
        level = [n for n in columns if read[n].rank == best]
        said = {words(plain_title(read[n].title)).rstrip("0123456789") for n in level}
        if best >= _TWO_MAY_FIT and len(said) > 1:
            found |= {n: _Read((_UNKNOWN,), suggestion=item) for n in columns}
    return found


def _spoken(heading: Heading, meaning: Meaning, headers: Headers) -> str:
    """Return the title that says what the column was taken for, else the first there is.

    Titles that contradict each other are told together.
    """
    if _crossed(heading, headers) and meaning == _UNKNOWN:
        return heading.together
    if heading.shown:
        return heading.shown
    said = (each for each in heading.all if meaning in headers.meanings(each))
    return next(said, next(iter(heading.all), ""))


def _with_suggestions(
    found: Mapping[int, Named], headings: Mapping[int, Heading], headers: Headers
) -> dict[int, Named]:
    """Suggest the item that a title resembles, one column per item, none that has a column."""
    here = {each.target for each in found.values() if each.role == table.ITEM}
    named = dict(found)
    open_ = [n for n, each in found.items() if _is_open(each)]
    if not open_ or headers.items <= here:
        return named
    near = {n: headers.nearest(headings[n].all) for n in open_}
    best: dict[str, tuple[float, int]] = {}
    for n, (item, likeness) in near.items():
        if item and item not in here and likeness > best.get(item, (0.0, 0))[0]:
            best[item] = (likeness, n)
    for item, (likeness, n) in best.items():
        named[n] = replace(named[n], suggestion=item, likeness=likeness)
    return named


def _is_open(named: Named) -> bool:
    return named.role == table.UNKNOWN and not named.target and not named.suggestion
