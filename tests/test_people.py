"""Who answered: told apart, counted once, and never named."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workbooks import write_csv, write_openpyxl

from maturity.check import check_json, check_paths, write_responses
from maturity.instrument import load_instrument
from maturity.language import Language
from maturity.readers import FileReading, Reading, Table, read
from maturity.readers.sheet import Moment, Percent
from maturity.readers.table import Column, Left, Outside
from maturity.responses import FATES, code_responses
from maturity.responses.masks import Masks, masked
from maturity.responses.moments import moments, progressed

HERE = Path(__file__).parent
OTHER = load_instrument(HERE / "other_instrument")
DIGITAL = load_instrument(HERE.parent / "surveys" / "digital-maturity")


def coded(path, instrument=OTHER, **excluded):
    return code_responses(read(path, instrument, {}), instrument, excluded)


def ids(responses):
    return [(person.id, person.reason) for person in responses.respondents]


def told(responses, *codes):
    return [(p.source.partition("!")[2], p.code) for p in responses.problems if p.code in codes]


# Nobody is named


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("ask ann@example.org, please", "ask ‹e-mail›, please"),
        ("mailto:ann.lee+1@mail.example.org.", "mailto:‹e-mail›."),
        ("06 12 34 56 78", "‹phone›"),
        ("call 06.12.34.56.78 or +33 (0)6 12 34 56 78", "call ‹phone› or ‹phone›"),
        ("(555) 123-4567", "‹phone›"),
        ("from 192.168.0.12", "from ‹IP›"),
        ("2001:db8::ff00:42:8329", "‹IP›"),
        ("4,5", "4,5"),
        ("01/10/2026 18:12:05", "01/10/2026 18:12:05"),
        ("2026-03-14 10:21:33", "2026-03-14 10:21:33"),
        ("114900330067", "114900330067"),
        ("3.141592653589793", "3.141592653589793"),
        ("4 @ 5", "4 @ 5"),
    ],
)
def test_what_gives_a_person_away_is_hidden_and_nothing_else(written, shown):
    assert masked(written) == shown


@given(st.text(alphabet="a@.0123456789+ -(:", max_size=60))
def test_hiding_twice_hides_nothing_more(text):
    assert masked(masked(text)) == masked(text)


def test_a_name_that_stands_in_a_column_of_names_is_hidden_wherever_it_is_typed():
    masks = Masks()
    masks.learn("name", ["Marie Curie", "Al", ""])
    assert masks.hide("MARIE  CURIE") == "‹name›"
    assert masks.hide("ask Marie Curie (2), or Al") == "ask ‹name› (2), or Al"
    assert masks.hide("Al") == "Al"  # too short: it would hide ordinary words
    assert masks.hide("") == ""


PERSONAL = """
| respondent      | E-mail          | Name        | job    | V.1             | V.2 | note          |
| --------------- | --------------- | ----------- | ------ | --------------- | --- | ------------- |
| ann@example.org | ann@example.org | Ann Lee     | Nurse  | 1               | 2   | call me       |
| 7               | bob@example.org | Bob Hope    | wizard | bob@example.org | 3   | '0612345678   |
| 8               | cyd@example.org | Marie Curie | a@b.fr | Marie Curie     | 3   | ann@corp.test |
"""


def test_no_address_number_or_name_is_in_what_is_told_of_a_file(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=PERSONAL)
    checked = check_paths([str(path)], instrument=str(HERE / "other_instrument"))
    write_responses(tmp_path / "out.csv", checked)
    document = check_json(checked)
    said = json.dumps(document, ensure_ascii=False) + (tmp_path / "out.csv").read_text("utf-8")
    for personal in ("@", "0612345678", "Lee", "Hope", "Curie", "CURIE"):
        assert personal not in said
    assert [person["id"] for person in document["respondents"]] == ["r001", "r002", "r003"]
    assert "‹e-mail›" in said
    assert "‹name›" in said


def test_a_line_for_mapping_yaml_never_repeats_an_address(tmp_path):
    title = "How safe is your ward today, ann@example.org?"
    responses = coded(write_csv(tmp_path / "a.csv", f"| {title} | V.2 |\n| 1 | 2 |"))
    for problem in responses.problems:
        assert "@" not in json.dumps(problem.to_json(Language("en")))


# Counted once


def test_one_address_is_one_person_whatever_the_case_and_the_file(tmp_path):
    write_csv(tmp_path / "a.csv", "| E-mail | V.1 | V.2 |\n| ann@example.org | 1 | 2 |\n| | 1 | |")
    write_csv(tmp_path / "b.csv", "| E-mail | V.1 |\n| Ann@Example.org␣ | 3 |")
    responses = coded(tmp_path)
    assert ids(responses) == [("r001", None), ("r002", None), ("r003", "RESPONDENT_REPEATED")]
    (repeated,) = [p for p in responses.problems if p.code == "RESPONDENT_REPEATED"]
    assert (repeated.source, repeated.params["kept"]) == ("b.csv!csv!B2", "a.csv!csv!B2:C2")


@pytest.mark.parametrize("nobody", ["anonymous", "Anonyme", "n/a", "-", "?"])
def test_who_says_that_they_are_nobody_is_not_the_same_nobody(tmp_path, nobody):
    drawing = f"| respondent | E-mail | V.1 |\n| {nobody} | {nobody} | 1 |\n| {nobody} | | 2 |"
    assert [reason for _, reason in ids(coded(write_csv(tmp_path / "a.csv", drawing)))] == [
        None
    ] * 2


def test_two_people_of_one_number_and_two_addresses_are_two_people(tmp_path):
    drawing = """
    | respondent | E-mail          | V.1 |
    | 1          | ann@example.org | 1   |
    | 1          | bob@example.org | 2   |
    """
    assert ids(coded(write_csv(tmp_path / "a.csv", drawing))) == [("1", None), ("1", None)]


def test_who_shares_an_id_with_one_and_an_address_with_another_is_all_of_them(tmp_path):
    drawing = """
    | respondent | E-mail          | V.1 | V.2 |
    | 1          |                 | 1   |     |
    | 2          | ann@example.org | 2   | 3   |
    | 1          | ann@example.org | 2   |     |
    """
    repeated = "RESPONDENT_REPEATED"
    responses = coded(write_csv(tmp_path / "a.csv", drawing))
    assert ids(responses) == [("1", repeated), ("2", None), ("1", repeated)]


def test_an_address_of_many_rows_says_who_typed_them_in(tmp_path):
    rows = "\n".join(f"| desk@example.org | {n} |" for n in range(1, 6))
    responses = coded(write_csv(tmp_path / "a.csv", f"| E-mail | V.1 |\n{rows}"))
    assert [reason for _, reason in ids(responses)] == [None] * 5
    (shared,) = [p for p in responses.problems if p.code == "RESPONDENT_SHARED"]
    assert (shared.source, shared.found) == ("a.csv!csv!B2:B6", "")
    assert "5 rows" in shared.message(Language("en"))


def test_the_newest_complete_answer_is_kept_and_a_decision_turns_that_round(tmp_path):
    items = [item.id for item in OTHER.items]
    full = " | ".join(["3"] * len(items))
    few = " | ".join(["3", *[""] * (len(items) - 1)])
    own = "Respondent ID | Collector ID | Start Date | End Date | IP Address | E-mail Address"
    she = "10.0.0.1 | ann@example.org"
    drawing = f"""
    | {own} | {" | ".join(items)} |
    | 1 | 9 | 2026-05-01 | 2026-05-02 | {she} | {full} |
    | 2 | 9 | 2026-05-03 | 2026-05-04 | {she} | {full} |
    | 3 | 9 | 2026-05-05 | 2026-05-06 | {she} | {few} |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    repeated, out = "RESPONDENT_REPEATED", "RESPONDENT_EXCLUDED"
    assert ids(coded(path)) == [("1", repeated), ("2", None), ("3", repeated)]
    turned = ids(code_responses(read(path, OTHER, {}), OTHER, {"2": "her first one counts"}))
    assert turned == [("1", None), ("2", out), ("3", repeated)]


