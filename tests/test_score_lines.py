"""What ``maturity assess`` prints: levels with their probability, how people are weighed."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.test_scores import coded, dimension, question, questionnaire
from tests.test_weights import ENOUGH, RANKS, ROSTER

from maturity.assess import Intake, Result
from maturity.engagement import Engagement
from maturity.language import Language
from maturity.score_lines import assessment_lines
from maturity.scores import Setting, score
from maturity.workspace import Place

ONE = questionnaire([dimension("d", [question("d1", "d")])], k=5)


def lines(people, language="en", *, ranks=None, change=None, **setting):
    """People as (function, points): what is printed of them, without the title."""
    responses = coded(ONE, [(who, {"d1": point}) for who, points in people for point in points])
    if ranks:
        told = zip(responses.respondents, ranks, strict=True)
        respondents = [
            replace(each, attributes={**each.attributes, "rank": rank}) for each, rank in told
        ]
        responses = replace(responses, respondents=tuple(respondents))
    assessment = score(responses, ONE, Setting("acme", "Acme", "w1", **setting))
    here = Path(__file__).parent
    say, place = Language(language), Place(here, "acme", "w1")
    stated = Engagement(
        weighting="headcount" if setting.get("by_headcount") else "equal",
        roster=setting.get("roster", {}),
        roster_by=setting.get("roster_by", {}),
    )
    intake = Intake(place, stated, ONE, responses, say, here, ())
    assessment = change(assessment) if change else assessment
    printed = assessment_lines(Result(intake, assessment))
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in printed][1:]


SURE, DOUBTFUL = [3, 3, 3, 3, 3, 3, 3, 4], [2, 3, 3, 2, 2, 3, 3, 3]


def test_a_probable_level_has_its_probability_and_the_interval():
    assert lines([("it", SURE)])[1] == "d: 53 – 3 L3 (97%); 95% between 46 and 61, n = 8"
    (line,) = lines([("it", SURE)], "fr")[1:]
    assert line == "d : 53 – 3 L3 (97 %) ; 95 % entre 46 et 61, n = 8"


def test_between_two_levels_both_are_named():
    assert lines([("it", DOUBTFUL)])[1] == (
        "d: 41 – between 2 L2 (45%) and 3 L3 (55%); 95% between 30 and 51, n = 8"
    )
    assert "41 – entre 2 L2 (45 %) et 3 L3 (55 %) ; 95 %" in lines([("it", DOUBTFUL)], "fr")[1]


def test_what_is_all_but_certain_is_not_called_certain():
    line = lines([("it", [3] * 30 + [2, 4])])[1]
    assert "3 L3 (over 99%)" in line


def test_without_an_interval_that_is_said_and_with_everybody_too():
    alike = [("it", [4, 4, 4, 4, 4])]
    assert lines(alike)[1] == "d: 75 – 4 L4; no interval, n = 5"
    sure = lines(alike, roster={"it": 5})[1]
    assert sure == "d: 75 – 4 L4 (100%); everybody invited answered, n = 5"
    assert "toutes les personnes invitées ont répondu" in lines(alike, "fr", roster={"it": 5})[1]


def test_a_level_that_is_held_down_has_no_probability():
    def capped(assessment):
        (each,) = assessment.dimensions
        held = replace(each, level=1, level_uncapped=3, capped_by="d1")
        return replace(assessment, dimensions=(held,))

    assert lines([("it", SURE)], change=capped)[1].startswith("d: 53 – 1 L1; 95%")


def test_an_interval_is_printed_within_the_scale():
    assert "and 100, n = 5" in lines([("it", [5, 5, 5, 3, 5])])[1]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "People count by the headcounts of all rosters (raking). Design effect 1.17"),
        ("fr", "Les personnes comptent selon les effectifs de toutes les listes (calage"),
    ],
)
def test_raked_weights_and_their_price_are_told(language, said):
    people = [(who, [point]) for who, _, point in ENOUGH]
    ranks = [rank for _, rank, _ in ENOUGH]
    setting = {"roster": ROSTER, "by_headcount": True, "ranks": ranks}
    told = lines(people, language, roster_by={"rank": RANKS}, **setting)
    assert told[2].startswith(said)
    refused = lines(people, language, roster_by={"rank": {"staff": 70}}, **setting)
    why = {
        "en": "Headcounts by “rank” are not used: "
        "engagement.yaml does not say how many people are invited for manager.",
        "fr": "Les effectifs selon « rank » ne sont pas utilisés : "
        "engagement.yaml n’indique pas combien de personnes sont invitées pour manager.",
    }
    assert refused[3] == why[language]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "engagement.yaml does not say how many people are invited for finance, hr.",
        ),
        (
            "fr",
            "engagement.yaml n’indique pas combien de personnes sont invitées pour finance, hr.",
        ),
    ],
)
def test_headcounts_that_were_asked_for_and_cannot_be_used_are_told(language, said):
    people = [("it", SURE), ("hr", SURE), ("finance", SURE)]
    equal = {
        "en": "Functions all count the same, not by headcount: ",
        "fr": "Les fonctions comptent toutes autant, et non selon leur effectif : ",
    }[language]
    assert equal + said in lines(people, language, roster={"it": 20}, by_headcount=True)
    assert equal + said not in lines(people, language, roster={"it": 20})
    small = lines(people, roster={"it": 20, "hr": 3, "finance": 9}, by_headcount=True)
    assert any(line.endswith("more people answered than the roster invites.") for line in small)


def test_nobody_is_called_missing_where_nobody_says_what_they_are():
    people = [(who, [point]) for who, _, point in ENOUGH]
    setting = {"roster": ROSTER, "by_headcount": True}
    told = lines(people, roster_by={"rank": RANKS}, **setting)
    assert told[3:] == [
        "Headcounts by “rank” are not used: nobody says which category they belong to."
    ]


def test_the_unweighted_score_stands_beside_one_whose_weights_are_very_uneven():
    people = [("it", [1, 2, 3, 4, 5] * 6), ("hr", [4, 4, 5, 5, 5])]
    even = lines(people, roster={"it": 60, "hr": 10}, by_headcount=True)
    uneven = lines(people, roster={"it": 30, "hr": 200}, by_headcount=True)
    assert "unweighted" not in even[1]
    assert uneven[1].endswith(", unweighted 56")
