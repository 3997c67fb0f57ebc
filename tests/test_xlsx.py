"""Reading .xlsx: two ways through a part give one result, limits are kept, nothing is invented."""

import io
import warnings
import zipfile
from xml.parsers import expat

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from maturity.errors import Problem, UsageError
from maturity.language import Language
from maturity.readers.formats.cells import Cells
from maturity.readers.formats.limits import Limits, Watch, limits
from maturity.readers.formats.package import parser_for
from maturity.readers.formats.pieces import Pieces
from maturity.readers.formats.skim import skim
from maturity.readers.formats.strings import Texts
from maturity.readers.formats.worksheet import WorksheetReader
from maturity.readers.formats.xlsx import read_xlsx
from maturity.readers.sheet import BrokenFileError, Formula, Moment, Percent, Truth

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRINGS = ["agree", "disagree", "", "4", "Zoé"]
STYLES = ["", "percent", "date"]


def a_package(sheet, *, strings="", styles="", workbook="", **parts):
    """The fewest parts that make a workbook of one sheet; further parts by name."""
    relation = f'<Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}"/>'
    top = f'<Relationships xmlns="{PACKAGE}">{{}}</Relationships>'
    related = [("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "styles", "styles.xml")]
    related.append(("r3", "sharedStrings", "sharedStrings.xml"))
    held = {
        "_rels/.rels": top.format(relation.format("r", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="S" sheetId="1" r:id="r1"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": top.format("".join(relation.format(*r) for r in related)),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs>{styles}</cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
        **parts,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in held.items():
            zipped.writestr(name, content)
    stream.seek(0)
    return stream


def a_sheet(rows, *, before="", after=""):
    data = f"<sheetData>{rows}</sheetData>"
    return f'<worksheet xmlns="{MAIN}">{before}{data}{after}</worksheet>'


def read_sheet(rows, **parts):
    (sheet,) = read_xlsx(a_package(a_sheet(rows), **parts)).sheets
    return sheet


def refusal(stream):
    with pytest.raises(BrokenFileError) as refused:
        read_xlsx(stream)
    return refused.value


# Two ways through a part


def outcome(reading, reader, told):
    """What came out, or that it was refused: why may differ in the order things are noticed."""
    try:
        reading(reader)
    except (expat.ExpatError, BrokenFileError, ValueError, LookupError):
        return "refused"
    return told(reader)


def by_skimming(content, size):
    def reading(reader):
        skim((content[at : at + size] for at in range(0, len(content), size)), reader)

    return reading


def by_expat(content):
    def reading(reader):
        parser = parser_for(reader.start, reader.end, reader.text)
        parser.Parse(content, True)

    return reading


def a_reader():
    return WorksheetReader(Pieces(Cells(STRINGS, STYLES, date1904=False)), Watch(Limits()))


def all_of(reader):
    cells = reader._cells
    found = [*sorted(reader.rows.items()), reader.sheet("S", hidden=False)]
    return repr((found, sorted(map(repr, cells.zeros)), cells.calculated))


USUAL_TEXTS = ["0", "4", "3", "1", "4.5", "46115"]
ODD_TEXTS = ["", " 4 ", "1e400", "five", "-1", "R&amp;D &lt;3", "a]]b", "]]>", "&#52;", "&copy;"]
ODD_TEXTS += [
    'say "3"',
    "Zoé",
    "\N{GRINNING FACE}",
    "_x000D_",
    "\r\n",
    "\t",
    "\ufffe",
    "\x01",
    "\x7f",
]
ODD_TEXTS += ["<!-- c -->", "<![CDATA[4]]>", "<?p i?>", "&apos;&quot;", " "]
USUAL_ATTRIBUTES = ["", ' t="s"', ' s="1"', ' s="2"', ' s="1" t="s"', ' t="n"', ' s="0" t="str"']
ODD_ATTRIBUTES = [' s="9"', ' t="b"', ' t="e"', ' t="inlineStr"', ' t="s" s="1"', ' s="1" s="2"']
ODD_ATTRIBUTES += [' s="x"', ' t="zz"', " t='s'", ' r="A1"', ' cm="1" t="s"', ' x:q="1"', ' t="d"']
ODD_ATTRIBUTES += ['  t="s"', ' s="3" ']
USUAL_FORMULAS = ["", "", "<f>A1</f>", "<f>A1&amp;B1</f>", "<f/>"]
ODD_FORMULAS = ['<f t="shared" si="0"/>', '<f ref="A1:B3" t="shared">A1*2</f>', "<f>A1&x;</f>"]
ODD_FORMULAS += ['<f t="a" t="b"/>', "<f><!-- --></f>", '<f>IF(A3="3",1)</f>']
USUAL_FORMS = ["<v>{}</v>"] * 3 + ["", "<v/>", '<is><t xml:space="preserve">{}</t></is>']
ODD_FORMS = [
    "<is><t>{}</t></is>",
    "<is><r><t>{}</t></r><rPh><t>hint</t></rPh></is>",
    "<v />",
    "<is/>",
]
ODD_FORMS += ["<v>1</v><v>{}</v>", "<x:v>{}</x:v>", " "]
texts = st.sampled_from(USUAL_TEXTS + ODD_TEXTS)


def mostly(usual, odd):
    """One of the usual ones, or one time in eight an odd one."""
    return st.integers(0, 7).flatmap(lambda n: st.sampled_from(usual if n else odd))


@st.composite
def cells(draw, address):
    """A cell, often with an address."""
    given = draw(mostly([f' r="{address}"'], ["", ' r="A7"', f' r="{address.lower()}"', ' r="?"']))
    given += draw(mostly(USUAL_ATTRIBUTES, ODD_ATTRIBUTES))
    text = draw(mostly(USUAL_TEXTS, ODD_TEXTS))
    inside = draw(mostly(USUAL_FORMULAS, ODD_FORMULAS))
    inside += draw(mostly(USUAL_FORMS, ODD_FORMS)).replace("{}", text)
    return f"<c{given}" + draw(mostly([f">{inside}</c>"], ["/>", "></c>", f">{inside}</c> "]))


@st.composite
def sheets(draw):
    """A worksheet part as programs write it, with some of the oddities they do not write."""
    rows = []
    number = draw(st.integers(0, 10))
    for _ in range(draw(st.integers(1, 6))):
        number = draw(mostly([number + 1], [1, 3, number, 0, 1_048_577]))
        held = draw(st.lists(mostly([0], [1, 4, -2]), max_size=5))
        column, inside = -1, ""
        for jump in held:
            column = max(column + 1 + jump, 0)
            inside += draw(cells(f"{chr(65 + column)}{number}"))
        given = draw(mostly([f' r="{number}"'], ["", f' r="0{number}"', f' ht="1" r="{number}"']))
        given += draw(mostly(["", ' spans="1:3"'], [' hidden="1"', ' hidden="0" ht="3"', ' r="3"']))
        rows.append(f"<row{given}" + draw(mostly([f">{inside}</row>"], ["/>"])))
    between = draw(mostly([""], ["\n", "<!-- c -->", "<?p i?>"]))
    heads = ['<cols><col min="2" max="3" hidden="1"/></cols>', "<!-- <row r='1'> -->"]
    merged = '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
    part = a_sheet(between.join(rows), before=draw(mostly([""], heads)), after=merged)
    return draw(mostly(["", '<?xml version="1.0" encoding="UTF-8"?>\n'], ["\ufeff"])) + part


@settings(max_examples=400)
@given(sheet=sheets(), size=st.integers(1, 400))
def test_rows_cut_and_rows_parsed_are_the_same(sheet, size):
    content = sheet.encode()
    assert outcome(by_skimming(content, size), a_reader(), all_of) == outcome(
        by_expat(content), a_reader(), all_of
    )


ROW = '<row r="9"><c r="A9"><v>7</v></c></row>'
FRAGMENTS = [
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?p",
    "?>",
    "</row>",
    '<row r="3">',
    "</sheetData>",
]
FRAGMENTS += [
    "<sheetData>",
    "&amp;",
    "&",
    "<",
    ">",
    '"',
    "'",
    "\r",
    "\x00",
    "\ufffe",
    "</c>",
    "<c>",
]
FRAGMENTS += ['<c r="B3" t="s"><v>1</v></c>', ROW, ' r="A1"']
FRAGMENTS += ["<!DOCTYPE a>", "</v>", "<v>4</v>", ' t="s"', "<!-- </row>", "3", "é"]


@st.composite
def spoiled(draw):
    """The same after something was inserted, removed, repeated or overwritten in it."""
    content = draw(sheets()).encode()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        gone = draw(st.sampled_from([0, 0, 1, 3, 20]))
        put = draw(
            st.one_of(
                st.sampled_from(FRAGMENTS).map(str.encode),
                st.binary(max_size=2),
                st.just(content[at - 30 : at]),
            )
        )
        content = content[:at] + put + content[at + gone :]
    return content


@pytest.mark.slow
@settings(max_examples=400)
@given(content=spoiled(), size=st.integers(1, 400))
@example(content=a_sheet(f"<row r='1'><!-- </row>{ROW} --></row>").encode(), size=9999)
@example(content=a_sheet(f"{ROW}<!-- </row>{ROW} -->").encode(), size=9999)
@example(content=a_sheet(f"<!-- {ROW} -->{ROW}").encode(), size=9999)
@example(content=a_sheet(f"{ROW}<![CDATA[ {ROW} ]]>").encode(), size=9999)
def test_spoiled_rows_cut_and_parsed_are_the_same(content, size):
    assert outcome(by_skimming(content, size), a_reader(), all_of) == outcome(
        by_expat(content), a_reader(), all_of
    )


strings = st.one_of(
    texts.map("<si><t>{}</t></si>".format),
    texts.map('<si><t xml:space="preserve">{}</t></si>'.format),
    texts.map("<si><r><rPr/><t>{}</t></r><r><t>b</t></r><rPh><t>hint</t></rPh></si>".format),
    st.sampled_from(["<si/>", "<si></si>", "<si><t/></si>", "\n", "<!-- c -->", "<x:si><t>a</t>"]),
)


@settings(max_examples=300)
@given(held=st.lists(strings), size=st.integers(1, 200), cut=st.integers(0, 60))
def test_strings_cut_and_strings_parsed_are_the_same(held, size, cut):
    content = f'<sst xmlns="{MAIN}" count="1">{"".join(held)}</sst>'.encode()
    content = content[: len(content) - cut] if cut > 50 else content

    def texts_of():
        return Texts("si", frozenset({"t"}), Watch(Limits()))

    assert outcome(by_skimming(content, size), texts_of(), lambda t: t.found) == outcome(
        by_expat(content), texts_of(), lambda t: t.found
    )


def test_equal_cells_share_one_value():
    row = '<c r="A{0}" t="s"><v>0</v></c><c r="B{0}" s="1"><v>0.8</v></c><c r="C{0}"><f>A1</f></c>'
    rows = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(20, 24))
    rows = read_sheet(rows, strings="<si><t>x</t></si>", styles='<xf/><xf numFmtId="9"/>').rows
    first, *others = rows.values()
    assert first == ["x", Percent(0.8), Formula(None)]
    assert all(mine is its for cells in others for mine, its in zip(cells, first, strict=True))


# What is known of a sheet as a whole


def test_hidden_columns_are_known():
    columns = '<cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/>'
    columns += '<col min="5" max="99999999" hidden="true"/></cols>'
    stream = a_package(a_sheet('<row r="1"><c r="A1"><v>1</v></c></row>', before=columns))
    (sheet,) = read_xlsx(stream).sheets
    assert sheet.hidden_columns == {1, 2, *range(4, 16_384)}


def test_a_stray_cell_in_the_last_corner_costs_nothing():
    corner = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    sheet = read_sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + corner)
    assert [*sheet.rows] == [1, 1_048_576]
    assert sheet.at(1_048_576, 16_383) == 2.0


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="1"><c r="A1048577"><v>1</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="$A$1"><v>1</v></c></row>',
        '<row r="20"><c r="A20" t="s"><v>1</v></c></row>',
    ],
)
def test_a_cell_that_cannot_be_where_it_says_makes_a_file_damaged(rows):
    stream = a_package(a_sheet(rows), strings="<si><t>only one</t></si>")
    assert refusal(stream).code == "FILE_DAMAGED"


def test_a_row_may_be_continued_later():
    sheet = read_sheet(
        '<row r="20"><c r="A20"><v>1</v></c></row><row r="20"><c r="C20"><v>3</v></c></row>'
    )
    assert sheet.rows == {20: [1.0, None, 3.0]}


@pytest.mark.parametrize(
    ("escaped", "shown"),
    [
        ("_xD83D__xDE00_", "\N{GRINNING FACE}"),
        ("a_xD83D_b", "a\N{REPLACEMENT CHARACTER}b"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x00e9_", "é"),
    ],
)
def test_escapes_become_characters_that_can_be_written_again(escaped, shown):
    sheet = read_sheet(
        '<row r="20"><c r="A20" t="s"><v>0</v></c></row>', strings=f"<si><t>{escaped}</t></si>"
    )
    assert sheet.rows[20] == [shown]
    assert shown.encode()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("dd/mm/yyyy", "date"),
        ("[h]:mm", "date"),
        ("[h]", "date"),
        ("[$-40C]d mmm;@", "date"),
        ("0.0%", "percent"),
        ('0 "%"', ""),
        ("0\\%", ""),
        ("General", ""),
        ("#,##0_d", ""),
        ("[Red]0.00", ""),
        ('0 "days"', ""),
        ("0.00E+00", ""),
        ("*d0", ""),
        ("@", ""),
    ],
)
def test_a_number_is_a_date_or_a_percentage_by_its_format(code, kind):
    quoted = code.replace('"', "&quot;")
    styles = f'</cellXfs><numFmts><numFmt numFmtId="164" formatCode="{quoted}"/></numFmts><cellXfs>'
    sheet = read_sheet(
        '<row r="20"><c r="A20" s="0"><v>3</v></c></row>', styles=styles + '<xf numFmtId="164"/>'
    )
    known = {float: "", Percent: "percent", Moment: "date"}
    assert known[type(sheet.rows[20][0])] == kind


