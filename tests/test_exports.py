"""Exports of survey tools: recognised by content, their own columns told from questions."""

# ruff: noqa: E501 - a drawing is as wide as its table

from pathlib import Path

import pytest
from tests.workbooks import write_csv, write_openpyxl

from maturity.instrument import load_instrument
from maturity.language import LANGUAGES, Language
from maturity.readers import read
from maturity.readers.exports import TOOLS
from maturity.readers.exports.top import top_of
from maturity.readers.headers import headers_for
from maturity.readers.sheet import Sheet, as_written
from maturity.readers.signatures import signatures

OTHER = load_instrument(Path(__file__).parent / "other_instrument")
SAFE, QUIET = "I say so when I see something unsafe.", "People here keep quiet about mistakes."
HEARD = "I hear what came of the incidents I reported."


def reading_of(tmp_path, drawing, confirmed=None, **sheets):
    path = tmp_path / "a.xlsx"
    return read(write_openpyxl(path, S=drawing, **sheets), OTHER, confirmed or {})


def table_of(tmp_path, drawing, **sheets):
    return reading_of(tmp_path, drawing, **sheets).tables[0]


def meant(table):
    return [c.target or c.role for c in table.columns]


def answers_of(table):
    return {
        column.cell(n): as_written(value)
        for column in table.columns
        if column.role == "item"
        for n, value in enumerate(column.values)
        if value is not None
    }


FORMS = f"""
| ID | {{start}} | {{end}} | {{mail}} | {{name}} | Profession␣␣ | {SAFE}␣ | {QUIET}␣␣ | Tools? |
| 1 | 2026-04-03 | 2026-04-03 | anonymous | | Nurse | Always | 2 | CRM;ERP; |
| 2 | 2026-04-04 | 2026-04-04 | anonymous | | Doctor | Never | 3 | CRM; |
"""
EN = {"start": "Start time", "end": "Completion time", "mail": "Email", "name": "Name"}
FR = {
    "start": "Heure de début",
    "end": "Heure de fin",
    "mail": "Adresse de messagerie",
    "name": "Nom",
}
PL = {"start": "Godzina rozpoczęcia", "end": "Ukończenie", "mail": "Adres", "name": "Imię"}


@pytest.mark.parametrize("words", [EN, FR, PL], ids=["en", "fr", "unknown"])
def test_microsoft_forms_is_known_by_the_block_in_front(tmp_path, words):
    table = table_of(tmp_path, FORMS.format(**words))
    assert (table.layout, table.size, table.header_rows) == ("microsoft_forms", 2, (1,))
    details = ["tool", "started", "finished", "email"]
    assert meant(table)[:4] == details
    assert meant(table)[5:] == ["function", "V.1", "V.2", "unknown"]
    assert answers_of(table) == {"G2": "Always", "G3": "Never", "H2": "2", "H3": "3"}


def test_microsoft_forms_is_known_without_what_was_deleted(tmp_path):
    drawing = f"""
    | Heure de début | Heure de fin | Total points | Heure de la dernière modification | {SAFE} |
    | 2026-04-03 | 2026-04-03 | 3 | 2026-04-04 | 4 |
    """
    table = table_of(tmp_path, drawing)
    assert table.layout == "microsoft_forms"
    assert meant(table) == ["started", "finished", "points", "submitted", "V.1"]


def test_points_and_feedback_of_a_quiz_are_not_the_question(tmp_path):
    drawing = f"""
    | ID | Start time | Completion time | Email | Name | Total points | {SAFE} | Points - {SAFE} | Feedback - {SAFE} | Points - of view |
    | 1 | 2026-04-03 | 2026-04-03 | a@example.org | A Roy | 0 | 4 | 0 | Well said | 2 |
    """
    table = table_of(tmp_path, drawing)
    assert meant(table)[5:] == ["points", "V.1", "points", "feedback", "unknown"]


def test_a_question_called_email_is_told_from_the_address_in_front(tmp_path):
    drawing = f"""
    | ID | Start time | Completion time | Email | Name | Email2 | {SAFE} | {SAFE.rstrip(".")}2 |
    | 1 | 2026-04-03 | 2026-04-03 | anonymous | | me@example.org | 4 | 5 |
    """
    table = table_of(tmp_path, drawing)
    assert [c.role for c in table.columns][5:] == ["personal", "item", "repeated"]


