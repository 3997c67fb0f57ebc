"""One organisation's journey: the document it ends in, the tables, the names it goes by."""

import json
import math
import shutil

import pandas as pd
import pytest
from tests.commands import EXAMPLES, ROOT, WAVES, climate, document, example, run

from maturity.assess import assess
from maturity.errors import InstrumentError, UnreadableError, UsageError
from maturity.instrument import load_instrument
from maturity.speak import choose_language, language_of_help
from maturity.tables import COLUMNS

every_organization = pytest.mark.parametrize("organization", sorted(WAVES))

NUMBER, TEXT, LIST, OBJECT = (int, float), str, list, dict
SHAPE = {
    "schema": int,
    "organization": TEXT,
    "wave": TEXT,
    "instrument": {"id": TEXT, "version": TEXT, "sha256": TEXT},
    "k": int,
    "respondents": {"received": int, "included": int, "excluded": int, "by_group": OBJECT},
    "overall": {
        "score": (NUMBER, None),
        "score_100": (NUMBER, None),
        "level": (int, None),
        "n": int,
        "interval": (LIST, None),
        "pooled_100": (NUMBER, None),
    },
    "dimensions": [
        {
            "id": TEXT,
            "score": (NUMBER, None),
            "score_100": (NUMBER, None),
            "level": (int, None),
            "n": int,
            "interval": (LIST, None),
            "level_probability": (LIST, None),
            "pooled_100": (NUMBER, None),
            "dont_know_rate": (NUMBER, None),
            "alpha": (NUMBER, None),
            "omega": (NUMBER, None),
            "agreement": (NUMBER, None),
        }
    ],
    "practices": [{"id": TEXT, "dimension": TEXT, "score_100": (NUMBER, None), "n": int}],
    "groups": [{"id": TEXT, "n": (int, None), "suppressed": bool, "dimensions": OBJECT}],
    "items": [
        {
            "id": TEXT,
            "n": int,
            "mean": (NUMBER, None),
            "distribution": (OBJECT, None),
            "dont_know_rate": (NUMBER, None),
            "item_rest_correlation": (NUMBER, None),
        }
    ],
    "gaps": [
        {
            "kind": TEXT,
            "id": TEXT,
            "groups": LIST,
            "difference": NUMBER,
            "interval": (LIST, None),
            "effect_size": (NUMBER, None),
            "p": (NUMBER, None),
            "p_adjusted": (NUMBER, None),
        }
    ],
    "findings": [
        {"id": TEXT, "dimension": (TEXT, None), "kind": TEXT, "sentence": TEXT, "sources": LIST}
    ],
    "suppression_log": LIST,
    "reasons": OBJECT,
    "evidence": (OBJECT, LIST, None),
    "network": (OBJECT, LIST, None),
    "judgement": (OBJECT, LIST, None),
    "problems": [
        {
            "source": TEXT,
            "code": TEXT,
            "severity": TEXT,
            "params": OBJECT,
            "message": TEXT,
            "remedy": TEXT,
            "found": TEXT,
        }
    ],
}


def faults(value, shape, at=""):
    """Name every place where a document is not as promised."""
    if isinstance(shape, dict) and isinstance(value, dict):
        for key, inner in shape.items():
            if key in value:
                yield from faults(value[key], inner, f"{at}/{key}")
            else:
                yield f"{at}/{key} is missing"
    elif isinstance(shape, list) and isinstance(value, list):
        for n, each in enumerate(value):
            yield from faults(each, shape[0], f"{at}/{n}")
    elif isinstance(shape, dict | list) or not is_one_of(value, shape):
        yield f"{at} is {value!r}"


def is_one_of(value, kinds):
    """Tell whether a value is of one of some kinds; a truth value is no number."""
    flat = [kind for part in listed(kinds) for kind in listed(part)]
    if value is None or isinstance(value, bool):
        return (None if value is None else bool) in flat
    return isinstance(value, tuple(kind for kind in flat if kind))


