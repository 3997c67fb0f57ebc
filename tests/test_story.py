"""Figures that never clip, findings that are true, sentences that exist in both languages."""

import re
import tomllib
from dataclasses import replace
from importlib import resources
from itertools import combinations, pairwise
from pathlib import Path

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from tests import samples

from maturity import scores
from maturity.errors import problem_codes
from maturity.instrument import Text
from maturity.language import Language
from maturity.scores.model import MirrorScore, Overall, Participation, SideScore, Suppression
from maturity.story import Story, figures, findings, sections
from maturity.story.blocks import Chart, Section, Table
from maturity.story.figures.canvas import width_of, wrap
from maturity.story.figures.style import answer_colours, ink_on, level_colours, paper
from maturity.story.findings import between_functions, caveats, key_messages

FR, EN = Language("fr"), Language("en")
FOUND = "report.finding"


def story(asked=None, say=FR, **options):
    asked = asked or samples.instrument()
    return Story(samples.assessment(asked, **options), asked, say)


def changed(told, **changes):
    return replace(told, assessment=replace(told.assessment, **changes))


def bare(told):
    """The same story without gaps and targets, and without anything that throws doubt on it."""
    overall = replace(told.assessment.overall, weight_sensitivity=None)
    dimensions = tuple(
        replace(each, reliability=None, spread=None, target=None)
        for each in told.assessment.dimensions
    )
    practices = tuple(replace(each, interval=None) for each in told.assessment.practices)
    told = changed(told, dimensions=dimensions, practices=practices)
    return changed(told, gaps=(), quality=None, overall=overall)


def with_gaps(told, *gaps):
    return changed(bare(told), gaps=gaps)


def report(told):
    return (
        sections.cover(told),
        sections.synthesis(told),
        sections.how_to_read(told),
        sections.who_answered(told),
        *sections.dimension_pages(told),
        sections.function_heatmap(told),
        sections.mirror(told),
        sections.practices(told),
        sections.method(told),
    )


def blocks(parts):
    for part in parts:
        yield part
        if isinstance(part, Section):
            yield from blocks(part.blocks)


def charts(told):
    return [block for block in blocks(report(told)) if isinstance(block, Chart)]


# Any questionnaire

QUESTIONNAIRES = {
    "five dimensions": samples.instrument(),
    "two levels, one item, one function": samples.instrument(
        dimensions=1, practices=0, items=1, functions=1, level_count=2, mirrors=False
    ),
    "seven levels, twelve functions, long texts, 0-10": samples.instrument(
        dimensions=9,
        practices=2,
        items=2,
        functions=12,
        level_count=7,
        answer_scale=samples.scale(0, 10, agree_from=None, labelled=False),
        long_texts=True,
    ),
    "six points, no function, no practice": samples.instrument(
        dimensions=3, practices=0, items=20, functions=0, answer_scale=samples.scale(1, 6)
    ),
    "a scale of 101 points": samples.instrument(
        dimensions=2,
        practices=1,
        functions=2,
        answer_scale=samples.scale(0, 100, agree_from=None, labelled=False),
    ),
}
any_questionnaire = pytest.mark.parametrize("asked", QUESTIONNAIRES.values(), ids=QUESTIONNAIRES)


def clipped_or_overlapping(figure):
    """Texts that leave the sheet or touch one another, as they are really drawn."""
    figure.set_dpi(288)  # four pixels a point, so that hinting does not matter
    with paper():
        renderer = FigureCanvasAgg(figure).get_renderer()
        texts = [each for each in figure.axes[0].texts if each.get_text()]
        boxes = [(each.get_text(), each.get_window_extent(renderer)) for each in texts]
    width, height = figure.bbox.width, figure.bbox.height
    outside = [
        text
        for text, box in boxes
        if box.x0 < -2 or box.y0 < -2 or box.x1 > width + 2 or box.y1 > height + 2
    ]
    touching = [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 2 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
    ]
    return outside + touching


@any_questionnaire
@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
def test_no_label_is_clipped_or_touches_another(asked, say):
    told = story(asked, say)
    assert [fault for each in charts(told) for fault in clipped_or_overlapping(each.figure)] == []


