"""Careless answers: R's numbers, order as presented, who is told what, and what it never says.

R's numbers are in tests/oracle/agreement.json, made by agreement.R beside it.
"""

# ruff: noqa: E501 - a drawing is as wide as its table

import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands import CLIMATE, PAGES, WAVES, document, run
from tests.printed import as_text
from tests.test_scores import coded, dimension, question, questionnaire, scale
from tests.workbooks import write_csv

from maturity.assess import assess
from maturity.instrument import load_instrument
from maturity.problem_book import exclusion
from maturity.readers import read
from maturity.responses import code_responses
from maturity.responses.moments import durations, elapsed
from maturity.scores import Setting, careless, score
from maturity.scores.ground import lay_ground
from maturity.scores.signs import SIGNS, look
from maturity.scores.statistics import careless as formulas

HERE = Path(__file__).parent
ORACLE = json.loads((HERE / "oracle" / "agreement.json").read_text(encoding="utf-8"))
OTHER = load_instrument(HERE / "other_instrument")
SETTING = Setting("acme", "Acme", "w1")
SAFE, QUIET = "I say so when I see something unsafe.", "People here keep quiet about mistakes."


# Formulas


def codes_of(answers):
    """Answers from 1 up, None for none, become codes."""
    return np.array([[each or 0 for each in row] for row in answers], dtype=np.uint8)


def all_seen(codes):
    return np.ones(codes.shape, dtype=bool)


@pytest.mark.parametrize("case", ORACLE["people"])
def test_the_figures_of_careless_answers_are_what_r_finds(case):
    codes = codes_of(case["answers"])
    points = np.full(codes.shape[1], case["points"])
    assert formulas.longstring(codes, all_seen(codes)).tolist() == case["longstring"]
    variability = formulas.response_variability(codes, points)
    assert variability.tolist() == pytest.approx(case["irv"], rel=1e-9, abs=1e-12)
    expected = [np.nan if each is None else each for each in case["person_total"]]
    found = formulas.person_total(codes, points).tolist()
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


def test_a_missing_answer_ends_a_run_and_an_item_that_was_not_asked_does_not():
    codes = codes_of([[4, 4, 4, None, 4, 4], [4, 4, 4, 4, 4, 2], [None] * 6])
    seen = all_seen(codes)
    assert formulas.longstring(codes, seen).tolist() == [3, 5, 0]
    seen[0, 3] = False
    assert formulas.longstring(codes, seen).tolist() == [5, 5, 0]


def test_variability_is_measured_on_the_range_of_five_or_six_points():
    row = codes_of([[1, 2, 3, 1, 2, 3]])
    same = {
        points: float(formulas.response_variability(row, np.full(6, points))[0])
        for points in (3, 5, 6, 11)
    }
    assert same[5] == same[6] == pytest.approx(np.std([1, 2, 3, 1, 2, 3], ddof=1))
    assert same[3] == pytest.approx(2 * same[5])  # three points stretched to the range of five
    assert same[11] == pytest.approx(same[5] / 2)  # eleven compressed to the range of six


def test_what_cannot_be_told_of_a_person_is_no_number():
    points = np.full(3, 5)
    alone = codes_of([[1, 2, 3]])
    assert np.isnan(formulas.person_total(alone, points)).all()  # no others
    few = codes_of([[1, None, None], [2, 2, 2], [1, 3, 5]])
    assert np.isnan(formulas.response_variability(few, points)).tolist() == [True, False, False]
    assert np.isnan(formulas.person_total(few, points)).tolist()[:2] == [True, True]


answers = st.lists(st.lists(st.integers(0, 5), min_size=6, max_size=6), min_size=1, max_size=8).map(
    lambda rows: np.array(rows, dtype=np.uint8)
)


@given(answers, st.randoms(use_true_random=False))
def test_a_persons_figures_do_not_depend_on_the_order_of_people(codes, random):
    points = np.array([5, 5, 6, 7, 11, 5])
    order = random.sample(range(len(codes)), len(codes))
    for formula in (formulas.response_variability, formulas.person_total):
        found, again = formula(codes, points), formula(codes[order], points)
        assert np.array_equal(found[order], again, equal_nan=True)
    runs = formulas.longstring(codes, all_seen(codes))
    assert np.array_equal(runs[order], formulas.longstring(codes[order], all_seen(codes)))


