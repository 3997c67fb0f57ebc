"""Scores: cases a consultant can read, properties, R’s intervals, and what may not be subtracted.

Cases are in tests/cases, worked examples in docs/methods.md, R’s numbers in tests/oracle.
"""

import json
import math
import random
import re
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from scipy import stats

from maturity.assess import Intake, Result
from maturity.engagement import Engagement
from maturity.instrument import load_instrument
from maturity.instrument.load import defaults
from maturity.instrument.model import (
    Attribute,
    Choice,
    Dimension,
    Instrument,
    Item,
    Level,
    Mirror,
    Practice,
    Rules,
    Scale,
    Side,
    Text,
)
from maturity.language import Language
from maturity.readers import Column, Table
from maturity.responses import FATE, CodedTable, Respondent, Responses
from maturity.scores import OTHER, Setting, level_of, score, scores_by_respondent
from maturity.scores.estimate import composite, estimate, interval
from maturity.scores.groups import merge_small
from maturity.scores.population import populate
from maturity.scores.routing import too_telling
from maturity.workspace import Place

HERE = Path(__file__).parent
METHODS = HERE.parent / "docs" / "methods.md"
MARKS = {"?": "dont_know", "x": "not_applicable", "!": "unreadable", "ignored": "ignored"}
FUNCTIONS = ("finance", "hr", "it", "marketing", OTHER)


# Making responses


def coded(instrument, people):
    """People as (function, {item: point or mark}) become coded responses; a blank is left out."""
    items = list(dict.fromkeys(item for _, row in people for item in row))
    written = [[row.get(item) for item in items] for _, row in people]
    return Responses(
        instrument,
        (),
        tuple(
            Respondent(f"r{n:03d}", f"r{n:03d}", {"function": function}, included=True, reason=None)
            for n, (function, _) in enumerate(people, start=1)
        ),
        (coded_table(0, items, written),),
        (),
    )


def coded_table(first, items, written):
    """Rows of points, marks and None become a coded table; a column without an item is unknown."""
    rows = list(range(2, len(written) + 2))
    columns = [
        Column(item, "item" if item else "unknown", item, "csv", n, rows, [])
        for n, item in enumerate(items)
    ]
    table = Table("answers.csv", "table", "csv", len(written), tuple(columns), "A1")
    shape = (len(written), len(items))
    fates = [[fate(value) for value in row] for row in written]
    points = [[value if isinstance(value, int) else 0 for value in row] for row in written]
    return CodedTable(
        table,
        first,
        tuple(columns),
        np.array(fates, dtype=np.uint8).reshape(shape).T,
        np.array(points, dtype=np.int64).reshape(shape).T,
    )


def fate(value):
    return FATE["" if value is None else MARKS.get(value, "answered")]


def assessed(instrument, people, **setting):
    return score(coded(instrument, people), instrument, Setting("acme", "Acme", "w1", **setting))


def as_json(instrument, people, **setting):
    responses = coded(instrument, people)
    assessment = score(responses, instrument, Setting("acme", "Acme", "w1", **setting))
    place = Place(HERE, "acme", "w1")
    intake = Intake(place, Engagement(), instrument, responses, Language("en"), HERE, ())
    document = Result(intake, assessment).to_json()
    return json.loads(json.dumps(document, allow_nan=False))


def questionnaire(dimensions, *, k=3, min_answered=0.5, sides=()):
    mirrors = (Mirror("m", Text(en="M"), sides),) if sides else ()
    scales = {item.scale.id: item.scale for each in dimensions for item in each.items}
    functions = tuple(Choice(each, Text(en=each)) for each in FUNCTIONS)
    cuts = (20, 40, 60, 80, None)
    return Instrument(
        id="generated",
        version="1",
        sha256="0" * 64,
        title=Text(en="T"),
        purpose=Text(en="P"),
        minutes=None,
        languages=("en",),
        scales=scales,
        dimensions=tuple(dimensions),
        levels=tuple(
            Level(n, f"l{n}", Text(en=f"L{n}"), Text(), cut) for n, cut in enumerate(cuts, 1)
        ),
        rules=Rules(min_answered, k, 10),
        thresholds=dict(defaults().data["thresholds"]),
        attributes=(Attribute("function", Text(en="F"), functions),),
        missing=(),
        mirrors=mirrors,
        themes={},
        articles={},
    )


def scale(low, high):
    return Scale(f"s{low}_{high}", low, high, {}, {})


def question(id_, dimension, **changes):
    return Item(
        **{"id": id_, "text": Text(en=id_), "scale": scale(1, 5), "dimension": dimension, **changes}
    )


