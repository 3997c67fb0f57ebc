"""Formats: what is inside decides, every cell keeps kind and address, nothing hangs or prints."""

import datetime as dt
import hashlib
import io
import random
import re
import struct
import zipfile

import odf.opendocument
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.method.rc4 import DocumentRC4
from odf import meta, office, style, table, text
from tests.workbooks import locked, write_openpyxl
from xlwt.CompoundDoc import XlsDoc

from maturity.readers import BrokenFileError, open_workbook
from maturity.readers.formats.decoding import garbled, ungarbled
from maturity.readers.formats.ole import Container
from maturity.readers.sheet import (
    Area,
    ErrorValue,
    Formula,
    Moment,
    Percent,
    Truth,
    as_written,
)

PLAIN = "| respondent | V.1 | V.2 |\n| a | 1 | 2 |\n| b | 4 | 5 |"
DAY = dt.datetime(2026, 4, 3)  # noqa: DTZ001 - a cell has no zone


def kept(path, content):
    path.write_bytes(content)
    return path


def opened(folder, content, name="a.csv"):
    return open_workbook(kept(folder / name, content))


def rows_of(folder, content, name="a.csv"):
    return dict(opened(folder, content, name).sheets[0].rows)


def remarks_of(workbook):
    return [remark.code for remark in workbook.remarks]


def code_of(path, passwords=()):
    with pytest.raises(BrokenFileError) as broken:
        open_workbook(path, passwords)
    return broken.value.code


def outcome(path, passwords=()):
    try:
        open_workbook(path, passwords)
    except BrokenFileError as broken:
        return broken.code
    return "read"


# .xls


def an_xls(path, fill=None, **sheets):
    book = xlwt.Workbook()
    for name, rows in (sheets or {"S": [["V.1"], [3]]}).items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    look = {float: "0%", dt.datetime: "DD/MM/YYYY"}.get(type(value))
                    looks = [xlwt.easyxf(num_format_str=look)] if look else []
                    sheet.write(r, c, value, *looks)
    if fill:
        fill(book)
    book.save(str(path))
    return path


def test_a_cell_of_an_old_workbook_keeps_its_kind_and_address(tmp_path):
    row = [None, 4, "4", True, 0.8, DAY, "été\ndeux", "x" * 9000]
    (sheet,) = open_workbook(an_xls(tmp_path / "a.xls", S=[[], row])).sheets
    assert sheet.rows == {
        2: [None, 4.0, "4", Truth(True), Percent(0.8), Moment(DAY, "2026-04-03"), *row[6:]]
    }


def test_what_an_old_workbook_hides_and_merges_is_known(tmp_path):
    def fill(book):
        book.get_sheet(1).visibility = 2
        book.get_sheet(0).row(1).hidden = True
        book.get_sheet(0).col(2).hidden = True
        book.get_sheet(0).write_merge(4, 5, 1, 3, "merged")

    path = an_xls(tmp_path / "a.xls", fill, Shown=[["V.1"], [3]], Gone=[["V.1"]])
    shown, gone = open_workbook(path).sheets
    assert (shown.hidden, gone.hidden) == (False, True)
    assert (shown.hidden_rows, shown.hidden_columns) == ({2}, {2})
    assert shown.merged == (Area(5, 1, 6, 3),)


def test_long_shared_strings_go_on_in_the_next_record(tmp_path):
    rows = [[f"{n} é{'ü€' * (n % 90)} {'abc' * (n % 50)}"] for n in range(600)]
    sheet = open_workbook(an_xls(tmp_path / "a.xls", S=rows)).sheets[0]
    assert [row for _, row in sheet] == rows


def test_a_formula_its_writer_never_calculated_has_no_result(tmp_path):
    rows = [[3, xlwt.Formula("A1+1")], [xlwt.Formula('IF(A1=1,"",2)'), "x"]]
    sheet = open_workbook(an_xls(tmp_path / "a.xls", S=rows)).sheets[0]
    assert sheet.rows == {1: [3.0, Formula(None)], 2: [Formula(None), "x"]}


def biff(*records, container=b""):
    """A stream of records by code and content, as Excel wrote before it had containers."""
    return container + b"".join(struct.pack("<HH", c, len(d)) + d for c, d in (*records, (10, b"")))


def formula(row, result, code=6):
    return code, struct.pack("<HHH", row, 0, 15) + result + struct.pack("<HIH", 0, 0, 0)


def number(value):
    return struct.pack("<d", value)


BOF_5 = (0x809, struct.pack("<HHHH", 0x500, 5, 0x1234, 1995))
TEXT, TRUTH, ERROR = (bytes([kind, 0, value, 0, 0, 0, 255, 255]) for kind, value in
                      ((0, 0), (1, 1), (2, 0x2A)))  # fmt: skip


