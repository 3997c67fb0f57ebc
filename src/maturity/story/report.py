"""The report: its parts in order, each made once, whatever format asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from maturity.errors import Complaint
from maturity.story import sections
from maturity.story.blocks import Section
from maturity.story.edition import Audience
from maturity.story.narrative import commented, comments, stale
from maturity.story.story import Story


def _cover(story: Story) -> tuple[Section, ...]:
    """Return the first page, or what stands above the only one."""
    made = sections.masthead if story.edition.audience == "all-staff" else sections.cover
    return (made(story),)


# in the order of the pages; a part is one section or several, named in ``edition.PART_NAMES``
PARTS: Mapping[str, Callable[[Story], tuple[Section, ...]]] = {
    "cover": _cover,
    "synthesis": lambda story: (sections.synthesis(story),),
    "first-steps": lambda story: (sections.first_steps(story),),
    "how-to-read": lambda story: (sections.how_to_read(story),),
    "who-answered": lambda story: (sections.who_answered(story),),
    "radar": lambda story: (sections.outline(story),),
    "dimensions": sections.dimension_pages,
    "functions": lambda story: (sections.function_heatmap(story),),
    "mirror": lambda story: (sections.mirror(story), sections.divided(story)),
    "practices": lambda story: (sections.practices(story),),
    "priorities": lambda story: (sections.priorities(story),),
    "roadmap": lambda story: (sections.roadmap(story),),
    "method": lambda story: (sections.method(story),),
    "all-staff": lambda story: (sections.all_staff(story),),
}
# what each audience is given: one report, cut three ways
CUTS: Mapping[Audience, tuple[str, ...]] = {
    "working-group": tuple(each for each in PARTS if each not in {"first-steps", "all-staff"}),
    "executive": ("cover", "synthesis", "first-steps", "how-to-read", "radar"),
    "all-staff": ("cover", "all-staff"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What every format is written from.

    ``problems`` counts, by code, what was noted while reading the files: no place, no name.

    Raises
    ------
    EngagementError
        A comment of the consultant holds what no page shows; says file and line.
    """

    story: Story
    problems: Mapping[str, int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Read the consultant's comments: what is wrong in them is said before all else."""
        comments(self.story)

    @property
    def remarks(self) -> tuple[Complaint, ...]:
        """What the consultant should know of this edition, and no client."""
        return (*self.story.edition.remarks, *stale(self.story))

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that this edition shows, in order."""
        edition = self.story.edition
        shown = set(CUTS[edition.audience]) - edition.off
        return tuple(part for part in PARTS if part in shown)

    def part(self, name: str) -> tuple[Section, ...]:
        """Return the sections of a part, commented; none when this edition leaves it out."""
        made = self.story.once(PARTS[name]) if name in self.parts else ()
        off = self.story.edition.off
        return tuple(commented(self.story, each) for each in made if each.id not in off)

    @property
    def sections(self) -> Iterator[Section]:
        """Every section shown, in order: the cover first."""
        return (section for part in self.parts for section in self.part(part))
