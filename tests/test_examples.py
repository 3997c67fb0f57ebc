"""The example engagements: made again to the byte, with their mistakes, in character, of nobody."""

import re
import shutil
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from maturity.engagement import ENGAGEMENT, load_engagement
from maturity.instrument import load_instrument
from maturity.readers import as_written, read
from maturity.responses import code_responses
from maturity.scores import Setting, score
from maturity.workspace import places_below

SURVEYS = Path(__file__).parents[1] / "surveys"
EXAMPLES = SURVEYS / "examples"
WAVES = {"lumera": "2026-spring", "trefonde": "2026-spring", "sorvelle": "2025-autumn"}
MAX_BYTES, MAX_FILE = 700_000, 40_000

every_organization = pytest.mark.parametrize("organization", WAVES)


@cache
def engagement(organization):
    return load_engagement(EXAMPLES / organization / ENGAGEMENT)


@cache
def instrument(organization):
    return engagement(organization).adapted(load_instrument(SURVEYS / "digital-maturity"))


@cache
def reading(organization):
    folder = EXAMPLES / organization / WAVES[organization]
    return read(folder, instrument(organization), engagement(organization).columns)


@cache
def responses(organization):
    excluded = engagement(organization).excluded(WAVES[organization])
    return code_responses(reading(organization), instrument(organization), excluded)


@cache
def assessment(organization):
    stated, wave = engagement(organization), WAVES[organization]
    setting = Setting(
        organization,
        stated.name,
        wave,
        fictional=stated.fictional,
        roster=stated.roster_of(wave),
        targets=stated.targets,
        by_headcount=stated.weighting == "headcount",
    )
    return score(responses(organization), instrument(organization), setting)


def dimensions(organization):
    return {each.id: each for each in assessment(organization).dimensions}


def scores(organization):
    return {id_: each.score_100 for id_, each in dimensions(organization).items()}


def gaps(organization, mirror):
    """Difference of the two sides by mirror item, where both are shown."""
    return {
        each.item: each.sides[0].score_100 - each.sides[1].score_100
        for each in assessment(organization).mirrors
        if each.mirror == mirror and None not in {side.score_100 for side in each.sides}
    }


# Made again


def contents(file):
    """A file's bytes; a workbook's part by part, since not every zlib packs alike."""
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as package:
        return [
            (part.filename, part.date_time, part.create_system, package.read(part))
            for part in package.infolist()
        ]


def test_generating_again_gives_the_files_that_are_here(tmp_path):
    script = [sys.executable, EXAMPLES / "generate.py", tmp_path]
    subprocess.run(script, check=True, capture_output=True)
    made = {file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file()}
    here = {
        file.relative_to(EXAMPLES)
        for organization, wave in WAVES.items()
        for file in (EXAMPLES / organization / wave).rglob("*")
    }
    assert made == here
    changed = [str(file) for file in made if contents(tmp_path / file) != contents(EXAMPLES / file)]
    assert changed == [], "run surveys/examples/generate.py"


def test_the_examples_stay_small_and_hold_nothing_by_accident():
    files = [file for file in EXAMPLES.rglob("*") if file.is_file()]
    assert {file.suffix for file in files} == {".csv", ".md", ".py", ".xlsx", ".yaml"}
    assert sum(file.stat().st_size for file in files) < MAX_BYTES
    assert [file.name for file in files if file.stat().st_size > MAX_FILE] == []
    assert [file.name for file in files if file.name.startswith(("~$", "."))] == []


def test_the_folder_of_examples_is_three_waves():
    places = [(each.organization, each.wave) for each in places_below(EXAMPLES)]
    assert places == sorted(WAVES.items())


# Mistakes


