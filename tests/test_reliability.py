"""Reliability against R, its properties, its edge cases, and what becomes of it in an assessment.

R’s numbers are in tests/oracle/reliability.json, made by the script beside it.
"""

import json
import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.test_scores import as_json, coded, dimension, question, questionnaire

from maturity.instrument.model import Side, Text
from maturity.language import LANGUAGES, Language
from maturity.scores import Setting
from maturity.scores.ground import lay_ground
from maturity.scores.matrix import matrix
from maturity.scores.seed import seed
from maturity.scores.statistics import moments as sums
from maturity.scores.statistics import omega, reliability, resample

ORACLE = json.loads((Path(__file__).parent / "oracle" / "reliability.json").read_text("utf-8"))
generated = settings(deadline=None, max_examples=40)


# Making answers


def codes_of(answers, low=1):
    """Rows of points, None or NaN for none, become codes."""
    points = np.array(answers, dtype=float)
    return np.where(np.isnan(points), 0, points - low + 1).astype(np.uint8)


def key(k, *, span=4, reverse=(), weights=None):
    turned = np.array([n in reverse for n in range(k)])
    spans = np.broadcast_to(np.array(span, dtype=float), k).copy()
    return sums.Key(spans, turned, np.ones(k) if weights is None else np.array(weights))


def people(n, loadings, seed_=1, missing=0.0, points=5):
    """One thing people differ in, shown by items as strongly as their loadings say."""
    dice = np.random.default_rng(seed_)
    trait = dice.standard_normal((n, 1))
    shown = trait * np.array(loadings) + dice.standard_normal((n, len(loadings)))
    found = np.clip(np.rint((points + 1) / 2 + shown), 1, points)
    found[dice.random(found.shape) < missing] = np.nan
    return found


def covariance(answers):
    codes = codes_of(answers)
    return sums.moments(codes, key(codes.shape[1])).covariance


# Against R


def of_case(case):
    low, high = np.array(case["low"]), np.array(case["high"])
    kept = np.atleast_1d(case["kept"])
    codes = codes_of(case["answers"], low)
    turned = sums.Key((high - low).astype(float), np.array(case["reverse"]), np.ones(len(low)))
    left = [n for n in range(len(low)) if n not in kept]
    return codes, turned, kept.tolist(), left


@pytest.mark.parametrize("case", ORACLE["cases"], ids=lambda case: case["name"])
def test_alpha_its_interval_and_the_items_are_those_of_psych(case):
    codes, turned, kept, left = of_case(case)
    found = sums.moments(codes, turned)
    assert reliability.together(found, 30) == (kept, dict.fromkeys(left, "NO_VARIANCE"))
    found = found.of(kept)
    same = reliability.comparable(found.covariance, turned.of(kept).spans)
    close = {"rel": 1e-9, "abs": 1e-12}
    assert found.counts.min() == case["n_pairwise"]
    whole = sums.moments(codes[:, kept], turned.of(kept), complete=True)
    assert whole.counts.min() == case["n"]
    assert reliability.alpha(same) == pytest.approx(case["alpha"], **close)
    ends = reliability.feldt(case["alpha"], case["n_pairwise"], len(kept))
    assert ends == pytest.approx(case["feldt"], **close)
    assert reliability.item_rest(same) == pytest.approx(case["item_rest"], **close)
    assert reliability.eigenvalue_ratio(same) == pytest.approx(case["eigenvalue_ratio"], **close)
    if len(kept) > 2:
        dropped = reliability.alpha_if_dropped(same)
        assert dropped == pytest.approx(case["alpha_if_dropped"], **close)
        assert reliability.spearman_brown(same) == "NOT_TWO_ITEMS"
    else:
        assert reliability.alpha_if_dropped(same) == ["ONE_ITEM"] * 2
        assert reliability.spearman_brown(whole.covariance) == pytest.approx(
            case["spearman_brown"], **close
        )


