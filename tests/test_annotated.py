"""Annotated copies: what is wrong shows where it is wrong, and a corrected copy closes it."""

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from contextlib import ExitStack

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture
from tests.commands import contents, document, example, run
from tests.problem_examples import OTHER, examples
from tests.problem_examples import checked as made_and_checked
from tests.workbooks import drawn, locked, value, write_csv, write_in_memory, write_openpyxl

from maturity.annotate import OVERVIEW, annotate_files
from maturity.check import check_paths
from maturity.errors import UsageError
from maturity.language import LANGUAGES, Language
from maturity.passwords import VARIABLE, offered, read_passwords, stated_passwords, unlocked
from maturity.readers import open_workbook
from maturity.readers.corrections import KEYS, PROPERTY, corrections_of
from maturity.writers.annotated import child
from maturity.writers.annotated.marks import FILLS
from maturity.writers.annotated.text import escaped, height

MESSY = """
| respondent | job    | V.1   | V.2 | Our reports | L.1 |
| a          | Nurse  | maybe | 2   | 3           | 4   |
| b          | Wizard | 3     | 9   | 3           | 4   |
| c          | Nurse  | maybe | 2   | 5           | 80% |
| d          | Nurse  | 4     | 2   | 5           |     |
""" + "".join(
    f"| {letter} | Nurse | {n % 6 + 1} | 3 | 4 | 2 |\n" for n, letter in enumerate("efghijklmn")
)
FRONT = {"en": "To correct", "fr": "À corriger"}


@pytest.fixture
def instrument(request):
    return str(request.config.rootpath / "tests" / "other_instrument")


@pytest.fixture
def checked(instrument):
    def check(*paths, language="en", **names):
        paths = [str(path) for path in paths]
        return check_paths(paths, instrument=instrument, language=language, **names)

    return check


@pytest.fixture
def annotated(checked, tmp_path):
    """Annotate a file and return the path of its copy."""

    def annotate(path, language="en", passwords=()):
        made = checked(path, language=language, passwords=passwords)
        say = Language(language)
        written = annotate_files(tmp_path / "out", made.intakes, say, passwords)
        assert [each.path for each in written] == [path.name]
        return tmp_path / "out" / written[0].name

    return annotate


def problems(made, name):
    return {(p.source.replace(name, "", 1), p.code, p.found) for p in made.problems}


def front(copy):
    """The first sheet of a copy: its rows of problems, by the cell they are about."""
    sheet = openpyxl.load_workbook(copy).worksheets[0]
    top = next(row for row in range(1, 40) if sheet.cell(row, 9).value == KEYS[0])
    return {sheet.cell(row, 4).value: row for row in range(top + 1, sheet.max_row + 1)}


def typed(copy, values, to=None):
    """Type corrections into the yellow column, by the cell they are for."""
    book, rows = openpyxl.load_workbook(copy), front(copy)
    for cell, typed_ in values.items():
        book.worksheets[0].cell(rows[cell], 8).value = typed_
    to = to or copy.with_name(f"typed-{copy.name}")
    book.save(to)
    return to


# The copy


def test_every_cell_that_is_wrong_is_filled_and_commented(annotated, tmp_path):
    copy = annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY))
    sheet = openpyxl.load_workbook(copy)["S"]
    for cell, said in {"C2": "maybe", "C4": "maybe", "D3": "9", "F4": "80", "B3": "Wizard"}.items():
        assert sheet[cell].fill.fgColor.rgb.endswith(FILLS["changes"]), cell
        assert said in sheet[cell].comment.text
        assert "→" in sheet[cell].comment.text
    assert sheet["C3"].fill.fill_type is None
    assert sheet["E1"].comment is not None  # a title that names no question
    assert sheet["E2"].fill.fgColor.rgb.endswith(FILLS["changes"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_lists_what_is_to_be_corrected_with_links(annotated, tmp_path, language):
    copy = annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY), language)
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == [FRONT[language], "S"]
    assert book.active.title == FRONT[language]
    sheet, rows = book.worksheets[0], front(copy)
    row = rows["D3"]
    assert sheet.cell(row, 4).hyperlink.location == "'S'!D3"
    assert sheet.cell(row, 5).value == "9"
    assert sheet.cell(row, 8).fill.fgColor.rgb.endswith("FFF2A8")
    assert [sheet.cell(row, n).value for n in (9, 10, 11)] == ["S", "D3", "9"]
    assert all(sheet.column_dimensions[c].hidden for c in "IJK")
    assert sheet.freeze_panes
    assert sheet.print_title_rows
    words = " ".join(str(c.value) for r in sheet.iter_rows() for c in r if c.value)
    assert ".yaml" not in words
    assert "--" not in words


