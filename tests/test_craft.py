"""Survey craft: reading ease, advice, the digest of sources, and the shipped instrument by both."""

import sys
from importlib import util
from pathlib import Path

import pytest

from maturity.instrument import OWN, load_instrument
from maturity.instrument.craft import advice
from maturity.instrument.reading_ease import (
    ease_by_dimension,
    english_syllables,
    french_syllables,
    reading_ease,
)
from maturity.language import Language

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "surveys" / "digital-maturity"
SAY = Language("en")


@pytest.fixture(scope="module")
def shipped():
    return load_instrument(SHIPPED)


FINE = "{id: A1, scale: s, reverse: true, text: My team meets other teams once a month.}"
SCALES = "{s: {min: 1, max: 5}}"


@pytest.fixture
def advised(tmp_path):
    """Write an instrument with these items and other keys; give back the advice on it."""

    def advise(*items, scales=SCALES, craft="{reverse_least: 1}"):
        top = f'id: i\nversion: "1"\nscales: {scales}\ncraft: {craft}\n'
        lines = "".join(f"      - {item}\n" for item in items or [FINE])
        text = f"{top}dimensions:\n  - id: d\n    label: D\n    items:\n{lines}"
        (tmp_path / "i.yaml").write_text(text, encoding="utf-8")
        return [complaint.message(SAY) for complaint in advice(tmp_path / "i.yaml")]

    return advise


def one(found, part):
    return [line for line in found if part in line]


# Reading ease


@pytest.mark.parametrize(
    ("language", "text", "words", "sentences", "syllables"),
    [
        ("en", "The cat sat on the mat.", 6, 1, 6),
        ("en", "We meet. My manager decides!", 5, 2, 8),
        ("fr", "Le chat dort sur le petit lit.", 7, 1, 8),
        ("fr", "Notre équipe agit vite. Les clients le voient.", 8, 2, 11),
    ],
)
def test_reading_ease_is_the_published_formula(language, text, words, sentences, syllables):
    # Flesch 1948 and Kandel & Moles 1958; words and syllables counted by hand.
    start, per_word = {"en": (206.835, 84.6), "fr": (207, 73.6)}[language]
    ease = start - 1.015 * words / sentences - per_word * syllables / words
    assert reading_ease([text], language) == pytest.approx(ease)
    halves = [half for half in text.replace("! ", "!|").replace(". ", ".|").split("|") if half]
    assert reading_ease(halves, language) == pytest.approx(ease)


def test_reading_ease_of_a_language_without_a_formula_is_none():
    assert reading_ease(["Ein Satz."], "de") is None
    assert reading_ease(["123 – !"], "en") is None


ENGLISH = {  # syllables as in the CMU pronouncing dictionary
    **dict.fromkeys(("team", "month", "clear", "used"), 1),
    **dict.fromkeys(("data", "decides", "meeting", "table", "agreed", "being"), 2),
    **dict.fromkeys(("customers", "department", "management"), 3),
    **dict.fromkeys(("priorities", "information", "technology"), 4),
}
FRENCH = {  # syllables as spoken
    **dict.fromkeys(("chaque", "leurs", "langue"), 1),
    **dict.fromkeys(("équipe", "données", "travail", "idée"), 2),
    **dict.fromkeys(("réunion", "numérique", "objectif", "dirigeants", "décisions"), 3),
    **dict.fromkeys(("informatique", "situation"), 4),
}


@pytest.mark.parametrize(
    ("count", "counted"), [(english_syllables, ENGLISH), (french_syllables, FRENCH)]
)
def test_syllables_are_counted_as_dictionaries_do(count, counted):
    assert {word: count(word) for word in counted} == counted


# Advice


def test_a_sound_item_gets_no_advice(advised):
    assert advised() == []


LONG = "My team meets other teams " + "and again " * 8 + "each month."
HARD = (
    "Institutionalised interdepartmental communication systematically characterises organisations."
)
UNEQUAL = "{en: We meet others each month., fr: Mon équipe rencontre les autres une fois par mois.}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"We meet."', "has 2 words"),
        (f'"{LONG}"', "has 23 words"),
        ('"My team meets and trains other teams."', "two things at once in “en”: and"),
        ('"My team does not meet other teams."', "negation in “en”: not"),
        ('"My team doesn\'t meet other teams."', "negation in “en”: doesn’t"),
        (f'"{HARD}"', "hard to read"),
        (UNEQUAL, "longer in one of “en” and “fr”"),
    ],
)
def test_each_flaw_of_wording_is_named_with_its_line(advised, text, said):
    found = advised(f"{{id: A1, scale: s, reverse: true, text: {text}}}")
    assert one(found, said), found
    assert all(line.startswith("i.yaml:9: A1") for line in found)


def test_words_that_belong_together_are_not_two_questions(advised):
    item = "{id: A1, scale: s, text: Our marketing and IT teams meet every month.}"
    assert one(advised(item), "two things")
    together = "{reverse_least: 0, together: {en: [marketing and IT]}}"
    assert advised(item, craft=together) == []


def test_a_dimension_with_few_reverse_items_is_named(advised):
    items = [FINE.replace("A1", f"A{n}").replace("once", f"{n} times") for n in range(2, 5)]
    assert one(advised(*items, craft="{reverse_least: 2}"), "reverse-keyed") == []
    items = [item.replace("reverse: true, ", "") for item in items]
    assert one(advised(*items, craft="{reverse_least: 2}"), "0 reverse-keyed questions in d")


