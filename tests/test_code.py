"""What one cell means, whatever people and tools write; nothing that is not written is read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.instrument import Scale, Text, load_instrument
from maturity.language import LANGUAGES, Language
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Truth
from maturity.responses.choices import choice_of, unknown_choice
from maturity.responses.code import Coder
from maturity.responses.tell import answer_problem, as_key
from maturity.responses.wording import loose, quoted, ungarbled

HERE = Path(__file__).parent
DIGITAL = load_instrument(HERE.parent / "surveys" / "digital-maturity")
OTHER = load_instrument(HERE / "other_instrument")
AGREE, OFTEN, RATING = (
    DIGITAL.scales["agreement"],
    OTHER.scales["often6"],
    OTHER.scales["rating"],
)
CODER = Coder(DIGITAL)
ITEM = next(item for item in DIGITAL.items if item.scale.id == "agreement")


def garbled(text, times=1):
    """Text as a program shows it that takes UTF-8 for Windows-1252."""
    for _ in range(times):
        text = "".join(
            bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode()
        )
    return text


# What is read


@pytest.mark.parametrize(
    "written",
    [
        4.0, "4", " 4 ", "4,0", "4.0", "4,00", "\u202f4\N{NO-BREAK SPACE}", "'4", "４", "+4", "4.",
        "4;", "4/5", "4 / 5", "4 sur 5", "4 out of 5",
        "Plutôt d'accord", "plutot d’accord", "PLUTÔT  D´ACCORD", "Plutôt d’accord.",
        "Plutôt d'accord;", "« Plutôt d'accord »", "Plut&ocirc;t d&#39;accord",
        "<p>Plutôt d'accord</p>", "Plutôt\u200b d'accord", "Pluto\u0302t d'accord",
        "4 - Plutôt d'accord", "4. Plutôt d'accord", "4 (Plutôt d'accord)", "4 : Plutôt d’accord",
        "4=Plutôt d'accord", "4) Plutôt d'accord", "[4] Plutôt d'accord", "(4) Plutôt d'accord",
        "Plutôt d'accord (4)", "Plutôt d'accord - 4", "Plutôt d'accord [4]", "Agree", "4 – Agree",
    ],
)  # fmt: skip
def test_an_answer_is_read_however_it_is_written(written):
    found = CODER.code(AGREE, written)
    assert (found.point, found.reason, found.problem) == (4, "", "")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("NSP", "dont_know"),
        ("Je ne sais pas.", "dont_know"),
        ("Non concerné(e)", "not_applicable"),
        ("non concernée", "not_applicable"),
        ("Non concerné·e", "not_applicable"),
        ("N/A", "not_applicable"),
        ("sans objet ;", "not_applicable"),
        ("99 - Ne sait pas", "dont_know"),
        ("6 = Sans objet", "not_applicable"),
    ],
)
def test_having_no_answer_is_read_however_it_is_written(written, reason):
    found = CODER.code(AGREE, written)
    assert (found.point, found.reason, found.problem) == (None, reason, "")


@pytest.mark.parametrize("written", [None, "", " ", "\N{NO-BREAK SPACE}\u200b", Formula("")])
def test_what_nobody_sees_is_blank(written):
    assert not CODER.code(AGREE, written).filled


@pytest.mark.parametrize("mark", [".", "-", "–", "—", "…", "...", "--", "_", "/", "'", " - "])
def test_a_mark_of_having_nothing_to_say_is_blank_and_said_so(mark):
    found = CODER.code(AGREE, mark)
    assert (found.filled, found.problem) == (False, "BLANK_MARK")


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("words", ["Plutôt d’accord", "Tout à fait d’accord", "Non concernée"])
def test_spoilt_letters_are_restored_only_to_the_letter(words, times):
    spoilt = garbled(words, times)
    assert spoilt != words
    for written in (spoilt, " ".join(spoilt.split())):
        found = CODER.code(AGREE, written)
        assert found.problem == "ANSWER_GARBLED"
        assert (found.point, found.reason) == (
            CODER.code(AGREE, words).point,
            CODER.code(AGREE, words).reason,
        )
    lost = CODER.code(AGREE, garbled("Plutôt étonné"))
    assert (lost.problem, lost.point) == ("ANSWER_UNKNOWN", None)


def test_a_truth_value_is_an_answer_where_the_scale_says_so():
    truths = Scale("truths", 0, 1, {0: Text(en="False", fr="Faux"), 1: Text(fr="Vrai")}, {})
    coder = Coder(replace(OTHER, scales={"truths": truths}))
    assert [coder.code(truths, Truth(each)).point for each in (False, True)] == [0, 1]
    shares = Scale("shares", 1, 2, {1: Text(en="25 %"), 2: Text(en="80%")}, {})
    assert Coder(replace(OTHER, scales={"shares": shares})).code(shares, Percent(0.8)).point == 2


def test_a_thousand_is_not_one():
    long = Scale("long", 0, 1000, {}, {})
    coder = Coder(replace(OTHER, scales={"long": long}))
    assert coder.code(long, "1,000").problem == "ANSWER_UNKNOWN"
    assert coder.code(long, 1000.0).point == 1000


# What is not read


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (0.0, "ANSWER_OUT_OF_RANGE"),
        ("0", "ANSWER_OUT_OF_RANGE"),
        ("44", "ANSWER_OUT_OF_RANGE"),
        ("-4", "ANSWER_OUT_OF_RANGE"),
        ("6/5", "ANSWER_OUT_OF_RANGE"),
        ("9" * 5000, "ANSWER_OUT_OF_RANGE"),
        (float("nan"), "ANSWER_OUT_OF_RANGE"),
        ("3,5", "ANSWER_FRACTION"),
        ("4,5", "ANSWER_FRACTION"),
        ("7/10", "ANSWER_OTHER_SCALE"),
        ("4 sur 10", "ANSWER_OTHER_SCALE"),
        ("x", "ANSWER_MARK"),
        ("X", "ANSWER_MARK"),
        ("✓", "ANSWER_MARK"),
        ("☑", "ANSWER_MARK"),
        ("4 ou 5", "ANSWER_SEVERAL"),
        ("4;2", "ANSWER_SEVERAL"),
        ("2-4", "ANSWER_SEVERAL"),
        ("2 – 4", "ANSWER_SEVERAL"),
        ("4 et 5", "ANSWER_SEVERAL"),
        ("4 5", "ANSWER_SEVERAL"),
        ("3/4", "ANSWER_SEVERAL"),
        ("entre 3 et 4", "ANSWER_SEVERAL"),
        ("4, 5", "ANSWER_SEVERAL"),
        ("Plutôt d'accord;Tout à fait d'accord;", "ANSWER_SEVERAL"),
        ("Agree, Strongly agree", "ANSWER_SEVERAL"),
        ("4 - Agree; 5 - Strongly agree", "ANSWER_SEVERAL"),
        ("80 %", "ANSWER_PERCENT"),
        (Percent(0.8), "ANSWER_PERCENT"),
        (Moment(None, "2026-04-03"), "ANSWER_DATE"),
        ("03/04/2026", "ANSWER_DATE"),
        ("2026-04-03 10:12", "ANSWER_DATE"),
        ("3 avr.", "ANSWER_DATE"),
        ("03-Apr", "ANSWER_DATE"),
        (Truth(True), "ANSWER_BOOLEAN"),
        ("VRAI", "ANSWER_BOOLEAN"),
        (ErrorValue("#REF!"), "ANSWER_ERROR"),
        ("#N/A", "ANSWER_ERROR"),
        ("#VALEUR!", "ANSWER_ERROR"),
        ("#NOM?", "ANSWER_ERROR"),
        ("####", "ANSWER_ERROR"),
        (Formula(None), "ANSWER_FORMULA"),
        (Formula(ErrorValue("#N/A")), "ANSWER_ERROR"),
        ("1 - Tout à fait d'accord", "ANSWER_CONFLICT"),
        ("Plutôt d'accord (5)", "ANSWER_CONFLICT"),
        ("5 - Ne sait pas", "ANSWER_CONFLICT"),
        ("9" * 5000 + " - Agree", "ANSWER_CONFLICT"),
        ("Plutot daccord", "ANSWER_UNKNOWN"),
        ("4²", "ANSWER_UNKNOWN"),
        ("4½", "ANSWER_UNKNOWN"),
        ("4e0", "ANSWER_UNKNOWN"),
        ("quatre", "ANSWER_UNKNOWN"),
        ("4 - excellent", "ANSWER_UNKNOWN"),
        ("2 marketing", "ANSWER_UNKNOWN"),
        ("peut-être", "ANSWER_UNKNOWN"),
        ("4" + "(" * 30_000, "ANSWER_UNKNOWN"),
        ("&" * 30_000, "ANSWER_UNKNOWN"),
        ("<" * 30_000, "ANSWER_UNKNOWN"),
        ("4 " * 30_000, "ANSWER_UNKNOWN"),
    ],
)
def test_what_is_no_answer_says_why_and_gives_no_point(written, problem):
    found = CODER.code(AGREE, written)
    assert (found.point, found.reason, found.problem) == (None, "unreadable", problem)


def test_the_stored_result_of_a_formula_is_used_and_said():
    found = CODER.code(AGREE, Formula("4 - Plutôt d'accord"))
    assert (found.point, found.problem) == (4, "FORMULA_VALUE")


def test_words_of_the_instrument_win_over_every_shape():
    marks = replace(AGREE, synonyms={4: ("x", "2-4", "3/4", "80 %", "#N/A")})
    coder = Coder(replace(DIGITAL, scales={"agreement": marks}))
    assert {coder.code(marks, word).point for word in marks.synonyms[4]} == {4}


# Properties

LABELS = [*AGREE.labels[4].values(), *AGREE.synonyms[1], "Ne sait pas", "Sans objet"]
PIECES = [*"0123456789", *" .,;:-–/()[]=%", "ou", "et", "x", "²", "½", "é", "NSP", *LABELS[:6]]
pieced = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)


@given(st.one_of(pieced, st.text(max_size=40)))
def test_a_point_is_never_read_from_a_text_that_names_it_neither_by_number_nor_by_label(text):
    found = CODER.code(AGREE, text)
    if found.point is None:
        assert found.reason or not found.filled
        return
    assert found.point in AGREE.points
    restored = ungarbled(text)
    written = {float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", loose(restored))}
    named = [w for w, p in CODER.labels(AGREE).items() if p == found.point and w in loose(restored)]
    assert found.point in written or named


@given(pieced)
def test_spaces_and_case_change_nothing(text):
    around = f"  {text.upper()}\N{NO-BREAK SPACE}"
    if text.upper().casefold() == text.casefold():
        assert CODER.code(AGREE, around) == CODER.code(AGREE, text)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_a_number_is_its_point_or_none(number):
    found = CODER.code(AGREE, number)
    assert found.point == (int(number) if number in AGREE.points else None)


# Confirmed in mapping.yaml


def confirmed(stated, name="*", instrument=OTHER):
    coder = Coder(instrument, {name: stated})
    item = next(item for item in instrument.items if item.scale.id == "often6")
    recoding = coder.recoding("How often?", item.id)

    def meaning(value):
        found = coder.code(item.scale, value, recoding)
        return found.problem or found.point or found.reason

    return meaning


@pytest.mark.parametrize("stated", ["0 to 5", "from 0 to 5", "de 0 à 5", "0 -> 5", "0..5"])
def test_two_ends_recode_numbers_and_leave_words_alone(stated):
    meaning = confirmed(stated)
    assert [meaning(each) for each in (0.0, "0", "3,0", 5.0)] == [1, 1, 4, 6]
    assert meaning(6.0) == meaning("2,5") == "ANSWER_NOT_MAPPED"
    assert (meaning("Never"), meaning("cj")) == (1, "dont_know")
    assert (meaning("0 - Never"), meaning("1 - Never")) == (1, "ANSWER_CONFLICT")


@pytest.mark.parametrize("stated", ["6 to 1", "reversed", "Inversé", "inversée"])
def test_a_scale_that_runs_the_other_way_is_turned_round(stated):
    meaning = confirmed(stated)
    assert [meaning(each) for each in (1.0, "6", "6 - Never", "1 - Always")] == [6, 1, 1, 6]
    assert meaning("1 - Never") == "ANSWER_CONFLICT"


def test_a_table_recodes_what_it_lists():
    meaning = confirmed({"A1": 1, "A6": 6, "Sometimes": 3, "9": "dont_know", "50 %": 4})
    found = [meaning(each) for each in ("A1", "a6", "sometimes ", 9.0, "9", Percent(0.5), "5", 2.0)]
    assert found == [1, 6, 3, "dont_know", "dont_know", 4, 5, 2]
    assert confirmed({"0": 1, "1": 2})(2.0) == "ANSWER_NOT_MAPPED"
    assert confirmed({"7": 6})(2.0) == "ANSWER_NOT_MAPPED"


def test_the_title_is_believed_before_the_item_and_the_item_before_its_scale():
    item = next(item for item in OTHER.items if item.scale.id == "often6")
    names = {"*": "0 to 5", "often6": "2 to 7", item.id: "3 to 8", "How often?": "4 to 9"}
    for first in ("*", "often6", item.id, "How often?"):
        stated = {
            name: names[name]
            for name in names
            if list(names).index(name) <= list(names).index(first)
        }
        recoding = Coder(OTHER, stated).recoding(" how OFTEN?", item.id)
        assert recoding.stated == names[first]
    assert Coder(OTHER, {"*": "0 to 4"}).recoding("x", item.id) is None  # no scale of five points
    assert not Coder(OTHER, {item.id: "0 to 4"}).recoding("x", item.id).meanings


# Telling


def test_an_unknown_word_is_told_with_the_closest_label_and_the_line_that_confirms_it():
    problem = answer_problem(
        "a!b!C4", ITEM, CODER.code(AGREE, "Plutot daccord"), "Plutot daccord", CODER
    )
    hints = problem.params["hint"]
    assert all('labels: {agreement: {"Plutot daccord": 4}}' in hints[each] for each in LANGUAGES)
    assert "d'accord" in hints["fr"] or "d’accord" in hints["fr"]
    plain = answer_problem("a!b!C4", ITEM, CODER.code(AGREE, "soup"), "soup", CODER)
    assert plain.params["hint"] == ""


@pytest.mark.parametrize("written", ["agree or not", "Desagree", "soup", "", "4", "z" * 500])
def test_a_suggestion_is_a_label_or_nothing(written):
    close = CODER.closest(AGREE, written)
    assert close is None or CODER.code(AGREE, close[0]).point == close[1]


def test_what_is_quoted_is_short_harmless_and_nobodys_address():
    assert quoted("a\x00b\x1b[2J\r\n c\u202egnp.exe") == "a b [2J c gnp.exe"
    assert len(quoted("word " * 9000)) <= 80
    assert quoted("call +33 6 12 34 56 78 or ann.lee@example.org") == "call … or …"
    assert quoted("4 - Agree") == "4 - Agree"


@pytest.mark.parametrize(
    "words", ["SIL01", "V.1", "no", "4", 'say "4"', "a: b", "{x}", "é", "", "#"]
)
def test_a_key_of_yaml_reads_back(words):
    from ruamel.yaml import YAML

    (read,) = YAML(typ="safe", pure=True).load(f"{{{as_key(words)}: 1}}")
    assert str(read) == words


# What people say of themselves


def test_a_function_is_read_however_it_is_written_and_never_from_two():
    function = OTHER.attribute("function")
    written = ("Nurse", "nurse.", "NURSING ", "<b>porter</b>", "Nurse, Doctor", "nurze", "")
    assert [choice_of(function, each) for each in written] == [
        "nursing", "nursing", "nursing", "support", None, None, None,
    ]  # fmt: skip
    assert choice_of(OTHER.attribute("ward"), "Ward 7, north") == "Ward 7, north"


def test_an_unknown_function_is_told_with_the_closest_one():
    function = OTHER.attribute("function")
    hint = unknown_choice("a", function, "Pharmasist").params["hint"]
    assert "Pharmacy" in hint["en"]
    assert unknown_choice("a", function, "Nurse, Doctor").params["hint"] == ""
    assert Language("en")
