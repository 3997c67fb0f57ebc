"""From YAML to :class:`~maturity.instrument.model.Instrument`; every error names file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from maturity.errors import Complaint, InstrumentError
from maturity.instrument import model
from maturity.instrument.build import Builder
from maturity.instrument.check import contradictions
from maturity.instrument.yamlfile import Document, merge, read_yaml, refuse, validated

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml

_SUFFIXES = {".yaml", ".yml"}


def load_instrument(path: Path) -> model.Instrument:
    """Load an instrument from one YAML file, or from all YAML files of a folder merged by key.

    Raises
    ------
    InstrumentError
        The YAML is broken, has an unknown or missing key, or contradicts itself; everything
        found is told at once, each with ``file:line``.
    """
    return Builder(read_instrument(path)[0]).instrument()


def read_instrument(path: Path) -> tuple[InstrumentYaml, Document]:
    """Read an instrument as its checked YAML, defaults included, with where everything stands.

    Raises
    ------
    InstrumentError
        As :func:`load_instrument`.
    """
    return checked(_read(path))


def checked(
    document: Document,
    misgivings: Callable[[InstrumentYaml, Document], Iterable[Complaint]] = lambda *_: (),
) -> tuple[InstrumentYaml, Document]:
    """Check what an instrument states, wherever it was written, and add the defaults.

    ``misgivings`` may yield what else must not be.

    Raises
    ------
    InstrumentError
        As :func:`load_instrument`.
    """
    from maturity.instrument.schema import InstrumentYaml

    document = with_defaults(document)
    parsed = validated(document, InstrumentYaml, InstrumentError)
    found = (*misgivings(parsed, document), *contradictions(parsed, document))
    refuse(found, InstrumentError)
    return parsed, document


def _read(path: Path) -> Document:
    if path.is_dir():
        inside = {file.relative_to(path) for file in path.rglob("*") if file.suffix in _SUFFIXES}
        # JupyterLab keeps older versions of what it opens in a dot folder.
        kept = (file for file in inside if not any(part.startswith(".") for part in file.parts))
        files = [path / file for file in sorted(kept, key=Path.as_posix)]
        if not files:
            raise InstrumentError("path_missing", path=str(path / "*.yaml"))
        return merge([read_yaml(file, InstrumentError) for file in files], InstrumentError)
    if not path.exists():
        raise InstrumentError("path_missing", path=str(path))
    return read_yaml(path, InstrumentError)


def defaults() -> Document:
    """Return what an instrument need not state itself: scores and levels, rules of findings."""
    with resources.as_file(resources.files(__package__)) as folder:
        files = (folder / "defaults.yaml", folder / "findings.yaml")
        return merge([read_yaml(file, InstrumentError) for file in files], InstrumentError)


def with_defaults(document: Document) -> Document:
    """Add what the instrument does not state itself, as :func:`defaults` has it."""
    standard = defaults()
    data = dict(document.data)
    for key, value in standard.data.items():
        if isinstance(value, dict) and isinstance(data.get(key, {}), dict):
            data[key] = {**value, **data.get(key, {})}
        else:
            data.setdefault(key, value)
    stated = set(document.data)
    inherited = {
        where: place
        for where, place in standard.places.items()
        if where[:1] not in {(key,) for key in stated} or isinstance(data.get(str(where[0])), dict)
    }
    return replace(document, data=data, places={**inherited, **document.places})
