"""An instrument in Excel: nothing is lost on the way there and back, and mistakes have a cell."""

import json
import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, reject, settings
from openpyxl import load_workbook
from tests.commands import ROOT, climate, document, example, run
from tests.instruments import full, shapes, sound, unsaid

from maturity.authoring import export_workbook, import_workbook
from maturity.errors import InstrumentError
from maturity.instrument import load_instrument
from maturity.instrument.build import Builder
from maturity.instrument.carried import uncarried
from maturity.instrument.cells import MOST_CHARACTERS
from maturity.instrument.gather import Gatherer
from maturity.instrument.load import checked, read_instrument, with_defaults
from maturity.instrument.migration import changes, comparable
from maturity.instrument.origin import recalled, remembered
from maturity.instrument.save import as_file, as_files
from maturity.instrument.schema import InstrumentYaml
from maturity.instrument.tables import ROOT as CARD
from maturity.instrument.tables import tables
from maturity.instrument.tabulate import grids
from maturity.instrument.titles import column_hint, column_label, every_language, sheet_hint
from maturity.instrument.titles import sheet_name as name_of
from maturity.instrument.yamlfile import Document, read_yaml
from maturity.language import LANGUAGES, Language
from maturity.readers import open_workbook
from maturity.readers.instrument_workbook import read_instrument_workbook
from maturity.writers.instrument_workbook import GROUPS, write_instrument_workbook

OTHER = ROOT / "tests" / "other_instrument"
SHIPPED = ROOT / "surveys" / "digital-maturity"
EN = Language("en")
FIRST = 3  # the row below the codes
thorough = settings(max_examples=25, suppress_health_check=list(HealthCheck))


def exported(folder, instrument=OTHER, language="en"):
    return export_workbook(str(instrument), folder / "i.xlsx", language, force=True).path


class Edited:
    """A workbook being edited as in Excel, cells found by row and column name."""

    def __init__(self, path, language="en"):
        self.path, self.say = path, Language(language)
        self.book = load_workbook(path)

    def sheet(self, code):
        return self.book[name_of(code, self.say)]

    def column(self, code, title):
        titles = [cell.value for cell in self.sheet(code)[2]]
        return titles.index(title) + 1

    def row(self, code, id_):
        if id_ is None:
            return FIRST
        column = self.column(code, "code" if code == CARD else "id")
        rows = range(FIRST, self.sheet(code).max_row + 1)
        return next(r for r in rows if self.sheet(code).cell(r, column).value == id_)

    def cell(self, code, id_, title):
        return self.sheet(code).cell(self.row(code, id_), self.column(code, title))

    def put(self, code, id_, title, value):
        cell = self.cell(code, id_, title)
        cell.value = value
        return cell.coordinate

    def add(self, code, **values):
        sheet = self.sheet(code)
        titles = [cell.value for cell in sheet[2]]
        row = next(r for r in range(FIRST, 10**4) if not any(c.value for c in sheet[r]))
        for title, value in values.items():
            sheet.cell(row, titles.index(title) + 1).value = value
        return row

    def done(self):
        self.book.save(self.path)
        return self.path


@pytest.fixture
def edited(tmp_path):
    return Edited(exported(tmp_path))


def complaints(path, out, language="en"):
    with pytest.raises(InstrumentError) as raised:
        import_workbook(path, out)
    assert not out.exists()
    return raised.value.message(Language(language)).splitlines()


# Nothing is lost


def through_excel(parsed, path, language="en"):
    write_instrument_workbook(
        path, Builder(parsed).instrument(), grids(parsed), remembered(parsed), language
    )
    reading = read_instrument_workbook(path.name, open_workbook(path))
    gatherer = Gatherer()
    found = gatherer.gather(reading.tables)
    assert (reading.complaints, gatherer.complaints) == ([], [])
    return InstrumentYaml.model_validate(with_defaults(found).data)


def through_yaml(parsed, folder):
    file = folder / "one.yaml"
    file.write_text(as_file(parsed), encoding="utf-8", newline="")
    return InstrumentYaml.model_validate(with_defaults(read_yaml(file, InstrumentError)).data)


@thorough
@given(shapes())
def test_whatever_the_schema_allows_comes_back_from_the_tables(parsed):
    found = Document(parsed.model_dump(), {(): "x"})
    assert list(uncarried(parsed, found, grids(parsed))) == []