def an_excel_5(*cells, extra=()):
    """Excel 5: globals, then one sheet; positions count from the beginning."""
    sheet_bof = (0x809, struct.pack("<HHHH", 0x500, 0x10, 0x1234, 1995))
    codepage = (0x42, struct.pack("<H", 1252))
    at = len(biff(BOF_5, codepage, (0x85, bytes(7) + b"S"), *extra))
    bound = (0x85, struct.pack("<iBBB", at, 0, 0, 1) + b"S")
    return biff(BOF_5, codepage, bound, *extra) + biff(sheet_bof, *cells)


def label(row, words):
    return 0x204, struct.pack("<HHHH", row, 0, 15, len(words)) + words.encode("cp1252")


def test_results_of_formulas_of_every_kind_are_formulas(tmp_path):
    cells = (
        label(0, "été"),
        formula(1, number(3)),
        formula(2, TEXT),
        (0x207, struct.pack("<H", 3) + b"oui"),
        formula(3, TRUTH),
        formula(4, ERROR),
        (0x203, struct.pack("<HHHd", 5, 0, 15, 4.0)),
    )
    found = rows_of(tmp_path, an_excel_5(*cells), "a.xls")
    assert [row[0] for row in found.values()] == [
        "été",
        Formula(3.0),
        Formula("oui"),
        Formula(Truth(True)),
        Formula(ErrorValue("#N/A")),
        4.0,
    ]


@pytest.mark.parametrize(
    ("results", "found"),
    [
        ([0.0, 0.0], [None, None]),
        ([0.0, 3.0], [0.0, 3.0]),
        ([0.0], [None]),
    ],
)
def test_nothing_but_zeros_is_what_a_program_writes_that_cannot_calculate(tmp_path, results, found):
    cells = [formula(row, number(each)) for row, each in enumerate(results)]
    sheet = rows_of(tmp_path, an_excel_5(*cells), "a.xls")
    assert [row[0] for row in sheet.values()] == [Formula(each) for each in found]


def test_an_empty_result_counts_where_a_program_calculated(tmp_path):
    empty = bytes([3, 0, 0, 0, 0, 0, 255, 255])
    calculated = (0x1C1, bytes(8))
    for extra, value in (((), None), ((calculated,), "")):
        content = an_excel_5(formula(0, empty), extra=extra)
        assert rows_of(tmp_path, content, "a.xls") == {1: [Formula(value)]}


def old_number(opcode, row, value):
    attributes = bytes(3) if opcode == 3 else struct.pack("<H", 0)
    return opcode, struct.pack("<HH", row, 0) + attributes + number(value)


@pytest.mark.parametrize(("bof", "opcode"), [(0x9, 3), (0x209, 0x203), (0x409, 0x203)])
def test_excel_2_3_and_4_are_read(tmp_path, bof, opcode):
    head = struct.pack("<HH", 0, 0x10) + bytes({0x9: 0}.get(bof, 2))
    content = biff((bof, head), old_number(opcode, 0, 4.0), old_number(opcode, 6, 5.0))
    assert rows_of(tmp_path, content, "a.xls") == {1: [4.0], 7: [5.0]}


def test_a_stray_cell_in_the_last_corner_costs_nothing(tmp_path):
    book = xlwt.Workbook()
    for n in range(40):
        book.add_sheet(f"S{n}").write(65_535, 255, 3)
    book.save(str(tmp_path / "a.xls"))
    sheets = open_workbook(tmp_path / "a.xls").sheets
    assert {(len(sheet.rows), sheet.at(65_536, 255)) for sheet in sheets} == {(1, 3.0)}


def test_sheets_that_all_point_at_the_same_place_are_paid_for_once(tmp_path):
    sheet = biff((0x809, struct.pack("<HHHH", 0x500, 0x10, 1, 1995)), *[label(1, "x" * 200)] * 99)
    length = len(biff(BOF_5)) + 4 + 900 * 12
    bound = (0x85, struct.pack("<iBBB", length, 0, 0, 1) + b"S")
    content = biff(BOF_5, *[bound] * 900)
    assert code_of(kept(tmp_path / "a.xls", content[:-4] + biff() + sheet)) == "FILE_DAMAGED"


def test_a_string_that_counts_backwards_is_no_bomb(tmp_path):
    again = struct.pack("<HBi", 1, 4, -8) + b"x"
    sst = (0xFC, struct.pack("<ii", 1, 2**31 - 1) + again)
    bof = (0x809, struct.pack("<HHHHII", 0x600, 5, 0x1234, 1997, 0, 0))
    assert opened(tmp_path, biff(bof, sst), "a.xls").sheets == ()


# .ods


def an_ods(path, *rows, properties=None, **how):
    """A spreadsheet by odfpy; a row is cells, or (attributes, cells); so is a cell."""
    document = odf.opendocument.OpenDocumentSpreadsheet()
    hidden = style.Style(name="unseen", family="table")
    hidden.addElement(style.TableProperties(display="false"))
    document.automaticstyles.addElement(hidden)
    for name, words in (properties or {}).items():
        document.meta.addElement(meta.UserDefined(name=name, text=words))
    sheet = table.Table(name="S", **how)
    for attributes, cells in rows:
        row = table.TableRow(**attributes)
        for cell in cells:
            row.addElement(cell)
        sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    document.save(str(path))
    return path


