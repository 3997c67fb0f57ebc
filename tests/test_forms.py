"""What is asked of whom: notices, one function's workbook, short forms, profiles, what was kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.commands import document, run

from maturity.assess import assess, open_intake
from maturity.engagement import load_engagement, pin_of, write_pin
from maturity.errors import UsageError
from maturity.forms import write_forms
from maturity.instrument import Text, load_instrument
from maturity.instrument.yamledit import with_value
from maturity.language import LANGUAGES, Language
from maturity.readers import read
from maturity.responses import code_responses
from maturity.story import Story
from maturity.story.sections import dimension_pages, method
from maturity.writers.questionnaire import Invitation, Privacy, write_collector, write_questionnaire

HOME = Path(__file__).parent / "other_instrument"
OTHER = load_instrument(HOME)
BOTH = pytest.mark.parametrize("language", LANGUAGES)
FULL_NOTICE = Privacy(
    controller="St Mary’s Hospital",
    controller_contact="1 Bay Road",
    data_protection="Dr Roe, dpo@example.org",
    legal_basis="legitimate_interest",
    interest=Text(en="safer wards", fr="des services plus sûrs"),
    consultancy="Arc & Co",
    coordinator="Jo Doe",
    storage=Text(en="Ireland"),
    outside_eea=Text({"": "none"}),
    months=6,
    voluntary=True,
    authority=Text({"": "the DPC, www.example.org"}),
)


def sheet_text(book, sheet):
    cells = (cell.value for row in book[sheet].iter_rows() for cell in row)
    return "\n".join(str(value) for value in cells if value is not None)


def notice_of(path, privacy, language="en", write=write_questionnaire):
    write(path, OTHER, Invitation("St Mary’s", privacy=privacy), language=language)
    key = "notice" if write is write_questionnaire else "hand_out"
    return sheet_text(
        openpyxl.load_workbook(path), Language(language)(f"questionnaire.sheet.{key}")
    )


# The notice (GDPR, article 13)


@BOTH
def test_a_full_notice_answers_every_point_of_article_13(tmp_path, language):
    said = notice_of(tmp_path / "a.xlsx", FULL_NOTICE, language)
    stated = ["St Mary’s Hospital", "1 Bay Road", "dpo@example.org", "Arc & Co", "Jo Doe"]
    stated += [FULL_NOTICE.interest[language], "Ireland", "www.example.org", " 6 "]
    assert [each for each in stated if each not in said] == []
    say = Language(language)
    keys = ("purpose", "no_automation", "inside", "voluntary", "object", "found")
    assert [key for key in keys if say(f"questionnaire.notice.{key}") not in said] == []
    assert say("questionnaire.notice.mark") not in said
    assert FULL_NOTICE.missing() == []


@BOTH
def test_what_the_engagement_does_not_say_is_a_blank_and_named(tmp_path, language):
    said = notice_of(tmp_path / "a.xlsx", Privacy(), language)
    assert said.count(Language(language)("questionnaire.notice.mark")) >= len(Privacy().missing())
    assert Privacy().missing() == [
        f"privacy.{key}"
        for key in (
            "controller.name",
            "controller.contact",
            "data_protection.contact",
            "legal_basis",
            "consultancy",
            "storage",
            "outside_eea",
            "retention",
            "voluntary",
            "authority",
        )
    ]
    half = replace(FULL_NOTICE, interest=Text(), voluntary=False)
    assert half.missing() == ["privacy.interest", "privacy.if_not"]


@BOTH
@pytest.mark.parametrize(
    ("basis", "rights"),
    [
        ("consent", {"withdraw", "portability"}),
        ("contract", {"portability"}),
        ("legal_obligation", set()),
        ("public_task", {"object"}),
        ("legitimate_interest", {"object"}),
    ],
)
def test_the_rights_follow_from_the_legal_basis(tmp_path, language, basis, rights):
    said = notice_of(tmp_path / "a.xlsx", replace(FULL_NOTICE, legal_basis=basis), language)
    say = Language(language)
    every = ("withdraw", "portability", "object")
    assert {key for key in every if say(f"questionnaire.notice.{key}") in said} == rights


@BOTH
@pytest.mark.parametrize("write", [write_questionnaire, write_collector])
@pytest.mark.parametrize("name", ["Jo Doe", ""])
def test_no_form_promises_anonymity_and_a_coordinator_is_named(tmp_path, language, write, name):
    say = Language(language)
    said = notice_of(tmp_path / "a.xlsx", replace(FULL_NOTICE, coordinator=name), language, write)
    key = "passes" if write is write_questionnaire else "types"
    whose = say(f"questionnaire.notice.{key if name else f'{key}_somebody'}", name=name)
    assert whose in said
    if write is write_questionnaire:
        welcome = say("questionnaire.sheet.welcome")
        assert whose in sheet_text(openpyxl.load_workbook(tmp_path / "a.xlsx"), welcome)


@BOTH
def test_how_long_answers_are_kept_is_said_in_months_or_by_a_date(tmp_path, language):
    dated = replace(FULL_NOTICE, months=None, until=date(2027, 6, 30))
    expected = {"en": "30 June 2027", "fr": "30 juin 2027"}[language]
    assert expected in notice_of(tmp_path / "a.xlsx", dated, language)
    at_once = Language(language)("questionnaire.notice.at_once")
    assert at_once in notice_of(tmp_path / "a.xlsx", replace(FULL_NOTICE, months=0), language)


def test_other_recipients_and_countries_and_duties_are_said(tmp_path):
    stated = replace(
        FULL_NOTICE,
        recipients=Text(en="the works council."),
        outside_eea=Text(en="Canada, adequacy decision"),
        voluntary=False,
        if_not=Text(en="your head of ward is told"),
    )
    said = notice_of(tmp_path / "a.xlsx", stated)
    assert "the works council." in said
    assert "Outside the European Economic Area: Canada, adequacy decision." in said
    assert "If you do not: your head of ward is told." in said


def test_a_notice_is_nobodys_details(tmp_path):
    hostile = replace(FULL_NOTICE, controller="Profession", consultancy="Ward")
    write_questionnaire(tmp_path / "a.xlsx", OTHER, Invitation(privacy=hostile), language="en")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["Your data"]["C5"], book["Your data"]["D5"] = "Profession", "Nurse"
    book["Questions"]["D3"] = 4
    book.save(tmp_path / "a.xlsx")
    (person,) = code_responses(read(tmp_path / "a.xlsx", OTHER, {}), OTHER).respondents
    assert person.group is None


# One function's workbook


def filled(path, invitation=None, *, instrument=OTHER, leave=(), profile=""):
    """A form whose every question is answered alike, but for those left out."""
    write_questionnaire(path, instrument, invitation, language="en")
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:-2]:
        for row in sheet.iter_rows(min_row=3):
            if row[1].value and row[1].value not in leave:
                row[3].value = 4
    for row in book["Welcome"].iter_rows():
        if profile and row[0].value == "function":
            row[2].value = profile
        if row[0].value == "ward":
            row[2].value = path.stem  # no two people send the same bytes
    book.save(path)
    return path


def coded(path, instrument=OTHER, form=""):
    return code_responses(read(path, OTHER, {}), instrument, form=form)


def codes(responses):
    return [problem.code for problem in responses.problems]


def test_a_functions_workbook_holds_its_questions_and_says_the_function(tmp_path):
    for function, n in (("nursing", 11), ("medicine", 10)):
        path = filled(tmp_path / f"{function}.xlsx", Invitation(function=function))
        found = coded(path)
        assert (found.respondents[0].group, len(found.answers), codes(found)) == (function, n, [])
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["Welcome", "Questions", "Your data", "Lists"]
        assert "For Nursing" not in sheet_text(book, "Questions")


def test_answers_on_the_sheet_of_ones_function_are_read_with_the_others(tmp_path):
    found = coded(filled(tmp_path / "a.xlsx", profile="Nurse"))
    assert (len(found.respondents), len(found.answers), codes(found)) == (1, 11, [])
    assert {answer.source for answer in found.answers if answer.item == "L.3"} == {
        "a.xlsx!Nursing and Pharmacy!D4"
    }


def test_a_respondent_set_aside_is_named_on_every_sheet_that_holds_answers(tmp_path):
    filled(tmp_path / "a.xlsx")
    found = code_responses(read(tmp_path, OTHER, {}), OTHER, {"r001": "a trial"})
    assert {p.source for p in found.problems} == {
        "a.xlsx!Questions!D4:D15",
        "a.xlsx!Nursing and Pharmacy!D4",
    }
    assert found.cells.ignored == found.cells.filled == 11


def test_the_same_question_answered_on_two_sheets_counts_once_and_is_named(tmp_path):
    items = replace(OTHER.items[3], id="L.9", text=Text(en="More."), functions=("nursing",))
    practice = OTHER.dimensions[0].practices[1]
    more = replace(practice, items=(*practice.items, items))
    first = replace(
        OTHER.dimensions[0],
        items=(*OTHER.dimensions[0].items, items),
        practices=(OTHER.dimensions[0].practices[0], more),
    )
    wider = replace(OTHER, dimensions=(first, *OTHER.dimensions[1:]))
    path = filled(tmp_path / "a.xlsx", instrument=wider)
    sheets = openpyxl.load_workbook(path).sheetnames
    assert sheets[1:4] == ["Questions", "Nursing", "Pharmacy"]
    found = code_responses(read(path, wider, {}), wider)
    assert codes(found) == ["COLUMN_REPEATED", "ROW_STRAIGHT"]
    assert found.problems[0].source == "a.xlsx!Pharmacy!D4"
    book = openpyxl.load_workbook(path)
    book["Nursing"]["D4"] = None
    book.save(path)
    found = code_responses(read(path, wider, {}), wider)
    assert (codes(found), len(found.answers)) == (["ROW_STRAIGHT"], 12)


def test_one_workbook_per_function_all_or_none(tmp_path):
    home = tmp_path / "acme"
    home.mkdir()
    (home / "engagement.yaml").write_text(
        f"name: Société X\ninstrument: {HOME}\nroster: {{nursing: 9, support: 0, pharmacy: 2}}\n"
    )
    written = write_forms(home / "forms", function="all", language="en")
    assert [path.name for path in written.paths] == [
        "societe-x-nursing.xlsx",
        "societe-x-pharmacy.xlsx",
    ]
    assert {each.name for each in (home / "forms").iterdir()} == {p.name for p in written.paths}
    code, out, err = run(
        "questionnaire", "--instrument", HOME, "--function", "all", "-o", tmp_path / "all"
    )
    assert (code, len(out.splitlines())) == (0, 4)
    assert "privacy.controller.name" in err
    assert not err.startswith("Error")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--function", "cooks"], "There is no function “cooks”. Known: nursing, medicine"),
        (["--function", "nursing", "--form", "collector"], "leave --function out"),
        (["--form", "night"], "Available: respondent, collector, ward_round, full."),
        (["--form", "registers"], "“registers” is not available"),
        (["--form", "collector,respondent"], "names two forms of one kind"),
        (["--function", "all", "-o", "f.txt"], "give a folder"),
        (["-o", "folder"], "give a file"),
    ],
)
def test_a_form_that_cannot_be_is_refused_in_words(tmp_path, words, said):
    (tmp_path / "f.txt").write_text("x")
    (tmp_path / "folder").mkdir()
    output = [] if "-o" in words else ["-o", "q.xlsx"]
    code, out, err = run("questionnaire", "--instrument", HOME, *words, *output, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "q.xlsx").exists()


# Short forms


def test_a_short_form_asks_its_items_and_says_which_it_is(tmp_path):
    path = filled(tmp_path / "a.xlsx", Invitation(form="ward_round"))
    book = openpyxl.load_workbook(path)
    assert book.custom_doc_props["maturity_short_form"].value == "ward_round"
    assert "About 2 minutes" in sheet_text(book, "Welcome")
    found = coded(path)
    assert {answer.item for answer in found.answers} == {"V.1", "V.2", "L.2", "1", "3", "id"}
    assert (found.respondents[0].form, codes(found)) == ("ward_round", [])


def test_a_collector_of_a_short_form_is_read_as_one(tmp_path):
    write_forms(tmp_path / "c.xlsx", "collector,ward_round", instrument=str(HOME), rows=3)
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    titles = [cell.value for cell in book.worksheets[1][2]]
    assert [t for t in titles if t in {item.id for item in OTHER.items} - {"function"}] == [
        "V.1", "V.2", "L.2", "1", "3", "id"
    ]  # fmt: skip
    book.worksheets[1].cell(3, titles.index("V.1") + 1).value = 3
    book.save(tmp_path / "c.xlsx")
    found = coded(tmp_path / "c.xlsx")
    assert (found.respondents[0].form, codes(found)) == ("ward_round", [])


def hospital(folder, *, engagement="", **waves):
    (folder / "acme").mkdir()
    (folder / "acme" / "engagement.yaml").write_text(f"name: Acme\n{engagement}", encoding="utf-8")
    for wave in waves.items():
        (folder / "acme" / wave[0]).mkdir()
        for n, invitation in enumerate(wave[1]):
            filled(folder / "acme" / wave[0] / f"{n:02d}.xlsx", invitation, profile="Doctor")
    return folder / "acme"


def test_the_half_rule_counts_what_each_respondents_own_form_asked(tmp_path):
    # of speaking up's five items the short form asks three; at 0.6 two of three are enough
    short = filled(tmp_path / "a.xlsx", Invitation(form="ward_round"), leave={"V.2"})
    full = filled(tmp_path / "b.xlsx", leave={"V.2", "L.1", "L.3"}, profile="Nurse")
    assert all(path.is_file() for path in (short, full))
    found = coded(tmp_path)
    from maturity.scores import scores_by_respondent

    scores = {who: each["speaking_up"] for who, _, each in scores_by_respondent(found, OTHER)}
    assert scores == {"r001": 4.0, "r002": None}


def test_a_wave_of_whole_and_short_forms_counts_everybody_by_their_own(tmp_path):
    home = hospital(tmp_path, w=[Invitation(form="ward_round")] * 6 + [None] * 5)
    result = assess(home / "w", instrument=str(HOME))
    assert result.problems == ()
    assert dict(result.assessment.respondents.by_form) == {"full": 5, "ward_round": 6}
    found = {each.id: (each.n, each.score) for each in result.assessment.dimensions}
    assert found["handover"][0] == 11
    assert {each.id: each.n for each in result.assessment.items} == {
        **dict.fromkeys(("V.1", "V.2", "L.2", "1", "3", "id"), 11),
        **dict.fromkeys(("L.1", "L.3", "2", "function", "extra"), 5),
    }
    rates = [each.dont_know_rate for each in result.assessment.dimensions]
    assert rates == [0, 0, 0]
    said = blocks_text(method(result.story()))
    assert "whole questionnaire (5 people) and Ward round (6 people)" in said


def blocks_text(section):
    return str(section)


def test_a_wave_of_one_short_form_reports_on_what_was_asked(tmp_path):
    home = hospital(tmp_path, w=[Invitation(form="ward_round")] * 6)
    result = assess(home / "w", instrument=str(HOME))
    assert [each.id for each in result.assessment.items] == ["V.1", "V.2", "L.2", "1", "3", "id"]
    assert "Everybody was asked the short form “Ward round”: 6 of" in blocks_text(
        method(result.story())
    )
    assert len(dimension_pages(result.story())) == 3


TABLE = "respondent,job,V.1,V.2,L.2,1,3,id\n" + "".join(
    f"p{n},Doctor,4,3,5,2,{1 + n % 6},4\n" for n in range(9)
)


@pytest.mark.parametrize("engagement", ["form: ward_round", "waves: {w: {form: ward_round}}"])
def test_a_table_of_a_short_form_is_told_by_the_engagement(tmp_path, engagement):
    home = hospital(tmp_path, engagement=engagement, w=[])
    (home / "w" / "a.csv").write_text(TABLE)
    found = open_intake(home / "w", instrument=str(HOME))
    assert found.problems == ()
    assert {person.form for person in found.responses.respondents} == {"ward_round"}
    whole = open_intake(home / "w", instrument=str(HOME), form="full")
    assert {p.code for p in whole.problems} == {"COLUMN_MISSING"}


def test_a_table_of_a_short_form_is_told_by_the_command(tmp_path):
    (tmp_path / "a.csv").write_text(TABLE)
    words = (tmp_path / "a.csv", "--instrument", HOME, "--form", "ward_round")
    code, made = document("check", *words)
    assert (code, made["problems"]) == (0, [])
    assert {each["form"] for each in made["respondents"]} == {"ward_round"}
    assert document("assess", *words)[1]["respondents"]["by_form"] == {"ward_round": 9}
    code, _, err = run("check", tmp_path / "a.csv", "--instrument", HOME, "--form", "pulse")
    assert code == 2
    assert "Available: ward_round, full." in err


@pytest.mark.slow
def test_a_report_on_a_short_form_says_so(tmp_path):
    (tmp_path / "a.csv").write_text(TABLE)
    words = ("--instrument", HOME, "--form", "ward_round", "--language", "fr")
    assert run("report", tmp_path / "a.csv", *words, "-o", tmp_path / "r")[0] == 0
    assert "Le formulaire court" in (tmp_path / "r" / "report.html").read_text("utf-8")


def test_an_engagement_without_the_short_forms_function_is_refused(tmp_path):
    nothing = replace(OTHER.form("ward_round"), items=("L.3",))
    assert (
        replace(OTHER, forms=(nothing,)).in_form("ward_round").for_function("medicine").items == ()
    )
    (tmp_path / "i.yaml").write_text(
        "id: i\nversion: '1'\nscales: {s: {min: 1, max: 2}}\n"
        "dimensions: [{id: d, label: D, items: [{id: A, text: Ask., scale: s, functions: [it]},"
        " {id: B, text: Be., scale: s}]}]\nforms: {f: {label: F, items: [A]}}\n"
    )
    with pytest.raises(UsageError):
        write_forms(tmp_path / "q.xlsx", "f", "hr", instrument=str(tmp_path / "i.yaml"))


# Profiles


def test_a_profile_words_the_questions_and_leaves_some_out(tmp_path):
    home = tmp_path / "acme"
    home.mkdir()
    (home / "engagement.yaml").write_text(f"name: Acme\ninstrument: {HOME}\nprofile: [clinic]\n")
    write_forms(home / "q.xlsx", language="en")
    book = openpyxl.load_workbook(home / "q.xlsx")
    assert "at closing time" in sheet_text(book, "Questions")
    assert book.sheetnames == ["Welcome", "Questions", "Your data", "Lists"]


def test_answers_that_a_profile_does_not_ask_for_are_named_and_never_scored(tmp_path):
    home = hospital(tmp_path, engagement="profile: [clinic]", w=[None] * 5)
    found = open_intake(home / "w", instrument=str(HOME))
    cells = found.responses.cells
    assert (cells.filled, cells.answered, cells.ignored) == (55, 50, 5)
    assert {(p.code, p.params["item"]) for p in found.problems} == {("ITEM_NOT_ASKED", "L.3")}
    sources = {p.source for p in found.problems}
    ignored = {a.source for a in found.responses.answers if a.missing_reason == "ignored"}
    assert ignored == sources
    assert {a.item for a in found.responses.answers if a.missing_reason == "ignored"} == {"L.3"}


@pytest.mark.parametrize(
    ("stated", "expected", "origin"),
    [
        ("profile: [clinic]", {"speaking_up": 50}, {"speaking_up": "profile"}),
        (
            "profile: [clinic, teaching]\ntargets: {handover: 33}",
            {"speaking_up": 70, "handover": 33},
            {"speaking_up": "profile", "handover": "engagement"},
        ),
        ("targets: {handover: 33}", {"handover": 33}, {"handover": "engagement"}),
    ],
)
def test_targets_are_the_engagements_first_then_those_of_its_profiles(
    tmp_path, stated, expected, origin
):
    home = hospital(tmp_path, engagement=stated, w=[None] * 5)
    result = assess(home / "w", instrument=str(HOME))
    targets = {each.id: each.target for each in result.assessment.dimensions if each.target}
    assert (targets, result.assessment.targets_from) == (expected, origin)
    said = blocks_text(method(result.story()))
    assert ("Targets were set for this engagement" in said) == ("engagement" in origin.values())
    assert ("its kind of organisation (" in said) == ("profile" in origin.values())


def test_a_dimension_that_keeps_no_question_has_no_score_and_a_reason(tmp_path):
    def nowhere(item):
        return replace(item, not_for=("clinic",) if item.dimension == "handover" else ())

    asked = OTHER.keeping(nowhere).for_profiles(["clinic"])
    path = filled(tmp_path / "a.xlsx")
    for n in range(6):
        (tmp_path / f"{n}.xlsx").write_bytes(path.read_bytes())
    from maturity.scores import Setting, score

    found = score(coded(tmp_path, asked), asked, Setting("a", "A", "w"))
    handover = next(each for each in found.dimensions if each.id == "handover")
    assert (handover.score_100, handover.n) == (None, 0)
    assert found.reasons["/dimensions/1/score_100"] == "NOT_ASKED"
    for language in LANGUAGES:
        assert len(dimension_pages(Story(found, asked, Language(language)))) == 3


# What was asked is kept


@pytest.mark.slow
def test_a_new_engagement_keeps_what_is_asked_and_says_when_that_changes(tmp_path):
    for name in ("surveys", "notebooks"):
        (tmp_path / name).mkdir()
    mine = tmp_path / "surveys" / "mine.yaml"
    text = (
        'id: mine\nversion: "1.0"\nscales: {s: {min: 1, max: 2}}\n'
        "dimensions:\n- {id: d, label: D, items: [{id: A, text: Ask., scale: s}]}\n"
    )
    mine.write_text(text)
    assert run("new", "Acme", "w1", "--instrument", "mine", cwd=tmp_path)[2] == ""
    home = tmp_path / "surveys" / "received" / "acme"
    pin = load_engagement(home / "engagement.yaml").pin
    assert pin == pin_of(load_instrument(mine))
    (home / "w1" / "a.csv").write_text("respondent,A\n" + "".join(f"{n},1\n" for n in range(6)))
    assert document("assess", home / "w1", cwd=tmp_path)[1]["problems"] == []

    mine.write_text(text.replace("label: D", "label: Else, description: New"))
    assert document("assess", home / "w1", cwd=tmp_path)[1]["problems"] == []
    mine.write_text(text.replace("Ask.", "Ask again."))
    (problem,) = document("assess", home / "w1", cwd=tmp_path)[1]["problems"]
    assert (problem["source"], problem["code"], problem["severity"]) == (
        "engagement.yaml",
        "INSTRUMENT_ASKED",
        "changes",
    )
    assert "maturity instrument pin" in run("new", "Acme", "w2", cwd=tmp_path)[2]
    assert "1.0" in run("questionnaire", "-o", home / "w1" / "q.xlsx", cwd=tmp_path)[2]
    (home / "w1" / "q.xlsx").unlink()

    assert run("instrument", "pin", home / "w1", cwd=tmp_path)[0] == 0
    assert document("assess", home / "w1", cwd=tmp_path)[1]["problems"] == []
    kept = load_engagement(home / "engagement.yaml")
    assert (kept.pin, kept.pinned("w2")) == (pin, pin)
    assert kept.pinned("w1") == pin_of(load_instrument(mine))
    assert run("instrument", "pin", home, cwd=tmp_path)[0] == 0
    assert load_engagement(home / "engagement.yaml").pinned("w2") == kept.pinned("w1")
    assert run("instrument", "pin", tmp_path, cwd=tmp_path)[0] == 2


def test_a_workbook_knows_what_it_asked_whatever_else_changed(tmp_path):
    path = filled(tmp_path / "a.xlsx")
    wiser = replace(OTHER, version="2.4", sha256="0" * 64)
    assert codes(coded(path, wiser)) == []
    other = replace(wiser, asked_sha256="1" * 64)
    found = coded(path, other)
    assert codes(found) == ["INSTRUMENT_ASKED"]
    said = found.problems[0].message(Language("en"))
    assert "Version 2.3" in said
    assert "version 2.4 (11111111)" in said


PERSONS_YAML = """\
# Who
name: "Été: A"     # quoted
roster: {nursing: 9}   # people
targets:
    handover: 55

