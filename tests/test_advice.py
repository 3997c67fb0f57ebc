"""What to do first and when: priorities, the plan nobody can better, what it may change."""

import ctypes
import json
import random
import re
from dataclasses import replace
from functools import cache
from itertools import combinations, product
from pathlib import Path
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import samples
from tests.commands import EXAMPLES, WAVES
from tests.test_scores import assessed, dimension, question, questionnaire
from tests.test_story import clipped_or_overlapping

from maturity.assess import assess
from maturity.engagement import load_engagement
from maturity.errors import EngagementError, InstrumentError
from maturity.instrument import Practice, Text, load_instrument
from maturity.instrument.knowledge import Action, CostClass, Success
from maturity.language import Language
from maturity.scores.firmness import shaking
from maturity.scores.model import PracticeScore
from maturity.scores.priority import confidence
from maturity.story import Story, figures, sections
from maturity.story.advice import (
    advice_json,
    decision,
    firmness,
    paths,
    projection,
    recommendations,
    roadmap,
)
from maturity.story.advice.lift import fewest
from maturity.story.advice.schedule import Task, schedule
from maturity.story.blocks import Chart, Paragraph, Section
from maturity.story.edition import Edition
from maturity.story.report import Report

DOCS = Path(__file__).parents[1] / "docs"
SURVEYS = Path(__file__).parents[1] / "surveys"
FR, EN = Language("fr"), Language("en")
STANDARD = {30: 20.0, 60: 20.0, 90: 20.0, 180: 60.0}


@cache
def assessed_example(name):
    return assess(str(EXAMPLES / name / WAVES[name]), language="fr").story()


@cache
def example(name, language="fr"):
    return replace(assessed_example(name), say=Language(language))


every_example = pytest.mark.parametrize("name", sorted(WAVES))


# A small questionnaire of our own


def action(id_, practice, step, *, days=5.0, horizon=30, after=(), title=None):
    words = title or f"Do {id_}"
    return Action(
        id_,
        practice,
        step,
        Text(en=words, fr=f"{words} (fr)"),
        Text(en="How.", fr="Comment."),
        "owner",
        days,
        "S",
        horizon,
        "none",
        tuple(after),
        Success(Text(en="Count", fr="Compte"), Text(en="Ten", fr="Dix"), 90),
        (),
        ("own",),
    )


def told(practices, *, targets=(60.0,), capacity=None, say=EN, intervals=None, sensitivity=None):
    """A story of one dimension per target: practices as (id, dimension, score, weight, actions)."""
    asked = samples.instrument(dimensions=len(targets), practices=0, items=1, mirrors=False)
    scores, made = [], []
    for id_, where, score, weight, actions in practices:
        label = Text(en=f"Practice {id_}", fr=f"Pratique {id_}")
        made.append(Practice(id_, label, Text(), f"d{where}", (), weight, actions=tuple(actions)))
        ends = (intervals or {}).get(id_, score and (score - 4, score + 4))
        scores.append(PracticeScore(id_, f"d{where}", score, 30, ends, 1 / len(practices)))
    dimensions = tuple(
        replace(each, practices=tuple(one for one in made if one.dimension == each.id))
        for each in asked.dimensions
    )
    asked = replace(
        asked,
        dimensions=dimensions,
        roles={"owner": Text(en="Head of it", fr="Responsable")},
        costs=(CostClass("none", Text(en="None", fr="Aucun"), Text()),),
        horizons=(30, 60, 90, 180),
        capacity=STANDARD,
    )
    found = samples.assessment(asked, target=None)
    dimensions = tuple(
        replace(each, target=target) for each, target in zip(found.dimensions, targets, strict=True)
    )
    order = [each.id for each in asked.practices]
    found = replace(
        found,
        dimensions=dimensions,
        practices=tuple(sorted(scores, key=lambda one: order.index(one.id))),
        priority_sensitivity=sensitivity,
        gaps=(),
    )
    return Story(found, asked, say, Edition(capacity=capacity or {}))


def ids(advised):
    return [each.action.id for each in advised]


# Priorities


