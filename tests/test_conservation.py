"""Whatever the layout, the program and the people: every answer is read right, or named.

The truth about each cell is known because the workbooks are built here, from what survey tools are
known to write; see ``tests/layouts``.
"""

import json
import subprocess

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.commands import run
from tests.layouts.catalogue import VARIANTS
from tests.layouts.people import crowd, dice
from tests.layouts.verify import checked, complaints, run_on

# Where a wrong reading would be worst: what looks like answers, and is not.
DECEIVING = ("counts", "means", "qualtrics-recoded", "limesurvey-answer-codes", "forms-quiz")

# Everything comes from one number: there is nothing to shrink.
QUICK = (Phase.explicit, Phase.generate)


def built(name, seed, *, size=None, survey=None, program=None):
    """Build a variant from one number: questionnaire, people, answers, program."""
    variant, rng = VARIANTS[name], dice(f"{name} {seed}")
    survey = survey or rng.choice(variant.surveys())
    people = crowd(survey, rng, size or rng.randint(*variant.sizes), unknown=variant.unknown)
    made = variant.build(survey, people, rng)
    books = {f"f{n}": b for n, b in enumerate(made if isinstance(made, list) else [made], 1)}
    fitting = variant.programs(next(iter(books.values())))
    return survey, books, program if program in fitting else rng.choice(fitting), people


def told(survey, program, wrong):
    return f"{survey.instrument} in {survey.language} by {program}: " + "\n".join(wrong[:12])


@pytest.mark.parametrize("name", VARIANTS)
def test_every_layout_is_read_right_or_named(tmp_path, name):
    survey, books, program, _ = built(name, 7)
    _, wrong = run_on(tmp_path / "in", books, program, survey, language="en")
    assert not wrong, told(survey, program, wrong)


@given(name=st.sampled_from(sorted(VARIANTS)), seed=st.integers(0, 2**32))
@settings(max_examples=30, phases=QUICK, suppress_health_check=list(HealthCheck))
def test_no_answer_is_lost_or_read_wrong(tmp_path_factory, name, seed):
    survey, books, program, _ = built(name, seed)
    folder = tmp_path_factory.mktemp("w") / "in"
    _, wrong = run_on(folder, books, program, survey, language="en")
    assert not wrong, told(survey, program, wrong)


@pytest.mark.slow
@given(name=st.sampled_from(sorted(VARIANTS)), seed=st.integers(0, 2**32))
@settings(max_examples=1500, phases=QUICK, suppress_health_check=list(HealthCheck))
def test_no_answer_is_lost_or_read_wrong_in_many_more(tmp_path_factory, name, seed):
    test_no_answer_is_lost_or_read_wrong.hypothesis.inner_test(tmp_path_factory, name, seed)


@pytest.mark.parametrize("name", [*DECEIVING, "plain-number", "forms-label", "spoiled"])
def test_the_order_of_people_changes_no_answer(tmp_path, name):
    variant = VARIANTS[name]
    survey = variant.surveys()[0]
    people = crowd(survey, dice(name), max(variant.sizes[0], 6), unknown=variant.unknown)
    program = variant.programs(_first(variant, survey, people))[0]
    answers = []
    for n, order in enumerate((people, people[::-1])):
        book = _first(variant, survey, order)
        got, wrong = run_on(tmp_path / f"in{n}", {"f1": book}, program, survey, language="en")
        assert not wrong, told(survey, program, wrong)
        answers.append(
            sorted((r["group"], r["item"], r["response"]) for r in got.rows if r["response"])
        )
    assert answers[0] == answers[1]


def _first(variant, survey, people):
    made = variant.build(survey, people, dice("the same"))
    return made[0] if isinstance(made, list) else made


@pytest.mark.parametrize(("name", "language"), [("forms-label", "en"), ("form-messy", "fr")])
def test_the_command_says_what_the_function_says(tmp_path, name, language):
    survey, books, program, _ = built(name, 3)
    got, wrong = run_on(tmp_path / "in", books, program, survey, language=language)
    assert not wrong, told(survey, program, wrong)
    rows = tmp_path / "rows.csv"
    words = ("--instrument", survey.instrument, "--responses", rows, "--language", language)
    code, out, err = run("check", tmp_path / "in", "--json", *words)
    assert code in {0, 1, 3}
    assert "Traceback" not in err
    assert json.loads(out) == got.document
    assert not [word for b in books.values() for word in b.planted if word and word in out + err]


@pytest.mark.slow
@pytest.mark.system("soffice")
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
@pytest.mark.parametrize("name", ["questionnaire", "collector", "forms-label", "form-x", "turned"])
def test_what_libreoffice_saves_is_read_like_the_original(tmp_path, name, kind):
    variant = VARIANTS[name]
    survey = variant.surveys()[1]
    people = crowd(survey, dice(name), variant.sizes[1])
    style = {} if name == "form-x" else {"style": "number" if name == "turned" else "label"}
    made = variant.build(survey, people, dice(name), **style)
    books = {f"f{n}": b for n, b in enumerate(made if isinstance(made, list) else [made], 1)}
    _, wrong = run_on(tmp_path / "before", books, "xlsxwriter", survey, language="en")
    assert not wrong, told(survey, "xlsxwriter", wrong)
    after = tmp_path / "after"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += ["--convert-to", kind, "--outdir", str(after)]
    files = [str(tmp_path / "before" / f"{stem}.xlsx") for stem in books]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=240)
    got = checked(after, survey.instrument, tmp_path, language="en")
    saved = {f"{stem}.{kind}": book for stem, book in books.items()}
    wrong = [*complaints(got, after, saved, "soffice")]
    assert not wrong, told(survey, "LibreOffice", wrong)
