"""How the columns of the workbook look: what kind of number each holds, and how wide it is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from maturity.language import Language
from maturity.story.story import Story

# column -> kind; a column that is not named here holds text
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("score_100", "target", "first_100", "second_100"), "score"),
    **dict.fromkeys(("pooled_100", "item_centred_100", "without_careless_100"), "score"),
    **dict.fromkeys(("low_100", "high_100", "worst_100", "best_100"), "points"),
    **dict.fromkeys(("difference", "low", "high"), "points"),
    **dict.fromkeys(("n", "n_first", "n_second", "level", "rank", "answered", "invited"), "count"),
    **dict.fromkeys(("beyond_chance", "polarised", "count", "times"), "count"),
    **dict.fromkeys(("dont_know_rate", "not_applicable_rate", "rate"), "share"),
    **dict.fromkeys(("favourable", "favourable_low", "favourable_high"), "share"),
    "between_functions": "share",
    "level_probability": "chance",
    **dict.fromkeys(("score", "mean", "sd", "average_deviation"), "index"),
    **dict.fromkeys(("alpha", "alpha_low", "alpha_high", "omega", "agreement"), "index"),
    **dict.fromkeys(("consensus", "item_rest_correlation", "effect_size", "cliffs_delta"), "index"),
    "p_adjusted": "p",
    **dict.fromkeys(("effort", "impact", "priority"), "amount"),
}  # fmt: skip
# letters in a line of a column of text; others are as wide as their longest word
WIDTHS: Mapping[str, float] = {
    "dimension_label": 31,
    "practice_label": 36,
    "group_label": 34,
    "text": 62,
    "sentence": 74,
    "why": 42,
    "caveat": 42,
    "rests_on": 42,
    "gap_thing": 52,
    "first_label": 24,
    "second_label": 24,
    "action": 44,
    "measure": 44,
    "reason": 60,
    "what": 110,
    "remark": 40,
    "owner_role": 24,
    "person": 24,
    "noted": 66,
    "effect": 60,
    "column": 30,
    "meaning": 90,
    "sheets": 44,
    "method": 34,
    "words": 70,
    "formula": 70,
}
NUMBER, SHORT = 12.5, 15.0
PLACES = {"score": 1, "points": 1, "index": 2}  # decimals that a cell holds of such a number
_SURE = 0.005  # as near to 1 or 0 as a whole percentage cannot tell


def width_of(column: str) -> float:
    """Return the width of a column, in digits."""
    return WIDTHS.get(column, NUMBER if column in KINDS else SHORT)


def number_format(kind: str, say: Language, value: float = 0.0, story: Story | None = None) -> str:
    """Return Excel's format of a kind of number; decimal marks are the reader's own Excel's."""
    percent = '0"\u202f"%' if say.code == "fr" else "0%"
    if kind in {"score", "points"}:
        places = decimals(value, story if kind == "score" else None)
        return "0." + "0" * places if places else "0"
    over, under = (say(f"report.chance.{key}", share=say.percent(share))
                   for key, share in (("over", 1 - 0.01), ("under", 0.01)))  # fmt: skip
    return {
        "count": "#,##0",
        "share": percent,
        "chance": f'[>={1 - _SURE}]"{over}";[<{_SURE}]"{under}";{percent}',
        "index": "0.00",
        "amount": "#,##0.0" if value != round(value) else "#,##0",
        "p": f'[<0.001]"< {say.number(0.001, 3)}";0.000',
    }[kind]


def kept(kind: str, value: float, story: Story) -> float:
    """Return what a cell holds of a value: all that is shown of it, and no more.

    Every digit of a mean is an equation about the people behind it; of several means of the same
    people they could be solved. A score never reaches a level by being rounded.

    >>> from maturity.writers.results.columns import PLACES
    >>> PLACES["score"], PLACES["index"]
    (1, 2)
    """
    if kind not in PLACES:
        return value
    rounded = round(value, PLACES[kind])
    if kind == "score" and story.level_of(rounded) is not story.level_of(value):
        return round(rounded - 0.1, 1)
    return rounded


def decimals(value: float, story: Story | None = None) -> int:
    """Return how many decimals make Excel show what the report prints.

    Excel rounds halves up, the report to even; and a score must never seem to reach a level that
    it does not: one decimal more tells the truth where a whole number would not.

    >>> decimals(58.2), decimals(62.5)
    (0, 1)
    """
    if story is None:
        return 0 if _shown(round(value, 1), 0) == round(value) else 1
    whole = story.say.number(_shown(kept("score", value, story), 0))
    return 0 if whole == story.score(value) else 1


def _shown(value: float, places: int) -> float:
    """Round as Excel does: what it displays with so many decimals."""
    step = Decimal(1).scaleb(-places)
    return float(Decimal(repr(value)).quantize(step, ROUND_HALF_UP))
