"""Spoil many files, judge them all, print what became of them as Markdown."""
# ruff: noqa: T201 - a script: it talks

import argparse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fuzz.judge import FAILURES, READ, REFUSED, Judge
from tests.fuzz.mutate import mutant
from tests.fuzz.seeds import KINDS


def shard(kind, seed, numbers):
    """Judge some mutants in one process; yield number, how it was spoiled, verdict."""
    with Judge() as judge:
        for number in numbers:
            content, how = mutant(kind, seed, number)
            yield number, how, judge.verdict(kind, content)


def run(kind, seed, count, jobs):
    """Judge many mutants in several processes."""
    with ThreadPoolExecutor(jobs) as pool:
        shards = [range(job, count, jobs) for job in range(jobs)]
        found = pool.map(lambda numbers: list(shard(kind, seed, numbers)), shards)
        return sorted((each for part in found for each in part), key=lambda each: each[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the files that failed")
    given = parser.parse_args()
    titles = ["kind", "files", READ, REFUSED, *FAILURES, "s max", "MB max"]
    print(f"| {' | '.join(titles)} |\n|---{'|---:' * (len(titles) - 1)}|")
    codes, failed, extremes = {}, [], []
    for kind in given.kinds.split(","):
        found = run(kind, given.seed, given.count, given.jobs)
        what = Counter(verdict.what for _, _, verdict in found)
        counts = " | ".join(str(what[name]) for name in (READ, REFUSED, *FAILURES))
        slow = max(found, key=lambda each: each[2].seconds)
        large = max(found, key=lambda each: each[2].megabytes)
        most = f"{slow[2].seconds:.1f} | {large[2].megabytes:.0f}"
        print(f"| .{kind} | {len(found)} | {counts} | {most} |", flush=True)
        extremes += [("slowest", kind, *slow), ("largest", kind, *large)]
        codes[kind] = Counter(
            code for _, _, v in found if v.what == REFUSED for code in v.codes
        ).most_common(9)
        failed += [(kind, *each) for each in found if each[2].what in FAILURES]
    print("\nRefused by:")
    for kind, common in codes.items():
        print(f"- .{kind}: " + ", ".join(f"{code} {n}" for code, n in common))
    for name, kind, number, how, _ in extremes:
        print(f"- {name}: {kind} {number} {how}")
    for kind, number, how, verdict in failed[:20]:
        print(f"\n{kind} {number} {verdict.what} {verdict.codes[:3]} {how}\n    {verdict.why}")
        if given.keep:
            given.keep.mkdir(exist_ok=True)
            content, _ = mutant(kind, given.seed, number)
            (given.keep / f"{given.seed}-{number}.{kind}").write_bytes(content)
    raise SystemExit(bool(failed))


if __name__ == "__main__":
    main()
