"""How far a report can be trusted, in its own words: levels, silence, agreement, keys, weights."""

from dataclasses import replace

import pytest
from tests import samples
from tests.test_story import EN, FR, bare, blocks, changed, charts, findings, kinds, report, story

from maturity.scores.model import Participation, WeightSensitivity
from maturity.story import sections
from maturity.story.blocks import Paragraph, Section, Table, Tiles
from maturity.story.findings import caveats


def words(*parts):
    """Everything that sections say in sentences."""
    for block in blocks(parts):
        yield from (getattr(block, name, "") for name in ("text", "title", "caption", "alt"))
        yield from getattr(block, "lines", ())


def said(*parts):
    return "\n".join(words(*parts))


def first(told, **changes):
    """The same story with its first dimension changed, and what its page says."""
    dimensions = told.assessment.dimensions
    score = replace(dimensions[0], **changes)
    told = changed(told, dimensions=(score, *dimensions[1:]))
    return told, said(sections.dimension_page(told, score))


def tile(told):
    tiles = next(each for each in blocks(report(told)[1:2]) if isinstance(each, Tiles))
    return tiles.tiles[0]


def tables(told):
    return {each.caption: each for each in blocks(report(told)) if isinstance(each, Table)}


SURE = {"score_100": 55.0, "level": 3, "interval": (50.0, 60.0)}


# The level


def test_a_level_that_is_sure_is_named_with_its_probability():
    chances = (0.0, 0.003, 0.998, 0.0, 0.0)
    sure = SURE | {"level_probability": chances, "likely_levels": (3,)}
    told, page = first(story(say=EN), **sure)
    assert "The level is “Structured” (more than 99%)." in page
    overall = replace(told.assessment.overall, **sure)
    shown = tile(changed(told, overall=overall))
    assert shown.value == "Structured"
    assert "probability more than 99% – 55 out of 100 (95% interval 50 to 60)" in shown.detail


def test_two_likely_levels_are_both_named_wherever_the_level_is():
    unsure = {"level_probability": (0, 0.42, 0.57, 0.01, 0), "likely_levels": (2, 3)}
    told, page = first(story(say=EN), **SURE | unsure)
    assert "Emerging or Structured at 55" in page
    assert "More than one level is plausible: “Emerging” (42%) and “Structured” (57%)." in page
    told = changed(told, overall=replace(told.assessment.overall, **SURE | unsure))
    assert tile(told).value == "Between Emerging and Structured"
    assert tile(told).detail.startswith("between levels 2 and 3 of 5")
    chart = next(
        each for each in charts(told) if each.table.caption == EN("report.figure.levels_table")
    )
    assert chart.table.rows[0][3] == "Emerging (42%) and Structured (57%)"


def test_a_critical_statement_that_holds_the_level_down_is_named():
    held = SURE | {"level": 2, "level_uncapped": 3, "capped_by": "d1-i2", "likely_levels": (3,)}
    _, page = first(story(), **held)
    assert "retenu à «\u202fEmerging (fr)\u202f» au lieu de «\u202fStructured (fr)\u202f»" in page
    assert "Emerging (fr) à 55" in page
    assert "affirmation critique" in page
    assert "matter 1.2" in page


@pytest.mark.parametrize(("centred", "told_it"), [(51.0, False), (49.0, True), (None, False)])
def test_the_correction_for_hard_statements_is_told_where_it_matters(centred, told_it):
    _, page = first(story(say=EN), **SURE, item_centred_100=centred)
    assert ("Allowing for the difficulty" in page) is told_it


def test_ends_that_round_to_the_same_number_are_no_range():
    narrow = SURE | {"interval": (54.9, 55.1)}
    told, page = first(story(say=EN), **narrow)
    assert "within half a point" in page
    assert "between 55 and 55" not in page
    assert told.range((-3.2, -0.4)) == "\u22123 to 0"


# Silence


def test_the_page_of_participation_says_what_the_silent_could_change():
    told = story(say=EN)
    overall = replace(told.assessment.overall, silent_bounds=(31.0, 72.0))
    page = said(sections.who_answered(changed(told, overall=overall)))
    assert "50 people invited kept silent" in page
    assert "the overall score would be 31; the most mature, 72" in page


def test_a_function_that_is_hardly_heard_is_named():
    rows = (
        Participation(None, 41, 60, 0.68, quiet=False),
        Participation("hr", 0, 12, 0.0, quiet=True),
        Participation("it", 9, 12, 0.75, quiet=False),
    )
    told = changed(bare(story(say=EN)), participation=rows)
    assert [each.kind for each in caveats(told)] == ["silent"]
    (found,) = caveats(told)
    assert found.sentence.startswith("Human resources (0 of 12) is hardly heard")
    assert found.sentence in said(sections.who_answered(told))


# What is not known, and what is not agreed


def test_a_function_that_does_not_know_is_named_where_the_others_do():
    told = bare(story(samples.instrument(dimensions=1, functions=3, mirrors=False), EN))
    groups = list(told.assessment.groups)
    groups[1] = replace(groups[1], dont_know_rates={"d1": 0.34})
    told = changed(told, groups=tuple(groups))
    assert kinds(told) == ["dont_know_function"]
    (found,) = findings(told)
    assert "Executive management (34%, n\u00a0=\u00a08), against 8% in all" in found.sentence
    known = replace(told.assessment.dimensions[0], dont_know_rate=0.3)
    assert kinds(changed(told, dimensions=(known,))) == ["dont_know"]


