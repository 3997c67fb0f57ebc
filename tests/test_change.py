"""Change between waves: R’s numbers, a published example, what two waves may tell together."""

import json
import math
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.commands import ROOT
from tests.test_scores import (
    OTHER,
    at,
    coded,
    dimension,
    nulls,
    question,
    questionnaire,
    scale,
)
from tests.workbooks import write_csv

from maturity.assess import assess, compare
from maturity.instrument.knowledge import Change as ItemChange
from maturity.instrument.knowledge import Migration
from maturity.instrument.model import Text
from maturity.scores import Setting, Wave, change, score
from maturity.scores.statistics.intervals import Sampled, level_probability
from maturity.scores.statistics.waves import (
    OVERLAPPING,
    PAIRED,
    WELCH,
    Known,
    d_av,
    d_z,
    decomposition,
    difference,
    level_moves,
    stratified,
)

ORACLE = json.loads((Path(__file__).parent / "oracle" / "change.json").read_text(encoding="utf-8"))
CUTS = [20, 40, 60, 80]


# Formulas against R and published values


def values_of(case):
    """Scores of both waves, and the positions of the people in both."""
    first, second = case["before"], case["after"]
    place = {who: n for n, who in enumerate(second["who"])}
    pairs = [(n, place[who]) for n, who in enumerate(first["who"]) if who in place]
    scores = (np.array(each["score"], dtype=float) for each in (first, second))
    return (*scores, np.array(pairs, dtype=int).reshape(-1, 2))


def same_as_r(found, case):
    assert (found.mean, found.se, found.df) == pytest.approx(
        (case["difference"], case["se"], case["df"]), rel=1e-9
    )
    assert found.interval == pytest.approx(tuple(case["interval"]), rel=1e-9)


@pytest.mark.parametrize("case", ORACLE["cases"], ids=lambda case: case["name"])
def test_two_waves_differ_as_r_says(case):
    before, after, pairs = values_of(case)
    found = difference(before, after, pairs)
    same_as_r(found, case)
    assert found.p == pytest.approx(case["p"], rel=1e-9)
    assert d_av(found.mean, before, after) == pytest.approx(case["d_av"], rel=1e-9)
    if "d_z" in case:
        assert found.method == PAIRED
        paired = before[pairs[:, 0]], after[pairs[:, 1]]
        assert d_z(*paired) == pytest.approx(case["d_z"], rel=1e-9)


def test_the_method_follows_from_how_many_match():
    methods = [difference(*values_of(case)).method for case in ORACLE["cases"]]
    assert methods == [PAIRED, OVERLAPPING, OVERLAPPING, WELCH, WELCH]


@pytest.mark.parametrize("case", ORACLE["strata"], ids=lambda case: case["name"])
def test_strata_add_up_as_in_r(case):
    weight = 1 / len(case["parts"])
    found = stratified([(weight, difference(*values_of(part))) for part in case["parts"]])
    same_as_r(found, case)


def test_the_published_example_of_partially_overlapping_samples_is_reproduced():
    # Derrick, Toher and White (2017), How to compare the means of two samples that include paired
    # observations and independent observations, The Quantitative Methods for Psychology 13(2),
    # 120-126: t 2.421, 18.5 degrees of freedom, p .026, equal variances.
    first = np.array([14, 15, 18, 20, 11, 19, 14, 15, 20, 21, 16, 18, 14, 12, 14, 17.0])
    second = np.array([15, 10, 15, 17, 13, 19, 12, 13, 10, 16, 18, 16, 15, 14, 13, 10.0])
    pairs = np.array([(n, n) for n in range(8)])
    found = difference(second, first, pairs, alike=True)
    assert round(found.mean / found.se, 4) == 2.4207
    assert (found.df, round(found.p, 4)) == (18.5, 0.0260)
    published = ORACLE["published"]
    assert found.mean / found.se == pytest.approx(published["t"], rel=1e-9)
    assert found.p == pytest.approx(published["p"], rel=1e-9)


def test_within_and_mix_are_those_of_r():
    case = ORACLE["kitagawa"]
    names = sorted(set(case["before"]["group"]))
    shares, means = [], []
    for name in names:
        inside = [
            [s for s, g in zip(each["score"], each["group"], strict=True) if g == name]
            for each in (case["before"], case["after"])
        ]
        totals = [len(each["score"]) for each in (case["before"], case["after"])]
        shares.append(tuple(len(x) / n for x, n in zip(inside, totals, strict=True)))
        means.append(tuple(sum(x) / len(x) for x in inside))
    within, mix = decomposition(shares, means)
    assert (within, mix) == pytest.approx((case["within"], case["mix"]), rel=1e-9)
    assert within + mix == pytest.approx(case["difference"], rel=1e-9)