def dimension(id_, items, *, weight=1.0, practices=()):
    return Dimension(id_, Text(en=id_), Text(), weight, tuple(practices), tuple(items))


ONE = questionnaire([dimension("d", [question("d1", "d")])])


# Cases a consultant can read


def _yaml(path):
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((HERE / "cases").glob("*.yaml"))
    for case in _yaml(path)["cases"]
]


def people_of(table):
    """The rows of a case: `people` alike, their function, and one column per item."""
    header, *rows = [line.split() for line in table.splitlines() if line.strip()]
    for row in rows:
        given = dict(zip(header, row, strict=True))
        times, function = int(given.pop("people")), given.pop("function", "-")
        answers = {
            item: word if word in MARKS else int(word)
            for item, word in given.items()
            if word != "-"
        }
        yield from [(None if function == "-" else function, answers)] * times


def case_instrument(case, folder):
    file = folder / "instrument.yaml"
    with file.open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump(case["instrument"], stream)
    return load_instrument(file)


def compare(expected, found, where):
    """Every expected value is there; lists are looked up by id, item, side or group."""
    if isinstance(expected, dict):
        if isinstance(found, list):
            names = ("id", "item", "side", "group")
            keys = [next(each[name] for name in names if name in each) for each in found]
            found = {key or "organization": each for key, each in zip(keys, found, strict=True)}
        assert not (expected == {} and found), f"{where}: {found}"
        for key, value in expected.items():
            assert key in found, f"{where}/{key} is not in {sorted(found)}"
            compare(value, found[key], f"{where}/{key}")
    elif isinstance(expected, list):
        assert len(expected) == len(found), where
        for number, value in enumerate(expected):
            compare(value, found[number], f"{where}/{number}")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, abs=5.1e-5), where
    elif isinstance(expected, int) and not isinstance(expected, bool):
        assert found == pytest.approx(expected, rel=1e-12), where
    else:
        assert found == expected, where


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_scored_as_computed_by_hand(case, tmp_path):
    instrument, people = case_instrument(case, tmp_path), list(people_of(case["answers"]))
    found = as_json(
        instrument,
        people,
        roster=case.get("roster", {}),
        by_headcount=case.get("weighting") == "headcount",
    )
    expected = dict(case["expected"])
    in_points = scores_by_respondent(coded(instrument, people), instrument)
    first = instrument.dimensions[0].id
    found["people"] = [each[first] for _, _, each in in_points]
    compare(expected, found, case["name"])


# The worked examples of docs/methods.md

OPERATORS = {"×": "*", "−": "-", "²": "**2", "√": "math.sqrt"}
# Digits and operators, one blank between them at most, an equals sign and a number.
EQUATION = re.compile(r"(?<![\w.])([\d(√](?:[\d.()×−+²√/]| (?! ))*) = (\d+(?:\.\d+)?)")


def sections():
    text = METHODS.read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def examples(text):
    return "\n".join(re.findall(r"^```text\n(.*?)^```", text, re.MULTILINE | re.DOTALL))


def value_of(expression):
    for sign, operator in OPERATORS.items():
        expression = expression.replace(sign, operator)
    return eval(expression, {"math": math, "__builtins__": {}})


def test_every_sum_in_the_methods_is_right():
    equations = [each for text in sections().values() for each in EQUATION.findall(examples(text))]
    assert len(equations) > 30
    for left, right in equations:
        decimals = len(right.partition(".")[2])
        half_a_digit = 0.51 * 10**-decimals if decimals else 1e-9
        assert value_of(left) == pytest.approx(float(right), abs=half_a_digit), f"{left} = {right}"


def _numbers(expected):
    if isinstance(expected, dict | list):
        values = expected.values() if isinstance(expected, dict) else expected
        return [number for value in values for number in _numbers(value)]
    is_number = isinstance(expected, int | float) and not isinstance(expected, bool)
    return [expected] if is_number else []


@pytest.mark.parametrize("case", [case for case in CASES if case.id.startswith("methods")])
def test_the_methods_show_the_numbers_of_their_case(case):
    section = next(text for title, text in sections().items() if case["name"].startswith(title))
    shown = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", section)}
    assert {float(number) for number in _numbers(case["expected"])} - shown == set()


# Generated organisations

SCALES = (scale(1, 5), scale(1, 6), scale(0, 10), scale(-2, 2))


