"""Put a spoiled file through the check, in a process that may hang, swell or die."""

import json
import os
import resource
import select
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from tests.layouts.people import CLIMATE
from tests.layouts.verify import outcome_of, sums, unnamed

from maturity.check import check_paths
from maturity.errors import MaturityError

ROOT = Path(__file__).parents[2]
SECONDS, PATIENCE, MEMORY = 20, 180, 3 << 30  # of the processor; of the clock; bytes
FRESH = 20  # files until a new process: what the first one leaves behind may hide a fault
READ, REFUSED, TRACEBACK, ABORT, TIME_OUT, WRONG = (
    "read",
    "refused",
    "traceback",
    "abort",
    "time-out",
    "wrong",
)
FAILURES = (TRACEBACK, ABORT, TIME_OUT, WRONG)


@dataclass(frozen=True)
class Verdict:
    """What became of one file: ``codes`` are its problems, ``why`` is for a failure."""

    what: str
    codes: tuple[str, ...] = ()
    why: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0


class Judge:
    """A process that checks one file after the other, started again when it does not survive."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="fuzz")
        self._process = None
        self._judged = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._end()
        self._folder.cleanup()

    def verdict(self, kind: str, content: bytes) -> Verdict:
        """Judge one file."""
        self._judged += 1
        if self._judged % FRESH == 0:
            self._end()
        if self._process is None:
            command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz.judge"]
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | {"MATURITY_LANGUAGE": "en"},
            )
        path = Path(self._folder.name) / f"mutant.{kind}"
        path.write_bytes(content)
        self._process.stdin.write(f"{path}\n".encode())
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE)
        if not ready:
            self._process.kill()
            self._end()
            return Verdict(TIME_OUT, why=f"more than {PATIENCE} s", seconds=PATIENCE)
        line = self._process.stdout.readline()
        if not line:
            code = self._end()
            return Verdict(ABORT, why=f"exit code {code}")
        said = json.loads(line)
        if said["seconds"] > SECONDS:
            said |= {"what": TIME_OUT, "why": f"more than {SECONDS} s"}
        return Verdict(**{**said, "codes": tuple(said["codes"])})

    def _end(self):
        if self._process is None:
            return None
        self._process.stdin.close()  # it has nothing more to read, so it ends
        try:
            code = self._process.wait(0.5)  # it may be dying by itself
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._process.stdout.close()
        self._process = None
        return code


def judged(path: Path) -> Verdict:
    """Check a file in this process, and hold what was said against the law of conservation."""
    try:
        got = outcome_of(
            check_paths([str(path)], instrument=str(CLIMATE)), path.with_suffix(".out")
        )
        codes = tuple(sorted(set(got.codes)))
        wrong = [*sums(got), *unnamed(got)]
    except MaturityError as stopped:
        return Verdict(REFUSED, (type(stopped).__name__,))
    except BaseException as error:  # noqa: BLE001 - nothing else may ever come out
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno} {last.name}"
        return Verdict(TRACEBACK, (type(error).__name__,), f"{where}: {str(error)[:200]}")
    if wrong:
        return Verdict(WRONG, codes, wrong[0][:300])
    if not got.document["respondents"] and not codes:
        return Verdict(WRONG, codes, "nothing read, nothing said")
    return Verdict(READ if got.document["respondents"] else REFUSED, codes)


def _forget_peak():
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return False
    return True


def _peak():
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def serve() -> None:
    """Read paths, write verdicts, one a line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is no verdict
    for line in sys.stdin:
        counted = _forget_peak()
        begin = time.process_time()
        verdict = judged(Path(line.strip()))
        said = {
            **{name: getattr(verdict, name) for name in ("what", "codes", "why")},
            "seconds": time.process_time() - begin,
            "megabytes": _peak() if counted else 0.0,
        }
        answers.write(json.dumps(said) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
