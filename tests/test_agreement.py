"""How alike people answer: R's numbers, published ones, chance worked out by brute force, masking.

R's numbers are in tests/oracle/agreement.json, made by agreement.R beside it.
"""

import json
import math
from collections import Counter
from itertools import combinations_with_replacement
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_scores import assessed, coded, dimension, question, questionnaire, scale

from maturity.scores import Setting
from maturity.scores.ground import lay_ground
from maturity.scores.spread import dont_know_rates
from maturity.scores.statistics import agreement

ORACLE = json.loads(
    (Path(__file__).parent / "oracle" / "agreement.json").read_text(encoding="utf-8")
)
CLOSE = {"rel": 1e-9, "abs": 1e-12}


def counts_of(answers, points):
    """Answers from 1 up, people by items, become counts by point, items by points."""
    answers = np.asarray(answers)
    return np.stack([(answers == point).sum(axis=0) for point in range(1, points + 1)], axis=1)


def close(expected):
    """R writes one value as a number, several as a list."""
    return pytest.approx(expected if isinstance(expected, list) else [expected], **CLOSE)


def ratios(counts):
    points = counts.shape[1]
    return [
        agreement.variance_ratio(sd, points) for sd in agreement.standard_deviation(counts).tolist()
    ]


# Against R


@pytest.mark.parametrize("case", ORACLE["items"])
def test_agreement_on_items_is_what_r_finds(case):
    counts = counts_of(case["answers"], case["points"])
    assert agreement.standard_deviation(counts).tolist() == close(case["sd"])
    found = agreement.average_deviation(counts).tolist()
    assert found == close(case["average_deviation"])
    assert agreement.consensus(counts).tolist() == close(case["consensus"])
    assert list(map(agreement.rwg, ratios(counts))) == close(case["rwg"])
    assert agreement.rwg_j(ratios(counts)) == pytest.approx(case["rwg_j"], **CLOSE)


@pytest.mark.parametrize("case", ORACLE["groups"])
def test_the_share_between_groups_is_what_two_packages_of_r_find(case):
    groups = [
        [score for each, score in zip(case["group"], case["score"], strict=True) if each == name]
        for name in sorted(set(case["group"]))
    ]
    found = agreement.one_way(groups)
    assert (found.icc_1, found.icc_2) == pytest.approx((case["icc_1"], case["icc_2"]), **CLOSE)
    if case["psych"]:
        assert (found.icc_1, found.icc_2) == pytest.approx(case["psych"], **CLOSE)


@pytest.mark.parametrize("case", ORACLE["chance"])
def test_the_table_of_chance_is_what_r_simulates(case):
    exact = agreement.critical_deviation(case["n"], case["points"])
    # R draws 20,000 groups: it may end one possible value further
    assert exact == pytest.approx(case["critical"], abs=0.025)


# Published examples


def test_shrout_and_fleiss_1979_six_targets_and_four_judges():
    table_2 = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    found = agreement.one_way(table_2)
    assert round(found.icc_1, 2) == 0.17  # table 4, ICC(1,1)
    assert round(found.icc_2, 2) == 0.44  # ICC(1,k)


def test_tastle_and_wierman_consensus_as_published():
    # the package agrmt's own example (its help page prints 0.7256876)
    example = np.array([[30, 40, 210, 130, 530, 50, 10]])
    assert round(float(agreement.consensus(example)[0]), 7) == 0.7256876
    # the three requirements of the paper, section 3: all alike 1, half at each end 0, between else
    rows = np.array([[0, 0, 8, 0, 0], [4, 0, 0, 0, 4], [2, 2, 2, 2, 2], [1, 0, 0, 0, 7]])
    found = agreement.consensus(rows).tolist()
    assert found[:2] == [1, 0]
    assert round(found[2], 3) == 0.434
    assert 0 < found[3] < 1


# Chance


def brute(n, points):
    """The largest AD of probability 1 in 20 or less, by counting every possible set of answers."""
    ways = Counter()
    for answers in combinations_with_replacement(range(points), n):
        total = sum(answers)
        orders = math.factorial(n)
        for times in Counter(answers).values():
            orders //= math.factorial(times)
        ways[sum(abs(n * x - total) for x in answers)] += orders
    below, critical = 0, -1
    for distance in sorted(ways):
        below += ways[distance]
        if 20 * below <= points**n:
            critical = distance / n**2
    return critical


