"""Answers checked and coded: every filled cell has one fate, and a problem when it is lost."""

import csv
import io
import json
import re
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.cell import range_boundaries
from tests.workbooks import write_csv, write_in_memory, write_openpyxl

from maturity.check import check_json, check_paths, write_responses
from maturity.instrument import Scale, Text, load_instrument, normalised
from maturity.language import Language
from maturity.readers import as_written, is_blank, open_workbook, read
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Truth
from maturity.responses import Coder, code_responses
from maturity.writers.questionnaire import write_collector, write_questionnaire

HERE = Path(__file__).parent
OTHER = load_instrument(HERE / "other_instrument")
DIGITAL = load_instrument(HERE.parent / "surveys" / "digital-maturity")
OFTEN, RATING = OTHER.scales["often6"], OTHER.scales["rating"]
AGREE = DIGITAL.scales["agreement"]
FATES = ("answered", "dont_know", "not_applicable", "unreadable", "ignored")


def coded(path, *, confirmed=None, excluded=None, instrument=OTHER):
    return code_responses(read(path, instrument, confirmed or {}), instrument, excluded)


def problems_of(responses):
    return [(p.source.partition("!")[2] or p.source, p.code) for p in responses.problems]


def lost(responses):
    """Problems without those that only say which items the small drawing leaves out."""
    return [each for each in problems_of(responses) if each[1] != "COLUMN_MISSING"]


def fates(responses):
    return {name: n for name, n in responses.cells.to_json().items() if n and name != "filled"}


# One cell


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        (4.0, 4),
        ("4", 4),
        (" 4\u202f", 4),
        ("4,0", 4),
        ("Fairly often", 4),
        ("FAIRLY  OFTEN", 4),
        ("4 - Fairly often", 4),
        ("4 (Fairly often)", 4),
        ("4. fairly often", 4),
        ("4=Fairly often", 4),
        ("Every time", 6),
        ("cj", "dont_know"),
        ("88", "dont_know"),
        (88.0, "dont_know"),
        (99.0, "not_applicable"),
        ("Cannot judge", "dont_know"),
        ("", ""),
        ("\N{NO-BREAK SPACE}", ""),
        (None, ""),
        (Formula(""), ""),
        ("-", "BLANK_MARK"),
        ("–", "BLANK_MARK"),
        (".", "BLANK_MARK"),
        (Formula(4.0), "FORMULA_VALUE"),
        (Formula(None), "ANSWER_FORMULA"),
        (Formula(ErrorValue("#N/A")), "ANSWER_ERROR"),
        (ErrorValue("#REF!"), "ANSWER_ERROR"),
        ("#n/a", "ANSWER_ERROR"),
        (Truth(True), "ANSWER_BOOLEAN"),
        (Percent(0.8), "ANSWER_PERCENT"),
        ("80 %", "ANSWER_PERCENT"),
        (Moment(None, "2026-04-03"), "ANSWER_DATE"),
        (0.0, "ANSWER_OUT_OF_RANGE"),
        ("7", "ANSWER_OUT_OF_RANGE"),
        ("9" * 5000, "ANSWER_OUT_OF_RANGE"),
        (float("nan"), "ANSWER_OUT_OF_RANGE"),
        (float("inf"), "ANSWER_OUT_OF_RANGE"),
        (3.5, "ANSWER_FRACTION"),
        ("3,5", "ANSWER_FRACTION"),
        ("2 - Fairly often", "ANSWER_CONFLICT"),
        ("9" * 5000 + " - Never", "ANSWER_CONFLICT"),
        ("4 or 5", "ANSWER_SEVERAL"),
        ("4;5", "ANSWER_SEVERAL"),
        ("x", "ANSWER_MARK"),
        ("Don't know", "ANSWER_UNKNOWN"),  # this instrument says it otherwise
        ("4" + "(" * 30_000, "ANSWER_UNKNOWN"),
    ],
)
def test_a_cell_means_one_thing(value, meaning):
    found = Coder(OTHER).code(OFTEN, value)
    assert meaning in {found.point, found.reason, found.problem} - {None} or (
        meaning == "" and not found.filled
    )
    assert found.filled == (found.problem != "BLANK_MARK" and meaning != "")
    assert (found.point is None) != (meaning in {4, 6, "FORMULA_VALUE"})


