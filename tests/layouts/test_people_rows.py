"""Rows that are not people, people who are there twice, files that belong together or to nobody."""

import pytest
from tests.layouts.people import CLIMATE
from tests.layouts.verify import checked, sums, unnamed
from tests.workbooks import write_csv, write_openpyxl, write_xlsxwriter

TWO = """
| respondent | function | A1 | A2 | C1 |
|------------|----------|----|----|----|
| p1         | IT       | 4  | 5  | 6  |
| p2         | Sales    | 1  | 2  | 3  |
"""


def check(folder, **names):
    got = checked(folder, str(CLIMATE), folder.parent, language="en", **names)
    wrong = [*sums(got), *unnamed(got)]
    assert not wrong, (wrong, got.codes)
    return got


def counted(got):
    return [person for person in got.document["respondents"] if person["included"]]


def answered(got):
    return sorted(row["response"] for row in got.rows if row["response"])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_the_same_address_twice_is_one_person_and_never_told(folder):
    write_csv(folder / "a.csv", """
        | Email Address         | A1 | A2 | C1 |
        |-----------------------|----|----|----|
        | Zoe.Quux@acme.example | 4  | 5  | 6  |
        | zoe.quux@acme.example | 1  | 2  | 3  |
        | ann.foo@acme.example  | 3  | 3  | 3  |
        """)  # fmt: skip
    got = check(folder)
    assert len(counted(got)) == 2
    told = str(got.document).casefold() + got.text.casefold()
    assert "quux" not in told
    assert "acme.example" not in told
    repeated = [p for p in got.document["problems"] if p["code"] == "RESPONDENT_REPEATED"]
    assert repeated, got.codes
    assert {"a.csv!csv!A2", "a.csv!csv!A3"} & {repeated[0]["source"]} or repeated[0]["source"]


def test_anonymous_people_are_not_one_person(folder):
    write_csv(folder / "a.csv", """
        | ID | Start time | Completion time | Email | Name | A1 | A2 | C1 |
        |----|------------|-----------------|-------|------|----|----|----|
        | 1  | 2026-03-01 | 2026-03-01 | anonymous | | 4  | 5  | 6  |
        | 2  | 2026-03-02 | 2026-03-02 | anonymous | | 1  | 2  | 3  |
        """)  # fmt: skip
    got = check(folder)
    assert (len(counted(got)), answered(got)) == (2, ["1", "2", "3", "4", "5", "6"])


@pytest.mark.parametrize("write", [write_openpyxl, write_xlsxwriter])
def test_rows_a_filter_hid_are_read_and_it_is_said(folder, write):
    from openpyxl import load_workbook

    path = write(folder / "a.xlsx", S=TWO)
    book = load_workbook(path)
    book["S"].row_dimensions[3].hidden = True
    book["S"].column_dimensions["D"].hidden = True
    book.save(path)
    got = check(folder)
    assert (len(counted(got)), answered(got)) == (2, ["1", "2", "3", "4", "5", "6"])
    assert "ROWS_HIDDEN" in got.codes


def test_a_hidden_sheet_of_answers_is_named(folder):
    from openpyxl import load_workbook

    path = write_openpyxl(folder / "a.xlsx", S=TWO, T=TWO)
    book = load_workbook(path)
    book["T"].sheet_state = "hidden"
    book.save(path)
    got = check(folder)
    assert any(problem["source"].startswith("a.xlsx!T") for problem in got.document["problems"])


def test_numbers_of_a_total_without_a_word_never_count_as_a_person(folder):
    write_openpyxl(
        folder / "a.xlsx", S=TWO + "| Total | | 5 | 7 | 9 |\n| Moyenne | | 2.5 | 3.5 | 4.5 |\n"
    )
    got = check(folder)
    assert (len(counted(got)), answered(got)) == (2, ["1", "2", "3", "4", "5", "6"])


