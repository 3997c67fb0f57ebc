"""Before the results: cover, synthesis, how to read, who answered."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.scores.model import Overall
from maturity.story import figures
from maturity.story.advice import decision
from maturity.story.blocks import (
    Block,
    Bullets,
    Chart,
    Paragraph,
    Run,
    Section,
    Table,
    Tile,
    Tiles,
    Words,
)
from maturity.story.findings import (
    SURE,
    Finding,
    between_functions,
    caveats,
    gap_fields,
    key_messages,
    verdict,
)
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
            Paragraph(story.confidentiality, "note"),
            Paragraph(say("report.cover.anonymous", k=assessment.k), "note"),
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
            *_warnings(story),
            Section("messages", say("report.synthesis.messages"), (_messages(story),), 3),
            *_levels(story),
            Section("decision", say("report.synthesis.decision"), _decision(story), 3),
        ),
    )


def _level_tile(story: Story) -> Tile:
    say, overall = story.say, story.assessment.overall
    label = say("report.synthesis.level")
    if overall.score_100 is None or overall.level is None:
        value = say("report.synthesis.level_none")
        return Tile(label, value, story.reason("overall", "score_100"))
    return Tile(label, _level_name(story, overall), _level_detail(story, overall))


def _level_name(story: Story, overall: Overall) -> str:
    """Name the level, or the levels it may be."""
    likely = overall.likely_levels or ()
    if overall.level is None or len(likely) < 2:  # noqa: PLR2004 - one level is sure
        return story.text(story.level(overall.level or 1).label)
    low, high = (story.text(story.level(likely[end]).label) for end in (0, -1))
    return story.say("report.level.between", low=low, high=high)


def _level_detail(story: Story, overall: Overall) -> str:
    """Say the level's number and probability, the score and its interval."""
    say, likely = story.say, overall.likely_levels or ()
    chances = overall.level_probability
    fields = {
        "level": overall.level,
        "levels": len(story.instrument.levels),
        "score": story.score(overall.score_100),
        "interval": story.range(overall.interval),
    }
    if overall.interval is None:
        return say("report.synthesis.level_detail", **fields)
    if chances is None or overall.level is None:
        return say("report.synthesis.level_interval", **fields)
    if len(likely) > 1:
        ends = {"low": likely[0], "high": likely[-1]}
        return say("report.synthesis.level_between", **fields, **ends)
    chance = story.probability(chances[overall.level - 1])
    return say("report.synthesis.level_sure", **fields, chance=chance)


_WARNINGS = 3


def _warnings(story: Story) -> Iterator[Paragraph]:
    """Say the gravest caveats, one of a kind; others stand in the annex, and that is said."""
    found = caveats(story)
    kinds = {each.kind: each for each in reversed(found)}
    first = sorted(kinds.values(), key=found.index)[:_WARNINGS]
    for each in first:
        yield Paragraph(each.sentence, "warning")
    more = len(found) - len(first)
    if more:
        yield Paragraph(story.say("report.synthesis.more_caveats", n=more), "note")


def _respondents_tile(story: Story) -> Tile:
    say, n = story.say, story.assessment.respondents.included
    label = say("report.synthesis.respondents")
    whole = story.whole
    share = figures.share(whole) if whole else None
    if whole is None or share is None:
        return Tile(label, story.count(n), say("report.synthesis.no_roster", n=n))
    key = "report.synthesis.participation"
    invited, percent = story.count(whole.invited), say.percent(share)
    detail = say(key, n=whole.answered, invited=invited, share=percent)
    return Tile(label, story.count(whole.answered), detail)


def _gap_tile(story: Story) -> Tile:
    """Name the widest gap that may be believed, or say that there is none."""
    say, gaps = story.say, between_functions(story)
    label = say("report.synthesis.gap")
    if gaps and verdict(story, gaps[0]) in SURE:
        fields = gap_fields(story, gaps[0])
        points = say("report.points", n=round(abs(gaps[0].difference)), points=fields["points"])
        dimension = story.dimension_label(gaps[0].id)
        return Tile(
            label, points, say("report.synthesis.gap_detail", dimension=dimension, **fields)
        )
    compared = any(each.kind == "dimension" for each in story.assessment.gaps)
    none = "gap_inside" if compared else "gap_none"
    return Tile(label, say("report.none"), say(f"report.synthesis.{none}"))


def _messages(story: Story) -> Block:
    messages = key_messages(story)
    if messages:
        return Bullets(tuple(_message(each) for each in messages), ordered=True)
    if story.scored:
        return Paragraph(story.say("report.synthesis.nothing_stands_out"))
    reason = story.reason("overall", "score_100")
    return Paragraph(story.say("report.synthesis.no_message", reason=reason))


