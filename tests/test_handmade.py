"""Tables people draw themselves: read where they are sure, asked where they are not, never people
where they are figures; every filled answer cell is accounted for."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.workbooks import WRITERS, write_csv, write_in_memory, write_inline, write_openpyxl

from maturity.instrument import load_instrument
from maturity.language import Language
from maturity.readers import read
from maturity.readers.handmade.columns import is_answer_title
from maturity.readers.handmade.rows import left_rows
from maturity.readers.handmade.sheets import kind_of_sheet
from maturity.readers.sheet import Sheet, as_written
from maturity.responses import code_responses

OTHER = load_instrument(Path(__file__).parent / "other_instrument")
SHIPPED = load_instrument(Path(__file__).parents[1] / "surveys" / "digital-maturity")
every_writer = pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
QUESTIONS = {
    "V.1": "I say so when I see something unsafe.",
    "V.2": "People here keep quiet about mistakes.",
}


def read_here(path):
    return read(path, OTHER, {})


def coded(path):
    return code_responses(read_here(path), OTHER)


def layout_of(path):
    return [(table.layout, table.sheet, table.size) for table in read_here(path).tables]


def told(path):
    """Every problem but missing questions, as code and cells."""
    problems = coded(path).problems
    return sorted(
        (p.code, p.source.partition("!")[2].partition("!")[2] or p.source)
        for p in problems
        if p.code != "COLUMN_MISSING"
    )


def answers(path):
    """What each answer cell became: who, item, point or reason, by address."""
    return {
        each.source.rpartition("!")[2]: (
            each.respondent,
            each.item,
            each.missing_reason or each.response,
        )
        for each in coded(path).answers
    }


def check_accounts(path):
    """Every filled answer cell has one fate; what is lost lies in the range of a problem."""
    responses = coded(path)
    cells = responses.cells
    fates = (cells.answered, cells.dont_know, cells.not_applicable, cells.unreadable, cells.ignored)
    assert cells.filled == sum(fates) == len(responses.answers)
    sources = [each.source for each in responses.answers]
    assert len(set(sources)) == len(sources), "a cell counts once"
    ranges = [place(problem.source) for problem in responses.problems]
    for each in responses.answers:
        if each.missing_reason in {"unreadable", "ignored"}:
            assert any(covers(area, place(each.source)) for area in ranges), each.source
    return responses


def place(source):
    file, _, rest = source.partition("!")
    sheet, _, cells = rest.partition("!")
    if not cells:
        return (file, sheet, None)
    first, _, last = cells.partition(":")
    return (file, sheet, (*corner(first), *corner(last or first)))


def corner(cell):
    row, column = openpyxl.utils.cell.coordinate_from_string(cell)[::-1]
    return row, openpyxl.utils.column_index_from_string(column)


def covers(area, cell):
    if area[:2] != cell[:2] or area[2] is None:
        return area[0] == cell[0] and area[1] in {"", cell[1]} and area[2] is None
    (top, left, bottom, right), (row, column, *_) = area[2], cell[2]
    return top <= row <= bottom and left <= column <= right


# Forms

FORM = """
| Diagnostic 2026 | | | | |
| Nom : | Camille Roy | | E-mail | camille.roy@example.org |
| Profession: Nurse | | Ward | North | |
| Merci de répondre d'ici vendredi. | | | | |
| N° | Question | Votre réponse (de 1 à 6) | Commentaire | Répondu par |
| Speaking up | | | | |
| 1 | I say so when I see something unsafe. | 4 | often | Camille |
| 2 | People here keep quiet about mistakes. | 5 | | |
| 3 | I hear what came of the incidents I reported. | | | |
"""


@every_writer
def test_a_form_somebody_drew_is_one_respondent_with_details(tmp_path, write):
    path = write(tmp_path / "a.xlsx", S=FORM)
    assert layout_of(path) == [("form", "S", 1)]
    assert answers(path) == {"C7": ("r001", "V.1", 4), "C8": ("r001", "V.2", 5)}
    (person,) = coded(path).respondents
    assert person.attributes == {"function": "nursing", "ward": "North"}
    assert told(path) == []


@every_writer
def test_names_and_addresses_of_a_form_are_told_nobody(tmp_path, write):
    path = write(tmp_path / "a.xlsx", S=FORM)
    (table,) = read_here(path).tables
    kinds = sorted(
        (c.target, as_written(c.values[0])) for c in table.columns if c.role == "personal"
    )
    assert kinds == [
        ("email", "camille.roy@example.org"),
        ("name", "Camille"),
        ("name", "Camille Roy"),
    ]
    responses = coded(path)
    shown = [p.message(Language("en")) for p in responses.problems]
    shown += [a.respondent for a in responses.answers] + [r.id for r in responses.respondents]
    assert not any("Camille" in each or "Roy" in each for each in shown)


@pytest.mark.parametrize(
    "title",
    [
        "Réponse",
        "Votre réponse (de 1 à 6)",
        "Note /6",
        "Note sur 6",
        "Score",
        "Score (1-6)",
        "Answer",
        "Rating",
        "Your rating: 1 to 6",
        "VOTRE NOTE",
        "Réponse 1 à 6",
        "Answers",
        "Cotation",
    ],
)
def test_answers_may_have_many_titles(tmp_path, title):
    assert is_answer_title(title)
    path = write_openpyxl(
        tmp_path / "a.xlsx", S=f"| Question | {title} |\n| V.1 | 3 |\n| V.2 | 4 |"
    )
    assert answers(path) == {"B2": ("r001", "V.1", 3), "B3": ("r001", "V.2", 4)}


def test_the_questions_may_be_ids_texts_or_numbered_texts(tmp_path):
    drawing = f"| | Answer |\n| 12. {QUESTIONS['V.1']} | 3 |\n| V.2 | 4 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert answers(path) == {"B2": ("r001", "V.1", 3), "B3": ("r001", "V.2", 4)}


def test_answers_without_a_title_are_asked_not_taken(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S="| Question | |\n| V.1 | 3 |\n| V.2 | 4 |")
    responses = check_accounts(path)
    assert (responses.cells.answered, responses.cells.ignored) == (0, 2)
    assert ("ANSWERS_UNTITLED", "B2:B3") in told(path)


def test_two_columns_of_answers_that_are_no_people_are_asked(tmp_path):
    drawing = "| Question | Actuel | Cible |\n| V.1 | 3 | 5 |\n| V.2 | 4 | 5 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == []
    assert told(path) == [("ANSWERS_UNCLEAR", "B2:C3")]


def test_a_titled_answer_wins_over_a_target_beside_it(tmp_path):
    drawing = "| Question | Réponse | Cible |\n| V.1 | 3 | 5 |\n| V.2 | 4 | 5 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert answers(path)["B2"] == ("r001", "V.1", 3)
    assert told(path) == [("COLUMN_UNKNOWN", "C2:C3")]
    check_accounts(path)


def test_means_among_the_answers_of_a_form_and_strange_questions_are_named(tmp_path):
    drawing = FORM + "| | Moyenne | =AVERAGE(C7:C9) -> 4.5 | | |\n| 9 | Our own question | 3 | | |"
    path = write_in_memory(tmp_path / "a.xlsx", S=drawing)
    assert told(path) == [("COLUMN_UNKNOWN", "C11"), ("ROW_TOTAL", "C10")]
    check_accounts(path)


def test_details_may_stand_below_their_labels(tmp_path):
    drawing = """
    | Nom | Profession | Ward |
    | Roy | Doctor | South |
    | Question | Answer | |
    | V.1 | 3 | |
    | V.2 | 3 | |
    """
    (person,) = coded(write_openpyxl(tmp_path / "a.xlsx", S=drawing)).respondents
    assert person.attributes == {"function": "medicine", "ward": "South"}


def test_a_label_without_a_value_takes_no_other_words_for_it(tmp_path):
    drawing = """
    | Profession : | | Ward | |
    | Please answer by Friday | | | |
    | Nom | | E-mail | |
    | Question | Answer | | |
    | V.1 | 3 | | |
    | V.2 | 3 | | |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    (person,) = coded(path).respondents
    assert person.attributes == {"function": None, "ward": None}
    assert told(path) == []


