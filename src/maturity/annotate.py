"""Annotated copies of the files that hold problems, and one workbook of all problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from maturity import workspace
from maturity.assess import Intake
from maturity.causes import as_one, told_by
from maturity.check import Checked
from maturity.errors import Problem, UsageError
from maturity.language import Language, is_known
from maturity.problem_book import write_problem_book
from maturity.readers import BrokenFileError, as_written, files_named, open_workbook
from maturity.readers.addresses import Where, size, where
from maturity.readers.corrections import (
    PROPERTY,
    Corrections,
    corrections_of,
    put_in_place,
)
from maturity.readers.original import holds_more_than_cells, is_sealed, package_of
from maturity.readers.sheet import Area, Sheet, Workbook, cell_range
from maturity.responses.wording import quoted
from maturity.tally import LostSheet, tally
from maturity.understood import FileSeen
from maturity.writers.annotated import (
    LONGEST,
    MOST_ROWS,
    Annotator,
    Copy,
    Mark,
    fits,
    in_order,
    stored_results,
    typed,
    write_values,
)
from maturity.writers.files import whole_folder

OVERVIEW = "problems.xlsx"
_OWN = {".xlsx", ".xlsm"}
_MOST_SLOTS = 600_000  # cells beyond which openpyxl needs a minute and a gigabyte
_COLUMN, _NOT_CELLS = "COLUMN", ("COLUMN", "ITEM")  # codes of whole columns
_OURS = (".yaml", "--")  # what remedies speak of that no client has
_FORBIDDEN, _SHEET_NAME = set("[]:*?/\\"), 31


Key = tuple[str, str, str]  # a sheet, a cell, what stands in it
_NO_KEY: Key = ("", "", "")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A copy that was written: of which file, its name, and why it holds values alone, if so."""

    path: str
    name: str
    why: str = ""


def refuse_sources(folder: Path, paths: Iterable[str]) -> None:
    """Refuse a folder that holds a file to be read: a copy would take its place.

    Raises
    ------
    UsageError
        It does.
    """
    home = folder.resolve()
    for path in paths:
        for _, file in files_named(workspace.resolve(path)):
            if file.resolve().is_relative_to(home):
                raise UsageError("annotate_source", folder=str(folder), file=file.name)


def annotate_files(
    folder: Path, intakes: Sequence[Intake], say: Language, passwords: Sequence[str] = ()
) -> list[Annotated]:
    """Write the copies of all files with problems into a folder, and the workbook of problems.

    Parameters
    ----------
    folder : Path
        Where they go; files under other names stay.
    intakes : sequence of Intake
        What was read.
    say : Language
        The language of the copies.
    passwords : sequence of str, optional
        What protected files opened with.

    Returns
    -------
    list of Annotated
        One entry per copy, in path order.
    """
    with whole_folder(folder) as draft:
        found = write_copies(draft, intakes, say, passwords)
        write_problem_book(draft / OVERVIEW, Checked(tuple(intakes)), say)
    return found


def annotated_lines(folder: Path, written: Sequence[Annotated], say: Language) -> Iterator[str]:
    """Yield where everything was written."""
    for each in written:
        yield say(f"annotated.told.{'values' if each.why else 'copy'}", copy=folder / each.name)
    yield say("annotated.told.overview", path=folder / OVERVIEW)


def write_copies(
    draft: Path, intakes: Sequence[Intake], say: Language, passwords: Sequence[str] = ()
) -> list[Annotated]:
    """Write one annotated copy per file that holds problems."""
    found: list[Annotated] = []
    taken = {OVERVIEW}
    with Annotator() as annotator:
        for intake in intakes:
            files = dict(files_named(intake.place.path, intake.given))
            by_path, lost = _by_path(intake), tally(intake.responses).lost
            for seen in intake.understood:
                problems = by_path.get(seen.path, [])
                if not problems or seen.path not in files:
                    continue
                name = _free(seen.path, taken)
                one = _One(seen, problems, lost, say, draft / name)
                why = one.write(files[seen.path], passwords, annotator)
                if why is not None:
                    name = one.target.relative_to(draft).as_posix()
                    found.append(Annotated(seen.path, name, why))
                    taken.add(name)
    return found


def _by_path(intake: Intake) -> dict[str, list[Problem]]:
    paths = {seen.path for seen in intake.understood}
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in intake.problems:
        found[where(problem.source, paths).path].append(problem)
    return found


def _free(path: str, taken: set[str]) -> str:
    """Return the copy's name: the file's own, an Excel ending, and a number if it is taken."""
    own = PurePosixPath(path)
    name = path if own.suffix.lower() in _OWN else f"{path}.xlsx"
    stem, ending = name.rpartition(".")[::2]
    names = (name if n == 1 else f"{stem} ({n}).{ending}" for n in range(1, len(taken) + 2))
    return next(each for each in names if each not in taken)


