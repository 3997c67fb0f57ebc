"""What ``maturity check`` says: a verdict that reconciles, causes instead of cells, plain words."""

import csv
import json
import re
from contextlib import ExitStack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands import run
from tests.problem_examples import checked as made_and_checked
from tests.problem_examples import examples
from tests.workbooks import write_csv, write_openpyxl

from maturity.causes import causes, shortened
from maturity.check import check_json, check_paths
from maturity.check_lines import Line, check_lines, printed
from maturity.language import LANGUAGES, is_known
from maturity.readers.addresses import Where, area_of, compressed, listed, size, where
from maturity.readers.sheet import cell_range

CODES = ("V.1", "V.2", "L.1", "L.2")


@pytest.fixture
def checked(request):
    instrument = str(request.config.rootpath / "tests" / "other_instrument")

    def check(*paths, language="en", **names):
        given_ = [str(path) for path in paths]
        return check_paths(given_, instrument=instrument, language=language, **names)

    return check


def a_table(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["respondent", "job", *CODES], *rows])
    return path


def sound(n):
    return [f"p{n}", "Nurse", 1 + n % 6, 2, 3, 4]


def messy(folder):
    """Twenty people; one column spoilt in two ways, one value that spoils several columns."""
    rows = [sound(n) for n in range(20)]
    for n in (3, 4, 5, 9):
        rows[n][2] = "often enough"
    rows[7][2] = 9
    for column in (3, 4, 5):
        rows[11][column] = rows[12][column] = "see mail"
    rows.append(["p1", "Nurse", "", "", "", 1])
    rows.append(["p30", "Nurse", "", "", "", ""])
    return a_table(folder / "a.csv", rows)


# The verdict


def test_everybody_and_every_filled_cell_is_accounted_for_in_the_first_lines(checked, tmp_path):
    made = checked(messy(tmp_path))
    verdict, people, cells, *_ = [line.text for line in check_lines(made)]
    assert verdict == "20 of 22 respondents count, with 69 answers; 6 things are to be put right."
    assert people == ("22 people read = 20 counted + 1 sent more than once + 1 without any answer")
    assert cells == "81 filled answer cells = 69 answers + 11 not readable + 1 not used"
    for line in (people, cells):
        whole, *parts = map(int, re.findall(r"\d+", line))
        assert whole == sum(parts)


def test_files_that_were_not_read_are_part_of_the_sum(checked, tmp_path):
    a_table(tmp_path / "a.csv", [sound(1)])
    (tmp_path / "b.csv").write_bytes(b"")
    lines = [line.text for line in check_lines(checked(tmp_path))]
    assert "2 files = 1 read + 1 not read" in lines
    assert "b.csv: not read" in lines


def test_every_reason_for_setting_somebody_aside_has_words(tmp_path):
    found = set()
    for code, example in examples().items():
        if code.startswith(("RESPONDENT", "ROW", "FILE_REPEATED", "COLUMN", "ANSWER")):
            with ExitStack() as stack:
                made = made_and_checked(example["before"], tmp_path / code, stack)
            found |= {person.reason for person in made.respondents} - {None}
    assert len(found) > 5
    assert [code for code in sorted(found) if not is_known(f"cli.reason.{code}")] == []


def test_sound_answers_are_told_in_few_words(checked, tmp_path):
    write_csv(
        tmp_path / "a.csv",
        "| respondent | V.1 | V.2 |\n| a | 1 | 2 |",
    )
    made = checked(tmp_path)
    assert not [p for p in made.problems if p.severity == "blocks"]
    assert printed(check_lines(made)).startswith("1 of 1 respondents count")


# What was understood


def test_a_file_says_how_it_was_read_and_matched(checked, tmp_path):
    path = write_csv(
        tmp_path / "a.csv",
        "| respondent | V.1 | V.2 | Lunch | job |\n| a | 1 | 2 | soup | Nurse |",
        separator=";",
        encoding="utf-8-sig",
    )
    text = printed(check_lines(checked(path)))
    assert "a.csv: a table with respondents in rows, 1 respondent" in text
    assert "encoding utf-8" in text
    assert "separator semicolon" in text
    assert "2 questions matched" in text
    assert "also recognised: Profession" in text
    assert "title that names no question: “Lunch”" in text


