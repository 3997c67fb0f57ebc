"""An instrument back into YAML: only what it states itself, in one file or one per subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maturity.instrument.load import defaults
from maturity.instrument.yamlwrite import as_yaml

if TYPE_CHECKING:
    from maturity.instrument.schema import InstrumentYaml

# What has a file of its own in a folder; everything else stands in instrument.yaml.
_FILES = {
    "articles": "sources.yaml",
    "registers": "registers.yaml",
    "figures": "figures.yaml",
    "profiles": "profiles.yaml",
    "roles": "people.yaml",
    "costs": "people.yaml",
    "findings": "findings.yaml",
    "migrations": "migrations.yaml",
}
_MAIN = "instrument.yaml"


def as_files(parsed: InstrumentYaml, heading: str = "") -> dict[str, str]:
    """Return the files of a folder that holds the instrument: path to content."""
    stated = _stated(parsed)
    parts: dict[str, dict[str, Any]] = {_MAIN: {}}
    dimensions = stated.pop("dimensions")
    digits = len(str(len(dimensions)))
    for key, value in stated.items():
        parts.setdefault(_FILES.get(key, _MAIN), {})[key] = value
    for number, each in enumerate(dimensions, start=1):
        parts[f"dimensions/{number:0{digits}}-{each['id']}.yaml"] = {"dimensions": [each]}
    files = {name: as_yaml(data) for name, data in parts.items()}
    return {**files, _MAIN: heading + files[_MAIN]}


def as_file(parsed: InstrumentYaml, heading: str = "") -> str:
    """Return the instrument as the content of one file."""
    return heading + as_yaml(_stated(parsed))


def _stated(parsed: InstrumentYaml) -> dict[str, Any]:
    """Return what the instrument states beyond the defaults, in the words of its YAML."""
    full = parsed.model_dump()
    stated = parsed.model_dump(exclude_defaults=True)
    for key, standard in _standard(type(parsed)).items():
        if full[key] == standard:
            stated.pop(key, None)
        elif isinstance(standard, dict):
            said = stated.get(key, {})
            entries = full[key].items()
            stated[key] = {k: said.get(k, v) for k, v in entries if v != standard.get(k)}
        else:
            stated.setdefault(key, full[key])
    return {key: _unspoken(value) for key, value in stated.items()}


def _standard(model: type[InstrumentYaml]) -> dict[str, Any]:
    """Return what ``defaults.yaml`` comes to when nothing else is stated."""
    data = defaults().data
    nothing = {"id": "x", "version": "1", "scales": {}, "dimensions": [{"id": "x", "label": "x"}]}
    full = model.model_validate({**data, **nothing}).model_dump()
    return {key: full[key] for key in data}


def _unspoken(value: Any) -> Any:  # noqa: ANN401 - plain data
    """Return data with texts that name no language as plain strings again."""
    if isinstance(value, list):
        return [_unspoken(each) for each in value]
    if not isinstance(value, dict):
        return value
    return _unspoken(value[""]) if [*value] == [""] else {k: _unspoken(v) for k, v in value.items()}
