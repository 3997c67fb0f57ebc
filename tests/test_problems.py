"""Every problem code: provoked by its example, cured by the cure, said in both languages."""

import re
import string
import tomllib
from importlib import resources

import pytest
from tests.problem_examples import examples, problems_of

from maturity.errors import SEVERITIES, Problem, needs_attention, problem_codes
from maturity.language import LANGUAGES, Language


def test_every_code_has_an_example_and_every_example_a_code():
    assert set(examples()) == set(problem_codes()), "see tests/problem_examples.toml"


@pytest.mark.parametrize("code", problem_codes())
def test_every_code_is_provoked_by_its_example_and_said_in_both_languages(code):
    found = [p for p in problems_of(examples()[code]["before"]) if p.code == code]
    assert found, "its example does not provoke it"
    for language in LANGUAGES:
        document = found[0].to_json(Language(language))
        for part in ("message", "remedy"):
            assert document[part][0].isupper() or document[part][0] in "“«0123456789#d"
            assert document[part].endswith((".", "!"))
            assert not re.search(r"\{\w*\}", document[part]), "a field is not filled"
        assert document["severity"] in SEVERITIES


@pytest.mark.parametrize("code", problem_codes())
def test_every_example_is_cured_by_its_cure(code):
    assert code not in {problem.code for problem in problems_of(examples()[code]["after"])}


def sentences(node):
    """Every sentence of a catalogue entry: a table with one text per language."""
    if set(node) & set(LANGUAGES):
        yield node
    else:
        for child in node.values():
            if isinstance(child, dict):
                yield from sentences(child)


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("subject", ["problems", "errors"])
def test_both_languages_say_the_same_with_the_same_details(subject):
    file = resources.files("maturity.language") / f"{subject}.toml"
    catalogue = tomllib.loads(file.read_text(encoding="utf-8"))
    for sentence in sentences(catalogue):
        assert set(sentence) == set(LANGUAGES), sentence
        assert fields(sentence["en"]) == fields(sentence["fr"]), sentence
        # French puts a space before these marks, and never a straight apostrophe.
        assert not any(
            f"{letter}{mark}" in sentence["fr"] for mark in ";!?" for letter in "aeiourst"
        )
        assert "'" not in sentence["fr"]


def test_only_notes_need_nobodys_attention():
    note, change = Problem("a", "BLANK_MARK"), Problem("a", "ANSWER_DATE")
    assert not needs_attention([note, note])
    assert needs_attention([note, change])
    assert not needs_attention([])


def test_a_sentence_with_a_detail_missing_is_an_error():
    with pytest.raises(KeyError):
        Problem("a", "ANSWER_UNKNOWN").message(Language("en"))
