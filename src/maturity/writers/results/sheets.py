"""Which sheets there are, what each holds, and whom it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from maturity.story import figures
from maturity.story.findings import findings
from maturity.story.story import Story
from maturity.story.tables import Row, rows
from maturity.writers.results.columns import KINDS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tidy sheet: its columns, its rows, and the part of the report that it goes with.

    A row that goes with another part says so under ``part``. The first ``frozen`` columns stay in
    sight.
    """

    columns: tuple[str, ...]
    rows: Callable[[Story], Iterator[Row]]
    part: str
    frozen: int = 1


# What a dimension's score is, and what it rests on: apart, so that either prints on one page.
_RESULTS = ("dimension_label", "level_label", "score_100", "low_100", "high_100", "target",
            "level", "level_probability", "likely", "n", "dont_know_rate", "score")  # fmt: skip
_TRUST = ("dimension_label", "n", "agreement", "beyond_chance", "polarised", "average_deviation",
          "sd", "between_functions", "alpha", "alpha_low", "alpha_high", "omega", "pooled_100",
          "item_centred_100", "worst_100", "best_100", "without_careless_100",
          "not_applicable_rate")  # fmt: skip
_ITEM = ("item", "text", "dimension_label", "practice_label", "reverse", "n", "mean", "sd",
         "favourable", "favourable_low", "favourable_high", "dont_know_rate", "consensus",
         "average_deviation", "alike", "item_rest_correlation")  # fmt: skip
_GAP = ("gap_kind", "gap_thing", "first_label", "second_label", "first_100", "second_100",
        "difference", "low", "high", "finding", "n_first", "n_second", "effect_size",
        "cliffs_delta", "p_adjusted", "family")  # fmt: skip
_FINDING = ("rank", "sentence", "role", "dimension_label", "why", "caveat", "rests_on")


_FIGURES = ("alike", *(column for column in _ITEM if column in KINDS))
_NOTHING: Mapping[str, None] = dict.fromkeys(_FIGURES)
_MASKED = dict.fromkeys(_FIGURES, "distribution")


def _of(table: str) -> Callable[[Story], Iterator[Row]]:
    """Return what yields a table's rows, those with a score before those without."""

    def known_first(story: Story) -> Iterator[Row]:
        found = list(rows(story, table))
        yield from sorted(found, key=lambda row: row.values.get("score_100", 0.0) is None)

    return known_first


def _questions(story: Story) -> Iterator[Row]:
    for row, scored in zip(rows(story, "scores_by_item"), story.assessment.items, strict=True):
        sign = figures.alike(scored)
        word = story.say(f"report.figure.{sign}") if sign else None
        told = _with(row, {"alike": word}, {"alike": "beyond_chance"})
        # as in the figures: where answers are masked, nothing else is told of a question
        yield told if scored.distribution else _with(told, _NOTHING, _MASKED)


def _gaps(story: Story) -> Iterator[Row]:
    """Yield the gaps, those that may be told first, then the widest."""
    told: list[tuple[bool, float, int, Row]] = []
    for row, gap in zip(rows(story, "gaps"), story.assessment.gaps, strict=True):
        thing = {"dimension": story.dimension_label, "item": story.item_text}.get(gap.kind)
        words = {
            "gap_kind": story.say(f"results.gap.{gap.kind}"),
            "gap_thing": thing(gap.id) if thing else story.gap_thing(gap),
            "family": story.say(f"results.family.{gap.family}"),
            "part": "functions" if gap.by == "function" else "mirror",
        }
        told.append((not gap.finding, -abs(gap.difference), len(told), _with(row, words)))
    yield from (row for *_, row in sorted(told, key=lambda each: each[:3]))


def _findings(story: Story) -> Iterator[Row]:
    for n, finding in enumerate(findings(story), start=1):
        of = finding.dimension
        values = {
            "rank": finding.rank or n,
            "sentence": finding.sentence,
            "role": story.say(f"results.role.{finding.role}"),
            "dimension_label": story.dimension_label(of) if of else "",
            "why": finding.why,
            "caveat": "\n".join(filter(None, (finding.caveat, finding.changed))),
            "rests_on": "\n".join(finding.rests_on),
        }
        yield Row(values, ("findings", n - 1))


def _with(row: Row, values: Mapping[str, object], parts: Mapping[str, str] | None = None) -> Row:
    return replace(row, values={**row.values, **values}, parts={**row.parts, **(parts or {})})


SHEETS: Mapping[str, Sheet] = {
    "findings": Sheet(_FINDING, _findings, "dimensions", 2),
    "dimensions": Sheet(_RESULTS, _of("scores_by_dimension"), "cover"),
    "practices": Sheet(
        ("dimension_label", "practice_label", "score_100", "low_100", "high_100", "n"),
        _of("scores_by_practice"),
        "practices",
        2,
    ),
    "gaps": Sheet(_GAP, _gaps, "functions", 2),
    "participation": Sheet(
        ("group_label", "answered", "invited", "rate", "quiet"),
        _of("participation_by_group"),
        "who-answered",
    ),
    "functions": Sheet(
        ("group_label", "dimension_label", "score_100", "low_100", "high_100", "n",
         "dont_know_rate"),
        _of("scores_by_group"),
        "functions",
        2,
    ),
    "questions": Sheet(_ITEM, _questions, "dimensions", 2),
    "trust": Sheet(_TRUST, _of("scores_by_dimension"), "method"),
}  # fmt: skip
