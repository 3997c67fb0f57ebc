"""Intervals, probabilities of levels, shares and bounds: R’s numbers, properties, edge cases."""

import json
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.test_scores import assessed, dimension, question, questionnaire, scale

from maturity.scores import OTHER, level_of
from maturity.scores.estimate import estimate, sampling
from maturity.scores.population import populate
from maturity.scores.statistics.intervals import (
    Sampled,
    Stratum,
    level_probability,
    likely_levels,
    of_finite,
    sampled,
    wilson,
)

ORACLE = json.loads((Path(__file__).parent / "oracle" / "levels.json").read_text(encoding="utf-8"))
ONE = questionnaire([dimension("d", [question("d1", "d")])])
FIVE = (20, 40, 60, 80)


def group(scores, people=None, k=3):
    """One group's t distribution, of so many people if that is known."""
    population = populate(
        ["it"] * len(scores), {"it": people} if people else {}, k, by_headcount=False
    )
    return sampling(estimate(np.array(scores, dtype=float), population))


def of(*points, function="it"):
    return [(function, {"d1": point}) for point in points]


# Against R


@pytest.mark.parametrize("case", ORACLE["levels"], ids=lambda case: f"{len(case['score'])} people")
def test_levels_are_as_probable_as_in_r(case):
    found = group(case["score"], case["people"])
    assert found.error == pytest.approx(case["se"], rel=1e-9)
    assert found.interval() == pytest.approx(tuple(case["interval"]), rel=1e-9)
    cuts = np.atleast_1d(case["cuts"]).tolist()
    assert level_probability(found, cuts) == pytest.approx(
        tuple(case["probability"]), rel=1e-9, abs=1e-14
    )


@pytest.mark.parametrize("case", ORACLE["wilson"], ids=str)
def test_a_share_has_the_interval_of_prop_test(case):
    ends = wilson(case["favourable"], case["n"])
    assert ends == pytest.approx(tuple(case["interval"]), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("case", ORACLE["finite"], ids=str)
def test_a_share_of_known_people_has_the_interval_of_phyper(case):
    low, high = of_finite(case["favourable"], case["n"], case["people"])
    whole = low * case["people"], high * case["people"]
    assert whole == pytest.approx((case["lowest"], case["highest"]), rel=1e-12)


def test_nine_of_fourteen_in_twenty_are_ten_to_fifteen_people():
    assert of_finite(9, 14, 20) == (10 / 20, 15 / 20)


# Properties

spreads = st.builds(
    Sampled, st.floats(0, 100), st.floats(0.01, 60), st.floats(2, 400, allow_subnormal=False)
)
cut_lists = st.lists(st.integers(1, 99), max_size=6, unique=True).map(sorted)


@given(spreads, cut_lists)
def test_probabilities_of_levels_are_shares_of_one(found, cuts):
    probabilities = level_probability(found, cuts)
    assert len(probabilities) == len(cuts) + 1
    assert all(0 <= each <= 1 for each in probabilities)
    assert math.fsum(probabilities) == pytest.approx(1, rel=1e-12)


@given(spreads, cut_lists)
def test_a_probable_level_is_the_one_the_score_is_in(found, cuts):
    probabilities = level_probability(found, cuts)
    likely = likely_levels(probabilities, 0.8)
    level = 1 + sum(cut <= found.mean for cut in cuts)
    assert likely == tuple(range(likely[0], likely[-1] + 1))
    assert math.fsum(probabilities[n - 1] for n in likely) >= 0.8 - 1e-9
    assert likely[0] <= level <= likely[-1]
    if max(probabilities) >= 0.8:
        assert likely == (level,)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=7).filter(sum))
def test_no_shorter_run_of_levels_is_likely(parts):
    probabilities = [each / math.fsum(parts) for each in parts]
    length = len(likely_levels(probabilities, 0.8))
    for shorter in range(1, length):
        runs = range(len(parts) - shorter + 1)
        assert all(math.fsum(probabilities[n : n + shorter]) < 0.8 for n in runs)