def test_people_of_two_files_are_told_apart(folder):
    write_csv(folder / "a.csv", "|A1|A2|C1|\n|4|5|6|\n|1|2|3|")
    write_csv(folder / "b.csv", "|A1|A2|C1|\n|6|5|4|\n|3|2|2|")
    got = check(folder)
    assert len({person["id"] for person in counted(got)}) == 4


def test_files_that_belong_to_nobody_are_named(folder):
    write_openpyxl(folder / "a.xlsx", S=TWO)
    write_openpyxl(folder / "budget.xlsx", S="| Cost | 2025 |\n| Rent | 12000 |")
    (folder / "notes.txt").write_text("call them back\n", encoding="utf-8")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / ".hidden.csv").write_text("A1\n4\n", encoding="utf-8")
    got = check(folder)
    assert len(counted(got)) == 2
    named = {problem["source"].split("!")[0] for problem in got.document["problems"]}
    assert {"budget.xlsx", "notes.txt"} <= named
    assert not {"~$a.xlsx", ".hidden.csv"} & named


def test_a_sheet_name_that_looks_like_an_address_stays_readable(folder):
    write_openpyxl(folder / "a.xlsx", **{"Q1!A2": TWO})
    got = check(folder)
    assert {row["source"] for row in got.rows if row["item"] == "A1"} == {
        "a.xlsx!'Q1!A2'!C2",
        "a.xlsx!'Q1!A2'!C3",
    }


def test_ids_that_are_addresses_of_people_are_replaced(folder):
    write_csv(folder / "a.csv", """
        | respondent            | A1 | A2 | C1 |
        |-----------------------|----|----|----|
        | zoe.quux@acme.example | 4  | 5  | 6  |
        | Jean Dupontel         | 1  | 2  | 3  |
        """)  # fmt: skip
    got = check(folder)
    told = str(got.document) + got.text + str(got.rows)
    assert "quux" not in told
    assert "Dupontel" not in told
    assert len(counted(got)) == 2


def test_personal_columns_are_known_by_what_they_hold(folder):
    write_csv(folder / "a.csv", """
        | id | Contact               | Réf            | Ligne directe  | A1 | A2 | C1 |
        |----|-----------------------|----------------|----------------|----|----|----|
        | 1  | zoe.quux@acme.example | 203.0.113.77   | 06 51 47 62 93 | 4  | 5  | 6  |
        | 2  | al.foo@acme.example   | 203.0.113.78   | 0651476294     | 1  | 2  | 3  |
        """)  # fmt: skip
    got = check(folder)
    told = str(got.document) + got.text
    for word in ("quux", "203.0.113", "06 51", "0651476294"):
        assert word not in told
    assert answered(got) == ["1", "2", "3", "4", "5", "6"]


def test_a_name_typed_into_an_answer_is_not_told(folder):
    write_csv(folder / "a.csv", """
        | id | A1                    | A2 | C1 |
        |----|-----------------------|----|----|
        | 1  | zoe.quux@acme.example | 5  | 6  |
        | 2  | 4                     | 2  | 3  |
        | 3  | 06 51 47 62 93        | 2  | 3  |
        """)  # fmt: skip
    got = check(folder)
    told = str(got.document) + got.text
    assert "quux" not in told
    assert "47 62 93" not in told


def test_dangerous_texts_are_inert(folder):
    write_csv(folder / "a.csv", """
        | id | A1                     | <script>alert(1)</script> | C1 | comment            |
        |----|------------------------|----|----|--------------------|
        | 1  | '=HYPERLINK("http://x.example") | 5 | 6 | =cmd             |
        | 2  | <img src=x onerror=1>  | 2  | 3  | @SUM(A1)           |
        """)  # fmt: skip
    got = check(folder)
    assert "\x1b" not in got.text


def test_control_signs_never_reach_the_terminal(folder):
    path = folder / "a.csv"
    path.write_bytes(b"id,A1,A2,C1\n1,\x1b[31mred,5,6\n2,\x07,2,3\n")
    got = check(folder)
    assert not [sign for sign in got.text if ord(sign) < 32 and sign != "\n"]


