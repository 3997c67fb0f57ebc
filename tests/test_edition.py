"""What the consultant decides of a report: brand, audience, sections; and what cannot be."""

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import unescape

import pytest
from PIL import Image
from PIL.ExifTags import Base
from pypdf import PdfReader
from tests import samples
from tests.commands import example
from tests.words import words

from maturity.assess import assess
from maturity.engagement import load_engagement
from maturity.engagement.colours import GROUND, apart, contrast, legible, oklab
from maturity.engagement.edition import edition_of
from maturity.errors import EngagementError, UsageError
from maturity.instrument import Text
from maturity.language import LANGUAGES, Language
from maturity.story import Story, advice
from maturity.story.advice.model import Period, Roadmap
from maturity.story.blocks import Section, Table
from maturity.story.edition import AUDIENCES, KEPT, OPTIONAL, PART_NAMES, Brand, Edition
from maturity.story.report import CUTS, PARTS, Report
from maturity.story.sections.all_staff import names_function
from maturity.writers.deliver import deliver

FR, EN = Language("fr"), Language("en")


@pytest.fixture
def state(tmp_path):
    """Write an engagement that states one thing more than its name; give back the file."""

    def write(stated="", **files):
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(content)
        file = tmp_path / "engagement.yaml"
        file.write_text(f"name: Hospital\n{stated}\n", encoding="utf-8")
        return file

    return write


def edition(file, audience="", language="en", wave="2026"):
    return edition_of(load_engagement(file), wave, audience, language)


def refused(file, language="en"):
    with pytest.raises(EngagementError) as raised:
        edition(file)
    assert raised.value.exit_code == 2
    return raised.value.message(Language(language))


def remarks(file):
    return [each.message(EN) for each in edition(file).remarks]


def picture(kind="PNG", size=(40, 20), colour="#12436D", mode="RGB", **saved):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, format=kind, **saved)
    return file.getvalue()


SMALL = samples.instrument(dimensions=3, items=1, functions=3)


def told(audience="working-group", say=FR, asked=SMALL, off=OPTIONAL, **options):
    stated = Edition(audience=audience, off=off)
    return Story(samples.assessment(asked, **options), asked, say, stated)


# Colours: OKLab and WCAG, against values others have published


@pytest.mark.parametrize(
    ("colour", "expected"),
    [  # CSS Color 4, section 9: sample values of oklab()
        ("#FFFFFF", (1.0, 0.0, 0.0)),
        ("#FF0000", (0.62796, 0.22486, 0.12585)),
        ("#00FF00", (0.86644, -0.23389, 0.17950)),
        ("#0000FF", (0.45201, -0.03246, -0.31153)),
    ],
)
def test_oklab_is_that_of_css(colour, expected):
    assert oklab(colour) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [("#000000", 21.0), ("#FFFFFF", 1.0), ("#767676", 4.54), ("#777777", 4.48), ("#FF0000", 4.0)],
)
def test_contrast_is_that_of_wcag(colour, expected):
    assert contrast(colour) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    "colour", ["#FFFFFF", "#FFE600", "#00FF00", "#FFC0CB", "#F46A25", "#00AAFF"]
)
def test_a_light_colour_is_darkened_just_enough_and_keeps_its_hue(colour):
    from math import atan2, degrees, hypot

    used = legible(colour)
    assert 4.5 <= contrast(used, GROUND) < 4.65 < contrast(used) < 5.05
    (_, *before), (_, *after) = oklab(colour), oklab(used)
    if hypot(*before) > 0.01:  # a grey has none
        turned = degrees(atan2(before[1], before[0]) - atan2(after[1], after[0]))
        assert abs((turned + 180) % 360 - 180) < 3


def test_a_legible_colour_stays_as_it_is_and_so_do_the_house_colours():
    for colour in ("#000000", "#12436D", Brand().primary, Brand().secondary):
        assert legible(colour) == colour
    assert apart(Brand().primary, Brand().secondary)


def test_colours_are_read_darkened_and_said(state):
    brand = edition(state('brand: {colours: ["#FFE600", "#12436d"]}')).brand
    assert (brand.primary, brand.secondary) == ("#7F7100", "#12436D")
    (said,) = remarks(state('brand: {colours: ["#FFE600", "#12436d"]}'))
    assert said.startswith("engagement.yaml:2: #FFE600 is too light")
    assert "#7F7100" in said


