"""What to do first, and when: recommendations, the roadmap, what they would change."""

from maturity.story.advice.decide import decision
from maturity.story.advice.lift import paths, projection
from maturity.story.advice.plain import advice_json
from maturity.story.advice.recommend import firmness, recommendations
from maturity.story.advice.roadmap import roadmap

__all__ = [
    "advice_json",
    "decision",
    "firmness",
    "paths",
    "projection",
    "recommendations",
    "roadmap",
]
