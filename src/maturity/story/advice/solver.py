"""The door to :func:`scipy.optimize.milp`: yes or no for each of many things, at least cost."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_NODES = 1_000  # of the search: a count, unlike seconds, gives the same answer everywhere
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Rows:
    """What holds of every answer x: ``left @ x <= most``."""

    left: Floats
    most: Floats


def solve(costs: Floats, rows: Rows) -> tuple[list[int], bool]:
    """Return the things to choose for least cost, and whether no choice costs less.

    Parameters
    ----------
    costs : array, one per thing
    rows : Rows
        ``left`` has one column per thing.

    Returns
    -------
    chosen : list of int
        Numbers of the things; empty also where no choice obeys all rows.
    proven : bool
        False where that would take too long, or where nothing obeys.

    References
    ----------
    Huangfu and Hall (2018), Parallelizing the dual revised simplex method, Mathematical Programming
    Computation 10, 119-142: HiGHS, which scipy calls.

    Examples
    --------
    >>> solve(np.array([-3.0, -2.0, -2.0]), Rows(np.array([[3.0, 2.0, 2.0]]), np.array([4.0])))
    ([1, 2], True)
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    with _unheard():
        found = milp(
            costs,
            integrality=np.ones(len(costs), dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(csr_array(rows.left), ub=rows.most),
            options={"mip_rel_gap": 0.0, "node_limit": _NODES, "presolve": False},
        )
    if found.x is None:
        return [], False
    return [int(n) for n in np.flatnonzero(found.x > _HALF)], found.status == 0


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep off standard output a line that HiGHS 1.8 to 1.11 prints there, whatever it is told.

    It is written by C, which keeps it in a buffer of its own: that is emptied before and after.
    """
    runtime = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
    with suppress(AttributeError, ValueError):  # no standard output at all, or a closed one
        sys.stdout.flush()
    runtime.fflush(None)
    try:
        kept = os.dup(1)
    except OSError:  # nothing is open there that could be written to
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        runtime.fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
