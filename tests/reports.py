"""The reports of the examples, each made once in a test process, and the files written of them."""

import atexit
import functools
import shutil
import tempfile
from collections import Counter
from pathlib import Path

from tests.commands import example

from maturity.assess import assess
from maturity.language import Language
from maturity.story import Story
from maturity.story.edition import PLAIN
from maturity.story.report import Report
from maturity.writers.deliver import deliver, file_name


@functools.cache
def result_of(organization, language):
    return assess(example(organization), language=language)


@functools.cache
def report_of(organization, language, audience=""):
    """What every format of an example is written from: figures are drawn once for all of them."""
    return result_of(organization, language).report(audience)


@functools.cache
def published(organization, language):
    """What ``assessment.json`` holds of an example."""
    return result_of(organization, language).to_json()


@functools.cache
def file_of(organization, language, kind, audience=""):
    """The file of an example in one format, written the first time it is asked for."""
    return written(report_of(organization, language, audience), kind)


def written(report, kind):
    """Write a report in one format into a folder of its own and return the file."""
    folder = Path(tempfile.mkdtemp(prefix="maturity-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / file_name(kind)
    if kind == "html":
        path.write_text(page_of(report), encoding="utf-8", newline="\n")
    else:
        deliver(report, str(folder), kind)
    return path


def page_of(report):
    """The page of a report as its notebook would show it, without a kernel."""
    import nbformat
    from tests.commands import ROOT

    from maturity.writers.html import show, to_html

    notebook = nbformat.read(ROOT / "notebooks" / "organization.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.source.startswith("show("):
            shown = eval(cell.source, {"report": report, "show": show})
            output = nbformat.v4.new_output("execute_result", {"text/html": shown.data})
            cell.outputs = [output]
    return to_html(notebook, report.story)


def report_from(asked, assessment, language="en", edition=PLAIN, **problems):
    """A report of an assessment that a test put together."""
    story = Story(assessment, asked, Language(language), edition)
    return Report(story, Counter(problems))