@pytest.mark.parametrize(
    ("n", "points"),
    [(3, 5), (4, 2), (5, 2), (5, 5), (6, 4), (7, 7), (8, 5), (9, 3), (12, 5), (6, 11)],
)
def test_the_table_of_chance_is_exact(n, points):
    critical = brute(n, points)
    found = agreement.critical_deviation(n, points)
    assert found == ("TOO_FEW_TO_TELL" if critical < 0 else pytest.approx(critical, abs=5e-7))


def test_critical_values_of_larger_groups_lie_where_the_research_found_them():
    # 5th percentiles of simulated random answers on five points: the next possible value up at most
    for n, percentile in ((5, 0.48), (8, 0.72), (10, 0.80), (14, 0.86), (20, 0.93)):
        critical = agreement.critical_deviation(n, 5)
        assert percentile - 0.085 < critical < percentile


def test_more_people_than_the_table_has_are_judged_by_its_last_value():
    last = agreement.critical_deviation(100, 5)
    assert agreement.critical_deviation(5000, 5) == last
    assert agreement.beyond_chance(last, 5000, 5) is True


def test_what_the_table_does_not_have_is_said_so():
    assert agreement.beyond_chance(0.0, 2, 5) == "TOO_FEW_TO_TELL"
    assert agreement.beyond_chance(0.0, 50, 101) == "NO_CRITICAL_VALUE"


def test_random_answers_pass_for_agreement_one_time_in_twenty_at_most():
    rng = np.random.default_rng(20260412)
    for n, points in ((5, 5), (9, 6), (20, 7), (60, 5)):
        drawn = counts_of(rng.integers(1, points + 1, (n, 4000)), points)
        found = agreement.average_deviation(drawn).tolist()
        passed = sum(agreement.beyond_chance(each, n, points) is True for each in found) / 4000
        assert 0.005 < passed < 0.062


# Camps


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([3, 0, 0, 0, 3], True),
        ([2, 1, 0, 1, 2], True),
        ([3, 1, 2, 1, 3], True),  # both ends 30 %, denser than the middle
        ([2, 2, 2, 2, 2], False),  # spread evenly
        ([0, 1, 8, 1, 0], False),
        ([4, 4, 4, 4, 4, 4], False),  # thirds of a third each, and no camps
        ([4, 3, 1, 1, 4, 3], True),
        ([7, 0, 0, 0, 1], False),  # one outlier
        ([5, 5], True),
        ([9, 1], False),
    ],
)
def test_answers_in_two_camps_are_told_from_spread_ones(counts, expected):
    assert agreement.polarised(np.array([counts]), 0.35, 0.3).tolist() == [expected]


# Properties


tallies = st.lists(st.integers(0, 40), min_size=2, max_size=11).filter(lambda c: sum(c) > 1)


@given(tallies)
def test_every_measure_of_agreement_stays_in_its_bounds(counts):
    row, points = np.array([counts]), len(counts)
    consensus, deviation = agreement.consensus(row)[0], agreement.average_deviation(row)[0]
    assert 0 <= consensus <= 1
    assert 0 <= deviation <= (points - 1) / 2
    assert deviation <= agreement.standard_deviation(row)[0] + 1e-12
    assert 0 <= agreement.rwg(ratios(row)[0]) <= 1
    alike = max(counts) == sum(counts)
    assert (consensus == 1) == (deviation == 0) == alike


@given(tallies)
def test_turning_a_scale_round_changes_no_agreement(counts):
    row = np.array([counts, counts[::-1]])
    for measure in (agreement.average_deviation, agreement.standard_deviation):
        found = measure(row)
        assert found[0] == found[1]  # whole numbers until the last division
    assert agreement.consensus(row)[0] == pytest.approx(agreement.consensus(row)[1], abs=1e-12)
    assert len(set(agreement.polarised(row, 0, 0.3).tolist())) == 1


@given(tallies, st.integers(2, 5))
def test_the_same_shares_of_more_people_are_the_same_consensus(counts, times):
    row = np.array([counts])
    again = row * times
    assert agreement.consensus(again)[0] == pytest.approx(agreement.consensus(row)[0], abs=1e-12)
    assert agreement.average_deviation(again)[0] == pytest.approx(
        agreement.average_deviation(row)[0], abs=1e-12
    )