# Marks

MARKS = """
| Nom | Jo | | | | | | | |
| N° | Question | 1 | 2 | 3 | 4 | 5 | 6 | Cannot judge |
| 1 | I say so when I see something unsafe. | | | | x | | | |
| 2 | People here keep quiet about mistakes. | | ✓ | | | | | |
| 3 | I hear what came of the incidents I reported. | | | | | | | X |
"""


@every_writer
def test_a_mark_below_a_point_is_that_point(tmp_path, write):
    path = write(tmp_path / "a.xlsx", S=MARKS)
    assert layout_of(path) == [("marks", "S", 1)]
    assert answers(path) == {
        "F3": ("r001", "V.1", 4),
        "D4": ("r001", "V.2", 2),
        "I5": ("r001", "L.2", "dont_know"),
    }
    assert told(path) == []


@pytest.mark.parametrize("mark", ["x", "X", "✓", "✔", "'1", "1", "●", "oui", "TRUE", "4"])
def test_many_signs_tick_a_box(tmp_path, mark):
    drawing = MARKS.replace("| x |", f"| {mark} |")
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert answers(path)["F3"] == ("r001", "V.1", 4)


def test_two_marks_in_a_row_are_no_answer_and_both_are_named(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MARKS.replace("| x | |", "| x | x |"))
    found = answers(path)
    assert found["F3"] == found["G3"] == ("r001", "V.1", "unreadable")
    assert told(path) == [("MARKS_SEVERAL", "F3:G3")]
    check_accounts(path)