@every_example
def test_a_priority_is_gap_times_weight_times_confidence_over_effort(name):
    story = example(name)
    scores = {each.id: each for each in story.assessment.practices}
    targets = {each.id: each.target for each in story.assessment.dimensions}
    advised = [each for each in recommendations(story) if each.impact]
    assert len(advised) > 20
    for each in advised:
        score, practice = scores[each.practice], story.practice(each.practice)
        beside = [one for one in practice.actions if one.step == each.action.step]
        gap = (targets[each.dimension] - score.score_100) / len(beside)
        low, high = score.interval
        normal = NormalDist(score.score_100, (high - low) / 2 / NormalDist().inv_cdf(0.975))
        sure = normal.cdf(targets[each.dimension])
        assert (each.gap, each.confidence) == (pytest.approx(gap), pytest.approx(sure))
        assert each.impact == pytest.approx(gap * practice.weight * sure)
        assert each.priority == pytest.approx(gap * practice.weight * sure / each.action.days)
        assert story.level_of(score.score_100).number == each.action.step
    assert [each.rank for each in advised] == list(range(1, len(advised) + 1))
    assert advised == sorted(advised, key=lambda one: -round(one.priority, 9))


@every_example
def test_every_weak_practice_and_no_other_is_recommended_for(name):
    story = example(name)
    targets = {each.id: each.target for each in story.assessment.dimensions}
    weak = {
        each.id
        for each in story.assessment.practices
        if each.score_100 is not None and each.score_100 < targets[each.dimension]
    }
    assert {each.practice for each in recommendations(story) if each.impact} == weak


def test_a_practice_at_its_target_at_the_top_or_masked_is_not_recommended_for():
    story = told(
        [
            ("met", 1, 60.0, 1, [action("a", "met", 4)]),
            ("top", 2, 85.0, 1, [action("b", "top", 4)]),
            ("masked", 2, None, 1, [action("c", "masked", 1)]),
            ("bare", 2, 30.0, 1, []),
        ],
        targets=(60.0, 95.0),
    )
    assert recommendations(story) == ()
    assert roadmap(story).status == "empty"


def test_without_a_target_the_next_level_stands_in_and_it_is_said():
    story = told([("p", 1, 45.0, 2, [action("a", "p", 3)])], targets=(None,))
    (only,) = recommendations(story)
    assert (only.target_100, only.gap, only.stated) == (60, 15, False)
    assert "no target is set" in only.reason
    assert "aucune cible n’est fixée" in recommendations(replace(story, say=FR))[0].reason


def test_without_an_interval_confidence_is_one_half_and_with_a_census_it_is_certain():
    practices = [("p", 1, 40.0, 1, [action("a", "p", 3)])]
    assert recommendations(told(practices, intervals={"p": None}))[0].confidence == 0.5
    assert recommendations(told(practices, intervals={"p": (40.0, 40.0)}))[0].confidence == 1
    assert confidence(40, (36, 44), 44) == pytest.approx(0.975)


@given(st.floats(0, 100), st.floats(0.1, 30), st.floats(0, 100))
def test_confidence_grows_with_the_target(score, half, target):
    ends = (score - half, score + half)
    assert 0 <= confidence(score, ends, target) <= confidence(score, ends, target + 1) <= 1
    assert confidence(score, ends, score) == pytest.approx(0.5)


def test_a_finding_about_the_practice_is_the_reason():
    reasons = {each.practice: each for each in recommendations(example("lumera", "en"))}
    held = reasons["stack_connection"]
    assert held.finding == "holding_back-stack_connection"
    assert held.reason.startswith("One practice holds “Stack simplicity” back")
    silos = reasons["silos_rituals"]
    assert silos.finding == "weakest-silos"
    assert silos.reason == (
        "“Coordination rituals” stands at 42 out of 100 (n = 54), 13 points under the target of 55."
    )


# How firm


def firm_questionnaire(weights=(1, 1, 1, 1)):
    """Four practices of one question, each with an action of five days from every level."""
    items = [question(f"q{n}", "d") for n in range(4)]
    practices = [
        Practice(
            f"p{n}",
            Text(en=f"P{n}"),
            Text(),
            "d",
            (items[n],),
            weight,
            actions=tuple(action(f"a{n}{step}", f"p{n}", step) for step in range(1, 5)),
        )
        for n, weight in enumerate(weights)
    ]
    return questionnaire([dimension("d", items, practices=practices)], k=5)


def people(*groups):
    """Groups as (function, how many, answers to the four questions)."""
    return [
        (who, {f"q{n}": point for n, point in enumerate(points)})
        for who, many, points in groups
        for _ in range(many)
    ]


