"""New places to work: a workspace, and the files of an engagement."""

from __future__ import annotations

import shutil
from pathlib import Path

from maturity import workspace
from maturity.engagement import ENGAGEMENT
from maturity.errors import UsageError
from maturity.instrument import Instrument
from maturity.language import Language, sentence
from maturity.readers import ENGAGEMENT_FORM
from maturity.writers.engagement_form import write_engagement_form
from maturity.writers.files import write_text

_IGNORED = "surveys/received/\nreports/\n"
_CARRIED = ("notebooks", "surveys")


def make_workspace(folder: Path) -> None:
    """Copy the built-in notebooks, questionnaires and examples into a new folder.

    Raises
    ------
    UsageError
        The folder exists and is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("folder_not_empty", path=str(folder))
    source = workspace.built_in()
    for name in _CARRIED:
        shutil.copytree(
            source / name,
            folder / name,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("received", "__pycache__", ".ipynb_checkpoints", ".*"),
        )
    (folder / "surveys" / "received").mkdir(parents=True, exist_ok=True)
    (folder / "reports").mkdir(exist_ok=True)
    write_text(folder / ".gitignore", _IGNORED)


def new_engagement(
    home: Path, organization: str, wave: str, instrument: Instrument, say: Language
) -> Path:
    """Start an engagement under ``surveys/received``; what is already there stays untouched.

    Returns
    -------
    Path
        The organisation's folder.

    Raises
    ------
    UsageError
        The names cannot be folders, or the wave exists already.
    """
    for name in (organization, wave):
        if name != workspace.slug(name):
            raise UsageError("name_wrong", name=name)
    folder = home / "surveys" / "received" / organization
    if (folder / wave).exists():
        raise UsageError("already_there", path=str(folder / wave))
    (folder / wave / "registers").mkdir(parents=True)
    if not (folder / ENGAGEMENT).exists():
        template = sentence("engagement.template", say.code)
        write_text(
            folder / ENGAGEMENT,
            template.format(name=organization, language=say.code, instrument=instrument.id),
        )
        write_engagement_form(folder / ENGAGEMENT_FORM, instrument, say.code)
    return folder
