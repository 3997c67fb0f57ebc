"""What is asked, not taken: nothing is read until mapping.yaml confirms it, then all of it is."""

import re

import pytest
from tests.layouts.catalogue import VARIANTS
from tests.layouts.grid import Book, Grid, Truth
from tests.layouts.people import crowd, dice, plainly
from tests.layouts.programs import write
from tests.layouts.verify import NOT_READ, Places, address, checked


def confirmed(got, answers):
    """mapping.yaml as the problems say, a person filling the gaps (``_``) from ``answers``."""
    scales, columns = {}, {}
    for problem in got.document["problems"]:
        for line in lines_in(problem):
            match = re.fullmatch(r"scales: \{(.*)\}", line, re.DOTALL)
            if match:
                scales |= dict(entries(match[1]))
        if problem["params"].get("line"):
            title, _, item = problem["params"]["line"].strip().rpartition(": ")
            columns[title] = item
    scales = {key: filled(value, answers) for key, value in scales.items()}
    text = "scales:\n" + "".join(f"  {key}: {value}\n" for key, value in scales.items())
    text += "columns:\n" + "".join(f"  {title}: {item}\n" for title, item in columns.items())
    return re.sub(r"^(scales|columns):\n(?! )", "", text, flags=re.MULTILINE)


def lines_in(problem):
    return [problem["params"][name] for name in ("lines",) if problem["params"].get(name)]


def entries(inside):
    """``SIL01: 4 to 8, STK02: {A1: _}`` as pairs."""
    for match in re.finditer(r"([^,:{}]+): (\{[^}]*\}|[^,{}]+)(?:, |$)", inside):
        yield match[1].strip(), match[2].strip()


def filled(value, answers):
    return re.sub(r"([\w]+): _", lambda m: f"{m[1]}: {answers[m[1]]}", value)


ASKED = {
    "qualtrics-recoded": {},
    "limesurvey-answer-codes": {f"A{n}": n for n in range(1, 7)},
}


@pytest.mark.parametrize("program", ["xlsxwriter", "csv"])
@pytest.mark.parametrize("name", ASKED)
def test_what_was_asked_about_is_read_once_it_is_confirmed(tmp_path, name, program):
    variant = VARIANTS[name]
    survey = variant.surveys()[0]
    rng = dice(name)
    people = crowd(survey, rng, 15, unknown=0, blank=0)
    book = variant.build(survey, people, rng)
    points = {
        (person.number, question.id): answer
        for person in people
        for question, answer in zip(survey.questions, person.answers, strict=True)
    }
    asked_then_read(tmp_path, (survey, book, program), points, ASKED[name])


def asked_then_read(tmp_path, what, points, answers):
    survey, book, program = what
    folder = tmp_path / "in"
    folder.mkdir()
    path = write(folder, "f1", book, program)
    (folder / "engagement.yaml").write_text("name: Acme\nlanguage: en\n", encoding="utf-8")
    got = checked(folder, survey.instrument, tmp_path)
    assert not [row for row in got.rows if row["response"]]
    where = Places(problem["source"] for problem in got.document["problems"])
    truths = {address(path.name, *at): truth for at, truth in book.truths.items()}
    assert all(source in where for source in truths)
    mapping = confirmed(got, answers)
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    got = checked(folder, survey.instrument, tmp_path)
    read = {row["source"]: row for row in got.rows if row["missing_reason"] not in NOT_READ}
    wrong = {
        source: (truth, read.get(source))
        for source, truth in truths.items()
        if truth.item
        and (read.get(source) or {}).get("response") != str(points[truth.person, truth.item])
    }
    assert not wrong, (mapping, list(wrong.items())[:3], got.codes)


def column_of(survey, people, shown, titles=None):
    grid = Grid("S")
    titles = titles or [q.id for q in survey.questions]
    grid.line(1, ["respondent", survey.function_title, *titles])
    points = {}
    for row, person in enumerate(people, 2):
        grid.line(row, [f"p{person.number}", survey.functions[person.function]])
        for n, (question, answer) in enumerate(zip(survey.questions, person.answers, strict=True)):
            grid.put(row, n + 3, shown(question, answer), Truth(person.number, question.id, "lost"))
            points[person.number, question.id] = answer
    return Book([grid]), points


HOW = {
    "from zero": lambda _, point: point - 1,
    "in tens": lambda _, point: point * 10,
    "percent": lambda _, point: f"{(point - 1) * 25}%",
    "inverted words": lambda q, point: f"{q.max + 1 - point} - {q.labels[point]}",
}


@pytest.mark.parametrize("how", HOW)
def test_another_scale_is_read_once_it_is_confirmed(tmp_path, how):
    variant = VARIANTS["qualtrics-recoded"]
    survey = variant.surveys()[0]
    people = crowd(survey, dice(how), 14, unknown=0, blank=0)
    book, points = column_of(survey, people, HOW[how])
    tens = {str(point * 10): point for point in range(1, 6)}
    asked_then_read(tmp_path, (survey, book, "xlsxwriter"), points, tens)


@pytest.mark.parametrize("language", [0, 1])
def test_a_title_that_resembles_a_question_is_read_once_it_is_confirmed(tmp_path, language):
    variant = VARIANTS["qualtrics-recoded"]
    survey = variant.surveys()[language]
    people = crowd(survey, dice(language), 5, unknown=0, blank=0)
    # One word of the question replaced, as a client who edits the wording does.
    titles = [re.sub(r"^(\S+ \S+) \S+", r"\1 xyz", q.text) for q in survey.questions]
    # One question stands as it was asked: else nobody could tell what the file is.
    book, points = column_of(survey, people, lambda q, p: plainly(q, p, "label"), titles)
    asked_then_read(tmp_path, (survey, book, "xlsxwriter"), points, {})
