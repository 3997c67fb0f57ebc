"""The report notebook, run by papermill: checked before, free of times and random ids after."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from maturity import workspace
from maturity.errors import ReportError, UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config

PARAMETERS = (
    "responses",
    "language",
    "instrument",
    "organization",
    "wave",
    "engagement",
    "form",
    "audience",
    "output",
    "formats",
)


def checked_notebook(path: Path) -> Path:
    """Return the report notebook for a PATH, knowing that it takes our parameters.

    Raises
    ------
    UsageError
        There is no notebook, or it lacks one; papermill alone would run on with its default.
    """
    import papermill

    notebook = workspace.notebook_path(near=workspace.resolve(path))
    known = papermill.inspect_notebook(str(notebook))
    for unknown in sorted(set(PARAMETERS) - set(known)):
        raise UsageError("parameter_unknown", name=unknown, known=", ".join(known))
    return notebook


def told(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters as they are kept: of a path outside the workspace, its name alone."""
    return {
        name: Path(value).name if Path(value).is_absolute() else value
        for name, value in parameters.items()
    }


def run_notebook(
    notebook: Path, parameters: Mapping[str, str], *, cwd: Path, timeout: int | None, name: str
) -> NotebookNode:
    """Run a notebook with papermill and return it executed, free of times and random ids.

    Raises
    ------
    ReportError
        A cell failed.
    """
    import tempfile

    import nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    from papermill.parameterize import parameterize_notebook

    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        output = Path(folder) / notebook.name
        try:
            papermill.execute_notebook(
                str(notebook),
                str(output),
                dict(parameters),
                kernel_name="python3",
                cwd=str(cwd),
                execution_timeout=timeout,
                progress_bar=False,
                log_output=False,
                extra_arguments=["--log-level=CRITICAL"],  # else it warns of being stopped
                config=_private(Path(folder)),
            )
        except PapermillExecutionError as cause:
            why = f"{cause.ename}: {cause.evalue}"
            raise ReportError("notebook_failed", organization=name, why=why) from cause
        except (CellTimeoutError, DeadKernelError) as cause:
            why = type(cause).__name__
            raise ReportError("notebook_failed", organization=name, why=why) from cause
        executed = nbformat.reads(output.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
        return _timeless(parameterize_notebook(executed, told(parameters)))


def _private(folder: Path) -> Config:
    """Return how we speak with the kernel: sockets in our own folder, where the system has such.

    Ports are open to everyone on the machine, and two kernels started at once may draw the same.
    """
    from traitlets.config import Config

    if os.name == "nt":
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": str(folder / "kernel")})


def _timeless(notebook: NotebookNode) -> NotebookNode:
    """Drop what differs between two equal runs: times, random cell ids, program versions."""
    notebook.metadata = {"kernelspec": notebook.metadata.get("kernelspec", {})}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number:02d}"
        tags = cell.metadata.get("tags", [])
        cell.metadata = {"tags": list(tags)} if tags else {}
    return notebook
