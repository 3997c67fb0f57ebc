"""What is published of how firm priorities are; part of :mod:`maturity.scores.model`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PriorityKept:
    """How often an action stays among the first, or among the others, as priorities have it.

    Shares 0..1 of the tries: ``weights`` under other weights of the practices, ``functions`` with
    one function left out at a time; ``not_applicable`` whether it does without those who said that
    a question does not apply.
    """

    action: str
    weights: float
    functions: float | None
    not_applicable: bool | None


@dataclass(frozen=True, slots=True)
class PrioritySensitivity:
    """What other choices would change of what comes first, by action, highest priority first.

    ``first`` is how many actions count as the first, ``draws`` how many weights were tried,
    ``functions`` how many functions were left out, one at a time.
    """

    first: int
    draws: int
    functions: int
    actions: tuple[PriorityKept, ...]
