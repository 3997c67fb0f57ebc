"""One truth in five formats: what each prints is what ``assessment.json`` holds, and no more.

The numbers are taken from the files as a reader finds them, by the names that stand beside them.
"""

from collections import defaultdict
from dataclasses import asdict

import pytest
from tests import printed, samples
from tests.claims import WHOLE, claims, squeezed
from tests.commands import PAGES
from tests.reports import file_of, published, report_from, report_of, written

FORMATS = ("html", "pdf", "pptx", "docx", "xlsx")
LANGUAGES = ("en", "fr")


def truths(told):
    """Every published figure by thing and quantity, None where it is masked or unknown."""
    known = {WHOLE: told["overall"]}
    for kind in ("dimension", "practice", "item"):
        known |= {(kind, each["id"]): each for each in told[f"{kind}s"]}
    for each in told["items"]:  # of a masked question nothing is told, not even its n
        if each["distribution"] is None:
            known["item", each["id"]] = {**each, "n": None, "dont_know_rate": None}
    for group in told["groups"]:
        for dimension in group["dimensions"]:
            known["function", group["id"], dimension] = {
                "score_100": group["dimensions"][dimension],
                "interval": group["intervals"][dimension],
                "n": group["n_by_dimension"][dimension],
                "dont_know_rate": group["dont_know_rates"][dimension],
                "n_group": group["n"],
            }
    return known


def expected(fact, quantity):
    """What a cell must hold: numbers in order; None where there must be none."""
    low, high = fact.get("interval") or (None, None)
    rate = fact.get("dont_know_rate")
    values = {
        "score": [fact.get("score_100")],
        "interval": [low, high],
        "low": [low],
        "high": [high],
        "n": [fact.get("n")],
        "target": [fact.get("target")],
        "dont_know": [None if rate is None else 100 * rate],
        "score_and_interval": [fact.get("score_100"), low, high],
    }[quantity]
    return None if all(value is None for value in values) else values


def as_printed(cell, quantity):
    """The numbers of a cell, each with the decimals it has."""
    if isinstance(cell, int | float):
        places = len(repr(cell).partition(".")[2])
        return [(100 * cell, places - 2) if quantity == "dont_know" else (cell, places)]
    return list(printed.numbers(cell))


def agrees(cell, quantity, values):
    """Tell whether a cell says the values, as far as its decimals go."""
    said = as_printed(cell, quantity)
    if values and quantity == "interval" and isinstance(cell, float):  # as charts draw it
        values = [(values[1] - values[0]) / 2]
    if values is None:
        return said == []
    wanted = [value for value in values if value is not None]
    wanted = wanted[: len(said)] if quantity == "score_and_interval" else wanted
    # in words, one unit of the last decimal: a score must not seem to reach a level it does not
    most = 1.01 if isinstance(cell, str) else 0.5
    allowed = [0.5 if places == 0 else most * 10**-places for _, places in said]
    return (
        bool(said)
        and len(said) == len(wanted)
        and all(
            abs(number - value) <= most + 1e-9
            for (number, _), value, most in zip(said, wanted, allowed, strict=True)
        )
    )


def read(path, story):
    found = defaultdict(list)
    for thing, quantity, cell in claims(path, story):
        found[thing, quantity].append(cell)
    return found


def wrong(found, told, story):
    """Every claim that the assessment does not bear out."""
    known = truths(told)
    for (thing, quantity), cells in found.items():
        fact = known[thing]
        for cell in cells:
            if quantity == "level":
                if thing[0] in {"dimension", "overall"} and not _says_level(cell, fact, story):
                    yield thing, quantity, cell
            elif not agrees(cell, quantity, expected(fact, quantity)):
                yield thing, quantity, cell, expected(fact, quantity)


def _says_level(cell, fact, story):
    labels = [level.label.in_language(story.say.code) for level in story.instrument.levels]
    if fact["level"] is None:
        return not any(squeezed(label) in squeezed(cell) for label in labels)
    return squeezed(labels[fact["level"] - 1]) in squeezed(cell)


