"""Hold what ``maturity check`` says of some files against what is true of them."""

from __future__ import annotations

import csv
import json
import re
import warnings
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

import openpyxl
from openpyxl.utils.cell import coordinate_from_string, range_boundaries
from tests.layouts.grid import LOST, OPEN, SPOILED, Formula, shown
from tests.layouts.people import loaded_once
from tests.layouts.programs import write

from maturity.check import Checked, check_json, check_paths, write_responses
from maturity.check_lines import check_lines, printed

PARTS = ("answered", "dont_know", "not_applicable", "unreadable", "ignored")
NOT_READ = {"unreadable", "ignored"}
# A column of which a part is spoiled may be left unread as a whole.
DOUBTS = {"COLUMN_SCALE", "COLUMN_LABELS", "COLUMN_TEXT", "COLUMN_DATES", "COLUMN_SEVERAL"}


@dataclass(frozen=True)
class Outcome:
    """Everything one run said: the JSON, the rows of ``--responses``, the terminal's text."""

    document: dict
    rows: list[dict[str, str]]
    text: str

    @cached_property
    def by_source(self):
        found = defaultdict(list)
        for row in self.rows:
            found[row["source"]].append(row)
        return found

    @cached_property
    def codes(self):
        return [problem["code"] for problem in self.document["problems"]]

    def sources(self, code):
        return [p["source"] for p in self.document["problems"] if p["code"] == code]


def checked(path, instrument="", scratch=None, **names) -> Outcome:
    """Run the check in this process, loading each questionnaire once for all tests."""
    with patch("maturity.assess.load_instrument", loaded_once):
        result = check_paths([str(path)], instrument=instrument, **names)
    return outcome_of(result, Path(scratch or Path(path).parent) / "out.responses")


def outcome_of(result: Checked, scratch: Path) -> Outcome:
    """Take a result as the command would print it."""
    write_responses(scratch, result)
    with scratch.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    scratch.unlink()
    document = json.loads(json.dumps(check_json(result), ensure_ascii=False))
    return Outcome(document, rows, printed(check_lines(result)))


