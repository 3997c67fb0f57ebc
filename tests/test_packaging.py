"""What a user installs: the wheel alone, in an empty environment, makes the example reports."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
CARRIED = ("notebooks", "surveys/digital-maturity", "surveys/examples")


def _run(*command, cwd):
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"{command}\n{run.stdout}\n{run.stderr}"
    return run.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    _run(*build, "--outdir", str(folder), str(ROOT), cwd=folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_a_workspace(wheel):
    carried = {
        f"maturity/workspace/{path.relative_to(ROOT).as_posix()}"
        for top in CARRIED
        for path in (ROOT / top).rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {top for top in CARRIED if not any(f"/{top}/" in name for name in carried)} == set()
    assert carried - names == set()


def test_the_wheel_carries_everything_that_lies_in_the_package(wheel):
    package = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src" / "maturity").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert package - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_the_wheel_carries_nothing_of_a_client(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if "surveys/received" in name or "/reports/" in name] == []


def test_an_installed_wheel_makes_the_example_reports(wheel, tmp_path):
    _run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    scripts = tmp_path / "env" / SCRIPTS
    pip = [str(scripts / "python"), "-m", "pip"]
    locked = str(ROOT / "requirements" / "run.txt")
    _run(*pip, "install", "--quiet", "--require-hashes", "-r", locked, cwd=tmp_path)
    _run(*pip, "install", "--quiet", "--no-deps", str(wheel), cwd=tmp_path)
    _run(*pip, "check", cwd=tmp_path)

    maturity = str(scripts / "maturity")
    _run(maturity, "init", "workspace", cwd=tmp_path)
    _run(maturity, "demo", cwd=tmp_path / "workspace")

    examples = {folder.parent.name for folder in (ROOT / "surveys/examples").glob("*/*/")}
    reports = (tmp_path / "workspace" / "reports").glob("*/*/report.html")
    assert {report.parts[-3] for report in reports} == examples
