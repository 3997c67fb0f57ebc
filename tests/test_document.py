"""The Word document: real styles, live fields, one truth, whatever template or text it is given."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image
from tests import samples

from maturity.errors import EngagementError
from maturity.language import Language
from maturity.story import Story
from maturity.story.blocks import (
    Bullets,
    Chart,
    Paragraph,
    Run,
    Section,
    Table,
    Tile,
    Tiles,
    plain,
)
from maturity.story.edition import Brand, Edition
from maturity.story.figures import png
from maturity.story.report import Report
from maturity.writers.document import Manuscript, check_template, write, write_manuscript
from maturity.writers.document.columns import widths
from maturity.writers.document.template import REQUIRED
from maturity.writers.document.words import inline, is_rtl

HOSTILE = "<w:p>&amp;\"'</w:t>]]>\x00\x07\x1b\ufffe"
ARABIC, HEBREW, EMOJI = "شركة النور", "חברת אור", "🚀👩‍💻"
NUMBERS = Table(
    "Scores", ("Function", "Score", "n"), (("IT", "45", "9"), ("Sales", "31", "11")), (1, 2)
)


def figure(height):
    drawn = Figure(figsize=(7, height))
    drawn.add_axes((0, 0, 1, 1)).bar([1, 2], [3, 4])
    return drawn


FIGURES = {number: figure(number) for number in (1, 2)}


def chart(number):
    table = replace(NUMBERS, caption=f"Data {number}")
    drawn = FIGURES[number]
    return Chart(f"Finding {number}", f"Caption {number}.", drawn, f"Alt {number}: & <", table)


DETAILS = tuple(
    Section(f"detail-{n}", f"Detail {n}", (Paragraph(f"How {n} is worked out."),), 4)
    for n in (1, 2)
)
COVER = Section(
    "cover",
    "Maison & Fille",
    (Paragraph("Assessment", "lead"), Tiles((Tile("Wave", "2026", ""), Tile("n", "59", "all")))),
    1,
)
BODY = (
    Section(
        "one",
        "First",
        (
            Paragraph((Run("plain "), Run("bold", strong=True), Run(" slanted", emphasis=True))),
            Tiles((Tile("Level", "3", "of 5"),)),
            Tiles((Tile("Gap", "8", ""),)),
            chart(1),
            Section("inner", "Inside", (NUMBERS, chart(2)), 3),
        ),
    ),
    *(Section(f"s{n}", f"Chapter {n}", (Paragraph(f"Text {n}"),)) for n in range(2, 6)),
    Section(
        "end",
        "Last",
        (
            Bullets(("a", "b"), ordered=True),
            Bullets(("c", "d"), ordered=True),
            Bullets(("e",)),
            *(Paragraph(role, role) for role in ("note", "warning", "mark", "quote")),
            Section("formulas", "Formulas", DETAILS, 3),
        ),
    ),
)


def manuscript(*sections, language="en", **changes):
    fields = {"title": "A report", "confidentiality": "For you only."} | changes
    return Manuscript(sections=sections or (COVER, *BODY), say=Language(language), **fields)


@pytest.fixture
def made(tmp_path):
    """Write a manuscript and open it again."""

    def make(*sections, **changes):
        path = tmp_path / "report.docx"
        write_manuscript(manuscript(*sections, **changes), path)
        return docx.Document(path)

    return make


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    path = tmp_path_factory.mktemp("usual") / "report.docx"
    write_manuscript(manuscript(), path)
    return docx.Document(path)


def styled(document, style):
    return [each.text for each in document.paragraphs if each.style.name == style]


def instructions(part):
    return [each.text.strip() for each in part.iter(qn("w:instrText"))]


# The page


def test_headings_are_real_styles_in_an_order_that_skips_no_rank(usual):
    assert styled(usual, "Title") == ["Maison & Fille"]
    assert styled(usual, "Subtitle") == ["Assessment"]
    chapters = ["First", "Chapter 2", "Chapter 3", "Chapter 4", "Chapter 5", "Last"]
    assert styled(usual, "Heading 1") == [*chapters, "Formulas, in detail", "The figures as tables"]
    assert styled(usual, "Heading 2") == ["Finding 1", "Inside", "Formulas", "Detail 1", "Detail 2"]
    assert styled(usual, "Heading 3") == ["Finding 2"]
    ranks = [int(p.style.name[-1]) for p in usual.paragraphs if p.style.name[:7] == "Heading"]
    assert all(after - before <= 1 for before, after in zip([0, *ranks], ranks, strict=False))


@pytest.mark.parametrize("role", ["note", "warning", "mark", "quote"])
def test_each_role_of_a_paragraph_has_a_style_of_its_own(usual, role):
    name = "Quote" if role == "quote" else f"Maturity {role.title()}"
    assert role in styled(usual, name)


def test_what_is_strong_or_stressed_is_set_so(usual):
    (line,) = (p for p in usual.paragraphs if p.text == "plain bold slanted")
    looks = [(each.text, bool(each.bold), bool(each.italic)) for each in line.runs]
    assert looks == [("plain ", False, False), ("bold", True, False), (" slanted", False, True)]


def test_each_numbered_list_begins_at_one(usual):
    lines = [p for p in usual.paragraphs if p.style.name == "List Number"]
    lists = [p._p.pPr.numPr.numId.val for p in lines]
    assert [p.text for p in lines] == ["a", "b", "c", "d"]
    assert lists[0] == lists[1] != lists[2] == lists[3]
    numbering = usual.part.numbering_part.element
    for number in set(lists):
        (found,) = (each for each in numbering.num_lst if each.numId == number)
        assert found.xpath("./w:lvlOverride/w:startOverride/@w:val") == ["1"]


def test_contents_list_every_chapter_and_lead_to_it(usual):
    entries = [p for p in usual.paragraphs if p.style.name == "toc 1"]
    assert [e.text for e in entries] == [
        f"{n}\t{title}" for n, title in enumerate(styled(usual, "Heading 1"), start=1)
    ]
    anchors = [e._p.xpath("./w:hyperlink/@w:anchor")[0] for e in entries]
    marks = usual.element.xpath("//w:bookmarkStart/@w:name")
    assert set(anchors) <= set(marks)
    assert 'TOC \\o "1-1" \\h \\z \\u' in instructions(usual.element)


def test_nobody_is_asked_to_update_fields_when_the_document_opens(usual):
    assert usual.settings.element.xpath("./w:updateFields") == []
    assert usual.element.xpath("//@w:dirty") == []


def test_bookmarks_are_unique_and_every_reference_finds_one(usual):
    names = usual.element.xpath("//w:bookmarkStart/@w:name")
    ids = usual.element.xpath("//w:bookmarkStart/@w:id")
    assert len(names) == len(set(names)) == len(set(ids))
    asked = [each.split()[1] for each in instructions(usual.element) if each.startswith("REF")]
    assert len(asked) == 4
    assert set(asked) <= set(names)


@pytest.mark.parametrize(("language", "word"), [("en", "Table"), ("fr", "Tableau")])
def test_captions_number_themselves_and_say_the_same_before_they_do(made, language, word):
    document = made(language=language)
    captions = [each.replace("\u00a0", " ") for each in styled(document, "Caption")]
    assert [c.split(" – ")[0] for c in captions] == [
        "Figure 1",
        f"{word} 1",
        "Figure 2",
        f"{word} 2",
        f"{word} 3",
    ]
    codes = [each for each in instructions(document.element) if each.startswith("SEQ")]
    assert codes == [f"SEQ {c.split()[0]} \\* ARABIC" for c in captions]
    # what a figure says of the table behind it is what that table is called
    assert captions[0].endswith(f"{word} 2")
    assert captions[3] == f"{word} 2 – Data 1 (Figure 1)"


def test_a_table_names_its_rows_and_columns_and_repeats_its_header(usual):
    tables = [t for t in usual.tables if t.style.name == "Maturity Table"]
    assert len(tables) == 3
    for table in tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows == [list(NUMBERS.header), *map(list, NUMBERS.rows)]
        assert len(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")) == 1
        assert len(table._tbl.xpath("./w:tr/w:trPr/w:tblHeader")) == 1
        aligned = [cell._tc.xpath("./w:p/w:pPr/w:jc/@w:val") for cell in table.rows[1].cells]
        assert aligned == [[], ["right"], ["right"]]


def test_tables_never_touch(usual):
    body = [each.tag for each in usual.element.body]
    touching = [n for n, tag in enumerate(body[1:]) if tag == body[n] == qn("w:tbl")]
    assert touching == []


def test_pictures_have_their_own_size_and_say_what_they_show(usual):
    shapes = usual.inline_shapes
    assert [each._inline.docPr.get("descr") for each in shapes] == ["Alt 1: & <", "Alt 2: & <"]
    assert all(each.width.inches == pytest.approx(7, abs=0.01) for each in shapes)
    assert [each.height.inches for each in shapes] == pytest.approx([1, 2], abs=0.01)
    text = usual.sections[0]
    assert all(e.width <= text.page_width - text.left_margin - text.right_margin for e in shapes)


def test_the_numbers_of_figures_stand_on_pages_turned_round(usual):
    first, last = usual.sections
    assert first.page_width == last.page_height
    assert last.page_width > last.page_height
    assert first.different_first_page_header_footer
    assert not last.different_first_page_header_footer


def test_every_page_but_the_cover_says_what_it_is_for_whom_and_its_number(usual):
    for leaf in usual.sections:
        assert leaf.header.paragraphs[0].text == "A report"
        assert leaf.footer.paragraphs[0].text == "For you only.\tPage 1/1"
        assert instructions(leaf.footer.part.element) == ["PAGE", "NUMPAGES"]
    assert usual.sections[0].first_page_header.is_linked_to_previous


def test_chapters_with_hardly_a_word_share_a_page(usual):
    chapters = [p._p for p in usual.paragraphs if p.style.name == "Heading 1"]
    breaks = [p.xpath("./w:pPr/w:pageBreakBefore/@w:val") for p in chapters]
    # First, and Chapter 2, 3, 4, 5 after it | Last | both annexes
    assert breaks == [[], ["0"], ["0"], ["0"], ["0"], [], [], []]


def test_details_wait_in_the_annex_and_the_text_says_where(usual):
    (note,) = (p for p in usual.paragraphs if p.text.startswith("In the annex"))
    (anchor,) = note._p.xpath("./w:hyperlink/@w:anchor")
    (chapter,) = (
        p for p in usual.paragraphs if p._p.xpath(f"./w:bookmarkStart[@w:name='{anchor}']")
    )
    assert (chapter.text, chapter.style.name) == ("Formulas, in detail", "Heading 1")
    assert "How 1 is worked out." in styled(usual, "Maturity Detail")


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("fr", "fr-FR")])
def test_language_and_properties_are_stated(made, language, tag):
    document = made(language=language, brand=Brand(name="Arpeggio", contact="us@example.com"))
    assert set(document.styles.element.xpath(".//w:lang/@w:val")) == {tag}
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("A report", "Arpeggio", tag)
    assert (core.last_modified_by, core.comments, core.keywords) == ("Arpeggio", "", "")


def test_the_brand_is_on_the_cover_in_its_own_colours(made):
    logo = io.BytesIO()
    Image.new("RGB", (600, 100), "red").save(logo, "PNG")
    brand = Brand("Arpeggio", "us@example.com", "#004400", "#880000", logo.getvalue())
    document = made(brand=brand)
    assert document.styles["Heading 1"].font.color.rgb == docx.shared.RGBColor(0, 0x44, 0)
    assert styled(document, "Maturity Brand") == ["Arpeggio"]
    assert styled(document, "Maturity Contact") == ["us@example.com"]
    picture = document.inline_shapes[0]
    assert picture._inline.docPr.get("descr") == "Arpeggio"
    assert picture.width / picture.height == pytest.approx(6, rel=0.01)


def test_a_short_report_has_neither_contents_nor_annex(made):
    document = made(COVER, *BODY[1:3])
    assert instructions(document.element) == []
    assert len(document.sections) == 1


def test_every_style_used_is_there_and_none_of_another_hand(usual):
    known = {style.style_id for style in usual.styles}
    used = {each.get(qn("w:val")) for each in usual.element.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    assert used <= known
    based = usual.styles.element.xpath(".//w:basedOn/@w:val | .//w:next/@w:val")
    assert set(based) <= known


# One truth


def test_the_same_manuscript_is_the_same_file(tmp_path):
    paths = [tmp_path / name for name in ("a.docx", "b.docx")]
    for path in paths:
        write_manuscript(manuscript(), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(paths[0]) as package:
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}


def texts(blocks):
    """Every text of some blocks, as the report's own renderer would say it."""
    for block in blocks:
        match block:
            case Section():
                yield block.title
                yield from texts(block.blocks)
            case Paragraph():
                yield plain(block.text)
            case Bullets():
                yield from map(plain, block.lines)
            case Tiles():
                yield from (text for t in block.tiles for text in (t.label, t.value, t.detail))
            case Table():
                yield from (block.caption, block.note, *block.header)
                yield from (cell for row in block.rows for cell in row)
            case Chart():
                yield from (block.title, block.caption)
                yield from texts((block.table,))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_whole_report_loses_no_word(tmp_path, monkeypatch, language):
    monkeypatch.setattr("maturity.writers.document.page.png", lambda _: png(FIGURES[1]))
    asked = samples.instrument(dimensions=2, functions=3)
    story = Story(samples.assessment(asked), asked, Language(language))
    report = Report(story)
    write(report, tmp_path / "report.docx")
    document = docx.Document(tmp_path / "report.docx")
    said = " ".join("".join(p.itertext(qn("w:t"))) for p in document.element.iter(qn("w:p")))
    said = " ".join(said.split())
    lost = [text for text in texts(report.sections) if " ".join(text.split()) not in said]
    assert lost == []
    assert document.core_properties.title == story.title