@pytest.mark.parametrize(
    "case", [case for case in ORACLE["cases"] if case["factor"]], ids=lambda case: case["name"]
)
def test_omega_and_rmsea_are_those_of_lavaan(case):
    codes, turned, kept, _ = of_case(case)
    turned, r = turned.of(kept), case["factor"]
    whole = sums.moments(codes[:, kept], turned, complete=True)
    found = omega.one_factor(reliability.comparable(whole.covariance, turned.spans), r["n"])
    assert found.omega == pytest.approx(r["omega"], rel=1e-6)
    assert found.omega == pytest.approx(r["omega_by_semtools"], rel=2e-6)
    if len(kept) == 3:
        assert found.rmsea == "SATURATED"
    else:
        assert found.rmsea == pytest.approx(r["rmsea"], abs=1e-6)


def test_the_interval_of_omega_has_the_width_of_a_jackknife_that_fits_lavaan_anew_each_time():
    answers = np.array(ORACLE["jackknife"]["answers"], dtype=float)
    again = np.array(ORACLE["jackknife"]["omegas"])
    n = len(answers)
    error = np.sqrt((n - 1) / n * ((again - again.mean()) ** 2).sum())
    found = omega.one_factor(np.cov(answers.T), n)
    low, high = omega.interval(found, answers - answers.mean(axis=0))
    width = np.log((1 - low) / (1 - high)) / (2 * 1.959963984540054) * (1 - found.omega)
    assert width == pytest.approx(error, rel=0.1)  # one step for each person, not all the way
    assert low < found.omega < high < 1


def test_how_sure_an_alarm_is_is_what_the_bootstrap_of_r_says():
    codes = codes_of(np.array(ORACLE["bootstrap"]["answers"], dtype=float))
    found = reliability.negative_share(codes, key(codes.shape[1]), 7)
    assert found[3] == pytest.approx(ORACLE["bootstrap"]["share"], abs=0.035)
    assert (found[:3] < 0.01).all()


def test_resamples_are_sums_of_the_people_that_were_drawn():
    columns = np.arange(12.0).reshape(6, 2)
    found = resample.sums(columns, 3, draws=4)
    drawn = np.random.default_rng(3).integers(0, 6, (4, 6))
    assert found.tolist() == [columns[rows].sum(axis=0).tolist() for rows in drawn]


def test_resamples_do_not_depend_on_how_many_are_held_at_a_time(monkeypatch):
    columns = np.arange(30.0).reshape(10, 3)
    whole = resample.sums(columns, 5, draws=40)
    monkeypatch.setattr(resample, "_MOST", 70)
    assert (resample.sums(columns, 5, draws=40) == whole).all()


# Published and exact values


def test_parallel_items_have_the_alpha_and_omega_that_algebra_gives():
    # k items of variance 1 and covariance r: alpha = omega = k r / (1 + (k - 1) r) (Spearman-Brown)
    for k, r in ((3, 0.5), (5, 0.3), (12, 0.2)):
        same = np.full((k, k), r) + (1 - r) * np.eye(k)
        expected = k * r / (1 + (k - 1) * r)
        assert reliability.alpha(same) == pytest.approx(expected, rel=1e-14)
        assert omega.one_factor(same, 100).omega == pytest.approx(expected, rel=1e-9)
    assert reliability.spearman_brown(np.array([[1, 0.5], [0.5, 1]])) == pytest.approx(2 / 3)


def test_omega_is_that_of_the_loadings_the_items_were_made_from():
    loadings, errors = np.array([0.9, 0.5, 1.2, 0.3, 0.7]), np.array([0.4, 1.0, 0.2, 0.9, 0.6])
    found = omega.one_factor(np.outer(loadings, loadings) + np.diag(errors), 200)
    common = loadings.sum() ** 2
    assert found.omega == pytest.approx(common / (common + errors.sum()), rel=1e-9)
    assert found.rmsea == pytest.approx(0, abs=1e-6)