def test_a_clients_table_with_an_id_is_no_export(tmp_path):
    table = table_of(tmp_path, f"| ID | Start | End | {SAFE} |\n| a | 1 | 2 | 4 |")
    assert (table.layout, meant(table)[0]) == ("table", "id")


GOOGLE = f"""
| {{stamp}} | {{mail}} | How often? [{SAFE}] | How often? [{QUIET}] | {HEARD} | {HEARD} |
| 2026-04-03 | a@example.org | 1 | 2 | 3 | |
| 2026-04-04 | b@example.org | 4 | 5 | | 6 |
"""


@pytest.mark.parametrize(
    ("stamp", "mail"),
    [("Timestamp", "Email Address"), ("Horodateur", "Adresse e-mail"), ("Zeitstempel", "Post")],
)
def test_google_forms_is_known_by_its_time_stamp(tmp_path, stamp, mail):
    reading = reading_of(tmp_path, GOOGLE.format(stamp=stamp, mail=mail))
    (table,) = reading.tables
    assert table.layout == "google_forms"
    assert meant(table)[:5] == ["submitted", "email", "V.1", "V.2", "L.2"]
    assert [(p.source, p.code) for p in reading.problems] == [("a.xlsx!S!F3", "COLUMN_EDITED")]


def test_a_stamp_in_any_language_is_known_above_a_grid_by_its_rising_times(tmp_path):
    drawing = GOOGLE.format(stamp="Cap amser", mail="Post") + "| 2026-04-05 | c@example.org | 1 |"
    rows = drawing.replace("2026-04-0", "2026/04/0").replace("/03 ", "/03 10:00:00 ")
    rows = rows.replace("/04 ", "/04 9:00:00 ").replace("/05 ", "/05 11:30:00 ")
    (table,) = read(write_csv(tmp_path / "a.csv", rows), OTHER, {}).tables
    assert (table.layout, meant(table)[:2]) == ("google_forms", ["submitted", "email"])


def test_a_column_called_timestamp_above_no_dates_is_a_clients_own(tmp_path):
    table = table_of(tmp_path, f"| Timestamp | {SAFE} |\n| early | 4 |")
    assert (table.layout, meant(table)) == ("table", ["unknown", "V.1"])


def test_the_scores_of_a_google_quiz_are_no_answers(tmp_path):
    drawing = f"""
    | Timestamp | Score | {SAFE} | {SAFE} [Score] | {SAFE} [Feedback] |
    | 2026-04-03 | 3 / 5 | 4 | 1 / 1 | fine |
    """
    table = table_of(tmp_path, drawing)
    assert meant(table) == ["submitted", "points", "V.1", "points", "feedback"]


MONKEY = f"""
| Respondent ID | Collector ID | Start Date | End Date | IP Address | Email Address | First Name | Last Name | Custom Data 1 | {SAFE} | How often? | | {HEARD} |
| | | | | | | | | | {{answer}} | {QUIET} | My concern is taken seriously, whoever I am. | {{answer}} |
| 114900330067 | 43 | 2026-04-03 | 2026-04-03 | 203.0.113.4 | a@example.org | A | R | | 1 | 2 | 3 | 4 |
"""


@pytest.mark.parametrize("answer", ["Response", "Réponse", "Odpowiedź"])
def test_surveymonkey_spreads_a_title_over_the_columns_to_its_right(tmp_path, answer):
    table = table_of(tmp_path, MONKEY.format(answer=answer))
    assert (table.layout, table.header_rows, table.size) == ("surveymonkey", (1, 2), 1)
    assert meant(table)[9:] == ["V.1", "V.2", "L.1", "L.2"]
    kinds = ["respondent", "tool", "started", "finished", "ip", "email", "name", "name", "tool"]
    assert meant(table)[:9] == kinds


CHOICES = f"""
| Respondent ID | Collector ID | Start Date | {SAFE} | | | {QUIET} |
| | | | Never | Always | Other (please specify) | Response |
| 1 | 43 | 2026-04-03 | Never | | | 2 |
| 2 | 43 | 2026-04-03 | | Always | | 3 |
| 3 | 43 | 2026-04-03 | Never | Always | | 4 |
| 4 | 43 | 2026-04-03 | | | it depends | 5 |
"""


