"""What is written around answers about their scale: asked about where it differs, else silent."""

from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.layouts.people import CLIMATE, SHIPPED, loaded
from tests.layouts.verify import checked
from tests.workbooks import write_openpyxl, write_xlsxwriter

from maturity.responses.code import Coder
from maturity.responses.diagnose import diagnose
from maturity.responses.facts import ColumnFacts

DIGITAL = loaded(SHIPPED)
AGREEING = [item for item in DIGITAL.items if (item.scale.min, item.scale.max) == (1, 5)]
RATING = [item for item in DIGITAL.items if (item.scale.min, item.scale.max) == (0, 10)]
FIVE = [1.0, 2.0, 3.0, 4.0, 5.0]


def said(*texts, items=AGREEING[:2]):
    """The code each column is diagnosed with where some texts stand around all of them."""
    columns = [
        ColumnFacts(n, item.id, item.id, item.scale, Counter(FIVE), legends=texts)
        for n, item in enumerate(items)
    ]
    found = diagnose(columns, Coder(DIGITAL))
    return [found[n].code if n in found else "" for n in range(len(columns))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 = tout à fait d’accord, 4 = pas du tout d’accord", "COLUMN_LEGEND"),
        ("Votre réponse (1 = tout à fait d’accord, 5 = pas du tout d’accord)", "COLUMN_INVERTED"),
        ("Please answer from strongly agree (1) to strongly disagree (5).", "COLUMN_INVERTED"),
        ("De 1 (tout à fait d’accord) à 5 (pas du tout d’accord)", "COLUMN_INVERTED"),
        ("Rate from 1 (Strongly agree) to 5 (Strongly disagree)", "COLUMN_INVERTED"),
        ("1 means strongly agree and 5 means strongly disagree.", "COLUMN_INVERTED"),
        ("5 signifie pas du tout d’accord, 1 tout à fait", "COLUMN_INVERTED"),
        ("1 = Tout à fait d’accord", "COLUMN_INVERTED"),
        ("Échelle : 1 = excellent, 5 = mauvais", "COLUMN_INVERTED"),
        ("Your rating (1 = high, 5 = low)", "COLUMN_INVERTED"),
        ("Votre note (1 = élevé)", "COLUMN_LEGEND"),
        ("Your answer (0-4)", "COLUMN_SCALE"),
        ("Votre réponse (de 0 à 4)", "COLUMN_SCALE"),
        ("Merci de noter chaque affirmation de 0 à 10.", "COLUMN_SCALE"),
        ("Répondez sur une échelle de 1 à 7", "COLUMN_SCALE"),
        ("Answer on a scale from 0 to 4, please.", "COLUMN_SCALE"),
        ("Note /10", "COLUMN_SCALE"),
        ("Score out of 20", "COLUMN_SCALE"),
        ("(0 à 4)", "COLUMN_SCALE"),
        ("0 = faible, 4 = élevé", "COLUMN_SCALE"),
        ("0 = pas du tout d’accord, 4 = tout à fait d’accord", "COLUMN_SCALE"),
    ],
)
def test_a_text_that_says_another_scale_is_asked_about(text, code):
    assert said(text) == [code, code]


@pytest.mark.parametrize(
    "text",
    [
        "Votre réponse (de 1 à 5)",
        "Please answer from 1 to 5.",
        "Answer questions 1 to 12 on a scale of 1 to 5.",
        "1 = pas du tout d’accord, 5 = tout à fait d’accord",
        "Strongly disagree (1) – Strongly agree (5)",
        "1 = low, 5 = high",
        "1 = novice, 5 = expert",
        "Note sur 5",
        "/5",
        "3 = Neutral",
        "1 = excellent, 5 = mauvais. Répondez de 1 à 5 : 5 = tout à fait d’accord",
    ],
)
def test_a_text_that_says_the_same_scale_changes_nothing(text):
    assert said(text) == ["", ""]