@given(st.lists(tallies.filter(lambda c: len(c) == 5), min_size=1, max_size=4))
def test_items_are_worked_out_together_as_they_are_alone(rows):
    for measure in (
        agreement.average_deviation,
        agreement.standard_deviation,
        agreement.consensus,
    ):
        alone = [measure(np.array([row]))[0] for row in rows]
        assert measure(np.array(rows)).tolist() == alone


@given(
    st.lists(st.lists(st.integers(0, 100), min_size=1, max_size=6), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_the_share_between_groups_does_not_depend_on_any_order(groups, random):
    shuffled = [random.sample(group, len(group)) for group in random.sample(groups, len(groups))]
    assert agreement.one_way(groups) == agreement.one_way(shuffled)


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([[50, 50], [50, 50]], "NO_VARIANCE"),
        ([[1, 2, 3]], "TOO_FEW_GROUPS"),
        ([[1], [2]], "TOO_FEW_GROUPS"),
        ([], "TOO_FEW_GROUPS"),
    ],
)
def test_no_share_between_groups_where_there_is_none_to_tell(groups, expected):
    assert agreement.one_way(groups) == expected


def test_groups_with_the_same_mean_have_no_reliable_difference():
    found = agreement.one_way([[0, 100], [0, 100]])
    assert (found.icc_1, found.icc_2) == (-1, "NO_VARIANCE")


# In the assessment


def many(function, *rows):
    return [(function, row) for row in rows]


def alike(function, times, row):
    return [(function, row)] * times


TWO = questionnaire([dimension("d", [question("d1", "d"), question("d2", "d", reverse=True)])], k=5)


def item(found, id_):
    return next(each for each in found.items if each.id == id_)


def test_an_item_says_how_alike_people_answered_it():
    answers = [1, 1, 2, 4, 5, 5]
    found = assessed(TWO, [(None, {"d1": each, "d2": 3}) for each in answers])
    d1, d2 = item(found, "d1"), item(found, "d2")
    assert (d1.sd, d1.average_deviation) == pytest.approx((1.8973665961, 5 / 3))
    assert (d1.rwg, d1.beyond_chance, d1.polarised) == (0, False, True)
    assert (d2.sd, d2.average_deviation, d2.consensus, d2.rwg) == (0, 0, 1, 1)
    assert (d2.beyond_chance, d2.polarised) == (True, False)
    spread = found.dimensions[0].spread
    assert found.dimensions[0].agreement == pytest.approx((d1.consensus + 1) / 2)
    assert spread.average_deviation == pytest.approx(5 / 6)
    assert (spread.items, spread.beyond_chance, spread.polarised) == (2, 1, ("d1",))


def test_a_masked_item_adds_nothing_to_the_agreement_of_its_dimension():
    few = [(None, {"d1": 3, "d2": each}) for each in (1, 1, 5, 5)]
    found = assessed(TWO, [*few, *[(None, {"d1": 3})] * 4])
    d2 = item(found, "d2")
    assert d2.distribution is None
    assert {d2.sd, d2.average_deviation, d2.consensus, d2.rwg, d2.beyond_chance, d2.polarised} == {
        None
    }
    assert found.reasons["/items/1/consensus"] == "UNDER_K"
    assert (found.dimensions[0].agreement, found.dimensions[0].spread.items) == (1, 1)


def test_a_dimension_without_a_published_item_has_no_agreement():
    found = assessed(TWO, [(None, {"d1": 3, "d2": 3})] * 4)
    assert (found.dimensions[0].agreement, found.dimensions[0].spread) == (None, None)
    assert found.reasons["/dimensions/0/agreement"] == "UNDER_K"
    assert found.reasons["/dimensions/0/spread"] == "UNDER_K"


def test_without_a_shared_scale_there_is_consensus_but_no_deviation_in_points():
    long = question("d2", "d", scale=scale(0, 10))
    mixed = questionnaire([dimension("d", [question("d1", "d"), long])], k=5)
    found = assessed(mixed, [(None, {"d1": 1 + n % 3, "d2": n}) for n in range(6)])
    spread = found.dimensions[0].spread
    assert (spread.average_deviation, spread.sd) == (None, None)
    assert found.reasons["/dimensions/0/spread/sd"] == "NO_SHARED_SCALE"
    assert found.dimensions[0].agreement is not None
    assert 0 < spread.rwg_j < 1