@pytest.mark.parametrize("case", ORACLE["levels"])
def test_independent_waves_move_between_levels_as_r_says(case):
    down, up = level_moves(Sampled(*case["before"]), Sampled(*case["after"]), CUTS)
    assert (down, up) == pytest.approx((case["down"], case["up"]), rel=1e-9)


def test_waves_of_the_same_people_move_together():
    before, after = Sampled(38.0, 3.0, 9.0), Sampled(41.0, 2.5, 11.0)
    alone, linked = (level_moves(before, after, CUTS, rho) for rho in (0.0, 0.9))
    assert linked[0] < alone[0] / 50  # falling when both err alike takes a miracle
    # 2,000,000 draws of a normal copula: .00067 down, .39165 up
    assert linked == pytest.approx((0.00067, 0.39165), abs=0.0006)
    down, up = level_moves(before, before, CUTS, 1.0)
    assert max(down, up) < 0.01


def test_a_certain_wave_is_in_its_level():
    certain, sure = Sampled(45.0, 0.0, math.inf), Sampled(58.0, 2.0, 13.0)
    probabilities = level_probability(sure, CUTS)
    assert level_moves(certain, sure, CUTS) == pytest.approx(
        (sum(probabilities[:2]), sum(probabilities[3:]))
    )
    assert level_moves(certain, Sampled(60.0, 0.0, math.inf), CUTS) == pytest.approx((0, 1))


def test_in_a_finite_population_the_same_people_say_what_changed_exactly():
    before, after, pairs = values_of(ORACLE["cases"][0])
    found = difference(before, after, pairs, Known(len(before), len(after)))
    assert (found.interval, found.p) == ((found.mean, found.mean), "CENSUS")
    part = difference(before, after, pairs, Known(20, 20))
    plain = difference(before, after, pairs)
    assert part.se == pytest.approx(plain.se * math.sqrt(1 - 14 / 20))


def test_people_who_all_changed_alike_leave_no_interval():
    before = np.array([10.0, 40.0, 70.0])
    pairs = np.array([(n, n) for n in range(3)])
    found = difference(before, before + 5, pairs)
    assert (found.mean, found.interval, found.p) == (5.0, "NO_VARIANCE", "NO_VARIANCE")
    assert difference(before[:1], before, pairs[:1]) == "TOO_FEW_FOR_INTERVAL"
    assert d_z(before, before + 5) == "NO_VARIANCE"


def test_pairs_win_precision_and_cover():
    """In 95 of 100 draws the interval holds the truth, whatever part of the people is in both."""
    dice = np.random.default_rng(4)
    for both in (0, 5, 8, 14):
        inside, wide = 0, []
        for _ in range(400):
            own = dice.normal(50, 12, 28)
            first = own[:14] + dice.normal(0, 8, 14)
            second = np.concatenate([own[:both], own[14 : 28 - both]]) + dice.normal(3, 8, 14)
            found = difference(
                first, second, np.array([(n, n) for n in range(both)]).reshape(-1, 2)
            )
            low, high = found.interval
            inside += low <= 3 <= high
            wide.append(high - low)
        assert 0.925 <= inside / 400 <= 0.975, both


# Waves


def ids(responses, given, prefix="p"):
    """The same responses with ids the files give: a number each, None for none."""
    named = tuple(
        each if n is None else replace(each, id=f"{prefix}{n}", has_own_id=True)
        for each, n in zip(responses.respondents, given, strict=True)
    )
    return replace(responses, respondents=named)


def wave(instrument, answered, given=(), *, prefix="p", name="w1", **setting):
    responses = coded(instrument, answered)
    if given:
        responses = ids(responses, given, prefix)
    return Wave(responses, instrument, Setting("acme", "Acme", name, **setting))


TWO = questionnaire(
    [
        dimension("d", [question(f"d{n}", "d") for n in range(1, 5)]),
        dimension("e", [question(f"e{n}", "e") for n in range(1, 5)], weight=2.0),
    ],
    k=5,
)


def drawn(dice, functions, shift=0.0, instrument=TWO):
    def point():
        return min(5, max(1, round(dice.gauss(3 + shift, 1))))

    return [(who, {item.id: point() for item in instrument.items}) for who in functions]