def test_one_colour_serves_for_both(state):
    brand = edition(state('brand: {colours: ["#0af"]}')).brand
    assert brand.primary == brand.secondary == legible("#00AAFF")


def test_two_colours_that_look_alike_are_said(state):
    (said,) = remarks(state('brand: {colours: ["#12436D", "#14456F"]}'))
    assert "cannot be told apart" in said


@pytest.mark.parametrize(
    "stated", ["navy", "'#12345'", "'#GGGGGG'", "'rgb(1,2,3)'", "''", "'#12436D '", "123456"]
)
def test_what_is_no_colour_is_refused_with_its_line(state, stated):
    file = state(f"brand:\n  colours: ['#12436D', {stated}]")
    assert refused(file).startswith("engagement.yaml:3: “")
    assert "n’est pas une couleur" in refused(file, "fr")


def test_three_colours_and_a_colour_without_quotes_are_refused(state):
    assert "engagement.yaml:2" in refused(state("brand: {colours: ['#111', '#222', '#333']}"))
    assert "not valid YAML" in refused(state("brand: {colours: [#12436D]}\nsector: x"))
    assert "engagement.yaml:3" in refused(state("brand:\n  colours: #12436D"))


# The logo


def test_a_logo_keeps_its_pixels_and_nothing_else(state):
    exif = Image.Exif()
    exif[Base.Artist], exif[Base.Orientation] = "A. Secret", 6
    content = picture("JPEG", (400, 100), exif=exif)
    assert b"Secret" in content
    logo = edition(state("brand: {logo: l.jpg}", l_jpg=content)).brand.logo
    assert b"Secret" not in logo
    drawn = Image.open(io.BytesIO(logo))
    assert (drawn.format, drawn.size, drawn.info) == ("PNG", (80, 320), {})  # upright, bounded
    again = edition(state("brand: {logo: l.jpg}", l_jpg=content)).brand.logo
    assert logo == again


def test_a_transparent_logo_stays_transparent(state):
    content = picture(mode="RGBA", colour=(0, 0, 0, 0), size=(8, 8))
    logo = edition(state("brand: {logo: l.png}", l_png=content)).brand.logo
    assert Image.open(io.BytesIO(logo)).getpixel((4, 4))[3] == 0


def test_a_white_logo_is_said_for_paper_is_white(state):
    said = remarks(state("brand: {logo: l.png}", l_png=picture(colour="#FEFEFE")))
    assert len(said) == 1
    assert "does not show on white" in said[0]


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (SVG, "no file of this kind: PNG, JPEG"),
        (b"", "no file of this kind"),
        (b"GIF89a" + bytes(40), "no file of this kind"),
        (picture()[:60], "cannot be read"),
        (picture()[:8] + bytes(50), "cannot be read"),
        (bytes([0xFF, 0xD8, 0xFF]) + bytes(99), "cannot be read"),
        (picture() + bytes(2_000_000), "at most 2000 kB"),
        (picture(size=(4001, 10)), "more than 4000 pixels"),
        (picture(size=(60_000, 3_000), mode="1", colour=1), "more than 4000 pixels"),
    ],
    ids=["svg", "empty", "gif", "cut", "header", "jpeg", "heavy", "wide", "bomb"],
)
def test_what_is_no_logo_is_refused_with_its_line(state, content, why):
    said = refused(state("brand:\n  logo: l.png", l_png=content))
    assert said.startswith("engagement.yaml:3: ")
    assert why in said


@pytest.mark.parametrize(
    "name",
    ["../l.png", "/etc/passwd", "C:/l.png", r"..\\l.png", r"\\host\l.png", "x/../../l.png"],
)
def test_a_logo_never_comes_from_elsewhere(state, tmp_path, name):
    (tmp_path.parent / "l.png").write_bytes(picture())
    assert "does not lie in the folder" in refused(state(f"brand: {{logo: '{name}'}}"))


def test_a_link_that_leads_elsewhere_is_elsewhere(state, tmp_path):
    outside = tmp_path.parent / f"{tmp_path.name}.png"
    outside.write_bytes(picture())
    (tmp_path / "l.png").symlink_to(outside)
    assert "does not lie in the folder" in refused(state("brand: {logo: l.png}"))
    (tmp_path / "circle.png").symlink_to(tmp_path / "circle.png")
    assert "engagement.yaml:2: " in refused(state("brand: {logo: circle.png}"))


