"""Scores by other rules: centred items, shaken weights, no compensation, a floor."""

import json
import math
import random
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.test_scores import assessed, dimension, question, questionnaire, scale

from maturity.errors import InstrumentError
from maturity.instrument import Critical, load_instrument
from maturity.instrument.craft import advice
from maturity.scores.sensitivity import shaking
from maturity.scores.statistics.composites import (
    geometric_mean,
    item_centred,
    level_changes,
    order_changes,
    other_weights,
)

ORACLE = json.loads((Path(__file__).parent / "oracle" / "change.json").read_text(encoding="utf-8"))
CUTS = [20, 40, 60, 80]


# Items centred


def centred(answers, weights, known=None):
    """Corrections for answers on 1..5, rows of numbers and None."""
    points = np.array(answers, dtype=float)
    weights = np.array(weights, dtype=float)
    spans, shown = np.full(len(weights), 4.0), np.full(len(weights), True)
    return item_centred(
        points - 1, ~np.isnan(points), spans, weights, shown if known is None else np.array(known)
    )


@pytest.mark.parametrize("case", ORACLE["centred"], ids=lambda case: case["name"])
def test_centred_items_are_those_of_a_linear_model_in_r(case):
    found = np.array(case["score"]) + centred(case["answers"], case["weights"])
    assert found.tolist() == pytest.approx(case["centred"], rel=1e-9)


def test_who_answered_everything_owes_nothing():
    answers = [[4, 2, 5], [3, 1, 4], [5, None, 4], [2, 2, 2]]
    assert centred(answers, [1, 2, 0.5])[[0, 1, 3]].tolist() == [0.0, 0.0, 0.0]


def test_if_people_and_questions_only_add_up_a_missing_answer_changes_nothing():
    heights, ease = [2, 3, 4, 3], [1, 0, -1]
    whole = [[h + e for e in ease] for h in heights]
    part = [list(row) for row in whole]
    part[0][2] = part[2][0] = part[3][1] = None
    weights = [1, 3, 2]
    for row, full, correction in zip(part, whole, centred(part, weights), strict=True):
        kept = [(v, w) for v, w in zip(row, weights, strict=True) if v is not None]
        mean = sum((v - 1) * 25 * w for v, w in kept) / sum(w for _, w in kept)
        expected = sum((v - 1) * 25 * w for v, w in zip(full, weights, strict=True)) / 6
        assert mean + correction == pytest.approx(expected)


def test_questions_that_nobody_connects_are_compared_among_themselves():
    answers = [[5, 4, None, None], [4, 3, None, None], [None, None, 2, 1], [None, None, 1, 1]]
    assert centred(answers, [1, 1, 1, 1]).tolist() == pytest.approx([0, 0, 0, 0])


def test_of_a_question_too_few_answered_nothing_is_concluded():
    answers = [[3, 3, 5], [4, 4, None], [2, 2, None]]
    assert centred(answers, [1, 1, 1], [True, True, False]).tolist() == pytest.approx([0, 0, 0])


def simulated(n, items, pattern, reps, seed):
    """Mean error of the organisation's score, in points of 1..5: person mean, item-centred."""
    dice, errors = np.random.default_rng(seed), []
    last = int(0.4 * items)
    for _ in range(reps):
        routed = np.arange(n) % 2 == 1
        height = dice.normal(0, 1, n) + np.where(routed, -0.3, 0.6) * (pattern == "routed")
        latent = height[:, None] - np.linspace(-1, 1, items) + dice.normal(0, 0.9, (n, items))
        points = np.clip(np.round(3 + latent), 1, 5)
        answered = np.ones((n, items), dtype=bool)
        who = {
            "hard": dice.random(n) < 0.3,
            "weak": dice.random(n) < 1 / (1 + np.exp(1.2 * height + 0.8)),
            "routed": routed,
        }[pattern]
        answered[who, -last:] = False
        mean = np.where(answered, points, 0).sum(axis=1) / answered.sum(axis=1)
        given = np.where(answered, points, np.nan)
        plus = centred(given, np.ones(items)) / 25
        true = points.mean()
        errors.append((mean.mean() - true, (mean + plus).mean() - true))
    return np.mean(errors, axis=0)