@st.composite
def items_of(draw, id_, scales):
    count = draw(st.integers(1, 3))
    weights = draw(st.lists(st.sampled_from([1.0, 2.0, 0.5, 0.0]), min_size=count, max_size=count))
    weights[0] = weights[0] or 1.0
    return [
        question(
            f"{id_}{n}",
            id_,
            scale=draw(st.sampled_from(scales)),
            weight=weight,
            reverse=draw(st.booleans()),
            functions=draw(st.sampled_from([(), (), ("it",), ("it", "marketing")])),
            mirror=draw(st.sampled_from([None, "m"])),
        )
        for n, weight in enumerate(weights, start=1)
    ]


@st.composite
def instruments(draw):
    scales = draw(st.sampled_from([SCALES, SCALES[:1], SCALES[1:2]]))
    made = []
    for id_ in ("d", "e", "f")[: draw(st.integers(1, 3))]:
        items = draw(items_of(id_, scales))
        parts = [items[:1], items[1:]] if draw(st.booleans()) else []
        practices = [
            Practice(f"{id_}-p{n}", Text(en="P"), Text(), id_, tuple(part))
            for n, part in enumerate(parts)
            if part
        ]
        made.append(
            dimension(id_, items, weight=draw(st.sampled_from([1.0, 3.0])), practices=practices)
        )
    sides = (
        Side("a", Text(en="A"), ("marketing", "hr")),
        Side("b", Text(en="B"), ("it",)),
    )
    return questionnaire(
        made,
        k=draw(st.integers(3, 5)),
        min_answered=draw(st.sampled_from([0, 0.5, 1])),
        sides=sides,
    )


@st.composite
def people(draw, instrument, least=0, marks=("?", "x", "!", None)):
    def answers():
        return {
            item.id: draw(st.one_of(st.sampled_from(item.scale.points), st.sampled_from(marks)))
            for item in instrument.items
        }

    functions = draw(st.sampled_from([(None,), (*FUNCTIONS, None), ("it", "marketing")]))
    return [
        (draw(st.sampled_from(functions)), answers()) for _ in range(draw(st.integers(least, 14)))
    ]


@st.composite
def settings_of(draw, instrument):
    roster = draw(st.dictionaries(st.sampled_from(FUNCTIONS), st.integers(0, 15)))
    ids = [each.id for each in instrument.dimensions]
    targets = draw(st.dictionaries(st.sampled_from(ids), st.floats(0, 100)))
    return {"roster": roster, "targets": targets, "by_headcount": draw(st.booleans())}


@st.composite
def organisations(draw, least=0):
    instrument = draw(instruments())
    return instrument, draw(people(instrument, least)), draw(settings_of(instrument))


generated = settings(max_examples=60)


