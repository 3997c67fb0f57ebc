"""What respondents are told of their data before they answer: GDPR, article 13, point by point.

What the engagement does not say is printed as a blank to complete, never guessed and never left
out: a notice that is silent on a point would look complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.instrument.text import Text
from maturity.writers.questionnaire.form import Form, set_up_page
from maturity.writers.questionnaire.privacy import Privacy
from maturity.writers.questionnaire.welcome import TEXT, WIDTHS, Line, write_line

_NOWHERE = {"none", "no", "aucun", "aucune", "non"}  # how people say that no data leave the EEA


@dataclass(frozen=True, slots=True)
class _Notice:
    """The sentences of one form's notice."""

    form: Form

    @property
    def privacy(self) -> Privacy:
        return self.form.invitation.privacy

    def said(self, key: str, **fields: object) -> str:
        return self.form.text(f"notice.{key}", **fields)

    def given(self, key: str, words: str | Text) -> str:
        """Return what the engagement says, without its full stop, or a blank to complete."""
        text = words.in_language(self.form.say.code) if isinstance(words, Text) else words
        return text.strip().rstrip(".") or self.said("blank", what=self.said(f"what.{key}"))

    def lines(self) -> Iterator[Line]:
        """Yield what article 13 asks for, each point with its label."""
        points = {
            "controller": self.said(
                "controller",
                name=self.given("controller", self.privacy.controller),
                contact=self.given("contact", self.privacy.controller_contact),
            ),
            "ask": self.said("ask", contact=self._ask),
            "collected": self._collected(),
            "purpose": self._purpose(),
            "basis": self._basis(),
            "seen": self._seen(),
            "kept": self._kept(),
            "how_long": self._how_long(),
            "voluntary": self._voluntary(),
            "rights": self._rights(),
        }
        for key, text in points.items():
            look = "blank" if self.said("mark") in text else "text"
            yield Line(look, self.said(f"label.{key}"), text)

    @property
    def _ask(self) -> str:
        return self.given("data_protection", self.privacy.data_protection)

    def _collected(self) -> str:
        about = [
            each.label.in_language(self.form.say.code) for each in self.form.instrument.attributes
        ]
        said = [self.said("answers")]
        said += [self.said("about", attributes=self.form.say.listing(about))] if about else []
        return " ".join([*said, self.said("no_name")])

    def _purpose(self) -> str:
        purpose = self.privacy.purpose.in_language(self.form.say.code).strip()
        return f"{purpose or self.said('purpose')} {self.said('no_automation')}"

    def _basis(self) -> str:
        basis = self.privacy.legal_basis
        if basis is None:
            return self.given("legal_basis", "")
        return self.said(f"basis.{basis}", interest=self.given("interest", self.privacy.interest))

    def _seen(self) -> str:
        said = [
            self.said("reads", name=self.given("consultancy", self.privacy.consultancy)),
            coordinator(self.form),
            self.said("report", k=self.form.k),
            self.said("comments", k=max(self.form.k, self.form.instrument.rules.k_comments)),
        ]
        others = self.privacy.recipients.in_language(self.form.say.code).strip().rstrip(".")
        if others:
            said.append(self.said("recipients", others=others))
        return "\n".join(said)

    def _kept(self) -> str:
        where = self.given("storage", self.privacy.storage)
        outside = self.given("outside_eea", self.privacy.outside_eea)
        key = "inside" if outside.casefold() in _NOWHERE else "outside"
        return f"{self.said('kept', where=where)} {self.said(key, where=outside)}"

    def _how_long(self) -> str:
        privacy = self.privacy
        if privacy.until:
            return self.said("until", date=self.form.say.date(privacy.until))
        if privacy.months is not None:
            return self.said("months" if privacy.months else "at_once", n=privacy.months)
        return self.said("how_long", time=self.given("retention", ""))

    def _voluntary(self) -> str:
        if self.privacy.voluntary is None:
            return self.given("voluntary", "")
        if_not = self.given("if_not", self.privacy.if_not)
        return self.said("voluntary" if self.privacy.voluntary else "required", if_not=if_not)

    def _rights(self) -> str:
        basis = self.privacy.legal_basis
        said = [self.said("rights", contact=self._ask)]
        if basis in {"public_task", "legitimate_interest"}:
            said.append(self.said("object"))
        if basis in {"consent", "contract"}:
            said.append(self.said("portability"))
        if basis == "consent":
            said.append(self.said("withdraw"))
        said += [
            self.said("found"),
            self.said("complaint", authority=self.given("authority", self.privacy.authority)),
        ]
        return " ".join(said)


def coordinator(form: Form) -> str:
    """Say that files pass through somebody's hands: it is why no anonymity is promised."""
    key = "types" if form.kind == "collector" else "passes"
    name = form.invitation.privacy.coordinator
    whose = key if name else f"{key}_somebody"
    return form.text(f"notice.{whose}", name=name)


def write_notice(form: Form) -> None:
    """Add the sheet with the whole notice; in a collector it is the text to hand out."""
    key = "hand_out" if form.kind == "collector" else "notice"
    sheet = form.add_sheet(form.text(f"sheet.{key}"))
    sheet.hide_gridlines(2)
    set_up_page(form, sheet, landscape=False)
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    lines = [
        Line("organization", "", form.invitation.organization),
        Line("title", "", form.text("sheet.notice")),
        Line("purpose", "", form.text("notice.lead")),
        *_Notice(form).lines(),
    ]
    for row, line in enumerate(line for line in lines if line.text):
        write_line(form, sheet, row, line)
    sheet.set_selection(0, TEXT, 0, TEXT)
