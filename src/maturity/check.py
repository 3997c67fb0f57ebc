"""What was read and what is wrong with it: the first half of the journey, over many PATHs."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maturity import workspace
from maturity.assess import SCHEMA, Intake, instrument_json, open_intake
from maturity.causes import Cause, causes, gravest_first, spoken
from maturity.errors import Problem, UnreadableError
from maturity.instrument import FULL, Instrument
from maturity.language import Language
from maturity.readers import Column, Table
from maturity.readers.sheet import column_letter
from maturity.responses import Answer, Cells, CodedTable, FileCount, Respondent
from maturity.understood import FileSeen, TableSeen
from maturity.writers.files import whole_file

_FORMULA = set("=+-@\t\r")
_NUMBER = re.compile(r"[+-](?:\d[\d .,%]*)?")


@dataclass(frozen=True, slots=True)
class Checked:
    """The intakes of all PATHs, one per organisation and wave."""

    intakes: tuple[Intake, ...]

    @property
    def say(self) -> Language:
        """The language of the first engagement."""
        return self.intakes[0].say

    @property
    def instrument(self) -> Instrument:
        """The questionnaire of the first engagement."""
        return self.intakes[0].instrument

    @property
    def files(self) -> list[FileCount]:
        """Every file, in order."""
        return [file for intake in self.intakes for file in intake.responses.files]

    @property
    def cells(self) -> Cells:
        """What became of the filled answer cells of all files."""
        total = Cells()
        for intake in self.intakes:
            total.add(intake.responses.cells)
        return total

    @property
    def respondents(self) -> list[Respondent]:
        """Every respondent, in order."""
        return [person for intake in self.intakes for person in intake.responses.respondents]

    @property
    def problems(self) -> list[Problem]:
        """Every problem, in order."""
        return [problem for intake in self.intakes for problem in intake.problems]

    @property
    def understood(self) -> list[FileSeen]:
        """What every file was understood as, in order."""
        return [file for intake in self.intakes for file in intake.understood]

    @property
    def causes(self) -> list[Cause]:
        """The problems by cause, gravest first; those of each organisation and wave apart."""
        found = [causes(intake.problems, intake.responses) for intake in self.intakes]
        return gravest_first(cause for each in found for cause in each)

    def each_answer(self) -> Iterator[Answer]:
        """Yield every filled answer cell, in order, as a spreadsheet may open it."""
        for intake in self.intakes:
            yield from intake.responses.each_answer(_inert)


def check_paths(paths: Sequence[str], *, passwords: Sequence[str] = (), **names: str) -> Checked:
    """Read every organisation and wave below some PATHs; parameters as for :func:`open_intake`.

    Raises
    ------
    UsageError, InstrumentError, EngagementError
        Something we were given, not a client's file, is wrong.
    UnreadableError
        There is no file at all.
    """
    intakes = []
    for path in paths:
        given = workspace.resolve(path)
        places = workspace.places_below(given)
        if not places:
            raise UnreadableError("no_files", path=path)
        intakes += [
            open_intake(given, place=place, passwords=passwords, **names) for place in places
        ]
    return Checked(tuple(intakes))


def write_responses(path: Path, checked: Checked) -> None:
    """Write one row per filled answer cell: as written, coded, or why not."""
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Answer._fields)
        writer.writerows(checked.each_answer())


def _inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, on lines that end alike.

    >>> _inert("=1+1"), _inert("-3,5"), _inert("-x")
    ("'=1+1", '-3,5', "'-x")
    """
    if text[:1] in _FORMULA and not _NUMBER.fullmatch(text):
        text = "'" + text
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def check_json(checked: Checked) -> dict[str, Any]:
    """Return what was read, and what is wrong with it, as ``--json`` prints it."""
    return {
        "schema": SCHEMA,
        "instrument": instrument_json(checked.instrument),
        "files": [file for intake in checked.intakes for file in _files(intake)],
        "cells": checked.cells.to_json(),
        "respondents": [
            {
                "id": person.id,
                "source": person.source,
                "group": person.group,
                "included": person.included,
                "reason": person.reason,
                "form": person.form or FULL,
            }
            for person in checked.respondents
        ],
        "problems": [problem.to_json(checked.say) for problem in checked.problems],
        "causes": [cause.to_json(checked.say) for cause in checked.causes],
    }


def _files(intake: Intake) -> Iterator[dict[str, Any]]:
    """Yield each file: what became of its cells, and what it was understood as."""
    seen = {file.path: file for file in intake.understood}
    tables: dict[str, list[CodedTable]] = defaultdict(list)
    for coded in intake.responses.tables:
        tables[coded.table.path].append(coded)
    for file in intake.responses.files:
        pairs = zip(seen[file.path].tables, tables[file.path], strict=True)
        yield {
            "path": file.path,
            "sha256": file.sha256,
            "format": file.format,
            "notes": dict(seen[file.path].notes),
            "respondents": file.respondents,
            "cells": {
                **file.answers.to_json(),
                "profile": file.profile.to_json(),
                "comment": file.comment.to_json(),
            },
            "understood": [_understood(each, coded.table, intake) for each, coded in pairs],
        }


def _understood(seen: TableSeen, table: Table, intake: Intake) -> dict[str, Any]:
    """Return how a table was read; the columns of our own forms are where we put them."""
    say = intake.say
    hide = intake.responses.masks.hide
    columns = () if seen.is_ours else table.columns
    in_form = len({each.rows[0] for each in columns if each.rows}) > 1
    return {
        "sheet": seen.sheet,
        "layout": seen.layout,
        "why": say(seen.why, **spoken(seen.why_params, say)) if seen.why else "",
        "header_rows": list(seen.header_rows),
        "respondents": seen.people,
        "scales": [list(ends) for ends in seen.scales],
        "columns": [_column(each, hide, in_form=in_form) for each in columns],
    }


def _column(column: Column, hide: Callable[[str], str], *, in_form: bool) -> dict[str, Any]:
    """Return what a column was taken for; in a form, where its first answer stands."""
    is_cell = in_form and column.rows
    return {
        "title": hide(column.header),
        "column": column.cell(0) if is_cell else column_letter(column.index),
        "role": column.role,
        "target": column.target,
        "match": column.match,
        **(
            {"suggestion": column.suggestion, "likeness": column.likeness}
            if column.suggestion
            else {}
        ),
    }