def nulls(node, pointer=""):
    if node is None:
        yield pointer
    pairs = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in pairs:
        yield from nulls(value, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")


def at(node, pointer):
    for escaped in pointer.split("/")[1:]:
        step = escaped.replace("~1", "/").replace("~0", "~")
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


@settings(max_examples=150)
@given(organisations())
def test_every_null_has_a_reason_and_every_reason_a_null(organisation):
    instrument, answered, setting = organisation
    document = as_json(instrument, answered, **setting)
    expected = set(nulls({key: each for key, each in document.items() if key != "problems"}))
    reasons = document["reasons"]
    assert expected - set(reasons) == set()
    pointed = {pointer: at(document, pointer) for pointer in reasons}
    assert {k: v for k, v in pointed.items() if v is not None} == {}
    assert all(re.fullmatch("[A-Z]+(_[A-Z]+)*", code) for code in reasons.values())


def almost(values, rel=1e-12):
    """Values to compare with where some are None, all in their places."""
    return [value if value is None else pytest.approx(value, rel=rel) for value in values]


def figures(document):
    """Every number a score or interval is made of."""
    for each in [document["overall"], *document["dimensions"]]:
        yield from (each["score_100"], each["pooled_100"])
    yield from (each["score_100"] for each in document["practices"])
    yield from (value for group in document["groups"] for value in group["dimensions"].values())
    yield from (side["score_100"] for each in document["mirrors"] for side in each["sides"])


@generated
@given(organisations())
def test_scores_stay_within_their_bounds_and_are_never_minus_nought(organisation):
    instrument, answered, setting = organisation
    document = as_json(instrument, answered, **setting)
    assert all(0 <= each <= 100 for each in figures(document) if each is not None)
    assert "-0.0" not in re.findall(r"-?[\d.]+", json.dumps(document))
    for each, found in zip(instrument.items, document["items"], strict=True):
        assert found["mean"] is None or each.scale.min <= found["mean"] <= each.scale.max
    for each, found in zip(instrument.dimensions, document["dimensions"], strict=True):
        shared = each.shared_scale
        assert found["score"] is None or shared.min <= found["score"] <= shared.max
        if found["interval"] is not None:
            assert found["interval"][0] <= found["score_100"] <= found["interval"][1]
        if found["score_100"] is not None:
            assert found["n"] >= document["k"]
            assert 1 <= found["level"] <= len(instrument.levels)


@generated
@given(organisations(least=1), st.randoms(use_true_random=False))
def test_the_order_of_respondents_changes_no_digit(organisation, dice):
    instrument, answered, setting = organisation
    shuffled = dice.sample(answered, len(answered))
    assert as_json(instrument, shuffled, **setting) == as_json(instrument, answered, **setting)


def test_the_order_changes_no_digit_of_a_large_organisation_either():
    dice = random.Random(5)
    items = [question(f"d{n}", "d", weight=dice.choice([1, 0.3, 0.7])) for n in range(9)]
    instrument = questionnaire([dimension("d", items)], k=5)
    answered = [
        (dice.choice(FUNCTIONS), {item.id: dice.choice([1, 2, 3, 4, 5, None]) for item in items})
        for _ in range(400)
    ]
    first = as_json(instrument, answered, roster=dict.fromkeys(FUNCTIONS, 200))
    for _ in range(5):
        dice.shuffle(answered)
        assert as_json(instrument, answered, roster=dict.fromkeys(FUNCTIONS, 200)) == first


def flipped(instrument):
    """The same questionnaire with every item keyed the other way."""
    return replace(
        instrument,
        dimensions=tuple(
            replace(
                each,
                practices=(),
                items=tuple(replace(i, reverse=not i.reverse) for i in each.items),
            )
            for each in instrument.dimensions
        ),
    )


@generated
@given(organisations())
def test_answers_mirrored_on_reversed_items_give_the_same_scores(organisation):
    instrument, answered, setting = organisation
    instrument = flipped(flipped(instrument))
    bounds = {item.id: item.scale.min + item.scale.max for item in instrument.items}
    mirrored = [
        (who, {i: bounds[i] - v if isinstance(v, int) else v for i, v in given.items()})
        for who, given in answered
    ]
    plain = as_json(instrument, answered, **setting)
    turned = as_json(flipped(instrument), mirrored, **setting)
    assert list(figures(turned)) == almost(figures(plain))
    assert [i["mean"] for i in turned["items"]] == almost(i["mean"] for i in plain["items"])


def _in_points(instrument, answered):
    return [each for _, _, each in scores_by_respondent(coded(instrument, answered), instrument)]


@generated
@given(organisations(least=1), st.data())
def test_a_more_mature_answer_never_lowers_a_score(organisation, data):
    instrument, answered, _ = organisation
    open_cells = [
        (n, item, value)
        for n, (_, given) in enumerate(answered)
        for item in instrument.items
        if isinstance(value := given[item.id], int)
        and value != (item.scale.min if item.reverse else item.scale.max)
    ]
    assume(open_cells)
    n, item, value = data.draw(st.sampled_from(open_cells))
    raised = [(who, dict(given)) for who, given in answered]
    raised[n][1][item.id] = value - 1 if item.reverse else value + 1
    for below, above in zip(
        _in_points(instrument, answered), _in_points(instrument, raised), strict=True
    ):
        for id_, low in below.items():
            assert (low is None and above[id_] is None) or above[id_] >= low - 1e-12
    before, after = as_json(instrument, answered), as_json(instrument, raised)
    for low, high in zip(figures(before), figures(after), strict=True):
        assert (low is None and high is None) or high >= low - 1e-9


@generated
@given(organisations(), st.sampled_from([0.001, 0.1, 7.0, 1e6]))
def test_only_the_proportions_of_weights_count(organisation, factor):
    instrument, answered, setting = organisation
    heavier = replace(
        instrument,
        dimensions=tuple(
            replace(
                each,
                weight=each.weight * factor,
                practices=(),
                items=tuple(replace(item, weight=item.weight * factor) for item in each.items),
            )
            for each in instrument.dimensions
        ),
    )
    plain = flipped(flipped(instrument))  # without practices, as `heavier`
    before, after = as_json(plain, answered, **setting), as_json(heavier, answered, **setting)
    assert list(figures(after)) == almost(figures(before))
    assert after["reasons"] == before["reasons"]


@generated
@given(organisations(least=5), st.data())
def test_a_respondent_who_left_everything_blank_changes_no_score(organisation, data):
    instrument, answered, _ = organisation
    newcomer = data.draw(st.sampled_from([who for who, _ in answered]))
    k, functions = instrument.rules.k_scores, [who for who, _ in answered]
    assume(merge_small([*functions, newcomer], k) == merge_small(functions, k))
    before = as_json(instrument, answered)
    after = as_json(instrument, [*answered, (newcomer, {})])
    assert after["respondents"]["included"] == before["respondents"]["included"] + 1
    assert list(figures(after)) == list(figures(before))
    assert [each["interval"] for each in after["dimensions"]] == [
        each["interval"] for each in before["dimensions"]
    ]
    assert [each["mean"] for each in after["items"]] == [each["mean"] for each in before["items"]]


def test_unmatched_columns_and_answers_set_aside_change_nothing():
    answered = [(None, {"d1": point}) for point in (1, 2, 4, 5)]
    responses = coded(ONE, answered)
    away = Respondent(
        "r009", "r009", {"function": "it"}, included=False, reason="RESPONDENT_EXCLUDED"
    )
    written = [[point, "ignored"] for point in (1, 2, 4, 5)] + [["ignored", "ignored"]]
    more = replace(
        responses,
        tables=(coded_table(0, ["d1", ""], written),),
        respondents=(*responses.respondents, away),
    )
    setting = Setting("acme", "Acme", "w1")
    before, after = score(responses, ONE, setting), score(more, ONE, setting)
    assert after.respondents.received == 5
    assert after.respondents.excluded == 1
    assert replace(after, respondents=before.respondents) == before


# Scores against an independent computation


def exact_score(items, given, function, min_answered):
    """A respondent's score by the half rule's sentence, in fractions."""
    asked = answered = 0
    total = weight = Fraction(0)
    for item in items:
        value = given.get(item.id)
        routed = not item.functions or function is None or function in item.functions
        asked += value != "x" and (routed or isinstance(value, int) or value == "?")
        if isinstance(value, int):
            low, high = item.scale.min, item.scale.max
            keyed = low + high - value if item.reverse else value
            total += Fraction(item.weight) * Fraction(keyed - low, high - low) * 100
            weight += Fraction(item.weight)
            answered += 1
    needed = max(1, math.ceil(Fraction(min_answered) * asked))
    return total / weight if answered >= needed else None


@generated
@given(organisations())
def test_scores_are_those_of_exact_fractions(organisation):
    instrument, answered, _ = organisation
    found = as_json(instrument, answered)
    k = instrument.rules.k_scores
    names = merge_small([who for who, _ in answered], k)
    for each, document in zip(instrument.dimensions, found["dimensions"], strict=True):
        scores = [
            (
                names[who or OTHER],
                exact_score(each.scored_items, given, who, instrument.rules.min_answered),
            )
            for who, given in answered
        ]
        scores = [(group, value) for group, value in scores if value is not None]
        assert document["n"] == len(scores)
        if len(scores) < k:
            assert document["score_100"] is document["pooled_100"] is None
            continue
        again = merge_small([group for group, _ in scores], k)
        groups = {}
        for group, value in scores:
            groups.setdefault(again[group], []).append(value)
        means = {group: sum(values) / len(values) for group, values in groups.items()}
        mean = sum(means.values()) / len(means)
        pooled = sum(value for _, value in scores) / len(scores)
        assert document["score_100"] == pytest.approx(float(mean), rel=1e-12)
        assert document["pooled_100"] == pytest.approx(float(pooled), rel=1e-12)
        assert document["level"] == 1 + sum(cut <= round(mean, 12) for cut in (20, 40, 60, 80))
        for group in found["groups"]:
            value = group["dimensions"][each.id]
            wanted = means.get(group["id"])
            assert value is None if wanted is None else value == pytest.approx(float(wanted))


def test_a_score_on_a_cut_is_in_the_upper_level_however_it_is_stored():
    levels = ONE.levels
    for cut, level in ((20, 2), (40, 3), (60, 4), (80, 5)):
        for stored in (cut, cut - 1e-12, cut + 1e-12, math.nextafter(cut, 0)):
            assert level_of(stored, levels) == level
        assert level_of(cut - 1e-6, levels) == level - 1
    assert (level_of(0, levels), level_of(100, levels)) == (1, 5)


# Intervals against R and scipy

ORACLE = json.loads((HERE / "oracle" / "intervals.json").read_text(encoding="utf-8"))


def of_r(case, scores):
    headcount = {name: size for name, size in case.get("headcount", {}).items() if size}
    population = populate(case["group"], headcount, 5, by_headcount=case.get("by_headcount", False))
    values = [np.nan if each is None else each for each in scores]
    return estimate(np.array(values, dtype=float), population), population


def _same_as_r(found, case):
    assert found.mean == pytest.approx(case["mean"], rel=1e-9)
    assert interval(found) == pytest.approx(tuple(case["interval"]), rel=1e-9)


@pytest.mark.parametrize("case", ORACLE["cases"], ids=lambda case: case["name"])
def test_an_interval_is_that_of_r_survey(case):
    found, _ = of_r(case, case["score"])
    _same_as_r(found, case)


@pytest.mark.parametrize("case", ORACLE["composites"], ids=lambda case: case["name"])
def test_the_interval_of_several_dimensions_is_that_of_r_survey(case):
    (first, population), (second, _) = (of_r(case, case[name]) for name in ("d1", "d2"))
    _same_as_r(composite([(first, 1.0), (second, 2.0)], population), case)


def test_with_complete_answers_the_overall_interval_is_that_of_each_persons_overall_score():
    dice = random.Random(11)
    items = [question(id_, id_[0]) for id_ in ("d1", "e1", "f1")]
    parts = [dimension(i.dimension, [i], weight=w) for i, w in zip(items, (1, 2, 5), strict=True)]
    answered = [
        (who, {item.id: dice.randint(1, 5) for item in items})
        for who in ["it"] * 6 + ["hr"] * 9 + ["finance"] * 2
    ]
    instrument, roster = questionnaire(parts), {"it": 9, "hr": 12, "finance": 4}
    found = assessed(instrument, answered, roster=roster).overall
    people_scores = [
        sum(w * (a[i.id] - 1) * 25 for i, w in zip(items, (1, 2, 5), strict=True)) / 8
        for _, a in answered
    ]
    population = populate([who for who, _ in answered], roster, 3, by_headcount=False)
    plain = estimate(np.array(people_scores), population)
    assert found.score_100 == pytest.approx(plain.mean, rel=1e-12)
    assert found.interval == pytest.approx(interval(plain), rel=1e-9)


@pytest.mark.parametrize("size", [3, 8, 40])
def test_with_one_group_and_no_roster_it_is_the_ordinary_t_interval(size):
    points = [random.Random(size + n).randint(1, 5) for n in range(size)]
    found = assessed(ONE, [(None, {"d1": point}) for point in points]).dimensions[0]
    expected = stats.ttest_1samp([(point - 1) * 25 for point in points], 0).confidence_interval()
    assert found.interval == pytest.approx((expected.low, expected.high), rel=1e-9)
    assert ORACLE["t_test"]["interval"] == pytest.approx(ORACLE["cases"][0]["interval"])


def test_an_overall_interval_is_no_point_when_a_dimension_lacks_answers():
    items = [question("d1", "d"), question("e1", "e")]
    instrument = questionnaire([dimension(i.dimension, [i]) for i in items])
    answered = [("it", {"d1": n % 5 + 1, "e1": None if n < 2 else n % 3 + 1}) for n in range(6)]
    found = assessed(instrument, answered, roster={"it": 6})
    assert found.dimensions[0].interval == (found.dimensions[0].score_100,) * 2
    for each in (found.dimensions[1], found.overall):
        low, high = each.interval
        assert low < each.score_100 < high


def test_two_people_are_too_few_for_an_interval():
    found = assessed(ONE, [(None, {"d1": 1}), (None, {"d1": 4})], k=2)
    assert found.dimensions[0].score_100 == 37.5
    assert found.dimensions[0].interval is None
    assert found.reasons["/dimensions/0/interval"] == "TOO_FEW_FOR_INTERVAL"


def test_a_figure_of_fewer_than_k_people_has_no_interval():
    population = populate([None, None, "it"], {}, 5, by_headcount=False)
    assert interval(estimate(np.array([0.0, 50.0, 100.0]), population)) == "UNDER_K"


# What may not be subtracted


def subsets(names):
    return chain.from_iterable(combinations(names, n) for n in range(1, len(names) + 1))


def rests_on_too_few(published, k):
    """Whether a sum or difference of published figures of one thing is about fewer than k people.

    ``published`` are the sets of people the figures are means of. The smallest sets that sums and
    differences can lead to are those of people who are in the same published sets.
    """
    everybody = set().union(*published)
    alike = Counter(tuple(person in each for each in published) for person in everybody)
    return any(n < k for n in alike.values())


def published_groups(found, id_, scores, functions):
    """The people behind each published group of a dimension, checked by its published mean."""
    shown = {each["id"]: each["dimensions"][id_] for each in found["groups"]}
    shown = {name: value for name, value in shown.items() if value is not None}
    sets = {name: {i for i in scores if functions[i] == name} for name in shown if name != OTHER}
    if OTHER in shown:
        sets[OTHER] = set(scores) - set().union(*sets.values())
    for name, inside in sets.items():
        assert shown[name] == pytest.approx(sum(scores[i] for i in inside) / len(inside))
    return list(sets.values())


def side_sets(side, functions_of_side, scores, functions):
    """The people who may be behind a side: all unions of its functions with its n and its mean."""
    return [
        inside
        for names in subsets(functions_of_side)
        if len(inside := {i for i in scores if functions[i] in names}) == side["n"]
        and sum(scores[i] for i in inside) / len(inside) == pytest.approx(side["score_100"])
    ]


@settings(max_examples=250)
@given(organisations(least=1))
def test_no_difference_of_published_figures_is_about_fewer_than_k_people(organisation):
    instrument, answered, setting = organisation
    found, k = as_json(instrument, answered, **setting), instrument.rules.k_scores
    functions = [who for who, _ in answered]
    assert all(n >= k for n in found["respondents"]["by_group"].values())
    for each, document in zip(instrument.dimensions, found["dimensions"], strict=True):
        scored = {
            i: float(value)
            for i, (who, given) in enumerate(answered)
            if (value := exact_score(each.scored_items, given, who, instrument.rules.min_answered))
            is not None
        }
        published = published_groups(found, each.id, scored, functions)
        assert (document["score_100"] is None) == (len(scored) < k)
        assert not published or document["score_100"] is not None
        assert document["score_100"] is None or not rests_on_too_few([set(scored), *published], k)
    items = {item["id"]: item for item in found["items"]}
    for mirror in found["mirrors"]:
        item = next(each for each in instrument.items if each.id == mirror["item"])
        alone = [replace(item, weight=1.0)]
        scored = {
            i: float(value)
            for i, (who, given) in enumerate(answered)
            if (value := exact_score(alone, given, who, 0)) is not None
        }
        shown = [side for side in mirror["sides"] if side["n"] is not None]
        assert not shown or items[item.id]["n"] == len(scored)
        of_side = {side.id: side.functions for side in instrument.mirrors[0].sides}
        candidates = [side_sets(each, of_side[each["side"]], scored, functions) for each in shown]
        choices = product(*candidates) if shown else ()
        assert not shown or not all(rests_on_too_few([set(scored), *each], k) for each in choices)


def published_sets(found, instrument, answered, functions):
    """The people behind each published figure of a dimension in which an item is a score."""
    each = instrument.dimensions[0]
    scored = {
        i: float(exact_score(each.scored_items, given, who, 0))
        for i, (who, given) in enumerate(answered)
    }
    sets = [set(scored)] if found["dimensions"][0]["score_100"] is not None else []
    sets += published_groups(found, each.id, scored, functions)
    for item, document in zip(instrument.items, found["items"], strict=True):
        if document["mean"] is not None:
            sets.append({i for i in scored if answered[i][1].get(item.id) is not None})
    return sets


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from((*FUNCTIONS[:4], None)), min_size=3, max_size=16),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=16, max_size=16),
    st.booleans(),
    st.integers(3, 5),
)
def test_versions_of_a_question_for_different_people_give_nobody_away(
    functions, which, by_function, k
):
    """Each person answers one of three versions, by function or by chance, so items are scores."""
    version = dict(zip([*FUNCTIONS[:4], None], "abcab", strict=True))
    instrument = questionnaire(
        [dimension("d", [question(id_, "d") for id_ in "abc"])], k=k, min_answered=0
    )
    answered = [
        (who, {version[who] if by_function else which[i]: i % 5 + 1})
        for i, who in enumerate(functions)
    ]
    found = as_json(instrument, answered)
    sets = published_sets(found, instrument, answered, functions)
    assert not rests_on_too_few(sets, k)