@pytest.mark.slow
@thorough
@given(shapes())
def test_whatever_the_schema_allows_comes_back_from_excel_and_from_yaml(tmp_path_factory, parsed):
    folder = tmp_path_factory.mktemp("shape")
    assert through_excel(parsed, folder / "i.xlsx").canonical() == parsed.canonical()
    assert through_yaml(parsed, folder).canonical() == parsed.canonical()
    shutil.rmtree(folder)


@pytest.mark.slow
@thorough
@given(sound())
def test_a_sound_instrument_keeps_its_fingerprint(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("sound")
    try:
        parsed, _ = checked(Document(data, {(): "x"}))
    except InstrumentError:  # two generated words that mean the same
        reject()
    (folder / "i.yaml").write_text(as_file(parsed), encoding="utf-8", newline="")
    before = load_instrument(folder / "i.yaml")
    export_workbook(str(folder / "i.yaml"), folder / "i.xlsx", "fr")
    done = import_workbook(folder / "i.xlsx", folder / "out")
    assert done.same
    assert load_instrument(folder / "out").sha256 == before.sha256
    shutil.rmtree(folder)


@pytest.mark.parametrize("source", [OTHER, SHIPPED], ids=["other", "shipped"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_instrument_comes_back_whole_in_either_language(tmp_path, source, language):
    path = exported(tmp_path, source, language)
    done = import_workbook(path, tmp_path / "out")
    assert (done.same, done.remarks) == (True, ())
    assert load_instrument(tmp_path / "out").sha256 == load_instrument(source).sha256
    one = tmp_path / "one.yaml"
    import_workbook(path, one)
    assert load_instrument(one).sha256 == load_instrument(source).sha256


def test_every_field_of_the_schema_is_carried(tmp_path):
    parsed = full()
    assert list(unsaid(parsed)) == []
    found = Document(parsed.model_dump(), {(): "x"})
    assert list(uncarried(parsed, found, grids(parsed))) == []
    assert through_yaml(parsed, tmp_path).canonical() == parsed.canonical()


def test_a_field_that_is_not_carried_is_refused_rather_than_lost():
    parsed, found = read_instrument(OTHER)
    poorer = grids(parsed)
    rows = poorer["items"].rows
    place = [title.code for title in poorer["items"].titles].index("weight")
    for row in rows:
        row[place] = None
    lost = list(uncarried(parsed, found, poorer))
    assert [each.key for each in lost] == ["workbook.lossy"] * len(lost)
    assert lost[0].fields["key"].endswith(".weight")
    assert lost[0].place.startswith("1-speaking_up.yaml:")


def test_a_text_longer_than_a_cell_is_refused_with_its_line(tmp_path):
    instrument, _ = climate(tmp_path)
    text = instrument.read_text("utf-8")
    long = text.replace("label: Trust", f"label: Trust\n    description: {'x' * MOST_CHARACTERS}y")
    instrument.write_text(long, encoding="utf-8")
    code, out, err = run("instrument", "export", instrument, tmp_path / "o.xlsx")
    assert (code, out) == (2, "")
    assert "team-climate.yaml:8: this has 32768 characters" in err
    assert not (tmp_path / "o.xlsx").exists()


def test_the_same_instrument_makes_the_same_bytes(tmp_path):
    first = exported(tmp_path).read_bytes()
    assert exported(tmp_path).read_bytes() == first


def test_what_is_written_can_be_read_by_people():
    parsed, _ = read_instrument(SHIPPED)
    files = as_files(parsed)
    dimensions = [name for name in files if name.startswith("dimensions/")]
    assert len(dimensions) == len(parsed.dimensions)
    assert dimensions == sorted(dimensions)
    assert "label: {en: Cross-functional alignment, fr: Décloisonnement}" in files[dimensions[0]]
    lines = [line for content in files.values() for line in content.splitlines()]
    assert max(map(len, lines)) <= 160
    assert not any("weight: 1\n" in content for content in files.values())
    assert "k_scores" not in files["instrument.yaml"]  # a default stays one


def test_defaults_are_shown_in_excel_and_can_be_adapted(tmp_path):
    instrument, _ = climate(tmp_path)
    work = Edited(exported(tmp_path, instrument))
    work.put("choices", "it", "label [en]", "Information technology department")
    work.put("thresholds", "gap_points", "value", 8)
    work.done()
    import_workbook(work.path, tmp_path / "out")
    found = load_instrument(tmp_path / "out")
    choices = {each.id: each.label for each in found.attribute("function").choices}
    assert choices["it"] == {"en": "Information technology department", "fr": "Informatique"}
    assert found.thresholds["gap_points"] == 8
    text = (tmp_path / "out" / "instrument.yaml").read_text("utf-8")
    assert "thresholds: {gap_points: 8}" in text
    assert "dont_know" not in text


# What a person finds


def test_every_sheet_and_column_is_named_and_explained_in_both_languages():
    for say in every_language():
        names = [name_of(code, say) for code in tables()]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 31
        for table in tables().values():
            labels = [column_label(table.code, title.code, say) for title in table.titles]
            assert len(set(labels)) == len(labels), table.code
            assert all(column_hint(table.code, each.code, say) for each in table.titles)
            assert sheet_hint(table.code, say)
    known = {name_of(code, say): code for say in every_language() for code in tables()}
    assert len(known) == len({(name, known[name]) for name in known})


def test_every_table_has_its_place_in_the_workbook():
    assert {code for codes in GROUPS.values() for code in codes} | {"migrations"} == set(tables())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_helps(tmp_path, language):
    say = Language(language)
    book = load_workbook(exported(tmp_path, SHIPPED, language))
    assert book.sheetnames[0] == say("authoring.guide.name")
    assert book["maturity"].sheet_state == "hidden"
    sheet = book[name_of("items", say)]
    titles = [cell.value for cell in sheet[2]]
    assert titles[:6] == ["dimension", "practice", "id", "version", "text [en]", "text [fr]"]
    assert sheet.freeze_panes == "D3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert not sheet.merged_cells.ranges
    assert all(cell.comment and cell.value for cell in sheet[1])
    lists = {
        str(each.sqref).split(":")[0]: each.formula1
        for each in sheet.data_validations.dataValidation
    }
    yes, no = say("authoring.word.yes"), say("authoring.word.no")
    assert lists[f"{sheet.cell(3, titles.index('reverse') + 1).coordinate}"] == f'"{yes},{no}"'
    scales = name_of("scales", say)
    assert scales in lists[f"{sheet.cell(3, titles.index('scale') + 1).coordinate}"]
    text = sheet.cell(3, titles.index("text [fr]") + 1)
    assert text.number_format == "@"
    assert text.alignment.wrap_text
    assert {sheet.cell(row, 3).fill.fgColor.rgb for row in (3, 9)} == {"FFF2F2F2"}


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    instrument, _ = climate(tmp_path)
    text = instrument.read_text("utf-8").replace("I ask others for help.", '"=1+1"')
    instrument.write_text(text, encoding="utf-8")
    work = Edited(exported(tmp_path, instrument))
    cell = work.cell("items", "A2", "text")
    assert (cell.value, cell.data_type) in {("=1+1", "s"), ("=1+1", "f")}
    raw = open_workbook(work.path)
    sheet = next(each for each in raw.sheets if each.name == name_of("items", EN))
    assert sheet.at(cell.row, cell.column - 1) == "=1+1"


# What a person changes


def test_a_new_wording_is_a_new_version_and_the_map_says_so(edited, tmp_path):
    edited.put("items", "V.1", "text", "I speak up when I see something unsafe.")
    done = import_workbook(edited.done(), tmp_path / "out")
    old, new = load_instrument(OTHER), load_instrument(tmp_path / "out")
    assert [(i.id, i.version) for i in new.items if i.version != _version(old, i.id)] == [
        ("V.1", 2)
    ]
    assert (old.version, new.version) == ("2.3", "2.4")
    assert new.migrations[-1].before == "2.3"
    assert [(c.item, c.change, c.compares) for c in new.migrations[-1].items] == [
        ("V.1", "reworded", False)
    ]
    assert done.revised.raised == {"V.1": 2}
    assert comparable(old, new) == {item.id: item.id != "V.1" for item in new.items}


def _version(instrument, id_):
    return next((item.version for item in instrument.items if item.id == id_), None)


@pytest.mark.parametrize(
    ("title", "value", "change"),
    [
        ("scale", "rating", "rescaled"),
        ("reverse", "oui", "rekeyed"),
        ("functions", "nursing; pharmacy", "rerouted"),
        ("weight", 3, None),
        ("tags", "staffing", None),
        ("text", "I say so when i see SOMETHING unsafe. ", None),
    ],
)
def test_what_breaks_a_series_and_what_does_not(edited, tmp_path, title, value, change):
    edited.put("items", "V.1", title, value)
    import_workbook(edited.done(), tmp_path / "out")
    old, new = load_instrument(OTHER), load_instrument(tmp_path / "out")
    found = [(each.item, each.change) for each in changes(old, new).items]
    assert found == ([("V.1", change)] if change else [])
    assert comparable(old, new)["V.1"] is (change in {None, "rerouted"})
    assert (new.version == old.version) is (change is None)
    assert (_version(new, "V.1") == 1) is (change in {None, "rerouted"})


def test_words_added_for_a_profile_change_nothing_and_other_words_for_it_do(edited, tmp_path):
    edited.add("variants", item="V.1", profile="clinic", text="I say so when I see a danger.")
    import_workbook(edited.done(), tmp_path / "out")
    old, new = load_instrument(OTHER), load_instrument(tmp_path / "out")
    assert changes(old, new).items == ()
    assert not comparable(old.for_profiles(["clinic"]), new.for_profiles(["clinic"]))["V.1"]
    again = Edited(exported(tmp_path, tmp_path / "out"))
    rows = again.sheet("variants").iter_rows(min_row=FIRST)
    row = next(row for row in rows if row[0].value == "V.1")
    row[2].value = "I report every danger."
    import_workbook(again.done(), tmp_path / "third")
    third = load_instrument(tmp_path / "third")
    assert [(c.item, c.change) for c in changes(new, third).items] == [("V.1", "reworded")]
    assert _version(third, "V.1") == 2


def test_a_person_may_declare_that_a_new_wording_compares(edited, tmp_path):
    edited.put("items", "V.1", "text", "I say so if I see something unsafe.")
    declared = {"before": "2.3", "after": "3.0", "item": "V.1", "change": "reworded"}
    edited.add("migrations", **declared, compares="yes", reason="Only a conjunction changed.")
    import_workbook(edited.done(), tmp_path / "out")
    old, new = load_instrument(OTHER), load_instrument(tmp_path / "out")
    assert new.version == "3.0"
    assert _version(new, "V.1") == 2
    (change,) = changes(old, new).items
    assert (change.compares, change.reason) == (True, {"en": "Only a conjunction changed."})
    assert comparable(old, new)["V.1"]


def test_versions_a_person_raised_are_left_alone(edited, tmp_path):
    edited.put("items", "V.1", "text", "Another question altogether?")
    edited.put("items", "V.1", "version", 7)
    edited.put(CARD, "version", "value", "2027")
    import_workbook(edited.done(), tmp_path / "out")
    new = load_instrument(tmp_path / "out")
    assert (new.version, _version(new, "V.1")) == ("2027", 7)
    assert (new.migrations[-1].before, new.migrations[-1].after) == ("2.3", "2027")


def test_items_come_and_go(edited, tmp_path):
    edited.sheet("items").delete_rows(edited.row("items", "3"))
    for cell in (cell for row in edited.sheet("forms").iter_rows(min_row=FIRST) for cell in row):
        cell.value = str(cell.value or "").replace(", 3", "")
    edited.add(
        "items",
        dimension="handover",
        id="N1",
        text="I know whom to ask.",
        scale="often6",
        weight="1,5",
    )
    import_workbook(edited.done(), tmp_path / "out")
    old, new = load_instrument(OTHER), load_instrument(tmp_path / "out")
    asked = [item.id for item in new.dimensions[1].items]
    assert asked == ["1", "2", "N1"]
    assert next(item.weight for item in new.items if item.id == "N1") == 1.5
    found = {(each.item, each.change, each.compares) for each in changes(old, new).items}
    assert found == {("N1", "added", False), ("3", "removed", False)}


def test_another_language_is_another_column_and_breaks_nothing(edited, tmp_path):
    sheet = edited.sheet("items")
    column = edited.column("items", "text")
    sheet.insert_cols(column + 1)
    sheet.cell(2, column + 1).value = "text [fr]"
    for row in range(FIRST, sheet.max_row + 1):
        if sheet.cell(row, column).value:
            sheet.cell(row, column + 1).value = f"Question {row} ?"
    import_workbook(edited.done(), tmp_path / "out")
    old, new = load_instrument(OTHER), load_instrument(tmp_path / "out")
    assert new.languages == ("en", "fr")
    assert new.version == old.version
    assert all(comparable(old, new).values())
    text = (tmp_path / "out" / "dimensions" / "1-speaking_up.yaml").read_text("utf-8")
    assert "{en: I say so when I see something unsafe., fr: Question 3 ?}" in text


def test_rows_may_be_sorted_filtered_and_apart(edited, tmp_path):
    sheet = edited.sheet("items")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    rows = sorted((row for row in rows if any(row)), key=lambda row: str(row[4]))
    sheet.delete_rows(FIRST, sheet.max_row)
    for number, row in enumerate(rows):
        for column, value in enumerate(row, start=1):
            sheet.cell(FIRST + 2 * number, column).value = value
        sheet.row_dimensions[FIRST + 2 * number].hidden = bool(number % 2)
    done = import_workbook(edited.done(), tmp_path / "out")
    old, new = load_instrument(OTHER), load_instrument(tmp_path / "out")
    assert {item.id for item in new.items} == {item.id for item in old.items}
    assert [d.id for d in new.dimensions] == [d.id for d in old.dimensions]
    assert all(comparable(old, new).values())
    assert [key for key, _ in done.remarks] == ["scattered"]


def test_columns_may_change_places_and_lose_their_codes(edited, tmp_path):
    sheet = edited.sheet("themes")
    for row in sheet.iter_rows(min_row=1):
        row[0].value, row[1].value = row[1].value, row[0].value
    sheet.delete_rows(2)
    assert import_workbook(edited.done(), tmp_path / "out").same


def test_notes_of_ones_own_are_left_aside(edited, tmp_path):
    edited.book.create_sheet("# mine").append(["think"])
    sheet = edited.sheet("items")
    sheet.cell(2, 30).value, sheet.cell(3, 30).value = "# why", "because"
    assert import_workbook(edited.done(), tmp_path / "out").same


# What is wrong


def test_everything_wrong_is_told_at_once_with_its_cell(edited, tmp_path):
    cells = {
        edited.put("items", "V.1", "weight", "heavy"): "“weight” must be a number",
        edited.put("items", "V.2", "reverse", "maybe"): "“reverse” must be yes or no",
        edited.put("items", "L.1", "scale", "nope"): "scale: “nope” is not defined",
        edited.put("items", "L.2", "practice", "nowhere"): "practice: “nowhere” is not defined",
        edited.put("items", "L.3", "functions", "wizards"): "functions: “wizards” is not defined",
        edited.put("items", "1", "practice", "voice"): "“voice” belongs to “speaking_up”",
    }
    told = complaints(edited.done(), tmp_path / "out")
    for cell, said in cells.items():
        where = f"i.xlsx!Questions!{cell}: "
        if "belongs" in said:
            where = f"i.xlsx!Questions!A{edited.row('items', '1')}: "
        assert any(line.startswith(where) and said in line for line in told), (where, told)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda e: e.put("items", "V.1", "id", "V.9"), "has the text of “V.1”, which is gone"),
        (lambda e: e.put("practices", "voice", "id", "voices"), "has the text of “voice”"),
        (lambda e: e.put("items", "V.1", "id", None), "“id” is empty"),
        (lambda e: e.put("items", "V.2", "id", "V.1"), "the id “V.1” is used twice"),
        (lambda e: e.put("items", "V.1", "text", None), "“text” is empty"),
        (lambda e: e.put("items", "V.1", "dimension", None), None),
        (lambda e: e.put("items", "1", "dimension", None), "“dimension” is missing"),
        (lambda e: e.put("items", "V.1", "text", "=NOW()"), "a formula whose result"),
        (lambda e: e.put("items", "V.2", "version", 1), "cannot fall. Write 2"),
        (lambda e: e.put("items", "V.1", "version", 0.5), "must be a whole number"),
        (lambda e: e.put("levels", None, "below", "low"), "“below” must be a number"),
        (lambda e: e.put("themes", "learning", "label", None), "“label” is empty"),
        (lambda e: e.put("rubric", None, "level", 3), "1, 2, 3…, each once"),
        (lambda e: e.put(CARD, "version", "code", "vers"), "“vers” is not a code of this sheet"),
        (lambda e: e.book.remove(e.sheet("themes")), "the sheet “Themes / Thèmes” is missing"),
        (lambda e: e.book.create_sheet("Mine").append(["x"]), "this sheet is not known"),
        (lambda e: e.sheet("items").cell(2, 40, "colour"), "the column “colour” is not known"),
        (lambda e: e.sheet("items").cell(2, 40, "weight"), "“weight” is there twice"),
        (lambda e: e.sheet("items").cell(4, 40, "stray"), "without a title in row 2"),
        (lambda e: e.sheet("items").delete_rows(1, 2), "no row holds the codes"),
        (lambda e: e.add("themes", id="learning", label="x"), "“learning” is there twice"),
        (lambda e: e.add("points", scale="often6", point="top", label="x"), "whole number"),
        (lambda e: e.add("points", scale="often6", point=6, label="x"), "“6” is there twice"),
        (
            lambda e: e.add("variants", item="V.9", profile="clinic", text="x"),
            "“V.9” is not defined",
        ),
    ],
)
def test_what_is_wrong_is_told_with_a_remedy(edited, tmp_path, change, said):
    change(edited)
    path = edited.done()
    if said is None:  # the practice says which dimension it is
        assert import_workbook(path, tmp_path / "out").same
        return
    told = complaints(path, tmp_path / "out")
    assert any(said in line for line in told), told
    assert all(line.startswith("i.xlsx") for line in told)
    french = complaints(path, tmp_path / "out", "fr")
    assert len(french) == len(told)
    assert french != told


