"""What is installed, and the cure for what is not."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from maturity.errors import MaturityError
from maturity.language import Language

_NAME = re.compile(r"[\w.-]+")
_OPTIONAL = ("soffice", "chromium")
_OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that must or may be there: ``state`` fine, missing or optional, and its cure."""

    name: str
    state: str
    cure: str = ""


def examine(say: Language) -> tuple[bool, list[str]]:
    """Return whether every required part is there, and one line per part.

    Parts that stand on packages are looked at only when all packages are there.
    """
    parts = [*_python(say), *_packages(say)]
    if _healthy(parts):
        parts += [*_kernel(say), *_workspace(say)]
    parts += _optional(say)
    states = {part.state: say(f"cli.doctor.{part.state}") for part in parts}
    width = max(len(state) for state in states.values())
    lines = [
        f"{states[part.state]:>{width}}  {part.name}" + (f"  → {part.cure}" if part.cure else "")
        for part in parts
    ]
    healthy = _healthy(parts)
    return healthy, [*lines, say("cli.doctor.ready" if healthy else "cli.doctor.not_ready")]


def _healthy(parts: list[Part]) -> bool:
    return all(part.state != "missing" for part in parts)


def _part(name: str, cure: str, *, there: bool) -> Part:
    return Part(name, "fine") if there else Part(name, "missing", cure)


def _python(say: Language) -> Iterator[Part]:
    version = ".".join(map(str, sys.version_info[:3]))
    there = sys.version_info >= _OLDEST
    yield _part(f"Python {version}", say("cli.doctor.python"), there=there)


def required() -> list[str]:
    """Return the packages that the toolkit says it cannot do without."""
    stated = metadata.requires("maturity") or []
    names = (_NAME.match(each) for each in stated if "extra ==" not in each)
    return sorted(found[0] for found in names if found)


def _packages(say: Language) -> Iterator[Part]:
    for name in required():
        try:
            yield Part(f"{name} {metadata.version(name)}", "fine")
        except metadata.PackageNotFoundError:
            yield Part(name, "missing", say("cli.doctor.package", name=name))


def _kernel(say: Language) -> Iterator[Part]:
    from jupyter_client.kernelspec import KernelSpecManager

    kernels = KernelSpecManager().find_kernel_specs()
    name = say("cli.doctor.kernel_name")
    yield _part(name, say("cli.doctor.kernel"), there="python3" in kernels)


def _workspace(say: Language) -> Iterator[Part]:
    from maturity import workspace
    from maturity.assess import DEFAULT_INSTRUMENT
    from maturity.batch import reports_folder
    from maturity.instrument import load_instrument

    notebook = workspace.current_workspace() / "notebooks" / workspace.NOTEBOOK
    yield _part(str(notebook), say("cli.doctor.notebook"), there=notebook.is_file())
    try:
        found = load_instrument(workspace.instrument_path(DEFAULT_INSTRUMENT))
        yield Part(f"{found.id} {found.version}", "fine")
    except MaturityError as error:
        yield Part(DEFAULT_INSTRUMENT, "missing", error.message(say))
    reports = reports_folder(Path.cwd())
    yield _part(str(reports), say("cli.doctor.writable"), there=_writable(reports))


def _writable(folder: Path) -> bool:
    """Tell whether a folder, or where it would be made, can be written to; nothing stays there."""
    try:
        with tempfile.TemporaryFile(dir=folder if folder.is_dir() else folder.parent):
            return True
    except OSError:
        return False


def _optional(say: Language) -> Iterator[Part]:
    for name in _OPTIONAL:
        if shutil.which(name):
            yield Part(name, "fine")
        else:
            yield Part(name, "optional", say(f"cli.doctor.{name}"))