def cell(*lines, **attributes):
    made = table.TableCell(**attributes)
    for line in lines:
        made.addElement(line if hasattr(line, "qname") else text.P(text=line))
    return made


def typed(kind, value, shown, **more):
    keys = {"date": "datevalue", "time": "timevalue", "boolean": "booleanvalue"}
    return cell(shown, valuetype=kind, **{keys.get(kind, "value"): value}, **more)


def test_a_cell_of_a_libreoffice_spreadsheet_keeps_its_kind(tmp_path):
    cells = [
        typed("float", "4", "4,00"),
        cell("4", valuetype="string"),
        typed("percentage", "0.8", "80 %"),
        typed("currency", "5", "5 €", currency="EUR"),
        typed("date", "2026-04-03", "3 avr."),
        typed("date", "2026-04-03T10:30:00", "3 avr."),
        typed("time", "PT10H30M00S", "10:30"),
        typed("boolean", "true", "VRAI"),
        cell("  été ", "deux", valuetype="string"),
    ]
    (sheet,) = open_workbook(an_ods(tmp_path / "a.ods", ({}, cells))).sheets
    *plain, date, moment, time, truth, words = sheet.rows[1]
    assert plain == [4.0, "4", Percent(0.8), 5.0]
    assert (date.at, date.text) == (DAY, "2026-04-03")
    assert (moment.text, time, truth) == ("2026-04-03 10:30", Moment(None, "10:30"), Truth(True))
    assert words.split("\n")[1] == "deux"


def test_formulas_and_errors_of_a_spreadsheet_are_told_apart(tmp_path):
    cells = [
        typed("float", "3", "3", formula="of:=1+2"),
        cell("#N/A", valuetype="string", formula="of:=NA()"),
        typed("float", "0", "Err:502", formula="of:=X()"),
        cell("", valuetype="string", formula='of:=""'),
        cell(formula="of:=[.B2]"),
        typed("float", "1", "1", formula="of:=TRUE()"),
        cell("#N/A", valuetype="string"),
    ]
    found = open_workbook(an_ods(tmp_path / "a.ods", ({}, cells))).sheets[0].rows[1]
    assert found == [
        Formula(3.0),
        Formula(ErrorValue("#N/A")),
        Formula(ErrorValue("Err:502")),
        Formula(""),
        Formula(None),
        Truth(True),
        "#N/A",
    ]


def test_tabs_blanks_and_new_lines_are_text_and_a_note_is_not(tmp_path):
    paragraph = text.P()
    for part in ("a", text.S(c=3), "b", text.Tab(), "c", text.LineBreak(), "d"):
        if isinstance(part, str):
            paragraph.addText(part)
        else:
            paragraph.addElement(part)
    note = office.Annotation()
    note.addElement(text.P(text="from somebody"))
    path = an_ods(tmp_path / "a.ods", ({}, [cell(note, paragraph, valuetype="string")]))
    assert open_workbook(path).sheets[0].rows == {1: ["a   b\tc\nd"]}


def test_repeated_blanks_cost_nothing_and_repeated_answers_are_there(tmp_path):
    far = ({"numberrowsrepeated": 1_048_500}, [cell(numbercolumnsrepeated=16_384)])
    three = typed("float", "3", "3", numbercolumnsrepeated=3)
    rows = (({"numberrowsrepeated": 2}, [cell(numbercolumnsrepeated=2), three]), far)
    last = ({}, [cell("end", valuetype="string")])
    sheet = open_workbook(an_ods(tmp_path / "a.ods", *rows, last)).sheets[0]
    answers = [None, None, 3.0, 3.0, 3.0]
    assert sheet.rows == {1: answers, 2: answers, 1_048_503: ["end"]}
    assert sheet.rows[1] is not sheet.rows[2]


def test_a_spreadsheet_of_repeated_answers_without_end_is_refused(tmp_path):
    bomb = ({"numberrowsrepeated": 900_000}, [typed("float", "3", "3", numbercolumnsrepeated=900)])
    assert code_of(an_ods(tmp_path / "a.ods", bomb)) == "FILE_TOO_BIG"
    wide = ({}, [typed("float", "3", "3", numbercolumnsrepeated=2_000_000)])
    assert code_of(an_ods(tmp_path / "b.ods", wide)) == "FILE_DAMAGED"


def test_what_a_spreadsheet_hides_and_merges_is_known(tmp_path):
    merged = cell("x", valuetype="string", numbercolumnsspanned=2, numberrowsspanned=3)
    rows = (({"visibility": "filter"}, [cell("y", valuetype="string")]), ({}, [merged]))
    path = an_ods(tmp_path / "a.ods", *rows, properties={"maturity_x": "y"}, stylename="unseen")
    workbook = open_workbook(path)
    sheet = workbook.sheets[0]
    assert (sheet.hidden, sheet.hidden_rows) == (True, {1})
    assert sheet.merged == (Area(2, 0, 4, 1),)
    assert workbook.properties == {"maturity_x": "y"}