def listed(kinds):
    return kinds if isinstance(kinds, tuple) else (kinds,)


def lookup(document, pointer):
    """Follow a JSON pointer."""
    for part in pointer.lstrip("/").split("/"):
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


@pytest.fixture(scope="module")
def documents():
    """Exit code and document of each example."""
    return {name: document("assess", example(name)) for name in WAVES}


@every_organization
def test_the_document_has_the_shape_that_programs_rely_on(documents, organization):
    code, made = documents[organization]
    assert code == 1  # their files hold problems, on purpose
    assert list(faults(made, SHAPE)) == []
    assert (made["schema"], made["organization"]) == (1, organization)
    assert made["wave"] == WAVES[organization]


@every_organization
def test_numbers_lie_where_they_must(documents, organization):
    made = documents[organization][1]
    levels = len(load_instrument(ROOT / "surveys/digital-maturity").levels)
    for scored in (made["overall"], *made["dimensions"]):
        assert 0 <= scored["score_100"] <= 100
        assert 1 <= scored["level"] <= levels
        low, high = scored["interval"]
        assert 0 <= low <= scored["score_100"] <= high <= 100
    rates = [each["dont_know_rate"] for each in (*made["dimensions"], *made["items"])]
    assert all(rate is None or 0 <= rate <= 1 for rate in rates)
    people = made["respondents"]
    assert people["included"] + people["excluded"] == people["received"]
    assert sum(people["by_group"].values()) == people["included"]
    assert min(people["by_group"].values()) >= made["k"]


@every_organization
def test_nothing_says_nan_and_every_null_score_has_its_reason(documents, organization):
    made = documents[organization][1]
    assert "NaN" not in json.dumps(made)
    for pointer in made["reasons"]:
        owner = pointer.rsplit("/", 1)[0]
        assert lookup(made, owner) if owner else True
    nulls = {
        f"/dimensions/{n}/{key}"
        for n, each in enumerate(made["dimensions"])
        for key, value in each.items()
        if value is None
    }
    told = set(made["reasons"])
    untold = {p for p in nulls if p not in told and p.rsplit("/", 1)[0] not in told}
    assert untold == set()


def test_the_document_is_the_same_in_a_file_and_on_the_screen(tmp_path):
    code, out, _ = run("assess", example("sorvelle"), "--json", "-o", tmp_path / "deep" / "a.json")
    assert code == 1
    assert (tmp_path / "deep" / "a.json").read_text(encoding="utf-8") == out


def test_respondents_scores_are_written_in_scale_points(tmp_path):
    instrument, answers = climate(tmp_path)
    written = tmp_path / "people.csv"
    code, _, _ = run("assess", answers, "--instrument", instrument, "--respondents", written)
    assert code in {0, 1}
    table = pd.read_csv(written)
    assert list(table.columns) == ["respondent", "group", "trust", "voice"]
    assert len(table) == 12
    first = table.iloc[0]  # p1: A1 = 2, reversed 5; A2 = 6, twice; B1 = 3
    assert math.isclose(first["trust"], (5 + 2 * 6) / 3)
    assert math.isclose(first["voice"], 3)
    assert b"\r" not in written.read_bytes()


# Tables


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_keeps_its_column_contract(name):
    table = shared().table(name)
    assert {column: str(kind) for column, kind in table.dtypes.items()} == COLUMNS[name]
    assert len(table) > 0


def test_tables_hold_what_the_assessment_holds_and_no_more():
    result = shared()
    scores = result.table("scores_by_dimension").set_index("dimension")
    for each in result.assessment.dimensions:
        assert scores.loc[each.id, "score_100"] == each.score_100
    groups = result.table("scores_by_group")
    hidden = groups[groups.suppressed]
    assert len(hidden) > 0
    assert hidden[["score_100", "n"]].isna().all(axis=None)
    answers = result.table("answers_by_point").groupby("item")["count"].sum(min_count=1)
    for each in result.assessment.items:
        assert pd.isna(answers[each.id]) or answers[each.id] == each.n


