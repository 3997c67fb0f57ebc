"""Whole columns before single cells: one cause is one problem, and what is in doubt is not read."""

import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.workbooks import write_openpyxl

from maturity.check import check_paths
from maturity.instrument import load_instrument
from maturity.language import LANGUAGES, Language
from maturity.readers.sheet import ErrorValue, Formula, Moment, Percent, Truth
from maturity.responses.code import Coder
from maturity.responses.diagnose import ColumnFacts, Diagnosis, diagnose
from maturity.responses.tell import column_problem

DIGITAL = load_instrument(Path(__file__).parents[1] / "surveys" / "digital-maturity")
AGREEING = [item for item in DIGITAL.items if item.scale.id == "agreement"]
RATING = [item for item in DIGITAL.items if item.scale.id == "importance"]
CODER = Coder(DIGITAL)
FIVE = [1, 2, 3, 4, 5]


def table(*columns, titles=None, coder=CODER, items=AGREEING):
    """Item columns as counted, each drawn as a list of its cells; whole numbers are numbers."""
    facts = []
    for n, cells in enumerate(columns):
        item = items[n]
        title = (titles or {}).get(n, item.text["fr"])
        values = [float(cell) if type(cell) in {int, float} else cell for cell in cells]
        recoding = coder.recoding(title, item.id)
        facts.append(ColumnFacts(n, title, item.id, item.scale, Counter(values), recoding))
    return facts


def codes(*columns, **more):
    found = diagnose(table(*columns, **more), more.get("coder", CODER))
    return [found[n].code if n in found else "" for n in range(len(columns))]


def ends(*columns, **more):
    found = diagnose(table(*columns, **more), CODER)
    return [(d.details.get("low"), d.details.get("high")) for _, d in sorted(found.items())]


# Numbers of another scale


@pytest.mark.parametrize(
    ("cells", "low", "high"),
    [
        ([0, 0, 1, 2, 3, 4], "0", "4"),
        ([4, 5, 6, 7, 8, 8], "4", "8"),
        ([21, 22, 23, 25], "21", "25"),
        ([-2, -1, 0, 1, 2], "-2", "2"),
        ([1, 3, 4, 6, 7, 7, 2, 5], "1", "7"),
        ([0, 5, 0, 3, 0, 2, 4, 1, 5, 5], "0", "5"),
        ([0, 10, 7, 8, 3, 5, 6], "0", "10"),
        ([1, 10, 7, 8, 3, 5, 6], "1", "10"),
        ([80, 35, 5, 62, 90, 71], "0", "100"),
        ([0.25, 0.5, 1, 0, 0.75], "0", "1"),
        (["0", "0", "1", "4,0", " 3 "], "0", "4"),
        ([Percent(0.2), Percent(0.8), "75 %"], "0%", "100%"),
        (["7/10", "3/10", "10/10"], "0", "10"),
        (["0 - Pas du tout d’accord", "1 - Plutôt pas d’accord", "4 - Tout à fait d’accord"],
         "0", "4"),
    ],
)  # fmt: skip
def test_numbers_of_another_scale_are_not_read(cells, low, high):
    assert codes(cells, FIVE * 3, FIVE * 3) == ["COLUMN_SCALE", "", ""]
    assert ends(cells, FIVE * 3, FIVE * 3) == [(low, high)]


@pytest.mark.parametrize(
    "cells",
    [
        [*FIVE, 0],
        [*FIVE, 44],
        [*FIVE, 7],
        [*FIVE, 6, 0],
        [3, 4, 4, 0],
        [2, 3, 44],
        [7],
        FIVE * 30 + [0, 0, 0],
        FIVE * 30 + [99] * 40,
        FIVE * 30 + [-99] * 90,
        FIVE * 4 + [3.5],
        [4, 4, 4, 5, 0, 6, 44, 3.5, "x", "4 ou 5", "80 %", "NSP", Truth(True), "4;2"],
        ["Plutôt d’accord"] * 20 + [0, 0],
    ],
)
def test_a_slip_is_one_cell(cells):
    assert codes(cells) == [""]
    assert codes(cells, FIVE * 3) == ["", ""]


