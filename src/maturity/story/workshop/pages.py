"""The pages of the workshop: agenda, contested statements, practices, cards to vote with."""

from __future__ import annotations

from collections.abc import Iterator

from maturity.instrument.model import Item, Practice
from maturity.scores.model import ItemScore
from maturity.story import figures
from maturity.story.blocks import Block, Bullets, Chart, Paragraph, Section, Table, Tile, Tiles
from maturity.story.findings import upwards
from maturity.story.story import Story
from maturity.story.workshop.agenda import MINUTES, agenda, on_the_agenda
from maturity.story.workshop.choose import Contested, Open, contested, to_agree

_BETWEEN = "\u2003\u2003"  # two boxes to tick
_STRIPS = 8  # sets of cards to raise that one page holds


def workshop(story: Story) -> tuple[Section, ...]:
    """Return everything that the meeting needs on paper, its cover first."""
    return tuple(_sections(story))


def _sections(story: Story) -> Iterator[Section]:
    yield _cover(story)
    yield _agenda(story)
    for number, each in enumerate(contested(story), start=1):
        yield _contested(story, number, each)
    if on_the_agenda(story):
        yield _levels(story)
        yield _cards(story)
        yield _to_raise(story)


def _cover(story: Story) -> Section:
    say = story.say
    tiles = (
        Tile(say("report.cover.wave"), story.wave, ""),
        Tile(
            say("workshop.items"), story.count(len(contested(story))), say("workshop.items_detail")
        ),
        Tile(
            say("workshop.practices"),
            story.count(len(on_the_agenda(story))),
            say("workshop.practices_detail"),
        ),
        Tile(say("workshop.duration"), say("workshop.hours", n=MINUTES // 60), ""),
    )
    fictional = story.assessment.fictional
    mark = (Paragraph(say("report.cover.fictional"), "mark"),) if fictional else ()
    blocks = (Paragraph(say("workshop.title"), "lead"), *mark, Paragraph(say("workshop.purpose")))
    note = Paragraph(story.confidentiality, "note")
    return Section("cover", story.assessment.name, (*blocks, Tiles(tiles), note), 1)


def _agenda(story: Story) -> Section:
    say = story.say
    rules = tuple(
        say(f"workshop.rule.{key}", k=story.assessment.k)
        for key in ("people", "answers", "seen", "vote", "minutes")
    )
    blocks: tuple[Block, ...] = (
        agenda(story),
        *(() if contested(story) else (Paragraph(say("workshop.nothing_contested"), "note"),)),
        *_left_out(story),
        Section("rules", say("workshop.rules"), (Bullets(rules),), 3),
    )
    return Section("agenda", say("workshop.agenda.title"), blocks)


def _left_out(story: Story) -> Iterator[Paragraph]:
    """Name the practices that the meeting has no time for."""
    rest = to_agree(story)[len(on_the_agenda(story)) :]
    if rest:
        named = story.say.listing([story.practice_label(each.score.id) for each in rest])
        yield Paragraph(story.say("workshop.left_out", n=len(rest), practices=named), "note")


# Contested statements


def _contested(story: Story, number: int, each: Contested) -> Section:
    say, item = story.say, story.item(each.score.id)
    practice = _practice(story, item)
    dimension = story.dimension_label(item.dimension)
    about = dimension if practice is None else story.practice_label(practice.id)
    blocks = (
        Paragraph(story.quote(story.item_text(item.id).rstrip(".")), "lead"),
        Paragraph(say("workshop.about", dimension=dimension), "note"),
        Chart(
            _headline(story, each),
            say("workshop.chart_caption"),
            *figures.answers(story, (each.score,)),
        ),
        Section(f"said-{number}", say("workshop.said"), (Bullets(tuple(_said(story, each))),), 3),
        Section(f"ask-{number}", say("workshop.ask"), tuple(_asked(story, practice)), 3),
    )
    return Section(
        f"contested-{number}", say("workshop.contested", number=number, about=about), blocks
    )


def _practice(story: Story, item: Item) -> Practice | None:
    return story.practice(item.practice) if item.practice is not None else None


def _headline(story: Story, each: Contested) -> str:
    say, gap = story.say, each.gap
    if gap is not None:
        high, low = _sides(story, each)
        points = say("report.points", n=round(abs(gap.difference)), points=_points(story, each))
        return say("workshop.headline.apart", high=high[0], low=low[0], points=points)
    if "camps" in each.signs:
        shares = _shares(story, each.score)
        return say("workshop.headline.camps", good=shares[0], bad=shares[1])
    return say("workshop.headline.chance", consensus=story.index(each.score.consensus))


def _points(story: Story, each: Contested) -> str:
    return story.say.number(abs(each.gap.difference)) if each.gap is not None else ""


def _sides(story: Story, each: Contested) -> list[tuple[str, str, str]]:
    """Return name, score and n of both sides of a gap, the higher one first."""
    gap = each.gap
    if gap is None:
        return []
    sides = zip(story.gap_groups(gap), gap.scores_100, gap.n, strict=True)
    ranked = sorted(sides, key=lambda side: -side[1])
    return [(name, story.score(score), story.count(n)) for name, score, n in ranked]


def _shares(story: Story, score: ItemScore) -> tuple[str, str, str]:
    """Return the shares of favourable, unfavourable and middling answers, keyed, as percentages."""
    item, counts = story.item(score.id), score.distribution or {}
    scale, total = item.scale, sum(counts.values()) or 1
    middle = (scale.min + scale.max) / 2
    above = sum(count for point, count in counts.items() if point > middle)
    below = sum(count for point, count in counts.items() if point < middle)
    good, bad = (below, above) if item.reverse else (above, below)
    good_, bad_, rest = (each / total for each in (good, bad, total - good - bad))
    return story.say.percent(good_), story.say.percent(bad_), story.say.percent(rest)


def _said(story: Story, each: Contested) -> Iterator[str]:
    """Say what each side answers, and how far that can be trusted."""
    say = story.say
    for name, score, n in _sides(story, each):
        yield say("workshop.side", group=name, score=score, n=n)
    if each.gap is not None and each.gap.interval is not None:
        low, high = story.bounds(upwards(each.gap) or each.gap.interval)
        yield say("workshop.interval", low=low, high=high)
    good, bad, rest = _shares(story, each.score)
    yield say("workshop.shares", good=good, bad=bad, rest=rest, n=story.count(each.score.n))
    yield say(f"workshop.agreement.{'camps' if 'camps' in each.signs else _alike(each)}")


def _alike(each: Contested) -> str:
    return "chance" if "chance" in each.signs else "beyond"


def _asked(story: Story, practice: Practice | None) -> Iterator[Block]:
    """Return what to ask: of both sides, of the practice, and what its levels look like."""
    general = [story.say(f"workshop.question.{key}") for key in ("example", "other")]
    own = [story.text(each) for each in practice.interview] if practice is not None else []
    yield Bullets((*general, *own))
    if practice is None or not practice.rubric:
        return
    scores = {each.id: each.score_100 for each in story.assessment.practices}
    score = scores.get(practice.id)
    here = story.level_of(score).number if score is not None else 1
    for anchor in practice.rubric:
        if here <= anchor.level <= here + 1:
            level = story.numbered(story.level(anchor.level))
            yield Paragraph(story.say("workshop.seen", level=level, text=story.text(anchor.text)))


# Practices whose level is to be agreed


def _levels(story: Story) -> Section:
    say = story.say
    heads = tuple(say(f"workshop.column.{key}") for key in ("practice", "declared", "range", "why"))
    rows = tuple(
        (
            story.practice_label(each.score.id),
            _declared(story, each),
            story.range(each.score.interval),
            say(f"workshop.open.{each.why}", k=story.assessment.k),
        )
        for each in on_the_agenda(story)
    )
    table = Table(say("workshop.levels_caption"), heads, rows, numeric=(2,))
    return Section(
        "levels", say("workshop.levels"), (Paragraph(say("workshop.levels_lead")), table)
    )


def _declared(story: Story, each: Open) -> str:
    score = each.score.score_100
    if score is None:
        return story.say("report.masked")
    return story.labelled(story.score(score), story.numbered(story.level_of(score)))


def _cards(story: Story) -> Section:
    cards = tuple(_card(story, each) for each in on_the_agenda(story))
    lead = Paragraph(story.say("workshop.cards_lead"))
    return Section("cards", story.say("workshop.cards"), (lead, *cards))


def _card(story: Story, each: Open) -> Section:
    """Return a card: what one would see of a practice at each level, and boxes to tick."""
    say, practice = story.say, story.practice(each.score.id)
    anchors = {anchor.level: story.text(anchor.text) for anchor in practice.rubric}
    rows = [
        (story.numbered(level), anchors.get(level.number) or story.text(level.description))
        for level in story.instrument.levels
    ]
    boxes = [say("workshop.box", number=level.number) for level in story.instrument.levels]
    rows.append((say("workshop.mine"), _BETWEEN.join(boxes)))
    heads = (say("report.read.level"), say("workshop.column.seen"))
    title = story.practice_label(practice.id)
    table = Table(story.text(practice.description) or title, heads, tuple(rows))
    return Section(f"card-{practice.id}", title, (table,), 3)


def _to_raise(story: Story) -> Section:
    """Return sets of cards, one per person and level, to cut out and raise together."""
    say = story.say
    strip = Tiles(
        tuple(
            Tile(say("report.read.level"), story.count(level.number), story.text(level.label))
            for level in story.instrument.levels
        )
    )
    lead = Paragraph(say("workshop.raise_lead"))
    return Section("raise", say("workshop.raise"), (lead, *[strip] * _STRIPS))
