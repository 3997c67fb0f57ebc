"""Gaps: against R and a published table, what swapping and shifting do, families, and secrets.

R's numbers are in tests/oracle/gaps.json; gaps.R makes them.
"""

import json
import math
import random
import time
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.test_scores import (
    FUNCTIONS,
    coded,
    dimension,
    organisations,
    question,
    questionnaire,
    subsets,
)

from maturity.instrument.model import Mirror, Side, Text
from maturity.scores import OTHER, Setting, score
from maturity.scores.breakdown import Breakdown, thinnest_cut
from maturity.scores.statistics import differences, multiplicity
from maturity.scores.statistics.differences import sample

ORACLE = json.loads((Path(__file__).parent / "oracle" / "gaps.json").read_text("utf-8"))
PAIRS = [pytest.param(case, id=case["name"]) for case in ORACLE["pairs"]]
FINITE = [pytest.param(case, id=case["name"]) for case in ORACLE["finite"]]
SIDES = (Side("a", Text(en="A"), ("it",)), Side("b", Text(en="B"), ("marketing",)))
RANKS = (
    Side("executive", Text(en="E"), ("executive",), "rank"),
    Side("staff", Text(en="S"), ("staff",), "rank"),
)


def two(case):
    return [sample(np.array(case[name], dtype=float)) for name in ("a", "b")]


# Against R and a published table


def close(expected, rel=1e-9):
    return pytest.approx(expected, rel=rel, abs=1e-12)


@pytest.mark.parametrize("case", PAIRS)
def test_welch_is_what_t_test_says(case):
    a, b = two(case)
    assert a.mean - b.mean == close(case["difference"])
    assert differences.welch(a, b) == close((case["error"], case["freedom"]))
    assert differences.welch_interval(a, b) == close(case["interval"])
    assert differences.welch_interval(a, b, confidence=1 - 0.05 / 30) == close(
        case["bonferroni_30"]
    )
    assert differences.welch_p(a, b) == close(case["p"])


@pytest.mark.parametrize("case", PAIRS)
def test_effect_sizes_are_what_effectsize_says(case):
    a, b = two(case)
    assert differences.hedges_g(a, b) == close(case["g"])
    assert differences.hedges_interval(a, b) == close(case["g_interval"])
    # its own ends come from a search that stops early
    assert differences.hedges_interval(a, b) == close(case["g_interval_effectsize"], rel=1e-5)
    assert differences.cliffs_delta(a, b) == close(case["delta"])


@pytest.mark.parametrize("case", [case for case in PAIRS if case.values[0]["permutation"]])
def test_exact_permutation_is_what_coin_says(case):
    assert differences.permutation_p(*two(case), seed=1) == close(case["permutation"])


@pytest.mark.parametrize("case", FINITE)
def test_the_correction_for_small_functions_is_what_survey_says(case):
    a, b = two(case)
    unasked = tuple(1 - each.n / size for each, size in zip((a, b), case["sizes"], strict=True))
    assert differences.welch(a, b, unasked) == close((case["error"], case["freedom"]))
    assert differences.welch_interval(a, b, unasked) == close(case["interval"])
    assert differences.welch_p(a, b, unasked) == close(case["p"])


@pytest.mark.parametrize("case", ORACLE["many"])
def test_adjusted_p_values_are_what_p_adjust_says(case):
    listed = {name: each if isinstance(each, list) else [each] for name, each in case.items()}
    for name, adjust in (("holm", multiplicity.holm), ("bh", multiplicity.benjamini_hochberg)):
        found = adjust(listed["p"])
        for ours, theirs in zip(found, listed[name], strict=True):
            assert ours is theirs is None or ours == close(theirs)


def test_the_example_of_benjamini_and_hochberg_comes_out_as_published():
    """Section 3.2: at .05 their procedure rejects the first four of 15, stepwise ones three."""
    values = ORACLE["many"][0]["p"]
    assert len(values) == 15
    found = multiplicity.benjamini_hochberg(values)
    assert [each <= 0.05 for each in found] == [True] * 4 + [False] * 11
    assert [each <= 0.05 for each in multiplicity.holm(values)] == [True] * 3 + [False] * 12
    assert found[3] == pytest.approx(0.0095 * 15 / 4)


