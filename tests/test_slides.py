"""The deck: what is on which slide, that nothing overflows, and that equal reports are equal."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from tests import samples
from tests.commands import example

from maturity.assess import assess
from maturity.errors import UsageError
from maturity.instrument import Text
from maturity.language import Language
from maturity.story import Story
from maturity.story.edition import Brand, Edition, Narrative, Reworded, Voice
from maturity.story.figures.canvas import width_of
from maturity.story.figures.style import answer_colours, level_colours, paper
from maturity.story.findings import findings
from maturity.story.report import Report
from maturity.writers.slides import check_template, write
from maturity.writers.slides.fit import Face
from maturity.writers.slides.outline import slides
from maturity.writers.slides.template import LAYOUTS, template
from maturity.writers.timeless import timeless

FR, EN = Language("fr"), Language("en")
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LONG_NAME = "Compagnie Générale d’Électrification Rurale"
SMALL = samples.instrument(dimensions=2, functions=3, practices=1)
BRAND = Brand("Cabinet Fictif", "bonjour@cabinet.example", "#5B2A86", "#0B7A75")


def told(say=FR, *, edition=Edition(), asked=None, **changes):  # noqa: B008 - frozen
    asked = asked or samples.instrument()
    return Story(replace(samples.assessment(asked), **changes), asked, say, edition)


def written(story, folder):
    path = folder / "report.pptx"
    write(Report(story), path)
    return path


@pytest.fixture(scope="module")
def real():
    """The report of the largest example in French, its answers assessed once."""
    return assess(example("lumera"), language="fr").report()


@pytest.fixture(scope="module")
def deck(real, tmp_path_factory):
    path = tmp_path_factory.mktemp("deck") / "report.pptx"
    write(real, path)
    return path


def shapes(path):
    for number, slide in enumerate(Presentation(path).slides, start=1):
        yield from ((number, shape) for shape in slide.shapes)


def words(path):
    """Everything a slide shows, by slide."""
    return [
        " ".join("".join(node.itertext()) for node in slide._element.iter(f"{A}p"))
        for slide in Presentation(path).slides
    ]


def notes(path):
    return [slide.notes_slide.notes_text_frame.text for slide in Presentation(path).slides]


def workbooks(path):
    """The workbooks inside the charts, by the name of the part."""
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".xlsx"):
                yield name, package.read(name)


# What is on which slide


def test_a_full_assessment_has_fourteen_slides_the_weakest_dimension_first(real, deck):
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(deck).slides]
    assert len(titles) == 14
    scores = sorted(real.story.scored, key=lambda each: each.score_100)
    labels = [real.story.dimension_label(each.id) for each in scores]
    assert [title.split("\u202f: ")[0] for title in titles[4:9]] == labels


@pytest.mark.parametrize(("dimensions", "expected"), [(1, 8), (2, 9)])
def test_few_dimensions_make_few_slides(dimensions, expected):
    story = told(asked=samples.instrument(dimensions=dimensions))
    # without actions in the questionnaire there are neither priorities nor a roadmap
    assert len(slides(Report(story))) == expected


def test_no_deck_is_longer_than_its_audience_bears(real):
    asked = samples.instrument(dimensions=12, practices=1)
    for audience, most in (("working-group", 14), ("executive", 10), ("all-staff", 5)):
        story = told(edition=Edition(audience), asked=asked)
        assert len(slides(Report(story))) <= most
    executive = replace(real.story, edition=Edition("executive"))
    assert len(slides(Report(executive))) == 10


def test_all_staff_see_no_function_by_name(real, tmp_path):
    story = replace(real.story, edition=Edition("all-staff"))
    shown = " ".join([*words(path := written(story, tmp_path)), *notes(path)])
    functions = [story.text(each.label) for each in story.instrument.attribute("function").choices]
    assert [name for name in functions if re.search(rf"\b{re.escape(name)}\b", shown)] == []
    assert [name for name, _ in workbooks(path)] != []


def test_when_everybody_is_masked_the_deck_says_so_and_draws_nothing(tmp_path):
    asked = samples.instrument()
    path = written(Story(samples.nobody(asked), asked, FR), tmp_path)
    shown = words(path)
    assert len(shown) == 4
    assert FR("report.reason.UNDER_K", k=5) in shown[1]
    assert list(workbooks(path)) == []
    assert not any(shape.has_chart for _, shape in shapes(path))


def test_parts_that_an_edition_leaves_out_have_no_slide(real):
    off = frozenset({"who-answered", "dimensions", "functions", "mirror", "priorities", "roadmap"})
    story = replace(real.story, edition=Edition(off=off))
    assert [each.layout for each in slides(Report(story))] == [
        "Cover",
        "Summary",
        "Chart",
        "Closing",
    ]


def test_a_dimension_that_is_left_out_by_name_has_no_slide():
    full = [each.title for each in slides(Report(told(asked=SMALL)))]
    story = told(asked=SMALL, edition=Edition(off=frozenset({"dimension-d1"})))
    titles = [each.title for each in slides(Report(story))]
    missing = [title for title in full if title not in titles]
    assert [title.split("\u202f:")[0] for title in missing] == [story.dimension_label("d1")]


def test_the_consultants_comment_stands_in_the_notes_once(tmp_path):
    narrative = {"synthesis": Narrative("Une **bonne** base.\n\n- à suivre")}
    path = written(told(asked=SMALL, edition=Edition(narrative=narrative)), tmp_path)
    found = [number for number, each in enumerate(notes(path)) if "Une bonne base." in each]
    assert found == [1]
    assert "à suivre" in notes(path)[1]


# What everybody can read


def test_no_title_names_a_weakest_point_where_all_are_alike():
    usual = samples.assessment(SMALL)
    same = {
        key: tuple(replace(each, score_100=50.0) for each in getattr(usual, key))
        for key in ("dimensions", "practices")
    }
    titles = [each.title for each in slides(Report(told(EN, asked=SMALL, **same)))]
    assert titles[1].endswith("; no dimension stands out")
    assert not any("lowest" in title or "holds it back" in title for title in titles)


def titles_of(intervals, *practices):
    """The titles of three dimensions with these intervals, the first with practices so rated."""
    asked = samples.instrument(dimensions=len(intervals), practices=len(practices))
    usual = samples.assessment(asked)
    dimensions = tuple(
        replace(each, score_100=sum(ends) / 2, interval=ends)
        for each, ends in zip(usual.dimensions, intervals, strict=True)
    )
    rated = tuple(
        replace(each, score_100=score, interval=(0.0, 100.0))
        for each, score in zip(usual.practices, practices * len(intervals), strict=True)
    )
    story = told(EN, asked=asked, dimensions=dimensions, practices=rated)
    titles = [each.title for each in slides(Report(story))]
    label = story.dimension_label(usual.dimensions[0].id)
    return titles[1], next(each for each in titles if each.startswith(f"{label}:"))


@pytest.mark.parametrize(
    ("intervals", "end"),
    [
        (((10, 20), (30, 40), (35, 60)), "; the weakest point is “{}” (15)"),
        (((10, 20), (15, 40), (35, 60)), " (15) is clearly behind “Data literacy” (48)"),
        (((10, 20), (15, 40), (18, 60)), "; no dimension stands out"),
        (((100, 100), (100, 100), (100, 100)), "; no dimension stands out"),
        (((30, 40), (30, 40), (90, 100)), " out of 100"),
    ],
)
def test_the_title_of_the_synthesis_claims_what_the_findings_do_and_no_more(intervals, end):
    first = samples.instrument(dimensions=1).dimensions[0].label.in_language("en")
    assert titles_of(intervals, 40.0)[0].replace("\u00a0", " ").endswith(end.format(first))


@pytest.mark.parametrize(
    ("practices", "end"),
    [
        ((42.0, 50.0, 60.0), "; lowest-rated practice: “{}” (42)"),
        ((42.4, 42.0, 60.0), " out of 100"),  # as printed, two are the lowest
        ((100.0, 100.0, 100.0), " out of 100"),
        ((90.0, 95.0, 100.0), " out of 100"),  # the lowest, and yet at the top level
        ((42.0,), " out of 100"),
    ],
)
def test_a_lowest_practice_is_named_only_where_one_alone_is_lower(practices, end):
    _, title = titles_of(((40, 50), (40, 50), (40, 50)), *practices)
    asked = samples.instrument(dimensions=1, practices=len(practices))
    assert title.endswith(end.format(next(iter(asked.practices)).label.in_language("en")))


def test_a_practice_is_said_to_hold_a_dimension_back_only_where_that_is_a_finding(real):
    held = {each.dimension for each in findings(real.story) if each.kind == "holding_back"}
    labels = tuple(real.story.dimension_label(each) for each in held)
    told_so = [each.title for each in slides(real) if "en est le frein" in each.title]
    assert len(told_so) == len(held) == 1
    assert told_so[0].startswith(labels)


def test_every_slide_has_a_title_and_notes_and_no_empty_placeholder(deck):
    for slide in Presentation(deck).slides:
        assert slide.shapes.title.text_frame.text
        assert len(slide.notes_slide.notes_text_frame.text) > 40
        empty = [each.name for each in slide.placeholders if not each.text_frame.text]
        assert empty == []


def test_the_title_is_read_first_and_the_foot_last(deck):
    for slide in list(Presentation(deck).slides)[1:]:
        names = [each.name for each in slide.shapes]
        assert (names[0], names[-2:]) == ("Title", ["Footer", "Slide number"])


def test_charts_tables_and_pictures_are_described(deck):
    described = [
        (number, shape._element._nvXxPr.cNvPr.get("descr"))
        for number, shape in shapes(deck)
        if shape.has_chart or shape.has_table
    ]
    assert len(described) >= 12
    assert [number for number, text in described if not text or len(text) < 20] == []


@pytest.mark.parametrize(("say", "tag"), [(FR, "fr-FR"), (EN, "en-GB")])
def test_every_run_says_its_language(say, tag, tmp_path):
    with zipfile.ZipFile(written(told(say, asked=SMALL), tmp_path)) as package:
        for name in package.namelist():
            if not re.match(r"ppt/(slides|notesSlides|charts)/[^/]+\.xml", name):
                continue
            root = etree.fromstring(package.read(name))
            runs = list(root.iter(f"{A}defRPr" if "/charts/" in name else f"{A}rPr"))
            said = {each.get("lang") for each in runs}
            # the notes' own number of the slide is python-pptx's
            assert said - {"en-US"} <= {tag}, name
            assert len(list(root.iter(f"{A}r"))) <= len(list(root.iter(f"{A}rPr")))


def test_every_slide_but_the_cover_says_who_may_read_it(tmp_path):
    edition = Edition(confidentiality="Strictement confidentiel", brand=BRAND)
    shown = words(written(told(asked=SMALL, edition=edition), tmp_path))
    assert ["Strictement confidentiel" in each and BRAND.name in each for each in shown] == [
        True
    ] * len(shown)


# Charts that can be edited


def charts(path):
    return [shape.chart for _, shape in shapes(path) if shape.has_chart]


def test_the_chart_of_the_levels_has_scores_whiskers_targets_and_bands(real, deck):
    slide = Presentation(deck).slides[3]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    bands, points = chart.plots
    story = real.story
    assert [list(each.values) for each in bands.series] == [[20.0] * 5] * 5
    scores = [round(each.score_100, 1) for each in story.assessment.dimensions]
    targets = [each.target for each in story.assessment.dimensions]
    assert [list(each.values) for each in points.series] == [scores, targets]
    for side, end in (("minus", 0), ("plus", 1)):
        lengths = [
            float(each.text)
            for each in chart._chartSpace.iter(f"{C}{side}")
            for each in each.iter(f"{C}v")
        ]
        expected = [abs(e.interval[end] - e.score_100) for e in story.assessment.dimensions]
        assert lengths == pytest.approx(expected, abs=0.0501)


def test_a_dimension_without_a_score_is_a_gap_that_says_so(tmp_path):
    story = told(EN, asked=SMALL)
    hidden = {"score_100": None, "level": None, "interval": None, "likely_levels": None}
    first, *rest = story.assessment.dimensions
    assessment = replace(
        story.assessment,
        dimensions=(replace(first, **hidden), *rest),
        reasons={"/dimensions/0": "UNDER_K"},
    )
    slide = Presentation(written(replace(story, assessment=assessment), tmp_path)).slides[3]
    plot = next(shape.chart for shape in slide.shapes if shape.has_chart).plots[1]
    assert "masked" in next(iter(plot.categories))
    assert next(iter(plot.series[0].values)) is None


def test_the_answers_of_each_statement_make_a_whole(deck):
    stacked = [each for each in charts(deck) if len(list(each.plots)) == 1][1:6]
    for chart in stacked:
        values = list(zip(*(each.values for each in chart.plots[0].series), strict=True))
        assert [sum(each) for each in values] == pytest.approx([1.0] * len(values), abs=0.001)
        colours = [
            each.get("val").lower()
            for each in chart._chartSpace.xpath(".//c:ser/c:spPr//a:srgbClr/@val/..")
        ]
        assert colours == [each.lstrip("#") for each in answer_colours(5)]


def test_workbooks_hold_what_the_chart_shows_and_no_formula(deck):
    parts = {chart.part.chart_workbook.xlsx_part.partname: chart for chart in charts(deck)}
    assert len(parts) == len(list(workbooks(deck))) >= 9
    for name, content in workbooks(deck):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        assert len(sheet) == 1
        cells = [cell for row in sheet[0].iter_rows() for cell in row if cell.value is not None]
        assert [cell.coordinate for cell in cells if cell.data_type not in {"s", "n"}] == []
        shown = {node.text for node in parts[f"/{name}"]._chartSpace.iter(f"{C}v")}
        shown |= {node.text for node in parts[f"/{name}"]._chartSpace.iter(f"{A}t")}
        held = {str(cell.value) for cell in cells if cell.data_type == "s"}
        headings = {"Action", FR("slides.interval"), FR("report.mirror.gap")}
        assert held - shown - {""} <= headings
        numbers = {float(each) for each in shown if re.fullmatch(r"[\d.]+", each or "")}
        assert {float(cell.value) for cell in cells if cell.data_type == "n"} <= numbers


def test_nothing_typed_becomes_a_formula_or_a_link(tmp_path):
    asked = samples.instrument(dimensions=1, functions=0, mirrors=False)
    dimension = replace(asked.dimensions[0], label=Text(en="=1+1", fr="http://evil.example"))
    asked = replace(asked, dimensions=(dimension,))
    for say, typed in ((EN, "=1+1"), (FR, "http://evil.example")):
        story = Story(samples.assessment(asked), asked, say)
        books = [
            openpyxl.load_workbook(io.BytesIO(each)).active
            for _, each in workbooks(written(story, tmp_path))
        ]
        cells = [cell for sheet in books for row in sheet.iter_rows() for cell in row]
        assert [cell for cell in cells if str(cell.value).startswith(typed)]
        assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
        assert [cell for cell in cells if cell.hyperlink] == []


def test_a_masked_function_is_hatched_and_said_and_nowhere_else(real, deck):
    story = real.story
    masked = [each for each in story.assessment.groups if each.suppressed]
    assert masked
    table = next(
        shape.table
        for _, shape in shapes(deck)
        if shape.has_table and len(shape.table.columns) == 7
    )
    rows = {row.cells[0].text_frame.text: row for row in table.rows}
    for group in masked:
        cells = list(rows[story.group_label(group.id)].cells)[2:]
        assert {cell.text_frame.text for cell in cells} == {"masqué"}
        assert all(cell._tc.tcPr.find(f"{A}pattFill") is not None for cell in cells)


def test_a_score_in_the_table_has_the_colour_of_its_level(real, deck):
    story, colours = real.story, level_colours(5)
    table = next(
        shape.table
        for _, shape in shapes(deck)
        if shape.has_table and len(shape.table.columns) == 7
    )
    whole = list(table.rows)[1]
    for cell, dimension in zip(list(whole.cells)[2:], story.assessment.dimensions, strict=True):
        assert cell.text_frame.text == story.score(dimension.score_100)
        expected = colours[story.level_of(dimension.score_100).number - 1]
        assert f"#{cell.fill.fore_color.rgb}".lower() == expected


# Nothing overflows


def set_in(shape):
    """The paragraphs of a shape with their size, and whether any of it is bold."""
    for paragraph in shape.text_frame._txBody.iter(f"{A}p"):
        runs = list(paragraph.iter(f"{A}r"))
        if runs:
            text = "".join(run.find(f"{A}t").text or "" for run in runs)
            properties = [run.find(f"{A}rPr") for run in runs]
            size = int(properties[0].get("sz", 0)) / 100
            hang = int(paragraph.find(f"{A}pPr").get("marL", 0)) / 12700
            yield text, size, any(each.get("b") == "1" for each in properties), hang


@paper()
def overflowing(path):
    """Shapes whose text is higher than they are, measured word by word."""
    face, wrong = Face(), []
    for number, shape in shapes(path):
        if not shape.has_text_frame or shape.name in {"Footer", "Slide number"}:
            continue
        frame = shape.text_frame
        width = (shape.width - frame.margin_left - frame.margin_right) / 12700
        height = (shape.height - frame.margin_top - frame.margin_bottom) / 12700
        needed = 0.0
        for text, size, bold, hang in set_in(shape):
            points = size or {"Title": 40.0 if number == 1 else 26.0, "Subtitle": 22.0}[shape.name]
            weight = "bold" if bold or shape.name == "Title" else "normal"
            needed += len(face.lines(text, width - hang, points, weight)) * points * 1.2
        if needed > height * 1.02 + 1:
            wrong.append((number, shape.name, round(needed), round(height)))
    return wrong


def test_no_text_of_an_example_leaves_its_box(deck):
    assert overflowing(deck) == []


WORDS = "La coordination entre les services reste à construire, projet après projet. "


@pytest.mark.parametrize(
    "name",
    [
        LONG_NAME,
        "مؤسسة الأفق للتقنية والابتكار المحدودة جدا",
        "🚀🌍 " * 13,
        "W" * 120,
        "a\x0b\x1f\ufffe\u202eb",
    ],
    ids=["long", "right-to-left", "emoji", "one-word", "forbidden"],
)
def test_no_name_leaves_its_box(name, tmp_path):
    path = written(told(EN, name=name, edition=Edition(brand=BRAND)), tmp_path)
    assert overflowing(path) == []
    assert len(Presentation(path).slides) >= 10


def test_a_sentence_of_five_thousand_characters_is_cut_at_a_word_and_whole_in_the_notes(
    real, tmp_path
):
    sentence = (WORDS * 80)[:5000].rsplit(" ", 1)[0] + "."
    first = findings(real.story)[0]
    voice = Voice(
        pinned=(first.id,),
        reworded=(Reworded(first.id, Text(fr=sentence, en=sentence), {}, first.dimension),),
    )
    path = written(replace(real.story, edition=Edition(voice=voice)), tmp_path)
    assert overflowing(path) == []
    shown, said = words(path)[1], notes(path)[1]
    assert sentence not in shown
    assert re.search(r"\w…", shown)
    assert sentence in said
    cut = re.search(r"La coordination[^…]*…", shown)[0].rstrip("…")
    assert sentence.startswith(cut)
    assert sentence[len(cut)] in " ,."


def test_long_labels_and_twelve_functions_leave_no_box(tmp_path):
    asked = samples.instrument(dimensions=8, functions=12, long_texts=True)
    path = written(told(asked=asked, name=LONG_NAME), tmp_path)
    assert overflowing(path) == []
    for _, shape in shapes(path):
        if shape.has_table:
            heights = sum(row.height for row in shape.table.rows)
            assert shape.top + heights <= Presentation(path).slide_height * 0.88


@paper()
def test_text_is_broken_where_it_fits_and_cut_at_a_word():
    face = Face("Calibri")
    lines = face.lines(WORDS * 3, 200, 14)
    assert " ".join(lines) == (WORDS * 3).strip()
    assert max(face.width(line, 14) for line in lines) <= 200
    assert face.cut(WORDS, (200, 14 * 1.2), 14).endswith("…")
    assert face.cut("court", (200, 1), 14) == "court"
    assert face.largest("court", (200, 40), (30, 20, 10)) == (30, "court")
    assert face.largest(WORDS, (200, 40), (30, 10)) == (10, WORDS)


@paper()
def test_a_row_made_for_its_lines_holds_them_all_whatever_rounding_does():
    face = Face("Calibri")
    for size in (8, 8.5, 9, 9.5, 10, 10.5, 11, 11.5, 12, 12.5, 13, 13.5, 14):
        high = len(face.lines(WORDS, 200, size)) * size * 1.2 + 2.5 + 2.5
        assert face.cut(WORDS, (200, high - 2.5 - 2.5), size) == WORDS


@paper()
def test_a_typeface_that_nobody_knows_counts_as_wide_as_the_widest():
    assert Face("Nobody’s").width("largeur", 10) == pytest.approx(width_of("largeur", 10), rel=0.02)
    assert Face("Calibri").width("largeur", 10) < Face("Arial").width("largeur", 10)


# Equal reports are equal


def test_equal_reports_have_equal_bytes_whatever_the_hour(tmp_path, monkeypatch):
    first = written(told(asked=SMALL, edition=Edition(brand=BRAND)), tmp_path).read_bytes()
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0)
    second = written(told(asked=SMALL, edition=Edition(brand=BRAND)), tmp_path).read_bytes()
    assert first == second


def entries(content):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for entry in package.infolist():
            yield entry, package.read(entry)
            if entry.filename.endswith(".xlsx"):
                yield from entries(package.read(entry))


def test_no_entry_holds_the_hour_it_was_written(deck):
    for entry, content in entries(deck.read_bytes()):
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        if entry.filename == "docProps/core.xml":
            assert set(re.findall(rb"20\d\d-\d\d-\d\dT[\d:]+Z", content)) <= {
                b"2000-01-01T00:00:00Z"
            }


def test_a_package_made_at_another_hour_or_in_another_order_is_the_same():
    def book(year, order):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
            made.set_properties({"created": datetime(year, 5, 6, tzinfo=UTC)})
            made.add_worksheet("Feuille").write(0, 0, "é")
        again = io.BytesIO()
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(again, "w") as new:
            for name in sorted(old.namelist(), reverse=order):
                new.writestr(zipfile.ZipInfo(name, (year, 1, 2, 3, 4, 6)), old.read(name))
            new.writestr("docProps/thumbnail.jpeg", str(year))
        return again.getvalue()

    first, second = book(1999, order=False), book(2024, order=True)
    assert first != second
    assert timeless(first) == timeless(second) == timeless(timeless(first))
    names = zipfile.ZipFile(io.BytesIO(timeless(first))).namelist()
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert openpyxl.load_workbook(io.BytesIO(timeless(first))).active["A1"].value == "é"


# The consultancy's own slides


def changed(content, edit):
    """A package with each of its XML parts passed through ``edit(name, text)``."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, edit(name, old.read(name).decode()))
    return file.getvalue()


