"""The pages keep their word: links lead somewhere, generated pages are fresh, commands run."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from maturity.language import LANGUAGES

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("surveys/**/*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_to_a_file(page):
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_page_of_problems_is_made_from_the_catalogue():
    page = runpy.run_path(str(ROOT / "docs" / "generate.py"))["problems_page"]()
    assert (ROOT / "docs" / "problems.md").read_text("utf-8") == page, "run python docs/generate.py"


def test_the_readme_names_only_commands_that_exist():
    from maturity.cli import cli

    named = set(re.findall(r"(?<!-)maturity ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    assert named - set(cli.commands) == set()
    assert {"init", "new", "check", "assess", "report", "batch", "doctor", "demo", "lab"} <= named


def test_the_example_of_the_format_page_is_a_valid_questionnaire(tmp_path):
    from maturity.instrument import load_instrument

    text = (ROOT / "docs" / "instrument.md").read_text("utf-8")
    block = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert block is not None
    file = tmp_path / "team.yaml"
    file.write_text(block[1], encoding="utf-8")
    assert load_instrument(file).languages == LANGUAGES[:1]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the README's commands are for a POSIX shell")
def test_the_first_engagement_of_the_readme_runs_as_it_is_written(tmp_path):
    commands = [
        line.strip()
        for block in BLOCK.findall((ROOT / "README.md").read_text("utf-8"))
        for line in block.splitlines()
    ]
    assert len(commands) >= 9
    script = tmp_path / "readme.sh"
    # check, assess and report answer 1: the example's files hold mistakes on purpose
    checked = [f"{line} || [ $? -eq 1 ]" for line in commands]
    script.write_text("\n".join(["set -e", *checked]), encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    shell = shutil.which("bash") or "sh"
    done = subprocess.run(
        [shell, str(script)], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = tmp_path / "my-work" / "reports" / "acme" / "2026-spring"
    assert (made / "report.html").is_file()
    assert (made.parents[1] / "status.csv").read_text("utf-8").count("\n") == 2