def test_one_column_per_choice_is_one_answer_unless_several_are_chosen(tmp_path):
    reading = reading_of(tmp_path, CHOICES)
    (table,) = reading.tables
    own = answers_of(table)
    assert {cell: own[cell] for cell in own if cell[0] != "G"} == {"D3": "Never", "E4": "Always"}
    assert [(p.source, p.code, p.found) for p in reading.problems] == [
        ("a.xlsx!S!D5:E5", "ANSWER_SEVERAL", "Never; Always")
    ]
    several = [c for c in table.columns if c.fate == "unreadable"]
    assert [(c.cell(2), c.values[2]) for c in several] == [("D5", "Never"), ("E5", "Always")]
    assert [c.values[3] for c in table.columns if c.role == "comment"] == ["it depends"]


def test_numbers_below_choices_are_asked_about(tmp_path):
    drawing = CHOICES.replace("| Never | |", "| 1 | |").replace("| Always | |", "| 2 | |")
    table = table_of(tmp_path, drawing)
    assert [(c.role, c.suggestion) for c in table.columns[3:5]] == [("unknown", "V.1")] * 2


CODES = ("StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished", "ResponseId")
SAID = {
    "en": ("Start Date", "End Date", "Response Type", "IP Address", "Progress", "Finished", "Response ID"),
    "xx": ("Börjar", "Slutar", "Typ", "IP", "Gång", "Klar", "Nummer"),
}  # fmt: skip
IMPORTS = ("startDate", "endDate", "status", "ipAddress", "progress", "finished", "_recordId")


def qualtrics(*parts, language="en"):
    rows = {
        "codes": [*CODES, "Q1", "Q2_1", "Q2_2", "Q3_1_TEXT"],
        "texts": [*SAID[language], "Profession", f"How often? - {SAFE}", f"How often? - {QUIET}", "Why - so?"],
        "imports": [f'{{"ImportId":"{each}"}}' for each in (*IMPORTS, "QID1", "a", "b", "c")],
    }  # fmt: skip
    people = [
        ["2026-04-03", "2026-04-03", "{}", "203.0.113.4", "100", "1", "R_1a", "Nurse", "1", "2", ""],
        ["2026-04-03", "2026-04-03", "0", "203.0.113.5", "50", "0", "R_2b", "Nurse", "-99", "3", "so"],
    ]  # fmt: skip
    lines = [rows[part] for part in parts] + people
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@pytest.mark.parametrize(
    ("parts", "language"),
    [
        (("codes", "texts", "imports"), "xx"),
        (("codes", "texts"), "en"),
        (("texts", "imports"), "xx"),
        (("texts",), "en"),
    ],
)
def test_qualtrics_is_read_with_one_to_three_rows_of_titles(tmp_path, parts, language):
    table = table_of(tmp_path, qualtrics(*parts, language=language).replace("{}", "0"))
    assert (table.layout, table.size, len(table.header_rows)) == ("qualtrics", 2, len(parts))
    details = ["started", "finished", "status", "ip", "progress", "complete", "respondent"]
    assert meant(table)[:10] == [*details, "function", "V.1", "V.2"]
    assert list(answers_of(table).values()) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("status", "code"),
    [("1", "ROW_PREVIEW"), ("Survey Preview", "ROW_PREVIEW"), ("2", "ROW_TEST"), ("8", "ROW_SPAM")],
)
def test_qualtrics_says_who_is_no_respondent(tmp_path, status, code):
    table = table_of(tmp_path, qualtrics("codes", "texts", "imports").replace("{}", status))
    assert table.aside == {0: code}


def test_a_question_seen_and_not_answered_is_blank_and_told_once(tmp_path):
    reading = reading_of(tmp_path, qualtrics("codes", "texts", "imports").replace("{}", "0"))
    assert [(p.source, p.code, p.found) for p in reading.problems] == [
        ("a.xlsx!S!I5", "ANSWER_UNSEEN", "-99")
    ]
    assert [c.role for c in reading.tables[0].columns if c.fate] == ["repeated"]


