"""The blank workbooks a client fills: one per respondent, or one for many respondents in rows."""

from maturity.writers.questionnaire.collector import write_collector
from maturity.writers.questionnaire.respondent import write_questionnaire

__all__ = ["write_collector", "write_questionnaire"]
