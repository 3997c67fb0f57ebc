"""A questionnaire in YAML: what is wrong in it is told at once, with file and line."""

from pathlib import Path

import pytest

from maturity.errors import InstrumentError
from maturity.instrument import Instrument, fingerprint, load_instrument, normalised
from maturity.language import Language

HERE = Path(__file__).parent
OTHER = load_instrument(HERE / "other_instrument")

MINIMAL = """\
id: team-climate
version: "1.0"
scales:
  agree6: {min: 1, max: 6, labels: {1: Very inaccurate, 6: Very accurate}}
dimensions:
  - id: trust
    label: Trust
    items:
      - {id: A1, text: I distrust people here., scale: agree6, reverse: true}
      - {id: A2, text: I ask others for help.,  scale: agree6, weight: 2}
levels: [{label: Low, below: 50}, {label: High}]
"""


@pytest.fixture
def written(tmp_path):
    """Write one file or several; give back where they are."""

    def write(text, **others):
        for name, content in {"instrument": text, **others}.items():
            (tmp_path / f"{name}.yaml").write_text(content, encoding="utf-8")
        return tmp_path if others else tmp_path / "instrument.yaml"

    return write


def complaints(path, language="en"):
    with pytest.raises(InstrumentError) as raised:
        load_instrument(path)
    assert raised.value.exit_code == 2
    return raised.value.message(Language(language)).splitlines()


# What is right


def test_the_minimal_instrument_has_the_defaults(written):
    found = load_instrument(written(MINIMAL))
    assert [item.id for item in found.items] == ["A1", "A2"]
    assert [(item.reverse, item.weight) for item in found.items] == [(True, 1), (False, 2)]
    assert found.items[0].text == {"en": "I distrust people here."}
    assert found.scales["agree6"].label(1, "fr") == "Very inaccurate"
    assert found.scales["agree6"].label(2, "en") == "2"
    assert [(level.number, level.below) for level in found.levels] == [(1, 50), (2, None)]
    assert (found.rules.min_answered, found.rules.k_scores, found.rules.k_comments) == (0.5, 5, 10)
    assert {choice.id for choice in found.attribute("function").choices} >= {"marketing", "it"}
    assert [reason.id for reason in found.missing] == ["dont_know", "not_applicable"]
    assert found.languages == ("en",)


def test_five_levels_are_cut_at_twenty_by_default(written):
    found = load_instrument(written(MINIMAL.replace("levels:", "# levels:")))
    assert [level.below for level in found.levels] == [20, 40, 60, 80, None]


def test_a_folder_is_one_instrument_whatever_the_order_of_its_keys(written, tmp_path):
    whole = load_instrument(written(MINIMAL))
    _, _, rest = MINIMAL.partition("scales:")
    folder = written("version: '1.0'\nid: team-climate\n", a="scales:" + rest)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "a-checkpoint.yaml").write_text("id: old")
    parted = load_instrument(folder)
    assert isinstance(parted, Instrument)
    assert parted.sha256 == whole.sha256
    assert (
        load_instrument(written(MINIMAL.replace("weight: 2", "weight: 3"))).sha256 != whole.sha256
    )


def test_labels_may_be_numbers_words_like_no_or_tables_per_language(written):
    for labels, shown in (
        ("{0: No, 1: Yes}", "No"),
        ("{0: 0, 1: 1}", "0"),
        ("{en: {0: No}, fr: {0: Non}}", "No"),
    ):
        scale = f"{{min: 0, max: 1, labels: {labels}}}"
        text = MINIMAL.replace(MINIMAL.splitlines()[3], f"  agree6: {scale}")
        assert load_instrument(written(text)).scales["agree6"].label(0, "en") == shown


def test_the_other_instrument_is_as_unlike_ours_as_it_says():
    assert OTHER.languages == ("en",)
    assert [len(tuple(each.practices)) for each in OTHER.dimensions] == [2, 0, 0]
    assert [each.shared_scale is None for each in OTHER.dimensions] == [False, False, True]
    assert [item.id for item in OTHER.dimensions[2].scored_items] == ["id", "function"]
    assert len(OTHER.levels) == 3
    assert OTHER.attribute("rank") is None
    assert [mirror.id for mirror in OTHER.mirrors] == ["bedside"]


