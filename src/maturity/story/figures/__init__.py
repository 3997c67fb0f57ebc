"""The pictures: each function returns the figure, its alt text and the table it draws."""

from maturity.story.figures.answers import alike, answers, kind
from maturity.story.figures.bands import functions, levels, practices, profile
from maturity.story.figures.forecast import forecast
from maturity.story.figures.heatmap import heatmap
from maturity.story.figures.mirror import Seen, mirror
from maturity.story.figures.participation import participation, share
from maturity.story.figures.polarisation import polarisation
from maturity.story.figures.priorities import priorities
from maturity.story.figures.radar import radar
from maturity.story.figures.roadmap import roadmap
from maturity.story.figures.style import png, svg, typeface

__all__ = [
    "Seen",
    "alike",
    "answers",
    "forecast",
    "functions",
    "heatmap",
    "kind",
    "levels",
    "mirror",
    "participation",
    "png",
    "polarisation",
    "practices",
    "priorities",
    "profile",
    "radar",
    "roadmap",
    "share",
    "svg",
    "typeface",
]
