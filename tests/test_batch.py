"""Reports made: whole or not at all, the same each time, telling nothing they should not."""

import csv
import getpass
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from tests.commands import (
    COMMAND,
    EXAMPLES,
    PAGES,
    ROOT,
    WAVES,
    climate,
    contents,
    environment,
    example,
    made_once,
    run,
    workspace,
)
from tests.printed import as_text

from maturity.batch import Options, make_report
from maturity.batch.notebook import checked_notebook
from maturity.errors import ReportError, UsageError
from maturity.writers.files import whole_file, whole_folder, write_text

LANGUAGES = {"lumera": "en", "sorvelle": "fr", "trefonde": "fr"}
every_page = pytest.mark.parametrize(("organization", "language"), PAGES)
every_organization = pytest.mark.parametrize("organization", sorted(WAVES))


def page(demo, organization, language):
    suffix = "" if LANGUAGES[organization] == language else f".{language}"
    return demo[0] / organization / WAVES[organization], suffix


# What a report is


@every_page
def test_a_report_is_a_page_and_the_consultants_files(demo, organization, language):
    folder, suffix = page(demo, organization, language)
    assert (folder / f"report{suffix}.html").stat().st_size > 100_000
    for name in ("assessment", "manifest"):
        json.loads((folder / "consultant" / f"{name}{suffix}.json").read_text(encoding="utf-8"))
    assert zipfile.is_zipfile(folder / "consultant" / f"problems{suffix}.xlsx")
    notebook = json.loads((folder / "consultant" / f"report{suffix}.ipynb").read_text("utf-8"))
    tags = [tag for cell in notebook["cells"] for tag in cell["metadata"].get("tags", [])]
    assert tags == ["parameters", "injected-parameters"]
    assert f'<html lang="{language}"' in (folder / f"report{suffix}.html").read_text("utf-8")


@every_organization
def test_two_languages_lie_side_by_side_and_nothing_else(demo, organization):
    folder = demo[0] / organization / WAVES[organization]
    other = "fr" if LANGUAGES[organization] == "en" else "en"
    names = ("assessment{}.json", "manifest{}.json", "problems{}.xlsx", "report{}.ipynb")
    found = set(contents(folder))
    annotated = {name for name in found if name.startswith("consultant/annotated")}
    assert {name.split("/")[1] for name in annotated} == {"annotated", f"annotated.{other}"}
    assert found - annotated == {
        *(f"report.{format_}" for format_ in ("html", "pdf", "pptx", "docx")),
        *(f"report.{other}.{format_}" for format_ in ("html", "pdf", "pptx", "docx")),
        "results.xlsx",
        f"results.{other}.xlsx",
        "manifest.json",
        "consultant/made_from.json",
        *(f"consultant/{name.format(suffix)}" for name in names for suffix in ("", f".{other}")),
    }