@pytest.mark.parametrize(
    ("written", "meaning"),
    [
        ("Plutôt d'accord", 4),
        ("plutot d’accord", 4),
        ("5 – Tout à fait d’accord", 5),
        ("NSP", "dont_know"),
        ("?", "dont_know"),
        ("Non concerné(e)", "not_applicable"),
        ("n/a", "not_applicable"),
    ],
)
def test_french_and_english_are_understood_on_every_form(written, meaning):
    found = Coder(DIGITAL).code(AGREE, written)
    assert (found.point or found.reason, found.problem) == (meaning, "")


def test_a_label_that_is_a_number_is_read_as_the_label():
    scale = Scale("times", 1, 3, {1: Text(en="0"), 2: Text(en="5"), 3: Text(en="10+")}, {})
    coder = Coder(replace(OTHER, scales={"times": scale}))
    assert [coder.code(scale, each).point for each in (0.0, "5", 5.0, "10+", 3.0)] == [
        1,
        2,
        2,
        3,
        3,
    ]


def test_a_blank_mark_that_the_instrument_lists_means_what_it_says():
    dont_know = replace(OTHER.missing[0], aliases=("-",))
    coder = Coder(replace(OTHER, missing=(dont_know,)))
    assert [coder.code(OFTEN, mark).reason for mark in ("-", "–")] == ["dont_know"] * 2


def test_a_point_beyond_what_a_scale_has_is_never_made_up():
    for value in range(-20, 120):
        point = Coder(OTHER).code(RATING, float(value)).point
        assert point is None or point in RATING.points


# A table

TABLE = """
| respondent | job    | V.1    | V.2 | L.1 | note  | comment | L.1 |
| ---------- | ------ | ------ | --- | --- | ----- | ------- | --- |
| a          | Nurse  | Always | 2   | 88  | late  | thanks  | 1   |
| b          | wizard | 7      | -   |     |       | -       |     |
| c          | -      | #N/A   | 99  | 4   | early |         |     |
"""


def test_every_filled_cell_has_a_fate_and_every_lost_one_a_problem(tmp_path):
    responses = coded(write_openpyxl(tmp_path / "a.xlsx", S=TABLE))
    assert fates(responses) == {
        "answered": 3,
        "dont_know": 1,
        "not_applicable": 1,
        "unreadable": 2,
        "ignored": 3,
    }
    assert lost(responses) == [
        ("S!F2:F4", "COLUMN_UNKNOWN"),
        ("S!H2", "COLUMN_REPEATED"),
        ("S!B3", "GROUP_UNKNOWN"),
        ("S!C3:H3", "RESPONDENT_UNREADABLE"),
        ("S!C3", "ANSWER_OUT_OF_RANGE"),
        ("S!D3", "BLANK_MARK"),
        ("S!C4", "ANSWER_ERROR"),
    ]
    assert [(person.id, person.group) for person in responses.respondents] == [
        ("a", "nursing"),
        ("b", None),
        ("c", None),
    ]
    profile, comment = responses.files[0].profile, responses.files[0].comment
    assert (profile.filled, profile.answered, profile.unreadable) == (5, 4, 1)
    assert (comment.filled, comment.answered) == (2, 2)


def test_an_uncalculated_formula_is_unreadable_as_an_answer_and_ignored_elsewhere(tmp_path):
    drawing = "| V.1 | V.2 | total |\n| =B2 | 3 | =A2+B2 |"
    responses = coded(write_openpyxl(tmp_path / "a.xlsx", S=drawing))
    assert fates(responses) == {"answered": 1, "unreadable": 1, "ignored": 1}
    assert lost(responses) == [("S!A2", "ANSWER_FORMULA"), ("S!C2", "COLUMN_UNKNOWN")]


def test_a_column_without_a_title_is_named_by_its_letter_and_counted(tmp_path):
    responses = coded(write_csv(tmp_path / "a.csv", "| V.1 |  | V.2 |\n| 1 | 5 | 2 |\n| 1 | | 2 |"))
    (problem,) = [p for p in responses.problems if p.code == "COLUMN_UNKNOWN"]
    assert (problem.found, problem.source) == ("B", "a.csv!csv!B2")
    assert "its 1 filled cell was" in problem.message(Language("en"))