def run_on(folder, books, program, survey, **names):
    """Write books into a folder, check it and return what is wrong, as sentences."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for stem, book in books.items():
        if hasattr(book, "save"):
            path = folder / f"{stem}.xlsx"
            book.save(path)
        else:
            path = write(folder, stem, book, program)
        files[path.name] = book
    got = checked(folder, survey.instrument, folder.parent, **names)
    return got, [*complaints(got, folder, files, program)]


def complaints(got, folder, files, program):
    """Yield every way in which a run contradicts the truth about its files."""
    yield from sums(got)
    yield from unnamed(got)
    yield from misquoted(got, folder)
    for name, book in files.items():
        yield from _wrong(got, name, book, program)
    yield from _people(got, files)
    yield from leaks(got, files)


def sums(got):
    """Filled cells are the sum of what became of them, per file, overall and in the rows."""
    document = got.document
    cells = [("all", document["cells"])]
    for file in document["files"]:
        counted = file["cells"]
        cells += [(file["path"], counted)]
        cells += [(f"{file['path']} {part}", counted[part]) for part in ("profile", "comment")]
    for where, counted in cells:
        if counted["filled"] != sum(counted[part] for part in PARTS):
            yield f"{where}: the parts of {counted} are not the whole"
    total = {p: sum(f["cells"][p] for f in document["files"]) for p in ("filled", *PARTS)}
    if total != {part: document["cells"][part] for part in total}:
        yield f"the files' cells {total} are not those of all {document['cells']}"
    yield from _rows_sum(got)


def _rows_sum(got):
    said = dict.fromkeys(PARTS, 0)
    for row in got.rows:
        said[row["missing_reason"] or "answered"] += 1
        if bool(row["response"]) == bool(row["missing_reason"]):
            yield f"{row} has both or neither of a response and a reason"
    counted = {part: got.document["cells"][part] for part in PARTS}
    if said != counted:
        yield f"rows {said}, counted {counted}"
    for source, rows in got.by_source.items():
        if len(rows) > 1:
            yield f"{source} appears {len(rows)} times"


def unnamed(got):
    """Every cell that was not read lies in the source of a problem."""
    where = Places(problem["source"] for problem in got.document["problems"])
    for row in got.rows:
        if row["missing_reason"] in NOT_READ and row["source"] not in where:
            yield f"{row['source']} {row['missing_reason']} ({row['answer']!r}) lies in no problem"


class Places:
    """Files, sheets and ranges of cells: is an address in one of them?"""

    def __init__(self, sources):
        self.areas = defaultdict(list)
        for source in sources:
            file, sheet, cells = split(source)
            self.areas[file, sheet] += [range_boundaries(cells)] if cells else [None]

    def __contains__(self, source):
        file, sheet, cell = split(source)
        if (file, "") in self.areas:
            return True
        left, top, *_ = range_boundaries(cell)
        return any(
            area is None or (area[0] <= left <= area[2] and area[1] <= top <= area[3])
            for area in self.areas.get((file, sheet), ())
        )


_SOURCE = re.compile(r"(?P<file>[^!]*)(?:!(?P<sheet>'(?:[^']|'')*'|[^!]*))?(?:!(?P<cells>[^!]*))?")


def split(source):
    """``file!sheet!cells`` in its parts."""
    match = _SOURCE.fullmatch(source)
    if match is None:
        raise AssertionError(f"not a source: {source}")
    sheet = match["sheet"] or ""
    if sheet.startswith("'") and "!" in sheet:
        sheet = sheet[1:-1].replace("''", "'")
    return match["file"], sheet, match["cells"] or ""


def misquoted(got, folder):
    """Every answer of ``--responses`` stands in the cell it names; what is personal is masked."""
    real = {}
    for row in got.rows:
        file, sheet, cell = split(row["source"])
        path = Path(folder) / file if Path(folder).is_dir() else Path(folder)
        if path.suffix != ".xlsx":
            continue
        if file not in real:
            with warnings.catch_warnings(action="ignore"):  # writers leave styles out
                real[file] = openpyxl.load_workbook(path, data_only=True)
        if sheet not in real[file].sheetnames:
            yield f"{row['source']}: no such sheet"
            continue
        letters, number = coordinate_from_string(cell)
        value = real[file][sheet][f"{letters}{number}"].value
        # What an unstored formula shows, and how dates and shares look, is a matter of taste.
        plain = isinstance(value, str | int) and not isinstance(value, bool)
        if plain and "‹" not in row["answer"] and _plain(row["answer"]) != _plain(str(value)):
            yield f"{row['source']}: {value!r} is quoted as {row['answer']!r}"


def _plain(text):
    return " ".join(text.split()).removesuffix(".0")


def _wrong(got, name, book, program):
    """The truth about each answer cell of a file, and nothing made up besides."""
    where = Places(problem["source"] for problem in got.document["problems"])
    places = {}
    spoiled = {truth.item for truth in book.truths.values() if truth.outcome == SPOILED}
    doubted = Places(
        problem["source"]
        for problem in got.document["problems"]
        if problem["code"] in DOUBTS and spoiled & {*problem["params"]["items"].split(", ")}
    )
    for (sheet, place), truth in book.truths.items():
        places[address(name, sheet, place)] = truth
    for source, truth in places.items():
        rows = got.by_source.get(source, [])
        if not rows:
            if truth.outcome not in {LOST, OPEN, SPOILED} or source not in where:
                yield f"{source}: {truth} is in no row"
            continue
        outcome = _outcome(book, source, truth, program)
        if outcome not in {LOST, SPOILED} and source in doubted:
            outcome = OPEN
        yield from _judged(source, truth, rows[0], outcome)
    for row in got.rows:
        made_up = split(row["source"])[0] == name and row["source"] not in places
        if made_up and row["missing_reason"] not in NOT_READ:
            yield f"{row['source']}: {row['answer']!r} is no answer, yet {_said(row)}"


def address(name, sheet, place):
    """Return ``file!sheet!cell`` as the contract writes it."""
    from openpyxl.utils import get_column_letter

    sheet = "csv" if name.endswith(".csv") else sheet
    if "!" in sheet:
        sheet = "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{sheet}!{get_column_letter(place[1])}{place[0]}"


def _outcome(book, source, truth, program):
    """openpyxl stores no results: a formula it wrote has none."""
    if program != "openpyxl" or hasattr(book, "save"):
        value = None
    else:
        _, sheet, cell = split(source)
        letters, row = coordinate_from_string(cell)
        from openpyxl.utils import column_index_from_string

        grid = next(each for each in book.grids if each.name == sheet)
        value = grid.cells.get((row, column_index_from_string(letters)))
    return SPOILED if isinstance(value, Formula) else truth.outcome


def _judged(source, truth, row, outcome):
    said = _said(row)
    if outcome in {LOST, SPOILED}:
        if row["missing_reason"] not in NOT_READ:
            yield f"{source}: {row['answer']!r} must not be read, yet {said}"
        return
    if outcome == OPEN and row["missing_reason"] in NOT_READ:
        return
    if outcome == OPEN:
        if truth.point is not None and row["response"] != str(truth.point):
            yield f"{source}: {row['answer']!r} is {truth.point} or nothing, yet {said}"
    elif (row["response"], row["missing_reason"]) != (
        "" if truth.point is None else str(truth.point),
        truth.outcome,
    ):
        yield f"{source}: {row['answer']!r} is {truth.point or truth.outcome}, yet {said}"
    if row["item"] != truth.item:
        yield f"{source}: an answer to {truth.item} is given to {row['item']}"


def _said(row):
    return f"{row['response'] or row['missing_reason']} for {row['item']}"


def _people(got, files):
    """One respondent per person who answered, in their function; those set aside do not count."""
    people = {person["id"]: person for person in got.document["respondents"]}
    ids, owners, aside = {}, {}, set()
    for name, book in files.items():
        aside |= book.excluded
        for truth, row in _read_cells(got, name, book):
            if ids.setdefault(truth.person, row["respondent"]) != row["respondent"]:
                yield f"{row['source']}: person {truth.person} is {ids[truth.person]} elsewhere"
            if owners.setdefault(row["respondent"], truth.person) != truth.person:
                yield f"{row['source']}: {row['respondent']} is two people"
            group = book.groups.get(truth.person, row["group"]) or ""
            if row["group"] != group:
                yield f"{row['source']}: of group {group}, yet {row['group']!r}"
        there = [r["id"] for r in got.document["respondents"] if r["source"].startswith(name)]
        if book.refused and there:
            yield f"{name}: holds nobody, yet respondents {there}"
    for person, id_ in ids.items():
        known = people.get(id_)
        if known is None:
            yield f"person {person} ({id_}) is not among the respondents"
        elif known["included"] == (person in aside):
            yield f"person {person} ({id_}) counts: {known['included']}, {known['reason']}"


def _read_cells(got, name, book):
    """Yield the truth and the row of every answer cell that was read."""
    for (sheet, place), truth in book.truths.items():
        for row in got.by_source.get(address(name, sheet, place), []):
            if truth.person is not None and row["missing_reason"] not in NOT_READ:
                yield truth, row


def leaks(got, files):
    """No planted name, address or number is told; file and sheet names are."""
    told = json.dumps(got.document, ensure_ascii=False) + got.text
    for name in files:
        told = told.replace(name, "")
    rows = "\n".join(f"{row['respondent']} {row['answer']}" for row in got.rows)
    for book in files.values():
        for word in book.planted:
            if word and word in told:
                start = told.index(word)
                yield f"{word!r} is told: …{told[max(0, start - 120) : start + 60]}…"
            elif word and word in rows:
                yield f"{word!r} stands in --responses"


__all__ = ["Outcome", "checked", "complaints", "run_on", "shown"]