def test_files_understood_alike_are_told_together(checked, tmp_path):
    for n in range(30):
        a_table(tmp_path / f"{n:02}.csv", [sound(n)])
    lines = [line.text for line in check_lines(checked(tmp_path))]
    assert "00.csv (+29): a table with respondents in rows, 30 respondents" in lines
    assert not any(line.startswith("01.csv") for line in lines)


def test_sheets_left_alone_are_named(checked, tmp_path):
    write_openpyxl(tmp_path / "a.xlsx", S="| V.1 | V.2 |\n| 1 | 2 |", Memo="| hello |")
    assert "sheet left alone: “Memo”" in printed(check_lines(checked(tmp_path)))


# Causes


def by_code(made):
    return {cause.code: cause for cause in made.causes}


def test_one_column_is_one_cause_with_addresses_samples_effect_and_remedy(checked, tmp_path):
    found = [each for each in checked(messy(tmp_path)).causes if each.items == ("V.1",)]
    wrong = next(each for each in found if each.code == "ANSWER_UNKNOWN").to_json(
        checked(messy(tmp_path)).say
    )
    assert wrong == {
        "code": "ANSWER_UNKNOWN",
        "severity": "changes",
        "count": 4,
        "sources": ["a.csv!csv!C5:C7", "a.csv!csv!C11"],
        "samples": [["often enough", 4]],
        "message": "4 answers to V.1 are none of the questionnaire’s and were not counted: "
        "“often enough” ×4.",
        "remedy": "Write a number from 1 to 6, one of the labels of the list, or leave the "
        "cells empty.",
        "effect": "These 4 answers do not count: V.1 goes from 19 to 15 answers.",
    }


def test_a_value_that_spoils_several_questions_is_one_cause(checked, tmp_path):
    found = [each for each in checked(messy(tmp_path)).causes if "see mail" in dict(each.samples)]
    assert len(found) == 1
    assert found[0].items == ("V.2", "L.1", "L.2")
    assert (found[0].count, found[0].samples) == (6, (("see mail", 6),))


def test_questions_that_the_same_place_lacks_are_one_cause(checked, tmp_path):
    cause = by_code(checked(messy(tmp_path)))["COLUMN_MISSING"]
    assert cause.count > 3
    assert cause.places == (Where("a.csv", "csv", "A1:F1"),)


def test_people_set_aside_are_counted_in_the_effect(checked, tmp_path):
    made = checked(messy(tmp_path))
    effect = by_code(made)["RESPONDENT_REPEATED"].effect(made.say)
    assert effect == "1 person does not count in any score."


def test_grave_causes_come_first_and_notes_last(checked, tmp_path):
    messy(tmp_path)
    (tmp_path / "b.csv").write_bytes(b"")
    write_csv(tmp_path / "c.csv", "| respondent | V.1 | V.2 |\n| z | - | 3 |")
    severities = [cause.severity for cause in checked(tmp_path).causes]
    assert severities == sorted(severities, key=("blocks", "changes", "note").index)
    assert set(severities) == {"blocks", "changes", "note"}


def test_causes_hold_every_problem_once(checked, tmp_path):
    made = checked(messy(tmp_path))
    told = [problem for cause in made.causes for problem in cause.problems]
    assert sorted(told, key=repr) == sorted(made.problems, key=repr)
    assert causes(made.problems, made.intakes[0].responses) == made.causes


