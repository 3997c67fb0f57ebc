"""One small table of answers in containers of every kind: odd, old, hurt, disguised and hostile."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
import xlwt

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"


def saved(rows):
    """The bytes of an ordinary workbook, its strings shared."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("S")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return out.getvalue()


def patched(path, rows, *changes, rename=None, twice=None):
    """An ordinary workbook with its parts changed: pairs of a part's pattern and what to do."""
    source = zipfile.ZipFile(io.BytesIO(saved(rows)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            for pattern, change in changes:
                if re.search(pattern, name):
                    content = change(content.decode()) if callable(change) else change
            new = rename(name) if rename else name
            if twice and re.search(twice, name):
                out.writestr(new, b"<worksheet/>")
            out.writestr(new, content)
    return path


def replaced(pattern, to):
    return lambda text: re.sub(pattern, to, text, count=1, flags=re.DOTALL).encode()


SHEET = "sheet1.xml"


def stray_cell(path, rows):
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return patched(path, rows, (SHEET, replaced("</sheetData>", cell)))


def stray_blank(path, rows):
    cell = '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    return patched(path, rows, (SHEET, replaced("</sheetData>", cell)))


def dimension(ref):
    change = replaced(r'<dimension ref="[^"]*"', f'<dimension ref="{ref}"')
    return lambda path, rows: patched(path, rows, (SHEET, change))


def empty_fill(path, rows):
    return patched(
        path,
        rows,
        ("styles.xml", replaced(r"<fills.*</fills>", '<fills count="1"><fill/></fills>')),
    )


def many_styles(path, rows):
    xfs = f'<cellXfs count="60000">{"<xf/>" * 60_000}</cellXfs>'
    return patched(path, rows, ("styles.xml", replaced(r"<cellXfs.*</cellXfs>", xfs)))


def strict(path, rows):
    def change(text):
        return text.replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE).encode()

    return patched(path, rows, (r"\.(xml|rels)$", change))


def prefixed(path, rows):
    def change(text):
        text = re.sub(r"<(/?)([a-zA-Z])", r"<\1x:\2", text)
        return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').encode()

    return patched(path, rows, (SHEET + "|sharedStrings.xml", change))


def no_addresses(path, rows):
    def change(text):
        return re.sub(r'<(c|row) r="[^"]*"', r"<\1", text).encode()

    whole = [[each if each != "" else " " for each in row] for row in rows]
    return patched(path, whole, (SHEET, change))


def backslashes(path, rows):
    # Python's own zipfile turns backslashes into slashes; the names are changed in the bytes.
    content = saved(rows)
    for name in (b"xl/worksheets/sheet1.xml", b"xl/sharedStrings.xml", b"xl/styles.xml"):
        content = content.replace(name, name.replace(b"/", b"\\"))
    path.write_bytes(content)
    return path


def utf16_strings(path, rows):
    def change(text):
        return re.sub(r"^<\?xml.*?\?>", "", text).encode("utf-16")

    return patched(path, rows, ("sharedStrings.xml", change))


def external_link(path, rows):
    def change(text):
        tag = f'<externalReference r:id="rId99" xmlns:r="{OFFICE}"/>'
        whole = f"</sheets><externalReferences>{tag}</externalReferences>"
        return text.replace("</sheets>", whole).encode()

    link = (f'<Relationship Id="rId99" Type="{OFFICE}/externalLink" '
            'Target="file:///etc/hostname" TargetMode="External"/></Relationships>')  # fmt: skip
    return patched(
        path, rows, ("xl/workbook.xml$", change),
        ("workbook.xml.rels", replaced("</Relationships>", link)),
    )  # fmt: skip


def duplicate_entry(path, rows):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return patched(path, rows, twice=SHEET)


def macro(path, rows):
    change = replaced(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
        "application/vnd.ms-excel.sheet.macroEnabled.main",
    )
    return patched(path, rows, (r"\[Content_Types\]", change))


def chart_first(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        front = book.add_chartsheet("Chart")
        sheet = book.add_worksheet("S")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=S!$C$2:$C$3"})
        front.set_chart(chart)
    return path


def hidden_first(path, rows):
    book = openpyxl.Workbook()
    book.active.title = "Old"
    book.active["A1"] = "nothing"
    sheet = book.create_sheet("S")
    for row in rows:
        sheet.append([None if each == "" else each for each in row])
    book.worksheets[0].sheet_state = "veryHidden"
    book.active = 1
    book.save(path)
    return path


def rich_text(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, bold = book.add_worksheet("S"), book.add_format({"bold": True})
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str) and len(value) > 3:
                    sheet.write_rich_string(r, c, bold, value[:2], value[2:])
                elif value != "":
                    sheet.write(r, c, value)
    return path


def macintosh_dates(path, rows):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.title = "S"
    for row in rows:
        book.active.append([None if each == "" else each for each in row])
    book.active.cell(1, len(rows[0]) + 1).value = "started"
    book.active.cell(2, len(rows[0]) + 1).value = date(2026, 4, 3)
    book.save(path)
    return path


def at_c4(path, rows):
    return openpyxl_rows(path, [[], [], [], *([None, None, *row] for row in rows)])


def openpyxl_rows(path, rows):
    book = openpyxl.Workbook()
    book.active.title = "S"
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            if value not in {None, ""}:
                book.active.cell(r, c).value = value
    book.save(path)
    return path


def old_excel(path, rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value != "":
                sheet.write(r, c, value)
    book.save(str(path))
    return path


def ordinary(path, rows):
    path.write_bytes(saved(rows))
    return path


# What cannot be read, or must not be


def locked(path, rows, password="Sésame 12"):
    from msoffcrypto.format.ooxml import OOXMLFile

    with path.open("wb") as out:
        OOXMLFile(io.BytesIO(saved(rows))).encrypt(password, out)
    return path


def truncated(path, rows):
    content = saved(rows)
    path.write_bytes(content[: len(content) * 2 // 3])
    return path


def damaged(path, rows):
    content = bytearray(saved(rows))
    at = content.index(b"sheet1.xml") + 40
    content[at : at + 60] = bytes(60)
    path.write_bytes(content)
    return path


def bytes_of(content):
    def make(path, _rows):
        path.write_bytes(content)
        return path

    return make


def document(path, _rows):
    with zipfile.ZipFile(path, "w") as out:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        out.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        out.writestr("word/document.xml", "<w:document/>")
    return path


def plain_zip(path, _rows):
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("readme.txt", "nothing")
    return path


def binary_workbook(path, _rows):
    with zipfile.ZipFile(path, "w") as out:
        kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
        out.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.bin" ContentType="{kind}"/></Types>',
        )
        out.writestr("xl/workbook.bin", struct.pack("<BB", 0x83, 0x01) + bytes(40))
    return path


def html_table(path, rows):
    body = "".join(f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in rows)
    path.write_text(f"<html><body><table>{body}</table></body></html>", encoding="utf-8")
    return path


def old_xml(path, rows):
    cells = "".join(
        f"<Row>{''.join(f'<Cell><Data>{each}</Data></Cell>' for each in row)}</Row>" for row in rows
    )
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
        f"{cells}</Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    return path


def entities(path, rows):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'

    def change(text):
        text = re.sub(r"^<\?xml.*?\?>", "", text)
        return (
            bomb
            + text.replace(
                "</sheetData>", '<row r="9"><c r="C9" t="str"><v>&l9;</v></c></row></sheetData>'
            )
        ).encode()

    return patched(path, rows, (SHEET, change))


def outside_entity(path, rows):
    top = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'

    def change(text):
        text = re.sub(r"^<\?xml.*?\?>", "", text)
        return (
            top
            + text.replace(
                "</sheetData>", '<row r="9"><c r="C9" t="str"><v>&leak;</v></c></row></sheetData>'
            )
        ).encode()

    return patched(path, rows, (SHEET, change))


def blank_bomb(path, rows):
    def change(text):
        return text.replace("</sheetData>", "</sheetData>" + " " * 320_000_000).encode()

    return patched(path, rows, (SHEET, change))


def spoiled_index(index):
    def change(text):
        return re.sub(r't="s"><v>\d+</v>', f't="s"><v>{index}</v>', text).encode()

    return lambda path, rows: patched(path, rows, (SHEET, change))


def text_file(*, encoding="utf-8", separator=",", newline="\r\n", before="", decimal="."):
    """A table as text, every number with the decimal sign asked for."""

    def make(path, rows):
        def said(each):
            each = str(each).replace(".", decimal) if isinstance(each, float) else str(each)
            hard = any(sign in each for sign in (separator, '"', "\n"))
            return '"' + each.replace('"', '""') + '"' if hard else each

        text = "".join(separator.join(map(said, row)) + newline for row in rows)
        path.write_bytes((before + text).encode(encoding))
        return path

    return make


def mojibake(path, rows):
    text = "\n".join(";".join(map(str, row)) for row in rows) + "\n"
    path.write_bytes(text.encode("utf-8").decode("cp1252", "replace").encode("utf-8"))
    return path


def mixed_ends(path, rows):
    ends = ("\r\n", "\n", "\r\n", "\r")
    lines = [",".join(map(str, row)) for row in rows]
    path.write_bytes("".join(line + ends[n % 3] for n, line in enumerate(lines)).encode())
    return path


def folder_of(path):
    return Path(path).parent
