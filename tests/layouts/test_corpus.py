"""Every messy file is read as it should be, or refused by name: nothing wrong, nothing lost."""

import shutil

import pytest
from tests.layouts.corpus import (
    CELLS,
    CONTAINERS,
    FRENCH,
    FRENCH_TRUTH,
    READ,
    REFUSED,
    SMALL,
    SMALL_TRUTH,
)
from tests.layouts.people import CLIMATE, SHIPPED
from tests.layouts.verify import Places, checked, split, sums, unnamed
from tests.workbooks import write_csv, write_openpyxl, write_xlsxwriter

from maturity.errors import UnreadableError

WRITERS = {"openpyxl": write_openpyxl, "xlsxwriter": write_xlsxwriter}


def facts(truth):
    """``C4 A1 5`` by address."""
    found = {}
    for line in truth.split(" / ") if truth else []:
        cell, item, *said = line.split()
        found[cell] = (item, *said)
    return found


def judge(got, name, sheet, truth, *, shift=(0, 0)):
    """Yield what a run says of a file against its truth."""
    yield from sums(got)
    yield from unnamed(got)
    where = Places(problem["source"] for problem in got.document["problems"])
    expected = {moved(cell, shift): said for cell, said in facts(truth).items()}
    for cell, (item, outcome, *point) in expected.items():
        source = f"{name}!{sheet}!{cell}"
        rows = got.by_source.get(source, [])
        if not rows:
            if outcome not in {"lost", "open"} or source not in where:
                yield f"{source}: no row, though it holds {item} {outcome}"
            continue
        yield from judge_cell(source, rows[0], (item, outcome, *point))
    for row in got.rows:
        if split(row["source"])[2] not in expected and row["missing_reason"] not in {
            "ignored",
            "unreadable",
        }:
            yield f"{row['source']}: {row} is made up"


def judge_cell(source, row, expected):
    item, outcome, *point = expected
    said, lost = (
        row["response"] or row["missing_reason"],
        row["missing_reason"] in {"unreadable", "ignored"},
    )
    if outcome == "lost":
        if not lost:
            yield f"{source}: {row['answer']!r} must not be read, yet {said}"
    elif outcome == "open":
        if not lost and point and said != point[0]:
            yield f"{source}: {row['answer']!r} is {point[0]} or nothing, yet {said}"
    elif said != {"dk": "dont_know", "na": "not_applicable"}.get(outcome, outcome):
        yield f"{source}: {row['answer']!r} is {outcome}, yet {said}"
    if item != "-" and not lost and row["item"] != item:
        yield f"{source}: belongs to {item}, not to {row['item']}"


def moved(cell, shift):
    return f"{chr(ord(cell[0]) + shift[1])}{int(cell[1:]) + shift[0]}"


def containers():
    for name, case in CONTAINERS.items():
        marks = [pytest.mark.slow] if case.slow else []
        for language in ("small", "french"):
            yield pytest.param(case, language, id=f"{name}, {language}", marks=marks)


@pytest.mark.parametrize(("case", "language"), [*containers()])
def test_a_container_is_read_whole_or_refused_by_name(tmp_path, case, language):
    rows, truth, instrument = {
        "small": (SMALL, SMALL_TRUTH, str(CLIMATE)),
        "french": (FRENCH, FRENCH_TRUTH, SHIPPED),
    }[language]
    (tmp_path / "in").mkdir()
    path = case.make(tmp_path / "in" / case.file, rows)
    try:
        got = checked(path, instrument, tmp_path, language="en")
    except UnreadableError as caught:  # no problem list: the sentence names the file all the same
        assert case.fate != READ, str(caught)  # noqa: PT017
        assert case.file in str(caught)  # noqa: PT017
        return
    blocked = [p for p in got.document["problems"] if p["severity"] == "blocks"]
    if case.fate == REFUSED or (case.fate != READ and blocked):
        assert [p["source"].split("!")[0] for p in blocked] == [case.file] * len(blocked)
        assert blocked, got.document["problems"]
        assert not [row for row in got.rows if row["response"]]
        assert set(case.codes) <= set(got.codes), got.codes
        return
    assert not blocked, blocked
    sheet = case.sheet or split(got.rows[0]["source"])[1]
    bad = [*judge(got, case.file, sheet, truth, shift=case.shift)]
    assert not bad, (bad, got.codes)
    assert len([each for each in got.document["respondents"] if each["included"]]) == 2


def tables():
    for name, case in CELLS.items():
        for how in case.formats:
            yield pytest.param(case, how, id=f"{name}, {how}")


@pytest.mark.parametrize(("case", "how"), [*tables()])
def test_a_drawn_table_is_read_as_it_should_be(tmp_path, case, how):
    (tmp_path / "in").mkdir()
    if how == "csv":
        path = write_csv(tmp_path / "in" / "a.csv", case.drawing)
    else:
        path = WRITERS[how](tmp_path / "in" / "a.xlsx", S=case.drawing)
    got = checked(path, case.instrument, tmp_path, language="en")
    bad = [*judge(got, path.name, "csv" if how == "csv" else "S", case.truth)]
    assert not bad, (bad, got.codes)
    assert set(case.codes) <= set(got.codes), got.codes
    if case.people is not None:
        assert len([p for p in got.document["respondents"] if p["included"]]) == case.people
    shutil.rmtree(tmp_path / "in")