def swapped(old, new, only=""):
    return changed(template(), lambda name, text: text.replace(old, new) if only in name else text)


def worn():
    """A consultancy's slides: other letters and places, an example slide, a person's name."""
    own = swapped('typeface="Calibri"', 'typeface="Verdana"', "theme")
    slides = Presentation(io.BytesIO(own))
    slides.slide_width, slides.slide_height = slides.slide_width * 3 // 4, slides.slide_height
    for layout in slides.slide_layouts:
        for shape in layout.shapes:
            shape.left, shape.width = shape.left * 3 // 4, shape.width * 3 // 4
    example_slide = slides.slides.add_slide(slides.slide_layouts[0])
    example_slide.shapes.title.text = "Ancien client"
    example_slide.notes_slide.notes_text_frame.text = "Note d’hier"
    slides.core_properties.author = "Jeanne Martin"
    slides.core_properties.comments = "Ancien client"
    file = io.BytesIO()
    slides.save(file)
    return file.getvalue()


def test_a_consultancys_own_slides_carry_the_deck_and_lose_their_past(tmp_path):
    brand = replace(BRAND, slides=worn())
    check_template(brand.slides)
    path = written(told(edition=Edition(brand=brand)), tmp_path)
    made = Presentation(path)
    assert (made.slide_width, len(made.slides)) == (round(13.333 * 914400) * 3 // 4, 12)
    everything = b"".join(content for _, content in entries(path.read_bytes()))
    for gone in ("Ancien client", "Jeanne Martin", "Note d’hier"):
        assert gone.encode() not in everything
    assert made.core_properties.author == BRAND.name
    # its colours are its own
    assert b"5B2A86" not in everything


def test_the_brands_colours_are_the_themes_first_accents(tmp_path):
    path = written(told(asked=SMALL, edition=Edition(brand=BRAND)), tmp_path)
    theme = zipfile.ZipFile(path).read("ppt/theme/theme1.xml").decode()
    for accent, colour in (("accent1", BRAND.primary), ("accent2", BRAND.secondary)):
        assert re.search(rf'<a:{accent}><a:srgbClr val="{colour[1:]}"/>', theme)


def test_a_logo_stands_whole_on_the_cover_and_is_named(tmp_path):
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (300, 100), "#5B2A86").save(file, "PNG")
    brand = replace(BRAND, logo=file.getvalue())
    slide = Presentation(written(told(asked=SMALL, edition=Edition(brand=brand)), tmp_path)).slides[
        0
    ]
    logo = next(shape for shape in slide.shapes if shape.name == "Logo")
    assert logo._element._nvXxPr.cNvPr.get("descr") == BRAND.name
    assert logo.width / logo.height == pytest.approx(3, abs=0.01)
    place = next(each for each in LAYOUTS[0].places if each.name == "Logo").box
    assert logo.left >= place[0] * 914400 - 1
    assert logo.left + logo.width <= (place[0] + place[2]) * 914400 + 1