def test_a_sign_nobody_knows_is_no_answer(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MARKS.replace("| x | |", "| perhaps | |"))
    assert answers(path)["F3"] == ("r001", "V.1", "unreadable")
    check_accounts(path)


def test_headings_may_run_backwards_change_and_be_labels(tmp_path):
    drawing = """
    | Speaking up | 6 | 5 | 4 | 3 | 2 | 1 | Remarque |
    | V.1 | x | | | | | | thanks |
    | V.2 | | | | | x | | |
    | Handover | Always | Very often | Fairly often | Now and then | Hardly ever | Never | |
    | L.1 | | | | | | x | |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    points = {cell: each[2] for cell, each in answers(path).items()}
    assert points == {"B2": 6, "F3": 2, "G5": 1}
    assert told(path) == []


def test_noughts_beside_ones_are_boxes_left_open(tmp_path):
    drawing = """
    | Q | Never | Hardly ever | Now and then | Fairly often | Very often | Always |
    | V.1 | 0 | 1 | 0 | 0 | 0 | 0 |
    | V.2 | 0 | 0 | 0 | 0 | 0 | 1 |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    responses = check_accounts(path)
    assert (responses.cells.answered, responses.cells.ignored) == (2, 10)
    assert told(path) == [("MARKS_OPEN", "B2:G3")]


BLOCKS = """
| Name | V.1 | | | | | | V.2 | | | | | | Comment |
| | 1 | 2 | 3 | 4 | 5 | 6 | 1 | 2 | 3 | 4 | 5 | 6 | |
| Ann Lee | | | x | | | | | | | | x | | fine |
| Bob Ray | x | | | | | x | | x | | | | | |
| Total | 1 | 0 | 1 | 0 | 0 | 1 | | 1 | | | 1 | | |
"""


@every_writer
def test_every_question_may_be_a_block_of_boxes(tmp_path, write):
    path = write(tmp_path / "a.xlsx", S=BLOCKS)
    assert layout_of(path) == [("marks", "S", 2)]
    found = answers(path)
    assert (found["D3"], found["L3"]) == (("r001", "V.1", 3), ("r001", "V.2", 5))
    assert (found["B4"][2], found["G4"][2], found["I4"][2]) == ("unreadable", "unreadable", 2)
    assert told(path) == [("MARKS_SEVERAL", "B4:G4"), ("ROW_TOTAL", "B5:L5")]
    check_accounts(path)


def test_a_label_that_contradicts_the_number_below_it_is_asked(tmp_path):
    drawing = """
    | | Always | Very often | Fairly often | Now and then | Hardly ever | Never |
    | Question | 1 | 2 | 3 | 4 | 5 | 6 |
    | V.1 | x | | | | | |
    | V.2 | | | | | x | |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    responses = check_accounts(path)
    assert (responses.cells.answered, responses.cells.unreadable) == (0, 2)
    blocks = (
        "| V.1 | | | | | |\n| Always | | | | | Never |\n| 1 | 2 | 3 | 4 | 5 | 6 |\n| x |\n| | x |"
    )
    responses = check_accounts(write_openpyxl(tmp_path / "a.xlsx", S=blocks))
    assert (responses.cells.answered, responses.cells.unreadable) == (1, 1)


# Transposed

TRANSPOSED = """
| Question | Ann Lee | Bob Ray | Cy Dow | Moyenne |
| Profession | Nurse | Doctor | Nurse | |
| V.1 | 4 | 5 | | 4.5 |
| V.2 | 1 | 2 | 3 | 2 |
| L.1 | 6 | Always | 7 | 6 |
| Ours | 1 | 1 | 1 | 1 |
| Moyenne | 3 | 2.25 | 3.67 | |
"""


@every_writer
def test_respondents_may_stand_side_by_side(tmp_path, write):
    path = write(tmp_path / "a.xlsx", S=TRANSPOSED)
    assert layout_of(path) == [("transposed", "S", 3)]
    found = answers(path)
    assert found["B3"] == ("r001", "V.1", 4)
    assert found["C5"] == ("r002", "L.1", 6)
    assert found["D5"] == ("r003", "L.1", "unreadable")
    assert [p.attributes["function"] for p in coded(path).respondents] == [
        "nursing",
        "medicine",
        "nursing",
    ]
    assert told(path) == [
        ("ANSWER_OUT_OF_RANGE", "D5"),
        ("COLUMN_TOTAL", "E3:E6"),
        ("COLUMN_UNKNOWN", "B6:D6"),
        ("ROW_TOTAL", "B7:D7"),
    ]
    check_accounts(path)


def test_ids_over_columns_are_kept_and_names_are_not(tmp_path):
    drawing = "| | r1 | r2 |\n| V.1 | 3 | 4 |\n| V.2 | 3 | 4 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert [p.id for p in coded(path).respondents] == ["r1", "r2"]
    named = write_openpyxl(tmp_path / "b.xlsx", S=drawing.replace("r1", "Ann").replace("r2", "Bob"))
    assert [p.id for p in coded(named).respondents] == ["r001", "r002"]


def test_the_smallest_the_largest_and_the_spread_are_nobody(tmp_path):
    drawing = """
    | Question | r1 | r2 | r3 | Min | Max | Moyenne | Écart-type | Commentaire |
    | V.1 | 3 | 4 | 5 | 3 | 5 | 4 | 1 | a word |
    | V.2 | 3 | 4 | 1 | 1 | 4 | 2.67 | 1.2 | |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == [("transposed", "S", 3)]
    assert {code for code, _ in told(path)} == {"COLUMN_TOTAL"}
    assert check_accounts(path).cells.ignored == 8


