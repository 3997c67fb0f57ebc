"""The report in the formats that are not the notebook's own: one report, many files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from maturity.story.report import Report

WRITERS = ("pdf", "pptx", "docx", "xlsx")


def file_name(format_: str, cut: str = "") -> str:
    """Return what a format's file is called; ``cut`` is such as ``.executive.fr``."""
    return f"{'results' if format_ == 'xlsx' else 'report'}{cut}.{format_}"


def deliver(report: Report, folder: str, formats: str) -> tuple[str, ...]:
    """Write a report into a folder and return the names of the files.

    Parameters
    ----------
    report : Report
        What every format is written from.
    folder : str
        Where to; empty writes nothing.
    formats : str
        Which ones, such as ``pdf,docx``.

    Raises
    ------
    ReportError
        A format cannot be written.
    OSError
        The folder cannot be made or written.
    """
    wanted = [name for name in WRITERS if name in formats.split(",")] if folder else []
    for name in wanted:
        Path(folder).mkdir(parents=True, exist_ok=True)
        _writer(name)(report, Path(folder) / file_name(name))
    return tuple(file_name(name) for name in wanted)


def _writer(format_: str) -> Callable[[Report, Path], None]:
    """Return what writes a format: each brings a large library, so only when it is asked for."""
    match format_:
        case "pdf":
            from maturity.writers.pdf import write
        case "pptx":
            from maturity.writers.slides import write
        case "docx":
            from maturity.writers.document import write
        case _:
            from maturity.writers.results import write
    return write