def score_of(answers, id_):
    return sum((v - 1) * 25 for item, v in answers.items() if item[0] == id_) / 4


def test_everybody_twice_is_a_paired_test_by_person():
    dice = random.Random(3)
    first = drawn(dice, [None] * 12)
    second = drawn(dice, [None] * 12, 0.4)
    found = change(wave(TWO, first, range(12)), wave(TWO, second, range(12), name="w2"))
    for id_, got in zip("de", found.dimensions, strict=True):
        before = np.array([score_of(a, id_) for _, a in first])
        after = np.array([score_of(a, id_) for _, a in second])
        plain = difference(before, after, np.array([(n, n) for n in range(12)]))
        assert (got.method, got.n_matched, found.matched) == (PAIRED, 12, 12)
        assert got.difference == pytest.approx(plain.mean)
        assert got.interval == pytest.approx(plain.interval)
        assert got.p == pytest.approx(plain.p)
        assert got.d_z == pytest.approx(d_z(before, after))
        assert got.d_av == pytest.approx(d_av(plain.mean, before, after))
        assert got.before_100 + got.difference + got.mix == pytest.approx(got.after_100)
    overall = [
        np.array([(score_of(a, "d") + 2 * score_of(a, "e")) / 3 for _, a in each])
        for each in (first, second)
    ]
    plain = difference(*overall, np.array([(n, n) for n in range(12)]))
    assert found.overall.difference == pytest.approx(plain.mean)
    assert found.overall.interval == pytest.approx(plain.interval)
    assert found.overall.d_z == pytest.approx(d_z(*overall))


def test_functions_are_strata_and_people_are_matched_inside_them():
    dice = random.Random(8)
    before = ["it"] * 8 + ["marketing"] * 9
    after = ["it"] * 7 + ["marketing"] * 11
    first, second = drawn(dice, before), drawn(dice, after, 0.5)
    numbers = [*range(8), *range(20, 29)], [*range(7), *range(20, 31)]
    found = change(wave(TWO, first, numbers[0]), wave(TWO, second, numbers[1]))
    got = found.dimensions[0]
    parts = []
    for who in ("it", "marketing"):
        rows = [[n for n, (w, _) in enumerate(each) if w == who] for each in (first, second)]
        place = {numbers[1][n]: m for m, n in enumerate(rows[1])}
        pairs = [(m, place[i]) for m, n in enumerate(rows[0]) if (i := numbers[0][n]) in place]
        scores = [
            np.array([score_of(each[n][1], "d") for n in inside])
            for each, inside in zip((first, second), rows, strict=True)
        ]
        parts.append((0.5, difference(*scores, np.array(pairs))))
        group = next(each for each in got.groups if each.id == who)
        assert group.interval == pytest.approx(parts[-1][1].interval)
    expected = stratified(parts)
    assert (got.method, got.n_matched) == (OVERLAPPING, 16)
    assert got.difference == pytest.approx(expected.mean)
    assert got.interval == pytest.approx(expected.interval)


def test_more_of_the_happier_is_no_progress():
    low, high = {i.id: 2 for i in TWO.items}, {i.id: 4 for i in TWO.items}
    first = [("it", low)] * 12 + [("marketing", high)] * 6
    second = [("it", low)] * 6 + [("marketing", high)] * 12
    found = change(wave(TWO, first), wave(TWO, second))
    plain = found.dimensions[0].respondents
    assert (plain.before_100, plain.after_100) == pytest.approx((125 / 3, 175 / 3))
    assert (plain.within, plain.mix) == pytest.approx((0.0, 50 / 3))
    assert (found.dimensions[0].difference, found.dimensions[0].mix) == (0.0, 0.0)


def test_weighed_by_headcount_the_mix_is_that_of_headcounts():
    low, high = {i.id: 2 for i in TWO.items}, {i.id: 4 for i in TWO.items}
    answered = [("it", low)] * 8 + [("marketing", high)] * 8
    before = wave(TWO, answered, by_headcount=True, roster={"it": 30, "marketing": 10})
    after = wave(TWO, answered, by_headcount=True, roster={"it": 20, "marketing": 20})
    got = change(before, after).dimensions[0]
    assert (got.before_100, got.after_100) == pytest.approx((37.5, 50.0))
    assert (got.difference, got.mix) == pytest.approx((0.0, 12.5))


