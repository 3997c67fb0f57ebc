"""No file, however spoiled, stops the check, hides a cell, or takes the machine with it."""

import os

import pytest
from tests.fuzz.__main__ import shard
from tests.fuzz.judge import ABORT, FAILURES, READ, TIME_OUT, TRACEBACK, Judge
from tests.fuzz.mutate import LEVELS, mutant
from tests.fuzz.seeds import KINDS, seeds

QUICK, THOROUGH = 40, 500
kinds = pytest.mark.parametrize("kind", KINDS)


def failures(kind, seed, count):
    return [
        f"{kind} {number} {verdict.what} {how}: {verdict.codes} {verdict.why}"
        for number, how, verdict in shard(kind, seed, range(count))
        if verdict.what in FAILURES
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])  # all four among the slow
def test_a_spoiled_file_is_read_or_refused_and_every_cell_accounted_for(kind):
    assert failures(kind, 1, QUICK) == []


@pytest.mark.slow
@kinds
def test_many_spoiled_files_are_read_or_refused(kind):
    # Another seed on request: what one night finds, the next may not.
    assert failures(kind, int(os.environ.get("MATURITY_FUZZ_SEED", "2")), THOROUGH) == []


@pytest.mark.slow
@kinds
def test_the_files_that_are_spoiled_are_read_when_they_are_not(kind):
    with Judge() as judge:
        verdicts = [judge.verdict(kind, content) for content in seeds(kind)]
    assert {verdict.what for verdict in verdicts} == {READ}, verdicts


@kinds
def test_the_same_numbers_make_the_same_file(kind):
    for number in range(len(LEVELS[kind]) * 3):
        assert mutant(kind, 5, number) == mutant(kind, 5, number)
    assert len({mutant(kind, 5, number)[0] for number in range(20)}) > 15


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("raise KeyError('x')", TRACEBACK),
        ("raise SystemExit(3)", TRACEBACK),
        ("import os; os.abort()", ABORT),
        ("bytearray(8 << 30)", TRACEBACK),
        ("import time; time.sleep(60)", TIME_OUT),
    ],
)
def test_the_judge_sees_what_a_library_might_do(code, what, tmp_path, monkeypatch):
    # A check that misbehaves takes the place of the real one, in the judge's own process.
    (tmp_path / "sitecustomize.py").write_text(
        f"import maturity.check\ndef check_paths(*_, **__):\n    {code}\n"
        "maturity.check.check_paths = check_paths\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    if what == TIME_OUT:
        monkeypatch.setattr("tests.fuzz.judge.PATIENCE", 3)
    with Judge() as judge:
        assert judge.verdict("csv", b"A1\n1\n").what == what
        monkeypatch.setenv("PYTHONPATH", "")