GROUPS = (
    ("it", 6, (1, 2, 4, 3)),
    ("hr", 7, (2, 1, 4, 3)),
    ("sales", 5, (4, 1, 1, 3)),
)


def test_without_a_function_the_others_are_as_if_they_had_answered_alone():
    asked = firm_questionnaire()
    everybody = people(*GROUPS)
    story = assessed(asked, everybody, targets={"d": 80})
    found = story.priority_sensitivity

    def first(answers):
        scores = assessed(asked, answers, targets={"d": 80})
        advised = recommendations(Story(scores, asked, EN))
        return set(ids(advised[: found.first]))

    kept = dict.fromkeys(ids(recommendations(Story(story, asked, EN))), 0)
    usual = first(everybody)
    for who, _, _ in GROUPS:
        other = first([each for each in everybody if each[0] != who])
        for id_ in kept:
            kept[id_] += (id_ in usual) == (id_ in other)
    assert found.functions == 3
    assert {each.action: round(each.functions * 3) for each in found.actions} == kept
    assert set(kept.values()) != {3}


def test_one_function_alone_is_not_left_out():
    found = assessed(firm_questionnaire(), people(("it", 9, (1, 2, 3, 4))), targets={"d": 80})
    assert found.priority_sensitivity.functions == 0
    assert found.reasons["/priority_sensitivity/actions/0/functions"] == "TOO_FEW_GROUPS"


def test_those_who_said_not_applicable_are_left_out_only_where_nobody_can_be_told_apart():
    asked = firm_questionnaire()
    usual = people(("it", 12, (1, 2, 4, 3)), ("hr", 12, (2, 1, 4, 3)))
    none = assessed(asked, usual, targets={"d": 80})
    assert none.reasons["/priority_sensitivity/actions/0/not_applicable"] == "NOBODY_NOT_APPLICABLE"
    two = samples_practice(2)
    assert two.reasons["/priority_sensitivity/actions/0/not_applicable"] == "UNDER_K"
    six = samples_practice(6)
    assert isinstance(six.priority_sensitivity.actions[0].not_applicable, bool)


def samples_practice(many):
    """Practices of two questions; ``many`` people of each function say that one is not theirs."""
    items = [question(f"q{n}", "d") for n in range(4)]
    practices = [
        Practice(
            f"p{n}",
            Text(en=f"P{n}"),
            Text(),
            "d",
            tuple(items[2 * n : 2 * n + 2]),
            actions=tuple(action(f"a{n}{step}", f"p{n}", step) for step in range(1, 5)),
        )
        for n in range(2)
    ]
    asked = questionnaire([dimension("d", items, practices=practices)], k=5)
    answered = [
        (who, {"q0": 1, "q1": "x" if n < many else 4, "q2": 2, "q3": 3})
        for who in ("it", "hr")
        for n in range(12)
    ]
    return assessed(asked, answered, targets={"d": 80})


def test_where_nothing_is_weak_nothing_is_tried():
    found = assessed(firm_questionnaire(), people(("it", 9, (5, 5, 5, 5))), targets={"d": 80})
    assert found.priority_sensitivity is None
    assert found.reasons["/priority_sensitivity"] == "NO_ACTION"


def test_a_wide_lead_is_stable_under_other_weights_and_a_tie_is_fragile():
    asked = firm_questionnaire()
    apart = assessed(asked, people(("it", 9, (1, 1, 4, 4))), targets={"d": 80})
    assert all(each.weights > 0.95 for each in apart.priority_sensitivity.actions)
    alike = assessed(asked, people(("it", 9, (2, 2, 2, 2))), targets={"d": 80})
    # any two of four are first half of the time
    shares = [each.weights for each in alike.priority_sensitivity.actions]
    assert shares == pytest.approx([0.5] * 4, abs=0.04)
    story = Story(alike, asked, EN)
    assert [each.stable for each in recommendations(story)] == [False] * 4
    assert firmness(story).startswith("Sensitivity: fragile. Not one of the first 2 actions")
    assert firmness(Story(apart, asked, EN)).startswith("Sensitivity: stable.")


def test_the_order_of_people_changes_no_verdict():
    asked, everybody = firm_questionnaire(), people(*GROUPS)
    first = assessed(asked, everybody, targets={"d": 80}).priority_sensitivity
    random.Random(3).shuffle(everybody)
    assert assessed(asked, everybody, targets={"d": 80}).priority_sensitivity == first


