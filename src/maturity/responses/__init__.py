"""Answers checked and coded: what each cell means, and a problem for each that means nothing."""

from maturity.responses.asked import told_apart
from maturity.responses.build import code_responses
from maturity.responses.code import Coded, Coder
from maturity.responses.table import (
    ANSWERED,
    DONT_KNOW,
    FATE,
    FATES,
    IGNORED,
    NOT_APPLICABLE,
    UNREADABLE,
    Answer,
    Cells,
    CodedTable,
    FileCount,
    Respondent,
    Responses,
)

__all__ = [
    "ANSWERED",
    "DONT_KNOW",
    "FATE",
    "FATES",
    "IGNORED",
    "NOT_APPLICABLE",
    "UNREADABLE",
    "Answer",
    "Cells",
    "Coded",
    "CodedTable",
    "Coder",
    "FileCount",
    "Respondent",
    "Responses",
    "code_responses",
    "told_apart",
]