def test_rows_over_people_that_nothing_explains_are_never_quoted(tmp_path):
    drawing = """
    | Last name | Leclerc | Marchand |
    | | Camille | Dominique |
    | Since | Dawn | Dusk |
    | Question | p1 | p2 |
    | V.1 | 3 | 4 |
    | V.2 | 3 | 4 |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    responses = check_accounts(path)
    assert [each.id for each in responses.respondents] == ["p1", "p2"]
    shown = " ".join(p.message(Language("fr")) for p in responses.problems)
    assert not any(name in shown for name in ("Camille", "Dominique", "Leclerc", "Marchand"))


def test_answers_beside_what_was_expected_are_one_persons(tmp_path):
    drawing = "| Question | Réponse | Réponse attendue |\n| V.1 | 3 | 6 |\n| V.2 | 4 | 6 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == [("form", "S", 1)]


# Long

LONG = """
| Respondent | Question | Réponse | Profession | Date |
| a1 | V.1 | 4 | Nurse | 2026-01-02 |
| a1 | V.2 | Always | Nurse | 2026-01-02 |
| b1 | V.1 | 2 | Doctor | 2026-01-02 |
| b1 | V.1 | 3 | Doctor | 2026-01-03 |
| c1 | V.2 | 2 | Doctor | |
| c1 | V.2 | 3 | Doctor | |
| c1 | What? | 3 | Doctor | |
| | V.1 | 3 | Doctor | |
"""


@every_writer
def test_every_row_may_be_one_answer(tmp_path, write):
    path = write(tmp_path / "a.xlsx", S=LONG)
    assert layout_of(path) == [("long", "S", 3)]
    found = answers(path)
    assert (found["C2"], found["C3"]) == (("a1", "V.1", 4), ("a1", "V.2", 6))
    assert (found["C4"][2], found["C5"]) == ("ignored", ("b1", "V.1", 3))
    assert found["C6"][2] == found["C7"][2] == "unreadable"
    assert told(path) == [
        ("ANSWER_AGAIN", "C4"),
        ("ANSWER_NOBODY", "C9"),
        ("ANSWER_TWICE", "C6"),
        ("ANSWER_TWICE", "C7"),
        ("COLUMN_UNKNOWN", "C8"),
        ("RESPONDENT_UNREADABLE", "C6:C8"),
    ]
    check_accounts(path)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_long_table_may_be_a_text_file_in_any_order(tmp_path, separator):
    drawing = f"""
    | Note | Nom | Question |
    | 3 | Ann Lee | {QUESTIONS["V.1"]} |
    | 4 | Ann Lee | {QUESTIONS["V.2"]} |
    | 2 | Bob Ray | {QUESTIONS["V.1"]} |
    | Note | Nom | Question |
    | 1 | Bob Ray | {QUESTIONS["V.2"]} |
    """
    path = write_csv(tmp_path / "a.csv", drawing, separator=separator)
    assert [each[:2] for each in layout_of(path)] == [("long", "csv")]
    assert [(a.respondent, a.response) for a in coded(path).answers if a.response] == [
        ("r001", 3),
        ("r001", 4),
        ("r002", 2),
        ("r002", 1),
    ]
    assert [code for code, _ in told(path)] == ["ROW_HEADER_AGAIN"]
    check_accounts(path)


def test_first_and_last_names_together_tell_people_apart(tmp_path):
    drawing = """
    | Prénom | Nom | Question | Réponse |
    | Ann | Lee | V.1 | 3 |
    | Ann | Lee | V.2 | 4 |
    | Bob | Lee | V.1 | 5 |
    | Bob | Lee | V.2 | 6 |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert [each[2] for each in answers(path).values()] == [3, 4, 5, 6]
    assert layout_of(path) == [("long", "S", 2)]