def changed(path, part, change):
    """Rewrite one part of a package."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def test_a_spreadsheet_under_other_prefixes_is_the_same(tmp_path):
    path = an_ods(tmp_path / "a.ods", ({}, [typed("percentage", "0.8", "80%")]))

    def rename(content):
        for before, after in ((b"table", b"t"), (b"office", b"o")):
            content = re.sub(rb"(?<=[</ ])%b:" % before, after + b":", content)
            content = content.replace(b"xmlns:%b=" % before, b"xmlns:%b=" % after)
        return content

    before = open_workbook(path).sheets
    renamed = changed(path, "content.xml", rename)
    with zipfile.ZipFile(renamed) as package:
        assert b"<t:table-cell o:value-type" in package.read("content.xml")
    assert open_workbook(renamed).sheets == before


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        ("content.xml", lambda _: b"<a>", "FILE_DAMAGED"),
        ("content.xml", lambda xml: xml.replace(b"value=", b"value=x"), "FILE_DAMAGED"),
        ("content.xml", lambda xml: xml.replace(b'"0.8"', b'"four"'), "FILE_DAMAGED"),
        ("content.xml", lambda xml: b"<!DOCTYPE a>" + xml[xml.index(b"?>") + 2 :], "FILE_DAMAGED"),
        ("content.xml", lambda xml: xml.replace(b"office:spreadsheet", b"office:text"),
         "FILE_DOCUMENT"),
        ("META-INF/manifest.xml", lambda _: b"<m><encryption-data/></m>", "FILE_SEALED"),
        ("encrypted-package", lambda _: b"x", "FILE_SEALED"),
    ],
    ids=range(7),
)  # fmt: skip
def test_a_spreadsheet_that_cannot_be_trusted_is_refused_by_name(tmp_path, part, change, code):
    path = an_ods(tmp_path / "a.ods", ({}, [typed("percentage", "0.8", "80%")]))
    assert code_of(changed(path, part, change)) == code


# Passwords


def test_a_password_opens_a_workbook_and_nothing_else_does(tmp_path):
    plain = open_workbook(write_openpyxl(tmp_path / "a.xlsx", S=PLAIN))
    path = locked(tmp_path / "a.xlsx", "secret")
    assert code_of(path) == "FILE_PASSWORD"
    assert code_of(path, ["Secret", ""]) == "PASSWORD_WRONG"
    found = open_workbook(path, ["no", "secret"])
    assert (found.sheets, found.notes["format"], found.remarks) == (plain.sheets, "xlsx", ())
    assert open_workbook(path.rename(tmp_path / "a.csv"), ["secret"]).sheets == plain.sheets


def test_the_password_excel_uses_by_itself_is_not_asked_for(tmp_path):
    path = locked(write_openpyxl(tmp_path / "a.xlsx", S=PLAIN), "VelvetSweatshop")
    assert open_workbook(path).sheets[0].at(2, 1) == 1.0


def test_a_protected_workbook_cannot_make_us_count_for_hours(tmp_path, monkeypatch):
    monkeypatch.setattr("maturity.readers.formats.sealed.MAX_ROUNDS", 99_999)
    path = locked(write_openpyxl(tmp_path / "a.xlsx", S=PLAIN), "secret")
    assert code_of(path, ["secret"]) == "FILE_SEALED"


def records_of(stream):
    at = 0
    while at + 4 <= len(stream):
        code, length = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + length]
        at += 4 + length


def sealed_xls(path, password):
    """The same old workbook behind a password, as Excel 97 encrypts it ([MS-OFFCRYPTO] 2.3.6)."""
    stream = Container(path.read_bytes()).stream("Workbook")
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    proof = verifier + hashlib.md5(verifier).digest()
    proof = DocumentRC4.decrypt(password, salt, io.BytesIO(proof)).read()
    bof, *others = records_of(stream)
    filepass = (0x2F, struct.pack("<HHH", 1, 1, 1) + salt + proof)
    moved = len(biff(filepass)) - 4
    others = others[: max(n for n, (code, _) in enumerate(others) if code == 0x0A) + 1]
    size = len(biff(bof, filepass, *others)) - 4
    others.append((0, bytes(-size % 4)))  # the library reads four bytes at a time
    plain, secret = b"", b""
    for code, content in (bof, filepass, *others):
        open_to_all = len(content) if code in {0x809, 0x2F, 0xE1} else 4 if code == 0x85 else 0
        head = content[:open_to_all]
        if code == 0x85:
            head = struct.pack("<i", struct.unpack("<i", head)[0] + moved)
        plain += struct.pack("<HH", code, len(content)) + head
        plain += bytes(len(content) - open_to_all)
        secret += bytes(4 + open_to_all) + content[open_to_all:]
    hidden = DocumentRC4.decrypt(password, salt, io.BytesIO(secret), blocksize=1024).read()
    keep = [bool(each) for each in open_mask((bof, filepass, *others))]
    mixed = bytes(p if k else h for p, h, k in zip(plain, hidden, keep, strict=True))
    XlsDoc().save(str(path), mixed)
    return path


def open_mask(records):
    """Which bytes of the records are not encrypted: headers, a few records, sheets' positions."""
    for code, content in records:
        shown = len(content) if code in {0x809, 0x2F, 0xE1} else 4 if code == 0x85 else 0
        yield from [1] * (4 + shown) + [0] * (len(content) - shown)