@pytest.mark.parametrize("pattern", ["hard", "weak", "routed"])
def test_centred_items_take_out_most_of_what_skipped_questions_flatter(pattern):
    # The research: +.13 to +.32 points for those who skip, -.03 to +.04 when centred; here for all.
    plain, corrected = simulated(40, 5, pattern, 60, 3)
    assert plain > 0.1
    assert abs(corrected) < 0.03


ROUTED = questionnaire(
    [
        dimension(
            "d",
            [
                question("d1", "d"),
                question("d2", "d"),
                question("d3", "d", functions=("it",)),
                question("d4", "d", functions=("it",)),
            ],
        )
    ],
    k=5,
)


def routed_people(heights=(3, 4), ease=(1, 0, -1, -2)):
    """IT is asked four questions, the two harder ones alone; hr two."""
    it, hr = heights
    answers = [min(5, max(1, it + e)) for e in ease]
    names = [f"d{n}" for n in range(1, 5)]
    people = [("it", dict(zip(names, answers, strict=True)))] * 6
    return people + [("hr", {"d1": min(5, hr + 1), "d2": hr})] * 6


def test_a_function_asked_only_easy_questions_is_not_flattered():
    found = assessed(ROUTED, routed_people((3, 3))).dimensions[0]
    groups = {
        each.id: each.dimensions["d"] for each in assessed(ROUTED, routed_people((3, 3))).groups
    }
    assert (groups["it"], groups["hr"]) == (37.5, 62.5)  # the same people, other questions
    assert found.score_100 == 50
    assert found.item_centred_100 == pytest.approx(37.5)


def test_without_a_gap_the_centred_score_is_the_score():
    dice = random.Random(1)
    items = [question(f"d{n}", "d", weight=dice.choice([1, 2])) for n in range(6)]
    instrument = questionnaire([dimension("d", items)], k=5)
    people = [("it", {i.id: dice.randint(1, 5) for i in items}) for _ in range(9)]
    (found,) = assessed(instrument, people).dimensions
    assert found.item_centred_100 == found.score_100


def test_a_masked_dimension_has_no_centred_score_either():
    found = assessed(ROUTED, routed_people()[:2])
    assert found.dimensions[0].item_centred_100 is None
    assert found.reasons["/dimensions/0/item_centred_100"] == "UNDER_K"


def test_one_persons_answer_to_a_rare_question_is_not_in_the_centred_score():
    items = [question(f"d{n}", "d") for n in (1, 2, 3)]
    instrument = questionnaire([dimension("d", items)], k=5)
    people = [("it", {"d1": n % 5 + 1, "d2": n % 4 + 1}) for n in range(9)]
    alone = [[*people, ("it", {"d1": 3, "d2": 3, "d3": answer})] for answer in (1, 5)]
    gains = [
        each.item_centred_100 - each.score_100
        for each in (assessed(instrument, rows).dimensions[0] for rows in alone)
    ]
    assert gains[0] == pytest.approx(gains[1])


# Other weights


def test_other_weights_add_up_and_scatter_around_the_given_ones():
    weights = [1.0, 2.0, 1.0]
    others = other_weights(weights, draws=20000, concentration=20, seed=1)
    assert others.sum(axis=1) == pytest.approx(np.ones(20000))
    assert others.mean(axis=0) == pytest.approx([0.25, 0.5, 0.25], abs=0.003)
    spread = [math.sqrt(w * (1 - w) / 21) for w in (0.25, 0.5, 0.25)]
    assert others.std(axis=0) == pytest.approx(spread, rel=0.02)


def levels_of(value):
    return sum(cut <= round(value, 9) for cut in CUTS)


def test_shares_of_changed_levels_and_orders_are_counted_right():
    rows = np.array([[30, 70, 41], [55, 20, 60], [48, 50, 40.0]])
    weights = [1.0, 1.0, 2.0]
    others = other_weights(weights, draws=300, concentration=20, seed=7)
    given = rows @ np.array(weights) / 4
    changed = [
        sum(levels_of(row @ w) != levels_of(g) for w in others) / 300
        for row, g in zip(rows, given, strict=True)
    ]
    assert level_changes(rows, weights, others, CUTS).tolist() == pytest.approx(changed)
    moved = sum(
        any(given[a] < given[b] and rows[a] @ w > rows[b] @ w for a, b in permutations(range(3), 2))
        for w in others
    )
    assert 0 < moved < 300
    assert order_changes(rows, weights, others) == pytest.approx(moved / 300)


