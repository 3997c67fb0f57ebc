"""Who may be shown: functions of at least k people; smaller ones are merged into *other*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

OTHER = "other"


def merge_small(labels: Sequence[str | None], k: int) -> dict[str, str]:
    """Decide under which name each function may be published.

    Functions of fewer than ``k`` people are merged into *other*, then the next smallest joins them
    until *other* has at least ``k`` people or nobody is left outside. People who state no function
    count with *other*.

    Parameters
    ----------
    labels : sequence of str or None
        One function per person.
    k : int
        Fewest people a published group may have.

    Returns
    -------
    dict
        Function to published group; a group whose total stays under ``k`` is still named (there
        is only *other* then) and the caller must not publish it.

    Examples
    --------
    >>> merge_small(["it"] * 6 + ["hr"] * 2, 5)
    {'hr': 'other', 'it': 'other'}
    >>> merge_small(["it"] * 6 + ["hr"] * 2 + ["finance"] * 4, 5)
    {'finance': 'other', 'hr': 'other', 'it': 'it'}
    """
    counts = Counter(label or OTHER for label in labels)
    merged = {label for label, n in counts.items() if n < k or label == OTHER}
    waiting = sorted(set(counts) - merged, key=lambda label: (counts[label], label))
    while merged and sum(counts[label] for label in merged) < k and waiting:
        merged.add(waiting.pop(0))
    return {label: OTHER if label in merged else label for label in sorted(counts)}


def published(labels: Sequence[str | None], names: Mapping[str, str]) -> list[str]:
    """Return each person's published group."""
    return [names[label or OTHER] for label in labels]
