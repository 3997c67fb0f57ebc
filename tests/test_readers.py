"""Files in: every cell keeps its address, nothing is dropped silently, no file stops the others."""

import codecs
import errno
import random
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from tests.workbooks import WRITERS, drawn, write_csv, write_in_memory, write_openpyxl

from maturity.instrument import load_instrument
from maturity.readers import files_below, open_workbook, read
from maturity.readers.folder import folders_in
from maturity.readers.sheet import (
    BrokenFileError,
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Truth,
    as_written,
    is_blank,
    source,
)
from maturity.writers.questionnaire import write_collector, write_questionnaire

OTHER = load_instrument(Path(__file__).parent / "other_instrument")
IDS = [item.id for item in OTHER.items]
PLAIN = """
| respondent | V.1 | V.2 | L.1 |
| ---------- | --- | --- | --- |
| a          | 1   | 2   | 3   |
| b          | 4   | 5   | 6   |
"""
every_writer = pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)


def tables_of(path, confirmed=None):
    return read(path, OTHER, confirmed or {}).tables


def codes_of(path, confirmed=None):
    return [problem.code for problem in read(path, OTHER, confirmed or {}).problems]


def items_of(table):
    """What each column was taken for: the item, or the role."""
    return [column.target or column.role for column in table.columns]


def answers_of(table):
    """The cells of item columns as written, by address."""
    return {
        column.cell(n): as_written(value)
        for column in table.columns
        if column.role == "item"
        for n, value in enumerate(column.values)
        if value is not None
    }


# Cells


@every_writer
def test_a_cell_keeps_its_kind_and_its_address(tmp_path, write):
    drawing = "| 4 | '4 | 2.5 | TRUE | 80% | #N/A | 2026-04-03 |\n| | été ⏎ deux | | | | | ␣ |"
    sheet = open_workbook(write(tmp_path / "cells.xlsx", Feuille=drawing)).sheets[0]
    values = [each.value if isinstance(each, Formula) else each for each in sheet.rows[1]]
    assert values[:5] == [4.0, "4", 2.5, Truth(True), Percent(0.8)]
    assert values[5] == ErrorValue("#N/A")
    assert isinstance(values[6], Moment)
    assert as_written(values[6]) == "2026-04-03"
    assert sheet.at(2, 1) == "été \n deux"
    assert (sheet.at(9, 9), is_blank(sheet.at(2, 6))) == (None, True)


def test_a_formula_is_told_from_a_value_and_from_one_never_calculated(tmp_path):
    never = open_workbook(write_openpyxl(tmp_path / "a.xlsx", S="| =B1 | 3 |")).sheets[0]
    stored = open_workbook(write_in_memory(tmp_path / "b.xlsx", S="| =B1 -> 3 |")).sheets[0]
    assert never.rows[1] == [Formula(None), 3.0]
    assert stored.rows[1] == [Formula(3.0)]
    assert [is_blank(each) for each in (Formula(None), Formula(3.0), Formula(""))] == [0, 0, 1]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 99),
    st.floats(-9, 9, width=16),
    texts.map("x".__add__),
)


