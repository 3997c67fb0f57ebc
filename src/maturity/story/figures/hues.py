"""One colour per dimension, wherever actions are drawn; a name or a number says the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from maturity.story.figures.legend import Key
from maturity.story.story import Story

# legible on white at 3:1 and apart for the colour-blind, neighbours most of all
_HUES = ("#12436D", "#F46A25", "#28A197", "#801650", "#6B7785", "#8C6BC8", "#3D3D3D")


def hues(story: Story) -> Mapping[str, str]:
    """Return the colour of each dimension by id; they begin again after the seventh."""
    return {each.id: _HUES[n % len(_HUES)] for n, each in enumerate(story.instrument.dimensions)}


def hue_keys(story: Story, shown: Collection[str]) -> Iterator[Key]:
    """Yield the legend of the dimensions that are shown."""
    for id_, colour in hues(story).items():
        if id_ in shown:
            yield Key(story.dimension_label(id_), "bar", colour)