def test_levels_move_as_the_waves_own_probabilities_say_whatever_functions_weigh():
    def people(shift):
        dice = random.Random(4)
        alike = {item.id: 4 for item in TWO.items}
        return drawn(dice, ["it"] * 9, shift) + [("marketing", alike)] * 6

    setting = {"by_headcount": True, "roster": {"it": 60, "marketing": 12}}
    waves = [wave(TWO, people(shift), **setting) for shift in (-0.2, 0.3)]
    first, second = (
        score(each.responses, each.instrument, each.setting).dimensions[0].level_probability
        for each in waves
    )
    up = sum(p * q for b, q in enumerate(second) for p in first[:b])
    assert 0.05 < up < 0.99
    assert change(*waves, finite=True).dimensions[0].level_up == pytest.approx(up, rel=1e-6)


def test_only_questions_that_compare_are_compared():
    later = replace(
        TWO,
        version="2",
        dimensions=(
            dimension(
                "d",
                [
                    question("d1", "d"),
                    question("d2", "d", text=Text(en="Something else altogether?")),
                    question("d3", "d", scale=scale(1, 6)),
                    question("d9", "d"),
                ],
            ),
            dimension("e", [question(f"e{n}", "e", version=2) for n in (1, 2, 3)]),
        ),
    )
    dice = random.Random(1)
    first = drawn(dice, [None] * 9)
    second = drawn(dice, [None] * 9, instrument=later)
    found = change(wave(TWO, first), wave(later, second))
    got, gone = found.dimensions
    assert (got.items, got.items_before, got.items_after) == (("d1",), 4, 4)
    assert got.before_100 == pytest.approx(sum((a["d1"] - 1) * 25 for _, a in first) / 9)
    assert (gone.items, gone.difference) == ((), None)
    assert found.reasons["/dimensions/1/difference"] == "NO_COMMON_ITEMS"
    assert found.reasons["/overall/difference"] == "DIMENSION_MISSING"
    declared = (ItemChange("d2", "reworded", compares=True, reason=Text()),)
    told = replace(later, migrations=(Migration("1", "2", declared),))
    assert change(wave(TWO, first), wave(told, second)).dimensions[0].items == ("d1", "d2")


def test_who_has_a_score_is_compared_by_the_common_questions_they_answered():
    """One person left out of the comparison would be the difference of two published means."""
    kept = dimension("d", [question(f"d{n}", "d") for n in (1, 2, 3)])
    later = replace(TWO, version="2", dimensions=(kept, TWO.dimensions[1]))
    dice = random.Random(7)
    first, second = drawn(dice, [None] * 9), drawn(dice, [None] * 9, instrument=later)
    first[0][1].update({"d1": 4, "d2": None, "d3": None})
    got = change(wave(TWO, first), wave(later, second)).dimensions[0]
    scores = [75, *(sum((a[f"d{n}"] - 1) * 25 for n in (1, 2, 3)) / 3 for _, a in first[1:])]
    assert (got.n_before, got.items) == (9, ("d1", "d2", "d3"))
    assert got.before_100 == pytest.approx(sum(scores) / 9)
    first[0][1].update({"d1": None, "d2": None, "d3": None, "d4": 5})
    single = replace(TWO, rules=replace(TWO.rules, min_answered=0.25))
    found = change(wave(single, first), wave(later, second))
    assert found.reasons["/dimensions/0/difference"] == "UNDER_K"


def test_ids_of_ours_and_row_numbers_match_nobody():
    dice = random.Random(5)
    first, second = drawn(dice, [None] * 9), drawn(dice, [None] * 9)
    nobody = change(wave(TWO, first), wave(TWO, second))
    assert nobody.matched is None
    assert nobody.reasons["/matched"] == "NO_OWN_IDS"
    rows = [wave(TWO, each, range(1, 10), prefix="") for each in (first, second)]
    counted = change(*rows)
    assert (counted.matched, counted.reasons["/matched"]) == (None, "IDS_NUMBER_ROWS")
    assert counted.dimensions[0].method == WELCH
    assert change(*rows, matched=True).dimensions[0].method == PAIRED
    own = [wave(TWO, each, [40 * n for n in range(9)], prefix="") for each in (first, second)]
    assert change(*own).matched == 9
    assert change(*own, matched=False).matched is None


def test_an_id_that_two_people_have_is_nobodys():
    dice = random.Random(5)
    first, second = drawn(dice, [None] * 9), drawn(dice, [None] * 9)
    given = [0, 0, *range(2, 9)]
    assert change(wave(TWO, first, given), wave(TWO, second, range(9))).matched == 7