def test_answers_of_many_without_anybodys_name_are_refused(tmp_path):
    drawing = "| Question | Réponse |\n| V.1 | 3 |\n| V.2 | 4 |\n| V.1 | 5 |\n| V.2 | 6 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert (layout_of(path), told(path)) == ([], [("ANSWERS_OF_MANY", "B2:B5")])


def test_somebody_described_in_two_ways_counts_without(tmp_path):
    drawing = LONG.replace("| a1 | V.2 | Always | Nurse", "| a1 | V.2 | Always | Doctor")
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert coded(path).respondents[0].attributes["function"] is None
    assert ("DETAIL_DIFFERS", "D2:D3") in told(path)


# Rows that are nobody

ROWS = """
| respondent | V.1 | V.2 |
| a | 3 | 4 |
| b | 5 | 1 |
| c | 2 | 1 |
| {label} | {first} | {second} |
"""


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [
        ("Moyenne", "3.33", "2"),
        ("Moyenne", "=AVERAGE(B2:B4) -> 3.33", "=AVERAGE(C2:C4) -> 2"),
        ("Moyenne générale :", "3", "2"),
        ("Average", "3.3", "2.0"),
        ("Total", "10", "6"),
        ("n", "3", "3"),
        ("n = 3", "3", "3"),
        ("Écart type", "1.25", "1.41"),
        ("Min", "2", "1"),
        ("Sous-total équipe A", "10", "6"),
        ("", "=SUM(B2:B4) -> 10", "=SUM(C2:C4) -> 6"),
        ("", "3.33", "2"),
        ("Total", "1", "6"),
        ("Totaux", "Always", "6"),
        ("Moyenne", "Always", "Never"),
        ("Ensemble", "3", "Never"),
        ("n = 12", "6", "Never"),
        ("% favorable", "Always", "Never"),
        ("Total Nursing", "4", "4"),
    ],
)
def test_rows_that_sum_up_others_are_nobody(tmp_path, label, first, second):
    drawing = ROWS.format(label=label, first=first, second=second)
    path = write_in_memory(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == [("table", "S", 3)]
    assert told(path) == [("ROW_TOTAL", "B5:C5")]
    assert check_accounts(path).cells.ignored == 2


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [("Target", "5", "5"), ("Cible", "6", "Never"), ("Weight", "1", "2")],
)
def test_rows_to_compare_with_are_nobody_but_a_person_is_asked_to_look(
    tmp_path, label, first, second
):
    drawing = ROWS.format(label=label, first=first, second=second)
    path = write_in_memory(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == [("table", "S", 3)]
    assert told(path) == [("ROW_COMPARED", "B5:C5")]


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [
        ("Max", "6", "Never"),
        ("Min", "Always", "Never"),
        ("n", "Always", "Never"),
        ("Base", "Always", "Never"),
        ("d", "3.5", "2"),
        ("n2", "3", "2"),
        ("Sourcing", "3", "2"),
    ],
)
def test_somebody_with_a_word_of_totals_for_a_name_is_not_lost(tmp_path, label, first, second):
    drawing = ROWS.format(label=label, first=first, second=second)
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == [("table", "S", 4)]


def test_people_who_all_answer_alike_are_no_means(tmp_path):
    drawing = "| V.1 | V.2 |\n| 3 | 3 |\n| 3 | 3 |\n| | |\n| 3 | 3 |"
    assert layout_of(write_openpyxl(tmp_path / "a.xlsx", S=drawing)) == [("table", "S", 3)]


def test_means_below_an_empty_row_are_nobody_even_without_a_word(tmp_path):
    drawing = "| V.1 | V.2 |\n| 3 | 1 |\n| 5 | 3 |\n| | |\n| 4 | 2 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert told(path) == [("ROW_TOTAL", "A5:B5")]