@dataclass(slots=True)
class _One:
    """One file on its way to its copy."""

    seen: FileSeen
    problems: Sequence[Problem]
    lost: Mapping[tuple[str, str], LostSheet]
    say: Language
    target: Path
    together: dict[int, str] = field(default_factory=dict)  # sentences for several problems
    cells: dict[str, Mapping[str, list[tuple[int, int]]]] = field(default_factory=dict)

    def write(self, file: Path, passwords: Sequence[str], annotator: Annotator) -> str | None:
        """Write the copy; return why it holds values alone (empty if not), None for no copy."""
        try:
            raw = open_workbook(file, passwords)
            package = package_of(file, passwords) if _is_own(raw) else b""
        except BrokenFileError:
            return None  # the problem says it; there are no cells to mark
        earlier = corrections_of(raw)
        workbook, done = put_in_place(raw, earlier) if earlier else (raw, {})
        marks = in_order([*self._marks(workbook, earlier)])
        if not marks or not fits(workbook):
            return None
        self.target.parent.mkdir(parents=True, exist_ok=True)
        remarks = ["open"] if package and is_sealed(file) else []
        why = self._why_not_own(workbook, package)
        if not why:
            shapes = ["shapes"] if holds_more_than_cells(package) else []
            copy = Copy(
                self._words(marks, [*remarks, *shapes]),
                marks,
                stored_results(workbook),
                [(s, _cell(r, c), typed(value)) for (s, r, c), value in done.items()],
                earlier.sheet.name if earlier else "",
                self._origin(raw),
                macros=self.target.suffix.lower() == ".xlsm",
            )
            if annotator.write(package, copy, self.target):
                return ""
            why = "failed"
        names = _sheet_names(workbook)
        marks = [_renamed(mark, names) for mark in marks]
        copy = Copy(self._words(marks, [*remarks, why]), marks, origin=self._origin(raw))
        self.target = self.target.with_suffix(".xlsx")  # without macros
        write_values(workbook, names, copy, self.target)
        return why

    def _origin(self, raw: Workbook) -> str:
        """Return the fingerprint of what was sent, also where this is the copy of a copy."""
        return raw.properties.get(PROPERTY) or self.seen.sha256

    def _why_not_own(self, workbook: Workbook, package: bytes) -> str:
        """Return why openpyxl is not even tried; empty when it is."""
        if not package:
            return "kind"
        slots = sum(len(cells) for sheet in workbook.sheets for cells in sheet.rows.values())
        return "size" if slots > _MOST_SLOTS else ""

    def _marks(self, workbook: Workbook, earlier: Corrections | None) -> Iterator[Mark]:
        sheets = {sheet.name: sheet for sheet in workbook.sheets}
        for problem in self._for_client():
            at = where(problem.source, {self.seen.path})
            if earlier and at.sheet == earlier.sheet.name:
                at = Where(at.path)
            sheet = sheets.get(at.sheet)
            if sheet is None:
                yield self._mark(problem, Where(at.path), _NO_KEY)
                continue
            cells = [*self._answers(problem, at, sheet)]
            for cell in cells:
                params = {**problem.params, "count": "1", "hint": ""}
                one = replace(problem, found=quoted(cell[2]), params=params)
                yield self._mark(one, Where(at.path, at.sheet, cell[1]), cell)
            if len(cells) < told_by(problem):  # some of it no value typed here would put right
                yield self._mark(problem, at, self._title(problem, at, sheet) or _NO_KEY)

    def _for_client(self) -> Iterator[Problem]:
        """Yield what a client can do something about, once for each place that lacks several."""
        alike: dict[tuple[str, str], list[Problem]] = defaultdict(list)
        for problem in self.problems:
            if not is_known(f"annotated.not_for_client.{problem.code}"):
                alike[problem.code, problem.source].append(problem)
        for same in alike.values():
            if len(same) > 1 and is_known(f"causes.together.{same[0].code}.message"):
                self.together[id(same[0])] = as_one(same).message(self.say)
                yield same[0]
            else:
                yield from same

    def _mark(self, problem: Problem, at: Where, key: Key) -> Mark:
        found = problem.found[:LONGEST]
        message = self.together.get(id(problem)) or problem.message(self.say)
        remedy = self._remedy(problem, key)
        return Mark(problem.severity, at.sheet, at.cells, found, message, remedy, key)

    def _remedy(self, problem: Problem, key: Key) -> str:
        """Say what the client can do: some remedies are meant for the consultant's files."""
        remedy = problem.remedy(self.say)
        words = f"annotated.remedy.{problem.code}"
        if key != _NO_KEY and problem.code.startswith(_COLUMN):
            item = problem.params.get("item")
            return self.say(f"annotated.remedy.{'resembles' if item else 'title'}", item=item)
        if is_known(words):
            return self.say(words)
        if not any(mark in remedy for mark in _OURS):
            return remedy
        low, high = problem.params.get("min"), problem.params.get("max")
        if key != _NO_KEY and low and high:
            return self.say("annotated.remedy.answer", min=low, max=high)
        return self.say("annotated.remedy.consultant")

    def _answers(self, problem: Problem, at: Where, sheet: Sheet) -> Iterator[Key]:
        """Yield the cells that typed values would put right, each with what stands in it."""
        area = at.area
        is_answer = "item" in problem.params or "attribute" in problem.params
        if area is None or not is_answer or problem.code.startswith(_NOT_CELLS):
            return
        titles = self._header_rows(sheet)
        for row, column in self._cells(problem, area, sheet):
            if row not in titles:
                yield at.sheet, _cell(row, column), as_written(sheet.at(row, column))

    def _cells(self, problem: Problem, area: Area, sheet: Sheet) -> Iterator[tuple[int, int]]:
        """Yield the cells that a problem of answers is about; between them others may be right."""
        if size(area) == 1:
            yield area[:2]
            return
        item = str(problem.params.get("item", ""))
        lost = [each for each in self._lost(sheet.name).get(item, ()) if _holds(area, *each)]
        yield from lost or (
            (row, column)
            for row in range(area.first_row, area.last_row + 1)
            for column in range(area.first_column, area.last_column + 1)
            if as_written(sheet.at(row, column)).strip() == problem.found.strip()
        )

    def _lost(self, sheet: str) -> Mapping[str, list[tuple[int, int]]]:
        """Return the cells of a sheet that do not count, by question."""
        if sheet not in self.cells:
            found: dict[str, list[tuple[int, int]]] = defaultdict(list)
            for cell in self.lost.get((self.seen.path, sheet), LostSheet()).cells():
                found[cell.item].append((cell.row, cell.column))
            self.cells[sheet] = found
        return self.cells[sheet]

    def _title(self, problem: Problem, at: Where, sheet: Sheet) -> Key | None:
        """Return the cell of a column's title, where a column names nothing."""
        area = at.area
        if area is None or not problem.code.startswith(_COLUMN):
            return None
        return self._title_of(sheet, area) if area.first_column == area.last_column else None

    def _header_rows(self, sheet: Sheet) -> set[int]:
        tables = (table for table in self.seen.tables if table.sheet == sheet.name)
        return {row for table in tables for row in table.header_rows if row}

    def _title_of(self, sheet: Sheet, area: Area) -> Key | None:
        titles = [
            title.words
            for table in self.seen.tables
            for title in table.strangers
            if (title.sheet, title.column) == (sheet.name, area.first_column)
        ]
        for row in sorted(self._header_rows(sheet), reverse=True):
            words = as_written(sheet.at(row, area.first_column))
            if words.strip() in titles:
                return sheet.name, _cell(row, area.first_column), words
        return None

    def _words(self, marks: Sequence[Mark], remarks: Sequence[str]) -> dict[str, object]:
        """Return all that the first sheet says."""
        say = self.say
        lines = [say("annotated.how.first", n=len(marks))]
        lines += [say(f"annotated.how.{key}") for key in ("second", "third")]
        lines += [say(f"annotated.why.{remark}") for remark in remarks]
        if len(marks) > MOST_ROWS:
            lines.append(say("annotated.how.more", n=len(marks) - MOST_ROWS))
        columns = (
            "number", "severity", "sheet", "cell", "found", "message", "remedy", "correction",
        )  # fmt: skip
        return {
            "sheet": say("annotated.sheet.corrections"),
            "title": say("annotated.title", file=PurePosixPath(self.seen.path).name),
            "lines": lines,
            "header": [say(f"annotated.column.{column}") for column in columns],
            "severities": {
                each: say(f"annotated.severity.{each}") for each in ("blocks", "changes", "note")
            },
            "in_place": say("annotated.in_place"),
            "footer": say("annotated.footer"),
        }


def _is_own(workbook: Workbook) -> bool:
    """Tell whether openpyxl may know the format."""
    return workbook.notes.get("format") == "xlsx"


def _holds(area: Area, row: int, column: int) -> bool:
    return (
        area.first_row <= row <= area.last_row and area.first_column <= column <= area.last_column
    )


def _cell(row: int, column: int) -> str:
    return cell_range((column, column), (row, row))


def _sheet_names(workbook: Workbook) -> dict[str, str]:
    """Return other names for sheets whose own Excel would refuse."""
    names: dict[str, str] = {}
    for sheet in workbook.sheets:
        plain = "".join("-" if char in _FORBIDDEN else char for char in sheet.name).strip("'")
        name, n = plain[:_SHEET_NAME] or "-", 1
        while name.casefold() in {each.casefold() for each in names.values()}:
            n += 1
            name = f"{plain[: _SHEET_NAME - 4]} ({n})"
        names[sheet.name] = name
    return names


def _renamed(mark: Mark, names: Mapping[str, str]) -> Mark:
    key = (names.get(mark.key[0], ""), *mark.key[1:])
    return replace(mark, sheet=names.get(mark.sheet, ""), key=key)
