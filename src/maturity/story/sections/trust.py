"""What the figures rest on: people, agreement, reliability, careless answers, weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from maturity.scores.model import DimensionScore, Interval, Quality, Reliability
from maturity.story.blocks import Block, Bullets, Paragraph, Section, Table
from maturity.story.story import Story

_FIELDS = ("score_100", "interval", "level_probability", "reliability", "alpha", "omega")


def trust(story: Story) -> Iterator[Section]:
    """Yield one part per question a committee member may ask of the figures."""
    parts = {
        "people": _people(story),
        "agreement": _agreement(story),
        "reliability": _reliability(story),
        "careless": _careless(story),
        "sensitivity": _sensitivity(story),
        "absent": _absent(story),
    }
    for key, blocks in parts.items():
        shown = tuple(blocks)
        if shown:
            yield Section(f"trust-{key}", story.say(f"report.trust.{key}"), shown, 3)


def _table(
    story: Story, key: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]], note: str = ""
) -> Table:
    """Return a table of dimensions; every column but the first holds numbers."""
    say = story.say
    return Table(
        caption=say(f"report.trust.{key}_table"),
        header=(
            say("report.figure.dimension"),
            *(say(f"report.trust.{column}") for column in columns),
        ),
        rows=tuple(rows),
        numeric=tuple(range(1, len(columns) + 1)),
        note=note,
    )


# On how many people


def _people(story: Story) -> Iterator[Block]:
    """Show n, the score, its interval, and what two other rules would give."""
    dimensions = story.assessment.dimensions
    columns = ("n", "balanced", "interval", "per_person", "centred", "bounds")
    rows = [
        (
            story.dimension_label(each.id),
            story.count(each.n),
            story.score(each.score_100),
            story.range(each.interval),
            story.score(each.pooled_100),
            story.score(each.item_centred_100),
            story.range(each.silent_bounds),
        )
        for each in dimensions
    ]
    yield _table(story, "people", columns, rows, story.say("report.trust.people_note"))
    weights = story.assessment.weights
    if weights is not None:
        method = weights.method
        yield Paragraph(
            story.say(
                f"report.trust.weights_{method}",
                effect=story.say.number(weights.design_effect, 2),
                effective=story.say.number(weights.n_effective),
                n=weights.capped,
            )
        )
        if weights.capped:
            yield Paragraph(story.say("report.trust.capped", n=weights.capped))


# How alike people answered


def _agreement(story: Story) -> Iterator[Block]:
    rows = [
        (
            story.dimension_label(each.id),
            story.say("report.trust.part", part=spread.beyond_chance, whole=spread.items),
            story.count(len(spread.polarised)),
            story.index(each.agreement),
            story.index(spread.average_deviation),
            story.index(spread.sd),
            story.index(spread.rwg_j),
            story.say("report.none")
            if spread.between is None
            else story.say.percent(spread.between.share),
        )
        for each in story.assessment.dimensions
        if (spread := each.spread) is not None
    ]
    columns = ("beyond", "camps", "consensus", "deviation", "sd", "rwg", "between")
    if rows:
        note = story.say("report.trust.agreement_note")
        yield _table(story, "agreement", columns, rows, note)


# Whether the statements belong together


def _reliability(story: Story) -> Iterator[Block]:
    known = [
        (each, reliability)
        for each in story.assessment.dimensions
        if (reliability := each.reliability) is not None
    ]
    columns = ("pairwise", "items", "alpha", "omega", "misfit", "eigenvalues")
    if known:
        rows = [_reliable(story, *each) for each in known]
        note = story.say("report.trust.reliability_note")
        yield _table(story, "reliability", columns, rows, note)
    lines = [line for each, reliability in known for line in _left_out(story, each, reliability)]
    if lines:
        yield Bullets(tuple(lines))


def _reliable(story: Story, score: DimensionScore, found: Reliability) -> tuple[str, ...]:
    alpha = _with_interval(story, score.alpha, found.alpha_interval)
    if found.spearman_brown is not None:
        brown = story.index(found.spearman_brown)
        alpha = story.say("report.trust.spearman_brown", value=brown)
    ratio = found.eigenvalue_ratio
    return (
        story.dimension_label(score.id),
        story.count(found.n_pairwise),
        story.count(len(found.items)),
        alpha,
        _with_interval(story, score.omega, found.omega_interval),
        story.index(found.rmsea),
        story.say("report.none") if ratio is None else story.say.number(ratio, 1),
    )


def _with_interval(story: Story, value: float | None, interval: Interval | None) -> str:
    written = story.index(value)
    if value is None or interval is None:
        return written
    low, high = (story.index(end) for end in interval)
    return story.labelled(written, story.say("report.range", low=low, high=high))


def _left_out(story: Story, score: DimensionScore, found: Reliability) -> Iterator[str]:
    """Say which statements the coefficients leave out, and which run against the others."""
    for code, n in sorted(Counter(found.left_out.values()).items()):
        yield story.say(
            "report.trust.left_out",
            n=n,
            dimension=story.dimension_label(score.id),
            reason=story.explain(code),
        )
    correlations = {each.id: each.item_rest_correlation for each in story.assessment.items}
    sure = story.instrument.thresholds["key_sure"]
    keys = {item: "alarm" if p >= sure else "chance" for item, p in found.alarms.items()}
    for item, key in (keys | dict.fromkeys(found.weak, "weak")).items():
        yield story.say(
            f"report.trust.{key}",
            item=story.quoted(item),
            value=story.index(correlations[item]),
            sure=story.say.percent(found.alarms.get(item, 0.0)),
        )


# Careless answers


def _careless(story: Story) -> Iterator[Block]:
    quality = story.assessment.quality
    if quality is None or not quality.checked:
        return
    say = story.say
    yield Paragraph(
        say("report.trust.flagged", n=quality.flagged, checked=story.count(quality.checked))
    )
    signs = [*quality.by_sign, *quality.not_checked]
    yield Table(
        caption=say("report.trust.careless_table"),
        header=(say("report.trust.sign"), say("report.trust.shows_it")),
        rows=tuple((say(f"report.sign.{sign}"), _sign(story, quality, sign)) for sign in signs),
        numeric=(),
        note=say("report.trust.careless_note"),
    )
    if quality.without is not None:
        rows = [
            (
                story.dimension_label(each.id),
                story.score(each.score_100),
                story.score(quality.without.get(each.id)),
            )
            for each in story.scored
        ]
        yield _table(story, "without", ("with_all", "without"), rows)
    elif quality.flagged:
        yield Paragraph(say("report.trust.no_without", reason=story.reason("quality", "without")))


def _sign(story: Story, quality: Quality, sign: str) -> str:
    if sign in quality.by_sign:
        return story.say("report.trust.people_count", n=quality.by_sign[sign])
    return story.explain(quality.not_checked[sign])


# What other choices would give


def _sensitivity(story: Story) -> Iterator[Block]:
    overall, say = story.assessment.overall, story.say
    lines = []
    if overall.minimum is not None:
        score = next(each for each in story.scored if each.id == overall.minimum)
        lines.append(
            say(
                "report.trust.minimum",
                dimension=story.dimension_label(overall.minimum),
                score=story.score(score.score_100),
                overall=story.score(overall.score_100),
            )
        )
    if overall.geometric_100 is not None:
        lines.append(say("report.trust.geometric", score=story.score(overall.geometric_100)))
    tried = overall.weight_sensitivity
    if tried is not None:
        key = "draws" if tried.order_changes is None else "draws_order"
        lines.append(
            say(
                f"report.trust.{key}",
                draws=story.count(tried.draws),
                levels=say.percent(tried.level_changes),
                order=say.percent(tried.order_changes or 0.0),
            )
        )
        found = "fragile" if tried.fragile else "robust"
        lines.append(say(f"report.trust.{found}"))
    if lines:
        yield Bullets(tuple(lines))


# What is not shown


def _absent(story: Story) -> Iterator[Block]:
    """Say why figures of whole dimensions are missing, once for all that share the reason."""
    reasons: dict[str, dict[str, None]] = {}
    for number, each in enumerate(story.assessment.dimensions):
        for field in _FIELDS if each.reliability else _FIELDS[:-2]:
            code = story.code("dimensions", number, field)
            if getattr(each, field) is None and code != "NOT_COMPUTED":
                what = story.say(f"report.absent.{field}", reason=story.explain(code))
                reasons.setdefault(what, {})[story.dimension_label(each.id)] = None
    lines = [
        story.say("report.pair", first=story.say.listing(list(dimensions)), second=what)
        for what, dimensions in reasons.items()
    ]
    if lines:
        yield Bullets(tuple(lines))