@pytest.mark.parametrize("name", ["none.png", "folder", "x" * 300, "."])
def test_a_logo_that_is_not_there_is_missed(state, tmp_path, name):
    (tmp_path / "folder").mkdir(exist_ok=True)
    assert "no readable file" in refused(state(f"brand: {{logo: {name}}}"))


@pytest.mark.parametrize("key", ["slides", "document"])
def test_a_template_that_is_none_is_refused_with_its_line_and_the_reason(state, key):
    file = state(f"brand:\n  {key}: t.zip", t_zip=b"PK\x03\x04" + bytes(100))
    first, *why = refused(file).splitlines()
    assert first == "engagement.yaml:3: “t.zip” cannot be used as a template:"
    assert why
    assert "no file of this kind" in refused(state(f"brand: {{{key}: t.zip}}", t_zip=b"text"))


# Audience and sections


def test_every_audience_and_part_is_known_by_the_same_name():
    assert set(CUTS) == set(AUDIENCES)
    assert tuple(PARTS) == PART_NAMES
    assert {part for cut in CUTS.values() for part in cut} == set(PARTS)
    assert set(PARTS) >= KEPT | OPTIONAL


def test_the_flag_comes_before_the_engagement_before_the_working_group(state):
    file = state("audience: executive")
    assert edition(file).audience == "executive"
    assert edition(file, "all-staff").audience == "all-staff"
    assert edition(state()).audience == "working-group"
    with pytest.raises(UsageError, match="no audience “board”"):
        edition(state(), "board")


def test_an_unknown_audience_is_refused_with_its_line(state):
    said = refused(state("audience: board"))
    expected = "engagement.yaml:2: there is no audience “board”. Known: working-group, executive,"
    assert said.startswith(expected)


def test_sections_are_switched_off_and_the_optional_one_on(state):
    assert edition(state()).off == OPTIONAL
    assert edition(state("sections: {mirror: off, radar: on}")).off == {"mirror"}
    assert edition(state("sections: {radar: no, dimension-x: off}")).off == {"radar", "dimension-x"}


def test_what_is_off_is_in_no_part_and_no_section():
    whole = Report(told())
    less = Report(told(off=frozenset({"mirror", "radar", "dimension-d2"})))
    assert set(whole.parts) - set(less.parts) == {"mirror"}
    ids = [each.id for each in less.part("dimensions")]
    assert ids == ["dimension-d1", "dimension-d3"]
    assert "radar" in Report(told(off=frozenset())).parts


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ("  miror: off", "no section “miror”. Known: cover, synthesis"),
        ("  cover: off", "“cover” cannot be switched off"),
        ("  synthesis: no", "“synthesis” cannot be switched off"),
        ("  method: false", "“method” cannot be switched off"),
        ("  mirror: maybe", "true or false"),
        ("  dimension-silos: on\n  dimensions: off", "cannot be on while dimensions is off"),
    ],
)
def test_a_section_that_cannot_be_switched_is_refused_with_its_line(state, stated, why):
    said = refused(state(f"sections:\n{stated}"))
    assert said.startswith("engagement.yaml:3: ")
    assert why in said


def test_a_dimension_that_is_not_asked_cannot_be_switched(state):
    file = state("sections:\n  dimension-sales: off")
    with pytest.raises(EngagementError, match=r"engagement\.yaml:3: “dimension-sales” is not in"):
        load_engagement(file).adapted(samples.instrument())
    file = state("sections:\n  dimension-d1: off")
    assert load_engagement(file).adapted(samples.instrument()).id == "sample"


def test_every_part_makes_sections_of_its_own_name():
    report = Report(told(off=frozenset()))
    for part in report.parts:
        ids = [each.id for each in report.part(part)]
        assert ids[0] == part or part == "dimensions"


# Confidentiality and other words


def test_confidentiality_is_stated_per_language_or_as_the_audience_needs(state):
    file = state("confidentiality: {en: For\n    your eyes, fr: Pour vous}")
    assert edition(file).confidentiality == "For your eyes"
    assert edition(file, language="fr").confidentiality == "Pour vous"
    assert edition(state("confidentiality: X")).confidentiality == "X"
    usual = {
        edition(state(), each, code).confidentiality for each in AUDIENCES for code in LANGUAGES
    }
    assert len(usual) == 6
    assert "management" not in edition(state(), "all-staff").confidentiality


