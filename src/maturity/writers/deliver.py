"""The report in the formats that are not the notebook's own: one report, many files."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from maturity.errors import UsageError
from maturity.story.report import Report

WRITERS = ("pdf", "pptx", "docx", "xlsx")


def file_name(format_: str, cut: str = "") -> str:
    """Return what a format's file is called; ``cut`` is such as ``.executive.fr``."""
    return f"{'results' if format_ == 'xlsx' else 'report'}{cut}.{format_}"


def chosen(formats: str) -> tuple[str, ...]:
    """Return the formats that a notebook's parameter names, such as ``pdf,docx``; none for "".

    Raises
    ------
    UsageError
        One is not known.
    """
    wanted = [each.strip() for each in formats.split(",")] if formats else []
    for each in wanted:
        if each not in WRITERS:
            raise UsageError("format_later", format=each, known=", ".join(WRITERS))
    return tuple(wanted)


def deliver(report: Report, folder: str, formats: Collection[str]) -> tuple[str, ...]:
    """Write a report into a folder and return the names of the files.

    Parameters
    ----------
    report : Report
        What every format is written from.
    folder : str
        Where to; empty writes nothing.
    formats : collection of str
        Which ones, of ``WRITERS``.

    Raises
    ------
    ReportError
        A format cannot be written.
    OSError
        The folder cannot be made or written.
    """
    wanted = [name for name in WRITERS if name in formats] if folder else []
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