@pytest.mark.parametrize(
    "note",
    [
        "Source : enquête interne 2026",
        "Note: 1 = never, 6 = always",
        "* champ obligatoire",
        "Merci de renvoyer ce fichier avant la fin du mois.",
        "NB : les réponses sont anonymes",
    ],
)
def test_lines_of_text_below_the_answers_are_nobody(tmp_path, note):
    drawing = ROWS.format(label="d", first="1", second="1") + f"| | | |\n| {note} | | |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == [("table", "S", 4)]
    assert [code for code, _ in told(path)] == ["ROW_NOTE"]


def test_titles_again_and_a_line_of_units_are_nobody(tmp_path):
    drawing = """
    | respondent | V.1 | V.2 |
    | | 1-6 | 1-6 |
    | a | 3 | 4 |
    | respondent | V.1 | V.2 |
    | b | 3 | 4 |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == [("table", "S", 2)]
    assert told(path) == [("ROW_HEADER_AGAIN", "B4:C4"), ("ROW_NOTE", "B2:C2")]
    check_accounts(path)


def test_totals_after_every_person_are_all_found():
    people = {n: ["a", 4.0, 2.0] for n in range(2, 20_000, 2)}
    totals = {n + 1: ["Total", 4.0, 2.0] for n in people}
    rows = {1: ["respondent", "V.1", "V.2"], **people, **totals}
    found = left_rows(Sheet("S", rows), [1], {0: "respondent", 1: "item", 2: "item"})
    assert [row for each in found for row in each.rows] == sorted(totals)


# Figures about many

COUNTS = """
| Question | Never | Hardly ever | Now and then | Fairly often | Very often | Always | Total |
| V.1 | 3 | 4 | 5 | 0 | 0 | 1 | 13 |
| V.2 | 3 | 4 | 5 | 1 | 0 | 0 | 13 |
"""
MEANS = {
    "by department": "| Question | Nursing | Medicine |\n| V.1 | 3.2 | 4.5 |\n| V.2 | 3.1 | 4.1 |",
    "by question": "| Question | Moyenne | n |\n| V.1 | 3.4 | 12 |\n| V.2 | 3.1 | 12 |",
    "shares": "| Question | % favorable |\n| V.1 | 80% |\n| V.2 | 60% |",
    "departments in rows": "| Job | V.1 | V.2 |\n| Nursing | 3.2 | 4.5 |\n| Medicine | 3 | 4.1 |",
    "years in rows": "| Year | V.1 | V.2 |\n| 2024 | 3.2 | 4.5 |\n| 2025 | 3.5 | 4.1 |",
}


@every_writer
def test_counts_per_answer_are_refused_by_name(tmp_path, write):
    path = write(tmp_path / "a.xlsx", S=COUNTS)
    assert layout_of(path) == []
    assert told(path) == [("AGGREGATE_COUNTS", "B2:H3")]


@pytest.mark.parametrize(
    "labels", ["Never,Hardly ever,Now and then,Fairly often,Very often,Always", "1,2,3,4,5,6"]
)
def test_counts_may_have_the_answers_in_rows(tmp_path, labels):
    rows = [f"| {label} | {n} | {5 - n} |" for n, label in enumerate(labels.split(","))]
    drawing = "\n".join(["| Réponse | V.1 | V.2 |", *rows, "| Total | 15 | 15 |"])
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert (layout_of(path), told(path)) == ([], [("AGGREGATE_COUNTS", "B2:C8")])


def test_people_numbered_like_the_points_of_the_scale_are_people(tmp_path):
    rows = [f"| {n} | {n} | {7 - n} |" for n in range(1, 7)]
    drawing = "\n".join(["| N° | V.1 | V.2 |", *rows])
    assert layout_of(write_openpyxl(tmp_path / "a.xlsx", S=drawing)) == [("table", "S", 6)]


@pytest.mark.parametrize("drawing", MEANS.values(), ids=MEANS)
def test_means_and_shares_are_refused_by_name(tmp_path, drawing):
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert layout_of(path) == []
    assert [code for code, _ in told(path)] == ["AGGREGATE_MEANS"]


@pytest.mark.parametrize(
    "drawing",
    [
        "| Item | 2024 | 2025 |\n| Rent | 100 | 200 |\n| Salaries | 300 | 400 |",
        "| name | city | phone |\n| Ann Lee | Lyon | 04 00 00 00 00 |",
        "| Row Labels | Count of SIL01 | Sum of id |\n| Nursing | 3 | 4 |\n| Grand Total | 3 | 4 |",
        "| Task | Owner | Status |\n| Ask about SIL01 | Ann | done |\n| id | Bob | open |",
        "| Ward | Beds |\n| North | 3 |\n| function | 4 |",
        "| Code | Poids | Page |\n| SIL01 | 2 | 1 |\n| SIL02 | 1 | 1 |\n| SIL03 | 1 | 2 |",
        "| Code | Hint |\n| SIL01 | ask twice |\n| SIL02 | |\n| SIL03 | see annex |",
    ],
)
def test_what_is_no_survey_makes_nobody(tmp_path, drawing):
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert read(path, SHIPPED, {}).tables == ()


def test_lines_of_a_budget_that_are_called_like_questions_are_no_people(tmp_path):
    drawing = "| Line | 2024 | 2025 |\n| Rent | 100 | 200 |\n| function | 3 | 4 |\n| id | 3 | 4 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    assert (layout_of(path), told(path)) == ([], [("ANSWERS_UNCLEAR", "B3:C4")])


# Sheets

PERSON = "| Nom : | {name} |\n| Question | Réponse |\n| V.1 | {first} |\n| V.2 | {second} |"


@every_writer
def test_every_sheet_may_be_one_person_and_the_model_is_nobody(tmp_path, write):
    sheets = {
        "Modèle": PERSON.format(name="", first="", second=""),
        "Notice": "| Please answer every question. |",
        "Ann": PERSON.format(name="Ann", first="3", second="4"),
        "Bob": PERSON.format(name="Bob", first="5", second=""),
    }
    path = write(tmp_path / "a.xlsx", **sheets)
    assert layout_of(path) == [("form", "Ann", 1), ("form", "Bob", 1)]
    problems = [(p.code, p.source) for p in coded(path).problems if p.code.startswith("SHEET")]
    assert problems == [
        ("SHEET_TEMPLATE", "a.xlsx!Modèle"),
        ("SHEET_IGNORED", "a.xlsx!Notice"),
    ]


def test_an_example_that_is_filled_in_is_left_alone_and_asked(tmp_path):
    sheets = {
        "Exemple": PERSON.format(name="", first="3", second="4"),
        "Ann": PERSON.format(name="Ann", first="3", second="4"),
    }
    path = write_openpyxl(tmp_path / "a.xlsx", **sheets)
    assert layout_of(path) == [("form", "Ann", 1)]
    assert ("SHEET_EXAMPLE", "a.xlsx!Exemple") in told(path)
    alone = write_openpyxl(tmp_path / "b.xlsx", Exemple=sheets["Exemple"])
    assert layout_of(alone) == [("form", "Exemple", 1)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Modèle (2)", "template"),
        ("Template", "template"),
        ("Exemple rempli", "example"),
        ("Modelling", ""),
        ("Ann", ""),
    ],
)
def test_a_sheet_is_a_model_by_a_word_of_its_name(name, kind):
    assert kind_of_sheet(name) == kind


def test_a_sheet_named_after_a_function_says_whose_it_is(tmp_path):
    sheets = {
        "Nursing": "| V.1 | V.2 |\n| 3 | 4 |\n| 5 | 6 |",
        "Doctor": "| V.2 | V.1 |\n| 1 | 2 |",
        "Team 3": "| V.2 | V.1 |\n| 1 | 2 |",
        "Pharmacy": "| Profession | V.2 | V.1 |\n| Nurse | 1 | 2 |",
    }
    path = write_openpyxl(tmp_path / "a.xlsx", **sheets)
    groups = [person.group for person in coded(path).respondents]
    assert groups == ["nursing", "nursing", "medicine", None, "nursing"]
    assert [source for code, source in told(path) if code == "FUNCTION_FROM_SHEET"] == [
        "a.xlsx!Doctor",
        "a.xlsx!Nursing",
    ]


def test_a_sheet_that_only_calculates_what_others_hold_counts_nobody_twice(tmp_path):
    sheets = {
        "Ann": PERSON.format(name="Ann", first="3", second="4"),
        "Bob": PERSON.format(name="Bob", first="5", second="6"),
        "All": """
        | | Ann | Bob |
        | V.1 | =Ann!B3 -> 3 | =Bob!B3 -> 5 |
        | V.2 | =Ann!B4 -> 4 | =Bob!B4 -> 6 |
        """,
    }
    path = write_in_memory(tmp_path / "a.xlsx", **sheets)
    assert layout_of(path) == [("form", "Ann", 1), ("form", "Bob", 1)]
    assert ("SHEET_CALCULATED", "a.xlsx!All") in told(path)
    alone = write_in_memory(tmp_path / "b.xlsx", All=sheets["All"])
    assert layout_of(alone) == [("transposed", "All", 2)]


def changed(path, change):
    book = openpyxl.load_workbook(path)
    change(book["S"])
    book.save(path)
    return path


def test_a_merged_function_holds_for_the_people_beside_it(tmp_path):
    drawing = "| job | V.1 | V.2 |\n| Nurse | 1 | 2 |\n| | 3 | 4 |\n| Doctor | 5 | 6 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    changed(path, lambda sheet: sheet.merge_cells("A2:A3"))
    assert [p.group for p in coded(path).respondents] == ["nursing", "nursing", "medicine"]
    assert told(path) == [("DETAIL_MERGED", "A2:A3")]


def test_a_merged_answer_is_read_once_and_named(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S="| Question | Answer |\n| V.1 | 3 |\n| V.2 | |")
    changed(path, lambda sheet: sheet.merge_cells("B2:B3"))
    assert answers(path) == {"B2": ("r001", "V.1", 3)}
    assert told(path) == [("CELLS_MERGED", "B2:B3")]


def test_hidden_columns_are_read_and_said_so(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S="| V.1 | V.2 |\n| 1 | 2 |\n| 3 | 4 |")

    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True

    changed(path, hide)
    assert len(answers(path)) == 4
    assert told(path) == [("COLUMNS_HIDDEN", "B2:B3"), ("ROWS_HIDDEN", "A3:B3")]


# Properties

cell = st.sampled_from(
    [
        "",
        "",
        "1",
        "3",
        "6",
        "7",
        "2.5",
        "Always",
        "never",
        "x",
        "X",
        "0",
        "#N/A",
        "80%",
        "TRUE",
        "'4",
        "?",
        "4 ou 5",
        "2026-04-03",
        "=B2",
        "=B2 -> 3",
        "a long sentence of somebody.",
        "Total",
        "-",
        "CJ",
        "99",
        "V.1",
        "Nurse",
    ]
)
title = st.sampled_from(
    [
        "",
        "Question",
        "Réponse",
        "Note",
        "Respondent",
        "Nom",
        "Comment",
        "Moyenne",
        "r1",
        "Ann",
        "1",
        "2",
        "6",
        "Never",
        "Always",
        "Profession",
        "Date",
        "V.1",
        "Total",
        "Cible",
    ]
)
question = st.sampled_from(
    ["V.1", "V.2", "L.1", "1", "3", "id", "Ours", "Moyenne", "", "Profession", *QUESTIONS.values()]
)


@given(
    above=st.lists(st.lists(title, min_size=1, max_size=8), max_size=3),
    rows=st.lists(st.tuples(question, st.lists(cell, max_size=8)), min_size=1, max_size=8),
    write=st.sampled_from([write_csv, write_openpyxl, write_in_memory, write_inline]),
)
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cell_of_anything_drawn_is_lost_or_counted_twice(tmp_path, above, rows, write):
    lines = [*above, *([name, *cells] for name, cells in rows)]
    drawing = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    path = tmp_path / ("a.csv" if write is write_csv else "a.xlsx")
    check_accounts(write(path, drawing) if write is write_csv else write(path, S=drawing))


@given(
    size=st.integers(2, 5),
    points=st.lists(st.lists(st.integers(1, 6), min_size=5, max_size=5), min_size=4, max_size=4),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_answers_drawn_in_any_layout_are_the_same(tmp_path, size, points):
    items = ["V.1", "V.2", "L.1", "L.2"]
    people = [f"p{n}" for n in range(size)]
    table = {
        (who, item): points[i][n] for i, item in enumerate(items) for n, who in enumerate(people)
    }

    def rows(*lines):
        return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)

    drawings = {
        "table": rows(["id", *items], *([p, *(table[p, i] for i in items)] for p in people)),
        "transposed": rows(["", *people], *([i, *(table[p, i] for p in people)] for i in items)),
        "long": rows(
            ["id", "item", "answer"], *([p, i, table[p, i]] for p in people for i in items)
        ),
        "marks": rows(
            ["id", *(cell for item in items for cell in (item, *[""] * 5))],
            ["", *[1, 2, 3, 4, 5, 6] * len(items)],
            *(
                [p, *("x" if table[p, i] == n else "" for i in items for n in range(1, 7))]
                for p in people
            ),
        ),
    }
    drawings["table"] = drawings["table"].replace("| id |", "| respondent |", 1)
    drawings["marks"] = drawings["marks"].replace("| id |", "| respondent |", 1)
    for layout, drawing in drawings.items():
        path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
        responses = check_accounts(path)
        assert [each[0] for each in layout_of(path)] == [layout], drawing
        found = {(a.respondent, a.item): a.response for a in responses.answers}
        assert found == table, layout