def test_a_file_sent_twice_counts_once_even_without_ids(tmp_path):
    for name in ("a.csv", "a (1).csv"):
        write_csv(tmp_path / name, "| V.1 | V.2 |\n| 1 | 2 |\n| 3 | 4 |")
    responses = coded(tmp_path)
    assert [person.included for person in responses.respondents] == [True, True, False, False]
    (copied,) = [p for p in responses.problems if p.code == "FILE_REPEATED"]
    assert (copied.source, copied.found) == ("a.csv!csv!A2:B3", "a (1).csv")
    assert responses.files[1].answers.ignored == 4


# Rows that deserve a second look


def test_neighbours_who_answered_nothing_are_told_together(tmp_path):
    drawing = "| respondent | V.1 |\n| a | |\n| b | |\n| c | 1 |\n| d | |"
    responses = coded(write_csv(tmp_path / "a.csv", drawing))
    empty = "RESPONDENT_EMPTY"
    assert told(responses, empty) == [("csv!B2:B3", empty), ("csv!B5", empty)]
    said = [p.message(Language("en"))[:5] for p in responses.problems if p.code == empty]
    assert said == ["These", "This "]


def test_a_test_is_named_and_counts_all_the_same(tmp_path):
    drawing = """
    | respondent | Name        | V.1 |
    | test 2     |             | 1   |
    | R-2        | Test Dupont | 1   |
    | R-3        | Essai       | 1   |
    | contest    |             | 1   |
    """
    responses = coded(write_csv(tmp_path / "a.csv", drawing))
    tests = [p.params["respondent"] for p in responses.problems if p.code == "RESPONDENT_TEST"]
    assert tests == ["test 2", "R-3"]
    assert all(person.included for person in responses.respondents)


