"""Measure what scores and reliability cost, beside R's psych, pingouin, scipy and bare numpy.

    python benchmarks/scores.py [--people 1000000] [--runs N] [--pingouin PYTHON] [--coverage]

One run: answers of the same made-up people (five scales of twelve items of five points, a quarter
reversed, 3 % missing) are scored, with alpha, item-rest correlations and alpha if dropped, by each;
every repetition measures all of them in turn, and the best of each counts, so that other work on
the machine hurts none more than another. Only the computation is timed; data go to R and pingouin
as files. It shows how far alphas differ, and prints Markdown; docs/performance.md quotes it.

Rscript with psych must be installed for its rows; pingouin is installed into a folder of its own
that is removed again (it is no part of the package), unless --pingouin names a Python that has it.
--coverage measures instead how often intervals of alpha and omega hold the true value.
"""
# ruff: noqa: INP001, S603, T201 - a script beside the package: it talks, it starts others

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from maturity.instrument.model import Item, Scale, Text
from maturity.scores.matrix import Matrix, measured
from maturity.scores.statistics import omega, reliability, resample

SCALES, ITEMS, SPAN, MISSING = 5, 12, 4, 0.03
PEOPLE, DRAWS = (200, 60), 2000
REVERSED = np.arange(ITEMS) % 4 == 0
SIZES = (250_000, 500_000, 1_000_000)
Timed = tuple[float, list[float]]

IN_R = """
arguments <- commandArgs(TRUE)
suppressMessages(library(psych))
n <- as.integer(arguments[2])
x <- matrix(readBin(arguments[1], "integer", n * 60, size = 1), n)
x[x == 0] <- NA
reversed <- rep((0:11) %% 4 == 0, 5)
x[, reversed] <- 6L - x[, reversed]
colnames(x) <- paste0("x", 1:60)
gc()
options(digits = 15)
alphas <- function() sapply(0:4, function(d) alpha(x[, 12 * d + 1:12])$total$raw_alpha)
keys <- lapply(0:4, function(d) paste0("x", 12 * d + 1:12))
scored <- function() scoreItems(setNames(keys, paste0("d", 0:4)), x)$scores
seconds <- 0
if (arguments[3] == "all") seconds <- system.time(scored())[["elapsed"]]
gc()
seconds <- seconds + system.time(found <- alphas())[["elapsed"]]
cat("\\n", seconds, found, "\\n")
"""
IN_PINGOUIN = """
import sys, time
import numpy as np, pandas as pd, pingouin as pg
x = np.load(sys.argv[1]).astype(float)
x[x == 0] = np.nan
x[:, np.tile(np.arange(12) % 4 == 0, 5)] *= -1
x[x < 0] += 6
frame = pd.DataFrame(x, columns=[f"x{n}" for n in range(60)])
begun, found = time.perf_counter(), []
for d in range(5):
    part = frame.iloc[:, 12 * d : 12 * d + 12]
    scores = part.mean(axis=1).where(part.notna().sum(axis=1) >= 6)
    found.append(pg.cronbach_alpha(data=part, nan_policy="listwise")[0])
    rows = part.dropna()
    total = rows.sum(axis=1)
    rest = [rows[name].corr(total - rows[name]) for name in rows]
    dropped = [pg.cronbach_alpha(data=rows.drop(columns=name))[0] for name in rows]
print(time.perf_counter() - begun, *found)
"""


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=SIZES[-1])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pingouin", default="", help="a Python that has it; or none")
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--peak", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        print(json.dumps(peak(given.peak)))
    elif given.coverage:
        print(*coverage(), sep="\n")
    else:
        with tempfile.TemporaryDirectory() as folder:
            print(*scales(given, Path(folder)), sep="\n")
        print(*memory(), sep="\n")
        print(*bootstrap(given.runs), sep="\n")


# Data


def answers(n: int) -> np.ndarray[Any, Any]:
    """Return codes, people by items, an item's codes side by side; nothing large is made beside."""
    dice = np.random.default_rng(20261122)
    codes = np.empty((SCALES * ITEMS, n), dtype=np.uint8)
    for scale in range(SCALES):
        trait = dice.standard_normal(n, dtype=np.float32)
        for item in range(ITEMS):
            shown = dice.standard_normal(n, dtype=np.float32)
            shown *= np.float32(2)
            shown += np.float32(0.6) * trait
            shown += np.float32(3)
            column = np.clip(np.rint(shown), 1, 5).astype(np.uint8)
            if REVERSED[item]:
                column = 6 - column
            column[dice.random(n, dtype=np.float32) < MISSING] = 0
            codes[scale * ITEMS + item] = column
    return codes.T


def as_matrix(codes: np.ndarray[Any, Any]) -> Matrix:
    """Return what :func:`maturity.scores.matrix.matrix` makes of a client's files."""
    scale = Scale("agree5", 1, SPAN + 1, {}, {})
    items = tuple(
        Item(f"i{n}", Text(en="?"), scale, f"d{n // ITEMS}", reverse=bool(REVERSED[n % ITEMS]))
        for n in range(SCALES * ITEMS)
    )
    flags = [np.zeros(codes.shape, dtype=bool, order="F") for _ in range(3)]
    flags[0][:] = True
    people = tuple(f"r{n:07d}" for n in range(len(codes)))
    return Matrix(people, (None,) * len(codes), items, codes, *flags)