# Properties

scores = st.integers(0, 16).map(lambda n: n * 6.25)
groups = st.lists(scores, min_size=2, max_size=14).map(lambda values: sample(np.array(values)))
p_values = st.lists(st.none() | st.floats(0, 1), max_size=12)


@given(groups, groups)
def test_swapping_the_groups_turns_signs_and_nothing_else(a, b):
    def turned(ends):
        return ends if isinstance(ends, str) else (-ends[1], -ends[0])

    assert differences.welch_interval(b, a) == close_or_code(
        turned(differences.welch_interval(a, b))
    )
    assert differences.hedges_interval(b, a) == close_or_code(
        turned(differences.hedges_interval(a, b)), rel=1e-7
    )
    g = differences.hedges_g(a, b)
    assert differences.hedges_g(b, a) == (g if isinstance(g, str) else -g)
    assert differences.cliffs_delta(b, a) == -differences.cliffs_delta(a, b)
    assert differences.welch_p(b, a) == close_or_code(differences.welch_p(a, b))
    assert differences.permutation_p(b, a, 1) == differences.permutation_p(a, b, 1)


def close_or_code(value, rel=1e-9):
    return value if isinstance(value, str) else pytest.approx(value, rel=rel, abs=1e-9)


@given(groups, groups, st.sampled_from([0.04, 2.0]), st.sampled_from([-30.0, 7.0]))
def test_another_unit_changes_the_difference_and_no_effect_size(a, b, times, plus):
    moved = [sample(each.values * times + plus) for each in (a, b)]
    assert moved[0].mean - moved[1].mean == pytest.approx((a.mean - b.mean) * times, abs=1e-9)
    for figure in (differences.hedges_g, differences.welch_p, differences.cliffs_delta):
        assert figure(*moved) == close_or_code(figure(a, b), rel=1e-6)
    assert differences.permutation_p(*moved, 1) == differences.permutation_p(a, b, 1)


@given(st.lists(scores, min_size=2, max_size=6), st.lists(scores, min_size=2, max_size=6))
def test_permutation_counts_what_writing_down_every_split_counts(first, second):
    pooled, size = first + second, len(first)
    whole = sum(pooled)

    def distance(chosen):
        inside = sum(pooled[n] for n in chosen)
        return abs(inside / size - (whole - inside) / len(second))

    splits = [distance(each) for each in combinations(range(len(pooled)), size)]
    observed = distance(range(size))
    share = sum(each >= observed - 1e-9 for each in splits) / len(splits)
    most = sum(each >= max(splits) - 1e-9 for each in splits) / len(splits)
    alike = len(set(pooled)) == 1
    expected = "NO_VARIANCE" if alike else "CANNOT_BE_TESTED" if most > 0.05 else share
    found = differences.permutation_p(sample(np.array(first)), sample(np.array(second)), 1)
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-12))


def test_random_splits_come_close_to_all_of_them(monkeypatch):
    a, b = two(ORACLE["pairs"][2])
    exact = differences.permutation_p(a, b, 1)
    monkeypatch.setattr(differences, "MOST_SPLITS", 10)
    found = differences.permutation_p(a, b, 1)
    assert found != exact
    assert found == pytest.approx(exact, abs=4 * math.sqrt(exact * (1 - exact) / 9999))
    assert found == differences.permutation_p(a, b, 1)
    assert differences.permutation_p(a, b, 2) != found
    far = sample(np.zeros(40) + np.arange(40) / 9), sample(np.arange(40) / 9 + 60)
    assert differences.permutation_p(*far, 1) == 1 / 10_000


def test_three_against_three_cannot_be_tested():
    a, b = sample(np.array([0.0, 1, 2])), sample(np.array([90.0, 95, 97]))
    assert differences.permutation_p(a, b, 1) == "CANNOT_BE_TESTED"
    assert differences.welch_p(a, b) < 0.001
    four = sample(np.array([90.0, 95, 97, 98])), sample(np.array([0.0, 1, 2, 3]))
    assert differences.permutation_p(*four, 1) == 2 / 70


def test_one_person_who_differs_is_no_test_either_however_many_splits_there_are():
    a, b = sample(np.zeros(9)), sample(np.append(np.zeros(40), 50.0))
    assert differences.permutation_p(a, b, 1) == "CANNOT_BE_TESTED"


