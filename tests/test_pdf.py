"""The PDF a committee holds: readable by everyone, the same bytes each time, every word as data."""

import io
import re
import subprocess
from dataclasses import replace
from itertools import pairwise

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader
from tests import samples

import maturity.language
from maturity.errors import ReportError
from maturity.instrument import Text
from maturity.language import Language
from maturity.story import Story
from maturity.story.blocks import Bullets, Chart, Paragraph, Run, Section, Table, Tile, Tiles
from maturity.story.edition import PLAIN, Brand
from maturity.story.report import PARTS, Report
from maturity.writers.pdf import to_pdf, write
from maturity.writers.pdf.columns import BREAK, broken, grid

HOSTILE = '#eval("1") *b* _i_ $x^2$ <b>&amp; \\ @ref `c` // /* = ~ -- ... #import "a" [x] {y}'
MARK = "Confidential – for nobody else"


def picture(kind="PNG"):
    file = io.BytesIO()
    Image.new("RGB", (60, 20), "#7a1f5c").save(file, kind)
    return file.getvalue()


BRAND = Brand("Ferrand & Co", "claire@ferrand.example", "#7A1F5C", "#0B7A75", picture())
BRANDED = replace(PLAIN, brand=BRAND, confidentiality=MARK)


def told(say="en", asked=None, edition=BRANDED, full=None, **changes):
    asked = asked or samples.instrument(dimensions=1, functions=2)
    full = replace(full or samples.assessment(asked), **changes)
    return Report(Story(full, asked, Language(say), edition))


def holding(*sections, cover=(), **changes):
    """A report that shows these sections and nothing else."""
    shown = {"cover", "synthesis"} if cover else {"synthesis"}
    edition = replace(changes.pop("edition", BRANDED), off=frozenset(PARTS) - shown)
    report = told(edition=edition, **changes)
    report.story._made[PARTS["synthesis"]] = sections
    report.story._made[PARTS["cover"]] = cover
    return report


def page(*blocks, title="A page", **changes):
    return holding(Section("page", title, blocks), **changes)


def read(content):
    return PdfReader(io.BytesIO(content))


def words(content):
    """Every word of a document in order, whatever the lines."""
    text = " ".join(each.extract_text() for each in read(content).pages)
    return " ".join(text.replace(BREAK, "").split())


def tagged(content):
    """The structure of a document: its elements in order."""

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for each in node:
                yield from walk(each)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S)[1:], node
            yield from walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(io.BytesIO(content)) as pdf:
        yield from walk(pdf.Root.StructTreeRoot.K)


def charts(block):
    if isinstance(block, Section):
        return [chart for each in block.blocks for chart in charts(each)]
    return [block] if isinstance(block, Chart) else []


def drawn(report):
    return [chart for section in report.sections for chart in charts(section)]


@pytest.fixture(scope="module")
def report():
    return told()


@pytest.fixture(scope="module")
def content(report):
    return to_pdf(report)


@pytest.fixture(scope="module")
def pages(content):
    return [" ".join(each.extract_text().split()) for each in read(content).pages]


# For everyone


