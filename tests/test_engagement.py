"""State files that people edit by hand, and which organisation and wave a PATH means."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from maturity.engagement import find_engagement, load_engagement
from maturity.errors import EngagementError, InstrumentError, UnreadableError, UsageError
from maturity.instrument import load_instrument
from maturity.language import Language, sentence
from maturity.readers import read
from maturity.responses import Coder
from maturity.workspace import instrument_path, one_place, places_below, resolve, slug, workspace_of
from maturity.writers.engagement_form import write_engagement_form
from maturity.writers.questionnaire import PRIVACY_KEYS

OTHER = load_instrument(Path(__file__).parent / "other_instrument")
DIGITAL = load_instrument(instrument_path("digital-maturity"))


@pytest.fixture
def state(tmp_path):
    """Write state files; give back the engagement's."""

    def write(engagement="name: Hospital", **others):
        for name, text in {"engagement": engagement, **others}.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path / "engagement.yaml"

    return write


def refused(file, language="en", instrument=OTHER):
    with pytest.raises(EngagementError) as raised:
        load_engagement(file).adapted(instrument)
    assert raised.value.exit_code == 2
    return raised.value.message(Language(language))


# What is right


def test_nothing_stated_is_an_engagement_too():
    nobody = load_engagement(None)
    assert (nobody.name, nobody.language, nobody.folder) == ("", None, None)
    assert nobody.adapted(OTHER).sha256 == OTHER.sha256


def test_a_wave_has_its_own_roster_or_the_engagements(state):
    found = load_engagement(
        state("name: 42\nroster: {nursing: 9}\nwaves: {2026: {roster: {medicine: 4}}, 2027: {}}")
    )
    assert found.name == "42"
    assert found.roster_of("2026") == {"medicine": 4}
    assert found.roster_of("2027") == found.roster_of("else") == {"nursing": 9}


def test_decisions_name_their_wave_or_hold_for_all(state):
    decisions = """
    exclusions:
      - {respondent: r001, reason: a test}
      - {respondent: 7, reason: left, wave: 2026}
    released_comments: [x]
    """
    found = load_engagement(state(decisions=decisions))
    assert found.excluded("2026") == {"r001": "a test", "7": "left"}
    assert found.excluded("2027") == {"r001": "a test"}
    assert found.unused == ("released_comments",)


def test_a_confirmed_label_wins_over_what_it_meant_before(state):
    mapping = "labels: {often6: {'Every time': 5, 'Always': 5, '4': 3, Seldom: 2}}"
    coder = Coder(load_engagement(state(mapping=mapping)).adapted(OTHER))
    scale = OTHER.scales["often6"]
    written = ("Every time", "Always", "4", 4.0, "seldom", "Fairly often")
    assert [coder.code(scale, each).point for each in written] == [5, 5, 3, 3, 2, 4]


def test_confirmed_scales_are_two_ends_or_a_table_by_title_item_or_scale(state):
    mapping = """
    columns: {Frage 7: V.2}
    scales:
      V.1: 0 to 5
      Frage 7: {0: 1, 1: 2, "TRUE": 6, no: 1, 9: dont_know}
      rating: reversed
      A title nobody knows: 1 to 6
      "*": 2 to 7
    """
    found = load_engagement(state(mapping=mapping))
    assert found.adapted(OTHER).sha256 == OTHER.sha256
    assert found.scales["V.1"] == "0 to 5"
    assert found.scales["Frage 7"] == {"0": 1, "1": 2, "TRUE": 6, "no": 1, "9": "dont_know"}
    coder = Coder(OTHER, found.scales)
    scale = OTHER.scales["often6"]
    told = [("x", "V.1", 0.0), ("Frage 7", "V.2", 9.0), ("x", "V.2", 2.0)]
    meant = [coder.code(scale, value, coder.recoding(t, i)) for t, i, value in told]
    assert [each.point or each.reason for each in meant] == [1, "dont_know", 1]