def test_what_we_ship_contradicts_nothing():
    shipped = load_instrument(HERE.parent / "surveys" / "digital-maturity")
    assert [dimension.id for dimension in shipped.dimensions] == [
        "silos", "stack", "data_literacy", "kpi_clarity", "leadership",
    ]  # fmt: skip
    assert set(shipped.languages) == {"en", "fr"}


def test_words_are_compared_without_case_accents_and_kinds_of_space():
    same = ["Tout à fait d’accord", "TOUT A FAIT D'ACCORD", "Tout\u202fà fait  d´accord\u200b"]
    assert {normalised(each) for each in same} == {"tout a fait d'accord"}
    assert normalised("A – B") == "a - b"


def test_a_fingerprint_ignores_the_order_of_keys_and_nothing_else():
    assert fingerprint({"a": 1, "b": [1, 2]}) == fingerprint({"b": [1, 2], "a": 1})
    assert fingerprint({"a": [1, 2]}) != fingerprint({"a": [2, 1]})


# What is wrong

ITEM = "{id: A2, text: I ask others for help.,  scale: agree6, weight: 2}"
CHOICES = "[{id: a, label: x}, {id: b, label: X}]"
SCALE = "{min: 1, max: 6, labels: {1: Very inaccurate, 6: Very accurate}}"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("scale: agree6, w", "scale: agree7, w", 10, "“agree7” is not defined"),
        ("id: A2", "id: a1", 10, "the id “a1” is used twice"),
        ("I ask others for help.", "i DISTRUST people here.", 10, "asked twice"),
        ("I ask others for help.", "''", 10, "asked without a text"),
        ("weight: 2", "weight: -1", 10, "must be 0 or more"),
        ("weight: 2", "weight: heavy", 10, "must be a number"),
        ("weight: 2", "weight: .inf.", 10, "must be a number"),
        ("weight: 2", "colour: red", 10, "“dimensions.0.items.1.colour” is not known here"),
        ("weight: 2", "functions: [wizards]", 10, "“wizards” is not defined"),
        ("weight: 2", "mirror: nobody", 10, "“nobody” is not defined"),
        ("weight: 2", "sources: [S0:1]", 10, "“S0” is not defined"),
        ("id: A2", "id: é", 10, "letters without accents"),
        ("id: A2, ", "", 10, "“dimensions.0.items.1.id” is missing"),
        ("reverse: true", "reverse: maybe", 9, "must be true or false"),
        (SCALE, "{min: 6, max: 1}", 4, "the first must be smaller"),
        (SCALE, "{min: 1, max: 6, labels: {7: Too much}}", 4, "has no point 7"),
        (SCALE, "{min: 1, max: 6, labels: {1: No, 2: no}}", 4, "means both 1 and 2"),
        (SCALE, "{min: 1, max: 6, labels: {1: '2'}}", 4, "means both 2 and 1"),
        (SCALE, "{min: 1, max: 6, agree_from: 9}", 4, "has no point 9"),
        (SCALE, "{min: 1.5, max: 6}", 4, "must be a whole number"),
        (SCALE, "[1, 6]", 4, "expected “key: value” lines"),
        ("  - id: trust", "  - id: trust\n    items: []", 9, "written twice"),
        (
            "levels: [{label: Low, below: 50}, {label: High}]",
            "levels: [{label: One}]",
            11,
            "at least 2",
        ),
        ("below: 50", "below: 150", 11, "must rise, between 0 and 100"),
        ("{label: High}]", "{label: High, below: 60}]", 11, "every level but the last"),
        ('version: "1.0"', "", 1, "“version” is missing"),
        ('version: "1.0"', "rules: {k_scores: 2}\nversion: v", 2, "must be 3 or more"),
        ('version: "1.0"', "missing: {lost: {label: L}}\nversion: v", 2, "is not a missing reason"),
        (
            'version: "1.0"',
            "missing: {dont_know: {label: N/A}}\nversion: v",
            2,
            "means both",
        ),
        (
            "id: team-climate",
            f"attributes:\n- {{id: f, label: F, choices: {CHOICES}}}\nid: t",
            2,
            "“X” means both a and b",
        ),
        (
            'version: "1.0"',
            "mirrors: {m: {label: M, sides: [{id: a, label: A, functions: [it]}]}}\nversion: v",
            2,
            "at least 2",
        ),
        *(
            (
                'version: "1.0"',
                f"mirrors: {{m: {{label: M, sides: [{sides}]}}}}\nversion: v",
                2,
                said,
            )
            for sides, said in {
                "{id: a, label: A, functions: [it]}, {id: b, label: B, values: [it]}": "in common",
                "{id: a, label: A, functions: [it]}, {id: b, label: B}": "nobody is on side “b”",
                "{id: a, label: A, functions: [it]}, {id: b, label: B, attribute: rank, "
                "values: [staff]}": "by different attributes",
                "{id: a, label: A, attribute: rank, values: [boss]}, {id: b, label: B, "
                "attribute: rank, values: [staff]}": "“boss” is not defined",
                "{id: a, label: A, attribute: grade, values: [x]}, {id: b, label: B, "
                "functions: [it]}": "“grade” is not defined",
                "{id: a, label: A, attribute: rank, functions: [it]}, {id: b, label: B, "
                "attribute: rank, values: [staff]}": "keep one of them",
                "{id: a, label: A, functions: [it]}, {id: a, label: B, functions: [hr]}": "twice",
            }.items()
        ),
        ("weight: 2", "about: [wizards]", 10, "“wizards” is not defined"),
        ("dimensions:", "dimensions: nothing\nothers:", 5, "expected a list"),
        ("label: Trust", "label: [Trust]", 7, "expected “key: value” lines"),
        ("min: 1,", "min: 1,,", 4, "not valid YAML"),
        ("id: team-climate", "id: team-climate\nid: again", 2, "“id” is written twice"),
        ("id: team-climate", "id: &x {a: *x}", 1, "stands inside what it repeats"),
        ("id: team-climate", "? [a, b]\n: c\nid: x", 1, "expected “key: value” lines"),
        ("id: team-climate", "--- {}\n---\nid: x", 2, "not valid YAML"),
        ("id: team-climate", "\tid: x", 1, "not valid YAML"),
        (MINIMAL, "- a list", 1, "expected “key: value” lines"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(written, old, new, line, said):
    assert old in MINIMAL
    path = written(MINIMAL.replace(old, new))
    wanted = [each for each in complaints(path) if said in each]
    assert wanted, complaints(path)
    assert wanted[0].startswith(f"instrument.yaml:{line}: ")


def test_everything_wrong_is_told_at_once_and_in_french_too(written):
    path = written(MINIMAL.replace("A2", "A1").replace("below: 50", "below: 0"))
    assert len(complaints(path)) == 2
    french = complaints(path, "fr")
    assert french[0].startswith("instrument.yaml:11 : ")
    assert "« A1 » est utilisé deux fois" in french[1]


def test_two_files_that_say_different_things_are_both_named(written):
    folder = written(MINIMAL, more="id: other\nscales: {agree6: {min: 1, max: 2}}\n")
    told = complaints(folder)
    assert told == [
        "more.yaml:1: “id” is already set in instrument.yaml:1.",
        "more.yaml:2: “scales.agree6” is already set in instrument.yaml:4.",
    ]


def test_a_mistake_in_the_second_file_of_a_folder_has_its_own_line(written):
    more = "dimensions:\n  - id: duty\n    label: Duty\n    items:\n      - {id: B1, text: x}\n"
    assert complaints(written(MINIMAL, more=more)) == [
        "more.yaml:5: “dimensions.1.items.0.scale” is missing."
    ]


def test_what_is_not_there_or_no_text_is_told(tmp_path):
    assert "does not exist" in complaints(tmp_path / "gone.yaml")[0]
    assert "*.yaml does not exist" in complaints(tmp_path)[0]
    (tmp_path / "a.yaml").write_bytes(b"id: \xe9t\xe9")
    assert complaints(tmp_path / "a.yaml") == ["a.yaml cannot be read: UTF-8"]


def test_a_number_longer_than_python_reads_is_refused_with_its_line(written):
    found = complaints(written(MINIMAL.replace("min: 1,", f"min: {'1' * 5000},")))
    assert found[0].startswith("instrument.yaml:4: ")


def test_tables_nested_without_end_are_refused_with_their_line(written):
    found = complaints(written(MINIMAL + "title: " + "[" * 5000 + "]" * 5000))
    assert found[0].startswith("instrument.yaml:12: ")