@pytest.mark.parametrize("functions", range(2, 13))
def test_the_heatmap_holds_two_to_twelve_functions_with_long_french_names(functions):
    figure, _, table = figures.heatmap(story(samples.instrument(functions=functions)))
    assert clipped_or_overlapping(figure) == []
    assert len(table.rows) == functions + 1


@any_questionnaire
def test_every_chart_says_the_same_in_words_and_in_numbers(asked):
    for each in charts(story(asked)):
        assert each.alt
        assert each.caption
        assert each.title
        assert all(len(row) == len(each.table.header) for row in each.table.rows)
        missing = [row[0] for row in each.table.rows if row[0].rstrip(".") not in each.alt]
        assert missing == []


@any_questionnaire
def test_every_section_says_something_when_too_few_people_answered(asked):
    told = Story(samples.nobody(asked), asked, FR)
    pages = report(told)
    assert all(page.blocks for page in pages)
    assert charts(told) == []
    words = " ".join(str(block) for page in pages for block in page.blocks)
    assert "moins de 5 personnes" in words


@any_questionnaire
def test_ids_are_unique_and_the_only_first_heading_is_the_cover(asked):
    parts = [each for each in blocks(report(story(asked))) if isinstance(each, Section)]
    assert len({each.id for each in parts}) == len(parts)
    assert [each.id for each in parts if each.level == 1] == ["cover"]


def test_a_questionnaire_in_one_language_is_told_in_it():
    asked = samples.instrument(dimensions=1)
    asked = replace(asked, dimensions=(replace(asked.dimensions[0], label=Text(en="Trust")),))
    assert story(asked, FR).dimension_label("d1") == "Trust"


def test_dollar_signs_and_line_breaks_in_a_question_are_only_text():
    asked = samples.instrument(dimensions=1, practices=0, items=1)
    item = replace(asked.dimensions[0].items[0], text=Text(fr="Coût en $ ou\n$_{x^$ ?"))
    asked = replace(asked, dimensions=(replace(asked.dimensions[0], items=(item,)),))
    told = story(asked)
    figure, _, _ = figures.answers(told, told.assessment.items)
    assert "$_{x^$" in " ".join(each.get_text() for each in figure.axes[0].texts)
    assert figures.svg(figure)


def test_a_script_that_the_typeface_lacks_does_not_stop_the_report():
    asked = samples.instrument(dimensions=1)
    asked = replace(asked, dimensions=(replace(asked.dimensions[0], label=Text(ja="組織の連携")),))
    assert all(figures.svg(each.figure) for each in charts(story(asked)))


# Drawing


@pytest.mark.slow
def test_two_runs_draw_the_same_bytes_whatever_the_users_settings():
    first = [figures.svg(each.figure) for each in charts(story())]
    with mpl.rc_context({"font.size": 20, "svg.hashsalt": None, "text.color": "red"}):
        second = [figures.svg(each.figure) for each in charts(story())]
    assert first == second
    assert not any(b"<!--" in each or b"<metadata" in each for each in first)


@given(st.text("abcdeWMé’–$_ \t\n", max_size=80), st.floats(20, 300))
def test_wrapped_text_keeps_every_letter_and_stays_within_its_width(text, width):
    lines = wrap(text, width).split("\n")
    blanks = re.compile(r"[ \t\r\n]+")
    assert blanks.sub("", "".join(lines)) == blanks.sub("", text)
    assert all(width_of(line) <= width or len(line) == 1 for line in lines)


@pytest.mark.parametrize("count", range(2, 12))
def test_every_number_of_steps_has_its_own_readable_colours(count):
    for colours in (level_colours(count), answer_colours(count)):
        assert len(set(colours)) == count
        assert all(ink_on(colour) in {"#1F2933", "#FFFFFF", "#000000"} for colour in colours)


def test_dumbbells_are_not_drawn_where_a_side_is_masked():
    told = story()
    masked = MirrorScore(
        "d1-i1", "business-it", (SideScore("business", None, None), SideScore("it", 9, 40.0))
    )
    told = changed(told, mirrors=(masked, *told.assessment.mirrors[1:]))
    chart = [each for each in charts(told) if "Métiers" in each.title][-1]
    assert chart.table.rows[-1][1:] == ("masqué",) * 8
    assert "40" not in "".join(chart.table.rows[-1])
    words = " ".join(each.get_text() for each in chart.figure.axes[0].texts)
    assert "moins de 5 réponses" in words


