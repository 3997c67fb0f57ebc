"""What is installed, and the cure for what is not."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from maturity import workspace
from maturity.assess import DEFAULT_INSTRUMENT
from maturity.errors import MaturityError
from maturity.instrument import load_instrument
from maturity.language import Language

_PACKAGES = (
    "babel",
    "click",
    "ipykernel",
    "jupyterlab",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "openpyxl",
    "pandas",
    "papermill",
    "pydantic",
    "ruamel.yaml",
    "scipy",
    "xlsxwriter",
)
_OPTIONAL = ("soffice", "chromium")

Finding = tuple[str, str, str]


def examine(say: Language) -> tuple[bool, list[str]]:
    """Return whether every required part is there, and one line per part."""
    parts = [*_python(say), *_packages(say), *_kernel(say), *_workspace(say), *_optional(say)]
    healthy = all(state != say("cli.doctor.missing") for _, state, _ in parts)
    return healthy, [
        f"{state:>10}  {name}" + (f"  → {cure}" if cure else "") for name, state, cure in parts
    ]


def _part(say: Language, name: str, cure: str, *, there: bool) -> Finding:
    return (name, say("cli.doctor.fine"), "") if there else (name, say("cli.doctor.missing"), cure)


def _python(say: Language) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield _part(
        say, f"Python {version}", say("cli.doctor.python"), there=sys.version_info >= (3, 11)
    )


def _packages(say: Language) -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield _part(say, f"{name} {metadata.version(name)}", "", there=True)
        except metadata.PackageNotFoundError:
            yield _part(say, name, say("cli.doctor.package", name=name), there=False)


def _kernel(say: Language) -> Iterator[Finding]:
    from jupyter_client.kernelspec import KernelSpecManager

    kernels = KernelSpecManager().find_kernel_specs()
    yield _part(say, "Jupyter kernel python3", say("cli.doctor.kernel"), there="python3" in kernels)


def _workspace(say: Language) -> Iterator[Finding]:
    home = workspace.current_workspace()
    cure = say("cli.doctor.notebook")
    notebook = home / "notebooks" / workspace.NOTEBOOK
    yield _part(say, str(notebook), cure, there=notebook.is_file())
    try:
        found = load_instrument(workspace.instrument_path(DEFAULT_INSTRUMENT))
        yield _part(say, f"{found.id} {found.version}", "", there=True)
    except MaturityError as error:
        yield _part(say, DEFAULT_INSTRUMENT, error.message(say), there=False)
    yield _part(
        say, str(home / "reports"), say("cli.doctor.writable"), there=_writable(home / "reports")
    )


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _optional(say: Language) -> Iterator[Finding]:
    for name in _OPTIONAL:
        state = "cli.doctor.fine" if shutil.which(name) else "cli.doctor.optional"
        yield name, say(state), ""
