"""Instruments and assessments to tell stories about, made from small numbers, always the same."""

from dataclasses import replace
from itertools import combinations
from random import Random

from maturity.instrument.build_knowledge import KnowledgeBuilder
from maturity.instrument.load import checked, defaults
from maturity.instrument.model import (
    Article,
    Attribute,
    Choice,
    Dimension,
    Instrument,
    Item,
    Level,
    Mirror,
    Practice,
    Rules,
    Scale,
    Side,
    Text,
)
from maturity.instrument.yamlfile import Document
from maturity.scores.kept import PriorityKept, PrioritySensitivity
from maturity.scores.model import (
    Agreement,
    Assessment,
    BetweenFunctions,
    DimensionScore,
    Gap,
    GroupScore,
    ItemScore,
    MirrorScore,
    Overall,
    Participation,
    PracticeScore,
    Quality,
    Reliability,
    Respondents,
    Share,
    SideScore,
    Suppression,
    Weighting,
    WeightSensitivity,
)

THRESHOLDS = dict(defaults().data["thresholds"])
_SMALLEST = {
    "id": "smallest",
    "version": "1",
    "scales": {"s": {"min": 1, "max": 5}},
    "dimensions": [{"id": "d", "label": "D", "items": [{"id": "i", "text": "I.", "scale": "s"}]}],
}
RULES = KnowledgeBuilder(checked(Document(_SMALLEST, {(): "smallest"}))[0]).rules()
FUNCTIONS = {
    "customer_service": ("Customer service and after-sales", "Service client et après-vente"),
    "direction": ("Executive management", "Direction générale"),
    "finance": ("Finance and management control", "Finance et contrôle de gestion"),
    "hr": ("Human resources", "Ressources humaines"),
    "it": ("Information technology", "Systèmes d’information"),
    "legal": ("Legal affairs and compliance", "Affaires juridiques et conformité"),
    "logistics": ("Supply chain and logistics", "Chaîne d’approvisionnement et logistique"),
    "marketing": ("Marketing and communication", "Marketing et communication"),
    "operations": ("Operations", "Opérations"),
    "quality": ("Quality, safety, environment", "Qualité, sécurité, environnement"),
    "research": ("Research and development", "Recherche et développement"),
    "sales": ("Sales and key accounts", "Ventes et grands comptes"),
}
DIMENSIONS = (
    ("Cross-functional alignment", "Décloisonnement"),
    ("Stack simplicity", "Maîtrise de la pile technologique"),
    ("Data literacy", "Maîtrise des données"),
    ("KPI clarity", "Clarté des indicateurs"),
    ("Leadership", "Leadership"),
)
LEVELS = {
    2: ("Low", "High"),
    5: ("Initial", "Emerging", "Structured", "Managed", "Leading"),
    7: ("Absent", "Initial", "Emerging", "Structured", "Institutionalised", "Managed", "Leading"),
}
LONG = (
    " when several departments, partners and sites have to agree on a common definition of what "
    "a customer is, who may change it and how it is written down"
)


def both(text):
    return Text(en=text, fr=f"{text} (fr)")


def scale(low=1, high=5, *, agree_from=4, labelled=True):
    ends = {low: "Not at all", high: "Entirely"}
    words = {point: ends.get(point, f"Step {point}") for point in range(low, high + 1)}
    labels = {point: both(word) for point, word in (words if labelled else ends).items()}
    return Scale(f"scale{low}-{high}", low, high, labels, {}, agree_from)


def levels(count=5):
    names = LEVELS.get(count) or tuple(f"Stage {number}" for number in range(1, count + 1))
    cuts = [100 * number / count for number in range(1, count)]
    return tuple(
        Level(number, f"l{number}", both(name), both(f"{name}, in a few words."), below)
        for number, (name, below) in enumerate(zip(names, [*cuts, None], strict=True), start=1)
    )