@pytest.mark.parametrize(
    ("stated", "where"),
    [
        ("confidentiality: " + "x" * 5000, "engagement.yaml:2: confidentiality has 5000"),
        ("confidentiality: {fr: " + "x" * 301, "engagement.yaml:2: confidentiality.fr has 301"),
        ("brand: {name: " + "x" * 101, "engagement.yaml:2: brand.name has 101"),
        ("brand: {contact: " + "x" * 201, "engagement.yaml:2: brand.contact has 201"),
    ],
)
def test_words_that_no_page_has_room_for_are_refused(state, stated, where):
    assert refused(state(stated + ("}" if "{" in stated else ""))).startswith(where)


def test_a_name_may_be_long_or_read_from_right_to_left_or_an_emoji(state):
    name = "مستشفى المدينة 👩‍🔬"
    found = edition(state(f"brand: {{name: {name}}}"))
    assert found.brand.name == name
    assert found.remarks == ()


@pytest.mark.parametrize("char", [r"\x07", r"\u202e", r"\u2066", r"\ufffe", r"\u2028"])
def test_letters_that_no_page_can_print_are_refused_with_their_line(state, char):
    said = refused(state(f'sector: x\ncontact:\n  name: "a{char}b"'))
    assert said.startswith("engagement.yaml:4: contact.name holds a character")


def test_everything_wrong_is_told_at_once(state):
    said = refused(state("audience: board\nsections: {x: off}\nbrand: {logo: l.png, colours: [x]}"))
    assert len(said.splitlines()) == 4


# The cuts


@pytest.fixture
def planless(monkeypatch):
    plan = Roadmap("infeasible", (Period(0, 30, 1, 0),), (), (), 0.0, "Nothing fits.")
    monkeypatch.setattr(advice, "roadmap", lambda _story: plan)


FUNCTIONS = [label for pair in samples.FUNCTIONS.values() for label in pair]


@pytest.mark.parametrize("say", [FR, EN], ids=["fr", "en"])
def test_the_page_for_all_staff_names_no_function(say):
    report = Report(told("all-staff", say, samples.instrument(items=1)))
    said = "\n".join(words(report.sections))
    assert report.parts == ("cover", "all-staff")
    assert [label for label in FUNCTIONS if re.search(rf"\b{re.escape(label)}\b", said)] == []
    everything = "\n".join(words(Report(told(say=say)).part("functions")))
    assert any(label in everything for label in FUNCTIONS)  # so the search finds what is there


def test_a_function_is_recognised_in_any_form_that_names_it():
    asked = samples.instrument()
    function = asked.attribute("function")
    choices = (*function.choices[:2], replace(function.choices[4], label=Text(en="IT", fr="SI")))
    story = told(say=EN, asked=asked)
    short = replace(asked, attributes=(replace(function, choices=choices),))
    story = replace(story, instrument=short)
    assert names_function(story, "Ask Executive Management first")
    assert names_function(story, "Ask IT first")
    assert not names_function(story, "Ask for it first")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_format_names_a_function_to_all_staff(tmp_path, language):
    result = assess(example("lumera"), language=language)
    report = result.report("all-staff")
    names = deliver(report, str(tmp_path), "pdf,pptx,docx,xlsx")
    text = "\n".join(map(text_of, (tmp_path / name for name in names)))
    function = report.story.instrument.attribute("function")
    labels = [report.story.text(choice.label) for choice in function.choices]
    assert report.story.assessment.name in text
    assert [each for each in labels if re.search(rf"\b{re.escape(each)}\b", text)] == []


def text_of(file):
    """Every text of a PDF or of a package of XML, workbooks inside it included."""
    if file.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in PdfReader(file).pages)
    with zipfile.ZipFile(file) as package:
        return "\n".join(packed(package))


def packed(package):
    for name in package.namelist():
        content = package.read(name)
        if name.endswith(".xlsx"):
            yield from packed(zipfile.ZipFile(io.BytesIO(content)))
        elif name.endswith(".xml"):
            yield unescape(re.sub(r"<[^>]+>", " ", content.decode("utf-8")))


def test_a_page_for_all_staff_has_one_page_of_words():
    asked = samples.instrument(items=1, functions=12)
    said = list(words(Report(told("all-staff", asked=asked)).part("all-staff"), tables=False))
    assert sum(map(len, said)) < 2600


