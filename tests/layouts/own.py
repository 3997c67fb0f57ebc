"""Our own workbooks, filled as people fill them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from tests.layouts.grid import SPOILED, Formula, Percent
from tests.layouts.people import loaded, truth_of, written
from tests.layouts.programs import _put

from maturity.writers.questionnaire import write_collector, write_questionnaire


class Filled:
    """One of our own workbooks, filled: it writes itself, the program being Excel's stand-in."""

    def __init__(self, book, truths, groups):
        self.book, self.truths, self.groups = book, truths, groups
        self.planted, self.excluded, self.refused = set(), set(), False
        self.formats = ("xlsx",)

    def save(self, path):
        self.book.save(path)


def _written(write, survey, **options):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write(path, loaded(survey.instrument), None, language=survey.language, **options)
        return openpyxl.load_workbook(path)


def questionnaire(survey, people, rng, *, style="messy"):
    """One of our questionnaires per person."""
    return [_filled(survey, person, rng, style) for person in people]


def _filled(survey, person, rng, style):
    book = _written(write_questionnaire, survey)
    truths, open_ = (
        {},
        {q.id: (q, a) for q, a in zip(survey.questions, person.answers, strict=True)},
    )
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "function":
            row[2].value = survey.functions[person.function]
        elif row[0].value == "site":
            row[2].value = f"site {person.number}"  # no two people send the same bytes
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=3):
            found = open_.pop(row[1].value, None) if len(row) > 3 else None
            if found is None:
                continue
            value, outcome = written(survey, *found, style, rng)
            _fill(row[3], value)
            if outcome:
                place = sheet.title, (row[3].row, row[3].column)
                truths[place] = truth_of(person, found[0], _kept(value, outcome))
    return Filled(book, truths, {person.number: person.function})


def _kept(value, outcome):
    """Return what becomes of an answer: openpyxl stores no result of a formula."""
    return (SPOILED, None) if isinstance(value, Formula) else outcome


def _fill(cell, value):
    if value is not None:
        _put(cell, value)
        if not isinstance(value, Percent):
            cell.number_format = cell.number_format


def collector(survey, people, rng, *, style="messy"):
    """Our workbook in which a coordinator writes everybody's answers."""
    book = _written(write_collector, survey, rows=max(len(people), 3))
    sheet = book.worksheets[1]
    columns = {cell.value: cell.column for cell in sheet[2] if cell.value}
    truths = {}
    for row, person in enumerate(people, 3):
        sheet.cell(row, columns["function"]).value = survey.functions[person.function]
        for question, answer in zip(survey.questions, person.answers, strict=True):
            value, outcome = written(survey, question, answer, style, rng)
            _fill(sheet.cell(row, columns[question.id]), value)
            if outcome:
                place = sheet.title, (row, columns[question.id])
                truths[place] = truth_of(person, question, _kept(value, outcome))
    return Filled(book, truths, {person.number: person.function for person in people})