def test_by_default_the_organisation_is_meant_and_not_its_roster():
    dice = random.Random(6)
    first, second = (drawn(dice, [None] * 9, shift) for shift in (0, 0.3))
    pair = [wave(TWO, each, roster={"it": 12}) for each in (first, second)]
    plain, finite = change(*pair).overall, change(*pair, finite=True).overall
    widths = [high - low for low, high in (plain.interval, finite.interval)]
    assert widths[1] == pytest.approx(widths[0] * math.sqrt(1 - 9 / 12))
    everybody = [wave(TWO, each, roster={"it": 9}) for each in (first, second)]
    census = change(*everybody, finite=True)
    assert census.overall.interval == (census.overall.difference,) * 2
    assert census.reasons["/overall/p"] == "CENSUS"
    assert census.overall.level_up in {0.0, 1.0}


# What two waves may tell together


def test_a_wave_with_one_more_person_tells_nothing_of_them():
    answered = drawn(random.Random(2), ["it"] * 9)
    newcomer = ("it", {item.id: 5 for item in TWO.items})
    for numbers in ((), tuple(range(9))):
        again = (*numbers, 99) if numbers else ()
        found = change(
            wave(TWO, answered, numbers), wave(TWO, [*answered, newcomer], again, name="w2")
        )
        assert found.overall.difference is None
        assert [each.difference for each in found.dimensions] == [None, None]
        assert found.reasons["/dimensions/0/difference"] == "TOO_FEW_DIFFER"


def test_a_function_in_which_one_person_changed_is_shown_with_others_or_not_at_all():
    dice = random.Random(9)
    functions = ["it"] * 7 + ["hr"] * 7 + ["marketing"] * 7
    first = drawn(dice, functions)
    second = drawn(dice, functions, 0.4)
    second[:6] = first[:6]  # one person of IT answers otherwise
    found = change(wave(TWO, first, range(21)), wave(TWO, second, range(21)))
    for each in found.dimensions:
        assert [group.id for group in each.groups] == ["marketing", OTHER]
    log = {(each.what, each.merged_into) for each in found.suppression_log}
    assert {("d/it", OTHER), ("d/hr", OTHER)} <= log


def test_a_wave_beside_itself_has_not_changed():
    answered = drawn(random.Random(2), ["it"] * 6 + ["hr"] * 8)
    same = wave(TWO, answered, range(14))
    found = change(same, same)
    assert (found.overall.difference, found.overall.method) == (0.0, PAIRED)
    assert found.reasons["/overall/interval"] == "NO_VARIANCE"
    assert found.overall.level_up < 0.05


def test_d_z_is_not_told_of_matched_people_alone():
    dice = random.Random(5)
    first, second = drawn(dice, [None] * 9), drawn(dice, [None] * 10)
    found = change(wave(TWO, first, range(9)), wave(TWO, second, range(1, 11)))
    assert found.dimensions[0].method == OVERLAPPING
    assert found.reasons["/dimensions/0/d_z"] == "NOT_ALL_MATCHED"


@st.composite
def pairs_of_waves(draw):
    """Two waves of three functions, of which some people answer twice, some as before."""
    dice = random.Random(draw(st.integers(0, 10**6)))
    sizes = [
        {who: draw(st.integers(0, 9)) for who in ("it", "hr", "marketing", None)} for _ in range(2)
    ]
    waves, first = [], []
    for size in sizes:
        functions = [who for who, n in size.items() for _ in range(n)]
        answered = drawn(dice, functions)
        if waves and draw(st.booleans()):
            answered = [dice.choice([a, b]) for a, b in zip(answered, first, strict=False)]
        for _, given_answers in answered:
            blank = dice.random() < 0.2
            given_answers.update({i: None for i in given_answers if blank and dice.random() < 0.5})
        first = answered
        numbers = dice.sample(range(60), len(answered)) if draw(st.booleans()) else ()
        waves.append(wave(TWO, answered, numbers, k=draw(st.integers(3, 5))))
    return waves


