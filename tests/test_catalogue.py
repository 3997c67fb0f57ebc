"""The instrument on paper: all of it is there, in the reader's language, alone and unbroken."""

import re
import runpy
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from importlib import resources
from itertools import pairwise

import pytest
from tests.commands import ROOT, climate, run
from tests.test_browser import TAGS
from tests.test_html import HOSTILE, Page, unmarked

import maturity.language
from maturity.errors import UsageError
from maturity.instrument import Text, load_instrument
from maturity.instrument.coverage import citation, coverage, total
from maturity.language import LANGUAGES, Language
from maturity.writers.catalogue import catalogue, guide, write_guide

INSTRUMENTS = {
    "digital": load_instrument(ROOT / "surveys" / "digital-maturity"),
    "other": load_instrument(ROOT / "tests" / "other_instrument"),
}
OTHER = INSTRUMENTS["other"]
PAGES = {"catalogue": catalogue, "guide": guide}
CASES = [(name, language) for name in INSTRUMENTS for language in LANGUAGES]
every_case = pytest.mark.parametrize(("name", "language"), CASES)
HOSTILES = [HOSTILE, "x" * 5000, "שלום \u202e عالم", "", "{{ 7 * 7 }} {% raw %}"]
every_page = pytest.mark.parametrize("kind", PAGES)


def texts_of(thing):
    """Every text of an instrument, wherever it stands."""
    if isinstance(thing, Text):
        yield thing
    elif isinstance(thing, Mapping):
        yield from (text for each in thing.values() for text in texts_of(each))
    elif isinstance(thing, tuple):
        yield from (text for each in thing for text in texts_of(each))
    elif is_dataclass(thing):
        yield from (text for each in fields(thing) for text in texts_of(getattr(thing, each.name)))


def rewritten(thing, write):
    """The same thing with every word that people read written anew; ids stay."""
    if isinstance(thing, Text):
        return Text({language: write(words) for language, words in thing.items()})
    if isinstance(thing, Mapping):
        return {key: rewritten(each, write) for key, each in thing.items()}
    if isinstance(thing, tuple):
        return tuple(rewritten(each, write) for each in thing)
    if not is_dataclass(thing):
        return thing
    prose = {"begins", "study"} | ({"title"} if hasattr(thing, "lines") else set())
    return replace(
        thing,
        **{
            each.name: write(value)
            if each.name in prose and isinstance(value, str)
            else rewritten(value, write)
            for each in fields(thing)
            for value in [getattr(thing, each.name)]
        },
    )


class Prose(Page):
    """A page taken apart, what stands in ``<code>`` apart from what is prose."""

    def __init__(self, html):
        self.codes = []
        super().__init__(html)

    def handle_data(self, data):
        if "code" in self.open:
            self.codes.append(data.strip())
        else:
            super().handle_data(data)

    @cached_property
    def prose(self):
        return re.sub(r"\s+", " ", " ".join(self.texts))


MADE = {}


def made(kind, name, language):
    """The page as text and taken apart, made once."""
    if (kind, name, language) not in MADE:
        html = PAGES[kind](INSTRUMENTS[name], Language(language))
        MADE[kind, name, language] = html, Prose(html)
    return MADE[kind, name, language]


# What is on the page


@every_case
def test_every_text_of_the_instrument_is_in_the_catalogue(name, language):
    _, page = made("catalogue", name, language)
    missing = {
        words
        for text in texts_of(INSTRUMENTS[name])
        if (words := re.sub(r"\s+", " ", text.in_language(language)).strip())
        and words not in page.prose
    }
    assert missing == set()


@every_case
def test_items_scales_and_rubrics_stand_there_in_every_language(name, language):
    _, page = made("catalogue", name, language)
    asked = INSTRUMENTS[name]
    shown = [
        *(item.text for item in asked.items),
        *(text for item in asked.items for text in item.variants.values()),
        *(label for scale in asked.scales.values() for label in scale.labels.values()),
        *(anchor.text for practice in asked.practices for anchor in practice.rubric),
        *(question for practice in asked.practices for question in practice.interview),
        *(action.what for action in asked.actions),
    ]
    words = {re.sub(r"\s+", " ", each).strip() for text in shown for each in text.values()}
    assert {each for each in words if each not in page.prose} == set()