def test_one_item_without_a_language_is_told_before_the_language_is_lost(tmp_path):
    work = Edited(exported(tmp_path, SHIPPED))
    cell = work.put("items", "SIL01", "text [fr]", None)
    told = complaints(work.done(), tmp_path / "out")
    assert len(told) == 1
    assert told[0].startswith(f"i.xlsx!Questions!{cell}: no text in “fr”, which other questions")


def test_an_instrument_that_lacked_a_language_before_is_not_blamed_for_it(tmp_path):
    instrument, _ = climate(tmp_path)
    text = instrument.read_text("utf-8").replace(
        "text: I say what I think.", "text: {en: I say what I think., fr: Je le dis.}"
    )
    instrument.write_text(text, encoding="utf-8")
    path = exported(tmp_path, instrument)
    assert import_workbook(path, tmp_path / "out").same


def test_without_its_memory_the_workbook_says_that_nothing_was_compared(edited, tmp_path):
    edited.book.remove(edited.book["maturity"])
    edited.put("items", "V.1", "text", "Quite another question?")
    done = import_workbook(edited.done(), tmp_path / "out")
    assert [key for key, _ in done.remarks] == ["no_origin"]
    assert load_instrument(tmp_path / "out").version == "2.3"


def test_under_a_new_id_it_is_another_instrument(edited, tmp_path):
    edited.put(CARD, "id", "value", "our-ward")
    edited.put("items", "V.1", "text", "Quite another question?")
    done = import_workbook(edited.done(), tmp_path / "out")
    assert [key for key, _ in done.remarks] == ["other_id"]
    new = load_instrument(tmp_path / "out")
    assert (new.id, new.version, _version(new, "V.1")) == ("our-ward", "2.3", 1)