def instrument(
    *,
    dimensions=5,
    practices=3,
    items=3,
    functions=8,
    level_count=5,
    answer_scale=None,
    mirrors=True,
    long_texts=False,
):
    """A questionnaire of that size; a dimension's first item mirrors, its last is reversed."""
    answer_scale = answer_scale or scale()
    made = tuple(
        _dimension(number, practices, items, answer_scale, mirrors=mirrors, long_texts=long_texts)
        for number in range(dimensions)
    )
    choices = tuple(
        Choice(id_, Text(en=en, fr=fr)) for id_, (en, fr) in list(FUNCTIONS.items())[:functions]
    )
    sides = (
        Side("business", Text(en="Marketing and sales", fr="Marketing et ventes"), ("marketing",)),
        Side("it", Text(en="IT", fr="Informatique"), ("it",)),
    )
    return Instrument(
        id="sample",
        version="1.0",
        sha256="0" * 64,
        title=Text(en="Digital maturity assessment", fr="Diagnostic de maturité numérique"),
        purpose=both("Purpose."),
        minutes=10,
        languages=("en", "fr"),
        scales={answer_scale.id: answer_scale},
        dimensions=made,
        levels=levels(level_count),
        rules=Rules(0.5, 5, 10),
        thresholds=THRESHOLDS,
        attributes=(Attribute("function", both("Function"), choices),) if functions else (),
        missing=(),
        mirrors=(
            Mirror("business-it", Text(en="Business and IT", fr="Métiers et informatique"), sides),
        )
        if mirrors
        else (),
        themes={},
        articles={"S0": Article("S0", "Les silos", both("Opinion"))},
        findings=RULES,
    )


def _dimension(number, practices, items, answer_scale, *, mirrors, long_texts):
    en, fr = DIMENSIONS[number % len(DIMENSIONS)]
    id_ = f"d{number + 1}"

    def item(practice, place):
        words = f"We agree on matter {number + 1}.{place}{LONG if long_texts else ''}."
        return Item(
            id=f"{id_}-i{place}",
            text=both(words),
            scale=answer_scale,
            dimension=id_,
            practice=practice,
            reverse=place == items * max(practices, 1),
            mirror="business-it" if mirrors and place == 1 else None,
            sources=("S0:12",),
        )

    made = tuple(
        Practice(
            id=f"{id_}-p{rank}",
            label=both(f"Practice {number + 1}.{rank}{LONG[:70] if long_texts else ''}"),
            description=both("What it is."),
            dimension=id_,
            items=tuple(
                item(f"{id_}-p{rank}", place + (rank - 1) * items) for place in range(1, items + 1)
            ),
        )
        for rank in range(1, practices + 1)
    )
    loose = () if practices else tuple(item(None, place) for place in range(1, items + 1))
    return Dimension(
        id=id_,
        label=Text(en=en, fr=fr),
        description=both("What this dimension looks at."),
        weight=1.0,
        practices=made,
        items=(*(each for practice in made for each in practice.items), *loose),
    )


def assessment(asked, *, seed=1, target=60.0, roster=True, spread=6.0, fictional=True):
    """What 90 people could have said to a questionnaire; every part consistent enough to print."""
    draw = Random(seed)
    function = asked.attribute("function")
    groups = [choice.id for choice in function.choices] if function else []
    scores = [round(draw.uniform(25, 75), 2) for _ in asked.dimensions]
    return Assessment(
        organization="lumera",
        name="Lumera",
        wave="2026-spring",
        k=5,
        fictional=fictional,
        respondents=Respondents(
            93, 90, 3, {group: 7 + place for place, group in enumerate(groups)}
        ),
        cells={
            "filled": 4100,
            "answered": 3800,
            "dont_know": 210,
            "not_applicable": 60,
            "unreadable": 12,
            "ignored": 18,
        },
        participation=_participation(groups) if roster else (),
        overall=_overall(asked, sum(scores) / len(scores)),
        dimensions=tuple(
            _dimension_score(asked, dimension.id, score, spread, target)
            for dimension, score in zip(asked.dimensions, scores, strict=True)
        ),
        practices=tuple(
            _practice(each, round(draw.uniform(15, 90), 2)) for each in asked.practices
        ),
        groups=tuple(
            GroupScore(
                group,
                7 + place,
                suppressed=False,
                dimensions={
                    dimension.id: round(min(98, max(3, score + draw.uniform(-22, 22))), 2)
                    for dimension, score in zip(asked.dimensions, scores, strict=True)
                },
                n_by_dimension={each.id: 7 + place for each in asked.dimensions},
                intervals={
                    each.id: (max(0, score - 14), min(100, score + 14))
                    for each, score in zip(asked.dimensions, scores, strict=True)
                },
                dont_know_rates={each.id: 0.05 for each in asked.dimensions},
            )
            for place, group in enumerate(groups)
        ),
        items=tuple(_item_score(item, draw) for item in asked.items),
        mirrors=tuple(
            MirrorScore(
                item.id,
                item.mirror,
                (
                    SideScore("business", 14, round(draw.uniform(20, 90), 2)),
                    SideScore("it", 11, round(draw.uniform(20, 90), 2)),
                ),
            )
            for item in asked.items
            if item.mirror
        ),
        suppression_log=(),
        reasons={"/quality/without/d1": "UNDER_K"},
        gaps=(*_side_gaps(asked, draw), *_function_gaps(asked, groups, draw)),
        quality=Quality(
            90,
            6,
            {"longstring": 6, "irv": 5, "person_total": 2, "missing": 1},
            {"seconds": "NO_DURATION"},
            {each.id: score + 1 for each, score in zip(asked.dimensions, scores, strict=True)}
            | {"d1": None},
        ),
        weights=Weighting("equal", 1.23, 73.2, 0),
        priority_sensitivity=PrioritySensitivity(
            1, 2000, 8, (PriorityKept("d1-p1-a1", 0.9, 1.0, None),)
        ),
    )


