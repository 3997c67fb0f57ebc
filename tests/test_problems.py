"""Every problem code: provoked by a file, said in both languages, with the same details."""

import string
import tomllib
from importlib import resources
from pathlib import Path

import openpyxl
import pytest
from tests.workbooks import write_csv, write_in_memory, write_openpyxl

from maturity.errors import SEVERITIES, Problem, needs_attention, problem_codes
from maturity.instrument import load_instrument
from maturity.language import LANGUAGES, Language
from maturity.readers import read
from maturity.responses import code_responses
from maturity.writers.questionnaire import Invitation, write_questionnaire

OTHER = load_instrument(Path(__file__).parent / "other_instrument")
EVERYTHING = {
    "FILE_TYPE": ("a.pdf", b"%PDF-1.7"),
    "FILE_MISNAMED": ("a.xlsx", b"<html>"),
    "FILE_EMPTY": ("a.csv", b""),
    "FILE_DAMAGED": ("a.xlsx", b"PK\x03\x04"),
    "FILE_PASSWORD": ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1")),
    "QUOTE_OPEN": ("a.csv", b'V.1,V.2\r\n1,"2\r\n'),
    "FILE_NOT_A_SURVEY": ("a.csv", b"city\r\nLyon\r\n"),
}
DRAWN = {
    "TABLE_EMPTY": "| V.1 | V.2 |",
    "CELLS_OUTSIDE": "| Survey | |\n| V.1 | V.2 |\n| 1 | 2 |",
    "ANSWERS_OUTSIDE": "| 5 | 6 |\n| V.1 | V.2 |\n| 1 | 2 |",
    "COLUMN_MISSING": "| V.1 | V.2 |\n| 1 | 2 |",
    "COLUMN_UNKNOWN": "| V.1 | Lunch |\n| 1 | soup |",
    "COLUMN_IGNORED": "| V.1 | Weather |\n| 1 | rain |",
    "COLUMN_REPEATED": "| V.1 | V.1 |\n| 1 | 2 |",
    "RESPONDENT_EMPTY": "| respondent | V.1 |\n| a | |",
    "RESPONDENT_REPEATED": "| respondent | V.1 |\n| a | 1 |\n| a | 2 |",
    "RESPONDENT_EXCLUDED": "| respondent | V.1 |\n| test | 1 |",
    "EXCLUSION_UNKNOWN": "| respondent | V.1 |\n| a | 1 |",
    "GROUP_UNKNOWN": "| job | V.1 |\n| wizard | 1 |",
    "ANSWER_UNKNOWN": "| V.1 |\n| maybe |",
    "ANSWER_OUT_OF_RANGE": "| V.1 |\n| 7 |",
    "ANSWER_FRACTION": "| V.1 |\n| 2.5 |",
    "ANSWER_PERCENT": "| V.1 |\n| 80% |",
    "ANSWER_DATE": "| V.1 |\n| 2026-04-03 |",
    "ANSWER_BOOLEAN": "| V.1 |\n| TRUE |",
    "ANSWER_ERROR": "| V.1 |\n| #N/A |",
    "ANSWER_FORMULA": "| V.1 |\n| =B2 |",
    "ANSWER_CONFLICT": "| V.1 |\n| '1 - Always |",
    "BLANK_MARK": "| V.1 | V.2 |\n| 1 | - |",
}
PLAIN = "| V.1 | V.2 | L.1 |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |"


def a_file(code, folder):
    name, content = EVERYTHING[code]
    (folder / name).write_bytes(content)


def changed(folder, change, **sheets):
    book = openpyxl.load_workbook(write_openpyxl(folder / "a.xlsx", **(sheets or {"S": PLAIN})))
    change(book)
    book.save(folder / "a.xlsx")


def a_locked_file(folder, monkeypatch):
    write_csv(folder / "a.csv", PLAIN)

    def refusing(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refusing)


def a_big_file(folder, monkeypatch):
    monkeypatch.setattr("maturity.readers.delimited.MAX_BYTES", 10)
    write_csv(folder / "a.csv", PLAIN)


def a_form(folder, invitation=None, **properties):
    write_questionnaire(folder / "a.xlsx", OTHER, invitation, language="en")
    book = openpyxl.load_workbook(folder / "a.xlsx")
    for name, value in properties.items():
        if value is None:
            del book.custom_doc_props[name]
        else:
            book.custom_doc_props[name].value = value
    book.save(folder / "a.xlsx")


def hidden_row(book):
    book["S"].row_dimensions[2].hidden = True


def hidden_sheet(book):
    book["T"].sheet_state = "hidden"


def the_same_file_twice(folder):
    for name in ("a.csv", "a (1).csv"):
        write_csv(folder / name, PLAIN)