def test_a_password_opens_an_old_workbook_too(tmp_path):
    path = an_xls(tmp_path / "a.xls", S=[["V.1", "été"], [3, "secret"]] * 300)
    plain = open_workbook(path)
    sealed_xls(path, "pass")
    assert code_of(path) == "FILE_PASSWORD"
    assert code_of(path, ["wrong"]) == "PASSWORD_WRONG"
    assert open_workbook(path, ["wrong", "pass"]) == plain


def test_a_protected_workbook_older_than_1997_asks_for_excel(tmp_path):
    content = an_excel_5(label(0, "x"), extra=((0x2F, bytes(4)),))
    XlsDoc().save(str(tmp_path / "a.xls"), content)
    whole = (tmp_path / "a.xls").read_bytes()
    older = whole.replace("Workbook".encode("utf-16-le"), "Book\0\0\0\0".encode("utf-16-le"))
    place = older.index("Book".encode("utf-16-le"))
    older = older[: place + 64] + struct.pack("<H", 10) + older[place + 66 :]
    assert code_of(kept(tmp_path / "a.xls", older), ["x"]) == "FILE_SEALED"


# What a file is


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "FILE_EMPTY"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "FILE_EMPTY"),
        ("a.xlsx", bytes(99), "FILE_DAMAGED"),
        ("a.xlsx", b"PK and no more", "FILE_DAMAGED"),
        ("a.xlsx", b"Dear all,\n\nhere is, at last, the file.\nBest regards\n", "FILE_MISNAMED"),
        ("a.csv", bytes(99), "FILE_DAMAGED"),
        ("a.ods", b"\x01\x02\x03\x04" * 9, "FILE_MISNAMED"),
        ("a", b"\x01\x02\x03\x04" * 9, "FILE_TYPE"),
        ("a.py", b"print()", "FILE_TYPE"),
        ("a.csv", b"%PDF-1.7\n%\xe2\xe3", "FILE_DOCUMENT"),
        ("a.rtf", b"{\\rtf1 hello}", "FILE_DOCUMENT"),
        ("a.xlsx", b"\xff\xd8\xff\xe0" + bytes(9), "FILE_IMAGE"),
        ("IMG.HEIC", b"\0\0\0\x18ftypheic", "FILE_IMAGE"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "FILE_ARCHIVE"),
        ("a.csv.gz", b"\x1f\x8b\x08\0\0", "FILE_ARCHIVE"),
        ("a.tar", bytes(257) + b"ustar\x0000", "FILE_ARCHIVE"),
        ("a.sav", b"$FL2@(#) IBM SPSS", "FILE_PROGRAM"),
        ("a.accdb", b"\0\1\0\0Standard ACE DB\0", "FILE_PROGRAM"),
        ("a.json", b'[{"V.1": 3}]', "FILE_PROGRAM"),
        ("a.csv", b'{"V.1": 3}', "FILE_PROGRAM"),
        ("a.xml", b"<?xml version='1.0'?><answers/>", "FILE_PROGRAM"),
        ("a.eml", b"From: a@example.org\r\n\r\nhello", "FILE_MAIL"),
        ("a.txt", b"Received: from x\r\nSubject: y\r\n", "FILE_MAIL"),
        ("a.xls", b"<html><body>Session expired</body></html>", "FILE_DOCUMENT"),
    ],
)
def test_what_is_no_table_is_refused_by_its_name(tmp_path, name, content, code):
    assert code_of(kept(tmp_path / name, content)) == code


@pytest.mark.parametrize(
    ("members", "code"),
    [
        (["xl/workbook.bin", "[Content_Types].xml"], "FILE_XLSB"),
        (["word/document.xml", "_rels/.rels"], "FILE_DOCUMENT"),
        (["ppt/presentation.xml", "_rels/.rels"], "FILE_DOCUMENT"),
        (["Index/Document.iwa"], "FILE_PROGRAM"),
        (["a.xlsx", "b.xlsx"], "FILE_ARCHIVE"),
    ],
)
def test_a_package_is_what_its_parts_are(tmp_path, members, code):
    for name in ("a.xlsx", "a.zip", "a"):
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            for member in members:
                package.writestr(member, "x")
        assert code_of(tmp_path / name) == code


@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a.ods", "a.bin", "a.docx", "a"])
def test_a_workbook_is_read_whatever_it_is_called(tmp_path, name):
    content = write_openpyxl(tmp_path / "whole.xlsx", S=PLAIN).read_bytes()
    workbook = opened(tmp_path, content, name)
    assert workbook.sheets[0].at(2, 1) == 1.0
    assert remarks_of(workbook) == (["FILE_OTHER_KIND"] if "." in name else [])


