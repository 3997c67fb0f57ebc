"""What was read and what is wrong with it: the first half of the journey, over many PATHs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maturity import workspace
from maturity.assess import SCHEMA, Intake, instrument_json, open_intake
from maturity.errors import Problem, UnreadableError
from maturity.instrument import FULL, Instrument
from maturity.language import Language
from maturity.responses import Answer, Cells, FileCount, Respondent
from maturity.writers.files import write_text

COLUMNS = ("respondent", "group", "item", "answer", "response", "missing_reason", "source")


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
    def answers(self) -> list[Answer]:
        """Every filled answer cell, in order."""
        return [answer for intake in self.intakes for answer in intake.responses.answers]


def check_paths(paths: Sequence[str], **names: str) -> Checked:
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
        intakes += [open_intake(given, place=place, **names) for place in places]
    return Checked(tuple(intakes))


def write_responses(path: Path, checked: Checked) -> None:
    """Write one row per filled answer cell: as written, coded, or why not."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for answer in checked.answers:
        writer.writerow(
            [
                answer.respondent,
                answer.group or "",
                answer.item,
                answer.answer,
                "" if answer.response is None else answer.response,
                answer.missing_reason,
                answer.source,
            ]
        )
    write_text(path, text.getvalue())


def check_json(checked: Checked) -> dict[str, Any]:
    """Return what was read, and what is wrong with it, as ``--json`` prints it."""
    return {
        "schema": SCHEMA,
        "instrument": instrument_json(checked.instrument),
        "files": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "format": file.format,
                "respondents": file.respondents,
                "cells": {
                    **file.answers.to_json(),
                    "profile": file.profile.to_json(),
                    "comment": file.comment.to_json(),
                },
            }
            for file in checked.files
        ],
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
    }
