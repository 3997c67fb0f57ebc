"""The blank workbooks a client fills: one per respondent, or one for many respondents in rows."""

from maturity.writers.questionnaire.collector import write_collector
from maturity.writers.questionnaire.form import Invitation
from maturity.writers.questionnaire.privacy import PRIVACY_KEYS, LegalBasis, Privacy
from maturity.writers.questionnaire.respondent import write_questionnaire

__all__ = [
    "PRIVACY_KEYS",
    "Invitation",
    "LegalBasis",
    "Privacy",
    "write_collector",
    "write_questionnaire",
]