@given(rows=st.lists(st.lists(cells, max_size=4), max_size=4), start=st.integers(1, 40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_openpyxl_and_our_reader_see_the_same(tmp_path, rows, start):
    book = openpyxl.Workbook()
    for r, row in enumerate(rows, start):
        for c, value in enumerate(row, start):
            cell = book.active.cell(r, c)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(tmp_path / "same.xlsx")
    theirs = {
        (cell.row, cell.column): cell.value
        for row in openpyxl.load_workbook(tmp_path / "same.xlsx").active
        for cell in row
        if cell.value is not None
    }
    ours = {
        (row, n): value.value if isinstance(value, Truth) else value
        for row, values in open_workbook(tmp_path / "same.xlsx").sheets[0]
        for n, value in enumerate(values, 1)
        if value is not None
    }
    assert ours == theirs
    assert all(type(ours[at]) is float for at, value in theirs.items() if type(value) is int)


def test_blank_is_what_nobody_can_see():
    unseen = ["", " ", "\t\r\n", "\N{NO-BREAK SPACE}", "\u202f", "\u3000", "\u200b", "\ufeff", None]
    assert all(is_blank(each) for each in unseen)
    assert not any(is_blank(each) for each in ["-", ".", 0.0, False, ErrorValue("#N/A")])


def test_a_sheet_name_with_an_exclamation_mark_is_quoted_as_excel_does():
    assert source("a.xlsx", "Q1!", "C4") == "a.xlsx!'Q1!'!C4"
    assert source("a.xlsx", "it's!", "C4") == "a.xlsx!'it''s!'!C4"
    assert source("a.xlsx", "it's", "C4") == "a.xlsx!it's!C4"
    assert source("a.xlsx", "") == "a.xlsx"


# Packages made by other hands

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(
    path,
    sheet,
    *,
    namespace=MAIN,
    office=OFFICE,
    workbook="",
    strings="",
    rid="rId1",
    part="worksheets/sheet1.xml",
    extra=None,
):
    """Write the fewest parts that make a workbook of one sheet."""
    relation = f'<Relationship Id="{{}}" Type="{office}/{{}}" Target="{{}}"/>'
    top = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    top += "</Relationships>"
    parts = {
        "_rels/.rels": top.format(relation.format("r", "officeDocument", "/xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{office}">{workbook}<sheets>'
        f'<sheet name="S" sheetId="1" r:id="{rid}"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": top.format(
            relation.format("rId1", "worksheet", part)
            + relation.format("rId2", "sharedStrings", "sharedStrings.xml")
        ),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{namespace}">{strings}</sst>',
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return path


def rows_of(path):
    return dict(open_workbook(path).sheets[0].rows)


def test_tags_with_a_prefix_and_cells_without_an_address_are_read(tmp_path):
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c>'
        '<x:c t="inlineStr"><x:is><x:r><x:t>a</x:t></x:r>\n<x:r><x:t>b</x:t></x:r>'
        "<x:rPh><x:t>hint</x:t></x:rPh></x:is></x:c></x:row>"
        '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c r="D2"><x:v>2</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    strings = "<si>\n <r><t>sha</t></r> <r><t>red_x0021_</t></r> <rPh><t>hint</t></rPh></si>"
    found = rows_of(package(tmp_path / "a.xlsx", sheet, strings=strings))
    assert found == {1: [1.0, "ab"], 2: ["shared!", None, None, 2.0]}


def test_strict_ooxml_is_read(tmp_path):
    sheet = (
        f'<worksheet xmlns="{STRICT}"><sheetData><row r="3"><c r="B3" t="d"><v>2026-04-03</v></c>'
    )
    sheet += "</row></sheetData></worksheet>"
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    path = package(tmp_path / "a.xlsx", sheet, namespace=STRICT, office=office)
    assert rows_of(path) == {3: [None, Moment(None, "2026-04-03")]}


def a_sheet(cells):
    return f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'


@pytest.mark.parametrize(("before", "shown"), [("", "2026-04-03"), ("1", "2030-04-04")])
def test_dates_count_from_1900_or_1904(tmp_path, before, shown):
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    top = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    top += f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    top += f'<Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    path = package(
        tmp_path / "a.xlsx",
        a_sheet('<c r="A1" s="1"><v>46115</v></c><c r="B1" s="99"><v>3</v></c>'),
        workbook=f'<workbookPr date1904="{before or 0}"/>',
        extra={"xl/styles.xml": styles + "</styleSheet>", "xl/_rels/workbook.xml.rels": top},
    )
    assert [as_written(each) for each in rows_of(path)[1]] == [shown, "3"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="A1" t="s"><v></v></c>', []),
        ('<c r="A1"><v> </v></c>', []),
        ('<c r="A1" t="str"><f>A2</f><v></v></c>', [Formula("")]),
        ('<c r="A1"><f>A2</f><v/></c>', [Formula(None)]),
        ('<c r="A1"><v>1e400</v></c>', [float("inf")]),
        ('<c r="A1" t="b"><v>1</v></c>', [Truth(True)]),
        ('<c r="A1" t="e"><v>#REF!</v></c>', [ErrorValue("#REF!")]),
    ],
)
def test_odd_cells_lose_nobody_elses(tmp_path, cell, shown):
    path = package(tmp_path / "a.xlsx", a_sheet(cell + '<c r="C1"><v>3</v></c>'))
    assert rows_of(path)[1] == [*(shown or [None]), None, 3.0]


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ({"sheet": a_sheet('<c r="A1" t="s"><v>7</v></c>')}, "FILE_DAMAGED"),
        ({"sheet": a_sheet('<c r="A1" t="s"><v>-1</v></c>')}, "FILE_DAMAGED"),
        ({"sheet": a_sheet('<c r="A1"><v>four</v></c>')}, "FILE_DAMAGED"),
        ({"sheet": "<worksheet>"}, "FILE_DAMAGED"),
        ({"sheet": a_sheet(""), "rid": "rId9"}, "FILE_DAMAGED"),
        ({"sheet": a_sheet(""), "part": "worksheets/gone.xml"}, "FILE_DAMAGED"),
        ({"sheet": '<!DOCTYPE a [<!ENTITY b "c">]>' + a_sheet("")}, "FILE_DAMAGED"),
        ({"sheet": a_sheet("") + " " * 40_000_000}, "FILE_TOO_BIG"),
        ({"sheet": a_sheet("<c><v>1</v></c>" * 200_001)}, "FILE_TOO_BIG"),
        ({"sheet": "", "extra": {"xl/workbook.xml": "<document/>"}}, "FILE_MISNAMED"),
    ],
    ids=range(10),
)
def test_a_package_that_lies_is_refused_by_name(tmp_path, monkeypatch, made, code):
    monkeypatch.setenv("MATURITY_MAX_SLOTS", "200000")
    path = package(tmp_path / "a.xlsx", **made)
    assert codes_of(path) == [code]