def test_feldts_interval_of_the_research():
    # five items, alpha .70: from .49 to .84 with 30 people, .60 to .78 with 100
    assert reliability.feldt(0.7, 30, 5) == pytest.approx((0.49, 0.84), abs=0.005)
    assert reliability.feldt(0.7, 100, 5) == pytest.approx((0.60, 0.78), abs=0.01)


# The one pass


def plainly(codes, turned):
    steps = np.where(turned.reverse, turned.spans + 1 - codes, codes - 1.0)
    there = codes > 0
    zero = np.where(there, steps, 0.0)
    return there.T @ there.astype(float), zero.T @ there, zero.T @ zero, steps, there


@generated
@given(st.data())
def test_the_pass_gives_what_plain_sums_give_on_any_scale(data):
    k = data.draw(st.integers(1, 6))
    n = data.draw(st.integers(0, 40))
    spans = data.draw(
        st.lists(st.sampled_from([1, 4, 6, 44, 45, 100, 1000]), min_size=k, max_size=k)
    )
    weights = data.draw(st.lists(st.sampled_from([1, 2, 0.3, 1e-3]), min_size=k, max_size=k))
    turned = key(k, span=spans, reverse=data.draw(st.sets(st.integers(0, 5))), weights=weights)
    dice = np.random.default_rng(data.draw(st.integers(0, 99)))
    codes = np.column_stack([dice.integers(0, span + 2, n) for span in spans]).astype(np.uint16)
    applies = (codes > 0) | (dice.random(codes.shape) < 0.5)
    found = sums.measure(codes, turned, applies, 0.5)
    counts, totals, products, steps, there = plainly(codes.astype(float), turned)
    assert (found.moments.counts == counts).all()
    assert (found.moments.sums == totals).all()
    assert (found.moments.products == products).all()
    enough = there.sum(axis=1) >= np.maximum(np.ceil(0.5 * applies.sum(axis=1)), 1)
    assert (np.isnan(found.scores) == ~enough).all()
    for row in np.flatnonzero(enough):
        inside = there[row]
        percent = 100 * steps[row, inside] / turned.spans[inside]
        mean = np.average(percent, weights=turned.weights[inside])
        assert found.scores[row] == pytest.approx(mean, rel=1e-12, abs=1e-12)


def test_the_order_of_people_changes_no_digit_across_blocks():
    answers = people(20_001, [0.4, 0.6, 0.8], missing=0.1)
    codes, turned = codes_of(answers), key(3, span=[4, 4, 7], weights=[1, 0.3, 0.7])
    order = np.random.default_rng(5).permutation(len(codes))
    applies = np.ones(codes.shape, dtype=bool)
    one = sums.measure(codes, turned, applies, 0.5)
    other = sums.measure(np.asfortranarray(codes[order]), turned, applies, 0.5)
    assert np.array_equal(one.scores[order], other.scores, equal_nan=True)
    assert (one.moments.covariance == other.moments.covariance).all()


def test_longer_scales_take_shorter_blocks_and_stay_exact():
    codes = np.random.default_rng(1).integers(0, 100_002, (500, 2)).astype(np.uint32)
    found = sums.moments(codes, key(2, span=100_000))
    _, _, products, _, _ = plainly(codes.astype(float), key(2, span=100_000))
    whole = codes.astype(object) - 1
    whole[codes == 0] = 0
    assert found.products[0, 1] == int((whole[:, 0] * whole[:, 1]).sum()) == products[0, 1]


def test_pairwise_covariances_are_those_of_the_people_who_answered_both():
    answers = people(60, [0.7, 0.7, 0.7], missing=0.3)
    found = covariance(answers)
    for i, j in ((0, 1), (0, 2), (1, 2), (2, 2)):
        both = ~np.isnan(answers[:, [i, j]]).any(axis=1)
        expected = np.cov(answers[both, i], answers[both, j])[0, 1]
        assert found[i, j] == pytest.approx(expected, rel=1e-12)