@every_case
def test_every_id_of_the_instrument_is_in_the_catalogue(name, language):
    _, page = made("catalogue", name, language)
    asked = INSTRUMENTS[name]
    ids = [
        *(each.id for each in (*asked.items, *asked.dimensions, *asked.practices)),
        *(each.id for each in (*asked.actions, *asked.figures, *asked.profiles, *asked.costs)),
        *(each.id for each in (*asked.registers, *asked.forms, *asked.articles.values())),
        *(field.id for register in asked.registers for field in register.fields),
        *(change.item for each in asked.migrations for change in each.items),
        *asked.scales,
        *asked.roles,
    ]
    assert Counter(ids).keys() - set(page.codes) == set()


@every_case
def test_every_citation_leads_to_its_line_and_says_its_nature(name, language):
    html, page = made("catalogue", name, language)
    asked, say = INSTRUMENTS[name], Language(language)
    links = re.findall(r'<a href="#([^"]*)"><code>([^<]*)</code></a> (?:<span[^>]*>)?([^<]*)', html)
    natures = {label: (place, nature.strip()) for place, label, nature in links}
    ids = {attrs.get("id") for _, attrs in page.elements}
    cited = {source for each in asked.items for source in each.sources}
    cited |= {s for p in asked.practices for a in (*p.rubric, *p.actions) for s in a.sources}
    for source in cited - {"own"}:
        found = citation(source, asked.articles)
        place, nature = natures[source]
        assert place in ids
        if found.line is None:
            assert nature == found.article.nature.in_language(language)
            continue
        assert nature.startswith(say(f"catalogue.nature.{found.line.nature}"))
        assert found.line.year is None or str(found.line.year) in nature
        row = html.partition(f'<tr id="{place}">')[2].partition("</tr>")[0]
        assert found.line.begins[:20].split("’")[0].split("'")[0] in row
    assert ("own" in cited) == (say("catalogue.nature.own") in page.prose)


def test_a_year_or_a_number_of_people_that_was_not_stated_is_said_to_be_unknown():
    english, french = (made("catalogue", "other", code)[1].prose for code in LANGUAGES)
    assert "Ward Voices, year not stated" in english
    assert "n not stated" in english
    assert "Nurses of one region, n = 1,250" in english
    assert "above 12" in english
    assert "survey, 2018" in english
    assert "plus de 12" in french
    assert "41,5\u202f%" in made("catalogue", "other", "fr")[0]
    assert "Rien n’est noté, coloré ni classé" in french


def test_what_comes_before_an_action_is_a_link_to_it():
    html, _ = made("catalogue", "other", "en")
    assert '<a href="#action-voice_1">Hang the log where everybody passes</a>' in html
    assert '<div class="action" id="action-voice_1">' in html


def test_a_text_in_another_language_is_marked_as_such():
    html, _ = made("catalogue", "other", "fr")
    assert '<h1 id="title"><span lang="en">Safety on the ward</span></h1>' in html
    html, _ = made("catalogue", "digital", "fr")
    assert '<span lang="en">Digital maturity assessment</span>' in html
    assert 'lang="fr"' not in html.partition("<body")[2]


# How the page is made


@every_case
@every_page
def test_the_page_is_whole_and_its_headings_skip_no_level(kind, name, language):
    html, page = made(kind, name, language)
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    links = {attrs["href"].removeprefix("#") for attrs in page.all("a")}
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    named = {attrs["aria-labelledby"] for _, attrs in page.elements if "aria-labelledby" in attrs}
    assert page.open == []
    assert [each for each, n in Counter(ids).items() if n > 1] == []
    assert (links | named) - set(ids) == set()
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table"))
    assert page.all("html")[0]["lang"] == language
    assert "{{" not in html
    assert "{%" not in html


