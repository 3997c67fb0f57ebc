"""The examples of ``docs/problems.md``, made as files: what provokes each problem, what cures it.

``problem_examples.toml`` holds them as data. An example is a table drawn in Markdown or the text of
a file, with what an organisation's YAML says beside it; its cure is the same with less wrong.
"""

import tempfile
import tomllib
import zipfile
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from unittest.mock import patch

import openpyxl
from tests.workbooks import drawn, locked, write_csv, write_in_memory, write_openpyxl

from maturity.annotate import annotate_files
from maturity.assess import assess
from maturity.check import check_paths
from maturity.instrument import load_instrument
from maturity.readers.corrections import KEYS
from maturity.workspace import instrument_path
from maturity.writers.questionnaire import Invitation, write_questionnaire

HERE = Path(__file__).parent
OTHER = HERE / "other_instrument"
STATE = ("engagement", "mapping", "decisions")


@cache
def examples():
    """Every example by its code: ``before`` and ``after``, and in words where a drawing cannot."""
    return tomllib.loads((HERE / "problem_examples.toml").read_text(encoding="utf-8"))


def problems_of(made):
    """Make an example in a folder of its own and return what is said of it."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        found = checked(made, Path(folder), stack)
        if made.get("assessed"):  # what only the scores reveal
            wave = Path(folder) / "hospital" / "2026"
            return assess(wave, instrument=str(OTHER), language="en").problems
        return found.problems


def checked(made, folder, stack):
    wave = folder / "hospital" / "2026"
    wave.mkdir(parents=True)
    for name in STATE:
        text = made.get(name, "name: Hospital\n" if name == "engagement" else "")
        if text:
            (wave.parent / f"{name}.yaml").write_text(text, encoding="utf-8")
    instrument = str(made.get("instrument", OTHER))
    write(made, wave)
    if "annotated" in made:
        annotate(made["annotated"], wave, instrument)
    if "environment" in made:
        stack.enter_context(patch.dict("os.environ", made["environment"]))
    if made.get("locked"):
        refused = PermissionError(13, "Permission denied")
        stack.enter_context(patch.object(Path, "open", refusing(refused, Path.open)))
    passwords = tuple(made.get("passwords", ()))
    return check_paths([str(wave)], instrument=instrument, language="en", passwords=passwords)


def refusing(error, usual):
    """A file that another program keeps open: everything else opens."""

    def opened(path, *words, **names):
        if path.suffix == ".csv":
            raise error
        return usual(path, *words, **names)

    return opened


def write(made, folder):
    """Write the file or files of an example."""
    path = folder / made.get("file", "a.xlsx")
    if "text" in made:
        path.write_bytes(made["text"].encode(made.get("encoding", "utf-8")))
    elif "hex" in made:
        path.write_bytes(bytes.fromhex(made["hex"]))
    elif "archive" in made:
        with zipfile.ZipFile(path, "w") as zipped:
            for name in made["archive"]:
                zipped.writestr(name, "x")
    elif "form" in made:
        write_form(path, made)
    elif "every" in made:
        ids = [item.id for item in load_instrument(instrument_path(made["instrument"])).items]
        answers = [made["every"][n % len(made["every"])] for n in range(len(ids))]
        write_csv(path, f"| {' | '.join(ids)} |\n| {' | '.join(answers)} |")
    else:
        write_drawn(path, made)
    for name in made.get("copies", ()):
        (folder / name).write_bytes(path.read_bytes())


def write_drawn(path, made):
    sheets = made["drawn"] if isinstance(made["drawn"], dict) else {"S": made["drawn"]}
    if path.suffix == ".csv":
        write_csv(path, sheets["S"])
        return
    stored = any(" -> " in cell for each in sheets.values() for row in drawn(each) for cell in row)
    (write_in_memory if stored else write_openpyxl)(path, **sheets)
    change(path, made.get("change", {}))
    if "password" in made:
        locked(path, made["password"])


def change(path, changes):
    """Hide, merge: what cannot be drawn."""
    if not changes:
        return
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for what, where in changes.items():
        if what == "hide_row":
            sheet.row_dimensions[where].hidden = True
        elif what == "hide_column":
            sheet.column_dimensions[where].hidden = True
        elif what == "hide_sheet":
            book[where].sheet_state = "hidden"
        elif what == "merge":
            sheet.merge_cells(where)
    book.save(path)


def write_form(path, made):
    """Write our own form for the hospital, and change what it says of itself."""
    part = made.get("part")
    invitation = Invitation(form=part) if part else None
    write_questionnaire(path, load_instrument(OTHER), invitation, language="en")
    book = openpyxl.load_workbook(path)
    for name, value in made["form"].items():
        if value:
            book.custom_doc_props[name].value = value
        else:
            del book.custom_doc_props[name]
    book.save(path)


def annotate(typed, folder, instrument):
    """Put the annotated copy in the place of a file, with a correction typed into it."""
    source = folder / "a.xlsx"
    made = check_paths([str(folder)], instrument=instrument, language="en")
    annotate_files(folder.parent / "copies", made.intakes, made.say)
    copy = folder.parent / "copies" / "a.xlsx"
    book = openpyxl.load_workbook(copy)
    sheet = book.worksheets[0]
    top = next(row for row in range(1, 40) if sheet.cell(row, 9).value == KEYS[0])
    for row in range(top + 1, sheet.max_row + 1):
        if "cell" in typed and sheet.cell(row, 10).value == typed["cell"]:
            sheet.cell(row, 8).value = typed["value"]
            sheet.cell(row, 10).value = typed.get("key", typed["cell"])
    for cell, value in typed.get("then", {}).items():
        book.worksheets[1][cell] = value
    book.save(folder / typed["saved"] if "saved" in typed else source)