def test_the_form_is_read_back_where_the_yaml_says_nothing(state, tmp_path):
    form = tmp_path / "engagement.xlsx"
    write_engagement_form(form, OTHER, "fr")
    assert load_engagement(state()).roster == {}
    book = openpyxl.load_workbook(form)
    book.worksheets[0]["C2"], book.worksheets[1]["C3"] = 12, 62.5
    book.save(form)
    found = load_engagement(state())
    assert (found.roster, found.targets) == ({"nursing": 12}, {"handover": 62.5})
    stated = load_engagement(state("name: x\nroster: {medicine: 3}"))
    assert (stated.roster, stated.targets) == ({"medicine": 3}, {"handover": 62.5})


RANKS = "roster: {it: 3, hr: 5}\nroster_by: {rank: {executive: 1, manager: 2, staff: 5}}"
WAVES = "waves: {a: {roster: {it: 4}}, b: {roster_by: {rank: {staff: 8}}}}"


def test_the_same_people_are_counted_by_other_attributes_in_each_wave(state):
    found = load_engagement(state(f"name: x\n{RANKS}\n{WAVES}"))
    assert found.roster_by_of("else") == {"rank": {"executive": 1, "manager": 2, "staff": 5}}
    assert found.roster_by_of("a") == {}  # its roster is about others
    assert found.roster_by_of("b") == {"rank": {"staff": 8}}
    assert found.adapted(DIGITAL).id == "digital-maturity"


@pytest.mark.parametrize("stated", ["roster: {IT: 3}", "targets: {Silos: 50}"])
def test_ids_are_written_to_the_letter_so_that_none_is_passed_over(state, stated):
    assert "is not in the questionnaire" in refused(state(f"name: x\n{stated}"), "en", DIGITAL)


def test_the_form_counts_people_by_other_attributes_on_its_last_sheet(state, tmp_path):
    form = tmp_path / "engagement.xlsx"
    write_engagement_form(form, DIGITAL, "fr")
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[-1]
    codes = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert codes[:3] == ["rank.executive", "rank.manager", "rank.staff"]
    for n, people in enumerate((6, 30, 120), start=2):
        sheet[f"C{n}"] = people
    book.save(form)
    found = load_engagement(state())
    assert found.roster_by == {"rank": {"executive": 6, "manager": 30, "staff": 120}}
    sheet["A2"] = "rank.boss"
    book.save(form)
    said = refused(state(), "fr", DIGITAL)
    assert said.startswith(f"engagement.xlsx!{sheet.title}!C2 : « boss » n’est pas dans le")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            "roster: {it: 4}\nroster_by:\n  rank:\n    staff: 3",
            "engagement.yaml:5: “rank” adds up to 3 people, the roster by function to 4",
        ),
        (
            "roster: {it: 4}\nwaves:\n  a:\n    roster_by: {rank: {staff: 5}}",
            "engagement.yaml:5: “rank” adds up to 5 people, the roster by function to 4",
        ),
        ("roster_by: {rang: {staff: 3}}", "engagement.yaml:2: “rang” is not in the questionnaire"),
        ("roster_by: {function: {it: 3}}", "engagement.yaml:2: “function” is not in the"),
        (
            "roster_by: {rank: {Staff: 3}}",
            "“Staff” is not in the questionnaire. Known: executive, manager, staff.",
        ),
        ("roster_by: {rank: {staff: -3}}", "engagement.yaml:2: “roster_by.rank.staff” must be 0"),
    ],
)
def test_a_second_roster_must_be_about_the_same_people(state, stated, said):
    assert said in refused(state(f"name: x\n{stated}"), instrument=DIGITAL)


PRIVACY = """
name: x
privacy:
  controller: {name: Hospital, contact: 1 Bay Road}
  data_protection: {name: Dr Roe}
  legal_basis: public_task
  storage: {en: Ireland, fr: Irlande}
  outside_eea: none
  retention: {until: 2027-06-30}
  voluntary: true
"""


