"""A report says what catalogues, the questionnaire and the client say, and nothing of its own."""

from functools import cache

import pytest
from tests import pseudo, samples
from tests.commands import example
from tests.words import words

from maturity.assess import assess
from maturity.language import LANGUAGES, Language
from maturity.story import Story
from maturity.story.edition import Brand, Edition, Narrative
from maturity.story.report import Report


def own(story):
    """What is the client's, and what is called the same in every language: works and codes."""
    asked, stated = story.instrument, story.assessment
    works = [each.title for each in asked.articles.values()]
    return (stated.name, stated.wave, *works, *(each.id for each in asked.items))


@pytest.fixture
def spoken(monkeypatch):
    pseudo.speak(monkeypatch)


@cache
def result(name, code):
    return assess(example(name), language=code)


@pytest.mark.parametrize(
    ("name", "code", "audience"),
    [
        ("lumera", "en", "executive"),
        ("lumera", "en", "all-staff"),
        pytest.param("lumera", "en", "working-group", marks=pytest.mark.slow),
        pytest.param("sorvelle", "fr", "executive", marks=pytest.mark.slow),
        pytest.param("sorvelle", "fr", "all-staff", marks=pytest.mark.slow),
        pytest.param("sorvelle", "fr", "working-group", marks=pytest.mark.slow),
    ],
)
def test_a_report_says_nothing_that_only_the_code_knows(monkeypatch, name, code, audience):
    found = result(name, code)
    pseudo.speak(monkeypatch)
    report = found.report(audience)
    said = [report.story.title, report.story.confidentiality, *words(report.sections)]
    assert pseudo.untranslated(said, *own(report.story)) == {}
    assert len(said) > 20


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_report_with_everything_in_it_says_nothing_of_its_own(code):
    asked = samples.instrument(dimensions=2, items=2, functions=3)
    text = "# 1\n\n2 {d1} **3**\n\n| 4 | 5 |\n|---|---|\n| 6 | [7](8) |\n\n> 9"
    comments = {"mirror": Narrative(text, numbers={"d1": 1}, mark=True)}
    edition = Edition(off=frozenset(), narrative=comments, brand=Brand("10", "11"))
    story = Story(samples.assessment(asked), asked, Language(code), edition)
    said = list(words(Report(story).sections))
    assert pseudo.untranslated(said, *own(story)) == {}


@pytest.mark.usefixtures("spoken")
def test_a_word_of_the_code_is_found():
    say = Language("fr")
    said = (say("report.cover.wave"), f"{say('report.cover.wave')} two", "Clinic")
    assert list(pseudo.untranslated(said, "Clinic")) == [said[1]]