HARMLESS = """
It takes from 5 to 10 minutes to answer.
Answering takes 5-10 minutes.
The questionnaire has 12 questions in 3 parts.
Please answer by 12 March 2026.
Please answer all questions (1 to 12).
Answer questions 1 to 10 first, then rate the rest.
Part 1 (questions 1-6): your team
Section 2 of 5
Page 1/3
Page 1 / 5
Digital survey 2026
Survey 2025-2026, answers of 3 teams
Responses from 1 to 31 March
Wave 2 (2026-03)
Version 1.2
Answers from 12 to 20 people
Choose one answer only; 3 questions are open.
1) Read each statement. 2) Choose an answer. 3) Send the file back.
1 - Your team, 2 - Your tools, 3 - Your data
Step 1: read. Step 2: answer. Step 3: save.
Function: 1 = Sales, 2 = IT, 3 = Finance, 4 = Other
Phone: 01 23 45 67 89
Room 4 = library
Your answers are deleted after 30 days; at least 5 people per group are shown.
Groups of fewer than 5 are not shown.
Question 3: I agree to be contacted
Agree on 2 priorities
Call extension 5 for help
5 = 2 + 3
Score of last year: 3.4 / 5
Average of 12 answers
Il faut de 5 à 10 minutes pour répondre.
Répondre prend 5 à 10 minutes.
Le questionnaire comporte 12 questions en 3 parties.
Merci de répondre avant le 12 mars 2026.
Merci de répondre à toutes les questions (1 à 12).
Répondez aux questions 1 à 10, puis notez le reste.
Partie 1 (questions 1 à 6) : votre équipe
Enquête 2026
Réponses du 3 au 14 mars
Réponses de 1 à 31 mars
Réponses de 1 à 3 sites
Niveau 2 : managers
Fonction : 1 = Vente, 2 = Informatique, 3 = Finance, 4 = Autre
1) Lisez chaque phrase. 2) Répondez. 3) Renvoyez le fichier.
Tél. : 01 23 45 67 89
Vos réponses sont effacées après 30 jours.
Les groupes de moins de 5 personnes ne sont pas montrés.
Une seule réponse par question ; 3 questions sont ouvertes.
Version 2 - à remplir par 5 personnes
Question 2 : d’accord pour être recontacté
Moyenne des 12 réponses
Salle 4, 1er étage
""".strip().splitlines()


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_sentences_with_numbers_are_no_legend(text):
    assert said(text) == ["", ""]


def test_questions_and_what_our_own_forms_say_are_no_legend():
    sentences = [text for item in DIGITAL.items for text in item.text.values()]
    ours = resources.files("maturity.language") / "questionnaire.toml"
    sentences += ours.read_text(encoding="utf-8").splitlines()
    numbered = [text for text in sentences if any(map(str.isdigit, text))]
    assert numbered
    assert [text for text in numbered if said(text) != ["", ""]] == []


WORDS = st.sampled_from(
    [*"abc", "answer", "note", "réponse", "scale", "agree", "d’accord", "=", ":"]
)


@given(st.lists(st.one_of(WORDS, st.integers(13, 99).map(str)), max_size=12))
def test_numbers_far_from_every_scale_are_no_legend(parts):
    assert said(" ".join(parts)) == ["", ""]


def test_a_text_that_fits_one_scale_says_nothing_of_another():
    both = [AGREEING[0], RATING[0]]
    assert said("Votre note (0 à 10)", items=both) == ["", ""]
    assert said("1 = tout à fait d’accord, 5 = pas du tout d’accord", items=both) == [
        "COLUMN_INVERTED",
        "",
    ]
    assert said("Votre réponse (de 0 à 4)", items=both) == ["COLUMN_SCALE", ""]