def gap(kind, id_, by, groups, scores, **changes):
    """What is published of two groups apart; beyond its interval from 10 points on."""
    difference = scores[0] - scores[1]
    finding = abs(difference) > 10
    values = {
        "n": (14, 11),
        "interval": (difference - 10, difference + 10),
        "effect_size": difference / 20,
        "effect_interval": (difference / 20 - 0.7, difference / 20 + 0.7),
        "cliffs_delta": max(-1, min(1, difference / 60)),
        "test": "welch",
        "p": 0.01,
        "p_adjusted": 0.03 if abs(difference) > 20 else 0.2,
        "family": "confirmed",
        "finding": finding,
        "higher": groups[difference < 0],
    }
    return Gap(kind, id_, by, groups, scores_100=scores, difference=difference, **values | changes)


def _side_gaps(asked, draw):
    items = [item for item in asked.items if item.mirror]
    for kind, things in (("dimension", asked.dimensions if items else ()), ("item", items)):
        for each in things:
            scores = (round(draw.uniform(20, 90), 2), round(draw.uniform(20, 90), 2))
            yield gap(kind, each.id, "business-it", ("business", "it"), scores)


def _function_gaps(asked, groups, draw):
    for each in asked.dimensions:
        for pair in list(combinations(groups, 2))[:4]:
            scores = (round(draw.uniform(20, 90), 2), round(draw.uniform(20, 90), 2))
            plain = {"test": None, "p": None, "p_adjusted": None, "family": "described"}
            yield gap("dimension", each.id, "function", pair, scores, **plain)


def _practice(practice, score):
    return PracticeScore(
        practice.id,
        practice.dimension,
        score,
        88,
        (max(0, score - 9), min(100, score + 9)),
        1 / 3,
    )


def _participation(groups):
    whole = Participation(None, 90, 140)
    return (
        whole,
        *(Participation(group, 7 + place, 12 + 2 * place) for place, group in enumerate(groups)),
    )


def level_of(asked, score):
    return next(each.number for each in asked.levels if each.below is None or score < each.below)


def _overall(asked, score):
    return Overall(
        1 + score / 25,
        score,
        level_of(asked, score),
        90,
        (score - 3, score + 3),
        score + 1,
        chances(asked, score),
        likely(asked, score),
        (score * 0.6, score * 0.6 + 40),
        asked.dimensions[0].id,
        score - 2,
        WeightSensitivity(2000, 0.32, 0.4, fragile=True),
    )


def likely(asked, score):
    """The level of a score, or two where a cut is near."""
    level = level_of(asked, score)
    near = level_of(asked, max(0, score - 2)), level_of(asked, min(99, score + 2))
    return (level,) if near[0] == near[1] else tuple(sorted(set(near)))


def chances(asked, score):
    """One probability per level: .93 on one, or most on two."""
    some = likely(asked, score)
    share = {1: (0.93,), 2: (0.58, 0.41)}[len(some)]
    given = dict(zip(some, share, strict=True))
    return tuple(given.get(level.number, 0.0) for level in asked.levels)


