"""Where people do not see alike: functions side by side, and the mirror."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maturity.instrument.model import Mirror
from maturity.scores.model import Gap, SideScore
from maturity.story import figures
from maturity.story.blocks import Block, Chart, Paragraph, Section, Table
from maturity.story.figures import Seen
from maturity.story.findings import SURE, between_functions, gap_fields, upwards, verdict
from maturity.story.story import Story


def function_heatmap(story: Story) -> Section:
    """Return every function's score on every dimension, the organisation first."""
    say, groups = story.say, story.assessment.groups
    shown = [each for each in groups if not each.suppressed]
    blocks: tuple[Block, ...]
    if len(shown) > 1:
        blocks = (
            Paragraph(say("report.functions.lead"), "lead"),
            _heatmap(story),
            *_pairs(story),
            *_ratings(story),
        )
    else:
        key = "single" if shown else "none"
        blocks = (Paragraph(say(f"report.functions.{key}")),)
    return Section("functions", say("report.functions.title"), blocks)


def _heatmap(story: Story) -> Chart:
    say = story.say
    found = between_functions(story)
    compared = any(each.kind == "dimension" for each in story.assessment.gaps)
    if found:
        title = say("report.functions.chart_title_gap", **gap_fields(story, found[0]))
    elif compared and len(story.published) > 1:
        title = say("report.functions.chart_title_close")
    else:
        title = say("report.functions.chart_title")
    caption = say("report.functions.chart_caption", k=story.assessment.k)
    return Chart(title, caption, *figures.heatmap(story))


def _pairs(story: Story) -> Iterator[Block]:
    """List the gaps between functions that go beyond their interval, where there are several."""
    told = between_functions(story)
    if len(told) > 1:
        yield _listed(story, "pairs", told)


_ROWS = 8


def _gap_table(story: Story, gaps: list[Gap], key: str, total: int) -> Table:
    """Return one row per gap, widest first, from the more optimistic group to the other."""
    say = story.say
    heads = ("thing", "optimistic", "other_side", "gap", "gap_interval", "verdict")
    more = total - len(gaps)
    return Table(
        caption=say(key),
        header=tuple(say(f"report.mirror.{head}") for head in heads),
        rows=tuple(_gap_row(story, each) for each in gaps),
        numeric=(3, 4),
        note=say("report.functions.pairs_more", n=more) if more else "",
    )


def _gap_row(story: Story, gap: Gap) -> tuple[str, ...]:
    say, fields = story.say, gap_fields(story, gap)
    sides = (
        story.labelled(
            str(fields[side]),
            say("report.score_n", score=fields[f"{side}_score"], n=fields[f"{side}_n"]),
        )
        for side in ("high", "low")
    )
    label = story.dimension_label(gap.id) if gap.kind == "dimension" else story.gap_thing(gap)
    worth = verdict(story, gap)
    return (
        label,
        *sides,
        str(fields["points"]),
        story.range(upwards(gap)),
        say(f"report.verdict.{worth}"),
    )


def _ratings(story: Story) -> Iterator[Block]:
    """List what two functions say of each other, the widest gap first."""
    gaps = [each for each in story.assessment.gaps if each.kind == "rating"]
    gaps.sort(key=lambda each: -abs(each.difference))
    if gaps:
        yield _listed(story, "ratings", gaps)


def _listed(story: Story, key: str, gaps: list[Gap]) -> Section:
    """Put a table of gaps under its heading."""
    caption = f"report.functions.{key}"
    table = _gap_table(story, gaps[:_ROWS], caption, len(gaps))
    return Section(f"functions-{key}", story.say(caption), (table,), 3)


# The mirror


def mirror(story: Story) -> Section:
    """Return the dimensions as both sides of each mirror see them, then the items."""
    say, mirrors = story.say, story.instrument.mirrors
    asked = [each for each in mirrors if _statements(story, each) or _dimensions(story, each)]
    blocks: tuple[Block, ...]
    if asked:
        lead = Paragraph(say("report.mirror.lead"), "lead")
        blocks = (lead, *_by_dimension(story, asked), *_by_statement(story, asked))
    else:
        blocks = (Paragraph(say("report.mirror.none")),)
    return Section("mirror", say("report.mirror.title"), blocks)