def test_an_unknown_table_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="scores_by_dimension"):
        shared().table("scores")


def shared(_cache={}):  # noqa: B006 - one assessment for all tests of tables
    if not _cache:
        _cache["lumera"] = assess(example("lumera"))
    return _cache["lumera"]


# Names, languages, and what is refused


def test_the_folders_give_organisation_and_wave():
    place = shared().intake.place
    assert (place.organization, place.wave) == ("lumera", "2026-spring")


def test_a_file_of_its_own_gives_the_organisation_and_never_a_date(tmp_path):
    instrument, answers = climate(tmp_path)
    result = assess(answers, instrument=str(instrument))
    assert (result.assessment.organization, result.assessment.wave) == ("answers", "unspecified")
    named = assess(answers, instrument=str(instrument), organization="Acmé", wave="w1")
    assert (named.assessment.organization, named.assessment.wave) == ("Acmé", "w1")


def test_a_folder_of_one_wave_stands_for_it():
    assert assess(EXAMPLES / "sorvelle").assessment == assess(example("sorvelle")).assessment


def test_row_order_changes_nothing(tmp_path):
    instrument, answers = climate(tmp_path)
    head, *rows = answers.read_text(encoding="utf-8").splitlines()
    before = assess(answers, instrument=str(instrument)).assessment
    answers.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    assert assess(answers, instrument=str(instrument)).assessment == before


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"language": "xx"}, UsageError),
        ({"instrument": "nope"}, InstrumentError),
        ({"engagement": "nope.yaml"}, UsageError),
    ],
)
def test_a_wrong_value_raises_before_anything_is_read(wrong, error):
    with pytest.raises(error):
        assess(example("lumera"), **wrong)


def test_a_wrong_path_raises():
    with pytest.raises(UsageError, match="does not exist"):
        assess("no/such/folder")
    with pytest.raises(UsageError, match="lumera/2026-spring"):
        assess(EXAMPLES)


def test_nothing_readable_raises_with_the_problems_of_each_file(tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(UnreadableError, match=r"broken\.xlsx") as raised:
        assess(tmp_path)
    assert [problem.source for problem in raised.value.problems] == ["broken.xlsx"]


@pytest.fixture
def no_language(monkeypatch):
    for name in ("MATURITY_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_language_is_flag_then_engagement_then_variable_then_locale_then_english(no_language):
    assert choose_language() == "en"
    no_language.setenv("LANG", "fr_FR.UTF-8")
    assert choose_language() == "fr"
    no_language.setenv("LC_ALL", "C")
    assert choose_language() == "en"
    no_language.setenv("MATURITY_LANGUAGE", "fr")
    assert choose_language() == "fr"
    assert choose_language(engagement="en") == "en"
    assert choose_language("fr", "en") == "fr"


def test_a_language_we_do_not_speak_is_refused(no_language):
    with pytest.raises(UsageError, match="xx"):
        choose_language("xx")
    no_language.setenv("MATURITY_LANGUAGE", "xx")
    with pytest.raises(UsageError, match="xx"):
        choose_language()


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["check", "--language", "fr"], "fr"),
        (["check", "--language=fr", "x"], "fr"),
        (["--language", "xx"], "en"),
        (["check", "--language"], "en"),
        ([], "en"),
    ],
)
@pytest.mark.usefixtures("no_language")
def test_help_speaks_the_language_of_the_command_line(words, language):
    assert language_of_help(words) == language


def test_hand_edited_nonsense_in_a_state_file_is_told_with_file_and_line(tmp_path):
    shutil.copytree(example("sorvelle"), tmp_path / "org" / "w1")
    (tmp_path / "org" / "engagement.yaml").write_text("name: Org\nlangage: fr\n", encoding="utf-8")
    code, out, err = run("assess", tmp_path / "org" / "w1")
    assert (code, out) == (2, "")
    assert "engagement.yaml:2" in err