# Scores and reliability of a million people


def ours(data: Matrix) -> list[float]:
    """Score and judge every scale, as an assessment does; return the alphas."""
    found = []
    for first in range(0, SCALES * ITEMS, ITEMS):
        seen = measured(data, data.items[first : first + ITEMS], 0.5)
        covariance = seen.moments.covariance
        found.append(reliability.alpha(covariance))
        reliability.item_rest(covariance)
        reliability.alpha_if_dropped(covariance)
    return [float(alpha) for alpha in found]


def floor(codes: np.ndarray[Any, Any], rows: int = 8192) -> list[float]:
    """Do the same for this one shape of data, with nothing else: the least numpy needs."""
    n = len(codes)
    totals = np.zeros((SCALES, 2 * ITEMS, 2 * ITEMS))
    scores = np.full((SCALES, n), np.nan)
    sign = np.where(REVERSED, -1, 1).astype(np.float32)
    offset = np.where(REVERSED, SPAN + 2, -1).astype(np.float32)
    sums = np.zeros((2, 2 * ITEMS), dtype=np.float32)
    sums[0, :ITEMS], sums[0, ITEMS:], sums[1, ITEMS:] = sign, offset, 1
    block = np.empty((2 * ITEMS, rows), dtype=np.float32)
    for first in range(0, n, rows):
        for scale in range(SCALES):
            some = codes[first : first + rows, scale * ITEMS : (scale + 1) * ITEMS].T
            z = block[:, : some.shape[1]]
            z[:ITEMS] = some
            np.not_equal(some, 0, out=z[ITEMS:], casting="unsafe")
            totals[scale] += z @ z.T
            steps, count = sums @ z
            enough = count >= ITEMS / 2
            np.divide(25 * steps, count, out=scores[scale, first : first + rows], where=enough)
    found = []
    for total in totals:
        c, m, both = total[:ITEMS, :ITEMS], total[:ITEMS, ITEMS:], total[ITEMS:, ITEMS:]
        a, b = sign[:, None].astype(float), offset[:, None].astype(float)
        s = a * m + b * both
        p = a * c * a.T + a * m * b.T + b * m.T * a.T + b * both * b.T
        v = (p - s * s.T / both) / (both - 1)
        found.append(ITEMS / (ITEMS - 1) * (1 - float(np.trace(v) / v.sum())))
        own = np.diag(v)
        rest = v.sum() - 2 * v.sum(axis=0) + own
        _ = (v.sum(axis=0) - own) / np.sqrt(own * rest)
        _ = (ITEMS - 1) / (ITEMS - 2) * (1 - (np.trace(v) - own) / rest)
    return found


def clocked(work: Callable[[], list[float]]) -> Timed:
    """Return how long something takes, and what it finds."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def told(command: list[str]) -> Timed:
    """Start another program, which prints seconds and alphas as its last line."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, *found = map(float, done.stdout.strip().splitlines()[-1].split())
    return seconds, found


def with_pingouin(folder: Path) -> str:
    """Install pingouin where it leaves no trace, and return that Python."""
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", "pingouin"], check=True)
    return python


