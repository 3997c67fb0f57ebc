"""Weights by the roster: R’s numbers, properties, what is refused and what may not be revealed."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.test_scores import coded, dimension, question, questionnaire

from maturity.scores import Setting, score
from maturity.scores.estimate import estimate, sampling, telling
from maturity.scores.population import populate, unlisted
from maturity.scores.statistics import weights
from maturity.scores.weighing import weigh

ORACLE = json.loads((Path(__file__).parent / "oracle" / "weights.json").read_text(encoding="utf-8"))
ONE = questionnaire([dimension("d", [question("d1", "d")])], k=5)
NEAR, FAR = ORACLE["cases"]


def weighed(functions, ranks, roster, by_rank, k=5):
    """The population with what people weigh, and what is said of it."""
    population = populate(functions, roster, k, by_headcount=True)
    weighting, raking = weigh(population, {"rank": ranks}, {"rank": by_rank})
    return replace(population, raking=raking), weighting


def of_r(case):
    return weighed(case["group"], case["rank"], case["functions"], case["ranks"])


def answered(people, *, roster, roster_by=None, weighting=True, instrument=ONE):
    """People as (function, rank, point), assessed."""
    responses = coded(instrument, [(who, {"d1": point}) for who, _, point in people])
    respondents = tuple(
        replace(each, attributes={"function": who, "rank": rank})
        for each, (who, rank, _) in zip(responses.respondents, people, strict=True)
    )
    setting = Setting(
        "acme", "Acme", "w1", roster=roster, roster_by=roster_by or {}, by_headcount=weighting
    )
    return score(replace(responses, respondents=respondents), instrument, setting)


def staffed(*cells):
    """Cells as (function, rank, how many), answering 1 to 5 in turn."""
    people = [(who, rank) for who, rank, n in cells for _ in range(n)]
    return [(who, rank, n * 7 % 5 + 1) for n, (who, rank) in enumerate(people)]


ENOUGH = staffed(
    ("it", "manager", 6), ("it", "staff", 10), ("hr", "manager", 7), ("hr", "staff", 9)
)
ROSTER = {"it": 40, "hr": 30}
RANKS = {"manager": 15, "staff": 55}


# Against R


@pytest.mark.parametrize("case", ORACLE["cases"], ids=lambda case: case["name"])
def test_groups_weigh_as_post_stratified_by_r(case):
    names = sorted(case["functions"])
    counts = np.array([case["group"].count(name) for name in names])
    table = weights.post_stratified(counts, [case["functions"][name] for name in names])
    each = [table[names.index(who)] for who in case["group"]]
    assert each == pytest.approx(case["post_stratified"], rel=1e-9)


@pytest.mark.parametrize("case", ORACLE["cases"], ids=lambda case: case["name"])
def test_cells_weigh_as_raked_and_trimmed_by_r(case):
    names = [sorted(case["functions"]), sorted(case["ranks"])]
    cells = list(zip(case["group"], case["rank"], strict=True))
    counts = np.array([[cells.count((who, rank)) for rank in names[1]] for who in names[0]])
    margins = [
        [case["functions"][who] for who in names[0]],
        [case["ranks"][rank] for rank in names[1]],
    ]
    table = weights.raked(counts, margins)
    cut, n = weights.capped(table, counts)
    for found, expected in ((table, "raked"), (table, "calibrated"), (cut, "trimmed")):
        each = [found[names[0].index(who), names[1].index(rank)] for who, rank in cells]
        assert each == pytest.approx(case[expected], rel=1e-9)
    assert weights.design_effect(table, counts) == pytest.approx(case["kish"], rel=1e-9)
    most = 3 * np.mean(case["raked"])
    assert n == sum(
        each >= most * (1 - 1e-9) for each in case["trimmed"] if max(case["raked"]) > most
    )


def test_a_raked_mean_and_its_error_are_those_of_calibrate():
    population, weighting = of_r(NEAR)
    assert (weighting.method, weighting.capped, weighting.refused) == ("raked", 0, {})
    assert weighting.design_effect == pytest.approx(NEAR["kish"], rel=1e-9)
    assert weighting.n_effective == pytest.approx(len(NEAR["group"]) / NEAR["kish"], rel=1e-9)
    found = sampling(estimate(np.array(NEAR["score"]), population))
    assert found.mean == pytest.approx(NEAR["by_calibrate"]["mean"], rel=1e-9)
    assert found.error == pytest.approx(NEAR["finite_se"], rel=1e-9)
    # The same shares of endlessly many people: R's own error, which knows no share of its own.
    many = {
        name: {each: n * 10**12 for each, n in NEAR[name].items()}
        for name in ("functions", "ranks")
    }
    found = sampling(estimate(np.array(NEAR["score"]), of_r({**NEAR, **many})[0]))
    assert found.error == pytest.approx(NEAR["by_calibrate"]["se"], rel=1e-9)


def test_weights_far_from_the_roster_are_cut_and_it_is_said():
    population, weighting = of_r(FAR)
    assert population.raking.weights.tolist() == pytest.approx(FAR["trimmed"], rel=1e-9)
    assert weighting.capped == 11
    assert weighting.design_effect < FAR["kish"]


# Properties


@st.composite
def tables(draw):
    shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    counts = draw(
        st.lists(st.integers(0, 12), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
    )
    counts = np.array(counts).reshape(shape)
    assume((counts.sum(axis=1) > 0).all() and (counts.sum(axis=0) > 0).all())
    people = counts * draw(st.integers(1, 9)) + draw(st.integers(0, 3)) * (counts > 0)
    return counts, [people.sum(axis=1).tolist(), people.sum(axis=0).tolist()]


@given(tables())
def test_raked_people_add_up_to_every_margin(table):
    counts, margins = table
    found = weights.raked(counts, margins)
    assert not isinstance(found, str)  # the margins are those of a table with these cells
    for axis, margin in enumerate(margins):
        sums = (found * counts).sum(axis=1 - axis)
        assert sums == pytest.approx(margin, rel=1e-9)
    assert ((found > 0) == (counts > 0)).all()


@given(tables(), st.sampled_from([0.01, 3.0, 1e6]))
def test_only_the_proportions_of_a_roster_count(table, factor):
    counts, margins = table
    one = weights.raked(counts, margins)
    other = weights.raked(counts, [[factor * each for each in margin] for margin in margins])
    assert other.ravel() == pytest.approx((factor * one).ravel(), rel=1e-9)
    effect = weights.design_effect(one, counts)
    assert weights.design_effect(other, counts) == pytest.approx(effect, rel=1e-9)
    assert effect >= 1 - 1e-12


@given(tables())
def test_capped_weights_keep_their_sum_and_stay_under_the_cap(table):
    counts, margins = table
    found = weights.raked(counts, margins)
    cut, n = weights.capped(found, counts)
    total = (found * counts).sum()
    assert (cut * counts).sum() == pytest.approx(total, rel=1e-9)
    assert cut[counts > 0].max() <= 3 * total / counts.sum() * (1 + 1e-8)
    assert (n == 0) == np.array_equal(cut, found)
    effects = [weights.design_effect(each, counts) for each in (cut, found)]
    assert effects[0] <= effects[1] * (1 + 1e-9)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_digit(dice):
    people = [*ENOUGH, ("it", None, 4), ("hr", None, 2)]
    shuffled = dice.sample(people, len(people))
    setting = {"roster": ROSTER, "roster_by": {"rank": RANKS}}
    one, other = answered(people, **setting), answered(shuffled, **setting)
    assert one.weights.method == "raked"
    assert (one.weights, one.overall, one.dimensions) == (
        other.weights,
        other.overall,
        other.dimensions,
    )


def test_with_weights_that_are_all_alike_nothing_changes():
    people = staffed(("it", "manager", 10), ("it", "staff", 10), ("hr", "manager", 10))
    people += staffed(("hr", "staff", 10))
    roster = {"it": 40, "hr": 40}
    raked = answered(people, roster=roster, roster_by={"rank": {"manager": 40, "staff": 40}})
    plain = answered(people, roster=roster)
    assert (raked.weights.method, plain.weights.method) == ("raked", "headcount")
    assert raked.weights.design_effect == pytest.approx(1)
    assert raked.dimensions[0].score_100 == pytest.approx(plain.dimensions[0].score_100)


def test_a_raked_score_is_the_weighted_mean_of_people_and_groups_stay_as_they_answered():
    raked = answered(ENOUGH, roster=ROSTER, roster_by={"rank": RANKS})
    plain = answered(ENOUGH, roster=ROSTER)
    counts = np.array([[7, 9], [6, 10]])
    table = weights.raked(counts, [[30, 40], [15, 55]])
    place = {"hr": 0, "it": 1}, {"manager": 0, "staff": 1}
    each = [table[place[0][who], place[1][rank]] for who, rank, _ in ENOUGH]
    expected = sum(w * (p - 1) * 25 for w, (_, _, p) in zip(each, ENOUGH, strict=True)) / 70
    assert raked.dimensions[0].score_100 == pytest.approx(expected, rel=1e-9)
    assert raked.dimensions[0].pooled_100 == plain.dimensions[0].pooled_100
    assert raked.groups == plain.groups
    assert raked.weighting == plain.weighting == "headcount"


def test_people_without_a_rank_keep_the_weight_of_their_function():
    people = [*ENOUGH, *staffed(("it", None, 2))]
    found = answered(people, roster=ROSTER, roster_by={"rank": RANKS})
    population, _ = weighed(
        [who for who, _, _ in people], [rank for _, rank, _ in people], ROSTER, RANKS
    )
    raking = population.raking
    unknown = math.fsum(raking.weights[[n for n, each in enumerate(people) if not each[1]]])
    assert found.weights.method == "raked"
    assert unknown == pytest.approx(2 * 40 / 18, rel=1e-9)
    assert raking.totals == pytest.approx(ROSTER, rel=1e-9)


def test_equal_functions_have_a_design_effect_too():
    people = staffed(("it", None, 30), ("hr", None, 10))
    found = answered(people, roster={}, weighting=False)
    assert found.weights.method == "equal"
    assert found.weights.design_effect == pytest.approx(40 * (30 / 30**2 + 10 / 10**2) / 4)
    assert found.weights.n_effective == pytest.approx(30)


def test_fewer_than_k_people_are_not_weighed():
    found = answered(staffed(("it", None, 4)), roster={})
    assert found.weights is None
    assert found.reasons["/weights"] == "UNDER_K"


# What is refused, by name


def refused(people, roster=ROSTER, by_rank=RANKS):
    found = answered(people, roster=roster, roster_by={"rank": by_rank})
    plain = answered(people, roster=roster)
    assert found.dimensions == plain.dimensions
    assert found.weights.method == plain.weights.method
    return found.weights.refused["rank"], found.weights.absent


def test_a_category_nobody_answered_for_is_named_and_not_weighed_away():
    ranks = {"executive": 5, "manager": 15, "staff": 50}
    assert refused(ENOUGH, by_rank=ranks) == ("NOT_REPRESENTED", ("rank/executive",))
    few = {"executive": 4, "manager": 15, "staff": 51}
    assert refused(ENOUGH, by_rank=few) == ("NOT_REPRESENTED", ())  # four could be recognised
    roster = {"it": 30, "hr": 30, "sales": 10}
    assert refused(ENOUGH, roster=roster) == ("NOT_REPRESENTED", ("function/sales",))


@pytest.mark.parametrize(
    ("by_rank", "code"),
    [
        ({"manager": 15, "staff": 56}, "ROSTER_DIFFERS"),
        ({"manager": 12, "staff": 58}, "ROSTER_TOO_SMALL"),
        ({"staff": 70}, "ROSTER_LACKS"),
        ({"executive": 4, "staff": 66}, "ROSTER_LACKS"),
    ],
)
def test_a_roster_that_cannot_be_right_is_not_raked_to(by_rank, code):
    assert refused(ENOUGH, by_rank=by_rank) == (code, ())


def test_too_few_people_are_not_raked():
    few = staffed(
        ("it", "manager", 5), ("it", "staff", 9), ("hr", "manager", 2), ("hr", "staff", 7)
    )
    assert refused(few) == ("TOO_FEW_TO_RAKE", ())  # hr has 9
    people = staffed(("it", "manager", 3), ("it", "staff", 12), ("hr", "manager", 3))
    people += staffed(("hr", "staff", 12))
    assert refused(people) == ("TOO_FEW_TO_RAKE", ())  # 6 managers join the staff: one category


def test_small_categories_are_put_together():
    people = staffed(
        ("it", "executive", 2), ("it", "manager", 5), ("it", "staff", 12),
        ("hr", "executive", 2), ("hr", "manager", 6), ("hr", "staff", 11),
    )  # fmt: skip
    ranks = {"executive": 5, "manager": 15, "staff": 50}
    found = answered(people, roster=ROSTER, roster_by={"rank": ranks})
    assert found.weights.method == "raked"
    population, _ = weighed(
        [who for who, _, _ in people], [rank for _, rank, _ in people], ROSTER, ranks
    )
    staff = [n for n, each in enumerate(people) if each[1] == "staff"]
    assert math.fsum(population.raking.weights[staff]) == pytest.approx(50, rel=1e-9)


def test_nothing_is_raked_without_a_roster_of_functions_or_ranks_that_are_said():
    assert refused(ENOUGH, roster={"it": 40}) == ("NO_ROSTER", ())
    silent = [(who, None, point) for who, _, point in ENOUGH]
    assert refused(silent) == ("NOT_STATED", ())  # all may have answered
    plain = answered(ENOUGH, roster=ROSTER, roster_by={"rank": RANKS}, weighting=False)
    assert (plain.weights.method, plain.weights.refused) == ("equal", {})


@pytest.mark.parametrize(
    ("functions", "roster", "code"),
    [
        ("it hr", {"it": 40}, "ROSTER_LACKS"),
        ("it hr", {"it": 40, "hr": 3}, "ROSTER_TOO_SMALL"),
        ("it hr", {}, "NO_ROSTER"),
        ("it -", {"it": 40}, "ROSTER_LACKS"),
        ("it -", {"it": 40, "other": 3}, "ROSTER_TOO_SMALL"),
        ("it -", {"it": 40, "other": 9}, None),
        ("- -", {"it": 40}, None),
    ],
)
def test_functions_that_weigh_the_same_although_headcounts_were_asked_for_say_why(
    functions, roster, code
):
    people = staffed(*((None if who == "-" else who, None, 8) for who in functions.split()))
    found = answered(people, roster=roster).weights
    assert found.refused == ({"function": code} if code else {})
    assert found.method == ("equal" if code else "headcount")
    assert answered(people, roster=roster, weighting=False).weights.refused == {}


who = st.lists(st.sampled_from(["it", "hr", "other", None]), min_size=1, max_size=20)


@given(who, st.dictionaries(st.sampled_from(["it", "hr", "other"]), st.integers(0, 30)))
def test_groups_weigh_by_headcount_or_it_is_said_why(functions, roster):
    population = populate(functions, roster, 5, by_headcount=True)
    assert (population.headcount is None) == (population.refused is not None)
    missing = unlisted(functions, roster, 5)
    assert not roster or set(missing) >= {*functions} - {None} - set(roster)
    assert (population.refused == "ROSTER_LACKS") == bool(missing)


def test_margins_that_no_weights_fit_say_so():
    counts = np.array([[5, 0], [5, 5]])
    assert weights.raked(counts, [[10, 20], [5, 25]]) == "NOT_CONVERGED"
    assert weights.raked(counts, [[10, 20], [20, 11]]) == "ROSTER_DIFFERS"
    assert weights.raked(np.array([[5, 0], [5, 0]]), [[10, 20], [20, 10]]) == "NOT_REPRESENTED"


# What may not be revealed


def test_a_raked_score_that_would_give_a_few_away_counts_functions_only():
    people = staffed(
        ("it", "manager", 1), ("it", "staff", 18), ("hr", "manager", 16), ("hr", "staff", 2)
    )
    raked = answered(people, roster=ROSTER, roster_by={"rank": {"manager": 30, "staff": 40}})
    plain = answered(people, roster=ROSTER)
    assert raked.weights.method == "raked"
    one, other = raked.dimensions[0], plain.dimensions[0]
    assert (one.score_100, *one.interval) == pytest.approx((other.score_100, *other.interval))
    # it: the one manager; hr: the two of the staff; taking the groups away would leave these three
    assert ("d", "WEIGHTS_TELLING") in {(e.what, e.reason) for e in raked.suppression_log}


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([1.0, 2.0, 3.0])), max_size=14),
    st.integers(2, 5),
)
def test_no_sum_of_groups_and_weights_is_about_fewer_than_k_people(people, k):
    groups = [group for group, _ in people]
    each = np.array([weight for _, weight in people])
    fewest = len(people) + 1
    for a in (1.0, 2.0, 3.0, 9.0):
        for b in (1.0, 2.0, 3.0, 9.0):
            left = sum(w != {"a": a, "b": b}[g] for g, w in people)
            fewest = min(fewest, left)
    assert telling(each, groups, k) == (0 < fewest < k)