def test_a_column_confirmed_as_ignored_is_a_note(tmp_path):
    path = write_csv(tmp_path / "a.csv", "| V.1 | Lunch |\n| 1 | soup |")
    responses = coded(path, confirmed={"Lunch": "ignore"})
    assert lost(responses) == [("csv!B2", "COLUMN_IGNORED")]
    assert fates(responses) == {"answered": 1, "ignored": 1}


def test_cells_above_the_titles_are_named_and_gravely_when_they_look_like_answers(tmp_path):
    titled = "| Our survey | |\n| V.1 | V.2 |\n| 1 | 2 |"
    sorted_away = "| 5 | Never |\n| V.1 | V.2 |\n| 1 | 2 |"
    assert lost(coded(write_openpyxl(tmp_path / "a.xlsx", S=titled))) == [("S!A1", "CELLS_OUTSIDE")]
    assert lost(coded(write_openpyxl(tmp_path / "b.xlsx", S=sorted_away))) == [
        ("S!A1:B1", "ANSWERS_OUTSIDE")
    ]


def test_titles_with_nobody_below_are_a_problem(tmp_path):
    assert ("csv!A1:C1", "TABLE_EMPTY") in problems_of(
        coded(write_csv(tmp_path / "a.csv", "| respondent | V.1 | V.2 |"))
    )


# People


def ids(responses):
    return [(person.id, person.reason) for person in responses.respondents]


def test_people_without_an_id_are_numbered_in_path_sheet_and_row_order(tmp_path):
    drawing = "| V.1 | V.2 |\n| 1 | |\n| 2 | |"
    write_csv(tmp_path / "b.csv", drawing)
    write_openpyxl(tmp_path / "a.xlsx", Z=drawing, A=drawing)
    people = coded(tmp_path).respondents
    assert [person.id for person in people] == [f"r00{n}" for n in range(1, 7)]
    assert [person.source for person in people] == [
        "a.xlsx!Z!A2:B2", "a.xlsx!Z!A3:B3", "a.xlsx!A!A2:B2", "a.xlsx!A!A3:B3",
        "b.csv!csv!A2:B2", "b.csv!csv!A3:B3",
    ]  # fmt: skip


def test_ids_are_kept_unless_their_table_names_persons(tmp_path):
    write_csv(tmp_path / "a.csv", "| id | V.1 |\n| r001 | 1 |\n| R-7 | 2 |")
    write_csv(tmp_path / "b.csv", "| respondent | V.1 |\n| Ann Lee | 1 |\n| 7 | 2 |")
    write_csv(tmp_path / "c.csv", "| respondent_id | V.1 |\n| ann@example.org | 1 |")
    instrument = replace(OTHER, dimensions=OTHER.dimensions[:1])  # without the item called id
    found = ids(coded(tmp_path, instrument=instrument))
    assert [id_ for id_, _ in found] == ["r001", "R-7", "r002", "r003", "r004"]
    text = " ".join(problem.source + problem.found for problem in coded(tmp_path).problems)
    assert "Ann" not in text
    assert "@" not in text


def test_of_one_id_the_fullest_answer_counts_and_of_equals_the_last(tmp_path):
    drawing = """
    | respondent | V.1 | V.2 | other |
    | a          | 1   | 2   |       |
    | A␣         | 3   |     | lost  |
    | b          | 4   |     |       |
    | b          | 5   |     |       |
    """
    responses = coded(write_csv(tmp_path / "a.csv", drawing))
    repeated = "RESPONDENT_REPEATED"
    assert ids(responses) == [("a", None), ("A", repeated), ("b", repeated), ("b", None)]
    assert fates(responses) == {"answered": 3, "ignored": 3}
    kept = {p.source: p.params["kept"] for p in responses.problems if p.code == repeated}
    assert kept == {"a.csv!csv!B3:D3": "a.csv!csv!B2:D2", "a.csv!csv!B4:D4": "a.csv!csv!B5:D5"}


def test_what_a_respondent_who_is_set_aside_wrote_is_ignored_and_covered(tmp_path):
    drawing = "| respondent | V.1 | V.2 |\n| a | 9 | 2 |\n| b | 1 | - |"
    path = write_csv(tmp_path / "a.csv", drawing)
    responses = coded(path, excluded={"a": "a test", "z": "left"})
    assert fates(responses) == {"answered": 1, "ignored": 2}
    assert lost(responses) == [
        ("csv!B2:C2", "RESPONDENT_EXCLUDED"),
        ("csv!C3", "BLANK_MARK"),
        ("decisions.yaml", "EXCLUSION_UNKNOWN"),
    ]