# The consultancy's own template


def template(*, styles=REQUIRED, french=False, header="Cabinet Arpège"):
    document = docx.Document()
    for style in [*document.styles]:
        if style.name.startswith(("List", "Quote", "Caption", "Body", "Table", "TOC", "Sub")):
            style.delete()
    for name in set(REQUIRED) - set(styles):
        document.styles[name].delete()
    if french:
        document.styles["Heading 1"].element.set(qn("w:styleId"), "Titre1")
    document.sections[0].left_margin = docx.shared.Cm(4)
    document.sections[0].header.paragraphs[0].text = header
    document.add_paragraph("Text of another client")
    picture = io.BytesIO()
    Image.new("RGB", (9, 9), "blue").save(picture, "PNG")
    document.add_picture(picture)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_template_gives_its_page_headers_and_styles_and_loses_its_text(made):
    document = made(brand=Brand(document=template(french=True)))
    assert "Text of another client" not in [p.text for p in document.paragraphs]
    heading = next(p for p in document.paragraphs if p.style.name == "Heading 1")
    assert heading._p.pPr.pStyle.val == "Titre1"
    assert document.sections[0].left_margin.cm == pytest.approx(4, abs=0.01)
    assert {leaf.header.paragraphs[0].text for leaf in document.sections} == {"Cabinet Arpège"}
    assert document.sections[-1].footer.paragraphs[0].text.startswith("For you only.")
    names = [part.partname for part in document.part.package.iter_parts()]
    assert sum("image" in name for name in names) == 2  # our two figures, not the blue square
    room = document.sections[0]
    width = room.page_width - room.left_margin - room.right_margin
    assert all(0.95 * width < each.width <= width for each in document.inline_shapes)