def test_a_masked_function_shows_the_word_and_no_number():
    told = story()
    hidden = replace(
        told.assessment.groups[0],
        n=None,
        suppressed=True,
        dimensions=dict.fromkeys(("d1", "d2", "d3", "d4", "d5")),
    )
    told = changed(
        told,
        groups=(hidden, *told.assessment.groups[1:]),
        reasons={f"/groups/0/dimensions/d{n}": "UNDER_K" for n in range(1, 6)},
    )
    _, alt, table = figures.heatmap(told)
    assert table.rows[-1] == ("Service client et après-vente", "–", *["masqué"] * 5)
    assert "après-vente\u202f: Décloisonnement masqué" in alt


def test_the_share_that_agrees_counts_the_points_from_agree_from_on():
    told = story(samples.instrument(dimensions=1, practices=0, items=1))
    score = replace(told.assessment.items[0], distribution={1: 1, 2: 2, 3: 3, 4: 4, 5: 10})
    _, alt, table = figures.answers(told, [score])
    assert table.rows[0][6] == "70\u202f%"
    assert "70\u202f% d’accord" in alt


# Scores in words


@pytest.mark.parametrize(
    ("score", "written"), [(39.4, "39"), (39.6, "39,6"), (39.97, "39,9"), (40, "40"), (100, "100")]
)
def test_rounding_never_lifts_a_score_over_a_cut(score, written):
    assert story().score(score) == written


def test_a_cut_belongs_to_the_upper_level():
    assert [story().level_of(score).number for score in (0, 19.99, 20, 80, 100)] == [1, 1, 2, 5, 5]


def test_no_score_is_printed_with_two_decimals():
    told = story(roster=True)
    tables = [each for each in blocks(report(told)) if isinstance(each, Table)]
    tables += [each.table for each in charts(told)]
    coefficients = {FR(f"report.trust.{key}") for key in ("agreement_table", "reliability_table")}
    coefficients.add(FR("report.figure.answers_table"))
    cells = [c for t in tables if t.caption not in coefficients for row in t.rows for c in row]
    assert [cell for cell in cells if re.search(r"\d,\d\d", cell)] == []


def test_every_reason_code_that_scores_give_has_a_sentence():
    code = "\n".join(file.read_text("utf-8") for file in Path(scores.__file__).parent.rglob("*.py"))
    given = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', code)) - set(problem_codes())
    given |= {word for word in ("CENSUS", "DESCRIPTIVE", "SINGULAR") if f'"{word}"' in code}
    assert {"UNDER_K", "NO_TARGET", "NO_VARIANCE", "CENSUS"} <= given
    told = story()
    for each in given:
        assert told.explain(each) == FR(f"report.reason.{each}", k=told.assessment.k)
    told = changed(told, reasons={"/dimensions/0": "NO_VARIANCE"})
    assert told.reason("dimensions", 0, "alpha") == FR("report.reason.NO_VARIANCE")


def test_the_merged_group_says_that_it_is_one():
    told = changed(story(), suppression_log=(Suppression("hr", "UNDER_K", "other"),))
    assert told.group_label("other") == "Autres fonctions (regroupées)"
    assert story().group_label("other") == "Autres fonctions"
    assert story().group_label("unheard-of") == "unheard-of"
    page = " ".join(str(block) for block in sections.who_answered(told).blocks)
    assert "Ressources humaines" in page


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (60, "il reste 10 points"),
        (51, "il reste 1 point."),
        (50.2, "moins d’un point"),
        (50, "est atteinte"),
    ],
)
def test_the_target_is_compared_in_words(target, sentence):
    told = story()
    score = replace(told.assessment.dimensions[0], score_100=50.0, level=3, target=target)
    told = changed(told, dimensions=(score, *told.assessment.dimensions[1:]))
    assert sentence in str(sections.dimension_page(told, score))


# Findings


def kinds(told):
    return [each.kind for each in findings(told)]