def test_items_answered_by_one_person_have_no_covariance_and_no_warning():
    found = covariance([[1, None], [2, 3], [3, None]])
    assert found[0, 0] == 1
    assert np.isnan(found[0, 1])


# Properties


@generated
@given(st.integers(0, 50), st.integers(2, 8))
def test_alpha_does_not_mind_the_unit_nor_all_items_turned_round(start, k):
    answers = people(60, [0.6] * k, start)
    same = covariance(answers)
    found = reliability.alpha(same)
    assert found == pytest.approx(reliability.alpha(same * 625), rel=1e-12)
    assert found == pytest.approx(reliability.alpha(covariance(6 - answers)), rel=1e-12)
    assert found <= 1


@generated
@given(st.integers(0, 50), st.integers(3, 8))
def test_omega_does_not_mind_the_unit_nor_the_order_of_items(start, k):
    same = covariance(people(80, [0.8] * k, start))
    found = omega.one_factor(same, 80)
    assume(not isinstance(found, str))
    order = np.random.default_rng(start).permutation(k)
    other = omega.one_factor(same[np.ix_(order, order)] * 625, 80)
    assert other.omega == pytest.approx(found.omega, rel=1e-7)
    assert other.rmsea == pytest.approx(found.rmsea, abs=1e-6) if k > 3 else found.rmsea


@generated
@given(st.integers(0, 50))
def test_turning_one_item_round_turns_its_correlation_with_the_rest(start):
    answers = people(80, [0.9] * 5, start)
    right_way = answers.copy()
    right = reliability.item_rest(covariance(answers))
    answers[:, 2] = 6 - answers[:, 2]
    wrong = reliability.item_rest(covariance(answers))
    assert wrong[2] == pytest.approx(-right[2], rel=1e-9)
    assert reliability.alpha(covariance(answers)) < reliability.alpha(covariance(right_way))


def test_a_feldt_interval_narrows_with_people_and_holds_alpha():
    ends = [reliability.feldt(0.8, n, 6) for n in (30, 60, 200, 1000)]
    assert all(a < c < 0.8 < d < b for (a, b), (c, d) in pairwise(ends))


# Edge cases


def test_what_cannot_be_computed_says_why():
    assert reliability.alpha(np.array([[1.0]])) == "ONE_ITEM"
    assert reliability.alpha(np.array([[1.0, -1], [-1, 1]])) == "NO_VARIANCE"
    assert reliability.spearman_brown(np.array([[1.0, -1], [-1, 1]])) == "NO_VARIANCE"
    assert reliability.item_rest(np.array([[1.0, 0], [0, 0]])) == ["NO_VARIANCE"] * 2
    assert reliability.eigenvalue_ratio(np.ones((1, 1))) == "ONE_ITEM"
    assert reliability.eigenvalue_ratio(np.ones((3, 3))) == "ONE_DIRECTION"
    assert omega.one_factor(np.eye(2), 50) == "TWO_ITEMS"
    assert omega.one_factor(np.ones((3, 3)), 50) == "SINGULAR"
    assert omega.one_factor(np.diag([1.0, 0, 1]), 50) == "NO_VARIANCE"


def test_an_item_that_says_more_than_itself_is_a_heywood_case():
    # r12 r13 / r23 = 1.28: the first item would share more than it has
    same = np.array([[1, 0.8, 0.8], [0.8, 1, 0.5], [0.8, 0.5, 1.0]])
    assert omega.one_factor(same, 100) == "HEYWOOD"


def test_items_without_anything_in_common_have_an_omega_or_a_reason():
    for start in range(30):
        found = omega.one_factor(covariance(people(60, [0.0] * 4, start)), 60)
        told = found if isinstance(found, str) else "FOUND"
        assert told in {"HEYWOOD", "NO_CONVERGENCE"} or 0 <= found.omega <= 1


