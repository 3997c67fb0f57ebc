"""Levels that a workshop agreed on: in ``decisions.yaml``, or on the sheet it was given.

The sheet lies beside ``engagement.yaml``, and is then about the wave that it was written for, or in
a wave's own folder. What both state must be the same: nobody's level is passed over in silence.
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
from maturity.instrument import Instrument
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
from maturity.readers.sheet import Sheet

if TYPE_CHECKING:
    from maturity.story.edition import Agreed

_ID, _LEVEL, _REASON, _OWNER = 0, 6, 7, 8
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
    folder: Path, decisions: DecisionsYaml, documents: Mapping[str, Document]
) -> tuple[Minuted, ...]:
    """Return every agreed level that is stated in an organisation's folder.

    Raises
    ------
    EngagementError
        A sheet cannot be read or says something that cannot be meant, or two places state
        different levels; says file and cell, or line.
    """
    stated = tuple(chain(_in_yaml(decisions, documents), *_sheets(folder)))
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


def _sheets(folder: Path) -> Iterator[Iterable[Minuted]]:
    if (folder / MINUTES).is_file():
        yield _read(folder / MINUTES, MINUTES)
    for wave in folders_in(folder):
        if (wave / MINUTES).is_file():
            name = normal_name(wave.name)
            yield _read(wave / MINUTES, f"{name}/{MINUTES}", name)


def _read(file: Path, name: str, wave: str = "") -> tuple[Minuted, ...]:
    """Read one sheet back; ``wave`` is that of its folder, else the one it was written for."""
    try:
        book = open_workbook(file)
    except BrokenFileError as broken:
        why = Problem(name, broken.code, broken.why)
        raise EngagementError("file_unreadable", path=name, why=why) from broken
    sheet = book.sheets[0]
    head = next((row for row, _ in sheet if not is_blank(sheet.at(row, _ID))), None)
    titles = {sentence("workshop.column.agreed", language) for language in LANGUAGES}
    if head is None or _written(sheet, head, _LEVEL) not in titles:
        raise EngagementError("minutes.unlike", place=source(name, sheet.name))
    wave = wave or book.properties.get("maturity_wave", "")
    complaints: list[Complaint] = []
    found = tuple(_lines(sheet, head, (name, wave), complaints))
    refuse(complaints, EngagementError)
    return found


def _lines(
    sheet: Sheet, head: int, of: tuple[str, str], complaints: list[Complaint]
) -> Iterator[Minuted]:
    """Yield each line that was filled, and note what cannot be meant."""
    name, wave = of
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
        elif not level:
            complaints.append(Complaint(places[_LEVEL], "minutes.no_level"))
        elif not _WHOLE.fullmatch(level):
            complaints.append(Complaint(places[_LEVEL], "minutes.no_number", {"value": level}))
        elif not reason:
            complaints.append(Complaint(places[_REASON], "minutes.no_reason", {"level": level}))
        else:
            yield Minuted(id_, int(level), reason, owner, wave, places[_LEVEL])


def _written(sheet: Sheet, row: int, column: int) -> str:
    value = sheet.at(row, column)
    return "" if is_blank(value) else " ".join(as_written(value).split())