@given(spreads, st.floats(0, 100), st.floats(0, 100))
def test_what_is_below_grows_with_the_bound(found, one, other):
    low, high = sorted([one, other])
    assert found.below(low) <= found.below(high)


@given(
    st.lists(
        st.builds(
            Stratum,
            st.integers(3, 60),
            st.sampled_from([0.0, 0.4, 3.0, 90.0]),
            st.sampled_from([0.0, 0.3, 1.0]),
            st.floats(0.05, 1),
        ),
        min_size=1,
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_an_interval_is_around_its_score_in_any_order_of_groups(strata, dice):
    found = sampled(50.0, strata)
    assert sampled(50.0, dice.sample(strata, len(strata))) == found
    assume(not isinstance(found, str))
    low, high = found.interval()
    assert low <= 50 <= high
    if found.error:
        assert min(each.n for each in strata) - 1 <= found.freedom + 1e-9
        assert found.freedom <= sum(each.n - 1 for each in strata) + 1e-9


@given(st.integers(1, 60), st.data())
def test_a_share_is_in_its_interval_and_never_certain_of_the_silent(n, data):
    favourable = data.draw(st.integers(0, n))
    people = data.draw(st.integers(n, 200))
    for low, high in (wilson(favourable, n), of_finite(favourable, n, people)):
        assert 0 <= low <= favourable / n + 1 / n
        assert favourable / n - 1 / n <= high <= 1
    low, high = of_finite(favourable, n, people)
    assert round(low * people) >= favourable
    assert round(high * people) <= people - (n - favourable)
    if n == people:
        assert low == high == favourable / n
    other = of_finite(n - favourable, n, people)
    assert (low, high) == pytest.approx((1 - other[1], 1 - other[0]), abs=1e-12)


@given(st.integers(1, 40), st.integers(40, 120))
def test_more_favourable_answers_never_lower_an_interval(n, people):
    ends = [of_finite(favourable, n, people) for favourable in range(n + 1)]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(ends))


# Edge cases


def test_nobody_differs_so_there_is_no_interval_unless_everybody_answered():
    alike = of(4, 4, 4, 4, 4)
    found = assessed(ONE, alike, roster={"it": 9})
    (each,) = found.dimensions
    assert (each.interval, each.level_probability, each.likely_levels) == (None, None, None)
    for name in ("interval", "level_probability", "likely_levels"):
        assert found.reasons[f"/dimensions/0/{name}"] == "NO_VARIANCE"
    (sure,) = assessed(ONE, alike, roster={"it": 5}).dimensions
    assert sure.interval == (75, 75)
    assert (sure.level_probability, sure.likely_levels) == ((0, 0, 0, 1, 0), (4,))


def test_a_certain_score_on_a_cut_is_surely_in_the_upper_level():
    (found,) = assessed(ONE, of(3, 3, 3, 2, 2), roster={"it": 5}).dimensions
    assert (found.score_100, found.level) == (40, 3)
    assert found.level_probability == (0, 0, 1, 0, 0)
    exact = Sampled(40 - 1e-12, 0.0, math.inf)
    assert level_probability(exact, FIVE) == (0, 0, 1, 0, 0)


def test_fewer_than_three_people_have_no_interval():
    assert group([50.0], k=1) == group([0.0, 75.0], k=2) == "TOO_FEW_FOR_INTERVAL"
    assert group([0.0, 75.0], k=2, people=2) == Sampled(37.5, 0.0, math.inf)
    found = assessed(ONE, of(1, 4), k=2)
    assert found.dimensions[0].interval is None
    assert found.reasons["/dimensions/0/interval"] == "TOO_FEW_FOR_INTERVAL"
    assert found.reasons["/dimensions/0/level_probability"] == "TOO_FEW_FOR_INTERVAL"


def test_a_function_of_two_leaves_the_whole_without_an_interval():
    people = of(1, 2, 4, 5, 3) + of(2, 4, function="hr")
    found = assessed(ONE, people, k=2)
    assert found.reasons["/dimensions/0/interval"] == "TOO_FEW_FOR_INTERVAL"
    by_id = {each.id: each for each in found.groups}
    assert by_id["hr"].intervals == {"d": None}
    assert by_id["it"].intervals["d"] is not None


def test_more_answers_than_people_invited_leave_n_unknown():
    found = assessed(ONE, of(1, 2, 4, 5, 3), roster={"it": 4})
    unknown = assessed(ONE, of(1, 2, 4, 5, 3))
    assert found.dimensions[0].interval == unknown.dimensions[0].interval
    assert found.reasons["/dimensions/0/silent_bounds"] == "ROSTER_TOO_SMALL"
    assert of_finite(3, 5, 4) == "ROSTER_TOO_SMALL"
    assert (wilson(0, 0), of_finite(0, 0, 4)) == ("NO_ANSWER", "NO_ANSWER")


def test_a_function_that_answered_alike_is_no_more_certain_than_the_others():
    some = of(1, 2, 4, 5, 3, 2, 4) + of(4, 4, 4, function="hr")
    other = of(1, 2, 4, 5, 3, 2, 4) + of(3, 4, 5, function="hr")
    roster = {"it": 14, "hr": 6}
    alike, varied = (assessed(ONE, each, roster=roster).dimensions[0] for each in (some, other))
    assert alike.interval[1] - alike.interval[0] > 0.7 * (varied.interval[1] - varied.interval[0])
    strata = [Stratum(7, 1.0, 0.5, 0.5), Stratum(3, 0.0, 0.5, 0.5)]
    spread = 1.0 * (7 / 0.5) ** 2 / (6 + 2)
    expected = 0.5 * 7 / 6 * 1.0 + 0.5**2 * 0.5 / 3 * spread
    assert sampled(50.0, strata).error == pytest.approx(math.sqrt(expected), rel=1e-12)


def test_degrees_of_freedom_are_satterthwaites_where_every_function_varies():
    strata = [Stratum(40, 0.1, 0.3, 0.5), Stratum(3, 0.001, 0.5, 0.5)]
    parts = [each.variance for each in strata]
    plain = sum(parts) ** 2 / (parts[0] ** 2 / 39 + parts[1] ** 2 / 2)
    assert sampled(50.0, strata).freedom == pytest.approx(plain, rel=1e-12)


def test_a_function_that_answered_alike_lends_no_degrees_of_freedom():
    strata = [Stratum(40, 0.1, 0.3, 0.5), Stratum(3, 0.0, 0.5, 0.5)]
    parts = [each.leverage for each in strata]
    by_design = sum(parts) ** 2 / (parts[0] ** 2 / 39 + parts[1] ** 2 / 2)
    assert sampled(50.0, strata).freedom == pytest.approx(by_design, rel=1e-12)
    assert by_design < 3


def test_all_levels_together_are_likely_when_nothing_else_is():
    assert likely_levels([0.3, 0.1, 0.2, 0.1, 0.3], 0.8) == (1, 2, 3, 4, 5)
    assert likely_levels([1.0], 0.8) == (1,)
    assert likely_levels([0.4, 0.4, 0.2], 0.8) == (1, 2)
    assert likely_levels([0.1, 0.4, 0.4, 0.1], 0.8) == (2, 3)
    assert level_probability(Sampled(40.0, 3.0, 9.0), []) == (1.0,)


# Groups


def test_functions_show_how_many_and_how_sure_in_each_dimension():
    items = [question("d1", "d"), question("e1", "e")]
    instrument = questionnaire([dimension(each.dimension, [each]) for each in items])
    people = [("it", {"d1": n, "e1": n if n < 3 else None}) for n in (1, 2, 3, 4)]
    people += [("hr", {"d1": n, "e1": n}) for n in (2, 2, 3, 5)]
    found = assessed(instrument, people, roster={"it": 8, "hr": 4})
    by_id = {each.id: each for each in found.groups}
    assert by_id["hr"].n_by_dimension == {"d": 4, "e": None}
    assert by_id["hr"].intervals["d"] == (50, 50)
    low, high = by_id["it"].intervals["d"]
    assert low < by_id["it"].dimensions["d"] < high
    assert by_id[OTHER].n_by_dimension == {"d": None, "e": 6}
    for n, each in enumerate(found.groups):
        for id_ in ("d", "e"):
            if each.dimensions[id_] is None:
                assert each.intervals[id_] is each.n_by_dimension[id_] is None
                assert found.reasons[f"/groups/{n}/intervals/{id_}"] == "UNDER_K"
                assert found.reasons[f"/groups/{n}/n_by_dimension/{id_}"] == "UNDER_K"


def test_a_functions_interval_is_that_of_its_people_alone():
    people = of(1, 2, 4, 5, 3, 2) + of(4, 5, 4, 3, function="hr")
    found = assessed(ONE, people, roster={"it": 12, "hr": 10}, by_headcount=True)
    alone = assessed(ONE, of(1, 2, 4, 5, 3, 2), roster={"it": 12})
    by_id = {each.id: each for each in found.groups}
    assert by_id["it"].intervals["d"] == pytest.approx(alone.dimensions[0].interval, rel=1e-12)


# Who kept silent


def test_the_silent_could_have_answered_the_worst_or_the_best():
    people = of(5, 5, 3, 3, 4) + of(1, 2, 2, 1, function="hr")
    found = assessed(ONE, people, roster={"it": 10, "hr": 5}).dimensions[0]
    # it: 5 of 10, mean 75; hr: 4 of 5, mean 12.5
    low = (0.5 * 75 + 0.8 * 12.5) / 2
    assert found.silent_bounds == pytest.approx((low, low + 100 * (0.5 + 0.2) / 2))
    weighed = assessed(ONE, people, roster={"it": 10, "hr": 5}, by_headcount=True).dimensions[0]
    low = (5 * 75 + 4 * 12.5) / 15
    assert weighed.silent_bounds == pytest.approx((low, low + 100 * 6 / 15))


def test_functions_nobody_answered_for_are_silent_too():
    people = of(5, 5, 3, 3, 4)
    both = {"it": 5, "hr": 5}
    assert assessed(ONE, people, roster=both).dimensions[0].silent_bounds == (37.5, 87.5)
    few = assessed(ONE, people, roster={"it": 5, "hr": 1}, k=5).dimensions[0]
    assert few.silent_bounds == pytest.approx((5 * 75 / 6, 5 * 75 / 6 + 100 / 6))


def test_a_function_that_was_not_asked_is_not_silent():
    instrument = questionnaire([dimension("d", [question("d1", "d", functions=("it",))])])
    found = assessed(instrument, of(5, 5, 3, 3, 4), roster={"it": 5, "hr": 5}).dimensions[0]
    assert found.silent_bounds == (75, 75)


def test_without_a_roster_nobody_knows_who_kept_silent():
    found = assessed(ONE, of(1, 2, 4, 5, 3))
    assert found.dimensions[0].silent_bounds is found.overall.silent_bounds is None
    assert found.reasons["/dimensions/0/silent_bounds"] == "NO_ROSTER"
    assert found.reasons["/overall/silent_bounds"] == "NO_ROSTER"


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["it", "hr", "finance"]), st.integers(1, 5)), min_size=5),
    st.dictionaries(st.sampled_from(["it", "hr", "finance", "sales"]), st.integers(1, 30)),
    st.booleans(),
)
def test_a_score_lies_between_what_the_silent_could_make_of_it(answers, more, by_headcount):
    people = [(who, {"d1": point}) for who, point in answers]
    functions = [who for who, _ in answers]
    roster = {who: functions.count(who) + extra for who, extra in more.items()}
    roster |= {who: functions.count(who) for who in {*functions} - {*roster}}
    found = assessed(ONE, people, roster=roster, by_headcount=by_headcount)
    low, high = found.dimensions[0].silent_bounds
    assert 0 <= low <= found.dimensions[0].score_100 + 1e-9
    assert found.dimensions[0].score_100 - 1e-9 <= high <= 100
    assert found.overall.silent_bounds == pytest.approx((low, high), rel=1e-12)
    if roster == {who: functions.count(who) for who in functions}:
        assert low == pytest.approx(high) == pytest.approx(found.dimensions[0].score_100)