def test_items_that_few_answered_together_go_one_by_one_the_loneliest_first():
    dice = np.random.default_rng(2)
    answers = people(100, [0.7] * 6)
    answers[:60, 4] = np.nan  # asked of 40
    answers[60:, 5] = np.nan  # asked of the other 60
    answers[25:, 3] = np.nan  # answered by 25
    found = sums.moments(codes_of(answers), key(6))
    kept, left = reliability.together(found, 30)
    assert kept == [0, 1, 2, 5]
    assert left == {3: "FEW_TOGETHER", 4: "FEW_TOGETHER"}
    order = dice.permutation(100)
    assert reliability.together(sums.moments(codes_of(answers[order]), key(6)), 30) == (kept, left)
    assert reliability.together(found, 101) == ([], dict.fromkeys(range(6), "FEW_TOGETHER"))


# In an assessment


def organisation(answers, *, reverse=(), weights=None, functions=None, **more):
    """Rows of answers become responses to one dimension."""
    k = len(answers[0])
    items = [
        question(f"i{n}", "d", reverse=n in reverse, **({"weight": weights[n]} if weights else {}))
        for n in range(k)
    ]
    instrument = questionnaire([dimension("d", items)], **{"k": 5, **more})
    rows = [
        (
            functions[n] if functions else None,
            {f"i{j}": None if x is None or np.isnan(x) else int(x) for j, x in enumerate(row)},
        )
        for n, row in enumerate(answers)
    ]
    return instrument, rows


def assessed(answers, **more):
    document = as_json(*organisation(answers, **more))
    return document, document["dimensions"][0], document["reasons"]


def test_from_thirty_complete_rows_on_reliability_is_told_with_all_it_rests_on():
    answers = people(60, [0.8, 0.9, 1, 1.1], missing=0.03)
    document, found, reasons = assessed(answers)
    told = found["reliability"]
    complete = int((~np.isnan(answers)).all(axis=1).sum())
    assert told["n"] == complete < told["n_pairwise"] < 60
    assert found["alpha"] == pytest.approx(reliability.alpha(covariance(answers)), rel=1e-12)
    assert told["alpha_interval"][0] < found["alpha"] < told["alpha_interval"][1]
    assert told["omega_interval"][0] < found["omega"] < told["omega_interval"][1]
    assert told["items"] == ["i0", "i1", "i2", "i3"]
    assert told["left_out"] == told["alarms"] == {}
    assert told["weak"] == []
    assert reasons["/dimensions/0/reliability/spearman_brown"] == "NOT_TWO_ITEMS"
    for item, rest, without in zip(
        document["items"],
        reliability.item_rest(covariance(answers)),
        reliability.alpha_if_dropped(covariance(answers)),
        strict=True,
    ):
        assert item["item_rest_correlation"] == pytest.approx(rest, rel=1e-12)
        assert item["alpha_if_dropped"] == pytest.approx(without, rel=1e-12)


@pytest.mark.parametrize(("n", "told"), [(29, False), (30, True)])
def test_with_fewer_than_thirty_people_nothing_is_estimated(n, told):
    _, found, reasons = assessed(people(n, [1, 1, 1]))
    assert (found["reliability"] is not None) == (found["alpha"] is not None) == told
    if not told:
        pointers = ["/dimensions/0/alpha", "/dimensions/0/omega", "/dimensions/0/reliability"]
        pointers += ["/items/1/item_rest_correlation", "/items/1/alpha_if_dropped"]
        assert {reasons[pointer] for pointer in pointers} == {"TOO_FEW_ROWS"}


def test_people_who_answered_some_items_each_are_no_complete_rows():
    answers = people(80, [1, 1, 1, 1])
    for n in range(80):
        answers[n, n % 4] = np.nan
    _, found, reasons = assessed(answers)
    assert found["alpha"] is None
    assert reasons["/dimensions/0/alpha"] == "TOO_FEW_ROWS"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([[3]] * 40, "ONE_ITEM"),
        ([[3]] * 3, "UNDER_K"),
        ([[3, 3, 3]] * 40, "NO_VARIANCE"),
        ([[1, 2, 3]] * 40, "NO_VARIANCE"),
        ([[1, 2, 3]] * 10, "TOO_FEW_ROWS"),
    ],
)
def test_where_there_is_nothing_to_estimate_the_reason_says_why(answers, code):
    _, found, reasons = assessed(answers)
    assert found["alpha"] is found["omega"] is found["reliability"] is None
    assert reasons["/dimensions/0/alpha"] == reasons["/dimensions/0/omega"] == code
    assert reasons["/items/0/item_rest_correlation"] == code


