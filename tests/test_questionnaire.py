"""The blank forms: what a client sees, what a reader finds again, what can never be a formula."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from maturity.instrument.model import (
    Attribute,
    Choice,
    Dimension,
    Instrument,
    Item,
    Rules,
    Scale,
    Text,
)
from maturity.language import Language
from maturity.writers.questionnaire import Invitation, write_collector, write_questionnaire

AGREE = Scale(
    "agree", 1, 3,
    {1: Text(en="No, never", fr="Non, jamais"), 2: Text(en="Partly", fr="En partie"),
     3: Text(en="Yes", fr="Oui")},
    {},
)  # fmt: skip
ENDS = Scale(
    "ends", 0, 10, {0: Text(en="Not at all", fr="Pas du tout"), 10: Text(en="Fully", fr="Tout")}, {}
)
BARE = Scale("bare", 1, 6, {}, {})
MISSING = (
    Choice("dont_know", Text(en="Don’t know", fr="Ne sait pas")),
    Choice("not_applicable", Text(en="Not applicable", fr="Sans objet")),
)
FUNCTION = Attribute(
    "function",
    Text(en="Your function", fr="Votre fonction"),
    (
        Choice("marketing", Text(en="Marketing", fr="Marketing")),
        Choice("it", Text(en="IT", fr="Informatique")),
        Choice("sales", Text(en="Sales", fr="Ventes")),
    ),
)
SITE = Attribute("site", Text(en="Your site", fr="Votre site"), ())
HOSTILE = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+33 1 23",
    "-2",
    "@SUM(A1)",
    "http://example.org",
    "007",
    "a&b <i>{x}</i>",
)


def an_item(identifier, dimension="d1", scale=AGREE, text=None, functions=()):
    text = text or Text(en=f"Statement {identifier}.", fr=f"Énoncé {identifier}.")
    return Item(identifier, text, scale, dimension, functions=functions)


def an_instrument(*dimensions, attributes=(FUNCTION, SITE), missing=MISSING, **changes):
    if not dimensions:
        dimensions = (
            (an_item("A1"), an_item("A2", functions=("marketing", "it"))),
            (an_item("B1", "d2", ENDS), an_item("B2", "d2", BARE)),
        )
    parts = tuple(
        Dimension(
            f"d{number}", Text(en="Secret construct", fr="Notion secrète"), Text(), 1.0, (), items
        )
        for number, items in enumerate(dimensions, start=1)
    )
    stated = {
        "id": "tiny", "version": "1.0", "sha256": "f" * 64,
        "title": Text(en="A questionnaire", fr="Un questionnaire"),
        "purpose": Text(en="To see.", fr="Pour voir."), "minutes": 12, "languages": ("en", "fr"),
        "scales": {item.scale.id: item.scale for part in parts for item in part.items},
        "levels": (), "rules": Rules(0.5, 5, 10), "thresholds": {}, "mirrors": (), "themes": {},
        "articles": {},
    }  # fmt: skip
    stated.update(dimensions=parts, attributes=attributes, missing=missing, **changes)
    return Instrument(**stated)


@pytest.fixture(params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture
def say(language):
    return Language(language)


@pytest.fixture
def respondent(tmp_path, language):
    path = tmp_path / "form.xlsx"
    write_questionnaire(path, an_instrument(), Invitation("Acme", k=7), language=language)
    return load_workbook(path)


@pytest.fixture
def collector(tmp_path, language):
    path = tmp_path / "form.xlsx"
    write_collector(path, an_instrument(), Invitation("Acme"), language=language, rows=12)
    return load_workbook(path)


def rows_by_id(sheet: Worksheet, column: int = 2) -> dict[str, int]:
    cells = (sheet.cell(row, column) for row in range(1, sheet.max_row + 1))
    return {str(cell.value): cell.row for cell in cells if cell.value is not None}


def columns_by_id(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[2] if cell.value is not None}


def offered(book: Workbook, sheet: Worksheet, cell: str) -> list[object]:
    """What the dropdown of a cell offers, read through its range on the hidden sheet."""
    (found,) = (each for each in sheet.data_validations.dataValidation if cell in each.sqref)
    name, _, reference = found.formula1.lstrip("=").partition("!")
    column, first, last_column, last = range_boundaries(reference)
    assert column == last_column
    return [book[name.strip("'")].cell(row, column).value for row in range(first, last + 1)]


def texts(book: Workbook) -> str:
    return "\n".join(texts_of(sheet) for sheet in book if sheet.sheet_state == "visible")


def texts_of(sheet: Worksheet) -> str:
    cells = (cell.value for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(value) for value in cells if value is not None)


def formulas(book: Workbook) -> dict[tuple[str, str], str]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def unlocked(sheet: Worksheet) -> set[str]:
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate for cell in cells if not cell.protection.locked}


class TestBothForms:
    @pytest.mark.parametrize("write", [write_questionnaire, write_collector])
    def test_the_properties_say_what_the_form_is(self, tmp_path, write, language):
        write(tmp_path / "form.xlsx", an_instrument(), language=language)
        book = load_workbook(tmp_path / "form.xlsx")
        stated = {each.name: each.value for each in book.custom_doc_props.props}
        kind = "respondent" if write is write_questionnaire else "collector"
        assert stated == {
            "maturity_instrument": "tiny",
            "maturity_version": "1.0",
            "maturity_sha256": "f" * 64,
            "maturity_form": kind,
            "maturity_language": language,
        }
        hidden = book.worksheets[-1]
        assert {
            hidden.cell(row, 1).value: hidden.cell(row, 2).value for row in range(1, 6)
        } == stated
        assert hidden.sheet_state == "hidden"

    @pytest.mark.parametrize("write", [write_questionnaire, write_collector])
    def test_two_runs_are_the_same_bytes_and_hold_no_date_of_today(self, tmp_path, write):
        for name in ("one.xlsx", "two.xlsx"):
            write(tmp_path / name, an_instrument(), Invitation("Acme"), language="en")
        assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
        assert load_workbook(tmp_path / "one.xlsx").properties.created == datetime(2000, 1, 1)  # noqa: DTZ001
        with zipfile.ZipFile(tmp_path / "one.xlsx") as archive:
            assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    @pytest.mark.parametrize("write", [write_questionnaire, write_collector])
    def test_every_sheet_is_protected_without_a_password(self, tmp_path, write):
        write(tmp_path / "form.xlsx", an_instrument(), language="en")
        for sheet in load_workbook(tmp_path / "form.xlsx"):
            assert sheet.protection.sheet
            assert sheet.protection.password is None
            assert not sheet.protection.selectLockedCells

    @pytest.mark.parametrize("write", [write_questionnaire, write_collector])
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_name_is_shown_as_it_is_and_never_calculated(self, tmp_path, write, name):
        hostile = Text(en=name, fr=name)
        instrument = an_instrument(
            (an_item("=X1", text=hostile),),
            attributes=(Attribute("function", hostile, (Choice("a", hostile),)),),
            missing=(Choice("dont_know", hostile),),
            title=hostile,
            purpose=hostile,
        )
        write(tmp_path / "form.xlsx", instrument, Invitation(name), language="fr")
        book = load_workbook(tmp_path / "form.xlsx")
        shown = [
            cell
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value == name
        ]
        assert len(shown) >= 5
        assert {cell.data_type for cell in shown} == {"s"}
        assert all(re.match(r'="|=IF\(|=REPT\(', formula) for formula in formulas(book).values())

    @pytest.mark.parametrize("write", [write_questionnaire, write_collector])
    def test_no_half_written_file_is_left_behind(self, tmp_path, write):
        path = tmp_path / "form.xlsx"
        path.write_text("what was here before")
        with pytest.raises(KeyError):
            write(path, an_instrument(), language="tlh")
        assert path.read_text() == "what was here before"
        write(path, an_instrument(), language="en")
        assert [each.name for each in tmp_path.iterdir()] == ["form.xlsx"]

    @pytest.mark.parametrize("write", [write_questionnaire, write_collector])
    def test_an_instrument_in_one_language_speaks_it_in_a_form_of_the_other(self, tmp_path, write):
        item = an_item("A1", text=Text(en="Only English."), scale=BARE)
        write(
            tmp_path / "form.xlsx",
            an_instrument((item,), title=Text(), purpose=Text()),
            language="fr",
        )
        said = texts(load_workbook(tmp_path / "form.xlsx"))
        assert "Only English." in said
        assert "Qui voit quoi" in said

    @pytest.mark.parametrize("write", [write_questionnaire, write_collector])
    def test_a_long_instrument_without_attributes_or_missing_reasons_works(self, tmp_path, write):
        long = Text(en="A rather long question, all things considered. " * 9)
        items = tuple(an_item(f"Q{number}", scale=BARE, text=long) for number in range(150))
        instrument = an_instrument(items, attributes=(), missing=(), minutes=None)
        write(tmp_path / "form.xlsx", instrument, language="en")
        book = load_workbook(tmp_path / "form.xlsx")
        heights = [
            each.height for each in book.worksheets[1].row_dimensions.values() if each.height
        ]
        assert 75 < max(heights) < 409

    @given(name=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_any_name_is_kept_letter_for_letter(self, tmp_path, name):
        write_questionnaire(
            tmp_path / "form.xlsx", an_instrument(), Invitation(name), language="en"
        )
        first = load_workbook(tmp_path / "form.xlsx").worksheets[0]["B1"].value
        assert first == (name or "A questionnaire")


class TestRespondentForm:
    def test_each_item_has_one_row_with_its_number_id_and_text(self, respondent, language):
        sheet, routed = respondent.worksheets[1:3]
        rows, more = rows_by_id(sheet), rows_by_id(routed)
        assert [each for each in rows if each != "Code"] == ["A1", "B1", "B2"]
        assert [sheet.cell(rows[each], 1).value for each in ("A1", "B1", "B2")] == [1, 2, 3]
        assert [each for each in more if each != "Code"] == ["A2"]
        assert routed.cell(more["A2"], 1).value == 4
        expected = {"en": "Statement A1.", "fr": "Énoncé A1."}
        assert sheet.cell(rows["A1"], 3).value == expected[language]

    def test_the_header_is_the_second_row_stays_in_sight_and_is_printed_on_every_page(
        self, respondent, say
    ):
        sheet = respondent["Questions"]
        keys = ("number", "id", "question", "answer", "comment")
        assert [cell.value for cell in sheet[2]] == [
            say(f"questionnaire.heading.{key}") for key in keys
        ]
        assert sheet.freeze_panes == "A3"
        assert sheet.print_title_rows == "$2:$2"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.left.text.strip() == "tiny 1.0"

    def test_parts_are_numbered_and_never_named_after_what_is_scored(self, respondent, say):
        said = texts(respondent)
        assert say("questionnaire.part", part=2, parts=2) in said
        assert "Secret" not in said
        assert "secrète" not in said

    def test_a_single_part_is_not_announced(self, tmp_path):
        write_questionnaire(tmp_path / "form.xlsx", an_instrument((an_item("A1"),)), language="en")
        sheet = load_workbook(tmp_path / "form.xlsx")["Questions"]
        assert rows_by_id(sheet)["A1"] == 3

    def test_the_list_of_an_item_holds_every_label_and_the_missing_reasons(
        self, respondent, language
    ):
        sheet = respondent["Questions"]
        missing = [choice.label[language] for choice in MISSING]
        rows = rows_by_id(sheet)
        labels = [AGREE.label(point, language) for point in AGREE.points]
        assert offered(respondent, sheet, f"D{rows['A1']}") == [*labels, *missing]
        assert offered(respondent, sheet, f"D{rows['B1']}") == [*range(11), *missing]
        assert offered(respondent, sheet, f"D{rows['B2']}") == [*range(1, 7), *missing]

    def test_labels_that_two_points_share_are_not_offered(self, tmp_path):
        twice = Scale("twice", 1, 2, {1: Text(en="Some"), 2: Text(en="Some")}, {})
        write_questionnaire(
            tmp_path / "form.xlsx",
            an_instrument((an_item("A1", scale=twice),), missing=()),
            language="en",
        )
        book = load_workbook(tmp_path / "form.xlsx")
        assert offered(book, book["Questions"], "D3") == [1, 2]

    def test_dropdowns_explain_themselves_and_stop_anything_else(self, respondent, say):
        for sheet in respondent.worksheets[:2]:
            for validation in sheet.data_validations.dataValidation:
                assert validation.errorStyle in (None, "stop")
                assert validation.showErrorMessage
                assert validation.error == say("questionnaire.dropdown.error")
                assert validation.prompt == say("questionnaire.dropdown.hint")

    def test_a_scale_of_bare_points_shows_the_labels_it_has_below_the_question(
        self, respondent, language
    ):
        sheet = respondent["Questions"]
        said = str(sheet.cell(rows_by_id(sheet)["B1"], 3).value)
        ends = {"en": "0 = Not at all · 10 = Fully", "fr": "0 = Pas du tout · 10 = Tout"}
        assert said.endswith(ends[language])

    def test_items_for_some_functions_stand_on_a_sheet_that_bears_their_names(
        self, respondent, language
    ):
        routed = respondent.worksheets[2]
        title = {"en": "Marketing and IT", "fr": "Marketing et Informatique"}[language]
        assert routed.title == title
        banner = Language(language)("questionnaire.only_for", functions=title)
        assert routed["A3"].value == banner
        assert Language(language)("questionnaire.welcome.routed") in texts(respondent)
        said = [cell.value for row in respondent["Questions"].iter_rows(min_row=2) for cell in row]
        assert not any(title in str(each) for each in said)
        cells = (cell for row in respondent.worksheets[0].iter_rows() for cell in row)
        links = {cell.hyperlink.location for cell in cells if cell.hyperlink}
        assert links == {"Questions!D4", f"'{title}'!D4"}

    def test_nobody_needs_more_than_one_sheet_beside_the_common_one(self, tmp_path):
        items = (
            an_item("A1"),
            an_item("A2", functions=("marketing", "it")),
            an_item("A3", functions=("marketing", "it", "sales")),
            an_item("A4", functions=("sales",)),
        )
        write_questionnaire(tmp_path / "form.xlsx", an_instrument(items), language="en")
        book = load_workbook(tmp_path / "form.xlsx")
        found = {sheet.title: [*rows_by_id(sheet)][1:] for sheet in book.worksheets[1:-2]}
        assert found == {
            "Questions": ["A1"],
            "Marketing and IT": ["A2", "A3"],
            "Sales": ["A3", "A4"],
        }

    @given(
        labels=st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40),
            min_size=3,
            max_size=3,
        )
    )
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_a_sheet_can_be_named_after_any_function(self, tmp_path, labels):
        choices = tuple(Choice(f"f{n}", Text(en=label)) for n, label in enumerate(labels))
        items = [an_item(f"A{n}", functions=(f"f{n}",)) for n in range(3)]
        instrument = an_instrument(tuple(items), attributes=(replace(FUNCTION, choices=choices),))
        write_questionnaire(tmp_path / "form.xlsx", instrument, language="en")
        book = load_workbook(tmp_path / "form.xlsx")
        assert len({title.casefold() for title in book.sheetnames}) == 6
        assert [[*rows_by_id(sheet)][1] for sheet in book.worksheets[1:4]] == ["A0", "A1", "A2"]

    def test_only_answers_and_comments_can_be_written(self, respondent):
        welcome, questions, routed, notice, lists = respondent.worksheets
        profile = rows_by_id(welcome, 1)
        assert unlocked(welcome) == {f"C{profile['function']}", f"C{profile['site']}"}
        rows = [row for each, row in rows_by_id(questions).items() if each != "Code"]
        assert unlocked(questions) == {f"{column}{row}" for column in "DE" for row in rows}
        assert unlocked(routed) == {"D4", "E4"}
        assert unlocked(lists) == unlocked(notice) == set()

    def test_the_profile_offers_functions_and_leaves_the_site_free(self, respondent, language):
        welcome = respondent.worksheets[0]
        row = rows_by_id(welcome, 1)["function"]
        assert welcome.cell(row, 2).value == FUNCTION.label[language]
        expected = [choice.label[language] for choice in FUNCTION.choices]
        assert offered(respondent, welcome, f"C{row}") == expected
        assert len(welcome.data_validations.dataValidation) == 1

    def test_the_only_formulas_count_the_answers(self, respondent):
        found = formulas(respondent)
        assert len(found) == 4
        assert all("COUNTA(Questions!$D$3:$D$7)" in formula for formula in found.values())

    def test_who_sees_what_is_said_with_the_smallest_group_and_without_promising_anonymity(
        self, respondent, say
    ):
        said = texts_of(respondent.worksheets[0])
        who = say("questionnaire.welcome.consultants")
        assert say("questionnaire.welcome.groups", k=7, who=who) in said
        assert say("questionnaire.notice.passes_somebody") in said
        notice = say("questionnaire.sheet.notice")
        assert say("questionnaire.welcome.more", notice=notice) in said
        assert say("questionnaire.notice.comments", k=10) in texts_of(respondent[notice])

    def test_contact_and_deadline_are_printed_when_given_and_left_out_when_not(self, tmp_path):
        for name, given_ in (
            ("with", {"contact": "Ann Lee", "deadline": "12 March"}),
            ("without", {}),
        ):
            write_questionnaire(
                tmp_path / f"{name}.xlsx", an_instrument(), Invitation(**given_), language="en"
            )
        said = texts(load_workbook(tmp_path / "with.xlsx"))
        assert "send it to Ann Lee," in said
        assert "Deadline\n12 March" in said
        said = texts(load_workbook(tmp_path / "without.xlsx"))
        assert "the person you received it from" in said
        assert "Deadline" not in said

    def test_the_longest_label_fits_the_answer_column(self, respondent, language):
        sheet = respondent["Questions"]
        labels = [AGREE.label(point, language) for point in AGREE.points]
        assert sheet.column_dimensions["D"].width > max(map(len, labels))

    @pytest.mark.system("soffice")
    def test_progress_counts_the_answers_out_of_those_asked_of_the_function(self, tmp_path):
        path = tmp_path / "form.xlsx"
        write_questionnaire(path, an_instrument(), language="en")
        book = load_workbook(path)
        row = rows_by_id(book["Welcome"], 1)["function"]
        rows = rows_by_id(book["Questions"])
        book["Welcome"].cell(row, 3).value = "Sales"
        book["Questions"].cell(rows["A1"], 4).value = "Yes"
        book["Questions"].cell(rows["B1"], 4).value = 7
        book.save(path)
        recalculated = recalculate(path)
        assert recalculated["Questions"]["D1"].value == "Questions answered: 2 of 3"
        book["Welcome"].cell(row, 3).value = "IT"
        book["Marketing and IT"]["D4"].value = "Partly"
        book.save(path)
        recalculated = recalculate(path)
        assert recalculated["Marketing and IT"]["D1"].value == "Questions answered: 3 of 4"


class TestCollectorForm:
    def test_the_second_row_holds_the_ids_and_the_first_the_texts(self, collector, language, say):
        sheet = collector[say("questionnaire.sheet.answers")]
        ids = ["respondent", "progress", "function", "site", "A1", "A2", "B1", "B2", "comment"]
        assert [cell.value for cell in sheet[2]] == ids
        expected = {"en": "Statement A1.", "fr": "Énoncé A1."}
        assert sheet["E1"].value == expected[language]
        assert sheet.freeze_panes == "C3"

    def test_exactly_the_rows_asked_for_can_be_filled(self, collector, say):
        sheet = collector[say("questionnaire.sheet.answers")]
        assert unlocked(sheet) == {
            f"{column}{row}" for column in "ACDEFGHI" for row in range(3, 15)
        }
        assert unlocked(collector.worksheets[0]) == set()

    def test_every_row_has_the_lists_of_its_columns(self, collector, language, say):
        sheet = collector[say("questionnaire.sheet.answers")]
        missing = [choice.label[language] for choice in MISSING]
        labels = [AGREE.label(point, language) for point in AGREE.points]
        for row in (3, 14):
            assert offered(collector, sheet, f"E{row}") == [*labels, *missing]
            assert offered(collector, sheet, f"G{row}") == [*range(11), *missing]
            functions = [choice.label[language] for choice in FUNCTION.choices]
            assert offered(collector, sheet, f"C{row}") == functions
        assert len(sheet.data_validations.dataValidation) == 5

    def test_the_only_formulas_are_the_progress_of_each_row(self, collector, say):
        answers = say("questionnaire.sheet.answers")
        assert set(formulas(collector)) == {(answers, f"B{row}") for row in range(3, 15)}

    def test_the_welcome_explains_the_scales(self, collector, language):
        said = texts(collector)
        for point in AGREE.points:
            assert f"{point} · {AGREE.label(point, language)}" in said
        assert ENDS.label(0, language) in said

    def test_an_attribute_not_asked_has_no_column(self, tmp_path):
        instrument = an_instrument(attributes=())
        write_collector(tmp_path / "form.xlsx", instrument, language="en", rows=1)
        sheet = load_workbook(tmp_path / "form.xlsx")["Answers"]
        assert list(columns_by_id(sheet)) == [
            "respondent",
            "progress",
            "A1",
            "A2",
            "B1",
            "B2",
            "comment",
        ]

    @pytest.mark.system("soffice")
    def test_progress_is_empty_until_something_is_filled_then_counts(self, tmp_path):
        path = tmp_path / "form.xlsx"
        write_collector(path, an_instrument(), language="fr", rows=3)
        book = load_workbook(path)
        sheet = book["Réponses"]
        columns = columns_by_id(sheet)
        sheet.cell(3, columns["function"]).value = "Ventes"
        sheet.cell(3, columns["A1"]).value = "Oui"
        sheet.cell(4, columns["A1"]).value = "Oui"
        book.save(path)
        counted = recalculate(path)["Réponses"]
        assert [counted.cell(row, 2).value or "" for row in (3, 4, 5)] == ["1 / 3", "1 / 4", ""]


def recalculate(path: Path) -> Workbook:
    """Let LibreOffice open a workbook, calculate and save it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    out = path.parent / "calculated"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return load_workbook(out / path.name, data_only=True)