MADE = {
    "FILE_REPEATED": the_same_file_twice,
    "SHEET_IGNORED": lambda folder: write_openpyxl(folder / "a.xlsx", S=PLAIN, Note="| hello |"),
    "SHEET_HIDDEN": lambda folder: changed(folder, hidden_sheet, S=PLAIN, T=PLAIN),
    "SHEET_UNCLEAR": lambda folder: write_openpyxl(folder / "a.xlsx", S=PLAIN, T="| V.1 |\n| 1 |"),
    "ROWS_HIDDEN": lambda folder: changed(folder, hidden_row),
    "CELLS_MERGED": lambda folder: changed(folder, lambda book: book["S"].merge_cells("A2:B2")),
    "INSTRUMENT_OTHER": lambda folder: a_form(folder, maturity_instrument="another"),
    "INSTRUMENT_VERSION": lambda folder: a_form(
        folder, maturity_sha256="0" * 64, maturity_asked=None
    ),
    "INSTRUMENT_ASKED": lambda folder: a_form(folder, maturity_asked="0" * 64),
    "FORM_UNKNOWN": lambda folder: a_form(
        folder, Invitation(form="ward_round"), maturity_short_form="night"
    ),
    "ITEM_NOT_ASKED": lambda folder: write_openpyxl(
        folder / "a.xlsx", S="| V.1 | L.3 |\n| 1 | 2 |"
    ),
    "FORMULA_VALUE": lambda folder: write_in_memory(
        folder / "a.xlsx", S="| V.1 | V.2 |\n| =B2 -> 3 | 3 |"
    ),
}
MONKEYS = {"FILE_LOCKED": a_locked_file, "FILE_TOO_BIG": a_big_file}


def roster_too_small(folder):
    """What only an assessment can find: more answers than people invited."""
    from maturity.assess import assess

    wave = folder / "hospital" / "2026"
    wave.mkdir(parents=True)
    (wave.parent / "engagement.yaml").write_text("name: Hospital\nroster: {nursing: 2}\n")
    rows = "\n".join(f"| Nurse | {n % 6 + 1} | 2 | 3 |" for n in range(8))
    write_csv(wave / "a.csv", f"| job | V.1 | V.2 | L.1 |\n{rows}")
    return assess(str(wave), instrument=str(Path(__file__).parent / "other_instrument")).problems


def provoked(code, folder, monkeypatch):
    if code == "ROSTER_TOO_SMALL":
        return roster_too_small(folder)
    if code in DRAWN:
        write_openpyxl(folder / "a.xlsx", S=DRAWN[code])
    elif code in EVERYTHING:
        a_file(code, folder)
    elif code in MADE:
        MADE[code](folder)
    else:
        MONKEYS[code](folder, monkeypatch)
    excluded = {"test": "a test"} if code == "RESPONDENT_EXCLUDED" else {}
    excluded |= {"z": "left"} if code == "EXCLUSION_UNKNOWN" else {}
    reading = read(folder, OTHER, {"Weather": "ignore"})
    asked = OTHER.for_profiles(["clinic"] if code == "ITEM_NOT_ASKED" else [])
    return code_responses(reading, asked, excluded).problems


@pytest.mark.parametrize("code", problem_codes())
def test_every_code_is_provoked_by_a_file_and_said_in_both_languages(code, tmp_path, monkeypatch):
    found = [p for p in provoked(code, tmp_path, monkeypatch) if p.code == code]
    assert found, "no file provokes it"
    for language in LANGUAGES:
        document = found[0].to_json(Language(language))
        for part in ("message", "remedy"):
            assert document[part][0].isupper() or document[part][0] in "“«0123456789#d"
            assert document[part].endswith((".", "!")) or document[part].endswith("a test")
            assert "{" not in document[part]
        assert document["severity"] in SEVERITIES


def sentences(node):
    """Every sentence of a catalogue entry: a table with one text per language."""
    if set(node) & set(LANGUAGES):
        yield node
    else:
        for child in node.values():
            if isinstance(child, dict):
                yield from sentences(child)


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("subject", ["problems", "errors"])
def test_both_languages_say_the_same_with_the_same_details(subject):
    file = resources.files("maturity.language") / f"{subject}.toml"
    catalogue = tomllib.loads(file.read_text(encoding="utf-8"))
    for sentence in sentences(catalogue):
        assert set(sentence) == set(LANGUAGES), sentence
        assert fields(sentence["en"]) == fields(sentence["fr"]), sentence
        # French puts a space before these marks, and never a straight apostrophe.
        assert not any(
            f"{letter}{mark}" in sentence["fr"] for mark in ";!?" for letter in "aeiourst"
        )
        assert "'" not in sentence["fr"]


def test_only_notes_need_nobodys_attention():
    note, change = Problem("a", "BLANK_MARK"), Problem("a", "ANSWER_DATE")
    assert not needs_attention([note, note])
    assert needs_attention([note, change])
    assert not needs_attention([])


def test_a_sentence_with_a_detail_missing_is_an_error():
    with pytest.raises(KeyError):
        Problem("a", "ANSWER_UNKNOWN").message(Language("en"))
