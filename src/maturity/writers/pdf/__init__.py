"""The report as a PDF: tagged, the same on every machine, the same bytes each time.

Typst lays it out in memory: ``report.typ`` is the page, ``content.py`` what stands on it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path

import typst

from maturity.errors import ReportError
from maturity.story.figures import typeface
from maturity.story.report import Report
from maturity.writers.files import whole_file
from maturity.writers.pdf.content import Content

_FACE = "DejaVu Sans"  # what figures are lettered in; it knows nearly every alphabet
_SIZE = 8.8  # points: its letters are as large as those of most others at 10


def write(report: Report, path: Path) -> None:
    """Write a report as PDF.

    Raises
    ------
    ReportError
        It cannot be laid out, such as with a logo that is no picture.
    OSError
        The file cannot be written.
    """
    content = to_pdf(report)
    with whole_file(path) as draft:
        draft.write_bytes(content)


def to_pdf(report: Report) -> bytes:
    """Return a report as PDF.

    Typst keeps what it laid out as long as the process lives: about 110 MB for a report of 40
    pages. Who writes many gives each a process, as papermill's kernels are.

    Raises
    ------
    ReportError
        It cannot be laid out.
    """
    document = Content(report).document() | {"font": _FACE, "size": _SIZE}
    try:
        return typst.compile(
            _template(),
            sys_inputs={"report": json.dumps(document)},
            font_paths=_fonts(),
            pdf_standards=["ua-1"],  # no figure without words, no heading skipped
        )
    except typst.TypstError as error:
        name = report.story.assessment.name
        raise ReportError("pdf_failed", organization=name, why=error.message) from None


@cache
def _template() -> bytes:
    return (resources.files(__package__) / "report.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Return the figures' own typefaces, which come with matplotlib, and none of the machine's."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(typeface())]
    )