def test_who_answered_nothing_does_not_count(tmp_path):
    drawing = "| respondent | V.1 | comment |\n| a | | no time |\n| b | 88 | |\n| c | | |"
    responses = coded(write_csv(tmp_path / "a.csv", drawing))
    assert ids(responses) == [("a", "RESPONDENT_EMPTY"), ("b", None), ("c", "RESPONDENT_EMPTY")]


# Messages


def test_an_unknown_group_is_told_in_the_language_of_the_reader_and_params_in_both(tmp_path):
    path = write_csv(tmp_path / "a.csv", "| function | SIL01 |\n| Voirie | 4 |")
    (problem,) = [p for p in coded(path, instrument=DIGITAL).problems if p.code == "GROUP_UNKNOWN"]
    english, french = (problem.message(Language(code)) for code in ("en", "fr"))
    assert "“Your function”" in english
    assert "«\u202fVotre fonction\u202f»" in french
    assert "Informatique" in problem.remedy(Language("fr"))
    assert "Informatique" not in problem.remedy(Language("en"))
    documents = [problem.to_json(Language(code)) for code in ("en", "fr")]
    assert documents[0]["params"] == documents[1]["params"]
    assert json.loads(json.dumps(documents[0]))["params"]["attribute"]["fr"] == "Votre fonction"


# The two documents of "maturity check"


def test_the_responses_file_has_one_row_per_filled_answer_cell(tmp_path, monkeypatch):
    monkeypatch.delenv("MATURITY_LANGUAGE", raising=False)
    write_openpyxl(tmp_path / "a.xlsx", S=TABLE)
    checked = check_paths([str(tmp_path / "a.xlsx")], instrument=str(HERE / "other_instrument"))
    write_responses(tmp_path / "out.csv", checked)
    content = (tmp_path / "out.csv").read_bytes()
    assert b"\r" not in content
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert len(rows) == checked.cells.filled
    assert rows[0] == {
        "respondent": "a", "group": "nursing", "item": "V.1", "answer": "Always",
        "response": "6", "missing_reason": "", "source": "a.xlsx!S!C2",
    }  # fmt: skip
    assert Counter(row["missing_reason"] or "answered" for row in rows) == {
        fate: n for fate, n in checked.cells.to_json().items() if n and fate != "filled"
    }


