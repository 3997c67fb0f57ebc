"""What is known of each kind of thing that findings are about.

A kind of thing is one module here, its measures in ``instrument/measures.toml`` and one line below:
whoever reads registers adds ``register.py`` beside these, and rules speak of registers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from maturity.story.findings.measures.dimension import dimensions
from maturity.story.findings.measures.function import functions
from maturity.story.findings.measures.gap import gaps
from maturity.story.findings.measures.item import items
from maturity.story.findings.measures.organisation import organisation
from maturity.story.findings.measures.practice import practices
from maturity.story.findings.subject import Subject
from maturity.story.story import Story

SUBJECTS: Mapping[str, Callable[[Story], Iterator[Subject]]] = {
    "organisation": organisation,
    "dimension": dimensions,
    "practice": practices,
    "item": items,
    "function": functions,
    "gap": gaps,
}