def test_styles_that_a_template_lacks_are_added_and_its_lists_work(made):
    document = made(brand=Brand(document=template()))
    assert {"List Number", "Caption", "Maturity Warning"} <= {s.name for s in document.styles}
    assert styled(document, "List Number") == ["a", "b", "c", "d"]
    style = document.styles["List Bullet"].element
    (number,) = style.xpath("./w:pPr/w:numPr/w:numId/@w:val")
    numbering = document.part.numbering_part.element
    (of,) = numbering.xpath(f"./w:num[@w:numId='{number}']/w:abstractNumId/@w:val")
    (kind,) = numbering.xpath(f"./w:abstractNum[@w:abstractNumId='{of}']//w:numFmt/@w:val")
    assert kind == "bullet"


def test_a_report_of_ours_can_be_the_next_ones_template(tmp_path, made):
    write_manuscript(manuscript(), tmp_path / "first.docx")
    content = (tmp_path / "first.docx").read_bytes()
    check_template(content)
    document = made(brand=Brand(document=content))
    assert styled(document, "Heading 1")[0] == "First"
    assert len(styled(document, "Title")) == 1


def without_numbering(content):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/_rels/document.xml.rels":
                part = re.sub(rb'<Relationship [^>]*/numbering"[^>]*/>', b"", part)
            if name != "word/numbering.xml":
                new.writestr(name, re.sub(rb"<Override[^>]*/numbering.xml[^>]*>", b"", part))
    return file.getvalue()


