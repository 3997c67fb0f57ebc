"""What holds of every assessment, whatever was asked and answered: all fields of its JSON.

Small organisations come from the generators of test_scores.py, larger ones (reliability, tests of
gaps) from seeds. What several people must not be told is in test_scores.py and test_gaps.py too.
"""

import json
import math
import random
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.test_scores import (
    FUNCTIONS,
    HERE,
    as_json,
    at,
    coded,
    coded_table,
    dimension,
    figures,
    flipped,
    nulls,
    organisations,
    question,
    questionnaire,
    scale,
)
from tests.workbooks import write_csv

from maturity.assess import Intake, Result, assess
from maturity.engagement import Engagement
from maturity.instrument.model import (
    Attribute,
    Choice,
    Critical,
    Mirror,
    Practice,
    Rules,
    Side,
    Text,
)
from maturity.language import Language
from maturity.responses import Respondent
from maturity.scores import OTHER, Setting, score
from maturity.workspace import Place

RANKS = ("executive", "staff")
SEEDED = ("weight_sensitivity", "alpha_interval", "omega_interval", "alarms")  # drawn at random


def document_of(instrument, responses, **setting):
    assessment = score(responses, instrument, Setting("acme", "Acme", "w1", **setting))
    place = Place(HERE, "acme", "w1")
    intake = Intake(place, Engagement(), instrument, responses, Language("en"), HERE, ())
    return json.loads(json.dumps(Result(intake, assessment).to_json(), allow_nan=False))


def larger_instrument(dice):
    """Three dimensions, one routed, one with practices, one on a scale of its own; two mirrors."""
    weights = [1.0, 2.0, 0.5]

    def item(id_, dimension_id, **changes):
        return question(
            id_, dimension_id, reverse=dice.random() < 0.3, weight=dice.choice(weights), **changes
        )

    d = [item(f"d{n}", "d", mirror=("m", "r", None)[n % 3]) for n in range(4)]
    e = [item(f"e{n}", "e", functions=("it", "marketing") if n > 2 else ()) for n in range(5)]
    f = [item("f0", "f", scale=scale(0, 10), critical=True), item("f1", "f"), item("f2", "f")]
    sides = (Side("a", Text(en="A"), ("marketing", "hr")), Side("b", Text(en="B"), ("it",)))
    ranks = tuple(Side(each, Text(en=each), (each,), "rank") for each in RANKS)
    practice = Practice("p", Text(en="P"), Text(), "f", tuple(f[:2]))
    made = questionnaire(
        [dimension("d", d), dimension("e", e, weight=3.0), dimension("f", f, practices=[practice])],
        sides=sides,
    )
    return replace(
        made,
        rules=Rules(dice.choice([0, 0.5, 1]), dice.randint(3, 6), 10, Critical(60, 2)),
        mirrors=(*made.mirrors, Mirror("r", Text(en="R"), (ranks[0], ranks[1]))),
        attributes=(
            *made.attributes,
            Attribute("rank", Text(en="Rank"), tuple(Choice(r, Text(en=r)) for r in RANKS)),
        ),
    )


def answer(dice, item, height):
    if dice.random() < 0.08:
        return dice.choice(["?", "x", "!", None])
    low, high = item.scale.min, item.scale.max
    share = min(1.0, max(0.0, height + dice.gauss(0, 0.2)))
    point = low + round(share * (high - low))
    return low + high - point if item.reverse else point


def larger_people(dice, instrument, size):
    """People whose answers hang together, by function and by person."""
    functions = dice.choice([(None,), (*FUNCTIONS, None), ("it", "marketing"), ("it", "hr", "it")])
    means = {who: dice.uniform(0.3, 0.7) for who in functions}
    people = []
    for _ in range(size):
        who = dice.choice(functions)
        height = means[who] + dice.gauss(0, 0.15)
        people.append((who, {i.id: answer(dice, i, height) for i in instrument.items}))
    return people


