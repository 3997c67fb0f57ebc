"""The report notebook under the plain papermill command and in JupyterLab, not only in a batch."""

import json
import subprocess
import sys

import nbformat
import papermill
import pytest
from nbclient import NotebookClient
from openpyxl import load_workbook
from tests.commands import ROOT, document, environment, example, run

from maturity.batch.notebook import PARAMETERS
from maturity.instrument import load_instrument
from maturity.workspace import NOTEBOOK

PATH = ROOT / "notebooks" / NOTEBOOK


def plain_papermill(output, *parameters, cwd):
    """Run the notebook as the papermill manual says; return the process and what it wrote."""
    words = [word for name, value in parameters for word in ("-p", name, str(value))]
    command = [sys.executable, "-m", "papermill", str(PATH), str(output), *words]
    ran = subprocess.run(
        command, cwd=cwd, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    return ran, json.loads(output.read_text(encoding="utf-8"))


def shown(notebook):
    """The HTML of every cell that showed some."""
    return [
        "".join(output["data"]["text/html"])
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]


def test_the_notebook_takes_the_parameters_we_give_and_no_others():
    known = papermill.inspect_notebook(str(PATH))
    assert tuple(known) == PARAMETERS
    assert all(each["help"] for each in known.values())


@pytest.mark.slow
def test_plain_papermill_runs_it_from_the_repository(tmp_path):
    chosen = (("responses", "surveys/examples/sorvelle/2025-autumn"), ("language", "fr"))
    ran, made = plain_papermill(tmp_path / "out.ipynb", *chosen, cwd=ROOT)
    assert ran.returncode == 0, ran.stderr
    assert len(shown(made)) >= 5
    assert "Communauté de Sorvelle" in shown(made)[0]


@pytest.mark.slow
def test_plain_papermill_runs_it_from_another_folder(tmp_path):
    chosen = (("responses", example("sorvelle")), ("language", "en"))
    ran, made = plain_papermill(tmp_path / "out.ipynb", *chosen, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "Communauté de Sorvelle" in shown(made)[0]


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("language", "xx", "UsageError"),
        pytest.param("responses", "no/such/place", "UsageError", marks=pytest.mark.slow),
        pytest.param("instrument", "nope", "InstrumentError", marks=pytest.mark.slow),
        pytest.param("engagement", "nope.yaml", "UsageError", marks=pytest.mark.slow),
    ],
)
def test_a_wrong_value_stops_the_first_call(tmp_path, name, value, error):
    ran, made = plain_papermill(tmp_path / "out.ipynb", (name, value), cwd=ROOT)
    assert ran.returncode == 1
    assert shown(made)[1:] == []  # papermill's own note that it failed, at most
    failed = [
        (number, output["ename"])
        for number, cell in enumerate(c for c in made["cells"] if c["cell_type"] == "code")
        for output in cell["outputs"]
        if output["output_type"] == "error"
    ]
    assert [ename for _, ename in failed] == [error]


@pytest.mark.slow
def test_it_runs_from_top_to_bottom_where_jupyterlab_opens_it():
    notebook = nbformat.read(PATH, as_version=4)
    where = {"metadata": {"path": str(PATH.parent)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=where).execute()
    assert len(shown(notebook)) >= 5
    streams = [
        output["text"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "stream"
    ]
    assert streams == []


# Another instrument, from its blank form to its report


@pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
def test_another_instrument_goes_from_its_form_to_its_report(tmp_path, language):
    other = ROOT / "tests" / "other_instrument"
    wave = tmp_path / "St Elsewhere" / "2026-spring"
    chosen = ("--instrument", other, "--language", language)
    form = wave / "collector.xlsx"
    assert run("questionnaire", "--form", "collector", "--rows", 12, "-o", form, *chosen)[0] == 0
    fill(form)
    code, made = document("check", wave, *chosen)
    assert (code, made["cells"]["filled"]) == (0, made["cells"]["answered"])
    code, made = document("assess", wave, *chosen)
    assert (code, made["respondents"]["included"]) == (0, 12)
    assert made["overall"]["score"] is None  # its dimensions share no scale
    assert 0 <= made["overall"]["score_100"] <= 100
    code, _, err = run("report", wave, "-o", tmp_path / "out", *chosen)
    assert (code, err) == (0, "")
    (page,) = (tmp_path / "out").glob("report*.html")
    shown = page.read_text(encoding="utf-8")
    assert "Fragile" in shown or "Steady" in shown or "Resilient" in shown
    assert "Cross-functional alignment" not in shown
    kept = "".join(f.read_text("utf-8") for f in (tmp_path / "out" / "consultant").glob("*.json"))
    assert str(ROOT) not in kept


def fill(form):
    """Answer every question of a collector, in points of each question's scale."""
    items = {item.id: item for item in load_instrument(ROOT / "tests" / "other_instrument").items}
    book = load_workbook(form)
    cells = [(sheet, cell) for sheet in book for row in sheet.iter_rows() for cell in row]
    # The last column so titled: an item may be called like an attribute, which stands before it.
    asked = {cell.value: (sheet, cell) for sheet, cell in cells if cell.value in items}
    for place, (id_, (sheet, cell)) in enumerate(asked.items()):
        points = items[id_].scale.points
        below = cell.row + 1
        below += isinstance(sheet.cell(below, cell.column).value, str)  # the question's text
        for n in range(12):
            sheet.cell(below + n, cell.column).value = points[(place + n) % len(points)]
    book.save(form)
