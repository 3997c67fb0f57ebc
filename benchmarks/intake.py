"""Measure what reading a client's files costs, beside what other readers need for the same files.

    python benchmarks/intake.py [--runs N] [--share 0.1] [--only NAME]

Every figure is that of a whole process, starting Python included: processor time (which other work
on the machine disturbs least), time on the clock, peak memory; the best of some runs. The files are
made first, of random answers. `maturity check` reads, understands, codes and reports;
the others only read. Ratios are what to look at: seconds are those of this machine. It prints
Markdown; docs/performance.md quotes it. python-calamine must be installed for its rows.
"""
# ruff: noqa: INP001, T201, TID251, S311, S603 - a script beside the package: it talks, starts, draws lots

from __future__ import annotations

import argparse
import csv
import importlib.util
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from maturity.instrument import load_instrument

HERE = Path(__file__).parent.parent
INSTRUMENT, CHECK_NAME, PANDAS = "wide.yaml", "`maturity check`", "pandas.read_excel, openpyxl"
COLUMNS, ROWS, TEXT_ROWS, FILES = 200, 10_000, 20_000, 300
EMPTY = 0.06  # share of questions left empty
LABELS = {1: "Strongly disagree", 2: "Disagree", 3: "Neither", 4: "Agree", 5: "Strongly agree"}
TITLES = ["respondent", "function", *(f"Q{n:03d}" for n in range(1, COLUMNS + 1))]

# A process started from a large one takes that one's peak for its own; the kernel knows better.
PEAK = """
import atexit, os, sys
def peak():
    try:
        with open("/proc/self/status") as status:
            kilobytes = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    except OSError:
        import resource
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(sum(os.times()[:4]), kilobytes, file=sys.stderr)
atexit.register(peak)
"""
CHECK = "from maturity.cli import main; main()"
READERS = {
    PANDAS: "import pandas\npandas.read_excel(sys.argv[1], engine='openpyxl')",
    "openpyxl, read-only": """
import openpyxl
for path in sys.argv[1:]:
    for sheet in openpyxl.load_workbook(path, read_only=True).worksheets:
        for row in sheet.iter_rows(values_only=True):
            pass
""",
    "python-calamine": """
from python_calamine import CalamineWorkbook
for path in sys.argv[1:]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
""",
    "csv.reader": """
import csv
for path in sys.argv[1:]:
    with open(path, newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
""",
    "our reader": """
from pathlib import Path
from maturity.readers import open_workbook
for path in sys.argv[1:]:
    open_workbook(Path(path))
""",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took: seconds of the processor and of the clock, megabytes at its peak."""

    seconds: float
    clock: float
    megabytes: float


def cost(command: list[str], runs: int) -> Cost:
    """Run a command and return its best time and its highest memory."""
    found = [_once(command) for _ in range(runs)]
    return Cost(
        min(each.seconds for each in found),
        min(each.clock for each in found),
        max(each.megabytes for each in found),
    )


def _once(command: list[str]) -> Cost:
    begin = time.perf_counter()
    run = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    clock = time.perf_counter() - begin
    if run.returncode not in {0, 1} or "Traceback" in run.stderr:  # 1: a person must look
        raise SystemExit(run.stderr)
    processor, kilobytes = map(float, run.stderr.split()[-2:])
    return Cost(processor, clock, kilobytes / 1024)


def _python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", f"{PEAK}\n{code}", *arguments]


def reader(name: str, *paths: Path) -> list[str]:
    """Return the command that reads files with another library, or with ours alone."""
    return _python(READERS[name], *map(str, paths))


def check(path: Path, instrument: Path, *options: str) -> list[str]:
    """Return the command a consultant runs."""
    return _python(CHECK, "check", str(path), "--instrument", str(instrument), "--json", *options)


# The files


def write_instrument(path: Path) -> None:
    """Write a questionnaire of as many items as the tables have columns."""
    labels = ", ".join(f"{point}: {label}" for point, label in LABELS.items())
    lines = [
        "id: wide",
        'version: "1"',
        f"scales: {{agree: {{min: 1, max: 5, labels: {{{labels}}}}}}}",
    ]
    lines.append("dimensions:")
    for n, title in enumerate(TITLES[2:]):
        if n % 40 == 0:
            lines += [f"  - id: d{n // 40}", f"    label: Part {n // 40}", "    items:"]
        lines.append(f"      - {{id: {title}, text: Statement number {title}., scale: agree}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rows_of_answers(count: int) -> Iterator[list[Any]]:
    """Yield the titles, then respondents who answer in numbers and in words, column by column."""
    draw = random.Random(1)
    yield list(TITLES)
    for row in range(1, count + 1):
        answers = (
            None
            if draw.random() < EMPTY
            else (LABELS[draw.randint(1, 5)] if column % 2 else draw.randint(1, 5))
            for column in range(COLUMNS)
        )
        yield [f"p{row:05d}", "marketing", *answers]


def write_table(path: Path, count: int, *, inline: bool = False) -> Path:
    """Write a table as XlsxWriter does: shared strings, or inline ones as big exports have them."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": inline}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows_of_answers(count)):
            sheet.write_row(number, 0, row)
    return path