def test_only_the_first_sheet_is_selected(annotated, tmp_path):
    book = openpyxl.load_workbook(annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY)))
    assert [sheet.sheet_view.tabSelected for sheet in book] == [True, False]


def test_the_looks_of_the_clients_workbook_are_kept(annotated, tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY, Memo="| hello |")
    book = openpyxl.load_workbook(path)
    sheet = book["S"]
    sheet["C3"].font = Font(bold=True, color="FF0000")
    sheet["C2"].font = Font(italic=True)
    sheet["A1"].comment = Comment("mine", "client")
    sheet["C2"].comment = Comment("why not", "client")
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[3].hidden = True
    sheet.conditional_formatting.add(
        "C2:C9", CellIsRule(operator="notEqual", formula=['""'], fill=PatternFill(bgColor="FFFFFF"))
    )
    allowed = DataValidation("list", formula1='"1,2,3"')
    allowed.add("D2:D9")
    sheet.add_data_validation(allowed)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=5), titles_from_data=True)
    book["Memo"].add_chart(chart, "C3")
    picture = io.BytesIO()
    Picture.new("RGB", (20, 20), "red").save(picture, "png")
    book["Memo"].add_image(Image(picture), "A5")
    book.save(path)
    kept = openpyxl.load_workbook(annotated(path))
    sheet = kept["S"]
    assert sheet["C3"].font.bold
    assert sheet["C2"].font.italic
    assert sheet["A1"].comment.text.startswith("mine")
    assert sheet["C2"].comment.text.startswith("why not")
    assert "maybe" in sheet["C2"].comment.text
    assert sheet.column_dimensions["C"].width == 33
    assert sheet.row_dimensions[3].hidden
    assert sheet.data_validations.dataValidation[0].sqref == allowed.sqref
    rules = [rule for each in sheet.conditional_formatting for rule in each.rules]
    assert min(rules, key=lambda rule: rule.priority).formula == ["TRUE"]
    assert len(kept["Memo"]._charts) == 1
    assert len(kept["Memo"]._images) == 1


def test_results_of_formulas_survive(annotated, checked, tmp_path):
    drawing = "| V.1 | V.2 |\n| =B2 -> 3 | maybe |\n| =B3 | 2 |\n| =B4 -> Always | 2 |"
    path = write_in_memory(tmp_path / "a.xlsx", S=drawing)
    copy = annotated(path)
    assert problems(checked(copy), copy.name) == problems(checked(path), path.name)
    assert openpyxl.load_workbook(copy)["S"]["A2"].value == "=B2"
    assert openpyxl.load_workbook(copy, data_only=True)["S"]["A2"].value == 3


def test_text_never_becomes_a_formula(annotated, tmp_path):
    evil = [
        '=HYPERLINK("http://x","y")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "#REF!",
        "_x0041_",
        "a\x07b",
    ]
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [["respondent", "V.1", "V.2"], *([n, e, 2] for n, e in enumerate(evil))]
        )
    copy = annotated(tmp_path / "a.csv")
    book = openpyxl.load_workbook(copy)
    assert [c.value for sheet in book for row in sheet for c in row if c.data_type == "f"] == []
    with zipfile.ZipFile(copy) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())
    values = open_workbook(copy).sheets[1].rows
    assert [values[n + 2][1] for n in range(len(evil))] == evil


def test_the_same_input_gives_the_same_bytes(checked, tmp_path):
    (tmp_path / "in").mkdir()
    write_openpyxl(tmp_path / "in" / "a.xlsx", S=MESSY)
    write_csv(tmp_path / "in" / "b.csv", MESSY)
    for out in ("one", "two"):
        made = checked(tmp_path / "in")
        annotate_files(tmp_path / out, made.intakes, made.say)
    one, two = contents(tmp_path / "one"), contents(tmp_path / "two")
    assert set(one) == {"a.xlsx", "b.csv.xlsx", OVERVIEW}
    assert one == two


# Copies of values


def as_xls(path, drawing):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for r, row in enumerate(drawn(drawing)):
        for c, typed_ in enumerate(row):
            if typed_:
                sheet.write(r, c, value(typed_))
    book.save(str(path))


