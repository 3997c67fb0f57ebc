"""What an engagement says of its respondents' data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from maturity.instrument.text import Text

LegalBasis = Literal[
    "consent", "contract", "legal_obligation", "public_task", "legitimate_interest"
]
# What engagement.yaml calls it, in the order of the notice.
PRIVACY_KEYS = (
    "controller.name",
    "controller.contact",
    "data_protection.name",
    "data_protection.contact",
    "purpose",
    "legal_basis",
    "interest",
    "consultancy",
    "coordinator",
    "recipients",
    "storage",
    "outside_eea",
    "retention.months",
    "retention.until",
    "voluntary",
    "if_not",
    "authority",
)


@dataclass(frozen=True, slots=True)
class Privacy:
    """What an engagement says of its respondents' data; what is empty is not known.

    ``months`` after the report, or ``until`` a day, individual answers are kept; ``interest`` is
    pursued with a legitimate interest; ``if_not`` happens to whoever must take part and does not;
    ``outside_eea`` is ``none``, or where to and with which safeguard.
    """

    controller: str = ""
    controller_contact: str = ""
    data_protection: str = ""
    purpose: Text = field(default_factory=Text)
    legal_basis: LegalBasis | None = None
    interest: Text = field(default_factory=Text)
    consultancy: str = ""
    coordinator: str = ""
    recipients: Text = field(default_factory=Text)
    storage: Text = field(default_factory=Text)
    outside_eea: Text = field(default_factory=Text)
    months: int | None = None
    until: date | None = None
    voluntary: bool | None = None
    if_not: Text = field(default_factory=Text)
    authority: Text = field(default_factory=Text)

    def missing(self) -> list[str]:
        """Return the keys of engagement.yaml whose place in the notice is still a blank."""
        stated: dict[str, object] = {
            "controller.name": self.controller,
            "controller.contact": self.controller_contact,
            "data_protection.contact": self.data_protection,
            "legal_basis": self.legal_basis,
            "interest": self.interest or self.legal_basis != "legitimate_interest",
            "consultancy": self.consultancy,
            "storage": self.storage,
            "outside_eea": self.outside_eea,
            "retention": self.until or self.months is not None,
            "voluntary": self.voluntary is not None,
            "if_not": self.if_not or self.voluntary is not False,
            "authority": self.authority,
        }
        return [f"privacy.{key}" for key, value in stated.items() if not value]
