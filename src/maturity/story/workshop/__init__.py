"""The meeting in which functions discuss the results: what to talk about, what to agree on.

Nothing here is new knowledge: every figure is a published one of the assessment.
"""

from maturity.story.workshop.agenda import on_the_agenda
from maturity.story.workshop.choose import Contested, Open, contested, to_agree
from maturity.story.workshop.pages import workshop

__all__ = ["Contested", "Open", "contested", "on_the_agenda", "to_agree", "workshop"]