def test_statements_against_the_rest_and_in_two_camps_are_caveats():
    told = story(samples.instrument(dimensions=2, functions=0, mirrors=False), EN)
    found = {each.kind: each for each in caveats(told)}
    assert "matter 2.9" in found["keying"].sentence
    assert "keying should be checked" in found["keying"].sentence
    assert "form two camps" in found["polarised"].sentence
    page = said(sections.dimension_page(told, told.assessment.dimensions[1]))
    assert found["keying"].sentence in page
    assert next(iter(found)) == "keying", "what may be wrong comes first"


def test_a_statement_that_may_run_against_the_rest_by_chance_is_told_in_the_annex_only():
    told = story(samples.instrument(dimensions=2, functions=0, mirrors=False), EN)
    first_one, second = told.assessment.dimensions
    (item,) = second.reliability.alarms
    annex = said(sections.method(told))
    assert "sure at 97%): check its keying" in annex
    unsure = replace(second, reliability=replace(second.reliability, alarms={item: 0.94}))
    told = changed(told, dimensions=(first_one, unsure))
    assert "keying" not in [each.kind for each in caveats(told)]
    annex = said(sections.method(told))
    assert "sure at 94% only: it may be chance" in annex
    assert "check its keying" not in annex


def test_the_answers_show_agreement_by_sign_word_and_number():
    told = story(samples.instrument(dimensions=1, practices=0, items=3, mirrors=False), EN)
    chart = next(
        each for each in charts(told) if each.table.caption == EN("report.figure.answers_table")
    )
    head = list(chart.table.header)
    rows = {row[0]: row for row in chart.table.rows}
    camps = rows["We agree on matter 1.1."]
    assert camps[head.index("Cons.")] == "0.62"
    assert camps[head.index("Agreement")] == "two camps"
    assert camps[head.index("Favourable (95% interval)")] == "64% (48% to 77%)"
    assert "two camps" in chart.alt
    assert {row[head.index("Agreement")] for row in rows.values()} == {
        "two camps",
        "beyond chance",
        "not beyond chance",
    }


# Weights and carelessness


@pytest.mark.parametrize(
    ("levels", "order", "said"), [(0.3, None, 1), (0.3, 0.6, 1), (0.0, 0.6, 0)]
)
def test_a_level_that_other_weights_change_is_a_caveat_an_order_nobody_sees_is_not(
    levels, order, said
):
    told = bare(story(say=EN))
    tried = WeightSensitivity(2000, levels, order, fragile=True)
    overall = replace(told.assessment.overall, weight_sensitivity=tried)
    found = [each for each in caveats(changed(told, overall=overall)) if each.kind == "fragile"]
    assert len(found) == said
    assert all("it changes in 30% of 2,000" in each.sentence for each in found)


def test_careless_answers_are_counted_and_both_results_shown():
    told = story(say=EN)
    shown = tables(told)
    signs = shown[EN("report.trust.careless_table")]
    assert ("The same answer many times in a row", "6 people") in signs.rows
    assert signs.rows[-1][1] == EN("report.reason.NO_DURATION")
    both = shown[EN("report.trust.without_table")]
    assert both.header[1:] == ("With everybody", "Without those flagged")
    assert both.rows[0][2] == "–"
    assert "both results" in said(sections.who_answered(told))


def test_careless_answers_that_move_a_score_are_a_caveat():
    told = bare(story(say=EN))
    quality = story().assessment.quality
    far = {each.id: each.score_100 + 7 for each in told.assessment.dimensions}
    told = changed(told, quality=replace(quality, without=far))
    assert "careless" in [each.kind for each in caveats(told)]
    near = {each.id: each.score_100 + 4 for each in told.assessment.dimensions}
    told = changed(told, quality=replace(quality, without=near))
    assert "careless" not in [each.kind for each in caveats(told)]


def test_a_hidden_result_without_careless_answers_says_why():
    told = story(say=EN)
    quality = replace(told.assessment.quality, without=None)
    told = changed(told, quality=quality, reasons={"/quality/without": "UNDER_K"})
    words = [each.text for each in blocks(report(told)) if isinstance(each, Paragraph)]
    assert "The result without them is not shown: fewer than 5 people are concerned." in words


# The annex


def test_the_annex_gives_n_and_uncertainty_of_all_it_prints():
    told = story(say=EN)
    shown = tables(told)
    people = shown[EN("report.trust.people_table")]
    assert people.header[1:4] == ("n", "Score", "95% interval")
    solid = shown[EN("report.trust.reliability_table")]
    assert solid.rows[0][1:4] == ("70", "8", "0.81 (0.72 to 0.87)")
    assert solid.rows[0][4] == "0.83 (0.74 to 0.89)"


def test_one_reason_is_told_once_for_all_dimensions_that_share_it():
    told = story(say=EN)
    dimensions = tuple(
        replace(each, reliability=None, alpha=None, omega=None)
        for each in told.assessment.dimensions
    )
    reasons = {f"/dimensions/{n}/reliability": "TOO_FEW_ROWS" for n in range(5)}
    told = changed(told, dimensions=dimensions, reasons=reasons)
    annex = next(
        each
        for each in blocks(report(told))
        if isinstance(each, Section) and each.id == "trust-absent"
    )
    assert len(annex.blocks[0].lines) == 1
    assert "no reliability" in annex.blocks[0].lines[0]


def test_the_synthesis_holds_one_caveat_of_a_kind_and_counts_the_others():
    told = story(say=FR)
    page = report(told)[1]
    warnings = [each for each in page.blocks if getattr(each, "role", "") == "warning"]
    assert len(warnings) == 3
    assert "autres réserves" in said(page)


def test_when_everything_is_at_the_top_the_decision_is_to_check_it():
    told = story(say=EN)
    top = tuple(replace(each, score_100=100.0) for each in told.assessment.practices)
    assert "check this against evidence" in said(sections.synthesis(changed(told, practices=top)))
