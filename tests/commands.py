"""The commands as a user runs them: another process, a home of its own, no language set."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "surveys" / "examples"
WAVES = {"lumera": "2026-spring", "sorvelle": "2025-autumn", "trefonde": "2026-spring"}
PAGES = tuple(
    (organization, language) for organization in sorted(WAVES) for language in ("en", "fr")
)
MAIN = "import sys; sys.argv[0] = 'maturity'; from maturity.cli import main; main()"
COMMAND = (sys.executable, "-c", MAIN)

# The smallest instrument of docs/instrument.md, in one language and on six points.
CLIMATE = """\
id: team-climate
version: "1.0"
scales:
  agree6: {min: 1, max: 6, labels: {1: Very inaccurate, 6: Very accurate}}
dimensions:
  - id: trust
    label: Trust
    items:
      - {id: A1, text: I distrust people here., scale: agree6, reverse: true}
      - {id: A2, text: I ask others for help.,  scale: agree6, weight: 2}
  - id: voice
    label: Voice
    items:
      - {id: B1, text: I say what I think., scale: agree6}
levels: [{label: Low, below: 50}, {label: High}]
"""
ANSWERS = "respondent,function,A1,A2,B1\n" + "".join(
    f"p{n},{'sales' if n % 2 else 'it'},{1 + n % 6},{1 + (n * 5) % 6},{2 + n % 4}\n"
    for n in range(1, 13)
)


def example(organization):
    return EXAMPLES / organization / WAVES[organization]


def environment(**variables):
    """What a user's shell holds on a fresh machine: no locale, no colours, no settings of ours."""
    kept = ("PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMPDIR")
    home = Path(tempfile.gettempdir()) / f"maturity-tests-home-{os.getpid()}"
    home.mkdir(exist_ok=True)
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(home),
        "USERPROFILE": str(home),
        **variables,
    }


def run(*words, cwd=None, **variables):
    """Run ``maturity`` and return its exit code, standard output and standard error."""
    command = [*COMMAND, *map(str, words)]
    done = subprocess.run(
        command,
        cwd=cwd or tempfile.gettempdir(),
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert "Traceback" not in done.stderr or "--debug" in words, done.stderr
    return done.returncode, done.stdout, done.stderr


def document(*words, **variables):
    """Run a command with ``--json`` and return its exit code and its one document."""
    code, out, _ = run(*words, "--json", **variables)
    return code, json.loads(out)


def climate(folder):
    """Write the small instrument and a table of answers; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    instrument, answers = folder / "team-climate.yaml", folder / "answers.csv"
    instrument.write_text(CLIMATE, encoding="utf-8", newline="\n")
    answers.write_text(ANSWERS, encoding="utf-8", newline="\n")
    return instrument, answers


def workspace(folder, *organizations):
    """Make a workspace with some of the examples as its received engagements."""
    for name in ("notebooks", "surveys/digital-maturity"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(".*"))
    for organization in organizations:
        shutil.copytree(EXAMPLES / organization, folder / "surveys" / "received" / organization)
    return folder


def contents(folder):
    """Return every file's bytes below a folder, by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def made_once(factory, name, make):
    """Return a folder filled once for all test workers, and what ``make`` returned of it as text.

    Whoever comes second waits for the first.
    """
    base = factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder, done = base / name, base / f"{name}.done"
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.1)
    else:
        text = ""
        try:
            text = make(folder)
        finally:
            write_whole(done, text)
    return folder, done.read_text(encoding="utf-8")


def write_whole(path, text):
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