def test_a_damaged_memory_is_no_memory():
    assert recalled("") is None
    assert recalled("{") is None
    assert recalled('{"id": "x"}') is None


# Where it is written


def test_work_done_since_the_export_is_not_replaced(edited, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(OTHER, out)
    (out / "README.md").write_text("ours", encoding="utf-8")
    edited.put("items", "V.1", "weight", 2)
    edited.done()
    code, _, err = run("instrument", "import", edited.path, out)
    assert (code, err) == (0, "")
    assert (out / "README.md").read_text("utf-8") == "ours"
    assert sorted(f.name for f in (out / "dimensions").iterdir()) == [
        "1-speaking_up.yaml", "2-handover.yaml", "3-overall.yaml",
    ]  # fmt: skip
    edited.put("items", "V.1", "weight", 3)
    assert run("instrument", "import", edited.done(), out)[0] == 0  # the same workbook goes on
    file = out / "instrument.yaml"
    file.write_text(file.read_text("utf-8").replace("minutes: 6", "minutes: 7"), encoding="utf-8")
    code, _, err = run("instrument", "import", edited.path, out)
    assert code == 2
    assert "was changed after this workbook was exported" in err
    assert load_instrument(out).minutes == 7
    assert run("instrument", "import", edited.path, out, "--force")[0] == 0
    assert load_instrument(out).minutes == 6


def test_something_else_is_never_replaced_unasked(edited, tmp_path):
    instrument, _ = climate(tmp_path / "climate")
    before = instrument.read_bytes()
    for out in (instrument, tmp_path / "climate"):
        code, _, err = run("instrument", "import", edited.path, out)
        assert code == 2
        assert "team-climate" in err
    assert instrument.read_bytes() == before
    assert run("instrument", "import", edited.path, instrument, "--force")[0] == 0
    assert load_instrument(instrument).id == "ward-safety"


@pytest.mark.slow
def test_a_workbook_somebody_worked_in_is_not_replaced_unasked(edited, tmp_path):
    assert run("instrument", "export", OTHER, edited.path)[0] == 0  # nobody has
    edited.put("items", "V.1", "weight", 9)
    edited.done()
    code, _, err = run("instrument", "export", OTHER, edited.path)
    assert code == 2
    assert "somebody may have worked in it" in err
    assert run("instrument", "export", OTHER, edited.path, "--force")[0] == 0
    code, out, _ = run("instrument", "export", OTHER, "--to", "xlsx", tmp_path)
    assert (code, out) == (0, f"{tmp_path / 'ward-safety.xlsx'}: 11 questions, ready to adapt.\n")


def test_what_cannot_be_written_leaves_everything_as_it_was(edited, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, _, err = run("instrument", "import", edited.path, tmp_path / "file" / "out")
    assert code == 3
    assert "the system refuses" in err
    assert (tmp_path / "file").read_text("utf-8") == "x"


# What is no workbook of an instrument


@pytest.mark.slow
def test_other_files_are_refused_in_plain_words(edited, tmp_path):
    form, empty, cut = (tmp_path / f"{name}.xlsx" for name in ("form", "empty", "cut"))
    assert run("questionnaire", "--instrument", OTHER, "-o", form)[0] == 0
    shutil.copy(ROOT / "README.md", tmp_path / "text.xlsx")
    load_workbook(edited.path).save(empty)
    book = load_workbook(empty)
    for name in book.sheetnames[1:]:
        book.remove(book[name])
    book[book.sheetnames[0]].title = "Sheet1"
    book.custom_doc_props.props.clear()
    book.save(empty)
    cut.write_bytes(edited.path.read_bytes()[:5000])
    for path, exit_code, said in (
        (form, 2, "is a form filled by a client"),
        (empty, 2, "is not the workbook of a questionnaire"),
        (example("lumera") / "none.xlsx", 2, "does not exist"),
        (cut, 3, "cut.xlsx: "),
        (tmp_path / "text.xlsx", 3, "text.xlsx: "),
    ):
        code, out, err = run("instrument", "import", path, tmp_path / "out")
        assert (code, out) == (exit_code, "")
        assert said in err
        assert not (tmp_path / "out").exists()


def test_among_the_answers_of_a_client_it_is_no_survey(edited):
    code, found = document("check", edited.path, "--instrument", OTHER)
    assert code == 3
    assert [each["code"] for each in found["problems"]] == ["FILE_NOT_A_SURVEY"]


@pytest.mark.system("soffice")
@pytest.mark.parametrize("source", [OTHER, SHIPPED], ids=["other", "shipped"])
def test_libreoffice_may_save_it_too(tmp_path, source):
    path = exported(tmp_path, source, "fr")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*convert, tmp_path / "saved", path], check=True, capture_output=True)
    assert import_workbook(tmp_path / "saved" / path.name, tmp_path / "out").same