def _dimension_score(asked, id_, score, spread, target):
    interval = (max(0, score - spread), min(100, score + spread))
    items = next(each for each in asked.dimensions if each.id == id_).items
    return DimensionScore(
        id=id_,
        score=1 + score / 25,
        score_100=score,
        level=level_of(asked, score),
        n=88,
        interval=interval,
        level_probability=chances(asked, score),
        pooled_100=score + 1,
        dont_know_rate=0.08,
        not_applicable_rate=0.02,
        alpha=0.81,
        omega=0.83,
        agreement=0.55,
        target=target,
        likely_levels=likely(asked, score),
        silent_bounds=(score * 0.6, score * 0.6 + 40),
        item_centred_100=score - 1,
        reliability=Reliability(
            n=61,
            n_pairwise=70,
            items=tuple(item.id for item in items[1:]),
            left_out={items[0].id: "FEW_TOGETHER"},
            alpha_interval=(0.72, 0.87),
            omega_interval=(0.74, 0.89),
            spearman_brown=None,
            rmsea=0.08,
            eigenvalue_ratio=3.4,
            weak=(),
            alarms={items[-1].id: 0.97} if id_ == "d2" else {},
        ),
        spread=Agreement(
            items=len(items),
            average_deviation=0.81,
            sd=1.02,
            rwg_j=0.88,
            beyond_chance=len(items) - 1,
            polarised=(items[0].id,),
            between=BetweenFunctions(4, 0.04, 0.04, 0.3),
        ),
        level_uncapped=level_of(asked, score),
    )


def _item_score(item, draw):
    weights = [draw.random() + 0.05 for _ in item.scale.points]
    counts = [round(80 * weight / sum(weights)) for weight in weights]
    distribution = dict(zip(item.scale.points, counts, strict=True))
    n = sum(counts)
    mean = sum(point * count for point, count in distribution.items()) / n
    if item.reverse:
        mean = item.scale.min + item.scale.max - mean
    place = int(item.id.rpartition("i")[2])
    return ItemScore(
        item.id,
        n,
        mean,
        distribution,
        round(draw.uniform(0, 0.3), 3),
        0.5 if not item.reverse else -0.12,
        alpha_if_dropped=0.8,
        sd=1.1,
        average_deviation=0.9,
        consensus=0.62,
        rwg=0.4,
        beyond_chance=place % 3 != 0,
        polarised=place == 1,
        favourable=Share(0.64, (0.48, 0.77)),
    )


_OF_ITEM = (
    "alpha_if_dropped",
    "sd",
    "average_deviation",
    "consensus",
    "rwg",
    "beyond_chance",
    "polarised",
    "favourable",
)


def nobody(asked):
    """The same questionnaire answered by fewer than k people: no score, each with its reason."""
    full = assessment(asked, roster=False)
    none = dict.fromkeys(
        ("score", "score_100", "level", "interval", "pooled_100"),
    )
    unknown = dict.fromkeys(("level_probability", "dont_know_rate", "not_applicable_rate"))
    solid = dict.fromkeys(
        (
            "alpha",
            "omega",
            "agreement",
            "likely_levels",
            "silent_bounds",
            "item_centred_100",
            "reliability",
            "spread",
            "level_uncapped",
        )
    )
    vague = dict.fromkeys(
        (
            "level_probability",
            "likely_levels",
            "silent_bounds",
            "minimum",
            "geometric_100",
            "weight_sensitivity",
        )
    )
    return replace(
        full,
        respondents=Respondents(3, 3, 0, {}),
        overall=replace(full.overall, n=3, **none, **vague),
        dimensions=tuple(
            replace(each, n=3, **none, **unknown, **solid) for each in full.dimensions
        ),
        practices=tuple(
            replace(each, score_100=None, n=3, interval=None) for each in full.practices
        ),
        groups=(),
        items=tuple(
            replace(
                each,
                n=3,
                mean=None,
                distribution=None,
                dont_know_rate=None,
                item_rest_correlation=None,
                **dict.fromkeys(_OF_ITEM),
            )
            for each in full.items
        ),
        mirrors=tuple(
            replace(each, sides=tuple(SideScore(s.side, None, None) for s in each.sides))
            for each in full.mirrors
        ),
        suppression_log=(Suppression("overall", "UNDER_K"),),
        gaps=(),
        quality=None,
        weights=None,
        reasons={
            "/overall": "UNDER_K",
            **{f"/dimensions/{place}": "UNDER_K" for place, _ in enumerate(full.dimensions)},
            **{f"/practices/{place}": "UNDER_K" for place, _ in enumerate(full.practices)},
            **{f"/items/{place}": "UNDER_K" for place, _ in enumerate(full.items)},
        },
    )