def write_text_table(path: Path, count: int) -> Path:
    """Write the same as comma-separated text."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows_of_answers(count))
    return path


def write_forms(folder: Path, count: int) -> list[Path]:
    """Write one-person workbooks: the shipped questionnaire, filled in by hand as it were."""
    import openpyxl

    from maturity.writers.questionnaire import write_questionnaire

    instrument = load_instrument(HERE / "surveys" / "digital-maturity")
    folder.mkdir()
    empty = folder / "empty.xlsx"
    write_questionnaire(empty, instrument, language="en")
    book = openpyxl.load_workbook(empty)
    empty.unlink()
    asked = {item.id for item in instrument.items}
    cells = [
        sheet.cell(row, 4)
        for sheet in book.worksheets
        for row in range(1, sheet.max_row + 1)
        if sheet.cell(row, 2).value in asked
    ]
    draw = random.Random(2)
    paths = [folder / f"person {number:03d}.xlsx" for number in range(count)]
    for path in paths:
        for cell in cells:
            cell.value = draw.choice([*LABELS.values(), None])
        book.save(path)
    return paths


# The comparisons


def table(title: str, costs: dict[str, Cost], ours: str) -> None:
    """Print costs, and how many times ours each of the others is."""
    print(f"\n**{title}**\n\n| | processor s | clock s | MB | times ours |")
    print("|---|---:|---:|---:|---:|")
    for name, each in costs.items():
        figures = f"{each.seconds:.2f} | {each.clock:.2f} | {each.megabytes:.0f}"
        print(f"| {name} | {figures} | {each.seconds / costs[ours].seconds:.2f} |")


def compare_workbooks(folder: Path, rows: int, runs: int) -> None:
    """Compare one large table, with shared and with inline strings."""
    for inline in (False, True):
        path = write_table(folder / f"inline{inline}.xlsx", rows, inline=inline)
        costs = {
            CHECK_NAME: cost(check(path, folder / INSTRUMENT), runs),
            "`check --responses`": cost(
                check(path, folder / INSTRUMENT, "--responses", str(folder / "out.csv")), runs
            ),
            **others(path, ["our reader", "python-calamine", "openpyxl, read-only", PANDAS], runs),
        }
        strings = "inline" if inline else "shared"
        table(f"{rows:,} respondents × {COLUMNS} columns, {strings} strings", costs, CHECK_NAME)


def compare_text(folder: Path, rows: int, runs: int) -> None:
    """Compare a large text table with the standard library's own reader."""
    path = write_text_table(folder / "table.csv", rows)
    costs = {CHECK_NAME: cost(check(path, folder / INSTRUMENT), runs)}
    costs |= others(path, ["our reader", "csv.reader"], runs)
    table(f"{rows:,} respondents × {COLUMNS} columns as text", costs, CHECK_NAME)
    seconds = {name: _reading_only(name, path, runs) for name in ("our reader", "csv.reader")}
    times = seconds["our reader"] / seconds["csv.reader"]
    print(f"\nReading alone, without starting Python: {times:.2f} times csv.reader.")


def _reading_only(name: str, path: Path, runs: int) -> float:
    """Return the seconds a process needs to read a file a second time."""
    twice = cost(reader(name, path, path), runs).seconds
    return twice - cost(reader(name, path), runs).seconds


def compare_forms(folder: Path, count: int, runs: int) -> None:
    """Compare many small workbooks."""
    paths = write_forms(folder / "forms", count)
    shipped = HERE / "surveys" / "digital-maturity"
    costs = {CHECK_NAME: cost(check(folder / "forms", shipped), runs)}
    for name in ("our reader", "python-calamine", "openpyxl, read-only"):
        if available(name):
            costs[name] = cost(reader(name, *paths), runs)
    table(f"{count} one-person workbooks", costs, CHECK_NAME)


def compare_growth(folder: Path, rows: int, runs: int) -> None:
    """Show what twice as many respondents cost."""
    print(
        "\n**Growth**\n\n| respondents | seconds | MB | seconds per 1,000 |\n|---:|---:|---:|---:|"
    )
    for part in (4, 2, 1):
        count = rows // part
        found = cost(check(write_table(folder / "g.xlsx", count), folder / INSTRUMENT), runs)
        rate = found.seconds / count * 1000
        print(f"| {count:,} | {found.seconds:.2f} | {found.megabytes:.0f} | {rate:.3f} |")


def others(path: Path, names: list[str], runs: int) -> dict[str, Cost]:
    """Return what each of the readers that are installed needs."""
    return {name: cost(reader(name, path), runs) for name in names if available(name)}


def available(name: str) -> bool:
    """Tell whether a library is installed."""
    return name != "python-calamine" or importlib.util.find_spec("python_calamine") is not None


COMPARISONS: dict[str, tuple[Callable[[Path, int, int], None], int]] = {
    "workbooks": (compare_workbooks, ROWS),
    "text": (compare_text, TEXT_ROWS),
    "forms": (compare_forms, FILES),
    "growth": (compare_growth, ROWS),
}


def main() -> None:
    """Print every comparison, or one."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each process")
    parser.add_argument("--share", type=float, default=1.0, help="size, 1 being the full one")
    parser.add_argument("--only", choices=list(COMPARISONS), help="one comparison")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        write_instrument(Path(place) / INSTRUMENT)
        for name, (compare, size) in COMPARISONS.items():
            if given.only in {None, name}:
                compare(Path(place), round(size * given.share), given.runs)


if __name__ == "__main__":
    main()