def larger_responses(dice, instrument, people):
    responses = coded(instrument, people)
    ranks = [dice.choice([*RANKS, "staff", None]) for _ in people]
    respondents = tuple(
        replace(each, attributes={**each.attributes, "rank": rank})
        for each, rank in zip(responses.respondents, ranks, strict=True)
    )
    return replace(responses, respondents=respondents)


@st.composite
def larger(draw, least=0, most=45):
    """An instrument, its responses and the setting."""
    dice = random.Random(draw(st.integers(0, 10**6)))
    instrument = larger_instrument(dice)
    people = larger_people(dice, instrument, dice.randint(least, most))
    roster = {who: dice.randint(1, 30) for who in FUNCTIONS if dice.random() < 0.8}
    setting = {"roster": roster, "by_headcount": dice.random() < 0.5}
    return instrument, larger_responses(dice, instrument, people), setting


few = settings(max_examples=25)


# Bounds

HUNDRED = {
    "score_100",
    "pooled_100",
    "item_centred_100",
    "geometric_100",
    "target",
}
SHARES = {
    "dont_know_rate",
    "not_applicable_rate",
    "agreement",
    "consensus",
    "p",
    "p_adjusted",
    "level_changes",
    "order_changes",
    "share",
}
ONES = {"cliffs_delta", "item_rest_correlation"}
AT_MOST_ONE = {"alpha", "omega", "alpha_if_dropped", "rwg", "rwg_j", "spearman_brown"}
NEVER_NEGATIVE = {"sd", "average_deviation", "rmsea", "n", "design_effect", "n_effective"}
BOUNDS = {
    **dict.fromkeys(HUNDRED, (0, 100)),
    **dict.fromkeys(SHARES, (0, 1)),
    **dict.fromkeys(ONES, (-1, 1)),
    **dict.fromkeys(AT_MOST_ONE, (-math.inf, 1)),
    **dict.fromkeys(NEVER_NEGATIVE, (0, math.inf)),
    "difference": (-100, 100),
}
ROUNDING = 1e-9


def walk(node, pointer=""):
    """Every object of a document with its pointer."""
    if isinstance(node, dict):
        yield pointer, node
    pairs = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    for key, value in pairs:
        yield from walk(value, f"{pointer}/{key}")


def numbers_of(value):
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, int | float) and not isinstance(each, bool)]


def inside_bounds(pointer, each):
    for key, (low, high) in BOUNDS.items():
        for number in numbers_of(each.get(key)):
            assert low - ROUNDING <= number <= high + ROUNDING, f"{pointer}/{key}"


def inside_intervals(pointer, each):
    centre = next((each[n] for n in ("score_100", "difference", "share") if n in each), None)
    for name in ("interval", "silent_bounds"):
        ends = each.get(name)
        if isinstance(ends, list) and centre is not None:
            assert ends[0] - ROUNDING <= centre <= ends[1] + ROUNDING, f"{pointer}/{name}"
    if each.get("silent_bounds"):
        assert 0 <= each["silent_bounds"][0] <= each["silent_bounds"][1] <= 100, pointer


def possible_levels(pointer, each, levels):
    if each.get("level_probability"):
        found = each["level_probability"]
        assert len(found) == levels, pointer
        assert math.fsum(found) == pytest.approx(1), pointer
        assert all(0 <= p <= 1 for p in found), pointer
    if each.get("likely_levels"):
        likely = each["likely_levels"]
        assert all(b == a + 1 for a, b in pairwise(likely)), pointer
        assert 1 <= likely[0] <= likely[-1] <= levels, pointer
    if each.get("level") is not None:
        assert 1 <= each["level"] <= each.get("level_uncapped", levels) <= levels, pointer


def bounds_hold(document, levels):
    for pointer, each in walk(document):
        inside_bounds(pointer, each)
        inside_intervals(pointer, each)
        possible_levels(pointer, each, levels)
    for each in document["dimensions"]:
        ends = each["reliability"] and each["reliability"]["alpha_interval"]
        if ends and each["alpha"] is not None:
            assert ends[0] <= each["alpha"] <= ends[1] <= 1
    for gap in document["gaps"]:
        first, second = gap["scores_100"]
        assert gap["difference"] == pytest.approx(first - second, abs=ROUNDING)
        if gap["p_adjusted"] is not None and gap["p"] is not None:
            assert gap["p_adjusted"] >= gap["p"] - ROUNDING