def owed(told, kind):
    """What a format must print: everything that is published, slides the main part of it."""
    for thing, fact in truths(told).items():
        has_score = fact.get("score_100") is not None
        if thing == WHOLE:
            yield from ((thing, "score"), (thing, "interval")) if has_score else ()
        elif thing[0] == "dimension":
            yield from ((thing, "score"), (thing, "interval"), (thing, "n"))
        elif thing[0] == "function":
            yield thing, "score_and_interval"
        elif kind == "pptx":
            continue
        elif thing[0] == "practice":
            yield from ((thing, "score"), (thing, "interval"), (thing, "n"))
        else:
            yield from ((thing, "n"), (thing, "dont_know"))


def missing(found, told, kind):
    for thing, quantity in owed(told, kind):
        ways = {
            "interval": [("interval",), ("low", "high"), ("score_and_interval",)],
            "score_and_interval": [("score_and_interval",), ("score",)],
        }.get(quantity, [(quantity,)])
        if not any(all((thing, way) in found for way in each) for each in ways):
            yield thing, quantity


def check(path, told, report, kind):
    found = read(path, report.story)
    assert list(wrong(found, told, report.story)) == []
    assert list(missing(found, told, kind)) == []


# A small questionnaire, some of it masked: quick enough for every run


@pytest.fixture(scope="module")
def small():
    """A report in each language of which one function, one practice and one question are masked."""
    from dataclasses import replace

    asked = samples.instrument(dimensions=2, practices=2, items=2, functions=3, mirrors=False)
    told = samples.assessment(asked)
    first, *groups = told.groups
    nothing = dict.fromkeys(first.dimensions)
    hidden = replace(
        first, n=None, suppressed=True, dimensions=nothing, n_by_dimension=nothing,
        intervals=nothing, dont_know_rates=nothing,
    )  # fmt: skip
    practice = replace(told.practices[0], score_100=None, interval=None)
    item = replace(
        told.items[0], mean=None, distribution=None, dont_know_rate=None, favourable=None,
        item_rest_correlation=None, consensus=None, average_deviation=None, sd=None,
        polarised=None, beyond_chance=None,
    )  # fmt: skip
    told = replace(
        told,
        groups=(hidden, *groups),
        practices=(practice, *told.practices[1:]),
        items=(item, *told.items[1:]),
        gaps=tuple(gap for gap in told.gaps if hidden.id not in gap.groups),
        reasons={**told.reasons, "/groups/0": "UNDER_K", "/practices/0": "UNDER_K",
                 "/items/0": "UNDER_K"},
    )  # fmt: skip
    plain = asdict(told)
    return {code: (report_from(asked, told, code), plain) for code in LANGUAGES}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_figure_of_a_small_report_is_that_of_the_assessment(small, kind):
    report, told = small["fr"]
    check(written(report, kind), told, report, kind)


def test_the_comparison_sees_a_number_that_is_wrong_masked_or_absent(small):
    report, told = small["en"]
    found = read(written(report, "xlsx"), report.story)
    assert list(wrong(found, told, report.story)) == []
    dimension = ("dimension", "d1")
    for key, cell in (
        ((dimension, "score"), found[dimension, "score"][0] + 0.01),
        ((dimension, "interval"), "1 to 2"),
        ((dimension, "level"), "Leading!"),
        ((("function", "customer_service", "d1"), "score"), 0),
        ((("item", "d1-i1"), "dont_know"), "0%"),
    ):
        assert list(wrong({key: [cell]}, told, report.story)), key
    for key in [key for key in found if key[0] == ("practice", "d1-p2")]:
        del found[key]
    assert {thing for thing, _ in missing(found, told, "xlsx")} == {("practice", "d1-p2")}


# The examples, whole


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("organization", "language"), PAGES)
def test_every_figure_of_an_example_is_that_of_its_assessment(organization, language, kind):
    report, told = report_of(organization, language), published(organization, language)
    check(file_of(organization, language, kind), told, report, kind)