LIMESURVEY = """
| id | submitdate          | lastpage | startlanguage | V.1 | V.2 |
| 1  | 2026-05-01 10:00:00 | 2        | en            | 1   | 2   |
| 2  |                     | 1        | en            | 1   |     |
| 3  | 2026-05-01 11:00:00 | 2        | en            | 1   | 2   |
| 4  |                     | 1        | en            | 4   |     |
| 5  |                     | 0        | en            |     |     |
"""


def test_who_did_not_finish_counts_and_is_told_once(tmp_path):
    responses = coded(write_csv(tmp_path / "a.csv", LIMESURVEY))
    assert [p.included for p in responses.respondents] == [True, True, True, True, False]
    (partial,) = [p for p in responses.problems if p.code == "ROW_PARTIAL"]
    assert (partial.source, partial.params["count"]) == ("a.csv!csv!E3:F5", "2")


def test_one_answer_to_everything_is_a_note(tmp_path):
    items = [item.id for item in DIGITAL.items if not item.functions]
    assert {item.reverse for item in DIGITAL.items if item.id in items} == {True, False}
    alike, mixed = " | ".join(["4"] * len(items)), " | ".join(["4", "3"] * len(items))
    drawing = f"| {' | '.join(items)} |\n| {alike} |\n| {mixed} |\n| {alike} |"
    responses = coded(write_csv(tmp_path / "a.csv", drawing), DIGITAL)
    (straight,) = [p for p in responses.problems if p.code == "ROW_STRAIGHT"]
    assert (straight.params["count"], straight.severity) == ("2", "note")


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["2026-05-02 10:00", "2026-05-02T09:59:59", "x", ""], [1, 0]),
        (["3/4/2026", "13/4/2026"], [0, 1]),
        (["4/3/2026", "4/13/2026"], [0, 1]),
        (["3/4/2026", "4/3/2026"], []),  # March or April? Nobody can tell
        (["31/12/2026 1:05 PM", "31/12/2026 11:05 AM"], [1, 0]),
        ([45000.5, 45000.25, 4.0], [1, 0]),
        ([Moment(None, "2026-05-02"), "99/99/2026", "2026-13-45"], [0]),
    ],
)
def test_dates_are_put_in_order_or_left_alone(column, order):
    found = moments(column)
    dated = [n for n, at in enumerate(found) if at is not None]
    assert sorted(dated, key=lambda n: found[n]) == order


def test_progress_is_told_by_a_column_that_reaches_the_end():
    assert list(progressed([100.0, "50", Percent(0.2), None])) == [True, False, False, None]
    assert list(progressed([3.0, 7.0])) == [None, None]


# What a layout leaves aside


def table(columns, rows, **more):
    made = tuple(
        Column(title, role, target, "S", n, range(2, 2 + rows), values)
        for n, (title, role, target, values) in enumerate(columns)
    )
    return Table("a.xlsx", "table", "S", rows, made, "A1:C1", **more)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([1.0, 6.0, 9.0, "x", "", None, "88"]), st.sampled_from(["", "y"])
        ),
        min_size=1,
        max_size=12,
    ),
    st.sets(st.integers(0, 11), max_size=4),
    st.integers(0, 3),
)
def test_rows_set_aside_and_rows_of_nobody_keep_the_law(rows, aside, totals):
    columns = [
        ("V.1", "item", "V.1", [answer for answer, _ in rows]),
        ("note", "unknown", "", [note for _, note in rows]),
    ]
    below = [len(rows) + 2 + n for n in range(totals)]
    cells = [Outside("S", row, n, 4.0) for row in below for n in (0, 1)]
    left = (Left("S", "ROW_TOTAL", below, "Total", cells),) if totals else ()
    away = {n: "ROW_TEST" for n in aside if n < len(rows)}
    made = table(columns, len(rows), aside=away, left=left)
    responses = code_responses(Reading((FileReading("a.xlsx", "", "table"),), (made,), ()), OTHER)
    cells_told = responses.files[0].answers.to_json()
    assert cells_told.pop("filled") == sum(cells_told.values()) == len(responses.answers)
    assert [a.answer for a in responses.answers if not a.respondent] == ["4"] * 2 * totals
    assert sum(p.code == "ROW_TOTAL" for p in responses.problems) == bool(totals)
    for n, person in enumerate(responses.respondents):
        assert (person.reason == "ROW_TEST") == (n in away)
    (one,) = responses.tables
    set_aside = one.fates[:, sorted(away)]
    assert set(np.unique(set_aside)) <= {0, FATES.index("ignored")}
    covered = sum(int(p.params["count"]) for p in responses.problems if p.code == "ROW_TEST")
    assert covered == len(away)


def test_a_surname_alone_is_hidden_and_an_ordinary_word_is_not():
    masks = Masks()
    masks.learn("name", ["Ada Zorblatt", "Rose Field"])
    assert masks.hide("Zorblatt? ask Ada Zorblatt") == "‹name›? ask ‹name›"
    assert masks.hide("a field of work") == "a field of work"
