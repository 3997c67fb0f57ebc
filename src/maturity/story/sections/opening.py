"""Before the results: cover, synthesis, how to read, who answered."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import Participation
from maturity.story import figures
from maturity.story.blocks import Block, Bullets, Chart, Paragraph, Section, Table, Tile, Tiles
from maturity.story.findings import caveats, key_messages, widest_gap
from maturity.story.story import OTHER, Story

# The cover


def cover(story: Story) -> Section:
    """Return the first page: who was assessed, when, with what, and that it is confidential."""
    say, assessment, instrument = story.say, story.assessment, story.instrument
    version = say("report.cover.version", version=instrument.version)
    tiles = Tiles(
        (
            Tile(say("report.cover.wave"), story.wave, ""),
            Tile(say("report.cover.respondents"), story.count(assessment.respondents.included), ""),
            Tile(say("report.cover.questionnaire"), version, ""),
        )
    )
    mark = (Paragraph(say("report.cover.fictional"), "mark"),) if assessment.fictional else ()
    return Section(
        "cover",
        assessment.name,
        (
            Paragraph(story.text(instrument.title), "lead"),
            *mark,
            Paragraph(say("report.cover.lead")),
            tiles,
            Paragraph(say("report.cover.confidential", k=assessment.k), "note"),
        ),
        level=1,
    )


# The synthesis


def synthesis(story: Story) -> Section:
    """Return the one page that a committee reads: tiles, messages, levels, the decision asked."""
    say = story.say
    return Section(
        "synthesis",
        say("report.synthesis.title"),
        (
            Tiles((_level_tile(story), _respondents_tile(story), _gap_tile(story))),
            *(Paragraph(each.sentence, "warning") for each in caveats(story)),
            Section("messages", say("report.synthesis.messages"), (_messages(story),), 3),
            *_levels(story),
            Section("decision", say("report.synthesis.decision"), (_decision(story),), 3),
        ),
    )


def _level_tile(story: Story) -> Tile:
    say, overall = story.say, story.assessment.overall
    label = say("report.synthesis.level")
    if overall.score_100 is None or overall.level is None:
        value = say("report.synthesis.level_none")
        return Tile(label, value, story.reason("overall", "score_100"))
    detail = say(
        "report.synthesis.level_detail",
        level=overall.level,
        levels=len(story.instrument.levels),
        score=story.score(overall.score_100),
    )
    return Tile(label, story.text(story.level(overall.level).label), detail)


def _respondents_tile(story: Story) -> Tile:
    say, n = story.say, story.assessment.respondents.included
    label = say("report.synthesis.respondents")
    whole = _whole(story)
    share = figures.share(whole) if whole else None
    if whole is None or share is None:
        return Tile(label, story.count(n), say("report.synthesis.no_roster", n=n))
    key = "report.synthesis.participation"
    invited, percent = story.count(whole.invited), say.percent(share)
    detail = say(key, n=whole.answered, invited=invited, share=percent)
    return Tile(label, story.count(whole.answered), detail)


def _gap_tile(story: Story) -> Tile:
    say, gap = story.say, widest_gap(story)
    label = say("report.synthesis.gap")
    if gap is None:
        return Tile(label, say("report.none"), say("report.synthesis.gap_none"))
    detail = say(
        "report.synthesis.gap_detail",
        dimension=story.dimension_label(gap.dimension),
        high=story.group_label(gap.high.id),
        low=story.group_label(gap.low.id),
    )
    points = say.number(gap.points)
    return Tile(label, say("report.points", n=round(gap.points), points=points), detail)


def _messages(story: Story) -> Block:
    messages = key_messages(story)
    if messages:
        return Bullets(tuple(each.sentence for each in messages), ordered=True)
    if story.scored:
        return Paragraph(story.say("report.synthesis.nothing_stands_out"))
    reason = story.reason("overall", "score_100")
    return Paragraph(story.say("report.synthesis.no_message", reason=reason))


def _levels(story: Story) -> Iterator[Block]:
    say, assessment = story.say, story.assessment
    if story.scored:
        yield Chart(
            _levels_title(story),
            say("report.synthesis.chart_caption", n=assessment.overall.n),
            *figures.levels(story, assessment.dimensions, assessment.overall),
        )


def _levels_title(story: Story) -> str:
    """Say how far the dimensions reach, from the lowest to the highest."""
    ranked = sorted(story.scored, key=lambda each: each.score_100 or 0.0)
    if len(ranked) < 2:  # noqa: PLR2004 - one dimension has no range
        return story.say("report.synthesis.chart_title")
    low, high = ranked[0], ranked[-1]
    return story.say(
        "report.synthesis.chart_title_range",
        low=story.dimension_label(low.id),
        low_score=story.score(low.score_100),
        low_level=story.level_label(low.score_100),
        high=story.dimension_label(high.id),
        high_score=story.score(high.score_100),
        high_level=story.level_label(high.score_100),
    )


def _decision(story: Story) -> Paragraph:
    """Ask to discuss the lowest practice, else the lowest dimension, else more answers."""
    say = story.say
    rated = [each for each in story.assessment.practices if each.score_100 is not None]
    if rated:
        lowest = min(rated, key=lambda each: each.score_100 or 0.0)
        text = say(
            "report.synthesis.decide_practice",
            practice=story.practice_label(lowest.id),
            dimension=story.dimension_label(lowest.dimension),
            score=story.score(lowest.score_100),
            n=lowest.n,
        )
    elif story.scored:
        weakest = min(story.scored, key=lambda each: each.score_100 or 0.0)
        text = say(
            "report.synthesis.decide_dimension",
            dimension=story.dimension_label(weakest.id),
            score=story.score(weakest.score_100),
            n=weakest.n,
        )
    else:
        text = say("report.synthesis.decide_participation", k=story.assessment.k)
    return Paragraph(text)


# How to read


def how_to_read(story: Story) -> Section:
    """Return the half page that comes before the first figure is explained."""
    say = story.say
    keys = ("score", f"balance_{story.assessment.weighting}", "interval", "anonymity", "rounding")
    lines = tuple(say(f"report.read.{key}", k=story.assessment.k) for key in keys)
    return Section(
        "how-to-read",
        say("report.read.title"),
        (
            Section("principles", say("report.read.principles"), (Bullets(lines),), 3),
            Section("levels", say("report.read.levels"), (_levels_table(story),), 3),
        ),
    )


def _levels_table(story: Story) -> Table:
    say, low, rows = story.say, 0.0, []
    for level in story.instrument.levels:
        key = "band" if level.below is not None else "band_last"
        low_high = {"low": story.cut(low), "high": story.cut(level.below or 100)}
        name = story.numbered(level)
        rows.append((name, say(f"report.read.{key}", **low_high), story.text(level.description)))
        low = level.below or 100
    return Table(
        caption=say("report.read.levels"),
        header=tuple(say(f"report.read.{key}") for key in ("level", "from_to", "meaning")),
        rows=tuple(rows),
    )


# Who answered


def who_answered(story: Story) -> Section:
    """Return participation by function, with what was set aside, grouped or masked."""
    say, respondents = story.say, story.assessment.respondents
    counts = [say("report.who.count", n=respondents.included, received=respondents.received)]
    if respondents.excluded:
        counts.append(say("report.who.excluded", n=respondents.excluded))
    warnings = [each.sentence for each in caveats(story) if each.kind == "participation"]
    return Section(
        "who-answered",
        say("report.who.title"),
        (
            *(Paragraph(each) for each in counts),
            *(Paragraph(each, "warning") for each in warnings),
            _participation(story),
            *_merged(story),
        ),
    )


def _whole(story: Story) -> Participation | None:
    return next((each for each in story.assessment.participation if each.group is None), None)


def _participation(story: Story) -> Block:
    """Draw how many of each group answered, of how many invited where that is known."""
    say, assessment = story.say, story.assessment
    if not assessment.respondents.included:
        return Paragraph(say("report.who.nobody"), "warning")
    groups = list(assessment.participation)
    if not any(each.group for each in groups):
        return Paragraph(say("report.who.no_groups"))
    groups.sort(key=lambda each: each.group == OTHER)
    whole = _whole(story)
    share = figures.share(whole) if whole else None
    mark = say.percent(story.instrument.thresholds["participation_low"])
    drawn = figures.participation(story, groups)
    if share is None:
        title = say("report.who.chart_title_count", n=assessment.respondents.included)
        return Chart(title, say("report.who.chart_caption_count"), *drawn)
    title = say("report.who.chart_title_share", share=say.percent(share))
    return Chart(title, say("report.who.chart_caption_share", share=mark), *drawn)


def _merged(story: Story) -> tuple[Paragraph, ...]:
    merged = [
        story.group_label(each.what)
        for each in story.assessment.suppression_log
        if each.merged_into == OTHER and "/" not in each.what
    ]
    if not merged:
        return ()
    into, groups = story.group_label(OTHER), story.say.listing(merged)
    return (
        Paragraph(
            story.say("report.who.merged", into=into, groups=groups, k=story.assessment.k), "note"
        ),
    )