def test_equal_rows_have_no_order_to_change():
    others = other_weights([1, 1], draws=50, concentration=20, seed=1)
    assert order_changes(np.array([[30, 70], [70, 30.0]]), [1, 1], others) == 0
    assert order_changes(np.array([[30, 70.0]]), [1, 1], others) == "TOO_FEW_GROUPS"
    assert order_changes(np.array([[30, 30], [70, 70.0]]), [1, 1], others) == 0


def test_a_score_that_is_the_same_everywhere_is_not_fragile():
    parts = [dimension(id_, [question(f"{id_}1", id_)]) for id_ in ("d", "e", "f")]
    instrument = questionnaire(parts)
    people = [("it", {"d1": 4, "e1": 4, "f1": 4})] * 5 + [("hr", {"d1": 2, "e1": 2, "f1": 2})] * 5
    found = assessed(instrument, people).overall.weight_sensitivity
    assert (found.draws, found.level_changes, found.order_changes) == (2000, 0, 0)
    assert not found.fragile


def test_functions_that_are_opposites_change_places():
    parts = [dimension(id_, [question(f"{id_}1", id_)]) for id_ in ("d", "e")]
    people = [("it", {"d1": 4, "e1": 2})] * 5
    people += [("hr", {"d1": 2, "e1": 4})] * 4 + [("hr", {"d1": 2, "e1": 5})]
    found = assessed(questionnaire(parts), people).overall.weight_sensitivity
    assert found.order_changes > shaking().fragile_over
    assert found.fragile


def test_one_function_has_no_order():
    parts = [dimension(id_, [question(f"{id_}1", id_)]) for id_ in ("d", "e")]
    found = assessed(questionnaire(parts), [(None, {"d1": 5, "e1": 2})] * 5)
    assert found.overall.weight_sensitivity.order_changes is None
    assert found.reasons["/overall/weight_sensitivity/order_changes"] == "TOO_FEW_GROUPS"


@settings(max_examples=60)
@given(
    st.lists(st.floats(0, 100), min_size=2, max_size=5),
    st.lists(st.floats(0.1, 9), min_size=5, max_size=5),
)
def test_the_geometric_mean_lies_between_the_minimum_and_the_mean(values, weights):
    weights = weights[: len(values)]
    found = geometric_mean(values, weights)
    mean = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
    assert min(values) <= found <= mean + 1e-9
    assert (found == 0) == (min(values) == 0)


def test_the_geometric_mean_is_that_of_r():
    case = ORACLE["geometric"]
    assert geometric_mean(case["values"], case["weights"]) == pytest.approx(case["mean"], rel=1e-9)


def test_the_weakest_dimension_is_named_and_not_made_up_for():
    parts = [dimension(id_, [question(f"{id_}1", id_)]) for id_ in ("d", "e", "f")]
    found = assessed(questionnaire(parts), [(None, {"d1": 5, "e1": 2, "f1": 2})] * 5).overall
    assert (found.minimum, found.score_100) == ("e", 50)
    assert found.geometric_100 == pytest.approx((100 * 25 * 25) ** (1 / 3))


# The floor under critical questions


def floored(below=40.0, level=2, **changes):
    items = [
        question("d1", "d", critical=True, **changes),
        *(question(f"d{n}", "d") for n in (2, 3, 4, 5)),
    ]
    plain = questionnaire([dimension("d", items)], k=5)
    floor = Critical(below, level) if level else None
    return replace(plain, rules=replace(plain.rules, critical=floor))


def answered(first, others=5, n=6):
    return [(None, {"d1": first, **{f"d{m}": others for m in (2, 3, 4, 5)}})] * n