def test_no_cell_of_the_responses_file_is_a_formula_or_breaks_a_line(tmp_path):
    drawing = """
    | respondent | V.1          | note       | sum |
    | =1+1       | '=cmd()      | -x         | -3  |
    | @b         | '@SUM(A1)    | '+1,5      | -   |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    book = openpyxl.load_workbook(path)
    book["S"]["A2"].data_type, book["S"]["D4"] = "s", "one\rtwo"
    book.save(path)
    checked = check_paths([str(path)], instrument=str(HERE / "other_instrument"))
    write_responses(tmp_path / "out.csv", checked)
    content = (tmp_path / "out.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert "\r" not in content
    assert [(row["respondent"], row["answer"]) for row in rows] == [
        ("'=1+1", "'=cmd()"), ("'=1+1", "'-x"), ("'=1+1", "-3"),
        ("'@b", "'@SUM(A1)"), ("'@b", "+1,5"), ("'@b", "-"), ("r001", "one\ntwo"),
    ]  # fmt: skip


def test_the_document_says_what_each_file_was_understood_as(tmp_path):
    title = "How safe is the ward today?"
    write_csv(tmp_path / "a.csv", f"| id no | E-mail | V.1 | {title} |\n| R-9 | a@b.fr | 5 | 6 |")
    document = check_json(check_paths([str(tmp_path)], instrument=str(HERE / "other_instrument")))
    (file,) = document["files"]
    assert (file["notes"]["encoding"], file["notes"]["separator"]) == ("utf-8", ",")
    (table,) = file["understood"]
    assert (table["sheet"], table["layout"], table["header_rows"]) == ("csv", "table", [1])
    assert "row 1" in table["why"]
    assert [(each["column"], each["role"], each["target"]) for each in table["columns"][1:3]] == [
        ("B", "personal", "email"),
        ("C", "item", "V.1"),
    ]
    assert table["columns"][3]["title"] == title
    assert table["columns"][3]["suggestion"] in {item.id for item in OTHER.items}


def test_the_json_document_adds_up_over_several_paths(tmp_path):
    write_csv(tmp_path / "a.csv", TABLE)
    write_csv(tmp_path / "b.csv", TABLE)
    paths = [str(tmp_path / name) for name in ("a.csv", "b.csv")]
    document = check_json(check_paths(paths, instrument=str(HERE / "other_instrument")))
    assert [file["path"] for file in document["files"]] == ["a.csv", "b.csv"]
    for name in ("filled", *FATES):
        assert document["cells"][name] == sum(f["cells"][name] for f in document["files"])
    assert {person["id"] for person in document["respondents"]} == {"a", "b", "c"}


# The conservation law, whatever people type

TYPED = ["", "", "1", "'2", "6", "Always", "88", "99", "7", "3.5", "'x", "-", "␣", "TRUE", "80%",
         "#N/A", "2026-04-03", "=A1", "'4 - Always", "'= 4", "'é ⏎ è"]  # fmt: skip
TITLES = ["respondent", "job", "rank?", "V.1", "V.2", "L.1", "1", "2", "3", "id", "V.1", "", "note",
          "comment", "comment 2", "How safe is your ward today?", "progress"]  # fmt: skip
typed = st.sampled_from(TYPED)


def cells_within(where):
    """The addresses a problem's source covers, as (row, column); None when it names no cell."""
    cells = where.rpartition("!")[2]
    if not re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", cells):
        return None
    left, top, right, bottom = range_boundaries(cells)
    return {(row, n) for row in range(top, bottom + 1) for n in range(left, right + 1)}


def check_conservation(path, excluded=None):
    """Hold the law for a path; return the responses."""
    responses = coded(path, excluded=excluded)
    for counts in (responses.cells, *(f.answers for f in responses.files)):
        assert counts.filled == sum(getattr(counts, fate) for fate in FATES)
    for file in responses.files:
        for counts in (file.profile, file.comment):
            assert counts.filled == sum(getattr(counts, fate) for fate in FATES)
    assert len(responses.answers) == responses.cells.filled
    assert len({answer.source for answer in responses.answers}) == len(responses.answers)
    covered = defaultdict(set)
    for problem in responses.problems:
        covered[problem.source.rpartition("!")[0]] |= cells_within(problem.source) or set()
    for answer in responses.answers:
        if answer.missing_reason in {"unreadable", "ignored"}:
            sheet, _, _ = answer.source.rpartition("!")
            assert cells_within(answer.source) <= covered[sheet], answer
        assert (answer.response is None) == bool(answer.missing_reason)
    return responses


def filled_below(path, header, columns):
    """Count, on our own, the cells below the titles in some columns that hold anything to count."""
    sheet = open_workbook(path).sheets[0]
    return sum(
        not is_blank(sheet.at(row, n)) and normalised(as_written(sheet.at(row, n))) not in marks
        for row in sheet.rows
        if row > header
        for n, marks in columns.items()
    )