def test_few_answers_are_said_to_all_staff():
    story = told("all-staff", EN)
    whole = [replace(each, answered=40) for each in story.assessment.participation]
    few = replace(story, assessment=replace(story.assessment, participation=tuple(whole)))
    assert "Fewer than 60%" in " ".join(words(Report(few).sections))
    assert "Fewer than 60%" not in " ".join(words(Report(story).sections))


def test_all_staff_are_told_why_when_nothing_may_be_shown():
    story = told("all-staff", EN, roster=False)
    nothing = replace(
        story.assessment,
        dimensions=tuple(replace(each, score_100=None) for each in story.assessment.dimensions),
        practices=tuple(replace(each, score_100=None) for each in story.assessment.practices),
        overall=replace(story.assessment.overall, score_100=None),
        reasons={"/overall/score_100": "UNDER_K"},
    )
    said = " ".join(words(Report(replace(story, assessment=nothing)).sections))
    assert "No score can be shown" in said
    assert "Thank you. 90 people answered" in said


@pytest.mark.usefixtures("planless")
@pytest.mark.parametrize(
    ("audience", "expected"), [("all-staff", "no step is proposed"), ("executive", "Nothing fits.")]
)
def test_without_a_plan_nothing_is_promised(audience, expected):
    assert expected in " ".join(words(Report(told(audience, EN)).sections))


def test_the_executive_cut_is_a_few_sections_with_the_method_in_short():
    report = Report(told("executive"))
    assert report.parts == ("cover", "synthesis", "first-steps", "how-to-read")
    assert all(isinstance(each, Section) for each in report.sections)


def test_first_steps_are_those_of_the_roadmap_that_begin_first():
    story = assess(example("lumera"), language="en").report("executive").story
    plan = advice.roadmap(story)
    (first,) = Report(story).part("first-steps")
    actions, periods = (each for each in walked(first) if isinstance(each, Table))
    starts = {story.text(e.recommendation.action.title): e.start for e in plan.scheduled}
    shown = [starts[row[0]] for row in actions.rows]
    assert shown == sorted(starts.values())[: len(shown)]
    assert sum(int(row[3]) for row in periods.rows) == len(plan.scheduled)
    left = len(plan.scheduled) - len(actions.rows)
    assert f"{left} other actions are planned" in " ".join(words((first,)))


def walked(section):
    for block in section.blocks:
        yield block
        if isinstance(block, Section):
            yield from walked(block)


@pytest.mark.parametrize(
    ("scores", "shown"),
    [
        ([(90, 9), (80, 9), (70, 9), (30, 9), (20, 9), (10, 9)], 3),
        ([(90, 9), (60, 9), (55, 9), (50, 9), (45, 9), (10, 9)], 1),
        ([(90, 41), (60, 9), (55, 9), (50, 9), (45, 9), (10, 41)], 0),
        ([(100, 0)] * 6, 0),
    ],
)
def test_all_staff_read_of_high_and_low_practices_only_where_they_are_surely_apart(scores, shown):
    asked = samples.instrument(dimensions=2, practices=3, items=1, functions=2)
    story = told("all-staff", EN, asked)
    practices = tuple(
        replace(each, score_100=score, interval=(score - half, score + half) if half else None)
        for each, (score, half) in zip(story.assessment.practices, scores, strict=True)
    )
    story = replace(story, assessment=replace(story.assessment, practices=practices))
    (page,) = Report(story).part("all-staff")
    lists = [each for each in walked(page) if isinstance(each, Section) and each.id in LISTS]
    assert [len(each.blocks[0].lines) for each in lists] == ([shown] * 2 if shown else [])
    said = " ".join(words((page,)))
    assert ("No practice is clearly" in said) == (not shown and scores[0][0] < 100)
    assert ("Every practice is at the highest" in said) == (scores[-1][0] == 100)


LISTS = ("staff-best", "staff-work")


def test_reading_an_engagement_loads_nothing_that_only_reports_need(state):
    file = state('brand: {colours: ["#FFE600"]}\nconfidentiality: x')
    (file.parent / "narrative").mkdir()
    (file.parent / "narrative" / "synthesis.md").write_text("Some words.", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from maturity.engagement import load_engagement\n"
        f"load_engagement(Path({str(file)!r}))\n"
        "heavy = {'PIL', 'docx', 'markdown_it', 'matplotlib', 'pptx'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or None)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