@every_case
@every_page
def test_nothing_is_loaded_and_nothing_runs(kind, name, language):
    html, page = made(kind, name, language)
    assert page.all("script", "link", "iframe", "object", "embed", "form", "base", "img") == []
    assert not re.search(r"https?:|@import|url\(", html)
    assert not [key for _, attrs in page.elements for key in attrs if key.startswith("on")]
    policy = next(attrs["content"] for attrs in page.all("meta") if "http-equiv" in attrs)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


@every_page
def test_the_same_instrument_gives_the_same_bytes(kind):
    assert PAGES[kind](OTHER, Language("fr")) == made(kind, "other", "fr")[0]


@every_page
@pytest.mark.parametrize("words", HOSTILES)
def test_whatever_a_text_says_it_is_only_text(kind, words):
    hostile = rewritten(OTHER, lambda _: words)
    html = PAGES[kind](hostile, Language("en"))
    page = Page(html)
    assert page.open == []
    assert page.all("script", "img") == []
    assert len(page.all("style")) == 1
    assert "<" not in html.partition("<style>")[2].partition("</style>")[0]
    assert not words or words in page.texts


@every_case
@every_page
def test_every_visible_word_comes_from_the_catalogue_or_the_instrument(
    monkeypatch, kind, name, language
):
    real = maturity.language.sentence
    monkeypatch.setattr(
        maturity.language, "sentence", lambda *given, **more: f"⟦{real(*given, **more)}⟧"
    )
    asked = rewritten(INSTRUMENTS[name], lambda words: f"‹{words}›")
    page = Prose(PAGES[kind](asked, Language(language)))
    sizes = {f"({action.size})" for action in asked.actions}
    languages = {"English", "French", "Anglais", "Français"}
    seen = {text for text in page.texts if re.search(r"[^\W\d_]", unmarked(text))}
    assert {text for text in seen if unmarked(text).strip() not in sizes | languages} == set()


# Coverage


def test_coverage_counts_what_the_instrument_holds():
    rows = {(row.dimension, row.practice): row for row in coverage(OTHER)}
    voice = rows["speaking_up", "voice"]
    assert (voice.items, voice.reverse, voice.mirror, voice.levels) == (2, 1, 1, 3)
    assert (voice.actions, voice.questions) == ((1, 1), 2)
    assert voice.sources == {"opinion": 3, "survey": 1, "article": 1, "own": 3, "forecast": 1}
    assert rows["handover", None].items == 3
    assert len(rows) == 4


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_the_rows_of_coverage_add_up_to_the_instrument(name):
    asked = INSTRUMENTS[name]
    whole = total(coverage(asked))
    assert whole.items == len(asked.items)
    assert whole.levels == sum(len(practice.rubric) for practice in asked.practices)
    assert sum(whole.actions) == sum(1 for _ in asked.actions)
    citing = [*asked.items, *asked.actions, *(a for p in asked.practices for a in p.rubric)]
    assert sum(whole.sources.values()) == sum(len(each.sources) for each in citing)


@every_case
def test_the_catalogue_opens_with_the_table_of_coverage(name, language):
    html, _ = made("catalogue", name, language)
    table = html.partition('<table class="counts">')[2].partition("</table>")[0]
    rows = re.findall(r"<tr[^>]*><th scope=\"row\">.*?</tr>", table, re.DOTALL)
    asked = INSTRUMENTS[name]
    assert len(rows) == 1 + len(asked.dimensions) + sum(1 for _ in asked.practices)
    assert f'<td class="number">{len(asked.items)}</td>' in rows[-1]
    assert html.index("counts") < html.index('class="items"')


def test_the_page_of_coverage_is_made_from_the_questionnaire():
    page = runpy.run_path(str(ROOT / "docs" / "generate.py"))["coverage_page"]()
    assert (ROOT / "docs" / "coverage.md").read_text("utf-8") == page, "run python docs/generate.py"


# The interview guide


