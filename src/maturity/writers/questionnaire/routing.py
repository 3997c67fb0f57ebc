"""Who answers which sheet: one for everybody, and at most one more for each function.

Functions that are asked the same further questions share a sheet. A question meant for two sets
of functions therefore stands on two sheets, and whoever fills the form needs to open only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maturity.instrument.model import Item
from maturity.writers.questionnaire.form import Form

_LONGEST = 31  # letters Excel allows in the name of a sheet
# Excel counts what lies beyond \uffff as two letters; no name of a function needs it.
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of questions: ``functions`` are the labels of those who fill it, empty for all."""

    sheet: str
    items: tuple[Item, ...]
    functions: tuple[str, ...] = ()


def parts_of(form: Form) -> list[Part]:
    """Return the sheets of questions; a single one when nothing is asked by function."""
    items = form.instrument.items
    everybody = form.text("sheet.questions")
    if not form.asks_by_function:
        return [Part(everybody, items)]
    common = tuple(item for item in items if not item.functions)
    parts = [Part(everybody, common)] if common else []
    taken = {form.text(f"sheet.{key}").casefold() for key in ("welcome", "notice", "lists")}
    taken.add(everybody.casefold())
    for asked, functions in _by_questions(form):
        name = _sheet_name(form.say.listing(list(functions)), taken)
        taken.add(name.casefold())
        parts.append(Part(name, asked, tuple(functions)))
    return parts


def _by_questions(form: Form) -> Iterator[tuple[tuple[Item, ...], list[str]]]:
    """Yield the sets of further questions, each with the labels of the functions asked them."""
    routed = [item for item in form.instrument.items if item.functions]
    found: dict[tuple[str, ...], list[str]] = {}
    for function, label in form.functions.items():
        own = tuple(item.id for item in routed if item.is_for(function))
        if own:
            found.setdefault(own, []).append(label)
    for own, labels in found.items():
        yield tuple(item for item in routed if item.id in own), labels


def _sheet_name(words: str, taken: set[str]) -> str:
    """Return a name that spreadsheets allow and no other sheet has."""
    plain = _FORBIDDEN.sub(" ", words).strip("' ") or "–"
    return next(name for name in _names(plain) if name.casefold() not in {*taken, "history"})


def _names(plain: str) -> Iterator[str]:
    yield plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"
    for n in range(2, 1000):
        yield f"{plain[: _LONGEST - 5].rstrip()} {n}"
