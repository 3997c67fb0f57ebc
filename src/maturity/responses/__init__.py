"""Answers checked and coded: what each cell means, and a problem for each that means nothing."""

from maturity.responses.asked import told_apart
from maturity.responses.build import code_responses
from maturity.responses.code import IGNORED, UNREADABLE, Coded, Coder
from maturity.responses.table import Answer, Cells, FileCount, Respondent, Responses

__all__ = [
    "IGNORED",
    "UNREADABLE",
    "Answer",
    "Cells",
    "Coded",
    "Coder",
    "FileCount",
    "Respondent",
    "Responses",
    "code_responses",
    "told_apart",
]
