"""How each figure of the report is made, for whoever wants to check it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maturity.language import is_known
from maturity.story.blocks import Block, Paragraph, Section
from maturity.story.methods import printed
from maturity.story.story import Story

_CODES = re.compile(r"\s\(`[A-Z_]+`(?:, `[A-Z_]+`)*\)")  # for readers of the JSON alone
_FILES = re.compile(r"\s?\((?:`[\w/]+\.(?:py|toml|md)[^`]*`)\)|`[\w/]+\.(?:py|toml|md)[^`]*`")
_MARKS = re.compile(r"(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w)|`")
_BLANKS = re.compile(r"[ \n]+")


def formulas(story: Story) -> Iterator[Section]:
    """Yield one folded entry per method behind a figure that this report prints."""
    methods = tuple(printed(story.assessment))
    if methods:
        lead = Paragraph(story.say("report.formulas.lead"))
        entries = (_entry(story, each) for each in methods)
        yield Section("formulas", story.say("report.formulas.title"), (lead, *entries), 3)


def _entry(story: Story, method: str) -> Section:
    title = story.say(f"methods.{method}.title")
    return Section(f"formula-{method}", title, tuple(_blocks(story, method)), 4)


def _blocks(story: Story, method: str) -> Iterator[Block]:
    yield Paragraph(_plain(story, f"methods.{method}.words"))
    told = {
        "formula": f"methods.{method}.formula",
        "source": f"methods.{method}.source",
        "limits": f"methods.{method}.limits",
    }
    for part, key in told.items():
        if is_known(key):
            first = story.say(f"report.formulas.{part}")
            yield Paragraph(story.say("report.pair", first=first, second=_plain(story, key)))


def _plain(story: Story, key: str) -> str:
    """Return a Markdown text as plain words; a file of the project is "the toolkit" to a client."""
    text = _CODES.sub("", story.say(key))
    text = _FILES.sub(lambda found: "" if "(" in found[0] else story.say("figures.toolkit"), text)
    return _BLANKS.sub(" ", _MARKS.sub("", text)).strip()