def with_intervals(*bounds):
    """A story whose dimensions have these intervals, scores in their middle."""
    told = bare(story(samples.instrument(dimensions=len(bounds), functions=0, mirrors=False)))
    dimensions = tuple(
        replace(each, score_100=None if ends is None else sum(ends) / 2, interval=ends)
        for each, ends in zip(told.assessment.dimensions, bounds, strict=True)
    )
    return changed(told, dimensions=dimensions)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ([(10, 20), (30, 40), (50, 60)], ["weakest", "strongest"]),
        ([(10, 20), (30, 40), (35, 60)], ["weakest"]),
        ([(10, 20), (15, 40), (50, 60)], ["strongest"]),
        ([(10, 20), (15, 40), (35, 60)], ["spread"]),
        ([(10, 20), (15, 40), (18, 60)], ["no_standout"]),
        ([(10, 20), (30, 40)], ["strongest"]),
        ([(10, 20), (20, 40)], ["no_standout"]),
        ([(10, 10.4), (13, 13.4), (14, 14.8)], ["no_standout"]),
        ([(10, 20)], []),
        ([(10, 20), None, (50, 60)], ["strongest"]),
    ],
)
def test_a_dimension_stands_out_only_where_no_interval_overlaps(bounds, expected):
    assert kinds(with_intervals(*bounds)) == expected


def test_without_an_interval_no_dimension_is_ranked():
    told = with_intervals((10, 20), (30, 40))
    first, second = told.assessment.dimensions
    assert kinds(changed(told, dimensions=(first, replace(second, interval=None)))) == []


GROUPS = ("finance", "hr")


def gap(first, second, **changes):
    values = {"kind": "dimension", "id_": "d1", "by": "function", "groups": GROUPS} | changes
    return samples.gap(**values, scores=(first, second))


def two_functions(*gaps, say=FR):
    return with_gaps(story(samples.instrument(dimensions=1, mirrors=False), say), *gaps)


def test_a_gap_says_who_is_more_optimistic_by_how_much_how_sure_and_whether_it_holds():
    (found,) = findings(two_functions(gap(30.0, 61.4)))
    assert found.sentence == (
        "Sur « Décloisonnement », 31 points séparent deux fonctions : Ressources humaines, la plus "
        "optimiste (61 sur 100, n = 11), et Finance et contrôle de gestion (30, n = 14) ; "
        "intervalle à 95 % de l’écart : 21 à 41 ; l’écart tient après correction du nombre de "
        "comparaisons."
    ).replace(" :", "\u202f:").replace(" ;", "\u202f;").replace("« ", "«\u202f").replace(
        " »", "\u202f»"
    ).replace(" %", "\u202f%").replace("n = ", "n\u00a0=\u00a0")
    assert found.rests_on == (
        "Finance et contrôle de gestion (n\u00a0=\u00a014)",
        "Ressources humaines (n\u00a0=\u00a011)",
    )
    (found,) = findings(two_functions(gap(61.4, 30.0), say=EN))
    assert "two functions are 31 points apart: Finance and management control" in found.sentence
    assert "interval of the gap: 21 to 41; the gap holds after correction" in found.sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"p_adjusted": 0.2}, "does not hold after correction"),
        ({"p": None, "p_adjusted": None, "test": None}, "too few people answered for a test"),
        ({"p_adjusted": None, "family": "described"}, "interval widened for the number of pairs"),
        ({"interval": (-30.0, -30.0), "p_adjusted": None}, "everybody invited answered"),
    ],
)
def test_a_gap_says_what_it_is_worth(changes, words):
    (found,) = findings(two_functions(gap(30.0, 60.0, **changes), say=EN))
    assert words in found.sentence


def test_a_gap_inside_its_interval_is_nowhere_told_as_one():
    told = two_functions(gap(30.0, 60.0, finding=False, interval=(-61.0, 1.0)))
    assert kinds(told) == []
    titles = [each.title for each in charts(told)]
    assert FR("report.functions.chart_title_close") in titles
    assert FR("report.dimension.functions_close") in titles
    assert FR("report.synthesis.gap_inside") in str(sections.synthesis(told))


