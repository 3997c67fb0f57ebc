"""What a client gets depends on what is published and on nothing else, whatever the format."""

import functools
import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from tests import printed
from tests.commands import PAGES, example
from tests.reports import file_of, written

from maturity.assess import assess

SLOW = ("html", "pdf", "docx")  # those with pictures
FORMATS = (*SLOW, "pptx", "xlsx")
every_format = pytest.mark.parametrize(
    "kind", [pytest.param(each, marks=pytest.mark.slow if each in SLOW else ()) for each in FORMATS]
)
# Two functions of fewer than five people each: they are told together, under the name of neither.
FUNCTIONS = {"sales": 7, "it": 6, "direction": 3, "legal": 2}
INSTRUMENT = """\
id: team-climate
version: "1.0"
title: Team climate
scales:
  agree6: {min: 1, max: 6, labels: {1: Very inaccurate, 6: Very accurate}}
dimensions:
  - id: trust
    label: Trust
    practices:
      - id: asking
        label: Asking for help
        items:
          - {id: A1, text: I distrust people here., scale: agree6, reverse: true}
          - {id: A2, text: I ask others for help., scale: agree6}
  - id: voice
    label: Voice
    items:
      - {id: B1, text: I say what I think., scale: agree6}
      - {id: B2, text: I hear what others think., scale: agree6}
attributes:
  - id: function
    label: Function
    choices:
      - {id: sales, label: Sales}
      - {id: it, label: IT}
      - {id: direction, label: Management}
      - {id: legal, label: Legal}
"""


def people():
    """Who answered: function, then an answer to each question."""
    draw = random.Random(7)
    functions = [function for function, count in FUNCTIONS.items() for _ in range(count)]
    return [(function, *(draw.randint(1, 6) for _ in range(4))) for function in functions]


def table(rows, ids, comments):
    """A table as a survey tool gives it."""
    lines = [
        f"{id_},{function},{','.join(map(str, answers))},{comment}"
        for (function, *answers), id_, comment in zip(rows, ids, comments, strict=True)
    ]
    return "\n".join(["respondent,function,A1,A2,B1,B2,comment", *lines, ""])


def swapped(rows):
    """The same people, but two masked functions have each other's answers."""
    first, second = (
        [n for n, row in enumerate(rows) if row[0] == of] for of in ("direction", "legal")
    )
    rows = list(rows)
    for a, b in zip(first, second, strict=False):
        rows[a], rows[b] = (rows[a][0], *rows[b][1:]), (rows[b][0], *rows[a][1:])
    return rows


SECRETS = ("zebra-wing", "quokka", "xylophone")  # in names of files, in ids, in comments
OTHER = ("walrus-gate", "ocelot", "harpsichord")


def answers(folder, rows, words):
    name, id_, comment = words
    folder.mkdir(parents=True)
    (folder / "team-climate.yaml").write_text(INSTRUMENT, encoding="utf-8")
    ids = [f"{id_}-{n:02d}" for n in range(len(rows))]
    comments = [f"The {comment} of {n} should stop" for n in range(len(rows))]
    file = folder / f"{name}.csv"
    file.write_text(table(rows, ids, comments), encoding="utf-8")
    return assess(
        file,
        instrument=str(folder / "team-climate.yaml"),
        organization="Acme",
        wave="2026",
        language="en",
    )


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """Two inputs that differ in whatever is not published, and are published alike."""
    folder, rows = tmp_path_factory.mktemp("inputs"), people()
    other = swapped(rows)
    random.Random(3).shuffle(other)
    return (
        answers(folder / "one", rows, SECRETS),
        answers(folder / "two" / "deeper", other, OTHER),
    )


@pytest.fixture(scope="module")
def pairs(twins):
    """The files of both inputs, by format, each written when it is asked for."""
    reports = [result.report() for result in twins]

    @functools.cache
    def pair(kind):
        return [written(report, kind) for report in reports]

    return pair


def test_the_two_inputs_differ_and_are_published_alike(twins):
    first, second = twins
    assert first.assessment == second.assessment
    assert first.problems != second.problems or first.intake.responses != second.intake.responses
    masked = {each.what for each in first.assessment.suppression_log}
    assert {"direction", "legal"} <= masked


@every_format
def test_what_is_published_alike_is_written_alike_to_the_last_byte(pairs, kind):
    first, second = pairs(kind)
    assert first.read_bytes() == second.read_bytes()


@functools.cache
def everything_in(path):
    """All that a file says: in its text, its metadata, the files inside it, each with its place."""
    said = [("text", text) for text in printed.texts(path)]
    for name, content in printed.every_byte(path):
        said += [(name, name), (name, content.decode("utf-8", errors="replace"))]
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            said += [("object", repr(each)) for each in pdf.objects]
            said += [("metadata", str(pdf.open_metadata()))]
    return [(where, text.casefold()) for where, text in said]


def found_in(path, words):
    """The words that stand anywhere in a file, with their places."""
    return {
        (where, word)
        for where, text in everything_in(path)
        for word in words
        if word.casefold() in text
    }


@every_format
def test_a_clients_file_holds_nothing_of_the_files_received(pairs, kind):
    words = (*SECRETS, *OTHER, ".csv!", str(Path.cwd()))
    assert found_in(pairs(kind)[0], words) == set()


@every_format
def test_a_clients_file_does_not_know_what_day_it_is(pairs, kind):
    today = datetime.now(UTC)
    days = (f"{today:%Y-%m-%d}", f"{today:%Y%m%d}", f"{today.day} {today:%B %Y}")
    assert found_in(pairs(kind)[0], days) == set()


def test_the_search_looks_everywhere(pairs, tmp_path):
    """A word in a workbook inside slides, or in a property, is found."""
    import zipfile

    copy = tmp_path / "report.pptx"
    copy.write_bytes(pairs("pptx")[0].read_bytes())
    with zipfile.ZipFile(copy, "a") as package:
        package.writestr("ppt/embeddings/more.xlsx", pairs("xlsx")[0].read_bytes())
        package.writestr("docProps/custom.xml", "<x>zebra-wing</x>")
    assert {word for _, word in found_in(copy, ("zebra-wing", "I distrust people"))} == {
        "zebra-wing",
        "I distrust people",
    }


@pytest.mark.slow
def test_the_search_reads_what_is_compressed_and_set_in_glyphs(pairs):
    assert found_in(pairs("pdf")[0], ("I distrust people",))


# The examples, whole


@pytest.mark.slow
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("organization", "language"), PAGES)
def test_an_example_holds_nothing_of_the_files_received(organization, language, kind):
    names = [file.name for file in example(organization).rglob("*") if file.is_file()]
    path = file_of(organization, language, kind)
    assert found_in(path, (*names, "surveys/", str(Path.cwd()))) == set()
    texts = "\n".join(printed.texts(path))
    assert re.findall(r"\br0\d\d\b|\S+\.(?:xlsx|csv)!", texts) == []
