"""Two hours, shared out among what the figures leave open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maturity.story.blocks import Table
from maturity.story.story import Story
from maturity.story.workshop.choose import Contested, Open, contested, to_agree

MINUTES = 120
_OPENING, _READING, _CLOSING = 10, 10, 15
_PER_ITEM, _PER_PRACTICE, _LONGEST = 8, 5, 10
_MOST_PRACTICES = 9  # nobody weighs more in a meeting


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the meeting: its minutes, what it is about, how it goes."""

    minutes: int
    what: str
    how: str


def on_the_agenda(story: Story) -> tuple[Open, ...]:
    """Return the practices that the meeting has time for."""
    return to_agree(story)[: min(_MOST_PRACTICES, _left(story) // _PER_PRACTICE)]


def _left(story: Story) -> int:
    """Return the minutes that the contested statements leave for levels."""
    return MINUTES - _OPENING - _READING - _CLOSING - _PER_ITEM * len(contested(story))


def slots(story: Story) -> tuple[Slot, ...]:
    """Return the parts of the meeting, which take two hours together."""
    return tuple(_slots(story))


def _slots(story: Story) -> Iterator[Slot]:
    say, practices, left = story.say, on_the_agenda(story), _left(story)
    for key, minutes in (("opening", _OPENING), ("reading", _READING)):
        yield Slot(minutes, say(f"workshop.agenda.{key}"), say(f"workshop.agenda.{key}_how"))
    for number, each in enumerate(contested(story), start=1):
        what = say("workshop.agenda.item", number=number, item=story.quoted(each.score.id))
        yield Slot(_PER_ITEM, what, _why(story, each))
    each_takes = min(_LONGEST, left // len(practices)) if practices else 0
    for open_ in practices:
        practice = story.quote(story.practice_label(open_.score.id))
        how = say(f"workshop.open.{open_.why}", k=story.assessment.k)
        yield Slot(each_takes, say("workshop.agenda.practice", practice=practice), how)
    rest = left - each_takes * len(practices)
    if rest:
        yield Slot(rest, say("workshop.agenda.free"), say("workshop.agenda.free_how"))
    yield Slot(_CLOSING, say("workshop.agenda.closing"), say("workshop.agenda.closing_how"))


def _why(story: Story, each: Contested) -> str:
    first = story.say(f"workshop.sign.{each.signs[0]}")
    rest = [story.say(f"workshop.sign.{sign}") for sign in each.signs[1:]]
    return story.joined([first, *rest])


def agenda(story: Story) -> Table:
    """Return the timetable, from the first minute on."""
    say, rows, start = story.say, [], 0
    for slot in slots(story):
        end = start + slot.minutes
        rows.append(
            (say("workshop.agenda.span", start=_clock(start), end=_clock(end)), slot.what, slot.how)
        )
        start = end
    heads = tuple(say(f"workshop.agenda.{key}") for key in ("when", "what", "how"))
    return Table(say("workshop.agenda.caption"), heads, tuple(rows))


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}"
