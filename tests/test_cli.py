"""The commands as promised: exit codes, one document, plain sentences, both languages."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.commands import (
    COMMAND,
    EXAMPLES,
    ROOT,
    WAVES,
    climate,
    document,
    environment,
    example,
    run,
)

from maturity import __version__, doctor

COMMANDS = {
    "assess", "batch", "check", "demo", "doctor", "findings", "init", "instrument", "lab", "new",
    "pack", "portfolio", "purge", "questionnaire", "report", "workshop",
}  # fmt: skip
SUBCOMMANDS = {
    "catalogue", "check", "compare", "export", "guide", "import", "list", "pin", "show",
}  # fmt: skip
LUMERA = example("lumera")


def named(help_text):
    """The commands that a help text lists."""
    listed = help_text.partition("\nCommand")[2].splitlines()[1:]
    return {line.split()[0] for line in listed if re.match(r"  \w", line)}


# Help


def test_the_help_lists_every_command_in_both_languages():
    for spoken in ("en", "fr"):
        code, out, err = run("--help", "--language", spoken)
        assert (code, err) == (0, "")
        assert named(out) == COMMANDS
    assert named(run("instrument", "-h")[1]) == SUBCOMMANDS


@pytest.mark.parametrize(
    "command",
    [[name] for name in sorted(COMMANDS)] + [["instrument", name] for name in sorted(SUBCOMMANDS)],
    ids=" ".join,
)
def test_the_french_help_holds_no_english(command):
    code, out, err = run(*command, "-h", LANG="fr_FR.UTF-8")
    assert (code, err) == (0, "")
    assert out.startswith("Utilisation\u202f: maturity")
    described = re.findall(r"(?<= )[a-z]+(?= )", out.partition("\n\n")[2])
    described = [word for word in described if word not in COMMANDS | SUBCOMMANDS]
    assert {"the", "show", "and", "this", "required", "exit", "of"}.isdisjoint(described)


def test_the_version_is_told():
    assert run("--version") == (0, f"maturity {__version__}\n", "")


def test_the_package_runs_as_a_module_too():
    done = subprocess.run(
        [sys.executable, "-m", "maturity", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"maturity {__version__}\n"


# Wrong usage: exit 2 and one plain sentence


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "Did you mean check?"),
        (["check"], "PATH... is missing"),
        (["check", LUMERA, "--nope"], "no option --nope"),
        (["check", "no/such/place"], "does not exist"),
        (["check", LUMERA, "--language", "xx"], "Known: en, fr"),
        (["--language", "xx", "doctor"], "Known: en, fr"),
        (["init", "new-place", "--language", "xx"], "Known: en, fr"),
        (["check", LUMERA, "--instrument", "nope"], "Known: digital-maturity"),
        (["assess", LUMERA, "--instrument", "nope"], "Known: digital-maturity"),
        (["report", LUMERA, "--instrument", "nope"], "Known: digital-maturity"),
        (["batch", EXAMPLES, "--instrument", "nope", "-o", "out"], "Known: digital-maturity"),
        (["batch", EXAMPLES, "--language", "xx", "-o", "out"], "Known: en, fr"),
        (["assess", EXAMPLES], "lumera/2026-spring, sorvelle/2025-autumn, trefonde/2026-spring"),
        (["report", EXAMPLES, "-o", "out"], "lumera/2026-spring"),
        (["assess", LUMERA, LUMERA], "too many"),
        (["assess", LUMERA, "-o", ROOT], "is a folder"),
        (["report", LUMERA, "-o", ROOT / "pyproject.toml"], "is a file"),
        (["report", LUMERA, "--formats", "odt"], "“odt” is not available"),
        (["report", LUMERA, "--formats", "html,docs"], "“docs” is not available"),
        (["report", LUMERA, "--audience", "board"], "no audience “board”"),
        (["report", LUMERA, "--timeout", "soon"], "“soon” is not a whole number"),
        (["batch", EXAMPLES, "--jobs", "4"], "--jobs is not available"),
        (["batch", EXAMPLES, "--jobs", "0"], "“0” is not a whole number"),
        (["batch", EXAMPLES, "--resume"], "--resume is not available"),
        (["batch", EXAMPLES, "--force"], "--force is not available"),
        (["batch", EXAMPLES, "--scheduler", "tcp://x"], "--scheduler is not available"),
        (["check", LUMERA, "--annotate", LUMERA], "a copy would take its place"),
        (["check", LUMERA, "--annotate", LUMERA.parent], "a copy would take its place"),
        (["check", LUMERA, "--annotate", ROOT / "pyproject.toml"], "is a file"),
        (["check", LUMERA, "--password-file", "words"], "words cannot be read"),
        (["check", LUMERA, "--password-file", os.devnull], "holds none"),
        (["questionnaire"], "-o is missing"),
        (["questionnaire", "-o", "q.xlsx", "--form", "night"], "“night” is not available"),
        (["questionnaire", "-o", "q.xlsx", "--form", "registers"], "“registers” is not available"),
        (["questionnaire", "-o", "q.xlsx", "--rows", "0"], "from 1 to 10000"),
        (["instrument", "export", "digital-maturity", "--to", "pdf", "o.xlsx"], "not available"),
        (["instrument", "export", "nope", "o.xlsx"], "Known: digital-maturity"),
        (["instrument", "import", "i.xlsx", "out"], "i.xlsx does not exist"),
        (["instrument", "compare", "digital-maturity", "nope"], "Known: digital-maturity"),
        (["purge", "lumera", "--wave", "w"], "not available"),
        (["portfolio", "reports"], "not available"),
        (["instrument", "show", "nope", "--json"], "Known: digital-maturity"),
        (["new", "???", "w1"], "cannot name a folder"),
        (["lab", "no/such/place"], "does not exist"),
    ],
    ids=lambda value: " ".join(map(str, value))[-60:] if isinstance(value, list) else "",
)
def test_wrong_usage_is_exit_2_with_a_plain_sentence(words, said, tmp_path):
    code, out, err = run(*words, cwd=tmp_path)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["chek"], "Vouliez-vous dire check\u202f?"),
        (["check"], "PATH... manque"),
        (["check", "--nope"], "L’option --nope n’existe pas"),
        (["assess", "a", "b"], "en trop"),
        (["assess", "a", "--instrument"], "une valeur manque"),
        (["report", "a", "--timeout", "x"], "n’est pas un nombre entier"),
        (["purge", "a"], "n’est pas disponible"),
    ],
)
def test_wrong_usage_is_told_in_french_too(words, said):
    code, out, err = run(*words, MATURITY_LANGUAGE="fr")
    assert (code, out) == (2, "")
    assert said in err
    assert "Erreur\u202f: " in err
    assert "Error" not in err


def test_a_command_line_without_a_command_shows_the_help():
    code, _, err = run()
    assert code == 2
    assert named(err) == COMMANDS


# Could not run: exit 3


def test_an_empty_folder_is_exit_3_and_still_one_document(tmp_path):
    for command in ("check", "assess"):
        code, made = document(command, tmp_path)
        assert (code, made["problems"]) == (3, [])
        assert made["error"]["message"]
    assert run("report", tmp_path)[0] == 3
    assert run("batch", tmp_path, "-o", tmp_path / "out")[0] == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_a_problem_and_alone_it_is_exit_3(tmp_path):
    (tmp_path / "answers.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    code, made = document("check", tmp_path)
    assert (code, [p["source"] for p in made["problems"]]) == (3, ["answers.xlsx"])
    code, made = document("assess", tmp_path)
    assert (code, [p["source"] for p in made["problems"]]) == (3, ["answers.xlsx"])
    code, out, err = run("report", tmp_path, "-o", tmp_path / "out", "--language", "fr")
    assert (code, out) == (3, "")
    assert "answers.xlsx" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", [["check"], ["check", "--json"], ["assess", "--json"]])
def test_a_full_disk_is_exit_3_without_a_traceback(words):
    command = [*COMMAND, words[0], str(LUMERA), *words[1:]]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"Standard output" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_is_written_to_and_never_replaced():
    assert run("assess", LUMERA, "-o", "/dev/full")[0] == 3
    assert not Path("/dev/full").is_file()
    code, out, _ = run("assess", LUMERA, "-o", "/dev/stdout")
    assert (code, out[0]) == (1, "{")


@pytest.mark.skipif(os.name == "nt", reason="no such permissions")
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_exit_3(tmp_path):
    tmp_path.chmod(0o500)
    try:
        assert run("assess", LUMERA, "-o", tmp_path / "a.json")[0] == 3
        assert run("questionnaire", "-o", tmp_path / "q.xlsx")[0] == 3
        assert run("init", tmp_path / "workspace")[0] == 3
    finally:
        tmp_path.chmod(0o700)


def test_a_closed_pipe_ends_quietly():
    shown = subprocess.Popen(
        [*COMMAND, "instrument", "show", "digital-maturity", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    shown.stdout.close()
    said = shown.stderr.read()
    shown.stderr.close()
    shown.wait(timeout=60)
    assert said == b""


def test_a_traceback_is_shown_only_with_debug():
    code, _, err = run("check", LUMERA, "--language", "xx", "--debug")
    assert (code, "Traceback" in err, "Known: en, fr" in err) == (2, True, True)


def test_an_accident_in_the_toolkit_is_a_sentence_and_exit_3(monkeypatch, capsys):
    from maturity import cli

    monkeypatch.setattr(sys, "argv", ["maturity", "doctor"])
    monkeypatch.setattr(doctor, "examine", lambda _: 1 / 0)
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 3
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_colours_are_never_printed():
    for settings in ({}, {"NO_COLOR": "1"}, {"FORCE_COLOR": "1"}):
        code, out, err = run("check", LUMERA, **settings)
        assert code == 1
        assert "\x1b" not in out + err


# Check


def faulty_workbook(folder):
    """Our collector with three people and three faults: a label, a number and a column."""
    path = folder / "answers.xlsx"
    assert run("questionnaire", "--form", "collector", "--rows", 5, "-o", path)[0] == 0
    book = load_workbook(path)
    sheet = next(s for s in book if any(c.value == "SIL01" for row in s.iter_rows() for c in row))
    places = {c.value: c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)}
    first = places["SIL01"].row
    rows = (
        range(first + 2, first + 5)
        if sheet.cell(first + 1, 6).value
        else range(first + 1, first + 4)
    )
    for row in rows:
        for id_, cell in places.items():
            if re.fullmatch(r"[A-Z]{3}\d\d", id_):
                sheet.cell(row, cell.column).value = 3
    label = sheet.cell(rows[0], places["SIL01"].column)
    number = sheet.cell(rows[1], places["SIL02"].column)
    label.value, number.value = "Yes, definitely maybe", 9
    for row in range(1, rows[-1] + 1):  # its id and its text too
        sheet.cell(row, places["KPI07"].column).value = None
    book.save(path)
    return path, sheet.title, label.coordinate, number.coordinate


def test_a_wrong_label_a_number_out_of_range_and_a_missing_column_are_three_problems(tmp_path):
    path, sheet, label, number = faulty_workbook(tmp_path)
    for spoken, word in (("en", "was not counted"), ("fr", "comptée")):
        code, made = document("check", path, "--language", spoken)
        assert code == 1
        grave = [p for p in made["problems"] if p["severity"] != "note"]
        found = {p["code"]: p for p in grave}
        assert set(found) == {"ANSWER_UNKNOWN", "ANSWER_OUT_OF_RANGE", "COLUMN_MISSING"}
        assert len(grave) == 3
        assert found["ANSWER_UNKNOWN"]["source"] == f"answers.xlsx!{sheet}!{label}"
        assert found["ANSWER_OUT_OF_RANGE"]["source"] == f"answers.xlsx!{sheet}!{number}"
        assert found["COLUMN_MISSING"]["source"].startswith(f"answers.xlsx!{sheet}!")
        assert "KPI07" in found["COLUMN_MISSING"]["message"]
        assert word in found["ANSWER_UNKNOWN"]["message"]
        cells = made["cells"]
        kinds = ("answered", "dont_know", "not_applicable", "unreadable", "ignored")
        assert cells["filled"] == sum(cells[kind] for kind in kinds)
        assert cells["unreadable"] == 2
    code, out, err = run("check", path)
    assert (code, err) == (1, "")
    assert f"Where: answers.xlsx, sheet “{sheet}”, {number}" in out


@pytest.mark.parametrize("organization", sorted(WAVES))
def test_checking_an_example_is_exit_1_with_one_document(organization):
    code, made = document("check", example(organization))
    assert code == 1
    assert set(made) >= {"schema", "instrument", "files", "cells", "respondents", "problems"}
    counted = ("filled", "answered", "dont_know", "not_applicable", "unreadable", "ignored")
    assert {name: made["cells"][name] for name in counted} == {
        name: sum(file["cells"][name] for file in made["files"]) for name in counted
    }


def test_sound_answers_are_exit_0(tmp_path):
    instrument, answers = climate(tmp_path)
    code, made = document("check", answers, "--instrument", instrument)
    assert (code, [p for p in made["problems"] if p["severity"] != "note"]) == (0, [])
    assert run("assess", answers, "--instrument", instrument)[0] == 0


def test_responses_are_written_one_row_per_filled_answer_cell(tmp_path):
    code, _, _ = run("check", LUMERA, "--responses", tmp_path / "deep" / "responses.csv")
    assert code == 1
    text = (tmp_path / "deep" / "responses.csv").read_bytes().decode("utf-8")
    head, *rows = text.splitlines()
    assert head == "respondent,group,item,answer,response,missing_reason,source"
    assert "\r" not in text
    assert len(rows) == document("check", LUMERA)[1]["cells"]["filled"]


def test_checking_changes_nothing(tmp_path):
    shutil.copytree(EXAMPLES / "sorvelle", tmp_path / "org")
    before = {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in tmp_path.rglob("*") if f.is_file()}
    run("check", tmp_path / "org")
    after = {f: (f.read_bytes(), f.stat().st_mtime_ns) for f in tmp_path.rglob("*") if f.is_file()}
    assert after == before


@pytest.mark.slow
def test_every_command_works_from_any_folder(tmp_path):
    inside = run("assess", "surveys/examples/sorvelle", cwd=ROOT)
    assert run("assess", "sorvelle", cwd=EXAMPLES) == inside
    assert run("assess", "surveys/examples/sorvelle", cwd=ROOT / "notebooks") == inside
    assert run("assess", example("sorvelle"), cwd=tmp_path) == inside
    assert run("assess", ".", cwd=example("sorvelle")) == inside


@pytest.mark.slow
def test_messages_follow_flag_then_engagement_then_variable_then_locale():
    def first(*words, **variables):
        return run("check", *words, **variables)[1].splitlines()[0]

    assert "respondents count" in first(LUMERA, MATURITY_LANGUAGE="fr")  # the engagement says en
    assert "répondants" in first(LUMERA, "--language", "fr", LANG="en_GB.UTF-8")
    assert "répondants" in first(example("sorvelle"), LANG="C")
    assert "n’existe pas" in run("check", "nowhere", LANG="fr_FR.UTF-8")[2]
    assert "n’existe pas" in run("check", "nowhere", MATURITY_LANGUAGE="fr", LANG="en_GB")[2]
    assert "does not exist" in run("check", "nowhere", LANG="de_DE.UTF-8")[2]


# Instruments and forms


def test_an_instrument_is_shown_whole(tmp_path):
    for name in ("digital-maturity", climate(tmp_path)[0]):
        code, made = document("instrument", "show", name)
        assert code == 0
        assert set(made) >= {"id", "version", "sha256", "dimensions", "items"}
        for dimension in made["dimensions"]:
            assert set(dimension) >= {"id", "label", "practices"}
        item = {
            "id",
            "dimension",
            "practice",
            "text",
            "scale",
            "reverse",
            "mirror",
            "tags",
            "sources",
        }
        for each in made["items"]:
            assert set(each) >= item
            assert set(each["scale"]) >= {"id", "min", "max", "labels"}
            assert isinstance(each["text"], dict)
        assert run("instrument", "check", name)[0] == 0


def test_instruments_are_listed_and_a_broken_one_hides_no_other(tmp_path):
    shutil.copytree(
        ROOT / "surveys" / "digital-maturity", tmp_path / "surveys" / "digital-maturity"
    )
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "surveys" / "broken").mkdir()
    (tmp_path / "surveys" / "broken" / "instrument.yaml").write_text("id: [", encoding="utf-8")
    code, out, err = run("instrument", "list", cwd=tmp_path)
    assert (code, out.split()[0]) == (2, "digital-maturity")
    assert "broken" in err or "instrument.yaml" in err


@pytest.mark.parametrize("form", ["respondent", "collector"])
@pytest.mark.parametrize("spoken", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_a_blank_form_is_the_same_bytes_each_time_and_reads_back_empty(form, spoken, tmp_path):
    words = ("questionnaire", "--form", form, "--language", spoken, "--organization", "Acmé")
    for name in ("a.xlsx", "b.xlsx"):
        code, out, err = run(*words, "-o", name, cwd=tmp_path)
        assert (code, out.strip()) == (0, name)
        assert "privacy.controller.name" in err  # what nobody stated is a blank in the notice
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    (tmp_path / "b.xlsx").unlink()
    code, made = document("check", tmp_path / "a.xlsx")
    assert code in {0, 1}
    assert (made["files"][0]["format"] is not None, made["cells"]["filled"]) == (True, 0)


# Places


def test_a_workspace_is_made_and_works_by_itself(tmp_path):
    code, out, _ = run("init", "work", cwd=tmp_path)
    assert code == 0
    assert "maturity demo" in out
    made = tmp_path / "work"
    assert {each.name for each in made.iterdir()} == {
        "notebooks",
        "surveys",
        "reports",
        ".gitignore",
    }
    assert run("check", "surveys/examples/sorvelle", cwd=made)[0] == 1
    assert run("init", "work", cwd=tmp_path)[0] == 2
    assert run("init", ".", cwd=tmp_path / "work")[0] == 2


def test_a_workspace_can_be_made_in_an_empty_folder(tmp_path):
    assert run("init", ".", cwd=tmp_path)[0] == 0
    assert (tmp_path / "notebooks" / "organization.ipynb").is_file()


@pytest.mark.parametrize("spoken", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_a_new_engagement_is_ready_for_answers(spoken, tmp_path):
    (tmp_path / "surveys").mkdir()
    (tmp_path / "notebooks").mkdir()
    words = ("new", "Société d’Été: “A”", "2026-spring", "--language", spoken)
    assert run(*words, cwd=tmp_path)[0] == 0
    folder = tmp_path / "surveys" / "received" / "societe-d-ete-a"
    assert (folder / "2026-spring" / "registers").is_dir()
    assert run(*words, cwd=tmp_path)[0] == 2
    before = (folder / "engagement.yaml").read_bytes()
    assert run("new", "societe-d-ete-a", "2026-autumn", cwd=tmp_path)[0] == 0
    assert (folder / "engagement.yaml").read_bytes() == before
    shutil.copy(example("sorvelle") / "reponse-01.xlsx", folder / "2026-spring")
    code, made = document("assess", folder / "2026-spring")
    assert code in {0, 1}
    assert (made["organization"], made["wave"]) == ("societe-d-ete-a", "2026-spring")
    assert made["name"] == "Société d’Été: “A”"


# Doctor


def test_the_doctor_finds_everything_here():
    code, out, err = run("doctor", cwd=ROOT)
    assert (code, err) == (0, "")
    assert "papermill" in out


def test_the_doctor_names_the_cure_and_stops_with_3_when_a_required_part_is_missing(
    monkeypatch, capsys
):
    from maturity import cli

    monkeypatch.setattr(doctor, "required", lambda: ["click", "no-such-package"])
    monkeypatch.setattr(sys, "argv", ["maturity", "doctor"])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    assert stop.value.code == 3
    assert "pip install no-such-package" in capsys.readouterr().out


def test_the_doctor_misses_nothing_that_the_package_requires():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {re.match(r"[\w.-]+", each)[0] for each in project["dependencies"]}
    assert set(doctor.required()) == required


def test_the_doctor_and_the_help_run_without_the_packages_they_judge():
    hidden = "('pydantic', 'ruamel', 'numpy', 'pandas', 'babel', 'openpyxl')"
    code = (
        "import sys, importlib.abc\n"
        "class Hide(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name.split('.')[0] in {hidden}: raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hide())\n"
        "from importlib import metadata\n"
        "real = metadata.version\n"
        "def version(name):\n"
        f"    if name in {hidden}: raise metadata.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "metadata.version = version\n"
        "from maturity.cli import main\n"
        "sys.argv = ['maturity', *sys.argv[1:]]\n"
        "main()\n"
    )
    for words, expected in ((["doctor"], 3), (["-h"], 0)):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            capture_output=True,
            encoding="utf-8",
            env=environment(),
            check=False,
        )
        assert (done.returncode, done.stderr) == (expected, "")
    assert "pip install" not in done.stdout
