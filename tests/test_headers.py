"""Titles: which question one names, how surely, and when it names none."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workbooks import write_csv, write_openpyxl

from maturity.instrument import load_instrument
from maturity.readers import read
from maturity.readers.headers import headers_for
from maturity.readers.headings import Heading, name_columns
from maturity.readers.personal import id_meaning, is_ip, is_phone, personal_kind
from maturity.readers.sheet import Moment
from maturity.readers.titles import repaired, wordings

OTHER = load_instrument(Path(__file__).parent / "other_instrument")
SHIPPED = load_instrument(Path(__file__).parents[1] / "surveys" / "digital-maturity")
KNOWN = {each.id: headers_for(each, {}) for each in (OTHER, SHIPPED)}
TEXTS = {item.id: item.text["en"] for item in OTHER.items}
SAFE = TEXTS["V.1"]  # I say so when I see something unsafe.


def an_instrument(folder, **texts):
    items = "\n".join(f"      - {{id: {i}, text: {t!r}, scale: s}}" for i, t in texts.items())
    (folder / "i.yaml").write_text(
        "id: small\nversion: '1'\nscales: {s: {min: 1, max: 5}}\n"
        f"dimensions:\n  - id: d\n    label: D\n    items:\n{items}\n",
        encoding="utf-8",
    )
    return load_instrument(folder / "i.yaml")


def found(title, instrument=OTHER, **confirmed):
    headers = KNOWN.get(instrument.id) if not confirmed else None
    match = (headers or headers_for(instrument, confirmed)).match(title)
    return match and (match.item, match.how)


@pytest.mark.parametrize(
    ("title", "item", "how"),
    [
        ("V.1", "V.1", "id"),
        (" v.1: ", "V.1", "id"),
        ("V_1", "V.1", "normalised"),
        ("V.1 *", "V.1", "id"),
        ("V.1\n(1 = never, 6 = always)", "V.1", "id"),
        (SAFE, "V.1", "exact"),
        (f"  {SAFE}\u00a0\u00a0", "V.1", "exact"),
        (SAFE.upper(), "V.1", "normalised"),
        (SAFE.removesuffix("."), "V.1", "normalised"),
        (f"{SAFE} *", "V.1", "normalised"),
        (f"{SAFE} (required)", "V.1", "normalised"),
        (f"* {SAFE}", "V.1", "normalised"),
        (f"“{SAFE}”", "V.1", "normalised"),
        (f"Q12. {SAFE}", "V.1", "normalised"),
        (f"12) {SAFE}", "V.1", "normalised"),
        (f"1.2 {SAFE}", "V.1", "normalised"),
        (f"Question 12 : {SAFE}", "V.1", "normalised"),
        (f"V.1 - {SAFE}", "V.1", "normalised"),
        (f"V.1 – {SAFE}", "V.1", "normalised"),
        (f"[V.1] {SAFE}", "V.1", "normalised"),
        (f"a) {SAFE}", "V.1", "normalised"),
        (f"{SAFE} (1 = never, 6 = always)", "V.1", "normalised"),
        (f"{SAFE} (from 1 to 6)", "V.1", "normalised"),
        (f"{SAFE} [1-6]", "V.1", "normalised"),
        (f"{SAFE}2", "V.1", "normalised"),
        (f"{SAFE}.1", "V.1", "normalised"),
        (f"<p><strong>{SAFE}</strong></p>", "V.1", "normalised"),
        (f"&nbsp;{SAFE.replace(' ', '&#32;')}", "V.1", "normalised"),
        (SAFE.replace(" ", "  "), "V.1", "exact"),
        (SAFE.replace(" ", "_"), "V.1", "normalised"),
        (SAFE.replace("see", "s\u200bee"), "V.1", "normalised"),
        (SAFE[:15] + ".. ", "V.1", "normalised"),
        (SAFE[:23], "V.1", "normalised"),
        (SAFE[:30] + "…", "V.1", "normalised"),
        (f"How far do you agree? [{SAFE}]", "V.1", "normalised"),
        (f"How far do you agree? [{SAFE[:25]}", "V.1", "normalised"),
        ("How safe is your ward today-", "function", "normalised"),
        ("People in our practice keep quiet about mistakes.", "V.2", "exact"),
        ("grade", "function", "alias"),
        ("survey/team/V.1", "V.1", "normalised"),
    ],
)
def test_a_title_names_an_item_however_it_was_dressed_up(title, item, how):
    assert found(title) == (item, how)


@pytest.mark.parametrize(
    "title",
    [
        f"2. {SAFE}",  # 2 is another item's id
        f"V.2 - {SAFE}",
        f"Points - {SAFE}",
        f"Feedback - {SAFE}",
        f"Comment [{SAFE}]",
        f"2024 - {SAFE}",
        f"{SAFE} (2024)",
        "I say so when I see something.",  # a whole sentence, and another one
        "I say",
        "Level V.1 of two",
        "survey/comments/V.1 or so",
        "12/2",
        "12",
        "3 things",
        "",
        "?",
        "People",
    ],
)
def test_a_title_that_may_mean_something_else_names_none(title):
    assert found(title) is None


def test_text_and_variant_are_found_in_every_language():
    for item in SHIPPED.items:
        spellings = [*item.text.values(), *(t for v in item.variants.values() for t in v.values())]
        assert {found(text, SHIPPED) for text in spellings} == {(item.id, "exact")}
        composed = item.text["fr"].encode("utf-8").decode("cp1252", errors="replace")
        for garbled in (composed, item.text["fr"].replace("é", "e\u0301"), item.text["fr"].upper()):
            assert found(garbled, SHIPPED)[0] == item.id


def test_letters_lost_on_the_way_name_one_item_only():
    for item in SHIPPED.items:
        lost = item.text["fr"].encode("ascii", errors="replace").decode()
        assert found(lost, SHIPPED)[0] == item.id, lost


def test_texts_that_begin_alike_are_never_confused_when_cut(tmp_path):
    small = an_instrument(
        tmp_path,
        A="Marketing shares its plans with us every month",
        B="Marketing shares its plans with us every year",
        C="Marketing shares its plans with us",
        D="Sales shares its plans with us",
    )
    assert found("Marketing shares its plans with us every m", small) == ("A", "normalised")
    assert found("Marketing shares its plans with us every", small) is None
    assert found("Marketing shares its plans with us", small) == ("C", "exact")
    assert found("Marketing shares its..", small) is None
    assert found("Sales shares it..", small) == ("D", "normalised")


def test_ids_are_told_apart_by_their_separators(tmp_path):
    small = an_instrument(tmp_path, **{"'1.2'": "First question here", "'12'": "Second one here"})
    assert [found(each, small) for each in ("1.2", "1_2", "12", "1 2", "Q12")] == [
        ("1.2", "id"),
        None,
        ("12", "id"),
        None,
        None,
    ]


@given(st.text(max_size=80), st.sampled_from(sorted(TEXTS)))
def test_no_title_breaks_and_what_is_added_never_makes_another_item(extra, item):
    match = KNOWN[OTHER.id].match(f"{extra} {TEXTS[item]} {extra}")
    assert match is None or match.item == item or extra.strip()
    assert all(wording.plain for wording in wordings(extra))


def test_mapping_wins_and_its_titles_are_read_as_others_are():
    said = {"how SAFE do you feel ?": "V.2", SAFE: "ignore", "Ward name": "ward"}
    headers = headers_for(OTHER, said)
    assert headers.match("How safe do you feel?\u00a0").how == "confirmed"
    assert headers.match("How safe do you feel?\u00a0").item == "V.2"
    assert headers.meanings(SAFE) == (("unknown", "ignore"),)
    assert headers.meanings("Ward name:") == (("attribute", "ward"),)


@pytest.mark.parametrize(
    "title", ["I speak up when I see something unsafe", "Prescriptions get checked with us"]
)
def test_a_likeness_is_a_suggestion_and_never_taken(tmp_path, title):
    path = write_csv(tmp_path / "a.csv", f"| V.2 | {title} |\n| 1 | 2 |")
    (table,) = read(path, OTHER, {}).tables
    column = table.columns[1]
    assert (column.role, column.target, column.match) == ("unknown", "", "")
    assert column.suggestion in {"V.1", "L.3"}
    assert 0.7 < column.likeness < 1


def test_what_has_its_column_already_is_not_suggested_again(tmp_path):
    path = write_csv(
        tmp_path / "a.csv", "| V.1 | I say so if I see something unsafe | Lunch |\n| 1 | 2 | soup |"
    )
    (table,) = read(path, OTHER, {}).tables
    assert [column.suggestion for column in table.columns] == ["", "", ""]


# What columns are


def roles(tmp_path, drawing, **confirmed):
    (table,) = read(write_openpyxl(tmp_path / "a.xlsx", S=drawing), OTHER, confirmed).tables
    return [(c.role, c.target) for c in table.columns]


def test_the_surest_title_has_the_item_wherever_it_stands(tmp_path):
    text = TEXTS["function"]
    drawing = f"| grade | Q1. {SAFE} | {text} | V.1 |\n| 9 | 2 | 8 | 3 |"
    assert roles(tmp_path, drawing) == [
        ("repeated", "function"),
        ("repeated", "V.1"),
        ("item", "function"),
        ("item", "V.1"),
    ]


def test_two_different_titles_that_fit_alike_are_asked_about(tmp_path):
    drawing = f"| How important? [{SAFE}] | How often? [{SAFE}] | V.2 |\n| 1 | 2 | 3 |"
    path = write_openpyxl(tmp_path / "a.xlsx", S=drawing)
    (table,) = read(path, OTHER, {}).tables
    assert [(c.role, c.suggestion) for c in table.columns] == [
        ("unknown", "V.1"),
        ("unknown", "V.1"),
        ("item", ""),
    ]
    chosen = {f"How often? [{SAFE}]": "V.1"}
    (table,) = read(path, OTHER, chosen).tables
    assert [(c.role, c.match) for c in table.columns][1] == ("item", "confirmed")


def test_a_question_that_was_edited_is_named_once_with_the_answers_it_lost(tmp_path):
    drawing = f"| V.2 | {SAFE} | {SAFE} |\n| 1 | 2 | |\n| 1 | | 4 |\n| 1 | | 5 |"
    reading = read(write_openpyxl(tmp_path / "a.xlsx", S=drawing), OTHER, {})
    assert [(c.role, c.fate) for c in reading.tables[0].columns][2] == ("repeated", "ignored")
    assert [(p.source, p.code, p.params["count"]) for p in reading.problems] == [
        ("a.xlsx!S!C3:C4", "COLUMN_EDITED", "2")
    ]


def test_personal_titles_are_known_in_every_table_unless_they_name_an_item(tmp_path):
    drawing = """
    | Nom | Prénom | Email | Téléphone | Name2 | 4. Participant | IP address | V.1 |
    | Roy | Camille | c@example.org | 0612345678 | Roy | Roy C | 203.0.113.4 | 3 |
    """
    assert roles(tmp_path, drawing) == [
        ("personal", "name"),
        ("personal", "name"),
        ("personal", "email"),
        ("personal", "phone"),
        ("personal", "name"),
        ("personal", "name"),
        ("personal", "ip"),
        ("item", "V.1"),
    ]
    small = an_instrument(tmp_path, Email="Email", B="I trust my team")
    (table,) = read(write_csv(tmp_path / "b.csv", "| Email | B |\n| 4 | 3 |"), small, {}).tables
    assert [c.role for c in table.columns] == ["item", "item"]


def test_addresses_and_numbers_of_people_are_known_by_their_cells(tmp_path):
    drawing = """
    | Contact         | Where from  | Reach me on    | Lunch | V.1 |
    | ann@example.org | 203.0.113.4 | 06 12 34 56 78 | soup  | 1   |
    | bob@example.org | 2001:db8::1 | +33 612345678  | rice  | 2   |
    """
    assert roles(tmp_path, drawing) == [
        ("personal", "email"),
        ("personal", "ip"),
        ("personal", "phone"),
        ("unknown", ""),
        ("item", "V.1"),
    ]


@pytest.mark.parametrize(
    ("ids", "meaning"),
    [
        (["p1", "p2"], ("respondent", "")),
        ([114900330067.0, 114900330068.0], ("respondent", "")),
        (["ann@example.org", None], ("personal", "email")),
        (["Camille Roy", "Roy, Ann"], ("personal", "name")),
        (["1,149E+11", "1,149E+11"], ("metadata", "tool")),
        ([], ("respondent", "")),
    ],
)
def test_ids_that_are_names_are_personal_and_rounded_ones_are_no_ids(ids, meaning):
    assert id_meaning(ids) == meaning


def test_answers_dates_and_figures_are_nobodys_telephone():
    for answer in ("4", "01/10/2026", "2026-10-01", "12 345 678", "1.5", "100 %", "06", "12:30:05"):
        assert not is_phone(answer)
        assert not is_ip(answer) or answer == "12:30:05"
    assert personal_kind([4.0, Moment(None, "2026-10-01"), "Agree"]) == ""


def test_garbled_text_is_read_as_it_was_meant():
    for word in ("équipe", "à l’aise", "où", "Ça va", "Élan", "–"):
        assert repaired(word.encode().decode("latin-1")) == word
    assert repaired("SÃO PAULO") == "SÃO PAULO"


def test_a_code_the_tool_gave_is_no_id_when_the_text_says_something_else(tmp_path):
    small = an_instrument(tmp_path, Q1="I trust my team", Q2="We share our plans every month")
    headers = headers_for(small, {})
    other = Heading(("What is your department called?",), code="Q1")
    same = Heading(("How far do you share your plans every month?",), code="Q2")
    named = name_columns({0: other, 1: same, 2: Heading(code="Q1")}, headers)
    assert [(each.role, each.target, each.suggestion) for each in named.values()] == [
        ("unknown", "", "Q1"),
        ("item", "Q2", ""),
        ("item", "Q1", ""),
    ]


@pytest.mark.parametrize("between", [" / ", " | ", " – ", " - "])
def test_a_title_in_two_languages_names_the_question_both_halves_name(between):
    item = SHIPPED.items[0]
    both = between.join((item.text["fr"], item.text["en"]))
    other = between.join((item.text["fr"], SHIPPED.items[1].text["en"]))
    assert found(both, SHIPPED) == (item.id, "normalised")
    assert found(other, SHIPPED) is None


def test_a_detail_called_by_its_own_name_comes_before_another_word_for_it():
    titles = ("Department", "function", "SIL01")
    headings = {n: Heading((title,), title) for n, title in enumerate(titles)}
    named = name_columns(headings, KNOWN[SHIPPED.id])
    assert [(named[n].role, named[n].target) for n in (0, 1)] == [
        ("unknown", "function"),
        ("attribute", "function"),
    ]