def test_a_template_without_any_list_is_given_some(made):
    document = made(brand=Brand(document=without_numbering(template())))
    assert styled(document, "List Number") == ["a", "b", "c", "d"]


def test_a_template_without_a_needed_style_is_refused_by_name():
    with pytest.raises(EngagementError) as caught:
        check_template(template(styles=("Title", "Heading 1")), "house.docx")
    assert str(caught.value).startswith("house.docx: ")
    assert "Heading 2, Heading 3" in str(caught.value)


def other_package(name):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template())) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            if name in {each, "everything"}:
                content = content[: len(content) // 2]
            new.writestr(each, content)
    return file.getvalue()


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 1_000_001)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a package",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        template()[:-900],
        other_package("word/document.xml"),
        other_package("word/styles.xml"),
        other_package("[Content_Types].xml"),
        other_package("everything"),
    ],
)
def test_what_is_no_word_document_is_refused_in_plain_words(content):
    with pytest.raises(EngagementError, match=r"house\.docx is not a Word document"):
        check_template(content, "house.docx")


def test_a_workbook_is_no_template():
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet()
    with pytest.raises(EngagementError, match="not a Word document"):
        check_template(file.getvalue())


def test_a_template_that_unpacks_to_too_much_is_refused_unread(monkeypatch):
    monkeypatch.setattr("maturity.writers.document.template._LARGEST", 1_000_000)
    with pytest.raises(EngagementError, match="200 MB"):
        check_template(bomb())