def test_groups_that_are_all_alike_have_a_gap_and_nothing_beside_it():
    a, b = sample(np.full(6, 37.5)), sample(np.full(8, 75.0))
    assert a.mean - b.mean == -37.5
    for figure in (differences.welch_interval, differences.welch_p, differences.hedges_g):
        assert figure(a, b) == "NO_VARIANCE"
    assert differences.hedges_interval(a, b) == "NO_VARIANCE"
    assert differences.cliffs_delta(a, b) == -1
    assert differences.cliffs_delta(a, a) == 0
    assert differences.permutation_p(a, a, 1) == "NO_VARIANCE"


def test_one_person_has_no_interval():
    a, b = sample(np.array([50.0])), sample(np.array([25.0, 75.0]))
    assert differences.welch_interval(a, b) == "TOO_FEW_FOR_INTERVAL"
    assert differences.hedges_g(a, b) == "TOO_FEW_FOR_INTERVAL"


def test_rounding_is_no_variance():
    noise = np.array([0.1 + 0.2, 0.3, 0.3, 0.3])
    assert sample(noise).variance == 0
    assert differences.cliffs_delta(sample(noise), sample(np.full(3, 0.3))) == 0


@given(p_values)
def test_adjusting_never_lowers_a_p_value_nor_changes_their_order(values):
    tested = [each for each in values if each is not None]
    for adjust in (multiplicity.holm, multiplicity.benjamini_hochberg):
        found = adjust(values)
        assert [each is None for each in found] == [each is None for each in values]
        pairs = sorted((p, q) for p, q in zip(values, found, strict=True) if p is not None)
        assert all(p <= q * (1 + 1e-12) <= 1 + 1e-12 for p, q in pairs)
        assert [q for _, q in pairs] == sorted(q for _, q in pairs)
        assert [each for each in found if each is not None] == adjust(tested)
    both = zip(multiplicity.holm(tested), multiplicity.benjamini_hochberg(tested), strict=True)
    assert all(bh <= holm * (1 + 1e-12) for holm, bh in both)


# Families


def asking(*ids, mirrors=(), **rules):
    """One dimension per letter, each with two questions; the first may mirror."""
    mirror = mirrors[0][0] if mirrors else None
    made = [
        dimension(id_, [question(f"{id_}1", id_, mirror=mirror), question(f"{id_}2", id_)])
        for id_ in ids
    ]
    instrument = questionnaire(made, **{"k": 3, **rules})
    return replace(instrument, mirrors=tuple(Mirror(n, Text(en=n), s) for n, s in mirrors))


def answering(instrument, sizes, seed=1, shift=None):
    """People of some functions who answer by chance, those of some a little higher."""
    dice, shift = random.Random(seed), shift or {}
    return [
        (who, {i.id: min(5, dice.randint(1, 4) + shift.get(who, 0)) for i in instrument.items})
        for who, size in sizes.items()
        for _ in range(size)
    ]


def assessed(instrument, people, ranks=None, **setting):
    responses = coded(instrument, people)
    if ranks is not None:
        told = zip(responses.respondents, ranks, strict=True)
        known = (replace(each, attributes={**each.attributes, "rank": r}) for each, r in told)
        responses = replace(responses, respondents=tuple(known))
    return score(responses, instrument, Setting("acme", "Acme", "w1", **setting))


def values(people, function, instrument, dimension_):
    """The scores of a function's people who answered everything."""
    items = [item.id for item in instrument.items if item.dimension == dimension_]
    return np.array(
        [
            sum(given[i] - 1 for i in items) / len(items) * 25
            for who, given in people
            if who == function
        ]
    )


