"""Instruments and assessments to tell stories about, made from small numbers, always the same."""

from dataclasses import replace
from random import Random

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
from maturity.scores.model import (
    Assessment,
    DimensionScore,
    GroupScore,
    ItemScore,
    MirrorScore,
    Overall,
    Participation,
    PracticeScore,
    Respondents,
    SideScore,
    Suppression,
)

THRESHOLDS = {
    "gap_points": 5,
    "participation_low": 0.6,
    "dont_know_high": 0.2,
}
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
            PracticeScore(each.id, each.dimension, round(draw.uniform(15, 90), 2), 88)
            for each in asked.practices
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
        reasons={},
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
        1 + score / 25, score, level_of(asked, score), 90, (score - 3, score + 3), score + 1
    )


def _dimension_score(asked, id_, score, spread, target):
    interval = (max(0, score - spread), min(100, score + spread))
    return DimensionScore(
        id=id_,
        score=1 + score / 25,
        score_100=score,
        level=level_of(asked, score),
        n=88,
        interval=interval,
        level_probability=None,
        pooled_100=score + 1,
        dont_know_rate=0.08,
        not_applicable_rate=0.02,
        alpha=0.81,
        omega=0.83,
        agreement=0.55,
        target=target,
    )


def _item_score(item, draw):
    weights = [draw.random() + 0.05 for _ in item.scale.points]
    counts = [round(80 * weight / sum(weights)) for weight in weights]
    distribution = dict(zip(item.scale.points, counts, strict=True))
    n = sum(counts)
    mean = sum(point * count for point, count in distribution.items()) / n
    if item.reverse:
        mean = item.scale.min + item.scale.max - mean
    return ItemScore(item.id, n, mean, distribution, round(draw.uniform(0, 0.3), 3), 0.5)


def nobody(asked):
    """The same questionnaire answered by fewer than k people: no score, each with its reason."""
    full = assessment(asked, roster=False)
    none = dict.fromkeys(
        ("score", "score_100", "level", "interval", "pooled_100"),
    )
    unknown = dict.fromkeys(("level_probability", "dont_know_rate", "not_applicable_rate"))
    solid = dict.fromkeys(("alpha", "omega", "agreement"))
    return replace(
        full,
        respondents=Respondents(3, 3, 0, {}),
        overall=replace(full.overall, n=3, **none),
        dimensions=tuple(
            replace(each, n=3, **none, **unknown, **solid) for each in full.dimensions
        ),
        practices=tuple(replace(each, score_100=None, n=3) for each in full.practices),
        groups=(),
        items=tuple(
            replace(
                each,
                n=3,
                mean=None,
                distribution=None,
                dont_know_rate=None,
                item_rest_correlation=None,
            )
            for each in full.items
        ),
        mirrors=tuple(
            replace(each, sides=tuple(SideScore(s.side, None, None) for s in each.sides))
            for each in full.mirrors
        ),
        suppression_log=(Suppression("overall", "UNDER_K"),),
        reasons={
            "/overall": "UNDER_K",
            **{f"/dimensions/{place}": "UNDER_K" for place, _ in enumerate(full.dimensions)},
            **{f"/practices/{place}": "UNDER_K" for place, _ in enumerate(full.practices)},
            **{f"/items/{place}": "UNDER_K" for place, _ in enumerate(full.items)},
        },
    )
