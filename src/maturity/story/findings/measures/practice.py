"""What is known of each practice, beside the others of its dimension."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.story.findings.found import Basis
from maturity.story.findings.measures.standing import nearest, place, ranked
from maturity.story.findings.subject import Subject, Value
from maturity.story.story import Story


def practices(story: Story) -> Iterator[Subject]:
    """Yield every practice."""
    for dimension in story.assessment.dimensions:
        own = [each for each in story.assessment.practices if each.dimension == dimension.id]
        order = ranked(story, own)
        for each in own:
            name = story.practice_label(each.id)
            others = [one.value for one in order if one.id != each.id]
            standing = place(order, each.id)
            measures: dict[str, Value] = {
                "name": name,
                "dimension": story.dimension_label(dimension.id),
                "n": each.n,
                "score": each.score_100,
                "interval": each.interval,
                "standing": "between" if standing == "ahead" else standing,
                "rivals": len(others) if order else None,
                "distance": nearest(order, each.id),
                "others": sum(others) / len(others) if others else None,
            }
            basis = Basis(each.id, name, each.n)
            yield Subject(each.id, dimension.id, measures, (basis,))