def test_a_template_may_carry_no_link_to_where_it_lay(made):
    document = docx.Document(io.BytesIO(template()))
    settings = document.settings.element
    settings.insert(0, settings.makeelement(qn("w:attachedTemplate"), {qn("r:id"): "rId1"}))
    settings.append(settings.makeelement(qn("w:updateFields"), {}))
    file = io.BytesIO()
    document.save(file)
    opened = made(brand=Brand(document=file.getvalue()))
    assert opened.settings.element.xpath("./w:attachedTemplate | ./w:updateFields") == []


# Any text


@pytest.mark.parametrize("text", [HOSTILE, "x" * 5000, "mot " * 1250, EMOJI, "a\tb\nc\r\nd"])
def test_any_text_makes_a_sound_document(made, text):
    table = Table(text, (text, "n"), ((text, text),), (1,), text)
    drawn = replace(chart(1), title=text, caption=text, alt=text, table=table)
    tiles = Tiles((Tile(text, text, text),))
    blocks = (Paragraph(text), Bullets((text,)), tiles, table, drawn)
    brand = Brand(text, text)
    document = made(replace(COVER, title=text), Section("s", text, blocks), title=text, brand=brand)
    kept = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe]", "", text).replace("\r\n", "\n")
    assert kept in styled(document, "Body Text")
    assert len(document.core_properties.title) <= 255