def test_without_a_mirror_every_pair_of_functions_is_tested_and_holm_counts_them_all():
    instrument = asking("d", "e")
    people = answering(instrument, {"finance": 12, "hr": 14, "it": 11})
    found = assessed(instrument, people).gaps
    assert [(g.kind, g.by, g.family, g.id, g.groups) for g in found] == [
        ("dimension", "function", "confirmed", id_, pair)
        for id_ in ("d", "e")
        for pair in (("finance", "hr"), ("finance", "it"), ("hr", "it"))
    ]
    assert {g.test for g in found} == {"welch"}
    for gap in found:
        a, b = (sample(values(people, who, instrument, gap.id)) for who in gap.groups)
        assert gap.difference == pytest.approx(a.mean - b.mean)
        assert gap.interval == pytest.approx(differences.welch_interval(a, b))
        assert gap.p == pytest.approx(differences.welch_p(a, b))
        assert gap.effect_size == pytest.approx(differences.hedges_g(a, b))
    assert [g.p_adjusted for g in found] == multiplicity.holm([g.p for g in found])


def test_declared_mirrors_are_confirmed_their_items_screened_and_other_pairs_described():
    instrument = asking("d", "e", mirrors=[("m", SIDES)])
    people = answering(instrument, {"hr": 14, "it": 11, "marketing": 12})
    found = assessed(instrument, people)
    families = [(g.family, g.kind, g.id, g.by, g.groups) for g in found.gaps]
    pairs = (("hr", "it"), ("hr", "marketing"))
    assert families == [
        *(("confirmed", "dimension", id_, "m", ("a", "b")) for id_ in "de"),
        *(("screened", "item", f"{id_}1", "m", ("a", "b")) for id_ in "de"),
        *(("described", "dimension", id_, "function", pair) for id_ in "de" for pair in pairs),
    ]
    confirmed, screened, described = found.gaps[:2], found.gaps[2:4], found.gaps[4:]
    assert [g.p_adjusted for g in confirmed] == multiplicity.holm([g.p for g in confirmed])
    tested = [g.p for g in screened]
    assert [g.p_adjusted for g in screened] == multiplicity.benjamini_hochberg(tested)
    for n, gap in enumerate(described, start=4):
        assert (gap.test, gap.p, gap.p_adjusted) == (None, None, None)
        assert gap.interval is not None
        reasons = {found.reasons[f"/gaps/{n}/{name}"] for name in ("test", "p", "p_adjusted")}
        assert reasons == {"DESCRIPTIVE"}


def test_a_mirror_item_differs_by_what_its_sides_show():
    instrument = asking("d", mirrors=[("m", SIDES)])
    found = assessed(instrument, answering(instrument, {"it": 6, "marketing": 7}))
    (seen,) = found.mirrors
    gap = next(each for each in found.gaps if each.kind == "item")
    assert gap.scores_100 == tuple(side.score_100 for side in seen.sides)
    assert gap.n == tuple(side.n for side in seen.sides) == (6, 7)


def test_sides_stand_in_alphabetical_order_whatever_the_mirror_says_first():
    sides = (SIDES[1], SIDES[0])
    instrument = asking("d", mirrors=[("m", sides)])
    people = answering(instrument, {"it": 6, "marketing": 7}, shift={"it": 1})
    gap = assessed(instrument, people).gaps[0]
    assert gap.groups == ("a", "b")
    assert gap.difference == pytest.approx(gap.scores_100[0] - gap.scores_100[1])
    assert gap.difference > 0
    assert gap.higher == "a"


def test_who_swaps_names_swaps_the_sign():
    instrument = asking("d")
    people = answering(instrument, {"it": 11, "marketing": 13})
    names = {"it": "marketing", "marketing": "it"}
    (before,) = assessed(instrument, people).gaps
    (after,) = assessed(instrument, [(names[who], given) for who, given in people]).gaps
    assert after.difference == -before.difference
    assert after.effect_size == -before.effect_size
    assert after.interval == pytest.approx((-before.interval[1], -before.interval[0]))
    assert after.p == before.p
    assert before.higher == names[after.higher]


def test_equal_groups_have_no_higher_one():
    instrument = asking("d")
    people = [(who, {"d1": n, "d2": n}) for who in ("hr", "it") for n in (1, 2, 3, 4, 5) * 2]
    found = assessed(instrument, people)
    assert (found.gaps[0].difference, found.gaps[0].higher, found.gaps[0].finding) == (
        0,
        None,
        False,
    )
    assert found.reasons["/gaps/0/higher"] == "NO_DIFFERENCE"


