"""Every figure for any questionnaire and any crowd: its words are whole, apart, and dark enough."""

import inspect
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from tests import samples
from tests.commands import PAGES, example
from tests.looks import LEAST, faults

from maturity.assess import assess
from maturity.instrument import Text
from maturity.language import Language
from maturity.scores.model import MirrorScore, Participation, SideScore
from maturity.story import Story, figures, sections
from maturity.story.blocks import Chart, Paragraph, Section
from maturity.story.edition import Edition
from maturity.story.figures.polarisation import ends
from maturity.story.figures.style import (
    INK,
    MUTED,
    PAPER,
    answer_colours,
    contrast,
    ink_on,
    level_colours,
    tint,
)
from maturity.story.report import Report
from maturity.story.sections.divided import contested

FR, EN = Language("fr"), Language("en")
LONGEST = "Chaîne d’approvisionnement et logistique"  # 40 characters, as French likes them
ONE_WORD = "Anticonstitutionnellementirréconciliable"  # 40 without a place to break
SCALES = {
    "three points": samples.scale(1, 3, agree_from=3),
    "five points": samples.scale(1, 5),
    "eleven points": samples.scale(0, 10, agree_from=None, labelled=False),
    "a hundred and one": samples.scale(0, 100, agree_from=None, labelled=False),
}
ROOM = {  # what a figure function draws, from a story
    "levels": lambda s: figures.levels(s, s.assessment.dimensions, s.assessment.overall),
    "profile": lambda s: figures.profile(s, s.assessment.dimensions[0], s.assessment.practices),
    "functions": lambda s: figures.functions(s, s.assessment.dimensions[0]),
    "practices": lambda s: figures.practices(s, s.assessment.practices, parts=1),
    "answers": lambda s: figures.answers(s, s.assessment.items[:12]),
    "heatmap": figures.heatmap,
    "mirror": lambda s: figures.mirror(s, s.instrument.mirrors[0], seen(s), "statement"),
    "participation": lambda s: figures.participation(s, s.assessment.participation),
    "polarisation": lambda s: figures.polarisation(s, contested(s)[:8]),
    "radar": lambda s: figures.radar(s, s.assessment.dimensions[:8]),
}
ADVISED = {"forecast", "priorities", "roadmap"}  # drawn from recommendations: seen in the examples
every_figure = pytest.mark.parametrize("draw", ROOM.values(), ids=ROOM)


def told(asked=None, say=FR, **options):
    asked = asked or samples.instrument()
    return Story(samples.assessment(asked, **options), asked, say)


def changed(story, **changes):
    return replace(story, assessment=replace(story.assessment, **changes))


def seen(story):
    gaps = {each.id: each for each in story.assessment.gaps if each.kind == "item"}
    return [
        figures.Seen(
            story.item_text(each.item),
            each.sides,
            gaps.get(each.item) if all(side.n for side in each.sides) else None,
        )
        for each in story.assessment.mirrors
    ]


def drawn_words(figure):
    return " ".join(each.get_text() for each in figure.axes[0].texts)


# Crowds


def renamed(asked, name):
    """The questionnaire with every function, dimension and practice called by one long name."""
    label = Text(fr=name, en=name)
    (function,) = asked.attributes or (None,)
    choices = function and tuple(replace(each, label=label) for each in function.choices)
    return replace(
        asked,
        attributes=(replace(function, choices=choices),) if function else (),
        dimensions=tuple(
            replace(
                each,
                label=label,
                practices=tuple(replace(one, label=label) for one in each.practices),
            )
            for each in asked.dimensions
        ),
    )


