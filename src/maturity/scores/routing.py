"""Items that different people were asked: what one of them shows, the others take away again.

Two items nobody answered both of – one asked of IT only, one of marketing only – split a
dimension's people. The item of the larger part is then the score of exactly these people, and
the dimension minus that item is the score of the rest, who may be fewer than k.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from maturity.scores.matrix import Flags


def too_telling(answered: Flags, strata: Sequence[str | None], k: int) -> set[int]:
    """Decide which items may not be shown beside the score they are part of.

    Items that share a respondent belong together; such blocks split the people. Within every
    published group, each block's people, and those of all hidden blocks together, must be k or
    more, else the block with the fewest people is hidden, and so on.

    Parameters
    ----------
    answered : array of bool, respondents by items
        The items of one dimension or practice.
    strata : sequence of str or None
        The group under which each respondent counts in that dimension or practice.
    k : int
        Fewest people a figure may rest on.

    Returns
    -------
    set of int
        Column numbers.

    Examples
    --------
    >>> marketing, it = [[True, False]] * 10, [[False, True]] * 3
    >>> too_telling(np.array(marketing + it), ["other"] * 13, 5) == {0, 1}
    True
    """
    blocks = _blocks(answered)
    people = [
        (stratum, blocks[int(row.argmax())])
        for row, stratum in zip(answered, strata, strict=True)
        if stratum is not None
    ]
    sizes = Counter(block for _, block in people)
    hidden: set[int] = set()
    while len(sizes) > 1:  # one block splits nobody
        cells = Counter((stratum, -1 if block in hidden else block) for stratum, block in people)
        small = {stratum for (stratum, _), n in cells.items() if n < k}
        inside = {block for stratum, block in cells if stratum in small and block >= 0}
        if not inside:
            break
        hidden.add(min(inside, key=lambda block: (sizes[block], block)))
    return {column for column, block in enumerate(blocks) if block in hidden}


def _blocks(answered: Flags) -> list[int]:
    """Give every item a number, the same to two items with a respondent in common."""
    together = answered.T.astype(int) @ answered.astype(int) > 0
    number = list(range(answered.shape[1]))
    for first, second in zip(*np.nonzero(together), strict=True):
        old, new = number[int(second)], number[int(first)]
        number = [new if each == old else each for each in number]
    return number