def test_small_groups_are_tested_by_permutation_and_the_smallest_not_at_all():
    instrument = asking("d", k=3)
    tests = {}
    for size in (3, 5, 9, 10):
        people = answering(instrument, {"hr": size, "it": size}, shift={"it": 1})
        found = assessed(instrument, people)
        tests[size] = found.gaps[0].test
        if size == 3:
            assert found.gaps[0].p is None
            assert found.reasons["/gaps/0/p_adjusted"] == "CANNOT_BE_TESTED"
            assert found.gaps[0].interval is not None
    assert tests == {3: None, 5: "permutation", 9: "permutation", 10: "welch"}


def test_a_census_of_both_needs_no_test_and_of_one_is_tested_with_its_correction():
    instrument = asking("d")
    people = answering(instrument, {"hr": 6, "it": 7})
    known = assessed(instrument, people, roster={"hr": 6, "it": 7})
    (gap,) = known.gaps
    assert gap.interval == (gap.difference, gap.difference)
    assert (gap.test, gap.p, gap.p_adjusted, gap.effect_interval) == (None, None, None, None)
    assert gap.effect_size is not None
    assert {known.reasons[f"/gaps/0/{each}"] for each in ("test", "p", "effect_interval")} == {
        "CENSUS"
    }
    (half,) = assessed(instrument, people, roster={"hr": 6, "it": 20}).gaps
    a, b = (sample(values(people, who, instrument, "d")) for who in ("hr", "it"))
    assert half.interval == pytest.approx(differences.welch_interval(a, b, (0.0, 13 / 20)))
    assert (half.test, half.p) == ("welch", pytest.approx(differences.welch_p(a, b, (0.0, 0.65))))
    (plain,) = assessed(instrument, people, roster={"hr": 6}).gaps
    assert plain.interval == pytest.approx(differences.welch_interval(a, b))
    assert plain.test == "permutation"


def test_constant_groups_have_a_gap_and_a_reason():
    instrument = asking("d")
    people = [("hr", {"d1": 2, "d2": 2})] * 6 + [("it", {"d1": 4, "d2": 4})] * 6
    found = assessed(instrument, people)
    (gap,) = found.gaps
    assert (gap.difference, gap.cliffs_delta, gap.higher, gap.finding) == (-50, -1, "it", False)
    blank = ("interval", "effect_size", "effect_interval", "test", "p", "p_adjusted")
    assert {name: getattr(gap, name) for name in blank} == dict.fromkeys(blank)
    assert {found.reasons[f"/gaps/0/{name}"] for name in blank} == {"NO_VARIANCE"}


def test_a_finding_is_wide_and_beyond_its_interval():
    instrument = asking("d")

    def gap_of(low, high, spread):
        people = [
            (who, {"d1": mean + (spread if n % 2 else 0), "d2": mean})
            for who, mean in (("hr", low), ("it", high))
            for n in range(20)
        ]
        return assessed(instrument, people).gaps[0]

    assert gap_of(2, 3, 1).finding
    narrow = gap_of(2, 2, 1)
    assert (narrow.difference, narrow.finding) == (0, False)
    wide = replace(instrument, thresholds={**instrument.thresholds, "finding_points": 26})
    people = [
        (who, {"d1": m + n % 2, "d2": m}) for who, m in (("hr", 2), ("it", 3)) for n in range(20)
    ]
    assert assessed(instrument, people).gaps[0].difference == -25
    assert not assessed(wide, people).gaps[0].finding


def test_a_pair_picked_out_of_many_must_be_further_apart_to_be_told():
    """Beyond its own interval, not beyond the one that reckons with having been picked."""
    sides = (Side("x", Text(en="X"), ("other",)), Side("y", Text(en="Y"), ("other",)))
    many = asking(*"defghijklm", mirrors=[("m", (sides[0], replace(sides[1], values=("none",))))])
    people = answering(many, {"finance": 12, "hr": 12, "it": 12}, seed=3)
    found = assessed(many, people).gaps
    assert {g.family for g in found} == {"described"}
    assert len(found) == 30
    for gap in found:
        a, b = (sample(values(people, who, many, gap.id)) for who in gap.groups)
        low, high = differences.welch_interval(a, b, confidence=1 - 0.05 / 30)
        assert gap.finding == (not low <= 0 <= high and abs(gap.difference) >= 5)
    assert any(not g.interval[0] <= 0 <= g.interval[1] and not g.finding for g in found)