def crowded(story, people, hidden=frozenset()):
    """The same scores given by that many people; ``hidden`` numbers what is masked."""
    full = story.assessment
    reasons = dict(full.reasons)

    def group(number, each):
        if number not in hidden:
            return replace(each, n=people, n_by_dimension=dict.fromkeys(each.dimensions, people))
        reasons[f"/groups/{number}"] = "UNDER_K"
        return replace(
            each,
            n=None,
            suppressed=True,
            dimensions=dict.fromkeys(each.dimensions),
            intervals={},
            n_by_dimension={},
        )

    def item(number, each):
        if number not in hidden:
            return replace(each, n=people)
        reasons[f"/items/{number}"] = "UNDER_K"
        none = ("mean", "distribution", "dont_know_rate", "consensus", "polarised", "favourable")
        return replace(each, n=0, **dict.fromkeys(none))

    def practice(number, each):
        if number not in hidden:
            return replace(each, n=people)
        reasons[f"/practices/{number}"] = "UNDER_K"
        return replace(each, score_100=None, interval=None)

    def mirrored(number, each):
        sides = each.sides
        if number in hidden:
            sides = (SideScore(sides[0].side, None, None), sides[1])
        return replace(each, sides=sides)

    return changed(
        story,
        overall=replace(full.overall, n=people),
        dimensions=tuple(replace(each, n=people) for each in full.dimensions),
        groups=tuple(group(*each) for each in enumerate(full.groups)),
        items=tuple(item(*each) for each in enumerate(full.items)),
        practices=tuple(practice(*each) for each in enumerate(full.practices)),
        mirrors=tuple(mirrored(*each) for each in enumerate(full.mirrors)),
        participation=tuple(
            Participation(each.group, people, 4 * people) for each in full.participation
        ),
        reasons=reasons,
    )


@st.composite
def stories(draw):
    """Any crowd that a figure may have to hold."""
    asked = samples.instrument(
        dimensions=draw(st.integers(1, 9)),
        practices=draw(st.integers(1, 3)),
        items=draw(st.integers(1, 2)),
        functions=draw(st.integers(2, 12)),
        level_count=draw(st.integers(2, 7)),
        answer_scale=draw(st.sampled_from(list(SCALES.values()))),
        long_texts=draw(st.booleans()),
    )
    name = draw(st.sampled_from(["", LONGEST, ONE_WORD]))
    story = told(
        renamed(asked, name) if name else asked,
        draw(st.sampled_from([FR, EN])),
        seed=draw(st.integers(1, 9)),
        spread=draw(st.sampled_from([0.0, 6.0, 40.0])),
        target=draw(st.sampled_from([None, 60.0, 100.0])),
    )
    hidden = draw(st.frozensets(st.integers(0, 12)))
    return crowded(story, draw(st.integers(1, 400)), hidden)


def test_every_function_that_draws_is_looked_at_here():
    drawing = {
        name
        for name in figures.__all__
        if "Drawing" in str(getattr(inspect.unwrap(getattr(figures, name)), "__annotations__", ""))
    }
    assert drawing - ADVISED == set(ROOM)


@given(stories())
@settings(max_examples=4)
def test_no_word_of_a_figure_is_cut_touched_misplaced_or_pale(story):
    assert {name: wrong for name, draw in ROOM.items() if (wrong := looked_at(draw, story))} == {}


@pytest.mark.slow
@given(stories())
@settings(max_examples=80)
def test_no_word_of_a_figure_is_cut_whatever_the_crowd(story):
    assert {name: wrong for name, draw in ROOM.items() if (wrong := looked_at(draw, story))} == {}


@pytest.mark.slow
@pytest.mark.parametrize(("organization", "language"), PAGES)
def test_no_word_of_an_examples_report_is_cut(organization, language):
    report = assess(example(organization), language=language).report()
    every = replace(report.story, edition=replace(report.story.edition, off=frozenset()))
    charts = [
        block for section in Report(every).sections for block in blocks(section) if is_chart(block)
    ]
    wrong = {chart.title: found for chart in charts if (found := faults(chart.figure))}
    assert (wrong, len(charts) > 15) == ({}, True)


def blocks(section):
    for each in section.blocks:
        yield each
        if isinstance(each, Section):
            yield from blocks(each)


def is_chart(block):
    return isinstance(block, Chart)


def looked_at(draw, story):
    figure, alt, table = draw(story)
    assert isinstance(figure, Figure)
    assert alt
    assert all(len(row) == len(table.header) for row in table.rows)
    return faults(figure)