def test_columns_beside_those_of_another_scale_are_doubted():
    zeros, without = [0, 0, 1, 2, 3, 4], [1, 2, 3, 4, 3, 2]
    assert codes(zeros, without, zeros) == ["COLUMN_SCALE"] * 3
    assert ends(zeros, without, zeros) == [("0", "4")] * 3
    # unless most of the table is on its scale, or the column itself shows that it is
    assert codes(zeros, without, FIVE * 2, FIVE * 2, FIVE * 2) == ["COLUMN_SCALE", *[""] * 4]
    assert codes(zeros, [1, 5, 5, 2], zeros) == ["COLUMN_SCALE", "", "COLUMN_SCALE"]


def test_few_answers_of_a_wider_scale_are_doubted_and_many_are_not():
    seven = [1, 2, 3, 4, 5, 6, 7, 7, 6, 5]
    assert codes(seven, [2, 3], seven) == ["COLUMN_SCALE"] * 3
    assert codes(seven, FIVE * 12, seven) == ["COLUMN_SCALE", "", "COLUMN_SCALE"]


def test_one_persons_form_is_judged_by_all_their_answers():
    answers = [0, 1, 2, 3, 4, 3, 2, 1, 0, 4]
    assert codes(*([each] for each in answers)) == ["COLUMN_SCALE"] * 10
    assert codes(*([each] for each in (*FIVE, *FIVE, 0))) == [""] * 11


def test_a_single_zero_is_doubted_where_nobody_ever_chose_the_highest():
    columns = [[1, 2, 3, 4, 2], [3, 3, 4, 1, 2], [4, 2, 2, 3, 1], [4, 4, 3, 2, 1], [0, 1, 2, 3, 3]]
    assert codes(*columns) == ["COLUMN_SCALE"] * 5
    assert codes(*columns[:-1], [0, 1, 2, 3, 5]) == [""] * 5


def test_scales_are_judged_one_by_one():
    facts = [*table([0, 0, 1, 2, 4, 3]), *table([0, 1, 10, 7, 3, 2, 0], items=RATING)]
    facts = [ColumnFacts(n, *[getattr(each, name) for name in ("title", "item", "scale", "counts")])
             for n, each in enumerate(facts)]  # fmt: skip
    assert {n: each.code for n, each in diagnose(facts, CODER).items()} == {0: "COLUMN_SCALE"}


def test_columns_of_one_cause_are_told_alike_and_their_scale_is_named():
    found = diagnose(table([0, 0, 1, 2], [0, 3, 4, 0, 4]), CODER)
    assert (
        found[0]
        == found[1]
        == Diagnosis("COLUMN_SCALE", {"low": "0", "high": "4", "scope": "agreement"})
    )


# What titles and words say of the numbers


@pytest.mark.parametrize(
    ("legend", "code"),
    [
        ("(1 = Tout à fait d’accord … 5 = Pas du tout d’accord)", "COLUMN_INVERTED"),
        ("(1 – Strongly agree, 5 – Strongly disagree)", "COLUMN_INVERTED"),
        ("[1: tout à fait d’accord ; 5: pas du tout d’accord]", "COLUMN_INVERTED"),
        ("Tout à fait d’accord (1) à Pas du tout d’accord (5)", "COLUMN_INVERTED"),
        ("1 = Tout à fait d’accord avec cette phrase, 5 = Pas du tout d’accord", "COLUMN_INVERTED"),
        ("(1 = tout à fait d’accord)", "COLUMN_INVERTED"),
        ("(de 5 à 1)", "COLUMN_INVERTED"),
        ("(0 = pas du tout d’accord, 4 = tout à fait d’accord)", "COLUMN_SCALE"),
        ("(0 = jamais, 10 = toujours)", "COLUMN_SCALE"),
        ("(0 - 10)", "COLUMN_SCALE"),
        ("Note de 0 à 10", "COLUMN_SCALE"),
        ("/10", "COLUMN_SCALE"),
        ("(sur 10)", "COLUMN_SCALE"),
        ("(1 = excellent, 5 = mauvais)", "COLUMN_LEGEND"),
        ("(1 = Pas du tout d’accord … 5 = Tout à fait d’accord)", ""),
        ("(1 – Strongly disagree, 2 – Disagree, 3 – Neutral, 4 – Agree, 5 – Strongly agree)", ""),
        ("(1 à 5)", ""),
        ("/5", ""),
        ("*", ""),
        ("(2)", ""),
        ("(1-2)", ""),
    ],
)
def test_a_legend_in_the_title_is_compared_with_the_scale(legend, code):
    title = f"12. {AGREEING[0].text['fr']} {legend}"
    assert codes(FIVE, FIVE, titles={0: title}) == [code, ""]
    # words mean what they say, whatever the legend
    assert codes(["Plutôt d’accord"] * 5, titles={0: title}) == [""]