def test_results_do_not_depend_on_the_order_of_people_even_where_splits_are_random():
    instrument = asking("d", "e")
    dice = random.Random(4)
    people = answering(instrument, {"hr": 9, "it": 60, "finance": 8})
    first = assessed(instrument, people)
    assert "permutation" in {g.test for g in first.gaps}
    for _ in range(3):
        dice.shuffle(people)
        assert assessed(instrument, people).gaps == first.gaps


# Masking


@settings(max_examples=80)
@given(organisations(least=1))
def test_only_published_groups_are_compared(organisation):
    instrument, answered, setting = organisation
    found = assessed(instrument, answered, **setting)
    shown = {group.id: group.dimensions for group in found.groups}
    sides = {(each.item, side.side): side for each in found.mirrors for side in each.sides}
    for gap in found.gaps:
        assert min(gap.n) >= instrument.rules.k_scores
        assert gap.groups == tuple(sorted(gap.groups))
        assert OTHER not in gap.groups
        if gap.by == "function":
            expected = [shown[each][gap.id] for each in gap.groups]
        elif gap.kind == "item":
            expected = [sides[gap.id, each].score_100 for each in gap.groups]
        else:
            continue
        assert gap.scores_100 == pytest.approx(expected)
    compared = {(gap.id, gap.groups) for gap in found.gaps if gap.by == "function"}
    for each in instrument.dimensions:
        named = [name for name in shown if shown[name][each.id] is not None and name != OTHER]
        expected = {(each.id, pair) for pair in combinations(sorted(named), 2)}
        assert expected - compared == set()


def test_as_many_as_k_are_compared_and_one_fewer_is_not():
    instrument = asking("d", k=4)
    people = answering(instrument, {"hr": 4, "it": 4})
    (gap,) = assessed(instrument, people).gaps
    assert gap.n == (4, 4)
    assert assessed(instrument, people[1:]).gaps == ()


def test_people_without_a_function_are_compared_with_nobody():
    instrument = asking("d")
    people = answering(instrument, {None: 9, "it": 8})
    assert assessed(instrument, people).gaps == ()
    assert assessed(instrument, people[:9]).gaps == ()


# Executives and staff


def ranked(counts):
    """People by function and rank as two lists, from a table of counts."""
    functions = [f for (f, _), n in counts.items() for _ in range(n)]
    return functions, [r for (_, r), n in counts.items() for _ in range(n)]


def rank_of(counts, **setting):
    instrument = asking("d", mirrors=[("r", RANKS)], k=5)
    functions, ranks = ranked(counts)
    dice = random.Random(7)
    people = [(who, {"d1": dice.randint(1, 5), "d2": dice.randint(1, 5)}) for who in functions]
    return assessed(instrument, people, ranks, **setting)


def test_executives_and_staff_are_compared_where_nobody_can_be_told_apart():
    found = rank_of(
        {
            ("direction", "executive"): 6,
            ("it", "executive"): 3,
            ("hr", "executive"): 3,
            ("it", "staff"): 8,
            ("hr", "staff"): 9,
        }
    )
    shown = [(g.kind, g.id, g.by, g.groups, g.n, g.family) for g in found.gaps if g.by == "r"]
    assert shown == [
        ("dimension", "d", "r", ("executive", "staff"), (12, 17), "confirmed"),
        ("item", "d1", "r", ("executive", "staff"), (12, 17), "screened"),
    ]
    assert [side.n for side in found.mirrors[0].sides] == [12, 17]


def test_one_executive_outside_the_board_hides_the_executives():
    counts = {("direction", "executive"): 6, ("it", "executive"): 1, ("it", "staff"): 8}
    found = rank_of(counts)
    assert [g for g in found.gaps if g.by == "r"] == []
    assert [side.n for side in found.mirrors[0].sides] == [None, None]
    hidden = {(each.what, each.reason) for each in found.suppression_log}
    assert {
        (f"{what}/{side}", "UNDER_K") for what in ("d", "d1") for side in ("executive", "staff")
    } <= hidden
    del counts["it", "executive"]
    assert len([g for g in rank_of(counts).gaps if g.by == "r"]) == 2