@pytest.mark.parametrize("name", [LONGEST, ONE_WORD])
@pytest.mark.parametrize("functions", [2, 12])
def test_forty_letters_fit_for_two_functions_and_for_twelve(name, functions):
    story = told(renamed(samples.instrument(functions=functions, practices=1, items=1), name))
    assert [fault for draw in ROOM.values() for fault in faults(draw(story)[0])] == []


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_answers_fit_on_any_scale_whoever_answered_what(scale):
    story = told(samples.instrument(dimensions=1, answer_scale=scale, long_texts=True))
    ends_only = {scale.min: 199, scale.max: 201}
    items = [
        replace(each, n=400, distribution=counts)
        for each, counts in zip(
            story.assessment.items,
            ({scale.min: 400}, {scale.max: 1}, ends_only, dict.fromkeys(scale.points, 1)),
            strict=False,
        )
    ]
    for drawing in (figures.answers(story, items), figures.polarisation(story, items)):
        assert faults(drawing[0]) == []


@every_figure
def test_a_figure_says_the_same_in_words_and_in_numbers(draw):
    _, alt, table = draw(told())
    assert [row[0] for row in table.rows if row[0].rstrip(".") not in alt] == []


def test_the_looker_sees_what_is_wrong():
    story = told(samples.instrument(dimensions=1, functions=2))
    figure, _, _ = figures.heatmap(story)
    first, second, *others = figure.axes[0].texts
    others[-1].set_x(-20)
    second.set_position(first.get_position())
    others[2].set_color("#CCD5DD")
    told_off = "\n".join(faults(figure))
    assert {"leaves the figure", "touches", "contrast"} <= {
        word for word in ("leaves the figure", "touches", "contrast") if word in told_off
    }


# Masked


def test_what_is_masked_is_hatched_says_so_and_is_never_told():
    story = crowded(told(samples.instrument(dimensions=2, functions=6)), 37, {0, 1})
    for name in ("heatmap", "answers"):
        figure, alt, table = ROOM[name](story)
        hatched = [each for each in figure.axes[0].patches if each.get_hatch()]
        masked = [cell for row in table.rows for cell in row[1:] if cell == "masqué"]
        assert (len(hatched) > 0, len(masked) > 0) == (True, True), name
        assert drawn_words(figure).count("masqué") == len(hatched)
        assert b"url(#" in figures.svg(figure)
    figure, alt, table = ROOM["practices"](story)
    assert drawn_words(figure).count("masqué") == 2
    assert alt.count("masqué") == 2


def test_the_other_side_of_a_masked_side_is_not_told_either():
    story = told(samples.instrument(dimensions=1))
    sides = (SideScore("business", None, None), SideScore("it", 9, 37.77))
    story = changed(story, mirrors=(MirrorScore("d1-i1", "business-it", sides),))
    figure, alt, table = ROOM["mirror"](story)
    for words in (drawn_words(figure), alt, " ".join(table.rows[0][1:])):
        assert not re.search(r"3[78]|\b9\b", words)


def test_every_hatch_and_every_letter_that_a_picture_refers_to_is_in_it():
    story = crowded(told(samples.instrument(dimensions=3, practices=1)), 12, {0, 1, 2})
    for draw in ROOM.values():
        svg = figures.svg(draw(story)[0]).decode()
        referred = set(re.findall(r'href="#([\w-]+)"|url\(#([\w-]+)\)', svg))
        assert {a or b for a, b in referred} <= set(re.findall(r' id="([\w-]+)"', svg))


def test_everything_masked_is_told_in_words_and_draws_nothing():
    asked = samples.instrument()
    story = Story(samples.nobody(asked), asked, FR, Edition(off=frozenset()))
    blocks = [block for section in Report(story).sections for block in section.blocks]
    assert [each for each in blocks if isinstance(each, Chart)] == []
    assert [s.id for s in Report(story).sections if not s.blocks] == []


# Polarisation


def test_two_camps_come_before_the_others_and_then_the_least_agreement():
    story = told(samples.instrument(dimensions=1, practices=1, items=4))
    items = [
        replace(each, consensus=consensus, polarised=camps)
        for each, consensus, camps in zip(
            story.assessment.items,
            (0.7, 0.2, 0.5, 0.3),
            (False, False, True, True),
            strict=True,
        )
    ]
    order = [each.id for each in contested(changed(story, items=tuple(items)))]
    assert order == ["d1-i4", "d1-i3", "d1-i2", "d1-i1"]


