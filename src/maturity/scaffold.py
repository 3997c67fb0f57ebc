"""New places to work: a workspace, and the files of an engagement."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from maturity import workspace
from maturity.assess import DEFAULT_INSTRUMENT
from maturity.engagement import (
    ENGAGEMENT,
    find_engagement,
    load_engagement,
    pin_of,
    pin_remarks,
    write_pin,
)
from maturity.errors import UsageError
from maturity.instrument import Instrument, load_instrument
from maturity.language import Language, sentence
from maturity.readers import ENGAGEMENT_FORM
from maturity.writers.engagement_form import write_engagement_form
from maturity.writers.files import whole_folder, write_text

_IGNORED = "surveys/received/\nreports/\n"
_CARRIED = ("notebooks", "surveys")


def make_workspace(folder: Path) -> None:
    """Copy the built-in notebooks, questionnaires and examples into a new folder.

    Raises
    ------
    UsageError
        The folder exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("folder_not_empty", path=str(folder))
    source = workspace.built_in()
    with whole_folder(folder) as draft:
        for name in _CARRIED:
            for file in _carried(source / name):
                place = draft / file.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)
        write_text(draft / ".gitignore", _IGNORED)
    (folder / "surveys" / "received").mkdir()
    (folder / "reports").mkdir()


def _carried(folder: Path) -> Iterator[Path]:
    """Yield the files of a built-in folder, without caches and without anything of a client."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")) or path.name in {"received", "__pycache__"}:
            continue
        if path.is_dir():
            yield from _carried(path)
        else:
            yield path


def is_installed(home: Path) -> bool:
    """Tell whether a workspace is the copy inside an installed package: no place to work."""
    return home.resolve().is_relative_to(Path(__file__).resolve().parent)


def writable_workspace() -> Path:
    """Return the workspace to work in: the current one, or the repository's.

    Raises
    ------
    UsageError
        There is only the copy inside an installed package.
    """
    home = workspace.current_workspace()
    if is_installed(home):
        raise UsageError("no_workspace", path=str(Path.cwd()))
    return home


def new_engagement(
    home: Path, organization: str, wave: str, instrument: Instrument, say: Language
) -> Path:
    """Start an engagement under ``surveys/received``; what is already there stays untouched.

    The folders are named after the organisation and the wave, in safe letters.

    Returns
    -------
    Path
        The wave's folder.

    Raises
    ------
    UsageError
        The names hold no letter, or the wave exists already.
    """
    for name in (organization, wave):
        if not any(letter.isalnum() for letter in name):
            raise UsageError("name_wrong", name=name)
    folder = home / "surveys" / "received" / workspace.slug(organization)
    place = folder / workspace.slug(wave)
    if place.exists():
        raise UsageError("already_there", path=str(place))
    if not (folder / ENGAGEMENT).exists():
        template = sentence("engagement.template", say.code)
        name = json.dumps(organization, ensure_ascii=False)  # quoted as YAML quotes too
        pin = pin_of(instrument)
        stated = {"name": name, "language": say.code, "instrument": instrument.id, **asdict(pin)}
        with whole_folder(folder) as draft:
            write_text(draft / ENGAGEMENT, template.format(**stated).lstrip())
            write_engagement_form(draft / ENGAGEMENT_FORM, instrument, say.code)
    (place / "registers").mkdir(parents=True)
    return place


def drift(place: Path, instrument: Instrument, say: Language) -> Iterator[str]:
    """Yield a remark when a wave's engagement was begun with other questions."""
    stated = load_engagement(place.parent / ENGAGEMENT)
    yield from pin_remarks(stated.pinned(place.name), instrument, say)


def renew_pin(path: str, instrument: str) -> tuple[Path, str]:
    """Keep in an engagement what the questionnaire asks now: for all, or for the wave at PATH.

    Returns
    -------
    tuple
        The engagement.yaml that was changed, and the version it now names.

    Raises
    ------
    UsageError
        There is no engagement at PATH or above it.
    """
    given = workspace.resolve(path)
    file = find_engagement(given, workspace.workspace_of(given))
    if file is None:
        raise UsageError("no_engagement", path=path)
    wave = next(iter(given.relative_to(file.parent).parts), "") if given != file else ""
    name = instrument or load_engagement(file).instrument or DEFAULT_INSTRUMENT
    pin = pin_of(load_instrument(workspace.instrument_path(name, file)))
    write_pin(file, pin, wave)
    return file, pin.version