def test_the_old_export_of_qualtrics_has_its_names_in_the_second_row(tmp_path):
    names = (
        "ResponseID",
        "ResponseSet",
        "Name",
        "ExternalDataReference",
        "EmailAddress",
        "IPAddress",
    )
    drawing = f"""
    | {" | ".join(f"V{n}" for n in range(1, 7))} | Q1 | Q2 |
    | {" | ".join(names)} | {SAFE} | {QUIET} |
    | R_1 | Default | A Roy | | a@example.org | 203.0.113.4 | 4 | 5 |
    """  # fmt: skip
    table = table_of(tmp_path, drawing)
    assert (table.layout, table.header_rows) == ("qualtrics", (1, 2))
    assert meant(table) == ["respondent", "tool", "name", "token", "email", "ip", "V.1", "V.2"]


LIME = ("id", "submitdate", "lastpage", "startlanguage", "seed", "ipaddr")
LIME_FR = ("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série", "Adresse IP")  # fmt: skip
LIME_CUT = tuple(f"{title[:15]}.. " if len(title) > 15 else title for title in LIME_FR)


@pytest.mark.parametrize(
    ("front", "titles"),
    [
        (LIME, ("V.1", "V.2")),
        (LIME_FR, (SAFE, QUIET)),
        (LIME_CUT, (f"{SAFE[:15]}.. ", f"{QUIET[:15]}.. ")),
        (LIME_FR, (f"How often- [{SAFE}]", f"How often- [{QUIET}]")),
        (LIME, (f"V.1. {SAFE}", f"V.2. {QUIET}")),
        (tuple(t.replace(" ", "_") for t in LIME_FR), (SAFE.replace(" ", "_"), "V.2")),
    ],
)
def test_limesurvey_is_known_by_codes_and_by_whole_or_cut_titles(tmp_path, front, titles):
    drawing = f"""
    | {" | ".join(front)} | {" | ".join(titles)} | Q7[comment] | interviewtime | groupTime12 |
    | 1 | 2026-04-03 | 5 | en | 77 | 203.0.113.4 | A2 | "=A3" | so | 12 | 3 |
    | 2 | | 2 | en | 78 | 203.0.113.4 | A1 | | | 12 | 3 |
    """
    table = table_of(tmp_path, drawing)
    assert (table.layout, table.size) == ("limesurvey", 2)
    details = ["tool", "submitted", "progress", "language", "tool", "ip"]
    assert meant(table) == [*details, "V.1", "V.2", "comment", "duration", "part_duration"]
    assert answers_of(table)["H2"] == "=A3"


KOBO_END = ("_id", "_uuid", "_submission_time", "_validation_status", "_submitted_by", "_index")


@pytest.mark.parametrize(
    "titles", [("V.1", "V.2"), ("g/V.1", "g/h/V.2"), (SAFE, f"and/or/{QUIET}"), ("g/v_1", QUIET)]
)
def test_kobo_is_known_by_its_end_and_read_without_groups(tmp_path, titles):
    drawing = f"""
    | start | end | {" | ".join(titles)} | tools | tools/1 | tools/crm | {" | ".join(KOBO_END)} |
    | #date | #date | #a | #b | #c | #c | #c | #meta | | | | | |
    | 2026-04-03 | 2026-04-03 | '1 | '2 | 1 crm | '1 | '1 | '7 | u-1 | 2026-04-03 | | ann | '1 |
    """
    again = "| _index | _parent_table_name | _parent_index | V.1 |\n| 1 | S | 1 | 4 |"
    reading = reading_of(tmp_path, drawing, repeat=again)
    (table,) = reading.tables
    assert (table.layout, table.size, table.header_rows) == ("kobo", 1, (1, 2))
    end = ["tool", "respondent", "submitted", "tool", "name", "tool"]
    expected = ["started", "finished", "V.1", "V.2", *["unknown"] * 3, *end]
    assert meant(table) == [m for m in expected if m]
    assert [(p.source, p.code) for p in reading.problems] == [("a.xlsx!repeat", "SHEET_ENTRIES")]


def test_typeform_has_a_token_in_front_and_its_dates_at_the_end(tmp_path):
    drawing = f"""
    | # | {SAFE} | {QUIET} | CRM | Response Type | Start Date (UTC) | Submit Date (UTC) | Network ID | Tags |
    | k1z | 4 | 5 | CRM | completed | 2026-04-03 | 2026-04-03 | f00 | |
    """
    table = table_of(tmp_path, drawing)
    end = ["complete", "started", "submitted", "tool", "tool"]
    assert (table.layout, meant(table)) == (
        "typeform",
        ["respondent", "V.1", "V.2", "unknown", *end],
    )