def test_the_ends_of_a_scale_are_what_lies_on_either_side_of_its_middle():
    story = told(samples.instrument(dimensions=1, practices=0, items=1))
    item = replace(story.assessment.items[0], distribution={1: 2, 2: 1, 3: 4, 5: 3})
    around = ends(story, item)
    assert (around.low, around.middle, around.high) == pytest.approx((0.3, 0.4, 0.3))
    even = told(
        samples.instrument(dimensions=1, practices=0, items=1, answer_scale=samples.scale(1, 4))
    )
    item = replace(even.assessment.items[0], distribution={1: 1, 4: 3})
    assert ends(even, item).middle == pytest.approx(0)


def test_an_item_whose_distribution_is_not_published_is_not_ranked():
    story = crowded(told(samples.instrument(dimensions=1)), 20, {0})
    assert story.assessment.items[0].id not in [each.id for each in contested(story)]
    (chart,) = [b for b in sections.divided(story).blocks if isinstance(b, Chart)]
    assert story.item_text(story.assessment.items[0].id) not in chart.alt


def test_without_two_camps_the_title_says_so():
    story = told(samples.instrument(dimensions=1, mirrors=False))
    items = tuple(replace(each, polarised=False) for each in story.assessment.items)
    (chart,) = [
        b for b in sections.divided(changed(story, items=items)).blocks if isinstance(b, Chart)
    ]
    assert chart.title.startswith("Aucune affirmation ne partage")


# The radar


def radar_of(story):
    return Report(replace(story, edition=Edition(off=frozenset()))).part("radar")[0].blocks[0]


def test_the_radar_is_there_only_where_it_is_asked_for():
    assert Report(told()).part("radar") == ()
    assert isinstance(radar_of(told()), Chart)


@pytest.mark.parametrize(
    ("dimensions", "words"),
    [(1, "1 dimension a un score"), (2, "2 dimensions ont un score"), (9, "Avec 9 dimensions")],
)
def test_a_radar_that_would_have_no_shape_is_told_in_words(dimensions, words):
    block = radar_of(told(samples.instrument(dimensions=dimensions)))
    assert isinstance(block, Paragraph)
    assert block.text.startswith(words)


@pytest.mark.parametrize("dimensions", range(3, 9))
def test_a_radar_has_one_axis_per_dimension_and_at_most_two_lines(dimensions):
    figure, _, table = ROOM["radar"](told(samples.instrument(dimensions=dimensions)))
    assert len(table.rows) == dimensions
    marked = {str(line.get_marker()) for line in figure.axes[0].lines} - {"None"}
    assert marked == {"o", "D"}
    assert not figure.axes[0].collections
    assert faults(figure) == []


def test_a_radars_line_stops_before_a_masked_dimension():
    story = told(target=None)
    first, *others = story.assessment.dimensions
    story = changed(
        story,
        dimensions=(replace(first, score_100=None), *others),
        reasons={"/dimensions/0": "UNDER_K"},
    )
    figure, alt, table = ROOM["radar"](story)
    thick = [line for line in figure.axes[0].lines if line.get_linewidth() > 1]
    assert len([line for line in thick if line.get_marker() == "None"]) == 3
    assert "masqué" in drawn_words(figure)
    assert "Décloisonnement masqué" in alt
    assert table.rows[0][1] == "masqué"


# Colours


def test_contrast_is_that_of_the_web_content_guidelines():
    # pairs and ratios published by WebAIM's contrast checker
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#FFFFFF", "#0000FF") == pytest.approx(8.59, abs=0.005)


@pytest.mark.parametrize("count", range(2, 12))
def test_words_on_every_colour_are_dark_or_light_enough(count):
    for colour in (*level_colours(count), *answer_colours(count)):
        assert contrast(ink_on(colour), colour) >= LEAST
    for band in level_colours(count):
        assert contrast(INK, tint(band, 0.4)) >= LEAST
    assert contrast(MUTED, PAPER) >= LEAST