def listed(organization):
    """Source and code of every row of the README's table of mistakes."""
    rows = re.findall(
        rf"^\| {organization} \| `(.+?)` \|.*\| `(.+?)` \|$",
        (EXAMPLES / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    return sorted(rows)


def found(organization):
    return sorted((each.source, each.code) for each in responses(organization).problems)


@every_organization
def test_the_readme_lists_every_mistake_and_no_other(organization):
    assert found(organization) == listed(organization)


def test_the_mistakes_are_many_and_of_many_kinds():
    codes = [code for organization in WAVES for _, code in listed(organization)]
    assert len(codes) >= 12
    assert len(set(codes)) >= 12


@every_organization
def test_no_filled_cell_is_lost(organization):
    for cells in (
        responses(organization).cells,
        *(f.profile for f in responses(organization).files),
    ):
        assert cells.filled == (
            cells.answered
            + cells.dont_know
            + cells.not_applicable
            + cells.unreadable
            + cells.ignored
        )


def test_a_lock_file_beside_the_answers_is_left_alone(tmp_path):
    folder = tmp_path / "sorvelle"
    shutil.copytree(EXAMPLES / "sorvelle", folder)
    (folder / WAVES["sorvelle"] / "~$reponse-01.xlsx").write_bytes(b"\x06locked")
    again = read(folder / WAVES["sorvelle"], instrument("sorvelle"), {})
    assert again == reading("sorvelle")


# Characters


def test_the_files_come_in_the_three_forms_clients_use():
    formats = {
        organization: {f.format for f in reading(organization).files} for organization in WAVES
    }
    assert formats == {
        "lumera": {"table"},
        "trefonde": {"collector"},
        "sorvelle": {"questionnaire"},
    }


@every_organization
def test_fourteen_to_sixty_people_answered(organization):
    assert 14 <= assessment(organization).respondents.included <= 60


def test_the_dimensions_spread_over_at_least_three_levels():
    levels = {each.level for name in WAVES for each in assessment(name).dimensions}
    assert len(levels) >= 3


def test_the_retailer_is_weakest_in_its_silos_and_strongest_in_its_indicators():
    ordered = sorted(scores("lumera"), key=scores("lumera").get)
    assert (ordered[0], ordered[-1]) == ("silos", "kpi_clarity")
    assert scores("lumera")["kpi_clarity"] - scores("lumera")["silos"] > 20


def test_the_retailers_marketing_and_it_disagree_both_ways():
    wide = {item: gap for item, gap in gaps("lumera", "marketing_it").items() if abs(gap) >= 15}
    assert len(wide) >= 6
    assert wide["SIL09"] > 15  # marketing finds its requests clear
    assert wide["STK04"] > 15
    assert wide["SIL10"] < -15  # IT finds that it warns in time
    assert wide["SIL08"] < -15


def test_the_retailers_management_sees_a_smoother_firm_than_its_front_line():
    seen = gaps("lumera", "direction_frontline")
    assert len(seen) >= 6
    assert sum(gap >= 15 for gap in seen.values()) >= 3


def test_the_industrial_firm_is_weak_on_its_stack_and_its_indicators():
    ordered = sorted(scores("trefonde"), key=scores("trefonde").get)
    assert set(ordered[:2]) == {"stack", "kpi_clarity"}
    assert scores("trefonde")[ordered[1]] + 10 < scores("trefonde")[ordered[2]]
    assert all(dimensions("trefonde")[weak].level <= 2 for weak in ordered[:2])


def test_the_public_body_is_led_well_and_short_of_data():
    ordered = sorted(scores("sorvelle"), key=scores("sorvelle").get)
    assert (ordered[0], ordered[-1]) == ("data_literacy", "leadership")
    assert scores("sorvelle")["leadership"] - scores("sorvelle")["data_literacy"] > 40
    unknown = {id_: each.dont_know_rate for id_, each in dimensions("sorvelle").items()}
    assert unknown["data_literacy"] > 0.2
    assert unknown["data_literacy"] > 2 * max(
        unknown[id_] for id_ in unknown if id_ != "data_literacy"
    )


@every_organization
def test_small_functions_are_merged_into_other(organization):
    hidden = {group.id for group in assessment(organization).groups if group.suppressed}
    expected = {
        "lumera": {"finance", "hr"},
        "trefonde": {"finance", "hr", "marketing"},
        "sorvelle": {"direction", "finance", "it"},
    }
    assert hidden == expected[organization]


def test_executives_and_staff_are_compared_where_they_give_nobody_away():
    assert len(gaps("lumera", "executive_staff")) >= 5
    assert set(gaps("trefonde", "executive_staff")) == {"LEA06"}
    assert gaps("sorvelle", "executive_staff") == {}


def test_the_retailers_it_thinks_better_of_marketing_than_marketing_of_it():
    (rating,) = [gap for gap in assessment("lumera").gaps if gap.kind == "rating"]
    assert (rating.groups, rating.higher, rating.finding) == (("it", "marketing"), "it", True)


def test_a_mirror_without_one_of_its_sides_is_not_shown():
    assert gaps("trefonde", "marketing_it") == {}
    assert len(gaps("trefonde", "direction_frontline")) >= 5
    assert gaps("sorvelle", "marketing_it") == gaps("sorvelle", "direction_frontline") == {}


# Engagements, and nobody


@every_organization
def test_an_example_says_that_it_is_fictional_and_names_no_real_address(organization):
    stated = engagement(organization)
    assert stated.fictional
    assert re.search(r"@\w+\.example\.(com|org)$", stated.contact)
    assert set(stated.targets) == {each.id for each in instrument(organization).dimensions}
    assert list(stated.deadlines) == [WAVES[organization]]


def test_the_engagements_are_in_both_languages_and_weigh_functions_both_ways():
    stated = [engagement(organization) for organization in WAVES]
    assert {each.language for each in stated} == {"en", "fr"}
    assert {each.weighting for each in stated} == {"equal", "headcount"}


@every_organization
def test_between_half_and_nine_tenths_of_each_function_answered(organization):
    roster = engagement(organization).roster_of(WAVES[organization])
    included = [each for each in responses(organization).respondents if each.included]
    for function, invited in roster.items():
        answered = sum((each.group or "other") == function for each in included)
        assert 0.5 <= answered / invited <= 0.9, function
    assert {each.group or "other" for each in included} == set(roster)


@every_organization
def test_nothing_in_the_answers_looks_like_a_person(organization):
    written = [
        as_written(value)
        for table in reading(organization).tables
        for column in table.columns
        for value in column.values
    ]
    looks_personal = re.compile(r"@|\d{5}|\b(M\.|Mme|Mr|Mrs|Ms|Dr)\s|https?:", re.IGNORECASE)
    assert [text for text in written if looks_personal.search(text)] == []
    ids = {each.id for each in responses(organization).respondents}
    assert [id_ for id_ in ids if not re.fullmatch(r"R-\d{3}|T-\d{2}|ESSAI|r\d{3}", id_)] == []


def test_the_workbooks_name_no_author():
    for file in EXAMPLES.rglob("*.xlsx"):
        with zipfile.ZipFile(file) as package:
            core = package.read("docProps/core.xml").decode()
        assert set(re.findall(r"<dc:creator>(.*?)</dc:creator>", core)) <= {"", "openpyxl"}
        assert "lastModifiedBy" not in core