# Formulas that were never calculated


@pytest.mark.parametrize(
    ("stored", "workbook", "read"),
    [
        (["0", "0"], "", [None, None]),  # no program calculates two zeros and nothing else
        (["0", "3"], "", [0.0, 3.0]),
        (["0", "3"], '<calcPr calcId="191029"/>', [0.0, 3.0]),
        (["0", "3"], '<calcPr fullCalcOnLoad="1"/>', [None, 3.0]),
        (["3", "3"], '<calcPr fullCalcOnLoad="1"/>', [3.0, 3.0]),
        (["0.0", "0"], "", [0.0, 0.0]),  # somebody wrote them by hand
    ],
)
def test_zeros_of_a_program_that_calculates_nothing_are_no_results(stored, workbook, read):
    cells = "".join(
        f'<c r="{letter}20"><f>X{n}</f><v>{value}</v></c>'
        for n, (letter, value) in enumerate(zip("AB", stored, strict=True))
    )
    sheet = read_sheet(f'<row r="20">{cells}<c r="C20"><v>0</v></c></row>', workbook=workbook)
    assert sheet.rows[20] == [*map(Formula, read), 0.0]


def test_what_xlsxwriter_stores_for_a_formula_is_no_answer(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=B1+1")
        sheet.write_formula("C1", "=B1+1", None, 4)
    with (tmp_path / "a.xlsx").open("rb") as stream:
        assert read_xlsx(stream).sheets[0].rows == {1: [Formula(None), None, Formula(4.0)]}


# Packages


def zip_of(parts, *, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile notices that a name comes twice
        with zipfile.ZipFile(stream, "w", method) as zipped:
            for name, content in parts:
                zipped.writestr(name, content)
    return stream


def parts_of(stream):
    with zipfile.ZipFile(stream) as zipped:
        return [(name, zipped.read(name)) for name in zipped.namelist()]


ONE = a_sheet('<row r="20"><c r="A20"><v>4</v></c></row>')
TWO = ONE.replace("<v>4", "<v>5")


def test_slashes_may_lean_backwards_and_names_differ_in_case():
    parts = parts_of(a_package(ONE))
    leaning = [
        (n.replace("/", "\\").upper(), c.replace(b"worksheets/", b"worksheets\\")) for n, c in parts
    ]
    assert read_xlsx(zip_of(leaning)).sheets[0].rows == {20: [4.0]}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "iso-8859-1"])