def test_numbers_in_the_question_itself_are_no_legend():
    for item in DIGITAL.items:
        for text in item.text.values():
            facts = ColumnFacts(0, f"3. {text}", item.id, item.scale, Counter([1.0, 5.0]))
            assert diagnose([facts], CODER) == {}


def test_numbers_that_contradict_their_words_throughout_are_a_scale_turned_round():
    turned = ["1 - Tout à fait d’accord", "2 - Plutôt d’accord", "3 - Neutre",
              "5 - Pas du tout d’accord"]  # fmt: skip
    found = diagnose(table(turned, FIVE), CODER)
    assert found == {0: Diagnosis("COLUMN_INVERTED", {"first": "5", "last": "1"})}
    right = ["4 - Plutôt d’accord", "1 - Pas du tout d’accord"] * 5
    assert codes([*right, "1 - Tout à fait d’accord"]) == [""]
    assert codes(*([each] for each in turned)) == ["COLUMN_INVERTED"] * 4


# Columns of something else

DAY = Moment(None, "2026-04-03")
SENTENCE = "We should first agree on who decides before we ask for any further tool at all."


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([DAY, DAY, DAY, 4], "COLUMN_DATES"),
        (["3 avr.", "4 mai", "2-Apr"], "COLUMN_DATES"),
        ([DAY, 4, 5, 1], ""),
        ([0, 1, 1, 0, 1, 1], "COLUMN_KEY"),
        ([SENTENCE, SENTENCE + "!", 3], "COLUMN_TEXT"),
        (["A1", "A3", "A5", "A2"], "COLUMN_CODES"),
        (["AO01", "AO04"], "COLUMN_CODES"),
        (["opt1", "opt2", "opt2"], "COLUMN_CODES"),
        (["a", "E", "C"], "COLUMN_CODES"),
        (["Oui", "Non", "Oui", "Non"], "COLUMN_LABELS"),
        (["Never", "Sometimes", "Often"], "COLUMN_LABELS"),
        ([Truth(True), Truth(False)], "COLUMN_LABELS"),
        (["Agree", "Partly agree", "Disagree", "Partly agree", "Strongly agree"], "COLUMN_LABELS"),
        (["Agree"] * 30 + ["bof"] * 2, ""),
        (["Agree", "Disagree", "Plutot daccord", "Plutot daccord"], ""),
        (["D’accord", "Légèrement d’accord", "Tout à fait d’accord"] * 2, "COLUMN_LABELS"),
        (["Agree", "maybe", "perhaps"], ""),
        ([4, 5, 3, 3, "oui", "oui"], ""),
        (["Agree;Disagree;", "Agree;Strongly agree;", "Agree;"], "COLUMN_SEVERAL"),
        (["4;5", "4;2", 3], "COLUMN_SEVERAL"),
        (["x", "X", "✓", 4], "COLUMN_MARKS"),
        ([ErrorValue("#N/A")] * 3 + [4], "COLUMN_ERRORS"),
        ([Formula(None)] * 2, "COLUMN_UNCALCULATED"),
        ([Formula(4.0), Formula(5.0), 3], "COLUMN_FORMULAS"),
        ([Formula(4.0), 5, 3], ""),
        ([Formula(None), 5, 3], ""),
        (["PlutÃ´t dâ€™accord", "PlutÃ´t dâ€™accord"], "COLUMN_GARBLED"),
        (["NSP", "NSP", "-"], ""),
    ],
)
def test_a_column_of_one_kind_of_cells_is_one_problem(cells, code):
    assert codes(cells, FIVE, FIVE) == [code, "", ""]


