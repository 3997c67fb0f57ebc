"""How every number is made: the pages are fresh, their sums right, and nothing goes unexplained."""

import re
import runpy
import types
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from ruamel.yaml import YAML
from tests import samples
from tests.test_scores import CASES, EQUATION, _numbers, examples, value_of

from maturity.language import LANGUAGES, Language, entries, is_known
from maturity.scores import model
from maturity.scores.estimate import estimate, sampling
from maturity.scores.population import Raking, populate
from maturity.scores.priority import confidence
from maturity.scores.statistics import (
    agreement,
    careless,
    composites,
    differences,
    intervals,
    multiplicity,
    omega,
    reliability,
    waves,
    weights,
)
from maturity.story import Story, sections
from maturity.story.blocks import Section
from maturity.story.methods import METHODS, PARTS, fields, printed

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs" / "methods.md", "fr": ROOT / "docs" / "methods.fr.md"}
FORMULAS = YAML(typ="safe").load((ROOT / "tests" / "cases" / "methods.yaml").read_text("utf-8"))[
    "formulas"
]
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_method = pytest.mark.parametrize("method", METHODS)


def page(language):
    """A page by section, numbers written as Python does."""
    text = PAGES[language].read_text("utf-8")
    if language == "fr":
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def titles(language):
    say = Language(language)
    return {method: say(f"methods.{method}.title") for method in METHODS}


# The pages


@each_language
def test_a_page_is_made_from_the_catalogue(language):
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["methods_page"](language)
    assert PAGES[language].read_text("utf-8") == made, "run python docs/generate.py"


@each_language
def test_every_sum_of_a_page_is_right(language):
    equations = [
        each for text in page(language).values() for each in EQUATION.findall(examples(text))
    ]
    assert len(equations) > 100
    for left, right in equations:
        decimals = len(right.partition(".")[2])
        half_a_digit = 0.51 * 10**-decimals if decimals else 1e-9
        assert value_of(left) == pytest.approx(float(right), abs=half_a_digit), f"{left} = {right}"


def test_both_pages_work_the_same_sums():
    worked = {
        language: {
            method: sorted(EQUATION.findall(examples(page(language)[title])))
            for method, title in titles(language).items()
        }
        for language in LANGUAGES
    }
    assert worked["en"] == worked["fr"]


@each_method
def test_a_method_has_words_numbers_a_formula_a_source_and_limits_in_both_languages(method):
    for part in ("title", "words", "example", "formula", "source", "limits"):
        assert is_known(f"methods.{method}.{part}")
    known = set(entries("methods")[method]) - {"fields", "r"}
    assert known <= {"title", "words", "example", "formula", "more", "source", "limits"}
    for language in LANGUAGES:
        assert (
            EQUATION.search(examples(page(language)[titles(language)[method]]))
            or method == "chance"
        )


def test_french_is_typeset():
    wrong = re.compile(r"[^\u202f][;!?»]|[^\u202f\d] ?%|[^\u202f\d]: |«[^\u202f]|'[^ +]|=.*\d\.\d")
    quoted = re.compile(r"\*[^*]+\*|`[^`]+`")
    left = [
        f"{method}.{part}"
        for method in METHODS
        for part, texts in entries("methods")[method].items()
        if isinstance(texts, dict) and wrong.search(quoted.sub("", texts["fr"]))
    ]
    assert left == []


# The numbers, by the program


def _square(given):
    matrix = np.full((given["k"], given["k"]), given["r"])
    np.fill_diagonal(matrix, 1.0)
    return matrix


def _counts(answers):
    return np.array([[answers.count(point) for point in range(1, 6)]])


def _samples(given):
    return [differences.sample(np.array(values, dtype=float)) for values in given]


def _centred(rows):
    steps = np.array([[np.nan if cell is None else cell for cell in row] for row in rows])
    answered = ~np.isnan(steps)
    added = composites.item_centred(
        np.nan_to_num(steps), answered, np.full(2, 4.0), np.ones(2), np.full(2, True)
    )
    corrected = 25 * np.nanmean(steps, axis=1) + added
    return [corrected[-1], corrected.mean()]


