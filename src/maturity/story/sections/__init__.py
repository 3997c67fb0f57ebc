"""The report, section by section; one that cannot be shown says why in words."""

from maturity.story.sections.all_staff import all_staff, masthead
from maturity.story.sections.differences import function_heatmap, mirror
from maturity.story.sections.dimensions import dimension_page, dimension_pages
from maturity.story.sections.divided import divided
from maturity.story.sections.first_steps import first_steps
from maturity.story.sections.method import method
from maturity.story.sections.opening import cover, how_to_read, synthesis, who_answered
from maturity.story.sections.outline import outline
from maturity.story.sections.practices import practices
from maturity.story.sections.priorities import priorities
from maturity.story.sections.roadmap import roadmap

__all__ = [
    "all_staff",
    "cover",
    "dimension_page",
    "dimension_pages",
    "divided",
    "first_steps",
    "function_heatmap",
    "how_to_read",
    "masthead",
    "method",
    "mirror",
    "outline",
    "practices",
    "priorities",
    "roadmap",
    "synthesis",
    "who_answered",
]