def test_a_few_managers_who_are_on_neither_side_hide_both():
    counts = {("it", "executive"): 6, ("it", "staff"): 9, ("it", "manager"): 4}
    assert [g for g in rank_of(counts).gaps if g.by == "r"] == []
    counts["it", "manager"] = 5
    assert len([g for g in rank_of(counts).gaps if g.by == "r"]) == 2


def derivable(published, cells, k):
    """Whether some sum of published sums is about 1..k-1 people, by the ranks of matrices.

    ``cells`` counts people by what they are in every breakdown, ``published`` has a row for each
    sum: 1 for the cells it is of. A sum that leaves only some cells exists when the rows lose rank
    by leaving these out.
    """
    rows = np.array(published, dtype=float)
    whole = np.linalg.matrix_rank(rows)
    for few in subsets(range(len(cells))):
        if 0 < sum(cells[n] for n in few) < k:
            rest = [n for n in range(len(cells)) if n not in few]
            if not rest or np.linalg.matrix_rank(rows[:, rest]) < whole:
                return True
    return False


tables = st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=1, max_size=3)


@settings(max_examples=200)
@given(tables, st.integers(3, 5))
@example([[6, 0, 0], [1, 0, 8]], 5)
@example([[3, 3, 0], [3, 0, 3], [0, 3, 3]], 5)
def test_the_thinnest_cut_is_what_linear_algebra_finds(table, k):
    """Both breakdowns are published: every row sum and every column sum."""
    cells = {(r, c): n for r, row in enumerate(table) for c, n in enumerate(row) if n}
    assume(cells)
    published = [[r == row for r, _ in cells] for row in {r for r, _ in cells}]
    published += [[c == column for _, c in cells] for column in {c for _, c in cells}]
    rows = [r for (r, _), n in cells.items() for _ in range(n)]
    columns = [c for (_, c), n in cells.items() for _ in range(n)]
    cut = thinnest_cut(rows, columns)
    assert (cut < k) == derivable(published, list(cells.values()), k)
    assert cut == thinnest_cut(columns, rows)


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*FUNCTIONS[:3], None]),
            st.sampled_from(["executive", "staff", "manager", None]),
            st.booleans(),
        ),
        min_size=3,
        max_size=24,
    ),
    st.integers(3, 4),
)
def test_nothing_about_fewer_than_k_follows_from_functions_and_ranks(people, k):
    mirrors = [
        ("r", RANKS),
        ("s", (replace(RANKS[0], id="top"), Side("rest", Text(en="R"), ("manager",), "rank"))),
    ]
    instrument = asking("d", mirrors=mirrors, k=k)
    answers = [
        (who, {"d1": 1 + n % 5, "d2": 1 + n % 3} if keen else {})
        for n, (who, _, keen) in enumerate(people)
    ]
    ranks = [rank for _, rank, _ in people]
    found = assessed(instrument, answers, ranks)
    about = [(who, rank) for who, rank, keen in people if keen]
    published = [[True] * len(about)] if found.dimensions[0].score_100 is not None else []
    groups = {each.id for each in found.groups if each.dimensions["d"] is not None}
    published += [[who == name for who, _ in about] for name in groups - {OTHER}]
    sides = {side.id: (side.values, mirror) for mirror, both in mirrors for side in both}
    for gap in found.gaps:
        if gap.kind == "dimension" and gap.by != "function":
            for side, n in zip(gap.groups, gap.n, strict=True):
                inside = [rank in sides[side][0] for _, rank in about]
                assert sum(inside) == n
                published.append(inside)
    if published:
        kinds = sorted({tuple(column) for column in zip(*published, strict=True)})
        columns = [tuple(column) for column in zip(*published, strict=True)]
        cells = [columns.count(kind) for kind in kinds]
        assert not derivable(list(zip(*kinds, strict=True)), cells, k)


def test_a_breakdown_reckons_with_what_was_shown_before():
    shown = Breakdown(["it"] * 24, 5)
    assert shown.admits([n < 10 for n in range(24)])
    assert shown.admits([n < 5 or n >= 19 for n in range(24)])
    assert not shown.admits([n < 8 for n in range(24)])
    assert Breakdown([None] * 9, 5).admits(range(9)) is False
    assert not Breakdown([str(n) for n in range(80)], 1).admits(range(80))


