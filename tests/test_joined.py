"""One sheet per theme: sheets of the same people and different questions are one table."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.layouts.people import CLIMATE
from tests.layouts.verify import checked, misquoted, sums, unnamed
from tests.workbooks import write_in_memory, write_openpyxl

OTHER = Path(__file__).parent / "other_instrument"
OURS = {"SHEETS_JOINED", "SHEETS_UNJOINED", "ROWS_UNJOINED", "RESPONDENT_PARTS"}
NO_COUNT = {"RESPONDENT_REPEATED", "RESPONDENT_PARTS"}

SPEAK = """
    | respondent | job    | V.1 | V.2 |
    | a          | nurse  | 1   | 2   |
    | b          | doctor | 3   | 4   |
    | c          |        | 5   | 6   |
    """
LEARN = """
    | L.1 | respondent | job        | L.2 |
    | 6   | c          | pharmacist | 5   |
    | 4   | a          |            | 3   |
    """


@pytest.fixture(params=[write_openpyxl, write_in_memory])
def read(request, tmp_path):
    """Check some workbooks, each of sheets by name, and hold them to what every run must keep."""

    def run(instrument=OTHER, **files):
        folder = tmp_path / "wave"
        folder.mkdir()
        for name, sheets in files.items():
            request.param(folder / f"{name}.xlsx", **sheets)
        got = checked(folder, str(instrument), tmp_path, language="en")
        assert [*sums(got), *unnamed(got), *misquoted(got, folder)] == []
        return got

    return run


def answers(got):
    """What every person answers to every question that was read, and where."""
    return {
        (row["respondent"], row["item"]): f"{row['response']} {row['source'].split('!', 1)[1]}"
        for row in got.rows
        if not row["missing_reason"]
    }


def people(got):
    return {each["id"]: each["group"] for each in got.document["respondents"] if each["included"]}


def told(got, *codes):
    return [
        (each["code"], each["source"].split("!", 1)[-1])
        for each in got.document["problems"]
        if each["code"] in (codes or OURS | NO_COUNT)
    ]


def test_sheets_of_the_same_people_are_one_table_in_whatever_order_they_stand(read):
    got = read(a={"Speak": SPEAK, "Learn": LEARN})
    assert answers(got) == {
        ("a", "V.1"): "1 Speak!C2",
        ("a", "V.2"): "2 Speak!D2",
        ("b", "V.1"): "3 Speak!C3",
        ("b", "V.2"): "4 Speak!D3",
        ("c", "V.1"): "5 Speak!C4",
        ("c", "V.2"): "6 Speak!D4",
        ("c", "L.1"): "6 Learn!A2",
        ("c", "L.2"): "5 Learn!D2",
        ("a", "L.1"): "4 Learn!A3",
        ("a", "L.2"): "3 Learn!D3",
    }
    assert people(got) == {"a": "nursing", "b": "medicine", "c": "pharmacy"}
    assert told(got) == [("SHEETS_JOINED", "Speak")]
    (seen,) = got.document["files"][0]["understood"]
    assert (seen["sheet"], seen["respondents"]) == ("Speak", 3)
    assert "4 questions matched" in got.text
    assert "left alone" not in got.text
    assert "joined by “respondent”: 3 in all" in got.text


def test_the_sheet_with_most_people_comes_first_and_who_is_on_the_other_alone_is_kept(read):
    more = LEARN + "| 1 | d | nurse | 2 |\n| 1 | e | nurse | 2 |\n| 1 | f | nurse | 2 |"
    got = read(a={"Speak": SPEAK, "Learn": more})
    assert [*people(got)] == ["c", "a", "d", "e", "f", "b"]
    assert answers(got)["b", "V.2"] == "4 Speak!D3"
    assert told(got) == [("SHEETS_JOINED", "Learn")]


def test_names_join_in_any_order_of_their_words_and_are_never_told(read):
    got = read(
        a={
            "Speak": "| Name | V.1 |\n| Ada Quill | 1 |\n| Bo Reed | 2 |",
            "Learn": "| Name | L.1 |\n| REED, Bo | 3 |\n| Quill Ada | 4 |",
        }
    )
    assert answers(got) == {
        ("r001", "V.1"): "1 Speak!B2",
        ("r002", "V.1"): "2 Speak!B3",
        ("r002", "L.1"): "3 Learn!B2",
        ("r001", "L.1"): "4 Learn!B3",
    }
    assert "Quill" not in got.text + str(got.document)


def test_an_e_mail_address_is_surer_than_the_number_of_a_row(read):
    got = read(
        a={
            "Speak": "| respondent | e-mail | V.1 |\n| 1 | a@x.org | 1 |\n| 2 | b@x.org | 2 |",
            "Learn": "| respondent | e-mail | L.1 |\n| 1 | b@x.org | 3 |\n| 2 | c@x.org | 4 |",
        }
    )
    assert answers(got) == {
        ("1", "V.1"): "1 Speak!C2",
        ("2", "V.1"): "2 Speak!C3",
        ("2", "L.1"): "3 Learn!C2",
        ("r001", "L.1"): "4 Learn!C3",
    }


def test_three_sheets_are_joined_even_where_two_of_them_share_nobody(read):
    got = read(
        a={
            "One": "| respondent | V.1 |\n| a | 1 |\n| b | 2 |",
            "Two": "| respondent | V.2 |\n| c | 3 |\n| d | 4 |",
            "Three": "| respondent | L.1 |\n| d | 5 |\n| a | 6 |\n| c | 1 |",
        }
    )
    assert sorted(people(got)) == ["a", "b", "c", "d"]
    assert len(answers(got)) == 7
    assert told(got) == [("SHEETS_JOINED", "Three")]


def test_a_sheet_of_few_questions_is_read_when_its_people_are_known(read):
    many = "| respondent | A1 | A2 | A3 | A4 |\n| a | 1 | 2 | 3 | 4 |\n| b | 4 | 3 | 2 | 1 |"
    few = "| respondent | C1 |\n| b | 5 |\n| a | 6 |"
    got = read(CLIMATE, a={"Trust": many, "Voice": few})
    assert answers(got)["b", "C1"] == "5 Voice!B2"
    assert told(got, "SHEETS_JOINED", "SHEET_UNCLEAR") == [("SHEETS_JOINED", "Trust")]


def test_a_sheet_of_few_questions_and_strangers_is_left_alone(read):
    many = "| respondent | A1 | A2 | A3 | A4 |\n| a | 1 | 2 | 3 | 4 |\n| b | 4 | 3 | 2 | 1 |"
    got = read(CLIMATE, a={"Trust": many, "Voice": "| respondent | C1 |\n| x | 5 |\n| y | 6 |"})
    assert told(got, "SHEETS_JOINED", "SHEET_UNCLEAR") == [("SHEET_UNCLEAR", "Voice")]


def test_two_teams_stay_apart_without_a_word(read):
    got = read(
        a={
            "One": "| respondent | V.1 |\n| a | 1 |\n| b | 2 |",
            "Two": "| respondent | L.1 |\n| c | 3 |\n| d | 4 |",
        }
    )
    assert sorted(people(got)) == ["a", "b", "c", "d"]
    assert told(got) == []
    assert len(got.document["files"][0]["understood"]) == 2


def test_sheets_named_after_two_functions_are_two_teams_whatever_their_ids(read):
    got = read(
        a={
            "Nursing": "| respondent | V.1 |\n| 1 | 1 |\n| 2 | 2 |",
            "Medicine": "| respondent | L.1 |\n| 1 | 3 |\n| 2 | 4 |",
        }
    )
    assert "SHEETS_JOINED" not in got.codes


def test_ids_of_people_in_other_functions_are_other_people(read):
    got = read(
        a={
            "One": "| respondent | job | V.1 |\n| 1 | nurse | 1 |\n| 2 | nurse | 2 |",
            "Two": "| respondent | job | L.1 |\n| 1 | doctor | 3 |\n| 2 | doctor | 4 |",
        }
    )
    assert {code for code, _ in told(got)} == {"RESPONDENT_PARTS"}


def test_the_order_of_rows_joins_nobody_and_that_is_asked(read):
    got = read(a={"Speak": "| V.1 |\n| 1 |\n| 2 |", "Learn": "| L.1 |\n| 3 |\n| 4 |"})
    assert len(people(got)) == 4
    assert told(got) == [("SHEETS_UNJOINED", "Speak")]
    assert "The sheets Speak, Learn hold different questions" in got.text


@pytest.mark.parametrize(
    "learn",
    [
        "| L.1 |\n| 3 |\n| 4 |\n| 5 |",  # another number of people
        "| V.1 |\n| 3 |\n| 4 |",  # the same question
    ],
)
def test_sheets_that_cannot_be_of_the_same_people_are_not_asked_about(read, learn):
    got = read(a={"Speak": "| V.1 |\n| 1 |\n| 2 |", "Learn": learn})
    assert told(got) == []


def test_sheets_that_share_a_question_are_not_joined(read):
    got = read(
        a={
            "One": "| respondent | V.1 | V.2 |\n| a | 1 | 2 |\n| b | 2 | 2 |",
            "Two": "| respondent | V.2 | L.1 |\n| a | 3 | 3 |\n| b | 4 | 3 |",
        }
    )
    assert {code for code, _ in told(got)} == {"RESPONDENT_REPEATED"}


def test_what_two_sheets_say_of_a_person_in_two_ways_is_named_and_not_used(read):
    learn = "| respondent | job | L.1 |\n| a | midwife | 1 |\n| b | nurse | 2 |\n| c | nurse | 3 |"
    got = read(a={"Speak": SPEAK, "Learn": learn})
    assert people(got) == {"a": "nursing", "b": None, "c": "nursing"}
    assert told(got, "DETAIL_DIFFERS") == [
        ("DETAIL_DIFFERS", "Speak!B3"),
        ("DETAIL_DIFFERS", "Learn!B3"),
    ]


def test_rows_that_nothing_ties_to_anybody_are_named_and_lose_nothing(read):
    learn = "| respondent | L.1 |\n| a | 1 |\n|  | 2 |\n| - | 3 |\n| c | 4 |"
    got = read(a={"Speak": SPEAK, "Learn": learn})
    assert told(got) == [("SHEETS_JOINED", "Learn"), ("ROWS_UNJOINED", "Learn!A3:B4")]
    assert "2 rows of the sheet “Learn”" in got.text
    assert len(people(got)) == 5
    assert len(answers(got)) == 10


def test_an_id_that_stands_twice_on_a_sheet_is_not_guessed_at(read):
    got = read(a={"Speak": SPEAK, "Learn": LEARN + "| 1 | a | | 1 |"})
    assert ("a", "L.1") not in answers(got) or ("a", "V.1") not in answers(got)
    assert {code for code, _ in told(got)} >= {"ROWS_UNJOINED", "RESPONDENT_PARTS"}


def test_totals_notes_and_strangers_of_every_sheet_are_kept(read):
    speak = "| From 2026 | | |\n" + SPEAK.strip() + "\n| Mean | | 3 | 4 |"
    learn = "| respondent | L.1 | Weather |\n| a | 1 | sun |\n| c | 3 | rain |\n| Mean | 2 | |"
    got = read(a={"Speak": speak, "Learn": learn})
    assert sorted(told(got, "ROW_TOTAL", "COLUMN_UNKNOWN", "CELLS_OUTSIDE")) == [
        ("CELLS_OUTSIDE", "Speak!A1"),
        ("COLUMN_UNKNOWN", "Learn!C2:C3"),
        ("ROW_TOTAL", "Learn!B4"),
        ("ROW_TOTAL", "Speak!C6:D6"),
    ]
    assert len(people(got)) == 3


def test_neighbours_who_wrote_on_the_second_sheet_alone_are_set_aside_with_their_cells(tmp_path):
    speak = "| respondent | V.1 |\n| a | 1 |\n| b | |\n| c | |\n| d | 1 |"
    learn = "| respondent | L.1 |\n| c | 1 |\n| b | 2 |\n| a | 4 |\n| d | 3 |"
    first = write_openpyxl(tmp_path / "a.xlsx", Speak=speak, Learn=learn)
    (tmp_path / "b.xlsx").write_bytes(first.read_bytes())
    got = checked(tmp_path, str(OTHER), tmp_path.parent)
    assert [*sums(got), *unnamed(got)] == []
    assert [*people(got)] == ["a", "b", "c", "d"]


def test_one_file_per_theme_loses_nothing_without_saying_what_to_do(read):
    got = read(a={"Speak": SPEAK}, b={"Learn": LEARN})
    assert [code for code, _ in told(got)] == ["RESPONDENT_PARTS", "RESPONDENT_PARTS"]
    assert "Put the parts into one workbook" in got.text
    assert len(people(got)) == 3


ITEMS = ("A1", "A2", "A3", "A4", "C1", "C2", "C3")
CELLS = st.sampled_from(["", "1", "2", "3", "4", "5", "6", "NSP", "N/A", "zz"])


@st.composite
def themes(draw):
    """People who answer, and which of them stand on which sheet of which questions."""
    size = draw(st.integers(2, 6))
    rows = {f"p{n}": [draw(CELLS) for _ in ITEMS] for n in range(size)}
    cuts = sorted(draw(st.sets(st.integers(1, len(ITEMS) - 1), min_size=1, max_size=2)))
    bounds = [*zip([0, *cuts], [*cuts, len(ITEMS)], strict=True)]
    sheets = []
    for first, last in bounds:
        away = draw(st.sets(st.sampled_from([*rows][1:]))) if size > 2 else set()
        there = draw(st.permutations([each for each in rows if each not in away]))
        sheets.append((first, last, there))
    return rows, sheets


def drawing(rows, items):
    lines = ["| respondent | " + " | ".join(items) + " |"]
    return "\n".join(lines + [f"| {p} | {' | '.join(cells)} |" for p, cells in rows.items()])


def outcome(folder, **sheets):
    path = folder / f"{len(sheets)}.xlsx"
    write_in_memory(path, **sheets)
    got = checked(path, str(CLIMATE), folder)
    assert [*sums(got), *unnamed(got), *misquoted(got, path)] == []
    cells = {
        (r["respondent"], r["item"]): (r["answer"], r["response"], r["missing_reason"])
        for r in got.rows
    }
    assert len(cells) == len(got.rows)
    counted = {p["id"]: p["included"] for p in got.document["respondents"]}
    return cells, counted, got.document["cells"]


@pytest.mark.slow
@given(themes())
def test_joined_sheets_are_the_same_data_on_one_sheet_cell_for_cell(made):
    rows, sheets = made
    on_one = {person: [""] * len(ITEMS) for person in rows}
    apart = {}
    for n, (first, last, there) in enumerate(sheets):
        for person in there:
            on_one[person][first:last] = rows[person][first:last]
        part = {person: rows[person][first:last] for person in there}
        apart[f"S{n}"] = drawing(part, ITEMS[first:last])
    there = {person for _, _, each in sheets for person in each}
    together = drawing({p: each for p, each in on_one.items() if p in there}, ITEMS)
    with TemporaryDirectory() as folder:
        assert outcome(Path(folder), **apart) == outcome(Path(folder), All=together)


def test_a_sheet_of_a_theme_that_is_called_like_a_function_says_nobodys_function(read):
    got = read(a={"Medicine": "| respondent | V.1 |\n| a | 1 |\n| b | 2 |", "Learn": LEARN})
    assert people(got) == {"a": None, "b": None, "c": "pharmacy"}
    assert "FUNCTION_FROM_SHEET" not in got.codes


def test_two_people_of_one_id_and_two_addresses_are_not_joined(read):
    speak = "| respondent | e-mail | V.1 |" + "".join(
        f"\n| {n} | p{n}@x.org | {n} |" for n in (1, 2, 3)
    )
    learn = speak.replace("V.1", "L.1").replace("p3@", "other@")
    got = read(a={"Speak": speak, "Learn": learn})
    assert len(people(got)) == 3  # who shares an id is one of each
    assert len(got.document["respondents"]) == 4
    assert len(answers(got)) == 6
    assert told(got)[0] == ("SHEETS_JOINED", "Speak")


def test_people_side_by_side_are_joined_too(read):
    speak = "| Name | Ada Quill | Bo Reed |\n| V.1 | 1 | 2 |\n| V.2 | 3 | 4 |\n| L.1 | 3 | 4 |"
    learn = "| Name | Bo Reed | Ada Quill |\n| L.2 | 5 | 6 |\n| L.3 | 1 | 2 |"
    got = read(a={"Speak": speak, "Learn": learn})
    assert answers(got)["r001", "L.2"] == "6 Learn!C2"
    assert answers(got)["r002", "L.3"] == "1 Learn!B3"
    assert told(got) == [("SHEETS_JOINED", "Speak")]