LONG = "x" * 200_000


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"id,A1,A2,comment\n1,4,5,{LONG}\n2,1,2,\n", ["1", "2", "4", "5"]),
        ("id,A1,A2,C1\n1,4,5\n2,1,2,3,9,9\n3,6\n", ["1", "2", "3", "4", "5", "6"]),
        ("id;A1;A2;C1\n1;4,0;5,0;6,0\n2;1,0;2,0;3,0\n", ["1", "2", "3", "4", "5", "6"]),
        ("\n\nid,A1,A2,C1\n\n1,4,5,6\n\n2,1,2,3\n\n", ["1", "2", "3", "4", "5", "6"]),
        ('id,A1,A2,C1\n1,4,5,"6"\n2,"1","2\n",3\n', ["1", "2", "3", "4", "5", "6"]),
        ("id,A1,A2,C1\n1,4,5,6\n2,1,2,3", ["1", "2", "3", "4", "5", "6"]),
        ("id,A1,A2,C1\r1,4,5,6\r2,1,2,3\r", ["1", "2", "3", "4", "5", "6"]),
        ("id,A1,A2,C1\n1,4,5,6\x00\n2,1,2,3\n", None),
    ],
    ids=["long", "ragged", "decimal commas", "blank lines", "quoted", "no end", "old mac", "nul"],
)  # fmt: skip
def test_texts_that_readers_stumble_over(folder, content, expected):
    (folder / "a.csv").write_bytes(content.encode())
    got = check(folder)
    if expected is not None:
        assert answered(got) == expected, got.codes


def test_a_quotation_mark_that_never_closes_is_named(folder):
    text = 'id,A1,A2,comment\n1,4,5,fine\n2,1,2,"never closed\n3,6,6,x\n4,5,5,y\n'
    (folder / "a.csv").write_text(text, encoding="utf-8")
    got = check(folder)
    assert {"QUOTE_OPEN", "QUOTE_STRAY"} & {*got.codes}
    assert not {(r["source"], r["response"]) for r in got.rows if r["response"]} - {
        (f"a.csv!csv!{column}{row}", point)
        for row, points in enumerate(("45", "12", "66", "55"), 2)
        for column, point in zip("BC", points, strict=True)
    }


def test_spoilt_letters_are_named(folder):
    text = "id;SIL01;STK02;DAT07\n1;Tout à fait d’accord;Plutôt d’accord;4\n"
    text += "2;Plutôt pas d’accord;2;Ne sait pas\n"
    (folder / "a.csv").write_bytes(text.encode().decode("cp1252", "replace").encode())
    got = checked(folder, "digital-maturity", folder.parent, language="en")
    assert not [*sums(got), *unnamed(got)]
    assert {"GARBLED", "MOJIBAKE"} & {word for code in got.codes for word in code.split("_")}
    assert {(r["item"], r["response"]) for r in got.rows if r["response"]} <= {
        ("SIL01", "5"), ("STK02", "4"), ("DAT07", "4"), ("SIL01", "2"), ("STK02", "2"),
    }  # fmt: skip


STAMPED = """
| Timestamp           | Your function | A1 | A2 | A3 | C1 |
|---------------------|---------------|----|----|----|----|
| 2026-03-01 10:11:12 | IT            | 4  | 5  | 6  | 2  |
| 2026-03-01 11:11:12 | Sales         | 1  | 2  | 3  | 6  |
| 2026-03-02 10:11:12 | IT            | 3  | 3  | 1  | 2  |
"""


@pytest.mark.parametrize("where", ["tab", "format"])
def test_the_same_answers_twice_are_named(folder, where):
    if where == "tab":
        write_openpyxl(folder / "a.xlsx", **{"Form Responses 1": STAMPED, "Cleaned": STAMPED})
    else:
        write_openpyxl(folder / "a.xlsx", S=STAMPED)
        write_csv(folder / "b.csv", STAMPED)
    got = check(folder)
    assert len(counted(got)) == 3 or {code for code in got.codes if "REPEATED" in code}