def test_a_scale_of_a_hundred_and_one_points_has_no_table_of_chance():
    fine = question("d1", "d", scale=scale(0, 100))
    found = assessed(questionnaire([dimension("d", [fine])], k=5), [(None, {"d1": 50})] * 6)
    assert item(found, "d1").beyond_chance is None
    assert found.reasons["/items/0/beyond_chance"] == "NO_CRITICAL_VALUE"


def test_functions_are_set_against_people_only_by_name_and_with_five_each():
    people = [
        *many("it", *({"d1": each, "d2": 1} for each in (1, 1, 2, 1, 2))),
        *many("hr", *({"d1": each, "d2": 5} for each in (5, 4, 5, 5, 4))),
        *many("finance", *({"d1": each, "d2": 3} for each in (3, 3, 2, 3, 4))),
        *many("other", *({"d1": each, "d2": 3} for each in (1, 5, 1, 5, 1))),
    ]
    between = assessed(TWO, people).dimensions[0].spread.between
    scores = [[50, 50, 62.5, 50, 62.5], [50, 37.5, 50, 50, 37.5], [50, 50, 37.5, 50, 62.5]]
    expected = agreement.one_way(scores)
    assert (between.groups, between.raw) == (3, expected.icc_1)
    assert (between.share, between.reliability) == (expected.icc_1, expected.icc_2)
    two = assessed(TWO, people[5:])
    assert two.dimensions[0].spread.between is None
    assert two.reasons["/dimensions/0/spread/between"] == "TOO_FEW_GROUPS"


def test_a_negative_share_between_functions_is_none_and_told_as_computed():
    rows = [{"d1": each, "d2": 3} for each in (1, 2, 3, 4, 5)]
    people = [*many("it", *rows), *many("hr", *rows), *many("finance", *rows)]
    between = assessed(TWO, people).dimensions[0].spread.between
    assert (between.share, between.reliability) == (0, 0)
    assert between.raw < 0


# Who does not know


def rates(found, group):
    return next(each.dont_know_rates for each in found.groups if each.id == group)


def test_who_does_not_know_is_told_by_function():
    people = [
        *alike("it", 5, {"d1": 3, "d2": "?"}),
        *alike("hr", 6, {"d1": 3, "d2": 3}),
        *alike("hr", 1, {"d1": "?", "d2": "x"}),
    ]
    found = assessed(TWO, people)
    assert rates(found, "it") == {"d": 0.5}
    assert rates(found, "hr") == {"d": 1 / 13}
    assert found.dimensions[0].dont_know_rate == 6 / 23


def test_a_function_merged_in_a_dimension_has_no_rate_of_its_own_there():
    people = [
        *alike("it", 6, {"d1": 3, "d2": 3}),
        *alike("hr", 5, {"d1": 3, "d2": 3}),
        *alike("finance", 4, {"d1": 4, "d2": 3}),
        *alike("finance", 1, {"d1": "?", "d2": "?"}),
        *alike("finance", 3, {}),
    ]
    found = assessed(TWO, people)
    # finance has 8 people, 4 of them with a score: shown as other, with hr, the next smallest
    assert rates(found, "finance") == {"d": None}
    assert rates(found, "it")["d"] == 0
    assert rates(found, "other")["d"] == 2 / (2 * 13)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "it", "hr", "finance"]),
            st.fixed_dictionaries(
                {}, optional={each: st.sampled_from([1, 3, 5, "?", "x"]) for each in ("d1", "d2")}
            ),
        ),
        max_size=30,
    )
)
def test_rates_by_function_are_shown_for_k_people_each_and_leave_k_or_nobody(people):
    ground = lay_ground(coded(TWO, people), TWO, Setting("acme", "Acme", "w1"))
    found = dont_know_rates(ground, TWO.dimensions[0])
    applies = [
        (function, sum(row.get(each) != "x" for each in ("d1", "d2"))) for function, row in people
    ]
    asked = Counter(function for function, left in applies if left)
    for name in set(found) - {"other"}:
        assert asked[name] >= 5
    rest = sum(asked.values()) - sum(asked[name] for name in set(found) - {"other"})
    assert rest == 0 or rest >= 5 or not found
    assert ("other" in found) == (bool(found) and rest > 0)
