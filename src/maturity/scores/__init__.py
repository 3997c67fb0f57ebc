"""Levels from codes: what responses add up to, how sure that is, and what may be shown."""

from maturity.scores.by_dimension import level_of
from maturity.scores.change import Change, Wave, change
from maturity.scores.consistency import doubtful_keys
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
from maturity.scores.population import unlisted
from maturity.scores.quality import Careless, Flagged, careless
from maturity.scores.score import score, scores_by_respondent
from maturity.scores.signs import SIGNS

__all__ = [
    "OTHER",
    "SIGNS",
    "Assessment",
    "Careless",
    "Change",
    "DimensionScore",
    "Flagged",
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
    "Wave",
    "careless",
    "change",
    "doubtful_keys",
    "level_of",
    "score",
    "scores_by_respondent",
    "unlisted",
]