def test_two_items_have_spearman_brown_and_no_omega():
    _, found, reasons = assessed(people(50, [1, 1]))
    assert 0 < found["alpha"] <= found["reliability"]["spearman_brown"] < 1
    assert found["omega"] is None
    assert reasons["/dimensions/0/omega"] == "TWO_ITEMS"
    assert reasons["/items/0/alpha_if_dropped"] == "ONE_ITEM"


def test_an_item_everybody_answers_alike_and_one_of_weight_nought_are_not_in_it():
    answers = people(50, [1, 1, 1, 1, 1])
    answers[:, 1] = 4
    document, found, reasons = assessed(answers, weights=[1, 1, 3, 1, 0])
    assert found["reliability"]["items"] == ["i0", "i2", "i3"]
    assert found["reliability"]["left_out"] == {"i1": "NO_VARIANCE"}
    assert found["alpha"] == pytest.approx(reliability.alpha(covariance(answers[:, [0, 2, 3]])))
    assert reasons["/items/1/item_rest_correlation"] == "NO_VARIANCE"
    assert reasons["/items/4/alpha_if_dropped"] == "NOT_SCORED"
    assert document["items"][2]["item_rest_correlation"] is not None


def test_an_item_for_one_function_is_left_out_when_too_few_of_them_answered():
    answers = people(60, [1, 1, 1, 1])
    answers[20:, 3] = np.nan
    _, found, reasons = assessed(answers)
    assert found["reliability"]["n"] == 60
    assert found["reliability"]["left_out"] == {"i3": "FEW_TOGETHER"}
    assert reasons["/items/3/item_rest_correlation"] == "FEW_TOGETHER"


def test_few_strays_of_a_mirror_are_not_in_what_is_told_of_its_item():
    items = [question(f"i{n}", "d") for n in range(3)]
    items[0] = replace(items[0], mirror="m", functions=("it", "marketing"))
    sides = (Side("a", Text(en="A"), ("it",)), Side("b", Text(en="B"), ("marketing",)))
    instrument = questionnaire([dimension("d", items)], k=5, sides=sides)
    answers = people(60, [1, 1, 1])
    functions = [("it", "marketing", "finance")[n % 3] for n in range(60)]

    def rows(strays):
        shown = [n < 3 * strays if function == "finance" else True
                 for n, function in enumerate(functions)]  # fmt: skip
        return [
            (function, {f"i{j}": int(x) for j, x in enumerate(row) if j or shown[n]})
            for n, (function, row) in enumerate(zip(functions, answers, strict=True))
        ]

    without, some = as_json(instrument, rows(0)), as_json(instrument, rows(2))
    assert some["dimensions"][0]["alpha"] == without["dimensions"][0]["alpha"]
    assert as_json(instrument, rows(9))["dimensions"][0]["alpha"] != some["dimensions"][0]["alpha"]


def test_an_item_keyed_the_wrong_way_round_raises_the_alarm():
    answers = people(60, [1, 1, 1, 1])
    answers[:, 2] = 6 - answers[:, 2]
    document, found, _ = assessed(answers)
    assert document["items"][2]["item_rest_correlation"] < 0
    assert set(found["reliability"]["alarms"]) == {"i2"}
    assert found["reliability"]["alarms"]["i2"] > 0.99
    problem = next(each for each in document["problems"] if each["code"] == "KEY_DOUBTFUL")
    assert problem["found"] == "i2"
    assert problem["severity"] == "note"
    document, found, _ = assessed(answers, reverse={2})
    assert found["reliability"]["alarms"] == {}
    assert document["problems"] == []