def test_gaps_that_hold_come_before_wider_ones_that_do_not():
    wide = gap(10.0, 90.0, p_adjusted=0.2)
    sure = gap(30.0, 60.0, groups=("hr", "it"), p_adjusted=0.01)
    found = findings(two_functions(wide, sure))
    assert [each.id for each in found] == ["group_gap-function-d1"]
    assert "30 points" in found[0].sentence


def facing(*gaps, functions=("marketing",)):
    """A story of one mirror, IT against these functions, and of one like it."""
    asked = samples.instrument(dimensions=1, functions=3)
    (mirror,) = asked.mirrors
    first, second = mirror.sides
    mirror = replace(mirror, sides=(replace(first, values=functions), second))
    asked = replace(asked, mirrors=(mirror, replace(mirror, id="again")))
    return with_gaps(story(asked, EN), *gaps)


SIDES = {"by": "business-it", "groups": ("business", "it")}


def test_a_gap_of_a_mirror_between_two_functions_is_one_between_functions_and_told_once():
    again = gap(91.0, 16.0, **(SIDES | {"by": "again"}))
    other = gap(30.0, 60.0, groups=("hr", "it"))
    told = facing(other, gap(91.0, 16.0, **SIDES), again)
    assert [abs(each.difference) for each in between_functions(told)] == [75.0, 30.0]
    page = str(sections.synthesis(told))
    assert "value='75 points'" in page
    assert EN("report.synthesis.gap_inside") not in page
    titles = [each.title for each in charts(told)]
    assert any("75 points between Marketing and sales (91)" in title for title in titles)
    assert any("(16) are 75 points apart" in title for title in titles)
    assert EN("report.dimension.functions_close") not in titles


def test_where_only_several_functions_face_one_no_sentence_denies_their_gap():
    told = facing(gap(91.0, 16.0, **SIDES), functions=("marketing", "hr"))
    assert between_functions(told) == []
    assert "compared one by one" in str(sections.synthesis(told))
    assert any("compared one by one" in each.title for each in charts(told))


def test_no_gap_that_fails_is_the_widest_established():
    told = facing(gap(91.0, 16.0, p_adjusted=0.2, **SIDES))
    assert "value='75 points'" not in str(sections.synthesis(told))


@pytest.mark.parametrize(("first", "second"), [(97.0, 4.0), (4.0, 97.0)])
def test_no_interval_of_a_gap_is_printed_beyond_what_two_scores_can_be_apart(first, second):
    ends = (82.0, 104.0) if first > second else (-104.0, -82.0)
    told = facing(gap(first, second, interval=ends, **SIDES))
    said = " ".join(str(block) for block in blocks(report(told)))
    assert "82 to 100" in said
    assert "104" not in said
    assert told.assessment.gaps[0].interval == ends


def test_the_sides_of_a_mirror_are_named_as_such_and_shown_by_dimension_and_statement():
    asked = samples.instrument(dimensions=1, functions=3)
    sides = {"by": "business-it", "groups": ("business", "it")}
    item = gap(20.0, 45.0, kind="item", id_="d1-i1", **sides)
    told = with_gaps(story(asked), gap(70.0, 40.0, **sides), item)
    assert kinds(told)[:2] == ["side_gap", "mirror_gap"]
    sentences = [each.sentence for each in findings(told)]
    assert "Marketing et ventes, le plus optimiste (70" in sentences[0]
    assert "25 points séparent Informatique et Marketing et ventes" in sentences[1]
    first, second = [each for each in charts(told) if "Métiers et informatique" in each.title]
    assert "30 points de plus pour Marketing et ventes" in first.title
    assert first.table.rows[0][1:5] == ("70", "14", "40", "11")
    assert first.table.rows[0][5:7] == ("30", "20 à 40")
    assert second.table.header[0] == FR("report.figure.statement")


def test_what_two_functions_say_of_each_other_is_told_both_ways():
    groups = ("it", "marketing")
    rated = gap(36.0, 60.0, kind="rating", id_="it-marketing", groups=groups)
    told = two_functions(rated)
    (found,) = findings(told)
    assert "Marketing et communication met Systèmes d’information à 60" in found.sentence
    page = " ".join(str(block) for block in sections.function_heatmap(told).blocks)
    assert FR("report.functions.ratings") in page


