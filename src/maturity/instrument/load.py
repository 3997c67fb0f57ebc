"""From YAML to :class:`~maturity.instrument.model.Instrument`; every error names file and line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maturity.errors import InstrumentError
from maturity.instrument import model
from maturity.instrument.check import contradictions
from maturity.instrument.yamlfile import Document, merge, read_yaml, refuse, validated

if TYPE_CHECKING:
    from maturity.instrument import schema

_SUFFIXES = {".yaml", ".yml"}


def load_instrument(path: Path) -> model.Instrument:
    """Load an instrument from one YAML file, or from all YAML files of a folder merged by key.

    Raises
    ------
    InstrumentError
        The YAML is broken, has an unknown or missing key, or contradicts itself; everything
        found is told at once, each with ``file:line``.
    """
    from maturity.instrument.schema import InstrumentYaml

    document = _with_defaults(_read(path))
    parsed = validated(document, InstrumentYaml, InstrumentError)
    refuse(tuple(contradictions(parsed, document)), InstrumentError)
    return _Builder(parsed).instrument()


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


def _with_defaults(document: Document) -> Document:
    """Add what the instrument does not state itself, from ``defaults.yaml``."""
    with resources.as_file(resources.files(__package__) / "defaults.yaml") as file:
        defaults = read_yaml(file, InstrumentError)
    data = dict(document.data)
    for key, value in defaults.data.items():
        if isinstance(value, dict) and isinstance(data.get(key, {}), dict):
            data[key] = {**value, **data.get(key, {})}
        else:
            data.setdefault(key, value)
    stated = set(document.data)
    inherited = {
        where: place
        for where, place in defaults.places.items()
        if where[:1] not in {(key,) for key in stated} or isinstance(data.get(str(where[0])), dict)
    }
    return Document(data, {**inherited, **document.places})


class _Builder:
    """Turns the checked YAML into frozen things."""

    def __init__(self, parsed: schema.InstrumentYaml) -> None:
        self.parsed = parsed
        self.scales = {id_: self._scale(id_, each) for id_, each in parsed.scales.items()}

    def text(self, text: Mapping[str, str]) -> model.Text:
        return model.Text(
            {language or self.parsed.language: each for language, each in text.items()}
        )

    def _scale(self, id_: str, scale: schema.ScaleYaml) -> model.Scale:
        points: dict[int, dict[str, str]] = {}
        for language, labels in scale.labels.items():
            for point, label in labels.items():
                points.setdefault(point, {})[language] = label
        return model.Scale(
            id=id_,
            min=scale.min,
            max=scale.max,
            labels={point: self.text(points[point]) for point in sorted(points)},
            synonyms={point: tuple(words) for point, words in scale.synonyms.items()},
            agree_from=scale.agree_from,
        )

    def _item(self, item: schema.ItemYaml, dimension: str, practice: str | None) -> model.Item:
        return model.Item(
            id=item.id,
            text=self.text(item.text),
            scale=self.scales[item.scale],
            dimension=dimension,
            practice=practice,
            reverse=item.reverse,
            weight=item.weight,
            functions=tuple(item.functions),
            mirror=item.mirror,
            tags=tuple(item.tags),
            sources=tuple(item.sources),
            aliases=tuple(item.aliases),
        )

    def _dimension(self, dimension: schema.DimensionYaml) -> model.Dimension:
        practices = tuple(
            model.Practice(
                id=each.id,
                label=self.text(each.label),
                description=self.text(each.description),
                dimension=dimension.id,
                items=tuple(self._item(item, dimension.id, each.id) for item in each.items),
            )
            for each in dimension.practices
        )
        loose = tuple(self._item(item, dimension.id, None) for item in dimension.items)
        return model.Dimension(
            id=dimension.id,
            label=self.text(dimension.label),
            description=self.text(dimension.description),
            weight=dimension.weight,
            practices=practices,
            items=(*(item for practice in practices for item in practice.items), *loose),
        )

    def _levels(self) -> tuple[model.Level, ...]:
        return tuple(
            model.Level(
                number=number,
                id=each.id or f"level{number}",
                label=self.text(each.label),
                description=self.text(each.description),
                below=each.below,
            )
            for number, each in enumerate(self.parsed.levels, start=1)
        )

    def _choices(self, choices: Iterable[schema.ChoiceYaml]) -> tuple[model.Choice, ...]:
        return tuple(model.Choice(c.id, self.text(c.label), tuple(c.aliases)) for c in choices)

    def _mirrors(self) -> tuple[model.Mirror, ...]:
        def side(each: schema.SideYaml) -> model.Side:
            return model.Side(each.id, self.text(each.label), tuple(each.functions))

        return tuple(
            model.Mirror(id_, self.text(each.label), (side(each.sides[0]), side(each.sides[1])))
            for id_, each in self.parsed.mirrors.items()
        )

    def instrument(self) -> model.Instrument:
        parsed = self.parsed
        return model.Instrument(
            id=parsed.id,
            version=parsed.version,
            sha256=fingerprint(parsed.canonical()),
            title=self.text(parsed.title or {parsed.language: parsed.id}),
            purpose=self.text(parsed.purpose),
            minutes=parsed.minutes,
            languages=self._languages(),
            scales=self.scales,
            dimensions=tuple(self._dimension(each) for each in parsed.dimensions),
            levels=self._levels(),
            rules=model.Rules(**parsed.rules.model_dump()),
            thresholds=dict(parsed.thresholds),
            attributes=tuple(
                model.Attribute(
                    a.id, self.text(a.label), self._choices(a.choices), tuple(a.aliases)
                )
                for a in parsed.attributes
            ),
            missing=tuple(
                model.Choice(id_, self.text(each.label), tuple(each.aliases))
                for id_, each in parsed.missing.items()
            ),
            mirrors=self._mirrors(),
            themes={id_: self.text(each) for id_, each in parsed.themes.items()},
            articles={
                id_: model.Article(id_, each.title, self.text(each.nature))
                for id_, each in parsed.articles.items()
            },
        )

    def _languages(self) -> tuple[str, ...]:
        """Return the languages every item is asked in, the instrument's own first."""
        texts = [
            set(self.text(item.text))
            for dimension in self.parsed.dimensions
            for item in (*dimension.items, *(i for p in dimension.practices for i in p.items))
        ]
        common = set.intersection(*texts) if texts else set()
        return tuple(sorted(common, key=lambda code: (code != self.parsed.language, code)))


def fingerprint(data: Any) -> str:  # noqa: ANN401 - anything JSON can hold
    """Return the sha256 of plain data, independent of key order and file layout."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