def test_json_holds_the_causes_beside_the_problems(checked, tmp_path):
    made = check_json(checked(messy(tmp_path)))
    assert len(made["problems"]) > len(made["causes"]) > 3
    keys = {"code", "severity", "count", "sources", "samples", "message", "remedy", "effect"}
    assert all(set(cause) == keys for cause in made["causes"])
    json.dumps(made, allow_nan=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_thousands_of_problems_stay_a_page(checked, tmp_path, language):
    rows = [sound(n) for n in range(10_000)]
    for n in range(0, 10_000, 8):
        rows[n][2 + n // 8 % 4] = f"no idea {n}"
    made = checked(a_table(tmp_path / "a.csv", rows), language=language)
    text = printed(check_lines(made))
    assert len(text.splitlines()) < 80
    assert max(map(len, text.splitlines())) < 800
    assert "C2:C9986" in text
    assert "313" in text


def test_many_causes_are_capped_and_the_rest_is_counted(checked, tmp_path):
    titles = [f"Column {chr(97 + n // 10)}{chr(97 + n % 10)}" for n in range(60)]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["respondent", "V.1", "V.2", *titles], ["a", 1, 2, *("soup" for _ in titles)]]
        )
    made = checked(tmp_path)
    text = printed(check_lines(made))
    assert len(made.causes) > 60
    assert f"and {len(made.causes) - 20} more causes: --annotate DIR" in text
    assert "\n20. " in text
    assert "\n21. " not in text


# Words and widths


def test_french_keeps_its_narrow_spaces(checked, tmp_path):
    text = printed(check_lines(checked(messy(tmp_path), language="fr")))
    own = [line for line in text.splitlines() if not line.lstrip()[:1].isdigit()]
    assert not [line for line in own if re.search(r" [;:!?»%]|« ", line)]
    assert "À faire\u202f: " in text


def test_lines_fit_a_terminal_and_stay_whole_elsewhere():
    lines = [Line("word " * 60, 3)]
    narrow = printed(lines, 60).splitlines()
    assert all(len(line) <= 60 for line in narrow)
    assert narrow[0].startswith("   word")
    assert narrow[1].startswith("     word")
    assert len(printed(lines).splitlines()) == 1


def test_what_a_cell_holds_cannot_steer_the_terminal(checked, tmp_path):
    evil = "\x1b[2J\x07\u202eabc\r\nfake: line"
    made = checked(a_table(tmp_path / "a.csv", [["p1", "Nurse", evil, 2, 3, 4], sound(2)]))
    text = printed(check_lines(made))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert "\nfake" not in text


def test_a_long_answer_is_quoted_on_one_line():
    assert shortened("a\n b") == "a b"
    assert len(shortened("x" * 500)) == 80


def test_a_run_prints_plain_text_in_both_languages(tmp_path, request):
    path, instrument = messy(tmp_path), request.config.rootpath / "tests" / "other_instrument"
    for language in LANGUAGES:
        words = ("check", path, "--instrument", instrument, "--language", language)
        code, out, err = run(*words, NO_COLOR="1")
        assert (code, err) == (1, "")
        assert "\x1b" not in out


# Addresses


cells = st.tuples(st.integers(1, 12), st.integers(0, 6))


@given(st.lists(cells, min_size=1, max_size=60))
def test_compressed_addresses_name_the_same_cells(places):
    found = compressed(Where("a", "S", cell_range((c, c), (r, r))) for r, c in places)
    areas = [each.area for each in found]
    named = [
        (row, column)
        for area in areas
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]
    assert sorted(named) == sorted(set(places))


@given(st.lists(cells, min_size=1, max_size=60), st.integers(1, 5))
def test_a_listing_counts_what_it_does_not_show(places, shown):
    text = listed((Where("a", "S", cell_range((c, c), (r, r))) for r, c in places), shown)["a", "S"]
    told, _, rest = text.partition(" (+")
    counted = sum(size(area_of(part)) for part in told.split(", "))
    assert counted + int(rest.rstrip(")") or 0) == len(set(places))


def test_a_source_is_taken_apart_as_it_was_put_together():
    assert where("a.xlsx!'one!two'!C4") == Where("a.xlsx", "one!two", "C4")
    assert where("a.xlsx!'it''s!'!C4") == Where("a.xlsx", "it's!", "C4")
    assert where("a.xlsx!'quoted'!C4") == Where("a.xlsx", "'quoted'", "C4")
    assert where("deep/a!b.csv!csv!A1", ["deep/a!b.csv"]) == Where("deep/a!b.csv", "csv", "A1")
    assert where("a.csv") == Where("a.csv")