def test_low_participation_much_unknown_and_unequal_weights_are_told():
    told = with_intervals((10, 20))
    unsure = replace(told.assessment.dimensions[0], dont_know_rate=0.31)
    told = changed(
        told,
        dimensions=(unsure,),
        overall=Overall(3, 50.0, 3, 90, None, 61.0),
        participation=(Participation(None, 41, 100),),
    )
    assert kinds(told) == ["dont_know", "participation", "weighting"]
    assert [each.kind for each in caveats(told)] == ["participation", "weighting"]
    sentences = [each.sentence for each in findings(told)]
    assert "31\u202f%" in sentences[0]
    assert "41\u202f%" in sentences[1]
    assert "61 sur 100" in sentences[2]


def test_the_synthesis_holds_at_most_three_messages_of_different_kinds():
    for seed in range(20):
        messages = key_messages(story(seed=seed))
        assert len(messages) <= 3
        assert len({each.kind for each in messages}) == len(messages)


def test_every_finding_names_its_n_and_what_it_rests_on():
    for seed in range(20):
        for each in findings(story(seed=seed)):
            counted = {"participation", "silent", "careless"}
            assert "n\u00a0=\u00a0" in each.sentence or each.kind in counted
            assert each.sources
            assert all("n=" in source for source in each.sources)


def test_nobody_makes_no_finding():
    asked = samples.instrument()
    assert findings(Story(samples.nobody(asked), asked, FR)) == ()


def test_the_decision_asked_concerns_the_lowest_practice_else_dimension_else_more_answers():
    told = story()
    lowest = min(told.assessment.practices, key=lambda each: each.score_100)
    assert told.practice_label(lowest.id) in _decision(told)
    assert "la dimension la moins bien notée" in _decision(changed(told, practices=()))
    asked = samples.instrument()
    assert "Prolonger l’enquête" in _decision(Story(samples.nobody(asked), asked, FR))


def _decision(told):
    return str(next(each for each in blocks(report(told)) if getattr(each, "id", "") == "decision"))


def test_rows_of_the_answers_go_from_most_to_least_favourable():
    told = story(samples.instrument(dimensions=1, practices=0, items=6))
    chart = next(
        each for each in charts(told) if each.table.caption == FR("report.figure.answers_table")
    )
    texts = [row[0] for row in chart.table.rows]
    by_text = {told.item_text(each.id): each for each in told.assessment.items}
    means = [told.item_score(by_text[text]) for text in texts[:-1]]
    assert all(a >= b for a, b in pairwise(means))
    assert told.item(by_text[texts[-1]].id).reverse


# Both languages


def catalogue(node=None, path="report"):
    if node is None:
        text = (resources.files("maturity.language") / "report.toml").read_text("utf-8")
        node = tomllib.loads(text)
    if isinstance(node.get("en"), str):
        yield path, node
        return
    for key, value in node.items():
        yield from catalogue(value, f"{path}.{key}")


def test_every_sentence_exists_in_both_languages_with_the_same_fields():
    field = re.compile(r"{(\w+)}")
    for key, texts in catalogue():
        assert set(texts) == {"en", "fr"}, key
        assert set(field.findall(texts["en"])) == set(field.findall(texts["fr"])), key


def test_french_has_narrow_spaces_and_curly_apostrophes():
    wrong = [
        key
        for key, texts in catalogue()
        if re.search(r"[^\u202f][;!?»%]|[^\u202f\d]:|«[^\u202f]|'", texts["fr"])
    ]
    assert wrong == []


def test_every_sentence_of_the_report_is_used_and_every_key_used_exists():
    code = "\n".join(
        path.read_text("utf-8")
        for folder in ("story", "writers")
        for path in Path(sections.__file__).parents[2].joinpath(folder).rglob("*.py")
    )
    used = set(re.findall(r'"report\.(?!typ")([\w.]+)"', code))
    prefixes = {key.partition("{")[0] for key in re.findall(r'"report\.([\w.]*\{\w+\})', code)}
    keys = {re.sub(r"\.(one|other)$", "", key).removeprefix("report.") for key, _ in catalogue()}
    assert {key for key in used if key not in keys} == set()
    unused = {key for key in keys - used if not key.startswith(tuple(prefixes))}
    assert unused == set()