def test_versions_for_large_groups_are_shown():
    together = np.array([[True, False]] * 6 + [[False, True]] * 7)
    assert too_telling(together, ["it"] * 6 + ["hr"] * 7, 5) == set()
    assert too_telling(together, ["other"] * 13, 5) == set()
    assert too_telling(together, ["other"] * 13, 7) == {0, 1}


def test_a_practice_asked_of_others_than_its_neighbour_is_hidden_with_its_items():
    items = [question(id_, "d", practice=id_[0]) for id_ in ("p1", "p2", "q1")]
    practices = [
        Practice("p", Text(en="P"), Text(), "d", tuple(items[:2])),
        Practice("q", Text(en="Q"), Text(), "d", (items[2],)),
    ]
    instrument = questionnaire([dimension("d", items, practices=practices)], min_answered=0, k=5)
    answered = [("it", {"p1": 4, "p2": 2})] * 8 + [("it", {"q1": 1})] * 2
    found = assessed(instrument, answered)
    assert found.dimensions[0].n == 10
    assert [each.score_100 for each in found.practices] == [None, None]
    assert [each.mean for each in found.items] == [None, None, None]


def test_of_a_small_function_nobody_answered_for_nothing_is_said():
    answered = [("it", {"d1": 3})] * 4
    found = assessed(ONE, answered, roster={"it": 5, "hr": 2, "finance": 3, OTHER: 1})
    assert [(each.group, each.answered, each.invited) for each in found.participation] == [
        (None, 4, 11),
        ("it", 4, 5),
        ("finance", 0, 3),
    ]