def test_an_old_workbook_and_a_spreadsheet_are_read_whatever_they_are_called(tmp_path):
    old = an_xls(tmp_path / "old.xls").rename(tmp_path / "old.xlsx")
    ods = an_ods(tmp_path / "a.ods", ({}, [cell("x", valuetype="string")]))
    for path, kind in ((old, "xls"), (ods.rename(tmp_path / "a.csv"), "ods")):
        workbook = open_workbook(path)
        assert workbook.notes["format"] == kind
        assert remarks_of(workbook) == ["FILE_OTHER_KIND"]


def test_a_container_with_nothing_known_in_it_is_not_guessed_at(tmp_path):
    whole = bytearray(an_xls(tmp_path / "a.xls").read_bytes())
    place = whole.index("Workbook".encode("utf-16-le"))
    whole[place : place + 16] = "WordDocu".encode("utf-16-le")
    assert code_of(kept(tmp_path / "a.xls", bytes(whole))) == "FILE_DAMAGED"
    assert code_of(kept(tmp_path / "a.doc", bytes(whole))) == "FILE_DOCUMENT"
    assert code_of(kept(tmp_path / "a", bytes(whole))) == "FILE_TYPE"


# HTML and XML


HTML = """<html><head><meta charset="utf-8"><style>td {x:y}</style></head><body><h1>Hi</h1>
<table><tr><th>id<th>V.1 &amp;<br>more<th>V.3</tr>
<tr><td rowspan=2>a</td><td colspan="2">3&nbsp;</td></tr><!-- <tr><td>no</td></tr> -->
<tr style="display: none"><td>4</td><td><p>very</p><p>good<script>alert("no")</script></p></td>
</tr></table><table></table>
<table><tr><td><table><tr><td>inner</table></td><td>outer</td></table>"""


def test_tables_of_a_web_page_are_sheets_with_the_addresses_their_spans_give(tmp_path):
    workbook = opened(tmp_path, HTML.encode(), "a.xls")
    first, outer, inner = workbook.sheets
    assert first.rows == {
        1: ["id", "V.1 &\nmore", "V.3"],
        2: ["a", "3\xa0"],
        3: [None, "4", "very\ngood"],
    }
    assert first.merged == (Area(2, 0, 3, 0), Area(2, 1, 2, 2))
    assert first.hidden_rows == {3}
    assert (outer.rows, inner.rows) == ({1: [None, "outer"]}, {1: ["inner"]})
    assert [sheet.name for sheet in workbook.sheets] == ["html 1", "html 2", "html 3"]
    assert remarks_of(workbook) == ["FILE_OTHER_KIND"]


def test_a_web_page_says_its_encoding_or_it_is_found(tmp_path):
    page = '<meta charset="{}"><table><tr><td>été</table>'
    stated = {"windows-1252": "cp1252", "iso-8859-1": "cp1252", "idna": "cp1252"}
    for declared, used in {**stated, "macintosh": "mac_roman", "x": "utf-16"}.items():
        found = rows_of(tmp_path, page.format(declared).encode(used), "a.html")
        assert found == {1: ["été"]}


@pytest.mark.parametrize(
    "piece", ["<a", "<!--", '<td x="', "<table>", "<td colspan=1000 rowspan=9>x"]
)
def test_a_hostile_page_ends_soon(tmp_path, monkeypatch, piece):
    monkeypatch.setenv("MATURITY_MAX_SECONDS", "4")
    path = kept(tmp_path / "a.html", b"<table><tr><td>1" + piece.encode() * 60_000)
    assert outcome(path) in {"read", "FILE_TOO_BIG", "FILE_DAMAGED"}


XML = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>
<Worksheet ss:Name="S"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell><Data ss:Type="String">id</Data><Comment><Data>no</Data></Comment></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">4</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.8</Data></Cell>
<Cell ss:MergeAcross="1" ss:Formula="=R1C1"><Data ss:Type="Error">#N/A</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Formula="=R1C1"/>
<Cell><Data ss:Type="DateTime">2026-04-03T00:00:00.000</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="T"><Table/><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


def test_an_xml_spreadsheet_keeps_kinds_and_addresses(tmp_path):
    shown, hidden = opened(tmp_path, XML.encode(), "a.xls").sheets
    assert shown.rows == {
        1: ["id"],
        3: [None, 4.0, Percent(0.8), Formula(ErrorValue("#N/A")), None, Truth(True), Formula(None),
            Moment(DAY, "2026-04-03")],
    }  # fmt: skip
    assert (shown.hidden_rows, shown.hidden_columns, shown.merged) == (
        {3},
        {2},
        (Area(3, 3, 3, 4),),
    )
    assert (shown.hidden, hidden.hidden) == (False, True)
    for damage in (("<Row>", '<Row ss:Index="9999999">'), ("<Row>", "</Row>"), (">4<", ">four<")):
        assert code_of(kept(tmp_path / "b.xml", XML.replace(*damage).encode())) == "FILE_DAMAGED"