# Shares of items


def share(instrument, people, **setting):
    found = assessed(instrument, people, **setting)
    return found.items[0].favourable, found


def test_favourable_is_above_the_middle_after_keying():
    keyed = questionnaire([dimension("d", [question("d1", "d", reverse=True)])])
    even = questionnaire([dimension("d", [question("d1", "d", scale=scale(1, 6))])])
    points = of(1, 2, 3, 4, 5)
    assert share(ONE, points)[0].share == share(keyed, points)[0].share == 0.4
    assert share(even, of(1, 2, 3, 4, 5))[0].share == 0.4


def test_a_share_is_of_those_who_answered_and_exact_when_all_are_known():
    people = [*of(5, 5, 4, 2, 1), ("it", {"d1": "?"}), ("it", {"d1": "x"}), ("it", {})]
    found, _ = share(ONE, people, roster={"it": 10})
    assert found.share == 3 / 5
    assert found.interval == of_finite(3, 5, 8)  # who knows not, or is not concerned, is no part
    assert share(ONE, people)[0].interval == wilson(3, 5)
    assert share(ONE, people, roster={"it": 4})[0].interval == wilson(3, 5)


def test_a_question_for_one_function_has_that_functions_people():
    items = [question("d1", "d", functions=("it",)), question("d2", "d")]
    instrument = questionnaire([dimension("d", items)])
    people = [("it", {"d1": n, "d2": n}) for n in (5, 4, 2)]
    people += [("hr", {"d2": 3})] * 3
    roster = {"it": 6, "hr": 9}
    assert share(instrument, people, roster=roster)[0].interval == of_finite(2, 3, 6)
    strays = [*people, *[("hr", {"d1": 5, "d2": 3})] * 3]
    assert share(instrument, strays, roster=roster)[0].interval == wilson(5, 6)
    assert share(instrument, people, roster={"hr": 9})[0].interval == wilson(2, 3)