def test_parts_in_another_encoding_are_read(encoding):
    text = f'<?xml version="1.0" encoding="{encoding[:6] if "16" in encoding else encoding}"?>'
    text += a_sheet('<row r="20"><c r="A20" t="inlineStr"><is><t>Zoé</t></is></c></row>')
    bom = {"utf-16-be": b"\xfe\xff", "utf-16-le": b"\xff\xfe"}.get(encoding, b"")
    assert read_xlsx(a_package(bom + text.encode(encoding))).sheets[0].rows == {20: ["Zoé"]}


def test_the_same_part_twice_is_read_two_different_ones_are_not():
    parts = parts_of(a_package(ONE))
    assert read_xlsx(zip_of([*parts, parts[-1]])).sheets[0].rows == {20: [4.0]}
    assert refusal(zip_of([*parts, (parts[-1][0], TWO)])).code == "FILE_DAMAGED"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_kinds_of_compression_no_program_uses_are_refused(method):
    assert refusal(zip_of(parts_of(a_package(ONE)), method=method)).code == "FILE_DAMAGED"


@pytest.mark.parametrize(("name", "relation"), [("S", "r9"), ("T", "r1"), ("T", "r9")])
def test_two_sheets_of_one_name_or_of_one_part_are_refused(name, relation):
    twice = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" r:id="r1"/>'
    twice += f'<sheet name="{name}" r:id="{relation}"/></sheets></workbook>'
    place = "xl/_rels/workbook.xml.rels"
    again = f'<Relationship Id="r9" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
    related = dict(parts_of(a_package(ONE)))[place].decode()
    related = related.replace("</Relationships>", f"{again}</Relationships>")
    stream = a_package(ONE, **{"xl/workbook.xml": twice, place: related})
    assert refusal(stream).code == "FILE_DAMAGED"