# Text


@pytest.mark.parametrize(
    ("content", "separator", "last"),
    [
        ("id;V.1;V.2\na;4,5;3,5\nb;2,0;1,5\n", ";", ["b", "2,0", "1,5"]),
        ("Enquête, vague 1\n\nid;V.1;V.2\na;4,5;3,5\n", ";", ["a", "4,5", "3,5"]),
        ("id;name;V.1\n1;Dupont, Jean;4\n", ";", ["1", "Dupont, Jean", "4"]),
        ("Id,Choice,V.1\n1,A;B;,3\n2,C;,4\n", ",", ["2", "C;", "4"]),
        ("comment\nI like it, but not much\nNo, thanks\nFine, really\n", "", ["Fine, really"]),
        ("V.1\n3,5\n4,5\n", "", ["4,5"]),
        ("V.1\n3\n4\n", "", ["4"]),
        ("id,V.1,V.2\n1,2,\n2,3,\n", ",", ["2", "3", None]),
        ("id|V.1\na|3", "|", ["a", "3"]),
        ("id\tV.1\na\tx, y; z", "tab", ["a", "x, y; z"]),
        ("sep=|\nid|V.1,5\na|3", "|", ["a", "3"]),
        ('id, V.1\na, "x, y"\nb, "z"\n', ",", ["b", "z"]),
        ('"id" ;"V.1"\n"a" ;"3" \n', ";", ["a", "3"]),
        ('id,V.1,c\na,3,"he said \\"hi\\", ok"\n', ",", ["a", "3", 'he said "hi", ok']),
        ('id,V.1\na,3" long\n', ",", ["a", '3" long']),
        ("id;V.1\ra;3\r\nb;4\n\r\n", ";", ["b", "4"]),
        ("id,V.1\r\na,3\r\n\x1a", ",", ["a", "3"]),
        ("PK,V.1\na,3\n", ",", ["a", "3"]),
    ],
)  # fmt: skip
def test_the_separator_is_found_whatever_stands_in_the_texts(tmp_path, content, separator, last):
    workbook = opened(tmp_path, content.encode())
    rows = workbook.sheets[0].rows
    assert (workbook.notes["separator"], rows[max(rows)]) == (separator, last)
    assert remarks_of(workbook) == []


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman",
     "cp850"],
)  # fmt: skip
def test_the_encoding_is_found_and_a_guess_is_said(tmp_path, encoding):
    words = "très « bien », ça va à Noël"
    workbook = opened(tmp_path, f"id;V.1;remarque\r\nZoé;3;{words}\r\n".encode(encoding))
    assert workbook.sheets[0].rows[2] == ["Zoé", "3", words]
    guessed = encoding in {"cp1252", "mac_roman", "cp850"}
    assert remarks_of(workbook) == ["ENCODING_GUESSED"] * guessed
    assert workbook.notes["encoding"] == encoding


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf", b" \r\n \t\r\n", b"\xff\xfe", b"\n", b";;\n;"]
)
def test_a_text_in_which_nothing_is_written_has_no_rows(tmp_path, content):
    assert rows_of(tmp_path, content) == {}


@pytest.mark.parametrize(
    ("content", "rows", "cells"),
    [
        ('id,V.1,V.2\na,"3,4\nb,2,1\n', {2: ["a", '"3', "4"], 3: ["b", "2", "1"]}, "A2:C2"),
        (
            'id,V.1\na,"x\ny"\nb,"2\nc,1\n',
            {2: ["a", "x\ny"], 3: ["b", '"2'], 4: ["c", "1"]},
            "A3:B3",
        ),
    ],
)
def test_a_quotation_mark_too_many_costs_one_row_its_peace(tmp_path, content, rows, cells):
    workbook = opened(tmp_path, content.encode())
    assert {row: workbook.sheets[0].rows[row] for row in rows} == rows
    assert [(each.code, each.cells) for each in workbook.remarks] == [("QUOTE_STRAY", cells)]


def test_a_quotation_mark_that_may_have_swallowed_rows_refuses_the_file(tmp_path):
    content = b'id,V.1,V.2\na,1,2\nb,"long text\nof two lines\nc,3,4\n'
    with pytest.raises(BrokenFileError) as broken:
        opened(tmp_path, content)
    assert (broken.value.code, broken.value.why) == ("QUOTE_OPEN", "3")


def test_rows_of_another_width_than_the_table_are_named(tmp_path):
    workbook = opened(tmp_path, b"Report\nid,V.1,V.2\na,1\nb,2,3\nc,2,3,,\nd,2,3,4\n")
    found = [(each.code, each.cells, each.found) for each in workbook.remarks]
    assert found == [("ROWS_LONG", "A6:D6", "6"), ("ROWS_RAGGED", "A3:C3", "3")]