def test_the_file_says_nothing_of_who_made_it(deck):
    properties = Presentation(deck).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert "Lumera" in properties.title
    names = zipfile.ZipFile(deck).namelist()
    assert [name for name in names if "app.xml" in name or "thumbnail" in name] == []


@pytest.mark.parametrize(
    ("content", "key", "named"),
    [
        (b"PK\x03\x04 nothing", "slides_unreadable", ""),
        (b"", "slides_unreadable", ""),
        (b"%PDF-1.7", "slides_unreadable", ""),
        ("xlsx", "slides_unreadable", ""),
        ("macros", "slides_unreadable", ""),
        ("broken", "slides_unreadable", ""),
        ("layout", "slides_layouts", "Summary"),
        ("place", "slides_places", "Decision"),
        ("title", "slides_places", "Title"),
        ("small", "slides_small", "Content"),
        ("large", "slides_too_large", ""),
    ],
)
def test_slides_that_cannot_carry_the_deck_are_refused_with_what_is_missing(
    content, key, named, monkeypatch
):
    if content == "large":
        monkeypatch.setattr("maturity.writers.slides.deck._LARGEST", 1000)
    content = refused(content)
    with pytest.raises(UsageError) as caught:
        check_template(content)
    assert caught.value.key == key
    for say in (FR, EN):
        assert named in caught.value.message(say)
    assert caught.value.exit_code == 2