@settings(max_examples=120)
@given(pairs_of_waves(), st.booleans())
def test_every_change_has_bounds_groups_of_k_and_reasons(waves, finite):
    found = change(*waves, finite=finite)
    document = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert set(nulls(document)) == set(document["reasons"])
    assert all(at(document, pointer) is None for pointer in document["reasons"])
    for each in [document["overall"], *document["dimensions"]]:
        if each["difference"] is None:
            continue
        assert min(each["n_before"], each["n_after"]) >= document["k"]
        total = each["before_100"] + each["difference"] + each["mix"]
        assert total == pytest.approx(each["after_100"], abs=1e-9)
        plain = each["respondents"]
        assert plain["before_100"] + plain["within"] + plain["mix"] == pytest.approx(
            plain["after_100"], abs=1e-9
        )
        assert all(0 <= each[name] <= 100 for name in ("before_100", "after_100"))
        if each["interval"]:
            low, high = each["interval"]
            assert low <= each["difference"] <= high
        if each["level_up"] is not None:
            assert 0 <= each["level_up"] + each["level_down"] <= 1 + 1e-9
    for each in document["dimensions"]:
        for group in each["groups"]:
            assert min(group["n_before"], group["n_after"]) >= document["k"]
    assert len(found.table()) == 3


@settings(max_examples=60)
@given(pairs_of_waves(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_digit_of_a_change(waves, dice):
    def shuffled(one):
        order = dice.sample(range(len(one.responses.respondents)), len(one.responses.respondents))
        table = one.responses.tables[0]
        mixed = replace(table, fates=table.fates[:, order], points=table.points[:, order])
        again = tuple(one.responses.respondents[n] for n in order)
        return replace(one, responses=replace(one.responses, respondents=again, tables=(mixed,)))

    assert change(*map(shuffled, waves)).to_json() == change(*waves).to_json()


@settings(max_examples=80)
@given(pairs_of_waves())
def test_a_changed_group_is_a_union_of_what_each_wave_publishes(waves):
    """Else a change, set beside the reports of the waves, would give a few people away."""
    from maturity.scores.ground import lay_ground

    found = change(*waves)
    for n, each in enumerate(found.dimensions):
        grounds = [lay_ground(w.responses, w.instrument, w.setting) for w in waves]
        for ground, count in zip(grounds, ("n_before", "n_after"), strict=True):
            published = ground.by_dimension["de"[n]].n_by_group
            named = {group.id: getattr(group, count) for group in each.groups}
            for name, people_in in named.items():
                if name != OTHER:
                    assert published[name] == people_in
            if named:
                assert sum(named.values()) == sum(published.values())


# Two waves in files


def _file(path, dice, shift, numbers):
    items = [f"A{n}" for n in (1, 2, 3)]
    lines = [f"| respondent | function | {' | '.join(items)} |"]
    for n in numbers:
        points = [str(min(6, max(1, round(dice.gauss(3.5 + shift, 1.2))))) for _ in items]
        lines.append(f"| emp-{n} | {'it' if n % 2 else 'marketing'} | {' | '.join(points)} |")
    return write_csv(path, "\n".join(lines))


INSTRUMENT = """
id: climate
version: "1"
scales: {agree6: {min: 1, max: 6}}
dimensions:
  - id: trust
    label: Trust
    items:
      - {id: A1, text: People here can be trusted with hard news., scale: agree6}
      - {id: A2, text: I ask other teams for help when I need it., scale: agree6}
      - {id: A3, text: Promises between our teams are mostly kept., scale: agree6}
"""


def test_a_consultant_compares_two_files(tmp_path):
    dice = random.Random(12)
    (tmp_path / "climate.yaml").write_text(INSTRUMENT, encoding="utf-8")
    results = []
    for name, shift, numbers in (("w1", 0, range(1, 25)), ("w2", 0.8, range(5, 27))):
        folder = tmp_path / "acme" / name
        folder.mkdir(parents=True)
        file = _file(folder / "answers.csv", dice, shift, numbers)
        results.append(assess(file, instrument=str(tmp_path / "climate.yaml"), wave=name))
    found = compare(*results)
    assert (found.before.wave, found.after.wave, found.matched) == ("w1", "w2", 20)
    (trust,) = found.dimensions
    assert (trust.method, trust.n_matched) == (OVERLAPPING, 20)
    assert [each.id for each in trust.groups] == ["it", "marketing"]
    assert trust.difference > 0
    table = found.table()
    assert list(table["id"]) == ["trust", "overall"]
    assert table["difference"][0] == trust.difference


def test_the_example_beside_itself_has_not_changed():
    wave = assess(ROOT / "surveys/examples/lumera/2026-spring", language="en")
    found = compare(wave, wave)
    assert found.overall.difference == 0
    assert [each.before_100 for each in found.dimensions] == pytest.approx(
        [each.score_100 for each in wave.assessment.dimensions]
    )