def test_other_is_one_row_even_when_the_roster_lists_it_and_nobody_of_it_answered():
    answered = [("it", {"d1": 3})] * 4 + [("hr", {"d1": 3})] * 2 + [("finance", {"d1": 2})]
    found = assessed(ONE, answered, roster={"it": 5, "hr": 2, "finance": 3, OTHER: 9})
    assert [each.group for each in found.participation] == [None, "it", OTHER]


def test_a_side_is_never_the_people_who_were_merged():
    sides = (Side("a", Text(en="A"), ("hr", OTHER)), Side("b", Text(en="B"), ("it",)))
    instrument = questionnaire([dimension("d", [question("d1", "d", mirror="m")])], sides=sides)
    answered = [("it", {"d1": 3})] * 4 + [("finance", {"d1": 2})] * 2 + [(OTHER, {"d1": 5})]
    (found,) = assessed(instrument, answered).mirrors
    assert [(side.side, side.n) for side in found.sides] == [("a", None), ("b", 4)]


def test_a_stray_answer_to_a_mirror_hides_no_side_but_is_left_out_of_the_item():
    sides = (Side("a", Text(en="A"), ("hr",)), Side("b", Text(en="B"), ("it",)))
    routed = question("d1", "d", mirror="m", functions=("hr", "it"))
    instrument = questionnaire([dimension("d", [routed, question("d2", "d")])], sides=sides)
    people = [("hr", {"d1": 4, "d2": 3})] * 3 + [("it", {"d1": 2, "d2": 3})] * 4
    people += [("finance", {"d2": 3})] * 4 + [("finance", {"d1": 5, "d2": 3})]
    found = assessed(instrument, people)
    assert [(side.side, side.n) for side in found.mirrors[0].sides] == [("a", 3), ("b", 4)]
    assert found.items[0].n == 7
    assert ("d1/other", "UNDER_K") in {(each.what, each.reason) for each in found.suppression_log}