def test_a_critical_question_under_the_floor_holds_the_level_and_not_the_score():
    plain, held = (assessed(floored(level=x), answered(2)) for x in (None, 2))
    assert (held.dimensions[0].level, held.dimensions[0].level_uncapped) == (2, 5)
    assert held.dimensions[0].capped_by == "d1"
    assert held.dimensions[0].score_100 == plain.dimensions[0].score_100 == 85
    assert held.dimensions[0].level_probability == plain.dimensions[0].level_probability
    assert (plain.dimensions[0].level, plain.dimensions[0].level_uncapped) == (5, 5)
    assert plain.reasons["/dimensions/0/capped_by"] == "NOT_CAPPED"
    assert held.overall.level == plain.overall.level


def test_on_the_floor_nothing_is_held_and_keys_count():
    people = [*answered(2, n=2), *answered(3, n=3)]  # (2 * 25 + 3 * 50) / 5 = 40
    assert assessed(floored(), people).dimensions[0].capped_by is None
    assert assessed(floored(below=40.5), people).dimensions[0].capped_by == "d1"
    assert assessed(floored(reverse=True), answered(5)).dimensions[0].capped_by == "d1"
    assert assessed(floored(scale=scale(1, 6)), answered(2)).dimensions[0].capped_by == "d1"


def test_a_level_that_is_low_anyway_is_held_by_nothing():
    found = assessed(floored(), answered(1, others=2)).dimensions[0]
    assert (found.level, found.level_uncapped, found.capped_by) == (2, 2, None)


def test_a_masked_critical_question_holds_nothing_whatever_was_answered():
    found = [
        assessed(floored(), [*answered(None, n=6), *answered(first, others=4, n=4)])
        for first in (1, 5)
    ]
    assert [each.items[0].mean for each in found] == [None, None]
    assert [each.dimensions[0].capped_by for each in found] == [None, None]
    assert found[0].dimensions[0].level == found[1].dimensions[0].level == 5
    assert found[0].reasons == found[1].reasons


INSTRUMENT = """
id: climate
version: "1"
scales: {agree6: {min: 1, max: 6}}
rules: {critical: {below: 40, level: LEVEL}}
dimensions:
  - id: trust
    label: Trust
    items:
      - {id: A1, text: People here can be trusted with hard news., scale: agree6, critical: YES}
      - {id: A2, text: I ask other teams for help when I need it., scale: agree6, weight: WEIGHT}
"""


def written(tmp_path, level="2", critical="true", weight="1", rules=True):
    text = INSTRUMENT.replace("LEVEL", level).replace("YES", critical).replace("WEIGHT", weight)
    if not rules:
        text = "\n".join(line for line in text.splitlines() if "rules:" not in line)
    path = tmp_path / "climate.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_yaml_says_which_questions_are_critical_and_what_follows(tmp_path):
    loaded = load_instrument(written(tmp_path))
    assert [item.critical for item in loaded.items] == [True, False]
    assert loaded.rules.critical == Critical(40, 2)
    without = load_instrument(written(tmp_path, critical="false", rules=False))
    assert without.rules.critical is None
    assert without.asked_sha256 == loaded.asked_sha256  # nobody was asked anything else
    assert without.sha256 != loaded.sha256


def test_a_floor_that_holds_nothing_is_refused(tmp_path):
    with pytest.raises(InstrumentError) as caught:
        load_instrument(written(tmp_path, level="5"))
    assert "cannot hold a dimension at level 5; 4 is the highest" in str(caught.value)
    text = (
        written(tmp_path)
        .read_text(encoding="utf-8")
        .replace("critical: true", "critical: true, weight: 0")
    )
    (tmp_path / "climate.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InstrumentError) as caught:
        load_instrument(tmp_path / "climate.yaml")
    assert "“A1” is critical but has weight 0" in str(caught.value)


def test_a_floor_without_question_or_a_question_without_floor_is_remarked_on(tmp_path):
    def said():
        return [c.key for c in advice(tmp_path / "climate.yaml") if "critical" in c.key]

    written(tmp_path)
    assert said() == []
    written(tmp_path, critical="false")
    assert said() == ["craft.rule_without_critical"]
    written(tmp_path, rules=False)
    assert said() == ["craft.critical_without_rule"]