HEAD = "| StartDate | EndDate | Status | IPAddress | Finished | ResponseId | A1 | A2 |"
TOLD = "| Start Date | End Date | Response Type | IP Address | Finished | Response ID | {} | {} |"
IDS = "".join(f'| {{"ImportId":"{name}"}} ' for name in (
    "startDate", "endDate", "status", "ipAddress", "finished", "_recordId", "QID1", "QID2"
)) + "|"  # fmt: skip
SENT = (
    "| 2026-03-01 10:00:00 | 2026-03-01 10:09:00 | IP Address | 203.0.113.9 | True | R_{} | 4 | 2 |"
)
CROSSED = ("I ask others for help.", "I distrust people here.")
CONTRADICTIONS = {
    "qualtrics": "\n".join(
        [HEAD, TOLD.format(*CROSSED), IDS, *(SENT.format(f"x{n}") for n in range(20))]
    ),
    "table": "| id | A1 | A2 |\n| | {} | {} |\n".format(*CROSSED)
    + "".join(f"| p{n} | 4 | 2 |\n" for n in range(20)),
    "form": "| No. | Question | Answer |\n| A1 | {} | 4 |\n| A2 | {} | 2 |\n".format(*CROSSED),
}


@pytest.mark.parametrize("drawing", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_titles_that_contradict_each_other_are_asked_about(folder, drawing):
    write_openpyxl(folder / "a.xlsx", S=drawing)
    got = check(folder)
    assert not [row for row in got.rows if row["response"]]
    assert len(got.document["respondents"]) <= 20


@pytest.mark.parametrize("second", ["", "(1 - 6)"])
def test_a_second_row_of_titles_is_nobody(folder, second):
    words = second or "{}"
    texts = ("I distrust people here.", "I ask others for help.", "I say what I think in meetings.")
    below = " | ".join(words.format(text) for text in texts)
    write_csv(
        folder / "a.csv",
        f"| id | A1 | A2 | C1 |\n| | {below} |\n| p1 | 4 | 5 | 6 |\n| p2 | 1 | 2 | 3 |",
    )
    got = check(folder)
    assert (len(got.document["respondents"]), answered(got)) == (2, ["1", "2", "3", "4", "5", "6"])


def test_who_signed_a_form_or_led_the_survey_is_not_told(folder):
    write_openpyxl(folder / "a.xlsx", S="""
        | Enquête pilotée par Zoe Quux |   |  |
        | Question | Answer | Comment |
        | I distrust people here. | 4 | |
        | I ask others for help. | 5 | call zoe.quux@acme.example |
        | I say what I think in meetings. | 6 | |
        |  |  |  |
        | Signé : Zoe Quux | | |
        """)  # fmt: skip
    got = check(folder)
    assert answered(got) == ["4", "5", "6"]
    assert "quux" not in (str(got.document) + got.text).casefold()


def test_a_stray_cell_far_below_is_no_person(folder):
    path = write_openpyxl(folder / "a.xlsx", S=TWO)
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["S"]["ZZ9000"] = 1
    book.save(path)
    got = check(folder)
    assert len(got.document["respondents"]) == 2
    assert all("ZZ" not in person["source"] for person in got.document["respondents"])


@pytest.mark.parametrize("far", ["XFD1048576", "A9000", "C60", "ZZ3"])
def test_a_cell_far_from_the_table_is_named_alone(folder, far):
    path = write_openpyxl(folder / "a.xlsx", S=TWO)
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["S"][far] = "x"
    book.save(path)
    got = check(folder)
    assert got.sources("CELL_FAR") == [f"a.xlsx!S!{far}"]
    assert [p["source"] for p in got.document["respondents"]] == [
        "a.xlsx!S!C2:E2",
        "a.xlsx!S!C3:E3",
    ]


BELOW = "| | | |\n| Team B | | |\n| id | A2 | C2 |\n| p3 | 6 | 5 |\n"


def test_a_second_table_below_the_first_has_its_own_titles(folder):
    write_openpyxl(folder / "a.xlsx", S="| id | A1 | A2 |\n| p1 | 1 | 2 |\n" + BELOW)
    got = check(folder)
    said = {(r["respondent"], r["item"], r["response"]) for r in got.rows}
    assert said == {("p1", "A1", "1"), ("p1", "A2", "2"), ("p3", "A2", "6"), ("p3", "C2", "5")}
    assert [p["id"] for p in got.document["respondents"]] == ["p1", "p3"]


def test_a_second_export_below_the_first_has_its_own_titles(folder):
    head, *lines = STAMPED.strip().splitlines()
    titles = "| Timestamp | Your function | A2 | A1 | A3 | C1 |"
    person = "| 2026-04-01 10:00:00 | IT | 6 | 1 | 2 | 2 |"
    write_csv(folder / "a.csv", "\n".join([head, *lines, titles, person]))
    got = check(folder)
    assert len(counted(got)) == 4
    assert ("A2", "6") in {
        (r["item"], r["response"]) for r in got.rows if r["source"].endswith("C6")
    }


FIGURES = "| IT | 4 | 2 |\n| Sales | 3 | 1 |\n| Finance | 5 | 2 |\n"


@pytest.mark.parametrize(
    ("drawing", "people"),
    [
        ("| Service | A1 | A2 |\n" + FIGURES, 0),
        ("| | A1 | A2 |\n" + FIGURES, 0),
        ("| respondent | A1 | A2 |\n" + FIGURES, 0),
        ("| function | A1 | A2 |\n" + FIGURES + "| Ensemble | 4 | 2 |\n", 0),
        ("| Question | IT | Sales |\n| A1 | 4 | 5 |\n| A2 | 1 | 2 |", 0),
        ("| function | A1 | A2 |\n" + FIGURES, 3),
        ("| Service | A1 | A2 |\n" + FIGURES + "| IT | 1 | 1 |", 4),
        (TWO + "| Total | | 5 | 7 | 9 |", 2),
    ],
)
def test_figures_per_department_are_asked_about_and_small_teams_are_read(folder, drawing, people):
    write_openpyxl(folder / "a.xlsx", S=drawing)
    got = check(folder)
    assert len(counted(got)) == people
    assert ("AGGREGATE_UNSURE" in got.codes) == (people == 0)


def test_people_of_whom_nothing_could_be_read_do_not_count(folder):
    write_csv(folder / "a.csv", "|id|A1|A2|\n|p1|4|5|\n|p2|see my mail|77|\n|p3| | |")
    got = check(folder)
    reasons = [person["reason"] for person in got.document["respondents"]]
    assert reasons == [None, "RESPONDENT_UNREADABLE", "RESPONDENT_EMPTY"]
    assert {"ANSWER_UNKNOWN", "ANSWER_OUT_OF_RANGE"} <= {*got.codes}


def test_the_same_answers_without_dates_are_asked_about_and_all_count(folder):
    drawing = "|A1|A2|A3|C1|\n|1|2|3|4|\n|5|6|1|2|\n|3|3|4|1|"
    write_openpyxl(folder / "a.xlsx", S=drawing, Clean=drawing)
    got = check(folder)
    assert (len(counted(got)), "ANSWERS_REPEATED" in got.codes) == (6, True)


@pytest.mark.parametrize(
    "title", ["Name2", "Nom2", "Manager", "N+1", "Répondu par", "Date de naissance", "NIR"]
)
def test_columns_about_people_are_personal_by_their_title(folder, title):
    write_csv(folder / "a.csv", f"|id|{title}|A1|A2|\n|p1|Quuxington|4|5|\n|p2|Foobarov|1|2|")
    got = check(folder)
    assert "Quuxington" not in str(got.document) + got.text + str(got.rows)
    assert "COLUMN_UNKNOWN" not in got.codes