def test_some_diagnoses_leave_the_other_cells_alone():
    found = diagnose(
        table(["x", "x", 4], [Formula(None), Formula(None), 4], [ErrorValue("#N/A")] * 2 + [4]),
        CODER,
    )
    assert [found[n].covers(4.0) for n in range(3)] == [False] * 3
    assert found[0].covers("x")
    assert found[1].covers(Formula(None))
    whole = diagnose(table([0, 0, 1, 4]), CODER)[0]
    coded = CODER.code(AGREEING[0].scale, 4.0)
    assert whole.instead(4.0, coded).reason == "unreadable"
    assert found[0].instead(4.0, coded) == coded
    assert not whole.instead("-", CODER.code(AGREEING[0].scale, "-")).filled


def test_columns_side_by_side_share_the_values_of_one_cause():
    spoilt = ["PlutÃ´t dâ€™accord", "Pas du tout dâ€™accord", "Tout Ã  fait dâ€™accord"]
    found = diagnose(table(spoilt[:2], spoilt[1:], FIVE), CODER)
    assert found[0] == found[1]
    assert 2 not in found
    problem = column_problem("a", found[0], table(spoilt[:2], spoilt[1:]), CODER)
    assert problem.params["count"] == "4"


def test_a_zero_that_a_library_wrote_for_a_formula_is_no_answer_even_where_0_is_one():
    assert codes([Formula(0.0)] * 4, [3, 7], items=RATING) == ["COLUMN_UNCALCULATED", ""]
    assert codes([Formula(0.0)], [Formula(7.0)], items=RATING) == ["COLUMN_FORMULAS"] * 2


def test_words_of_another_scale_spread_to_the_columns_that_share_it():
    seven = ["Agree", "Partly agree", "Disagree", "Partly agree"]
    assert codes(seven, ["Agree", "Disagree"], seven) == ["COLUMN_LABELS"] * 3
    assert codes(["Oui", "Non", "Oui"], ["Agree"] * 9, ["Disagree"] * 9) == [
        "COLUMN_LABELS",
        "",
        "",
    ]


# Confirmed


def test_what_is_confirmed_is_not_asked_again():
    for stated, cells in (
        ("0 to 4", [0, 0, 1, 4]),
        ("1 to 5", [0, 0, 1, 4]),
        ("reversed", FIVE),
        ({"Oui": 5, "Non": 1}, ["Oui", "Non", "Oui"]),
        ({"A1": 1, "A2": 2}, ["A1", "A2", "A2"]),
    ):
        coder = Coder(DIGITAL, {"agreement": stated})
        title = f"{AGREEING[0].text['fr']} (1 = Tout à fait d’accord)"
        assert codes(cells, titles={0: title}, coder=coder) == [""]


def test_a_recoding_that_no_longer_fits_is_doubted():
    coder = Coder(DIGITAL, {"agreement": "0 to 4"})
    assert codes(FIVE * 4, [1, 2, 3], coder=coder) == ["COLUMN_RECODING"] * 2
    assert codes([0, 1, 2, 3, 4] * 9 + [5], coder=coder) == [""]
    misfit = Coder(DIGITAL, {AGREEING[0].id: "0 to 10"})
    assert codes(FIVE, coder=misfit) == ["COLUMN_RECODING"]


# Properties

NUMBERS = st.sampled_from([*range(-2, 12), 44, 99, 3.5])
CELLS = st.one_of(
    NUMBERS,
    st.sampled_from(["Agree", "Disagree", "Oui", "x", "A1", "4;5", "NSP", "80 %", "1 - Agree", DAY,
                     Formula(0.0), Formula(4.0), Formula(None), SENTENCE]),
)  # fmt: skip
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=12), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_nothing(columns, shuffler):
    facts = table(*columns)
    shuffled = [
        ColumnFacts(
            f.position, f.title, f.item, f.scale,
            Counter(dict(shuffler.sample(list(f.counts.items()), len(f.counts)))),
        )
        for f in shuffler.sample(facts, len(facts))
    ]  # fmt: skip
    assert diagnose(facts, CODER) == diagnose(shuffled, CODER)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(FIVE), max_size=30), TABLES)
