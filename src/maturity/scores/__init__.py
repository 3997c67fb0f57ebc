"""Levels from codes: what responses add up to, how sure that is, and what may be shown."""

from maturity.scores.by_dimension import level_of
from maturity.scores.ground import Setting
from maturity.scores.groups import OTHER
from maturity.scores.model import (
    Assessment,
    DimensionScore,
    GroupScore,
    ItemScore,
    MirrorScore,
    Overall,
    Participation,
    PracticeScore,
    Respondents,
    SideScore,
    Suppression,
)
from maturity.scores.score import score, scores_by_respondent

__all__ = [
    "OTHER",
    "Assessment",
    "DimensionScore",
    "GroupScore",
    "ItemScore",
    "MirrorScore",
    "Overall",
    "Participation",
    "PracticeScore",
    "Respondents",
    "Setting",
    "SideScore",
    "Suppression",
    "level_of",
    "score",
    "scores_by_respondent",
]