def as_ods(path, drawing):
    book = OpenDocumentSpreadsheet()
    table = Table(name="S")
    for row in drawn(drawing):
        line = TableRow()
        for typed_ in row:
            kept = value(typed_)
            is_number = isinstance(kept, int | float)
            kind = {"valuetype": "float", "value": kept} if is_number else {"valuetype": "string"}
            cell = TableCell(**(kind if typed_ else {}))
            if typed_:
                cell.addElement(P(text=str(kept)))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


@pytest.mark.parametrize("kind", ["csv", "ods", "xls"])
def test_other_kinds_of_files_become_a_workbook_at_the_same_addresses(
    annotated, checked, tmp_path, kind
):
    path = tmp_path / f"a.{kind}"
    {"csv": write_csv, "ods": as_ods, "xls": as_xls}[kind](path, MESSY)
    copy = annotated(path)
    assert copy.name == f"a.{kind}.xlsx"
    before, after = problems(checked(path), path.name), problems(checked(copy), copy.name)
    assert {each for each in before if "ENCODING" not in each[1]} == after
    words = [
        row[0].value for row in openpyxl.load_workbook(copy).worksheets[0].iter_rows(max_row=5)
    ]
    assert any("values" in str(each) for each in words)


def test_a_workbook_that_openpyxl_cannot_keep_becomes_a_copy_of_values(
    annotated, checked, tmp_path
):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    pattern = rb"<fill>.*?</fill>"
    parts["xl/styles.xml"] = re.sub(pattern, b"<fill/>", parts["xl/styles.xml"], count=1)
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    copy = annotated(path)
    assert problems(checked(copy), copy.name) == problems(checked(path), path.name)
    lines = [
        row[0].value for row in openpyxl.load_workbook(copy).worksheets[0].iter_rows(max_row=6)
    ]
    assert any("could not be kept" in str(line) for line in lines)


def test_macros_stay_and_a_copy_of_values_has_none(annotated, checked, tmp_path, monkeypatch):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY)
    book = openpyxl.load_workbook(path)
    book.save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    path = path.rename(tmp_path / "a.xlsm")
    copy = annotated(path)
    assert copy.name == "a.xlsm"
    with zipfile.ZipFile(copy) as package:
        assert package.read("xl/vbaProject.bin") == b"macro"
        assert b"macroEnabled" in package.read("[Content_Types].xml")
    assert checked(copy).cells.to_json() == checked(path).cells.to_json()
    monkeypatch.setattr(child, "SECONDS", 0)
    assert annotated(path).name == "a.xlsx"


def test_what_a_copy_will_lack_is_said_on_its_first_sheet(annotated, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["V.1", "V.2"])
        sheet.write_row(1, 0, [9, 2])
        sheet.write_row(2, 0, [4, 2])
        sheet.write_row(3, 0, [4, 2])
        sheet.insert_textbox("E5", "hello")
    lines = [row[0].value for row in openpyxl.load_workbook(annotated(path)).worksheets[0]]
    assert any("Shapes and buttons" in str(line) for line in lines)


def test_one_stray_cell_at_the_end_of_the_sheet_stops_nobody(annotated, tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY)
    book = openpyxl.load_workbook(path)
    book["S"]["XFD1048576"] = "stray"
    book.save(path)
    copy = annotated(path)
    assert openpyxl.load_workbook(copy).sheetnames[0] == FRONT["en"]


def test_a_child_that_takes_too_long_is_stopped(annotated, tmp_path, monkeypatch):
    monkeypatch.setattr(child, "SECONDS", 0)
    copy = annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY))
    lines = [
        row[0].value for row in openpyxl.load_workbook(copy).worksheets[0].iter_rows(max_row=6)
    ]
    assert any("could not be kept" in str(line) for line in lines)


# There and back


