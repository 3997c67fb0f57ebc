"""The page as a browser shows and prints it: alone, readable by everyone, nothing left over."""

import re
from importlib import resources
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.commands import PAGES
from tests.test_batch import page as report_page

from maturity.language import Language

pytestmark = pytest.mark.system("chromium")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
LEFTOVERS = r"[{}]|\bNone\b|\bnan\b|\bNaN\b|\bTrue\b|\bFalse\b|\b(?:report|cli|problems)\.[a-z_]+"
every_page = pytest.mark.parametrize(("organization", "language"), PAGES)


@pytest.fixture
def opened(browser, demo, organization, language):
    """The page of one report, what it asked the network for and what it complained of."""
    folder, suffix = report_page(demo, organization, language)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((folder / f"report{suffix}.html").as_uri())
    yield page, asked, said
    page.close()


def unfold(page):
    """Open every table that waits behind a figure."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@every_page
def test_a_page_stands_alone(opened):
    page, asked, said = opened
    page.wait_for_load_state("networkidle")
    outside = [url for url in asked[1:] if not url.startswith("data:")]
    assert (outside, said) == ([], [])
    assert asked[0].startswith("file:")


@every_page
def test_a_page_has_no_barrier_that_axe_finds(opened):
    page, _, _ = opened
    unfold(page)
    # What a picture is drawn with is nothing to those who listen: its role and its words remain.
    page.evaluate(
        "document.querySelectorAll('svg[role=img]').forEach(one => one.replaceChildren())"
    )
    axe = resources.files("axe_playwright_python") / "axe.min.js"
    page.evaluate(axe.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    violations = {
        each["id"]: [node["html"][:120] for node in each["nodes"][:3]]
        for each in found["violations"]
    }
    assert violations == {}
    assert len(found["passes"]) > 15


@every_page
def test_a_page_holds_no_leftovers(opened, language):
    page, _, _ = opened
    assert page.evaluate("document.documentElement.lang") == language
    assert page.title()
    text = page.evaluate("document.body.textContent")
    alt = page.eval_on_selector_all(
        "svg[role=img]", "pictures => pictures.map(each => each.getAttribute('aria-label'))"
    )
    assert all(alt)
    leftovers = re.findall(LEFTOVERS, "\n".join([text, page.title(), *alt]))
    assert leftovers == []


@every_page
@pytest.mark.parametrize("width", [1280, 400])
def test_a_page_never_scrolls_sideways(opened, width):
    page, _, _ = opened
    page.set_viewport_size({"width": width, "height": 900})
    unfold(page)
    seen = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert seen[0] <= seen[1]


def printed(page):
    """How many pages come out of the printer, and the words of the first three."""
    pages = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    return len(pages), [" ".join(each.extract_text().split()) for each in pages[:3]]


@every_page
def test_a_page_prints_and_its_synthesis_is_one_page(opened, language):
    page, _, _ = opened
    count, pages = printed(page)
    assert 10 <= count <= 60
    say = Language(language)
    for heading in ("synthesis.title", "synthesis.messages", "synthesis.decision"):
        assert say(f"report.{heading}") in pages[1], "right after the cover and the contents"
    assert say("report.read.title") in pages[2]
    assert say("report.read.title") not in pages[1]


@every_page
def test_a_page_is_light_enough_to_send(demo, organization, language):
    folder, suffix = report_page(demo, organization, language)
    assert (folder / f"report{suffix}.html").stat().st_size < 1_500_000
