"""The one way out of this room: a value passes, or a reason says why it does not."""

from __future__ import annotations

from typing import TypeVar

from maturity.scores.model import Suppression

Value = TypeVar("Value")


class Gate:
    """What was let out and what was not.

    ``reasons`` says by JSON pointer why a value is None, ``log`` what was hidden. Whoever makes a
    part of the assessment asks the gate for everything that can be None.
    """

    def __init__(self, k: int) -> None:
        self.k = k
        self.reasons: dict[str, str] = {}
        self._log: dict[Suppression, None] = {}

    def passed(self, pointer: str, value: Value, code: str = "UNDER_K") -> Value:
        """Return a value, and note the code where it is None."""
        if value is None:
            self.reasons[pointer] = code
        return value

    def known(self, pointer: str, value: Value | str) -> Value | None:
        """Return a value, None where a reason code stands in its place."""
        if isinstance(value, str):
            self.reasons[pointer] = value
            return None
        return value

    def closed(self, pointer: str, names: tuple[str, ...], code: str) -> None:
        """Note the same code for several values below a pointer."""
        self.reasons.update({f"{pointer}/{name}": code for name in names})

    def hidden(self, what: str, code: str, merged_into: str | None = None) -> None:
        """Note that something is not shown, or is shown as part of another."""
        self._log[Suppression(what, code, merged_into)] = None

    def logged(self) -> tuple[Suppression, ...]:
        """Return what was hidden, each thing once, in the order it was met; called last."""
        for n, each in enumerate(self._log):
            self.passed(f"/suppression_log/{n}/merged_into", each.merged_into, "NOT_MERGED")
        return tuple(self._log)