@every_page
def test_the_manifests_say_what_made_the_report(demo, organization, language):
    folder, suffix = page(demo, organization, language)
    client = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    own = json.loads((folder / "consultant" / f"manifest{suffix}.json").read_text("utf-8"))
    assert set(client["outputs"]) == {f.name for f in folder.glob("re*.*")}
    for name, digest in client["outputs"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert client["toolkit"]
    assert client["instrument"]["version"]
    assert client["wave"] == WAVES[organization]
    assert not {"inputs", "parameters"} & set(client)
    assert own["parameters"]["language"] == language
    files = {f.name for f in example(organization).iterdir() if not f.name.startswith((".", "~"))}
    assert set(own["inputs"]) == files
    for name, digest in own["inputs"].items():
        assert hashlib.sha256((example(organization) / name).read_bytes()).hexdigest() == digest


def test_no_output_names_a_place_a_person_or_today(demo, tmp_path):
    today = datetime.now().astimezone()
    forbidden = [
        str(ROOT),
        str(Path.cwd()),
        str(Path.home()) if len(Path.home().parts) > 2 else str(ROOT),
        str(tmp_path.parent),
        "/tmp",
        "maturity-tests-home",
        socket.gethostname(),
        today.strftime("%Y-%m-%d"),
        today.strftime("%d/%m/%Y"),
        today.strftime("%d %B %Y"),
    ]
    user = getpass.getuser()
    for name in contents(demo[0]):
        text = re.sub(r"base64,[A-Za-z0-9+/=]+", "", as_text(demo[0] / name))
        found = [word for word in forbidden if len(word) > 3 and word in text]
        assert found == [], name
        assert not re.search(rf"\b{re.escape(user)}[@/]|/{re.escape(user)}\b", text), name


@every_page
def test_client_files_hold_no_source_of_an_answer(demo, organization, language):
    folder, suffix = page(demo, organization, language)
    shown = (folder / f"report{suffix}.html").read_text(encoding="utf-8")
    shown += (folder / "manifest.json").read_text(encoding="utf-8")
    own = json.loads((folder / "consultant" / f"assessment{suffix}.json").read_text("utf-8"))
    inputs = json.loads((folder / "consultant" / f"manifest{suffix}.json").read_text("utf-8"))
    secret = {problem["source"] for problem in own["problems"]} | set(inputs["inputs"])
    secret |= set(inputs["inputs"].values())
    assert [word for word in secret if word in shown] == []
    assert re.findall(r"\b(?:R-\d{3}|T-\d{2}|r\d{3})\b", shown) == []


def test_the_demo_prints_and_counts_the_problems(demo):
    printed = demo[1]
    assert "6 reports made" in printed
    for word in ("ANSWER_OUT_OF_RANGE", "survey-export.csv, I14", "reponse-18.xlsx"):
        assert word in printed


# The same input, the same report


@pytest.mark.slow
def test_another_place_home_and_folder_give_the_same_bytes(demo, tmp_path):
    elsewhere = workspace(tmp_path / "an other place", "sorvelle")
    received = elsewhere / "surveys" / "received"
    received.rename(elsewhere / "surveys" / "examples")
    (tmp_path / "home").mkdir()
    code, _, err = run(
        *("report", elsewhere / "surveys" / "examples" / "sorvelle" / WAVES["sorvelle"]),
        *("-o", tmp_path / "out"),
        cwd=tmp_path,
        HOME=str(tmp_path / "home"),
        LANG="de_DE.UTF-8",
        TZ="Asia/Tokyo",
    )
    assert (code, err.count("\n")) == (1, 1)  # how many problems wait
    made = contents(tmp_path / "out")
    before = contents(demo[0] / "sorvelle" / WAVES["sorvelle"])
    assert set(made) <= set(before)
    # What lists the files of the demo also names those of the other language.
    lists = {"manifest.json", "consultant/manifest.json", "consultant/made_from.json"}
    assert [n for n in made if made[n] != before[n] and n not in lists] == []


@pytest.mark.slow
def test_a_format_made_from_other_answers_is_no_longer_part_of_the_report(tmp_path):
    instrument, answers = climate(tmp_path)
    words = ("report", answers, "--instrument", instrument, "-o", tmp_path / "out")
    assert run(*words, "--formats", "html,xlsx")[0] == 0
    lines = answers.read_text(encoding="utf-8").splitlines()
    answers.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    code, out, err = run(*words, "--formats", "html")
    assert (code, out.count("\n")) == (0, 1)
    assert "results.xlsx was made from other answers" in err
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["outputs"]) == {"report.html"}
    assert run("pack", tmp_path / "out", "-o", tmp_path / "a.zip")[0] == 1
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert {name.split("/")[1] for name in packed.namelist()} == {
            "report.html",
            "manifest.json",
        }


# One failure stops nobody


@pytest.fixture(scope="session")
def mixed(tmp_path_factory):
    """A workspace: one whole engagement, a corrupt workbook, a notebook that fails for one."""
    home, ran = made_once(tmp_path_factory, "mixed", run_mixed)
    return home, json.loads(ran)