# What a practice adds


def test_a_point_more_on_every_answer_lifts_the_dimension_by_the_practices_share():
    items = [question(f"q{n}", "d", functions=("it",) if n == 0 else ()) for n in range(4)]
    practices = [
        Practice("own", Text(en="Own"), Text(), "d", tuple(items[:2])),
        Practice("rest", Text(en="Rest"), Text(), "d", tuple(items[2:])),
    ]
    asked = questionnaire([dimension("d", items, practices=practices)], k=5)
    dice = random.Random(2)
    answered = []
    for who in ["it"] * 7 + ["hr"] * 8:
        row = {f"q{n}": dice.randint(1, 4) for n in range(who != "it", 4)}
        row["q3"] = dice.choice([row["q3"], None])
        answered.append((who, row))
    up = [
        (who, {q: p + 1 if q in {"q0", "q1"} and p else p for q, p in row.items()})
        for who, row in answered
    ]
    now, then = (assessed(asked, each).dimensions[0].score_100 for each in (answered, up))
    shares = {each.id: each.share for each in assessed(asked, answered).practices}
    assert then - now == pytest.approx(25 * shares["own"])
    assert sum(shares.values()) == pytest.approx(1)


def test_where_one_practice_is_masked_no_share_of_its_dimension_is_told():
    story = example("trefonde")
    silos = [each for each in story.assessment.practices if each.dimension == "silos"]
    assert [each.id for each in silos if each.score_100 is None] == ["silos_mutual_trust"]
    assert {each.share for each in silos} == {None}
    found = {each.dimension: each for each in paths(story)}
    assert found["silos"].obstacle == "masked"
    assert "silos" not in {each.dimension for each in projection(story)}


# The way to the next level


def by_hand(gains, efforts, need):
    for size in range(1, len(gains) + 1):
        fitting = [
            chosen
            for chosen in combinations(range(len(gains)), size)
            if sum(gains[n] for n in chosen) >= need - 1e-9
        ]
        if fitting:
            return min(
                (round(sum(efforts[n] for n in each), 6), -round(sum(gains[n] for n in each), 6))
                for each in fitting
            ), size
    return None


@pytest.mark.parametrize("seed", range(25))
def test_the_fewest_practices_are_those_that_trying_all_sets_finds(seed):
    dice = random.Random(seed)
    count = dice.randint(1, 8)
    gains = [round(dice.uniform(0.1, 9), 2) for _ in range(count)]
    efforts = [dice.choice([2, 4, 4, 8, 12.5, 30]) for _ in range(count)]
    need = round(dice.uniform(0.5, 20), 2)
    chosen, expected = fewest(gains, efforts, need), by_hand(gains, efforts, need)
    if expected is None:
        assert chosen == []
    else:
        (effort, gain), size = expected
        assert len(chosen) == size
        assert sum(efforts[n] for n in chosen) == pytest.approx(effort)
        assert sum(gains[n] for n in chosen) == pytest.approx(-gain)


@every_example
def test_a_path_reaches_the_next_level_and_no_smaller_one_does(name):
    story = example(name)
    for path in paths(story):
        if not path.practices:
            assert path.obstacle in {"top", "masked"}
            continue
        cut = story.level(path.level).below
        assert path.projected_100 >= cut - 1e-6
        scores = {each.id: each for each in story.assessment.practices}
        gains = [scores[id_].share * (cut - scores[id_].score_100) for id_ in path.practices]
        assert gains == sorted(gains, reverse=True)
        assert path.score_100 + sum(gains[:-1]) < cut


# The plan, against all plans


def affordable(tasks, starts, capacity, step):
    """Whether everybody finds their person-days: what ends first is served first."""
    left = {task.id: task.effort for task in tasks if task.id in starts}
    length = {task.id: task.days for task in tasks}
    last = max(capacity)
    periods = list(zip([0, *capacity][:-1], capacity, capacity.values(), strict=True))
    for day in range(0, last - step + 1, step):
        room = sum(
            most * max(0, min(until, day + step) - max(since, day)) / (until - since)
            for since, until, most in periods
        )
        for id_ in sorted(left, key=lambda each: starts[each] + length[each]):
            if starts[id_] <= day < starts[id_] + length[id_]:
                spent = min(room, left[id_])
                room, left[id_] = room - spent, left[id_] - spent
    return all(value < 1e-6 for value in left.values())