waves:
    2026:   # first
        deadline: 27 March   # d
    # later
    w2: {roster: {nursing: 3}}
    w4: {}
# end
"""


@pytest.mark.parametrize("wave", ["", "2026", "w2", "w4", "new: one"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_pin_changes_one_line_of_what_a_person_wrote(tmp_path, wave, ends):
    file = tmp_path / "engagement.yaml"
    file.write_bytes(PERSONS_YAML.replace("\n", ends).encode())
    before = load_engagement(file)
    write_pin(file, pin_of(OTHER), wave)
    after = load_engagement(file)
    assert after.pinned(wave) == pin_of(OTHER)
    assert (after.roster, after.rosters, after.targets) == (
        before.roster,
        before.rosters,
        before.targets,
    )
    changed = file.read_bytes().decode()
    lines = PERSONS_YAML.splitlines()
    assert [line for line in lines if line.partition("#")[0] and line not in changed][1:] == []
    assert all(comment in changed for comment in ("# Who", "# quoted", "# later", "# end"))
    assert ("\r" in changed) == (ends == "\r\n")
    write_pin(file, pin_of(OTHER), wave)
    assert file.read_bytes().decode() == changed


def test_a_pin_written_over_lines_takes_their_place():
    before = "name: x\ninstrument_pin:\n  version: '1'  # a\n  asked_sha256: b\n# d\nk: v\n"
    after = 'name: x\ninstrument_pin: {version: "2"}\n# d\nk: v\n'
    assert with_value(before, ["instrument_pin"], {"version": "2"}) == after
    assert with_value("w:\n  a:  # b\n", ["w", "a", "p"], {}) == "w:\n  a: {p: {}}  # b\n"
    assert with_value("{name: x}", ["a", "b"], {"c": "d"}) == '{name: x, a: {b: {c: "d"}}}'