def test_any_damage_to_a_workbook_ends_in_a_problem(tmp_path):
    write_questionnaire(tmp_path / "whole.xlsx", OTHER, language="en")
    whole = (tmp_path / "whole.xlsx").read_bytes()
    draw = random.Random(7)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(draw.choice([1, 3, 30])):
            damaged[draw.randrange(len(damaged))] = draw.randrange(256)
        cut = draw.choice([len(damaged), draw.randrange(len(damaged))])
        (tmp_path / "damaged.xlsx").write_bytes(bytes(damaged[:cut]))
        reading = read(tmp_path / "damaged.xlsx", OTHER, {})
        assert reading.tables or reading.problems


# What is no workbook


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "FILE_EMPTY"),
        ("a.csv", b"", "FILE_EMPTY"),
        ("a.csv", b"\r\n\r\n;;\r\n", "FILE_EMPTY"),
        ("a.xlsx", b"%PDF-1.7", "FILE_DOCUMENT"),
        ("a.xlsx", b"<html><table>", "FILE_EMPTY"),
        ("a.xlsx", b"PK\x03\x04 and no more", "FILE_DAMAGED"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "FILE_DAMAGED"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1"), "FILE_DAMAGED"),
        ("a.pdf", b"%PDF-1.7", "FILE_DOCUMENT"),
        ("a.docx", b"PK\x03\x04", "FILE_DOCUMENT"),
        ("a", b"hello", "FILE_TYPE"),
        ("a.csv", b"V.1\0;V.2", "FILE_DAMAGED"),
        ("a.csv", b'id,V.1\r\na,3\r\nb,"4,5\r\nc,5\r\n', "QUOTE_OPEN"),
        ("a.csv", b"city,mayor\r\nLyon,Ann\r\n", "FILE_NOT_A_SURVEY"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    reading = read(tmp_path, OTHER, {})
    assert [problem.code for problem in reading.problems] == [code]
    assert [(file.path, file.format) for file in reading.files] == [(name, None)]


def test_a_file_nobody_may_open_is_a_problem_and_stops_nobody_else(tmp_path, monkeypatch):
    write_csv(tmp_path / "open.csv", PLAIN)
    write_csv(tmp_path / "shut.csv", PLAIN)
    opened = Path.open

    def refusing(path, *modes, **options):
        if path.name == "shut.csv":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(path, *modes, **options)

    monkeypatch.setattr(Path, "open", refusing)
    reading = read(tmp_path, OTHER, {})
    assert [table.path for table in reading.tables] == ["open.csv"]
    assert [(p.source, p.code, p.found) for p in reading.problems] == [
        ("shut.csv", "FILE_LOCKED", "Permission denied")
    ]


def test_content_counts_more_than_the_name(tmp_path):
    write_openpyxl(tmp_path / "a.xlsx", S=PLAIN)
    for name in ("a.csv", "a.xls", "a.xlsm"):
        (tmp_path / name).write_bytes((tmp_path / "a.xlsx").read_bytes())
        assert tables_of(tmp_path / name)[0].size == 2


# Text tables


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encoding_and_separator_are_found(tmp_path, separator, encoding):
    drawing = PLAIN + "| Zoé | 4,0 | été, hiver | '3 |"
    write_csv(tmp_path / "a.csv", drawing, separator=separator, encoding=encoding)
    (table,) = tables_of(tmp_path / "a.csv")
    assert answers_of(table)["B4"] == "4,0"
    assert answers_of(table)["C4"] == "été, hiver"
    assert table.columns[0].values[2] == "Zoé"


def test_big_endian_utf_16_is_read(tmp_path):
    content = codecs.BOM_UTF16_BE + "respondent;V.1;V.2\r\né;1;2\r\n".encode("utf-16-be")
    (tmp_path / "a.csv").write_bytes(content)
    assert tables_of(tmp_path / "a.csv")[0].columns[0].values == ["é"]


@pytest.mark.parametrize("stated", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "sep=\t\r\n"])
def test_the_line_that_tells_excel_the_separator_is_no_row(tmp_path, stated):
    separator = "\t" if "\t" in stated else ";"
    write_csv(tmp_path / "a.csv", PLAIN, separator=separator, before=stated)
    (table,) = tables_of(tmp_path / "a.csv")
    assert (table.header_cells, answers_of(table)["B2"]) == ("A1:D1", "1")


def test_rows_are_numbered_as_excel_numbers_them(tmp_path):
    (tmp_path / "a.csv").write_text(
        'respondent,V.1,comment,V.2\r\n\r\na,1,"one\r\ntwo\r\nthree",2\r\nb,3,,4\r\n', newline=""
    )
    (table,) = tables_of(tmp_path / "a.csv")
    assert answers_of(table) == {"B3": "1", "D3": "2", "B4": "3", "D4": "4"}


def test_a_very_long_cell_is_read(tmp_path):
    write_csv(tmp_path / "a.csv", f"| respondent | V.1 | comment |\n| a | 1 | {'x' * 300_000} |")
    assert len(tables_of(tmp_path / "a.csv")[0].columns[2].values[0]) == 300_000


def test_ragged_rows_keep_their_cells(tmp_path):
    (tmp_path / "a.csv").write_text("respondent,V.1,V.2\r\na,1\r\nb,1,2,3,4\r\n")
    (table,) = tables_of(tmp_path / "a.csv")
    assert [(column.index, column.role) for column in table.columns[3:]] == [
        (3, "unknown"),
        (4, "unknown"),
    ]


# Plain tables


@every_writer
def test_a_plain_table_is_one_respondent_a_row(tmp_path, write):
    (table,) = tables_of(write(tmp_path / "a.xlsx", Réponses=PLAIN))
    assert (table.layout, table.sheet, table.size) == ("table", "Réponses", 2)
    assert answers_of(table)["D3"] == "6"


def test_titles_are_matched_however_they_were_typed(tmp_path):
    titles = (
        "ID␣",
        "v.1",
        "12.␣People here keep quiet about mistakes",
        "L.1 - My concern is taken seriously, whoever I am.",
        "I hear what came of the incidents I reported. *",
        "Prescriptions are checked with us:⏎(pharmacy only)",
    )
    drawing = f"| {' | '.join(titles)} |\n| x | 1 | 2 | 3 | 4 | 5 |"
    (table,) = tables_of(write_openpyxl(tmp_path / "a.xlsx", S=drawing))
    assert items_of(table) == ["id", "V.1", "V.2", "L.1", "L.2", "L.3"]


@pytest.mark.parametrize(
    "title",
    [
        "Points - I say so when I see something unsafe.",
        "V.2 - I say so when I see something unsafe.",
        "3. I say so when I see something unsafe.",  # 3 is another item's id
        "V.1 - something else entirely",
        "I say so when something is unsafe.",
    ],
)
def test_a_title_that_only_resembles_an_item_is_not_taken(tmp_path, title):
    (table,) = tables_of(write_csv(tmp_path / "a.csv", f"| {title} | L.1 |\n| 1 | 2 |"))
    assert items_of(table) == ["unknown", "L.1"]


def test_a_confirmed_title_wins_over_every_other_meaning(tmp_path):
    write_csv(tmp_path / "a.csv", "| V.1 | Who? | Wave | Why |\n| 1 | a | 2 | because |")
    confirmed = {"v.1 ": "V.2", "who?": "respondent", "Wave": "ignore", "why": "comment"}
    (table,) = tables_of(tmp_path / "a.csv", confirmed)
    assert [(c.role, c.target) for c in table.columns] == [
        ("item", "V.2"),
        ("respondent", ""),
        ("unknown", "ignore"),
        ("comment", ""),
    ]


def test_a_second_column_for_an_item_is_told_from_the_first(tmp_path):
    drawing = "| V.1 | V.2 | I say so when I see something unsafe. |\n| 1 | 2 | 3 |"
    (table,) = tables_of(write_csv(tmp_path / "a.csv", drawing))
    assert [column.role for column in table.columns] == ["item", "item", "repeated"]


def test_the_french_how_is_a_question_and_no_comment(tmp_path):
    drawing = """
    | V.1 | Comment | Comments? | comment_2 | Commentaire libre | Comment jugez-vous le service ? |
    | 1   | a       | b         | c         | d                 | 4                               |
    """
    (table,) = tables_of(write_csv(tmp_path / "a.csv", drawing))
    assert [c.role for c in table.columns] == ["item", *["comment"] * 4, "unknown"]


def test_titles_may_stand_lower_down_and_start_further_right(tmp_path):
    drawing = """
    | Safety survey | | | | |
    |               | | | | |
    | | printed on | 2026-04-03 | | |
    | | respondent | V.1 | V.2 | |
    | | a          | 1   | 2   | |
    """
    (table,) = tables_of(write_openpyxl(tmp_path / "a.xlsx", S=drawing))
    assert answers_of(table) == {"C5": "1", "D5": "2"}
    assert table.header_cells == "B4:D4"
    assert [(cell.row, cell.index) for cell in table.outside] == [(1, 0), (3, 1), (3, 2)]


def test_ids_that_are_numbers_are_titles_in_the_first_row_and_answers_below(tmp_path):
    drawing = """
    | respondent | 1 | 2 | 3 |
    | a          | 1 | 2 | 3 |
    | b          | 3 | 2 | 1 |
    | c          | 1 |   | 3 |
    """
    for path in (
        write_csv(tmp_path / "a.csv", drawing),
        write_openpyxl(tmp_path / "a.xlsx", S=drawing),
    ):
        (table,) = tables_of(path)
        assert (table.size, items_of(table)) == (3, ["respondent", "1", "2", "3"])
        assert answers_of(table)["B2"] == "1"


def test_an_answer_that_is_the_id_of_its_question_is_no_title(tmp_path):
    drawing = "| Handover follows the same order every time. | V.1 |\n| 1 | |\n| 1 | Always |"
    (table,) = tables_of(write_csv(tmp_path / "a.csv", drawing))
    assert (table.size, answers_of(table)) == (2, {"A2": "1", "A3": "1", "B3": "Always"})


def test_texts_above_ids_are_one_row_of_titles_in_two(tmp_path):
    drawing = """
    | Person | Profession | Safe? | Handover follows the same order every time. | Grade    |
    | id     | function   | V.1   | 1                                           | function |
    | a      | Nurse      | 2     | 1                                           | 9        |
    """
    (table,) = tables_of(write_openpyxl(tmp_path / "a.xlsx", S=drawing))
    assert [(c.role, c.target) for c in table.columns] == [
        ("item", "id"),  # an item of this instrument is called so, and nothing says otherwise
        ("attribute", "function"),
        ("item", "V.1"),
        ("item", "1"),
        ("item", "function"),
    ]
    assert (table.size, table.layout) == (1, "collector")


def test_every_sheet_with_answers_is_read(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", North=PLAIN, South=PLAIN, Note="| see North |")
    assert [table.sheet for table in tables_of(path)] == ["North", "South"]
    assert codes_of(path) == ["SHEET_IGNORED"]


def test_a_list_of_the_questions_beside_the_answers_makes_no_respondent(tmp_path):
    codebook = "\n".join(f"| {item.id} | {item.text['en']} | often6 |" for item in OTHER.items)
    path = write_openpyxl(tmp_path / "a.xlsx", Codebook=codebook, Answers=PLAIN)
    assert [(table.layout, table.sheet) for table in tables_of(path)] == [("table", "Answers")]
    assert codes_of(path) == ["SHEET_IGNORED"]


def test_a_word_in_a_note_makes_no_respondent(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", Note="| V.1 | is new |\n| x | y |", Answers=PLAIN)
    assert [table.sheet for table in tables_of(path)] == ["Answers"]


def test_a_hidden_sheet_of_answers_is_named_and_not_read(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", Old=PLAIN, New=PLAIN)
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    assert [table.sheet for table in tables_of(path)] == ["New"]
    assert [(p.source, p.code) for p in read(path, OTHER, {}).problems] == [
        ("a.xlsx!Old", "SHEET_HIDDEN")
    ]


def test_hidden_rows_are_read_and_merged_cells_named(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=PLAIN)
    book = openpyxl.load_workbook(path)
    book["S"].row_dimensions[3].hidden = True
    book["S"].merge_cells("C2:D3")
    book["S"].merge_cells("A8:B9")  # holds nothing
    book.save(path)
    assert tables_of(path)[0].size == 2
    found = read(path, OTHER, {}).problems
    assert [(p.source, p.code) for p in found] == [
        ("a.xlsx!S!A3:D3", "ROWS_HIDDEN"),
        ("a.xlsx!S!C2:D3", "CELLS_MERGED"),
    ]


def test_one_stray_cell_at_the_end_of_the_sheet_costs_nothing(tmp_path):
    path = write_openpyxl(tmp_path / "a.xlsx", S=PLAIN)
    book = openpyxl.load_workbook(path)
    book["S"]["XFD1048576"] = "stray"
    book.save(path)
    started = time.perf_counter()
    (table,) = tables_of(path)
    assert time.perf_counter() - started < 1
    assert (table.size, len(table.columns)) == (2, 4)
    assert [(p.code, p.source) for p in table.problems] == [("CELL_FAR", "a.xlsx!S!XFD1048576")]


# Questionnaires


def filled_form(path, answers, *, profile=None, language="en"):
    """Our form as a respondent sends it back."""
    write_questionnaire(path, OTHER, language=language)
    book = openpyxl.load_workbook(path)
    welcome, questions = book.worksheets[:2]
    for row in questions.iter_rows(min_row=3):
        row[3].value = answers.get(row[1].value)
    for row in welcome.iter_rows():
        if row[0].value in (profile or {}):
            row[2].value = profile[row[0].value]
    return book


def saved(book, path):
    book.save(path)
    return path


FULL = {"V.1": "Always", "V.2": 2, "L.1": "3", "1": "5", "2": "1", "3": 6, "id": 4, "function": 9}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_our_form_is_one_respondent(tmp_path, language):
    profile = {"function": "Nurse", "ward": "Ward"}
    book = filled_form(tmp_path / "a.xlsx", FULL, profile=profile, language=language)
    (table,) = tables_of(saved(book, tmp_path / "a.xlsx"))
    assert (table.layout, table.size) == ("questionnaire", 1)
    assert sorted(c.target for c in table.columns if c.role == "item") == sorted(IDS)
    assert [c.values[0] for c in table.columns if c.role == "attribute"] == ["Nurse", "Ward"]
    assert sorted(answers_of(table).values()) == sorted(map(str, FULL.values()))
    assert codes_of(tmp_path / "a.xlsx") == []


def test_a_form_without_its_properties_is_still_ours(tmp_path):
    book = filled_form(tmp_path / "a.xlsx", FULL)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    book.custom_doc_props.append(openpyxl.packaging.custom.StringProperty("owner", "someone"))
    assert open_workbook(saved(book, tmp_path / "a.xlsx")).properties["maturity_instrument"] == (
        "ward-safety"
    )
    book["Questions"].delete_rows(1, 2)
    (table,) = tables_of(saved(book, tmp_path / "a.xlsx"))
    assert sorted(answers_of(table).values()) == sorted(map(str, FULL.values()))


def test_rows_may_be_deleted_sorted_and_added(tmp_path):
    book = filled_form(tmp_path / "a.xlsx", FULL)
    sheet = book["Questions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3) if row[1].value]
    sheet.delete_rows(3, 40)
    for row in [*sorted(rows[1:], key=lambda row: str(row[2])), ["", "Z9", "Mine", 5], rows[2]]:
        sheet.append(row)
    sheet.append(["", "", "", 4, "a remark", "and more"])
    sheet.append(["", "", "PS: thank you"])
    (table,) = tables_of(saved(book, tmp_path / "a.xlsx"))
    assert {c.target for c in table.columns if c.role == "item"} == set(IDS) - {"V.1"}
    odd = [
        (c.role, c.header, c.cell(0)) for c in table.columns if c.role in {"unknown", "repeated"}
    ]
    assert odd == [
        ("unknown", "Z9", "D12"),
        ("repeated", "L.1", "D13"),
        ("unknown", "", "D14"),
        ("unknown", "", "F14"),
    ]
    assert [(cell.row, cell.value) for cell in table.outside] == [(15, "PS: thank you")]


def test_a_copied_sheet_is_a_second_respondent(tmp_path):
    book = filled_form(tmp_path / "a.xlsx", FULL, profile={"function": "Doctor"})
    book.copy_worksheet(book["Questions"]).title = "Questions (2)"
    first, second = tables_of(saved(book, tmp_path / "a.xlsx"))
    assert (first.sheet, second.sheet) == ("Questions", "Questions (2)")
    assert [
        [c.values[0] for c in table.columns if c.target == "function" and c.role == "attribute"]
        for table in (first, second)
    ] == [["Doctor"], []]


def test_a_sheet_that_was_added_to_a_form_is_named(tmp_path):
    book = filled_form(tmp_path / "a.xlsx", FULL)
    book.create_sheet("My remarks")["A1"] = "Too long"
    saved(book, tmp_path / "a.xlsx")
    assert [(p.source, p.code) for p in read(tmp_path / "a.xlsx", OTHER, {}).problems] == [
        ("a.xlsx!My remarks", "SHEET_IGNORED")
    ]


HANDMADE = """
| Profession: | Service | | |
| Ward | Ward | | |
| No | Question | Réponse (de 1 à 6) | Remarque |
| 1 | I say so when I see something unsafe. | 4 | often |
| 2 | People here keep quiet about mistakes. | 5 | |
| 3 | I hear what came of the incidents I reported. | | |
"""


def test_a_form_made_by_hand_needs_a_title_over_its_answers(tmp_path):
    (table,) = tables_of(write_openpyxl(tmp_path / "a.xlsx", S=HANDMADE))
    assert answers_of(table) == {"C4": "4", "C5": "5"}
    assert [c.values[0] for c in table.columns if c.role == "attribute"] == ["Service", "Ward"]
    assert [c.values[0] for c in table.columns if c.role == "comment"] == ["often"]
    untitled = HANDMADE.replace("Réponse (de 1 à 6)", "")
    (asked,) = tables_of(write_openpyxl(tmp_path / "b.xlsx", S=untitled))
    assert asked.aside == {0: "ANSWERS_UNTITLED"}


def test_our_collector_is_one_respondent_a_row(tmp_path):
    path = tmp_path / "a.xlsx"
    write_collector(path, OTHER, language="en", rows=9)
    assert tables_of(path)[0].size == 0
    book = openpyxl.load_workbook(path)
    sheet = book["Answers"]
    place = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(3, place["V.1"]).value = "Always"
    sheet.cell(5, place["respondent"]).value = "R5"
    sheet.cell(5, place["comment"]).value = "late"
    (table,) = tables_of(saved(book, path))
    assert (table.layout, table.size, codes_of(path)) == ("collector", 2, [])
    roles = {(column.role, column.target) for column in table.columns}
    assert {("attribute", "function"), ("item", "function"), ("item", "id")} <= roles
    assert answers_of(table) == {f"{get_column_letter(place['V.1'])}3": "Always"}


# Folders


def touched(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    return folder


def names_below(folder):
    return [file.relative_to(folder).as_posix() for file in files_below(folder)]


def test_only_what_may_hold_answers_is_read(tmp_path):
    touched(tmp_path, "b.csv", "A.csv", "é.csv", "e\u0301a.csv", "sub/registers.xlsx", "notes.pdf")
    touched(
        tmp_path, "~$b.xlsx", ".b.csv", "mapping.YAML", "x.yml", ".trash/a.csv", "registers/t.csv"
    )
    touched(tmp_path, "sub/registers/t.csv", "a.xlsx/inner.csv")
    assert names_below(tmp_path) == [
        "A.csv",
        "a.xlsx/inner.csv",
        "b.csv",
        "notes.pdf",
        "sub/registers.xlsx",
        "é.csv",
        "e\u0301a.csv",
    ]


def test_our_own_form_is_left_alone_only_beside_the_engagement(tmp_path):
    touched(tmp_path, "engagement.yaml", "engagement.xlsx", "2026/engagement.xlsx")
    assert names_below(tmp_path) == ["2026/engagement.xlsx"]


def test_links_that_lead_back_up_are_not_followed(tmp_path):
    touched(tmp_path, "wave/a.csv", "elsewhere/b.csv")
    (tmp_path / "wave" / "loop").symlink_to(tmp_path)
    (tmp_path / "wave" / "self").symlink_to(tmp_path / "wave" / "self")
    (tmp_path / "wave" / "linked").symlink_to(tmp_path / "elsewhere")
    assert names_below(tmp_path / "wave") == ["a.csv", "linked/b.csv"]
    assert [folder.name for folder in folders_in(tmp_path / "wave")] == ["linked"]


def test_file_names_are_told_composed_and_from_the_path_given(tmp_path):
    folder = tmp_path / "e\u0301te\u0301"
    folder.mkdir()
    write_csv(folder / "re\u0301ponses.csv", PLAIN)
    assert [file.path for file in read(folder, OTHER, {}, base=tmp_path).files] == [
        "été/réponses.csv"
    ]
    assert [file.path for file in read(folder / "re\u0301ponses.csv", OTHER, {}).files] == [
        "réponses.csv"
    ]


def test_a_folder_nobody_may_look_into_is_an_error(tmp_path, monkeypatch):
    def refusing(_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refusing)
    with pytest.raises(Exception, match="Permission denied"):
        files_below(tmp_path)


def test_a_drawing_is_read_as_typed():
    assert drawn("| a | b |\n| --- | --- |\n|  | '4 |") == [["a", "b"], ["", "'4"]]
    with pytest.raises(BrokenFileError):
        open_workbook(Path(__file__))