@pytest.mark.slow
def test_five_thousand_items_are_no_trouble(tmp_path):
    instrument, _ = climate(tmp_path)
    more = "".join(
        f"      - {{id: Q{n}, text: Question {n} asks something of its own., scale: agree6}}\n"
        for n in range(5000)
    )
    text = instrument.read_text("utf-8").replace("levels:", f"{more}levels:")
    instrument.write_text(text, encoding="utf-8")
    done = import_workbook(exported(tmp_path, instrument), tmp_path / "out")
    assert (done.same, len(done.instrument.items)) == (True, 5003)


# Comparing two instruments


def test_compare_tells_people_and_machines_which_items_compare(edited, tmp_path):
    edited.put("items", "V.1", "text", "I speak up when I see something unsafe.")
    edited.put("items", "L.1", "functions", "nursing")
    run("instrument", "import", edited.done(), tmp_path / "out")
    code, said, _ = run("instrument", "compare", OTHER, tmp_path / "out")
    assert code == 0
    assert said.splitlines() == [
        "From ward-safety 2.3 to ward-safety 2.4:",
        "10 of 11 questions compare.",
        "V.1: reworded – does not compare",
        "L.1: asked of other people – compares function by function",
    ]
    code, found = document("instrument", "compare", OTHER, tmp_path / "out")
    assert code == 0
    assert [each["id"] for each in found["items"] if not each["compares"]] == ["V.1"]
    assert found["after"] == {
        "id": "ward-safety",
        "version": "2.4",
        "sha256": load_instrument(tmp_path / "out").sha256,
    }
    assert "« V.1 »" not in run("instrument", "compare", OTHER, OTHER, "--language", "fr")[1]