# Limits


BLANKS = ONE + " " * 30_000_000
WIDE = a_sheet("".join(f'<row r="{n}"><c r="ZZ{n}"><v>1</v></c></row>' for n in (7, 8)))


@pytest.mark.parametrize(
    ("kind", "most", "stream", "said"),
    [
        ("ratio", 100, a_package(BLANKS), "once unpacked, more than 100 times its size"),
        ("inflated", 7_000_000, a_package(ONE + " " * 8_000_000), "more than 7 MB once unpacked"),
        ("slots", 700, a_package(WIDE), "more than 700 cells"),
        ("columns", 200, a_package(WIDE), "more than 200 columns"),
        ("slots", 5, a_package(ONE, strings="<si><t/></si>" * 6), "more than 5 cells"),
    ],
)
def test_a_file_over_a_limit_is_refused_in_words(kind, most, stream, said, monkeypatch):
    monkeypatch.setenv(f"MATURITY_MAX_{kind.upper()}", str(most))
    refused = refusal(stream)
    problem = Problem("a.xlsx", refused.code, refused.why, refused.params)
    assert (problem.code, problem.params["kind"]) == ("FILE_TOO_BIG", kind)
    assert said in problem.message(Language("en"))
    assert problem.message(Language("fr")) != problem.message(Language("en"))