def test_a_document_says_what_it_is_and_claims_to_be_accessible(report, content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.Lang == "en"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == report.story.title
        assert str(pdf.docinfo["/Author"]) == "Ferrand & Co"
        with pdf.open_metadata() as metadata:
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_every_figure_is_told_in_words(report, content):
    alts = [str(node.get("/Alt", "")) for tag, node in tagged(content) if tag == "Figure"]
    assert alts == ["Logo of Ferrand & Co", *(chart.alt for chart in drawn(report))]


def test_headings_skip_no_level(content):
    levels = [int(tag[1]) for tag, _ in tagged(content) if re.fullmatch("H[1-6]", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_begins_with_the_heads_of_its_columns(report, content):
    tags = [tag for tag, _ in tagged(content)]
    assert tags.count("Table") == tags.count("THead") > len(drawn(report))
    heads = [at for at, tag in enumerate(tags) if tag == "THead"]
    assert all(tags[at + 1 : at + 3] == ["TR", "TH"] for at in heads)
    assert not any(tag == "TD" and tags[at - 2] == "THead" for at, tag in enumerate(tags))


def test_every_letter_is_in_the_file(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = [each for each in pdf.objects if _is(each, "/FontDescriptor")]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def _is(thing, kind):
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind


# To find one's way


def test_every_page_says_its_number_and_that_it_is_confidential(pages, report):
    count = len(pages)
    assert count > 5
    for number, text in enumerate(pages, 1):
        assert MARK in text
        assert number == 1 or f"{number} / {count}" in text
        assert number == 1 or report.story.title in text


@pytest.mark.system("pdftotext")
def test_page_numbers_keep_their_order_beside_a_name_from_right_to_left(tmp_path):
    edition = replace(BRANDED, brand=Brand("مستشارون"))
    long = [Paragraph(f"Line {'x' * n}") for n in range(60)]
    file = tmp_path / "a.pdf"
    file.write_bytes(to_pdf(page(*long, edition=edition)))
    count = len(PdfReader(file).pages)
    assert count > 2
    command = ["pdftotext", "-f", "2", "-l", "2", "-bbox", str(file), "-"]
    found = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    left = {word: float(x) for x, word in re.findall(r'xMin="([0-9.]+)".*>([0-9/]+)</word>', found)}
    assert left["2"] < left["/"] < left[str(count)]


def test_the_cover_names_the_organisation_and_the_consultancy(pages):
    shown = (samples.assessment(samples.instrument()).name, BRAND.name, BRAND.contact)
    assert all(each in pages[0] for each in shown)
    assert "Fictional organisation" in pages[0]


def test_contents_and_bookmarks_lead_to_the_sections(content, pages, report):
    pdf = read(content)
    marks = [each for each in pdf.outline if not isinstance(each, list)]
    titles = [section.title for section in report.sections if section.level > 1]
    assert [_unnumbered(each.title) for each in marks] == [*titles, "The figures as tables"]
    for mark in marks:
        page = pdf.get_destination_page_number(mark)
        title = _unnumbered(mark.title)
        assert title in pages[page]
        assert re.search(rf"{re.escape(title)} {page + 1}\b", pages[1])


def _unnumbered(title):
    return re.sub(r"^(\d+|[A-Z]) ", "", title)


def test_a_synthesis_is_one_page(content):
    pdf = read(content)
    starts = {
        _unnumbered(each.title): pdf.get_destination_page_number(each)
        for each in pdf.outline
        if not isinstance(each, list)
    }
    assert starts["How to read this report"] - starts["Synthesis"] == 1


def test_a_figure_says_on_which_page_its_numbers_are_and_they_say_where_it_is(pages, report):
    for number, chart in enumerate(drawn(report), 1):
        name = f"Figure {number}."
        drawn_on, told_on = (at for at, text in enumerate(pages, 1) if name in text)
        assert chart.title in pages[drawn_on - 1]
        found = re.search(rf"{re.escape(name)}.*?Numbers: page (\d+)\.", pages[drawn_on - 1])
        assert int(found[1]) == told_on
        found = re.search(rf"{re.escape(name)}.*?Drawn on page (\d+)\.", pages[told_on - 1])
        assert int(found[1]) == drawn_on


@pytest.mark.parametrize(("audience", "most"), [("executive", 4), ("all-staff", 1)])
def test_other_audiences_get_few_pages_and_no_annex(audience, most):
    text = [each.extract_text() for each in read(to_pdf(_cut(audience))).pages]
    assert 1 <= len(text) <= most
    assert not any("Numbers:" in each or "Contents" in each for each in text)
    assert all(MARK in each for each in text)


def _cut(audience):
    return told(edition=replace(BRANDED, audience=audience))


# Words are data


def test_hostile_words_are_shown_as_they_are():
    runs = (Run(HOSTILE), Run(HOSTILE, strong=True), Run(HOSTILE, emphasis=True))
    blocks = (
        *(Paragraph(runs, role) for role in ("plain", "lead", "note", "warning", "mark", "quote")),
        Bullets((HOSTILE, runs), ordered=True),
        Bullets((HOSTILE,)),
        Tiles((Tile(HOSTILE, HOSTILE, HOSTILE),)),
        Table(HOSTILE, (HOSTILE, "n"), ((HOSTILE, "1"),), numeric=(1,), note=HOSTILE),
        Section("part", HOSTILE, (Section("detail", HOSTILE, (Paragraph(HOSTILE),), 4),), level=3),
        Section("decision", HOSTILE, (Paragraph(HOSTILE),), level=3),
    )
    brand = replace(BRAND, name=HOSTILE, contact=HOSTILE)
    edition = replace(BRANDED, brand=brand, confidentiality=HOSTILE)
    content = to_pdf(page(*blocks, title=HOSTILE, name=HOSTILE, edition=edition))
    squeezed = re.sub(r"\s", "", words(content))
    # a word that is broken at the end of a line may get a hyphen there
    assert squeezed.count(re.sub(r"\s", "", HOSTILE)) >= 35
    assert read(content).metadata.author == HOSTILE


def test_the_page_adds_no_word_to_those_of_the_catalogue(monkeypatch):
    real = maturity.language.sentence

    def hidden(key, language, n=None):
        return re.sub(r"[^\W\d_](?![^{]*})", "×", real(key, language, n))

    monkeypatch.setattr(maturity.language, "sentence", hidden)
    asked = replace(samples.instrument(), title=Text(en="×", fr="×"))
    cover = (Section("cover", "×", (Paragraph("×", "lead"), Paragraph("×", "note")), level=1),)
    blocks = (
        *(Paragraph("×", role) for role in ("plain", "warning", "quote")),
        Bullets(("×",)),
        Table("×", ("×", "×"), (("×", "1"),)),
        replace(drawn(told())[0], title="×", caption="×", table=Table("×", ("×",), (("×",),))),
        Section("decision", "×", (), level=3),
    )
    two = (Section("one", "×", blocks), Section("two", "×", (Paragraph("×"),)))
    edition = replace(BRANDED, brand=replace(BRAND, name="×", contact="×"), confidentiality="×")
    content = to_pdf(holding(*two, cover=cover, asked=asked, name="×", wave="×", edition=edition))
    assert "×" in words(content)
    assert set(re.findall(r"[^\W\d_]+", words(content))) == {"A"}  # the annex's number


@pytest.mark.system("pdftotext")
def test_names_from_right_to_left_are_read_as_they_are_written(tmp_path):
    name, path = "שלום עולם שלי", tmp_path / "name.pdf"
    write(page(Paragraph("شركة النور"), name=name), path)
    command = ["pdftotext", str(path), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert {name, "شركة النور"} <= set(re.sub("[\u202a-\u202e]", "", text).splitlines())
    assert name in str(read(path.read_bytes()).metadata.title)


@pytest.mark.parametrize(
    "text", ["株式会社", "🚀", "👩\u200d👧", "\0", "\ufeff", "\ufffe", "\ud800", "\x01"]
)
def test_letters_that_no_typeface_has_stop_nothing(text):
    content = to_pdf(page(Paragraph(f"before {text} after"), title=text, name=text))
    assert re.search("before .* ?after", words(content))


# What is long


@pytest.mark.system("pdftotext")
@pytest.mark.parametrize("letter", ["i", "W", "mot "])
def test_nothing_runs_off_a_page_however_long_it_is(letter, tmp_path):
    text = letter * (5000 // len(letter))
    blocks = (
        Paragraph(text),
        Paragraph(text, "warning"),
        Bullets((text,)),
        Tiles((Tile(text, text, text), Tile("a", "1", "b"))),
        Table(text, (text, "n", text), ((text, "1", text),), numeric=(1,)),
        Table("wide", (text, *"bcdefghij"), ((text, *"0123456789"[1:]),)),
        Section("decision", text, (Paragraph(text),), level=3),
    )
    cover = (Section("cover", text, blocks[:1], level=1),)
    changes = {"name": text, "edition": replace(BRANDED, confidentiality=text)}
    path = tmp_path / "long.pdf"
    write(holding(Section("page", text, blocks), cover=cover, **changes), path)
    command = ["pdftotext", "-bbox", str(path), "-"]
    boxes = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    corners = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">', boxes)
    assert len(corners) > 100
    assert min(float(x) for x, *_ in corners) > 50
    assert max(float(x) for *_, x, _ in corners) < 545
    assert min(float(y) for _, y, *_ in corners) > 0
    assert max(float(y) for *_, y in corners) < 842


def test_a_long_table_repeats_its_heads():
    rows = tuple((f"Row {number}", str(number)) for number in range(150))
    text = [
        each.extract_text() for each in read(to_pdf(page(Table("T", ("Head", "n"), rows)))).pages
    ]
    holding_rows = [each for each in text if "Row" in each]
    assert len(holding_rows) > 2
    assert all("Head" in each for each in holding_rows)


def test_details_stand_at_the_end_in_small_print():
    detail = Section("detail", "How it is done", (Paragraph("By hand."),), level=4)
    part = Section("part", "Formulas", (Paragraph("Lead."), detail), level=3)
    content = to_pdf(holding(Section("page", "A page", (Paragraph("First."), part))))
    text = words(content)
    assert text.index("First.") < text.index("Formulas") < text.index("How it is done")
    assert [tag for tag, _ in tagged(content) if re.fullmatch("H[1-6]", tag)] == ["H1", "H2", "H3"]


# Everything works


@pytest.mark.parametrize(
    "made",
    [
        lambda: told(full=samples.nobody(samples.instrument(dimensions=1))),
        lambda: told("fr", samples.instrument(dimensions=1, practices=1, functions=1)),
        lambda: page(edition=PLAIN),
        lambda: told(edition=replace(PLAIN, off=frozenset(PARTS))),
        lambda: page(title=" "),
        lambda: page(Bullets(()), Table("Empty", ("a", "b"), ()), Section("s", "", (), level=3)),
    ],
    ids=["all masked", "one of each", "no brand", "every part off", "no title", "empty blocks"],
)
def test_there_is_always_a_page(made):
    assert len(read(to_pdf(made())).pages) >= 1


@pytest.mark.slow
def test_twelve_functions_and_five_dimensions_make_a_report():
    content = to_pdf(told("fr", samples.instrument(dimensions=5, functions=12)))
    assert 20 < len(read(content).pages) < 60


def test_a_jpeg_is_a_logo_too():
    edition = replace(BRANDED, brand=replace(BRAND, logo=picture("JPEG")))
    assert to_pdf(page(Paragraph("a"), edition=edition))


@pytest.mark.parametrize(
    ("say", "said"), [("en", "could not be laid out"), ("fr", "n’a pas pu être mis en page")]
)
def test_what_cannot_be_laid_out_is_said_in_a_sentence(say, said, tmp_path):
    edition = replace(BRANDED, brand=replace(BRAND, logo=b"no picture"))
    cover = (Section("cover", "Lumera", (), level=1),)
    with pytest.raises(ReportError) as error:
        write(holding(cover=cover, edition=edition), tmp_path / "report.pdf")
    assert said in error.value.message(Language(say))
    assert "Lumera" in error.value.message(Language(say))
    assert list(tmp_path.iterdir()) == []


# The same each time


def test_equal_reports_give_equal_bytes():
    edition = replace(BRANDED, off=frozenset(PARTS) - {"cover", "synthesis", "method"})
    assert to_pdf(told(edition=edition)) == to_pdf(told(edition=edition))


def test_no_day_and_no_place_is_in_the_file(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
    plain = content + b"".join(streams)
    assert not re.search(rb"CreationDate|ModDate|CreateDate|/tmp/|/home/|\.typ\b", plain)


# Columns


def shared(*columns, line=100.0):
    heads, *rows = zip(*columns, strict=True)
    return grid(Table("T", heads, tuple(rows)), line)


def test_a_table_with_little_to_say_is_as_wide_as_it_needs():
    assert shared(["Name", "One", "Two"], ["n", "1", "2"]).shares == ()


def test_short_columns_stay_on_one_line_and_long_ones_get_the_rest():
    laid = shared(["Finding", "a word " * 40], ["Rests on", "some people (n = 20)"], ["n", "12"])
    finding, rests, n = laid.shares
    assert sum(laid.shares) == pytest.approx(100, abs=1)
    assert n == 4
    assert rests >= len("some people (n = 20)")
    assert finding > 60


def test_no_column_is_wider_than_its_longest_cell():
    laid = shared(["a" * 40, "b"], ["c" * 40, "d" * 30], ["e", "f" * 45])
    assert sum(laid.shares) <= 101
    assert laid.shares[2] <= 47


def test_a_sentence_before_many_numbers_has_a_line_of_its_own():
    numbers = [[str(number), "1"] for number in range(9)]
    laid = shared(["Statement", "We know who answers for each of our indicators."], *numbers)
    assert laid.spread
    assert (len(laid.shares), len(laid.letters)) == (9, 10)


def test_only_what_is_no_word_is_broken():
    assert broken("anticonstitutionnellement, dit-on") == "anticonstitutionnellement, dit-on"
    assert broken("x" * 50).replace(BREAK, "") == "x" * 50
    assert len(max(broken("x" * 50 + " y").split(BREAK), key=len)) == len("x y")