def best_by_trying(tasks, capacity, step):
    last, length = max(capacity), {task.id: task.days for task in tasks}
    best = 0.0
    beginnings = [[None, *range(0, last - task.days + 1, step)] for task in tasks]
    for days in product(*beginnings):
        starts = {t.id: day for t, day in zip(tasks, days, strict=True) if day is not None}
        value = sum(task.value for task in tasks if task.id in starts)
        in_order = all(
            before in starts and starts[before] + length[before] <= starts[task.id]
            for task in tasks
            if task.id in starts
            for before in task.after
        )
        if value > best and in_order and affordable(tasks, starts, capacity, step):
            best = value
    return best


def some_tasks(dice, count):
    tasks = []
    for n in range(count):
        after = (f"t{dice.randrange(n)}",) if n and dice.random() < 0.35 else ()
        value = dice.choice([0.0, *[round(dice.uniform(1, 40), 1)] * 4])
        effort = dice.choice([2.0, 4.0, 6.0, 9.0, 15.0])
        tasks.append(Task(f"t{n}", effort, dice.choice([30, 30, 60, 90]), value, after))
    return tasks


@pytest.mark.parametrize("seed", range(20))
def test_no_plan_is_worth_more_than_the_one_found(seed):
    dice = random.Random(seed)
    tasks = some_tasks(dice, dice.randint(2, 5))
    capacity = dice.choice([{30: 6, 60: 6, 90: 4}, {30: 10, 90: 9}, {60: 12, 90: 3}, {90: 14}])
    plan = schedule(tasks, capacity, 30)
    assert plan.proven
    assert plan.value == pytest.approx(best_by_trying(tasks, capacity, 30))
    assert affordable(tasks, plan.starts, capacity, 30)
    length = {task.id: task.days for task in tasks}
    for task in tasks:
        if task.id in plan.starts:
            for before in task.after:
                assert plan.starts[before] + length[before] <= plan.starts[task.id]
    assert sum(plan.used) == pytest.approx(
        sum(task.effort for task in tasks if task.id in plan.starts)
    )
    assert all(u <= c + 1e-6 for u, c in zip(plan.used, capacity.values(), strict=True))


def test_taking_the_best_value_for_its_effort_first_would_be_worse():
    tasks = [Task("a", 6, 30, 9), Task("b", 5, 30, 7), Task("c", 5, 30, 7)]
    room, greedy = 10.0, 0.0
    for task in sorted(tasks, key=lambda one: -one.value / one.effort):
        if task.effort <= room:
            room, greedy = room - task.effort, greedy + task.value
    assert (greedy, schedule(tasks, {30: 10}, 30).value) == (9, 14)


def test_of_equal_plans_the_earlier_task_of_the_list_counts_and_is_done_first():
    alike = [Task(name, 5, 30, 7) for name in ("x", "y", "z")]
    assert list(schedule(alike, {30: 10}, 30).starts) == ["x", "y"]
    uneven = [Task("small", 5, 30, 5), Task("large", 5, 30, 8)]
    assert schedule(uneven, {30: 5, 60: 5}, 30).starts == {"small": 30, "large": 0}
    assert schedule(alike, {30: 10}, 30) == schedule(alike, {30: 10}, 30)


def test_a_long_task_spends_its_days_where_the_periods_have_room():
    tasks = [Task("long", 25, 90, 10), Task("short", 8, 30, 5)]
    plan = schedule(tasks, {30: 10, 60: 10, 90: 15}, 30)
    assert set(plan.starts) == {"long", "short"}
    assert plan.used == pytest.approx((10, 10, 13))
    assert schedule(tasks, {30: 9, 60: 9, 90: 6}, 30).starts.keys() == {"short"}


def test_a_task_of_no_value_is_done_only_for_another():
    useless = [Task("a", 1, 30, 0.0), Task("b", 1, 30, 3.0)]
    assert list(schedule(useless, {30: 9, 60: 9}, 30).starts) == ["b"]
    needed = [Task("a", 1, 30, 0.0), Task("b", 1, 30, 3.0, ("a",))]
    assert schedule(needed, {30: 9, 60: 9}, 30).starts == {"a": 0, "b": 30}