def scales(given: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Yield the table of the million."""
    codes = answers(given.people)
    data = as_matrix(codes)
    (folder / "in.R").write_text(IN_R, encoding="utf-8")
    codes.T.tofile(folder / "codes.bin")
    np.save(folder / "codes.npy", codes)
    bare, mine = "bare numpy, in blocks", "this package"
    work = {mine: lambda: clocked(lambda: ours(data)), bare: lambda: clocked(lambda: floor(codes))}
    slow: dict[str, Callable[[], Timed]] = {}
    if shutil.which("Rscript"):
        r = ["Rscript", "--vanilla", str(folder / "in.R"), str(folder / "codes.bin")]
        r.append(str(given.people))
        slow["R psych, `scoreItems`, then `alpha` of each scale"] = lambda: told([*r, "all"])
        slow["R psych, `alpha` alone (no half rule)"] = lambda: told([*r, "alpha"])
    if given.pingouin != "none":
        python = given.pingouin or with_pingouin(folder)
        (folder / "in.py").write_text(IN_PINGOUIN, encoding="utf-8")
        command = [python, str(folder / "in.py"), str(folder / "codes.npy")]
        slow["pingouin with pandas, complete rows only"] = lambda: told(command)
    best: dict[str, Timed] = {}
    for _ in range(given.runs):
        for name, measure in {**work, **slow}.items():
            for _ in range(5 if name in work else 1):
                best[name] = min(best.get(name, (np.inf, [])), measure())
    exact = best[bare][1]
    yield f"| {given.people:,} people, 5 scales of 12 | seconds | times ours | alphas differ by |"
    yield "|---|---:|---:|---:|"
    for name, (seconds, found) in best.items():
        apart = max(abs(x - y) for x, y in zip(found, exact, strict=True))
        yield f"| {name} | {seconds:.3g} | {seconds / best[mine][0]:.2f} | {apart:.0e} |"


# Memory


def peak(n: int) -> dict[str, float]:
    """Score n people and return the most memory this process ever had, in MB."""
    ours(as_matrix(answers(n)))
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return {"people": n, "megabytes": int(line.split()[1]) / 1000}


def memory() -> Iterator[str]:
    """Yield the peak of processes that score so many people, Python and answers included."""
    yield "\n| people | peak MB |\n|---:|---:|"
    for n in SIZES:
        command = [sys.executable, __file__, "--peak", str(n)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found = json.loads(done.stdout)
        yield f"| {found['people']:,} | {found['megabytes']:.0f} |"


# The bootstrap


def bootstrap(runs: int) -> Iterator[str]:
    """Yield the table of 2,000 resamples of 200 people and 60 items: the mean of every item."""
    from scipy import stats

    x = answers(PEOPLE[0]).astype(float).copy(order="C")
    n = len(x)

    def bare() -> np.ndarray[Any, Any]:
        drawn = np.random.default_rng(7).integers(0, n, (DRAWS, n))
        drawn += np.arange(DRAWS)[:, None] * n
        counts = np.bincount(drawn.ravel(), minlength=DRAWS * n).reshape(DRAWS, n)
        means: np.ndarray[Any, Any] = counts @ x / n
        return means

    def scipy(**more: int) -> object:
        return stats.bootstrap(
            (x,), np.mean, axis=0, n_resamples=DRAWS, method="percentile",
            rng=np.random.default_rng(7), **more,
        )  # fmt: skip

    work = {
        "this package": lambda: resample.sums(x, 7, DRAWS) / n,
        "bare numpy: bincount, one product": bare,
        "scipy.stats.bootstrap": scipy,
        "scipy.stats.bootstrap, batch=100": lambda: scipy(batch=100),
    }
    best = dict.fromkeys(work, np.inf)
    for _ in range(10 * runs):
        for name, act in work.items():
            begun = time.perf_counter()
            act()
            best[name] = min(best[name], time.perf_counter() - begun)
    yield "\n| 2,000 resamples of 200 people, 60 items | ms | times ours |\n|---|---:|---:|"
    for name, seconds in best.items():
        ratio = seconds / best["this package"]
        yield f"| {name} | {1000 * seconds:.1f} | {ratio:.2f} |"


# Coverage


def drawn(n: int, k: int, kind: str, dice: np.random.Generator) -> np.ndarray[Any, Any]:
    """Return answers of n people to k items that share one thing, of some shape."""
    loadings = np.linspace(0.4, 0.8, k)
    shown = dice.standard_normal((n, 1)) * loadings
    shown += np.sqrt(1 - loadings**2) * dice.standard_normal((n, k))
    if kind == "skewed":
        return np.digitize(shown, [-2.2, -1.6, -0.9, 0.2]) + 1.0
    if kind == "extreme or lukewarm people":
        shown *= np.exp(0.5 * dice.standard_normal((n, 1)))
    return np.clip(np.rint(3 + 1.1 * shown), 1, 5)


def coverage(samples: int = 1000) -> Iterator[str]:
    """Yield how often 95 % intervals of alpha and omega hold the value of the whole population."""
    yield "| answers, items, people | alpha (Feldt) | omega (jackknife) | no omega |"
    yield "|---|---:|---:|---:|"
    for kind in ("even", "skewed", "extreme or lukewarm people"):
        for k in (5, 12):
            everybody = drawn(1_000_000, k, kind, np.random.default_rng(5))
            same = np.cov(everybody.T)
            whole = omega.one_factor(same, len(everybody))
            if isinstance(whole, str):
                raise SystemExit(whole)
            for n in (30, 50, 100, 200):
                dice = np.random.default_rng(n)
                seen = [_held(drawn(n, k, kind, dice), same, whole) for _ in range(samples)]
                alpha = np.mean([a for a, _ in seen])
                known = [o for _, o in seen if o is not None]
                none = 1 - len(known) / samples
                row = f"{alpha:.3f} | {np.mean(known):.3f} | {none:.3f}"
                yield f"| {kind}, {k}, {n} | {row} |"


def _held(
    some: np.ndarray[Any, Any], same: np.ndarray[Any, Any], whole: omega.OneFactor
) -> tuple[bool, bool | None]:
    n, k = some.shape
    covariance = np.cov(some.T)
    low, high = reliability.feldt(float(reliability.alpha(covariance)), n, k)
    alpha = low <= float(reliability.alpha(same)) <= high
    found = omega.one_factor(covariance, n)
    if isinstance(found, str):
        return alpha, None
    low, high = omega.interval(found, some - some.mean(axis=0))
    return alpha, low <= whole.omega <= high


if __name__ == "__main__":
    main()
