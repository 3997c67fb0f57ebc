"""Where things are: the workspace, its instruments and notebooks, and the waves below a PATH."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maturity.engagement import ENGAGEMENT
from maturity.errors import InstrumentError, UnreadableError, UsageError
from maturity.readers import files_below

UNSPECIFIED = "unspecified"
NOTEBOOK = "organization.ipynb"
_TABLES = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"}
_NOT_WAVES = {"registers", "narrative"}
_ORGANIZATIONS = {"received", "examples"}


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one organisation and wave."""

    path: Path
    organization: str
    wave: str


def built_in() -> Path:
    """Return the workspace the package carries: the repository itself, or the wheel's copy."""
    package = Path(__file__).parent
    carried = package / "workspace"
    return carried if carried.is_dir() else package.parents[1]


def workspace_of(path: Path) -> Path | None:
    """Return the nearest folder from a path upwards that holds ``surveys`` and ``notebooks``."""
    start = path.resolve()
    return next((f for f in (start, *start.parents) if is_workspace(f)), None)


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder is a workspace."""
    return (folder / "surveys").is_dir() and (folder / "notebooks").is_dir()


def current_workspace() -> Path:
    """Return the workspace of the current folder, else the one the package carries."""
    return workspace_of(Path.cwd()) or built_in()


def instrument_path(name: str, near: Path | None = None) -> Path:
    """Find an instrument by path or by id, in the workspaces near ``near`` and here, then built in.

    Raises
    ------
    InstrumentError
        There is none; the known ones are listed.
    """
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name or Path(name).is_dir():
        return Path(name)
    homes = [
        home for home in (near and workspace_of(near), workspace_of(Path.cwd()), built_in()) if home
    ]
    for home in homes:
        for found in (home / "surveys" / name, home / "surveys" / f"{name}.yaml"):
            if found.is_file() or (found.is_dir() and (found / "instrument.yaml").is_file()):
                return found
    known = ", ".join(sorted({id_ for home in homes for id_ in instruments_in(home)}))
    raise InstrumentError("instrument_unknown", instrument=name, known=known or "–")


def instruments_in(workspace: Path) -> list[str]:
    """Return the ids of a workspace's instruments."""
    return sorted(file.parent.name for file in (workspace / "surveys").glob("*/instrument.yaml"))


def notebook_path(name: str = NOTEBOOK, near: Path | None = None) -> Path:
    """Return a notebook of the workspace, which a consultant may have adapted, else the built-in one.

    Raises
    ------
    UsageError
        Neither exists.
    """
    homes = [
        home for home in (near and workspace_of(near), workspace_of(Path.cwd()), built_in()) if home
    ]
    found = next(
        (home / "notebooks" / name for home in homes if (home / "notebooks" / name).is_file()), None
    )
    if found is None:
        raise UsageError("notebook_missing", path=str(homes[0] / "notebooks"))
    return found


def resolve(path: str | Path) -> Path:
    """Return an existing path; a relative one may also start at the workspace.

    Raises
    ------
    UsageError
        Nothing is there.
    """
    given = Path(path)
    home = workspace_of(Path.cwd())
    for candidate in (given, *((home / given,) if home and not given.is_absolute() else ())):
        if candidate.exists():
            return candidate.resolve()
    raise UsageError("path_missing", path=str(path))


def slug(name: str) -> str:
    """Return a name as a safe folder name.

    >>> slug("Société Générale d’Été (2026)")
    'societe-generale-d-ete-2026'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9._-]+", "-", plain.replace("’", "-").casefold()).strip("-._")
    return plain or "organization"


def places_below(path: Path) -> list[Place]:
    """Return every organisation and wave below a path, in path order.

    A folder with ``engagement.yaml`` is an organisation and its folders are its waves; elsewhere
    ``<organisation>/<wave>/`` is read from the names.
    """
    if path.is_file():
        return [Place(path, slug(path.stem), UNSPECIFIED)]
    found = list(_places(path, 0))
    if not found and files_below(path):  # nothing that looks like a table: its files will say so
        found = [Place(path, slug(path.name), UNSPECIFIED)]
    return found


def _places(folder: Path, depth: int) -> Iterator[Place]:
    if (folder / ENGAGEMENT).is_file():
        waves = [child for child in _children(folder) if files_below(child)]
        yield from (Place(wave, folder.name, wave.name) for wave in waves)
        if _holds_answers(folder) and not waves:
            yield Place(folder, folder.name, UNSPECIFIED)
    elif _holds_answers(folder):
        parent = folder.parent
        known = depth > 1 or (parent / ENGAGEMENT).is_file() or parent.parent.name in _ORGANIZATIONS
        if known:
            yield Place(folder, parent.name, folder.name)
        else:
            yield Place(folder, slug(folder.name), UNSPECIFIED)
    elif (folder.parent / ENGAGEMENT).is_file() and files_below(folder):
        yield Place(folder, folder.parent.name, folder.name)
    else:
        for child in _children(folder):
            yield from _places(child, depth + 1)


def _children(folder: Path) -> list[Path]:
    return sorted(
        child
        for child in folder.iterdir()
        if child.is_dir() and not child.name.startswith(".") and child.name not in _NOT_WAVES
    )


def _holds_answers(folder: Path) -> bool:
    return any(
        file.parent == folder and file.suffix.lower() in _TABLES for file in files_below(folder)
    )


def one_place(path: Path) -> Place:
    """Return the one organisation and wave a PATH means.

    Raises
    ------
    UsageError
        It holds several: they are listed.
    UnreadableError
        It holds no file that could be one.
    """
    places = places_below(path)
    if len(places) > 1:
        choices = ", ".join(place.path.relative_to(path).as_posix() for place in places)
        raise UsageError("path_many", path=str(path), choices=choices)
    if not places:
        raise UnreadableError("no_files", path=str(path))
    return places[0]