def test_an_item_that_merely_says_nothing_is_weak_or_an_unsure_alarm_and_no_problem():
    seen = set()
    for start in range(12):
        document, found, _ = assessed(people(60, [1, 1, 1, 0], start))
        told = found["reliability"]
        seen |= {"weak"} & {"weak" for each in told["weak"]} | {"alarm" for each in told["alarms"]}
        if all(share < 0.95 for share in told["alarms"].values()):
            assert document["problems"] == []
    assert seen == {"weak", "alarm"}


def test_the_order_of_people_and_columns_changes_no_digit_of_an_assessment():
    dice = random.Random(8)
    answers = people(70, [1, 1, 0.2, 1, 1], missing=0.05)
    answers[:, 3] = 6 - answers[:, 3]
    instrument, rows = organisation(answers, weights=[1, 0.3, 2, 1, 1])
    first = as_json(instrument, rows)
    assert first["dimensions"][0]["reliability"]["alarms"]
    for _ in range(4):
        dice.shuffle(rows)
        turned = [(who, dict(dice.sample(sorted(row.items()), len(row)))) for who, row in rows]
        assert as_json(instrument, turned) == first


def test_every_reason_of_reliability_is_said_in_both_languages():
    codes = ("TOO_FEW_ROWS", "FEW_TOGETHER", "ONE_ITEM", "TWO_ITEMS", "NOT_TWO_ITEMS", "SATURATED",
             "SINGULAR", "HEYWOOD", "NO_CONVERGENCE", "ONE_DIRECTION", "NO_VARIANCE")  # fmt: skip
    for language in LANGUAGES:
        assert all(Language(language)(f"report.reason.{code}", k=5) for code in codes)


# Random numbers


def ground_of(instrument, rows):
    return lay_ground(coded(instrument, rows), instrument, Setting("o", "O", "w"))


def test_a_seed_follows_the_answers_and_nothing_else():
    instrument, rows = organisation(people(12, [1, 1], missing=0.2), functions=["it", "hr"] * 6)
    first = seed(ground_of(instrument, rows), "x")
    dice = random.Random(3)
    for _ in range(3):
        dice.shuffle(rows)
        assert seed(ground_of(instrument, rows), "x") == first
    assert seed(ground_of(instrument, rows), "y") != first
    assert seed(ground_of(replace(instrument, sha256="1" * 64), rows), "x") != first
    for change in (
        (rows[0][0], {**rows[0][1], "i0": "?"}),
        (rows[0][0], {**rows[0][1], "i0": "x"}),
        ("finance", rows[0][1]),
    ):
        assert seed(ground_of(instrument, [change, *rows[1:]]), "x") != first


def test_answers_are_held_in_as_few_bytes_as_the_longest_scale_needs():
    instrument, rows = organisation([[1, 5], [np.nan, 3]])
    data = matrix(coded(instrument, rows), instrument)
    assert data.codes.dtype == np.uint8
    assert data.codes.tolist() == [[1, 5], [0, 3]]
    assert np.array_equal(data.points, [[1, 5], [np.nan, 3]], equal_nan=True)
    assert np.array_equal(data.percent, [[0, 100], [np.nan, 50]], equal_nan=True)


def test_above_two_thousand_people_the_normal_distribution_says_what_resampling_says():
    generator = np.random.default_rng(5)
    trait = generator.normal(size=(2500, 1))
    raw = trait + generator.normal(size=(2500, 4))
    raw[:, 0] = generator.normal(size=2500) - 0.06 * trait[:, 0]
    codes = np.clip(np.round(raw + 3), 1, 5).astype(np.uint8)
    rest = reliability.item_rest(sums.moments(codes, key(4)).covariance)[0]
    resampled = reliability.negative_share(codes, key(4), 1)[0]
    assert 0.6 < resampled < 0.99
    assert reliability.surely_negative(rest, 2500) == pytest.approx(resampled, abs=0.03)