FORM = "| Question | Answer{} |\n| A1 | 4 |\n| A2 | 2 |\n| A3 | 5 |\n| A4 | 1 |"
TOLD = "1 = Very accurate, 6 = Very inaccurate"
PLACES = {
    "title": {"S": FORM.format(f" ({TOLD})")},
    "line above": {"S": f"| {TOLD} | |\n| | |\n" + FORM.format("")},
    "line below": {"S": FORM.format("") + f"\n| | |\n| * {TOLD} | |"},
    "two cells": {"S": "| 1 | Very accurate |\n| 6 | Very inaccurate |\n" + FORM.format("")},
    "another sheet": {"S": FORM.format(""), "Notes": f"| How to answer |\n| {TOLD} |"},
    "table": {"S": f"| {TOLD} | | |\n| id | A1 | A2 |\n| p1 | 4 | 2 |\n| p2 | 3 | 1 |"},
    "table's corner": {"S": f"| id ({TOLD}) | A1 | A2 |\n| p1 | 4 | 2 |\n| p2 | 3 | 1 |"},
    "id and legend": {"S": "| id | A1 (1 = high) | A2 [1=Very accurate] |\n| p1 | 4 | 2 |"},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("write", [write_openpyxl, write_xlsxwriter])
def test_a_legend_is_seen_wherever_it_stands_and_confirmed_in_one_line(tmp_path, place, write):
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.xlsx", **PLACES[place])
    (folder / "engagement.yaml").write_text("name: Acme\nlanguage: en\n", encoding="utf-8")
    got = checked(folder, str(CLIMATE), tmp_path, language="en")
    assert {row["missing_reason"] for row in got.rows} == {"unreadable"}
    assert {"COLUMN_INVERTED", "COLUMN_LEGEND"} & set(got.codes)
    (folder / "mapping.yaml").write_text('scales: {"*": 6 to 1}\n', encoding="utf-8")
    got = checked(folder, str(CLIMATE), tmp_path, language="en")
    read = [(row["answer"], row["response"]) for row in got.rows]
    assert read
    assert all(int(answer) + int(response) == 7 for answer, response in read)


def test_a_banner_speaks_for_the_columns_below_it_alone(tmp_path):
    from openpyxl import load_workbook

    path = write_openpyxl(
        tmp_path / "a.xlsx",
        S=f"| | {TOLD} | | Team | |\n| id | A1 | A2 | A3 | A4 |\n| p1 | 4 | 2 | 3 | 5 |",
    )
    book = load_workbook(path)
    book["S"].merge_cells("B1:C1")
    book["S"].merge_cells("D1:E1")
    book.save(path)
    got = checked(path, str(CLIMATE), tmp_path, language="en")
    assert {row["item"]: row["response"] for row in got.rows} == {
        "A1": "", "A2": "", "A3": "3", "A4": "5",
    }  # fmt: skip


TICKS = """
| Question | 0 | 1 | 2 | 3 | 4 | 5 |
| A1       | x |   |   |   |   |   |
| A2       |   |   | x |   |   |   |
| A3       |   |   |   |   |   | x |
"""


def test_ticks_below_points_of_another_scale_are_asked_about_then_read(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    write_openpyxl(folder / "a.xlsx", S=TICKS)
    (folder / "engagement.yaml").write_text("name: Acme\nlanguage: en\n", encoding="utf-8")
    got = checked(folder, str(CLIMATE), tmp_path, language="en")
    assert {(row["answer"], row["missing_reason"]) for row in got.rows} == {("x", "unreadable")}
    assert "COLUMN_SCALE" in got.codes
    (folder / "mapping.yaml").write_text('scales: {"*": 0 to 5}\n', encoding="utf-8")
    got = checked(folder, str(CLIMATE), tmp_path, language="en")
    assert {row["item"]: (row["answer"], row["response"]) for row in got.rows} == {
        "A1": ("x", "1"), "A2": ("x", "3"), "A3": ("x", "6"),
    }  # fmt: skip


CROSSED = ("I ask others for help.", "I distrust people here.")
BOTH = {
    "table": "| id | A1 | A2 |\n| | {} | {} |\n| p1 | 4 | 2 |",
    "form": "| No. | Question | Answer |\n| A1 | {} | 4 |\n| A2 | {} | 2 |",
}


@pytest.mark.parametrize("drawing", BOTH.values(), ids=BOTH)
def test_ids_that_contradict_texts_are_read_once_somebody_says_which(tmp_path, drawing):
    folder = tmp_path / "in"
    folder.mkdir()
    write_openpyxl(folder / "a.xlsx", S=drawing.format(*CROSSED))
    (folder / "engagement.yaml").write_text("name: Acme\nlanguage: en\n", encoding="utf-8")
    got = checked(folder, str(CLIMATE), tmp_path, language="en")
    assert not [row for row in got.rows if row["response"]]
    asked = [p for p in got.document["problems"] if p["code"] == "COLUMN_FUZZY"]
    assert [p["found"] for p in asked] == [f"A1 – {CROSSED[0]}", f"A2 – {CROSSED[1]}"]
    lines = "".join(f"  {p['params']['line'].strip()}\n" for p in asked)
    (folder / "mapping.yaml").write_text(f"columns:\n{lines}", encoding="utf-8")
    got = checked(folder, str(CLIMATE), tmp_path, language="en")
    assert {row["item"]: row["response"] for row in got.rows} == {"A2": "4", "A1": "2"}
