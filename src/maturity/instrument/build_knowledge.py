"""From checked YAML to what the instrument knows beyond its questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from maturity.instrument import knowledge
from maturity.instrument.finding import Rule, condition
from maturity.instrument.text import Text

if TYPE_CHECKING:
    from maturity.instrument import schema
    from maturity.instrument import schema_knowledge as yaml
    from maturity.instrument.schema_finding import RuleYaml


class Words:
    """Gives plain strings the instrument's own language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, text: Mapping[str, str]) -> Text:
        """Return a text whose every sentence has its language."""
        return Text({language or self.language: each for language, each in text.items()})


class KnowledgeBuilder(Words):
    """Builds rubrics, actions, sources, figures, profiles, registers and rules."""

    def __init__(self, parsed: schema.InstrumentYaml) -> None:
        super().__init__(parsed.language)
        self.parsed = parsed

    def rubric(self, practice: schema.PracticeYaml) -> tuple[knowledge.Anchor, ...]:
        """Return a practice's anchors, lowest level first."""
        return tuple(
            knowledge.Anchor(
                level=level,
                text=self.text(each.anchor),
                evidence=tuple(
                    knowledge.Evidence(proof.kind, self.text(proof.text), proof.field)
                    for proof in each.evidence
                ),
                sources=tuple(each.sources),
            )
            for level, each in enumerate(practice.rubric, start=1)
        )

    def actions(self, practice: schema.PracticeYaml) -> tuple[knowledge.Action, ...]:
        """Return a practice's actions, in the order written."""
        return tuple(self._action(practice.id, each) for each in practice.actions)

    def _action(self, practice: str, action: yaml.ActionYaml) -> knowledge.Action:
        success = action.success
        return knowledge.Action(
            id=action.id,
            practice=practice,
            step=action.step,
            title=self.text(action.title),
            what=self.text(action.what),
            owner=action.owner,
            days=action.days,
            size=self._size(action.days),
            horizon=action.horizon,
            cost=action.cost,
            after=tuple(action.after),
            success=knowledge.Success(
                self.text(success.measure), self.text(success.target), success.days
            ),
            items=tuple(action.items),
            sources=tuple(action.sources),
        )

    def _size(self, days: float) -> str:
        fitting = (
            each.id for each in self.parsed.efforts if each.days is None or days <= each.days
        )
        return next(fitting, "")

    def articles(self) -> dict[str, knowledge.Article]:
        """Return the sources by id."""
        return {
            id_: knowledge.Article(
                id=id_,
                title=each.title,
                nature=self.text(each.nature),
                file=each.file,
                year=each.year,
                lines={
                    number: knowledge.Line(**line.model_dump())
                    for number, line in each.lines.items()
                }
                if each.lines is not None
                else None,
            )
            for id_, each in self.parsed.articles.items()
        }

    def costs(self) -> tuple[knowledge.CostClass, ...]:
        """Return the classes of cost, cheapest first."""
        return tuple(
            knowledge.CostClass(each.id, self.text(each.label), self.text(each.description))
            for each in self.parsed.costs
        )

    def registers(self) -> tuple[knowledge.Register, ...]:
        """Return the registers with their columns."""
        return tuple(
            knowledge.Register(
                id=each.id,
                label=self.text(each.label),
                purpose=self.text(each.purpose),
                fields=tuple(
                    knowledge.RegisterField(f.id, self.text(f.label), self.text(f.hint))
                    for f in each.fields
                ),
                sources=tuple(each.sources),
            )
            for each in self.parsed.registers
        )

    def figures(self) -> tuple[knowledge.Figure, ...]:
        """Return the published figures."""
        return tuple(
            knowledge.Figure(
                id=each.id,
                label=self.text(each.label),
                value=each.value,
                operator=each.operator,
                unit=each.unit,
                study=each.study,
                year=each.year,
                population=self.text(each.population),
                n=each.n,
                wording=self.text(each.wording),
                caveat=self.text(each.caveat),
                nature=each.nature,
                sources=tuple(each.sources),
                items=tuple(each.items),
                share=each.share,
                side=each.side,
            )
            for each in self.parsed.figures
        )

    def profiles(self) -> tuple[knowledge.Profile, ...]:
        """Return the kinds of organisation."""
        return tuple(
            knowledge.Profile(
                id=each.id,
                kind=each.kind,
                label=self.text(each.label),
                description=self.text(each.description),
                targets=dict(each.targets),
                reasons={id_: self.text(reason) for id_, reason in each.reasons.items()},
                sources=tuple(each.sources),
            )
            for each in self.parsed.profiles
        )

    def forms(self) -> tuple[knowledge.ShortForm, ...]:
        """Return the parts of the questionnaire that may be asked alone."""
        return tuple(
            knowledge.ShortForm(
                id_, self.text(each.label), each.minutes, tuple(each.items), self.text(each.reason)
            )
            for id_, each in self.parsed.forms.items()
        )

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of findings, in the order written."""
        return tuple(self._rule(each) for each in self.parsed.findings)

    def _rule(self, rule: RuleYaml) -> Rule:
        return Rule(
            id=rule.id,
            kind=rule.kind,
            about=rule.about,
            topic=rule.topic,
            when=tuple(read for text in rule.when if (read := condition(text)) is not None),
            gravity=rule.gravity,
            because=self.text(rule.because),
            sentence=self.text(rule.sentence),
            role=rule.role,
            size=rule.size,
            full=rule.full,
            most=rule.most,
            not_for=tuple(rule.not_for),
            count=rule.count,
            singular=self.text(rule.singular),
            mark=self.text(rule.mark),
        )

    def migrations(self) -> tuple[knowledge.Migration, ...]:
        """Return what changed from one version to the next, as declared."""
        return tuple(
            knowledge.Migration(
                each.before,
                each.after,
                tuple(
                    knowledge.Change(c.item, c.change, c.compares, self.text(c.reason))
                    for c in each.items
                ),
            )
            for each in self.parsed.migrations
        )
