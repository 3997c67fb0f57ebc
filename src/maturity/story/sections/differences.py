"""Where people do not see alike: functions side by side, and the mirror."""

from __future__ import annotations

from maturity.instrument.model import Mirror
from maturity.scores.model import MirrorScore
from maturity.story import figures
from maturity.story.blocks import Block, Chart, Paragraph, Section
from maturity.story.findings import findings
from maturity.story.story import Story


def function_heatmap(story: Story) -> Section:
    """Return every function's score on every dimension, the organisation first."""
    say, groups = story.say, story.assessment.groups
    shown = [each for each in groups if not each.suppressed]
    blocks: tuple[Block, ...]
    if len(shown) > 1:
        blocks = (Paragraph(say("report.functions.lead"), "lead"), _heatmap(story))
    else:
        key = "single" if shown else "none"
        blocks = (Paragraph(say(f"report.functions.{key}")),)
    return Section("functions", say("report.functions.title"), blocks)


def _heatmap(story: Story) -> Chart:
    say = story.say
    found = next((each for each in findings(story) if each.kind == "group_gap"), None)
    if found:
        title = found.sentence
    elif len(story.published) > 1:
        points = say.number(story.instrument.thresholds["gap_points"])
        title = say("report.functions.chart_title_close", points=points)
    else:
        title = say("report.functions.chart_title")
    caption = say("report.functions.chart_caption", k=story.assessment.k)
    return Chart(title, caption, *figures.heatmap(story))


def mirror(story: Story) -> Section:
    """Return each mirror's items as both sides see them."""
    say, mirrors = story.say, story.instrument.mirrors
    asked = [each for each in mirrors if _scores(story, each)]
    blocks: tuple[Block, ...]
    if asked:
        lead = Paragraph(say("report.mirror.lead"), "lead")
        blocks = (lead, *(_mirror(story, each) for each in asked))
    else:
        blocks = (Paragraph(say("report.mirror.none")),)
    return Section("mirror", say("report.mirror.title"), blocks)


def _scores(story: Story, mirror: Mirror) -> list[MirrorScore]:
    """Return a mirror's items, the widest gap first, masked ones last."""
    scores = [each for each in story.assessment.mirrors if each.mirror == mirror.id]
    gaps = {each.item: figures.gap(each) for each in scores}
    return sorted(scores, key=lambda each: -abs(gap) if (gap := gaps[each.item]) is not None else 1)


def _mirror(story: Story, mirror: Mirror) -> Block:
    say, label = story.say, story.text(mirror.label)
    scores = _scores(story, mirror)
    gaps = [abs(gap) for each in scores if (gap := figures.gap(each)) is not None]
    if not gaps:
        return Paragraph(say("report.mirror.all_masked", mirror=label, k=story.assessment.k))
    wide = story.instrument.thresholds["gap_points"]
    if gaps[0] >= wide:
        title = say(
            "report.mirror.chart_title_gap",
            mirror=label,
            points=say.number(gaps[0]),
            item=story.quoted(scores[0].item),
        )
    else:
        title = say("report.mirror.chart_title_close", mirror=label, points=say.number(wide))
    caption = say("report.mirror.chart_caption", points=say.number(wide))
    return Chart(title, caption, *figures.mirror(story, mirror, scores))
