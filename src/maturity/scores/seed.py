"""Random numbers that are the same whenever the same people gave the same answers."""

from __future__ import annotations

from hashlib import sha256

from maturity.scores.ground import Ground

_BYTES = 16  # as many as numpy's SeedSequence makes use of


def seed(ground: Ground, purpose: str) -> int:
    """Return what a random generator starts from, for one use of it.

    It comes from the instrument and the coded responses with each person's function, sorted: the
    order of people and of columns, file names and ids of people change nothing; any answer does.

    Parameters
    ----------
    ground : Ground
        The responses.
    purpose : str
        What the numbers are for; different uses get streams that know nothing of each other.

    Returns
    -------
    int
        0 or more; for ``numpy.random.default_rng``.
    """
    whole = sha256(ground.instrument.sha256.encode())
    whole.update(ground.data.fingerprint)
    whole.update(purpose.encode())
    return int.from_bytes(whole.digest()[:_BYTES], "big")
