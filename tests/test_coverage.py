"""A shard of the simulation in benchmarks/coverage.py: intervals hold what they promise."""

import sys
from importlib import util
from pathlib import Path

import numpy as np
import pytest

from maturity.scores.estimate import estimate

ROOT = Path(__file__).parents[1]
DRAWS = 250


@pytest.fixture(scope="module")
def simulation():
    spec = util.spec_from_file_location("coverage_", ROOT / "benchmarks" / "coverage.py")
    module = util.module_from_spec(spec)
    sys.modules["coverage_"] = module  # its dataclasses look for themselves there
    spec.loader.exec_module(module)
    yield module
    del sys.modules["coverage_"]


def pooled(simulation, tallies):
    """All tallies as one, which leaves less to chance."""
    whole = simulation.Tally()
    for each in tallies:
        whole.held += each.held
        whole.made += each.made
        whole.claims += each.claims
    return whole


@pytest.mark.slow
@pytest.mark.parametrize("headcount", [False, True])
def test_nineteen_intervals_of_twenty_hold_the_truth(simulation, headcount):
    s = simulation
    tallies = [s.one_figure(m, d, DRAWS) for m in s.MODELS for d in s.ONE[::3]]
    tallies += [
        s.one_figure(m, d, DRAWS, headcount=headcount) for m in s.MODELS for d in s.SEVERAL[1::3]
    ]
    tallies += [
        s.all_together(m, s.SEVERAL[3], DRAWS // 2, headcount=headcount) for m in s.MODELS[:2]
    ]
    whole = pooled(s, tallies)
    assert whole.made > 5000
    assert s.LOWEST <= whole.coverage <= s.HIGHEST
    assert all(each.sound for each in tallies)
    for name, times, claimed, true in s.calibration(whole.claims):
        assert abs(claimed - true) < s.NEAR + 3 * (0.25 / times) ** 0.5, name


@pytest.mark.slow
def test_raking_keeps_the_promise_that_weights_by_function_alone_break(simulation):
    s = simulation
    raked, by_function = s.raked(s.MODELS[0], s.RAKED[1], DRAWS)
    assert raked.sound
    assert not by_function.sound
    assert by_function.coverage < raked.coverage - 0.1


@pytest.mark.slow
def test_exact_shares_hold_at_least_what_they_promise(simulation):
    s = simulation
    assert all(s.shares(d, DRAWS, roster=r).sound for d in s.ONE[::2] for r in (True, False))


@pytest.mark.slow
def test_the_simulation_notices_a_wrong_headcount(simulation):
    """Of 20 people 14 answer: intervals that know of no 20 are too wide, those of 16 too narrow."""
    s, model = simulation, simulation.MODELS[0]
    rng = np.random.default_rng(5)
    right, forgotten, wrong = s.Tally(), s.Tally(), s.Tally()
    populations = (
        (right, s.Design((20,), (14,)).population()),
        (forgotten, s.Design((20,), (14,)).population(roster=False)),
        (wrong, s.Design((16,), (14,)).population()),
    )
    for _ in range(2 * DRAWS):
        people = model.scores(rng, np.zeros(20))
        for tally, population in populations:
            tally.add(estimate(people[:14], population), float(people.mean()))
    assert right.sound
    assert not forgotten.sound
    assert not wrong.sound
