"""The report, section by section; one that cannot be shown says why in words."""

from maturity.story.sections.differences import function_heatmap, mirror
from maturity.story.sections.dimensions import dimension_page, dimension_pages
from maturity.story.sections.method import method
from maturity.story.sections.opening import cover, how_to_read, synthesis, who_answered
from maturity.story.sections.practices import practices

__all__ = [
    "cover",
    "dimension_page",
    "dimension_pages",
    "function_heatmap",
    "how_to_read",
    "method",
    "mirror",
    "practices",
    "synthesis",
    "who_answered",
]