def test_headcounts_by_rank_make_the_interval_of_executives_and_staff_narrower():
    counts = {("it", "executive"): 6, ("it", "staff"): 9, ("hr", "staff"): 9}
    found = [rank_of(counts, roster_by=each).gaps[0] for each in ({}, {"rank": {"executive": 6}})]
    assert found[0].interval == found[1].interval
    roster = {"rank": {"executive": 6, "staff": 18}}
    both = rank_of(counts, roster_by=roster).gaps[0]
    assert both.interval == (both.difference, both.difference)


# Who rates whom


def rating(sizes, *, about, k=3, **changes):
    items = [
        question("d1", "d", about=about, **changes),
        question("d2", "d", about=("marketing",), functions=("it", "marketing")),
        question("d3", "d", about=("it",), functions=("it", "marketing")),
        question("d4", "d"),
    ]
    instrument = replace(questionnaire([dimension("d", items)], k=k), mirrors=())
    dice = random.Random(11)
    people = [
        (who, {item.id: dice.randint(1, 5) for item in items if item.is_for(who)})
        for who, size in sizes.items()
        for _ in range(size)
    ]
    return instrument, people


def test_each_function_rates_the_other_on_what_is_about_it():
    instrument, people = rating({"it": 6, "marketing": 7, "hr": 8}, about=("it", "marketing"))
    found = assessed(instrument, people)
    (gap,) = [each for each in found.gaps if each.kind == "rating"]
    assert (gap.id, gap.by, gap.groups, gap.n, gap.family) == (
        "it-marketing", "function", ("it", "marketing"), (6, 7), "confirmed",
    )  # fmt: skip
    about_marketing = [(g["d1"] + g["d2"] - 2) / 2 * 25 for who, g in people if who == "it"]
    about_it = [(g["d1"] + g["d3"] - 2) / 2 * 25 for who, g in people if who == "marketing"]
    expected = [sum(each) / len(each) for each in (about_marketing, about_it)]
    assert gap.scores_100 == pytest.approx(expected)
    assert gap.p_adjusted == gap.p  # alone in its family


def test_who_rates_but_is_not_rated_is_compared_with_nobody():
    instrument, people = rating({"hr": 8, "it": 6, "marketing": 7}, about=("it",))
    found = [each for each in assessed(instrument, people).gaps if each.kind == "rating"]
    assert [each.groups for each in found] == [("it", "marketing")]
    item = instrument.items[0]
    assert [item.rated_by(who) for who in ("hr", "marketing", "it", None)] == [
        "it",
        "it",
        None,
        None,
    ]
    both = replace(item, about=("it", "marketing"))
    assert [both.rated_by(who) for who in ("hr", "marketing", "it")] == [None, "it", "marketing"]


def test_a_rating_needs_half_of_its_answers():
    instrument, people = rating({"it": 6, "marketing": 7}, about=("it", "marketing"))
    people += [("it", {"d4": 3}), ("it", {"d1": 5, "d4": 3})]
    (gap,) = [each for each in assessed(instrument, people).gaps if each.kind == "rating"]
    assert gap.n == (7, 7)


def test_a_rating_is_hidden_where_it_leaves_the_answers_of_a_few():
    """Two of HR answer what one of the others rates by alone: the rest of it would be theirs."""
    instrument, people = rating({"it": 6, "marketing": 7}, about=("it", "marketing"))
    strays = [("hr", {"d1": 1 + n, "d4": 3}) for n in range(2)]
    found = assessed(instrument, people + strays)
    assert [each for each in found.gaps if each.kind == "rating"] == []
    assert ("it-marketing", "UNDER_K") in {
        (each.what, each.reason) for each in found.suppression_log
    }


# Speed


def test_twelve_functions_of_four_hundred_people_take_no_time():
    instrument = asking("d", "e", "f", "g", "h")
    names = [f"f{n:02d}" for n in range(12)]
    people = answering(instrument, {name: 28 + n for n, name in enumerate(names)})
    started = time.perf_counter()
    found = assessed(instrument, people).gaps
    assert len(found) == 66 * 5
    assert time.perf_counter() - started < 2.5
