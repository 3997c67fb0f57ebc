"""Annotates workbooks in a process of its own, whose time and memory are bounded.

``python -m maturity.writers.annotated.child`` reads one task after another from standard input (a
line of JSON, then as many bytes of workbook as it says) and answers each with a line.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from maturity.writers.annotated.marks import Copy, copy_of

SECONDS, MEMORY = 60, 2_000_000_000
_DONE = b"done\n"


class Annotator:
    """Keeps a child at work over many files, and starts another when one gives up."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def write(self, package: bytes, copy: Copy, target: Path) -> bool:
        """Annotate one workbook; False when openpyxl failed on it or was too slow."""
        child = self._child = self._child or _started()
        if child.stdin is None or child.stdout is None:
            return False
        timer = threading.Timer(SECONDS, child.kill)
        timer.start()
        try:
            _send(child.stdin, package, copy, target)
            done = child.stdout.readline() == _DONE
        except OSError:  # it died while we spoke
            done = False
        finally:
            timer.cancel()
        if not done:
            self._stop()
        return done

    def _stop(self) -> None:
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "maturity.writers.annotated.child"]
    # openpyxl writes other bytes where it finds lxml; ours are put right after the standard library
    plain = {**os.environ, "OPENPYXL_LXML": "False"}
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=plain
    )


def _send(to: IO[bytes], package: bytes, copy: Copy, target: Path) -> None:
    task = {"copy": copy.to_json(), "target": str(target), "bytes": len(package)}
    to.write(json.dumps(task).encode() + b"\n")
    to.write(package)
    to.flush()


def _bounded() -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows: time alone is bounded there
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Do tasks until there are no more; a task that fails ends the process."""
    from maturity.writers.annotated.own import write_own

    _bounded()
    warnings.simplefilter("ignore")
    while line := sys.stdin.buffer.readline():
        task = json.loads(line)
        package = io.BytesIO(sys.stdin.buffer.read(task["bytes"]))
        write_own(package, copy_of(task["copy"]), Path(task["target"]))
        sys.stdout.buffer.write(_DONE)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