def test_a_missing_language_is_named(advised):
    french = (
        FINE.replace("A1", "B1")
        .replace("My team", "{en: Our team")
        .replace("month.}", "month., fr: Notre équipe voit les autres chaque mois.}}")
    )
    assert one(advised(FINE, french), "A1 is not worded in “fr”")


def test_labels_that_clash_between_scales_are_named(advised):
    alike = "{s: {min: 1, max: 5, labels: {3: Fairly}}, t: {min: 0, max: 10, labels: {5: fairly}}}"
    assert advised(scales=alike) == []
    assert one(advised(scales=alike.replace("3: F", "2: F")), "“fairly” does not mean the same")


# The shipped instrument


def test_every_source_of_the_shipped_instrument_opens_a_line_of_the_digest(shipped):
    cited = [source for item in shipped.items for source in item.sources]
    for practice in shipped.practices:
        cited += [source for anchor in practice.rubric for source in anchor.sources]
    for each in (*shipped.actions, *shipped.figures, *shipped.profiles, *shipped.registers):
        cited += each.sources
    for source in set(cited) - {OWN}:
        article, line = source.split(":")
        digest = shipped.articles[article].lines[int(line)]
        assert shipped.articles[article].file
        assert 2 <= len(digest.begins.split()) <= 8, source
        assert digest.nature in {"opinion", "survey", "forecast"}
        assert len(digest.sha256) == 16


def test_everything_of_the_shipped_instrument_says_where_it_comes_from(shipped):
    for practice in shipped.practices:
        for each in (*practice.items, *practice.rubric, *practice.actions):
            assert each.sources, (practice.id, each)


def test_every_practice_has_five_anchors_an_action_per_step_and_questions(shipped):
    steps = set(range(1, len(shipped.levels)))
    for practice in shipped.practices:
        assert [anchor.level for anchor in practice.rubric] == [1, 2, 3, 4, 5]
        assert {action.step for action in practice.actions} == steps
        assert 2 <= len(practice.interview) <= 3
        assert practice.weight_reason["fr"]
        assert practice.weight_reason["en"]


def test_an_action_comes_after_lower_steps_and_ends_within_its_success(shipped):
    actions = {action.id: action for action in shipped.actions}
    for action in actions.values():
        assert action.size in {"S", "M", "L"}
        assert action.success.days >= action.horizon
        for before in action.after:
            if actions[before].practice == action.practice:
                assert actions[before].step <= action.step, action.id


def test_every_text_of_the_shipped_instrument_is_in_both_languages(shipped):
    from dataclasses import fields, is_dataclass

    from maturity.instrument import Text

    def texts(thing, where):
        if isinstance(thing, Text):
            yield where, thing
        elif is_dataclass(thing):
            for field in fields(thing):
                yield from texts(getattr(thing, field.name), f"{where}.{field.name}")
        elif isinstance(thing, dict):
            for key, each in thing.items():
                yield from texts(each, f"{where}.{key}")
        elif isinstance(thing, tuple):
            for n, each in enumerate(thing):
                yield from texts(each, f"{where}.{n}")

    one_sided = [where for where, text in texts(shipped, "") if text and set(text) != {"en", "fr"}]
    assert one_sided == []


def test_figures_are_those_of_the_articles(shipped):
    # Read again in the articles, independently of the YAML: value, operator, year, n, source.
    wanted = {
        ("S3:3", 65.7, "=", None, None),
        ("S2:8", 77, "=", None, 300),
        ("S2:10", 68, "=", None, 300),
        ("S4:10", 56, "=", 2014, None),
        ("S4:10", 63, "=", 2014, None),
        ("S4:10", 62, "=", 2014, None),
        ("S4:10", 68, "=", 2014, None),
        ("S4:11", 50, "above", 2014, None),
        ("S4:11", 54, "=", 2014, None),
        ("S4:12", 50, "below", 2014, None),
        ("S4:24", 15, "=", 2014, None),
    }
    found = {(f.sources[0], f.value, f.operator, f.year, f.n) for f in shipped.figures}
    assert found == wanted


def test_the_shipped_instrument_follows_its_own_advice():
    assert [complaint.message(SAY) for complaint in advice(SHIPPED)] == []


def test_every_dimension_reads_as_plain_prose_in_both_languages(shipped):
    for eases in ease_by_dimension(shipped).values():
        assert set(eases) == {"en", "fr"}
        assert min(eases.values()) >= 55  # "fairly difficult" begins at 50, plain English at 60


# The pulse


@pytest.fixture(scope="module")
def pulse_script():
    spec = util.spec_from_file_location("pulse", ROOT / "benchmarks" / "pulse.py")
    module = util.module_from_spec(spec)
    sys.modules["pulse"] = module
    spec.loader.exec_module(module)
    return module


def test_the_pulse_is_the_smallest_set_that_covers_everything(shipped, pulse_script):
    chosen = [item.id for item in pulse_script.choose(shipped)]
    assert list(shipped.form("pulse").items) == chosen
    assert pulse_script.minutes(shipped, pulse_script.choose(shipped)) <= 12


def test_the_pulse_stays_as_close_to_the_full_form_as_the_docs_say(shipped, pulse_script):
    short = pulse_script.choose(shipped)
    for close in pulse_script.simulate(shipped, short, 25, 200, seed=1).values():
        assert close.deviation < 3.5
        assert close.correlation > 0.95