def test_what_respondents_are_told_is_read_in_each_language(state):
    told = load_engagement(state(PRIVACY)).privacy
    assert (told.controller, told.controller_contact) == ("Hospital", "1 Bay Road")
    assert told.storage == {"en": "Ireland", "fr": "Irlande"}
    assert told.outside_eea.in_language("fr") == told.outside_eea.in_language("en") == "none"
    assert (told.until, told.months, told.voluntary) == (date(2027, 6, 30), None, True)
    assert told.missing() == ["privacy.consultancy", "privacy.authority"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_form_asks_what_respondents_are_told(state, tmp_path, language):
    form = tmp_path / "engagement.xlsx"
    write_engagement_form(form, OTHER, language)
    book = openpyxl.load_workbook(form)
    sheet = book.worksheets[2]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == list(PRIVACY_KEYS)
    filled = {
        "controller.name": "Hospital",
        "legal_basis": "consent",
        "retention.months": 6,
        "voluntary": True,
        "storage": "Ireland",
    }
    for row in sheet.iter_rows(min_row=2):
        row[2].value = filled.get(row[0].value)
    book.save(form)
    told = load_engagement(state()).privacy
    assert (told.controller, told.legal_basis, told.months) == ("Hospital", "consent", 6)
    assert (told.voluntary, told.storage.in_language("fr")) == (True, "Ireland")
    assert load_engagement(state(PRIVACY)).privacy.legal_basis == "public_task"
    sheet["C7"] = "habit"
    book.save(form)
    assert f"engagement.xlsx!{sheet.title}!C7: “privacy.legal_basis” must be" in refused(state())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_line_of_the_template_may_be_used(tmp_path, language):
    words = {"name": "X", "language": language, "instrument": "i", "version": "1"}
    text = sentence("engagement.template", language).format(**words, asked_sha256="ab")
    used = re.sub(r"(?m)^# ?(?=\S+:| +\S+:)", "", text)
    (tmp_path / "engagement.yaml").write_text(used, encoding="utf-8")
    for name in ("slides.pptx", "document.docx"):
        (tmp_path / name).write_bytes(b"PK\x03\x04")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    found = load_engagement(tmp_path / "engagement.yaml")
    assert (found.audience, found.sections) == ("working-group", {"mirror": False, "radar": True})
    assert "{silos}" in found.narrative[0].text
    assert found.capacity[180] == 60
    assert (found.form, found.profile, found.pin.version) == ("pulse", ("large", "retail"), "1")
    assert found.privacy.missing() == []


def test_a_wave_may_ask_the_whole_where_the_engagement_asks_a_part(state):
    waves = "waves: {baseline: {form: full}, w2: {}}"
    found = load_engagement(state(f"name: x\nform: ward_round\n{waves}"))
    assert (found.form_of("w2"), found.form_of("else")) == ("ward_round", "ward_round")
    assert OTHER.in_form(found.form_of("baseline")) is OTHER
    assert found.adapted(OTHER).sha256 == OTHER.sha256


# Nonsense


@pytest.mark.parametrize(
    ("engagement", "said"),
    [
        ("", "engagement.yaml:1: “name” is missing."),
        ("name:", "engagement.yaml:1: “name” must be a text."),
        ("name: ''", "engagement.yaml:1: “name” must not be empty."),
        ("- x", "engagement.yaml:1: expected “key: value” lines."),
        ("name: x\n  sector: y", "engagement.yaml:2: this is not valid YAML"),
        ("name: x\nsektor: y", "engagement.yaml:2: “sektor” is not known here."),
        ("name: x\nlanguage: de", "engagement.yaml:2: “language” must be one of: 'en' or 'fr'."),
        ("name: x\nroster:\n  nursing: few", "engagement.yaml:3: “roster.nursing” must be a whole"),
        (
            "name: x\nroster:\n  nursing: -1",
            "engagement.yaml:3: “roster.nursing” must be 0 or more",
        ),
        ("name: x\nroster:\n  # nursing: 3", "engagement.yaml:2: “roster”: expected “key: value”"),
        (
            "name: x\nroster:\n  nurses: 3",
            "engagement.yaml:3: “nurses” is not in the questionnaire",
        ),
        ("name: x\nwaves: {a: {roster: {it: 1}}}", "engagement.yaml:2: “it” is not in the"),
        (
            "name: x\ntargets: {handover: 101}",
            "engagement.yaml:2: “targets.handover” must be 100 or",
        ),
        ("name: x\ntargets: {silos: 60}", "engagement.yaml:2: “silos” is not in the questionnaire"),
        (
            "name: x\nroadmap: {capacity: {30: true}}",
            "engagement.yaml:2: “roadmap.capacity.30” must be a number.",
        ),
        (
            "name: x\nroadmap: {capacity: {true: 5}}",
            "engagement.yaml:2: “roadmap.capacity.1” must be a number.",
        ),
        (
            "name: x\nroadmap: {capacity: {0: 5}}",
            "engagement.yaml:2: “roadmap.capacity.0” must be more than 0.",
        ),
        ("name: x\nk_scores: 1", "engagement.yaml:2: “k_scores” must be 3 or more."),
        ("name: x\nname: y", "engagement.yaml:2: “name” is written twice."),
        ("name: x\nprofile:\n- clinic\n- Teaching", "engagement.yaml:4: “Teaching” is not in the"),
        ("name: x\nprofile: clinic", "engagement.yaml:2: “profile”: expected a list"),
        ("name: x\nform: pulse", "“pulse” is not in the questionnaire. Known: ward_round, full."),
        ("name: x\nwaves:\n  a:\n    form: no", "engagement.yaml:4: “no” is not in the"),
        (
            "name: x\nprivacy: {legal_basis: habit}",
            "engagement.yaml:2: “privacy.legal_basis” must be one of: 'consent'",
        ),
        (
            "name: x\nprivacy:\n  retention: {until: soon}",
            "engagement.yaml:3: “privacy.retention.until” must be a date",
        ),
        ("name: x\nprivacy: {storage: {de: hier}}", "engagement.yaml:2: "),
        ("name: x\ninstrument_pin: {version: 1.0}", "“instrument_pin.asked_sha256” is missing"),
    ],
)
def test_a_wrong_engagement_says_file_and_line(state, engagement, said):
    assert said in refused(state(engagement))


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "mapping",
            "columns: {Q7: V.9}",
            "mapping.yaml:1: “V.9” is not in the questionnaire. Known: ",
        ),
        ("mapping", "\ncolumns: [a]", "mapping.yaml:2: “columns”: expected"),
        (
            "mapping",
            "labels:\n  often5: {x: 1}",
            "mapping.yaml:2: “often5” is not in the questionn",
        ),
        (
            "mapping",
            "labels:\n  often6:\n    Yes: 7",
            "mapping.yaml:3: scale “often6” has no point 7",
        ),
        (
            "mapping",
            "labels: {often6: {x: much}}",
            "mapping.yaml:1: “labels.often6.x” must be a whole",
        ),
        ("mapping", "scales: [a]", "mapping.yaml:1: “scales”: expected"),
        (
            "mapping",
            "scales:\n  V.1: [0, 4]",
            "mapping.yaml:2: “scales.V.1”: expected “key: value”",
        ),
        (
            "mapping",
            "scales:\n  V.1: as usual",
            "mapping.yaml:2: “as usual” says nothing of a scale",
        ),
        ("mapping", "scales:\n  V.1: 3", "mapping.yaml:2: “3” says nothing of a scale"),
        ("mapping", "scales: {V.1: {}}", "mapping.yaml:1: “{}” says nothing of a scale"),
        (
            "mapping",
            "scales:\n  often6: 0 to 4",
            "mapping.yaml:2: “0 to 4” has other steps than the scale of the questionnaire (1 – 6).",
        ),
        ("mapping", "scales: {'*': 0 to 7}", "“0 to 7” has other steps than"),
        ("mapping", "scales: {V.1: 0 to 9}", "(1 – 6)."),
        (
            "mapping",
            "scales:\n  V.1:\n    Often: 7\n    Never: _",
            "mapping.yaml:3: “7” is neither a point of the scale (1 – 6) nor a missing reason (d",
        ),
        ("mapping", "scales: {V.1: {a: 1.5}}", "mapping.yaml:1: “1.5” is neither a point"),
        ("mapping", "scales: {V.1: {a: true}}", "mapping.yaml:1: “true” is neither a point"),
        ("mapping", "scales: {V.1: {a: }}", "mapping.yaml:1: “none” is neither a point"),
        (
            "mapping",
            "scales:\n  V.1:\n    0: 1\n    '0,0': 2",
            "mapping.yaml:4: “0,0” is given two meanings.",
        ),
        (
            "decisions",
            "exclusions:\n- respondent: a",
            "decisions.yaml:2: “exclusions.0.reason” is mis",
        ),
        ("decisions", "exclusions: {a: b}", "decisions.yaml:1: “exclusions”: expected a list"),
    ],
)
def test_a_wrong_mapping_or_decision_says_file_and_line(state, file, text, said):
    assert said in refused(state(**{file: text}))