def _gap_on(story: Story, kind: str, id_: str, mirror: Mirror) -> Gap | None:
    return next(
        (
            each
            for each in story.assessment.gaps
            if (each.kind, each.id, each.by) == (kind, id_, mirror.id)
        ),
        None,
    )


def _statements(story: Story, mirror: Mirror) -> list[Seen]:
    """Return a mirror's items, the widest gap first, masked ones last."""
    seen = [
        Seen(story.item_text(each.item), each.sides, _gap_on(story, "item", each.item, mirror))
        for each in story.assessment.mirrors
        if each.mirror == mirror.id
    ]
    seen = [each if each.distance is not None else replace(each, gap=None) for each in seen]
    return sorted(seen, key=_widest_first)


def _dimensions(story: Story, mirror: Mirror) -> list[Seen]:
    """Return the dimensions as both sides of a mirror score them, the widest gap first."""
    seen = [
        Seen(story.dimension_label(each.id), _sides(mirror, gap), gap)
        for each in story.assessment.dimensions
        if (gap := _gap_on(story, "dimension", each.id, mirror)) is not None
    ]
    return sorted(seen, key=_widest_first)


def _sides(mirror: Mirror, gap: Gap) -> tuple[SideScore, SideScore]:
    """Put the two groups of a gap in the order of the mirror's sides."""
    known = {
        group: SideScore(group, n, score)
        for group, n, score in zip(gap.groups, gap.n, gap.scores_100, strict=True)
    }
    first, second = (known[side.id] for side in mirror.sides)
    return first, second


def _widest_first(seen: Seen) -> float:
    return 1.0 if seen.distance is None else -abs(seen.distance)


def _by_dimension(story: Story, mirrors: list[Mirror]) -> Iterator[Block]:
    """Draw the dimensions of each mirror: short figures, which stand on one page together."""
    for mirror in mirrors:
        if dimensions := _dimensions(story, mirror):
            yield _chart(story, mirror, dimensions, "dimension")


def _by_statement(story: Story, mirrors: list[Mirror]) -> Iterator[Block]:
    """Draw the items of each mirror, or say that nothing of it can be shown."""
    say, k = story.say, story.assessment.k
    for mirror in mirrors:
        statements = _statements(story, mirror)
        if any(each.distance is not None for each in statements):
            yield _chart(story, mirror, statements, "statement")
        elif not _dimensions(story, mirror):
            label = story.text(mirror.label)
            yield Paragraph(say("report.mirror.all_masked", mirror=label, k=k))


def _chart(story: Story, mirror: Mirror, rows: list[Seen], what: str) -> Chart:
    say, wide = story.say, _points(story)
    caption = say(f"report.mirror.caption_{what}", points=wide)
    title = _title(story, mirror, rows, what)
    return Chart(title, caption, *figures.mirror(story, mirror, rows, what))


def _points(story: Story) -> str:
    """Write from how many points on a gap is told."""
    return story.say.number(story.instrument.thresholds["finding_points"])


def _title(story: Story, mirror: Mirror, rows: list[Seen], what: str) -> str:
    """Say which gap is widest beyond its interval, and who is more optimistic."""
    say, label = story.say, story.text(mirror.label)
    found = [each.gap for each in rows if each.gap is not None and each.gap.finding]
    found.sort(key=lambda gap: verdict(story, gap) not in SURE)
    if not any(each.gap for each in rows):
        return say(f"report.mirror.title_plain_{what}", mirror=label)
    if not found:
        return say(f"report.mirror.title_close_{what}", mirror=label)
    told = "gap" if verdict(story, found[0]) in SURE else "lead"
    return say(f"report.mirror.title_{told}", mirror=label, **gap_fields(story, found[0]))