def test_time_is_a_limit_too(monkeypatch):
    watch = Watch(Limits(seconds=1))
    watch.inflated(1)
    monkeypatch.setattr("time.monotonic", lambda: watch._until + 0.1)
    with pytest.raises(BrokenFileError) as refused:
        watch.inflated(1)
    assert (refused.value.params["kind"], watch.left) == ("seconds", 0)


def test_limits_can_be_changed_but_not_to_nonsense(monkeypatch):
    monkeypatch.setenv("MATURITY_MAX_SECONDS", "6_00")
    assert limits() == Limits(seconds=600)
    for nonsense in ("many", "0", "-3", "1e3", "4" * 40, "٣"):
        monkeypatch.setenv("MATURITY_MAX_SECONDS", nonsense)
        with pytest.raises(UsageError, match="MATURITY_MAX_SECONDS"):
            limits()


# A second opinion


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-9, 9_999),
                st.floats(allow_nan=False, allow_infinity=False, width=32),
                st.booleans(),
                st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=9).filter(
                    lambda text: not text.startswith(("=", "#")) and "_x" not in text
                ),
            ),
            max_size=8,
        ),
        max_size=12,
    ),
    inline=st.booleans(),
)
def test_openpyxl_sees_the_same_values(rows, inline, tmp_path):
    path = tmp_path / "a.xlsx"
    options = {"constant_memory": inline, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        written = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str):
                    written.write_string(r, c, value)
                elif value is not None:
                    written.write(r, c, value)
    with path.open("rb") as stream:
        ours = read_xlsx(stream).sheets[0]
    theirs = openpyxl.load_workbook(path).active
    for row in theirs.iter_rows():
        for cell in row:
            mine = ours.at(cell.row, cell.column - 1)
            assert (mine.value if isinstance(mine, Truth) else mine) == cell.value