def test_all_mistakes_are_told_at_once_in_the_language_asked_for(state):
    file = state("name: x\nroster: {a: 1, b: 1}", mapping="columns: {x: y}")
    told = refused(file, "fr").splitlines()
    assert len(told) == 3
    assert told[0].startswith("engagement.yaml:2 : « a » n’est pas dans le questionnaire.")
    assert told[2].startswith("mapping.yaml:1 : « y » n’est pas")


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("Invited", "C3", "many", "C3: “roster.medicine” must be a whole number."),
        ("Invited", "C3", 2.5, "C3: “roster.medicine” must be a whole number."),
        ("Invited", "C3", -2, "C3: “roster.medicine” must be 0 or more."),
        ("Invited", "A3", "x", "C3: “x” is not in the questionnaire"),
        ("Targets", "C2", 101, "C2: “targets.speaking_up” must be 100 or less."),
    ],
)
def test_nonsense_in_the_form_is_told_with_its_cell(state, sheet, cell, value, said):
    form = state().with_name("engagement.xlsx")
    write_engagement_form(form, OTHER, "en")
    book = openpyxl.load_workbook(form)
    book.worksheets[0].title, book.worksheets[1].title = "Invited", "Targets"
    book["Invited"]["C3"] = 1
    book[sheet][cell] = value
    book.save(form)
    assert f"engagement.xlsx!{sheet}!{said}" in refused(form.with_name("engagement.yaml"))