@settings(max_examples=50)
@given(organisations())
def test_every_number_lies_inside_its_bounds(organisation):
    instrument, answered, setting = organisation
    bounds_hold(as_json(instrument, answered, **setting), len(instrument.levels))


@few
@given(larger())
def test_every_number_of_a_larger_organisation_lies_inside_its_bounds(organisation):
    instrument, responses, setting = organisation
    bounds_hold(document_of(instrument, responses, **setting), len(instrument.levels))


@few
@given(larger())
def test_every_null_of_a_larger_organisation_has_a_reason_and_nothing_is_nan(organisation):
    instrument, responses, setting = organisation
    document = document_of(instrument, responses, **setting)
    reasons = document["reasons"]
    shown = {key: each for key, each in document.items() if key != "problems"}
    assert set(nulls(shown)) - set(reasons) == set()
    assert {pointer: at(document, pointer) for pointer in reasons} == dict.fromkeys(reasons)


def rests_on_k(document):
    """No figure says that it rests on fewer than k people."""
    k = document["k"]
    for part in ("overall", "dimensions", "practices", "items"):
        for each in document[part] if isinstance(document[part], list) else [document[part]]:
            known = [each.get(name) for name in ("score_100", "mean", "distribution", "interval")]
            assert each["n"] >= k or known == [None] * 4, (part, each)
    for group in document["groups"]:
        assert group["n"] is None or group["n"] >= k
        for id_, value in group["dimensions"].items():
            n = group["n_by_dimension"].get(id_)
            assert value is None or n is None or n >= k
    for mirror in document["mirrors"]:
        assert all(side["n"] is None or side["n"] >= k for side in mirror["sides"])
    for gap in document["gaps"]:
        assert min(gap["n"]) >= k, gap
    for each in document["dimensions"]:
        if each["reliability"]:
            assert each["reliability"]["n_pairwise"] >= k
    assert all(n >= k for n in document["respondents"]["by_group"].values())


@settings(max_examples=50)
@given(organisations())
def test_nothing_published_rests_on_fewer_than_k_people(organisation):
    instrument, answered, setting = organisation
    rests_on_k(as_json(instrument, answered, **setting))


@few
@given(larger())
def test_nothing_published_of_a_larger_organisation_rests_on_fewer_than_k_people(organisation):
    instrument, responses, setting = organisation
    rests_on_k(document_of(instrument, responses, **setting))


# What changes nothing


def shuffled(responses, dice):
    """The same people in another order, of which some are in a second table, columns mixed too."""
    table, people = responses.tables[0], responses.respondents
    rows = dice.sample(range(len(people)), len(people))
    columns = dice.sample(range(len(table.columns)), len(table.columns))
    cut = dice.randint(0, len(rows))
    tables = []
    for first, part in ((0, rows[:cut]), (cut, rows[cut:])):
        inside = replace(table.table, size=len(part))
        tables.append(
            replace(
                table,
                table=inside,
                first=first,
                columns=tuple(table.columns[n] for n in columns),
                fates=table.fates[np.ix_(columns, part)],
                points=table.points[np.ix_(columns, part)],
            )
        )
    return replace(responses, respondents=tuple(people[n] for n in rows), tables=tuple(tables))


def without_order(document):
    """What may name people by their place: who looks careless is the consultant's list."""
    if isinstance(document.get("quality"), dict):
        document["quality"].pop("respondents", None)
    return document


@few
@given(larger(least=1), st.randoms(use_true_random=False))
def test_the_order_of_people_columns_and_tables_changes_no_digit(organisation, dice):
    instrument, responses, setting = organisation
    plain = without_order(document_of(instrument, responses, **setting))
    mixed = without_order(document_of(instrument, shuffled(responses, dice), **setting))
    assert mixed == plain