def _weights(given):
    counts = np.array(given["counts"])
    each = weights.post_stratified(counts, given["heads"])
    effect = weights.design_effect(each, counts)
    return [*each, effect, counts.sum() / effect]


def _raked_interval(given):
    functions = given["functions"]
    population = populate(functions, given["roster"], 3, by_headcount=True)
    raking = Raking(
        weights=np.array(given["weights"], dtype=float),
        base=np.array([given["roster"][who] / functions.count(who) for who in functions]),
        cells=(tuple(functions.index(who) for who in functions), tuple(given["positions"])),
        totals=given["roster"],
    )
    scores = np.array(given["scores"], dtype=float)
    found = estimate(scores, replace(population, raking=raking))
    known = sampling(found)
    return [known.mean, known.error, known.freedom, *known.interval()]


def _dirichlet(given):
    w = given["weight"]
    drawn = composites.other_weights(
        [w] * 5, draws=200_000, concentration=given["concentration"], seed=1
    )
    assert drawn.std() == pytest.approx(
        (w * (1 - w) / (given["concentration"] + 1)) ** 0.5, abs=1e-3
    )
    return [(w * (1 - w) / (given["concentration"] + 1)) ** 0.5]


def _level(given):
    found = intervals.Sampled(given["mean"], given["error"], given["freedom"])
    return [each for each in intervals.level_probability(found, [20, 40, 60, 80]) if each > 0.01]


def _alpha(given):
    matrix = _square(given)
    value = reliability.alpha(matrix)
    two = reliability.spearman_brown(matrix[:2, :2])
    assert two == pytest.approx(reliability.alpha_if_dropped(matrix)[0])
    return [value, *reliability.feldt(value, given["n"], given["k"]), two]


def _rwg(answers):
    counts = _counts(answers)
    ratio = agreement.variance_ratio(float(agreement.standard_deviation(counts)[0]), 5)
    return [agreement.rwg(ratio), agreement.rwg_j([ratio] * 5)]


def _gap(given):
    a, b = _samples(given)
    return [*differences.welch(a, b), *differences.welch_interval(a, b)]


def _hedges(given):
    a, b = _samples(given)
    return [differences.hedges_g(a, b), *differences.hedges_interval(a, b)]


def _change(given):
    before, after = (np.array(given[key], dtype=float) for key in ("before", "after"))
    pairs = np.array([[n, n] for n in range(given["both"])], dtype=int).reshape(-1, 2)
    found = waves.difference(before, after, pairs)
    return [found.mean, found.se, *(found.interval if found.method == waves.PAIRED else ())]


class Known:
    """A wave whose levels are given as probabilities, cut at 1, 2…"""

    def __init__(self, levels):
        self.levels = levels

    def below(self, cut):
        return sum(self.levels[:cut])


def _codes(answers):
    return np.array([answers], dtype=np.uint8)


CALLS = {
    "centred": _centred,
    "weights": _weights,
    "raked": lambda given: weights.raked(np.array(given["counts"]), given["margins"]).ravel(),
    "raked_interval": _raked_interval,
    "dirichlet": _dirichlet,
    "level": _level,
    "wilson": lambda given: intervals.wilson(*given),
    "of_finite": lambda given: intervals.of_finite(*given),
    "of_bounded": lambda given: intervals.of_bounded(*given),
    "alpha": _alpha,
    "omega": lambda given: [omega.one_factor(_square(given), given["n"]).omega],
    "item_rest": lambda given: reliability.item_rest(_square(given))[:1],
    "surely_negative": lambda given: [reliability.surely_negative(*given)],
    "deviation": lambda given: [
        agreement.average_deviation(_counts(given))[0],
        agreement.standard_deviation(_counts(given))[0],
    ],
    "consensus": lambda given: agreement.consensus(_counts(given)),
    "critical_deviation": lambda given: [agreement.critical_deviation(*given)],
    "rwg": _rwg,
    "between": lambda given: [agreement.one_way(given).icc_1, agreement.one_way(given).icc_2],
    "gap": _gap,
    "hedges": _hedges,
    "cliff": lambda given: [differences.cliffs_delta(*_samples(given))],
    "permutation": lambda given: [differences.permutation_p(*_samples(given), seed=1)],
    "holm": multiplicity.holm,
    "benjamini_hochberg": multiplicity.benjamini_hochberg,
    "longstring": lambda given: careless.longstring(_codes(given), _codes(given) > 0),
    "variability": lambda given: careless.response_variability(_codes(given), np.full(5, 5)),
    "confidence": lambda given: [confidence(*given)],
    "change": _change,
    "decomposition": lambda given: waves.decomposition(given["shares"], given["means"]),
    "level_up": lambda given: waves.level_moves(*map(Known, given), range(1, len(given[0])))[1:],
}


