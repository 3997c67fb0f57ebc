"""Levels that a workshop agreed on: in ``decisions.yaml``, or on the sheet it was given.

The sheet lies beside ``engagement.yaml``, and is then about the wave that it was written for, or in
a wave's own folder. It says whose it is, and another organisation's or wave's is refused. What
both state must be the same: nobody's level is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.engagement.schema import DECISIONS, DecisionsYaml
from maturity.errors import Complaint, EngagementError, Problem
from maturity.instrument import Instrument, normalised
from maturity.instrument.yamlfile import Document, refuse
from maturity.language import LANGUAGES, sentence
from maturity.readers import (
    MINUTES,
    BrokenFileError,
    as_written,
    folders_in,
    is_blank,
    normal_name,
    open_workbook,
    source,
)
from maturity.readers.sheet import Sheet, Workbook
from maturity.writers.minutes import ORGANIZATION, WAVE, seal

if TYPE_CHECKING:
    from maturity.story.edition import Agreed

_ID, _PRACTICE, _LEVEL, _REASON, _OWNER, _SEAL = 0, 1, 6, 7, 8, 9
_TITLES = {_LEVEL: "agreed", _REASON: "reason", _OWNER: "owner"}
_LETTERS = {_ID: "A", _LEVEL: "G", _REASON: "H", _OWNER: "I"}
_WHOLE = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class Minuted:
    """One agreed level as somebody wrote it at ``place``; ``wave`` empty for every wave."""

    practice: str
    level: int
    reason: str
    owner: str
    wave: str
    place: str


def minuted(
    folder: Path, name: str, decisions: DecisionsYaml, documents: Mapping[str, Document]
) -> tuple[Minuted, ...]:
    """Return every agreed level that is stated in an organisation's folder.

    ``name`` is the organisation's; an empty one goes by its folder.

    Raises
    ------
    EngagementError
        A sheet cannot be read, is of another organisation or wave, or says something that cannot
        be meant, or two places state different levels; says file and cell, or line.
    """
    stated = tuple(chain(_in_yaml(decisions, documents), *_sheets(folder, name)))
    refuse(tuple(_differing(stated)), EngagementError)
    return stated


def agreed_in(stated: Iterable[Minuted], wave: str) -> tuple[Agreed, ...]:
    """Return what holds in a wave: its own levels before those for every wave."""
    from maturity.story.edition import Agreed

    found = sorted((each for each in stated if each.wave in {"", wave}), key=lambda e: e.wave)
    # of two that say the same, the first is decisions.yaml's: only its silence is filled up
    last: dict[str, Minuted] = {}
    for each in found:
        before = last.get(each.practice)
        if before is None or before.wave != each.wave:
            last[each.practice] = each
    return tuple(
        Agreed(each.practice, each.level, each.reason, each.owner) for each in last.values()
    )


def misagreed(stated: Iterable[Minuted], instrument: Instrument) -> Iterator[Complaint]:
    """Yield practices and levels that the questionnaire does not have."""
    practices, highest = {each.id for each in instrument.practices}, len(instrument.levels)
    for each in stated:
        if each.practice not in practices:
            fields = {"value": each.practice, "known": ", ".join(sorted(practices)) or "–"}
            yield Complaint(each.place, "not_in_instrument", fields)
        elif not 1 <= each.level <= highest:
            fields = {"value": str(each.level), "levels": str(highest)}
            yield Complaint(each.place, "minutes.level", fields)


def _in_yaml(decisions: DecisionsYaml, documents: Mapping[str, Document]) -> Iterator[Minuted]:
    for number, each in enumerate(decisions.agreed_levels):
        place = documents[DECISIONS].place(("agreed_levels", number))
        yield Minuted(each.practice, each.level, each.reason, "", each.wave, place)


def _differing(stated: Iterable[Minuted]) -> Iterator[Complaint]:
    """Yield levels of one practice and wave that are not the same."""
    first: dict[tuple[str, str], Minuted] = {}
    for each in stated:
        other = first.setdefault((each.practice, each.wave), each)
        if other.level != each.level:
            fields = {"practice": each.practice, "level": str(each.level)}
            fields |= {"other": other.place, "other_level": str(other.level)}
            yield Complaint(each.place, "minutes.differ", fields)


# The sheet


def _sheets(folder: Path, name: str) -> Iterator[Iterable[Minuted]]:
    # without a name, the state files may lie in the organisation's folder or in a wave's
    names = (name,) if name else (folder.resolve().name, folder.resolve().parent.name)
    if (folder / MINUTES).is_file():
        yield _read(folder / MINUTES, MINUTES, names)
    for wave in folders_in(folder):
        if (wave / MINUTES).is_file():
            of_wave = normal_name(wave.name)
            yield _read(wave / MINUTES, f"{of_wave}/{MINUTES}", names, of_wave)


def _read(file: Path, name: str, names: tuple[str, ...], wave: str = "") -> tuple[Minuted, ...]:
    """Read one sheet back; ``wave`` is that of its folder, else the one it was written for."""
    try:
        book = open_workbook(file)
    except BrokenFileError as broken:
        why = Problem(name, broken.code, broken.why)
        raise EngagementError("file_unreadable", path=name, why=why) from broken
    sheet = book.sheets[0]
    head = next((row for row, _ in sheet if not is_blank(sheet.at(row, _ID))), None)
    if head is None or not _has_titles(sheet, head):
        raise EngagementError("minutes.unlike", place=source(name, sheet.name))
    refuse(tuple(_of_others(book, name, names, wave)), EngagementError)
    wave = wave or book.properties.get(WAVE, "")
    complaints: list[Complaint] = []
    found = tuple(_lines(sheet, head, (name, wave), complaints))
    refuse(complaints, EngagementError)
    return found


def _has_titles(sheet: Sheet, head: int) -> bool:
    """Tell whether what is read back stands where it was written."""
    return all(
        _written(sheet, head, column)
        in {" ".join(sentence(f"workshop.column.{title}", each).split()) for each in LANGUAGES}
        for column, title in _TITLES.items()
    )


def _of_others(book: Workbook, name: str, names: tuple[str, ...], wave: str) -> Iterator[Complaint]:
    """Yield whose a sheet is when it is not this organisation's or not this wave's."""
    of, of_wave = book.properties.get(ORGANIZATION, ""), book.properties.get(WAVE, "")
    if not of:
        yield Complaint(name, "minutes.nobodys")
    elif normalised(of) not in map(normalised, names):
        yield Complaint(name, "minutes.organization", {"found": of, "name": names[0]})
    elif wave and of_wave and normalised(of_wave) != normalised(wave):
        yield Complaint(name, "minutes.wave", {"found": of_wave, "wave": wave})


def _lines(
    sheet: Sheet, head: int, of: tuple[str, str], complaints: list[Complaint]
) -> Iterator[Minuted]:
    """Yield each line that was filled, and note what cannot be meant."""
    name, wave = of
    seen: dict[str, str] = {}
    for row, _ in sheet:
        id_, level, reason, owner = (_written(sheet, row, column) for column in _LETTERS)
        if row <= head or not (level or reason or owner):
            continue
        places = {
            column: source(name, sheet.name, f"{letter}{row}")
            for column, letter in _LETTERS.items()
        }
        if not id_:
            filled = _LEVEL if level else _REASON if reason else _OWNER
            complaints.append(Complaint(places[filled], "minutes.no_practice"))
        elif id_ in seen:
            fields = {"practice": id_, "other": seen[id_]}
            complaints.append(Complaint(places[_ID], "minutes.twice", fields))
        elif seal(id_, _written(sheet, row, _PRACTICE)) != _written(sheet, row, _SEAL):
            complaints.append(Complaint(places[_ID], "minutes.changed", {"practice": id_}))
        elif not level:
            complaints.append(Complaint(places[_LEVEL], "minutes.no_level"))
        elif not _WHOLE.fullmatch(level):
            complaints.append(Complaint(places[_LEVEL], "minutes.no_number", {"value": level}))
        elif not reason:
            complaints.append(Complaint(places[_REASON], "minutes.no_reason", {"level": level}))
        else:
            yield Minuted(id_, int(level), reason, owner, wave, places[_LEVEL])
        seen.setdefault(id_, places[_ID])


def _written(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.at(row, column)
    return "" if is_blank(value) else " ".join(as_written(value).split())