def test_declarations_along_the_way_all_count(tmp_path):
    def version(number, text, migrations):
        content = (tmp_path / "base.yaml").read_text("utf-8")
        content = content.replace('"1.0"', f'"{number}"').replace("I say what I think.", text)
        file = tmp_path / f"{number}.yaml"
        file.write_text(f"{content}migrations: {json.dumps(migrations)}\n", encoding="utf-8")
        return load_instrument(file)

    climate(tmp_path)[0].rename(tmp_path / "base.yaml")
    kept = {"item": "B1", "change": "reworded", "compares": True, "reason": {"en": "A comma."}}
    broken = {"item": "A2", "change": "reworded", "compares": False}
    steps = [
        {"before": "1", "after": "2", "items": [kept]},
        {"before": "2", "after": "3", "items": [kept, broken]},
    ]
    first, last = version("1", "I say it.", []), version("3", "I do say it.", steps)
    assert comparable(first, last) == {"A1": True, "A2": False, "B1": True}
    other = version("3", "I do say it.", [steps[0]])
    assert comparable(first, other) == {"A1": True, "A2": True, "B1": False}  # no way there


# A change made in Excel ends in a changed report


@pytest.mark.slow
@pytest.mark.parametrize("source", [SHIPPED, OTHER], ids=["shipped", "other"])
def test_a_change_made_in_excel_changes_scores_and_report(tmp_path, source):
    before = load_instrument(source)
    dimension = before.dimensions[-1] if source == SHIPPED else before.dimensions[0]
    item = dimension.items[0]
    answers = tmp_path / "answers.csv"
    answers.write_text(_answers(before), encoding="utf-8")
    _, first = document("assess", answers, "--instrument", source)
    work = Edited(exported(tmp_path, source))
    spoken = "text" if "text" in [cell.value for cell in work.sheet("items")[2]] else "text [en]"
    work.put("items", item.id, "weight", "7,5")
    work.put("items", item.id, "aliases", item.text.in_language("en"))
    work.put("items", item.id, spoken, "Everyone knows the way to the library")
    assert run("instrument", "import", work.done(), tmp_path / "out")[0] == 0
    _, second = document("assess", answers, "--instrument", tmp_path / "out")
    scores = [
        next(each["score_100"] for each in found["dimensions"] if each["id"] == dimension.id)
        for found in (first, second)
    ]
    assert scores[0] != scores[1]
    code, _, err = run(
        "report",
        answers,
        "--instrument",
        tmp_path / "out",
        "-o",
        tmp_path / "r",
        "--language",
        "en",
    )
    assert code in {0, 1}, err
    assert "Everyone knows the way to the library" in (tmp_path / "r" / "report.html").read_text(
        "utf-8"
    )


def _answers(instrument):
    items = [item for item in instrument.items if item.weight]
    header = ["respondent", *(f'"{item.text.in_language("en")}"' for item in items)]
    rows = [
        [
            f"p{n}",
            *(
                str(item.scale.min + (n + i * i) % (item.scale.max - item.scale.min))
                for i, item in enumerate(items)
            ),
        ]
        for n in range(12)
    ]
    return "\n".join(",".join(row) for row in [header, *rows]) + "\n"