# Signs


def form(items=24, k=5, **changes):
    """A questionnaire of two dimensions; every third item is reversed."""
    asked = [
        question(f"q{n:02d}", "d" if n < items // 2 else "e", reverse=n % 3 == 2, **changes)
        for n in range(items)
    ]
    halves = asked[: items // 2], asked[items // 2 :]
    return questionnaire([dimension("d", halves[0]), dimension("e", halves[1])], k=k)


FORM = form()
IDS = [item.id for item in FORM.items]
GROUPS = ("it", "hr", "finance")


def careful(n, rng, groups=GROUPS):
    """People who read: each item has its place, each person some leaning, reversed ones turned."""
    means = 3 + 1.2 * np.sin(np.arange(len(IDS)))
    for i in range(n):
        keyed = means + rng.normal(0, 0.4) + rng.normal(0, 0.8, len(IDS))
        turned = [6 - x if item.reverse else x for x, item in zip(keyed, FORM.items, strict=True)]
        row = {id_: int(np.clip(np.rint(x), 1, 5)) for id_, x in zip(IDS, turned, strict=True)}
        yield (groups[i % len(groups)], row)


def straight(n, group="it", point=4):
    return [(group, dict.fromkeys(IDS, point))] * n


def looked(people, instrument=FORM, responses=None):
    return look(lay_ground(responses or coded(instrument, people), instrument, SETTING))


def shown(found, person):
    return {sign for sign in SIGNS if found.shown[sign][person]}


def people_and(*extra, seed=5, n=24):
    return [*careful(n, np.random.default_rng(seed)), *extra]


def test_somebody_who_ticks_one_column_shows_two_signs():
    found = looked(people_and(*straight(1)))
    assert shown(found, 24) == {"longstring", "irv"}
    assert found.flagged.tolist() == [False] * 24 + [True]
    assert found.values["longstring"][24] == 24
    assert found.values["irv"][24] == 0
    assert np.isnan(found.values["person_total"][24])  # who never varies goes with nobody


def test_somebody_who_reads_everything_the_wrong_way_round_goes_against_the_others():
    people = people_and()
    turned = {id_: 6 - point for id_, point in people[0][1].items()}
    found = looked([*people, ("it", turned)])
    assert shown(found, 24) == {"person_total"}
    assert not found.flagged[24]  # one sign is not enough


def test_blanks_are_a_sign_and_dont_know_is_an_answer():
    blank = {id_: 3 + n % 2 for n, id_ in enumerate(IDS[:11])}
    ignorant = {**blank, **dict.fromkeys(IDS[11:], "?")}
    spared = {**blank, **dict.fromkeys(IDS[11:], "x")}
    found = looked(people_and(("it", blank), ("it", ignorant), ("it", spared)))
    assert found.values["missing"][-3:].tolist() == pytest.approx([13 / 24, 0, 0])
    assert found.shown["missing"][-3:].tolist() == [True, False, False]


@pytest.mark.parametrize(("length", "sign"), [(7, False), (8, True)])
def test_eight_answers_in_a_row_are_a_run_in_a_form_of_twenty_four(length, sign):
    row = {id_: 2 if n < length else 3 + n % 2 for n, id_ in enumerate(IDS)}
    assert looked(people_and(("it", row))).shown["longstring"][-1] == sign


def test_in_a_long_form_a_run_is_a_third_of_it():
    long = form(60)
    ids = [item.id for item in long.items]
    for length, sign in ((19, False), (20, True)):
        row = {id_: 2 if n < length else 3 + n % 2 for n, id_ in enumerate(ids)}
        others = [("it", {id_: 1 + n % 5 for n, id_ in enumerate(ids)})] * 5
        assert looked([*others, ("it", row)], long).shown["longstring"][-1] == sign


def test_runs_follow_the_order_of_the_columns_not_of_the_questionnaire():
    every_other = {id_: 2 if n % 2 else 4 for n, id_ in enumerate(IDS)}
    people = people_and(("it", every_other))
    assert looked(people).values["longstring"][-1] == 1
    order = [*IDS[::2], *IDS[1::2]]
    moved = [(who, {id_: row[id_] for id_ in order}) for who, row in people]
    assert looked(moved).values["longstring"][-1] == 12


def laid_out(people, **changes):
    responses = coded(FORM, people)
    (table,) = responses.tables
    columns = changes.pop("columns", table.columns)
    whole = replace(table.table, columns=columns, **changes)
    return replace(responses, tables=(replace(table, table=whole, columns=columns),))


def test_our_own_forms_are_in_the_order_of_the_questionnaire():
    every_other = {id_: 2 if n % 2 else 4 for n, id_ in enumerate(IDS)}
    order = [*IDS[::2], *IDS[1::2]]
    people = [
        (who, {id_: row[id_] for id_ in order}) for who, row in people_and(("it", every_other))
    ]
    for layout in ("questionnaire", "collector"):
        found = looked(people, responses=laid_out(people, layout=layout))
        assert found.values["longstring"][-1] == 1


def test_where_the_order_is_not_known_runs_are_not_looked_for_and_it_is_said_so():
    people = people_and(*straight(1))
    found = looked(people, responses=laid_out(people, layout="long"))
    assert np.isnan(found.values["longstring"]).all()
    assert found.not_checked["longstring"] == "ORDER_UNKNOWN"
    assert not found.flagged.any()  # low variability alone is one sign
    columns = coded(FORM, people).tables[0].columns
    joined = (*columns[:12], *(replace(each, sheet="second") for each in columns[12:]))
    found = looked(people, responses=laid_out(people, columns=joined))
    assert found.not_checked["longstring"] == "ORDER_UNKNOWN"


def test_people_beside_each_other_are_asked_from_the_top_down():
    people = people_and(*straight(1))
    columns = coded(FORM, people).tables[0].columns
    across = tuple(
        replace(each, index=3, rows=[40 - n] * len(people), indices=range(3, 3 + len(people)))
        for n, each in enumerate(columns)
    )
    found = looked(people, responses=laid_out(people, columns=across, layout="transposed"))
    assert found.values["longstring"][-1] == 24
    assert "longstring" not in found.not_checked


def test_what_a_short_form_cannot_show_is_not_checked():
    short = form(6)
    found = looked([("it", {item.id: 3 for item in short.items})] * 6, short)
    few = "TOO_FEW_ITEMS"
    assert found.not_checked == {
        "longstring": few,
        "irv": few,
        "person_total": few,
        "seconds": "NO_DURATION",
    }
    assert not found.flagged.any()


def timed(people, seconds):
    responses = coded(FORM, people)
    known = zip(responses.respondents, seconds, strict=True)
    return replace(responses, respondents=tuple(replace(p, seconds=s) for p, s in known))


def test_less_than_two_seconds_for_a_question_is_a_sign():
    people = people_and()
    seconds = [24 * 1.9, 24 * 2.0, None, *[600.0] * 21]
    found = looked(people, responses=timed(people, seconds))
    assert found.shown["seconds"][:4].tolist() == [True, False, False, False]
    assert "seconds" not in found.not_checked


@given(st.randoms(use_true_random=False))
def test_who_is_flagged_does_not_depend_on_the_order_of_people_or_columns(random):
    people = people_and(*straight(2), n=12)
    order = random.sample(range(len(people)), len(people))
    expected = looked(people).flagged[order].tolist()
    assert looked([people[n] for n in order]).flagged.tolist() == expected


def test_straight_liners_are_found_and_careful_people_are_left_alone():
    rng = np.random.default_rng(3)
    sloppy = []
    for _ in range(20):
        slips = {id_: int(rng.choice([3, 5])) for id_ in IDS if rng.random() < 0.1}
        sloppy.append(("it", {**dict.fromkeys(IDS, 4), **slips}))
    people = [*careful(180, rng), *sloppy]
    found = looked(people).flagged
    assert found[:180].mean() <= 0.01
    assert found[180:].mean() >= 0.7


# What is published


def assessed(people, k=5, **setting):
    instrument = form(k=k)
    setting = replace(SETTING, **setting)
    return score(coded(instrument, people), instrument, setting)


def test_nobody_flagged_is_said_so():
    found = assessed(people_and())
    assert (found.quality.checked, found.quality.flagged, found.quality.without) == (24, 0, None)
    assert found.reasons["/quality/without"] == "NOBODY_FLAGGED"
    assert found.quality.not_checked == {"seconds": "NO_DURATION"}


def test_scores_without_fewer_than_k_flagged_people_are_not_published():
    found = assessed(people_and(*straight(4)))
    assert (found.quality.flagged, found.quality.without) == (4, None)
    assert found.reasons["/quality/without"] == "UNDER_K"


def test_scores_without_k_flagged_people_are_those_of_the_others():
    people = people_and()
    flagged = [*straight(2, "it"), *straight(2, "hr"), *straight(2, "finance")]
    found = assessed([*people, *flagged])
    assert found.quality.flagged == 6
    others = assessed(people)
    expected = {each.id: each.score_100 for each in others.dimensions}
    assert found.quality.without == expected
    assert found.dimensions[0].score_100 != expected["d"]


def test_scores_without_a_whole_function_and_one_more_person_would_be_that_persons():
    # everybody of sales, and one of it: taking sales away from the flagged leaves one person
    people = people_and()
    found = assessed([*people, *straight(5, "sales"), *straight(1, "it")])
    assert found.quality.flagged == 6
    assert found.quality.without == {"d": None, "e": None}
    assert found.reasons["/quality/without/d"] == "UNDER_K"


def test_scores_without_all_but_a_few_would_be_those_few():
    people = [*careful(4, np.random.default_rng(5), ("it",)), *straight(9, "it")]
    found = assessed(people)
    assert found.quality.flagged == 9
    assert found.quality.without == {"d": None, "e": None}


def test_fewer_than_k_people_are_not_counted():
    found = assessed(straight(4))
    assert found.quality is None
    assert found.reasons["/quality"] == "UNDER_K"


def test_nothing_in_an_assessment_names_who_was_flagged():
    people = people_and(*straight(4))
    whole = repr(asdict(assessed(people)))
    assert "r025" not in whole
    assert (
        len({repr(assessed([*people[24:], *people[:24]]).quality), repr(assessed(people).quality)})
        == 1
    )


def test_the_consultant_is_told_who_and_both_results_for_fewer_than_k_too():
    people = people_and(*straight(1, "hr"))
    found = careless(coded(FORM, people), FORM, SETTING)
    (flagged,) = found.respondents
    assert (flagged.respondent, flagged.group, flagged.signs) == (
        "r025",
        "hr",
        ("longstring", "irv"),
    )
    assert set(flagged.values) == {"longstring", "irv", "missing"}
    assert found.scores == {each.id: each.score_100 for each in assessed(people).dimensions}
    others = assessed(people[:24])
    assert found.without == {each.id: each.score_100 for each in others.dimensions}


# The consultant's files, and the client's


def flagged_folder(tmp_path, wave="2026-w1"):
    """An organisation of 24 people and one who ticks one column, as a table in a wave's folder."""
    text = re.sub(r"dimensions:.*?levels:", _dimensions() + "levels:", CLIMATE, flags=re.DOTALL)
    instrument = tmp_path / "climate.yaml"
    instrument.write_text(text, encoding="utf-8")
    folder = tmp_path / "acme" / wave
    folder.mkdir(parents=True)
    lines = ["respondent,function," + ",".join(IDS)]
    for n, (function, row) in enumerate(people_and(*straight(1))):
        lines.append(",".join([f"A-{n:02d}", function, *(str(row[id_]) for id_ in IDS)]))
    (folder / "answers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return instrument, folder


def _dimensions():
    lines = ["dimensions:"]
    for dimension_ in FORM.dimensions:
        lines += [f"  - id: {dimension_.id}", f"    label: {dimension_.id}", "    items:"]
        lines += [
            f"      - {{id: {item.id}, text: Item {item.id}., scale: agree6, reverse: {str(item.reverse).lower()}}}"
            for item in dimension_.items
        ]
    return "\n".join(lines) + "\n"


def test_the_line_that_is_offered_leaves_somebody_out(tmp_path):
    instrument, folder = flagged_folder(tmp_path)
    code, out, err = run("assess", folder, "--instrument", instrument, "--json", "--language", "en")
    assert code == 0
    quality = json.loads(out)["quality"]
    assert (quality["flagged"], quality["without"]) == (1, None)
    (person,) = quality["respondents"]
    assert (person["respondent"], person["signs"]) == ("A-24", ["longstring", "irv"])
    assert "1 response looks careless and counts all the same: A-24." in err
    assert "A-24" not in out.replace(json.dumps(person["respondent"]), "").replace(
        person["source"], ""
    )
    line = exclusion("A-24", "2026-w1", "one answer throughout")
    (folder.parent / "engagement.yaml").write_text("name: Acme\n", encoding="utf-8")
    (folder.parent / "decisions.yaml").write_text(f"exclusions:\n  {line}\n", encoding="utf-8")
    _, found = document("assess", folder, "--instrument", instrument)
    assert found["respondents"]["excluded"] == 1
    assert found["quality"]["flagged"] == 0


def test_shuffled_rows_give_the_same_list_of_who_was_flagged(tmp_path):
    instrument, folder = flagged_folder(tmp_path)
    file = folder / "answers.csv"
    title, *rows = file.read_text(encoding="utf-8").splitlines()
    rows += [rows[-1].replace("A-24", each) for each in ("A-25", "A-26")]
    told = []
    for turned in (rows, rows[::-1]):
        file.write_text("\n".join([title, *turned]) + "\n", encoding="utf-8")
        quality = assess(folder, instrument=str(instrument)).to_json()["quality"]
        told.append([each | {"source": ""} for each in quality["respondents"]])
    assert [each["respondent"] for each in told[0]] == ["A-24", "A-25", "A-26"]
    assert told[0] == told[1]


@pytest.mark.parametrize("odd", ["007", "yes", 'a "b": c', "é, x}", "#1"])
def test_the_line_holds_any_id(odd):
    from ruamel.yaml import YAML

    read_back = YAML(typ="safe").load(exclusion(odd, "unspecified", "said “so”: 2"))
    assert read_back == [{"respondent": odd, "reason": "said “so”: 2"}]


def test_the_table_for_the_consultant_has_a_row_per_flagged_response(tmp_path):
    instrument, folder = flagged_folder(tmp_path)
    found = assess(folder, instrument=str(instrument)).table("quality_by_respondent")
    assert found["respondent"].tolist() == ["A-24"]
    assert found["longstring"].tolist() == [24]
    assert found["seconds"].isna().all()


@pytest.mark.parametrize(("organization", "language"), PAGES)
def test_who_was_flagged_is_in_the_consultants_files_and_in_no_client_file(
    demo, organization, language
):
    folder = demo[0] / organization / WAVES[organization]
    suffixes = ("", f".{language}")
    books = [folder / "consultant" / f"problems{suffix}.xlsx" for suffix in suffixes]
    book = openpyxl.load_workbook(next(filter(Path.exists, reversed(books))))
    sheet = book.worksheets[-1]
    assert sheet.title in {"Responses to look at", "Réponses à examiner"}
    rows = [row for row in sheet.iter_rows(values_only=True) if row[4] and "respondent:" in row[4]]
    files = [folder / "consultant" / f"assessment{suffix}.json" for suffix in suffixes]
    made = json.loads(next(filter(Path.exists, reversed(files))).read_text(encoding="utf-8"))
    flagged = [each["respondent"] for each in made["quality"]["respondents"]]
    assert [row[0] for row in rows] == flagged
    assert len(flagged) == made["quality"]["flagged"]
    assert made["quality"]["flagged"] >= made["k"] or made["quality"]["without"] is None
    for file in folder.glob("*"):
        if file.is_file():
            text = as_text(file)
            assert not any(re.search(rf"\b{re.escape(who)}\b", text) for who in flagged)
    for file in (folder / "consultant").glob("report*.ipynb"):
        text = file.read_text(encoding="utf-8")
        assert not any(re.search(rf"\b{re.escape(who)}\b", text) for who in flagged)


# How long people took


def seconds_of(path):
    responses = code_responses(read(path, OTHER, {}), OTHER)
    return [person.seconds for person in responses.respondents]


def test_microsoft_forms_says_when_somebody_started_and_ended(tmp_path):
    drawing = f"""
    | ID | Start time | Completion time | Email | Name | {SAFE} | {QUIET} |
    | 1 | 2026-04-03 10:00:00 | 2026-04-03 10:04:05 | anonymous | | Always | 2 |
    | 2 | 2026-04-03 10:00:00 | 2026-04-04 10:00:00 | anonymous | | Never | 3 |
    | 3 | 2026-04-03 10:00:00 | | anonymous | | Never | 3 |
    """
    assert seconds_of(write_csv(tmp_path / "a.csv", drawing)) == [245, 86400, None]


def test_qualtrics_says_how_many_seconds_it_took(tmp_path):
    drawing = f"""
    | StartDate | EndDate | Status | Progress | Duration (in seconds) | Finished | ResponseId | Q1 | Q2 |
    | Start Date | End Date | Response Type | Progress | Duration (in seconds) | Finished | Response ID | {SAFE} | {QUIET} |
    | {{"ImportId":"startDate"}} | {{"ImportId":"endDate"}} | {{"ImportId":"status"}} | {{"ImportId":"progress"}} | {{"ImportId":"duration"}} | {{"ImportId":"finished"}} | {{"ImportId":"_recordId"}} | {{"ImportId":"QID1"}} | {{"ImportId":"QID2"}} |
    | 2026-04-03 10:00:00 | 2026-04-03 10:01:00 | 0 | 100 | 59 | 1 | R_1 | Always | 2 |
    | 2026-04-03 10:00:00 | 2026-04-03 10:01:00 | 0 | 100 | | 1 | R_2 | Never | 3 |
    """
    assert seconds_of(write_csv(tmp_path / "a.csv", drawing)) == [59, None]


def test_limesurvey_says_how_many_seconds_all_took_and_each_part(tmp_path):
    drawing = """
    | id | submitdate | lastpage | startlanguage | V.1 | V.2 | groupTime12 | interviewtime |
    | 1 | 2026-04-03 | 5 | en | A2 | A3 | 3.5 | 12.25 |
    | 2 | 2026-04-03 | 5 | en | A1 | A2 | 3 | 1000 |
    """
    assert seconds_of(write_csv(tmp_path / "a.csv", drawing)) == [12.25, 1000]


def test_any_table_may_say_how_many_seconds_it_took(tmp_path):
    drawing = """
    | respondent | Profession | V.1 | V.2 | Durée (en secondes) |
    | a | Nurse | 4 | 5 | 61,5 |
    | b | Nurse | 4 | 5 | |
    """
    path = write_csv(tmp_path / "a.csv", drawing)
    assert seconds_of(path) == [61.5, None]
    assert code_responses(read(path, OTHER, {}), OTHER).cells.filled == 4


def test_a_duration_in_unknown_units_says_nothing():
    values = ["0:12:05", "12", 12.0, "1:00:00", "", None, "soon", "00:00:07,5"]
    assert list(durations(values, in_seconds=False)) == [
        725,
        None,
        None,
        3600,
        None,
        None,
        None,
        7.5,
    ]
    assert list(durations(values, in_seconds=True))[1:3] == [12, 12]


def test_minutes_alone_are_the_most_it_can_have_been():
    minutes = elapsed(
        ["2026-04-03 10:00", "2026-04-03 10:02"], ["2026-04-03 10:00", "2026-04-03 10:09"]
    )
    assert list(minutes) == [60, 480]


def test_days_alone_say_nothing_and_nobody_ends_before_the_start():
    assert list(elapsed(["2026-04-03"], ["2026-04-04"])) == [None]
    back = elapsed(["2026-04-03 10:00:10", "x"], ["2026-04-03 10:00:09", "2026-04-03 10:00:09"])
    assert list(back) == [None, None]


def test_a_scale_of_two_points_and_one_of_eleven_can_meet():
    mixed = questionnaire(
        [
            dimension("d", [question(f"q{n}", "d", scale=scale(0, 1)) for n in range(10)]),
            dimension("e", [question(f"p{n}", "e", scale=scale(0, 10)) for n in range(10)]),
        ]
    )
    rows = [
        {
            **{f"q{n}": (n + i) % 2 for n in range(10)},
            **{f"p{n}": (3 * n + i) % 11 for n in range(10)},
        }
        for i in range(6)
    ]
    found = looked([("it", row) for row in rows], mixed)
    assert "person_total" not in found.not_checked
    assert not found.flagged.any()