def test_a_damaged_form_says_so_in_words(state, tmp_path):
    (tmp_path / "engagement.xlsx").write_bytes(b"PK and nothing")
    assert refused(state()) == (
        "engagement.xlsx cannot be read: The file is damaged and cannot be opened."
    )


# PATH


@pytest.fixture
def tree(tmp_path):
    """Make files (and engagements) below a folder; give back the folder."""

    def make(*names):
        for name in names:
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("name: x" if file.suffix == ".yaml" else "V.1\n1\n")
        return tmp_path

    return make


def places(path):
    return [
        (place.path.relative_to(path).as_posix(), place.organization, place.wave)
        for place in places_below(path)
    ]


def test_a_file_is_named_by_its_slug_and_no_wave(tree):
    file = tree("Société d’Été.csv") / "Société d’Été.csv"
    assert places(file) == [(".", "societe-d-ete", "unspecified")]


def test_an_organisation_with_an_engagement_has_its_folders_as_waves(tree):
    home = tree(
        "received/acme/engagement.yaml", "received/acme/2026/a.csv", "received/acme/2025/x/a.csv",
        "received/acme/2024/registers/tools.xlsx", "received/acme/narrative/intro.md",
        "received/acme/contract.pdf",
    )  # fmt: skip
    acme = home / "received" / "acme"
    waves = [("2025", "acme", "2025"), ("2026", "acme", "2026")]
    assert places(acme) == waves
    assert places(home) == [(f"received/acme/{path}", *rest) for path, *rest in waves]
    assert places(acme / "2025") == [(".", "acme", "2025")]
    with pytest.raises(UsageError, match="2025, 2026"):
        one_place(acme)


def test_a_folder_that_holds_one_wave_stands_for_it(tree):
    acme = tree("acme/engagement.yaml", "acme/spring/a.csv") / "acme"
    assert one_place(acme).wave == one_place(acme.parent).wave == "spring"


def test_a_workbook_beside_the_waves_does_not_go_unseen(tree):
    acme = tree("acme/engagement.yaml", "acme/spring/a.csv", "acme/late.csv") / "acme"
    assert places(acme) == [("spring", "acme", "spring"), ("late.csv", "acme", "unspecified")]


def test_a_workbook_beside_the_organisations_does_not_merge_them(tree):
    home = tree("acme/engagement.yaml", "acme/spring/a.csv", "zeta/spring/a.csv", "stray.csv")
    assert places(home) == [
        ("stray.csv", "stray", "unspecified"),
        ("acme/spring", "acme", "spring"),
        ("zeta/spring", "zeta", "spring"),
    ]