def test_a_copy_read_again_says_the_same_and_counts_the_same(annotated, checked, tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY, Memo="| hello |")
    copy = annotated(path)
    before, after = checked(path), checked(copy)
    assert problems(after, copy.name) == problems(before, path.name)
    assert after.cells.to_json() == before.cells.to_json()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_corrections_typed_on_the_first_sheet_close_exactly_their_problems(
    annotated, checked, tmp_path, kind
):
    path = tmp_path / f"a.{kind}"
    if kind == "xlsx":
        write_openpyxl(path, S=MESSY)
    else:
        write_csv(path, MESSY)
    copy = annotated(path)
    sheet = "S" if kind == "xlsx" else "csv"
    before = problems(checked(path), path.name)
    fixed = typed(copy, {"C2": 5, "D3": "6", "B3": "Doctor"})
    made = checked(fixed)
    after = problems(made, fixed.name)
    gone = {(where, code) for where, code, _ in before - after}
    assert {where for where, _ in gone} == {f"!{sheet}!{cell}" for cell in ("C2", "D3", "B3")}
    assert {code for _, code, _ in after - before} == {"CORRECTIONS_READ"}
    answers = {(a.respondent, a.item): a.response for a in made.each_answer()}
    assert answers["a", "V.1"] == 5
    assert answers["b", "V.2"] == 6
    assert {p.id: p.group for p in made.respondents}["b"] == "medicine"


def test_a_cell_corrected_itself_closes_exactly_its_problem(annotated, checked, tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY)
    copy = annotated(path)
    before = problems(checked(copy), copy.name)
    book = openpyxl.load_workbook(copy)
    book["S"]["C4"] = 3
    book.save(copy)
    after = problems(checked(copy), copy.name)
    assert before - after == {("!S!C4", "ANSWER_UNKNOWN", "maybe")}
    assert after - before == set()


def test_a_question_typed_for_a_title_makes_its_column_count(annotated, checked, tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY)
    copy = annotated(path)
    cells = next(cell for cell in front(copy) if str(cell).startswith("E"))
    made = checked(typed(copy, {cells: "L.2"}))
    assert [a.response for a in made.each_answer() if a.item == "L.2"] == [3, 3, 5, 5] + [4] * 10
    assert not [p for p in made.problems if p.code == "COLUMN_UNKNOWN"]


def test_a_correction_whose_cell_has_changed_is_not_used_and_named(annotated, checked, tmp_path):
    copy = annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY))
    row = front(copy)["C2"]
    fixed = typed(copy, {"C2": 5})
    book = openpyxl.load_workbook(fixed)
    book["S"].insert_rows(2)
    book.save(fixed)
    found = [p for p in checked(fixed).problems if p.code == "CORRECTION_STALE"]
    assert [p.source for p in found] == [f"{fixed.name}!To correct!H{row}"]
    assert "maybe" in found[0].message(Language("en"))
    assert not [a for a in checked(fixed).each_answer() if a.source.endswith("!C2")]


@pytest.mark.parametrize(
    ("column", "value"), [(10, "ZZZ9"), (10, "C2:C4"), (9, "Nowhere"), (10, "")]
)
def test_a_correction_for_a_cell_that_is_none_is_named(annotated, checked, tmp_path, column, value):
    copy = annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY))
    row = front(copy)["C2"]
    fixed = typed(copy, {"C2": 5})
    book = openpyxl.load_workbook(fixed)
    book.worksheets[0].cell(row, column).value = value
    book.save(fixed)
    found = [p for p in checked(fixed).problems if p.code == "CORRECTION_UNKNOWN"]
    assert [p.source for p in found] == [f"{fixed.name}!To correct!H{row}"]


def test_corrections_survive_libreoffice_dropping_our_property(annotated, checked, tmp_path):
    fixed = typed(annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY)), {"C2": 5})
    book = openpyxl.load_workbook(fixed)
    del book.custom_doc_props[PROPERTY]
    book.save(fixed)
    assert "CORRECTIONS_READ" in {p.code for p in checked(fixed).problems}


@pytest.mark.system("soffice")
def test_a_copy_saved_by_libreoffice_still_carries_its_corrections(annotated, checked, tmp_path):
    fixed = typed(annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY)), {"C2": 5, "D3": 6})
    saved = tmp_path / "saved"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run(
        [*command, "--convert-to", "xlsx", "--outdir", saved, fixed], check=True, timeout=120
    )
    made = checked(saved / fixed.name)
    assert {a.answer for a in made.each_answer() if a.item == "V.2"} == {"2", "3", "6"}


def test_the_copy_of_a_corrected_copy_holds_its_corrections(annotated, checked, tmp_path):
    copy = annotated(write_openpyxl(tmp_path / "a.xlsx", S=MESSY))
    fixed = typed(copy, {"C2": 5}, to=tmp_path / "fixed.xlsx")
    again = annotated(fixed)
    book = openpyxl.load_workbook(again)
    assert book.sheetnames == ["To correct", "S"]
    assert book["S"]["C2"].value in {5, "5"}
    assert "C2" not in front(again)
    assert corrections_of(open_workbook(again)).typed == ()
    answers = {(a.respondent, a.item): a.response for a in checked(again).each_answer()}
    assert answers["a", "V.1"] == 5