@given(
    titles=st.lists(st.sampled_from(TITLES), min_size=1, max_size=9),
    rows=st.lists(st.lists(typed | st.just("Average"), min_size=1, max_size=10), max_size=6),
    above=st.integers(0, 2),
    write=st.sampled_from([write_csv, write_openpyxl, write_in_memory]),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_filled_cell_of_a_plain_table_is_lost(tmp_path, titles, rows, above, write):
    rows = [row + [""] * (len(titles) + 1 - len(row)) for row in rows]  # as programs write them
    lines = [["Survey", "2026"]] * above + [["V.2", *titles], *rows]
    drawing = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    path = tmp_path / ("a.csv" if write is write_csv else "a.xlsx")
    path = write(path, drawing) if write is write_csv else write(path, S=drawing)
    for excluded in ({}, {"r001": "a test"}, {"6": "a test"}):
        responses = check_conservation(path, excluded)
    (table,) = read(path, OTHER, {}).tables
    columns = {
        column.index: {"-"} if column.role == "item" else set()
        for column in table.columns
        if column.role in {"item", "unknown", "repeated"}
    }
    assert responses.cells.filled == filled_below(path, above + 1, columns)


@given(
    rows=st.lists(st.dictionaries(st.integers(1, 18), typed, max_size=12), max_size=5),
    language=st.sampled_from(["en", "fr"]),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_filled_cell_of_a_collector_is_lost(tmp_path, rows, language):
    path = tmp_path / "a.xlsx"
    write_collector(path, OTHER, language=language, rows=6)
    width = len(open_workbook(path).sheets[1].rows[2])  # comments stand in the last column
    cells = {(3 + r, n): what for r, row in enumerate(rows) for n, what in row.items() if n != 2}
    expected = fill(path, 1, cells, lambda _, n: n > width)
    responses = check_conservation(path)
    assert responses.cells.filled == sum(n > 4 and n != width for _, n in expected)


@given(cells=st.dictionaries(st.tuples(st.integers(3, 20), st.integers(4, 8)), typed, max_size=30))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_filled_cell_of_a_questionnaire_is_lost(tmp_path, cells):
    path = tmp_path / "a.xlsx"
    write_questionnaire(path, OTHER, language="en")
    form = open_workbook(path).sheets[1]
    ids = {row for row in form.rows if form.at(row, 1) in {item.id for item in OTHER.items}}
    expected = fill(path, 1, cells, lambda row, n: n >= 5 or row not in ids)
    responses = check_conservation(path)
    assert responses.cells.filled == sum(n != 5 for _, n in expected)
    assert responses.files[0].comment.filled == sum(n == 5 for _, n in expected)


def fill(path, index, cells, is_remark=lambda *_: False):
    """Type into a form; return what should be counted: value by (row, column).

    A dash is nobody's answer, but in a comment or a column of our own making it is content.
    """
    width, height = (max((place[n] for place in cells), default=1) for n in (1, 0))
    lines = (
        " | ".join(cells.get((row, n), "") for n in range(1, width + 1))
        for row in range(1, height + 1)
    )
    typed_in = write_openpyxl(io.BytesIO(), S="\n".join(f"| {line} |" for line in lines))
    made = openpyxl.load_workbook(typed_in).active
    book = openpyxl.load_workbook(path)
    for place in (place for place, what in cells.items() if what):
        cell, source = book.worksheets[index].cell(*place), made.cell(*place)
        cell.value, cell.number_format = source.value, source.number_format
        cell.data_type = source.data_type
    book.save(path)
    sheet = open_workbook(path).sheets[index]
    values = {(row, n): sheet.at(row, n - 1) for row, n in cells}
    return {
        place: value
        for place, value in values.items()
        if not is_blank(value) and (value != "-" or is_remark(*place))
    }


# Another instrument makes the whole journey


def test_a_quite_different_instrument_makes_the_whole_journey(tmp_path):
    from maturity.assess import assess

    wave = tmp_path / "hospital" / "2026"
    wave.mkdir(parents=True)
    write_collector(wave / "c.xlsx", OTHER, language="en", rows=12)
    cells = {}
    for n in range(10):
        cells |= {(3 + n, 3): ["Nurse", "physician"][n % 2], (3 + n, 4): f"'{n}"}
        cells |= {(3 + n, column): str(1 + (n + column) % 6) for column in range(5, 14)}
        cells |= {(3 + n, 14): str(n), (3 + n, 9): "99", (3 + n, 8): "CJ" if n == 3 else "5"}
    fill(wave / "c.xlsx", 1, cells)
    result = assess(str(wave), instrument=str(HERE / "other_instrument"))
    document = result.to_json()
    assert (document["organization"], document["wave"]) == ("hospital", "2026")
    assert [each["id"] for each in document["dimensions"]] == ["speaking_up", "handover", "overall"]
    by_id = {each["id"]: each for each in document["dimensions"]}
    assert by_id["overall"]["score"] is None  # its items share no scale
    assert 0 <= by_id["overall"]["score_100"] <= 100
    assert {each["level"] for each in document["dimensions"]} <= {1, 2, 3}
    assert by_id["speaking_up"]["dont_know_rate"] > 0
    assert document["respondents"]["by_group"] == {"nursing": 5, "medicine": 5}
    assert {each["id"] for each in document["practices"]} == {"voice", "listening"}