@every_case
def test_the_guide_asks_every_question_and_shows_every_level(name, language):
    _, page = made("guide", name, language)
    asked = INSTRUMENTS[name]
    said = [
        *(practice.label for practice in asked.practices),
        *(question for practice in asked.practices for question in practice.interview),
        *(anchor.text for practice in asked.practices for anchor in practice.rubric),
        *(e.text for p in asked.practices for anchor in p.rubric for e in anchor.evidence),
    ]
    words = {re.sub(r"\s+", " ", text.in_language(language)).strip() for text in said}
    assert {each for each in words if each not in page.prose} == set()


def test_a_part_of_the_guide_is_printed_in_the_order_of_the_instrument():
    html = guide(OTHER, Language("en"), ["overall", "handover"])
    assert re.findall(r'<h2 id="dimension-(\w+)">', html) == ["handover", "overall"]
    assert "Raising a concern" not in html


def test_an_instrument_without_practices_has_lines_to_write_on(tmp_path):
    bare = load_instrument(climate(tmp_path)[0])
    html = guide(bare, Language("en"))
    assert html.count('class="sheet bare"') == 2
    assert html.count('class="lines"') == 4
    assert "Trust" in Page(catalogue(bare, Language("en"))).texts


def test_an_unknown_dimension_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(UsageError, match="no dimension “nope”"):
        write_guide(tmp_path / "g.html", OTHER, Language("en"), ["nope"])
    assert list(tmp_path.iterdir()) == []


# The commands


@pytest.mark.slow
def test_the_commands_write_the_pages(tmp_path):
    other = ROOT / "tests" / "other_instrument"
    file = tmp_path / "new" / "catalogue.html"
    assert run("instrument", "catalogue", other, "-o", file, "--language", "fr")[:2] == (
        0,
        f"{file}\n",
    )
    assert file.read_text("utf-8") == made("catalogue", "other", "fr")[0]
    words = ("instrument", "guide", other, "-o", file)
    assert run(*words, "--dimension", "handover", "--dimension", "overall")[0] == 0
    assert file.read_text("utf-8") == guide(OTHER, Language("en"), ["handover", "overall"])
    assert [each.name for each in file.parent.iterdir()] == ["catalogue.html"]
    code, out, err = run(*words, "--dimension", "nope", "--language", "fr")
    assert (code, out) == (2, "")
    assert "Connues : speaking_up, handover, overall." in err
    assert run("instrument", "guide", other)[0] == 2


def test_showing_an_instrument_says_in_one_line_what_it_covers():
    code, out, _ = run("instrument", "show", ROOT / "tests" / "other_instrument")
    assert code == 0
    assert "2 practices: 3 rubric levels, 2 actions, 3 interview questions" in out


# In a browser


@pytest.fixture
def opened(browser, tmp_path, kind, name, language):
    (tmp_path / "page.html").write_text(made(kind, name, language)[0], encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((tmp_path / "page.html").as_uri())
    yield page, asked, said
    page.close()


@pytest.mark.system("chromium")
@every_case
@every_page
def test_a_page_stands_alone_and_has_no_barrier_that_axe_finds(opened):
    page, asked, said = opened
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    violations = {
        each["id"]: [node["html"][:120] for node in each["nodes"][:3]]
        for each in found["violations"]
    }
    assert (violations, asked[1:], said) == ({}, [], [])


@pytest.mark.system("chromium")
@every_case
@every_page
def test_a_page_never_scrolls_sideways(opened):
    page, _, _ = opened
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 900})
        seen = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert seen[0] <= seen[1], width


@pytest.mark.system("chromium")
@pytest.mark.parametrize("kind", ["guide"])
@pytest.mark.parametrize(("name", "language"), [case for case in CASES if case[0] == "digital"])
def test_every_practice_has_one_printed_sheet_and_no_more(opened, name):
    page, _, _ = opened
    printed = page.pdf(prefer_css_page_size=True)
    practices = sum(1 for _ in INSTRUMENTS[name].practices)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2 + practices