def test_a_copy_beside_its_source_is_named(checked, annotated, tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=MESSY)
    copy = annotated(path)
    shutil.copy(copy, tmp_path / "corrected.xlsx")
    shutil.rmtree(tmp_path / "out")
    found = [p for p in checked(tmp_path).problems if p.code == "COPY_AND_SOURCE"]
    assert [(p.source, p.found) for p in found] == [("corrected.xlsx", "a.xlsx")]


@pytest.mark.slow
def test_our_own_forms_stay_our_own_forms(tmp_path):
    code, _, _ = run("check", example("sorvelle"), "--annotate", tmp_path)
    assert code == 1
    engagement = example("sorvelle").parent / "engagement.yaml"
    copies = sorted(tmp_path.glob("reponse*.xlsx"))
    assert copies
    for copy in copies[:2]:
        source = example("sorvelle") / copy.name
        one = document("check", source, "--engagement", engagement)[1]
        two = document("check", copy, "--engagement", engagement)[1]
        for made in (one, two):
            del made["files"][0]["sha256"], made["files"][0]["notes"]
        assert one == two
        properties = open_workbook(copy).properties
        assert properties["maturity_form"] == "respondent"


# What a text file alone can be wrong in; a workbook made of it is not.
OF_FILES = {"ENCODING_GUESSED", "FILE_OTHER_KIND", "QUOTE_STRAY", "ROWS_LONG", "ROWS_RAGGED"}
# Provoked by what lies around a file, not by what is in it.
AROUND = {"COPY_AND_SOURCE", "FILE_LOCKED", "FILE_REPEATED", "FILE_TOO_BIG"}
AROUND |= {"ROSTER_LACKS", "ROSTER_SILENT", "ROSTER_TOO_SMALL"}
EXAMPLES = [
    code
    for code, example_ in examples().items()
    if "drawn" in example_["before"] and "annotated" not in example_["before"]
]


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted({*EXAMPLES} - AROUND))
def test_every_example_read_again_from_its_copy_says_the_same(code, tmp_path):
    made = examples()[code]["before"]
    with ExitStack() as stack:
        before = made_and_checked(made, tmp_path, stack)
    written = annotate_files(
        tmp_path / "out", before.intakes, Language("fr"), tuple(made.get("passwords", ()))
    )
    wave = tmp_path / "hospital" / "2027"
    wave.mkdir()
    for each in written:
        shutil.copy(tmp_path / "out" / each.name, wave / each.name)
    if not written:
        return
    instrument = str(made.get("instrument", OTHER))
    after = check_paths([str(wave)], instrument=instrument, language="en")
    said = {each for each in problems(before, "a.") if each[1] not in OF_FILES}
    assert problems(after, "a.") == said
    assert after.cells.to_json() == before.cells.to_json()


# The workbook of all problems


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_holds_everything_and_no_personal_column(checked, tmp_path, language):
    path = tmp_path / "a.csv"
    path.write_text(
        "respondent,Email,V.1,V.2\na,zoe.martin@example.org,=1+1,2\nb,leo@example.org,3,9\n",
        encoding="utf-8",
    )
    made = checked(path, language=language)
    annotate_files(tmp_path / "out", made.intakes, made.say)
    book = openpyxl.load_workbook(tmp_path / "out" / OVERVIEW)
    assert len(book.sheetnames) == 4
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
    every = book.worksheets[3]
    codes = [row[8].value for row in every.iter_rows(min_row=4)]
    assert sorted(codes) == sorted(p.code for p in made.problems)
    cells = [c for sheet in book for row in sheet for c in row if c.value is not None]
    assert [c.value for c in cells if c.data_type == "f"] == []
    assert not [c.value for c in cells if "example.org" in str(c.value)]