def many_tasks(seed, count):
    dice = random.Random(seed)
    kinds = [(30, (2, 3, 4)), (60, (4, 6, 8, 10)), (90, (8, 12, 15, 18)), (180, (10, 20, 30, 60))]
    tasks = []
    for n in range(count):
        days, efforts = dice.choice(kinds)
        after = (f"t{dice.randrange(n)}",) if n and dice.random() < 0.2 else ()
        value = round(dice.uniform(0.5, 70), 6)
        tasks.append(Task(f"t{n}", float(dice.choice(efforts)), days, value, after))
    return tasks


def test_all_actions_of_the_questionnaire_over_four_periods_are_planned_and_proven():
    plan = schedule(many_tasks(0, 123), STANDARD, 30)
    assert plan.proven
    assert plan.value > 1000
    assert sum(plan.used) <= 120 + 1e-6


def test_the_solver_prints_nothing(capfd):
    schedule(many_tasks(23, 36), STANDARD, 30)  # HiGHS 1.8 to 1.11 prints a line here
    ctypes.CDLL(None).fflush(None)
    assert capfd.readouterr() == ("", "")


# The roadmap


@every_example
def test_a_roadmap_keeps_to_its_person_days_its_days_and_its_order(name):
    story = example(name)
    plan = roadmap(story)
    assert plan.status == "optimal"
    planned = {each.recommendation.action.id: each for each in plan.scheduled}
    for each in plan.scheduled:
        assert each.end - each.start + 1 == each.recommendation.action.horizon
        assert each.until == min(p.until for p in plan.periods if p.until >= each.end)
        assert all(planned[id_].end < each.start for id_ in each.recommendation.after)
    assert all(each.used <= each.capacity + 1e-6 for each in plan.periods)
    assert plan.value == pytest.approx(sum(each.recommendation.impact for each in plan.scheduled))
    left = {each.action.id for each, why in plan.left if why}
    advised = {each.action.id for each in recommendations(story) if each.impact}
    assert left | (advised & set(planned)) == advised
    assert not left & set(planned)


def test_what_must_come_first_is_pulled_in_and_what_is_done_is_not():
    story = told(
        [
            ("base", 1, 10.0, 1, [action("base1", "base", 1), action("base2", "base", 2,
                                                                    after=["base1"])]),
            ("done", 1, 70.0, 1, [action("done2", "done", 2)]),
            ("late", 1, 30.0, 1, [action("late2", "late", 2, after=["base2", "done2"])]),
        ]
    )  # fmt: skip
    advised = {each.action.id: each for each in recommendations(story)}
    assert set(advised) == {"base1", "late2", "base2"}
    assert advised["late2"].after == ("base2",)
    assert (advised["base2"].impact, advised["base2"].enables) == (0, ("late2",))
    assert advised["base2"].reason == "It must come before “Do late2”."
    days = {each.recommendation.action.id: each.start for each in roadmap(story).scheduled}
    assert days == {"base1": 1, "base2": 31, "late2": 61}


def test_an_engagements_capacity_counts_and_none_says_so():
    practices = [("p", 1, 30.0, 1, [action("a", "p", 2, days=6), action("b", "p", 2, days=4)])]
    tight = roadmap(told(practices, capacity={30: 4.0}))
    assert [each.recommendation.action.id for each in tight.scheduled] == ["b"]
    assert [(each.action.id, why) for each, why in tight.left] == [
        ("a", "With what must come first it takes 6 person-days, more than there are in its time.")
    ]
    nothing = roadmap(told(practices, capacity={30: 0.0, 60: 0.0}))
    assert (nothing.status, nothing.scheduled) == ("infeasible", ())
    assert nothing.explained == "There is no roadmap: the engagement gives it no person-day."
    little = roadmap(told(practices, capacity={30: 3.0}))
    assert little.status == "infeasible"
    assert "the smallest action takes 4 person-days within 30 days" in little.explained