def run_mixed(home):
    workspace(home)
    received = home / "surveys" / "received"
    for organization in ("alpha", "failing"):
        climate(received / organization / "2026")[0].unlink()
    (received / "broken" / "2026").mkdir(parents=True)
    (received / "broken" / "2026" / "answers.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    instrument, answers = climate(home / "surveys" / "team-climate")
    instrument.rename(instrument.with_name("instrument.yaml"))
    answers.unlink()
    notebook = home / "notebooks" / "organization.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    first = [cell for cell in content["cells"] if cell["cell_type"] == "code"][1]
    first["source"] = ["assert organization != 'failing', 'on purpose'\n", *first["source"]]
    notebook.write_text(json.dumps(content), encoding="utf-8")
    words = ("batch", received, "-o", home / "out", "--instrument", "team-climate")
    return json.dumps(run(*words, "--language", "en", cwd=home))


def status(folder):
    with (folder / "status.csv").open(encoding="utf-8", newline="") as file:
        return {row["organization"]: row for row in csv.DictReader(file)}


def test_a_failing_organisation_leaves_the_others_whole(mixed):
    home, (code, out, err) = mixed
    assert code == 1
    assert "1 of 3 reports made" in out
    assert err.count("\n") == 3
    made = contents(home / "out")
    assert {name.split("/")[0] for name in made} == {"alpha", "status.csv", "status.xlsx"}
    assert {n for n in made if n.startswith("alpha")} == {
        *(f"alpha/2026/report.{format_}" for format_ in ("html", "pdf", "pptx", "docx")),
        "alpha/2026/results.xlsx",
        "alpha/2026/manifest.json",
        *(f"alpha/2026/consultant/{n}.json" for n in ("assessment", "made_from", "manifest")),
        *(f"alpha/2026/consultant/{n}" for n in ("problems.xlsx", "report.ipynb")),
    }


def test_the_status_says_what_became_of_each(mixed):
    rows = status(mixed[0] / "out")
    columns = ["organization", "wave", "state", "seconds", "problems", "cause", "remedy"]
    assert list(rows["alpha"]) == columns
    assert {name: row["state"] for name, row in rows.items()} == {
        "alpha": "done",
        "broken": "failed",
        "failing": "failed",
    }
    assert "on purpose" in rows["failing"]["cause"]
    assert "answers.xlsx" in rows["broken"]["cause"] + rows["broken"]["remedy"]
    assert all(row["wave"] == "2026" for row in rows.values())
    assert zipfile.is_zipfile(mixed[0] / "out" / "status.xlsx")


def test_another_instrument_goes_all_the_way_to_the_report(mixed):
    shown = (mixed[0] / "out" / "alpha" / "2026" / "report.html").read_text(encoding="utf-8")
    assert "Trust" in shown
    assert "I ask others for help." in shown
    for foreign in ("Cross-functional alignment", "Data literacy", "digital-maturity"):
        assert foreign not in shown


def test_a_failing_report_writes_nothing_and_is_exit_3(mixed, tmp_path):
    failing = mixed[0] / "surveys" / "received" / "failing" / "2026"
    words = ("report", failing, "--instrument", "team-climate", "-o", tmp_path / "out")
    code, out, err = run(*words, cwd=mixed[0])
    assert (code, out) == (3, "")
    assert "on purpose" in err
    assert list(tmp_path.iterdir()) == []


def test_two_folders_with_the_same_names_are_not_mixed_up(tmp_path, monkeypatch):
    from maturity import batch
    from maturity.language import Language
    from maturity.workspace import Place

    places = [Place(tmp_path / n, "Acme", "w1") for n in ("a", "b")]
    made = []
    monkeypatch.setattr(batch.many.workspace, "places_below", lambda _: places)
    monkeypatch.setattr(batch.many, "checked_notebook", lambda _: None)
    monkeypatch.setattr(batch.many, "make_report", lambda *given: made.append(given) or 1 / 0)
    done = batch.run_batch(tmp_path, tmp_path / "out", Options(), Language("en"), print)
    assert [each.state for each in done] == ["failed", "failed"]
    assert len(made) == 1
    assert "ZeroDivisionError" in done[0].cause
    assert "Another folder" in done[1].cause
    assert "ZeroDivisionError" in (tmp_path / "out" / "acme" / "w1.log").read_text(encoding="utf-8")


# Before anything runs


def adapted(tmp_path, old, new):
    home = workspace(tmp_path / "work", "sorvelle")
    notebook = home / "notebooks" / "organization.ipynb"
    text = notebook.read_text(encoding="utf-8")
    assert old in text
    notebook.write_text(text.replace(old, new), encoding="utf-8")
    return home


@pytest.mark.slow
def test_a_parameter_that_the_notebook_does_not_know_is_refused_before_anything_runs(tmp_path):
    home = adapted(tmp_path, "wave: str", "round: str")
    received = home / "surveys" / "received"
    for words in (("report", received / "sorvelle"), ("batch", received)):
        code, out, err = run(*words, "-o", tmp_path / "out", cwd=home)
        assert (code, out) == (2, "")
        assert "“wave”" in err
    assert not (tmp_path / "out").exists()
    with pytest.raises(UsageError, match="wave"):
        checked_notebook(received)


def test_an_error_on_the_way_leaves_what_was_there(tmp_path, monkeypatch):
    from maturity.batch import report

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "report.html").write_text("the one before", encoding="utf-8")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "run_notebook", full)
    with pytest.raises(ReportError, match="No space left"):
        make_report(example("sorvelle"), tmp_path / "out", Options())
    assert contents(tmp_path / "out") == {"report.html": b"the one before"}