@given(st.text(max_size=60))
def test_no_text_breaks_the_xml(text):
    from lxml import etree

    root = etree.fromstring(f'<x xmlns:w="w">{inline(text)}</x>')
    assert "\x00" not in "".join(root.itertext())


@pytest.mark.parametrize(("text", "from_right"), [(ARABIC, True), (HEBREW, True), ("12 %", False)])
def test_a_text_is_set_from_the_side_its_script_begins_on(made, text, from_right):
    document = made(COVER, Section("s", text, (Paragraph(text),)))
    lines = [p for p in document.paragraphs if p.text == text]
    assert [bool(p._p.xpath("./w:pPr/w:bidi")) for p in lines] == [from_right] * 2
    assert [bool(p._p.xpath("./w:r/w:rPr/w:rtl")) for p in lines] == [from_right] * 2


def test_a_name_from_the_right_stands_inside_a_sentence_from_the_left():
    said = inline(f"Maison {ARABIC} en tête")
    assert re.findall(r"<w:rtl/>", said) == ["<w:rtl/>"]
    assert not is_rtl(f"Maison {ARABIC}")
    assert is_rtl(f"2026 {ARABIC} x")


def test_what_turns_text_round_is_left_out():
    assert "\u202e" not in inline("abc\u202edef")


# Columns


@given(
    st.lists(st.text("abc de", max_size=90), min_size=1, max_size=13),
    st.integers(min_value=0, max_value=4),
)
def test_columns_fill_the_width_exactly_and_none_vanishes(cells, rows):
    table = Table("", tuple(cells), tuple(tuple(cells) for _ in range(rows)))
    found = widths(table, 10080, 9)
    assert sum(found) == 10080
    assert min(found) > 0


def test_a_text_is_given_more_room_than_a_number():
    long = "All departments share the same vision of how we interact with customers."
    table = Table("", ("Statement", "Share"), ((long, "12 %"),), (1,))
    first, second = widths(table, 10080, 9)
    assert first > 4 * second


# As another program shows it


@pytest.mark.system("soffice", "pdftotext")
def test_libreoffice_shows_every_page(tmp_path):
    path = tmp_path / "report.docx"
    write_manuscript(manuscript(language="fr", brand=Brand("Arpège", "nous@example.com")), path)
    home = (tmp_path / "home").as_uri()
    command = ["soffice", "--headless", "--convert-to", "pdf", path, "--outdir", tmp_path]
    subprocess.run([*command, f"-env:UserInstallation={home}"], check=True, capture_output=True)
    shown = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "report.pdf", "-"], check=True, capture_output=True
    ).stdout.decode()
    pages = shown.split("\f")[:-1]
    assert "Maison & Fille" in pages[0]
    assert "nous@example.com" in pages[0]
    assert f"Page {len(pages)}/{len(pages)}" in pages[-1]
    shown = shown.replace("\u00a0", " ")
    assert "Figure 1 – Caption 1." in shown
    assert "Tableau 2 – Data 1" in shown


def test_styles_are_of_their_kind(usual):
    assert usual.styles["Maturity Table"].type == WD_STYLE_TYPE.TABLE
    assert usual.styles["Heading 1"].type == WD_STYLE_TYPE.PARAGRAPH


def test_an_edition_reaches_the_page(tmp_path):
    asked = samples.instrument(dimensions=2, functions=3)
    edition = Edition("executive", confidentiality="Board only", brand=Brand("Arpeggio"))
    story = Story(samples.assessment(asked), asked, Language("en"), edition)
    write(Report(story), tmp_path / "report.docx")
    document = docx.Document(tmp_path / "report.docx")
    assert document.sections[0].footer.paragraphs[0].text.startswith("Board only")
    assert document.core_properties.author == "Arpeggio"