def test_a_hidden_item_has_no_share():
    found = assessed(ONE, of(1, 2, 4, 5), k=5)
    assert found.items[0].favourable is None
    assert found.reasons["/items/0/favourable"] == "UNDER_K"


# Participation


def test_a_function_under_half_the_overall_rate_is_quiet():
    people = of(3, 3, 3, 3) + of(3, 3, 3, function="hr")
    found = assessed(ONE, people, roster={"it": 5, "hr": 20, "finance": 4})
    told = {each.group: (each.rate, each.quiet) for each in found.participation}
    assert told == {
        None: (7 / 29, False),
        "it": (0.8, False),
        "hr": (3 / 20, False),
        "finance": (0, True),
    }
    exactly = assessed(ONE, of(3, 3, 3) + of(3, 3, 3, function="hr"), roster={"it": 3, "hr": 9})
    assert [each.quiet for each in exactly.participation] == [False, False, False]


def test_rates_nobody_knows_have_the_reason_why():
    people = of(3, 3, 3, 3) + of(3, 3, 3, function="hr")
    found = assessed(ONE, people, roster={"it": 5})
    assert [(each.rate, each.quiet) for each in found.participation] == [
        (None, None),
        (None, None),
        (0.8, None),
    ]
    assert {found.reasons[f"/participation/{n}/quiet"] for n in range(3)} == {"NO_ROSTER"}
    small = assessed(ONE, people, roster={"it": 2, "hr": 9})
    assert small.reasons["/participation/2/rate"] == "ROSTER_TOO_SMALL"


# Practices and levels of other instruments


def test_any_number_of_levels_has_its_probabilities():
    three = replace(
        ONE, levels=tuple(replace(ONE.levels[n], below=b) for n, b in enumerate((50, 90, None)))
    )
    found = assessed(three, of(1, 2, 4, 5, 3, 4)).dimensions[0]
    assert len(found.level_probability) == 3
    assert (
        found.likely_levels[0]
        <= level_of(found.score_100, three.levels)
        <= (found.likely_levels[-1])
    )