def test_a_file_that_cannot_be_read_stands_in_the_overview(checked, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.xlsx").write_bytes(b"PK\x03\x04")
    made = checked(tmp_path / "in")
    assert annotate_files(tmp_path / "out", made.intakes, made.say) == []
    assert list(contents(tmp_path / "out")) == [OVERVIEW]


# The command


def test_a_folder_that_holds_what_is_read_is_refused(tmp_path, instrument):
    write_csv(tmp_path / "a.csv", MESSY)
    before = contents(tmp_path)
    for words in ((tmp_path,), (tmp_path / "a.csv",)):
        code, out, err = run("check", *words, "--annotate", tmp_path, "--instrument", instrument)
        assert (code, out) == (2, "")
        assert "a copy would take its place" in err
    assert contents(tmp_path) == before


def test_copies_keep_the_relative_names_of_their_files(tmp_path, instrument):
    for wave in ("w1", "w2"):
        (tmp_path / "org" / wave).mkdir(parents=True)
        write_csv(tmp_path / "org" / wave / "a.csv", MESSY)
    out = tmp_path / "out"
    code, _, err = run("check", tmp_path / "org", "--annotate", out, "--instrument", instrument)
    assert code == 1
    assert set(contents(out)) == {"w1/a.csv.xlsx", "w2/a.csv.xlsx", OVERVIEW}
    assert "All problems: " in err


def test_the_annotated_copies_of_a_report_lie_with_the_consultant(demo):
    folder, _ = demo
    found = {file.name for file in folder.rglob("consultant/annotated*/*.xlsx")}
    assert "survey-export.csv.xlsx" in found


# Passwords


@pytest.mark.slow
def test_a_protected_file_opens_with_a_password_of_the_file(tmp_path, instrument):
    path = locked(write_openpyxl(tmp_path / "a.xlsx", S=MESSY), "s3cret é")
    words = tmp_path / "words.txt"
    words.write_text("wrong\r\ns3cret é\r\n", encoding="utf-8")
    shut = run("check", path, "--instrument", instrument)
    assert shut[0] == 3
    out = tmp_path / "out"
    code, said, err = run(
        "check", path, "--instrument", instrument, "--password-file", words, "--annotate", out
    )
    assert code == 1
    assert "14 of 14 respondents count" in said
    lines = [row[0].value for row in openpyxl.load_workbook(out / "a.xlsx").worksheets[0]]
    assert any("this copy is not" in str(line) for line in lines)
    assert "s3cret" not in said + err
    for command in ("assess", "report"):
        extra = ("-o", tmp_path / "report") if command == "report" else ()
        asked = run(command, path, "--instrument", instrument, "--password-file", words, *extra)
        assert asked[0] == 1, asked
    assert not [f for f, text in contents(tmp_path / "report").items() if b"s3cret" in text]


def test_a_file_without_passwords_is_wrong_usage(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_passwords(tmp_path / "none.txt")
    (tmp_path / "empty.txt").write_text("\n \n")
    with pytest.raises(UsageError, match="holds none"):
        read_passwords(tmp_path / "empty.txt")
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not text"):
        read_passwords(tmp_path / "binary.txt")


def test_somebody_at_a_terminal_is_asked_and_may_give_up(checked, tmp_path, monkeypatch):
    path = locked(write_openpyxl(tmp_path / "a.xlsx", S=MESSY), "secret")
    asked = []
    monkeypatch.setattr("maturity.passwords.asks", lambda: True)
    for answers, opened in ((["wrong", "secret"], True), ([""], False), (["a", "b", "c"], False)):
        left = list(answers)
        monkeypatch.setattr("click.prompt", lambda text, **_: asked.append(text) or left.pop(0))  # noqa: B023
        made, words = unlocked(lambda tried: checked(path, passwords=tried), (), Language("en"))
        assert bool(made.respondents) is opened
        assert left == []
        assert words == tuple(filter(None, answers))
    assert all("a.xlsx" in text for text in asked)


def test_another_process_is_told_of_passwords_by_a_file_that_is_gone_afterwards():
    assert stated_passwords() == ()
    with offered(["one", "two"]):
        file = os.environ[VARIABLE]
        assert stated_passwords() == ("one", "two")
    assert VARIABLE not in os.environ
    assert not os.path.exists(file)  # noqa: PTH110 - the variable holds a text


# Words in cells


def test_text_is_kept_as_ooxml_keeps_it():
    assert escaped("a\x07b") == "a_x0007_b"
    assert escaped("_x0041_") == "_x005F_x0041_"
    assert len(escaped("x" * 40_000)) == 32_767


def test_rows_are_high_enough_for_their_texts_and_no_higher_than_excel_allows():
    assert height([("short", 20)]) < height([("word " * 40, 20)]) < height([("word\n" * 99, 20)])
    assert height([("word " * 9999, 20)]) == 409