@pytest.mark.parametrize("case", FORMULAS, ids=lambda case: f"{case['name']}: {case['of']}")
def test_a_formula_gives_the_numbers_of_its_example(case):
    found = list(CALLS[case["of"]](case["given"]))[: len(case["expected"])]
    assert found == pytest.approx(case["expected"], abs=5.1e-5)


@each_language
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.id.startswith("methods")] + FORMULAS, ids=str
)
def test_a_page_shows_the_numbers_of_its_cases(case, language):
    name = re.sub(r", (?:none|by headcount|borrowed)$", "", case["name"])
    method = next(method for method, title in titles("en").items() if title == name)
    section = page(language)[titles(language)[method]]
    shown = {float(number) for number in re.findall(r"\d+(?:\.\d+)?", section)}
    assert {abs(float(number)) for number in _numbers(case["expected"])} - shown == set()


# Nothing unexplained


def leaves(kind, path=""):
    """Every field of the assessment that may hold a number, as ``dimensions.alpha``."""
    if is_dataclass(kind):
        for name, hint in get_type_hints(kind).items():
            yield from leaves(hint, f"{path}.{name}".lstrip("."))
    elif get_origin(kind) in (Union, types.UnionType, tuple) or hasattr(kind, "__origin__"):
        for part in get_args(kind):
            yield from leaves(part, path)
    elif kind in (int, float):
        yield path


def test_every_number_of_an_assessment_belongs_to_a_method():
    explained = {field for method in METHODS for field in fields(method)}
    known = set(leaves(model.Assessment))
    assert len(known) > 60
    left = {
        field
        for field in known
        if not any(field == each or field.startswith(f"{each}.") for each in explained)
    }
    assert left == set()


def test_every_field_that_a_method_explains_exists():
    def exists(kind, path):
        if not path:
            return True
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            return path[0] in hints and exists(hints[path[0]], path[1:])
        return any(exists(part, path) for part in get_args(kind))

    wrong = [
        field
        for method in METHODS
        for field in fields(method)
        if not exists(model.Assessment, field.split("."))
    ]
    assert wrong == []


def test_the_catalogue_holds_the_methods_of_the_pages_and_no_other():
    assert set(entries("methods")) == {"part", *METHODS}
    assert set(entries("methods")["part"]) == set(PARTS)


# The report


@each_language
def test_the_report_explains_what_it_prints_and_nothing_else(language):
    asked = samples.instrument()
    full = Story(samples.assessment(asked), asked, Language(language))
    none = Story(samples.nobody(asked), asked, Language(language))
    assert set(printed(full.assessment)) == set(METHODS) - {
        *PARTS["change"],
        "critical",
    }
    assert "interval" not in set(printed(none.assessment))
    annex = next(
        block
        for block in sections.method(full).blocks
        if isinstance(block, Section) and block.id == "formulas"
    )
    words = str(annex)
    assert len(words.encode()) < 50_000
    assert not re.search(r"`|\*\*|\b[A-Z]+_[A-Z_]+\b", words)
    parts = [
        Language(language)(f"report.formulas.{part}") for part in ("formula", "source", "limits")
    ]
    for entry in annex.blocks[1:]:
        _, *told = (block.text for block in entry.blocks)
        assert [text.split("\u202f")[0].split(":")[0] for text in told] == parts
    assert not re.search(r"\w\.(?:md|py|toml)\b", words), "a client has none of the project's files"
