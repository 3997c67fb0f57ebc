"""The page as a browser shows and prints it: alone, readable by everyone, nothing left over."""

import re
from importlib import resources

import pytest
from tests.commands import PAGES, WAVES
from tests.test_batch import page as report_page

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
    alt = page.eval_on_selector_all("img", "images => images.map(image => image.alt)")
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


@pytest.mark.parametrize(("organization", "language"), [(o, "fr") for o in sorted(WAVES)])
def test_a_page_prints(opened):
    page, _, _ = opened
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 4 <= pages <= 60