def test_an_organisation_may_have_its_answers_beside_the_engagement(tree):
    acme = tree("acme/engagement.yaml", "acme/a.csv") / "acme"
    assert places(acme) == [(".", "acme", "unspecified")]


def test_organisation_and_wave_are_read_from_two_levels_of_names(tree):
    home = tree("acme/2026-spring/a.csv", "beta/b.csv", "received/zeta/first/c.csv")
    assert places(home) == [
        ("acme/2026-spring", "acme", "2026-spring"),
        ("beta", "beta", "unspecified"),
        ("received/zeta/first", "zeta", "first"),
    ]
    assert places(home / "acme") == [("2026-spring", "acme", "2026-spring")]
    assert places(home / "acme" / "2026-spring") == [(".", "acme", "2026-spring")]
    assert places(home / "received" / "zeta" / "first") == [(".", "zeta", "first")]


def test_a_year_that_holds_organisations_is_no_wave(tree):
    home = tree("2026/acme/a.csv", "2026/beta/b.csv") / "2026"
    assert [name for _, name, _ in places(home)] == ["acme", "beta"]


def test_a_remark_beside_folders_of_answers_does_not_hide_them(tree):
    home = tree("readme.pdf", "acme/a.csv", "beta/b.csv")
    assert [name for _, name, _ in places(home)] == ["acme", "beta"]
    only = tree("alone/readme.pdf") / "alone"
    assert places(only) == [(".", "alone", "unspecified")]


def test_names_are_composed_and_an_empty_folder_holds_nobody(tree, tmp_path):
    home = tree("e\u0301te\u0301/engagement.yaml", "e\u0301te\u0301/arrie\u0300re/a.csv")
    (place,) = places_below(home)
    assert (place.organization, place.wave) == ("été", "arrière")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableError) as raised:
        one_place(tmp_path / "empty")
    assert raised.value.exit_code == 3


def test_links_back_up_make_no_endless_tree(tree):
    home = tree("acme/spring/a.csv")
    (home / "acme" / "loop").symlink_to(home)
    assert places(home) == [("acme/spring", "acme", "spring")]


def test_sources_are_relative_to_the_path_given(tree):
    home = tree("acme/spring/a.csv")
    assert [f.path for f in read(home / "acme" / "spring", OTHER, {}, base=home).files] == [
        "acme/spring/a.csv"
    ]


def test_the_nearest_engagement_is_found_inside_the_workspace_or_three_levels_up(tree):
    home = tree("engagement.yaml", "a/b/c/d/x.csv", "a/b/c/d/e/y.csv")
    assert find_engagement(home / "a/b/c/d/x.csv", None) is None
    assert find_engagement(home / "a/b/c", None) == home / "engagement.yaml"
    assert find_engagement(home / "a/b/c/d/x.csv", home) == home / "engagement.yaml"
    assert find_engagement(home / "a/b/c", home / "a") is None
    tree("a/b/engagement.yaml")
    assert find_engagement(home / "a/b/c", None) == home / "a/b/engagement.yaml"


def test_a_relative_path_may_start_at_the_workspace(tree, monkeypatch):
    home = tree("surveys/x/instrument.yaml", "notebooks/n.ipynb", "surveys/received/acme/a.csv")
    monkeypatch.chdir(home / "notebooks")
    assert workspace_of(Path.cwd()) == home.resolve()
    assert resolve("surveys/received") == (home / "surveys/received").resolve()
    with pytest.raises(UsageError, match="does not exist"):
        resolve("surveys/lost")


def test_an_instrument_is_found_by_id_or_path_and_else_the_known_are_listed(tree, monkeypatch):
    home = tree("surveys/mine/instrument.yaml", "notebooks/n.ipynb")
    monkeypatch.chdir(home)
    assert instrument_path("mine") == home.resolve() / "surveys" / "mine"
    assert instrument_path("digital-maturity").is_dir()
    assert instrument_path("./x.yaml") == Path("./x.yaml")
    with pytest.raises(InstrumentError, match="digital-maturity, mine"):
        instrument_path("yours")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Acme & Co", "acme-co"),
        ("L’Été 2026", "l-ete-2026"),
        ("..", "organization"),
        ("東京", "organization"),
    ],
)
def test_a_slug_is_a_safe_folder_name(name, safe):
    assert slug(name) == safe