@settings(max_examples=40)
@given(organisations(least=1), st.randoms(use_true_random=False))
def test_the_order_of_columns_changes_no_digit_of_a_small_organisation_either(organisation, dice):
    instrument, answered, setting = organisation
    responses = coded(instrument, answered)
    plain = document_of(instrument, responses, **setting)
    mixed = document_of(instrument, shuffled(responses, dice), **setting)
    assert without_order(mixed) == without_order(plain)


@few
@given(larger(least=1), st.integers(0, 20))
def test_a_respondent_set_aside_and_an_unknown_column_change_nothing_else(organisation, where):
    """Who answered nothing at all is set aside: received, not included, and no part of any n."""
    instrument, responses, setting = organisation
    table, people = responses.tables[0], responses.respondents
    where = min(where, len(people))
    blank = Respondent(
        "r999", "r999", {"function": "it"}, included=False, reason="RESPONDENT_EMPTY"
    )
    unknown = coded_table(0, [""], [["ignored"]] * (len(people) + 1))
    more = replace(
        table,
        table=replace(table.table, size=len(people) + 1),
        columns=(*table.columns, *unknown.columns),
        fates=np.vstack([np.insert(table.fates, where, 0, axis=1), unknown.fates]),
        points=np.vstack([np.insert(table.points, where, 0, axis=1), unknown.points]),
    )
    wider = replace(
        responses, respondents=(*people[:where], blank, *people[where:]), tables=(more,)
    )
    before = without_order(document_of(instrument, responses, **setting))
    after = without_order(document_of(instrument, wider, **setting))
    counted = after.pop("respondents"), before.pop("respondents")
    assert after == before
    assert counted[0].pop("received") == counted[1].pop("received") + 1
    assert counted[0].pop("excluded") == counted[1].pop("excluded") + 1
    assert counted[0] == counted[1]


def test_a_blank_row_and_an_unknown_column_of_a_file_change_no_score(tmp_path):
    dice = random.Random(4)
    instrument = tmp_path / "climate.yaml"
    instrument.write_text(
        'id: climate\nversion: "1"\nscales: {agree: {min: 1, max: 5}}\n'
        "dimensions: [{id: t, label: T, items: [{id: A1, text: One, scale: agree},"
        " {id: A2, text: Two, scale: agree}]}]\n",
        encoding="utf-8",
    )
    rows = [["it", dice.randint(1, 5), dice.randint(1, 5)] for _ in range(9)]
    lines = ["| function | A1 | A2 |", *(f"| {a} | {b} | {c} |" for a, b, c in rows)]
    wide = [
        "| function | A1 | Shoe size | A2 |",
        *(f"| {a} | {b} | 40 | {c} |" for a, b, c in rows),
    ]
    found = []
    for name, drawing in (("plain", lines), ("more", [*wide, "| it | | | |"])):
        file = write_csv(tmp_path / f"{name}.csv", "\n".join(drawing))
        result = assess(file, instrument=str(instrument), organization="acme", wave="w1")
        found.append(replace(result.assessment, respondents=None, cells=None))
    assert found[0] == found[1]


# What changes in step


def without(node, names):
    if isinstance(node, dict):
        return {key: without(value, names) for key, value in node.items() if key not in names}
    return [without(each, names) for each in node] if isinstance(node, list) else node


def alike(first, second, pointer=""):
    """Two documents with the same numbers but for rounding."""
    if isinstance(first, dict):
        assert first.keys() == second.keys(), pointer
        for key, value in first.items():
            alike(value, second[key], f"{pointer}/{key}")
    elif isinstance(first, list):
        assert len(first) == len(second), pointer
        for n, (one, other) in enumerate(zip(first, second, strict=True)):
            alike(one, other, f"{pointer}/{n}")
    elif isinstance(first, float):
        assert second == pytest.approx(first, rel=1e-6, abs=1e-7), pointer
    else:
        assert first == second, pointer


