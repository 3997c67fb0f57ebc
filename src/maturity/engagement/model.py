"""What the state files of an organisation mean together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from maturity.engagement.minutes import Minuted, misagreed
from maturity.engagement.narrative import PAGE, Written
from maturity.engagement.schema import DECISIONS, MAPPING, BrandYaml, DecisionsYaml
from maturity.engagement.voice import strange_words
from maturity.errors import Complaint, EngagementError
from maturity.instrument import FULL, Instrument, Scale, Text, normalised
from maturity.instrument.yamlfile import Document, Where, refuse
from maturity.readers import ENGAGEMENT, ENGAGEMENT_FORM, MEANINGS
from maturity.responses.recode import ALL, Stated, misstated
from maturity.writers.questionnaire import Privacy


@dataclass(frozen=True, slots=True)
class Pin:
    """The questionnaire as it was asked: its version, and the hash of what respondents saw."""

    version: str
    asked_sha256: str


@dataclass(frozen=True, slots=True)
class Engagement:
    """The mandate with one organisation, as its state files say.

    ``roster`` and ``rosters`` (by wave) count the people invited by function, ``roster_by`` and
    ``rosters_by`` the same people by other attributes.
    ``profile`` names the kinds of organisation it is; ``form`` and ``forms`` the short form that
    was asked, by wave too; ``pin`` and ``pins`` what the questionnaire was then. ``brand`` to
    ``capacity`` are about the report (:mod:`maturity.engagement.edition` puts them together),
    ``narrative`` every comment that was found. ``folder`` is where the files lie, None when there
    are none; ``documents`` are the files as read, by the names that such files have;
    ``columns``, ``labels`` and ``scales`` are what ``mapping.yaml`` confirms; ``decisions`` is
    what ``decisions.yaml`` says of the findings, ``unused`` names those decisions that are recorded
    but that this version does not apply.
    """

    name: str = ""
    sector: str = ""
    fictional: bool = False
    language: str | None = None
    instrument: str = ""
    contact: str = ""
    weighting: str = "equal"
    targets: Mapping[str, float] = field(default_factory=dict)
    k_scores: int | None = None
    roster: Mapping[str, int] = field(default_factory=dict)
    rosters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    roster_by: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rosters_by: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    deadlines: Mapping[str, str] = field(default_factory=dict)
    profile: tuple[str, ...] = ()
    form: str = ""
    forms: Mapping[str, str] = field(default_factory=dict)
    pin: Pin | None = None
    pins: Mapping[str, Pin] = field(default_factory=dict)
    privacy: Privacy = field(default_factory=Privacy)
    columns: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scales: Mapping[str, Stated] = field(default_factory=dict)
    exclusions: tuple[tuple[str, str, str], ...] = ()
    brand: BrandYaml = field(default_factory=BrandYaml)
    audience: str = ""
    sections: Mapping[str, bool] = field(default_factory=dict)
    confidentiality: Text = field(default_factory=Text)
    narrative: tuple[Written, ...] = ()
    capacity: Mapping[int, float] = field(default_factory=dict)
    decisions: DecisionsYaml = field(default_factory=DecisionsYaml)
    agreed: tuple[Minuted, ...] = ()
    unused: tuple[str, ...] = ()
    folder: Path | None = None
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False, compare=False)

    def roster_of(self, wave: str) -> Mapping[str, int]:
        """Return who was invited in a wave: its own roster, else the engagement's."""
        return self.rosters.get(wave) or self.roster

    def roster_by_of(self, wave: str) -> Mapping[str, Mapping[str, int]]:
        """Return who was invited in a wave by attributes beside the function.

        The engagement's is about the people of its own roster, not of a wave that has another.
        """
        return self.rosters_by.get(wave) or ({} if wave in self.rosters else self.roster_by)

    def form_of(self, wave: str) -> str:
        """Return the short form asked in a wave, ``full`` or empty for the whole questionnaire."""
        return self.forms.get(wave) or self.form

    def pinned(self, wave: str) -> Pin | None:
        """Return what the questionnaire was in a wave, None when nobody kept it."""
        return self.pins.get(wave) or self.pin

    def excluded(self, wave: str) -> dict[str, str]:
        """Return the respondents left out of a wave, with the reason given."""
        return {who: why for who, why, when in self.exclusions if when in {"", wave}}

    def targets_in(self, instrument: Instrument) -> dict[str, float]:
        """Return the score_100 to aim at per dimension: its own, else its profiles'."""
        return {**instrument.targets_for(self.profile), **self.targets}

    def adapted(self, instrument: Instrument) -> Instrument:
        """Return the instrument as its profiles are asked, its scales reading confirmed labels.

        Raises
        ------
        EngagementError
            A roster, target, profile, form, column or label names something the instrument does
            not have.
        """
        refuse(tuple(self._contradictions(instrument)), EngagementError)
        scales = {
            id_: _with_labels(scale, self.labels.get(id_, {}))
            for id_, scale in instrument.scales.items()
        }
        return replace(instrument.for_profiles(self.profile), scales=scales)

    def _contradictions(self, instrument: Instrument) -> Iterator[Complaint]:
        for file, where, value, known in self._named(instrument):
            # Only a column's target is typed by people who look at a question, not at its id.
            loosely = where[0] == "columns" and normalised(value) in map(normalised, known)
            if value not in known and not loosely:
                fields = {"value": value, "known": ", ".join(known) or "–"}
                yield Complaint(self.place(file, where), "not_in_instrument", fields)
        for where, value, known in self._chosen(instrument):
            if value not in known:
                fields = {"value": value, "known": ", ".join(known) or "–"}
                yield Complaint(self.place(ENGAGEMENT, where), "not_in_instrument", fields)
        yield from self._pages(instrument)
        if DECISIONS in self.documents:
            yield from strange_words(self.decisions, instrument, self.documents[DECISIONS])
        yield from misagreed(self.agreed, instrument)
        yield from self._totals()
        yield from self._misread(instrument)

    def _misread(self, instrument: Instrument) -> Iterator[Complaint]:
        """Yield words and numbers that ``mapping.yaml`` gives a meaning no scale has."""
        for id_, words in self.labels.items():
            scale = instrument.scales.get(id_)
            for word, point in words.items():
                if scale and point not in scale.points:
                    place = self.place(MAPPING, ("labels", id_, word))
                    fields = {"value": id_, "point": str(point)}
                    yield Complaint(place, "instrument.point_outside", fields)
        for name, stated in self.scales.items():
            meant = self._scales_meant(instrument, name)
            reasons = [reason.id for reason in instrument.missing]
            for written, why, value in misstated(stated, meant, reasons):
                where = ("scales", name, written) if written else ("scales", name)
                ends = {f"{scale.min} – {scale.max}": None for scale in meant}
                fields = {"value": value, "points": ", ".join(ends), "known": ", ".join(reasons)}
                yield Complaint(self.place(MAPPING, where), why, fields)

    def _pages(self, instrument: Instrument) -> Iterator[Complaint]:
        """Yield sections called after a dimension that the questionnaire does not have."""
        known = [f"{PAGE}{dimension.id}" for dimension in instrument.dimensions]
        named = [(self.place(ENGAGEMENT, ("sections", name)), name) for name in self.sections]
        for place, name in (*named, *((each.where, each.section) for each in self.narrative)):
            if name.startswith(PAGE) and name not in known:
                fields = {"value": name, "known": ", ".join(known)}
                yield Complaint(place, "not_in_instrument", fields)

    def _totals(self) -> Iterator[Complaint]:
        """Yield rosters by an attribute that are not about the people of the roster."""
        stated: list[tuple[Where, Mapping[str, int], Mapping[str, Mapping[str, int]]]] = [
            (("roster_by",), self.roster, self.roster_by)
        ]
        for wave, rosters in self.rosters_by.items():
            stated.append((("waves", wave, "roster_by"), self.roster_of(wave), rosters))
        for where, roster, rosters in stated:
            people = sum(roster.values())
            for id_, by in rosters.items():
                if roster and sum(by.values()) != people:
                    fields = {"name": id_, "found": str(sum(by.values())), "roster": str(people)}
                    place = self.place(ENGAGEMENT, (*where, id_))
                    yield Complaint(place, "roster_differs", fields)

    def _scales_meant(self, instrument: Instrument, name: str) -> list[Scale]:
        """Return the scales that a name of ``scales`` in ``mapping.yaml`` can stand for.

        A title nobody knows before the files are read may be a column of any scale.
        """
        scales, plain = instrument.scales, normalised(name)
        targets = {normalised(title): normalised(item) for title, item in self.columns.items()}
        for item in instrument.items:
            known = map(normalised, (item.id, *item.text.values(), *item.aliases))
            if plain in known or targets.get(plain) == normalised(item.id):
                return [item.scale]
        by_id = [scale for scale in scales.values() if normalised(scale.id) == plain != ALL]
        return by_id or list(scales.values())

    def _named(self, instrument: Instrument) -> Iterator[tuple[str, Where, str, Sequence[str]]]:
        """Yield what the files name: file, path inside it, the name, and the names there are."""
        function = instrument.attribute("function")
        functions = [choice.id for choice in function.choices] if function else []
        dimensions = [dimension.id for dimension in instrument.dimensions]
        items = [item.id for item in instrument.items]
        targets = [*MEANINGS, *(attribute.id for attribute in instrument.attributes), *items]
        yield from ((ENGAGEMENT, ("roster", id_), id_, functions) for id_ in self.roster)
        for wave, roster in self.rosters.items():
            where: Where = ("waves", wave, "roster")
            yield from ((ENGAGEMENT, (*where, id_), id_, functions) for id_ in roster)
        yield from ((ENGAGEMENT, ("targets", id_), id_, dimensions) for id_ in self.targets)
        for title, target in self.columns.items():
            yield MAPPING, ("columns", title), target, targets
        yield from ((MAPPING, ("labels", id_), id_, [*instrument.scales]) for id_ in self.labels)

    def _chosen(self, instrument: Instrument) -> Iterator[tuple[Where, str, Sequence[str]]]:
        """Yield what of the questionnaire applies here, which must be its ids to the letter."""
        choices = {
            each.id: [choice.id for choice in each.choices]
            for each in instrument.attributes
            if each.choices and each.id != "function"
        }
        for where, rosters in (
            (("roster_by",), self.roster_by),
            *((("waves", wave, "roster_by"), each) for wave, each in self.rosters_by.items()),
        ):
            for id_, by in rosters.items():
                yield (*where, id_), id_, [*choices]
                yield from (((*where, id_, each), each, choices.get(id_, [each])) for each in by)
        profiles = [profile.id for profile in instrument.profiles]
        for n, id_ in enumerate(self.profile):
            yield ("profile", n), id_, profiles
        forms = [*(form.id for form in instrument.forms), FULL]
        if self.form:
            yield ("form",), self.form, forms
        for wave, form in self.forms.items():
            yield ("waves", wave, "form"), form, forms

    def place(self, file: str, where: Where) -> str:
        """Return ``file:line``; what is not in the YAML was filled in the form beside it."""
        documents = [self.documents[file]] if file in self.documents else []
        if file == ENGAGEMENT and ENGAGEMENT_FORM in self.documents:
            documents.append(self.documents[ENGAGEMENT_FORM])
        exact = (document.places[where] for document in documents if where in document.places)
        return next(exact, documents[0].place(where) if documents else file)


def _with_labels(scale: Scale, words: Mapping[str, int]) -> Scale:
    """Return a scale that reads some words as a person confirmed, whatever they meant before."""
    if not words:
        return scale
    confirmed = {normalised(word) for word in words}
    synonyms = {
        point: [word for word in before if normalised(word) not in confirmed]
        for point, before in scale.synonyms.items()
    }
    for word, point in words.items():
        synonyms.setdefault(point, []).append(word)
    return replace(scale, synonyms={point: tuple(each) for point, each in synonyms.items()})