def test_sphinx_numbers_observations_and_questions(tmp_path):
    drawing = f"""
    | N°Obs | LANG_SAISIE | 1. Profession | 2. {SAFE} | 3. {QUIET} | 4. Tools_1 | 5. Commentaire |
    | 1 | FR | Nurse | 4 | 5 | CRM | so |
    """
    table = table_of(tmp_path, drawing)
    # 2 and 3 are the tool's numbers, though items of this instrument are called so.
    expected = ["tool", "language", "function", "V.1", "V.2", "unknown", "comment"]
    assert (table.layout, meant(table)) == ("sphinx", expected)


# What is nobody's export


def test_titles_may_be_groups_over_titles(tmp_path):
    import openpyxl

    drawing = f"| Who | Voice | | Learning |\n| respondent | {SAFE} | {QUIET} | {HEARD} |\n| a | 1 | 2 | 3 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    book = openpyxl.load_workbook(path)
    book["S"].merge_cells("B1:C1")
    book.save(path)
    reading = read(path, OTHER, {})
    (table,) = reading.tables
    assert (table.header_rows, list(table.outside)) == ((1, 2), [])
    assert answers_of(table) == {"B3": "1", "C3": "2", "D3": "3"}


def test_a_group_that_is_a_question_has_its_answer_and_its_comment_below(tmp_path):
    import openpyxl

    drawing = f"""
    | | {SAFE} | | {QUIET} | |
    | Name | Answer | Comment | Answer | V.1 |
    | Roy | 4 | often | 5 | 2 |
    """
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    book = openpyxl.load_workbook(path)
    book["S"].merge_cells("B1:C1")
    book["S"].merge_cells("D1:E1")
    book.save(path)
    (table,) = read(path, OTHER, {}).tables
    assert ("item", "V.2") in [(c.role, c.target) for c in table.columns]


NEAR = """
| Team | I speak up when I see something unsafe | People keep quiet here about mistakes | I heard what came of incidents I reported |
| A | 4 | 5 | 3 |
| B | 3 | 2 | 1 |
"""


def test_a_sheet_of_near_misses_is_never_left_in_silence(tmp_path):
    reading = reading_of(tmp_path, NEAR)
    (table,) = reading.tables
    assert (table.layout, table.why) == ("table", "cli.layout_why.near")
    assert [(c.role, c.suggestion) for c in table.columns] == [
        ("unknown", ""),
        ("unknown", "V.1"),
        ("unknown", "V.2"),
        ("unknown", "L.2"),
    ]
    said = {c.header: c.suggestion for c in table.columns if c.suggestion}
    (table,) = reading_of(tmp_path, NEAR, confirmed=said).tables
    assert meant(table) == ["unknown", "V.1", "V.2", "L.2"]


def test_an_export_of_another_survey_is_named_and_left_alone(tmp_path):
    drawing = FORMS.format(**EN).replace(SAFE, "Do you like soup?").replace(QUIET, "And rice?")
    shipped = load_instrument(Path(__file__).parents[1] / "surveys" / "digital-maturity")
    reading = read(write_openpyxl(tmp_path / "a.xlsx", S=drawing), shipped, {})
    assert ([p.code for p in reading.problems], reading.tables) == (["FILE_NOT_A_SURVEY"], ())


def test_every_layout_says_what_it_is_and_why_in_both_languages():
    tools = [each for each in signatures() if each not in {"titles", "personal", "complete"}]
    assert len(tools) == len(TOOLS)
    for language in LANGUAGES:
        say = Language(language)
        assert all(say(f"cli.layout.{tool}") for tool in tools)
        assert all(say(f"cli.layout_why.{tool}", row="3") for tool in tools)


def test_recognising_looks_at_the_first_rows_only():
    class Counted(dict):
        seen = 0

        def __getitem__(self, row):
            Counted.seen += row > 300
            return super().__getitem__(row)

    rows = Counted({n: ["x", "y"] for n in range(1, 5000)})
    top = top_of(Sheet("S", rows), headers_for(OTHER, {}))
    assert [tool.recognise(top) for tool in TOOLS] == [None] * len(TOOLS)
    assert Counted.seen == 0