def test_what_is_left_says_why():
    practices = [
        ("p", 1, 30.0, 2, [action("a", "p", 2, days=5)]),
        ("q", 1, 50.0, 1, [action("b", "q", 3, days=5)]),
        ("r", 1, 50.0, 1, [action("c", "r", 3, horizon=90)]),
        ("s", 1, 50.0, 1, [action("d", "s", 3, after=["e"])]),
        ("t", 1, 50.0, 1, [action("e", "t", 3)]),
    ]
    plan = roadmap(told(practices, capacity={30: 5.0}))
    assert ids([each.recommendation for each in plan.scheduled]) == ["a"]
    reasons = {each.action.id: why for each, why in plan.left}
    assert reasons == {
        "b": "It fits, but the person-days bring more elsewhere.",
        "c": "It takes 90 days, and the roadmap ends on day 30.",
        "d": "After what must come first it would end on day 60, beyond day 30.",
        "e": "It fits, but the person-days bring more elsewhere.",
    }
    assert plan.explained.endswith(
        "4 actions are left: 2 bring less for the same person-days, 1 would end too late, after "
        "what must come first, and 1 takes longer than the roadmap."
    )


def test_the_decision_asks_for_the_first_actions_else_for_what_it_used_to():
    asked, *actions = decision(example("lumera", "en"))
    assert asked.startswith("Begin these 3 actions, 20 person-days in all")
    assert actions[0].startswith("“Draw up the table of links and name their owners” (10")
    assert [each[-1] for each in actions] == [";", ";", "."]
    without = told([("p", 1, 30.0, 1, [])])
    assert decision(without) == ()
    page = " ".join(str(block) for block in sections.synthesis(without).blocks)
    assert "Practice p" in page


# What if it succeeds


def test_a_practice_rises_when_all_actions_of_its_step_are_planned():
    practices = [
        ("p", 1, 30.0, 1, [action("a", "p", 2), action("b", "p", 3)]),
        ("q", 1, 50.0, 1, [action("c", "q", 3), action("d", "q", 3, days=999)]),
    ]
    story = told(practices)
    (only,) = projection(story)
    assert only.lifted == ("p",)  # "b" is not recommended, "d" cannot be paid
    assert only.projected_100 == pytest.approx(only.score_100 + (40 - 30) / 2)


def test_without_a_plan_nothing_is_projected_to_move():
    (only,) = projection(told([("p", 1, 30.0, 1, [action("a", "p", 2)])], capacity={30: 0.0}))
    assert only.projected_100 == only.score_100


# Pages and figures


def blocks(parts):
    for part in parts:
        yield part
        if isinstance(part, Section):
            yield from blocks(part.blocks)


@pytest.mark.parametrize("language", ["en", "fr"])
@every_example
def test_the_pages_are_whole_and_call_an_assumption_one(name, language):
    story = example(name, language)
    made = Report(story)
    parts = list(blocks([*made.part("priorities"), *made.part("roadmap")]))
    assert made.parts.index("roadmap") == made.parts.index("priorities") + 1
    charts = [each for each in parts if isinstance(each, Chart)]
    assert len(charts) == 3
    for chart in charts:
        assert clipped_or_overlapping(chart.figure) == []
        assert all(len(row) == len(chart.table.header) for row in chart.table.rows)
    word = {"en": "assumption", "fr": "hypothèse"}[language]
    assert all(word in text.lower() for text in (charts[2].title, charts[2].caption, charts[2].alt))
    (warning,) = (p for p in parts if isinstance(p, Paragraph) and p.role == "warning")
    assert word in warning.text
    ids_ = [each.id for each in parts if isinstance(each, Section)]
    assert len(set(ids_)) == len(ids_)


