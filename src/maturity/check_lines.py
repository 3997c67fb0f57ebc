"""What ``maturity check`` prints: the verdict, what was understood, problems by cause."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from maturity.causes import Cause, few, shortened, spoken
from maturity.check import Checked
from maturity.errors import needs_attention
from maturity.language import Language, harmless, is_known
from maturity.readers.addresses import listed
from maturity.understood import FileSeen, TableSeen

_CAUSES, _FILES, _ADDRESSES, _PLACES = 20, 12, 8, 5
_TEXT_SHEET = "csv"  # the only sheet of a text file: no news for anybody
_SEPARATORS = {";": "semicolon", ",": "comma", "\t": "tabulator", "|": "bar"}
_FATES = ("answered", "dont_know", "not_applicable", "unreadable", "ignored")


@dataclass(frozen=True, slots=True)
class Line:
    """One line before it is fitted to a width; lines that belong to another stand further right."""

    text: str = ""
    indent: int = 0
    hang: int = 2


def check_lines(checked: Checked) -> Iterator[Line]:
    """Yield the verdict, what was understood of each file, and problems by cause, gravest first."""
    say = checked.say
    causes = checked.causes
    yield from verdict_lines(checked, causes, say)
    yield Line()
    yield from understood_lines(checked.understood, say)
    yield Line()
    if not checked.problems:
        yield Line(say("cli.check.none"))
    yield from cause_lines(causes, say)


def printed(lines: Iterable[Line], width: int | None = None) -> str:
    """Return lines as text: fitted to ``width``, or one line each; control characters are inert."""
    return "\n".join(part for line in lines for part in _fitted(line, width))


def terminal_width() -> int | None:
    """Return how wide the terminal is; None when nobody looks at one."""
    return max(shutil.get_terminal_size().columns, 40) if sys.stdout.isatty() else None


def _fitted(line: Line, width: int | None) -> list[str]:
    text = harmless(line.text)
    before = " " * line.indent
    if width is None or len(before + text) <= width:
        return [(before + text).rstrip()]
    wrapper = textwrap.TextWrapper(
        width,
        initial_indent=before,
        subsequent_indent=before + " " * line.hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(text)


def verdict_lines(checked: Checked, causes: Sequence[Cause], say: Language) -> Iterator[Line]:
    """Say in one sentence how it went, then account for everybody and every filled cell."""
    people, cells = checked.respondents, checked.cells.to_json()
    included = sum(person.included for person in people)
    grave = sum(needs_attention(cause.problems) for cause in causes)
    key = "look" if grave else "sound"
    yield Line(
        say(
            f"cli.check.{key}",
            n=grave,
            included=say.number(included),
            received=say.number(len(people)),
            answered=say.number(cells["answered"]),
        )
    )
    unread = [file.path for file in checked.files if file.format is None]
    if unread:
        parts = [_part("cli.check.files_read", len(checked.files) - len(unread), say)]
        parts.append(_part("cli.check.files_unread", len(unread), say))
        yield Line(_sum("cli.check.files", len(checked.files), parts, say), 2)
    if people:
        reasons = Counter(each.reason or "" for each in people if not each.included)
        parts = [_part("cli.check.counted", included, say)]
        parts += [_reason(code, n, say) for code, n in reasons.most_common()]
        yield Line(_sum("cli.check.people", len(people), parts, say), 2)
        parts = [_part(f"cli.check.fate.{fate}", cells[fate], say) for fate in _FATES]
        some = [part for part, fate in zip(parts, _FATES, strict=True) if cells[fate]] or parts[:1]
        yield Line(_sum("cli.check.cells", cells["filled"], some, say), 2)


def _part(key: str, n: int, say: Language) -> str:
    return say(key, n=n, count=say.number(n))


def _sum(key: str, n: int, parts: Sequence[str], say: Language) -> str:
    return say(key, n=n, count=say.number(n), parts=" + ".join(parts))


def _reason(code: str, n: int, say: Language) -> str:
    key = f"cli.reason.{code}" if is_known(f"cli.reason.{code}") else "cli.reason.other"
    return say(key, n=n, count=say.number(n), code=code)


def understood_lines(files: Sequence[FileSeen], say: Language) -> Iterator[Line]:
    """Yield what was understood of the files, those understood alike together."""
    alike = _alike(files)
    for same in alike[:_FILES]:
        yield from _file_lines(same, say)
    if len(alike) > _FILES:
        yield Line(say("cli.check.more_files", n=sum(map(len, alike[_FILES:]))))


def _alike(files: Sequence[FileSeen]) -> list[list[FileSeen]]:
    """Put files together that were understood alike, in the order of the first of each kind."""
    kinds: list[FileSeen] = []
    alike: list[list[FileSeen]] = []
    for file in files:
        kind = _kind(file)
        if kind in kinds:
            alike[kinds.index(kind)].append(file)
        else:
            kinds.append(kind)
            alike.append([file])
    return alike


def _kind(file: FileSeen) -> FileSeen:
    """Return what must be equal for two files to be told together: all but names and headcounts."""
    tables = tuple(replace(table, sheet="", people=0, strangers=()) for table in file.tables)
    if any(table.strangers for table in file.tables) or len(file.tables) > 1:
        return file
    return replace(file, path="", sha256="", sheets=(), tables=tables)


def _file_lines(same: Sequence[FileSeen], say: Language) -> Iterator[Line]:
    file = same[0]
    path = file.path if len(same) == 1 else f"{file.path} (+{len(same) - 1})"
    if file.layout is None:
        yield Line(say("cli.check.unread", path=path))
        return
    people = sum(table.people for each in same for table in each.tables)
    layout = say(f"cli.layout.{file.layout}")
    yield Line(say("cli.check.file", path=path, format=layout, n=people))
    if how := how_read(file, say):
        yield Line(how, 2)
    tables = file.tables if len(same) == 1 else file.tables[:1]
    for table in tables[:_FILES]:
        yield Line(_table_line(table, file, say), 2)
        if words := beside_words(table, say):
            yield Line(say("cli.check.beside", names=words), 2)
        if table.strangers:
            titles = [say("causes.quoted", found=shortened(t.words)) for t in table.strangers]
            yield Line(say("cli.check.strangers", titles=few(titles, say), n=len(titles)), 2)
    if len(tables) > _FILES:
        yield Line(say("cli.check.more_tables", n=len(tables) - _FILES), 2)
    if file.alone:
        names = [say("causes.quoted", found=name) for name in file.alone]
        yield Line(say("cli.check.alone", sheets=few(names, say), n=len(names)), 2)


def how_read(file: FileSeen, say: Language) -> str:
    """Say in which encoding and with which separator a file was read, where it has such."""
    told = []
    for name in ("encoding", "separator"):
        if value := file.notes.get(name):
            words = _SEPARATORS.get(value)
            said = say(f"cli.check.separator.{words}") if words else value
            told.append(say(f"cli.check.note.{name}", value=said))
    return ", ".join(told)


def _table_line(table: TableSeen, file: FileSeen, say: Language) -> str:
    """Say where a table stands and how it was understood."""
    if len(file.tables) == 1 and len(file.sheets) < 2:  # noqa: PLR2004 - one of one
        return how_matched(table, say)
    place = say("cli.check.sheet", sheet=table.sheet, n=table.people)
    return say("cli.check.joint").join((place, how_matched(table, say)))


def how_matched(table: TableSeen, say: Language) -> str:
    """Say how a table was recognised and how its titles were matched."""
    parts = []
    if table.why:
        parts.append(say(table.why, **spoken(table.why_params, say)))
    if len(table.header_rows) > 1 or (table.header_rows and "row" not in table.why_params):
        rows = few([str(row) for row in table.header_rows], say)
        parts.append(say("cli.check.titles", n=len(table.header_rows), rows=rows))
    kinds = sorted(table.matches.items(), key=lambda pair: (-pair[1], pair[0]))
    how = [say(f"cli.check.match.{kind}", n=n) for kind, n in kinds]
    parts.append(say("cli.check.items", n=table.items, how=f" ({', '.join(how)})" if how else ""))
    scales = [f"{low}–{high}" for low, high in table.scales]
    if scales:
        parts.append(say("cli.check.scales", scales=few(scales, say), n=len(scales)))
    return say("cli.check.joint").join(parts)


def beside_words(table: TableSeen, say: Language) -> str:
    """Name what else was recognised: details of people, what tools add, personal data."""
    found = [words.get(say.code) or next(iter(words.values())) for words in table.details]
    found += [_kind_word("metadata", kind, say) for kind in table.metadata]
    if table.comments:
        found.append(say("cli.check.comments", n=table.comments))
    personal = [_kind_word("personal", kind, say) for kind in table.personal]
    told = few(found, say) if found else ""
    if personal:
        named = say("cli.check.personal", kinds=few(personal, say))
        return f"{told}, {named}" if told else named
    return told


def _kind_word(role: str, kind: str, say: Language) -> str:
    key = f"cli.check.{role}_kind.{kind}"
    return say(key) if is_known(key) else kind


def cause_lines(causes: Sequence[Cause], say: Language) -> Iterator[Line]:
    """Yield causes under their gravity, numbered, each with where, what it does and the cure."""
    shown = causes[:_CAUSES]
    number = 0
    for severity, same in groupby(shown, key=lambda cause: cause.severity):
        if number:
            yield Line()
        total = sum(cause.severity == severity for cause in causes)
        yield Line(say(f"cli.check.heading.{severity}", n=total))
        for cause in same:
            number += 1
            yield from _cause(number, cause, say)
    if len(causes) > len(shown):
        yield Line()
        yield Line(say("cli.check.more_causes", n=len(causes) - len(shown)))


def _cause(number: int, cause: Cause, say: Language) -> Iterator[Line]:
    message = cause.message(say)
    yield Line(say("cli.check.cause", number=number, message=message, code=cause.code), hang=3)
    if cause.quotes_more:
        yield Line(say("cli.check.found", found=cause.found(say)), 3)
    yield Line(say("cli.check.where", places=places_said(cause, say)), 3)
    if effect := cause.effect(say):
        share = None if cause.people else cause.share
        part = say("cli.check.share", share=say.percent(share)) if share is not None else ""
        yield Line(say("cli.check.effect", effect=effect, share=part), 3)
    yield Line(say("cli.check.remedy", remedy=cause.remedy(say)), 3)


def places_said(cause: Cause, say: Language) -> str:
    """Say where a cause shows: files, sheets and cells as people name them."""
    by_sheet = listed(cause.places, _ADDRESSES)
    told = [
        ", ".join(filter(None, (_place(path, sheet, say), cells)))
        for (path, sheet), cells in list(by_sheet.items())[:_PLACES]
    ]
    rest = len(by_sheet) - _PLACES
    return say("cli.check.joint").join(told) + (f" (+{rest})" if rest > 0 else "")


def _place(path: str, sheet: str, say: Language) -> str:
    if not sheet or sheet == _TEXT_SHEET:
        return path
    return say("cli.check.place", path=path, sheet=sheet)
