"""Where things are: the workspace, its instruments and notebooks, and the waves below a PATH."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maturity.engagement import ENGAGEMENT
from maturity.errors import InstrumentError, UnreadableError, UsageError
from maturity.readers import FORMATS, files_below, folders_in, normal_name

UNSPECIFIED = "unspecified"
NOTEBOOK = "organization.ipynb"
_TABLES = {*FORMATS, ".xls", ".xlsb", ".ods"}  # what of a stray file must not go unseen
# Windows keeps these names for devices, whatever their ending.
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
_NOT_WAVES = {"registers", "narrative"}
_ORGANIZATIONS = {"received", "examples"}
_WAVE = re.compile(r"20\d\d|wave|vague|[hpqstvw]\d")


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


def _homes(near: Path | None) -> list[Path]:
    """Return where instruments and notebooks are looked for: near a path, here, built in."""
    homes = (near and workspace_of(near), workspace_of(Path.cwd()), built_in())
    return [home for home in homes if home]


def instrument_path(name: str, near: Path | None = None) -> Path:
    """Find an instrument by path or by id, in the workspaces near ``near`` and here, then built in.

    Raises
    ------
    InstrumentError
        There is none; the known ones are listed.
    """
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name or Path(name).is_dir():
        return _from_workspace(Path(name)) or Path(name)
    homes = _homes(near)
    for home in homes:
        for found in (home / "surveys" / name, home / "surveys" / f"{name}.yaml"):
            if found.is_file() or (found.is_dir() and (found / "instrument.yaml").is_file()):
                return found
    known = ", ".join(sorted({id_ for home in homes for id_ in instruments_in(home)}))
    raise InstrumentError("instrument_unknown", instrument=name, known=known or "–")


def instruments_in(workspace: Path) -> list[str]:
    """Return the ids of a workspace's instruments."""
    surveys = workspace / "surveys"
    folders = {file.parent.name for file in surveys.glob("*/instrument.yaml")}
    return sorted(folders | {file.stem for file in surveys.glob("*.yaml")})


def notebook_path(name: str = NOTEBOOK, near: Path | None = None) -> Path:
    """Return a notebook of the workspace, which may have been adapted, else the built-in one.

    Raises
    ------
    UsageError
        Neither exists.
    """
    homes = _homes(near)
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
    found = _from_workspace(Path(path))
    if found is None:
        raise UsageError("path_missing", path=str(path))
    return found.resolve()


def _from_workspace(given: Path) -> Path | None:
    home = workspace_of(Path.cwd()) or given
    return next((place for place in (given, home / given) if place.exists()), None)


def slug(name: str) -> str:
    """Return a name as a safe folder name.

    >>> slug("Société Générale d’Été (2026)")
    'societe-generale-d-ete-2026'
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "-"))
    plain = plain.encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-._") or "organization"
    return f"{name}-" if name.partition(".")[0] in _DEVICES else name


def places_below(path: Path) -> list[Place]:
    """Return every organisation and wave below a path, in path order.

    A folder with ``engagement.yaml`` is an organisation and its folders are its waves; elsewhere
    ``<organisation>/<wave>/`` is read from the names. A table or workbook that lies beside the
    folders of waves or organisations is a place of its own: it must not go unseen.
    """
    if path.is_file():
        return [Place(path, slug(path.stem), UNSPECIFIED)]
    return list(_places(path, 0))


def _places(folder: Path, depth: int) -> Iterator[Place]:
    below = _folders(folder)
    if (folder / ENGAGEMENT).is_file():
        waves = [_place(child, folder.name, child.name) for child in below if files_below(child)]
        yield from waves or ([_place(folder, folder.name)] if _files_in(folder) else [])
        yield from _strays(folder, folder.name) if waves else ()
    elif any(_holds_engagement(child) for child in below):
        yield from _strays(folder)
        for child in below:
            yield from _places(child, depth + 1)
    elif _is_wave(folder, depth) and files_below(folder):
        yield _place(folder, folder.parent.name, folder.name)
    elif _tables_in(folder) or not any(files_below(child) for child in below):
        yield from [_place(folder, slug(folder.name))] if _files_in(folder) else ()
    else:
        holding = [child for child in below if files_below(child)]
        for child in holding:
            # a folder that holds one wave stands for it, and is then the organisation
            one = len(holding) == 1 and bool(_files_in(child))
            yield from (
                [_place(child, folder.name, child.name)] if one else _places(child, depth + 1)
            )


def _place(path: Path, organization: str, wave: str = UNSPECIFIED) -> Place:
    return Place(path, normal_name(organization), normal_name(wave))


def _is_wave(folder: Path, depth: int) -> bool:
    """Tell whether a folder's name is a wave's, its parent's then being the organisation's."""
    parent = folder.parent
    if (parent / ENGAGEMENT).is_file() or parent.parent.name in _ORGANIZATIONS:
        return True
    return bool(_files_in(folder)) and (depth > 1 or bool(_WAVE.match(folder.name.casefold())))


def _folders(folder: Path) -> list[Path]:
    return [child for child in folders_in(folder) if child.name not in _NOT_WAVES]


def _holds_engagement(folder: Path) -> bool:
    return next(folder.rglob(ENGAGEMENT), None) is not None


def _files_in(folder: Path) -> list[Path]:
    return [file for file in files_below(folder) if file.parent == folder]


def _tables_in(folder: Path) -> list[Path]:
    return [file for file in _files_in(folder) if file.suffix.lower() in FORMATS]


def _strays(folder: Path, organization: str = "") -> Iterator[Place]:
    for file in _files_in(folder):
        if file.suffix.lower() in _TABLES:
            yield _place(file, organization or slug(file.stem))


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
        raise UsageError("path_many", path=path.name, choices=choices)
    if not places:
        raise UnreadableError("no_files", path=path.name)
    return places[0]