def test_a_stray_zero_byte_is_shown_and_many_are_damage(tmp_path):
    for encoding in ("utf-8", "cp1252"):
        content = ("id;V.1;é" + "x" * 300 + "\na;3\0;y\n").encode(encoding)
        workbook = opened(tmp_path, content)
        assert workbook.sheets[0].rows[2] == ["a", "3\ufffd", "y"]
        assert "TEXT_GARBLED" in remarks_of(workbook)


def test_equal_texts_are_one_object(tmp_path):
    rows = rows_of(tmp_path, b"id,V.1\na,Strongly agree\nb,Strongly agree\n")
    assert rows[2][1] is rows[3][1]


@pytest.mark.parametrize(
    ("text_of_cell", "meant"),
    [
        ("NÃ©anmoins", "Néanmoins"),
        ("dâ€™accord", "d’accord"),
        ("TrÃƒÂ¨s", "Très"),
        ("Néanmoins", None),
        ("Ångström", None),
        ("NÃ©anmoins, déjà", None),
        ("4 €", None),
    ],
)
def test_text_that_went_through_the_wrong_code_page_is_put_right(text_of_cell, meant):
    assert ungarbled(text_of_cell) == meant


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
@settings(max_examples=200)
def test_what_is_put_right_was_exactly_that(words):
    try:
        spoilt = words.encode().decode("cp1252")
    except UnicodeDecodeError:
        return
    if garbled(spoilt) and not garbled(words):
        assert ungarbled(spoilt) == words


def test_garbled_cells_are_named_without_the_text_around_them(tmp_path):
    content = "id;V.1\nZoÃ© Martin;Plutôt\nb;PlutÃ´t\n".encode()
    (remark,) = opened(tmp_path, content).remarks
    assert (remark.code, remark.cells, remark.params["count"]) == ("TEXT_GARBLED", "A2:B3", "2")
    assert "Martin" not in f"{remark}"


# Damage


def a_mutant(draw, whole):
    mutant = bytearray(whole)
    for _ in range(draw.choice([1, 3, 30])):
        at = draw.randrange(len(mutant))
        piece = draw.choice([draw.randbytes(1), b"\xff\xff\xff\xff", b"\0\0\0\x80", b'"', b"<"])
        mutant[at : at + draw.choice([0, len(piece)])] = piece
    return bytes(mutant[: draw.choice([len(mutant), draw.randrange(len(mutant))])])


@pytest.mark.parametrize(
    "name", ["a.xls", "raw.xls", "a.ods", "a.csv", "a.html", "a.xml", "a.xlsx"]
)
def test_any_damage_ends_in_a_sentence_and_nothing_is_printed(tmp_path, capsys, name):
    rows = [["V.1", "L.1"], [3, "été"], [0.8, DAY], [True, xlwt.Formula("A1")]]
    whole = {
        "a.xls": lambda: an_xls(tmp_path / "w.xls", S=rows).read_bytes(),
        "raw.xls": lambda: an_excel_5(label(0, "V.1"), formula(1, TEXT), label(2, "x")),
        "a.ods": lambda: an_ods(tmp_path / "w.ods", ({}, [typed("float", "3", "3")])).read_bytes(),
        "a.csv": lambda: 'id;V.1\na;3\nb;"été\nx"\n'.encode("cp1252") * 9,
        "a.html": HTML.encode,
        "a.xml": XML.encode,
        "a.xlsx": lambda: locked(write_openpyxl(tmp_path / "w.xlsx", S=PLAIN), "s").read_bytes(),
    }[name]()
    draw, path = random.Random(name), tmp_path / name
    for _ in range(10 if name == "a.xlsx" else 150):
        path.write_bytes(a_mutant(draw, whole))
        assert outcome(path, ["s"])
    assert capsys.readouterr() == ("", "")


# Other programs


@pytest.mark.system("soffice")
def test_libreoffice_and_our_readers_see_the_same_in_every_format(tmp_path):
    import subprocess

    rows = [["id", "V.1", "été", "share", "day"], ["a", 4, "x\ny", 0.8, DAY], ["b", None, "z"]]
    rows.append(["c", xlwt.Formula("1+2"), xlwt.Formula("NA()")])
    path = an_xls(tmp_path / "a.xls", S=rows)
    found = {}
    for kind in ("ods", "fods", "xls", "xlsx"):
        command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'u').as_uri()}"]
        command += ["--convert-to", kind, "--outdir", tmp_path / kind, path]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        found[kind] = open_workbook(tmp_path / kind / f"a.{kind}").sheets[0].rows
    for kind, read in found.items():
        values = {row: [*map(plainly, cells)] for row, cells in read.items()}
        assert values == {
            1: ["id", "V.1", "été", "share", "day"],
            2: ["a", 4.0, "x\ny", Percent(0.8), "2026-04-03"],
            3: ["b", None, "z"],
            4: ["c", Formula(3.0), Formula(ErrorValue("#N/A"))],
        }, kind


def plainly(value):
    return as_written(value) if isinstance(value, Moment) else value
