"""How people answered each item: 100 % stacked bars, one block per scale and direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from matplotlib.figure import Figure

from maturity.instrument.model import Item, Scale
from maturity.scores.model import ItemScore
from maturity.story.blocks import Drawing, Table
from maturity.story.figures.canvas import Canvas, height_of, width_of, wrap
from maturity.story.figures.legend import Key, Shape, legend, split
from maturity.story.figures.style import (
    INK,
    MUTED,
    PAPER,
    RULE,
    SMALL,
    WIDTH,
    answer_colours,
    ink_on,
    paper,
)
from maturity.story.story import Story

_LEFT, _RIGHT = 198.0, 370.0  # where the bars begin and end
_AGREE, _ALIKE, _UNKNOWN, _N = 408.0, 448.0, 479.0, WIDTH  # right edges of the printed columns
_SIGN = 29.0  # from the right edge of the consensus to the sign before it
_BAR = 15.0
_DRAWN = ("consensus", "dont_know", "n")
_TABLED = ("favourable", "consensus", "alike", "deviation", "item_rest", "dont_know", "n")
_SIGNS: Mapping[str, Shape] = {"beyond": "dot", "chance": "ring", "camps": "split"}
_MOST_POINTS = 11


@paper()
def answers(story: Story, items: Sequence[ItemScore]) -> Drawing:
    """Draw the distribution of each item, in the order given."""
    said = story.joined(_said(story, each) for each in items)
    alt = story.say("report.figure.answers_alt", list=said)
    return _draw(story, items), alt, _table(story, items)


def bins(scale: Scale) -> tuple[range, ...]:
    """Return the points that share a segment: one each, or about ten classes on a long scale.

    >>> [len(each) for each in bins(Scale("nps", 0, 100, {}, {}))]
    [11, 10, 10, 10, 10, 10, 10, 10, 10, 10]
    """
    points = scale.points
    if len(points) <= _MOST_POINTS:
        return tuple(range(point, point + 1) for point in points)
    count = _MOST_POINTS - 1
    wide, rest = divmod(len(points), count)
    sizes = [wide + (number < rest) for number in range(count)]
    starts = [scale.min + sum(sizes[:number]) for number in range(count)]
    return tuple(range(start, start + size) for start, size in zip(starts, sizes, strict=True))


def kind(story: Story, item: ItemScore) -> tuple[bool, str, bool]:
    """Return what the items of one block share: not scored, their scale, reversed."""
    asked = story.item(item.id)
    return not asked.weight, asked.scale.id, asked.reverse


def agreement(item: Item, distribution: Mapping[int, int]) -> float | None:
    """Return the share 0..1 of answers that count as agreement, None where the scale has none."""
    start, total = item.scale.agree_from, sum(distribution.values())
    if start is None or not total:
        return None
    return sum(count for point, count in distribution.items() if point >= start) / total


def _summary(story: Story, score: ItemScore) -> str:
    """Write the share that agrees, or the mean on a scale without agreement."""
    share = agreement(story.item(score.id), score.distribution or {})
    if share is not None:
        return story.say.percent(share)
    return story.say("report.none") if score.mean is None else story.say.number(score.mean, 1)


def _summary_head(story: Story, scale: Scale | None) -> str:
    """Name what :func:`_summary` writes: agreement in words, or from which number on."""
    if scale is not None and scale.agree_from is None:
        return story.say("report.figure.mean")
    if scale is not None and scale.agree_from not in scale.labels:
        return story.say("report.figure.agree_from", point=scale.agree_from)
    return story.say("report.figure.agree")


def alike(score: ItemScore) -> str | None:
    """Tell how alike people answered: in two ``camps``, ``beyond`` chance, or not more than it."""
    if score.polarised:
        return "camps"
    if score.beyond_chance is None:
        return None
    return "beyond" if score.beyond_chance else "chance"


def _alike(story: Story, score: ItemScore) -> str:
    sign = alike(score)
    return story.say(f"report.figure.alike_{sign}" if sign else "report.none")


def _favourable(story: Story, score: ItemScore) -> str:
    """Write the share of favourable answers with its interval."""
    if score.favourable is None:
        return story.say("report.none")
    written = story.say.percent(score.favourable.share)
    if score.favourable.interval is None:
        return written
    low, high = (story.say.percent(end) for end in score.favourable.interval)
    return story.labelled(written, story.say("report.range", low=low, high=high))


def _unknown(story: Story, score: ItemScore) -> str:
    rate = score.dont_know_rate
    return story.say("report.none") if rate is None else story.say.percent(rate)


def _said(story: Story, score: ItemScore) -> str:
    text, say = story.item_text(score.id).rstrip("."), story.say
    if score.distribution is None:
        return say("report.figure.answers_alt_masked", item=text)
    if agreement(story.item(score.id), score.distribution) is None:
        told = say("report.figure.answers_alt_mean", item=text, mean=_summary(story, score))
    else:
        told = say("report.figure.answers_alt_agree", item=text, share=_summary(story, score))
    return say("report.with", first=told, second=_alike(story, score)) if score.polarised else told


def _table(story: Story, items: Sequence[ItemScore]) -> Table:
    """One row per item; one column per point where all items share a scale."""
    scales = {story.item(each.id).scale.id: story.item(each.id).scale for each in items}
    shared = next(iter(scales.values())) if len(scales) == 1 else None
    segments = bins(shared) if shared else ()
    points = [_point_label(story, shared, each) for each in segments] if shared else []
    last = (_summary_head(story, shared), *(story.say(f"report.figure.{key}") for key in _TABLED))
    return Table(
        caption=story.say("report.figure.answers_table"),
        header=(story.say("report.figure.statement"), *points, *last),
        rows=tuple(_cells(story, each, segments) for each in items),
        numeric=tuple(each for each in range(1, len(points) + 9) if each != len(points) + 4),
    )


def _cells(story: Story, score: ItemScore, segments: Sequence[range]) -> tuple[str, ...]:
    if score.distribution is None:
        masked = story.say("report.masked")
        return (story.item_text(score.id), *[masked] * (len(segments) + 8))
    return (
        story.item_text(score.id),
        *(story.say.percent(share) for share in _shares(score.distribution, segments)),
        _summary(story, score),
        _favourable(story, score),
        story.index(score.consensus),
        _alike(story, score),
        story.index(score.average_deviation),
        story.index(score.item_rest_correlation),
        _unknown(story, score),
        story.count(score.n),
    )


def _shares(distribution: Mapping[int, int], segments: Sequence[range]) -> list[float]:
    total = sum(distribution.values())
    counts = [sum(distribution.get(point, 0) for point in each) for each in segments]
    return [count / total if total else 0.0 for count in counts]


def _point_label(story: Story, scale: Scale, points: range) -> str:
    if len(points) == 1:
        return scale.label(points[0], story.say.code)
    return story.say("report.range", low=points[0], high=points[-1])


# The drawing: for each block its key and column heads, then one row per item


def _draw(story: Story, items: Sequence[ItemScore]) -> Figure:
    canvas, y, scale = Canvas(), 0.0, ""
    for (_, used, _), block in groupby(items, key=lambda each: kind(story, each)):
        scores = list(block)
        signs = [] if scale else _sign_keys(story, items)
        y = _head(canvas, story, story.item(scores[0].id), y, None if used == scale else signs)
        for score in scores:
            y = _row(canvas, story, score, y)
        y, scale = y + 8, used
    return canvas.finish(max(y - 6, 1))


def _head(canvas: Canvas, story: Story, item: Item, y: float, signs: Sequence[Key] | None) -> float:
    """Say what sets a block apart; without ``signs``, its scale is known from above."""
    say = story.say
    notes = (("unscored", not item.weight), ("reversed", item.reverse))
    for note in (say(f"report.figure.{key}") for key, applies in notes if applies):
        words = wrap(note, WIDTH, weight="bold")
        canvas.text(0, y + height_of(words) / 2, words, weight="bold")
        y += height_of(words) + 2
    if signs is None:
        canvas.line((0, y + 1), (WIDTH, y + 1))
        return y + 2
    y = legend(canvas, _keys(story, item.scale), y)
    if signs:
        y = legend(canvas, signs, y)
    heads = (_summary_head(story, item.scale), *(say(f"report.figure.{key}") for key in _DRAWN))
    for head, x in zip(heads, (_AGREE, _ALIKE, _UNKNOWN, _N), strict=True):
        canvas.text(x, y + 7, head, align="right", size=SMALL, colour=MUTED)
    canvas.line((0, y + 15), (WIDTH, y + 15))
    return y + 16


def _sign_keys(story: Story, items: Sequence[ItemScore]) -> list[Key]:
    """Explain the signs that the figure uses."""
    used = {alike(each) for each in items if each.distribution is not None}
    return [
        Key(story.say(f"report.figure.{sign}"), shape)
        for sign, shape in _SIGNS.items()
        if sign in used
    ]


def _keys(story: Story, scale: Scale) -> list[Key]:
    segments = bins(scale)
    colours = answer_colours(len(segments))
    return [
        Key(_point_label(story, scale, each), "bar", colour)
        for each, colour in zip(segments, colours, strict=True)
    ]


def _row(canvas: Canvas, story: Story, score: ItemScore, y: float) -> float:
    text = wrap(story.item_text(score.id), _LEFT - 10, SMALL)
    height = max(_BAR + 4, height_of(text, SMALL) + 3)
    middle = y + height / 2
    canvas.text(0, middle, text, size=SMALL)
    if score.distribution is None:
        _masked(canvas, story, middle)
    else:
        _bar(canvas, story, score, middle)
        canvas.text(_AGREE, middle, _summary(story, score), align="right", weight="bold")
        _agreed(canvas, story, score, middle)
        canvas.text(_UNKNOWN, middle, _unknown(story, score), align="right", size=SMALL)
        canvas.text(_N, middle, story.count(score.n), align="right", size=SMALL, colour=MUTED)
    canvas.line((0, y + height), (WIDTH, y + height))
    return y + height


def _agreed(canvas: Canvas, story: Story, score: ItemScore, middle: float) -> None:
    """Print the consensus; its sign says whether it is more than chance, or two camps."""
    canvas.text(_ALIKE, middle, story.index(score.consensus), align="right", size=SMALL)
    sign, x = alike(score), _ALIKE - _SIGN
    if sign == "camps":
        split(canvas, x, middle)
    elif sign is not None:
        hollow = sign == "chance"
        canvas.mark(x, middle, "o", INK, size=5 if hollow else 6.5, hollow=hollow)


def _bar(canvas: Canvas, story: Story, score: ItemScore, middle: float) -> None:
    segments = bins(story.item(score.id).scale)
    x, full = _LEFT, _RIGHT - _LEFT
    for share, colour in zip(
        _shares(score.distribution or {}, segments), answer_colours(len(segments)), strict=True
    ):
        width, label = share * full, story.say.number(100 * share)
        if share:
            canvas.bar(x, middle - _BAR / 2, width, _BAR, colour)
        if share and width_of(label, SMALL) + 3 < width:
            canvas.text(
                x + width / 2, middle, label, align="center", size=SMALL, colour=ink_on(colour)
            )
        x += width


def _masked(canvas: Canvas, story: Story, middle: float) -> None:
    word = story.say("report.masked")
    canvas.bar(_LEFT, middle - _BAR / 2, _RIGHT - _LEFT, _BAR, PAPER, edge=RULE, hatch="////")
    width, centre = width_of(word, SMALL) + 8, (_LEFT + _RIGHT) / 2
    canvas.bar(centre - width / 2, middle - _BAR / 2 + 2, width, _BAR - 4, PAPER)
    canvas.text(centre, middle, word, align="center", size=SMALL, colour=INK)
