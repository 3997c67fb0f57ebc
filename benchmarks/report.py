"""Measure what a report costs, format by format, beside the plain papermill and nbconvert commands.

    python benchmarks/report.py [--runs N] [--wave FOLDER]

Every figure is processor time of whole processes, their kernels included, the best of some runs;
all are run in turn in each round. What a format costs is what the report takes with it, less what
it takes in HTML alone. The plain commands are what anybody would type instead: papermill on the
same notebook, which is told of no other format, and jupyter nbconvert to HTML. It prints Markdown;
docs/performance.md quotes it.
"""
# ruff: noqa: INP001, T201, S603 - a script beside the package: it talks and starts processes

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent.parent
OTHERS = ("pdf", "pptx", "docx", "xlsx")
LIMIT = 1.5  # what the four together may cost, in times of the plain commands


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--wave", default="surveys/examples/lumera/2026-spring")
    chosen = options.parse_args()
    wave = (HERE / chosen.wave).resolve()
    best: dict[str, float] = {}
    sizes: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(chosen.runs):
            for what, commands in _commands(wave, folder).items():
                seconds = sum(_seconds(command) for command in commands)
                best[what] = min(seconds, best.get(what, seconds))
        made = folder / "all formats"
        sizes = {file.suffix[1:]: file.stat().st_size for file in made.iterdir() if file.suffix}
    _tell(best, sizes)


def _commands(wave: Path, folder: Path) -> dict[str, list[list[str]]]:
    """Return what is compared: each a list of commands, run one after the other."""
    notebook, ran = HERE / "notebooks" / "organization.ipynb", folder / "plain.ipynb"
    papermill = [sys.executable, "-m", "papermill", str(notebook), str(ran), "-p", "responses"]
    nbconvert = [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", str(ran)]
    wanted = {"html": "html", **{f"html and {each}": f"html,{each}" for each in OTHERS}}
    wanted["all formats"] = ",".join(("html", *OTHERS))
    report = [sys.executable, "-m", "maturity", "report", str(wave)]
    return {
        "plain": [[*papermill, str(wave)], nbconvert],
        **{
            what: [[*report, "--formats", formats, "-o", str(folder / what)]]
            for what, formats in wanted.items()
        },
    }


def _seconds(command: list[str]) -> float:
    """Return the processor time of a command and of all it started."""
    before = os.times()
    done = subprocess.run(command, cwd=HERE, check=False, capture_output=True)
    if done.returncode not in {0, 1}:  # 1: done, and a person should look at the answers
        raise SystemExit(f"{' '.join(command)}\n{done.stderr.decode()}")
    after = os.times()
    return sum(
        getattr(after, kind) - getattr(before, kind)
        for kind in ("children_user", "children_system")
    )


def _tell(best: dict[str, float], sizes: dict[str, int]) -> None:
    plain, html = best["plain"], best["html"]
    print("| | seconds | times the plain commands | KB |\n|---|---:|---:|---:|")
    print(f"| papermill and nbconvert, plain | {plain:.1f} | 1 | |")
    alone = f"{html:.1f} | {html / plain:.2f} | {_size(sizes, 'html')}"
    print(f"| `maturity report --formats html` | {alone} |")
    for each in OTHERS:
        more = best[f"html and {each}"] - html
        print(f"| {each}, besides | {more:.1f} | {more / plain:.2f} | {_size(sizes, each)} |")
    together = best["all formats"] - html
    print(f"| the four, together | {together:.1f} | {together / plain:.2f} | |")
    verdict = "within" if together <= LIMIT * plain else "beyond"
    print(f"\nThe four other formats cost {together / plain:.2f} times those: {verdict} {LIMIT}.")
    sys.exit(int(together > LIMIT * plain))


def _size(sizes: dict[str, int], format_: str) -> int:
    return round(sizes[format_] / 1000)


if __name__ == "__main__":
    main()