def test_parameters_outside_the_workspace_are_told_by_name_only():
    from maturity.batch.notebook import told

    given = {"instrument": str(Path("/home/somebody/i.yaml").absolute()), "responses": "a/b"}
    assert told(given) == {"instrument": "i.yaml", "responses": "a/b"}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
@pytest.mark.parametrize("seconds", [1.0, 3.0, 4.0, 7.5])
def test_an_interrupted_batch_is_exit_130_and_leaves_no_half_report(tmp_path, seconds):
    batch = subprocess.Popen(
        [*COMMAND, "batch", str(EXAMPLES), "-o", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(batch.pid, signal.SIGINT)
    _, said = batch.communicate(timeout=60)
    assert (batch.returncode, b"Traceback" in said) == (130, False)
    for folder in (tmp_path / "out").glob("*/*/"):
        assert {each.name for each in folder.iterdir()} == {
            "report.html",
            "manifest.json",
            "consultant",
        }
    assert [f for f in tmp_path.rglob(".*") if f.exists()] == []


# Whole files


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "deep" / "target"
    with pytest.raises(TypeError), whole_folder(target) as draft:
        (draft / "half.txt").write_text("half", encoding="utf-8") + "not a number"
    assert list(tmp_path.iterdir()) == []
    with whole_folder(target) as draft:
        (draft / "sub").mkdir()
        (draft / "sub" / "a.txt").write_text("a", encoding="utf-8")
    with whole_folder(target) as draft:
        (draft / "b.txt").write_text("b", encoding="utf-8")
    assert contents(target) == {"sub/a.txt": b"a", "b.txt": b"b"}


def test_a_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "deep" / "a.txt"
    write_text(path, "before\n")
    with pytest.raises(TypeError), whole_file(path) as draft:
        draft.write_text("half", encoding="utf-8") + "not a number"
    assert contents(tmp_path) == {"deep/a.txt": b"before\n"}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_text(tmp_path / "link", "text\n")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "text\n"


def test_what_a_client_typed_never_becomes_a_formula_or_a_link(tmp_path):
    from openpyxl import load_workbook

    from maturity.writers.tables import write_table

    typed = ["=1+1", "+33 1", "-2", "@SUM(A1)", "https://example.org", "{=A1}", "", "x" * 40_000]
    write_table(tmp_path / "t.xlsx", "Anomalies", ["typed"], [[text] for text in typed])
    sheet = load_workbook(tmp_path / "t.xlsx").active
    cells = [sheet.cell(row, 1) for row in range(2, len(typed) + 2)]
    assert [cell.value or "" for cell in cells[:-1]] == typed[:-1]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert all(cell.hyperlink is None for cell in cells)
