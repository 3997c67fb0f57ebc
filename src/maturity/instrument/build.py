"""From checked YAML to the frozen questionnaire, and to its fingerprints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from maturity.instrument import model
from maturity.instrument.build_knowledge import KnowledgeBuilder, Words
from maturity.instrument.places import placed_items

if TYPE_CHECKING:
    from maturity.instrument import schema


class Builder(Words):
    """Turns the checked YAML into the questionnaire."""

    def __init__(self, parsed: schema.InstrumentYaml) -> None:
        super().__init__(parsed.language)
        self.parsed = parsed
        self.knowledge = KnowledgeBuilder(parsed)
        self.scales = {id_: self._scale(id_, each) for id_, each in parsed.scales.items()}

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
            about=tuple(item.about),
            tags=tuple(item.tags),
            sources=tuple(item.sources),
            # Whoever was asked in other words still answers this item.
            aliases=(
                *item.aliases,
                *(each for text in item.variants.values() for each in text.values()),
            ),
            version=item.version,
            variants={profile: self.text(text) for profile, text in item.variants.items()},
            not_for=tuple(item.not_for),
            weight_reason=self.text(item.weight_reason),
            critical=item.critical,
        )

    def _dimension(self, dimension: schema.DimensionYaml) -> model.Dimension:
        practices = tuple(
            model.Practice(
                id=each.id,
                label=self.text(each.label),
                description=self.text(each.description),
                dimension=dimension.id,
                items=tuple(self._item(item, dimension.id, each.id) for item in each.items),
                weight=each.weight,
                weight_reason=self.text(each.weight_reason),
                interview=tuple(map(self.text, each.interview)),
                rubric=self.knowledge.rubric(each),
                actions=self.knowledge.actions(each),
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

    def _rules(self) -> model.Rules:
        stated = self.parsed.rules
        floor = stated.critical
        return model.Rules(
            stated.min_answered,
            stated.k_scores,
            stated.k_comments,
            model.Critical(floor.below, floor.level) if floor else None,
        )

    def _choices(self, choices: Iterable[schema.ChoiceYaml]) -> tuple[model.Choice, ...]:
        return tuple(model.Choice(c.id, self.text(c.label), tuple(c.aliases)) for c in choices)

    def _mirrors(self) -> tuple[model.Mirror, ...]:
        def side(each: schema.SideYaml) -> model.Side:
            values = (*each.functions, *each.values)
            return model.Side(each.id, self.text(each.label), values, each.attribute)

        return tuple(
            model.Mirror(id_, self.text(each.label), (side(each.sides[0]), side(each.sides[1])))
            for id_, each in self.parsed.mirrors.items()
        )

    def instrument(self) -> model.Instrument:
        """Put everything together."""
        parsed = self.parsed
        return model.Instrument(
            id=parsed.id,
            version=parsed.version,
            sha256=fingerprint(parsed.canonical()),
            asked_sha256=fingerprint(_asked(parsed)),
            title=self.text(parsed.title or {parsed.language: parsed.id}),
            purpose=self.text(parsed.purpose),
            minutes=parsed.minutes,
            languages=self._languages(),
            scales=self.scales,
            dimensions=tuple(self._dimension(each) for each in parsed.dimensions),
            levels=self._levels(),
            rules=self._rules(),
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
            articles=self.knowledge.articles(),
            weighting=self.text(parsed.weighting),
            roles={id_: self.text(each) for id_, each in parsed.roles.items()},
            costs=self.knowledge.costs(),
            horizons=tuple(parsed.horizons),
            capacity={each.until: each.days for each in parsed.capacity},
            registers=self.knowledge.registers(),
            figures=self.knowledge.figures(),
            profiles=self.knowledge.profiles(),
            forms=self.knowledge.forms(),
            migrations=self.knowledge.migrations(),
            findings=self.knowledge.rules(),
        )

    def _languages(self) -> tuple[str, ...]:
        """Return the languages every item is asked in, the instrument's own first."""
        texts = [set(self.text(item.text)) for _, item in placed_items(self.parsed)]
        common = set.intersection(*texts) if texts else set()
        return tuple(sorted(common, key=lambda code: (code != self.parsed.language, code)))


def _asked(parsed: schema.InstrumentYaml) -> dict[str, Any]:
    """Return what respondents are asked and how their answers are read, as plain data."""
    said = {"id", "text", "scale", "reverse", "functions", "variants", "not_for"}
    return {
        "id": parsed.id,
        "items": [item.model_dump(mode="json", include=said) for _, item in placed_items(parsed)],
        "scales": {
            id_: scale.model_dump(mode="json", include={"min", "max", "labels"})
            for id_, scale in parsed.scales.items()
        },
    }


def fingerprint(data: Any) -> str:  # noqa: ANN401 - anything JSON can hold
    """Return the sha256 of plain data, independent of key order and file layout."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