def test_a_column_that_holds_all_of_its_scale_and_nothing_else_is_sound(more, others):
    found = diagnose(table([*FIVE * 3, *more] * 4), CODER)
    assert found == {}
    if not any(each in {6, 7, 8, 9, 10, 11, 44} for cells in others for each in cells):
        assert 0 not in diagnose(table([*FIVE * 3, *more] * 4, *others), CODER)


@settings(max_examples=150, deadline=None)
@given(TABLES)
def test_every_diagnosis_can_be_told_in_both_languages(columns):
    facts = table(*columns)
    for position, diagnosis in diagnose(facts, CODER).items():
        problem = column_problem("a!b!C2:C9", diagnosis, [facts[position]], CODER)
        assert int(problem.params["count"]) > 0
        for language in LANGUAGES:
            said = problem.to_json(Language(language))
            assert AGREEING[position].id in said["message"]
            assert len(said["found"]) < 900


def test_what_is_pasted_from_the_remedy_cures_the_column():
    from ruamel.yaml import YAML

    for cells in (
        [0, 0, 1, 4],
        [4, 5, 6, 7, 8],
        ["1 - Tout à fait d’accord"] * 3,
        [0.5, 0.25, 1, 0],
    ):
        facts = table(cells)
        problem = column_problem("a", diagnose(facts, CODER)[0], facts, CODER)
        for lines in ("lines", "same"):
            stated = YAML(typ="safe", pure=True).load(problem.params[lines])["scales"]
            coder = Coder(DIGITAL, stated)
            cured = table(cells, coder=coder)
            assert cured[0].recoding is not None
            if lines == "lines":
                assert diagnose(cured, coder) == {}


def test_the_names_a_tool_gives_to_labels_are_asked_with_the_points_they_resemble():
    names = ["plutot_d_accord", "tout_a_fait_d_accord", "plutot_d_accord", "pas_d_accord"]
    facts = table(names, ["Plutôt d’accord"] * 30)
    found = diagnose(facts, CODER)
    assert [each.code for each in found.values()] == ["COLUMN_LABELS"]
    problem = column_problem("a", found[0], facts[:1], CODER)
    assert "plutot_d_accord: 4, tout_a_fait_d_accord: 5" in problem.params["lines"]


def test_remarks_are_counted_and_never_quoted():
    facts = table([SENTENCE, SENTENCE + " Ann Lee"])
    problem = column_problem("a", diagnose(facts, CODER)[0], facts, CODER)
    assert problem.found == ""
    assert "Ann" not in str(problem)


@pytest.mark.parametrize("least", ["remarks", "words", "numbers"])
def test_ten_thousand_different_cells_take_a_moment(least):
    cells = {
        "remarks": [f"{SENTENCE} {n}" for n in range(10_000)],
        "words": [f"word{n * 7919}x" for n in range(10_000)],
        "numbers": list(range(10_000)),
    }[least]
    facts = table(cells)
    began = time.process_time()
    diagnose(facts, Coder(DIGITAL))
    assert time.process_time() - began < 5


# From a client's file to the answers


def test_what_was_asked_is_confirmed_once_and_holds_for_the_next_wave(tmp_path):
    items = [item.id for item in AGREEING[:4]]
    rows = [[(n + k) % 5 for k in range(4)] for n in range(12)]
    drawing = "\n".join("| " + " | ".join(map(str, row)) + " |" for row in [items, *rows])
    (tmp_path / "engagement.yaml").write_text("name: Rivage", encoding="utf-8")
    for wave in ("2026-spring", "2026-autumn"):
        (tmp_path / wave).mkdir()
        write_openpyxl(tmp_path / wave / "a.xlsx", S=drawing)
    asked = check_paths([str(tmp_path)])
    told = [p for p in asked.problems if p.code == "COLUMN_SCALE"]
    assert [p.source.rpartition("!")[2] for p in told] == ["A2:D13"] * 2
    assert (asked.cells.answered, asked.cells.unreadable) == (0, 96)
    (tmp_path / "mapping.yaml").write_text(told[0].params["lines"], encoding="utf-8")
    confirmed = check_paths([str(tmp_path)])
    assert (confirmed.cells.answered, confirmed.cells.unreadable) == (96, 0)
    assert {a.response - int(a.answer) for a in confirmed.each_answer()} == {1}