def test_each_recommendation_shows_the_nature_of_its_sources():
    page = " ".join(str(block) for block in sections.priorities(example("lumera")).blocks)
    assert re.search(r"S\d:\d+ \(opinion\)", page)
    assert "notre expérience" in page


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
@pytest.mark.parametrize("periods", [1, 2, 4, 6])
def test_no_label_is_clipped_with_the_longest_titles_and_equal_points(say, periods):
    long = max(
        (each.title["fr"] for each in load_instrument(SURVEYS / "digital-maturity").actions),
        key=len,
    )
    practices = []
    for n, days in enumerate([5, 5, 5, 5, 8, 8, 2, 2, 40, 40]):
        horizon = 30 * (n % 3 + 1)
        one = action(f"a{n}", f"p{n}", 2, days=days, horizon=horizon, title=f"{long}, {n}")
        practices.append((f"p{n}", n % 7 + 1, 30.0, 1, [one]))
    capacity = {180 // periods * (n + 1): 400.0 / periods for n in range(periods)}
    story = told(practices, targets=(60.0,) * 7, capacity=capacity, say=say)
    advised, plan = recommendations(story), roadmap(story)
    assert len(plan.scheduled) == 10
    for figure, alt, table in (figures.priorities(story, advised), figures.roadmap(story, plan)):
        assert clipped_or_overlapping(figure) == []
        assert alt.count(long) == len(table.rows) == 10
    figure, _, _ = figures.forecast(story, projection(story))
    assert clipped_or_overlapping(figure) == []


def test_where_too_few_answered_the_pages_say_so():
    asked = samples.instrument()
    story = Story(samples.nobody(asked), asked, FR)
    first, second = sections.priorities(story), sections.roadmap(story)
    assert "moins de 5 personnes" in first.blocks[0].text
    assert second.blocks[0].text.startswith("Il n’y a pas de feuille de route")
    assert len(second.blocks) == 1


@every_example
def test_the_plain_data_is_json_and_names_only_what_is_known(name):
    story = example(name)
    made = json.loads(json.dumps(advice_json(story), allow_nan=False))
    assert set(made) == {"recommendations", "firmness", "roadmap", "paths", "what_if"}
    known = {each["action"] for each in made["recommendations"]}
    assert {each["action"] for each in made["roadmap"]["scheduled"]} <= known
    assert {one for each in made["recommendations"] for one in each["prerequisites"]} <= known
    natures = {one["nature"] for each in made["recommendations"] for one in each["sources"]}
    assert natures <= {"own", "opinion", "survey", "forecast"}
    assert all(each["assumption"] for each in made["what_if"])


# What is stated


def test_absurd_person_days_are_refused_with_the_line(tmp_path):
    file = tmp_path / "engagement.yaml"

    def refused(text):
        file.write_text(f"name: Acme\nroadmap:\n  capacity:\n{text}", encoding="utf-8")
        with pytest.raises(EngagementError) as raised:
            load_engagement(file)
        return raised.value.message(EN)

    assert "engagement.yaml:5" in refused("    60: 20\n    30: 20\n")
    assert "day 30 does not come after day 60" in refused("    60: 20\n    30: 20\n")
    assert "at the latest" in refused("    2000: 20\n")
    assert "cannot be meant" in refused("    30: .inf\n")
    assert "periods do not fit" in refused("".join(f"    {n}: 1\n" for n in range(10, 100, 10)))
    assert "engagement.yaml:4" in refused("    30: -1\n")
    file.write_text("name: Acme\nroadmap: {capacity: {30: 5, 90: 0}}", encoding="utf-8")
    assert load_engagement(file).capacity == {30: 5, 90: 0}


def test_a_questionnaires_own_capacity_replaces_the_default_and_its_days_rise(tmp_path):
    text = (
        "id: x\nversion: '1'\nscales: {s: {min: 1, max: 5}}\n"
        "dimensions: [{id: d, label: D, items: [{id: a, text: A, scale: s}]}]\n"
    )
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    assert load_instrument(file).capacity == STANDARD
    file.write_text(f"{text}capacity: [{{until: 45, days: 7}}]\n", encoding="utf-8")
    assert load_instrument(file).capacity == {45: 7}
    file.write_text(f"{text}capacity: [{{until: 45, days: 7}}, {{until: 30, days: 1}}]\n", "utf-8")
    with pytest.raises(InstrumentError) as raised:
        load_instrument(file)
    assert "x.yaml:5" in raised.value.message(EN)


# The page


def test_the_worked_example_of_the_page_is_what_the_program_finds():
    text = (DOCS / "roadmap.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `(\w+)` \| (\d+) \| (\d+) \| (\d+) \| ([\w ,]*) \|$", text, re.MULTILINE
    )
    tasks = [
        Task(name, float(effort), int(days), float(value), tuple(filter(None, [after.strip("– ")])))
        for name, effort, days, value, after in rows
    ]
    assert len(tasks) == 5
    plan = schedule(tasks, {30: 10, 60: 10, 90: 5}, 30)
    stated = re.search(r"begins (.+?), worth (\d+) points", text.replace("\n", " "))
    days = dict(re.findall(r"`(\w+)` on day (\d+)", stated[1]))
    assert {name: int(day) - 1 for name, day in days.items()} == plan.starts
    assert float(stated[2]) == plan.value == best_by_trying(tasks, {30: 10, 60: 10, 90: 5}, 30)
    assert str(shaking().draws) in text.replace(",", "")