@few
@given(larger(least=1))
def test_reversed_keys_with_mirrored_answers_give_the_same_scores(organisation):
    instrument, responses, setting = organisation
    instrument = flipped(flipped(instrument))  # without practices, as its mirror image
    items = {item.id: item for item in instrument.items}
    (table,) = responses.tables
    points = np.array(
        [
            items[id_].scale.min + items[id_].scale.max - row
            for id_, row in zip(table.items, table.points, strict=True)
        ]
    ).reshape(table.points.shape)
    mirrored = replace(responses, tables=(replace(table, points=points),))
    # Careless answers are told by what was ticked; permutations and weights are drawn by a seed.
    left_out = (*SEEDED, "quality", "distribution", "p", "p_adjusted", "findings", "problems")
    plain = without(document_of(instrument, responses, **setting), left_out)
    turned = without(document_of(flipped(instrument), mirrored, **setting), left_out)
    for each in (plain, turned):
        each["reasons"] = {
            pointer: code
            for pointer, code in each["reasons"].items()
            if pointer.split("/")[1] not in {"quality", "findings"}
        }
    alike(plain, turned)


def heavier(instrument, factor):
    return replace(
        instrument,
        dimensions=tuple(
            replace(
                each,
                weight=each.weight * factor,
                practices=(),
                items=tuple(replace(i, weight=i.weight * factor) for i in each.items),
            )
            for each in instrument.dimensions
        ),
    )


@few
@given(larger(), st.sampled_from([0.001, 0.3, 7.0, 1e5]))
def test_only_the_proportions_of_item_and_dimension_weights_count(organisation, factor):
    instrument, responses, setting = organisation
    plain = document_of(heavier(instrument, 1), responses, **setting)
    scaled = document_of(heavier(instrument, factor), responses, **setting)
    alike(plain, scaled)


@few
@given(larger(), st.sampled_from([2, 3, 10]))
def test_only_the_proportions_of_headcounts_count_in_scores(organisation, factor):
    """Where N is the size of a population – intervals, bounds – it counts as such."""
    instrument, responses, _ = organisation
    counts = {who: 40 + 3 * n for n, who in enumerate(sorted({*FUNCTIONS, OTHER}))}
    plain, scaled = (
        document_of(
            instrument,
            responses,
            by_headcount=True,
            roster={who: times * n for who, n in counts.items()},
        )
        for times in (1, factor)
    )
    assert plain["weighting"] == scaled["weighting"]
    alike(list(figures(plain)), list(figures(scaled)))
    for name in ("item_centred_100", "level", "alpha"):
        alike(*([d[name] for d in each["dimensions"]] for each in (plain, scaled)))


def rising(document):
    """What a more mature answer may only raise."""
    yield from figures(document)
    yield document["overall"]["geometric_100"]
    for each in [document["overall"], *document["dimensions"]]:
        yield each["level"]
        yield from each["silent_bounds"] or ()
    yield from (each["mean"] for each in document["items"])


@few
@given(larger(least=4, most=25), st.integers(0, 10**6))
def test_a_more_mature_answer_lowers_nothing(organisation, which):
    instrument, responses, _ = organisation
    items = {item.id: item for item in instrument.items}
    (table,) = responses.tables
    open_cells = [
        (n, i, -1 if items[id_].reverse else 1)
        for n, id_ in enumerate(table.items)
        for i in range(table.points.shape[1])
        if table.fates[n, i] == 1
        and table.points[n, i]
        != (items[id_].scale.min if items[id_].reverse else items[id_].scale.max)
    ]
    if not open_cells:
        return
    n, i, step = open_cells[which % len(open_cells)]
    points = table.points.copy()
    points[n, i] += step
    raised = replace(responses, tables=(replace(table, points=points),))
    before = list(rising(document_of(instrument, responses)))
    after = list(rising(document_of(instrument, raised)))
    turned = [item.id for item in instrument.items].index(table.items[n])
    assert len(before) == len(after)
    for place, (low, high) in enumerate(zip(before, after, strict=True)):
        assert (low is None) == (high is None), place
        assert low is None or high >= low - ROUNDING, (place, turned)