def test_a_stray_answer_cannot_be_subtracted_from_a_dimension_that_is_one_item():
    sides = (Side("a", Text(en="A"), ("hr",)), Side("b", Text(en="B"), ("it",)))
    routed = question("d1", "d", mirror="m", functions=("hr", "it"))
    instrument = questionnaire([dimension("d", [routed])], sides=sides)
    people = [("hr", {"d1": 4})] * 5 + [("it", {"d1": 2})] * 4 + [("finance", {"d1": 5})]
    found = assessed(instrument, people)
    assert found.items[0].n == found.dimensions[0].n == 10
    assert all(side.n is None or side.n >= 3 for side in found.mirrors[0].sides)


def test_what_was_merged_or_masked_is_logged():
    sides = (Side("a", Text(en="A"), ("hr",)), Side("b", Text(en="B"), ("it",)))
    item = question("d1", "d", mirror="m")
    instrument = questionnaire([dimension("d", [item])], sides=sides)
    answered = [("it", {"d1": 3})] * 4 + [("hr", {"d1": 3})] * 2 + [("finance", {"d1": 2})]
    log = {
        (each.what, each.reason, each.merged_into)
        for each in assessed(instrument, answered).suppression_log
    }
    assert log == {
        ("finance", "UNDER_K", OTHER),
        ("hr", "UNDER_K", OTHER),
        ("d1/a", "UNDER_K", None),
    }
