"""The page a client opens: one file, no script, no address, every word said in its language."""

import base64
import json
import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from tests import samples

import maturity.language
from maturity.errors import ReportError
from maturity.instrument import Text
from maturity.language import Language
from maturity.story import Story, figures
from maturity.story.blocks import Bullets, Chart, Paragraph, Run, Section, Table, Tile, Tiles
from maturity.story.edition import Brand, Edition
from maturity.story.report import PARTS, Report
from maturity.writers.html import render, show, to_html
from maturity.writers.pictures import drawn

HOSTILE = "<script>alert(1)</script>\"'&</style><img src=x onerror=y>"
NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "organization.ipynb"
VOID = {"meta", "img", "br", "col", "input", "link"}


class Page(HTMLParser):
    """A page taken apart: its elements in order, and the text a reader sees."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.open = [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if data.strip() and not {"style", "title"} & set(self.open):
            self.texts.append(data.strip())

    def all(self, *tags):
        return [attrs for tag, attrs in self.elements if tag in tags]


def told(say="fr", asked=None, **changes):
    asked = asked or samples.instrument(dimensions=2, functions=3)
    return Story(replace(samples.assessment(asked), **changes), asked, Language(say))


def executed(story):
    """The shipped notebook as if it had run: each cell that shows something showed it."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    scope = {"report": Report(story), "show": show}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("show("):
            shown = eval(cell.source, scope)
            cell.outputs = [v4.new_output("execute_result", {"text/html": shown.data})]
    return notebook


def page_of(story):
    return to_html(executed(story), story)


@pytest.fixture(scope="module", params=["fr", "en"])
def html(request):
    return page_of(told(request.param))


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@pytest.fixture(scope="module")
def chart():
    story = told()
    return Chart("Title", "Caption", *figures.heatmap(story))


def test_the_page_says_its_language_and_title(html, page):
    language = page.all("html")[0]["lang"]
    mark = {"fr": "Organisation fictive", "en": "Fictional organisation"}[language]
    title = re.search("<title>(.*?)</title>", html)[1]
    assert title.endswith(f"– Lumera – 2026-spring – {mark}")
    assert html.count(mark) >= 3, "on the cover, in the footer and on every printed page"


def test_elements_are_closed_and_ids_are_unique(page):
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert page.open == []
    assert len(ids) == len(set(ids))


def test_headings_begin_with_the_only_h1_and_skip_no_level(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_landmarks_skip_link_and_contents_lead_somewhere(page):
    ids = {attrs.get("id") for _, attrs in page.elements}
    links = [attrs["href"] for attrs in page.all("a")]
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert links[0] == "#report"
    assert all(link.removeprefix("#") in ids for link in links)
    assert len(links) - 1 == len(page.all("h2"))
    named = [attrs["aria-labelledby"] for attrs in page.all("section", "header", "nav")]
    assert set(named) <= ids


def test_nothing_is_loaded_and_nothing_runs(html, page):
    assert page.all("script", "link", "iframe", "object", "embed", "form", "base") == []
    assert not re.search(r"https?:|//\w|@import|url\((?!#)", html)
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    policy = next(a["content"] for a in page.all("meta") if "http-equiv" in a)
    assert policy.startswith("default-src 'none'")


def test_a_cells_picture_stands_alone_and_holds_no_address(chart):
    image = Page(render(Section("page", "Title", (chart,)))).all("img")[0]
    picture = base64.b64decode(image["src"].partition("base64,")[2]).decode()
    assert picture.startswith("<svg")
    assert image["alt"] == chart.alt
    assert set(re.findall(r"https?://[^\"]*", picture)) <= {
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
    }


def pictures(page):
    return [attrs for attrs in page.all("svg") if attrs.get("role") == "img"]


def test_every_picture_has_words_a_caption_and_its_data(page):
    found = pictures(page)
    assert len(found) > 5
    assert all(len(attrs["aria-label"]) > 30 for attrs in found)
    assert [len(page.all(tag)) for tag in ("figure", "figcaption")] == [len(found)] * 2
    folded = [attrs.get("class") for attrs in page.all("details")]
    assert (folded.count(None), len(page.all("summary"))) == (len(found), len(folded))


def test_the_pictures_of_a_page_share_their_letters(html, page):
    used = [attrs["href"] for attrs in page.all("use")]
    shapes = re.search("<defs>(.*?)</defs>", html)[1]
    outlines = re.findall(r'(?:path|pattern) id="(\w+)"', shapes)
    assert {href.removeprefix("#") for href in used} <= set(outlines)
    assert html.count("<defs>") == 1
    assert len(used) > 20 * len(outlines)
    bare = re.sub(r' id="\w+"', "", shapes)
    shapes = re.findall(r"<path[^>]*/>|<pattern.*?</pattern>", bare)
    assert len(shapes) == len(set(shapes)) == len(outlines)


def test_a_picture_in_the_page_is_the_one_of_the_cell(chart):
    alone = figures.svg(chart.figure).decode()
    page, outlines = drawn(render(Section("page", "Title", (chart,))))
    shapes = dict(re.findall(r'<path id="(\w+)" ([^>]*)/>', outlines))
    own = dict(re.findall(r'<path id="(\w+)" ([^>]*)/>', alone))
    told_apart = re.compile(r'<use href="#(\w+)"([^>]*)/>')
    assert [(shapes[id_], place) for id_, place in told_apart.findall(page)] == [
        (own[id_], place) for id_, place in told_apart.findall(alone)
    ]


def test_a_picture_of_somebody_elses_is_left_as_it_is():
    theirs = base64.b64encode(b"<?xml version='1.0'?><svg/>").decode()
    html = f'<img src="data:image/svg+xml;base64,{theirs}" alt="Theirs" width="1">'
    assert drawn(html) == (html, "")


def test_the_formulas_behind_the_printed_figures_wait_folded(page):
    methods = [attrs["id"] for attrs in page.all("details") if attrs.get("class") == "method"]
    assert {"formula-interval", "formula-gap", "formula-alpha"} <= set(methods)
    assert "formula-waves" not in methods
    assert not [text for text in page.texts if re.search(r"`|\*\*|\*\w+\*", text)]


def test_every_table_has_a_caption_and_headers_with_a_scope(page):
    assert len(page.all("caption")) == len(page.all("table"))
    assert {attrs.get("scope") for attrs in page.all("th")} == {"col", "row"}


def test_code_markdown_and_prompts_are_not_printed(html):
    assert "Run All Cells" not in html
    assert "report.part" not in html
    assert "In [" not in html
    assert "anchor-link" not in html


def test_two_runs_give_the_same_bytes():
    assert page_of(told()) == page_of(told())


def test_no_date_of_today_and_no_path_is_printed(html):
    assert str(Path.cwd()) not in html
    assert not re.search(r"20\d\d-\d\d-\d\d", html)


# Hostile words


def test_hostile_names_and_texts_are_only_text():
    asked = samples.instrument(dimensions=1, practices=1, items=2, functions=2)
    dimension = asked.dimensions[0]
    items = tuple(replace(each, text=Text(fr=HOSTILE)) for each in dimension.items)
    practice = replace(dimension.practices[0], label=Text(fr=HOSTILE), items=items)
    hostile = replace(
        dimension,
        label=Text(fr=HOSTILE),
        description=Text(fr=HOSTILE),
        items=items,
        practices=(practice,),
    )
    asked = replace(asked, dimensions=(hostile,), title=Text(fr=HOSTILE))
    html = page_of(told("fr", asked, name=HOSTILE, wave=HOSTILE))
    page = Page(html)
    assert page.all("script") == []
    assert len(page.all("style")) == 1
    assert all(attrs["src"].startswith("data:") for attrs in page.all("img"))
    assert HOSTILE in page.texts
    assert "<" not in html.partition("<style>")[2].partition("</style>")[0]


def test_every_block_escapes_what_it_prints():
    blocks = (
        Paragraph(HOSTILE),
        Bullets((HOSTILE,), ordered=True),
        Tiles((Tile(HOSTILE, HOSTILE, HOSTILE),)),
        Table(HOSTILE, (HOSTILE,), ((HOSTILE,),), note=HOSTILE),
        Section("part", HOSTILE, (Paragraph(HOSTILE),), level=3),
    )
    page = Page(render(Section("page", HOSTILE, blocks)))
    assert page.all("script", "img", "style") == []
    assert page.texts == [HOSTILE] * 12


def test_a_long_table_of_numbers_is_aligned_right_but_for_its_names():
    table = Table("Caption", ("Name", "n"), (("One", "1"),), numeric=(1,))
    html = render(Section("page", "Title", (table,)))
    assert '<th scope="row" class="text">One</th><td class="number">1</td>' in html


# In whose name

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def branded(**changes):
    brand = Brand("Cabinet <Dupont>", "01 23 45 67 89", "#7A1F5C", "#0B6E4F", PIXEL)
    edition = Edition(brand=replace(brand, **changes), confidentiality="Secret – “A” & B")
    return page_of(replace(told("fr"), edition=edition))


def test_the_brand_stands_on_the_cover_in_the_foot_and_in_the_colours():
    html = branded()
    (logo,) = Page(html).all("img")
    assert logo == {"src": logo["src"], "alt": "Cabinet <Dupont>"}
    assert base64.b64decode(logo["src"].removeprefix("data:image/png;base64,")) == PIXEL
    cover, foot = html.partition("<nav")[0], html.partition("<footer>")[2]
    for part in (cover, foot):
        assert "Cabinet &lt;Dupont&gt;" in part
        assert "01 23 45 67 89" in part
        assert "Secret – “A” &amp; B" in part
    assert ":root { --accent: #7A1F5C; --second: #0B6E4F; }" in html
    assert "\\201c A\\201d " in html, "on every printed page too"


def test_a_page_without_a_brand_leaves_no_hole():
    html = branded(name="", contact="", logo=b"")
    assert Page(html).all("img") == []
    assert 'class="signed"' not in html
    assert len(re.findall("<p", html.partition("<footer>")[2])) == 2


def test_without_words_of_the_consultants_the_page_says_itself_confidential(html):
    assert re.search(r'<p class="note">Confiden', html.partition("<nav")[0])


def test_words_that_others_said_are_a_quotation():
    said = Paragraph(
        (Run("Nobody "), Run("knows", strong=True), Run("."), Run(" & so", emphasis=True)), "quote"
    )
    html = render(Section("page", "Title", (said,)))
    assert '<blockquote><p class="quote">Nobody <strong>knows</strong>.<em> &amp; so</em>' in html


# A notebook that did not run well


def _notebook(*outputs):
    return v4.new_notebook(cells=[v4.new_code_cell("x", outputs=list(outputs))])


def test_a_failed_cell_stops_the_page():
    failed = _notebook(v4.new_output("error", ename="ValueError", evalue="no such wave"))
    with pytest.raises(ReportError, match="ValueError: no such wave"):
        to_html(failed, told("en"))


def test_a_notebook_that_never_ran_makes_no_page():
    with pytest.raises(ReportError, match="was the notebook run"):
        to_html(nbformat.read(NOTEBOOK, as_version=4), told("en"))


def test_warnings_and_prints_of_a_cell_are_not_printed():
    shown = v4.new_output("display_data", {"text/html": "<p>Kept</p>", "text/plain": "object"})
    noise = v4.new_output("stream", name="stderr", text="/home/somebody/file.py: UserWarning")
    html = to_html(_notebook(noise, shown), told("en"))
    assert "<p>Kept</p>" in html
    assert "somebody" not in html


# Every word comes from the catalogue or the questionnaire


def marked(text):
    return Text({language: f"‹{words}›" for language, words in text.items()})


def marked_instrument():
    """The sample questionnaire with every text between ‹ and ›."""
    asked = samples.instrument(dimensions=2, functions=3)

    def scale(one):
        return replace(one, labels={point: marked(text) for point, text in one.labels.items()})

    def item(one):
        return replace(one, text=marked(one.text), scale=scale(one.scale))

    def described(one):
        return replace(one, label=marked(one.label), description=marked(one.description))

    def dimension(one):
        practices = tuple(
            replace(described(each), items=tuple(map(item, each.items))) for each in one.practices
        )
        return replace(described(one), practices=practices, items=tuple(map(item, one.items)))

    def rule(one):
        told = ("because", "sentence", "singular", "mark")
        return replace(one, **{name: marked(getattr(one, name)) for name in told})

    return replace(
        asked,
        findings=tuple(map(rule, asked.findings)),
        title=marked(asked.title),
        dimensions=tuple(map(dimension, asked.dimensions)),
        levels=tuple(map(described, asked.levels)),
        attributes=tuple(
            replace(
                each,
                choices=tuple(replace(c, label=marked(c.label)) for c in each.choices),
            )
            for each in asked.attributes
        ),
        mirrors=tuple(
            replace(
                each,
                label=marked(each.label),
                sides=tuple(replace(side, label=marked(side.label)) for side in each.sides),
            )
            for each in asked.mirrors
        ),
        articles={
            id_: replace(each, title=f"‹{each.title}›", nature=marked(each.nature))
            for id_, each in asked.articles.items()
        },
    )


def unmarked(text):
    """What remains of a text once everything between marks is taken out, innermost first."""
    inner = re.compile(r"[‹⟦][^‹›⟦⟧]*[›⟧]")
    while inner.search(text):
        text = inner.sub("", text)
    return text


@pytest.mark.parametrize("say", ["fr", "en"])
@pytest.mark.parametrize("people", ["many", "few"])
def test_every_visible_word_comes_from_the_catalogue_or_the_questionnaire(monkeypatch, say, people):
    real = maturity.language.sentence
    monkeypatch.setattr(
        maturity.language, "sentence", lambda *args, **fields: f"⟦{real(*args, **fields)}⟧"
    )
    listed = Language.listing  # its “and” is Babel's
    monkeypatch.setattr(Language, "listing", lambda *args: f"⟦{listed(*args)}⟧")
    asked = marked_instrument()
    full = samples.assessment(asked) if people == "many" else samples.nobody(asked)
    story = Story(replace(full, name="‹Lumera›", wave="‹spring›"), asked, Language(say))
    page = Page(page_of(story))
    texts = page.texts
    alts = [attrs["aria-label"] for attrs in pictures(page)]
    # The lines of a wrapped label are drawn one after the other, the marks at its two ends.
    words = [
        " ".join(each.get_text() for each in chart.figure.axes[0].texts) for chart in _charts(story)
    ]
    seen = {*texts, *alts, *words} - set(asked.articles)  # which sources go by
    assert [text for text in seen if re.search(r"[^\W\d_]", unmarked(text))] == []


def _charts(story):
    pages = Report(story).sections
    return [block for page in pages for block in page.blocks if isinstance(block, Chart)]


# The notebook itself


def test_the_notebook_is_stripped_and_its_first_code_cell_holds_the_parameters():
    notebook = json.loads(NOTEBOOK.read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert cells[0]["metadata"]["tags"] == ["parameters"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_the_notebook_shows_every_section_once_in_the_order_of_the_report():
    source = NOTEBOOK.read_text("utf-8")
    shown = re.findall(r'show\(\*report\.part\(\\"([a-z-]+)\\"\)\)', source)
    assert shown == list(PARTS)


@pytest.mark.system("chromium")
@pytest.mark.slow
def test_the_printed_report_has_a_page_for_every_section(tmp_path):
    story = told()
    (tmp_path / "report.html").write_text(page_of(story), encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    target = tmp_path / "report.pdf"
    subprocess.run(
        [*command, f"--print-to-pdf={target}", (tmp_path / "report.html").as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert len(re.findall(rb"/Type\s*/Page\b", target.read_bytes())) >= 9
