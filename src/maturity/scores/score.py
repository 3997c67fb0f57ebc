"""Responses in, the masked :class:`~maturity.scores.model.Assessment` out; nothing small leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from maturity.instrument import Instrument
from maturity.responses import Responses
from maturity.scores.by_dimension import (
    in_scale_points,
    score_dimensions,
    score_overall,
    score_practices,
)
from maturity.scores.by_group import (
    count_participation,
    count_respondents,
    log_merges,
    log_weights,
    score_groups,
)
from maturity.scores.by_item import score_items, score_mirrors
from maturity.scores.consistency import cohere
from maturity.scores.critical import cap_levels
from maturity.scores.firmness import priority_sensitivity
from maturity.scores.gaps import score_gaps
from maturity.scores.gate import Gate
from maturity.scores.ground import Setting, lay_ground
from maturity.scores.matrix import matrix, respondent_scores
from maturity.scores.model import Assessment
from maturity.scores.quality import score_quality
from maturity.scores.spread import agree


def score(responses: Responses, instrument: Instrument, setting: Setting) -> Assessment:
    """Score one organisation and wave.

    Returns
    -------
    Assessment
        Everything that may be published, and, by JSON pointer, why the rest is None.
    """
    ground = lay_ground(responses, instrument, setting)
    gate = Gate(ground.k)
    dimensions = tuple(score_dimensions(ground, gate))
    log_merges(ground, gate)
    log_weights(ground, gate)
    assessment = Assessment(
        organization=setting.organization,
        name=setting.name,
        wave=setting.wave,
        k=ground.k,
        fictional=setting.fictional,
        respondents=count_respondents(ground),
        cells=responses.cells.to_json(),
        participation=tuple(count_participation(ground, gate)),
        overall=score_overall(ground, gate),
        dimensions=dimensions,
        practices=tuple(score_practices(ground, gate)),
        groups=tuple(score_groups(ground, gate)),
        items=tuple(score_items(ground, gate)),
        mirrors=tuple(score_mirrors(ground, gate)),
        gaps=score_gaps(ground, gate),
        quality=score_quality(ground, gate),
        suppression_log=gate.logged(),
        reasons=gate.reasons,
        weights=gate.passed("/weights", ground.weighting),
        weighting="equal" if ground.population.headcount is None else "headcount",
        profiles=setting.profiles,
        targets_from={
            dimension: "engagement" if dimension in setting.own else "profile"
            for dimension in setting.targets
        },
    )
    # last: critical items are judged by their means as published, agreement by the answers
    dimensions = cap_levels(ground, gate, dimensions, assessment.items)
    dimensions = agree(ground, gate, dimensions, assessment.items)
    dimensions, items = cohere(ground, gate, dimensions, assessment.items)
    firm = priority_sensitivity(ground, gate, dimensions, assessment.practices)
    return replace(assessment, dimensions=dimensions, items=items, priority_sensitivity=firm)


def scores_by_respondent(
    responses: Responses, instrument: Instrument
) -> Iterator[tuple[str, str | None, dict[str, float | None]]]:
    """Yield every included respondent's id, function and dimension scores in scale points.

    A dimension whose items do not share one scale has no scale points: None.
    """
    data = matrix(responses, instrument)
    columns = {
        dimension.id: in_scale_points(
            respondent_scores(data, dimension.scored_items, instrument.rules.min_answered),
            dimension,
        )
        for dimension in instrument.dimensions
    }
    for n, respondent in enumerate(data.respondents):
        yield respondent, data.functions[n], {id_: values[n] for id_, values in columns.items()}