def refused(kind):
    macros = "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    made = {
        "macros": lambda: swapped(plain, macros),
        "broken": lambda: swapped("</p:cSld>", "", "slideLayout3"),
        "layout": lambda: swapped('<p:cSld name="Summary">', '<p:cSld name="Sommaire">'),
        "place": lambda: swapped('name="Decision"', 'name="Text Placeholder 4"'),
        "title": lambda: swapped('<p:ph type="title"/>', '<p:ph type="body" idx="30"/>', "Layout2"),
        "small": lambda: swapped(
            f'cx="{round(8.15 * 914400)}"', f'cx="{3 * 914400}"', "slideLayout"
        ),
        "large": template,
    }
    if kind == "xlsx":
        file = io.BytesIO()
        xlsxwriter.Workbook(file, {"in_memory": True}).close()
        return file.getvalue()
    return made[kind]() if isinstance(kind, str) else kind


def test_our_own_template_is_always_the_same_and_fit_for_use():
    assert template() == template()
    check_template(template())
    found = Presentation(io.BytesIO(template()))
    assert (found.slide_width, found.slide_height) == (round(13.333 * 914400), round(7.5 * 914400))
    for layout, ours in zip(found.slide_layouts, LAYOUTS, strict=True):
        assert [each.name for each in layout.placeholders] == [each.name for each in ours.places]
        kinds = {each.placeholder_format.type for each in layout.placeholders}
        assert kinds & {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}


# As another program shows it


@pytest.mark.slow
@pytest.mark.system("soffice", "pdftotext")
@pytest.mark.parametrize("say", [FR, EN])
def test_libreoffice_shows_every_slide_and_no_word_beyond_it(say, tmp_path):
    asked = samples.instrument(functions=12)
    path = written(told(say, asked=asked, name=LONG_NAME), tmp_path)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [shutil.which("soffice"), "--headless", "--convert-to", "pdf", str(path), home]
    subprocess.run([*command, "--outdir", str(tmp_path)], check=True, capture_output=True)
    told_ = subprocess.run(
        [shutil.which("pdftotext"), "-bbox", str(path.with_suffix(".pdf")), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    pages = re.split(r"<page ", told_)[1:]
    assert len(pages) == len(Presentation(path).slides)
    for page in pages:
        width, height = (
            float(re.search(rf'{side}="([\d.]+)"', page)[1]) for side in ("width", "height")
        )
        boxes = re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">', page)
        assert len(boxes) > 8
        assert all(
            float(x) >= 0 and float(y) >= 0 and float(right) <= width and float(low) <= height
            for x, y, right, low in boxes
        )
