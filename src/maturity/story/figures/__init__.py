"""The pictures: each function returns the figure, its alt text and the table it draws."""

from maturity.story.figures.answers import alike, answers, kind
from maturity.story.figures.bands import functions, levels, practices, profile
from maturity.story.figures.heatmap import heatmap
from maturity.story.figures.mirror import Seen, mirror
from maturity.story.figures.participation import participation, share
from maturity.story.figures.style import svg

__all__ = [
    "Seen",
    "alike",
    "answers",
    "functions",
    "heatmap",
    "kind",
    "levels",
    "mirror",
    "participation",
    "practices",
    "profile",
    "share",
    "svg",
]