def _message(finding: Finding) -> Words:
    """Return a finding's sentence, then what to keep in mind with it, set apart."""
    asides = " ".join(filter(None, (finding.caveat, finding.changed)))
    if not asides:
        return finding.sentence
    return Run(f"{finding.sentence} "), Run(asides, emphasis=True)


def _levels(story: Story) -> Iterator[Block]:
    say, assessment = story.say, story.assessment
    if story.scored:
        yield Chart(
            levels_title(story),
            say("report.synthesis.chart_caption", n=assessment.overall.n),
            *figures.levels(story, assessment.dimensions, assessment.overall),
        )


def levels_title(story: Story) -> str:
    """Say how far the dimensions reach, from the lowest to the highest."""
    ranked = sorted(story.scored, key=lambda each: each.score_100 or 0.0)
    low, high = ranked[0], ranked[-1]
    if story.score(low.score_100) == story.score(high.score_100):  # no range to speak of
        return story.say("report.synthesis.chart_title")
    return story.say(
        "report.synthesis.chart_title_range",
        low=story.dimension_label(low.id),
        low_score=story.score(low.score_100),
        low_level=story.level_label(low.score_100),
        high=story.dimension_label(high.id),
        high_score=story.score(high.score_100),
        high_level=story.level_label(high.score_100),
    )


def _decision(story: Story) -> tuple[Block, ...]:
    """Ask for more answers; where there are enough, to begin the roadmap or discuss the lowest."""
    say, asked = story.say, decision(story)
    if not story.scored:
        return (Paragraph(say("report.synthesis.decide_participation", k=story.assessment.k)),)
    if asked:
        words, *actions = asked
        return (Paragraph(words), Bullets(tuple(actions))) if actions else (Paragraph(words),)
    rated = [each for each in story.assessment.practices if each.score_100 is not None]
    if rated and all(story.is_top(each.score_100) for each in rated):
        text = say("report.synthesis.decide_top")
    elif rated:
        lowest = min(rated, key=lambda each: each.score_100 or 0.0)
        text = say(
            "report.synthesis.decide_practice",
            practice=story.practice_label(lowest.id),
            dimension=story.dimension_label(lowest.dimension),
            score=story.score(lowest.score_100),
            n=lowest.n,
        )
    else:
        weakest = min(story.scored, key=lambda each: each.score_100 or 0.0)
        text = say(
            "report.synthesis.decide_dimension",
            dimension=story.dimension_label(weakest.id),
            score=story.score(weakest.score_100),
            n=weakest.n,
        )
    return (Paragraph(text),)


# How to read


def how_to_read(story: Story) -> Section:
    """Return the half page that comes before the first figure is explained."""
    say = story.say
    balance = f"balance_{story.assessment.weighting}"
    keys = ("score", balance, "interval", "level_sure", "gap", "anonymity", "rounding")
    points = say.number(story.instrument.thresholds["finding_points"])
    lines = tuple(say(f"report.read.{key}", k=story.assessment.k, points=points) for key in keys)
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
    warnings = [each.sentence for each in caveats(story) if each.kind in _ABOUT_PEOPLE]
    return Section(
        "who-answered",
        say("report.who.title"),
        (
            *(Paragraph(each) for each in counts),
            *(Paragraph(each, "warning") for each in warnings),
            _participation(story),
            *_bounds(story),
            *_careless(story),
            *_merged(story),
        ),
    )


_ABOUT_PEOPLE = ("participation", "silent", "careless")


def _bounds(story: Story) -> Iterator[Paragraph]:
    """Say what the score would be had everybody silent answered the worst, or the best."""
    whole, bounds = story.whole, story.assessment.overall.silent_bounds
    if whole is None or not whole.invited or bounds is None or whole.invited <= whole.answered:
        return
    low, high = story.bounds(bounds)
    silent = whole.invited - whole.answered
    yield Paragraph(story.say("report.who.bounds", n=silent, low=low, high=high))


def _careless(story: Story) -> Iterator[Paragraph]:
    """Say how many answers look careless, and that nobody was left out for it."""
    quality = story.assessment.quality
    if quality is not None and quality.checked:
        key = "careless" if quality.flagged else "careless_none"
        key = "careless_both" if quality.without else key
        checked = story.count(quality.checked)
        yield Paragraph(story.say(f"report.who.{key}", n=quality.flagged, checked=checked))


def _participation(story: Story) -> Block:
    """Draw how many of each group answered, of how many invited where that is known."""
    say, assessment = story.say, story.assessment
    if not assessment.respondents.included:
        return Paragraph(say("report.who.nobody"), "warning")
    groups = list(assessment.participation)
    if not any(each.group for each in groups):
        return Paragraph(say("report.who.no_groups"))
    groups.sort(key=lambda each: each.group == OTHER)
    whole = story.whole
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
